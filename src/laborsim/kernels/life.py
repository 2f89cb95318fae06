"""A worker's birthday: growing older, leaving for good, children, a year's savings."""

import numpy as np

from laborsim.kernels.applying import CAME_FROM, CLOSED, LEFT, RETURNEE_CLOSED
from laborsim.kernels.codes import (
    ACCOMPANYING,
    FOUNDER,
    GONE,
    LOCAL,
    NO_CHILDREN,
    OLDEST,
    OUTBOUND,
    PLACED,
)
from laborsim.kernels.compiling import compiled
from laborsim.kernels.founding import profit_of
from laborsim.kernels.groups import age_of
from laborsim.kernels.money import GRID_YUAN, on_grid
from laborsim.kernels.month import Month
from laborsim.kernels.paying import local_pay, outbound_pay, placed_pay
from laborsim.kernels.random import decision, uniform
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import RETURNEE_FOUNDER_BIT, children, has, sex, with_children

EXIT = decision("worker.exit")
CHILDREN = decision("worker.children")
SAVE = decision("worker.save")
REPAY = decision("worker.repay")

MONTHS_A_YEAR = 12


@compiled
def begin_month(workers: WorkerColumns, i: int, month: Month) -> None:
    """Forget what happened last month; remember the status it left."""
    workers.events[i] = np.uint16(np.uint16(workers.status[i]) << CAME_FROM)


@compiled
def grow_older(workers: WorkerColumns, i: int, month: Month) -> None:
    """On a birthday: leave for good, or go on a year older with what the year brought."""
    if workers.status[i] == GONE or (month.step - np.int64(workers.birth_month[i])) % MONTHS_A_YEAR != 0:
        return
    age = min(age_of(workers, i, month), OLDEST)
    traits = workers.traits[i]
    if uniform(month.stream, workers.worker_id[i], month.step, EXIT) < month.life.exit_hazard[sex(traits), age]:
        leave_for_good(workers, i, month)
        return
    luck = uniform(month.stream, workers.worker_id[i], month.step, CHILDREN)
    if children(traits) == NO_CHILDREN:
        if luck < month.life.children_start[age]:
            workers.traits[i] = with_children(traits, ACCOMPANYING)
    elif luck < month.life.children_end[age]:
        workers.traits[i] = with_children(traits, NO_CHILDREN)
    save(workers, i, month)


@compiled
def leave_for_good(workers: WorkerColumns, i: int, month: Month) -> None:
    """Free the row. A founder's business closes with him."""
    events = LEFT
    if workers.status[i] == FOUNDER:
        events |= CLOSED
        if has(workers.traits[i], RETURNEE_FOUNDER_BIT):
            events |= RETURNEE_CLOSED
    workers.status[i] = GONE
    workers.events[i] |= events
    workers.jobs[i] = np.uint8(0)


@compiled
def monthly_income(workers: WorkerColumns, i: int, month: Month) -> float:
    """Return what the present status earns [yuan/month]; 0 without work."""
    status = workers.status[i]
    if status == LOCAL:
        return local_pay(workers, i, month)
    if status == OUTBOUND:
        return outbound_pay(workers, i, month, np.int64(workers.destination[i]))
    if status == FOUNDER:
        return profit_of(workers, i, month)
    if status == PLACED:
        return placed_pay(workers, i, month)
    return 0.0


@compiled
def save(workers: WorkerColumns, i: int, month: Month) -> None:
    """Spend part of the savings, put part of the year's income by, debts first; without income, live on savings."""
    income = monthly_income(workers, i, month) * MONTHS_A_YEAR
    change = income * month.life.saving_share if income > 0.0 else -month.life.home_spending
    debt = GRID_YUAN[workers.debt[i]]
    if change > 0.0 and debt > 0.0:
        repaid = min(change, debt)
        luck = uniform(month.stream, workers.worker_id[i], month.step, REPAY)
        workers.debt[i] = on_grid(debt - repaid, luck)
        change -= repaid
    luck = uniform(month.stream, workers.worker_id[i], month.step, SAVE)
    kept = GRID_YUAN[workers.savings[i]] * (1.0 - month.life.savings_spent)
    workers.savings[i] = on_grid(kept + change, luck)
