"""A block as it is read: right values beside wrong ones, each with its place, from one declaration."""

import pytest

from laborsim.levers import Uncertainty, Who
from laborsim.scenario.block_reader import ReadBlock, block_of, blocks_of, fields_of, read_fields
from laborsim.scenario.blocks import GoalBlock, LevelBlock, RunBlock, ScenarioFile
from laborsim.scenario.input_errors import Notes
from laborsim.scenario.plan import DoseBlock, PlanFile
from laborsim.scenario.yaml_reader import parse_file

TEXT = """laborsim: 1
id: some
horizon: {start: 2023-12, end: never}
run: {seed: 7, precision: {relative: 5}, scale: {CN: 3}}
goals: {of_no_kind: 1}
extends: [1]
"""


@pytest.fixture
def file() -> ReadBlock:
    notes = Notes(sources={"some.yaml": TEXT.splitlines()})
    return read_fields(fields_of(ScenarioFile), parse_file(TEXT, "some.yaml", notes), "", notes)


def test_a_wrong_value_is_noted_and_the_right_ones_beside_it_are_kept(file):
    assert [(problem.code, problem.key) for problem in file.notes.problems] == [("E205", "horizon.end")]
    assert file.values["id"] == "some" and "horizon" not in file.values
    assert list(file.inside["horizon"].values) == ["start"]


def test_everything_typed_has_its_place_right_or_wrong(file):
    end = file.inside["horizon"]
    assert (end.place("end").line, end.place("end").column, end.key_place("end").column) == (3, 32, 27)
    assert end.at("end") == "horizon.end" and end.typed("end").raw == "never"
    assert "end" in end and "ramp" not in end and end.typed("ramp") is None
    assert file.typed("horizon") is None


def test_an_inner_block_is_the_value_of_its_field(file):
    assert isinstance(file.values["run"], RunBlock)
    assert file.values["run"].seed == 7 and file.values["run"].precision.relative == 5
    assert file.values["run"].replicates == RunBlock.model_fields["replicates"].default


def test_maps_of_blocks_and_what_is_read_apart_are_left_to_their_own_readers(file):
    assert not {"goals", "extends"} & file.values.keys() and "scale" not in file.inside["run"].values
    assert blocks_of(ScenarioFile.model_fields["goals"]) is GoalBlock
    assert block_of(ScenarioFile.model_fields["goals"]) is None
    assert (blocks_of(PlanFile.model_fields["levers"]), block_of(PlanFile.model_fields["levers"])) == (DoseBlock, None)
    assert block_of(ScenarioFile.model_fields["run"]) is RunBlock


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (LevelBlock, LevelBlock.PLAIN + LevelBlock.DATED),
        (GoalBlock, GoalBlock.SIDES + GoalBlock.ASCENDING),
        (DoseBlock, DoseBlock.ASCENDING),
        (Who, Who.ASCENDING),
        (Uncertainty, Uncertainty.ASCENDING + Uncertainty.LEVELS + sum(Uncertainty.PARTS.values(), ())),
    ],
)
def test_a_rule_between_keys_names_fields_of_its_block(model, names):
    assert set(names) <= model.model_fields.keys()


def test_a_distribution_has_parts_for_each_of_its_names():
    assert set(Uncertainty.model_fields["dist"].annotation.__args__) == set(Uncertainty.PARTS)
