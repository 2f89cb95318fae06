"""Whether a worker belongs to the group that a lever is aimed at."""

import numpy as np

from laborsim.kernels.codes import NO_CHILDREN, OUTBOUND
from laborsim.kernels.compiling import compiled
from laborsim.kernels.month import Integers, Month
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import LIFTED_BIT, children, has, schooling, sex

CONDITIONS = ("returnee", "lifted_out", "trained", "children", "sex", "min_age", "max_age", "schooling")
"""Columns of `Offers.who`: −1 = no condition, else the value; schooling is a bit mask of levels."""

RETURNEE_MONTHS = 6  # NBS: six months away make an outbound worker


@compiled
def age_of(worker: WorkerRow, month: Month) -> int:
    """Return the age in completed years."""
    return (month.step - np.int64(worker.birth_month)) // 12


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


@compiled
def _agrees(condition: int, fact: bool) -> bool:
    return condition < 0 or (condition == 1) == fact


@compiled
def belongs(worker: WorkerRow, month: Month, who: Integers) -> bool:
    """Say whether worker i meets every condition of `who` [condition]."""
    traits = worker.traits
    if not _agrees(who[0], months_outbound(worker, month) >= RETURNEE_MONTHS):
        return False
    if not _agrees(who[1], has(traits, LIFTED_BIT)) or not _agrees(who[2], is_trained(worker, month)):
        return False
    if not _agrees(who[3], children(traits) != NO_CHILDREN) or not _agrees(who[4], sex(traits) == 1):
        return False
    age = age_of(worker, month)
    if (who[5] >= 0 and age < who[5]) or (who[6] >= 0 and age > who[6]):
        return False
    return who[7] < 0 or (who[7] >> schooling(traits)) & 1 == 1
