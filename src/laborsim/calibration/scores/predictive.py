"""The predictive band of a published series: how far pairs lie apart, what a year brings, what the fit missed.

Pairs spread by luck and by draws of the parameters. A figure of a coming year also departs from any path as its yearly
changes did from their mean; and where the posterior's fit is rejected, its draws are too near to each other in what it
was fitted to. Of luck, of priors and of series that are no target the J test says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, stdtrit

from laborsim.calibration.scores.naive_forecasts import walk_and_drift
from laborsim.calibration.scores.published_series import PublishedSeries, observed
from laborsim.experiment.store.keyed_log import Plain
from laborsim.identity.canonical_json import parsed
from laborsim.scenario.horizons import posterior_path

Numbers = NDArray[np.float64]

YEARS_OF_CHANGES = 6
"""Yearly changes before a base date that show how far a year departs from its drift: 2013 to 2019 for the end of 2019.
ASSUMPTION."""

FEWEST_CHANGES = 3
"""Below it the figures say nothing of their own scatter, and the error of two of them stands for it."""

LUCK = (np.arange(99) + 1) / 100
"""Chances at which the yearly departure is tabulated."""

EIGHT_IN_TEN = (0.1, 0.9)

AGREED = 0.05
"""p of the J test below which the targets reject a fit; the usual level."""


@dataclass(frozen=True)
class YearlyShock:
    """How far a year departs from its drift [log points], and from how many free changes that is known."""

    sd: float
    freedom: int | None  # None: from the figure's own error

    def after(self, years: int, chance: float | Numbers = LUCK) -> Numbers:
        """Return the departure after so many years at some chances [log points]: a random walk of such steps."""
        known = NormalDist().inv_cdf if self.freedom is None else None
        step = stdtrit(self.freedom, chance) if known is None else np.vectorize(known)(chance)
        return np.asarray(self.sd * np.sqrt(years) * step, dtype=np.float64)


def yearly_shock(one: PublishedSeries, known_to: int) -> YearlyShock:
    """Return what a forecaster at the end of `known_to` can know of how far a year departs from any drift.

    Few changes are known, so that the departure is Student's t. Where there are fewer still, it is what two figures
    with their own errors differ by. Raises LookupError where nothing was published up to then.
    """
    past = observed(one, range(known_to - YEARS_OF_CHANGES, known_to + 1))
    logs = {year: float(np.log(value)) for year, value in past.items()}
    changes = [logs[year] - logs[year - 1] for year in logs if year - 1 in logs]
    if len(changes) < FEWEST_CHANGES:
        if not past:
            raise LookupError(f"{one.name}: nothing was published from {known_to - YEARS_OF_CHANGES} to {known_to}")
        last = max(past)
        return YearlyShock(one.standard_error(last) / abs(past[last]) * np.sqrt(2), None)
    return YearlyShock(float(np.std(changes, ddof=1)), len(changes) - 1)


@cache
def excess_of(posterior: str) -> float:
    """Return the factor by which the draws of a shipped posterior lie too near to each other; "" = no posterior.

    Where the targets reject the fit, it is the root of J ÷ degrees of freedom (Birge 1932); else 1.
    """
    if not posterior:
        return 1.0
    told = parsed(posterior_path(posterior).with_suffix(".json").read_bytes())
    estimated = sum(one["estimate"] != one["start"] for one in told["parameters"])  # the others stay at their prior
    return excess_of_fit(told["targets"], estimated)


def excess_of_fit(targets: Sequence[Plain], estimated: int) -> float:
    """Return the same of the rows of a table of targets and the number of parameters estimated on them."""
    misses = [target["miss"] for target in targets if target["use"] == "fit" and not target["solved"]]
    j, freedom = sum(miss**2 for miss in misses), len(misses) - estimated
    rejected = freedom > 0 and float(chdtrc(freedom, j)) < AGREED
    return float(np.sqrt(j / freedom)) if rejected else 1.0


def band(
    values: Numbers, shock: YearlyShock, years: int, excess: float = 1.0, ends: tuple[float, float] = EIGHT_IN_TEN
) -> tuple[float, float]:
    """Return between which values a figure lies so many years ahead; values: of the pairs, defined [pairs].

    Pairs lie `excess` times as far from their mean, and each meets every departure of the years.
    """
    mean = values.mean()
    apart = mean + excess * (values - mean)
    wide = apart[:, None] * np.exp(shock.after(years))
    low, high = np.quantile(wide, ends)
    return float(low), float(high)


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


def excess_in(one: PublishedSeries, excess: float) -> float:
    """Return the factor for a series: the fit's where the series is made of a moment that targets have, else 1."""
    return excess if one.fitted[0] else 1.0


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
