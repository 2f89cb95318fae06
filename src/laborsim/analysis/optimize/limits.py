"""What must hold: budgets, floors, ceilings and equity, each as a number of a pair and the side it must keep."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.design.trials import Pair
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.summary import bounds
from laborsim.experiment.indicators.when import When, check, points_of
from laborsim.published.indicators import indicators
from laborsim.scenario.load import Goal
from laborsim.scenario.plan import ALL, TOTAL, Plan

Numbers = NDArray[np.float64]

BUDGET_TOLERANCE = 0.005
"""Part of a budget by which the mean of the pairs may exceed it: costs are luck too. ASSUMPTION."""


@dataclass(frozen=True)
class Limit:
    """One thing that must hold: `number` of a pair at most (`is_ceiling`) or at least `bound`.

    `is_budget`: judged by the mean; anything else holds unless the pairs say clearly that it does not. What it is
    about: the spending of `payer` in `year` (0 = in all years together), or the level of a `point`, or with `is_effect`
    the effect on it.
    """

    name: str
    number: Callable[[Pair], float]
    bound: float
    is_ceiling: bool
    payer: str = ""
    year: int = 0
    point: Point | None = None
    is_effect: bool = False

    @property
    def is_budget(self) -> bool:
        """Whether it is what a payer may spend, in a year or in all."""
        return bool(self.payer)

    @property
    def group(self) -> str:
        """Limits that are told together: the years of one payer's budget."""
        return self.name.rpartition(".")[0] if self.year else self.name

    def slack(self, values: Numbers) -> Numbers:
        """Return how far numbers are on the right side; negative = broken."""
        return (self.bound - values) * (1.0 if self.is_ceiling else -1.0)

    def holds(self, values: Numbers) -> bool:
        """Return whether the limit holds over pairs [pairs]."""
        slack = self.slack(values)
        if self.is_budget:
            return bool(slack.mean() >= -BUDGET_TOLERANCE * self.bound)
        judged = effect_of(slack)
        return judged is not None and (judged.mean >= 0 or (judged.high_95 is not None and judged.high_95 >= 0))


def limits_of(plan: Plan) -> tuple[Limit, ...]:
    """Return everything that must hold in a plan."""
    return (*_budgets(plan), *(limit for goal in plan.goals for limit in _sides(goal)), *_equity(plan))


def aim_of(plan: Plan) -> Point:
    """Return the number whose effect is the objective."""
    aim = plan.objective
    return Point(aim.indicator, aim.region, aim.month, aim.months)


def plan_over(plan: Plan, when: When) -> Plan:
    """Return a plan whose objective is read over the period that is asked for.

    Raises ScenarioProblems where it has none then, or cannot be split as is asked.
    """
    check(plan.scenario, plan.baseline, when)
    points_of((aim_of(plan),), plan.scenario, when)
    if when.on is None:
        return plan
    [aim] = points_of((aim_of(plan),), plan.scenario, When(when.on))
    return replace(plan, objective=replace(plan.objective, month=aim.month, months=aim.months))


def _buying(plan: Plan) -> tuple[str, ...]:
    """Return what the turned levers buy."""
    keys = {dose.key for dose in plan.doses}
    return tuple(lever.DECLARATION.indicator for lever in plan.scenario.levers if lever.key in keys)


def asked_points(plan: Plan) -> tuple[Point, ...]:
    """Return every number of a pair that the plan looks at."""
    aim = aim_of(plan)
    points = [aim]
    # What levers buy is looked at when the objective is: over a period, no summary has it.
    points += [replace(aim, indicator=name) for name in _buying(plan) if aim.months]
    points += [Point(goal.indicator, goal.region, goal.by) for goal in plan.goals]
    if plan.equity is not None:
        points += [Point(plan.equity.indicator, place, plan.equity.month) for place in plan.equity.places]
    return tuple(dict.fromkeys(points))


def spending(pair: Pair, shares: Mapping[str, float], year: int) -> float:
    """Return what somebody who pays these shares spends on the scenario's levers in a year, or in all (0) [yuan]."""
    each = ((shares.get(key, 0.0), years) for key, years in pair.scenario.costs.items())
    return sum(share * (years.get(year, 0.0) if year else sum(years.values())) for share, years in each)


def _budgets(plan: Plan) -> list[Limit]:
    found = []
    for budget in plan.budgets:
        shares = {
            lever.key: 1.0 if budget.payer == ALL else dict(lever.payers).get(budget.payer, 0.0)
            for lever in plan.scenario.levers
        }
        amounts = [(year, str(year), yuan) for year, yuan in budget.years]
        if budget.total is not None:
            amounts.append((0, TOTAL, budget.total))
        for year, called, yuan in amounts:

            def number(pair: Pair, shares: Mapping[str, float] = shares, year: int = year) -> float:
                return spending(pair, shares, year)

            name = f"budget.{budget.payer}.{called}"
            found.append(Limit(name, number, yuan, True, payer=budget.payer, year=year))
    return found


def _sides(goal: Goal) -> list[Limit]:
    point = Point(goal.indicator, goal.region, goal.by)
    scale = indicators()[goal.indicator].scale
    is_effect = goal.adds is not None
    found = []
    for bound, is_ceiling in zip(bounds(goal), (False, True), strict=True):
        if np.isfinite(bound):
            name = f"goal.{goal.indicator}.{'adds' if is_effect else 'max' if is_ceiling else 'min'}"
            number = _effect_at(point) if is_effect else _level_at(point)
            found.append(Limit(name, number, bound * scale, is_ceiling, point=point, is_effect=is_effect))
    return found


def _level_at(point: Point) -> Callable[[Pair], float]:
    return lambda pair: pair.scenario.at(point)


def _effect_at(point: Point) -> Callable[[Pair], float]:
    return lambda pair: pair.effect(point)


def _equity(plan: Plan) -> list[Limit]:
    equity = plan.equity
    if equity is None:
        return []
    found = []
    for place in equity.places:
        point = Point(equity.indicator, place, equity.month)

        def number(pair: Pair, point: Point = point) -> float:
            return pair.effect(point)

        found.append(Limit(f"equity.{place}", number, equity.least, False, point=point, is_effect=True))
    return found


def numbers_of(limits: Sequence[Limit], pairs: Sequence[Pair]) -> Numbers:
    """Return the number of each limit in each pair [limits, pairs]."""
    return np.array([[limit.number(pair) for pair in pairs] for limit in limits]).reshape(len(limits), len(pairs))
