"""How jobs, posts and businesses end."""

import math

import numpy as np

from laborsim.kernels.applying import (
    CHANGED_JOB,
    CLOSED,
    RETURNEE_CLOSED,
    SEPARATED,
    SUBSIDY,
)
from laborsim.kernels.codes import FOUNDER, LOCAL, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.founding import kind_of, offered_to, skill_of
from laborsim.kernels.groups import months_outbound
from laborsim.kernels.money import GRID_YUAN, on_grid
from laborsim.kernels.month import Month
from laborsim.kernels.moving import come_home
from laborsim.kernels.random import decision, uniform
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import PARK_BIT, RETURNEE_FOUNDER_BIT, WORKSHOP_BIT, has, with_bit

SEPARATE = decision("worker.separate")
JOB_TO_JOB = decision("worker.job_to_job")
POST_ENDS = decision("worker.post_ends")
RECALL = decision("worker.recall")
CLOSE = decision("founder.close")
CLAW_BACK = decision("startup_subsidy.claw_back")

MONTHS_A_YEAR = 12
LAST_HAZARD_YEAR = 3  # the published closure hazard is flat from the fourth year on
HIGHEST_CLOSURE = 0.9  # [1/month] keeps a probability a probability


@compiled
def separate(workers: WorkerColumns, i: int, month: Month) -> None:
    """A job may end: most people change to another at once, the rest seek where they are."""
    status = workers.status[i]
    if status == LOCAL:
        hazard = month.work.separation_county[workers.origin[i]]
    elif status == OUTBOUND:
        hazard = month.work.separation_urban[workers.destination[i]]
    else:
        return
    worker = workers.worker_id[i]
    if uniform(month.stream, worker, month.step, SEPARATE) >= hazard:
        return
    workers.experience[i] = np.uint16(months_outbound(workers, i, month))
    workers.spell_start[i] = np.int16(month.step)
    if uniform(month.stream, worker, month.step, JOB_TO_JOB) < month.work.job_to_job:
        workers.events[i] |= CHANGED_JOB
        return
    workers.status[i] = np.uint8(SEEKING if status == LOCAL else SEEKING_AWAY)
    workers.events[i] |= SEPARATED


@compiled
def lose_post(workers: WorkerColumns, i: int, month: Month) -> None:
    """A public-welfare post ends with its term, a workshop place when there are no orders."""
    if workers.status[i] != PLACED:
        return
    origin = workers.origin[i]
    workshop = has(workers.traits[i], WORKSHOP_BIT)
    hazard = month.work.workshop_end[origin] if workshop else month.work.post_end[origin]
    if uniform(month.stream, workers.worker_id[i], month.step, POST_ENDS) < hazard:
        workers.status[i] = np.uint8(SEEKING)
        workers.spell_start[i] = np.int16(month.step)
        workers.events[i] |= SEPARATED


@compiled
def go_home(workers: WorkerColumns, i: int, month: Month) -> None:
    """A shock may send people away back home, where they seek."""
    status = workers.status[i]
    if status not in (OUTBOUND, SEEKING_AWAY):
        return
    hazard = month.work.recall[workers.destination[i]] + month.work.returns[workers.origin[i]]
    if hazard > 0.0 and uniform(month.stream, workers.worker_id[i], month.step, RECALL) < hazard:
        workers.experience[i] = np.uint16(months_outbound(workers, i, month))
        come_home(workers, i)
        workers.status[i] = np.uint8(SEEKING)
        workers.spell_start[i] = np.int16(month.step)


@compiled
def closure_hazard(workers: WorkerColumns, i: int, month: Month) -> float:
    """Return the chance that a founder's business closes this month."""
    years = min((month.step - np.int64(workers.spell_start[i])) // MONTHS_A_YEAR, LAST_HAZARD_YEAR)
    hazard = month.work.closure[kind_of(workers, i), years]
    hazard *= math.exp(-month.work.closure_skill * skill_of(workers, i, month))
    if has(workers.traits[i], PARK_BIT):
        hazard *= 1.0 - month.work.park_closure_cut[workers.origin[i]]
    return float(min(hazard, HIGHEST_CLOSURE))


@compiled
def close(workers: WorkerColumns, i: int, month: Month) -> None:
    """A business survives the month, or its founder seeks work with his debts and what he has learnt."""
    if workers.status[i] != FOUNDER:
        return
    if uniform(month.stream, workers.worker_id[i], month.step, CLOSE) >= closure_hazard(workers, i, month):
        return
    workers.events[i] |= CLOSED
    if has(workers.traits[i], RETURNEE_FOUNDER_BIT):
        workers.events[i] |= RETURNEE_CLOSED
    workers.jobs[i] = np.uint8(0)
    workers.status[i] = np.uint8(SEEKING)


@compiled
def wind_up(workers: WorkerColumns, i: int, month: Month) -> None:
    """Leave the park and begin a new spell, once the closed business has been written down."""
    if not has(workers.events[i], CLOSED):
        return
    if workers.served[i] & SUBSIDY:
        claim_back(workers, i, month)
    workers.served[i] = np.uint8(0)
    workers.traits[i] = with_bit(workers.traits[i], PARK_BIT, False)
    workers.spell_start[i] = np.int16(month.step)


@compiled
def claim_back(workers: WorkerColumns, i: int, month: Month) -> None:
    """Owe a subsidy back if the business closed too soon: as much as his region and group are offered now."""
    k = offered_to(workers, i, month, month.subsidies)
    if k < 0 or month.step - np.int64(workers.spell_start[i]) >= month.subsidies.terms[k, 1]:
        return
    owed = GRID_YUAN[workers.debt[i]] + month.subsidies.amount[k, workers.origin[i]]
    luck = uniform(month.stream, workers.worker_id[i], month.step, CLAW_BACK)
    workers.debt[i] = on_grid(owed, luck)
