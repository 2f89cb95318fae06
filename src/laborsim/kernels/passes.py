"""Passes over the rows: several rules called in order for one row, so that a month goes over memory three times."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import CAME_FROM, CLOSED, COUNTY, FOUND, LEFT, NOTHING, POST, WORKSHOP
from laborsim.kernels.choice.choice import choose, place_on_offer, think_again
from laborsim.kernels.choice.moves import settle
from laborsim.kernels.codes import FOUNDER, GONE, LOCAL, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compilation import compiled, inlined
from laborsim.kernels.counts import Counts, add_up_ages, count, remember_month
from laborsim.kernels.life.birthday import begin_month, grow_older
from laborsim.kernels.markets.held_jobs import visit_home
from laborsim.kernels.markets.separations import close, go_home, lose_post, separate
from laborsim.kernels.month import Integers, Month
from laborsim.kernels.random import BLOCK, Words, many_month_words
from laborsim.kernels.services.groups import program_for
from laborsim.kernels.state import WorkerColumns, WorkerRow
from laborsim.kernels.traits import has

COUNTY_QUEUE, WORKSHOP_QUEUE, POST_QUEUE = 1, 2, 3
"""The queues are [kind, region]: kind 0 is the urban market, then these; posts have a queue for each program."""

Rows = NDArray[np.int64]


@compiled
def decide(workers: WorkerColumns, month: Month, first: int, last: int) -> None:
    """Live through the month up to the applications, rows `first` to `last` − 1."""
    words = np.empty((4, BLOCK), np.uint32)
    for start in range(first, last, BLOCK):
        block: WorkerColumns = workers[start : min(start + BLOCK, last)]  # type: ignore[assignment]  # a slice
        many_month_words(month.stream, block.worker_id.copy(), month.step, words)
        for k in range(len(block)):
            decide_one(block[k], month, (words[0, k], words[1, k], words[2, k], words[3, k]))


@inlined
def decide_one(worker: WorkerRow, month: Month, words: Words) -> None:
    """Live through the month up to the applications; rules that have nothing to say to a status are not asked."""
    begin_month(worker, month)
    grow_older(worker, month)
    status = worker.status
    if status == FOUNDER:
        close(worker, month, words)
    elif status == PLACED:
        lose_post(worker, month, words)
    elif status in (LOCAL, OUTBOUND, SEEKING_AWAY):
        separate(worker, month, words)
        visit_home(worker, month)
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
    add_up_ages(counts)


@compiled
def recount(workers: WorkerColumns, month: Month, persons: Integers, counts: Counts) -> None:
    """Count everybody without letting a month pass (the base date)."""
    for i in range(len(workers)):
        worker = workers[i]
        worker.events = np.uint16(np.uint16(worker.status) << CAME_FROM)
        count(worker, month, persons, counts)
    add_up_ages(counts)


@compiled
def queue_of(worker: WorkerRow, month: Month) -> int:
    """Return the queue that an application for a place joins."""
    applied, origin, n_regions = int(worker.applied), int(worker.origin), len(month.workshops_free)
    if applied == COUNTY:
        return COUNTY_QUEUE * n_regions + origin
    if applied == POST:
        return (POST_QUEUE + program_for(worker, month, month.posts) - 1) * n_regions + origin
    if applied == WORKSHOP:
        return WORKSHOP_QUEUE * n_regions + origin
    return applied


@compiled
def queues_of(workers: WorkerColumns, rows: Rows, month: Month) -> Rows:
    """Return the queue that each of some applicants joins."""
    queue = np.empty(len(rows), np.int64)
    for k in range(len(rows)):
        queue[k] = queue_of(workers[rows[k]], month)
    return queue


@compiled
def decide_without(workers: WorkerColumns, rows: Rows, may: Rows, month: Month) -> None:
    """Let people who are not given what they counted on decide anew, with the same luck.

    `may` [row]: halves of `served` that they may still count on.
    """
    for k in range(len(rows)):
        worker = workers[rows[k]]
        worker.applied = np.uint8(NOTHING)
        worker.served = np.uint8(0)
        think_again(worker, month, place_on_offer(worker, month), may[k])


@compiled
def refuse(workers: WorkerColumns, rows: Rows, month: Month) -> None:
    """End the applications of the refused, but for those that may stand: to a market, of people who do not seek."""
    for k in range(len(rows)):
        worker = workers[rows[k]]
        seeks = worker.status in (SEEKING, SEEKING_AWAY)
        if seeks or worker.applied > COUNTY or month.choice.application_stands == 0.0:
            worker.applied = np.uint8(NOTHING)


class Agenda(NamedTuple):
    """Rows that have something to do this month, found in one pass, in ascending order."""

    closed: Rows  # whose businesses closed
    founding: Rows  # who would found
    hoping: Rows  # who prefers home for what a founder would be given, but would not found
    applying: Rows  # who apply for a place
    queue: Rows  # the queue that each of them joins
    founders: Rows  # in business; who founds this month is not yet among them
    placed: Rows  # with a post or a place in a workshop
    free: Rows  # in which nobody lives; a row whose worker left this month is free only when that is counted


def decided_anew(agenda: Agenda, workers: WorkerColumns, rows: Rows, month: Month) -> Agenda:
    """Return the agenda with some rows among the applicants if they apply for a place by now, and only then."""
    if len(rows) == 0:
        return agenda
    kept = ~np.isin(agenda.applying, rows)
    rows = rows[(workers.applied[rows] != NOTHING) & (workers.applied[rows] != FOUND)]
    queue = np.concatenate([agenda.queue[kept], queues_of(workers, rows, month)])
    return agenda._replace(applying=np.concatenate([agenda.applying[kept], rows]), queue=queue)


NO_LIST, CLOSING, FOUNDING, HOPING, APPLYING, IN_BUSINESS, IN_PLACE, EMPTY = range(-1, 7)
"""Lists of rows from which the agenda is made."""


@compiled
def list_to_do(worker: WorkerRow) -> int:
    """Return the list that a row joins for what its worker asks for, or because nobody lives in it."""
    if worker.status == GONE:
        return NO_LIST if has(worker.events, LEFT) else EMPTY
    if worker.applied == FOUND:
        return FOUNDING
    return NO_LIST if worker.applied == NOTHING else APPLYING


@compiled
def list_of_status(worker: WorkerRow) -> int:
    """Return the list that a row joins for what its worker is."""
    if worker.status == FOUNDER:
        return IN_BUSINESS
    return IN_PLACE if worker.status == PLACED else NO_LIST


@compiled
def list_of_hopes(worker: WorkerRow) -> int:
    """Return the list that a row joins if its worker counted on a service and does not found."""
    if worker.served == 0 or worker.applied == FOUND or worker.status in (FOUNDER, PLACED, GONE):
        return NO_LIST
    return NO_LIST if has(worker.events, CLOSED) else HOPING


@compiled
def agenda(workers: WorkerColumns, month: Month) -> Agenda:
    """Return who has something to do after everybody has decided."""
    rows = np.empty((EMPTY + 1, len(workers)), np.int64)
    length = np.zeros(EMPTY + 1, np.int64)
    for i in range(len(workers)):
        worker = workers[i]
        closing = CLOSING if has(worker.events, CLOSED) else NO_LIST
        for joined in (closing, list_to_do(worker), list_of_hopes(worker), list_of_status(worker)):
            if joined != NO_LIST:
                rows[joined, length[joined]] = i
                length[joined] += 1
    applying = rows[APPLYING, : length[APPLYING]].copy()
    return Agenda(
        closed=rows[CLOSING, : length[CLOSING]].copy(),
        founding=rows[FOUNDING, : length[FOUNDING]].copy(),
        hoping=rows[HOPING, : length[HOPING]].copy(),
        applying=applying,
        queue=queues_of(workers, applying, month),
        founders=rows[IN_BUSINESS, : length[IN_BUSINESS]].copy(),
        placed=rows[IN_PLACE, : length[IN_PLACE]].copy(),
        free=rows[EMPTY, : length[EMPTY]].copy(),
    )
