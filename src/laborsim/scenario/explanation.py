"""What a scenario says, in words: what changes, when, on whose word, and what of its goals can be simulated."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import CostRange, Lever, Schedule
from laborsim.levers.costs import ASSUMPTION
from laborsim.parameters.parameters import Parameters
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION, region_codes
from laborsim.published.simulated_share import is_mostly_background, simulated_share
from laborsim.scenario.baseline import BASELINE
from laborsim.scenario.extends import SET
from laborsim.scenario.held import base_level, held
from laborsim.scenario.horizons import shipped_value
from laborsim.scenario.load import Loaded, flat_values
from laborsim.scenario.remarks import about, clauses, named
from laborsim.scenario.scenario import NORMAL, Goal, Group, Scenario, Shock
from laborsim.scenario.standing import own_level
from laborsim.scenario.what_if import range_words, set_words, unit_of_parameter

LEVEL_OF_A_BLOCK = re.compile(r"(before\.)*(value|add|times)|uncertainty\.")
"""How the key of a level begins inside its block, or of what is not known about it."""

WHOLE_FROM = 100_000
"""Nobody reads parts of one in a number of six digits before the point."""


@dataclass(frozen=True)
class Assumption:
    """One number without a source: its key path, its value, where it stands, and what is said about it."""

    key: str
    value: str
    unit: str
    origin: str
    note: str


def assumptions(loaded: Loaded) -> tuple[Assumption, ...]:
    """Return every ASSUMPTION of a scenario: in its files, in its defaults, in the catalogue of its levers."""
    found = [*_context(loaded), *_groups(loaded), *_what_ifs_assumed(loaded), *_shocks(loaded), *_budgets(loaded)]
    for lever in loaded.scenario.levers:
        found.extend(_of_block(lever, loaded))
        found.extend(_of_catalogue(lever))
        found.extend(_of_base_year(lever, year_and_month(loaded.scenario.horizon.start)[0]))
    return tuple(dict.fromkeys(found))


def _context(loaded: Loaded) -> Iterator[Assumption]:
    for name, value in flat_values(loaded.scenario.context.model_dump(exclude_none=True)):
        key = f"context.{name}"
        yield Assumption(key, figure(value), "percent a year", *_where(loaded, key))


def _what_ifs_assumed(loaded: Loaded) -> Iterator[Assumption]:
    for one in loaded.scenario.parameters:
        key = f"parameters.{one.name}"
        inside = next((path for path in loaded.origins if path == key or path.startswith(f"{key}.")), key)
        origin, remark = _where(loaded, inside)
        yield Assumption(key, one.words, unit_of_parameter(one.name), origin, remark or "what if")


def _what_ifs(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """Yield (parameter, what it is set to, what it is in the shipped calibration, range, meaning)."""
    for one in scenario.parameters:
        meaning = Parameters.model_fields[one.name].description or ""
        shipped = f"shipped {shipped_value(one.name, scenario):g}"
        yield one.name, one.words, shipped, f"range {range_words(one.name)}", meaning


DRAWN = "who they are is drawn at random; the number is the user's"


def _groups(loaded: Loaded) -> Iterator[Assumption]:
    for group in loaded.scenario.groups:
        if group.persons is not None:
            key = f"groups.{group.name}.persons"
            origin, remark = _where(loaded, key)
            yield Assumption(key, figure(group.persons), "persons", origin, "; ".join(filter(None, (DRAWN, remark))))


def _shocks(loaded: Loaded) -> Iterator[Assumption]:
    for shock in loaded.scenario.shocks:
        key = f"shocks.{shock.name}"
        yield from _unsourced(loaded, key, "", shock.source)


CLAIMS = "the order of claims"
KEPT_FIRST = "what is kept in force (units, places, posts) claims it before anybody is handed anything"
LAPSES = "what a year leaves lapses at its end, unless the file says that it carries over"


def _budgets(loaded: Loaded) -> Iterator[Assumption]:
    """What shared budgets are that no source vouches for, and who claims them first."""
    for budget in loaded.scenario.budgets:
        key = f"budgets.{budget.name}"
        if not budget.source or ASSUMPTION in budget.source:
            years = budget.yuan if isinstance(budget.yuan, tuple) else ()
            total = {} if isinstance(budget.yuan, tuple) else {"yuan": budget.yuan}
            for part, yuan in (total | {f"yuan.{year}": amount for year, amount in years}).items():
                yield Assumption(f"{key}.{part}", figure(yuan), "CNY", *_where(loaded, f"{key}.{part}"))
        yield Assumption(key, CLAIMS, "", "default", KEPT_FIRST)


def _of_block(lever: Lever, loaded: Loaded) -> Iterator[Assumption]:
    """What the scenario itself says about a lever, and neither `source:` nor a comment vouches for."""
    key = f"levers.{lever.key.replace('/', '.')}"
    yield from _unsourced(loaded, key, lever.DECLARATION.unit, lever.source)
    cost = lever.cost
    years = {} if lever.purse else {f"budget.{year}": yuan for year, yuan in (cost.by_year or {}).items()}
    own_budget = None if lever.purse else cost.total_budget
    stated = {"per_unit": cost.per_unit, "one_off": cost.one_off, "budget": own_budget, **years}
    for part, yuan in stated.items():
        below = f"{key}.cost.{part}"
        if yuan is not None and below in loaded.origins and (not cost.source or ASSUMPTION in cost.source):
            yield Assumption(below, figure(yuan), "CNY", *_where(loaded, below))
    unspent = f"{key}.cost.unspent"
    if years and unspent not in loaded.origins:
        yield Assumption(unspent, cost.unspent, "", "default", LAPSES)


def _unsourced(loaded: Loaded, key: str, unit: str, source: str) -> Iterator[Assumption]:
    """Yield the levels of a block that nothing vouches for; `source`: of the block, where a level has none nearer."""
    values = dict(flat_values(loaded.resolved))
    levels = {path: value for path, value in values.items() if _is_level(path, key, value)}
    others = frozenset(name for path, value in levels.items() for name in _names(path, value))
    for path, value in levels.items():
        remark, origin = loaded.remarks.get(path, ""), loaded.origins[path]
        at = _source_of(values, path, key)
        said = str(values[at]) if at else source
        if ASSUMPTION in remark or not said or _leaves_open(said, _names(path, value), others):
            yield Assumption(path, figure(value), unit, origin, remark or said)
        elif at and _is_nearer(loaded, origin, loaded.origins[at]):
            note = f"no source of its own: the one at {loaded.origins[at]} is of another value"
            yield Assumption(path, figure(value), unit, origin, "; ".join(filter(None, (remark, note))))


def _is_level(path: str, key: str, value: object) -> bool:
    if isinstance(value, str) or not path.startswith(f"{key}."):
        return False
    return LEVEL_OF_A_BLOCK.match(path.removeprefix(f"{key}.")) is not None


def _names(path: str, value: float) -> frozenset[str]:
    """Return how a text can name a level: by its figure, or by its month."""
    return named(f"{value:.15g}") | named(path.removesuffix(".add").removesuffix(".times").rpartition(".")[2])


def _leaves_open(source: str, own: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether a source says ASSUMPTION of a level, and names it nowhere else as a figure that is known."""
    said = about(clauses(source), own, others - own)
    is_known = any(clause.names & own and ASSUMPTION not in clause.text for clause in said)
    return any(ASSUMPTION in clause.text and (clause.names & own or not is_known) for clause in said)


def _source_of(values: Mapping[str, object], path: str, key: str) -> str:
    """Return the key of the nearest `source:` above a level inside its block, "" for none."""
    block = path
    while block != key:
        block = block.rpartition(".")[0]
        if f"{block}.source" in values:
            return f"{block}.source"
    return ""


def _is_nearer(loaded: Loaded, origin: str, other: str) -> bool:
    """Return whether a value stands in a file that is nearer to the question than another's: it replaced that."""
    files = [SET, *(name for name, _ in loaded.files)]
    own, their = (place if place == SET else place.rpartition(":")[0] for place in (origin, other))
    return own in files and their in files and files.index(own) < files.index(their)


def _of_catalogue(lever: Lever) -> Iterator[Assumption]:
    """Unit cost and effects that the scenario leaves to the catalogue."""
    declared = lever.DECLARATION
    for part in declared.costs if lever.cost.per_unit is None else ():
        if part.is_assumed and part.amount is not None:
            key, unit = f"{lever.NAME}: {part.kind} ({part.what})", f"CNY per {declared.cost_unit}"
            yield Assumption(key, range_figures(part.amount), unit, "catalogue", f"{part.source}; {part.reason}")
    for name, field in type(lever).model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and str(extra.get("source", "")).startswith(ASSUMPTION):
            value = getattr(lever, name)
            low, high = lever.effects()[name] if name in lever.drawn else (value, value)
            origin = "catalogue" if value == field.default else "scenario"
            yield Assumption(
                f"{lever.NAME}: {name}",
                between_figures(low, value, high),
                str(extra["unit"]),
                origin,
                field.description or "",
            )


def _of_base_year(lever: Lever, year: int) -> Iterator[Assumption]:
    """The level of the base year, for a lever whose neutral value is that level."""
    if lever.DECLARATION.neutral is not None:
        return
    known = {NATION: base_level(lever.NAME, year)}
    if lever.DECLARATION.units:
        known |= {code: own_level(lever.NAME, year, code) for code in lever.regions}
    for code, level in known.items():
        if level is not None and level.confidence == "assumed":
            where, note = "" if code == NATION else f", {code}", level.reason or ASSUMPTION
            yield Assumption(f"{lever.NAME}: level of {year}{where}", figure(level.number), level.unit, "data", note)


def figure(value: float) -> str:
    """Return a number in figures with thousands commas: whole from 100,000 on, else six digits."""
    return f"{value:,.0f}" if abs(value) >= WHOLE_FROM else f"{value:,.6g}"


def range_figures(cost: CostRange) -> str:
    """Return what a unit costs in figures: the central number, and in brackets the lowest and the highest."""
    return between_figures(cost.low, cost.central, cost.high)


def between_figures(low: float, value: float, high: float) -> str:
    """Return a number in figures, and in brackets between which others it may lie."""
    return figure(value) if low == high else f"{figure(value)} ({figure(low)} to {figure(high)})"


def _where(loaded: Loaded, key: str) -> tuple[str, str]:
    return loaded.origins.get(key, "default"), loaded.remarks.get(key, "")


Section = tuple[str, list[tuple[str, ...]]]


def explanation(loaded: Loaded, *more: Section) -> list[Section]:
    """Return (heading, rows) for each part of the explanation; rows of a part are equally long.

    `more`: parts that others have words for, after what changes.
    """
    scenario = loaded.scenario
    return [
        ("Scenario", list(_head(loaded))),
        ("Groups", [_group_row(group) for group in scenario.groups]),
        ("What changes against the baseline", list(_changes(loaded))),
        *more,
        ("Levers over time", [row for lever in scenario.levers for row in _level_rows(lever, scenario)]),
        *([("What if: not the shipped calibration", list(_what_ifs(scenario)))] if scenario.parameters else []),
        ("Shocks", [_shock_row(shock) for shock in scenario.shocks]),
        ("Goals", [row for goal in scenario.goals for row in _goal_rows(goal, scenario)]),
        ("Values and where they stand", list(_values(loaded))),
        ("Assumptions", [(a.key, a.value, a.unit, a.origin, a.note) for a in assumptions(loaded)]),
    ]


def explanation_text(loaded: Loaded, *more: Section) -> str:
    """Return the explanation as a page of aligned columns."""
    parts = []
    for heading, rows in explanation(loaded, *more):
        lines = _aligned(rows) if rows else ["  none"]
        parts.append("\n".join([heading, *lines]))
    return "\n\n".join(parts)


def in_words(schedule: Schedule, unit: str, month_name: Callable[[int], str] = month_name) -> str:
    """Return a level over time as a sentence; `month_name`: how a running month is written."""
    own = _own_words(schedule, unit, month_name)
    return own if schedule.before is None else f"{in_words(schedule.before, unit, month_name)}; then {own}"


def _own_words(schedule: Schedule, unit: str, month_name: Callable[[int], str]) -> str:
    if len(schedule.points) > 1:
        how = "in a straight line" if schedule.interpolate == "linear" else "in steps"
        dated = ", ".join(f"{level:,.10g} in {month_name(month)}" for month, level in schedule.points)
        return f"{how}: {dated} {unit}, then unchanged"
    level = f"{schedule.final:,.10g} {unit}"
    if schedule.start is None:
        words = f"{level} from the beginning"
    elif schedule.ramp:
        full = month_name(schedule.start + schedule.ramp)
        words = f"rising from {month_name(schedule.start)}, {level} from {full}"
    else:
        words = f"{level} from {month_name(schedule.start)}"
    return f"{words}, until {month_name(schedule.end)}" if schedule.end is not None else words


def places(codes: tuple[str, ...]) -> str:
    """Return region codes in words."""
    return "the whole country" if codes == region_codes() else ", ".join(codes)


def _head(loaded: Loaded) -> Iterator[tuple[str, ...]]:
    scenario = loaded.scenario
    horizon = scenario.horizon
    yield "id", scenario.id
    yield "title", " · ".join(title for title in (scenario.title, scenario.title_zh) if title)
    yield "question", " ".join(scenario.description.split()) or "not described"
    yield "base date", f"end of {month_name(horizon.start)}"
    months = f"{month_name(horizon.start + 1)} to {month_name(horizon.end)}, {horizon.months} months"
    yield "simulated", f"{months}; all {len(region_codes())} regions"
    yield "about", places(scenario.regions)
    yield "compared with", loaded.baseline.id if loaded.baseline is not None else _nothing(scenario)
    if loaded.baseline is not None:
        yield "both worlds", _shared(scenario)
    run = scenario.run
    draws = "a draw of the parameters each" if run.draws is None else "all at the point estimate"
    finer = "".join(f", {code} {persons:,}" for code, persons in sorted(run.scale.regions.items()))
    workers = f"{run.scale.default:,} persons per worker{finer}"
    yield "run", f"{run.replicates} replicates, {draws}, seed {run.seed}, {workers}"
    yield "files", ", ".join(name for name, _ in loaded.files)


def _shared(scenario: Scenario) -> str:
    """Return what the baseline takes over from the scenario: an effect is that of the levers alone."""
    context = flat_values(scenario.context.model_dump(exclude_none=True))
    stated = ", ".join(f"{name} {figure(value)}" for name, value in context)
    shocks = f"shocks ({', '.join(shock.name for shock in scenario.shocks)})" if scenario.shocks else "shocks"
    own = f"parameters ({set_words(scenario.parameters)}), " if scenario.parameters else ""
    rest = f"{own}closure, dates and scale; they differ in levers only"
    return f"have this scenario's context ({stated}), {shocks}, {rest}"


def _nothing(scenario: Scenario) -> str:
    return "nothing: it is a baseline" if BASELINE in scenario.tags else "nothing"


def changed_levers(loaded: Loaded) -> Iterator[tuple[str, Lever | None, Lever | None]]:
    """Yield every lever that a scenario changes, by key: what it was in the baseline and what it becomes."""
    if loaded.baseline is None:
        return
    before = {lever.key: lever for lever in loaded.baseline.levers}
    after = {lever.key: lever for lever in loaded.scenario.levers}
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)


def _changes(loaded: Loaded) -> Iterator[tuple[str, ...]]:
    year = year_and_month(loaded.scenario.horizon.start)[0]
    for key, was, becomes in changed_levers(loaded):
        yield (
            key,
            level_words(was, becomes, year) + _there(was, becomes, year),
            "→",
            level_words(becomes, was, year) + _budget_words(becomes) + ("" if becomes is None else _group(becomes)),
        )


def _there(was: Lever | None, becomes: Lever | None, year: int) -> str:
    """Return what is there where a lever is to be, if the baseline states it elsewhere: of it, only that changes."""
    if was is None or becomes is None or was.regions == becomes.regions:
        return ""
    there = held(type(becomes), year, becomes.regions)
    return f"; {places(becomes.regions)}: about {figure(there)}" if there else ""


def _budget_words(lever: Lever | None) -> str:
    """Return what a lever may cost in words, "" without a budget."""
    if lever is None or lever.cost.total_budget is None:
        return ""
    years, shared = lever.cost.by_year, f", with all that share '{lever.purse}'" if lever.purse else ""
    if years is None:
        return f"; at most {figure(lever.cost.total_budget)} yuan over the whole run{shared}"
    amounts = ", ".join(f"{figure(yuan)} in {year}" for year, yuan in years.items())
    return f"; at most {amounts} yuan, none in other years{shared}; what is left of a year {lever.cost.unspent}"


def level_words(lever: Lever | None, other: Lever | None, year: int) -> str:
    """Return a lever over time in one world; where it is not there, what its regions hold without it."""
    if lever is not None:
        where = "" if other is not None and other.regions == lever.regions else f", {places(lever.regions)}"
        return f"{in_words(lever.schedule, lever.DECLARATION.unit)}{where}"
    there = None if other is None else held(type(other), year, other.regions)
    if other is None or not there:
        return NOTHING
    return f"about {figure(there)} {other.DECLARATION.unit} as at the end of {year}, {places(other.regions)}"


NOTHING = "nothing new"
"""What a world holds of a lever that neither it nor the base date has."""


def _level_rows(lever: Lever, scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """Yield (lever, month, level, where and for whom) for each month in which something begins or ends."""
    year = year_and_month(scenario.horizon.start)[0]
    neutral = held(type(lever), year, lever.regions)
    where = f"{places(lever.regions)}{_group(lever)}"
    for month in _turning_months(lever.schedule, scenario):
        # A ramp that starts from a level that nobody knows is not put into figures.
        ramped = lever.schedule.strength(month) < 1
        level = None if neutral is None and ramped else lever.level(month, neutral or 0.0)
        in_force = lever.schedule.at(month) is not None
        usual = f": {figure(neutral)} {lever.DECLARATION.unit} as in {year}" if neutral else ""
        shown = "rising" if in_force else f"not in force{usual}"
        if level is not None:
            shown = f"{figure(level)} {lever.DECLARATION.unit}"
        yield lever.key, month_name(month), shown, where


def _turning_months(schedule: Schedule, scenario: Scenario) -> list[int]:
    first, last = scenario.horizon.start + 1, scenario.horizon.end
    turning = {first, last}
    for phase, end in schedule.phases():
        turning |= {month for month, _ in phase.points[1:]}
        if phase.start is not None:
            turning |= {phase.start, phase.start + phase.ramp}
        if end is not None:
            turning |= {end, end + 1}
    return sorted(month for month in turning if first <= month <= last)


def _group_row(group: Group) -> tuple[str, ...]:
    stated = group.traits.model_dump(exclude_none=True)
    traits = ", ".join(f"{name}={value}" for name, value in stated.items()) or "anybody"
    number = "all of them, at any time"
    if group.persons is not None:
        number = f"{figure(group.persons)} persons, drawn at the base date (who they are: {ASSUMPTION})"
    return group.name, places(group.regions), traits, number, f"the user's: {group.source}"


def _group(lever: Lever) -> str:
    stated = lever.who.model_dump(exclude_none=True)
    return f"; for {', '.join(f'{name}={value}' for name, value in stated.items())}" if stated else ""


def _shock_row(shock: Shock) -> tuple[str, ...]:
    words = in_words(shock.schedule, "× normal" if NORMAL[shock.kind] == 1.0 else "share a month")
    return shock.name, shock.kind, words, f"{shock.market} market; {places(shock.regions)}"


def _goal_rows(goal: Goal, scenario: Scenario) -> Iterator[tuple[str, ...]]:
    indicator = indicators()[goal.indicator]
    where = "the whole country" if goal.region == NATION else goal.region
    share = simulated_share(goal.indicator, goal.region, year_and_month(scenario.horizon.start)[0])
    simulated = f"{share:.0%} simulated"
    if is_mostly_background(share):
        simulated = f"mostly background, only {simulated} ({indicator.background})"
    yield goal.indicator, f"{goal_in_words(goal)} by {month_name(goal.by)}", where, simulated


def goal_in_words(goal: Goal) -> str:
    """Return what a goal demands: at least, at most, about, or so much more or less than in the baseline."""
    if goal.adds is not None:
        than = "more" if goal.adds > 0 else "less"
        return f"at least {abs(goal.adds):,.10g} {goal.unit} {than} than in the baseline"
    if goal.value is not None:
        spread = f" ± {figure(goal.tolerance)}" if goal.tolerance else ""
        return f"about {goal.value:,.10g}{spread} {goal.unit}"
    sides = []
    if goal.minimum is not None:
        sides.append(f"at least {goal.minimum:,.10g}")
    if goal.maximum is not None:
        sides.append(f"at most {goal.maximum:,.10g}")
    return f"{' and '.join(sides)} {goal.unit}"


def _values(loaded: Loaded) -> Iterator[tuple[str, ...]]:
    for key, value in flat_values(loaded.resolved):
        if key.startswith(("groups.", "levers.", "shocks.", "goals.", "context.", "parameters.")):
            text = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
            yield key, text, loaded.origins.get(key, "")


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines with aligned columns, the last one ragged."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  " + "  ".join([*cells, row[-1]]).rstrip())
    return lines
