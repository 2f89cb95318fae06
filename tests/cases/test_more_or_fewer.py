"""Every word about a dose says what was and what becomes, at the place it is for."""

import pytest
from tests.cases.files import case
from tests.scenario.files import load_scenario, write

from laborsim.analysis.optimize.dose_space import steepest_rise
from laborsim.levers import catalogue
from laborsim.model.base_date import held_by_region
from laborsim.parameters.posterior import load_posterior
from laborsim.published.regions import region_codes
from laborsim.scenario.explanation import explanation_text
from laborsim.scenario.held import held, workers_of
from laborsim.scenario.horizons import base_years

NEAR = 0.05  # of a level: the table is rounded, and made at one estimate of the parameters


def test_validate_says_that_three_thousand_is_a_cut_and_what_more_would_be():
    (warning,) = case("25-more-read-as-fewer").warnings
    assert (warning.code, warning.key) == ("W006", "levers.workshops.value")
    assert "CN-GS holds 3,679 workshops at the end of 2023, 3,000 are 679 fewer" in warning.message
    assert "3,000 more would be 6679" in warning.hint


def test_explain_says_was_and_becomes():
    said = explanation_text(case("25-more-read-as-fewer"))
    assert "about 3,679 workshops as at the end of 2023, CN-GS  →  3,000 workshops from 2025-01, CN-GS" in said
    assert "not in force: 3,679 workshops as in 2023" in said


@pytest.mark.parametrize("year", base_years("cumulative", inside_total=True))
def test_the_table_holds_what_the_model_begins_with(year):
    dials, workers = held_by_region(year, load_posterior().estimate)
    for position, code in enumerate(region_codes()):
        for lever, dial in (("entrepreneurship_parks", "parks"), ("workshops", "workshops")):
            assert held(catalogue()[lever], year, [code]) == pytest.approx(dials[dial][position], rel=NEAR, abs=1)
        assert workers_of(year, [code]) == pytest.approx(workers[position], rel=NEAR)


def test_a_province_is_set_against_itself_and_not_against_the_nation(tmp_path):
    text = "laborsim: 1\nid: p\nextends: national-baseline.yaml\n"
    text += "levers: {entrepreneurship_parks: {value: 94, start: 2025-01, regions: [CN-GS], source: x}}\n"
    loaded = load_scenario(write(tmp_path, text))
    assert loaded.baseline is not None
    lever = next(lever for lever in loaded.scenario.levers if lever.regions == ("CN-GS",))
    assert steepest_rise(lever, loaded.scenario, loaded.baseline) == 94 - 44
