"""Which dose of a lever meets a goal: tried with the same luck at every dose, or the best that can be had."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.counterfactuals import Sizes, frozen, lever_of, nothing_new, sized, with_doses, world_with
from laborsim.analysis.goals.bottleneck import SAME, Bottleneck, Funnel, LastStep, What, binding_of, funnel_of
from laborsim.analysis.goals.goals import Probability, distance, limits
from laborsim.experiment.finished_run import Readings, readings_of
from laborsim.experiment.indicators.aggregation import median_share
from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import RUNS_FOR_80, Effect, paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.indicators.period import YEAR
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.when import AS_USUAL, ON, When, check, points_of
from laborsim.experiment.run_errors import WrongInput, hinted
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import Lever
from laborsim.published.indicators import indicators, like_indicator
from laborsim.published.simulated_share import is_mostly_background, simulated_share
from laborsim.published.words import Words
from laborsim.scenario.block_reader import KEY_CUTOFF
from laborsim.scenario.input_errors import Problem, ScenarioProblems
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
    return narrowed(margin, doses, tried)


def narrowed(margin: Margin, doses: Range, tried: dict[float, float]) -> dict[float, float]:
    """Return the margins of doses with those tried besides, until enough and too little are close (see CLOSE)."""
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
Bounds = tuple[float, float]

PROBABILITY = 0.8
"""Share of the runs that have to meet the goal, unless told otherwise."""

STILL_NEARER: tuple[What, ...] = ("ceiling", "luck", "direction")
"""Where these bind, no smaller dose does as much as the one that comes closest."""

FIRST_GUESS = 1 / 64
"""Share of all that may be added, tried first where the lever's own level does not lie between. ASSUMPTION."""


@dataclass(frozen=True)
class Wish:
    """A goal by its indicator, the lever that is to meet it by its key, and in which share of the runs.

    `least`, `most`: doses in the lever's unit between which to look; None = from nothing new to the lever's ceiling.
    `when`: over which period the goal is read, instead of when it is due, and by what the effect of the dose is split.
    """

    goal: str
    lever: str
    probability: float = PROBABILITY
    least: float | None = None
    most: float | None = None
    when: When = AS_USUAL


@dataclass(frozen=True)
class Tried:
    """A dose and what came of it, pair by pair [pairs], in the unit of summary files.

    `values`: the goal's indicator, or its effect where the goal is on that. `distances`: by how much the goal is met.
    `effect`: of the dose, with all else that the scenario does, on the indicator; None without a baseline.
    """

    dose: float
    values: Numbers
    distances: Numbers
    met: Probability
    funnel: Funnel
    effect: Effect | None = None

    @property
    def value(self) -> float:
        """The mean over the pairs of the indicator, or of its effect where the goal is on that."""
        return float(self.values.mean())

    def margin(self, probability: float, bounds: Bounds) -> float:
        """Return by how much the last of the pairs that have to lie inside bounds does."""
        ordered = np.sort(distance(self.values, *bounds))[::-1]
        return float(ordered[max(1, int(np.ceil(probability * len(ordered)))) - 1])


@dataclass(frozen=True)
class Solution:
    """The smallest dose that meets a goal, or the best there is and what binds.

    `tried`: by dose. `enough`: None where no dose is; `too_little`: the greatest dose below it that was tried.
    `best`: the dose that is enough, else the one that comes closest. `binding`: None where a dose is enough.
    `simulated_share`: of the goal's indicator in its place, as it is known before a run; `in_runs`: as all runs have
    it when the goal is due, NaN where it is undefined. `due`: the number that is the goal's. `course`: what the best
    dose does to it as `wish.when` splits it, both worlds pair by pair; None where nothing is split.
    """

    scenario: Scenario
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
    in_runs: float
    due: Point
    course: Readings | None = None

    @property
    def needed(self) -> tuple[float, float] | None:
        """The doses between which 80 % of the pairs first meet the goal; the end is infinite where some never do.

        Between doses that were tried the distance is taken to grow by a straight line. None where no dose is enough,
        where none is needed, and where there are too few pairs for such an interval.
        """
        if self.enough is None or self.is_met_anyway or len(self.best.values) < RUNS_FOR_80:
            return None
        each = [_first_met(self.tried, pair) for pair in range(len(self.best.values))]
        low, high = np.quantile(each, (0.1, 0.9), method="inverted_cdf")
        return nice(float(low), self.nothing), nice(float(high), self.nothing)

    @property
    def is_met_anyway(self) -> bool:
        """Whether the goal is met with nothing new."""
        return self.enough is not None and self.enough.dose == self.nothing

    @property
    def is_mostly_background(self) -> bool:
        """Whether the goal is decided by what is not simulated."""
        return is_mostly_background(self.simulated_share)


def _first_met(tried: Sequence[Tried], pair: int) -> float:
    """Return the dose at which one pair first meets the goal; infinite where it never does."""
    if tried[0].distances[pair] >= 0:
        return tried[0].dose
    for less, more in pairwise(tried):
        before, after = float(less.distances[pair]), float(more.distances[pair])
        if after >= 0:
            return less.dose + (more.dose - less.dose) * before / (before - after)
    return math.inf


def solve(
    scenario: Scenario, baseline: Scenario | None, wish: Wish, bench: Bench, sizes: Sizes | None = None
) -> Solution:
    """Return the smallest dose of a lever that meets a goal; all other levers are as in the scenario.

    Raises WrongInput where the scenario has no such goal or lever, and what `simulated_each` raises.
    """
    search_of = _Search(scenario, baseline, wish, bench, sizes or Sizes())
    return search_of.solution()


@dataclass
class _Search:
    """The doses of one lever that were tried for one goal."""

    scenario: Scenario
    baseline: Scenario | None
    wish: Wish
    bench: Bench
    sizes: Sizes
    seen: dict[float, Tried] = field(default_factory=dict)
    shares: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse what cannot be looked for."""
        goal, self.lever = _goal(self.scenario, self.wish.goal), lever_of(self.scenario, self.wish.lever)
        self.due = due_point(goal, self.scenario, self.baseline, self.wish.when)
        self.goal = goal.model_copy(update={"by": self.due.month})
        self.doses = _range(self.lever, self.baseline, self.wish, self.base_year)
        until = Horizon(start=self.scenario.horizon.start, end=self.goal.by)  # later months cannot change it
        self.world = sized(self.scenario, self.sizes.coarser).model_copy(update={"horizon": until})

    @property
    def base_year(self) -> int:
        """Year of the base date."""
        return year_and_month(self.scenario.horizon.start)[0]

    def solution(self) -> Solution:
        """Return the smallest dose that is enough, or the best and what binds."""
        bounds = _near(self.tried(self.doses.nothing).values, limits(self.goal))
        margins = search(lambda dose: self.tried(dose).margin(self.wish.probability, bounds), self.doses)
        least, below = enough(margins), too_little(margins)
        binding = None
        if least is None:
            binding = binding_of(self._step())
        elif self.tried(least).met.share < self.wish.probability:  # the far side of the goal is missed
            binding = Bottleneck("spread", least, self.tried(least).funnel, self.lever.cost.total_budget)
        best = self.tried(least) if least is not None else self._best(binding)
        return Solution(
            scenario=self.scenario,
            wish=self.wish,
            goal=self.goal,
            lever=self.lever,
            nothing=self.doses.nothing,
            tried=self._by_dose(),
            enough=best if binding is None else None,
            too_little=None if binding is not None or below is None else self.tried(below),
            best=best,
            binding=binding,
            simulated_share=simulated_share(self.goal.indicator, self.goal.region, self.base_year),
            in_runs=float(median_share(np.array(self.shares))),
            due=self.due,
            course=self._course(best.dose),
        )

    def _course(self, dose: float) -> Readings | None:
        """Return what a dose does to the goal's number as it is split; None where nothing is."""
        if self.wish.when.by is None:
            return None
        whole = replace(self.due, months=0) if self.wish.when.on is None else self.due
        points = points_of((whole,), self.world, self.wish.when)
        worlds = [self._dosed(dose)] if self.baseline is None else [self._dosed(dose), self._nothing_new()]
        found = simulated(worlds, range(self.sizes.pairs), self.bench)
        return readings_of(found[0], found[1] if len(found) > 1 else None, points)

    def tried(self, dose: float) -> Tried:
        """Return what came of a dose, which is simulated when it is first asked for."""
        if dose not in self.seen:
            [world] = simulated([self._dosed(dose)], range(self.sizes.pairs), self.bench)
            tried, share = self._try(world, dose)
            self.seen[dose] = tried if self.baseline is None else replace(tried, effect=self._bounded(tried, world))
            self.shares.append(share)
        return self.seen[dose]

    def _bounded(self, tried: Tried, world: World) -> Effect | None:
        assert self.baseline is not None  # without one there is no effect
        return bounded(tried.effect, self.due, world.scenario, self._nothing_new())

    @cached_property
    def theirs(self) -> Numbers | None:
        """The goal's indicator in the baseline when it is due [pairs]; None without a baseline."""
        if self.baseline is None:
            return None
        # Under the scenario's name: where nothing but the lever is new, it is the world in which nothing is.
        [world] = simulated([self._nothing_new()], range(self.sizes.pairs), self.bench)
        return np.array([Readout(results, world.scenario).at(self.due) for _, results in world.each()])

    def _nothing_new(self) -> Scenario:
        return world_with(self.world, self._without(), ())

    def _without(self) -> Scenario:
        return self.world.model_copy(update={"levers": self.baseline.levers if self.baseline else ()})

    def _dosed(self, dose: float) -> Scenario:
        if dose != self.doses.nothing or self.wish.least is not None:
            return with_doses(self.world, {self.lever.key: dose})
        # What is usual carries no uncertainty of something new.
        return world_with(self.world, self._without(), {known.key for known in self.world.levers} - {self.lever.key})

    def _by_dose(self) -> tuple[Tried, ...]:
        return tuple(self.seen[dose] for dose in sorted(self.seen))

    def _top(self) -> Tried:
        """Return the dose that comes closest; of equal ones the smallest."""
        return max(self._by_dose(), key=lambda one: (float(one.distances.mean()), -one.dose))

    def _step(self) -> LastStep:
        """Return the last step of the search."""
        tried = self._by_dose()
        last, before, nothing = tried[-1], tried[-2], tried[0]
        return LastStep(
            lever=self.lever,
            dose=last.dose,
            indicator=self.goal.indicator,
            first=nothing.funnel,
            before=before.funnel,
            last=last.funnel,
            gained=last.distances - before.distances,
            reached=last.distances - nothing.distances,
            over_best=last.distances - self._top().distances,
            missing=-last.margin(self.wish.probability, limits(self.goal)),
            still=lambda: self._still(last.dose),
        )

    def _still(self, dose: float) -> Numbers:
        """Return how much nearer a dose comes than nothing new with pay and hiring chances held [pairs]."""
        worlds = [frozen(self._dosed(one)) for one in (dose, self.doses.nothing)]
        found = simulated(worlds, range(self.sizes.pairs), self.bench)
        ours, theirs = (self._try(world, dose)[0].distances for world in found)
        return ours - theirs

    def _try(self, world: World, dose: float) -> tuple[Tried, float]:
        """Return what a dose does in every pair, and how much of the indicator they simulate."""
        found, shares, funnels, goal = [], [], [], self.goal
        for _, results in world.each():
            readout = Readout(results, world.scenario)
            found.append(readout.at(self.due))
            shares.append(readout.simulated_share(self.due))
            funnels.append(funnel_of(results, self.lever, goal.indicator))
        values = np.array(found)
        if not np.isfinite(values).all():
            raise WrongInput(
                Words(
                    f"the goal's indicator {goal.indicator} is not defined when it is due: give it a later month",
                    f"目标指标 {goal.indicator} 在到期月份尚无定义：请推后到期月份",
                )
            )
        number = counted(self.due, self.world)
        effect = None if self.theirs is None else paired_effect(values, self.theirs, number=number)
        if goal.adds is not None:
            if self.theirs is None:
                raise WrongInput(
                    Words(
                        f"the goal on {goal.indicator} is what the measures add, and there is no baseline to add to",
                        f"{goal.indicator} 的目标针对政策效应，而没有基准情景可供对比",
                    )
                )
            values = values - self.theirs
        inside = distance(values, *limits(goal))
        met = Probability(int(np.count_nonzero(inside >= 0)), len(inside))
        tried = Tried(dose, values, inside, met, Funnel.mean(funnels), effect)
        return tried, float(median_share(np.array(shares)))

    def _best(self, binding: Bottleneck | None) -> Tried:
        """Return the dose that comes closest; where more of it brings no more, the smallest that does as much."""
        top, nothing = self._top(), self._by_dose()[0]
        reach = float((top.distances - nothing.distances).mean())
        if binding is None or binding.what in STILL_NEARER or reach <= 0:
            return top

        def as_much(dose: float) -> float:
            return SAME * reach - float((top.distances - self.tried(dose).distances).mean())

        least = enough(narrowed(as_much, self.doses, {dose: as_much(dose) for dose in self.seen}))
        return top if least is None else self.tried(least)


def _near(values: Numbers, bounds: Bounds) -> Bounds:
    """Return the side of a goal that comes first from where nothing new is; both where that lies between them.

    More of a lever goes through what lies between two sides: the first dose past the near one is the smallest.
    """
    low, high = bounds
    middle = float(values.mean())
    if middle < low:
        return low, math.inf
    return (-math.inf, high) if middle > high else bounds


def _goal(scenario: Scenario, name: str) -> Goal:
    for goal in scenario.goals:
        if goal.indicator == name:
            return goal
    known = ", ".join(goal.indicator for goal in scenario.goals)
    meant = name if name in indicators() else next(iter(like_indicator(name, KEY_CUTOFF)), "")
    hint = Words("docs/indicators.md lists all indicators", "全部指标见 docs/indicators.md")
    if meant:
        shown, by = indicators()[meant], month_name(scenario.horizon.end)
        of = f'"{shown.unit}"' if shown.unit == "%" else shown.unit
        stating = f"--set 'goals.{meant}={{min: {shown.low:.10g}, unit: {of}, by: {by}}}'"
        hint = Words(f"{stating} states one", f"{stating} 可设定一个目标")
    told = Words(
        f"scenario {scenario.id} has no goal {name!r}; its goals: {known or 'none'}",
        f"情景 {scenario.id} 没有目标 {name!r}；它的目标：{known or '无'}",
    )
    raise WrongInput(hinted(told, hint))


def _range(lever: Lever, baseline: Scenario | None, wish: Wish, year: int) -> Range:
    """Return the doses to look between. Raises WrongInput where there are none."""
    declared = lever.DECLARATION
    nothing = nothing_new(lever, baseline, year) if wish.least is None else wish.least
    most = declared.ceiling if wish.most is None else wish.most
    if not declared.floor <= nothing < most <= declared.ceiling:
        allowed = f"{declared.floor:,g} … {declared.ceiling:,g} {declared.unit}"
        raise WrongInput(
            Words(
                f"doses from {nothing:,g} to {most:,g}: give a least below a most, within {allowed}",
                f"力度从 {nothing:,g} 到 {most:,g}：下限须低于上限，且在 {allowed} 以内",
            )
        )
    own = lever.schedule.final
    guess = own if nothing < own <= most else nice(nothing + (most - nothing) * FIRST_GUESS, nothing)
    return Range(nothing, guess, most)


def due_point(goal: Goal, scenario: Scenario, baseline: Scenario | None, when: When) -> Point:
    """Return the number that a goal is on: when it is due, or over the period that is asked for instead.

    Raises ScenarioProblems where it has none then, or cannot be split as is asked.
    """
    due = Point(goal.indicator, goal.region, goal.by)
    check(scenario, baseline, when)
    points_of((due,), scenario, when)
    if when.on is None:
        return due
    [found] = points_of((due,), scenario, When(when.on))
    if indicators()[goal.indicator].over == "sum" and when.on.months != YEAR:
        told = Words(
            f"a goal on {goal.indicator} is on what is counted in a year, {when.on.name} is not one",
            f"{goal.indicator} 的目标按全年计数，而 {when.on.name} 不是年份",
        )
        raise ScenarioProblems(
            [Problem("E704", "--on", ON, told, hint=Words("write a year: --on 2025", "请写年份：--on 2025"))], {}
        )
    return found
