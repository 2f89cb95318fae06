"""Means and bands over runs, and which of them the number of runs supports."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

RUNS_NEEDED = {50: 10, 80: 10, 95: 200}
"""Fewest runs for a band that holds so many percent of them.

80: one run is expected beyond each end; fewer runs are better drawn one by one, so 50 needs as many.
95: the house rule for p2.5 and p97.5 in summaries.
"""

MAIN_BAND = 80


@dataclass(frozen=True)
class Band:
    """The middle `coverage` percent of the runs: lower and upper quantile, one pair per point."""

    coverage: int
    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class Bands:
    """Mean of the runs per point, and the bands that so many runs support, widest first.

    The mean, not the median: the difference of two means is the mean effect that stands beside them.
    """

    runs: int
    mean: Numbers
    bands: tuple[Band, ...]

    def band(self, coverage: int) -> Band | None:
        """Return the band with this coverage, None if there are too few runs for it."""
        return next((band for band in self.bands if band.coverage == coverage), None)


def supported(runs: int) -> tuple[int, ...]:
    """Return the coverages in percent that `runs` runs support, widest first."""
    return tuple(sorted((c for c, needed in RUNS_NEEDED.items() if runs >= needed), reverse=True))


def checked_runs(values: Numbers, points: int, name: str) -> Numbers:
    """Return values [runs, points] as float64; raise ValueError for another shape or a missing number."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2 or array.shape[0] < 1 or array.shape[1] != points:
        raise ValueError(f"{name}: expected [runs, {points}] with at least one run, got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: every number must be finite; leave failed runs out before drawing")
    return array


def summarized(values: Numbers, wide: Numbers | None = None) -> Bands:
    """Return mean and supported bands of values [runs, points]; quantiles as `effect.quantile` has them.

    `wide` [any, points]: what bands hold instead, where more is not known than the runs differ by.
    """
    runs = values.shape[0]
    bands = []
    for coverage in supported(runs):
        tail = (1.0 - coverage / 100.0) / 2.0
        drawn = values if wide is None else wide
        low, high = np.quantile(drawn, [tail, 1.0 - tail], axis=0, method="weibull")
        bands.append(Band(coverage, low, high))
    return Bands(runs, values.mean(axis=0), tuple(bands))


def paired_difference(scenario: Numbers, baseline: Numbers) -> Numbers:
    """Return scenario − baseline run by run; row k of both is the same luck. Raise ValueError if unpaired."""
    if scenario.shape != baseline.shape:
        raise ValueError(f"runs are not paired: scenario {scenario.shape}, baseline {baseline.shape}")
    return scenario - baseline


def includes_zero(bands: Bands) -> NDArray[np.bool_] | None:
    """Return per point whether the 80 % interval holds zero; None if there are too few runs to say."""
    band = bands.band(MAIN_BAND)
    return None if band is None else (band.low <= 0.0) & (band.high >= 0.0)
