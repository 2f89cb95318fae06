"""Worlds that facts are read off: one draw and one luck, lived undisturbed or with one thing changed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.evidence.treated_worlds import Made, Treatment, WorldSize, world
from laborsim.calibration.facts.lives import LifeRecorder, Lives
from laborsim.kernels.codes import month_number
from laborsim.kernels.counts import AT
from laborsim.levers import Lever, Schedule, catalogue
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel, setting_at
from laborsim.model.market import LEVELS
from laborsim.model.snapshot import Snapshot
from laborsim.parameters.parameters import Parameters
from laborsim.published.regions import region_codes
from laborsim.scenario.scenario import (
    Closure,
    Context,
    Market,
    Scenario,
    Shock,
    ShockKind,
)

YEAR = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FactTrial:
    """At which parameters and with which luck a fact is read, and how fine the world is."""

    parameters: Parameters
    luck: int
    persons_per_worker: int


USUAL_CONTEXT = Context()


@dataclass(frozen=True)
class Deviation(Treatment):
    """What a world has that its control has not, and the base date that it has."""

    context: Context = USUAL_CONTEXT
    closure: Closure = "curve"
    base_year: int = 2023


UNDISTURBED = Deviation()
HELD = Deviation(closure="fixed")
"""Prices held: pay keeps its trend and an application is accepted with the chance of the base date."""


def scenario(trial: FactTrial, months: int, change: Deviation = UNDISTURBED) -> Scenario:
    """Return a world of some months after its base date."""
    size = WorldSize(trial.persons_per_worker, change.base_year)
    return world(size, months, change, change.closure).model_copy(update={"context": change.context})


@lru_cache(maxsize=4)
def base_of(trial: FactTrial, base_year: int) -> Setting:
    """Return the base date at a trial's parameters; all worlds of a trial share it."""
    return setting_at(scenario(trial, 1, Deviation(base_year=base_year)), trial.parameters)


def lasting(kind: ShockKind, market: Market, level: float, regions: tuple[str, ...], base_year: int = 2023) -> Shock:
    """Return a shock that lasts from the first month on."""
    return spell_of(kind, market, level, (1, 10_000), regions, base_year)


def spell_of(  # noqa: PLR0913 - a shock is that many things
    kind: ShockKind,
    market: Market,
    level: float,
    months: tuple[int, int],
    regions: tuple[str, ...],
    base_year: int = 2023,
) -> Shock:
    """Return a shock from one month after the base date to another, both included."""
    start = month_number(base_year, 12)
    first, last = start + months[0], start + months[1]
    return Shock(
        name=f"{kind}_{market}_{months[0]}",
        kind=kind,
        market=market,
        regions=regions,
        schedule=Schedule(points=((first, level),), start=first, end=last),
        source="stylised fact",
    )


def lever(
    name: str,
    level: float,
    regions: tuple[str, ...] = (),
    months: tuple[int, int | None] = (1, None),
    **fields: Any,
) -> Lever:
    """Return a lever in force from one month after the base date (2023) to another; `fields`: what else it says."""
    start = month_number(2023, 12)
    first, end = start + months[0], None if months[1] is None else start + months[1]
    schedule = Schedule(points=((first, level),), start=first, end=end)
    return catalogue()[name](schedule=schedule, regions=regions or region_codes(), **fields)


def lived(
    trial: FactTrial,
    months: int,
    change: Deviation = UNDISTURBED,
    see: Callable[[Snapshot], None] = lambda world: None,
    made: Made = LaborModel,
) -> "Path":
    """Return what a world's books show month by month; `see` looks at it at the base date and after each month."""
    model = made(scenario(trial, months, change), trial.luck, setting=base_of(trial, change.base_year))
    path = Path()
    path.look(model.observed, model.levels)
    see(model.observed)
    while model.running:
        model.step()
        path.look(model.observed, model.levels)
        see(model.observed)
    return path


def followed(
    trial: FactTrial, months: int, change: Deviation = UNDISTURBED, made: Made = LaborModel
) -> tuple[Lives, "Path"]:
    """Return the lives of everybody in a world, and its books."""
    recorders: list[LifeRecorder] = []

    def see(world: Snapshot) -> None:
        if recorders:
            recorders[0].look(world)
        else:
            recorders.append(LifeRecorder(world))

    path = lived(trial, months, change, see, made)
    return recorders[0].lives(), path


class Path:
    """The books of a world: counts and levels of each month, the base date first."""

    def __init__(self) -> None:
        self._series: list[NDArray[np.int64]] = []
        self._levels: list[Floats] = []
        self._groups: list[NDArray[np.int64]] = []
        self._od: list[NDArray[np.int64]] = []

    def look(self, world: Snapshot, levels: Floats) -> None:
        """Write down a month."""
        self._series.append(np.asarray(world.counts.series).copy())
        self._levels.append(levels.copy())
        self._groups.append(np.asarray(world.counts.groups).copy())
        self._od.append(np.asarray(world.counts.od).copy())

    def of(self, name: str) -> Floats:
        """Return a count by month and region [month, region]."""
        return np.array([month[:, AT[name]] for month in self._series], np.float64)

    def nation(self, name: str) -> Floats:
        """Return a count of the nation by month [month]."""
        found: Floats = self.of(name).sum(axis=1)
        return found

    def level(self, name: str) -> Floats:
        """Return a level by month and region [month, region]."""
        return np.array([month[:, LEVELS.index(name)] for month in self._levels])

    @property
    def groups(self) -> NDArray[np.int64]:
        """Persons [month, origin, official status, sex, age band, schooling]."""
        return np.array(self._groups)

    @property
    def official_flows(self) -> NDArray[np.int64]:
        """Official outbound workers [month, origin, destination]."""
        return np.array(self._od)
