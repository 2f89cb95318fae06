"""Mixes of measures, simulated: what each is worth, what it costs, and which limits it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from laborsim.analysis.counterfactuals import sized, with_doses
from laborsim.analysis.optimize.dose_space import Numbers, Space, space_of
from laborsim.analysis.optimize.limits import Limit, asked_points, limits_of, numbers_of
from laborsim.analysis.sensitivity.factors import FUTURES, Future, in_future
from laborsim.experiment.design.trials import Pair, Trial, effect_on, run_trials
from laborsim.experiment.indicators.beside_pairs import Countable, counted
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.run_errors import SomeFailed
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.levers.base import cost_ends_of
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario
from laborsim.scenario.plan import Plan


@dataclass(frozen=True)
class Candidate:
    """A mix, simulated with all pairs. `value`: effect on the objective, `cost`: yuan over the whole run [pairs].

    `effect`: what the pairs say of `value`.
    `cost_ends`: the least and the most that its mean cost may be, by the ranges of the unit costs. `bought`:
    effect on what each lever buys [pairs]. `numbers` [limits, pairs]: what each limit looks at. `broken`: those that
    do not hold.
    """

    name: str
    doses: dict[str, float]
    place: Numbers
    value: Numbers
    effect: Effect
    cost: Numbers
    cost_ends: tuple[float, float]
    bought: dict[str, Numbers]
    numbers: Numbers
    broken: tuple[Limit, ...]


@dataclass
class Runs:
    """The worlds of a plan on a bench; `count`: pairs that were looked at so far."""

    plan: Plan
    bench: Bench
    coarser: int
    count: int = 0
    space: Space = field(init=False)
    limits: tuple[Limit, ...] = field(init=False)
    asked: tuple[Point, ...] = field(init=False)
    scenario: Scenario = field(init=False)
    baseline: Scenario = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the worlds, the space and the limits. Raises WrongInput where the ranges hold nothing."""
        plan = self.plan
        self.scenario, self.baseline = sized(plan.scenario, self.coarser), sized(plan.baseline, self.coarser)
        self.space, self.limits, self.asked = space_of(plan), limits_of(plan), asked_points(plan)

    @property
    def aim(self) -> Point:
        """The number whose effect is the objective."""
        return self.asked[0]

    @property
    def number(self) -> Countable:
        """What the objective is of."""
        return counted(self.aim, self.scenario)

    @property
    def sign(self) -> float:
        """1 where more of the objective is better, else −1."""
        return 1.0 if self.plan.objective.is_highest else -1.0

    def pairs(self, mixes: Sequence[dict[str, float]], pairs: int, future: Future = FUTURES[0]) -> list[list[Pair]]:
        """Return the pairs of each mix against the baseline. Raises SomeFailed where one could not be simulated."""
        baseline = in_future(self.baseline, future)
        worlds = [in_future(with_doses(self.scenario, doses), future) for doses in mixes]
        trials = [
            Trial(world, baseline, k, self.bench.parameters, self.asked) for world in worlds for k in range(pairs)
        ]
        found = run_trials(trials, self.bench)
        known = [pair for pair in found if pair is not None]
        if len(known) < len(found):
            raise SomeFailed(
                Words(
                    f"{len(found) - len(known)} of {len(found)} pairs of the plan could not be simulated",
                    f"该规划的{len(found)}对模拟中有{len(found) - len(known)}对无法模拟",
                )
            )
        if not np.isfinite([pair.effect(self.aim) for pair in known]).all():
            raise SomeFailed(
                Words(
                    f"{self.aim.indicator} in {self.aim.region} is not defined in every run: not an objective",
                    f"{self.aim.region} 的 {self.aim.indicator} 并非在每次模拟中都有定义：不能作为规划的目的",
                )
            )
        self.count += len(found)
        return [known[k : k + pairs] for k in range(0, len(known), pairs)]

    def candidate(self, name: str, place: Numbers, pairs: int) -> Candidate:
        """Return the mix at a place of the space, simulated."""
        return self.mix(name, self.rounded(self.space.doses(place)), place, pairs)

    def rounded(self, doses: dict[str, float]) -> dict[str, float]:
        """Return doses inside their ranges with four digits, in whole units: nobody decides on more."""
        units = {lever.key: lever.DECLARATION.unit for lever in self.scenario.levers}
        return self.space.inside({key: rounded(level, units[key]) for key, level in doses.items()})

    def mix(self, name: str, doses: dict[str, float], place: Numbers, pairs: int) -> Candidate:
        """Return the mix with these doses, simulated."""
        [found] = self.pairs([doses], pairs)
        effect = effect_on(self.aim, found, self.scenario)
        assert effect is not None  # checked when it was simulated
        numbers = numbers_of(self.limits, found)
        return Candidate(
            name=name,
            doses=doses,
            place=place,
            value=self.values(found),
            effect=effect,
            cost=costs(found),
            cost_ends=self.cost_ends(found),
            bought={key: self.bought(key, found) for key in self.space.keys},
            numbers=numbers,
            broken=tuple(limit for limit, row in zip(self.limits, numbers, strict=True) if not limit.holds(row)),
        )

    def cost_ends(self, pairs: Sequence[Pair]) -> tuple[float, float]:
        """Return the least and the most that the mean cost of pairs may be [yuan], by the ranges of the unit costs."""
        levers = {lever.key: lever for lever in self.scenario.levers}
        means = {key: float(np.mean([sum(pair.scenario.costs[key].values()) for pair in pairs])) for key in levers}
        return cost_ends_of((levers[key], mean) for key, mean in means.items())

    def bought(self, key: str, pairs: Sequence[Pair]) -> Numbers:
        """Return the effect of pairs on what a lever buys [pairs], where and when the objective is judged."""
        levers = {lever.key: lever for lever in self.scenario.levers}
        point = replace(self.aim, indicator=levers[key].DECLARATION.indicator)
        return np.array([pair.effect(point) for pair in pairs])

    def values(self, pairs: Sequence[Pair]) -> Numbers:
        """Return the effect on the objective in each pair."""
        return np.array([pair.effect(self.aim) for pair in pairs])


FRACTIONS = ("share", "%")
"""Units that come in parts: of all others a dose is a whole number of them."""

DECIMALS = 4
"""Of a share or a percentage."""


def rounded(level: float, unit: str) -> float:
    """Return a dose with four digits, and in whole units where its unit has no parts."""
    return round(float(f"{level:.3e}"), DECIMALS if unit in FRACTIONS else None) + 0.0


def costs(pairs: Sequence[Pair]) -> Numbers:
    """Return what all levers of the scenario cost over the whole run in each pair [yuan]."""
    return np.array([sum(sum(years.values()) for years in pair.scenario.costs.values()) for pair in pairs])
