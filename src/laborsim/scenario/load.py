"""A scenario as the rest of laborsim sees it: load a file, get frozen objects."""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from laborsim.kernels.codes import month_name, year_and_month
from laborsim.published.regions import NATION, expand, expand_all, nearest, place_names
from laborsim.published.words import Words
from laborsim.scenario.baseline import COMPARED, Compared, compared
from laborsim.scenario.block_reader import ReadBlock, fields_of, join, nearest_to, read_field, read_fields
from laborsim.scenario.blocks import HorizonBlock, RunBlock, ScenarioFile
from laborsim.scenario.budgets import BUDGETS, read_budgets, simulated_years, warn_of_unshared
from laborsim.scenario.extends import apply_overrides, merged, origins_of, read_chain, remarks_of
from laborsim.scenario.goals_and_shocks import check_effects, read_goals, read_shocks
from laborsim.scenario.groups import read_groups
from laborsim.scenario.horizons import draw_faults, horizon_faults
from laborsim.scenario.input_errors import CannotRead, Notes, Problem, ScenarioProblems, echo
from laborsim.scenario.levels import levels_typed
from laborsim.scenario.levers import PlacedLever, read_levers
from laborsim.scenario.parameters_block import read_what_ifs
from laborsim.scenario.province_block import ProvinceBlock, province_faults
from laborsim.scenario.scenario import Context, Goal, Horizon, RunSettings, Scale, Scenario, Shock
from laborsim.scenario.slips import context_slips, early_goals, late_entrants, shocks_alone, small_doses
from laborsim.scenario.value_types import did_you_mean
from laborsim.scenario.yaml_tree import Mapping, Node, read_plain, to_data

LONGEST_HORIZON = 1200  # months: 100 years


def build_scenario(tree: Mapping, notes: Notes) -> tuple[Scenario | None, ReadBlock]:
    """Return the scenario, or None with everything noted that is wrong with it; and the file as it was read."""
    before = notes.n_errors
    file = read_fields(fields_of(ScenarioFile), tree, "", notes)
    values = dict(file.values)
    horizon = _read_horizon(file)
    places = list(values.get("regions", ("",) if "regions" in tree.entries else (NATION,)))
    values["regions"] = expand_all(places)
    declared = read_groups(_block(tree, "groups"), notes)
    values["groups"] = declared.groups
    known = None if horizon is None else simulated_years(horizon)
    values["budgets"] = read_budgets(_block(tree, BUDGETS), known, notes)
    placed = read_levers(_block(tree, "levers"), horizon, notes, groups=declared, budgets=values["budgets"])
    values["levers"] = tuple(found.lever for found in placed)
    warn_of_unshared(_block(tree, BUDGETS), values["levers"], notes)
    values["shocks"] = read_shocks(_block(tree, "shocks"), horizon, notes)
    values["parameters"] = read_what_ifs(_block(tree, "parameters"), notes)
    only_region = places[0] if len(places) == 1 else NATION
    values["goals"] = read_goals(_block(tree, "goals"), horizon, (only_region, declared), notes)
    if "run" in file.inside:
        values["run"] = _read_run(file.inside["run"])
    if notes.n_errors > before or horizon is None:
        return None, file
    _warn_about_everywhere(file, placed)
    values["horizon"] = horizon
    scenario = Scenario.model_validate({name: value for name, value in values.items() if name != "laborsim"})
    for slip in (*context_slips(file), *late_entrants(scenario, file)):
        notes.add(slip)
    for found in placed:
        for slip in small_doses(found.lever, found.block, scenario):
            notes.add(slip)
    return scenario, file


def check_horizon(scenario: Scenario, file: ReadBlock) -> None:
    """Note a horizon that cannot be simulated; which can depends on other keys, so they have to be right first."""
    if scenario.province is not None:
        _check_province(scenario.province, scenario, file.inside["province"])
    horizon = file.inside["horizon"]
    for fault in horizon_faults(scenario):
        got = month_name(getattr(scenario.horizon, fault.side))
        place = horizon.place(fault.side)
        file.notes.add(Problem("E313", horizon.at(fault.side), place, fault.message, got, fault.hint))


PAY_BILL = 3e8 * 5_000 * 100  # fen a month: 300 million people at 5,000 yuan; the order of magnitude is enough
MOST_FEN = 2**63  # what a count of money can hold; a year of it is summed
COUNTED = MOST_FEN / (PAY_BILL * 12)


def check_growth(scenario: Scenario, file: ReadBlock) -> None:
    """Note growth of pay after which money can no longer be counted, with the month from which on."""
    for name in ("wage_growth_urban", "wage_growth_county"):
        growth = getattr(scenario.context, name)
        if not growth or growth <= 0:
            continue
        months = math.log(COUNTED) / math.log1p(growth / 100) * 12
        if months < scenario.horizon.months:
            month = month_name(scenario.horizon.start + int(months))
            message = Words(
                f"pay grows {COUNTED:,.0f}-fold by {month}, beyond what can be counted",
                f"到 {month} 收入增长至{COUNTED:,.0f}倍，超出可计数范围",
            )
            hint = Words(
                f"end the horizon before {month}, or let pay grow more slowly",
                f"模拟期请在 {month} 之前结束，或放慢收入增长",
            )
            context = file.inside["context"]
            file.notes.add(Problem("E317", context.at(name), context.place(name), message, f"{growth:g}", hint))


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
        notes.add(
            Problem(
                "E305",
                "horizon.end",
                place,
                Words(f"ends before it starts ({start})", f"结束早于开始（{start}）"),
                got,
                Words("exchange the two?", "是否将两者对调？"),
            )
        )
    elif block.end == block.start:
        message = Words(
            f"no month to simulate: the first is the one after {start}",
            f"没有可模拟的月份：首个模拟月份为 {start} 的次月",
        )
        notes.add(Problem("E310", "horizon.end", place, message, got, Words("move the end", "请推后结束月份")))
    else:
        notes.add(
            Problem(
                "E310",
                "horizon.end",
                place,
                Words(f"more than 100 years after {start}", f"{start} 之后超过100年"),
                got,
                Words("move the end", "请提前结束月份"),
            )
        )
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
            close = nearest_to(name, ["default"]) or " or ".join(nearest(name))
            hint = (
                did_you_mean(close) if close else Words("write 'default' or a region code", "请写 'default' 或地区代码")
            )
            notes.add(
                Problem(
                    "E307", join(path, name), entry.key_place, Words("no such region", "未识别的地区"), echo(name), hint
                )
            )
    return Scale(default=default, regions={code: regions[code] for code in expand(NATION) if code in regions})


def _warn_about_everywhere(file: ReadBlock, placed: list[PlacedLever]) -> None:
    """A scenario about Gansu whose own lever names no region would act in all of China: say so."""
    if file.values.get("regions", (NATION,)) == (NATION,):
        return
    own_file = file.key_place("regions").file
    for found in placed:
        own = any(typed.place.file == own_file for _, typed in levels_typed(found.block))
        if own and "regions" not in found.block:
            message = Words("no regions: the lever acts in the whole country", "未写地区：措施在全国实施")
            hint = Words(
                "write 'regions:' in the block; [CN] if the whole country is meant",
                "请在设定块中写 'regions:'；若确为全国，请写 [CN]",
            )
            file.notes.add(Problem("W003", found.path, found.place, message, hint=hint))


__all__ = [
    "CannotRead",
    "Context",
    "Goal",
    "Horizon",
    "Loaded",
    "Problem",
    "RunSettings",
    "Scale",
    "Scenario",
    "ScenarioProblems",
    "Shock",
    "flat_values",
    "load_scenario",
]


@dataclass(frozen=True)
class Loaded:
    """A scenario, what it is compared with, and where every value comes from.

    `resolved`: plain data after `extends:` and `--set`. `origins`: key path → `file:line`. `remarks`:
    key path → comment beside the value. `files`: (name, SHA-256) of every file that was read, nearest first.
    `sources`: the lines of each file.
    """

    scenario: Scenario
    compared: Compared
    resolved: dict[str, Any]
    origins: dict[str, str]
    files: tuple[tuple[str, str], ...]
    remarks: dict[str, str]
    warnings: tuple[Problem, ...]
    sources: dict[str, list[str]]

    @property
    def baseline(self) -> Scenario | None:
        """Return the world that the scenario is compared with, or None."""
        return self.compared.world


def load_scenario(path: Path | str, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario file, what it extends, and the `--set` overrides.

    Raises ScenarioProblems with everything that is wrong, CannotRead if the file cannot be opened.
    """
    notes = Notes()
    source = read_chain(Path(path), notes)
    tree = apply_overrides(merged(source, notes), overrides, notes)
    scenario, file = build_scenario(tree, notes)
    other = None if scenario is None else compared(scenario, source, tree, notes)
    notes.stop_on_errors()
    assert scenario is not None and other is not None
    check_effects(scenario, other.world, file)
    early_goals(scenario, other.world, file, notes)
    shocks_alone(scenario, other.world, other.unshocked, file)
    check_horizon(scenario, file)
    check_growth(scenario, file)
    check_replicates(scenario, file)
    notes.stop_on_errors()
    resolved = to_data(tree)
    assert isinstance(resolved, dict)
    files = tuple((found.shown, found.sha256) for found in source.chain())
    return Loaded(
        scenario=scenario,
        compared=other,
        resolved=resolved,
        origins=origins_of(tree),
        files=files,
        remarks=remarks_of(tree),
        warnings=tuple(notes.warnings()),
        sources=notes.sources,
    )


def flat_values(data: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (key path, value) of everything in a resolved scenario. A list is one value."""
    for key, value in data.items():
        below = join(path, key)
        if isinstance(value, dict):
            yield from flat_values(value, below)
        else:
            yield below, value


SAFE_PLAIN = re.compile(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿 ._/()-]*")
INDENT = "  "


def resolved_text(loaded: Loaded, seen: Callable[[str], str] = str, compared: Compared | None = None) -> str:
    """Return scenario.resolved.yaml: a scenario file without `extends:`; comments name each value's origin.

    seen: how the name of an origin's file is written, so that no machine's paths are kept. compared: what it was
    compared with, if not what the file itself says. Run again, the text asks the same question.
    """
    head = "# Written by laborsim: the scenario after 'extends:' and '--set'; comments say where a value stands."
    compared = compared or loaded.compared
    data = {key: value for key, value in loaded.resolved.items() if key != COMPARED}
    if compared.block is not None:
        data[COMPARED] = compared.block
    ordered = {key: data[key] for key in ScenarioFile.model_fields if key in data}
    origins = {path: _seen_from(origin, seen) for path, origin in (loaded.origins | compared.origins).items()}
    remarks = loaded.remarks | compared.remarks
    beside = {path: "; ".join(filter(None, (origin, remarks.get(path)))) for path, origin in origins.items()}
    return "\n".join([head, *_lines(ordered, "", "", beside)]) + "\n"


WRITTEN = re.compile(r"(?P<origin>[^;]+:[0-9]+|--set)(?:; (?P<remark>.*))?", re.DOTALL)
"""A comment of `resolved_text`."""


def as_written(loaded: Loaded) -> Loaded:
    """Return a scenario that was read from its resolved text with the places and comments that it had in its files."""
    found = {path: WRITTEN.fullmatch(remark) for path, remark in loaded.remarks.items()}
    known = {path: match for path, match in found.items() if match is not None}
    origins = loaded.origins | {path: match["origin"] for path, match in known.items()}
    return replace(loaded, origins=origins, remarks={path: match["remark"] or "" for path, match in known.items()})


def _seen_from(origin: str, seen: Callable[[str], str]) -> str:
    name, colon, line = origin.rpartition(":")
    return echo(f"{seen(name)}:{line}" if colon else origin)


def _lines(data: dict[str, Any], path: str, indent: str, remarks: dict[str, str]) -> list[str]:
    lines = []
    for key, value in data.items():
        below = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            lines.append(f"{indent}{_scalar(key)}:{'' if value else ' {}'}")
            lines.extend(_lines(value, below, indent + INDENT, remarks))
        else:
            text = f"[{', '.join(_scalar(item) for item in value)}]" if isinstance(value, list) else _scalar(value)
            remark = f"  # {remarks[below]}" if below in remarks else ""
            lines.append(f"{indent}{_scalar(key)}: {text}{remark}")
    return lines


def _scalar(value: Any) -> str:
    """Return a value so that reading it gives it back: text that looks like anything else is quoted."""
    if not isinstance(value, str):
        return json.dumps(value)
    if SAFE_PLAIN.fullmatch(value) and not value.endswith(" ") and read_plain(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)
