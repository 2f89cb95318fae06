"""What a month is worth to people: their pay, the value of their choice, and the values that they choose between."""

import math

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import NOTHING
from laborsim.kernels.choice.choice import (
    EVERYTHING,
    HOME,
    INSIDE,
    NEVER,
    OUTSIDE,
    PLACE,
    REST,
    STAY,
    WAIT,
    Prospects,
    home_value,
    place_on_offer,
    prospects_of,
)
from laborsim.kernels.choice.founding import founding_value, interest_due, kind_of
from laborsim.kernels.choice.utility import (
    attachment_of,
    stay_of,
    table_row,
    value_away,
    value_local,
    value_of_staying,
    value_out,
    value_placed,
)
from laborsim.kernels.codes import FOUNDER, GONE, SEEKING, SEEKING_AWAY
from laborsim.kernels.compilation import compiled
from laborsim.kernels.life.birthday import monthly_income
from laborsim.kernels.month import Month
from laborsim.kernels.state import WorkerColumns, WorkerRow

FOUNDING = PLACE + 1
"""Place of the business he could found in `values_of`: part of the nest HOME, no alternative of the top level."""

LOCAL_WORK = PLACE + 2
"""Place of local work in `values_of`, the other part of that nest."""

N_VALUES = PLACE + 3


@compiled
def incomes(workers: WorkerColumns, month: Month) -> NDArray[np.float64]:
    """Return what everybody earns [row], yuan of the month; 0 without work."""
    out = np.zeros(len(workers))
    for i in range(len(workers)):
        if workers[i].status != GONE:
            out[i] = monthly_income(workers[i], month) * month.pay.unit
    return out


@compiled
def interests(workers: WorkerColumns, month: Month) -> NDArray[np.float64]:
    """Return what everybody pays on a guaranteed loan after the state's part [row], yuan of the month."""
    out = np.zeros(len(workers))
    for i in range(len(workers)):
        out[i] = interest_due(workers[i], month) * month.pay.unit
    return out


@compiled
def staying_of(worker: WorkerRow, month: Month, own: float) -> float:
    """Return the utility of what one has; a founder's is that of his business as it is, state dependence included."""
    if worker.status != FOUNDER:
        return value_of_staying(worker, month, own)
    business = founding_value(worker, month, kind_of(worker), -interest_due(worker, month))
    return business + attachment_of(worker, month) + stay_of(worker, month)


@compiled
def values_given(worker: WorkerRow, month: Month, prospects: Prospects) -> NDArray[np.float64]:
    """Return the utility of every alternative before luck, then of founding and of local work; −inf = not open."""
    out = np.full(N_VALUES, NEVER)
    own = prospects.own
    out[STAY] = staying_of(worker, month, own)
    out[HOME] = home_value(month, prospects)
    out[INSIDE] = value_away(worker, month, int(worker.origin)) + own
    out[OUTSIDE] = month.choice.outside_value[table_row(worker)] + own
    out[REST] = value_out(worker, month)
    if worker.status in (SEEKING, SEEKING_AWAY):
        out[WAIT] = month.choice.wait
    if prospects.place != NOTHING:
        out[PLACE] = value_placed(worker, month, prospects.place)
    if prospects.plan.possible:
        out[FOUNDING] = prospects.founding
    out[LOCAL_WORK] = prospects.local
    return out


@compiled
def values_of(worker: WorkerRow, month: Month) -> NDArray[np.float64]:
    """Return what a worker would choose between if he thought again now, see `values_given`."""
    place = place_on_offer(worker, month)
    return values_given(worker, month, prospects_of(worker, month, place, EVERYTHING))


@compiled
def first_values(worker: WorkerRow, month: Month) -> NDArray[np.float64]:
    """Return the utilities between which an entrant chooses his first job, in the places of `values_given`."""
    out = np.full(N_VALUES, NEVER)
    out[LOCAL_WORK] = value_local(worker, month)
    out[INSIDE] = value_away(worker, month, int(worker.origin))
    out[OUTSIDE] = month.choice.outside_value[table_row(worker)]
    return out


@compiled
def log_sum(values: NDArray[np.float64]) -> float:
    """Return the expected utility of the best of the top level's alternatives, less Euler's constant."""
    top = np.max(values[: PLACE + 1])
    total = 0.0
    for k in range(PLACE + 1):
        if values[k] > NEVER:
            total += math.exp(values[k] - top)
    return float(top + math.log(total))


@compiled
def log_sums(workers: WorkerColumns, month: Month) -> NDArray[np.float64]:
    """Return the log-sum of everybody's choice [row], utility; 0 in free rows."""
    out = np.zeros(len(workers))
    for i in range(len(workers)):
        if workers[i].status != GONE:
            out[i] = log_sum(values_of(workers[i], month))
    return out
