"""Whoever knows Mesa knows LaborModel: agents are views, live the same rules, and keep nothing alive."""

import gc
import weakref

import mesa
import numpy as np
import pytest
from tests.model.small_worlds import BASE, CODES, finished, lever, scenario, world

from laborsim.kernels import passes
from laborsim.kernels.codes import GONE, STATUSES
from laborsim.kernels.state import COLUMNS
from laborsim.model.market import LEVELS
from laborsim.model.region import Region
from laborsim.model.services import help_founders
from laborsim.model.worker import RULES, Worker

DECIDE = ("begin_month", "grow_older", "separate", "visit_home", "lose_post", "go_home", "close", "choose")


def opened(levers=()):
    """Return a model whose month has begun and in which nobody has decided yet."""
    model = world(scenario(3, levers=levers))
    model.step()
    model.open_month()
    return model


def test_a_worker_is_a_live_mesa_agent(small_model):
    worker = small_model.agents[5]
    assert isinstance(worker, mesa.Agent) and isinstance(worker, Worker) and worker.model is small_model
    assert worker in small_model.agents and worker.unique_id == worker.worker_id + 1
    assert worker == small_model.agents[5] and hash(worker) == hash(small_model.agents[5])
    assert worker != small_model.agents[6]
    worker.savings = 77
    assert small_model.workers.get("savings")[5] == 77, "a write through the view is a write to the column"
    assert {name: getattr(worker, name) for name in COLUMNS}["status"] in range(len(STATUSES))


def test_workers_and_regions_are_found_by_type(small_model):
    assert small_model.agent_types == [Worker, Region]
    assert set(small_model.agents_by_type) == {Worker, Region}
    assert len(small_model.agents) == sum(1 for _ in small_model.agents)


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_workers_one_by_one_in_any_order_live_as_the_pass_does(seed, monkeypatch):
    levers = (lever("workshops", 60_000), lever("public_welfare_posts", 3_000_000), lever("startup_subsidy", 30_000))
    together, alone = opened(levers), opened(levers)
    assert together.workers.columns.tobytes() == alone.workers.columns.tobytes()
    together.workers.do("decide")
    rows = np.arange(len(alone.workers.columns))
    if seed is not None:
        rows = np.random.default_rng(seed).permutation(rows)
    for row in rows:
        worker = Worker(alone.workers, int(row))
        for rule in DECIDE:
            worker.do(rule)
    assert together.workers.columns.tobytes() == alone.workers.columns.tobytes()
    for model in (together, alone):
        agenda = passes.agenda(model.workers.columns, model.month)
        model.close_books(agenda.closed)
        help_founders(model.provision, agenda.founding, agenda.hoping)
    together.match(agenda)
    admitted: set[int] = set()
    monkeypatch.setattr(
        alone.workers, "do", lambda name, rows: admitted.update(rows.tolist())
    )  # moved below, one by one
    alone.match(agenda)
    for row in rows:
        if int(row) in admitted:  # applications of others may stand
            Worker(alone.workers, int(row)).do("settle")
    assert together.workers.columns.tobytes() == alone.workers.columns.tobytes()
    assert set(DECIDE) | {"settle"} == set(RULES)


def test_a_region_shows_the_levels_of_the_month(small_model):
    small_model.step()
    region = small_model.regions[CODES.index("CN-GS")]
    assert isinstance(region, mesa.Agent) and region.code == "CN-GS" and region.model is small_model
    for name in LEVELS:
        assert getattr(region, name) == small_model.level(name)[CODES.index("CN-GS")]
    with pytest.raises(AttributeError, match="pay_county"):
        _ = region.no_such_level


def test_a_finished_model_is_freed():
    """mesa.Agent.__init__ would keep every model alive."""
    model = finished(world(scenario(2))).model
    list(model.agents)
    ghosts = [weakref.ref(model), weakref.ref(model.workers), weakref.ref(model.ahead)]
    del model
    gc.collect()
    assert [ghost() for ghost in ghosts] == [None] * 3


def test_a_mesa_datacollector_works_on_it():
    model = world(scenario(3))
    collector = mesa.DataCollector(
        model_reporters={"people": "people", "month": "months"},
        agent_reporters={"status": "status", "savings": "savings"},
    )
    collector.collect(model)
    counts = [len(model.workers)]
    while model.running:
        model.step()
        collector.collect(model)
        counts.append(len(model.workers))
    table = collector.get_model_vars_dataframe()
    assert table["month"].tolist() == [BASE, BASE + 1, BASE + 2, BASE + 3]
    assert table["people"].iloc[-1] == model.people
    people = collector.get_agent_vars_dataframe()
    assert people.groupby(level=0).size().tolist() == counts
    last = people.loc[3]
    assert np.bincount(last["status"], minlength=GONE).sum() == len(model.workers)


def test_mesa_can_run_the_model_by_itself():
    model = world(scenario(3))
    model.run_model()
    assert model.months == BASE + 3 and not model.running


def test_people_are_followed_in_the_order_asked_and_absent_ones_are_gone(small_model):
    small_model.step()
    known = small_model.workers.get("worker_id")[[9, 2, 500]]
    asked = np.array([known[0], 2**32 - 5, known[1], known[2]], np.uint32)
    found = small_model.follow(asked)
    assert found["worker_id"].tolist() == asked.tolist()
    assert found["status"][1] == GONE and (found["status"][[0, 2, 3]] != GONE).all()
    assert (found["month"] == BASE + 1).all()
    rows = [int(np.flatnonzero(small_model.workers.columns.worker_id == worker)[0]) for worker in known]
    assert found["status"][[0, 2, 3]].tolist() == small_model.workers.columns.status[rows].tolist()


def test_open_businesses_are_those_of_the_founders(small_model):
    small_model.step()
    from laborsim.kernels.codes import FOUNDER

    businesses = small_model.open_businesses()
    founders = small_model.workers.columns.worker_id[small_model.workers.columns.status == FOUNDER]
    assert set(businesses["worker_id"].tolist()) == set(founders.tolist()) and (businesses["end"] == -1).all()


def test_a_pass_over_parts_is_the_pass_over_all():
    whole, parts = opened(), opened()
    n = len(whole.workers.columns)
    passes.decide(whole.workers.columns, whole.month, 0, n)
    for first, last in ((n // 2, n), (0, 17), (17, n // 2)):
        passes.decide(parts.workers.columns, parts.month, first, last)
    assert whole.workers.columns.tobytes() == parts.workers.columns.tobytes()
