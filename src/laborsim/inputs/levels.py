"""A level over time: from `value`/`start`/`ramp`/`end` or dated `values` to a Schedule."""

from itertools import pairwise
from typing import Any

from laborsim.inputs.problems import Notes, Place, Problem, echo
from laborsim.inputs.question import Horizon
from laborsim.inputs.reading import join
from laborsim.inputs.tree import Mapping, Scalar, describe, is_number
from laborsim.kernels.codes import month_name
from laborsim.levers import Schedule

MOST_POINTS = 1200  # a dated level for every month of the longest horizon


def check_level(values: dict[str, Any], node: Mapping, path: str, horizon: Horizon | None, notes: Notes) -> None:
    """Note contradictions between the keys of a level, and levels that are never in force."""
    _check_pairing(node, path, notes)
    start, end = values.get("start"), values.get("end")
    if start is not None and end is not None and end < start:
        place = node.entries["end"].node.place
        message = f"ends before it starts ({month_name(start)})"
        notes.add(Problem("E305", join(path, "end"), place, message, month_name(end), "exchange the two months?"))
    elif horizon is not None:
        _check_horizon(values, node, path, horizon, notes)


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


def levels_typed(node: Mapping, path: str) -> list[tuple[str, Scalar]]:
    """Return every level of a block with its key path, as typed."""
    found = []
    value = node.entries.get("value")
    if value is not None and isinstance(value.node, Scalar):
        found.append((join(path, "value"), value.node))
    dated = node.entries.get("values")
    if dated is not None and isinstance(dated.node, Mapping):
        for month, entry in dated.node.entries.items():
            if isinstance(entry.node, Scalar):
                found.append((join(path, f"values.{month}"), entry.node))
    return found


def _check_pairing(node: Mapping, path: str, notes: Notes) -> None:
    keys = node.entries
    if "value" not in keys and "values" not in keys:
        hint = "write 'value:', or dated 'values: {2025-01: …}'"
        notes.add(Problem("E202", join(path, "value"), node.place, "no level is given", hint=hint))
    if "values" in keys:
        for other in ("value", "start", "ramp", "end"):
            if other in keys:
                hint = "either 'value' with 'start', 'ramp', 'end', or dated 'values' with 'interpolate'"
                message = f"'{other}' does not go with 'values'"
                notes.add(Problem("E207", join(path, other), keys[other].key_place, message, hint=hint))
    elif "interpolate" in keys:
        message = "'interpolate' goes with dated 'values' only"
        notes.add(Problem("E207", join(path, "interpolate"), keys["interpolate"].key_place, message))
    if "values" in keys and isinstance(keys["values"].node, Mapping):
        _check_points(keys["values"].node, join(path, "values"), notes)


def _check_points(dated: Mapping, path: str, notes: Notes) -> None:
    if not dated.entries:
        notes.add(Problem("E202", path, dated.place, "no level is given", "{}", "write {2025-01: 2200, …}"))
    if len(dated.entries) > MOST_POINTS:
        message = f"more than {MOST_POINTS} dated levels"
        notes.add(Problem("E312", path, dated.place, message, str(len(dated.entries))))


def _check_horizon(values: dict[str, Any], node: Mapping, path: str, horizon: Horizon, notes: Notes) -> None:
    """A level in force in no simulated month is a slip of the year, not a scenario."""
    key = "values" if "values" in values else "start"
    first = min(values["values"], default=None) if key == "values" else values.get("start")
    end = values.get("end")
    hint = "move it into the horizon, or move the horizon"
    if first is not None and first > horizon.end:
        message = f"begins after the horizon's end ({month_name(horizon.end)})"
        place = _place_of_first(node, key)
        notes.add(Problem("E306", join(path, key), place, message, month_name(first), hint))
    if end is not None and end <= horizon.start:
        message = f"ends before the first simulated month ({month_name(horizon.start + 1)})"
        place = node.entries["end"].node.place
        notes.add(Problem("E306", join(path, "end"), place, message, month_name(end), hint))


def _place_of_first(node: Mapping, key: str) -> Place:
    """Return where the first month of a level stands: beside `start`, or as the first key of `values`."""
    found = node.entries[key].node
    return min(found.entries.items())[1].key_place if isinstance(found, Mapping) else found.place


def bounds_in_order(node: Mapping, path: str, names: tuple[str, ...], notes: Notes) -> None:
    """Note numbers of a block that do not ascend in the order of their names; equal ones do."""
    known = [(name, node.entries[name].node) for name in names if name in node.entries]
    numbers = [(name, value) for name, value in known if isinstance(value, Scalar) and is_number(value)]
    for (low_name, low), (high_name, high) in pairwise(numbers):
        if float(low.value or 0) > float(high.value or 0):
            message = f"'{high_name}' is below '{low_name}' ({low.raw})"
            got = echo(describe(high))
            notes.add(Problem("E309", join(path, high_name), high.place, message, got, "exchange the two?"))
