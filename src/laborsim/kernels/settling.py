"""What an admitted application leads to: the move into a job or a placed place."""

import numpy as np

from laborsim.kernels.applying import COUNTY, FOUND, FOUND_AFTER_SEARCH, HIRED, NOTHING, POST, WORKSHOP
from laborsim.kernels.codes import LOCAL, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.groups import months_outbound
from laborsim.kernels.month import Month
from laborsim.kernels.moving import come_home, go_out
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import WORKSHOP_BIT, with_bit


@compiled
def settle(worker: WorkerRow, month: Month) -> None:
    """Move whoever was admitted; everybody else keeps what he had."""
    target = int(worker.applied)
    if target in (NOTHING, FOUND):
        return
    if worker.status in (SEEKING, SEEKING_AWAY):
        worker.events |= FOUND_AFTER_SEARCH
    worker.experience = np.uint16(months_outbound(worker, month))
    worker.spell_start = np.int16(month.step)
    if target == COUNTY:
        come_home(worker)
        worker.status = np.uint8(LOCAL)
        worker.events |= HIRED
    elif target in (POST, WORKSHOP):
        come_home(worker)
        worker.status = np.uint8(PLACED)
        worker.traits = with_bit(worker.traits, WORKSHOP_BIT, target == WORKSHOP)
    else:
        go_out(worker, month, target)
        worker.status = np.uint8(OUTBOUND)
        worker.events |= HIRED
