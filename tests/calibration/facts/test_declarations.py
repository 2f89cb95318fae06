"""The table of facts: complete, frozen, and refused whole where a fact could not be judged."""

import csv
import hashlib

import pytest

from laborsim.calibration.facts.declarations import FACTS, facts, read_facts
from laborsim.calibration.facts.readings import IDENTITIES, READINGS, STATES
from laborsim.calibration.facts.studies import STUDIES
from laborsim.calibration.facts.verdicts import is_testable
from laborsim.published.figures import sources
from laborsim.scenario.input_errors import Notes, ScenarioProblems

FROZEN = "13c636d8c8bf2c7b8c293b7b90d94832f724815b0aed143a52b01339e5ae3f70"


def test_the_table_is_the_frozen_one():
    assert hashlib.sha256(FACTS.read_bytes()).hexdigest() == FROZEN


def test_every_fact_has_a_computation_or_the_state_it_needs():
    lacking = [fact.id for fact in facts() if fact.id not in READINGS and not fact.needs_state]
    assert lacking == [] and len(facts()) == 78 and sum(fact.core for fact in facts()) == 29


def test_every_computation_is_of_a_fact_of_the_table():
    assert set(READINGS) <= {fact.id for fact in facts()}


def test_a_state_that_the_model_has_is_one_that_facts_need():
    assert {fact.needs_state for fact in facts()} >= STATES


def test_a_fact_whose_state_does_not_exist_is_not_tested_although_it_is_computed(monkeypatch):
    monkeypatch.setattr("laborsim.calibration.facts.verdicts.STATES", frozenset())
    computed = [fact for fact in facts() if fact.needs_state and fact.id in READINGS]
    assert computed and not any(is_testable(fact) for fact in computed)


def test_sources_are_listed_once_and_all_of_them():
    assert {one for fact in facts() for one in fact.sources} <= set(sources())


def broken(tmp_path, **cells):
    """Return what is said of a table whose first fact has other cells."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] = {**rows[0], **cells}
    path = tmp_path / "facts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ScenarioProblems) as refused:
        facts(path)
    return [(problem.code, problem.place.line, problem.message.en) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        ({"source_id": ""}, "E510", "the fact has no source"),
        ({"source_id": "bai2018x"}, "E510", "a source that is not listed"),
        ({"low": ""}, "E510", "the fact has no low end of its range"),
        ({"high": ""}, "E510", "the fact has no high end of its range"),
        ({"value": ""}, "E510", "the fact has no value"),
        ({"low": "about 15"}, "E204", "not a number"),
        ({"low": "40"}, "E510", "the range ends (35) before it begins (40)"),
        ({"value": "50"}, "E510", "the value 50 lies outside its range 15 … 35"),
        ({"grade": "F"}, "E510", "unknown grade"),
        ({"how_to_compute": ""}, "E510", "the fact has no how_to_compute"),
        ({"core": "perhaps"}, "E510", "unknown core"),
        ({"id": "ret_hazard_falls"}, "E510", "2 facts have this id"),
    ],
)
def test_a_fact_that_cannot_be_judged_is_refused_with_its_place(tmp_path, cells, code, said):
    ((found, line, message),) = broken(tmp_path, **cells)
    assert (found, message) == (code, said) and line in (2, 3)


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    found = broken(tmp_path, source_id="", low="", grade="")
    assert [message for _, _, message in found] == [
        "the fact has no low end of its range", "unknown grade", "the fact has no source"
    ]  # fmt: skip


def test_an_unknown_fact_that_needs_no_state_is_refused(tmp_path):
    assert [message for *_, message in broken(tmp_path, id="new_fact")] == ["nothing computes this fact"]


def test_every_study_has_a_name_and_an_identity_its_study():
    assert len(STUDIES) == len(set(STUDIES.values())) and [one.id for one in IDENTITIES] == ["money_is_real"]


def test_the_shipped_table_is_read_without_a_remark():
    notes = Notes()
    assert read_facts(FACTS, notes) and not notes.problems
