"""Small worlds for re-enacted experiments: a treated one, a control, and sums over their months."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from laborsim.kernels import passes
from laborsim.kernels.applications import COUNTY, NOTHING
from laborsim.kernels.codes import LOCAL, OUT, SEEKING, month_number
from laborsim.kernels.counts import AT
from laborsim.kernels.traits import SCHOOLING_MASK, SCHOOLING_SHIFT
from laborsim.levers import Lever, Schedule, catalogue
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel, setting_at
from laborsim.model.snapshot import Snapshot
from laborsim.parameters.posterior import parameters_of
from laborsim.published.regions import region_codes
from laborsim.scenario.scenario import Closure, Horizon, Market, RunSettings, Scale, Scenario, Shock, ShockKind

SEED = 7  # of the luck; any number
YEAR = 12
UP_TO_JUNIOR = 3  # levels of schooling below senior secondary

Made = Callable[..., LaborModel]
"""A model, or an heir of it, to be made of (scenario, replicate, setting=…)."""


@dataclass(frozen=True)
class WorldSize:
    """How large a re-enactment is."""

    persons_per_worker: int
    base_year: int = 2023


@dataclass(frozen=True)
class Treatment:
    """What the treated world has and the control world has not."""

    levers: tuple[Lever, ...] = ()
    shocks: tuple[Shock, ...] = ()


NOTHING_NEW = Treatment()


class Helped(LaborModel):
    """A world in which an agency helps people with an even number: it finds something to apply for at home.

    Whoever seeks there applies every month, whoever is at rest once a year.
    """

    def match(self, agenda: passes.Agenda) -> None:
        """Let the helped apply before applications meet vacancies."""
        columns = self.workers.columns
        helped = (columns.worker_id % 2 == 0) & (columns.applied == NOTHING)
        turn = (columns.worker_id // 2 + np.uint32(self.months)) % YEAR == 0
        columns.applied[helped & (columns.status == SEEKING)] = COUNTY
        columns.applied[helped & turn & (columns.status == OUT)] = COUNTY
        super().match(passes.agenda(columns, self.month))  # with the new applications


def world(size: WorldSize, months: int, change: Treatment = NOTHING_NEW, closure: Closure = "curve") -> Scenario:
    """Return a world of some months after the base date."""
    start = month_number(size.base_year, 12)
    return Scenario(
        id="natural-experiment",
        horizon=Horizon(start=start, end=start + months),
        regions=region_codes(),
        levers=change.levers,
        shocks=change.shocks,
        closure=closure,
        run=RunSettings(replicates=1, seed=SEED, scale=Scale(default=size.persons_per_worker)),
    )


def shock(kind: ShockKind, market: Market, level: float, months: tuple[int, int], region: str = "") -> Shock:
    """Return a shock that lasts from one month to another."""
    first, last = months
    schedule = Schedule(points=((first, level),), start=first, end=last)
    return Shock(
        name=f"{kind}_{market}",
        kind=kind,
        market=market,
        regions=(region,) if region else region_codes(),
        schedule=schedule,
        source="calibration/natural-experiments.csv",
    )


def lever(name: str, level: float, size: WorldSize) -> Lever:
    """Return a lever in force from the first month on."""
    first = month_number(size.base_year, 12) + 1
    return catalogue()[name](schedule=Schedule(points=((first, level),), start=first), regions=region_codes())


@lru_cache(maxsize=16)
def base_of(size: WorldSize, replicate: int) -> Setting:
    """Return the base date of a replicate at its own draw; both worlds of a pair and every experiment share it."""
    asked = world(size, 1)
    return setting_at(asked, parameters_of(asked, replicate))


def lived(
    asked: Scenario,
    base: Setting,
    replicate: int,
    see: Callable[[Snapshot], None] = lambda world: None,
    made: Made = LaborModel,
) -> Snapshot:
    """Return a world at the end of its months; `see` looks at it after each. `made`: the kind of model it is."""
    model = made(asked, replicate, setting=base)
    while model.running:
        model.step()
        see(model.observed)
    return model.observed


class Sums:
    """National counts, summed over the months from one on."""

    def __init__(self, first: int) -> None:
        self.first, self.months, self.series = first, 0, np.zeros(len(AT))
        self.low_skill = 0.0  # local jobs of people below senior secondary school [person-months]

    def __call__(self, world: Snapshot) -> None:
        """Add a month."""
        self.months += 1
        if self.months < self.first:
            return
        self.series += world.counts.series.sum(axis=0)
        columns = world.columns
        little = (columns.status == LOCAL) & (((columns.traits >> SCHOOLING_SHIFT) & SCHOOLING_MASK) < UP_TO_JUNIOR)
        self.low_skill += float(world.persons[columns.origin[little]].sum())

    def of(self, name: str) -> float:
        """Return one sum."""
        return float(self.series[AT[name]])


def summed(asked: Scenario, size: WorldSize, replicate: int, first: int) -> Sums:
    """Return the sums of a world from one of its months on."""
    sums = Sums(first)
    lived(asked, base_of(size, replicate), replicate, sums)
    return sums
