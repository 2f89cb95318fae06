"""A plan as the rest of laborsim sees it: load a file, get a frozen question about the best mix of levers."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from laborsim.inputs.goal_blocks import read_goals
from laborsim.inputs.indicators import indicators
from laborsim.inputs.levels import bounds_in_order
from laborsim.inputs.plan_blocks import DoseBlock, EquityBlock, ObjectiveBlock, PlanFile
from laborsim.inputs.plan_budget import ALL, Budget, payer_of, read_budgets
from laborsim.inputs.problems import CannotRead, Notes, Problem, ScenarioProblems, echo
from laborsim.inputs.question import Goal, Horizon, Scale, Scenario
from laborsim.inputs.reading import ReadBlock, did_you_mean, fields_of, join, read_fields, read_map
from laborsim.inputs.regions import NATION
from laborsim.inputs.scenario import Loaded, load_scenario
from laborsim.inputs.source_text import read_bytes, read_text
from laborsim.inputs.tree import Entry, Mapping, Node, describe, is_number
from laborsim.inputs.yaml_source import parse_file
from laborsim.kernels.codes import ZONES, month_name
from laborsim.levers import Lever

__all__ = ["ALL", "Budget", "Dose", "Equity", "Objective", "Plan", "load_plan", "payer_of"]


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
    """The effect that counts, and whether more of it is better."""

    indicator: str
    region: str
    month: int
    is_highest: bool


@dataclass(frozen=True)
class Equity:
    """A floor under an effect in each of some places, in the unit of summary files."""

    indicator: str
    least: float
    places: tuple[str, ...]
    month: int


@dataclass(frozen=True)
class Plan:
    """One question about a mix of levers, validated. `scenario` holds the levers, `baseline` is what it is held to."""

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


def load_plan(path: Path | str) -> Plan:
    """Read a plan and its scenario.

    Raises ScenarioProblems with everything that is wrong in either file, CannotRead if the plan cannot be opened.
    """
    notes, shown = Notes(), str(path)
    content = read_bytes(Path(path), shown, notes)
    tree = parse_file(read_text(content, shown, notes), shown, notes)
    file = read_fields(fields_of(PlanFile), tree, "", notes)
    if "levers" not in tree.entries:
        hint = "give the range of at least one lever"
        notes.add(Problem("E202", "levers", tree.place, "the key 'levers' is missing", hint=hint))
    loaded = _scenario(file, Path(path))
    plan = None if loaded is None else _plan(file, loaded)
    notes.stop_on_errors()
    assert plan is not None and loaded is not None
    own = (shown, hashlib.sha256(content).hexdigest())
    files = (own, *loaded.files)
    warnings = (*notes.warnings(), *loaded.warnings)
    return Plan(**plan, files=files, warnings=warnings)


def on_scale(plan: Plan, scale: int) -> Plan:
    """Return the plan with workers that stand for so many persons, everywhere."""
    worlds = (plan.scenario, plan.baseline)
    scenario, baseline = (
        world.model_copy(update={"run": world.run.model_copy(update={"scale": Scale(default=scale)})})
        for world in worlds
    )
    return replace(plan, scenario=scenario, baseline=baseline)


def _scenario(file: ReadBlock, plan: Path) -> Loaded | None:
    """Return the plan's scenario; what is wrong in it is noted beside what is wrong in the plan."""
    name, notes = file.values.get("scenario"), file.notes
    if name is None:
        return None
    try:
        return load_scenario(plan.parent / name)
    except ScenarioProblems as error:
        notes.sources.update(error.sources)
        for problem in error.problems:
            notes.add(problem)
    except CannotRead as error:
        hint = "the path is relative to the plan"
        notes.add(Problem("E152", "scenario", file.place("scenario"), str(error), echo(name), hint))
    return None


def _plan(file: ReadBlock, loaded: Loaded) -> dict[str, Any] | None:
    values, tree, notes = file.values, file.node, file.notes
    scenario, before = loaded.scenario, notes.n_errors
    only = scenario.regions[0] if len(scenario.regions) == 1 else NATION
    doses = _doses(_block(tree, "levers"), scenario, notes)
    goals = read_goals(_block(tree, "goals"), scenario.horizon, only, notes)
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
        message = "this scenario is a baseline: it is compared with nothing"
        hint = "name a scenario that extends a baseline"
        notes.add(Problem("E203", "scenario", file.place("scenario"), message, hint=hint))
    if notes.n_errors > before:
        return None
    return {**found, "scenario": scenario.model_copy(update={"goals": goals}), "baseline": loaded.baseline}


def _block(tree: Mapping, name: str) -> Node:
    return tree.entries[name].node if name in tree.entries else Mapping(tree.place)


def _doses(node: Node, scenario: Scenario, notes: Notes) -> tuple[Dose, ...]:
    levers = {lever.key: lever for lever in scenario.levers}
    mapping = read_map(node, "levers", notes)
    doses = []
    for key, entry in mapping.entries.items() if mapping else ():
        path = join("levers", key)
        if key not in levers:
            close = did_you_mean(key, levers)
            hint = f"did you mean '{close}'?" if close else f"it uses {', '.join(levers) or 'none'}"
            message = f"the scenario {scenario.id} does not use this lever"
            notes.add(Problem("E601", path, entry.key_place, message, hint=hint))
            continue
        dose = _dose(levers[key], entry, path, notes)
        if dose is not None:
            doses.append(dose)
    return tuple(doses)


def _dose(lever: Lever, entry: Entry, path: str, notes: Notes) -> Dose | None:
    node, before, declared = read_map(entry.node, path, notes), notes.n_errors, lever.DECLARATION
    if node is None:
        return None
    block = read_fields(fields_of(DoseBlock), node, path, notes)
    values, unit = block.values, block.typed("unit")
    if unit is not None and unit.raw != declared.unit:
        message, hint = f"the catalogue says '{declared.unit}'", f"write '{declared.unit}'"
        notes.add(Problem("E302", block.at("unit"), unit.place, message, echo(unit.raw), hint))
    for side in DoseBlock.ASCENDING:
        typed = block.typed(side)
        if typed is None or not is_number(typed):
            continue
        if not declared.floor <= float(typed.value or 0) <= declared.ceiling:
            message = f"outside the lever's {declared.floor:g} … {declared.ceiling:,.10g} {declared.unit}"
            notes.add(Problem("E303", block.at(side), typed.place, message, echo(describe(typed))))
    bounds_in_order(block, DoseBlock.ASCENDING)
    if notes.n_errors > before:
        return None
    if not values.get("source"):
        hint = "add 'source:', or the word ASSUMPTION"
        notes.add(Problem("W002", path, entry.key_place, "a range without a source", hint=hint))
    return Dose(lever.key, values["min"], values["max"], declared.unit, values.get("most_per_year"))


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
    close = did_you_mean(name, indicators())
    hint = f"did you mean '{close}'?" if close else "docs/indicators.md lists all"
    place = block.place("indicator")
    block.notes.add(Problem("E401", block.at("indicator"), place, "unknown indicator", echo(name), hint))
    return False


def _due(block: ReadBlock, horizon: Horizon) -> int:
    month: int = block.values.get("by", horizon.end)
    if not horizon.start < month <= horizon.end:
        message = f"outside the simulated months {month_name(horizon.start + 1)} … {month_name(horizon.end)}"
        block.notes.add(Problem("E404", block.at("by"), block.place("by"), message, month_name(month)))
    return month
