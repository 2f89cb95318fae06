"""Levers as players: which worlds their coalitions make, and what each lever adds in every pair of runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.levers_apart import world_with
from laborsim.comparison.shapley import MOST_EXACT, Coalition, coalitions, interactions, shares, shares_along, stations
from laborsim.experiment.gather import World
from laborsim.experiment.headline import Point
from laborsim.experiment.opened import Run
from laborsim.experiment.readout import Readout
from laborsim.experiment.store.worlds import Bench, simulated_each
from laborsim.inputs.scenario import Scenario
from laborsim.kernels.lookup import draws
from laborsim.kernels.random import decision, stream_key

Numbers = NDArray[np.float64]

ORDER = decision("causes.order")


@dataclass(frozen=True)
class Game:
    """A scenario, its baseline, the levers in which they differ, and the pairs of runs.

    `only_plan`: only the worlds of none and of all levers are looked at.
    """

    scenario: Scenario
    baseline: Scenario
    levers: tuple[str, ...]
    pairs: range
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
class Played:
    """What came of a game. Arrays are [pairs, points], or [pairs] after `at`.

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

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Where the number is defined in every world that was looked at."""
        known: NDArray[np.bool_] = np.isfinite(np.array([self.none, self.all, *self.shares])).all(axis=0)
        return known

    def at(self, point: int) -> "Played":
        """Return what came of the game in one number."""
        return replace(
            self,
            none=self.none[:, point],
            all=self.all[:, point],
            shares=tuple(share[:, point] for share in self.shares),
            interactions={levers: both[:, point] for levers, both in self.interactions.items()},
        )


def play(game: Game, points: Sequence[Point], bench: Bench, known: Sequence[Run]) -> Played:
    """Return what the levers do to some numbers in every pair; worlds that are not on disk are simulated."""
    asked: dict[Coalition, list[int]] = {}
    for pair in game.pairs:
        for group in game.coalitions(pair):
            asked.setdefault(group, []).append(pair)
    worlds = simulated_each([(game.world(group), pairs) for group, pairs in asked.items()], bench, known)
    reached = {group: _numbers(world, points) for group, world in zip(asked, worlds, strict=True)}
    worths = [{group: reached[group][pair] for group in game.coalitions(pair)} for pair in game.pairs]
    everybody = frozenset(range(len(game.levers)))
    return Played(
        none=np.array([worth[frozenset()] for worth in worths]),
        all=np.array([worth[everybody] for worth in worths]),
        shares=_shares(game, worths),
        interactions=_interactions(game, worths),
        worlds=len(asked),
    )


def _numbers(world: World, points: Sequence[Point]) -> dict[int, Numbers]:
    """Return some numbers of a world [points] by replicate."""
    found = {}
    for k, results in world.each():
        readout = Readout(results, world.scenario)
        found[k] = np.array([readout.at(point) for point in points])
    return found


def _shares(game: Game, worths: Sequence[Mapping[Coalition, Numbers]]) -> tuple[Numbers, ...]:
    levers = len(game.levers)
    if game.only_plan:
        return ()
    if game.is_exact:
        found = [shares(worth, levers) for worth in worths]
    else:
        found = [shares_along(worth, game.orders(pair)) for pair, worth in zip(game.pairs, worths, strict=True)]
    return tuple(np.array([one[lever] for one in found]) for lever in range(levers))


def _interactions(game: Game, worths: Sequence[Mapping[Coalition, Numbers]]) -> Mapping[tuple[int, int], Numbers]:
    if game.only_plan or not game.is_exact:
        return {}
    found = [interactions(worth, len(game.levers)) for worth in worths]
    return {levers: np.array([one[levers] for one in found]) for levers in found[0]}
