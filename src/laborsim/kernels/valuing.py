"""What each way of living is worth to a worker: the utilities of the choice."""

import math

from laborsim.kernels.applying import POST, WORKSHOP
from laborsim.kernels.codes import LOCAL, NO_CHILDREN, OLDEST, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.groups import age_of
from laborsim.kernels.month import Month
from laborsim.kernels.paying import profile_of
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import WORKSHOP_BIT, attachment_type, children, has, schooling, sex

COLLEGE = 4  # code of the highest level of schooling


@compiled
def attachment_of(workers: WorkerColumns, i: int, month: Month) -> float:
    """Return the attachment to home: type, sex, children, schooling and age."""
    traits = workers.traits[i]
    college = 1 if schooling(traits) == COLLEGE else 0
    parent = 1 if children(traits) != NO_CHILDREN else 0
    age = min(age_of(workers, i, month), OLDEST)
    known = month.choice.attachment[sex(traits), parent, college, age]
    return float(month.choice.attachment_type[attachment_type(traits)] + known)


@compiled
def table_row(workers: WorkerColumns, i: int) -> int:
    """Return the row of the destination tables for the worker's origin and children."""
    parent = 1 if children(workers.traits[i]) != NO_CHILDREN else 0
    return 2 * int(workers.origin[i]) + parent


@compiled
def value_away(workers: WorkerColumns, i: int, month: Month, destination: int) -> float:
    """Return the utility of outbound work at one destination, without the worker's own log profile."""
    origin = int(workers.origin[i])
    row = table_row(workers, i)
    if destination == origin:
        return float(month.choice.inside[origin, row - 2 * origin])
    return float(month.choice.outside[row, destination])


@compiled
def value_local(workers: WorkerColumns, i: int, month: Month) -> float:
    """Return the utility of a local job, without the worker's own log profile."""
    return float(month.choice.local[workers.origin[i]]) + attachment_of(workers, i, month)


@compiled
def value_out(workers: WorkerColumns, i: int, month: Month) -> float:
    """Return the utility of staying at home without a job."""
    age = min(age_of(workers, i, month), OLDEST)
    own = month.choice.out[workers.origin[i]] + month.choice.out_age[age]
    return float(own) + attachment_of(workers, i, month)


@compiled
def value_placed(workers: WorkerColumns, i: int, month: Month, place: int) -> float:
    """Return the utility of placed work: a post goes with farming, a workshop is a local job with care in mind."""
    origin = workers.origin[i]
    if place == POST:
        gain = 1.0 + month.pay.post[origin] / month.choice.home_income
        return value_out(workers, i, month) + month.choice.alpha * math.log(gain)
    value = value_local(workers, i, month) + math.log(profile_of(workers, i, month)) * month.choice.alpha
    value += month.choice.alpha * math.log(month.pay.workshop_ratio[origin])
    if children(workers.traits[i]) != NO_CHILDREN:
        value += month.choice.care_bonus
    return value


@compiled
def value_of_staying(workers: WorkerColumns, i: int, month: Month, own: float) -> float:
    """Return the utility of what one has, state dependence included; for a seeker, of applying where he is."""
    status = workers.status[i]
    if status == LOCAL:
        return value_local(workers, i, month) + own + month.choice.stay
    if status == OUTBOUND:
        return value_away(workers, i, month, int(workers.destination[i])) + own + month.choice.stay
    if status == PLACED:
        place = WORKSHOP if has(workers.traits[i], WORKSHOP_BIT) else POST
        return value_placed(workers, i, month, place) + month.choice.stay
    if status == SEEKING:
        return value_local(workers, i, month) + own + month.choice.stay_place
    if status == SEEKING_AWAY:
        return value_away(workers, i, month, int(workers.destination[i])) + own + month.choice.stay_place
    return value_out(workers, i, month) + month.choice.stay
