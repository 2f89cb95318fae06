from pathlib import Path
from typing import Any

import pytest
from tests.house import ROOT

from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.store import run_id
from laborsim.experiment.store.run_id import meaning, question, restored, run_hash, words_of
from laborsim.parameters.parameters import Parameters

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


def asked_hash(path: Path, **changes: Any) -> str:
    asked = ask(path, Changes(**changes))
    return run_hash(question(asked.scenario, asked.baseline, asked.parameters))


def test_the_same_question_has_the_same_id(scenario_file: Path) -> None:
    assert asked_hash(scenario_file) == asked_hash(scenario_file)


def test_more_replicates_and_other_words_ask_the_same(scenario_file: Path) -> None:
    before = asked_hash(scenario_file)
    assert asked_hash(scenario_file, replicates=40) == before
    assert asked_hash(scenario_file, overrides=["title=Another title", "tags=[a]"]) == before


@pytest.mark.parametrize(
    "override",
    [
        "run.seed=6",
        "run.scale=10000",
        "run.scale.CN-GS=1000",
        "horizon.end=2025-03",
        "context.gdp_growth=4.9",
        "levers.startup_subsidy.value=10001",
        "levers.startup_subsidy.start=2024-07",
        "levers.school_places.value=96.8",
        "goals.founders_in_business.min=2000001",
        "closure=fixed",
        "founders_observed_as=stock",
        "regions=[CN-GS]",
    ],
)
def test_any_changed_input_has_another_id(scenario_file: Path, override: str) -> None:
    assert asked_hash(scenario_file, overrides=[override]) != asked_hash(scenario_file)


def test_another_baseline_is_another_question(scenario_file: Path) -> None:
    assert asked_hash(scenario_file, baseline="none") != asked_hash(scenario_file)


def test_parameters_data_version_and_code_are_part_of_the_question(
    scenario_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = ask(scenario_file).scenario
    before = run_hash(question(scenario, None, None))
    changed = {
        "parameters": question(scenario, None, Parameters(credit_multiple=2.0)),
        **{name: {**question(scenario, None, None), name: "other"} for name in ("data", "laborsim", "code")},
    }
    assert before not in [run_hash(asked) for asked in changed.values()]
    assert "provinces.csv" in run_id.data_hashes()  # the region table


def test_a_whole_number_written_with_a_point_asks_the_same(scenario_file: Path) -> None:
    parks = ["levers.entrepreneurship_parks.value=2200", "levers.entrepreneurship_parks.unit=parks"]
    whole, pointed = (f"levers.entrepreneurship_parks.places_per_park={places}" for places in ("300", "300.0"))
    asked = asked_hash(scenario_file, overrides=[*parks, whole])
    assert asked == asked_hash(scenario_file, overrides=[*parks, pointed])
    assert asked != asked_hash(scenario_file, overrides=parks), "what is not stated is drawn"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_comes_back_from_its_manifest(path: Path) -> None:
    scenario = ask(path).scenario
    again = restored(meaning(scenario), words_of(scenario))
    assert again.model_copy(update={"run": scenario.run}) == scenario
    assert meaning(again) == meaning(scenario)
