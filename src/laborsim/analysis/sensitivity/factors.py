"""Factors: everything a result rests on that nobody knows exactly, each with its range and how well it is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from laborsim.experiment.design.trials import Trial
from laborsim.experiment.indicators.headline import Point, new_levers
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Cost, Lever, Schedule, Uncertainty
from laborsim.levers.base import UNIT_COST
from laborsim.model.policy import drawn
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import Posterior, parameters_of, posterior_of
from laborsim.parameters.priors import Quantile, around
from laborsim.published.regions import region_codes
from laborsim.scenario.horizons import fit_path
from laborsim.scenario.load import Scenario, Shock
from laborsim.scenario.what_if import WhatIf, range_of

Kind = Literal["parameter", "lever", "level"]

STATED = "scenario"
"""Grade of a level whose uncertainty the scenario itself states."""


@dataclass(frozen=True, eq=False)
class Factor:
    """One uncertain number. `at(share)` is its quantile; `center` is the value in use.

    `kind`: a structural parameter, an effect parameter of a lever, or a lever's own level. `lever`: its key.
    """

    name: str
    kind: Kind
    unit: str
    grade: str
    source: str
    center: float
    at: Quantile
    lever: str = ""

    @property
    def label(self) -> str:
        """Name that is unique in a study."""
        return f"{self.lever}.{self.name}" if self.lever else self.name


def factors(scenario: Scenario, baseline: Scenario) -> tuple[Factor, ...]:
    """Return every factor of an effect: all parameters, then what is assumed about the new levers."""
    return (*_parameters(scenario), *(factor for lever in new_levers(scenario, baseline) for factor in _of(lever)))


def _parameters(scenario: Scenario) -> Iterator[Factor]:
    posterior = posterior_of(scenario)
    centers = Parameters() if posterior is None else posterior.estimate
    estimated = {} if posterior is None else _estimated(posterior, scenario)
    set_to = {one.name: one for one in scenario.parameters}
    for name in Parameters.model_fields:
        factor = _declared(Parameters, name, getattr(centers, name))
        if factor is not None and name in set_to:
            yield from _what_if(factor, set_to[name])
        elif factor is not None:
            yield replace(factor, at=estimated[name]) if name in estimated else factor


def _what_if(factor: Factor, one: WhatIf) -> Iterator[Factor]:
    """Yield a parameter that the scenario spreads, as it spreads it; one that is set to a number is not open."""
    spread = one.uncertainty
    if spread is not None:
        at = _quantiles(spread, *range_of(one.name))
        yield replace(factor, center=at(0.5), at=at, grade=STATED, source="what if")


def _quantiles(spread: Uncertainty, low: float, high: float) -> Quantile:
    def at(share: float) -> float:
        inside = min(max(share, 1e-9), 1 - 1e-9)  # a normal distribution has no ends
        return min(max(drawn(spread, inside, low, high), low), high)

    return at


def _of(lever: Lever) -> Iterator[Factor]:
    for name in type(lever).model_fields:
        factor = _declared(type(lever), name, getattr(lever, name, None))
        if factor is not None:
            yield replace(factor, kind="lever", lever=lever.key)
    if UNIT_COST in lever.drawn:
        yield _cost(lever)
    uncertain = lever.uncertainty is not None and lever.uncertainty.dist != "fixed"
    if uncertain and lever.schedule.final != 0:
        yield _level(lever)


def _cost(lever: Lever) -> Factor:
    declared = lever.DECLARATION
    costs = declared.cost_range
    assert costs is not None  # else it would not be drawn
    source = "data/lever_costs.csv"
    return Factor(UNIT_COST, "lever", "yuan", declared.grade, source, costs.central, costs.at, lever.key)


def _declared(model: type[BaseModel], name: str, value: Any) -> Factor | None:
    extra = model.model_fields[name].json_schema_extra
    if not isinstance(extra, dict) or "prior" not in extra:
        return None
    low, high = (float(bound) for bound in extra["prior"])  # type: ignore[union-attr,arg-type]  # declared by levers.base.effect
    return Factor(
        name,
        "parameter",
        str(extra["unit"]),
        str(extra["grade"]),
        str(extra["source"]),
        value,
        around(low, value, high),
    )


def _estimated(posterior: Posterior, scenario: Scenario) -> dict[str, Quantile]:
    """Return the quantiles of the estimated parameters over all draws, as far apart as the scenario's runs are."""
    all_draws = scenario.model_copy(update={"run": scenario.run.model_copy(update={"draws": None})})
    runs = [parameters_of(all_draws, replicate) for replicate in range(len(posterior))]
    return {name: _over(np.array([getattr(run, name) for run in runs])) for name in posterior.names}


def _over(draws: NDArray[np.float64]) -> Quantile:
    return lambda share: float(np.quantile(draws, share))


def _level(lever: Lever) -> Factor:
    uncertainty, declared = lever.uncertainty, lever.DECLARATION
    assert uncertainty is not None
    at = _quantiles(uncertainty, declared.floor, declared.ceiling)
    return Factor("level", "level", declared.unit, STATED, lever.source or "ASSUMPTION", at(0.5), at, lever.key)


@dataclass(frozen=True)
class Structure:
    """How markets are closed, how founders are read, and what happens from outside."""

    closure: str
    reading: str
    future: str


@dataclass(frozen=True)
class Future:
    """A path from outside: points of growth added to the scenario's, and a slump of vacancies (1 = none)."""

    name: str
    growth: float = 0.0
    vacancies: float = 1.0


FUTURES = (
    Future("as stated"),
    Future("growth 2 points lower", growth=-2.0),
    Future("growth 2 points higher", growth=2.0),
    Future("half a year's slump", vacancies=0.7),
)
"""Equally likely. ASSUMPTION: growth off by 2 points a year; 30 % fewer vacancies for six months."""

GROWING = ("gdp_growth", "wage_growth_urban", "wage_growth_county")
"""Paths of the context [percent a year] that a future moves together."""

NEVER = 10**15
"""Months of a ramp that ends in no horizon."""

SLUMP_MONTHS = 6
CLOSURES = ("curve", "fixed", "clearing")

READINGS: Mapping[str, tuple[str, bool]] = {
    "cumulative": ("cumulative", True),
    "stock": ("stock", True),
    "founders apart": ("cumulative", False),
}
"""Accounting of founders by name: what the published number counts, and whether it is inside the total."""


def reading_of(scenario: Scenario) -> str:
    """Return the name of a scenario's own reading."""
    own = (scenario.founders_observed_as, scenario.founders_inside_total)
    return next((name for name, reading in READINGS.items() if reading == own), "stock, founders apart")


def structures(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the choices of structure that can be simulated, the scenario's own first."""
    year, _ = year_and_month(scenario.horizon.start)
    with_fit = [name for name, (seen, inside) in READINGS.items() if fit_path(year, seen, inside).exists()]  # type: ignore[arg-type]  # literal names
    return {
        "closure": tuple(dict.fromkeys((scenario.closure, *CLOSURES))),
        "reading": tuple(dict.fromkeys((reading_of(scenario), *with_fit))),
        "future": tuple(future.name for future in FUTURES),
    }


def stated(scenario: Scenario) -> Structure:
    """Return the structure as the scenario states it."""
    return Structure(scenario.closure, reading_of(scenario), FUTURES[0].name)


def trial(
    worlds: tuple[Scenario, Scenario],
    values: Mapping[Factor, float],
    structure: Structure,
    replicate: int,
    asked: tuple[Point, ...],
) -> Trial:
    """Return the pair of worlds in which these factors have these values and everything else is as it stands."""
    posterior = posterior_of(worlds[0])
    base = Parameters() if posterior is None else posterior.estimate
    changed = {factor.name: value for factor, value in values.items() if factor.kind == "parameter"}
    fixed = {one.name: one.value for one in worlds[0].parameters if one.value is not None}
    parameters = Parameters.model_validate({**base.model_dump(), **fixed, **changed})
    both = worlds[0], _with_idle_twins(worlds, values)
    scenario, baseline = (_in_structure(_with(world, values), structure) for world in both)
    return Trial(scenario, baseline, replicate, parameters, asked)


def _with(world: Scenario, values: Mapping[Factor, float]) -> Scenario:
    """Return a world with the levers' own assumptions; what is assumed of a lever holds in both worlds."""
    levers = []
    for lever in world.levers:
        # A study says itself what is moved: what it does not move stays at its center.
        changes: dict[str, Any] = {"drawn": ()} | {
            factor.name: value
            for factor, value in values.items()
            if factor.kind == "lever" and factor.lever == lever.key
        }
        level = [value for factor, value in values.items() if factor.kind == "level" and factor.lever == lever.key]
        if level and lever.uncertainty is not None:
            changes |= {"uncertainty": None, "schedule": lever.schedule.ending_at(level[0])}
        levers.append(lever.model_copy(update=changes))
    return world.model_copy(update={"levers": tuple(levers)})


def _with_idle_twins(worlds: tuple[Scenario, Scenario], values: Mapping[Factor, float]) -> Scenario:
    """Return the baseline in which what is assumed of the base year's parks or workshops is as in the scenario.

    A lever of totals tells of those that exist already too. Where the baseline does not name it, a twin that never
    moves its level carries the assumption there: else a change of mind about old workshops would look like an effect.
    """
    scenario, baseline = worlds
    moved = {
        factor.lever for factor, value in values.items() if _is_of_both(scenario, factor) and value != factor.center
    }
    theirs = {lever.key for lever in baseline.levers}
    twins = [_twin(lever, scenario) for lever in scenario.levers if lever.key in moved - theirs]
    levers = sorted((*baseline.levers, *twins), key=lambda lever: lever.key)
    return baseline.model_copy(update={"levers": tuple(levers)}) if twins else baseline


def _is_of_both(scenario: Scenario, factor: Factor) -> bool:
    """Return whether an assumption is about a lever of totals, and the scenario leaves it at the catalogue's value."""
    lever = next((lever for lever in scenario.levers if lever.key == factor.lever), None)
    if factor.kind != "lever" or lever is None or lever.DECLARATION.neutral is not None:
        return False
    return bool(factor.center == type(lever).model_fields[factor.name].default)


def _twin(lever: Lever, scenario: Scenario) -> Lever:
    """Return a lever in force in the same months whose ramp is so long that its level stays where it was."""
    start = lever.schedule.first or scenario.horizon.start + 1
    schedule = lever.schedule.model_copy(update={"start": start, "ramp": NEVER, "before": None})
    return lever.model_copy(update={"schedule": schedule, "uncertainty": None, "cost": Cost()})


def _in_structure(world: Scenario, structure: Structure) -> Scenario:
    future = next(future for future in FUTURES if future.name == structure.future)
    observed, inside = READINGS.get(structure.reading, (world.founders_observed_as, world.founders_inside_total))
    changes = {"closure": structure.closure, "founders_observed_as": observed, "founders_inside_total": inside}
    return in_future(world.model_copy(update=changes), future)


def in_future(world: Scenario, future: Future) -> Scenario:
    """Return a world in which this happens from outside."""
    paths = {name: getattr(world.context, name) for name in GROWING}
    # Pay in the county market that is not stated follows the urban market, which moves here.
    moved = {name: growth + future.growth for name, growth in paths.items() if growth is not None}
    context = world.context.model_copy(update=moved)
    return world.model_copy(update={"context": context, "shocks": (*world.shocks, *_slump(world, future))})


def _slump(world: Scenario, future: Future) -> tuple[Shock, ...]:
    """Return a slump in the middle of the horizon, if there is one."""
    if future.vacancies == 1.0:
        return ()
    start = world.horizon.start + max(1, world.horizon.months // 2)
    schedule = Schedule(points=((start, future.vacancies),), start=start, end=start + SLUMP_MONTHS - 1)
    return (Shock(name="slump", kind="vacancies", regions=region_codes(), schedule=schedule, source="ASSUMPTION"),)
