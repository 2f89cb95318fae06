"""The predictive band of what is published: how far pairs lie apart, what a year brings, what the fit missed.

Pairs spread by luck and by draws of the parameters. A figure of a coming year also departs from any path as its yearly
changes did from their mean; and where the posterior's fit is rejected, its draws are too near to each other in what it
was fitted to. Of luck, of priors and of series that are no target the J test says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, stdtrit

from laborsim.experiment.indicators.effect import Spread, quantile
from laborsim.experiment.indicators.published_series import PublishedSeries, more_series, observed, series
from laborsim.experiment.store.keyed_log import Plain
from laborsim.identity.canonical_json import parsed
from laborsim.kernels.codes import year_and_month
from laborsim.parameters.posterior import posterior_of
from laborsim.published.regions import NATION
from laborsim.scenario.horizons import posterior_path
from laborsim.scenario.scenario import Scenario

Numbers = NDArray[np.float64]

YEARS_OF_CHANGES = 6
"""Yearly changes before a base date that show how far a year departs from its drift: 2013 to 2019 for the end of 2019.
ASSUMPTION."""

FEWEST_CHANGES = 3
"""Below it the figures say nothing of their own scatter, and the error of two of them stands for it."""

LUCK = (np.arange(99) + 1) / 100
"""Chances at which the yearly departure is tabulated."""

EIGHT_IN_TEN = (0.1, 0.9)

MONTHS = 12  # a year

AGREED = 0.05
"""p of the J test below which the targets reject a fit; the usual level."""


@dataclass(frozen=True)
class YearlyShock:
    """How far a year departs from its drift [log points], and from how many free changes that is known."""

    sd: float
    freedom: int | None  # None: from the figure's own error

    def after(self, years: float, chance: float | Numbers = LUCK) -> Numbers:
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
    if "targets" not in told:  # draws that nobody says the fit of
        return 1.0
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
    low, high = np.quantile(wide_of(values, shock, years, excess), ends, method="weibull")
    return float(low), float(high)


def wide_of(values: Numbers, shock: YearlyShock, years: float, excess: float = 1.0) -> Numbers:
    """Return values [pairs] so far apart that every one has met every departure of the years [pairs, LUCK]."""
    mean = values.mean()
    apart = mean + excess * (values - mean)
    return np.asarray(apart[:, None] * np.exp(shock.after(years)), np.float64)


def excess_in(one: PublishedSeries, excess: float) -> float:
    """Return the factor for a series: the fit's where the series is made of a moment that targets have, else 1."""
    return excess if one.fitted[0] else 1.0


@cache
def _of_the_nation() -> dict[str, PublishedSeries]:
    return {one.indicator: one for one in (*series(), *more_series()) if one.indicator}


@dataclass(frozen=True)
class Ahead:
    """What is not known of levels of the coming years: pairs with draws of a posterior, from a base date on."""

    start: int  # month of the base date
    posterior: str  # name

    def wide(self, values: Numbers, indicator: str, place: str, month: int) -> Numbers | None:
        """Return values of the pairs [pairs] as far apart as the figure of a month may lie [pairs, LUCK].

        None at the base date, and where nothing was published up to it: pairs are all that is known then.
        """
        base_year, _ = year_and_month(self.start)
        one = _of_the_nation().get(indicator) if place == NATION else None
        known = values[np.isfinite(values)]
        if one is None or month <= self.start or not len(known):
            return None
        try:
            shock = yearly_shock(one, base_year)
        except LookupError:
            return None
        return wide_of(known, shock, (month - self.start) / MONTHS, excess_in(one, excess_of(self.posterior)))

    def spread(self, spread: Spread | None, values: Numbers, indicator: str, place: str, month: int) -> Spread | None:
        """Return a spread of levels over pairs whose quantiles are those of what is to be expected.

        The mean stays: of two means the difference is the mean effect.
        """
        wide = self.wide(values, indicator, place, month)
        if wide is None or spread is None:
            return spread
        ordered = np.sort(wide, axis=None).tolist()

        def end(of_pairs: float | None, share: float) -> float | None:
            return None if of_pairs is None else quantile(ordered, share)

        return replace(
            spread,
            p2_5=end(spread.p2_5, 0.025),
            p10=end(spread.p10, 0.1),
            p90=end(spread.p90, 0.9),
            p97_5=end(spread.p97_5, 0.975),
        )


def ahead_of(scenario: Scenario) -> Ahead | None:
    """Return what is not known of the levels of a scenario's runs; None where its pairs have no draws."""
    posterior = None if scenario.run.draws == 0 else posterior_of(scenario)
    return None if posterior is None else Ahead(scenario.horizon.start, posterior.name)
