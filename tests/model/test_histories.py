"""Workers who are followed are found in their rows month after month, and only looked for once."""

import numpy as np
from tests.model.small_worlds import scenario, world

from laborsim.kernels.codes import GONE
from laborsim.model import histories

MONTHS = 36


def test_the_same_people_are_found_whether_they_were_seen_before_or_not():
    model = world(scenario(MONTHS))
    everybody = model.workers.get("worker_id").copy()
    model.follow(everybody)
    while model.running:
        model.step()
    remembered, afresh = model.follow(everybody), histories.workers(model.workers.columns, model.month, everybody, {})
    assert np.array_equal(remembered, afresh)
    gone = remembered["status"] == GONE
    assert gone.sum() > 50 and (~gone).sum() > 1_000
    taken = np.isin(model.workers.columns.worker_id, everybody, invert=True) & (model.workers.columns.status != GONE)
    assert taken.any(), "somebody else lives in the row of one who left"


def test_who_comes_later_is_found_when_he_comes():
    early, late = world(scenario(6)), world(scenario(6))
    before = set(late.workers.get("worker_id").tolist())
    while late.running:
        late.step()
    newcomer = next(int(worker) for worker in late.workers.get("worker_id") if int(worker) not in before)
    seen = [int(early.follow([newcomer])["status"][0])]
    while early.running:
        early.step()
        seen.append(int(early.follow([newcomer])["status"][0]))
    assert seen[0] == GONE and seen[-1] != GONE


def test_whoever_is_known_is_not_looked_for_again(monkeypatch):
    model = world(scenario(2))
    asked = model.workers.get("worker_id")[:20]
    model.follow(asked)
    monkeypatch.setattr(histories.np, "isin", lambda *found: (_ for _ in ()).throw(AssertionError("looked again")))
    model.step()
    assert (model.follow(asked)["worker_id"] == asked).all()
