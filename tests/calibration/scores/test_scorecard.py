"""A run beside what was published: the right figures, the right years, misses in errors, and what does not count."""

import csv
import json

import numpy as np
import pytest
from click.testing import CliRunner
from tests.experiment.stand_in import fake_simulate
from tests.scenario.files import ROOT

from laborsim.calibration.scores.naive_forecasts import FIRST, LAST, forecasts
from laborsim.calibration.scores.published_provinces import province_figures
from laborsim.calibration.scores.scorecard import (
    every_series,
    observations,
    published_years,
    scorecard,
    scorecard_of,
    scores_of,
)
from laborsim.cli import main
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.predictive import band, yearly_shock
from laborsim.experiment.indicators.published_series import AGE_ERROR, RELATIVE_ERROR, observed, series
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.kernels.codes import month_number
from laborsim.published.figures import annual, pay
from laborsim.published.simulated_share import simulated_share
from laborsim.report.answers.scorecard import COLUMNS, reading_lines, scorecard_part, verdict_lines, year_tables
from laborsim.report.text.labels import SERIES
from laborsim.scenario.scenario import Horizon

SCENARIO = ROOT / "scenarios" / "baseline-2019.yaml"


def made(folder, *overrides) -> Run:
    asked = ask(SCENARIO, Changes(replicates=10, scale=50_000, overrides=overrides))
    return run(asked, Options(out=folder, engine=Engine(1, fake_simulate)))


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Run:
    return made(tmp_path_factory.mktemp("runs"), "horizon.end=2022-12")


def test_a_run_from_2019_stands_beside_the_figures_of_its_years(short):
    card = scorecard(short)
    assert card.years == (2019, 2020, 2021, 2022) and card.unreached == (2023,)
    total = {score.year: score for score in card.scores if score.series == "total"}
    assert {year: score.published for year, score in total.items()} == {
        year: annual("total", year).persons / 1e6 for year in card.years
    }
    paths = short.series("migrant_workers") / 1e6
    assert total[2021].simulated == pytest.approx(paths[:, 24].mean())
    low, high = np.percentile(paths[:, 24], [10, 90])
    assert total[2021].low < low and total[2021].high > high, "a year also departs by itself"
    assert (total[2021].low, total[2021].high) == band(paths[:, 24], yearly_shock(series()[0], 2019), 2)
    assert total[2021].miss == pytest.approx((total[2021].simulated - total[2021].published) / total[2021].error)


def test_every_series_with_a_figure_in_a_year_is_there_and_no_other(short):
    for year in (2020, 2022):
        (found,) = {year: {s.series for s in scorecard(short, [year]).scores} for year in [year]}.values()
        assert found == {one.name for one in every_series() if observed(one, (year,))}
    assert "founders, count" not in {score.series for score in scorecard(short, [2021]).scores}


def test_only_what_nothing_was_fitted_to_is_a_test(tmp_path):
    card = scorecard(made(tmp_path))
    standings = {(score.series, score.year): score.standing for score in card.scores}
    assert {standing for (_, year), standing in standings.items() if year == 2019} == {"base date"}
    fitted = {key for key, standing in standings.items() if standing == "fitted"}
    sides = ("mean age, local", "mean age, outbound", "women, local", "women, outbound")
    assert fitted == {(name, 2023) for name in sides}, "targets of the posterior that the run draws from"
    assert card.posterior == "national-2023"
    said = " ".join(reading_lines(card, "en"))
    assert "21 figures of the base date (met by construction)" in said and "Women, local 2023" in said


def test_the_two_headlines_of_a_report_on_towns_have_rows_and_are_no_tests(short):
    card = scorecard(short, [2020])
    rows = {score.series: score for score in card.scores if score.standing == "scaled"}
    unemployment = 100 * short.series("unemployment_surveyed")[:, 12]
    assert rows.keys() == {"urban unemployment", "new urban jobs"}
    assert (rows["urban unemployment"].published, rows["new urban jobs"].published) == (5.6, 11.86)
    assert rows["urban unemployment"].simulated == pytest.approx(unemployment.mean())
    assert {name: row.share for name, row in rows.items()} == {
        "urban unemployment": simulated_share("unemployment_surveyed", year=2019), "new urban jobs": 0.5,
    }  # fmt: skip
    assert not any(score.standing == "scaled" for score in card.tests) and rows["new urban jobs"].is_inside is None
    assert "New urban jobs (a trend of the base year; 50\u00a0% simulated)" in " ".join(reading_lines(card, "en"))


def test_the_trend_of_a_later_base_year_knows_the_total_of_2023():
    world = ask(SCENARIO).scenario
    later = world.model_copy(update={"horizon": Horizon(start=month_number(2022, 12), end=month_number(2023, 12))})
    paths = {one.name: np.ones((10, 2)) for one in every_series()}
    card = scorecard_of(paths, 2022, {one.name: observations(one, (2023,)) for one in every_series()}, later)
    standings = {score.series: score.standing for score in card.scores}
    assert standings["total"] == "fitted" and standings["pay"] == "test"


def test_a_forecast_that_is_right_misses_nothing_and_beats_the_rivals():
    years = (2020, 2021, 2022, 2023)
    for one in series()[:4]:
        path = np.array([[one.observed(year) for year in (2019, *years)]] * 10)
        spread = np.linspace(-1, 1, 10)[:, None] * one.standard_error(2023)
        for score in scores_of(one, path + spread, 2019, observations(one, years), {}):
            assert score.miss == pytest.approx(0.0, abs=1e-9) and score.is_inside is True
            walk, drift = score.rivals
            assert abs(walk) > 0 and abs(drift) > 0


def test_the_rivals_are_those_of_the_backtest_and_know_nothing_after_the_base_date():
    one = series()[0]
    growth = dict.fromkeys(range(2016, 2024), 5.0)
    agreed = forecasts(observed(one, range(FIRST, LAST + 1)), (2020, 2023), growth)
    found = scores_of(one, np.ones((10, 5)), 2019, observations(one, (2020, 2023)), {})
    assert [score.no_change for score in found] == agreed["random walk"].tolist()
    assert [score.drift for score in found] == pytest.approx(agreed["drift"].tolist())


def test_few_pairs_have_no_band():
    one = series()[0]
    (score,) = scores_of(one, np.ones((9, 2)), 2019, observations(one, (2020,)), {})
    assert (score.low, score.high, score.is_inside) == (None, None, None)


def test_the_declared_errors_are_those_of_the_calibration_to_2017():
    with (ROOT / "calibration" / "targets-2017.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row["se"] for row in csv.DictReader(line for line in file if not line.startswith("#"))}
    assert {rows[name] for name in ("workers", "local", "pay_local")} == {f"{RELATIVE_ERROR:.1%}"}
    assert float(rows["age_all"]) == AGE_ERROR


def test_an_error_is_at_least_what_rounding_hides():
    lifted = next(one for one in every_series() if one.name == "pay, outbound ÷ local")
    assert lifted.standard_error(2020) >= RELATIVE_ERROR * lifted.observed(2020)
    coarse = next(one for one in every_series() if one.name == "unemployment of migrants in towns")
    assert coarse.standard_error(2023) == pytest.approx(0.2)
    assert pay("all", 2020).number * RELATIVE_ERROR == pytest.approx(series()[3].standard_error(2020))


def test_every_series_has_a_name_in_both_languages():
    names = {one.name for one in every_series()} | {one.series for one in province_figures()}
    assert names <= SERIES.keys()
    assert all(SERIES[name].zh for name in names)


def test_a_run_about_a_province_stands_beside_the_figures_of_that_province_and_of_no_other(tmp_path):
    run_ = made(tmp_path, "horizon.end=2021-12", "regions=[CN-GS]")
    card = scorecard(run_)
    found = {(score.place, score.series, score.year): score for score in card.provinces}
    assert found.keys() == {("CN-GS", "new urban jobs", 2020), ("CN-GS", "labour transferred per year", 2020)}
    jobs = found["CN-GS", "new urban jobs", 2020]
    assert (jobs.published, jobs.mark, jobs.sources) == (0.3568, "(recalled)", ("gs_npc",))
    assert (jobs.standing, jobs.share, jobs.is_inside) == ("scaled", 0.5, None)
    assert jobs.simulated == pytest.approx(run_.series("new_urban_jobs", "CN-GS")[:, 12].mean() / 1e6)
    assert jobs.miss == pytest.approx((jobs.simulated - 0.3568) / (0.005 * 0.3568))
    assert found["CN-GS", "labour transferred per year", 2020].standing == "another concept"
    assert not {score.place for score in card.scores} - {"CN"} and card.silent == ()
    shown = {row[0]: row for title, _, rows in year_tables(card) if "provinces" in title for row in rows}
    assert shown["Gansu: New urban jobs, million (recalled)"][-1] == "no test: partly scaled"
    assert any("(50\u00a0% of it is simulated)" in line for line in reading_lines(card, "en"))


def test_counts_of_survey_offices_are_tests_read_in_their_month(short):
    card = scorecard(short, [2021])
    yunnan = {(score.series, score.published): score for score in card.provinces if score.place == "CN-YN"}
    assert {score.standing for score in yunnan.values()} == {"test"} and len(yunnan) == 6
    june = short.series("outbound_workers", "CN-YN")[:, 18]
    assert yunnan["outbound", 6.179].simulated == pytest.approx(june.mean() / 1e6)
    assert yunnan["outbound", 6.179].error == pytest.approx(0.1 * 6.179)
    inside = short.series("outbound_intraprovince", "CN-YN")[:, 18] / june
    (share,) = [one for one in yunnan.values() if one.simulated == pytest.approx(100 * inside.mean())]
    assert (share.series, share.unit) == ("inside_share", "percent") and 61 < share.published < 62
    assert {score.standing for score in card.provinces if score.concept == "administrative"} == {"another concept"}
    in_means = [score for score in card.scores if score.standing == "test" and None not in score.rivals]
    assert card.tally(2021).figures == len(in_means) and not any(None not in s.rivals for s in card.provinces)


def test_a_national_run_has_every_province_with_figures_and_a_province_without_is_named(short, tmp_path):
    assert {score.place for score in scorecard(short).provinces} == {"CN-CQ", "CN-GS", "CN-SC", "CN-YN"}
    card = scorecard(made(tmp_path, "horizon.end=2020-12", "regions=[CN-GZ]"))
    assert card.provinces == () and card.silent == ("CN-GZ",)
    assert any("published of Guizhou in these years" in line for line in reading_lines(card, "en"))
    assert any("贵州" in line for line in reading_lines(card, "zh"))


def test_no_target_plan_or_level_of_a_measure_is_an_outcome_of_a_province():
    for one in province_figures():
        assert not any(word in one.series for word in ("target", "planned", "workshops", "census", "living"))
        assert one.concept in ("administrative", "scaled") or one.source_id.startswith("so_"), one.source_id


def test_a_year_that_the_run_does_not_reach_is_refused_in_one_sentence(short):
    with pytest.raises(WrongInput) as refused:
        scorecard(short, [2020, 2023])
    said = str(refused.value)
    assert said.startswith(
        f"2023 is asked for, which {short.path} does not reach (2019-12 to 2022-12): run its scenario"
    )
    assert "\n" not in said


def test_a_year_without_figures_and_a_run_that_reaches_none_are_refused(short, monkeypatch):
    with pytest.raises(WrongInput, match="nothing is published of 2031: the figures are of 2008 to 2023"):
        scorecard(short, [2031])
    monkeypatch.setattr("laborsim.calibration.scores.scorecard.published_years", lambda: (2017, 2018))
    with pytest.raises(WrongInput, match=r"reaches no year with published figures .*of 2017 to 2018"):
        scorecard(short)


def test_without_a_later_year_only_counts_of_provinces_are_tests(short):
    card = scorecard(short, [2019])
    assert card.tests == () and card.tally() is None
    assert "No test yet" in verdict_lines(card, "en")[0]
    nation, provinces = (title for title, _, _ in year_tables(card))
    assert nation == "2019: no test"
    # The split of the nation is fitted to no count of a survey office, so these are tests at the base date too.
    assert provinces.startswith("2019, provinces: 3 tests")


def test_the_published_years_end_with_the_last_report():
    assert published_years()[-1] == 2023


def test_bands_without_draws_say_that_they_lack_the_parameters(tmp_path):
    card = scorecard(made(tmp_path, "run.draws=0", "horizon.end=2020-12"))
    assert not card.has_draws
    assert any("No parameter uncertainty in the bands" in line for line in reading_lines(card, "en"))
    assert any("区间不含参数不确定性" in line for line in reading_lines(card, "zh"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_shows_and_keeps_the_scorecard(short, language):
    done = CliRunner().invoke(main, ["scorecard", str(short.path), "--year", "2020", "--json", "--lang", language])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert tuple(told["rows"][0]) == COLUMNS and {row["year"] for row in told["rows"]} == {2020}
    assert (short.path / "answers" / "scorecard.csv").exists() and short.verify() == []
    assert told["lines"] == list(scorecard_part(scorecard(short, [2020]), language).lines)


def test_a_run_without_a_baseline_has_no_scorecard_of_it(short):
    done = CliRunner().invoke(main, ["scorecard", str(short.path), "--world", "baseline"])
    assert done.exit_code == 3 and "was run without a baseline" in done.output
