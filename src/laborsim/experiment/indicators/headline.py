"""What a question is about: its goals, else what its new measures are meant to move; and what everybody asks."""

from dataclasses import dataclass, replace
from typing import Literal

from laborsim.experiment.indicators.period import Period
from laborsim.kernels.codes import month_name
from laborsim.levers import Lever
from laborsim.published.regions import NATION, expand, zones_in
from laborsim.scenario.load import Goal, Scenario

ALWAYS = "migrant_workers"
"""Shown where neither a goal nor a lever says what the question is about."""

EMPLOYED, SEEKING = "employed_workers", "seeking_workers"
"""People in work, and those who look for it; all others farm or do not work."""

MAIN = (
    "migrant_workers", "local_workers", "outbound_workers", EMPLOYED, "returnee_founders",
    "unemployment_migrants", "pay_all", "cost",
)  # fmt: skip
"""Indicators that every summary and comparison shows when effects are read."""


@dataclass(frozen=True)
class Shown:
    """An indicator and the place for which a run shows it, with its goal if it has one."""

    indicator: str
    region: str
    goal: Goal | None = None


@dataclass(frozen=True)
class Point:
    """A number: an indicator in a place, as summaries have it at the end of a month, or over a period that ends then.

    `months`: of the period (1, 3 or 12); 0 = as summaries have it. `group`: an age band; "" = everybody.
    """

    indicator: str
    region: str
    month: int
    months: int = 0
    group: str = ""

    @property
    def date(self) -> str:
        """The date as files name it: 2025-06, 2025Q2, 2025."""
        return Period(self.month, self.months).name if self.months else month_name(self.month)

    def over(self, period: Period) -> "Point":
        """Return the same number over a period."""
        return replace(self, month=period.last, months=period.months)


def new_levers(scenario: Scenario, baseline: Scenario | None) -> tuple[Lever, ...]:
    """Return the levers of a scenario that its baseline does not have in the same way."""
    theirs = () if baseline is None else baseline.levers
    return tuple(lever for lever in scenario.levers if lever not in theirs)


def in_force(world: Scenario) -> dict[str, Lever]:
    """Return the levers of a world that are in force in some month, by key; the others change nothing, to the bit."""
    months = range(world.horizon.start, world.horizon.end + 1)
    return {lever.key: lever for lever in world.levers if any(lever.schedule.at(month) is not None for month in months)}


def differ(scenario: Scenario, baseline: Scenario) -> bool:
    """Return whether two worlds of one question differ in a measure; if not, they are one world and have no effect."""
    return in_force(scenario) != in_force(baseline)


Why = Literal["stays", "ended", "nothing"]
"""Why effects are read when they are: a measure is in force until the end, was so last then, or there is none."""


@dataclass(frozen=True)
class ReadAt:
    """When the effects of a question are read by default, and why; `levers`: keys of those in force then."""

    month: int
    why: Why
    levers: tuple[str, ...] = ()


def read_at(scenario: Scenario, baseline: Scenario | None) -> ReadAt:
    """Return when effects are read where nobody says when: in the last month in which a new measure is in force.

    That is the end of the run where one stays; after the last one has ended, an effect fades.
    """
    new, horizon = new_levers(scenario, baseline), scenario.horizon
    for month in range(horizon.end, horizon.start, -1):
        keys = tuple(lever.key for lever in new if lever.schedule.is_begun(month))
        if keys:
            return ReadAt(month, "stays" if month == horizon.end else "ended", keys)
    return ReadAt(horizon.end, "nothing")


def begins(scenario: Scenario, baseline: Scenario | None) -> int | None:
    """Return the first simulated month in which a new measure is in force; None where there is none."""
    new, horizon = new_levers(scenario, baseline), scenario.horizon
    months = range(horizon.start + 1, horizon.end + 1)
    return next((month for month in months if any(lever.schedule.is_begun(month) for lever in new)), None)


def home(scenario: Scenario) -> str:
    """Return the place that a question is about: its only region, the zone whose regions it names, or the nation."""
    if len(scenario.regions) == 1:
        return scenario.regions[0]
    return next((zone for zone in zones_in(scenario.regions) if expand(zone) == scenario.regions), NATION)


def shown(scenario: Scenario, baseline: Scenario | None) -> tuple[Shown, ...]:
    """Return what a question is about: its goals, else what its new levers are meant to move, else everybody."""
    if scenario.goals:
        return tuple(Shown(goal.indicator, goal.region, goal) for goal in scenario.goals)
    aims = dict.fromkeys(lever.DECLARATION.indicator for lever in new_levers(scenario, baseline))
    return tuple(Shown(name, home(scenario)) for name in aims or (ALWAYS,))


def aims(scenario: Scenario, baseline: Scenario | None) -> tuple[Point, ...]:
    """Return what a question is about as numbers: goals when they are due, everything else when effects are read."""
    month = read_at(scenario, baseline).month
    points = [
        Point(found.indicator, found.region, month if found.goal is None else found.goal.by)
        for found in shown(scenario, baseline)
    ]
    return tuple(dict.fromkeys(points))


def headline(scenario: Scenario, baseline: Scenario | None) -> tuple[Point, ...]:
    """Return the numbers that are told first: what the question is about, then the main indicators."""
    month, place = read_at(scenario, baseline).month, home(scenario)
    main = (Point(name, place, month) for name in MAIN)
    return tuple(dict.fromkeys([*aims(scenario, baseline), *main]))
