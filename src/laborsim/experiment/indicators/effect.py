"""What pairs of runs say about a difference: its mean with intervals, the chance of its sign, a verdict by rule."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

RUNS_FOR_80 = 10
"""Fewest runs for p10 and p90: at least one run is expected beyond each end."""

RUNS_FOR_95 = 200
"""Fewest runs for p2.5 and p97.5: five runs beyond each end."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Quantiles of one number over runs; None where there are too few runs to say."""

    runs: int
    median: float
    p2_5: float | None
    p10: float | None
    p90: float | None
    p97_5: float | None


def spread(values: Numbers) -> Spread | None:
    """Return the spread of values [runs] over the runs in which they are defined (not NaN); None if in none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    ordered = np.sort(known).tolist()
    has_80, has_95 = len(ordered) >= RUNS_FOR_80, len(ordered) >= RUNS_FOR_95
    return Spread(
        runs=len(ordered),
        median=quantile(ordered, 0.5),
        p2_5=quantile(ordered, 0.025) if has_95 else None,
        p10=quantile(ordered, 0.1) if has_80 else None,
        p90=quantile(ordered, 0.9) if has_80 else None,
        p97_5=quantile(ordered, 0.975) if has_95 else None,
    )


def quantile(ordered: list[float], share: float) -> float:
    """Return the quantile of ascending numbers, linear between them; numpy's takes 30 times as long for few."""
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


Verdict = Literal[
    "raises", "likely raises", "lowers", "likely lowers", "no detectable effect", "no effect", "too few pairs"
]

PAIRS_FOR_INTERVAL = 2
"""Fewest pairs for an interval of the mean; one pair says nothing about its own error."""

DIFFERING_FOR_LIKELY, DIFFERING_FOR_SURE = 4, 6
"""Fewest pairs that differ at all before a direction is likely, or claimed: as many coins fall alike with a chance
of 2 × 0.5^4 = 0.13 ≤ 0.20 and 2 × 0.5^6 = 0.03 ≤ 0.05. Where few pairs differ, Student's t is too sure."""

SIGNIFICANCE, POWER = 0.05, 0.80
"""Of the minimum detectable effect: two-sided test over all looks together, chance to see an effect that is there
(Bloom 1995)."""


@dataclass(frozen=True)
class Effect:
    """Scenario − baseline, pair by pair (same luck, same draw of parameters), in the indicator's unit.

    Band of the *mean effect*, which shrinks with more pairs: `low_80`, `high_80`, `low_95`, `high_95` by
    Student's t on the differences. Band of the *pairs* (luck, and draws where the pairs have them), which does
    not: `p10`, `p90`. `p_sign`: probability that the mean effect has the sign of its estimate. `detectable`:
    smallest effect that so many pairs would show, at this look, in 80 % of the cases. `differing`: pairs that
    differ at all; where they are few, Student's t is too sure. None where there are too few pairs.
    """

    pairs: int
    mean: float
    low_80: float | None
    high_80: float | None
    low_95: float | None
    high_95: float | None
    median: float
    p10: float | None
    p90: float | None
    p_sign: float | None
    detectable: float | None
    verdict: Verdict
    differing: int = 0


def paired_effect(scenario: Numbers, baseline: Numbers, n_looks: int = 1) -> Effect | None:
    """Return the effect from two arrays [pairs] whose rows k are the same luck; None where it is not defined.

    `n_looks`: how often the pairs may be looked at before they are enough; intervals hold at all of them together
    (see `precision`). Raises ValueError if they are not paired.
    """
    if scenario.shape != baseline.shape:
        raise ValueError(f"runs are not paired: scenario {scenario.shape}, baseline {baseline.shape}")
    return effect_of(scenario - baseline, n_looks)


def effect_of(differences: Numbers, n_looks: int = 1) -> Effect | None:
    """Return the effect from paired differences [pairs]; pairs in which it is not defined (NaN) are left out."""
    known = differences[np.isfinite(differences)]
    of_pairs = spread(known)
    if of_pairs is None:
        return None
    mean, error = mean_and_error(known.tolist())
    pairs = len(known)
    of_80, of_95 = (_interval(mean, error, student(pairs, 1 - (1 - c) / 2 / n_looks)) for c in (0.80, 0.95))
    surely = student(pairs, 1 - SIGNIFICANCE / 2 / n_looks)
    return Effect(
        pairs=pairs,
        mean=mean,
        low_80=of_80[0],
        high_80=of_80[1],
        low_95=of_95[0],
        high_95=of_95[1],
        median=of_pairs.median,
        p10=of_pairs.p10,
        p90=of_pairs.p90,
        p_sign=sign_probability(mean, error, pairs),
        detectable=None if error is None else error * (surely + student(pairs, POWER)),
        verdict=verdict_of(of_80, of_95, pairs, int(np.count_nonzero(known))),
        differing=int(np.count_nonzero(known)),
    )


def mean_and_error(values: Sequence[float]) -> tuple[float, float | None]:
    """Return the mean and its standard error, which a single value has not. Sums are exact (`math.fsum`)."""
    count = len(values)
    mean = math.fsum(values) / count
    if count < PAIRS_FOR_INTERVAL:
        return mean, None
    squares = math.fsum((value - mean) ** 2 for value in values)
    return mean, math.sqrt(squares / (count - 1) / count)


Interval = tuple[float, float] | tuple[None, None]


def _interval(mean: float, error: float | None, quantile: float) -> Interval:
    return (None, None) if error is None else (mean - error * quantile, mean + error * quantile)


@cache
def student(pairs: int, share: float) -> float:
    """Return the quantile of Student's t for the mean of so many pairs."""
    return float(stdtrit(pairs - 1, share))


def sign_probability(mean: float, error: float | None, pairs: int) -> float | None:
    """Return the probability that the true mean has the sign of `mean`; None for one pair, and for a mean of zero.

    The posterior of a mean under the reference prior is Student's t around the estimate (Gelman et al., BDA3, 3.2).
    """
    if error is None or mean == 0.0:
        return None
    return 1.0 if error == 0.0 else float(stdtr(pairs - 1, abs(mean) / error))


def verdict_of(of_80: Interval, of_95: Interval, pairs: int, differing: int) -> Verdict:
    """Return what may be said of an effect by the 80 and 95 % interval of its mean and the pairs that differ at all."""
    if not differing:
        return "no effect"
    low_80, high_80 = of_80
    low_95, high_95 = of_95
    if low_80 is None or high_80 is None or low_95 is None or high_95 is None or pairs < DIFFERING_FOR_LIKELY:
        return "too few pairs"
    if differing >= DIFFERING_FOR_SURE and (low_95 > 0 or high_95 < 0):
        return "raises" if low_95 > 0 else "lowers"
    if differing >= DIFFERING_FOR_LIKELY and (low_80 > 0 or high_80 < 0):
        return "likely raises" if low_80 > 0 else "likely lowers"
    return "no detectable effect"


def is_told(effect: Effect) -> bool:
    """Return whether a change is told from luck, by however few pairs: its 95 % interval excludes zero."""
    low, high = effect.low_95, effect.high_95
    return low is not None and high is not None and (low > 0 or high < 0)
