"""A worker's birthday: growing older, leaving for good, children, a year's savings."""

import numpy as np

from laborsim.kernels.applications import CAME_FROM, CLOSED, LEFT, RETURNEE_CLOSED
from laborsim.kernels.choice.founding import interest_due, profit_of
from laborsim.kernels.codes import ACCOMPANYING, FOUNDER, GONE, LOCAL, NO_CHILDREN, OLDEST, OUTBOUND, PLACED
from laborsim.kernels.compilation import compiled, inlined
from laborsim.kernels.money.pay import local_pay, outbound_pay, placed_pay
from laborsim.kernels.money.savings import GRID_YUAN, on_grid
from laborsim.kernels.month import Month
from laborsim.kernels.random import Words, decision, four_words, to_uniform
from laborsim.kernels.services.groups import YEAR, age_of
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import RETURNEE_FOUNDER_BIT, children, has, sex, with_children

BIRTHDAY = decision("worker.birthday")
EXIT, CHILDREN, SAVE, REPAY = range(4)
"""Words of a birthday."""

MONTHS_A_YEAR = 12


@compiled
def begin_month(worker: WorkerRow, month: Month) -> None:
    """Forget what happened last month; remember the status it left."""
    worker.events = np.uint16(np.uint16(worker.status) << CAME_FROM)


@inlined
def grow_older(worker: WorkerRow, month: Month) -> None:
    """On a birthday: leave for good, or go on a year older with what the year brought."""
    lived = np.uint64(month.step - np.int64(worker.birth_month))
    if lived % YEAR != 0 or worker.status == GONE:
        return
    words = four_words(month.stream, worker.worker_id, month.step, BIRTHDAY, 0)
    age = min(age_of(worker, month), OLDEST)
    traits = worker.traits
    if to_uniform(words[EXIT]) < month.life.exit_hazard[sex(traits), age]:
        leave_for_good(worker, month)
        return
    luck = to_uniform(words[CHILDREN])
    if children(traits) == NO_CHILDREN:
        if luck < month.life.children_start[age]:
            worker.traits = with_children(traits, ACCOMPANYING)
    elif luck < month.life.children_end[age]:
        worker.traits = with_children(traits, NO_CHILDREN)
    save(worker, month, words)


@compiled
def leave_for_good(worker: WorkerRow, month: Month) -> None:
    """Free the row. A founder's business closes with him."""
    events = LEFT
    if worker.status == FOUNDER:
        events |= CLOSED
        if has(worker.traits, RETURNEE_FOUNDER_BIT):
            events |= RETURNEE_CLOSED
    worker.status = GONE
    worker.events |= events
    worker.jobs = np.uint8(0)


@compiled
def monthly_income(worker: WorkerRow, month: Month) -> float:
    """Return what the present status earns [yuan/month]; 0 without work."""
    status = worker.status
    if status == LOCAL:
        return local_pay(worker, month)
    if status == OUTBOUND:
        return outbound_pay(worker, month, np.int64(worker.destination))
    if status == FOUNDER:
        return profit_of(worker, month)
    if status == PLACED:
        return placed_pay(worker, month)
    return 0.0


@compiled
def save(worker: WorkerRow, month: Month, words: Words) -> None:
    """Spend part of the savings, put part of the year's income by, debts first; without income, live on savings."""
    income = (monthly_income(worker, month) - interest_due(worker, month)) * MONTHS_A_YEAR
    change = income * month.life.saving_share if income > 0.0 else -month.life.home_spending
    debt = GRID_YUAN[worker.debt]
    if change > 0.0 and debt > 0.0:
        repaid = min(change, debt)
        worker.debt = on_grid(debt - repaid, to_uniform(words[REPAY]))
        change -= repaid
    kept = GRID_YUAN[worker.savings] * (1.0 - month.life.savings_spent)
    worker.savings = on_grid(kept + change, to_uniform(words[SAVE]))
