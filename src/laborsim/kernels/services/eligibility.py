"""Finding those whom a service could reach: closed businesses, would-be founders, park applicants, trainees."""

import math

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.choice.founding import (
    ALWAYS,
    found,
    granted_plan,
    kind_of,
    loan_stage,
    park_saving,
    setup_cost,
    skill_of,
    subsidy_stage,
)
from laborsim.kernels.codes import (
    ACCOMPANYING,
    FOUNDER,
    GONE,
    MOST_PROGRAMS,
    NO_CHILDREN,
    OUTBOUND,
    PLACED,
    SEEKING_AWAY,
)
from laborsim.kernels.compilation import compiled, inlined
from laborsim.kernels.markets.separations import dismiss, wind_up
from laborsim.kernels.money.savings import GRID_YUAN, on_grid
from laborsim.kernels.month import Month, Offers
from laborsim.kernels.random import BLOCK, Word, decision, many_first_words, ticket, to_uniform, uniform
from laborsim.kernels.services.groups import in_training, offered_to
from laborsim.kernels.state import WorkerColumns, WorkerRow
from laborsim.kernels.traits import PARK_BIT, WORKSHOP_BIT, children, has, with_bit

PARK = decision("entrepreneurship_parks.lottery")
PARK_SAVING = decision("entrepreneurship_parks.setup_cost")
PARK_RULE = decision("entrepreneurship_parks.rule")
KNOWS_TRAINING = decision("training_places.aware")
ASKS_TRAINING = decision("training_places.apply")
COMPLETES = decision("training_places.complete")

Rows = NDArray[np.int64]
RETRAIN_MONTHS = 60  # ASSUMPTION: no second training within five years
FIRST_MONTHS = 12  # of a business, in which setting up goes on: ASSUMPTION
TICKETS = 2.0**32


@compiled
def wind_up_businesses(
    workers: WorkerColumns, rows: Rows, owed: NDArray[np.float64], repaid: NDArray[np.float64], month: Month
) -> None:
    """End the spells of closed businesses.

    owed, repaid: what is claimed back of a subsidy, what is paid back of a loan [row], yuan of the month.
    """
    for k in range(len(rows)):
        worker = workers[rows[k]]
        if worker.status != GONE:
            wind_up(worker, month, owed[k] / month.pay.unit, repaid[k] / month.pay.unit)


@compiled
def dismiss_all(workers: WorkerColumns, rows: Rows, month: Month) -> None:
    """End posts that cannot be paid."""
    for k in range(len(rows)):
        dismiss(workers[rows[k]], month)


@compiled
def founding_requests(workers: WorkerColumns, rows: Rows, month: Month) -> NDArray[np.int64]:
    """Return for would-be founders [founder, 4]: subsidy offer, stage reached, loan offer, stage reached."""
    out = np.empty((len(rows), 4), np.int64)
    for j in range(len(rows)):
        worker = workers[rows[j]]
        out[j, 0] = offered_to(worker, month, month.subsidies)
        out[j, 1] = subsidy_stage(worker, month, out[j, 0])
        out[j, 2] = offered_to(worker, month, month.loans)
        out[j, 3] = loan_stage(worker, month, out[j, 2])
    return out


@compiled
def borrowed(workers: WorkerColumns, rows: Rows, month: Month) -> NDArray[np.float64]:
    """Return the guaranteed loan that each would-be founder would take [yuan of the month]."""
    out = np.empty(len(rows))
    for j in range(len(rows)):
        out[j] = granted_plan(workers[rows[j]], month).loan * month.pay.unit
    return out


@compiled
def tickets_of(workers: WorkerColumns, rows: Rows, month: Month, decision: int) -> NDArray[np.uint32]:
    """Return the lottery tickets of some rows for one named decision."""
    out = np.empty(len(rows), np.uint32)
    many_first_words(month.stream, workers.worker_id[rows], month.step, decision, out)
    return out


@compiled
def placed_now(workers: WorkerColumns, rows: Rows, persons: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count who of some rows holds a workshop place, and who a post by program [1 + program, region], persons."""
    out = np.zeros((1 + MOST_PROGRAMS, len(persons)), np.int64)
    for k in range(len(rows)):
        worker = workers[rows[k]]
        if worker.status == PLACED:
            origin = worker.origin
            kind = 0 if has(worker.traits, WORKSHOP_BIT) else int(worker.served)
            out[kind, origin] += persons[origin]
    return out


@compiled
def parents_away(workers: WorkerColumns, persons: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count parents of school-age children who are away, and those who have them along [2, destination], persons."""
    out = np.zeros((2, len(persons)), np.int64)
    for i in range(len(workers)):
        worker = workers[i]
        if worker.status in (OUTBOUND, SEEKING_AWAY) and children(worker.traits) != NO_CHILDREN:
            destination, weight = worker.destination, persons[worker.origin]
            out[0, destination] += weight
            if children(worker.traits) == ACCOMPANYING:
                out[1, destination] += weight
    return out


@compiled
def start_businesses(workers: WorkerColumns, rows: Rows, month: Month) -> None:
    """Let would-be founders start with what was granted."""
    for k in range(len(rows)):
        found(workers[rows[k]], month)


@compiled
def park_ticket(worker: WorkerRow, month: Month, by_score: float) -> np.uint32:
    """Return the place in the queue for a park: by lot, or the more able first; by what share of the places decides."""
    if by_score > 0.0 and uniform(month.stream, worker.worker_id, month.step, PARK_RULE) < by_score:
        return np.uint32(TICKETS / (1.0 + math.exp(skill_of(worker, month))))
    return np.uint32(ticket(month.stream, worker.worker_id, month.step, PARK))


@compiled
def park_candidates(workers: WorkerColumns, rows: Rows, holders: bool, youngest_start: int) -> Rows:
    """Return founders of some rows with a place, or those without whose business began at `youngest_start` or later."""
    n = 0
    found = np.empty(len(rows), np.int64)
    for k in range(len(rows)):
        worker = workers[rows[k]]
        if worker.status != FOUNDER or has(worker.traits, PARK_BIT) != holders:
            continue
        if holders or np.int64(worker.spell_start) >= youngest_start:
            found[n] = rows[k]
            n += 1
    return found[:n].copy()


@compiled
def park_tickets(workers: WorkerColumns, rows: Rows, month: Month, by_score: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Return the tickets of park candidates; `by_score` [region]: share of the places given to the more able."""
    out = np.empty(len(rows), np.uint32)
    for k in range(len(rows)):
        out[k] = park_ticket(workers[rows[k]], month, by_score[workers[rows[k]].origin])
    return out


@compiled
def enter_parks(workers: WorkerColumns, rows: Rows, admitted: NDArray[np.bool_], month: Month) -> None:
    """Give places to park candidates; a business of its first year has part of its set-up cost back."""
    for k in range(len(rows)):
        if not admitted[k]:
            continue
        worker = workers[rows[k]]
        worker.traits = with_bit(worker.traits, PARK_BIT, True)
        if month.step - np.int64(worker.spell_start) < FIRST_MONTHS:
            saved = park_saving(worker, month, setup_cost(worker, month, kind_of(worker)))
            luck = uniform(month.stream, worker.worker_id, month.step, PARK_SAVING)
            worker.savings = on_grid(GRID_YUAN[worker.savings] + saved, luck)


@compiled
def set_park(workers: WorkerColumns, rows: Rows, admitted: NDArray[np.bool_]) -> None:
    """Let holders of park places keep or lose them."""
    for k in range(len(rows)):
        worker = workers[rows[k]]
        worker.traits = with_bit(worker.traits, PARK_BIT, admitted[k])


@inlined
def count_knowing(worker: WorkerRow, offers: Offers, k: int, word: Word, known: NDArray[np.int64]) -> bool:
    """Count a worker in the group of offer k, and whether he knows of it, which is returned."""
    knows = to_uniform(word) < offers.aware[k]
    known[k, worker.origin, 0] += 1
    known[k, worker.origin, 1] += np.int64(knows)  # no branch: whether one of many knows cannot be foreseen
    return knows


@compiled
def can_be_trained(worker: WorkerRow, month: Month) -> bool:
    """Say whether a worker has no business, and neither sits in class nor left it a short while ago."""
    end = np.int64(worker.training_end)
    return worker.status != FOUNDER and (end <= 0 or month.step - end >= RETRAIN_MONTHS)


@compiled
def training_candidates(workers: WorkerColumns, month: Month) -> tuple[Rows, Rows, NDArray[np.int64]]:
    """Return who asks for a training seat this month, for which offer, and who knows of each, as `knowing`."""
    n = 0
    rows = np.empty(len(workers), np.int64)
    offer = np.empty(len(workers), np.int64)
    known = np.zeros((month.training.n, month.training.amount.shape[1], 2), np.int64)
    knows, asks = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.uint32)
    for start in range(0, len(workers), BLOCK):
        block: WorkerColumns = workers[start : start + BLOCK]  # type: ignore[assignment]  # a slice
        ids = block.worker_id.copy()
        many_first_words(month.stream, ids, ALWAYS, KNOWS_TRAINING, knows)
        many_first_words(month.stream, ids, month.step, ASKS_TRAINING, asks)
        for i in range(len(block)):
            worker = block[i]
            if worker.status == GONE:
                continue
            k = offered_to(worker, month, month.training)
            if k < 0 or not can_be_trained(worker, month):
                continue
            knows_it = count_knowing(worker, month.training, k, knows[i], known)
            if to_uniform(asks[i]) < month.training.apply[k] and knows_it:
                rows[n], offer[n] = start + i, k
                n += 1
    return rows[:n].copy(), offer[:n].copy(), known


@compiled
def begin_training(workers: WorkerColumns, rows: Rows, offer: Rows, month: Month) -> Rows:
    """Seat trainees; who will not complete drops out at once. Return how many complete, by offer."""
    completed = np.zeros(month.training.n, np.int64)
    for k in range(len(rows)):
        worker = workers[rows[k]]
        if uniform(month.stream, worker.worker_id, month.step, COMPLETES) < month.training.approve[offer[k]]:
            worker.training_end = np.int16(month.step + month.training.terms[offer[k], 0])
            completed[offer[k]] += 1
    return completed


@compiled
def knowing(
    workers: WorkerColumns, month: Month, offers: Offers, statuses: NDArray[np.bool_], decide: int
) -> NDArray[np.int64]:
    """Count workers of some statuses in the group of each offer, and those who know of it [offer, region, 2].

    Whoever sits in class neither searches nor moves, and is not counted.
    """
    known = np.zeros((offers.n, offers.amount.shape[1], 2), np.int64)
    words = np.empty(BLOCK, np.uint32)
    for start in range(0, len(workers), BLOCK):
        block: WorkerColumns = workers[start : start + BLOCK]  # type: ignore[assignment]  # a slice
        many_first_words(month.stream, block.worker_id.copy(), ALWAYS, decide, words)
        for i in range(len(block)):
            asked = statuses[block[i].status] and not in_training(block[i], month)
            k = offered_to(block[i], month, offers) if asked else -1
            if k >= 0:
                count_knowing(block[i], offers, k, words[i], known)
    return known
