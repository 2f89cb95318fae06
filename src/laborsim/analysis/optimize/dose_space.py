"""What may be chosen: the box of doses, cut by ramp limits, and a design of runs that fills it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.counterfactuals import dosed
from laborsim.experiment.design.emulator import RUNS_PER_COEFFICIENT, n_coefficients
from laborsim.experiment.design.sobol import sobol_points
from laborsim.experiment.run_errors import WrongInput
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.published.words import Words
from laborsim.scenario.held import held, same_place
from laborsim.scenario.load import Scenario
from laborsim.scenario.plan import Dose, Plan

Numbers = NDArray[np.float64]

YEAR = 12
"""Months."""

LEAST_POINTS = 16


@dataclass(frozen=True)
class Space:
    """The doses that may be chosen: `low` to `high` by lever, in its unit; `by_ramp`: `high` is the ramp limit's."""

    keys: tuple[str, ...]
    low: Numbers
    high: Numbers
    by_ramp: tuple[bool, ...]

    def doses(self, place: Numbers) -> dict[str, float]:
        """Return the doses at a place of the unit cube."""
        levels = self.low + (self.high - self.low) * np.clip(place, 0.0, 1.0)
        return dict(zip(self.keys, levels.tolist(), strict=True))

    def inside(self, doses: dict[str, float]) -> dict[str, float]:
        """Return doses with those beyond an end of their range at that end."""
        ends = zip(self.keys, self.low.tolist(), self.high.tolist(), strict=True)
        return {key: min(max(doses[key], low), high) for key, low, high in ends}

    def place(self, doses: dict[str, float]) -> Numbers:
        """Return the place of doses in the unit cube, at its edge where they lie outside."""
        levels = np.array([doses[key] for key in self.keys])
        width = np.where(self.high > self.low, self.high - self.low, 1.0)
        return np.clip((levels - self.low) / width, 0.0, 1.0)


def space_of(plan: Plan) -> Space:
    """Return the space of a plan. Raises WrongInput where a ramp limit leaves nothing of a range."""
    levers = {lever.key: lever for lever in plan.scenario.levers}
    highs, cut = [], []
    for dose in plan.doses:
        high = highest(levers[dose.key], dose, plan.scenario, plan.baseline)
        highs.append(high)
        cut.append(high < dose.high)
    low = np.array([dose.low for dose in plan.doses])
    return Space(tuple(dose.key for dose in plan.doses), low, np.array(highs), tuple(cut))


def highest(lever: Lever, dose: Dose, scenario: Scenario, baseline: Scenario) -> float:
    """Return the highest level of a range whose rise in any twelve months keeps the ramp limit."""
    if dose.most_per_year is None:
        return dose.high
    rises = [steepest_rise(dosed(lever, level), scenario, baseline) for level in (dose.low, dose.high)]
    if rises[1] <= dose.most_per_year:
        return dose.high
    if rises[0] > dose.most_per_year:
        raise WrongInput(
            Words(
                f"levers.{dose.key}: even its lowest level, {dose.low:g} {dose.unit}, rises by {rises[0]:,.4g} "
                "in a year; "
                f"most_per_year allows {dose.most_per_year:g}: lengthen the lever's path in the scenario",
                f"levers.{dose.key}：即使取最低力度 {dose.low:g} {dose.unit}，一年内也上升 {rises[0]:,.4g}；而 "
                f"most_per_year 允许 {dose.most_per_year:g}：请在情景中延长该措施的实施过程",
            )
        )
    # A path is linear in its last level, and the steepest rise is the greatest of linear functions: bisect.
    low, high = dose.low, dose.high
    for _ in range(50):
        middle = (low + high) / 2
        fits = steepest_rise(dosed(lever, middle), scenario, baseline) <= dose.most_per_year
        low, high = (middle, high) if fits else (low, middle)
    return low


def steepest_rise(lever: Lever, scenario: Scenario, baseline: Scenario) -> float:
    """Return the greatest rise of a lever's level in twelve months, from its level in the baseline on."""
    before = _before(lever, scenario, baseline)
    horizon = scenario.horizon
    levels = [before]
    for month in range(horizon.start + 1, horizon.end + 1):
        level = lever.level(month, before)
        levels.append(before if level is None else level)
    year = min(YEAR, len(levels) - 1)
    return max(later - earlier for earlier, later in zip(levels, levels[year:], strict=False))


def _before(lever: Lever, scenario: Scenario, baseline: Scenario) -> float:
    """Return the level before anything new: the baseline's own, else what its regions hold at the base date."""
    same = same_place(lever, baseline.levers)
    if same is not None:
        return same.schedule.points[0][1]
    there = held(type(lever), year_and_month(scenario.horizon.start)[0], lever.regions)
    return lever.schedule.points[0][1] if there is None else there


def design(space: Space, seed: int, asked: int | None = None) -> list[Numbers]:
    """Return places of the unit cube to simulate: both ends of the diagonal and scrambled Sobol points."""
    count = len(space.keys)
    wanted = asked or max(LEAST_POINTS, int(np.ceil(RUNS_PER_COEFFICIENT * n_coefficients(count))))
    return [np.zeros(count), np.ones(count), *sobol_points(count, wanted, seed)]


def apart(place: Numbers, others: Sequence[Numbers], distance: float) -> bool:
    """Return whether a place is at least this far from all others, as a share of the ranges."""
    return all(float(np.max(np.abs(place - other))) >= distance for other in others)
