"""What a question is about: its goals, else what its new measures are meant to move; and what everybody asks."""

from dataclasses import dataclass

from laborsim.levers import Lever
from laborsim.published.regions import NATION, expand, zones_in
from laborsim.scenario.load import Goal, Scenario

ALWAYS = "migrant_workers"
"""Shown where neither a goal nor a lever says what the question is about."""

MAIN = (
    "migrant_workers", "local_workers", "outbound_workers", "returnee_founders", "unemployment_migrants",
    "pay_all", "cost",
)  # fmt: skip
"""Indicators that every summary and comparison shows for the last month."""


@dataclass(frozen=True)
class Shown:
    """An indicator and the place for which a run shows it, with its goal if it has one."""

    indicator: str
    region: str
    goal: Goal | None = None


@dataclass(frozen=True)
class Point:
    """A number of a summary: an indicator in a place at the end of a month."""

    indicator: str
    region: str
    month: int


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
    """Return what a question is about as numbers: goals when they are due, everything else in the last month."""
    points = [
        Point(found.indicator, found.region, scenario.horizon.end if found.goal is None else found.goal.by)
        for found in shown(scenario, baseline)
    ]
    return tuple(dict.fromkeys(points))


def headline(scenario: Scenario, baseline: Scenario | None) -> tuple[Point, ...]:
    """Return the numbers that are told first: what the question is about, then the main indicators at its end."""
    end, place = scenario.horizon.end, home(scenario)
    main = (Point(name, place, end) for name in MAIN)
    return tuple(dict.fromkeys([*aims(scenario, baseline), *main]))
