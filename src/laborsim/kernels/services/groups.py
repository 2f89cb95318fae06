"""Whether a worker belongs to the group that a lever is aimed at, and to a group that the scenario names."""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FIRST_ENTRANT, NO_CHILDREN, OUTBOUND
from laborsim.kernels.compilation import compiled, inlined
from laborsim.kernels.month import Integers, Month, Offers
from laborsim.kernels.random import ticket
from laborsim.kernels.state import WorkerColumns, WorkerRow
from laborsim.kernels.traits import LIFTED_BIT, children, has, schooling, sex

CONDITIONS = ("returnee", "lifted_out", "trained", "children", "sex", "min_age", "max_age", "schooling", "group")
"""Columns of `who`: −1 = no condition, else the value; schooling is a bit mask of levels, group a place in
`Month.own_groups`."""

ALWAYS = 0
"""The month of draws that never change."""

YEAR = np.uint64(12)  # months; unsigned, so that what is left after dividing by it is one multiplication

RETURNEE_MONTHS = 6  # NBS: six months away make an outbound worker


@compiled
def age_at(worker: WorkerRow, step: int) -> int:
    """Return the age in completed years at the end of a month."""
    return np.int64(np.uint64(step - np.int64(worker.birth_month)) // YEAR)


@compiled
def age_of(worker: WorkerRow, month: Month) -> int:
    """Return the age in completed years."""
    return age_at(worker, month.step)


@compiled
def months_outbound(worker: WorkerRow, month: Month) -> int:
    """Return the outbound experience, the present spell included [months]."""
    earlier = np.int64(worker.experience)
    if worker.status == OUTBOUND:
        return earlier + month.step - np.int64(worker.spell_start)
    return earlier


@compiled
def is_trained(worker: WorkerRow, month: Month) -> bool:
    """Say whether a training has been completed."""
    return np.int64(worker.training_end) > 0 and np.int64(worker.training_end) <= month.step


@compiled
def in_training(worker: WorkerRow, month: Month) -> bool:
    """Say whether the worker sits in class this month and neither searches nor moves."""
    return np.int64(worker.training_end) > month.step


@inlined
def has_traits(worker: WorkerRow, month: Month, who: Integers, k: int, step: int) -> bool:
    """Say whether a worker has every trait of row k of `who` [row, condition]; ages are those of month `step`."""
    traits = worker.traits
    if who[k, 0] >= 0 and (who[k, 0] == 1) != (months_outbound(worker, month) >= RETURNEE_MONTHS):
        return False
    if who[k, 1] >= 0 and (who[k, 1] == 1) != has(traits, LIFTED_BIT):
        return False
    if who[k, 2] >= 0 and (who[k, 2] == 1) != is_trained(worker, month):
        return False
    if who[k, 3] >= 0 and (who[k, 3] == 1) != (children(traits) != NO_CHILDREN):
        return False
    if who[k, 4] >= 0 and who[k, 4] != sex(traits):
        return False
    if who[k, 5] >= 0 and age_at(worker, step) < who[k, 5]:
        return False
    if who[k, 6] >= 0 and age_at(worker, step) > who[k, 6]:
        return False
    return who[k, 7] < 0 or (who[k, 7] >> schooling(traits)) & 1 == 1


@compiled
def is_member(worker: WorkerRow, month: Month, g: int) -> bool:
    """Say whether a worker is in group g of the scenario's own.

    Of a group that is a number of people: who lived at the base date, had the traits then and drew a low enough
    ticket, for ever. Of another: whoever has the traits now.
    """
    own = month.own_groups
    if own.places[g, worker.origin] == 0:
        return False
    is_drawn = own.drawn[g] >= 0
    if not has_traits(worker, month, own.who, g, own.base if is_drawn else month.step):
        return False
    if not is_drawn:
        return True
    identity = np.int64(worker.worker_id)
    if identity >= FIRST_ENTRANT or own.limit[g] < 0:
        return False
    return np.int64(ticket(month.stream, identity, ALWAYS, own.drawn[g])) <= own.limit[g]


@compiled
def members(workers: WorkerColumns, month: Month, g: int) -> NDArray[np.bool_]:
    """Return who of the rows is in group g of the scenario's own [row]; rows without a worker mean nothing."""
    found = np.empty(len(workers), np.bool_)
    for i in range(len(workers)):
        found[i] = is_member(workers[i], month, g)
    return found


@inlined
def belongs(worker: WorkerRow, month: Month, who: Integers, k: int) -> bool:
    """Say whether a worker meets every condition of row k of `who` [offer, condition]; others are not looked at."""
    if not has_traits(worker, month, who, k, month.step):
        return False
    return who[k, 8] < 0 or is_member(worker, month, who[k, 8])


@inlined
def offered_to(worker: WorkerRow, month: Month, offers: Offers) -> int:
    """Return which offer of a service is made to the worker's home region and group, or −1."""
    origin = worker.origin
    for k in range(offers.n):
        if offers.amount[k, origin] > 0.0 and belongs(worker, month, offers.who, k):
            return k
    return -1


@inlined
def program_for(worker: WorkerRow, month: Month, offers: Offers) -> int:
    """Return the number of the program that is made to the worker's home region and group, or 0."""
    k = offered_to(worker, month, offers)
    return 0 if k < 0 else int(offers.program[k, worker.origin])
