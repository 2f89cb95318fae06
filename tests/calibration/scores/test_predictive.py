"""The band of a coming figure: pairs, what a year brings by itself, and what a rejected fit missed."""

import numpy as np
import pytest

from laborsim.calibration.scores.predictive import Coverage, bands_of, coverage, drift_band, interval_score
from laborsim.experiment.indicators.predictive import (
    FEWEST_CHANGES,
    YEARS_OF_CHANGES,
    YearlyShock,
    band,
    excess_in,
    excess_of,
    excess_of_fit,
    yearly_shock,
)
from laborsim.experiment.indicators.published_series import more_series, observed, series

TOTAL = series()[0]
NAMED = {one.name: one for one in (*series(), *more_series())}


def test_a_forecaster_knows_no_figure_after_the_base_date(monkeypatch):
    asked = []

    def spied(one, years):
        asked.extend(years)
        return observed(one, years)

    for module in ("calibration.scores", "experiment.indicators"):
        monkeypatch.setattr(f"laborsim.{module}.predictive.observed", spied)
    yearly_shock(TOTAL, 2017), drift_band(TOTAL, 2017, 2019)
    assert min(asked) == 2017 - YEARS_OF_CHANGES and max(asked) == 2017


def test_the_yearly_departure_is_that_of_published_changes_from_their_mean():
    past = observed(TOTAL, range(2011, 2018))
    changes = np.diff(np.log(list(past.values())))
    found = yearly_shock(TOTAL, 2017)
    assert found.sd == pytest.approx(np.std(changes, ddof=1)) and found.freedom == len(changes) - 1 == 5


def test_where_few_changes_are_known_two_figures_differ_by_their_errors():
    one = NAMED["women, local"]
    past = observed(one, range(2012, 2019))
    assert sum(year - 1 in past for year in past) < FEWEST_CHANGES
    found = yearly_shock(one, 2018)
    last = max(past)
    assert found.freedom is None
    assert found.sd == pytest.approx(one.standard_error(last) / past[last] * 2**0.5)


def test_a_series_that_nobody_had_published_is_refused():
    with pytest.raises(LookupError, match="founders, count: nothing was published from 2008 to 2014"):
        yearly_shock(NAMED["founders, count"], 2014)


def test_a_band_is_wider_the_further_ahead_the_less_is_known_and_the_worse_the_fit():
    pairs = np.linspace(99.0, 101.0, 20)

    def width(shock, years=1, excess=1.0):
        low, high = band(pairs, shock, years, excess)
        return high - low

    nothing, known, hardly = YearlyShock(0.0, 5), YearlyShock(0.01, 5), YearlyShock(0.01, 2)
    assert width(nothing) == pytest.approx(0.8 * 2 * 21 / 19, rel=0.01)  # of one draw more, not of these twenty
    assert width(nothing) < width(known) < width(hardly)
    assert width(known) < width(known, years=3)
    assert width(nothing, excess=2.0) == pytest.approx(2 * width(nothing))


def test_only_a_rejected_fit_widens_and_only_what_it_was_fitted_to():
    rows = [{"use": "fit", "solved": False, "miss": miss} for miss in (3.0, 2.0, 1.0)]
    others = [{"use": "fit", "solved": True, "miss": 9.0}, {"use": "monitor", "solved": False, "miss": 9.0}]
    assert excess_of_fit([*rows, *others], 1) == pytest.approx((14 / 2) ** 0.5)
    assert excess_of_fit([{**row, "miss": 1.0} for row in rows], 1) == 1.0
    assert excess_of_fit(rows, 3) == 1.0, "no degree of freedom is left"
    assert excess_in(NAMED["mean age"], 2.0) == 2.0 and excess_in(TOTAL, 2.0) == 1.0


def test_the_shipped_posterior_is_of_a_rejected_fit():
    assert excess_of("") == 1.0
    assert excess_of("national-2023") == pytest.approx((20.4 / 5) ** 0.5, rel=0.05)


def test_the_interval_score_is_the_width_and_ten_times_the_miss():
    assert interval_score(1.0, 3.0, 2.0) == pytest.approx(2.0)
    assert interval_score(1.0, 3.0, 3.5) == pytest.approx(2.0 + 10 * 0.5)
    assert interval_score(1.0, 3.0, 0.5) == pytest.approx(2.0 + 10 * 0.5)


def test_coverage_counts_every_point_and_compares_with_the_drift():
    points = [((9.0, 11.0), (8.0, 12.0), 10.0), ((9.0, 11.0), (8.0, 12.0), 11.5)]
    found = coverage(points)
    assert found == Coverage(2, 1, pytest.approx((20 + 100 * 7 / 11.5) / 2), pytest.approx((40 + 400 / 11.5) / 2))
    assert found.share == 0.5
    with pytest.raises(ValueError, match="coverage of no points"):
        coverage([])


def test_bands_of_all_series_are_pooled_where_something_was_published_before_and_after():
    paths = {one.name: np.tile(np.linspace(0.9, 1.1, 10)[:, None], 3) for one in series()}
    found = bands_of(series(), paths, 2017, (2018, 2019))
    known = [one for one in series() if observed(one, range(2011, 2018))]
    assert len(found) == sum(len(observed(one, (2018, 2019))) for one in known)
