"""The shipped scenarios, the schema, the generated pages and the explanations agree with the program."""

import json
import re

import jsonschema
import pytest
from ruamel.yaml import YAML
from tests.scenario.files import HEAD, ROOT, SHIPPED, load, problems_of, write

from laborsim.kernels.codes import month_number
from laborsim.levers import catalogue
from laborsim.report.pages.levers import find_lever, lever_example, lever_page
from laborsim.report.pages.pages import PAGES, errors_page, stale_pages, write_pages
from laborsim.scenario.explanation import explanation, explanation_text
from laborsim.scenario.input_errors import CODES
from laborsim.scenario.json_schema import scenario_schema
from laborsim.scenario.load import load_scenario

SHIPPED_IDS = ["baseline-2019", "gansu-2020", "national-baseline", "parks-3000", "return-home-2025"]


def shipped(name):
    return load_scenario(ROOT / "scenarios" / f"{name}.yaml")


def with_text_keys(data):
    """Return what a file holds as an editor sees it: in JSON every key, a year too, is a text."""
    if isinstance(data, dict):
        return {str(key): with_text_keys(value) for key, value in data.items()}
    return [with_text_keys(value) for value in data] if isinstance(data, list) else data


def schema_faults(text):
    data = with_text_keys(YAML(typ="safe", pure=True).load(text))
    return [error.message for error in jsonschema.Draft7Validator(scenario_schema()).iter_errors(data)]


def test_the_five_scenarios_are_shipped():
    assert {*SHIPPED_IDS} <= {path.stem for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_a_page_without_problem_or_warning(path):
    loaded = load_scenario(path)
    assert loaded.scenario.id == path.stem
    assert loaded.warnings == ()
    assert loaded.scenario.title and loaded.scenario.title_zh and loaded.scenario.description
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_obeys_the_schema_that_editors_use(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../scenario.schema.json\n")
    assert schema_faults(text) == []


def test_each_shipped_scenario_is_compared_with_its_baseline():
    for name, baseline in (
        ("gansu-2020", "baseline-2019"), ("parks-3000", "national-baseline"), ("return-home-2025", "national-baseline"),
    ):  # fmt: skip
        found = shipped(name).baseline
        assert found is not None
        assert found.id == baseline
    assert shipped("national-baseline").baseline is None


def test_parks_3000_rises_from_2200_to_3000_over_three_years():
    parks = shipped("parks-3000").scenario.levers[0]
    assert [parks.level(month_number(year, 12), 2200) for year in (2023, 2024, 2025, 2027, 2030)] == [
        2200, 2200, pytest.approx(2200 + 800 / 3), 3000, 3000,
    ]  # fmt: skip


def test_the_schema_is_draft_7_and_every_lever_a_property_with_unit_range_and_source():
    schema = scenario_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    levers = schema["properties"]["levers"]["properties"]
    assert set(levers) == set(catalogue())
    for name, lever in catalogue().items():
        words = levers[name]["description"]
        assert lever.DECLARATION.unit in words
        assert f"{lever.DECLARATION.floor:g} … {lever.DECLARATION.ceiling:g}" in words
        assert lever.DECLARATION.quote in words
        assert set(levers[name]["properties"]) == set(schema["definitions"][f"lever_{name}"]["properties"])
        value = schema["definitions"][f"lever_{name}"]["properties"]["value"]
        assert (value["minimum"], value["maximum"]) == (lever.DECLARATION.floor, lever.DECLARATION.ceiling)


@pytest.mark.parametrize(
    "text",
    [
        "titel: x\n", "levers: {workshop: {value: 1}}\n", "levers: {workshops: {value: -1}}\n",
        "levers: {workshops: {valeu: 1}}\n", "levers: {school_places: {value: 967}}\n", "regions: [CN-GZS]\n",
        "levers: {workshops: {value: 1, unit: parks}}\n", "goals: {pay_all: {by: 2024-13}}\n",
        "goals: {pay_all: {unit: yuan}}\n", "goals: {unemployment_surveyed: {max: 52}}\n",
        "levers: {workshops: {a: {valeu: 1}}}\n", "run: {scale: {CN-GS: 0}}\n",
        "levers: {workshops: {values: {'2024': 1}}}\n", "run: {draws: 20}\n",
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_program_refuses(tmp_path, text):
    assert schema_faults(HEAD) == []
    assert schema_faults(HEAD + text) != []
    assert problems_of(write(tmp_path, HEAD + text)) != []


@pytest.fixture
def quick_pages(monkeypatch):
    """Leave out the page that takes seconds: a population is built for it, and its own test checks it."""
    monkeypatch.delitem(PAGES, "docs/population.md")


def test_the_generated_pages_are_current(quick_pages):
    assert [path.name for path in stale_pages(ROOT)] == [], "run: laborsim docs"


def test_a_stale_page_is_found_and_written(tmp_path, quick_pages):
    assert len(stale_pages(tmp_path)) == len(PAGES)
    write_pages(tmp_path)
    assert stale_pages(tmp_path) == []
    page = tmp_path / "docs" / "errors.md"
    page.write_text(page.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert stale_pages(tmp_path) == [page]


def test_every_code_stands_on_the_page_of_errors():
    assert set(re.findall(r"`([EW]\d{3})`", errors_page())) == set(CODES)


def test_every_example_of_the_format_page_is_valid(tmp_path):
    page = (ROOT / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    assert len(examples) >= 5
    for example in examples:
        text = example if example.startswith("laborsim") else HEAD.replace("2023-12", "2019-12") + example
        assert problems_of(write(tmp_path, text)) == []


@pytest.mark.parametrize("name", list(catalogue()))
def test_the_page_of_a_lever_says_what_is_known_and_its_example_is_valid(tmp_path, name):
    lever = find_lever(name)
    page = lever_page(lever)
    declared = lever.DECLARATION
    for words in (
        declared.title_zh,
        declared.quote,
        declared.funnel,
        declared.capacity,
        declared.cannot,
        declared.unit,
    ):
        assert words in page
    example = "\n".join(line.removeprefix("  ") for line in lever_example(lever).splitlines()) + "\n"
    assert problems_of(write(tmp_path, HEAD + example)) == []


def test_an_unknown_lever_is_named_with_the_nearest():
    with pytest.raises(LookupError, match="did you mean 'workshops'"):
        find_lever("workshop")


def test_the_explanation_says_what_changes_and_when():
    text = explanation_text(shipped("gansu-2020"))
    assert "rising from 2020-03, 50,000 posts from 2020-07, until 2021-12" in text
    assert "in a straight line: 1,982 in 2020-01" in text
    assert re.search(r"public_welfare_posts +2020-03 +10,000 posts", text)
    assert re.search(r"levers\.workshops\.interpolate +linear +\S*gansu-2020\.yaml:\d+", text)


def test_the_explanation_names_goals_that_are_mostly_background():
    text = explanation_text(shipped("gansu-2020"))
    assert re.search(r"new_urban_jobs +at least 340,000 persons/year by 2020-12 ", text)
    assert re.search(r"income_growth_urban +about 7 ± 0.5 % by 2020-12 .*mostly background", text)


def test_a_baseline_is_explained_without_changes():
    sections = dict(explanation(shipped("national-baseline")))
    assert sections["What changes against the baseline"] == []
    assert ("compared with", "nothing: it is a baseline") in sections["Scenario"]


def test_a_removed_lever_is_a_change(tmp_path):
    text = "laborsim: 1\nid: c\nextends: national-baseline.yaml\nlevers: {school_places: null}\n"
    changes = dict(explanation(load(tmp_path, text)))["What changes against the baseline"]
    assert [(row[0], row[-1]) for row in changes] == [
        ("school_places", "about 96.7 % as at the end of 2023, the whole country")
    ]


def test_the_explanation_is_plain_data_for_json():
    assert json.loads(json.dumps(dict(explanation(shipped("parks-3000")))))["Scenario"][0] == ["id", "parks-3000"]
