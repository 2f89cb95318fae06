"""Coming home and going out: what changes besides the job."""

import numpy as np

from laborsim.kernels.applications import (
    COUNTY,
    FOUND,
    FOUND_AFTER_SEARCH,
    HIRED,
    MOVED_OUT,
    NOTHING,
    POST,
    RETURNED,
    WORKSHOP,
)
from laborsim.kernels.codes import (
    ACCOMPANYING,
    LEFT_BEHIND,
    LOCAL,
    NO_CHILDREN,
    OUTBOUND,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
)
from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, uniform
from laborsim.kernels.services.groups import months_outbound, program_for
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import AT_HOME_BIT, WORKSHOP_BIT, children, with_bit, with_children

ACCOMPANY = decision("worker.accompany")


@compiled
def come_home(worker: WorkerRow) -> None:
    """Whoever is away comes home and lives with the children again."""
    if worker.status not in (OUTBOUND, SEEKING_AWAY):
        return
    worker.events |= RETURNED
    worker.traits = with_bit(worker.traits, AT_HOME_BIT, False)
    if children(worker.traits) != NO_CHILDREN:
        worker.traits = with_children(worker.traits, ACCOMPANYING)


@compiled
def go_out(worker: WorkerRow, month: Month, destination: int) -> None:
    """Move to a new destination; take the children along if they get a school place, or leave them behind."""
    away = worker.status in (OUTBOUND, SEEKING_AWAY)
    if away and int(worker.destination) == destination:
        return
    worker.events |= MOVED_OUT
    worker.traits = with_bit(worker.traits, AT_HOME_BIT, False)
    worker.destination = np.uint8(destination)
    if children(worker.traits) != NO_CHILDREN:
        chance = month.choice.accompany * month.choice.school_share[destination]
        luck = uniform(month.stream, worker.worker_id, month.step, ACCOMPANY)
        code = ACCOMPANYING if luck < chance else LEFT_BEHIND
        worker.traits = with_children(worker.traits, code)


@compiled
def settle(worker: WorkerRow, month: Month) -> None:
    """Move whoever was admitted; everybody else keeps what he had."""
    target = int(worker.applied)
    if target in (NOTHING, FOUND):
        return
    if worker.status in (SEEKING, SEEKING_AWAY):
        worker.events |= FOUND_AFTER_SEARCH
    program = program_for(worker, month, month.posts) if target == POST else 0
    worker.served = np.uint8(program)
    worker.experience = np.uint16(months_outbound(worker, month))
    worker.spell_start = np.int16(month.step)
    taken_from = worker.status
    worker.jobs = np.uint8(0)
    if target == COUNTY:
        come_home(worker)
        worker.status = np.uint8(LOCAL)
        worker.events |= HIRED
    elif target in (POST, WORKSHOP):
        come_home(worker)
        worker.status = np.uint8(PLACED)
        worker.jobs = np.uint8(taken_from)
        worker.traits = with_bit(worker.traits, WORKSHOP_BIT, target == WORKSHOP)
    else:
        go_out(worker, month, target)
        worker.status = np.uint8(OUTBOUND)
        worker.events |= HIRED
