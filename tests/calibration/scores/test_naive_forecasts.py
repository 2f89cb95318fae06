"""Rivals: the naive forecasts that the backtest has to beat are the ones that were agreed on."""

import numpy as np
import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.evidence.backtest import OPENED
from laborsim.calibration.evidence.macro_news import read_news
from laborsim.calibration.scores.naive_forecasts import FIRST, LAST, RIVALS, forecasts, mean_absolute_error, theil_u
from laborsim.experiment.indicators.published_series import observed, series

NEWS = ROOT / "calibration" / "backtest-news.csv"

AGREED = {  # design: calibration, "Backtest": mean absolute error of random walk, drift and trend, percent
    "total": (1.58, 2.15, 2.44),
    "outbound": (1.73, 3.02, 3.09),
    "local": (3.36, 1.58, 1.77),
    "pay": (11.1, 1.29, 1.14),
}


@pytest.mark.parametrize("one", series()[:4], ids=lambda one: one.name)
def test_the_rivals_miss_by_what_the_protocol_says(one):
    seen = observed(one, OPENED)
    known = forecasts(observed(one, range(FIRST, LAST + 1)), OPENED, read_news(NEWS).growth)
    values = np.array(list(seen.values()))
    for rival, agreed in zip(RIVALS, AGREED[one.name], strict=False):
        assert mean_absolute_error(known[rival], values) == pytest.approx(agreed, abs=0.05 if agreed > 10 else 0.006)


def test_a_year_without_growth_stops_the_rival_that_hears_the_news():
    growth = {year: 5.0 for year in range(2016, 2020)} | {2020: 0.0, 2021: 5.0}
    known = forecasts({2015: 100.0, 2019: 120.0}, (2020, 2021), growth)["drift with the news"]
    assert known[0] == pytest.approx(120.0)
    assert known[1] == pytest.approx(120.0 * 1.2 ** (1 / 4))


def test_a_rival_uses_no_figure_after_the_last_year_it_may_know():
    past = {2015: 100.0, 2016: 102.0, 2017: 104.0}
    known = forecasts(past, (2018,), dict.fromkeys(range(2016, 2019), 5.0))
    assert known["random walk"][0] == 104.0 and known["drift"][0] == pytest.approx(106.0)


def test_theils_u_is_below_one_for_the_better_forecast():
    seen = np.array([100.0, 100.0])
    assert theil_u(np.array([101.0, 99.0]), np.array([102.0, 98.0]), seen) == pytest.approx(0.5)
