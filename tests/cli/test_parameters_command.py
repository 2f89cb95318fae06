"""`laborsim parameters`, and what validate says of a what-if at which the base date cannot be held."""

import json

from click.testing import CliRunner
from tests.scenario.files import HEAD, write

from laborsim.cli import main
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.priors import HELD
from laborsim.report.text.labels import PARAMETERS


def typed(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_all_parameters_are_listed_with_meaning_unit_range_value_and_source():
    header, *rows = (line.split("\t") for line in typed("parameters").output.splitlines())
    assert header == ["parameter", "shipped", "low", "high", "unit", "grade", "source", "meaning"]
    assert [row[0] for row in rows] == [*Parameters.model_fields]
    assert all(all(cell for cell in row) for row in rows)
    assert [row["parameter"] for row in json.loads(typed("parameters", "--json").output)["parameters"]] == [
        *Parameters.model_fields
    ]


def test_one_parameter_has_a_page_in_both_languages():
    english, chinese = (typed("parameters", "income_elasticity", "--lang", tongue).output for tongue in ("en", "zh"))
    for words in ("Weight of log real income", "0.8 … 5", "Tombe & Zhu", "3; its draws"):
        assert words in english
    assert PARAMETERS["income_elasticity"].zh in chinese and "0.8至5" in chinese
    assert HELD["nest_away"].en in typed("parameters", "nest_away").output
    assert "in runs every pair draws it from its range" in typed("parameters", "business_stealing").output


def test_an_unknown_parameter_is_suggested_for():
    told = typed("parameters", "wage_curv")
    assert told.exit_code == 2 and "did you mean 'wage_curve'?" in told.output


def test_validate_says_what_if_in_both_languages_and_as_data(tmp_path):
    path = write(tmp_path, HEAD + "run: {draws: 0}\nparameters: {wage_curve: -0.15}\n")
    english = typed("validate", path)
    assert english.exit_code == 0 and "WHAT IF, not the shipped calibration" in english.output
    assert "（校准值−0.1）" in typed("validate", path, "--lang", "zh").output
    assert json.loads(typed("validate", path, "--json").output)["files"][0]["what_if"] == {"wage_curve": "-0.15"}


def test_validate_refuses_a_base_date_that_cannot_be_held_at_the_place_of_the_parameter(tmp_path):
    path = write(tmp_path, HEAD + "parameters:\n  slow_finding: 0.05\n  slow_finders: 0.8\n")
    told = typed("validate", path)
    assert told.exit_code == 3
    assert "test.yaml:6:1: error[E319]: parameters.slow_finders: the base date cannot be held" in told.output
    assert "hint: go less far from the shipped" in told.output
