"""What `explain` says of a scenario: whole numbers in figures, and what the baseline shares with it."""

import re
from pathlib import Path

import pytest
from tests.scenario.files import HEAD, ROOT, load

from laborsim.analysis.compare.diff import loaded_from
from laborsim.report.text.explanation import chinese_explanation
from laborsim.scenario.explanation import assumptions, explanation_text, figure
from laborsim.scenario.load import load_scenario, resolved_text


def text(*overrides: str, name: str = "return-home-2025") -> str:
    return explanation_text(load_scenario(ROOT / "scenarios" / f"{name}.yaml", list(overrides)))


def assumed(tmp_path: Path, block: str, *overrides: str) -> dict[str, tuple[str, str]]:
    """Return value and note of every assumption about a block of parks, by the end of its key."""
    loaded = load(tmp_path, f"{HEAD}levers:\n  entrepreneurship_parks:\n{block}", *overrides)
    key = "levers.entrepreneurship_parks."
    return {a.key.removeprefix(key): (a.value, a.note) for a in assumptions(loaded) if a.key.startswith(key)}


SOURCE = '    source: "14 measures, 2024-12-03: more than 2,200 parks"\n'


@pytest.mark.parametrize(
    ("block", "known"),
    [
        ("    values: {2024-12: 2200, 2025-12: 3000}   # 3,000 is an ASSUMPTION\n", {"values.2025-12"}),
        ("    values: {2024-12: 2200, 2025-12: 3000}   # 2025-12 is an ASSUMPTION\n", {"values.2025-12"}),
        ("    values: {2024-12: 2200, 2025-12: 3000}   # 2,200 published; 3,000 ASSUMPTION\n", {"values.2025-12"}),
        ("    values: {2024-12: 2200, 2025-12: 3000}   # ASSUMPTION\n", {"values.2024-12", "values.2025-12"}),
        ("    values:\n      2024-12: 2200\n      2025-12: 3000   # ASSUMPTION\n", {"values.2025-12"}),
        ("    value: 1600   # ASSUMPTION: between the 1,500 of one text and the 2,200 of another\n", {"value"}),
        ("    value: 2200   # as published\n", set()),
    ],
)
def test_a_comment_is_of_the_value_that_it_names(tmp_path: Path, block: str, known: set[str]) -> None:
    found = assumed(tmp_path, block + SOURCE)
    assert set(found) == known
    assert all("2,200 published" not in note for _, note in found.values())


def test_a_source_that_leaves_a_part_open_vouches_for_what_it_names(tmp_path: Path) -> None:
    block = "    values: {2024-06: 1800, 2024-12: 2200}\n"
    said = '    source: "A text: more than 2,200 (the path before December is an ASSUMPTION)"\n'
    assert set(assumed(tmp_path, block + said)) == {"values.2024-06"}
    assert set(assumed(tmp_path, block + '    source: "ASSUMPTION"\n')) == {"values.2024-06", "values.2024-12"}


def test_the_source_of_a_value_does_not_vouch_for_the_one_that_replaces_it(tmp_path: Path) -> None:
    block = f"    value: 2200\n{SOURCE}"
    assert assumed(tmp_path, block) == {}
    value, note = assumed(tmp_path, block, "levers.entrepreneurship_parks.value=3000")["value"]
    assert value == "3,000" and "no source of its own" in note and "test.yaml:7" in note
    with_source = ("levers.entrepreneurship_parks.value=3000", "levers.entrepreneurship_parks.source=a plan")
    assert assumed(tmp_path, block, *with_source) == {}


def test_a_runs_folder_lists_the_assumptions_of_its_files_with_their_places(tmp_path: Path) -> None:
    loaded = load_scenario(ROOT / "scenarios" / "parks-3000.yaml")
    (tmp_path / "scenario.resolved.yaml").write_text(resolved_text(loaded), encoding="utf-8")
    again = [(a.key, a.value, a.origin, a.note) for a in assumptions(loaded_from(tmp_path))]
    assert again == [(a.key, a.value, a.origin, a.note) for a in assumptions(loaded)]
    assert not any(value == "2,200" for _, value, *_ in again)


@pytest.mark.parametrize(
    ("value", "words"),
    [(2e6, "2,000,000"), (123_456.7, "123,457"), (2200.0, "2,200"), (96.7, "96.7"), (-2.5, "-2.5"), (0.0, "0")],
)
def test_a_number_is_written_in_figures(value: float, words: str) -> None:
    assert figure(value) == words


def test_no_number_of_an_explanation_is_a_power_of_ten() -> None:
    places = "levers.training_places={value: 2000000, unit: places/year, source: ASSUMPTION}"
    said = text(places)
    assert "2,000,000 places/year" in said
    assert re.search(r"cost\.per_unit +2,000,000", said)
    assert not re.search(r"\d[eE]\+?\d", said.split("Values and where they stand")[0] + said.split("\nAssumptions")[1])


def test_it_is_said_that_the_baseline_has_the_context_of_the_scenario() -> None:
    said = text("context.jobs_growth_by_zone={east: -1.5}")
    [line] = [line for line in said.splitlines() if line.startswith("  both worlds")]
    assert "have this scenario's context (gdp_growth 5, wage_growth_urban 5.5, jobs_growth_by_zone.east -1.5" in line
    assert line.endswith("they differ in levers only")


def test_a_baseline_shares_nothing_with_another_world() -> None:
    assert "both worlds" not in text(name="national-baseline")


def test_a_budget_is_said_with_its_years_and_what_becomes_of_what_is_left():
    loaded = load_scenario(ROOT / "scenarios" / "gansu-budget.yaml")
    english, chinese = explanation_text(loaded), chinese_explanation(loaded)
    assert "at most 150,000,000 in 2025, 150,000,000 in 2026, 150,000,000 in 2027 yuan, none in other years" in english
    assert "what is left of a year lapses" in english and re.search(r"unspent +lapses +default", english)
    assert "预算不超过2025年1.5亿元、2026年1.5亿元、2027年1.5亿元，其他年份无资金；年末结余收回" in chinese
    total = load_scenario(ROOT / "scenarios" / "gansu-budget.yaml", ["levers.training_places.cost.budget=100000000"])
    assert "at most 100,000,000 yuan over the whole run" in explanation_text(total)
    assert "全期预算不超过1亿元" in chinese_explanation(total)
