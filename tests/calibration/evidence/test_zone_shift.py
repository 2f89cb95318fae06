"""The shift of work that the backtest carries on: read off what was published, and nothing later."""

import numpy as np
import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.evidence import zone_shift as module
from laborsim.calibration.evidence.backtest import KNOWN_TO, Origin, world
from laborsim.calibration.evidence.macro_news import read_news
from laborsim.calibration.evidence.studies import ROLLING
from laborsim.calibration.evidence.zone_shift import SERIES, published_shift
from laborsim.kernels.codes import ZONES
from laborsim.parameters.parameters import Parameters
from laborsim.published.figures import by_zone
from laborsim.report.pages.validation import shift_part

NEWS = read_news(ROOT / "calibration" / "backtest-news.csv")


def test_the_shift_is_the_growth_of_the_zones_less_that_of_their_sum():
    found = published_shift(KNOWN_TO)
    first, last = (np.array([by_zone(SERIES, zone, year).number for zone in ZONES]) for year in (2016, KNOWN_TO))
    asked = np.array([1 + found.growth.of(zone) for zone in ZONES]) ** (KNOWN_TO - 2016)
    assert (found.first, found.last) == (2016, KNOWN_TO)
    assert asked == pytest.approx(last / first * first.sum() / last.sum())


def test_work_shifted_from_the_coast_to_the_west_and_the_middle():
    for known_to in (2017, 2018, KNOWN_TO):
        found = published_shift(known_to).percent
        assert found["East"] < 0 < found["Central"] < found["West"]


def test_no_figure_after_the_year_that_may_be_known_is_looked_at(monkeypatch):
    asked = []

    def watched(kind, zone, year):
        asked.append(year)
        return by_zone(kind, zone, year)

    monkeypatch.setattr(module, "by_zone", watched)
    for known_to in (2017, 2018, KNOWN_TO):
        asked.clear()
        assert published_shift(known_to).last == max(asked) == known_to


def test_figures_from_memory_keep_their_mark():
    assert by_zone(SERIES, "West", 2016).confidence == "recalled"
    assert by_zone(SERIES, "West", 2018).confidence == "seen"
    assert published_shift(2018).marks == ("2016 recalled",)
    assert published_shift(KNOWN_TO).marks == ("2016 recalled", f"{KNOWN_TO} derived")


def test_one_year_shows_no_shift_and_the_forecast_carries_on_none():
    assert published_shift(2016) is None
    assert world(Origin(2017, 2018, 2016, 200_000), NEWS, Parameters()).context.jobs_growth_by_zone is None


def test_every_start_carries_on_the_shift_that_was_known_there():
    for base_year, last in ROLLING:
        origin = Origin(base_year, last, base_year, 200_000)
        carried = world(origin, NEWS, Parameters()).context.jobs_growth_by_zone
        assert carried == published_shift(base_year).growth
    later = world(Origin(2017, 2023, KNOWN_TO, 200_000), NEWS, Parameters()).context.jobs_growth_by_zone
    assert later == published_shift(KNOWN_TO).growth != published_shift(2017).growth


def test_the_page_shows_each_shift_once_with_its_years_and_the_mark_of_memory():
    shift = {"first": 2016, "last": 2018, "growth": {zone: -1.25 for zone in ZONES}, "marks": ["2016 recalled"]}
    page = shift_part([{"known_to": 2018, "shift": shift}] * 2)
    assert page.count("| up to 2018 | 2016 to 2018 (2016 recalled) | −1.3 |") == 1


def test_the_page_says_of_forecasts_without_a_shift_that_they_have_none():
    assert "is not in the forecast" in shift_part([{"known_to": 2018}, {"known_to": 2019, "shift": None}])
