"""Coming home and going out: what changes besides the job."""

import numpy as np

from laborsim.kernels.applying import MOVED_OUT, RETURNED
from laborsim.kernels.codes import ACCOMPANYING, LEFT_BEHIND, NO_CHILDREN, OUTBOUND, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, uniform
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import children, with_children

ACCOMPANY = decision("worker.accompany")


@compiled
def come_home(workers: WorkerColumns, i: int) -> None:
    """Whoever is away comes home and lives with the children again."""
    if workers.status[i] not in (OUTBOUND, SEEKING_AWAY):
        return
    workers.events[i] |= RETURNED
    if children(workers.traits[i]) != NO_CHILDREN:
        workers.traits[i] = with_children(workers.traits[i], ACCOMPANYING)


@compiled
def go_out(workers: WorkerColumns, i: int, month: Month, destination: int) -> None:
    """Move to a new destination; take the children along if they get a school place, or leave them behind."""
    away = workers.status[i] in (OUTBOUND, SEEKING_AWAY)
    if away and int(workers.destination[i]) == destination:
        return
    workers.events[i] |= MOVED_OUT
    workers.destination[i] = np.uint8(destination)
    if children(workers.traits[i]) != NO_CHILDREN:
        chance = month.choice.accompany * month.choice.school_share[destination]
        luck = uniform(month.stream, workers.worker_id[i], month.step, ACCOMPANY)
        code = ACCOMPANYING if luck < chance else LEFT_BEHIND
        workers.traits[i] = with_children(workers.traits[i], code)
