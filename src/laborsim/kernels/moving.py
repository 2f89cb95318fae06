"""Coming home and going out: what changes besides the job."""

import numpy as np

from laborsim.kernels.applying import MOVED_OUT, RETURNED
from laborsim.kernels.codes import ACCOMPANYING, LEFT_BEHIND, NO_CHILDREN, OUTBOUND, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, uniform
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import children, with_children

ACCOMPANY = decision("worker.accompany")


@compiled
def come_home(worker: WorkerRow) -> None:
    """Whoever is away comes home and lives with the children again."""
    if worker.status not in (OUTBOUND, SEEKING_AWAY):
        return
    worker.events |= RETURNED
    if children(worker.traits) != NO_CHILDREN:
        worker.traits = with_children(worker.traits, ACCOMPANYING)


@compiled
def go_out(worker: WorkerRow, month: Month, destination: int) -> None:
    """Move to a new destination; take the children along if they get a school place, or leave them behind."""
    away = worker.status in (OUTBOUND, SEEKING_AWAY)
    if away and int(worker.destination) == destination:
        return
    worker.events |= MOVED_OUT
    worker.destination = np.uint8(destination)
    if children(worker.traits) != NO_CHILDREN:
        chance = month.choice.accompany * month.choice.school_share[destination]
        luck = uniform(month.stream, worker.worker_id, month.step, ACCOMPANY)
        code = ACCOMPANYING if luck < chance else LEFT_BEHIND
        worker.traits = with_children(worker.traits, code)
