"""The `shocks:` of a scenario file: from blocks to Shock objects."""

from laborsim.inputs.blocks import ShockBlock
from laborsim.inputs.levels import check_level, levels_typed, schedule
from laborsim.inputs.problems import Notes, Problem, echo
from laborsim.inputs.question import Horizon, Shock
from laborsim.inputs.reading import check_name_of_block, fields_of, join, read_fields, read_map
from laborsim.inputs.regions import NATION, expand_all
from laborsim.inputs.tree import Mapping, Node, is_number

MOST_SHOCKS = 200

SHOCK_RANGES = {
    "vacancies": (0.0, 3.0),
    "pay": (0.2, 3.0),
    "prices": (0.5, 3.0),
    "recall": (0.0, 1.0),
    "returns": (0.0, 1.0),
}
"""Lowest and highest level of each kind of shock. ASSUMPTION: beyond them a figure is a slip of the pen."""


def read_shocks(node: Node, horizon: Horizon | None, notes: Notes) -> tuple[Shock, ...]:
    """Return the shocks of a scenario; whatever is wrong with any of them is noted."""
    shocks = []
    mapping = read_map(node, "shocks", notes) or Mapping(node.place)
    if len(mapping.entries) > MOST_SHOCKS:
        notes.add(Problem("E312", "shocks", node.place, f"more than {MOST_SHOCKS} shocks", str(len(mapping.entries))))
        return ()
    for name, entry in mapping.entries.items():
        path = join("shocks", name)
        check_name_of_block(name, entry.key_place, path, notes)
        block = read_map(entry.node, path, notes)
        shock = block and _read_shock(name, block, horizon, notes)
        if shock:
            shocks.append(shock)
    return tuple(shocks)


def _read_shock(name: str, node: Mapping, horizon: Horizon | None, notes: Notes) -> Shock | None:
    path, before = join("shocks", name), notes.n_errors
    read = read_fields(fields_of(ShockBlock), node, path, notes)
    values = read.values
    check_level(read, horizon)
    low, high = SHOCK_RANGES.get(values.get("kind", ""), (0.0, 3.0))
    for below, typed in levels_typed(read):
        if is_number(typed) and not low <= float(typed.value or 0) <= high:
            message = f"outside {low:g} … {high:g}"
            hint = "a factor, 1 = normal" if high > 1 else "a share, 0 = normal"
            notes.add(Problem("E304", below, typed.place, message, echo(typed.raw), hint))
    if notes.n_errors > before or horizon is None:
        return None
    for below, typed in levels_typed(read):
        if not values.get("source") and "ASSUMPTION" not in typed.remark:
            hint = "add 'source:', or the word ASSUMPTION"
            notes.add(Problem("W002", below, typed.place, "a number without a source", echo(typed.raw), hint))
    return Shock(
        name=name,
        kind=values["kind"],
        market=values.get("market", "both"),
        regions=expand_all(list(values.get("regions", (NATION,)))),
        schedule=schedule(values, horizon),
        source=values.get("source", ""),
    )
