"""What a month is worth to people: their pay, the value of their choice, and the values that they choose between."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import LOAN, NOTHING, POST_OF, SUBSIDY
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
from laborsim.kernels.month import Floats, Month, Offers
from laborsim.kernels.services.groups import offered_to
from laborsim.kernels.state import WorkerColumns, WorkerRow
from laborsim.kernels.traits import PARK_BIT, has

FOUNDING = PLACE + 1
"""Place of the business he could found in `values_of`: part of the nest HOME, no alternative of the top level."""

LOCAL_WORK = PLACE + 2
"""Place of local work in `values_of`, the other part of that nest."""

N_VALUES = PLACE + 3


class Chances(NamedTuple):
    """Of those who asked for something rationed this month, the share who were given it."""

    posts: Floats  # [program, region]
    workshops: Floats  # [region]
    subsidies: Floats  # [program, region]
    loans: Floats  # [program, region]


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
    in_park = 1.0 if has(worker.traits, PARK_BIT) else 0.0
    business = founding_value(worker, month, kind_of(worker), -interest_due(worker, month), in_park)
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
def chance_of_place(worker: WorkerRow, place: int, chances: Chances) -> float:
    """Return the chance of the placed work that a worker could ask for."""
    if place == NOTHING:
        return 1.0
    if place > POST_OF:
        return chances.posts[place - POST_OF - 1, worker.origin]
    return chances.workshops[worker.origin]


@compiled
def chance_of_service(worker: WorkerRow, month: Month, offers: Offers, shares: Floats) -> float:
    """Return the chance of a service that a worker could count on as a founder; 1 where none is offered to him."""
    k = offered_to(worker, month, offers)
    return 1.0 if k < 0 else shares[offers.program[k, worker.origin] - 1, worker.origin]


@compiled
def with_and_without_place(worker: WorkerRow, month: Month, place: int, may: int, chance: float) -> float:
    """Return the log-sum where placed work is open with a chance; `may`: halves of `served` he may count on."""
    values = values_given(worker, month, prospects_of(worker, month, place, may))
    expected = log_sum(values)
    if chance < 1.0:
        values[PLACE] = NEVER
        expected = chance * expected + (1.0 - chance) * log_sum(values)
    return expected


@compiled
def expected_log_sum(worker: WorkerRow, month: Month, chances: Chances) -> float:
    """Return the log-sum of a worker's choice, each service in it with the chance of being given it.

    Who is refused keeps the other alternatives: as places become few the sum tends to what it is without any.
    """
    place = place_on_offer(worker, month)
    of_place = chance_of_place(worker, place, chances)
    subsidy = chance_of_service(worker, month, month.subsidies, chances.subsidies)
    loan = chance_of_service(worker, month, month.loans, chances.loans)
    expected = 0.0
    for with_subsidy in range(2):
        for with_loan in range(2):
            weight = (subsidy if with_subsidy else 1.0 - subsidy) * (loan if with_loan else 1.0 - loan)
            if weight > 0.0:
                may = (int(SUBSIDY) if with_subsidy else 0) | (int(LOAN) if with_loan else 0)
                expected += weight * with_and_without_place(worker, month, place, may, of_place)
    return expected


@compiled
def log_sums(workers: WorkerColumns, month: Month, chances: Chances) -> NDArray[np.float64]:
    """Return the expected log-sum of everybody's choice [row], utility; 0 in free rows."""
    out = np.zeros(len(workers))
    for i in range(len(workers)):
        if workers[i].status != GONE:
            out[i] = expected_log_sum(workers[i], month, chances)
    return out
