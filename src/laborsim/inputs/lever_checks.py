"""What the catalogue says about a lever, held against one block of a file."""

from laborsim.inputs.levels import bounds_in_order, levels_typed
from laborsim.inputs.plausible import lost_point, tenfold_slip
from laborsim.inputs.problems import Notes, Problem, echo
from laborsim.inputs.reading import join
from laborsim.inputs.tree import Mapping, Scalar, describe, is_number
from laborsim.levers import Declaration, Lever

DISTRIBUTIONS = {"uniform": ("low", "high"), "triangular": ("low", "mode", "high"), "normal": ("mean", "sd")}
"""The parts that each distribution of `uncertainty:` has."""


def check_block(declared: Declaration, node: Mapping, path: str, notes: Notes) -> None:
    """Note every contradiction between a block and the declaration of its lever."""
    _check_unit(declared, node, path, notes)
    for below, typed in levels_typed(node, path):
        _check_range(declared, typed, below, notes)
    for key, aim in (("who", "groups"), ("regions", "regions")):
        if key in node.entries and aim not in declared.aimed_at:
            message = f"this lever cannot be aimed at {aim}"
            notes.add(Problem("E311", join(path, key), node.entries[key].key_place, message, hint="delete it"))
    who = node.entries.get("who")
    if who is not None and isinstance(who.node, Mapping):
        bounds_in_order(who.node, join(path, "who"), ("min_age", "max_age"), notes)
    uncertainty = node.entries.get("uncertainty")
    if uncertainty is not None and isinstance(uncertainty.node, Mapping):
        _check_uncertainty(declared, uncertainty.node, join(path, "uncertainty"), notes)


def warn_about_block(lever: type[Lever], node: Mapping, path: str, source: str, notes: Notes) -> None:
    """Note levels without a source, and nationwide levels that look like a slip of the unit."""
    for below, typed in levels_typed(node, path):
        if not source and "ASSUMPTION" not in typed.remark:
            hint = "add 'source:', or the word ASSUMPTION"
            notes.add(Problem("W002", below, typed.place, "a number without a source", echo(typed.raw), hint))
        slip = "" if "regions" in node.entries else tenfold_slip(lever.NAME, float(typed.value or 0))
        if slip:
            hint = f"the unit is {lever.DECLARATION.unit}"
            notes.add(Problem("W004", below, typed.place, slip, echo(typed.raw), hint))


def _check_unit(declared: Declaration, node: Mapping, path: str, notes: Notes) -> None:
    unit = node.entries.get("unit")
    if unit is not None and isinstance(unit.node, Scalar) and unit.node.raw != declared.unit:
        message = f"the catalogue says '{declared.unit}'"
        hint = f"write '{declared.unit}', and the level in that unit"
        notes.add(Problem("E302", join(path, "unit"), unit.node.place, message, echo(unit.node.raw), hint))


def _check_range(declared: Declaration, typed: Scalar, path: str, notes: Notes) -> None:
    low, high = declared.floor, declared.ceiling
    if not is_number(typed) or low <= float(typed.value or 0) <= high:
        return
    level, hint = float(typed.value or 0), ""
    if declared.percent:
        message = f"outside {low:g} … {high:g} %"
        hint = lost_point(level, low, high)
    elif level < low:
        message = f"below the lever's floor of {low:g} {declared.unit}"
    else:
        message = f"above the lever's ceiling of {high:,.10g} {declared.unit}"
        if declared.unit == "share" and level <= 100:
            hint = f"a share, not a percentage: write {level / 100:g}"
    notes.add(Problem("E303", path, typed.place, message, echo(describe(typed)), hint))


def _check_uncertainty(declared: Declaration, block: Mapping, path: str, notes: Notes) -> None:
    dist = describe(block.entries["dist"].node) if "dist" in block.entries else ""
    if dist in DISTRIBUTIONS:
        _check_parts(dist, block, path, notes)
    bounds_in_order(block, path, ("low", "mode", "high"), notes)
    for name in ("low", "mode", "high", "mean"):
        part = block.entries.get(name)
        if part is not None and isinstance(part.node, Scalar):
            _check_range(declared, part.node, join(path, name), notes)


def _check_parts(dist: str, block: Mapping, path: str, notes: Notes) -> None:
    used = DISTRIBUTIONS[dist]
    for name in ("low", "mode", "high", "mean", "sd"):
        if name in used and name not in block.entries:
            message, place = f"'{name}' is missing in a {dist} distribution", block.place
        elif name not in used and name in block.entries:
            message, place = f"'{name}' is not used by a {dist} distribution", block.entries[name].key_place
        else:
            continue
        notes.add(Problem("E309", join(path, name), place, message, hint=f"it has {', '.join(used)}"))
