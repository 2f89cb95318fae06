"""Which of several scenarios is best, and how sure the order is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

import numpy as np
from scipy.special import ndtri

from laborsim.experiment.indicators.beside_pairs import BesidePairs, Way
from laborsim.experiment.indicators.effect import (
    PAIRS_FOR_VERDICT,
    SIGNIFICANCE,
    Effect,
    Numbers,
    effect_of,
    freedom,
    hidden_by_rounding,
    is_told,
    mean_and_error,
    student,
)
from laborsim.scenario.load import Goal
from laborsim.scenario.scenario import MOST_REPLICATES

Best = Literal["highest", "lowest", "nearest"]

LOWEST_IS_BEST = (
    "unemployment_migrants", "unemployment_surveyed", "unemployment_registered", "seeking_workers", "business_closures",
    "cost",
)  # fmt: skip
"""Of all others the highest is put first; whether more of it is better is for the reader to say."""

SETTLED = 0.95
"""An order is settled when it has at least this probability."""

DRAWS = 20_000
"""Draws of the means: a probability is known to 0.004."""

SEED = 1
"""The same pairs always give the same probabilities."""


@dataclass(frozen=True)
class Ranked:
    """One candidate: its mean, and the probability that it is truly the best of all.

    The best has the highest or lowest true mean; for `nearest`, the smallest true mean distance from the target, pair
    by pair: a candidate that hits it on average but spreads widely is not near.
    """

    name: str
    mean: float
    p_best: float | None


@dataclass(frozen=True)
class Ranking:
    """Candidates from best to worst by their means over the pairs (for `nearest`, by their mean distances).

    `p_order`: probability that the true means, or mean distances, have this very order. `unsettled`: neighbors whose
    mean difference is not told from luck (the simulation error of every effect). `is_settled`: there are none, and the
    order has at least 95 %; None where too few pairs can say. `pairs_needed`: about so many pairs would tell the
    closest of them apart; None where nobody can say. `most_pairs`: so many a run can have. `equal`: neighbors that are
    the same in every pair, and share a place. `first_in`: of the `pairs`, those in which nothing is ahead of the first.
    """

    best: Best
    ranked: tuple[Ranked, ...]
    p_order: float | None
    is_settled: bool | None
    unsettled: tuple[tuple[str, str], ...] = ()
    pairs_needed: int | None = None
    most_pairs: int = MOST_REPLICATES
    equal: tuple[tuple[str, str], ...] = ()
    first_in: int = 0
    pairs: int = 0


def best_for(indicator: str, goals: Sequence[Goal]) -> Best:
    """Return what counts as best: what its goals ask for, else the lowest of what nobody wants, else the highest."""
    asked = next((goal for goal in goals if goal.indicator == indicator), None)
    if asked is None or (asked.minimum is not None and asked.maximum is not None):
        return "lowest" if indicator in LOWEST_IS_BEST else "highest"
    if asked.value is not None:
        return "nearest"
    if asked.adds is not None:
        return "highest" if asked.adds > 0 else "lowest"
    return "highest" if asked.maximum is None else "lowest"


@dataclass(frozen=True)
class Beside:
    """What is known beside the pairs: planned looks at them, and the only sign that each candidate's values can have.

    `ways`: 0 = either sign; without any, all can have either. `most_pairs`: so many a run can have. `worker`: what one
    worker makes of the values, as `BesidePairs` has it.
    """

    n_looks: int = 1
    ways: tuple[Way, ...] = ()
    most_pairs: int = MOST_REPLICATES
    worker: float = 0.0


def rank(
    names: Sequence[str], values: Numbers, best: Best, target: float = 0.0, beside: Beside | None = None
) -> Ranking:
    """Return the ranking of candidates from their values [pairs, candidates], row for row the same luck.

    The true means (for `nearest`, the true mean distances) are drawn from their joint posterior under the reference
    prior: Student's t around the means with the covariance of the pairs, so that what pairs share does not blur the
    order. Equal candidates (the same in every pair) share a place. `target`: what `nearest` is near to.
    """
    scores = {"highest": values, "lowest": -values, "nearest": -np.abs(values - target)}[best]
    order = sorted(range(len(names)), key=lambda k: (-scores[:, k].mean(), k))
    means = values.mean(axis=0)
    if len(values) < PAIRS_FOR_VERDICT:
        return Ranking(best, tuple(Ranked(names[k], float(means[k]), None) for k in order), None, None)
    sign = {"highest": 1, "lowest": -1, "nearest": 0}[best]
    beside = beside or Beside()
    bounds = [sign * way for way in beside.ways] or [0] * len(names)
    drawn = drawn_means(scores)
    for k, bound in enumerate(bounds):
        if bound:
            drawn[:, k] = bound * np.maximum(bound * drawn[:, k], np.finfo(float).tiny)
    ahead = drawn >= drawn.max(axis=1, keepdims=True)
    p_best = (ahead / ahead.sum(axis=1, keepdims=True)).mean(axis=0)
    falling = [drawn[:, a] >= drawn[:, b] for a, b in pairwise(order)]
    p_order = float(np.logical_and.reduce(falling).mean()) if falling else 1.0
    close = [(a, b) for a, b in pairwise(order) if _is_close(_lead(scores, bounds, (a, b), beside))]
    needed = [_pairs_needed(scores[:, a] - scores[:, b], beside) for a, b in close]
    return Ranking(
        best=best,
        ranked=tuple(Ranked(names[k], float(means[k]), float(p_best[k])) for k in order),
        p_order=p_order,
        is_settled=not close and p_order >= SETTLED,
        unsettled=tuple((names[a], names[b]) for a, b in close),
        equal=tuple((names[a], names[b]) for a, b in pairwise(order) if (scores[:, a] == scores[:, b]).all()),
        most_pairs=beside.most_pairs,
        first_in=int(np.count_nonzero(scores[:, order[0]] >= scores.max(axis=1))),
        pairs=len(scores),
        pairs_needed=None if None in needed else max((n for n in needed if n is not None), default=None),
    )


def _lead(scores: Numbers, bounds: Sequence[int], pair: tuple[int, int], beside: Beside) -> Effect | None:
    """Return by how much one candidate scores more than another; against one that never has any its sign is known."""
    a, b = pair
    way = bounds[a] if not scores[:, b].any() else -bounds[b] if not scores[:, a].any() else 0
    known = BesidePairs(1 if way > 0 else -1 if way < 0 else 0, beside.worker)
    return effect_of(scores[:, a] - scores[:, b], beside.n_looks, known)


def _is_close(lead: Effect | None) -> bool:
    return lead is not None and not (is_told(lead) or lead.verdict == "raises") and lead.verdict != "no effect"


def drawn_means(scores: Numbers) -> Numbers:
    """Return draws [DRAWS, candidates] of the true means of scores [pairs, candidates].

    Degrees of freedom are those of an effect: by the pairs in which two candidates differ at all, the fewest of them.
    """
    pairs = len(scores)
    apart = [np.count_nonzero(scores[:, a] != scores[:, b]) for a, b in combinations(range(scores.shape[1]), 2)]
    known = freedom(min((int(count) for count in apart if count), default=pairs))
    luck = np.random.default_rng(SEED)
    root = (scores - scores.mean(axis=0)) / np.sqrt(pairs * (pairs - 1))  # root.T @ root = covariance of the means
    stretched = np.sqrt(known / luck.chisquare(known, (DRAWS, 1)))
    # Not by BLAS: equal columns must give equal numbers, or a tie would become an order.
    normal = luck.standard_normal((DRAWS, pairs))
    noise = np.stack([np.einsum("dp,p->d", normal, column) for column in root.T], axis=1)
    return np.asarray(scores.mean(axis=0) + stretched * noise)


def _pairs_needed(differences: Numbers, beside: Beside) -> int | None:
    """Return how many pairs would make a 95 % interval around this mean difference exclude zero, if it stays so.

    By the rule of effects, so that it is always more than there are; None where rounding alone may have made it.
    """
    mean, error = mean_and_error(differences.tolist())
    if error is None or mean == 0.0:
        return None
    pairs, differing, tail = len(differences), int(np.count_nonzero(differences)), SIGNIFICANCE / 2 / beside.n_looks
    left = abs(mean) - hidden_by_rounding(error, pairs, differing, BesidePairs(worker=beside.worker))
    if left <= 0.0:
        return None
    needed = max(pairs + 1, int(pairs * (float(ndtri(1 - tail)) * error / left) ** 2))  # as if the spread were known
    while error * np.sqrt(pairs / needed) * student(differing * needed // pairs, 1 - tail) >= left:
        needed += 1
    return needed
