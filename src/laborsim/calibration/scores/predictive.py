"""How bands of eight in ten hold what was published, beside those of a drift."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.scores.naive_forecasts import walk_and_drift
from laborsim.experiment.indicators.predictive import EIGHT_IN_TEN, YEARS_OF_CHANGES, band, excess_in, yearly_shock
from laborsim.experiment.indicators.published_series import PublishedSeries, observed

Numbers = NDArray[np.float64]


def drift_band(one: PublishedSeries, known_to: int, year: int) -> tuple[float, float]:
    """Return the same of the drift of the figures up to `known_to`, which is what a band has to beat.

    Raises LookupError where nothing was published up to then.
    """
    shock = yearly_shock(one, known_to)
    past = observed(one, range(known_to - YEARS_OF_CHANGES, known_to + 1))
    _, drift = walk_and_drift(past, (year,))
    low, high = float(drift[0]) * np.exp(shock.after(year - known_to, np.array(EIGHT_IN_TEN)))
    return float(low), float(high)


def interval_score(low: float, high: float, seen: float) -> float:
    """Return how good a band of eight in ten is: its width, and ten times what it misses by (Gneiting & Raftery 2007).

    The less the better, in the unit of its ends.
    """
    missed = max(low - seen, seen - high, 0.0)
    return high - low + 2 / (EIGHT_IN_TEN[0] + 1 - EIGHT_IN_TEN[1]) * missed


@dataclass(frozen=True)
class Coverage:
    """How bands of eight in ten hold what was published, all series together; scores in percent of the figure."""

    points: int
    inside: int
    score: float
    drift: float

    @property
    def share(self) -> float:
        """Part of the points that lie inside."""
        return self.inside / self.points


Ends = tuple[float, float]


def bands_of(
    all_series: Iterable[PublishedSeries],
    paths: Mapping[str, Numbers],
    base_year: int,
    years: Sequence[int],
    excess: float = 1.0,
) -> list[tuple[Ends, Ends, float]]:
    """Return (band, drift's band, what was published) of every series and year of which something was published.

    paths: by series [pairs, years], the first of the base year. What nobody had published up to it has no drift.
    """
    found = []
    for one in all_series:
        seen = observed(one, tuple(years))
        if not observed(one, range(base_year - YEARS_OF_CHANGES, base_year + 1)):
            continue
        shock = yearly_shock(one, base_year)
        for year, value in seen.items():
            ahead = year - base_year
            ours = band(paths[one.name][:, ahead], shock, ahead, excess_in(one, excess))
            found.append((ours, drift_band(one, base_year, year), value))
    return found


def coverage(points: Sequence[tuple[Ends, Ends, float]]) -> Coverage:
    """Return the coverage of (band, drift's band, what was published). Raises ValueError for no points."""
    if not points:
        raise ValueError("coverage of no points")
    inside = sum(low <= seen <= high for (low, high), _, seen in points)
    ours = [100 * interval_score(low, high, seen) / abs(seen) for (low, high), _, seen in points]
    drift = [100 * interval_score(low, high, seen) / abs(seen) for _, (low, high), seen in points]
    return Coverage(len(points), inside, float(np.mean(ours)), float(np.mean(drift)))
