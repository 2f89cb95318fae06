"""`parameters:` in a scenario file: what is read, what is refused, and what both worlds of a comparison have."""

import jsonschema
import pytest
from tests.house import ROOT
from tests.scenario.files import HEAD, load, only, problems, where, write

from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.question import Changes, ask
from laborsim.kernels.codes import month_number
from laborsim.parameters.fit import Fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import load_posterior, posterior_of
from laborsim.report.text.explanation import chinese_explanation
from laborsim.scenario.explanation import assumptions, explanation_text
from laborsim.scenario.horizons import shipped_value
from laborsim.scenario.json_schema import scenario_schema
from laborsim.scenario.load import load_scenario, resolved_text
from laborsim.scenario.parameters_block import SOLVED
from laborsim.scenario.scenario import Horizon
from laborsim.scenario.what_if import range_of, set_words

BASE = HEAD + "tags: [baseline]\n"


def what_if(text):
    return HEAD + f"parameters: {{{text}}}\n"


def test_a_number_and_a_distribution_are_read_in_the_order_of_their_names(tmp_path):
    loaded = load(tmp_path, what_if("wage_curve: {dist: uniform, low: -0.2, high: -0.1}, stay: 4"))
    assert set_words(loaded.scenario.parameters) == "stay 4, wage_curve uniform low -0.2, high -0.1"
    other = load(tmp_path, what_if("stay: 4.0, wage_curve: {high: -0.1, low: -0.2, dist: uniform}"))
    assert other.scenario.parameters == loaded.scenario.parameters


@pytest.mark.parametrize("name", Parameters.model_fields)
def test_any_parameter_can_be_set_at_both_ends_of_its_range_and_not_beyond(tmp_path, name):
    low, high = range_of(name)
    for value in (low, high):
        assert load(tmp_path, what_if(f"{name}: {value!r}")).scenario.parameters[0].value == value
    for value in (low - 1, high + 1):
        assert only(problems(tmp_path, what_if(f"{name}: {value!r}"))).code == "E304"


def test_the_shipped_value_is_the_point_estimate_where_there_is_one_and_the_declared_one_elsewhere(tmp_path):
    national = load(tmp_path, HEAD).scenario
    estimate = load_posterior().estimate
    for name in Parameters.model_fields:
        assert shipped_value(name, national) == getattr(estimate, name)
    long_ago = Horizon(start=month_number(1999, 12), end=month_number(2001, 12))
    older = national.model_copy(update={"horizon": long_ago})
    assert shipped_value("job_to_job", older) == Parameters().job_to_job


REFUSED = [
    ("incom_elasticity: 2", "E507", (4, 14), "did you mean 'income_elasticity'?"),
    ("matching_efficiency: 0", "E507", (4, 14), "a matching efficiency has to be positive"),
    ("matching_county: -0.1", "E507", (4, 14), "a matching efficiency has to be positive"),
    ("matching_urban: 0.2", "E507", (4, 14), "a constant that is solved for"),
    ("stay: much", "E203", (4, 20), "not a number"),
    ("stay: [4]", "E203", (4, 20), "not a number"),
    ("stay: {low: 2, high: 3}", "E202", (4, 20), "the key 'dist' is missing"),
    ("stay: {dist: fixed}", "E309", (4, 27), "write the number itself"),
    ("stay: {dist: triangular, low: 2, high: 3}", "E309", (4, 20), "'mode' is missing"),
    ("stay: {dist: uniform, low: 2, high: 2}", "E309", (4, 50), "write the number itself"),
    ("stay: {dist: uniform, low: 4, high: 2}", "E309", (4, 50), "exchange the two?"),
    ("stay: {dist: uniform, low: 0.5, high: 2}", "E304", (4, 41), "the distribution leaves 1 … 6"),
    ("stay: {dist: normal, mean: 9, sd: 1}", "E304", (4, 41), "the distribution leaves 1 … 6"),
    ("stay: {dist: normal, mean: 2, sd: 2}", "E304", (4, 48), "write sd 0.5 at most"),
]


@pytest.mark.parametrize(("text", "code", "place", "words"), REFUSED, ids=[text for text, *_ in REFUSED])
def test_a_wrong_what_if_is_refused_at_its_place_with_its_remedy(tmp_path, text, code, place, words):
    problem = only(problems(tmp_path, what_if(text)))
    assert (problem.code, where(problem)) == (code, place)
    assert words in f"{problem.text.en} {problem.hint.en}"


def test_every_constant_of_a_fit_is_known_as_solved():
    constants = {name for name, field in Fit.model_fields.items() if "float" in str(field.annotation)}
    settable = {"unemployment_county"}  # at the start: also a parameter
    assert constants - settable <= {*SOLVED}
    assert not {*SOLVED} & {*Parameters.model_fields}


def test_set_on_the_command_line_is_the_same_and_null_removes_it(tmp_path):
    typed = load(tmp_path, HEAD, "parameters.stay=4").scenario
    assert typed.parameters == load(tmp_path, what_if("stay: 4")).scenario.parameters
    assert load(tmp_path, what_if("stay: 4"), "parameters.stay=null").scenario.parameters == ()


def test_the_schema_of_editors_knows_every_parameter_and_its_range():
    check = jsonschema.Draft7Validator(scenario_schema()).is_valid
    head = {"laborsim": 1, "id": "x", "extends": "y.yaml"}
    assert check({**head, "parameters": {"stay": 4, "wage_curve": {"dist": "uniform", "low": -0.2, "high": 0}}})
    assert not check({**head, "parameters": {"stay": 7}})
    assert not check({**head, "parameters": {"stai": 4}})


def test_both_worlds_have_what_the_scenario_sets(tmp_path):
    write(tmp_path, BASE, "base.yaml")
    asked = ask(write(tmp_path, "laborsim: 1\nid: own\nextends: base.yaml\nparameters: {stay: 4}\n"), Changes())
    assert asked.baseline is not None and asked.baseline.parameters == asked.scenario.parameters != ()
    nothing_new = load(tmp_path, what_if("stay: 4"))
    assert nothing_new.baseline.parameters == nothing_new.scenario.parameters
    again = write(tmp_path, resolved_text(asked.loaded), "again.yaml")
    assert ask(again, Changes()).baseline == asked.baseline


@pytest.mark.parametrize("own", ["parameters: {stay: 4}\n", "parameters: null\n", "parameters: {wait: 0}\n"])
def test_a_baseline_that_sets_other_parameters_is_told_of(tmp_path, own):
    write(tmp_path, BASE + "parameters: {stay: 5}\n", "base.yaml")
    loaded = load(tmp_path, f"laborsim: 1\nid: own\nextends: base.yaml\n{own}")
    assert [(found.code, found.key) for found in loaded.warnings] == [("W013", "parameters")]
    assert loaded.baseline.parameters == loaded.scenario.parameters


def test_a_baseline_that_sets_the_same_is_silent(tmp_path):
    write(tmp_path, BASE + "parameters: {stay: 5}\n", "base.yaml")
    assert load(tmp_path, "laborsim: 1\nid: own\nextends: base.yaml\n").warnings == ()


def test_another_baseline_on_the_command_line_may_not_hide_a_change_of_parameters(tmp_path):
    other = write(tmp_path, BASE + "parameters: {stay: 5}\n", "other.yaml")
    own = write(tmp_path, HEAD)
    with pytest.raises(WrongInput, match=r"other.yaml sets parameters that test does not: stay 5, here none"):
        ask(own, Changes(baseline=other))
    same = write(tmp_path, what_if("stay: 5"), "same.yaml")
    assert ask(same, Changes(baseline=other)).baseline.parameters == ask(same, Changes()).scenario.parameters
    plain = write(tmp_path, BASE, "plain.yaml")
    assert ask(same, Changes(baseline=plain)).baseline.parameters == ask(same, Changes()).scenario.parameters


def test_explain_says_so_in_both_languages_with_the_shipped_value(tmp_path):
    loaded = load(tmp_path, what_if("separation_rate: 0.6, stay: {dist: uniform, low: 2, high: 4}"))
    english, chinese = explanation_text(loaded), chinese_explanation(loaded)
    posterior = posterior_of(loaded.scenario)
    assert posterior is not None
    shipped = posterior.estimate.separation_rate
    assert "What if: not the shipped calibration" in english
    assert (
        f"shipped {shipped:g}" in english and "parameters (separation_rate 0.6, stay uniform low 2, high 4)" in english
    )
    assert "假设参数（非模型校准值）" in chinese and f"校准值{shipped:.4g}" in chinese
    assert [found.key for found in assumptions(loaded) if found.key.startswith("parameters.")] == [
        "parameters.separation_rate",
        "parameters.stay",
    ]
    assert "What if" not in explanation_text(load(tmp_path, HEAD))


def test_the_shipped_example_sets_what_its_title_says():
    loaded = load_scenario(ROOT / "scenarios" / "what-if-mobile.yaml")
    assert [one.name for one in loaded.scenario.parameters] == ["income_elasticity", "wage_curve"]
    assert loaded.baseline.id == "national-baseline"
