"""Whether a worker belongs to the group that a lever is aimed at."""

import numpy as np

from laborsim.kernels.codes import NO_CHILDREN, OUTBOUND
from laborsim.kernels.compiling import compiled
from laborsim.kernels.month import Integers, Month
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import LIFTED_BIT, children, has, schooling, sex

CONDITIONS = ("returnee", "lifted_out", "trained", "children", "sex", "min_age", "max_age", "schooling")
"""Columns of `Offers.who`: −1 = no condition, else the value; schooling is a bit mask of levels."""

RETURNEE_MONTHS = 6  # NBS: six months away make an outbound worker


@compiled
def age_of(workers: WorkerColumns, i: int, month: Month) -> int:
    """Return the age in completed years."""
    return (month.step - np.int64(workers.birth_month[i])) // 12


@compiled
def months_outbound(workers: WorkerColumns, i: int, month: Month) -> int:
    """Return the outbound experience, the present spell included [months]."""
    earlier = np.int64(workers.experience[i])
    if workers.status[i] == OUTBOUND:
        return earlier + month.step - np.int64(workers.spell_start[i])
    return earlier


@compiled
def is_trained(workers: WorkerColumns, i: int, month: Month) -> bool:
    """Say whether a training has been completed."""
    return np.int64(workers.training_end[i]) > 0 and np.int64(workers.training_end[i]) <= month.step


@compiled
def in_training(workers: WorkerColumns, i: int, month: Month) -> bool:
    """Say whether the worker sits in class this month and neither searches nor moves."""
    return np.int64(workers.training_end[i]) > month.step


@compiled
def _agrees(condition: int, fact: bool) -> bool:
    return condition < 0 or (condition == 1) == fact


@compiled
def belongs(workers: WorkerColumns, i: int, month: Month, who: Integers) -> bool:
    """Say whether worker i meets every condition of `who` [condition]."""
    traits = workers.traits[i]
    if not _agrees(who[0], months_outbound(workers, i, month) >= RETURNEE_MONTHS):
        return False
    if not _agrees(who[1], has(traits, LIFTED_BIT)) or not _agrees(who[2], is_trained(workers, i, month)):
        return False
    if not _agrees(who[3], children(traits) != NO_CHILDREN) or not _agrees(who[4], sex(traits) == 1):
        return False
    age = age_of(workers, i, month)
    if (who[5] >= 0 and age < who[5]) or (who[6] >= 0 and age > who[6]):
        return False
    return who[7] < 0 or (who[7] >> schooling(traits)) & 1 == 1
