"""What the observed flows teach about pairs of provinces: distance, border, dialect, and the habits of neighbors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from laborsim.population.rounding import Real
from laborsim.published.geography import distances_km
from laborsim.published.observed_flows import ObservedFlows, observed_flows, province_links
from laborsim.published.regions import Province

RIDGE = 0.3
"""Prior precision of each coefficient of a standardized trait and of each destination's constant. ASSUMPTION."""

HABIT_REACH = 250.0
"""Distance over which two origins' habits fall apart by 1/e [km]. ASSUMPTION: the best of 250, 400 and 700; with
HABIT_DOUBT and RIDGE the best of 18 settings by left-out origins. Chosen anew without the origin that is scored,
they come out the same."""

HABIT_DOUBT = 0.1
"""Weight of "no habit" among those of the neighbors, of which one at no distance has 1. ASSUMPTION."""

HABIT_FLOOR = 1e-3
"""Added to shares before habits are compared, so that a few people are not read as one. ASSUMPTION."""

ROUNDS = 50  # of Newton's method; the likelihood is concave, some ten are enough

LEAST_SHARE = 1e-5
"""Added to the shares of an observed row before its logarithm is taken. ASSUMPTION: one person in 100,000."""

OBSERVED_WEIGHT = 0.8
"""Weight of an observed row against what the ties say of it, in logarithms. ASSUMPTION: the rows are of 2010, and
of all registered elsewhere, not of migrant workers of a base year only."""


@dataclass(frozen=True)
class RowScore:
    """How near a left-out origin's shares of destinations come to those observed."""

    origin: str
    log_correlation: float
    common_part: float  # sum of the smaller of the two shares


def pair_traits(regions: Sequence[Province]) -> Real:
    """Return the traits of pairs [R, R, 4]: log distance in km, its square, border, shared dialect."""
    distance = np.log(distances_km(regions))
    links = province_links()
    codes = [region.code for region in regions]
    ties = np.array([[links.get(frozenset((a, b)), (0.0, 0.0)) for b in codes] for a in codes])
    return np.concatenate([distance[..., None], distance[..., None] ** 2, ties], axis=2)


def predicted_shares(regions: Sequence[Province], observed: ObservedFlows, left_out: Collection[str] = ()) -> Real:
    """Return shares of destinations by origin [R, R], each row one, nobody at home; by a regression.

    A multinomial law per observed row, each of the same weight: constant of the destination + traits
    of the pair, with a ridge that draws both to gravity: the census inflow of 2020 ÷ distance, which is what regions
    without observed rows have. Then the habits of observed origins nearby. Rows of `left_out` teach nothing.
    """
    codes = [region.code for region in regions]
    n = len(codes)
    rows = [codes.index(code) for code in observed.origins if code in codes and code not in left_out]
    traits = pair_traits(regions)
    off = ~np.eye(n, dtype=bool)
    traits = (traits - traits[off].mean(axis=0)) / np.where(traits[off].std(axis=0) > 0, traits[off].std(axis=0), 1.0)
    design = np.concatenate([traits, np.broadcast_to(np.eye(n), (n, n, n))], axis=2)
    start = np.log(np.array([region.inflow for region in regions], dtype=np.float64) + 1) - np.log(
        distances_km(regions)
    )
    beta = np.zeros(design.shape[2])
    seen = {r: _shares(observed, codes, codes[r]) for r in rows}
    for _ in range(ROUNDS):
        share = _softmax(design @ beta + start, off)
        slope, curve = -RIDGE / n * beta, RIDGE / n * np.eye(len(beta))
        for r in rows:
            x = design[r]
            mean = share[r] @ x
            slope += (seen[r] - share[r]) @ x
            curve += (x * share[r][:, None]).T @ x - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    score = design @ beta + start
    return _softmax(score + _habits(regions, rows, seen, _softmax(score, off)), off)


def _habits(regions: Sequence[Province], rows: list[int], seen: dict[int, Real], guess: Real) -> Real:
    """Return what observed origins nearby add to each pair's logarithm [R, R]: the history that neighbors share."""
    n = len(regions)
    if not rows:
        return np.zeros((n, n))
    rest = np.zeros((len(rows), n))
    for place, r in enumerate(rows):
        there = np.arange(n) != r
        rest[place, there] = np.log(seen[r][there] + HABIT_FLOOR) - np.log(guess[r][there] + HABIT_FLOOR)
    distance = distances_km(regions)
    near = np.exp(-distance[:, rows] / HABIT_REACH)
    near[rows, np.arange(len(rows))] = 0.0
    # The neighbor that is itself the destination says nothing of it.
    says = 1.0 - np.eye(n)[rows]
    mean: Real = (near @ rest) / (near @ says + HABIT_DOUBT)
    return mean


def prior_shares(regions: Sequence[Province]) -> Real:
    """Return shares of destinations by origin [R, R]: observed rows drawn to what was seen, the others by ties."""
    return _prior_shares(tuple(regions)).copy()


@cache
def _prior_shares(regions: tuple[Province, ...]) -> Real:
    observed = observed_flows()
    codes = [region.code for region in regions]
    shares = predicted_shares(regions, observed)
    for origin in observed.origins:
        if origin in codes:
            row = codes.index(origin)
            seen = _shares(observed, codes, origin) + LEAST_SHARE
            mixed = seen**OBSERVED_WEIGHT * np.maximum(shares[row], 1e-300) ** (1 - OBSERVED_WEIGHT)
            mixed[row] = 0.0
            shares[row] = mixed / mixed.sum()
    return shares


def row_scores(regions: Sequence[Province]) -> tuple[RowScore, ...]:
    """Return the score of every observed origin, each predicted by the other origins alone."""
    observed = observed_flows()
    codes = [region.code for region in regions]
    found = []
    for origin in observed.origins:
        row = codes.index(origin)
        there = np.arange(len(codes)) != row
        guess = predicted_shares(regions, observed, {origin})[row][there]
        seen = _shares(observed, codes, origin)[there]
        logs = np.log(guess + LEAST_SHARE), np.log(seen + LEAST_SHARE)
        found.append(RowScore(origin, float(np.corrcoef(*logs)[0, 1]), float(np.minimum(guess, seen).sum())))
    return tuple(found)


def _shares(observed: ObservedFlows, codes: Sequence[str], origin: str) -> Real:
    row = np.array([float(observed.workers.get((origin, to), 0)) for to in codes])
    shares: Real = row / row.sum()
    return shares


def _softmax(score: Real, allowed: NDArray[np.bool_]) -> Real:
    score = np.where(allowed, score, -np.inf)
    raised = np.exp(score - score.max(axis=1, keepdims=True))
    shares: Real = raised / raised.sum(axis=1, keepdims=True)
    return shares
