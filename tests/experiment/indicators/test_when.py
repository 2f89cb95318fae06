"""When effects are read: over which period and how, by what they are split, and when nobody says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.worlds_of_luck import PLAIN
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.indicators.headline import MAIN, Point, headline, read_at
from laborsim.experiment.indicators.indicator_table import summary_dates
from laborsim.experiment.indicators.indicators import BY_AGE, BY_FIVE_YEARS
from laborsim.experiment.indicators.period import Period, parse_period, periods
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.when import When, asked, check, points_of
from laborsim.experiment.running.question import Asked, ask
from laborsim.experiment.running.replicate import Task
from laborsim.kernels.codes import AGE_BANDS, FIVE_YEAR_BANDS, month_name, month_number
from laborsim.published.indicators import indicators
from laborsim.published.regions import region_codes
from laborsim.report.text.labels import point_quantity, point_words
from laborsim.report.text.when import when_words
from laborsim.scenario.input_errors import ScenarioProblems


def question(folder: Path, dates: str) -> Asked:
    (folder / "plain.yaml").write_text(PLAIN.replace("2025-02", "2025-12"), encoding="utf-8")
    text = f"laborsim: 1\nid: more\nextends: plain.yaml\nlevers:\n  training_places: {{value: 9000000, {dates}}}\n"
    (folder / "more.yaml").write_text(text.replace("}", ", source: ASSUMPTION}"), encoding="utf-8")
    return ask(folder / "more.yaml")


@pytest.fixture
def readout(asked: Asked) -> Readout:
    return Readout(fake_simulate(Task(asked.scenario, 0, Path())), asked.scenario)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-06", (2025, 6), (2025, 6)),
        ("2025Q2", (2025, 4), (2025, 6)),
        ("2025q4", (2025, 10), (2025, 12)),
        ("2025", (2025, 1), (2025, 12)),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year_and_has_one_name(text, first, last) -> None:
    found = parse_period(text)
    assert (found.first, found.last) == (month_number(*first), month_number(*last))
    assert found.name == text.upper()


def test_only_whole_periods_stand_between_two_months() -> None:
    found = periods(month_number(2024, 2), month_number(2025, 3), 3)
    assert [period.name for period in found] == ["2024Q2", "2024Q3", "2024Q4", "2025Q1"]


@pytest.mark.parametrize("name", [name for name in indicators() if indicators()[name].over != "year"])
@pytest.mark.parametrize("months", [3, 12])
def test_a_number_over_a_period_is_what_its_rule_makes_of_its_months(readout, asked, name, months) -> None:
    last = asked.scenario.horizon.start + 12
    of_months = [readout.at(Point(name, "CN", month, 1)) for month in range(last - months + 1, last + 1)]
    expected = {"end": of_months[-1], "mean": np.mean(of_months), "sum": np.sum(of_months)}[indicators()[name].over]
    assert readout.at(Point(name, "CN", last, months)) == pytest.approx(expected)


@pytest.mark.parametrize("name", [name for name in indicators() if indicators()[name].over in ("sum", "end", "year")])
def test_a_calendar_year_is_what_summaries_have_in_december(readout, asked, name) -> None:
    last = asked.scenario.horizon.start + 12
    assert readout.at(Point(name, "CN", last, 12)) == pytest.approx(readout.at(Point(name, "CN", last)))


@pytest.mark.parametrize("name", BY_AGE)
def test_age_groups_add_up_to_everybody(readout, asked, name) -> None:
    end = asked.scenario.horizon.end
    groups = readout.results.groups
    whole = groups[-1, :, BY_AGE[name]].sum()
    assert sum(readout.at(Point(name, "CN", end, 0, band)) for band in AGE_BANDS) == whole


@pytest.mark.parametrize("region", ["CN", "West", "CN-GS"])
@pytest.mark.parametrize("name", [name for name in BY_FIVE_YEARS if name != "unemployment_migrants"])
def test_people_of_five_year_bands_add_up_to_everybody_everywhere(readout, asked, name, region) -> None:
    end = asked.scenario.horizon.end
    parts = [readout.at(Point(name, region, end, 0, band)) for band in FIVE_YEAR_BANDS]
    assert sum(parts) == readout.at(Point(name, region, end)) and min(parts) > 0


def test_a_rate_by_five_year_bands_is_told_of_the_nation_alone(readout, asked) -> None:
    end = asked.scenario.horizon.end
    assert readout.at(Point("unemployment_migrants", "CN", end, 0, "45-49")) > 0
    assert np.isnan(readout.at(Point("unemployment_migrants", "CN-GS", end, 0, "45-49")))
    of_quarter = readout.at(Point("unemployment_migrants", "CN", end, 3, "45-49"))
    assert of_quarter == pytest.approx(
        np.mean([readout.at(Point("unemployment_migrants", "CN", end - back, 1, "45-49")) for back in range(3)])
    )


def test_a_run_that_did_not_count_ages_has_no_number_of_them(readout, asked) -> None:
    before = replace(readout, results=replace(readout.results, ages=None), _known={})
    assert np.isnan(before.at(Point("placed_workers", "CN", asked.scenario.horizon.end, 0, "45-49")))
    assert before.at(Point("placed_workers", "CN", asked.scenario.horizon.end)) > 0


@pytest.mark.parametrize(
    ("dates", "month", "why"),
    [
        ("start: 2024-03", "2025-12", "stays"),
        ("start: 2024-03, end: 2025-05", "2025-05", "ended"),
        ("start: 2024-03, end: 2026-03", "2025-12", "stays"),
    ],
)
def test_effects_are_read_where_a_measure_is_in_force(tmp_path, dates, month, why) -> None:
    question_ = question(tmp_path, dates)
    found = read_at(question_.scenario, question_.baseline)
    assert (month_name(found.month), found.why, found.levers) == (month, why, ("training_places",))
    points = headline(question_.scenario, question_.baseline)
    assert {point.date for point in points} == {month}
    assert found.month in summary_dates(question_.scenario)


def test_why_a_date_was_chosen_is_said_in_both_languages(tmp_path) -> None:
    asked_ = question(tmp_path, "start: 2024-03, end: 2025-05")
    told = [when_words(asked_.scenario, asked_.baseline, When(), language) for language in ("en", "zh")]
    assert told[0].startswith("Read in May 2025: the last month of the run in which a new measure (")
    assert "2025年5月" in told[1] and "最后一个月" in told[1]
    stays = question(tmp_path, "start: 2024-03")
    assert "end of the run" in when_words(stays.scenario, stays.baseline, When(), "en")


def test_what_is_asked_are_the_headlines_over_a_period_or_what_the_question_is_about_split(tmp_path) -> None:
    one = question(tmp_path, "start: 2024-03")
    worlds = (one.scenario, one.baseline)
    at = asked(*worlds, When.of("2025Q2"))
    assert {point.date for point in at} == {"2025Q2"} and {point.indicator for point in at} >= set(MAIN)
    by_quarter = asked(*worlds, When.of("2025", "quarter"))
    assert list(dict.fromkeys(point.date for point in by_quarter)) == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    whole = asked(*worlds, When.of(by="year"))
    assert list(dict.fromkeys(point.date for point in whole)) == ["2024", "2025"]
    mapped = asked(*worlds, When.of("2025Q2", "region"))
    assert {point.region for point in mapped} == set(region_codes())
    groups = asked(*worlds, When.of("2025Q2", "group"))
    assert {point.group for point in groups} == set(AGE_BANDS) and {p.indicator for p in groups} <= set(BY_AGE)
    ages = asked(*worlds, When.of("2025Q2", "age"))
    assert {point.group for point in ages} == set(FIVE_YEAR_BANDS)
    assert {"unemployment_migrants"} < {p.indicator for p in ages} <= set(BY_FIVE_YEARS)


@pytest.mark.parametrize(
    ("on", "by", "code"),
    [
        ("Q2", None, "E701"),
        ("2025-13", None, "E701"),
        ("2025Q5", None, "E701"),
        ("", "week", "E701"),
        ("2026Q1", None, "E702"),
        ("2023-12", None, "E702"),
        ("2023Q4", None, "E702"),
        ("2026", None, "E702"),
        ("2025-06", "quarter", "E703"),
        ("2025Q2", "year", "E703"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, on, by, code) -> None:
    one = question(tmp_path, "start: 2024-03")
    with pytest.raises(ScenarioProblems) as caught:
        asked(one.scenario, one.baseline, When.of(on, by))
    [problem] = caught.value.problems
    assert problem.code == code and problem.place.file in ("--on", "--by") and problem.hint.en


def test_a_period_half_inside_is_refused(tmp_path) -> None:
    one = question(tmp_path, "start: 2024-03")
    shorter = one.scenario.horizon.model_copy(update={"end": month_number(2025, 11)})
    world = one.scenario.model_copy(update={"horizon": shorter})
    with pytest.raises(ScenarioProblems) as caught:
        check(world, one.baseline, When.of("2025Q4"))
    assert [problem.code for problem in caught.value.problems] == ["E703"]


@pytest.mark.parametrize(("on", "by"), [("2025-06", None), ("2025Q2", None), ("", "month"), ("", "quarter")])
def test_a_figure_of_a_year_is_not_read_over_less(tmp_path, on, by) -> None:
    world = question(tmp_path, "start: 2024-03").scenario
    jobs, starts = (Point(name, "CN", world.horizon.end) for name in ("new_urban_jobs", "business_starts"))
    when = When.of(on, by)
    with pytest.raises(ScenarioProblems) as caught:
        points_of((jobs,), world, when)
    assert [problem.code for problem in caught.value.problems] == ["E704"]
    assert {point.indicator for point in points_of((jobs, starts), world, when)} == {"business_starts"}
    assert {point.indicator for point in points_of((jobs, starts), world, When.of("2025"))} == {
        "new_urban_jobs",
        "business_starts",
    }


def test_a_date_before_the_first_measure_begins_is_warned_of(tmp_path) -> None:
    one = question(tmp_path, "start: 2024-07")
    codes = {on: [p.code for p in check(one.scenario, one.baseline, When.of(on))] for on in ("2024Q2", "2024Q3")}
    assert codes == {"2024Q2": ["W022"], "2024Q3": []}


@pytest.mark.parametrize(
    ("name", "english", "chinese", "unit"),
    [
        ("business_starts", "sum of Q2 2025", "2025年二季度合计", "businesses"),
        ("unemployment_migrants", "mean of Q2 2025", "2025年二季度平均", "%"),
        ("migrant_workers", "end of Q2 2025", "2025年二季度末", "persons"),
    ],
)
def test_a_head_says_how_a_number_is_read_over_its_period(name, english, chinese, unit) -> None:
    point = Point(name, "CN", 0).over(Period(month_number(2025, 6), 3))
    assert english in point_words(point, "en") and chinese in point_words(point, "zh")
    assert point_quantity(point).unit == unit
    assert point_quantity(replace(point, month=month_number(2025, 12), months=12)).unit == indicators()[name].unit
