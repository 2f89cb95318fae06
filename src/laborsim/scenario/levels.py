"""A level over time: from `value`/`start`/`ramp`/`end` or dated `values` to a Schedule."""

from itertools import pairwise
from typing import Any

from laborsim.kernels.codes import month_name
from laborsim.levers import Schedule
from laborsim.scenario.block_reader import ReadBlock
from laborsim.scenario.blocks import LevelBlock
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.scenario import Horizon
from laborsim.scenario.yaml_tree import Mapping, Scalar, describe, is_number

MOST_POINTS = 1200  # a dated level for every month of the longest horizon


def check_level(block: ReadBlock, horizon: Horizon | None) -> None:
    """Note contradictions between the keys of a level, and levels that are never in force."""
    _check_pairing(block)
    start, end = block.values.get("start"), block.values.get("end")
    if start is not None and end is not None and end < start:
        message, hint = f"ends before it starts ({month_name(start)})", "exchange the two months?"
        block.notes.add(Problem("E305", block.at("end"), block.place("end"), message, month_name(end), hint))
    elif horizon is not None:
        _check_horizon(block, horizon)


def schedule(values: dict[str, Any], horizon: Horizon) -> Schedule:
    """Return the Schedule of a level whose fields are right."""
    if "values" in values:
        points = tuple(sorted(values["values"].items()))
        return Schedule(points=points, interpolate=values.get("interpolate", "step"), start=points[0][0])
    return Schedule(
        points=((values.get("start", horizon.start), values["value"]),),
        start=values.get("start"),
        end=values.get("end"),
        ramp=values.get("ramp", 0),
    )


def levels_typed(block: ReadBlock) -> list[tuple[str, Scalar]]:
    """Return every level of a block with its key path, as typed."""
    value, dated = block.typed("value"), _dated(block)
    entries = dated.entries.items() if dated else ()
    points = [(block.at(f"values.{month}"), point.node) for month, point in entries if isinstance(point.node, Scalar)]
    return points if value is None else [(block.at("value"), value), *points]


def _dated(block: ReadBlock) -> Mapping | None:
    """Return the dated levels as typed; None where there are none, or something that is no map."""
    node = block.node.entries["values"].node if "values" in block else None
    return node if isinstance(node, Mapping) else None


def _check_pairing(block: ReadBlock) -> None:
    notes = block.notes
    if "value" not in block and "values" not in block:
        hint = "write 'value:', or dated 'values: {2025-01: …}'"
        notes.add(Problem("E202", block.at("value"), block.node.place, "no level is given", hint=hint))
    if "values" in block:
        for other in LevelBlock.PLAIN:
            if other in block:
                hint = "either 'value' with 'start', 'ramp', 'end', or dated 'values' with 'interpolate'"
                message = f"'{other}' does not go with 'values'"
                notes.add(Problem("E207", block.at(other), block.key_place(other), message, hint=hint))
    elif "interpolate" in block:
        message = "'interpolate' goes with dated 'values' only"
        notes.add(Problem("E207", block.at("interpolate"), block.key_place("interpolate"), message))
    dated = _dated(block)
    if dated is not None:
        _check_points(dated, block.at("values"), notes)


def _check_points(dated: Mapping, path: str, notes: Notes) -> None:
    if not dated.entries:
        notes.add(Problem("E202", path, dated.place, "no level is given", "{}", "write {2025-01: 2200, …}"))
    if len(dated.entries) > MOST_POINTS:
        message = f"more than {MOST_POINTS} dated levels"
        notes.add(Problem("E312", path, dated.place, message, str(len(dated.entries))))


def _check_horizon(block: ReadBlock, horizon: Horizon) -> None:
    """A level in force in no simulated month is a slip of the year, not a scenario."""
    values, notes = block.values, block.notes
    key = "values" if "values" in values else "start"
    first = min(values["values"], default=None) if key == "values" else values.get("start")
    end = values.get("end")
    hint = "move it into the horizon, or move the horizon"
    if first is not None and first > horizon.end:
        message = f"begins after the horizon's end ({month_name(horizon.end)})"
        place = _place_of_first(block, key)
        notes.add(Problem("E306", block.at(key), place, message, month_name(first), hint))
    if end is not None and end <= horizon.start:
        message = f"ends before the first simulated month ({month_name(horizon.start + 1)})"
        notes.add(Problem("E306", block.at("end"), block.place("end"), message, month_name(end), hint))


def _place_of_first(block: ReadBlock, key: str) -> Place:
    """Return where the first month of a level stands: beside `start`, or as the first key of `values`."""
    dated = _dated(block) if key == "values" else None
    return block.place(key) if dated is None else min(dated.entries.items())[1].key_place


def bounds_in_order(block: ReadBlock, names: tuple[str, ...]) -> None:
    """Note numbers of a block that do not ascend in the order of their names; equal ones do."""
    numbers = [(name, typed) for name in names if (typed := block.typed(name)) is not None and is_number(typed)]
    for (low_name, low), (high_name, high) in pairwise(numbers):
        if float(low.value or 0) > float(high.value or 0):
            message = f"'{high_name}' is below '{low_name}' ({low.raw})"
            got = echo(describe(high))
            block.notes.add(Problem("E309", block.at(high_name), high.place, message, got, "exchange the two?"))
