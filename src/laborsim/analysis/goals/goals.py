"""Does the plan work? Every goal as a probability, and the month in which failure becomes likely."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.aggregation import median_share
from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.indicators.period import YEAR
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.summary import bounds
from laborsim.kernels.codes import year_and_month
from laborsim.published.indicators import indicators
from laborsim.published.simulated_share import is_mostly_background, simulated_share
from laborsim.scenario.load import Goal, Scenario

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

LIKELY = 0.5
"""Failure is likely where more than half of the runs fail."""


@dataclass(frozen=True)
class Probability:
    """How many of the runs do something, and the 95 % interval of the probability behind it.

    Equal-tailed under Jeffreys' prior (Brown, Cai & DasGupta 2001), which holds for no run and for all runs too.
    """

    count: int
    runs: int

    @property
    def share(self) -> float:
        """Share of the runs in [0, 1]."""
        return self.count / self.runs

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end in [0, 1]."""
        hits, misses = self.count + 0.5, self.runs - self.count + 0.5
        low = 0.0 if self.count == 0 else float(betaincinv(hits, misses, 0.025))
        high = 1.0 if self.count == self.runs else float(betaincinv(hits, misses, 0.975))
        return low, high


@dataclass(frozen=True)
class OnCourse:
    """The path of a goal: in how many runs the indicator is on course at the end of a month."""

    month: int
    probability: Probability


@dataclass(frozen=True)
class GoalAnswer:
    """A goal and what the runs say of it.

    Of a goal on the effect a run is a pair of runs. `baseline`: None without a comparison, and for an effect, which
    the baseline has none of. `distance`: by how much the goal is met (negative: missed), in the
    unit of summary files, over the runs: its mean. `effect`: what the plan does to the indicator.
    `path`: on course by month, from the first month in which the indicator is defined until the goal is due.
    `fails_from`: the first month from which on, in every month until the goal is due, more than half of the runs
    are off course; None where the goal is met in at least half of them. `simulated_share`: of the indicator in the
    goal's place, as it is known before a run; `in_runs`: as the runs have it when the goal is due, NaN if undefined.
    """

    goal: Goal
    scenario: Probability
    baseline: Probability | None
    distance: float
    effect: Effect | None
    path: tuple[OnCourse, ...]
    fails_from: int | None
    simulated_share: float
    in_runs: float

    @property
    def point(self) -> Point:
        """Where and when the goal is due."""
        return Point(self.goal.indicator, self.goal.region, self.goal.by)

    @property
    def is_mostly_background(self) -> bool:
        """Whether the goal is decided by what is not simulated."""
        return is_mostly_background(self.simulated_share)


def judge_goals(run: Run) -> tuple[GoalAnswer, ...]:
    """Return what a run says of each of its scenario's goals; goals whose indicator is defined in no run have none."""
    goals = run.scenario.goals
    if not goals:
        return ()
    ours, shares = _series(run.world("scenario"), goals)
    theirs = None if run.baseline is None else _series(run.world("baseline"), goals)[0]
    found = (
        _judge(goal, run, ours[:, k], None if theirs is None else theirs[:, k], float(shares[k]))
        for k, goal in enumerate(goals)
    )
    return tuple(answer for answer in found if answer is not None)


def goal_of(scenario: Scenario, point: Point) -> Goal | None:
    """Return the goal that a number belongs to; one over a part of a year, or of an age group, belongs to none."""
    if point.months not in (0, YEAR) or point.group:
        return None
    found = (
        goal
        for goal in scenario.goals
        if (goal.indicator, goal.region, goal.by) == (point.indicator, point.region, point.month)
    )
    return next(found, None)


def limits(goal: Goal) -> tuple[float, float]:
    """Return the least and the greatest number that meet a goal, in the unit of summary files; see `bounds`."""
    scale = indicators()[goal.indicator].scale
    low, high = bounds(goal)
    return low * scale, high * scale


def distance(values: Numbers, low: Numbers | float, high: Numbers | float) -> Numbers:
    """Return by how much values lie inside limits; negative is outside."""
    inside: Numbers = np.minimum(values - low, high - values)
    return inside


def on_course(values: Numbers, limits: tuple[float, float]) -> Truths:
    """Return whether runs [runs, months] are on course to a goal that is due in the last month.

    On course is on the right side of the straight line from a run's own first value to the goal; what fulfills
    the goal from the first month has to go on doing so.
    """
    first, steps = values[:, :1], np.linspace(0.0, 1.0, values.shape[1])
    low, high = limits
    lower = first + (low - first) * steps if math.isfinite(low) else np.full_like(values, -np.inf)
    upper = first + (high - first) * steps if math.isfinite(high) else np.full_like(values, np.inf)
    found: Truths = (values >= np.minimum(lower, low)) & (values <= np.maximum(upper, high))
    return found


def likely_from(misses: Numbers) -> int | None:
    """Return the first position from which on, until the end, shares of failing runs are above one half."""
    rare = np.flatnonzero(misses <= LIKELY)
    start = int(rare[-1]) + 1 if len(rare) else 0
    return start if start < len(misses) else None


def _judge(goal: Goal, run: Run, ours: Numbers, theirs: Numbers | None, in_runs: float) -> GoalAnswer | None:
    """Judge one goal by its indicator in the runs [runs, months]."""
    until = goal.by - run.scenario.horizon.start
    mine = list(run.world("scenario").replicates)
    pairs = None if theirs is None else (ours[[mine.index(k) for k in run.world("baseline").replicates]], theirs)
    if goal.adds is None:
        values = ours[:, : until + 1]
    elif pairs is None:
        return None
    else:
        values = (pairs[0] - pairs[1])[:, : until + 1]
    defined = np.flatnonzero(np.isfinite(values).all(axis=0))
    if not len(defined) or defined[-1] != until:
        return None
    first = int(defined[0])
    low, high = limits(goal)
    course = on_course(values[:, first:], (low, high))
    course[:, -1] = distance(values[:, -1], low, high) >= 0
    runs = len(values)
    path = tuple(
        OnCourse(run.scenario.horizon.start + first + month, Probability(int(count), runs))
        for month, count in enumerate(course.sum(axis=0))
    )
    late = likely_from(1.0 - course.mean(axis=0))
    n_looks = run.scenario.run.n_looks
    due = Point(goal.indicator, goal.region, goal.by)
    number = counted(due, run.scenario)
    paired = None if pairs is None else paired_effect(pairs[0][:, until], pairs[1][:, until], n_looks, number)
    if run.baseline is not None:
        paired = bounded(paired, due, run.scenario, run.baseline.scenario)
    return GoalAnswer(
        goal=goal,
        scenario=path[-1].probability,
        baseline=None if theirs is None or goal.adds is not None else _met(theirs[:, until], low, high),
        distance=float(distance(values[:, -1], low, high).mean()),
        effect=paired,
        path=path,
        fails_from=None if late is None else path[late].month,
        simulated_share=simulated_share(goal.indicator, goal.region, year_and_month(run.scenario.horizon.start)[0]),
        in_runs=in_runs,
    )


def _met(values: Numbers, low: float, high: float) -> Probability:
    return Probability(int(np.count_nonzero(distance(values, low, high) >= 0)), len(values))


def _series(world: World, goals: Sequence[Goal]) -> tuple[Numbers, Numbers]:
    """Return the goals' indicators in their places [runs, goals, months], and their simulated shares when due [goals].

    A share is the median over the runs, NaN where it is defined in none.
    """
    due = [Point(goal.indicator, goal.region, goal.by) for goal in goals]
    values, shares = [], []
    for _, results in world.each():
        readout = Readout(results, world.scenario)
        values.append([readout.path(point.indicator, point.region) for point in due])
        shares.append([readout.simulated_share(point) for point in due])
    return np.array(values), median_share(np.array(shares))
