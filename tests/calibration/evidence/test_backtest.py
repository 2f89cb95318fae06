"""The backtest: it starts early, hears the news, knows nothing later, and is scored as it deserves."""

import json

import numpy as np
import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.evidence.backtest import KNOWN_TO, OPENED, Origin, fan, forecast, score, world
from laborsim.calibration.evidence.holdout_log import note_opening, openings
from laborsim.calibration.evidence.macro_news import LOCKDOWN, NEW_JOBS, pass_through, read_news
from laborsim.calibration.evidence.studies import EvidenceSizes, rolling_coverage
from laborsim.calibration.evidence.study_log import StudyLog
from laborsim.calibration.targets.calibration_file import load_calibration
from laborsim.experiment.indicators.published_series import observed, series
from laborsim.kernels.codes import month_number
from laborsim.parameters.parameters import Parameters

NEWS = ROOT / "calibration" / "backtest-news.csv"
ORIGIN = Origin(2017, 2023, KNOWN_TO, 200_000)


@pytest.fixture(scope="module")
def news():
    return read_news(NEWS)


@pytest.fixture(scope="module")
def paths(news, tmp_path_factory):
    study_log = StudyLog(tmp_path_factory.mktemp("backtest") / "notebook.jsonl")
    return forecast(Origin(2017, 2018, 2017, 200_000), news, [Parameters()] * 2, study_log)


def test_the_world_of_the_backtest_hears_the_lockdown_and_the_growth_of_every_year(news):
    shocks = {shock.name: shock for shock in world(ORIGIN, news, Parameters()).shocks}
    month = month_number(*LOCKDOWN)
    assert shocks["lockdown_recall"].schedule.at(month) == pytest.approx(news.sent_home)
    assert shocks["lockdown_recall"].schedule.at(month + 1) is None
    assert shocks["lockdown_vacancies"].schedule.at(month) < 1
    assert shocks["lockdown_vacancies"].schedule.at(month_number(2021, 1)) == 1.0
    assert shocks["pay_path_urban"].schedule.at(month_number(2017, 12)) == pytest.approx(1.0)
    assert shocks["pay_path_urban"].schedule.at(month_number(2023, 12)) == pytest.approx(1.0)


def test_a_forecast_that_ends_before_2020_hears_of_no_lockdown(news):
    names = {shock.name for shock in world(Origin(2017, 2019, 2017, 200_000), news, Parameters()).shocks}
    assert not any("lockdown" in name for name in names)


def test_pays_answer_to_growth_uses_no_pay_after_the_year_that_may_be_known(news):
    assert pass_through("outbound", news, 2017) != pass_through("outbound", news, 2019)
    later = world(ORIGIN, news, Parameters()).context
    earlier = world(Origin(2017, 2023, 2017, 200_000), news, Parameters()).context
    assert later.wage_growth_urban != earlier.wage_growth_urban


def test_news_without_a_shock_path_are_refused(tmp_path):
    path = tmp_path / "news.csv"
    lines = [line for line in NEWS.read_text(encoding="utf-8").splitlines() if "out for work" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KeyError):
        read_news(path)
    assert NEW_JOBS in NEWS.read_text(encoding="utf-8")


def test_the_calibration_of_the_backtest_fits_nothing_after_2019():
    calibration = load_calibration(ROOT / "calibration" / "backtest-2017.yaml")
    assert calibration.until == KNOWN_TO and calibration.base_year < KNOWN_TO
    assert all(one.year is None or one.year <= KNOWN_TO for one in calibration.targets if one.use != "monitor")


def test_a_forecast_starts_from_what_was_published(paths):
    for one in series()[:4]:
        assert paths[one.name][:, 0] == pytest.approx(one.observed(2017), rel=0.02)


def test_a_forecast_is_not_simulated_twice(paths, news, tmp_path, monkeypatch):
    origin = Origin(2017, 2018, 2017, 200_000)
    first = forecast(origin, news, [Parameters()], StudyLog(tmp_path / "notebook.jsonl"))

    def again(*_):
        raise AssertionError("simulated again")

    monkeypatch.setattr("laborsim.calibration.evidence.backtest.simulate", again)
    second = forecast(origin, news, [Parameters()], StudyLog(tmp_path / "notebook.jsonl"))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_a_line_that_a_kill_cut_short_is_done_again(tmp_path, monkeypatch):
    monkeypatch.setattr("laborsim.calibration.evidence.study_log.code_hash", lambda *_: "code")
    path = tmp_path / "notebook.jsonl"
    StudyLog(path).once({"study": "a"}, lambda: {"x": 1})
    path.write_text(path.read_text(encoding="utf-8") + '{"key": "half', encoding="utf-8")
    done = []
    assert StudyLog(path).once({"study": "a"}, lambda: done.append(1) or {"x": 2}) == {"x": 1}
    assert StudyLog(path).once({"study": "b"}, lambda: done.append(1) or {"x": 2}) == {"x": 2}
    assert done == [1]


def test_a_fan_widens_with_the_years_and_holds_its_own_median():
    one = series()[0]
    paths = np.full((5, 7), 290.0)
    low, middle, high = fan(one, paths, ORIGIN)
    assert np.all(middle == 290.0) and low[0] == high[0] == 290.0
    assert np.all(np.diff(high - low) > 0) and np.all(low <= middle) and np.all(middle <= high)


def test_a_perfect_forecast_is_ahead_and_a_bad_one_loses(news):
    one = series()[0]
    seen = [one.observed(year) for year in range(2017, 2024)]
    perfect = score(one, np.array([seen] * 3), ORIGIN, news, OPENED)
    bad = score(one, np.array([seen] * 3) * 1.2, ORIGIN, news, OPENED)
    assert perfect.error == 0 and perfect.ahead and perfect.inside == 4 and perfect.theil_u == 0
    assert bad.error == pytest.approx(20) and not bad.ahead_of_naive and bad.inside == 0 and bad.theil_u > 1


def test_every_look_that_sees_something_new_is_logged_once(news, tmp_path):
    four = series()[:4]
    path = tmp_path / "looks.csv"

    def opened(factor):
        return [
            score(
                one, np.array([[one.observed(year) for year in range(2017, 2024)]] * 3) * factor, ORIGIN, news, OPENED
            )
            for one in four
        ]

    note_opening(path, opened(1.0), "first")
    note_opening(path, opened(1.0), "the same")
    note_opening(path, opened(1.01), "another")
    assert [one["note"] for one in openings(path)] == ["first", "another"]
    assert openings(path)[1]["total"] == "1.00"


def test_every_series_of_the_backtest_was_published_in_the_opened_years():
    for one in series():
        assert observed(one, OPENED), one.name
    json.dumps([one.name for one in series()])


@pytest.fixture(scope="module")
def held(news, tmp_path_factory):
    """How bands hold what was published to 2019, at the size that the page has."""
    log = StudyLog(tmp_path_factory.mktemp("coverage") / "notebook.jsonl")
    return rolling_coverage(news, log, EvidenceSizes(backtest_draws=20))


@pytest.mark.slow
def test_bands_of_eight_in_ten_hold_seven_in_ten_of_what_was_published_to_2019_and_beat_a_drift(held):
    assert held["points"] >= 50
    assert held["inside"] / held["points"] >= 0.7
    assert held["score"] < held["drift"]


@pytest.mark.slow
@pytest.mark.xfail(reason="known miss: 52 of 57 inside, the bands are a little too wide", strict=True)
def test_they_hold_no_more_than_nine_in_ten(held):
    assert held["inside"] / held["points"] <= 0.9
