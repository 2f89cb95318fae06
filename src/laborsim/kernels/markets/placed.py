"""Where somebody goes when his public-welfare post or workshop place ends: back to what he was taken from."""

import numpy as np

from laborsim.kernels.applications import SEPARATED
from laborsim.kernels.choice.choice import own_value
from laborsim.kernels.choice.utility import value_local, value_of_staying
from laborsim.kernels.codes import OUT, SEEKING
from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.state import WorkerRow


@compiled
def leave_place(worker: WorkerRow, month: Month) -> None:
    """Go back to rest if he was taken from it, unless seeking is worth more to him; everybody else seeks.

    A job that was given up for the place is somebody else's by now. Without the way back every place that ends would
    bring into the market somebody who had chosen to stay out of it, and places would make more work than there are.
    """
    from_rest = worker.jobs == OUT
    worker.jobs = np.uint8(0)
    worker.spell_start = np.int16(month.step)
    worker.events |= SEPARATED
    worker.status = np.uint8(OUT)
    seeking = value_local(worker, month) + own_value(worker, month)
    if not from_rest or seeking > value_of_staying(worker, month, 0.0):
        worker.status = np.uint8(SEEKING)
