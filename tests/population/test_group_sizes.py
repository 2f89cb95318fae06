"""A group of more people than there are is refused before anything runs, and what is there is what is simulated."""

import numpy as np
import pytest
from tests.scenario.files import HEAD, load, write

from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.replicate import check_can_be_simulated
from laborsim.levers import WorkerTraits
from laborsim.population.group_sizes import people_of, size_problems
from laborsim.population.population import build_population
from laborsim.published.regions import expand, region_codes
from laborsim.scenario.check import check_files
from laborsim.scenario.input_errors import ScenarioProblems
from laborsim.scenario.scenario import Group


def text(persons, region="CN-GS", traits="{}"):
    return HEAD + f"groups:\n  mine: {{region: {region}, persons: {persons}, traits: {traits}, source: x}}\n"


@pytest.mark.parametrize(
    ("region", "traits"),
    [
        ("CN-GS", {}),
        ("West", {"sex": "female"}),
        ("CN", {"min_age": 45, "max_age": 59, "schooling": ("primary", "no_school")}),
        ("CN-GS", {"lifted_out": True}),
        ("Central", {"lifted_out": False, "min_age": 60}),
    ],
)
def test_the_people_of_a_group_are_those_of_the_population(tmp_path, region, traits):
    world = load(tmp_path, HEAD).scenario
    codes = expand(region)
    group = Group(name="a", regions=codes, traits=WorkerTraits(**traits), source="x")
    population = build_population(2023, 1_000)
    there = np.isin(population.origin, [region_codes().index(code) for code in codes])
    years, asked = population.age_months // 12, group.traits
    there &= (years >= (asked.min_age or 0)) & (years <= (asked.max_age or 200))
    if asked.sex:
        there &= population.sex == int(asked.sex == "female")
    if asked.schooling:
        there &= np.isin(population.schooling, asked.schooling_codes)
    if asked.lifted_out is not None:
        there &= population.lifted == asked.lifted_out
    found = int(population.weight[there].sum())
    assert people_of(world, group) == pytest.approx(found, rel=0.03)


@pytest.mark.parametrize(
    ("persons", "region", "traits"),
    [
        (9_000_000, "CN-GS", "{}"),
        (400_000_000, "CN", "{}"),
        (5_000_000, "CN-GS", "{sex: female}"),
        (900_000, "CN-GS", "{min_age: 60, sex: female, schooling: [college_plus]}"),
    ],
)
def test_a_group_larger_than_what_is_there_is_refused_by_every_door(tmp_path, persons, region, traits):
    path = write(tmp_path, text(persons, region, traits))
    (problem,) = size_problems(load(tmp_path, text(persons, region, traits)))
    assert (problem.code, problem.key, problem.place.line) == ("E321", "groups.mine.persons", 5)
    assert region in problem.message.en and "state fewer" in problem.hint.en
    (checked,) = check_files([path], last=size_problems)
    assert checked.is_invalid and checked.problems == (problem,)
    with pytest.raises(ScenarioProblems, match="E321"):
        ask(path)
    with pytest.raises(WrongInput, match="mine"):
        check_can_be_simulated(load(tmp_path, text(persons, region, traits)).scenario)


def test_a_group_that_fits_is_not(tmp_path):
    assert size_problems(load(tmp_path, text(60_000))) == []
    assert ask(write(tmp_path, text(60_000))).scenario.groups[0].persons == 60_000
