"""What caused it: the share of every lever in the effect, pair by pair, and of it the markets' response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.attribution.shapley import (
    MOST_EXACT,
    Coalition,
    coalitions,
    interactions,
    shares,
    shares_along,
    stations,
)
from laborsim.analysis.counterfactuals import (
    MarketResponse,
    Sizes,
    clearing,
    differing_levers,
    frozen,
    response,
    sized,
    world_with,
)
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.beside_pairs import BesidePairs, Countable, counted
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.when import AS_USUAL, When, asked
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, bench_of, simulated_each
from laborsim.kernels.random import decision, draws, stream_key
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario

Numbers = NDArray[np.float64]

ORDER = decision("causes.order")

SAME_WORLD = Words(
    "{run} has the same measures as its baseline: there is no effect to be explained\n"
    "    hint: 'laborsim shock' tells what its shocks and its context do",
    "{run} 与其基准情景措施相同：没有可解释的效应\n    建议：'laborsim shock' 说明其冲击和外部条件的影响",
)
"""Why a run whose two worlds are one is not asked."""


@dataclass(frozen=True)
class Attribution:
    """A scenario, its baseline, the levers in which they differ, and the pairs of runs.

    `only_plan`: only the worlds of none and of all levers are looked at.
    """

    scenario: Scenario
    baseline: Scenario
    levers: tuple[str, ...]
    pairs: tuple[int, ...]
    only_plan: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether every coalition is looked at."""
        return len(self.levers) <= MOST_EXACT

    def orders(self, pair: int) -> tuple[tuple[int, ...], ...]:
        """Return the order in which a pair adds the levers, by its own luck, and the reverse of it."""
        stream = stream_key(self.scenario.run.seed, pair)
        luck = draws(stream, np.arange(len(self.levers), dtype=np.uint32), 0, ORDER)
        order = tuple(int(lever) for lever in np.argsort(luck, kind="stable"))
        return order, order[::-1]

    def coalitions(self, pair: int) -> list[Coalition]:
        """Return the coalitions that a pair looks at."""
        if self.only_plan:
            return [frozenset(), frozenset(range(len(self.levers)))]
        if self.is_exact:
            return coalitions(len(self.levers))
        return list(dict.fromkeys(group for order in self.orders(pair) for group in stations(order)))

    def world(self, group: Coalition) -> Scenario:
        """Return the world in which a coalition acts."""
        return world_with(self.scenario, self.baseline, {self.levers[lever] for lever in group})


@dataclass(frozen=True)
class CoalitionValues:
    """What the levers add, coalition by coalition. Arrays are [pairs, points], or [pairs] after `at`.

    `none`, `all`: the baseline and the scenario. `shares`: by lever; `interactions`: by two levers; both empty
    where they were not asked. `worlds`: how many different worlds were looked at.
    """

    none: Numbers
    all: Numbers
    shares: tuple[Numbers, ...]
    interactions: Mapping[tuple[int, int], Numbers] = field(default_factory=dict)
    worlds: int = 0

    @property
    def effect(self) -> Numbers:
        """The effect of all levers together."""
        return self.all - self.none

    def beside(self, number: Countable, known: NDArray[np.bool_]) -> BesidePairs:
        """Return what is known of the effect of all levers on a number besides some pairs [pairs]."""
        return number.between(self.all[known], self.none[known])

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Where the number is defined in every world that was looked at."""
        known: NDArray[np.bool_] = np.isfinite(np.array([self.none, self.all, *self.shares])).all(axis=0)
        return known

    def at(self, point: int) -> "CoalitionValues":
        """Return the values of one number."""
        return replace(
            self,
            none=self.none[:, point],
            all=self.all[:, point],
            shares=tuple(share[:, point] for share in self.shares),
            interactions={levers: both[:, point] for levers, both in self.interactions.items()},
        )


def coalition_values(
    attribution: Attribution, points: Sequence[Point], bench: Bench, known: Sequence[Run]
) -> CoalitionValues:
    """Return what the levers do to some numbers in every pair; worlds that are not on disk are simulated."""
    asked: dict[Coalition, list[int]] = {}
    for pair in attribution.pairs:
        for group in attribution.coalitions(pair):
            asked.setdefault(group, []).append(pair)
    worlds = simulated_each([(attribution.world(group), pairs) for group, pairs in asked.items()], bench, known)
    reached = {group: _numbers(world, points) for group, world in zip(asked, worlds, strict=True)}
    worths = [{group: reached[group][pair] for group in attribution.coalitions(pair)} for pair in attribution.pairs]
    everybody = frozenset(range(len(attribution.levers)))
    return CoalitionValues(
        none=np.array([worth[frozenset()] for worth in worths]),
        all=np.array([worth[everybody] for worth in worths]),
        shares=_shares(attribution, worths),
        interactions=_interactions(attribution, worths),
        worlds=len(asked),
    )


def _numbers(world: World, points: Sequence[Point]) -> dict[int, Numbers]:
    """Return some numbers of a world [points] by replicate."""
    found = {}
    for k, results in world.each():
        readout = Readout(results, world.scenario)
        found[k] = np.array([readout.at(point) for point in points])
    return found


def _shares(attribution: Attribution, worths: Sequence[Mapping[Coalition, Numbers]]) -> tuple[Numbers, ...]:
    levers = len(attribution.levers)
    if attribution.only_plan:
        return ()
    if attribution.is_exact:
        found = [shares(worth, levers) for worth in worths]
    else:
        found = [
            shares_along(worth, attribution.orders(pair)) for pair, worth in zip(attribution.pairs, worths, strict=True)
        ]
    return tuple(np.array([one[lever] for one in found]) for lever in range(levers))


def _interactions(
    attribution: Attribution, worths: Sequence[Mapping[Coalition, Numbers]]
) -> Mapping[tuple[int, int], Numbers]:
    if attribution.only_plan or not attribution.is_exact:
        return {}
    found = [interactions(worth, len(attribution.levers)) for worth in worths]
    return {levers: np.array([one[levers] for one in found]) for levers in found[0]}


@dataclass(frozen=True)
class Cause:
    """One number of the headlines: the effect of the whole plan and the share of every lever, by key.

    `baseline`, `scenario`: means over the pairs. Means of the shares sum to the mean of the effect, and so do
    those of their parts, while markets stand still and of their response. `clearing`: the effect of the plan
    where pay clears the market; None = not asked. `interactions`: by two keys; empty beyond eight levers.
    """

    point: Point
    pairs: int
    baseline: float
    scenario: float
    plan: MarketResponse
    clearing: Effect | None
    shares: Mapping[str, MarketResponse]
    interactions: Mapping[tuple[str, str], Effect]


@dataclass(frozen=True)
class Causes:
    """The causes of all headlines of a run. `worlds`: how many were looked at; `coarser`: see `Sizes`."""

    levers: tuple[str, ...]
    is_exact: bool
    pairs: int
    worlds: int
    coarser: int
    found: tuple[Cause, ...]


def attribute(run: Run, bench: Bench | None = None, sizes: Sizes | None = None, when: When = AS_USUAL) -> Causes:
    """Return the causes of a run's headlines; worlds that are not on disk are simulated.

    `bench`: None = one process, beside the run. `when`: over which period, and by what they are split.
    Raises WrongInput where there is nothing to explain, and what `extra_worlds.simulated_each` raises.
    """
    bench, sizes = bench or bench_of(run), sizes or Sizes()
    attribution = attribution_of(run, sizes)
    points = asked(run.scenario, None if run.baseline is None else run.baseline.scenario, when)
    total = coalition_values(attribution, points, bench, [run])
    split = sizes.split_for(len(attribution.levers))
    still = None
    if split != "none":
        icy = Attribution(
            frozen(attribution.scenario),
            frozen(attribution.baseline),
            attribution.levers,
            attribution.pairs,
            split == "plan",
        )
        still = coalition_values(icy, points, bench, [run])
    cleared = None
    if split != "none" and attribution.scenario.closure == "curve":
        apart = Attribution(
            clearing(attribution.scenario),
            clearing(attribution.baseline),
            attribution.levers,
            attribution.pairs,
            only_plan=True,
        )
        cleared = coalition_values(apart, points, bench, [run])
    asides = (still, cleared)
    found = (
        _cause(attribution, point, total.at(k), [None if aside is None else aside.at(k) for aside in asides])
        for k, point in enumerate(points)
    )
    return Causes(
        levers=attribution.levers,
        is_exact=attribution.is_exact,
        pairs=len(attribution.pairs),
        worlds=total.worlds + sum(aside.worlds for aside in asides if aside is not None),
        coarser=sizes.coarser,
        found=tuple(cause for cause in found if cause is not None),
    )


def attribution_of(run: Run, sizes: Sizes) -> Attribution:
    """Return what the levers of a run are to share. Raises WrongInput where it does not differ from its baseline."""
    if run.baseline is None:
        raise WrongInput(
            Words(
                f"{run.path} was run without a baseline: there is no effect to be explained",
                f"{run.path} 没有基准情景：没有可解释的效应",
            )
        )
    scenario, baseline = (sized(world, sizes.coarser) for world in (run.scenario, run.baseline.scenario))
    levers = differing_levers(scenario, baseline)
    if not levers:
        raise WrongInput(SAME_WORLD.holding(run=run.path))
    return Attribution(scenario, baseline, levers, tuple(run.manifest["replicates"][: sizes.pairs]))


def _cause(
    attribution: Attribution, point: Point, total: CoalitionValues, asides: Sequence[CoalitionValues | None]
) -> Cause | None:
    """Return the cause of one number; None where no pair defines it in every world that was looked at.

    `asides`: the values while markets stand still, and where pay clears them; None = not asked.
    """
    still, cleared = asides
    known = total.is_known if still is None else total.is_known & still.is_known
    if not known.any():
        return None
    levers, n_looks = attribution.levers, attribution.scenario.run.n_looks
    number = counted(point, attribution.scenario)
    whole = total.beside(number, known), number.beside if still is None else still.beside(number, known)
    plan = response(total.effect[known], None if still is None else still.effect[known], n_looks, whole)
    # The share of an only lever is the effect itself; one of several is a mean of differences, which may go either way.
    of_share = whole if len(levers) == 1 else (number.beside, number.beside)
    shares = {
        lever: response(
            share[known], None if still is None or not still.shares else still.shares[k][known], n_looks, of_share
        )
        for k, (lever, share) in enumerate(zip(levers, total.shares, strict=True))
    }
    both = {
        (levers[one], levers[other]): effect_of(total.interactions[one, other][known], n_looks, number.beside)
        for one, other in combinations(range(len(levers)), 2)
        if total.interactions
    }
    assert plan is not None  # every pair that is left is defined
    return Cause(
        point=point,
        pairs=int(known.sum()),
        baseline=float(total.none[known].mean()),
        scenario=float(total.all[known].mean()),
        plan=plan,
        clearing=None if cleared is None else effect_of(cleared.effect[cleared.is_known], n_looks),
        shares={lever: share for lever, share in shares.items() if share is not None},
        interactions={keys: effect for keys, effect in both.items() if effect is not None},
    )
