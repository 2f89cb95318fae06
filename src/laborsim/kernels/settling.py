"""What an admitted application leads to: the move into a job or a placed place."""

import numpy as np

from laborsim.kernels.applying import COUNTY, FOUND, FOUND_AFTER_SEARCH, HIRED, NOTHING, POST, WORKSHOP
from laborsim.kernels.codes import LOCAL, OUTBOUND, PLACED, SEEKING, SEEKING_AWAY
from laborsim.kernels.compiling import compiled
from laborsim.kernels.groups import months_outbound
from laborsim.kernels.month import Month
from laborsim.kernels.moving import come_home, go_out
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import WORKSHOP_BIT, with_bit


@compiled
def settle(workers: WorkerColumns, i: int, month: Month) -> None:
    """Move whoever was admitted; everybody else keeps what he had."""
    target = int(workers.applied[i])
    if target in (NOTHING, FOUND):
        return
    if workers.status[i] in (SEEKING, SEEKING_AWAY):
        workers.events[i] |= FOUND_AFTER_SEARCH
    workers.experience[i] = np.uint16(months_outbound(workers, i, month))
    workers.spell_start[i] = np.int16(month.step)
    if target == COUNTY:
        come_home(workers, i)
        workers.status[i] = np.uint8(LOCAL)
        workers.events[i] |= HIRED
    elif target in (POST, WORKSHOP):
        come_home(workers, i)
        workers.status[i] = np.uint8(PLACED)
        workers.traits[i] = with_bit(workers.traits[i], WORKSHOP_BIT, target == WORKSHOP)
    else:
        go_out(workers, i, month, target)
        workers.status[i] = np.uint8(OUTBOUND)
        workers.events[i] |= HIRED
