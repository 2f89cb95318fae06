"""Passes over the rows: several rules called in order for one row, so that a month goes over memory three times."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applying import CAME_FROM, CLOSED, COUNTY, FOUND, LEFT, NOTHING, POST, WORKSHOP
from laborsim.kernels.choosing import choose
from laborsim.kernels.codes import FOUNDER, GONE, LOCAL, OUTBOUND, PLACED, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.life import begin_month, grow_older
from laborsim.kernels.month import Integers, Month
from laborsim.kernels.random import month_words
from laborsim.kernels.settling import settle
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.tally import Counts, count, remember_month
from laborsim.kernels.traits import has
from laborsim.kernels.working import close, go_home, lose_post, separate

COUNTY_QUEUE, POST_QUEUE, WORKSHOP_QUEUE = 1, 2, 3
"""The queues are [kind, region]: kind 0 is the urban market, then these."""

QUEUE_KINDS = 4

Rows = NDArray[np.int64]


@compiled
def decide(workers: WorkerColumns, month: Month, first: int, last: int) -> None:
    """Live through the month up to the applications, rows `first` to `last` − 1."""
    for i in range(first, last):
        worker = workers[i]
        begin_month(worker, month)
        grow_older(worker, month)
        status = worker.status  # rules that have nothing to say to this status are not asked
        words = month_words(month.stream, worker.worker_id, month.step)
        if status == FOUNDER:
            close(worker, month, words)
        elif status == PLACED:
            lose_post(worker, month, words)
        elif status in (LOCAL, OUTBOUND, SEEKING_AWAY):
            separate(worker, month, words)
            go_home(worker, month)
        choose(worker, month, words)


@compiled
def move(workers: WorkerColumns, rows: Rows, month: Month) -> None:
    """Let the admitted move."""
    for k in range(len(rows)):
        settle(workers[rows[k]], month)


@compiled
def record(workers: WorkerColumns, month: Month, span: tuple[int, int], persons: Integers, counts: Counts) -> None:
    """Remember the month and count everybody."""
    for i in range(span[0], span[1]):
        worker = workers[i]
        if worker.status != GONE:
            remember_month(worker, month)
        count(worker, month, persons, counts)


@compiled
def recount(workers: WorkerColumns, month: Month, persons: Integers, counts: Counts) -> None:
    """Count everybody without letting a month pass (the base date)."""
    for i in range(len(workers)):
        worker = workers[i]
        worker.events = np.uint16(np.uint16(worker.status) << CAME_FROM)
        count(worker, month, persons, counts)


@compiled
def queue_of(applied: int, origin: int, n_regions: int) -> int:
    """Return the queue that an application for a place joins."""
    if applied == COUNTY:
        return COUNTY_QUEUE * n_regions + origin
    if applied == POST:
        return POST_QUEUE * n_regions + origin
    if applied == WORKSHOP:
        return WORKSHOP_QUEUE * n_regions + origin
    return applied


class Agenda(NamedTuple):
    """Rows that have something to do this month, found in one pass, in ascending order."""

    closed: Rows  # whose businesses closed
    founding: Rows  # who would found
    applying: Rows  # who apply for a place
    queue: Rows  # the queue that each of them joins
    free: Rows  # in which nobody lives; a row whose worker left this month is free only when that is counted


@compiled
def agenda(workers: WorkerColumns, n_regions: int) -> Agenda:
    """Return who has something to do after everybody has decided."""
    n = len(workers)
    closed, founding, free = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    applying, queue = np.empty(n, np.int64), np.empty(n, np.int64)
    n_closed = n_founding = n_applying = n_free = 0
    for i in range(n):
        worker = workers[i]
        if has(worker.events, CLOSED):
            closed[n_closed] = i
            n_closed += 1
        if worker.status == GONE:
            if not has(worker.events, LEFT):
                free[n_free] = i
                n_free += 1
        elif worker.applied == FOUND:
            founding[n_founding] = i
            n_founding += 1
        elif worker.applied != NOTHING:
            applying[n_applying] = i
            queue[n_applying] = queue_of(int(worker.applied), int(worker.origin), n_regions)
            n_applying += 1
    return Agenda(
        closed[:n_closed].copy(),
        founding[:n_founding].copy(),
        applying[:n_applying].copy(),
        queue[:n_applying].copy(),
        free[:n_free].copy(),
    )
