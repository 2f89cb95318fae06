"""A job held while at home: visits at the Spring Festival, people whom a shock sent home, the way back.

Who has a job away and is at home is outbound still: his months count as away, his post is not vacant. Only his trait
says where he is.
"""

import numpy as np

from laborsim.kernels.applications import SEPARATED
from laborsim.kernels.choice.moves import come_home
from laborsim.kernels.codes import OUTBOUND, SEEKING
from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.random import decision, uniform
from laborsim.kernels.services.groups import months_outbound
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import AT_HOME_BIT, has, with_bit

VISITS = decision("worker.visits_home")
GOES_BACK = decision("worker.goes_back_to_job")
JOB_LOST = decision("worker.held_job_lost")


@compiled
def visit_home(worker: WorkerRow, month: Month) -> None:
    """Who has a job away goes home for the festival; who is at home goes back to his job, or loses it in time."""
    if worker.status != OUTBOUND:
        return
    held, stream, step = month.work.held, month.stream, month.step
    if not has(worker.traits, AT_HOME_BIT):
        if held.visits > 0.0 and uniform(stream, worker.worker_id, step, VISITS) < held.visits:
            worker.traits = with_bit(worker.traits, AT_HOME_BIT, True)
        return
    if held.visits > 0.0:
        return
    if uniform(stream, worker.worker_id, step, GOES_BACK) < held.back[worker.destination]:
        worker.traits = with_bit(worker.traits, AT_HOME_BIT, False)
    elif uniform(stream, worker.worker_id, step, JOB_LOST) < held.lost:
        worker.experience = np.uint16(months_outbound(worker, month))
        worker.spell_start = np.int16(step)
        lose_held_job(worker)


@compiled
def lose_held_job(worker: WorkerRow) -> None:
    """A job held ends: its holder is at home and seeks there."""
    come_home(worker)
    worker.status = np.uint8(SEEKING)
    worker.events |= SEPARATED
