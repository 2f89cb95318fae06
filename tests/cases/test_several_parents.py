"""A file that extends several has what each of them changes, in whatever order they are named."""

import pytest
from tests.cases.files import CASES
from tests.scenario.files import HEAD, load_scenario, only, problems_of, write

PARENTS = ("02-A-parks", "02-B-school")
BASE = HEAD + "levers: {workshops: {value: 40000, source: x}, school_places: {value: 97, source: x}}\nrun: {seed: 4}\n"


def joined(folder, *names):
    return write(folder, f"laborsim: 1\nid: ab\nextends: [{', '.join(f'{name}.yaml' for name in names)}]\n")


def family(folder, **children):
    write(folder, BASE, "base.yaml")
    for name, text in children.items():
        write(folder, f"laborsim: 1\nid: {name}\nextends: base.yaml\n{text}", f"{name}.yaml")


@pytest.mark.parametrize("names", [PARENTS, PARENTS[::-1]])
def test_both_measures_are_there_in_either_order(tmp_path, names):
    for name in PARENTS:
        write(tmp_path, (CASES / f"{name}.yaml").read_text(), f"{name}.yaml")
    loaded = load_scenario(joined(tmp_path, *names))
    found = {lever.key: lever.schedule.final for lever in loaded.scenario.levers}
    assert (found["entrepreneurship_parks"], found["startup_subsidy"]) == (3000, 10_000)
    assert loaded.warnings == ()


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_what_one_parent_removes_stays_removed(tmp_path, order):
    family(tmp_path, a="levers: {workshops: null}\n", b="run: {seed: 9}\n")
    loaded = load_scenario(joined(tmp_path, *order))
    assert [lever.key for lever in loaded.scenario.levers] == ["school_places"]
    assert loaded.scenario.run.seed == 9


def test_both_parents_may_remove_the_same(tmp_path):
    family(tmp_path, a="levers: {workshops: null}\n", b="levers: {workshops: null}\n")
    assert [lever.key for lever in load_scenario(joined(tmp_path, "a", "b")).scenario.levers] == ["school_places"]


def test_a_grandparent_named_again_undoes_nothing(tmp_path):
    family(tmp_path, a="run: {seed: 9}\n")
    assert load_scenario(joined(tmp_path, "a", "base")).scenario.run.seed == 9


def test_parents_that_disagree_are_named_with_both_places(tmp_path):
    family(tmp_path, a="run: {seed: 8}\n", b="run: {seed: 9}\n")
    loaded = load_scenario(joined(tmp_path, "a", "b"))
    (warning,) = loaded.warnings[-1:]
    assert (warning.code, warning.key, warning.place.file) == ("W005", "run.seed", str(tmp_path / "b.yaml"))
    assert "a.yaml:4" in warning.message.en
    assert loaded.scenario.run.seed == 9


def test_a_file_that_decides_itself_is_not_warned(tmp_path):
    family(tmp_path, a="run: {seed: 8}\n", b="run: {seed: 9}\n")
    path = joined(tmp_path, "a", "b")
    path.write_text(path.read_text() + "run: {seed: 10}\n")
    assert "W005" not in {found.code for found in load_scenario(path).warnings}


def test_a_null_that_removes_nothing_is_still_an_error(tmp_path):
    family(tmp_path, a="levers: {training_places: null}\n", b="run: {seed: 9}\n")
    assert only(problems_of(joined(tmp_path, "a", "b"))).code == "E211"
