"""Passes over the rows: several rules called in order for one row, so that a month goes over memory three times."""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applying import CAME_FROM, COUNTY, FOUND, NOTHING, POST, WORKSHOP
from laborsim.kernels.choosing import choose
from laborsim.kernels.codes import FOUNDER, GONE, LOCAL, OUTBOUND, PLACED, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.life import begin_month, grow_older
from laborsim.kernels.month import Integers, Month
from laborsim.kernels.settling import settle
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.tally import Counts, count, remember_month
from laborsim.kernels.working import close, go_home, lose_post, separate

COUNTY_QUEUE, POST_QUEUE, WORKSHOP_QUEUE = 1, 2, 3
"""The queues are [kind, region]: kind 0 is the urban market, then these."""

QUEUE_KINDS = 4


@compiled
def decide(workers: WorkerColumns, month: Month, first: int, last: int) -> None:
    """Live through the month up to the applications, rows `first` to `last` − 1."""
    for i in range(first, last):
        begin_month(workers, i, month)
        grow_older(workers, i, month)
        status = workers.status[i]  # rules that have nothing to say to this status are not asked
        if status == FOUNDER:
            close(workers, i, month)
        elif status == PLACED:
            lose_post(workers, i, month)
        elif status in (LOCAL, OUTBOUND, SEEKING_AWAY):
            separate(workers, i, month)
            go_home(workers, i, month)
        choose(workers, i, month)


@compiled
def move(workers: WorkerColumns, month: Month, first: int, last: int) -> None:
    """Let the admitted move."""
    for i in range(first, last):
        settle(workers, i, month)


@compiled
def record(workers: WorkerColumns, month: Month, span: tuple[int, int], persons: Integers, counts: Counts) -> None:
    """Remember the month and count everybody."""
    for i in range(span[0], span[1]):
        if workers.status[i] != GONE:
            remember_month(workers, i, month)
        count(workers, i, month, persons, counts)


@compiled
def recount(workers: WorkerColumns, month: Month, persons: Integers, counts: Counts) -> None:
    """Count everybody without letting a month pass (the base date)."""
    for i in range(len(workers)):
        workers.events[i] = np.uint16(np.uint16(workers.status[i]) << CAME_FROM)
        count(workers, i, month, persons, counts)


@compiled
def queue_of(applied: int, origin: int, n_regions: int) -> int:
    """Return the queue that an application joins, or −1."""
    if applied in (NOTHING, FOUND):
        return -1
    if applied == COUNTY:
        return COUNTY_QUEUE * n_regions + origin
    if applied == POST:
        return POST_QUEUE * n_regions + origin
    if applied == WORKSHOP:
        return WORKSHOP_QUEUE * n_regions + origin
    return applied


@compiled
def applicants(workers: WorkerColumns, n_regions: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of all who apply for a place, and the queue each joins."""
    total = 0
    for i in range(len(workers)):
        total += 1 if workers.applied[i] not in (NOTHING, FOUND) else 0
    rows, queue = np.empty(total, np.int64), np.empty(total, np.int64)
    n = 0
    for i in range(len(workers)):
        q = queue_of(int(workers.applied[i]), int(workers.origin[i]), n_regions)
        if q >= 0:
            rows[n], queue[n] = i, q
            n += 1
    return rows, queue
