"""From the tree of a scenario file to the frozen Scenario: every block read, every fault noted."""

from laborsim.inputs.base_dates import horizon_faults
from laborsim.inputs.blocks import HorizonBlock, RunBlock, ScenarioFile
from laborsim.inputs.goal_blocks import read_goals
from laborsim.inputs.levels import levels_typed
from laborsim.inputs.lever_blocks import read_levers
from laborsim.inputs.overlaps import PlacedLever
from laborsim.inputs.problems import Notes, Problem, echo
from laborsim.inputs.province_block import ProvinceBlock, province_faults
from laborsim.inputs.question import Horizon, RunSettings, Scale, Scenario
from laborsim.inputs.reading import ReadBlock, did_you_mean, fields_of, join, read_field, read_fields
from laborsim.inputs.regions import NATION, expand, expand_all, nearest, place_names
from laborsim.inputs.shipped_draws import draw_faults
from laborsim.inputs.shock_blocks import read_shocks
from laborsim.inputs.tree import Mapping, Node
from laborsim.kernels.codes import month_name, year_and_month

LONGEST_HORIZON = 1200  # months: 100 years


def build_scenario(tree: Mapping, notes: Notes) -> tuple[Scenario | None, ReadBlock]:
    """Return the scenario, or None with everything noted that is wrong with it; and the file as it was read."""
    before = notes.n_errors
    file = read_fields(fields_of(ScenarioFile), tree, "", notes)
    values = dict(file.values)
    horizon = _read_horizon(file)
    places = list(values.get("regions", ("",) if "regions" in tree.entries else (NATION,)))
    values["regions"] = expand_all(places)
    placed = read_levers(_block(tree, "levers"), horizon, notes)
    values["levers"] = tuple(found.lever for found in placed)
    values["shocks"] = read_shocks(_block(tree, "shocks"), horizon, notes)
    only_region = places[0] if len(places) == 1 else NATION
    values["goals"] = read_goals(_block(tree, "goals"), horizon, only_region, notes)
    if "run" in file.inside:
        values["run"] = _read_run(file.inside["run"])
    if notes.n_errors > before or horizon is None:
        return None, file
    _warn_about_everywhere(file, placed)
    values["horizon"] = horizon
    return Scenario.model_validate({name: value for name, value in values.items() if name != "laborsim"}), file


def check_horizon(scenario: Scenario, file: ReadBlock) -> None:
    """Note a horizon that cannot be simulated; which can depends on other keys, so they have to be right first."""
    if scenario.province is not None:
        _check_province(scenario.province, scenario, file.inside["province"])
    horizon = file.inside["horizon"]
    for fault in horizon_faults(scenario):
        got = month_name(getattr(scenario.horizon, fault.side))
        place = horizon.place(fault.side)
        file.notes.add(Problem("E313", horizon.at(fault.side), place, fault.message, got, fault.hint))


def check_replicates(scenario: Scenario, file: ReadBlock) -> None:
    """Note more replicates than there are draws of the parameters, at the place that asks for them."""
    for key, number, message, hint in draw_faults(scenario):
        node: Node = file.node
        for name in key.split("."):
            if isinstance(node, Mapping) and name in node.entries:
                node = node.entries[name].node
        file.notes.add(Problem("E304", key, node.place, message, str(number), hint))


def _check_province(known: ProvinceBlock, scenario: Scenario, block: ReadBlock) -> None:
    for key, message, hint in province_faults(known, year_and_month(scenario.horizon.start)[0]):
        block.notes.add(Problem("E207", block.at(key), block.place(key), message, hint=hint))


def _read_horizon(file: ReadBlock) -> Horizon | None:
    """Return the horizon, or None with what is wrong with it noted."""
    block: HorizonBlock | None = file.values.get("horizon")
    if block is None:
        return None
    if 0 < block.end - block.start <= LONGEST_HORIZON:
        return Horizon(start=block.start, end=block.end)
    notes, place = file.notes, file.inside["horizon"].place("end")
    got, start = month_name(block.end), month_name(block.start)
    if block.end < block.start:
        notes.add(Problem("E305", "horizon.end", place, f"ends before it starts ({start})", got, "exchange the two?"))
    elif block.end == block.start:
        message = f"no month to simulate: the first is the one after {start}"
        notes.add(Problem("E310", "horizon.end", place, message, got, "move the end"))
    else:
        notes.add(Problem("E310", "horizon.end", place, f"more than 100 years after {start}", got, "move the end"))
    return None


def _block(tree: Mapping, name: str) -> Node:
    return tree.entries[name].node if name in tree.entries else Mapping(tree.place)


def _read_run(block: ReadBlock) -> RunSettings:
    values = dict(block.values)
    if "scale" in block:
        values["scale"] = _read_scale(block.node.entries["scale"].node, block.notes)
    return RunSettings(**values)


def _read_scale(node: Node, notes: Notes) -> Scale:
    """Read `scale: 1000`, or `scale: {CN-GS: 20, default: 5000}`; zones and CN stand for their regions."""
    path = "run.scale"
    if not isinstance(node, Mapping):
        return Scale(default=read_field(RunBlock, "scale", node, path, notes) or 1)
    regions: dict[str, int] = {}
    default = Scale().default
    # Wider places first, so that a region's own number stands whatever the order in the file.
    for name, entry in sorted(node.entries.items(), key=lambda item: -len(expand(item[0]))):
        scale = read_field(RunBlock, "scale", entry.node, join(path, name), notes) or 1
        if name == "default":
            default = scale
        elif name in place_names():
            regions.update(dict.fromkeys(expand(name), scale))
        else:
            close = did_you_mean(name, ["default"]) or " or ".join(nearest(name))
            hint = f"did you mean '{close}'?" if close else "write 'default' or a region code"
            notes.add(Problem("E307", join(path, name), entry.key_place, "no such region", echo(name), hint))
    return Scale(default=default, regions={code: regions[code] for code in expand(NATION) if code in regions})


def _warn_about_everywhere(file: ReadBlock, placed: list[PlacedLever]) -> None:
    """A scenario about Gansu whose own lever names no region would act in all of China: say so."""
    if file.values.get("regions", (NATION,)) == (NATION,):
        return
    own_file = file.key_place("regions").file
    for found in placed:
        own = any(typed.place.file == own_file for _, typed in levels_typed(found.block))
        if own and "regions" not in found.block:
            message = "no regions: the lever acts in the whole country"
            hint = "write 'regions:' in the block; [CN] if the whole country is meant"
            file.notes.add(Problem("W003", found.path, found.place, message, hint=hint))
