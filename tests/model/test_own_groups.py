"""Groups of a scenario's own: as many members as stated, the same persons in both worlds, and nothing else moves."""

import numpy as np
import pytest
from tests.twin import worlds
from tests.twin.worlds import EVERYWHERE, START, lever

from laborsim.experiment.running.replicate import Task, simulate
from laborsim.experiment.store.results import load_results, to_bytes
from laborsim.kernels.codes import FIRST_ENTRANT, GONE, STATUSES
from laborsim.kernels.services.groups import is_member
from laborsim.levers import Who, WorkerTraits
from laborsim.model.labor_model import LaborModel
from laborsim.scenario.scenario import Group, Scale

GANSU = ("CN-GS",)


def group(name="monitored", persons=None, regions=GANSU, **traits):
    return Group(
        name=name, place="CN", regions=regions, persons=persons, traits=WorkerTraits(**traits), source="a list"
    )


def world(groups, months=6, levers=(), scale=None):
    return worlds.scenario(months, levers, groups=tuple(groups), scale=scale or Scale(default=20_000))


def members(model, g=0):
    rows = model.workers.columns
    found = [
        rows[k].worker_id for k in range(len(rows)) if rows[k].status != GONE and is_member(rows[k], model.month, g)
    ]
    return set(map(int, found))


@pytest.mark.parametrize("persons", [20_000, 60_000, 600_000, 3_000_000, 9_000_000])
@pytest.mark.parametrize("traits", [{}, {"sex": "female"}, {"min_age": 30, "max_age": 59, "lifted_out": True}])
def test_as_many_members_are_drawn_as_are_stated_to_the_nearest_worker(persons, traits):
    west = worlds.WEST
    scale = Scale(default=20_000, regions={"CN-GS": 1_000})
    model = LaborModel(world([group(persons=persons, regions=west, **traits)], scale=scale))
    drawn = int(model.counts.own[0, :, : len(STATUSES)].sum())
    could = LaborModel(world([group(regions=west, **traits)], scale=scale)).counts.own[0, :, : len(STATUSES)].sum()
    assert abs(drawn - min(persons, could)) <= 20_000 / 2
    kept = members(model)
    columns = model.workers.columns
    theirs = columns[np.isin(columns.worker_id, list(kept))]
    assert {model.region_codes[k] for k in theirs.origin} <= set(west)


def test_each_replicate_draws_others_and_a_group_of_another_name_too():
    asked = world([group("a", 8_000_000, EVERYWHERE), group("b", 8_000_000, EVERYWHERE)])
    first, second = LaborModel(asked, 0), LaborModel(asked, 1)
    of_a, of_b, again = members(first, 0), members(first, 1), members(second, 0)
    assert len(of_a & of_b) < len(of_a) / 2 and len(of_a & again) < len(of_a) / 2


def test_the_same_persons_are_members_in_both_worlds_and_for_ever():
    asked = group("a", 5_000_000, EVERYWHERE, min_age=40)
    policy = (lever("public_welfare_posts", 3e6, who=Who(group="a")),)
    with_policy, without = LaborModel(world([asked], 14, policy)), LaborModel(world([asked], 14))
    first = members(with_policy)
    while with_policy.running:
        with_policy.step()
        without.step()
        assert members(with_policy) == members(without) <= first
    assert max(first) < FIRST_ENTRANT
    assert with_policy.counts.series[:, 3].sum() > without.counts.series[:, 3].sum()


def test_who_is_served_is_a_member():
    policy = (lever("public_welfare_posts", 3e6, who=Who(group="a", sex="female")),)
    model = LaborModel(world([group("a", 5_000_000, EVERYWHERE)], 6, policy))
    for _ in range(6):
        model.step()
    columns = model.workers.columns
    placed = {int(row.worker_id) for row in columns if row.status == 3 and row.served}
    in_workshops = int(model.counts.series[:, list(model_variables()).index("in_workshop")].sum())
    assert placed and in_workshops >= 0
    assert placed <= members(model)


def model_variables():
    from laborsim.kernels.counts import VARIABLES

    return VARIABLES


def test_a_group_that_no_lever_uses_changes_nothing_but_its_own_counts(tmp_path):
    policy = (lever("public_welfare_posts", 3e6),)
    plain = simulate(Task(world([], 5, policy), 0, tmp_path))
    named = simulate(Task(world([group(persons=600_000), group("old", min_age=50)], 5, policy), 0, tmp_path))
    for name in ("series", "groups", "od", "regional", "services"):
        assert np.array_equal(getattr(plain, name), getattr(named, name)), name
    assert plain.own.size == 0 and named.own.sum() > 0


def test_the_bands_of_everybody_add_up_to_everybody(tmp_path):
    results = simulate(Task(world([group("whole", regions=EVERYWHERE)], 5), 0, tmp_path))
    assert np.array_equal(results.own[:, 0].sum(axis=1), results.series.sum(axis=1))
    path = tmp_path / "kept.npz"
    path.write_bytes(to_bytes(results))
    again = load_results(path)
    assert again.group_names == ("whole",) and np.array_equal(again.own, results.own)


def test_members_do_not_hang_on_threads():
    asked = world(
        [group(persons=400_000), group("old", min_age=50)], 4, (lever("training_places", 4e6, who=Who(group="old")),)
    )
    one, two = LaborModel(asked), LaborModel(asked, n_threads=2)
    for _ in range(4):
        one.step()
        two.step()
    assert np.array_equal(one.counts.own, two.counts.own) and one.counts.own.any()
    assert one.months == START + 4


def test_worlds_that_share_a_past_keep_each_its_own_groups(tmp_path):
    later = (lever("public_welfare_posts", 3e6, since=4),)
    first, second = world([group("a", 400_000)], 5, later), world([group("b", min_age=50)], 5, later)
    simulate(Task(first, 0, tmp_path))
    shared = simulate(Task(second, 0, tmp_path))
    alone = LaborModel(second)
    for _ in range(5):
        alone.step()
    assert np.array_equal(shared.own[-1, 0], alone.counts.own[0]) and shared.own[-1].any()
