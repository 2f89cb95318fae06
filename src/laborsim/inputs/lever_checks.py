"""What the catalogue says about a lever, held against one block of a file."""

from laborsim.inputs.levels import bounds_in_order, levels_typed
from laborsim.inputs.plausible import lost_point, tenfold_slip
from laborsim.inputs.problems import Notes, Problem, echo
from laborsim.inputs.reading import ReadBlock
from laborsim.inputs.tree import Scalar, describe, is_number
from laborsim.levers import Declaration, Lever, Uncertainty, Who


def check_block(declared: Declaration, block: ReadBlock) -> None:
    """Note every contradiction between a block and the declaration of its lever."""
    _check_unit(declared, block)
    for below, typed in levels_typed(block):
        _check_range(declared, typed, below, block.notes)
    for key, aim in (("who", "groups"), ("regions", "regions")):
        if key in block and aim not in declared.aimed_at:
            message = f"this lever cannot be aimed at {aim}"
            block.notes.add(Problem("E311", block.at(key), block.key_place(key), message, hint="delete it"))
    if "who" in block.inside:
        bounds_in_order(block.inside["who"], Who.ASCENDING)
    if "uncertainty" in block.inside:
        _check_uncertainty(declared, block.inside["uncertainty"])


def warn_about_block(lever: type[Lever], block: ReadBlock) -> None:
    """Note levels without a source, and nationwide levels that look like a slip of the unit."""
    notes = block.notes
    for below, typed in levels_typed(block):
        if not block.values.get("source") and "ASSUMPTION" not in typed.remark:
            hint = "add 'source:', or the word ASSUMPTION"
            notes.add(Problem("W002", below, typed.place, "a number without a source", echo(typed.raw), hint))
        slip = "" if "regions" in block else tenfold_slip(lever.NAME, float(typed.value or 0))
        if slip:
            hint = f"the unit is {lever.DECLARATION.unit}"
            notes.add(Problem("W004", below, typed.place, slip, echo(typed.raw), hint))


def _check_unit(declared: Declaration, block: ReadBlock) -> None:
    unit = block.typed("unit")
    if unit is not None and unit.raw != declared.unit:
        message = f"the catalogue says '{declared.unit}'"
        hint = f"write '{declared.unit}', and the level in that unit"
        block.notes.add(Problem("E302", block.at("unit"), unit.place, message, echo(unit.raw), hint))


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


def _check_uncertainty(declared: Declaration, block: ReadBlock) -> None:
    if "dist" in block.values:
        _check_parts(block.values["dist"], block)
    bounds_in_order(block, Uncertainty.ASCENDING)
    for name in Uncertainty.LEVELS:
        part = block.typed(name)
        if part is not None:
            _check_range(declared, part, block.at(name), block.notes)


def _check_parts(dist: str, block: ReadBlock) -> None:
    used = Uncertainty.PARTS[dist]
    for name in dict.fromkeys(part for parts in Uncertainty.PARTS.values() for part in parts):
        if name in used and name not in block:
            message, place = f"'{name}' is missing in a {dist} distribution", block.node.place
        elif name not in used and name in block:
            message, place = f"'{name}' is not used by a {dist} distribution", block.key_place(name)
        else:
            continue
        block.notes.add(Problem("E309", block.at(name), place, message, hint=f"it has {', '.join(used)}"))
