"""`--set` is checked like the file, with its own origin; the resolved scenario can be read again."""

import pytest
from tests.scenario.files import HEAD, SHIPPED, load, only, problems, where, write

from laborsim.scenario.explanation import assumptions
from laborsim.scenario.load import load_scenario, resolved_text
from laborsim.scenario.scenario import ZoneGrowth

PARKS = "levers.entrepreneurship_parks"


def test_an_override_replaces_a_value_and_is_its_origin(tmp_path):
    loaded = load(tmp_path, HEAD + "run: {seed: 1}\n", "run.seed=9", "horizon.end=2024-12")
    assert loaded.scenario.run.seed == 9
    assert loaded.scenario.horizon.months == 12
    assert loaded.origins["run.seed"] == "--set"


def test_an_override_displaces_like_a_child(tmp_path):
    text = HEAD + "levers:\n  workshops: {values: {2024-01: 1, 2025-01: 2}, interpolate: linear}\n"
    loaded = load(tmp_path, text, "levers.workshops.value=38000")
    assert loaded.resolved["levers"]["workshops"] == {"value": 38000}


def test_an_override_can_hold_a_map_and_null_removes(tmp_path):
    loaded = load(tmp_path, HEAD, f"{PARKS}={{value: 2500, regions: [CN]}}", f"{PARKS}.regions=null")
    assert loaded.resolved["levers"]["entrepreneurship_parks"] == {"value": 2500}


def test_overrides_change_the_scenario_and_not_its_baseline(tmp_path):
    path = next(path for path in SHIPPED if path.stem == "parks-3000")
    loaded = load_scenario(path, [f"{PARKS}.value=4000"])
    assert loaded.baseline is not None
    assert [lever.schedule.final for lever in loaded.scenario.levers] == [4000, 96.7]
    assert [lever.schedule.final for lever in loaded.baseline.levers] == [2200, 96.7]


@pytest.mark.parametrize(
    ("override", "code", "column"),
    [
        (f"{PARKS}.value=3,000", "E204", 37),
        ("levers.workshop.value=3", "E301", 8),
        ("run.seed=-1", "E304", 10),
        ("run.sede=1", "E201", 5),
        ("run={seed: 1, sede: 2}", "E201", 15),
        ("title=[a", "E109", 7),
        ("title=!!python/name:os.system", "E105", 7),
        ("title=a\x1b[31m", "E111", 8),
        ("title=a\nb", "E111", 8),
        ("title=null", "E211", 1),
        ("title", "E153", 1),
        ("title=", "E153", 1),
        ("=3", "E153", 1),
        ("run..seed=3", "E153", 1),
        ("extends=other.yaml", "E153", 1),
        ("title=" + "x" * 20_000, "E153", 1),
    ],
)
def test_a_faulty_override_is_reported_at_its_column(tmp_path, override, code, column):
    problem = only([p for p in problems(tmp_path, HEAD, "tags=[x]", override) if p.code != "E202"])
    assert (problem.code, problem.place.file, *where(problem)) == (code, "--set", 2, column)


def test_the_resolved_file_is_the_same_scenario(tmp_path):
    for path in SHIPPED:
        loaded = load_scenario(path, ["run.seed=77"])
        again = load_scenario(write(tmp_path, resolved_text(loaded)))
        assert again.scenario == loaded.scenario
        assert again.baseline == loaded.baseline
        assert {key: value for key, value in again.resolved.items() if key != "compared_with"} == loaded.resolved


def test_the_resolved_file_survives_texts_that_look_like_anything_else(tmp_path):
    titles = [
        "no", "'12'", "2024-01", "a: b", "# x", "- x", "{a", "'", '"', "null", "true", "1e3", "x # y",
        "甘肃 2020", "*a", "x ",
    ]  # fmt: skip
    for title in titles:
        loaded = load(tmp_path, HEAD, f"title='{title.replace(chr(39), chr(39) * 2)}'")
        again = load_scenario(write(tmp_path, resolved_text(loaded)))
        assert again.scenario.title == title


def test_every_value_of_the_resolved_file_names_its_origin():
    text = resolved_text(load_scenario(next(path for path in SHIPPED if path.stem == "gansu-2020"), ["run.seed=5"]))
    assert "seed: 5  # --set" in text
    assert "gdp_growth: 5.0  # " in text
    assert "baseline-2019.yaml:12" in text
    assert all("  # " in line for line in text.splitlines() if ": " in line and not line.startswith("#"))


def test_every_number_without_a_source_is_among_the_assumptions():
    found = assumptions(load_scenario(next(path for path in SHIPPED if path.stem == "gansu-2020")))
    keys = [assumption.key for assumption in found]
    assert "levers.public_welfare_posts.cost.per_unit" in keys
    assert "levers.public_welfare_posts.value" not in keys
    assert "levers.workshops.uncertainty.low" in keys
    assert "levers.workshops.uncertainty.high" in keys
    assert not [key for key in keys if key.startswith("levers.workshops.values")]  # both are counted or planned
    assert "public_welfare_posts: aware_share" in keys
    assert "context.gdp_growth" in keys
    assert "entrepreneurship_parks: level of 2019" in keys
    assert len(keys) == len(set(keys))


def test_growth_of_a_zone_can_be_set_and_is_an_assumption_of_its_own(tmp_path):
    path = next(path for path in SHIPPED if path.stem == "gansu-2020")
    loaded = load_scenario(path, ["context.jobs_growth_by_zone.west=2.5"])
    assert loaded.scenario.context.jobs_growth_by_zone == ZoneGrowth(west=2.5)
    found = {assumption.key: (assumption.value, assumption.unit) for assumption in assumptions(loaded)}
    assert found["context.jobs_growth_by_zone.west"] == ("2.5", "percent a year")
    again = load_scenario(write(tmp_path, resolved_text(loaded)))
    assert again.scenario.context == loaded.scenario.context


def test_an_assumption_in_a_comment_counts_though_the_block_has_a_source():
    found = assumptions(load_scenario(next(path for path in SHIPPED if path.stem == "parks-3000")))
    notes = {assumption.key: assumption.note for assumption in found}
    assert notes["levers.entrepreneurship_parks.values.2027-12"] == "3,000 is an ASSUMPTION"
