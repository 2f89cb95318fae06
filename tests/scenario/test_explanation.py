"""What `explain` says of a scenario: whole numbers in figures, and what the baseline shares with it."""

import re

import pytest
from tests.scenario.files import ROOT

from laborsim.scenario.explanation import explanation_text, figure
from laborsim.scenario.load import load_scenario


def text(*overrides: str, name: str = "return-home-2025") -> str:
    return explanation_text(load_scenario(ROOT / "scenarios" / f"{name}.yaml", list(overrides)))


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
