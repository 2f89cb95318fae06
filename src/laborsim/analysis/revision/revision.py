"""Revision: the change of every headline between two runs of one question, split over what can be told apart."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.attribution.shapley import coalitions, shares
from laborsim.analysis.revision.factors import Factor, Taken, Two, Unlike, two_runs
from laborsim.analysis.revision.worths import TOLERANCE, Of, Worth, columns_of, reached
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import student
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.when import AS_USUAL, When, asked
from laborsim.experiment.running.pool import Engine

Numbers = NDArray[np.float64]
Block = tuple[Factor, ...]
"""Factors that are told together: one alone, or several that cannot be told apart."""


@dataclass(frozen=True)
class Share:
    """What a block adds to a change, in the indicator's unit, with the 95 % interval that the pairs give it.

    The interval is None where pairs cannot say: one pair, or a run whose pairs this version does not read.
    """

    block: Block
    amount: float
    low_95: float | None
    high_95: float | None

    @property
    def is_told(self) -> bool:
        """Whether it is told from luck: its interval excludes zero; a share that is nothing in every pair is not."""
        return self.low_95 is not None and self.high_95 is not None and (self.low_95 > 0 or self.high_95 < 0)


@dataclass(frozen=True)
class Moved:
    """One headline in both runs. The amounts of the shares sum to `change` exactly."""

    point: Point
    of: Of
    before: float
    after: float
    shares: tuple[Share, ...]

    @property
    def change(self) -> float:
        """Later − earlier."""
        return self.after - self.before


@dataclass(frozen=True)
class Revision:
    """Why a run says something else than an earlier one of the same question.

    `differing`: what is not alike, by factor. `between`: combinations of blocks beside the two runs.
    """

    before: Run
    after: Run
    differing: Mapping[Factor, tuple[Unlike, ...]]
    blocks: tuple[Block, ...]
    between: int
    moved: tuple[Moved, ...]

    @property
    def joint(self) -> tuple[Block, ...]:
        """The blocks of more than one factor."""
        return tuple(block for block in self.blocks if len(block) > 1)


def why(
    before: Run, after: Run, engine: Engine | None = None, tables: Sequence[Path] = (), when: When = AS_USUAL
) -> Revision:
    """Return why the headlines of two runs of one question differ; worlds in between are simulated if not on disk.

    `when`: over which period, and by what the headlines are split; of a run whose pairs the installed rules cannot
    read no such number is known.

    Every two factors whose worlds can be run by the installed rules and data are told apart, in no order (Shapley
    1953); the others have one share together. `tables`: folders of tables that may be read besides the installed ones.
    Raises WrongInput where the questions differ or nothing does, Damaged
    where a run is, and what `extra_worlds.simulated_each` raises.
    """
    two = two_runs(before, after, tables)
    for run in (before, after):
        run.refuse_damaged()
    blocks = separable(two)
    points = shared_points(two, when)
    groups = coalitions(len(blocks))
    taken = [frozenset(factor for place in group for factor in blocks[place]) for group in groups]
    worths = dict(zip(groups, reached(two, points, taken, engine or Engine()), strict=True))
    moved = [
        found
        for place, (point, of) in enumerate(columns_of(two, points))
        if (found := _moved(point, of, blocks, {group: worth.at(place) for group, worth in worths.items()}))
    ]
    return Revision(before, after, two.differing, blocks, len(worths) - 2, tuple(moved))


def separable(two: Two) -> tuple[Block, ...]:
    """Return the finest blocks of factors whose every union is one of the two runs or can be run now."""
    everything = frozenset(two.factors)

    def is_known(taken: Taken) -> bool:
        return taken in (frozenset(), everything) or two.can_be_run(taken)

    finest: tuple[Block, ...] = (two.factors,)
    for blocks in _partitions(two.factors):
        unions = (
            frozenset(factor for block in chosen for factor in block)
            for size in range(len(blocks) + 1)
            for chosen in combinations(blocks, size)
        )
        if len(blocks) > len(finest) and all(is_known(union) for union in unions):
            finest = blocks
    return finest


def _partitions(factors: tuple[Factor, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield every way to put factors into blocks, in their order."""
    if not factors:
        yield ()
        return
    first, rest = factors[0], factors[1:]
    for size in range(len(rest) + 1):
        for company in combinations(rest, size):
            left = tuple(factor for factor in rest if factor not in company)
            for others in _partitions(left):
                yield ((first, *company), *others)


def shared_points(two: Two, when: When = AS_USUAL) -> tuple[Point, ...]:
    """Return the headlines of both runs, or what is asked of both, in the order of the later one.

    Raises ScenarioProblems where nothing can be read so.
    """
    found = [
        asked(side.worlds[0], side.worlds[1] if len(side.worlds) > 1 else None, when)
        for side in (two.after, two.before)
    ]
    return tuple(point for point in found[0] if point in found[1])


def _moved(point: Point, of: Of, blocks: Sequence[Block], worths: Mapping[frozenset[int], Worth]) -> Moved | None:
    """Return how one number moved; None where it is not defined in every pair of every world."""
    if not all(math.isfinite(float(worth.told)) for worth in worths.values()):
        return None
    before, after = (float(worths[group].told) for group in (frozenset(), frozenset(range(len(blocks)))))
    weights = shapley_weights(len(blocks))
    amounts = [math.fsum(weight * float(worths[group].told) for group, weight in mine.items()) for mine in weights]
    errors = [_interval(mine, worths) for mine in weights]
    summing = adding_up(amounts, after - before)
    found = [
        Share(block, amount, None if half is None else amount - half, None if half is None else amount + half)
        for block, amount, half in zip(blocks, summing, errors, strict=True)
    ]
    return Moved(point, of, before, after, tuple(found))


def shapley_weights(causes: int) -> list[dict[frozenset[int], float]]:
    """Return the weight of each coalition in the share of each cause: shares are linear in what coalitions reach."""
    groups = coalitions(causes)
    units = dict(zip(groups, np.eye(len(groups)), strict=True))
    return [dict(zip(groups, share.tolist(), strict=True)) for share in shares(units, causes)]


def adding_up(amounts: Sequence[float], whole: float) -> list[float]:
    """Return the amounts so that their exact sum rounds to the whole: dust of the last bits goes to the largest.

    Where that is too coarse to hold it, because shares cancel, the next largest takes what is left.
    """
    found = list(amounts)
    for place in sorted(range(len(found)), key=lambda place: -abs(found[place])):
        found[place] += math.fsum([whole, *(-amount for amount in found)])
        if math.fsum(found) == whole:
            break
    return found


Key = tuple[int, int]
"""Seed and number of a pair: the same key is the same luck."""


def _interval(weights: Mapping[frozenset[int], float], worths: Mapping[frozenset[int], Worth]) -> float | None:
    """Return half of the 95 % interval of a share: coalitions with the same luck are paired, others independent.

    Pairs are grouped by the coalitions that they are in; Student's t has the degrees of freedom of the smallest group.
    None where a group has one pair, or pairs that are not known.
    """
    terms: dict[Key, float] = {}
    companies: dict[Key, list[frozenset[int]]] = {}
    for group, weight in weights.items():
        worth = worths[group]
        if not np.isfinite(worth.values).all():
            return None
        for pair, value in zip(worth.pairs, worth.values.tolist(), strict=True):
            key = worth.seed, pair
            terms[key] = terms.get(key, 0.0) + weight * value / len(worth.pairs)
            companies.setdefault(key, []).append(group)
    by_company: dict[tuple[frozenset[int], ...], list[float]] = {}
    for key, company in companies.items():
        by_company.setdefault(tuple(company), []).append(terms[key])
    least = min(len(one) for one in by_company.values())
    if least < 2:
        return None
    variance = sum(len(one) * float(np.var(one, ddof=1)) for one in by_company.values())
    half = math.sqrt(variance) * student(least, 0.975)
    size = max(float(np.abs(worth.values).max()) for worth in worths.values())
    return half if half > TOLERANCE * size else 0.0  # the last bits of large sums are no spread
