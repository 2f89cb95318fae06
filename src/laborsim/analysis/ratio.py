"""A ratio of two means over pairs, such as yuan per job-year, with intervals that know it is a ratio."""

import warnings
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.beside_pairs import UNCOUNTED, Countable
from laborsim.experiment.indicators.effect import OUTSIDE, PAIRS_FOR_INTERVAL, RUNS_FOR_80, effect_of, quantile

Numbers = NDArray[np.float64]

RESAMPLES = 1999
"""Bootstrap samples: enough for the ends of a 95 % interval (Efron & Tibshirani 1993, chapter 14)."""

SEED = 1
"""The same pairs always give the same interval."""

PAIRS_FOR_BCA = 5
"""Fewest pairs to resample; below it the acceleration of BCa rests on next to nothing. ASSUMPTION."""


SAME = 1e-12
"""Where the top is the bottom's multiple in every pair, so closely, the ratio is known: nothing is resampled."""


@dataclass(frozen=True)
class Ratio:
    """Mean of the tops ÷ mean of the bottoms; `undefined` says in words why there is no number or no interval.

    `p10`, `p90`: of the ratio in single pairs, where so many have one (the prediction interval); `none_in_pairs`: in so
    many the bottom is zero or goes the other way, so that they have none, and count as beyond all others. `low_95`,
    `high_95`: simulation error of the ratio of means.
    """

    pairs: int
    estimate: float | None
    p10: float | None = None
    p90: float | None = None
    low_95: float | None = None
    high_95: float | None = None
    undefined: str = ""
    none_in_pairs: int = 0


def ratio_of(top: Numbers, bottom: Numbers, number: Countable = UNCOUNTED) -> Ratio:
    """Return the ratio of two means over the same pairs [pairs], with BCa intervals (Efron 1987).

    A bottom that may be zero has no sensible ratio: without a 95 % interval away from zero only the estimate stands.
    `number`: what the bottoms are of. Raises ValueError if the two are not paired.
    """
    if top.shape != bottom.shape:
        raise ValueError(f"not paired: {top.shape} and {bottom.shape}")
    pairs, of_bottom = len(bottom), effect_of(bottom.astype(np.float64), beside=number.beside)
    if of_bottom is None or of_bottom.mean == 0.0:
        return Ratio(pairs, None, undefined="the number below is zero")
    estimate = float(top.mean() / bottom.mean())
    if pairs < PAIRS_FOR_INTERVAL or of_bottom.low_95 is None or of_bottom.high_95 is None:
        return Ratio(pairs, estimate, undefined="one pair has no interval")
    if of_bottom.low_95 <= 0.0 <= of_bottom.high_95:
        return Ratio(pairs, estimate, undefined="no interval: what it is divided by may be zero")
    if np.allclose(top, estimate * bottom, rtol=SAME, atol=0.0):
        return Ratio(pairs, estimate, estimate, estimate, estimate, estimate)
    (p10, p90), none = _of_draws(top, bottom, of_bottom.mean)
    if pairs < PAIRS_FOR_BCA:
        return Ratio(pairs, estimate, undefined=f"fewer than {PAIRS_FOR_BCA} pairs", none_in_pairs=none)
    from scipy.stats import DegenerateDataWarning  # noqa: PLC0415 - a second of a run that has nothing to resample

    # A resample of pairs whose bottoms are all zero has no ratio: NaN, and nothing to warn of.
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", DegenerateDataWarning)
        low, high = _interval(top, bottom)
    if not np.isfinite((low, high)).all():
        why = "no interval: too few different pairs to resample"
        return Ratio(pairs, estimate, p10, p90, undefined=why, none_in_pairs=none)
    return Ratio(pairs, estimate, p10, p90, low, high, none_in_pairs=none)


def _of_draws(top: Numbers, bottom: Numbers, mean: float) -> tuple[tuple[float | None, float | None], int]:
    """Return the ends between which eight ratios in ten lie, None where none does, and how many pairs have none."""
    has_one = bottom * np.sign(mean) > 0
    none = int(np.count_nonzero(~has_one))
    if len(bottom) < RUNS_FOR_80:
        return (None, None), none
    ratios = np.sort(np.where(has_one, top / np.where(has_one, bottom, 1.0), np.inf)).tolist()
    ends = (quantile(ratios, share) for share in (OUTSIDE, 1 - OUTSIDE))
    low, high = (end if np.isfinite(end) else None for end in ends)  # between two pairs without one there is none
    return (low, high), none


def _interval(top: Numbers, bottom: Numbers) -> tuple[float, float]:
    from scipy.stats import bootstrap  # noqa: PLC0415 - as above

    found = bootstrap(
        (top, bottom),
        partial(_of_means),
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=0.95,
        method="BCa",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def _of_means(top: Numbers, bottom: Numbers, axis: int = -1) -> Numbers:
    means: Numbers = np.mean(top, axis=axis) / np.mean(bottom, axis=axis)
    return means
