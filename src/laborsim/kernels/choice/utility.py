"""What each way of living is worth to a worker: the utilities of the choice."""

import math
from typing import NamedTuple

import numpy as np

from laborsim.kernels.applications import POST_OF, WORKSHOP
from laborsim.kernels.codes import LOCAL, NO_CHILDREN, OLDEST, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compilation import compiled
from laborsim.kernels.money.pay import profile_of
from laborsim.kernels.month import Month
from laborsim.kernels.random import LARGEST_WORDS, Word, bin_of, to_uniform
from laborsim.kernels.services.groups import age_of
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import WORKSHOP_BIT, attachment_type, children, has, schooling, sex

ROUNDING = 1e-6  # more than the last digits of a utility can add up to
COLLEGE = 4  # code of the highest level of schooling


@compiled
def attachment_of(worker: WorkerRow, month: Month) -> float:
    """Return the attachment to home: type, sex, children, schooling and age."""
    traits = worker.traits
    college = 1 if schooling(traits) == COLLEGE else 0
    parent = 1 if children(traits) != NO_CHILDREN else 0
    age = min(age_of(worker, month), OLDEST)
    known = month.choice.attachment[sex(traits), parent, college, age]
    return float(month.choice.attachment_type[attachment_type(traits)] + known)


@compiled
def table_row(worker: WorkerRow) -> int:
    """Return the row of the destination tables for the worker's origin and children."""
    parent = 1 if children(worker.traits) != NO_CHILDREN else 0
    return 2 * int(worker.origin) + parent


@compiled
def value_away(worker: WorkerRow, month: Month, destination: int) -> float:
    """Return the utility of outbound work at one destination, without the worker's own log profile."""
    origin = int(worker.origin)
    row = table_row(worker)
    if destination == origin:
        return float(month.choice.inside[origin, row - 2 * origin])
    return float(month.choice.outside[row, destination])


@compiled
def value_local(worker: WorkerRow, month: Month) -> float:
    """Return the utility of a local job, without the worker's own log profile."""
    return float(month.choice.local[worker.origin]) + attachment_of(worker, month)


@compiled
def value_out(worker: WorkerRow, month: Month) -> float:
    """Return the utility of staying at home without a job."""
    age = min(age_of(worker, month), OLDEST)
    own = month.choice.out[worker.origin] + month.choice.out_age[age]
    return float(own) + attachment_of(worker, month)


@compiled
def value_placed(worker: WorkerRow, month: Month, place: int) -> float:
    """Return the utility of placed work: a post goes with farming, a workshop is a local job with care in mind."""
    origin = worker.origin
    if place > POST_OF:
        gain = 1.0 + month.pay.post[place - POST_OF - 1, origin] / month.choice.home_income[origin]
        return value_out(worker, month) + month.choice.alpha * math.log(gain)
    value = value_local(worker, month) + math.log(profile_of(worker, month)) * month.choice.alpha
    value += month.choice.alpha * math.log(month.pay.workshop_ratio[origin])
    if children(worker.traits) != NO_CHILDREN:
        value += month.choice.care_bonus
    return value


@compiled
def stay_of(worker: WorkerRow, month: Month) -> float:
    """Return the utility of staying put, which people who come and go feel less."""
    return float(month.choice.stay[attachment_type(worker.traits)])


@compiled
def value_of_staying(worker: WorkerRow, month: Month, own: float) -> float:
    """Return the utility of what one has, state dependence included; for a seeker, of applying where he is."""
    status = worker.status
    if status == LOCAL:
        return value_local(worker, month) + own + stay_of(worker, month)
    if status == OUTBOUND:
        return value_away(worker, month, int(worker.destination)) + own + stay_of(worker, month)
    if status == PLACED:
        place = WORKSHOP if has(worker.traits, WORKSHOP_BIT) else POST_OF + int(worker.served)
        return value_placed(worker, month, place) + stay_of(worker, month)
    if status == SEEKING:
        return value_local(worker, month) + own + month.choice.stay_place
    if status == SEEKING_AWAY:
        return value_away(worker, month, int(worker.destination)) + own + month.choice.stay_place
    return value_out(worker, month) + stay_of(worker, month)


MOST_LUCK = -np.log(-np.log((LARGEST_WORDS + 0.5) / 2.0**32)) + ROUNDING
"""By its bin, more than a word can add to a utility in `race`."""


class Leader(NamedTuple):
    """Who leads a race between alternatives."""

    score: float
    alternative: int


@compiled
def race(value: float, word: Word) -> float:
    """Return a utility minus the log of its exponential draw; the largest wins."""
    return value - math.log(-math.log(to_uniform(word)))


@compiled
def challenge(value: float, word: Word, alternative: int, leader: Leader) -> Leader:
    """Return the leader of the race after one more alternative."""
    if value + MOST_LUCK[bin_of(word)] <= leader.score:  # beaten: two logarithms need not be taken
        return leader
    score = race(value, word)
    return Leader(score, alternative) if score > leader.score else leader
