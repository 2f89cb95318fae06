"""A plan as the rest of laborsim sees it: load a file, get a frozen question about the best mix of levers."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from laborsim.kernels.codes import ZONES, month_name, year_and_month
from laborsim.levers import Lever
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION
from laborsim.published.words import UNSAID, Words, in_a_row
from laborsim.scenario.block_reader import (
    ReadBlock,
    fields_of,
    indicator_hint,
    join,
    nearest_to,
    read_field,
    read_fields,
    read_map,
)
from laborsim.scenario.blocks import Block, DatedLevel, GoalBlock
from laborsim.scenario.budgets import read_budget, simulated_years
from laborsim.scenario.doses import settle_end
from laborsim.scenario.goals_and_shocks import read_goals
from laborsim.scenario.groups import declared_by
from laborsim.scenario.held import stands
from laborsim.scenario.input_errors import CannotRead, Notes, Problem, ScenarioProblems, echo
from laborsim.scenario.levels import CountedLevel, bounds_in_order
from laborsim.scenario.load import Loaded, load_scenario
from laborsim.scenario.scenario import Goal, Horizon, Scenario
from laborsim.scenario.standing import existing_words
from laborsim.scenario.text_file import read_bytes, read_text
from laborsim.scenario.value_types import Apart, Id, Line, Month, PlaceName, Prose, did_you_mean
from laborsim.scenario.yaml_reader import parse_file
from laborsim.scenario.yaml_tree import Entry, Mapping, Node, describe, is_number


class ObjectiveBlock(Block):
    """What the plan is for."""

    indicator: str = Field(description="Indicator of the code list; its paired effect is what counts.")
    aim: Literal["highest", "lowest"] = Field("highest", description="Whether more of it is better.")
    region: PlaceName | None = Field(None, description="Where; absent = the region of the scenario, or CN.")
    by: Month | None = Field(None, description="When (YYYY-MM); absent = the last month.")


class DoseBlock(Block):
    """How far one lever of the scenario may be turned: its last level, in the lever's unit.

    An end is a level, or counted from what there is without the plan: {add: 800}, {times: 1.5}.
    """

    ASCENDING: ClassVar = ("min", "max")

    min: DatedLevel = Field(description="Lowest level, or {add: 0}, {times: 1}.")
    max: DatedLevel = Field(description="Highest level, or {add: 800}, {times: 1.5}.")
    unit: str | None = Field(None, description="Unit of the levels, checked against the catalogue.")
    most_per_year: float | None = Field(None, gt=0, description="Greatest rise of the level in twelve months.")
    source: Line | None = Field(None, description="The text that names the range, or ASSUMPTION.")


class EquityBlock(Block):
    """A floor under the effect in every place: nobody is left behind."""

    indicator: str = Field(description="Indicator of the code list.")
    least: float = Field(0.0, description="Smallest effect (scenario − baseline) in any of the places.")
    among: Literal["zones"] | tuple[PlaceName, ...] = Field("zones", description="The places: zones, or a list.")
    by: Month | None = Field(None, description="When (YYYY-MM); absent = the last month.")


class PlanFile(Block):
    """A plan file."""

    laborsim: Literal[1] = Field(description="Version of the plan format.")
    id: Id = Field(description="Short name.")
    title: Line | None = Field(None, description="Title in English.")
    title_zh: Line | None = Field(None, description="Title in Chinese.")
    description: Prose | None = Field(None, description="What the plan asks, for a reader in a hurry.")
    scenario: str = Field(description="Scenario file whose levers are turned, relative to this one.")
    objective: ObjectiveBlock = Field(description="What the plan is for.")
    levers: dict[str, DoseBlock] = Field(description="Ranges of levers of the scenario, by their keys there.")
    budget: Annotated[dict[str, Any] | None, Apart()] = Field(
        None, description="Yuan by payer, or `all`: a number for every year, or a map of years and `total`."
    )
    goals: dict[str, GoalBlock] | None = Field(None, description="Floors and ceilings of indicators, written as goals.")
    equity: EquityBlock | None = Field(None, description="A floor under the effect in every place.")


ALL = "all"
"""Whose budget holds for all payers together."""


TOTAL = "total"
"""Names the amount for all simulated years together, among the years of a budget."""


class TotalBlock(Block):
    """The amount for all years together."""

    total: float = Field(ge=0, description="Yuan.")


@dataclass(frozen=True)
class Budget:
    """What one payer, or `all` together, may spend in each year, and in all of them together [yuan].

    A year that is not named is free; so is the total where it is None.
    """

    payer: str
    years: tuple[tuple[int, float], ...]
    total: float | None = None


def read_budgets(node: Node, scenario: Scenario, notes: Notes) -> tuple[Budget, ...]:
    """Return the budgets of a plan; whatever is wrong with any of them is noted."""
    payers = (ALL, *dict.fromkeys(name for lever in scenario.levers for name, _ in lever.payers))
    mapping = read_map(node, "budget", notes)
    budgets = []
    for payer, entry in mapping.entries.items() if mapping else ():
        path = join("budget", payer)
        if payer not in payers:
            close = nearest_to(payer, payers)
            hint = (
                did_you_mean(close)
                if close
                else Words(f"known here: {', '.join(payers)}", f"此处可用：{', '.join(payers)}")
            )
            notes.add(
                Problem(
                    "E602",
                    path,
                    entry.key_place,
                    Words("pays for no lever of the scenario", "不承担情景中任何措施的支出"),
                    hint=hint,
                )
            )
            continue
        budgets.append(_budget(payer, entry.node, path, simulated_years(scenario.horizon), notes))
    return tuple(budgets)


def _budget(payer: str, node: Node, path: str, known: range, notes: Notes) -> Budget:
    """Return an amount for every year, or those that are named, and the total where one is."""
    total = None
    if isinstance(node, Mapping) and TOTAL in node.entries:
        total = read_field(TotalBlock, TOTAL, node.entries[TOTAL].node, join(path, TOTAL), notes)
        node = replace(node, entries={name: below for name, below in node.entries.items() if name != TOTAL})
        if not node.entries:
            return Budget(payer, (), total)
    found = read_budget(node, path, known, notes)
    years = tuple((year, found) for year in known) if isinstance(found, float) else found or ()
    return Budget(payer, years, total)


__all__ = ["ALL", "TOTAL", "Budget", "Dose", "Equity", "Objective", "Plan", "load_plan"]


@dataclass(frozen=True)
class Dose:
    """How far a lever may be turned: its last level, in its unit; `most_per_year`: greatest rise in twelve months."""

    key: str
    low: float
    high: float
    unit: str
    most_per_year: float | None = None


@dataclass(frozen=True)
class Objective:
    """The effect that counts, and whether more of it is better.

    It is read in a month as summaries have it, or over the period of so many `months` that ends then.
    """

    indicator: str
    region: str
    month: int
    is_highest: bool
    months: int = 0


@dataclass(frozen=True)
class Equity:
    """A floor under an effect in each of some places, in the unit of summary files."""

    indicator: str
    least: float
    places: tuple[str, ...]
    month: int


@dataclass(frozen=True)
class Plan:
    """One question about a mix of levers, validated. `scenario` holds the levers, `baseline` is what it is held to.

    `overrides`: what was typed as `--set`; `is_draft`: asked small and fast, not for decisions.
    """

    id: str
    title: str
    scenario: Scenario
    baseline: Scenario
    objective: Objective
    doses: tuple[Dose, ...]
    budgets: tuple[Budget, ...]
    goals: tuple[Goal, ...]
    equity: Equity | None
    files: tuple[tuple[str, str], ...]
    warnings: tuple[Problem, ...]
    overrides: tuple[str, ...] = ()
    is_draft: bool = False


def load_plan(path: Path | str, read: Callable[[Path], Loaded] = load_scenario) -> Plan:
    """Read a plan and its scenario; `read`: how the scenario is read, which a command line may change.

    Raises ScenarioProblems with everything that is wrong in either file, CannotRead if the plan cannot be opened.
    """
    notes, shown = Notes(), str(path)
    content = read_bytes(Path(path), shown, notes)
    tree = parse_file(read_text(content, shown, notes), shown, notes)
    file = read_fields(fields_of(PlanFile), tree, "", notes)
    if "levers" not in tree.entries:
        hint = Words("give the range of at least one lever", "请至少填写一项措施的力度范围")
        notes.add(
            Problem("E202", "levers", tree.place, Words("the key 'levers' is missing", "缺少字段 'levers'"), hint=hint)
        )
    loaded = _scenario(file, Path(path), read)
    plan = None if loaded is None else _plan(file, loaded)
    notes.stop_on_errors()
    assert plan is not None and loaded is not None
    own = (shown, hashlib.sha256(content).hexdigest())
    files = (own, *loaded.files)
    warnings = (*notes.warnings(), *loaded.warnings)
    return Plan(**plan, files=files, warnings=warnings)


def _scenario(file: ReadBlock, plan: Path, read: Callable[[Path], Loaded]) -> Loaded | None:
    """Return the plan's scenario; what is wrong in it is noted beside what is wrong in the plan."""
    name, notes = file.values.get("scenario"), file.notes
    if name is None:
        return None
    try:
        return read(plan.parent / name)
    except ScenarioProblems as error:
        notes.sources.update(error.sources)
        for problem in error.problems:
            notes.add(problem)
    except CannotRead as error:
        hint = Words("the path is relative to the plan", "路径相对于规划文件")
        notes.add(Problem("E152", "scenario", file.place("scenario"), error.words, echo(name), hint))
    return None


def _plan(file: ReadBlock, loaded: Loaded) -> dict[str, Any] | None:
    values, tree, notes = file.values, file.node, file.notes
    scenario, before = loaded.scenario, notes.n_errors
    only = scenario.regions[0] if len(scenario.regions) == 1 else NATION
    doses = _doses(_block(tree, "levers"), loaded, notes)
    goals = read_goals(_block(tree, "goals"), scenario.horizon, (only, declared_by(scenario)), notes)
    found = {
        "id": values.get("id", ""),
        "title": values.get("title", ""),
        "objective": _objective(file, scenario.horizon, only),
        "doses": doses,
        "budgets": read_budgets(_block(tree, "budget"), scenario, notes),
        "goals": goals,
        "equity": _equity(file, scenario.horizon),
    }
    if loaded.baseline is None:
        message = Words(
            "this scenario is a baseline: it is compared with nothing", "该情景为基准情景：没有与之对比的情景"
        )
        hint = Words("name a scenario that extends a baseline", "请指定一个引用了基准情景的情景")
        notes.add(Problem("E203", "scenario", file.place("scenario"), message, hint=hint))
    if notes.n_errors > before:
        return None
    return {**found, "scenario": scenario.model_copy(update={"goals": goals}), "baseline": loaded.baseline}


def _block(tree: Mapping, name: str) -> Node:
    return tree.entries[name].node if name in tree.entries else Mapping(tree.place)


def _doses(node: Node, loaded: Loaded, notes: Notes) -> tuple[Dose, ...]:
    scenario, baseline = loaded.scenario, loaded.baseline
    levers = {lever.key: lever for lever in scenario.levers}
    mapping = read_map(node, "levers", notes)
    doses = []
    for key, entry in mapping.entries.items() if mapping else ():
        path = join("levers", key)
        if key not in levers:
            close = nearest_to(key, levers)
            hint = (
                did_you_mean(close)
                if close
                else Words(f"it uses {', '.join(levers) or 'none'}", f"它采用的措施：{', '.join(levers) or '无'}")
            )
            message = Words(f"the scenario {scenario.id} does not use this lever", f"情景 {scenario.id} 未采用该措施")
            notes.add(Problem("E601", path, entry.key_place, message, hint=hint))
            continue
        there = stands(levers[key], baseline.levers if baseline else (), year_and_month(scenario.horizon.start)[0])
        dose = _dose(levers[key], entry, path, there, notes)
        if dose is not None:
            doses.append(dose)
    return tuple(doses)


def _dose(lever: Lever, entry: Entry, path: str, there: float | None, notes: Notes) -> Dose | None:
    """Return the range of a lever; `there`: what its ends may be counted from, None where nobody knows."""
    node, before, declared = read_map(entry.node, path, notes), notes.n_errors, lever.DECLARATION
    if node is None:
        return None
    block = read_fields(fields_of(DoseBlock), node, path, notes)
    values, unit = block.values, block.typed("unit")
    if unit is not None and unit.raw != declared.unit:
        message, hint = (
            Words(f"the catalogue says '{declared.unit}'", f"措施库中为 '{declared.unit}'"),
            Words(f"write '{declared.unit}'", f"请写 '{declared.unit}'"),
        )
        notes.add(Problem("E302", block.at("unit"), unit.place, message, echo(unit.raw), hint))
    for side in DoseBlock.ASCENDING:
        settle_end(block, side, there, partial(existing_words, type(lever)))
        typed = block.typed(side)
        if typed is None or not is_number(typed):
            continue
        if not declared.floor <= float(typed.value or 0) <= declared.ceiling:
            message = Words(
                f"outside the lever's {declared.floor:g} … {declared.ceiling:,.10g} {declared.unit}",
                f"超出该措施的范围：{declared.floor:g} … {declared.ceiling:,.10g} {declared.unit}",
            )
            hint = UNSAID
            if isinstance(typed, CountedLevel):
                message = in_a_row((typed.said(declared.unit), message), Words(", ", "，"))
                hint = typed.room(declared.floor, declared.ceiling)
            notes.add(Problem("E303", block.at(side), typed.place, message, describe(typed), hint))
    bounds_in_order(block, DoseBlock.ASCENDING)
    _check_cost(lever, entry, path, notes)
    if notes.n_errors > before:
        return None
    if not values.get("source"):
        hint = Words("add 'source:', or the word ASSUMPTION", "请补充 'source:'，或注明 ASSUMPTION（假设）")
        notes.add(
            Problem("W002", path, entry.key_place, Words("a range without a source", "范围未注明来源"), hint=hint)
        )
    return Dose(lever.key, values["min"], values["max"], declared.unit, values.get("most_per_year"))


def _check_cost(lever: Lever, entry: Entry, path: str, notes: Notes) -> None:
    """Note a measure without any cost: it would be part of every best mix."""
    if lever.cost_range is not None or lever.cost.one_off > 0:
        return
    if lever.cost.per_unit is None:
        message = Words(
            "no cost can be stated for this measure: what is free wins every budget",
            "该措施无法给出成本：不计成本的措施总会占满预算",
        )
        hint = Words(
            f"state 'cost: {{per_unit: …}}' in the scenario, yuan per {lever.DECLARATION.cost_unit}",
            f"请在情景中写明 'cost: {{per_unit: …}}'，单位为元，按每 {lever.DECLARATION.cost_unit} 计",
        )
    else:
        message = Words(
            "the scenario says that this measure costs nothing: what is free wins every budget",
            "情景设定该措施不需成本：不计成本的措施总会占满预算",
        )
        hint = Words(
            f"delete 'per_unit: 0' in the scenario, or state yuan per {lever.DECLARATION.cost_unit}",
            f"请在情景中删除 'per_unit: 0'，或按每 {lever.DECLARATION.cost_unit} 写明金额（元）",
        )
    notes.add(Problem("E604", path, entry.key_place, message, hint=hint))


def _objective(file: ReadBlock, horizon: Horizon, only: str) -> Objective | None:
    block: ObjectiveBlock | None = file.values.get("objective")
    if block is None:
        return None
    _check_indicator(file.inside["objective"])
    month = _due(file.inside["objective"], horizon)
    return Objective(block.indicator, block.region or only, month, block.aim == "highest")


def _equity(file: ReadBlock, horizon: Horizon) -> Equity | None:
    block: EquityBlock | None = file.values.get("equity")
    if block is None:
        return None
    known = _check_indicator(file.inside["equity"])
    month = _due(file.inside["equity"], horizon)
    scale = indicators()[block.indicator].scale if known else 1.0
    return Equity(block.indicator, block.least * scale, ZONES if block.among == "zones" else block.among, month)


def _check_indicator(block: ReadBlock) -> bool:
    name = block.values["indicator"]
    if name in indicators():
        return True
    where = block.at("indicator"), block.place("indicator")
    block.notes.add(
        Problem("E401", *where, Words("unknown indicator", "未识别的指标"), echo(name), indicator_hint(name))
    )
    return False


def _due(block: ReadBlock, horizon: Horizon) -> int:
    month: int = block.values.get("by", horizon.end)
    if not horizon.start < month <= horizon.end:
        message = Words(
            f"outside the simulated months {month_name(horizon.start + 1)} … {month_name(horizon.end)}",
            f"不在模拟月份之内：{month_name(horizon.start + 1)} … {month_name(horizon.end)}",
        )
        block.notes.add(Problem("E404", block.at("by"), block.place("by"), message, month_name(month)))
    return month
