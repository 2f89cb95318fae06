"""How jobs, posts and businesses end."""

import math

import numpy as np

from laborsim.kernels.applications import CHANGED_JOB, CLOSED, RETURNEE_CLOSED, SEPARATED
from laborsim.kernels.choice.founding import business_luck, kind_of, skill_of
from laborsim.kernels.choice.moves import come_home
from laborsim.kernels.codes import FOUNDER, LOCAL, OLDEST, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compilation import compiled
from laborsim.kernels.markets.held_jobs import lose_held_job
from laborsim.kernels.markets.placed import leave_place
from laborsim.kernels.money.savings import GRID_YUAN, on_grid
from laborsim.kernels.month import Month
from laborsim.kernels.random import ENDS, NEXT, Words, decision, to_uniform, uniform
from laborsim.kernels.services.groups import age_of, months_outbound
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import AT_HOME_BIT, PARK_BIT, RETURNEE_FOUNDER_BIT, WORKSHOP_BIT, has, with_bit

RECALL = decision("worker.recall")
KEPT = decision("worker.job_kept")
CLAW_BACK = decision("startup_subsidy.claw_back")
PAY_BACK = decision("guaranteed_loans.pay_back")
PAID_BACK = decision("guaranteed_loans.paid_back")

MONTHS_A_YEAR = 12
LAST_HAZARD_YEAR = 3  # the published closure hazard is flat from the fourth year on
HIGHEST_CLOSURE = 0.9  # [1/month] keeps a probability a probability


@compiled
def separate(worker: WorkerRow, month: Month, words: Words) -> None:
    """A job may end: most people change to another at once, the rest seek where they are."""
    status = worker.status
    if status == LOCAL:
        layoffs = month.work.layoffs_county[worker.origin]
    elif status == OUTBOUND:
        layoffs = month.work.layoffs_urban[worker.destination]
    else:
        return
    luck, usual = to_uniform(words[ENDS]), month.work.separation[min(age_of(worker, month), OLDEST)]
    if luck >= usual + layoffs:
        return
    worker.experience = np.uint16(months_outbound(worker, month))
    worker.spell_start = np.int16(month.step)
    follows = month.work.job_to_job if luck < usual else month.work.laid_off_to_job
    if to_uniform(words[NEXT]) < follows:
        worker.events |= CHANGED_JOB
        return
    if has(worker.traits, AT_HOME_BIT):
        lose_held_job(worker)
        return
    worker.status = np.uint8(SEEKING if status == LOCAL else SEEKING_AWAY)
    worker.events |= SEPARATED


@compiled
def lose_post(worker: WorkerRow, month: Month, words: Words) -> None:
    """A public-welfare post ends with its term, a workshop place when there are no orders."""
    if worker.status != PLACED:
        return
    origin = worker.origin
    workshop = has(worker.traits, WORKSHOP_BIT)
    hazard = month.work.workshop_end[origin] if workshop else month.work.post_end[int(worker.served) - 1, origin]
    if to_uniform(words[ENDS]) < hazard:
        leave_place(worker, month)


@compiled
def go_home(worker: WorkerRow, month: Month) -> None:
    """A shock may send people away back home: some keep their job there, the others seek."""
    status = worker.status
    if status not in (OUTBOUND, SEEKING_AWAY) or has(worker.traits, AT_HOME_BIT):
        return
    hazard = month.work.recall[worker.destination] + month.work.returns[worker.origin]
    if hazard > 0.0 and uniform(month.stream, worker.worker_id, month.step, RECALL) < hazard:
        if status == OUTBOUND and uniform(month.stream, worker.worker_id, month.step, KEPT) < month.work.held.kept:
            worker.traits = with_bit(worker.traits, AT_HOME_BIT, True)
            return
        worker.experience = np.uint16(months_outbound(worker, month))
        come_home(worker)
        worker.status = np.uint8(SEEKING)
        worker.spell_start = np.int16(month.step)


@compiled
def closure_hazard(worker: WorkerRow, month: Month) -> float:
    """Return the chance that a founder's business closes this month."""
    years = min((month.step - np.int64(worker.spell_start)) // MONTHS_A_YEAR, LAST_HAZARD_YEAR)
    hazard = month.work.closure[kind_of(worker), years]
    hazard *= math.exp(-month.work.closure_skill * skill_of(worker, month))
    hazard *= math.exp(-month.work.closure_luck * business_luck(worker, month) - month.work.usual_luck)
    if has(worker.traits, PARK_BIT):
        hazard *= 1.0 - month.work.park_closure_cut[worker.origin]
    return float(min(hazard, HIGHEST_CLOSURE))


@compiled
def close(worker: WorkerRow, month: Month, words: Words) -> None:
    """A business survives the month, or its founder seeks work with his debts and what he has learnt."""
    if worker.status != FOUNDER:
        return
    if to_uniform(words[ENDS]) >= closure_hazard(worker, month):
        return
    worker.events |= CLOSED
    if has(worker.traits, RETURNEE_FOUNDER_BIT):
        worker.events |= RETURNEE_CLOSED
    worker.jobs = np.uint8(0)
    worker.status = np.uint8(SEEKING)


@compiled
def wind_up(worker: WorkerRow, month: Month, owed: float, repaid: float) -> None:
    """Pay back, owe a subsidy, leave the park and begin a new spell, once the closed business has been written down."""
    if not has(worker.events, CLOSED):
        return
    if repaid > 0.0:
        luck = uniform(month.stream, worker.worker_id, month.step, PAY_BACK)
        worker.savings = on_grid(GRID_YUAN[worker.savings] - repaid, luck)
        luck = uniform(month.stream, worker.worker_id, month.step, PAID_BACK)
        worker.debt = on_grid(GRID_YUAN[worker.debt] - repaid, luck)
    if owed > 0.0:
        luck = uniform(month.stream, worker.worker_id, month.step, CLAW_BACK)
        worker.debt = on_grid(GRID_YUAN[worker.debt] + owed, luck)
    worker.served = np.uint8(0)
    worker.traits = with_bit(worker.traits, PARK_BIT, False)
    worker.spell_start = np.int16(month.step)


@compiled
def dismiss(worker: WorkerRow, month: Month) -> None:
    """A post that cannot be paid ends at once."""
    leave_place(worker, month)
    worker.served = np.uint8(0)
