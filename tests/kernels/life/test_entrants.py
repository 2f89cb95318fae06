"""Entrants: the same people at the same places, whether they begin with a job or with a search."""

import numpy as np
from tests.model.small_worlds import scenario, setting, with_parameters, world

from laborsim.kernels.applications import ENTERED
from laborsim.kernels.codes import LOCAL, OUTBOUND, SEEKING, SEEKING_AWAY
from laborsim.kernels.state import WorkerColumns

SEEKS = {LOCAL: SEEKING, OUTBOUND: SEEKING_AWAY}


def entrants(share: float) -> WorkerColumns:
    model = world(scenario(2, scale=15_000), base=with_parameters(setting(15_000), entrants_seek=share))
    model.step()
    columns = model.workers.columns
    return columns[(columns.events & ENTERED) > 0]


def test_entrants_who_seek_do_so_where_they_would_have_worked_and_count_as_what_they_seek():
    work, seek = entrants(0.0), entrants(1.0)
    assert (work.worker_id == seek.worker_id).all() and len(work) > 30
    assert set(work.status.tolist()) == {LOCAL, OUTBOUND}
    assert seek.status.tolist() == [SEEKS[status] for status in work.status.tolist()]
    for name in ("destination", "history", "traits", "birth_month"):
        assert (work[name] == seek[name]).all(), name


def test_as_many_entrants_seek_as_asked():
    some = np.isin(entrants(0.6).status, (SEEKING, SEEKING_AWAY))
    assert abs(some.mean() - 0.6) < 3 * (0.24 / len(some)) ** 0.5
