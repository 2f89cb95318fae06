"""Which dose of a lever meets a goal: tried with the same luck at every dose, or the best that can be had."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.counterfactuals import Sizes, sized, with_doses, world_with
from laborsim.analysis.goals.bottleneck import Bottleneck, Funnel, binding_of, funnel_of
from laborsim.analysis.goals.goals import MOSTLY, Probability, distance, limits
from laborsim.experiment.indicators.aggregation import median_share
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.summary import known_share
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.published.indicators import indicators
from laborsim.scenario.held import held, same_place
from laborsim.scenario.load import Goal, Horizon, Scenario

DIGITS = 3
"""Significant digits of what a tried dose adds to nothing new: nobody decides on 51,237 more posts."""

WIDER = 4.0
"""How many times further from nothing the next dose lies while none is enough."""

CLOSE = 0.02
"""Tries end where enough and too little are this close, relative to the dose that is enough."""

MOST_TRIES = 16


@dataclass(frozen=True)
class Range:
    """Doses that may be tried: from nothing new, over a first guess, to the most there can be."""

    nothing: float
    guess: float
    most: float


Margin = Callable[[float], float]
"""By how much a dose is enough; negative where it is too little. It should grow with the dose."""


def search(margin: Margin, doses: Range) -> dict[float, float]:
    """Return the margins of all doses that were tried, in the order of the tries.

    Where some dose is enough, the smallest that was tried lies close to one that is too little (see CLOSE), or is
    the first.
    """
    tried = {doses.nothing: margin(doses.nothing)}
    if tried[doses.nothing] >= 0:
        return tried
    _widen(margin, doses, tried)
    while len(tried) < MOST_TRIES:
        between = _between(tried, doses.nothing)
        if between is None:
            break
        tried[between] = margin(between)
    return tried


def enough(tried: dict[float, float]) -> float | None:
    """Return the smallest dose that was tried and is enough; None if none is."""
    return min((dose for dose, by in tried.items() if by >= 0), default=None)


def too_little(tried: dict[float, float]) -> float | None:
    """Return the greatest dose that was tried below the one that is enough."""
    least = enough(tried)
    return max((dose for dose in tried if least is None or dose < least), default=None)


def _widen(margin: Margin, doses: Range, tried: dict[float, float]) -> None:
    """Try greater and greater doses until one is enough; where none is, the most has been tried.

    A few workers move in steps: where a dose moves no more than the one before, only the most is left to be tried.
    """
    before = nothing = tried[doses.nothing]
    for dose in _wider(doses):
        tried[dose] = margin(dose)
        if tried[dose] >= 0:
            return
        if tried[dose] == before != nothing:
            break
        before = tried[dose]
    if doses.most not in tried:
        tried[doses.most] = margin(doses.most)


def _wider(doses: Range) -> Iterator[float]:
    """Yield greater and greater doses below the most."""
    dose = doses.guess
    while doses.nothing < dose < doses.most:
        yield dose
        dose = nice(doses.nothing + WIDER * (dose - doses.nothing), doses.nothing)


def _between(tried: dict[float, float], nothing: float) -> float | None:
    """Return the next dose to try between enough and too little; None where they are close."""
    high, low = enough(tried), too_little(tried)
    if high is None or low is None or high - low <= CLOSE * abs(high - nothing):
        return None
    middle = nice((low + high) / 2, nothing)
    # A straight line through both margins is the better guess where they are of a size; halving never fails.
    line = nice(low + (high - low) * tried[low] / (tried[low] - tried[high]), nothing)
    for dose in (line, middle) if len(tried) % 2 else (middle, line):
        if low < dose < high:
            return dose
    return None


def nice(dose: float, nothing: float) -> float:
    """Return a dose of which what it adds to nothing new has few significant digits.

    Rounding the dose itself would make all doses one where much is there already.
    """
    return nothing + float(f"{dose - nothing:.{DIGITS - 1}e}")


Numbers = NDArray[np.float64]

PROBABILITY = 0.8
"""Share of the runs that have to meet the goal, unless told otherwise."""

FIRST_GUESS = 1 / 64
"""Share of all that may be added, tried first where the lever's own level does not lie between. ASSUMPTION."""


@dataclass(frozen=True)
class Wish:
    """A goal by its indicator, the lever that is to meet it by its key, and in which share of the runs.

    `least`, `most`: doses in the lever's unit between which to look; None = from nothing new to the lever's ceiling.
    """

    goal: str
    lever: str
    probability: float = PROBABILITY
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Tried:
    """A dose and what came of it. `distances` [pairs]: by how much the goal is met, in the unit of summary files."""

    dose: float
    value: float  # mean over the pairs
    distances: Numbers
    met: Probability
    funnel: Funnel

    def margin(self, probability: float) -> float:
        """Return by how much the last of the pairs that have to meet the goal does."""
        ordered = np.sort(self.distances)[::-1]
        return float(ordered[max(1, int(np.ceil(probability * len(ordered)))) - 1])


@dataclass(frozen=True)
class Solution:
    """The smallest dose that meets a goal, or the best there is and what binds.

    `tried`: by dose. `enough`: None where no dose is; `too_little`: the greatest dose below it that was tried.
    `best`: the dose that is enough, else the one that comes closest. `binding`: None where a dose is enough.
    `simulated_share`: of the goal's indicator.
    """

    wish: Wish
    goal: Goal
    lever: Lever
    nothing: float
    tried: tuple[Tried, ...]
    enough: Tried | None
    too_little: Tried | None
    best: Tried
    binding: Bottleneck | None
    simulated_share: float

    @property
    def is_met_anyway(self) -> bool:
        """Whether the goal is met with nothing new."""
        return self.enough is not None and self.enough.dose == self.nothing

    @property
    def is_mostly_background(self) -> bool:
        """Whether the goal is decided by what is not simulated."""
        return self.simulated_share < MOSTLY


def solve(
    scenario: Scenario, baseline: Scenario | None, wish: Wish, bench: Bench, sizes: Sizes | None = None
) -> Solution:
    """Return the smallest dose of a lever that meets a goal; all other levers are as in the scenario.

    Raises WrongInput where the scenario has no such goal or lever, and what `simulated_each` raises.
    """
    sizes = sizes or Sizes()
    goal, lever = _goal(scenario, wish.goal), _lever(scenario, wish.lever)
    doses = _range(lever, baseline, wish, year_and_month(scenario.horizon.start)[0])
    until = Horizon(start=scenario.horizon.start, end=goal.by)  # later months cannot change it
    world = sized(scenario, sizes.coarser).model_copy(update={"horizon": until})
    without = world.model_copy(update={"levers": baseline.levers if baseline else ()})
    seen: dict[float, Tried] = {}
    shares: list[float] = []

    def margin(dose: float) -> float:
        dosed = with_doses(world, {lever.key: dose})
        if dose == doses.nothing and wish.least is None:  # what is usual carries no uncertainty of something new
            dosed = world_with(world, without, {known.key for known in world.levers} - {lever.key})
        seen[dose], share = _try(simulated([dosed], range(sizes.pairs), bench)[0], goal, lever.key, dose)
        shares.append(share)
        return seen[dose].margin(wish.probability)

    margins = search(margin, doses)
    least, below = enough(margins), too_little(margins)
    tried = tuple(seen[dose] for dose in sorted(seen))
    best = seen[least] if least is not None else max(tried, key=lambda one: (float(one.distances.mean()), -one.dose))
    return Solution(
        wish=wish,
        goal=goal,
        lever=lever,
        nothing=doses.nothing,
        tried=tried,
        enough=None if least is None else seen[least],
        too_little=None if least is None or below is None else seen[below],
        best=best,
        binding=None if least is not None else _binding(tried, lever, doses),
        simulated_share=known_share(float(median_share(np.array(shares))), indicators()[goal.indicator]),
    )


def _goal(scenario: Scenario, name: str) -> Goal:
    for goal in scenario.goals:
        if goal.indicator == name:
            return goal
    known = ", ".join(goal.indicator for goal in scenario.goals) or "none"
    hint = f"--set 'goals.{name}={{min: 15000000, unit: persons, by: 2028-12}}' states one"
    raise WrongInput(f"scenario {scenario.id} has no goal {name!r}; its goals: {known}\n    hint: {hint}")


def _lever(scenario: Scenario, key: str) -> Lever:
    for lever in scenario.levers:
        if lever.key == key:
            return lever
    known = ", ".join(lever.key for lever in scenario.levers) or "none"
    hint = f"--set 'levers.{key}={{value: 100, source: ASSUMPTION}}' adds one"
    raise WrongInput(f"scenario {scenario.id} has no lever {key!r}; its levers: {known}\n    hint: {hint}")


def _range(lever: Lever, baseline: Scenario | None, wish: Wish, year: int) -> Range:
    """Return the doses to look between. Raises WrongInput where there are none."""
    declared = lever.DECLARATION
    same = same_place(lever, baseline.levers if baseline else ())
    there = same.schedule.final if same else held(type(lever), year, lever.regions)
    nothing = wish.least if wish.least is not None else declared.floor if there is None else there
    most = declared.ceiling if wish.most is None else wish.most
    if not declared.floor <= nothing < most <= declared.ceiling:
        allowed = f"{declared.floor:,g} … {declared.ceiling:,g} {declared.unit}"
        raise WrongInput(f"doses from {nothing:,g} to {most:,g}: give a least below a most, within {allowed}")
    own = lever.schedule.final
    guess = own if nothing < own <= most else nice(nothing + (most - nothing) * FIRST_GUESS, nothing)
    return Range(nothing, guess, most)


def _try(world: World, goal: Goal, lever: str, dose: float) -> tuple[Tried, float]:
    """Return what a dose does in every pair, and the simulated share of the indicator."""
    values, shares, ledgers = [], [], []
    due = Point(goal.indicator, goal.region, goal.by)
    for _, results in world.each():
        readout = Readout(results, world.scenario)
        values.append(readout.at(due))
        shares.append(readout.simulated_share(due))
        ledgers.append(funnel_of(results, lever))
    if not np.isfinite(values).all():
        raise WrongInput(f"the goal's indicator {goal.indicator} is not defined when it is due: give it a later month")
    inside = distance(np.array(values), *limits(goal))
    met = Probability(int(np.count_nonzero(inside >= 0)), len(inside))
    return Tried(dose, float(np.mean(values)), inside, met, Funnel.mean(ledgers)), float(median_share(np.array(shares)))


def _binding(tried: Sequence[Tried], lever: Lever, doses: Range) -> Bottleneck:
    """Return what keeps more of the lever from meeting the goal, by the last two doses and by nothing new."""
    last, before, nothing = tried[-1], tried[-2], tried[0]
    return binding_of(
        lever,
        gained=last.distances - before.distances,
        reached=last.distances - nothing.distances,
        funnels=(before.funnel, last.funnel),
        is_most=last.dose >= doses.most,
    )
