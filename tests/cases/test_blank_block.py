"""A key that is left blank says neither keep nor remove, so it is refused where something is inherited."""

import pytest
from tests.cases.files import refused
from tests.scenario.files import HEAD, only, problems_of, write


def test_blank_levers_are_refused_and_both_ways_are_offered():
    problem = only(refused("19-blank-levers"))
    assert (problem.code, problem.key, problem.place.line) == ("E212", "levers", 5)
    assert "levers: {}" in problem.hint.en
    assert "levers: null" in problem.hint.en


@pytest.mark.parametrize("key", ["run", "shocks", "goals", "context", "regions"])
def test_any_blank_key_is_refused_where_something_is_inherited(tmp_path, key):
    write(
        tmp_path,
        HEAD
        + "run: {seed: 3}\nshocks: {s: {kind: pay, value: 1.1, source: x}}\ncontext: {gdp_growth: 4}\nregions: [CN]\n"
        "goals: {mean_age: {min: 42, unit: years, by: 2025-12, source: x}}\n",
        "parent.yaml",
    )
    path = write(tmp_path, f"laborsim: 1\nid: c\nextends: parent.yaml\n{key}:\n")
    assert only(problems_of(path)).code == "E212"
