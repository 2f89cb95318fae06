"""Every word about a dose says what was and what becomes, at the place it is for."""

import numpy as np
import pytest
from tests.cases.files import case
from tests.scenario.files import load_scenario, write

from laborsim.analysis.optimize.dose_space import steepest_rise
from laborsim.levers import catalogue
from laborsim.model.base_date import ANY_SCALE, held_by_region, make_setting
from laborsim.model.base_dials import UNITS
from laborsim.parameters.fit import load_fit
from laborsim.parameters.posterior import load_posterior
from laborsim.published.figures import level
from laborsim.published.regions import region_codes
from laborsim.report.text.standing import becomes_lines, standing_rows
from laborsim.scenario.explanation import explanation_text
from laborsim.scenario.held import PEOPLE, held, held_by
from laborsim.scenario.horizons import base_years
from laborsim.scenario.scenario import Scale


def test_three_thousand_where_there_are_two_thousand_two_hundred_is_eight_hundred_more():
    loaded = case("25-more-read-as-fewer")
    assert [problem.code for problem in loaded.warnings] == []
    ((line, below),) = becomes_lines(loaded.scenario, "en")
    assert below == "at most 200,000 workshops"
    assert line.endswith("Gansu: 2,200 workshops at the end of 2023 → 3,000 workshops (800 more, × 1.36)")


SETTLE = """laborsim: 1
id: settle
horizon: {start: 2023-12, end: 2025-12}
levers:
  settlement_access: {value: 0.5, unit: share, start: 2024-06, source: x}
  training_places: {value: 3000000, unit: places/year, start: 2024-06, who: {sex: female, min_age: 40}, source: x}
"""


def test_a_share_says_of_what_it_is_and_a_spread_for_whom_the_measure_is(tmp_path):
    loaded = load_scenario(write(tmp_path, SETTLE))
    (settle, _), (train, spread) = becomes_lines(loaded.scenario, "en")
    assert settle.endswith("nothing new → 50\u00a0% of what is still closed")
    assert "Vocational training places, China, women, from 40 years: nothing new" in train
    assert "whole country; for sex=female, min_age=40" in explanation_text(loaded)
    said = " ".join(cell for row in standing_rows(loaded.scenario, "en") for cell in row)
    for text in (spread, said):
        assert "all of them, whoever the measure is for (women, from 40 years)" in text
    assert "女性" in next(line for line, _ in becomes_lines(loaded.scenario, "zh") if "培训" in line)


def test_validate_says_that_a_level_below_what_is_there_is_a_cut_and_what_more_would_be():
    (warning,) = case("25-more-read-as-fewer", "levers.workshops.value=800").warnings
    assert (warning.code, warning.key) == ("W006", "levers.workshops.value")
    assert "CN-GS holds 2,200 workshops at the end of 2023, 800 are 1,400 fewer" in warning.message.en
    assert "'add: 800' would be 3000" in warning.hint.en


def test_an_addition_of_eight_hundred_is_the_level_of_three_thousand():
    added = case("25-more-read-as-fewer", "levers.workshops.add=800")
    level = case("25-more-read-as-fewer")
    assert added.scenario == level.scenario and not added.warnings


def test_explain_says_was_and_becomes():
    said = explanation_text(case("25-more-read-as-fewer"))
    assert "about 2,200 workshops as at the end of 2023, CN-GS  →  3,000 workshops from 2025-01, CN-GS" in said
    assert "not in force: 2,200 workshops as in 2023" in said


@pytest.mark.parametrize("year", base_years("cumulative", inside_total=True))
def test_the_table_is_what_published_levels_and_people_give(year):
    units, people = held_by_region(year, load_posterior().estimate)
    for position, code in enumerate(region_codes()):
        for lever in UNITS:
            assert held(catalogue()[lever], year, [code]) == units[lever][position]
        for who in PEOPLE:
            assert held_by(who, year)[code] == np.rint(people[who][position])


@pytest.mark.parametrize("year", base_years("cumulative", inside_total=True))
def test_provinces_add_up_to_the_published_nation(year):
    for lever in UNITS:
        assert held(catalogue()[lever], year, region_codes()) == round(level(lever, year).number)


def test_the_model_begins_with_the_table_at_every_draw_of_the_parameters():
    loaded, posterior = case("25-more-read-as-fewer"), load_posterior()
    for draw in (0, 1):
        parameters = posterior.parameters(draw)
        fit = load_fit(2023, "cumulative", inside_total=True)
        coarse = loaded.scenario.run.model_copy(update={"scale": Scale(default=ANY_SCALE)})
        setting = make_setting(loaded.scenario.model_copy(update={"run": coarse}), parameters, fit)
        for lever, dial in UNITS.items():
            there = [held(catalogue()[lever], 2023, [code]) for code in setting.codes]
            assert setting.dials[dial].tolist() == there


def test_a_province_is_set_against_itself_and_not_against_the_nation(tmp_path):
    text = "laborsim: 1\nid: p\nextends: national-baseline.yaml\n"
    text += "levers: {entrepreneurship_parks: {value: 94, start: 2025-01, regions: [CN-GS], source: x}}\n"
    loaded = load_scenario(write(tmp_path, text))
    assert loaded.baseline is not None
    lever = next(lever for lever in loaded.scenario.levers if lever.regions == ("CN-GS",))
    assert steepest_rise(lever, loaded.scenario, loaded.baseline) == 94 - 40
