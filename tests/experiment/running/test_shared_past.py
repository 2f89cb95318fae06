"""Worlds that are the same until something differs live the months before only once, and no bit tells."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.house import ROOT

from laborsim.experiment.running import replicate as unit
from laborsim.experiment.running.pool import Engine, run_tasks
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.experiment.store.results import to_bytes
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.load import Scenario

SCENARIOS = ROOT / "scenarios"
COARSE = 200_000  # persons per worker
PARKS = {"value": 2200, "unit": "parks", "source": "ASSUMPTION"}
SCHOOL = {"value": 96.7, "unit": "%", "source": "ASSUMPTION"}
CASH = {"value": 10000, "unit": "CNY/founder", "source": "ASSUMPTION"}
POSTS = {"value": 500000, "unit": "posts", "source": "ASSUMPTION"}
SETTLING = {"value": 0.5, "unit": "share", "source": "ASSUMPTION"}
MORE_PARKS = {**PARKS, "value": None, "values": {"2024-05": 2200, "2025-01": 3000}, "interpolate": "linear"}
DIP = {"kind": "vacancies", "value": 0.7, "start": "2024-04", "end": "2024-09", "source": "ASSUMPTION"}


@pytest.fixture(autouse=True)
def nothing_lived(monkeypatch):
    monkeypatch.setattr(unit, "_SETTINGS", {})
    monkeypatch.setattr(unit, "_PASTS", {})


@pytest.fixture
def world(tmp_path):
    def world(name, levers, **more):
        asked = {"laborsim": 1, "id": name, "title": name, "horizon": {"start": "2023-12", "end": "2025-02"}, **more}
        asked |= {"regions": ["CN"], "run": {"scale": COARSE, "replicates": 1}}
        asked["levers"] = {
            key: {k: value for k, value in block.items() if value is not None} for key, block in levers.items()
        }
        path = tmp_path / f"{name}.yaml"
        YAML().dump(asked, path)
        return ask(path, Changes(baseline="none")).scenario

    return world


def months_of(past: Scenario, then: Scenario) -> list[int]:
    """Simulate a world after another, with followed workers; return the months done as they were told."""
    simulate(Task(past, 0, Path()))
    told: list[int] = []
    shared = to_bytes(simulate(Task(then, 0, Path()), told.append))
    unit._PASTS.clear()
    assert shared == to_bytes(simulate(Task(then, 0, Path())))
    return told


STANDING = {"entrepreneurship_parks": PARKS, "school_places": SCHOOL}
LATER_CASH = {"startup_subsidy": {**CASH, "start": "2024-07"}}
DEAR = {**PARKS, "value": 2300, "cost": {"per_unit": 12000000, "budget": 250000000}}
ANY = {"dist": "uniform", "low": 2000, "high": 4000}
WEST = {"value": 60, "regions": ["CN-SC", "CN-GZ"], "unit": "parks", "admission": "score", "source": "ASSUMPTION"}
IN_TWO_BLOCKS = {"west": {**WEST, "value": 700}, "gansu": {**WEST, "regions": ["CN-GS"]}}
LATER = {**STANDING, "startup_subsidy": {**CASH, "start": "2024-07"}}


@pytest.mark.parametrize(
    ("first", "second", "begins"),
    [
        (LATER, STANDING, 6),
        (LATER, {}, 6),  # parks of which no lever speaks are the same parks
        ({"startup_subsidy": {**CASH, "start": "2024-07"}}, LATER, 6),
        (LATER, {**LATER, "public_welfare_posts": {**POSTS, "start": "2024-09"}}, 6),
        ({**LATER, "entrepreneurship_parks": MORE_PARKS}, STANDING, 4),
        (LATER, {"entrepreneurship_parks": {**PARKS, "cost": {"one_off": 5000000, "budget": 3000000}}}, 6),
        ({"entrepreneurship_parks": {**PARKS, "value": 3000}, "school_places": {**SCHOOL, "start": "2024-06"}},
         {"entrepreneurship_parks": {**PARKS, "value": 3000}}, 5),  # what costs by the month is charged again
        ({"settlement_access": SETTLING, **LATER}, {"settlement_access": SETTLING}, 6),
        ({"workshops": {"value": 40000, "unit": "workshops", "source": "ASSUMPTION"}, **LATER},
         {"workshops": {"value": 40000, "unit": "workshops", "source": "ASSUMPTION"}}, 6),
        ({"entrepreneurship_parks": DEAR, **LATER_CASH}, {"entrepreneurship_parks": DEAR}, 6),  # its money runs out
        ({"entrepreneurship_parks": {**PARKS, "value": 2500, "uncertainty": ANY}, **LATER_CASH},
         {"entrepreneurship_parks": {**PARKS, "value": 2500, "uncertainty": ANY}}, 6),
        ({"entrepreneurship_parks": IN_TWO_BLOCKS, **LATER_CASH}, {"entrepreneurship_parks": IN_TWO_BLOCKS}, 6),
    ],
)  # fmt: skip
def test_a_world_goes_on_from_the_months_of_another_to_the_same_bits(world, first, second, begins):
    assert months_of(world("first", first), world("second", second))[:2] == [begins, begins + 1]


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        (LATER, {**LATER, "startup_subsidy": {**CASH, "start": "2024-06"}}, {}),  # differs earlier
        (LATER, {**STANDING, "startup_subsidy": {**CASH, "start": "2024-07", "ramp": "0 months"},
                 "entrepreneurship_parks": {**PARKS, "value": 2300}}, {}),
        (LATER, {**LATER, "settlement_access": SETTLING}, {}),
        (LATER, {**LATER, "school_places": {**SCHOOL, "value": 97}}, {}),
        (LATER, {**LATER, "public_welfare_posts": POSTS}, {}),  # on offer from the first month on
        (LATER, STANDING, {"shocks": {"dip": DIP}}),
        (LATER, STANDING, {"closure": "clearing"}),
        (LATER, STANDING, {"context": {"gdp_growth": 4.0}}),
        ({**LATER, "school_places": {**SCHOOL, "value": 97}}, {"school_places": {**SCHOOL, "value": 97}}, {}),
        (LATER, STANDING, {"horizon": {"start": "2023-12", "end": "2024-05"}}),  # ends before the past does
    ],
)  # fmt: skip
def test_a_world_that_differs_earlier_begins_at_the_base_date(world, first, second, more):
    assert months_of(world("first", first), world("second", second, **more))[0] == 1


def test_a_world_can_end_where_the_months_of_another_do(world):
    assert months_of(world("first", LATER), world("second", {}, horizon={"start": "2023-12", "end": "2024-06"})) == [6]


def test_another_luck_has_a_past_of_its_own(world):
    later, standing = world("first", LATER), world("second", STANDING)
    other_seed = standing.model_copy(update={"run": standing.run.model_copy(update={"seed": 2})})
    assert months_of(later, other_seed)[0] == 1
    simulate(Task(later, 1, Path(), Parameters()))
    told: list[int] = []
    simulate(Task(standing, 2, Path(), Parameters()), told.append)
    assert told[0] == 1


def test_months_are_quiet_until_a_lever_moves_or_something_happens(world):
    assert world("standing", STANDING).quiet_months == 14
    assert world("later", LATER).quiet_months == 6
    assert world("ramp", {"startup_subsidy": {**CASH, "start": "2024-07", "ramp": "4 months"}}).quiet_months == 6
    assert world("parks", {"entrepreneurship_parks": MORE_PARKS}).quiet_months == 4
    assert world("shocked", LATER, shocks={"dip": DIP}).quiet_months == 3
    assert world("at_once", STANDING, shocks={"dip": {**DIP, "start": "2023-12"}}).quiet_months == 0


def test_a_past_can_be_used_again_and_handed_on(world):
    worlds = [world("a", LATER), world("b", {**STANDING, "startup_subsidy": {**CASH, "start": "2024-10"}}),
              world("c", STANDING)]  # fmt: skip
    begins = []
    for one in worlds:
        told: list[int] = []
        simulate(Task(one, 1, Path()), told.append)
        begins.append(told[0])
    assert begins == [1, 6, 9]


def test_tasks_of_a_replicate_are_done_in_the_order_in_which_they_begin_to_differ(world, tmp_path):
    done = []

    def noted(task, on_month):
        done.append((task.replicate, task.world.id))
        return simulate(task, on_month)

    worlds = [world("plain", STANDING), world("late", LATER), world("parks", {"entrepreneurship_parks": MORE_PARKS})]
    tasks = [Task(one, k, tmp_path / one.id) for one in worlds for k in (0, 1)]
    for one in worlds:
        (tmp_path / one.id).mkdir()
    assert not run_tasks(tasks, Engine(simulate=noted))
    assert done == [(k, name) for k in (0, 1) for name in ("parks", "late", "plain")]


def test_too_many_workers_to_be_held_twice_are_not(world, monkeypatch):
    monkeypatch.setattr(unit, "MOST_KEPT", 10)
    assert months_of(world("first", LATER), world("second", STANDING))[0] == 1


@pytest.mark.parametrize("name", ["return-home-2025", "parks-3000"])
def test_a_shipped_scenario_and_its_baseline_share_the_months_before_it_begins(name):
    asked = ask(SCENARIOS / f"{name}.yaml", Changes(scale=COARSE))
    assert asked.baseline is not None
    quiet = asked.scenario.quiet_months
    assert quiet > 0
    ended = {"end": asked.scenario.horizon.start + quiet + 2}
    worlds = [
        one.model_copy(update={"horizon": one.horizon.model_copy(update=ended)})
        for one in (asked.scenario, asked.baseline)
    ]
    assert months_of(*worlds)[0] == quiet
