"""Trained applicants: what training does to finding a job, in the matching law and in the queue.

A job is a race of exponential waiting times, and the trained wait less: by the lottery his share of the hires of a
market is his share of its applications, and by the law a market with more applications hires more.
"""

import math

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Month
from laborsim.kernels.services.groups import is_trained
from laborsim.kernels.state import WorkerColumns, WorkerRow

ONE = 1000
"""What an untrained applicant counts for: thousandths, so that sums are whole and no order changes them."""

MONTHS_A_YEAR = 12
TICKETS = 2.0**32


@compiled
def applications_of(worker: WorkerRow, month: Month) -> int:
    """Return for how many untrained applicants a worker counts [1/ONE]."""
    if not is_trained(worker, month):
        return ONE
    years = min((month.step - np.int64(worker.training_end)) // MONTHS_A_YEAR, len(month.trained_applications) - 1)
    return int(month.trained_applications[years])


@compiled
def ticket_of_many(ticket: np.uint32, applications: int) -> np.uint32:
    """Return the place in the queue of one who counts for several: the lowest of as many tickets, from his one."""
    if applications == ONE:
        return ticket
    above = 1.0 - (ticket + 0.5) / TICKETS
    return np.uint32(TICKETS * (1.0 - math.pow(above, ONE / applications)))


@compiled
def apply_as_many(
    workers: WorkerColumns,
    rows: NDArray[np.int64],
    on_market: NDArray[np.bool_],
    tickets: NDArray[np.uint32],
    month: Month,
) -> NDArray[np.int64]:
    """Move applicants on a market forward in the queue; return for how many each counts [row], 1/ONE.

    `tickets` [row] are changed. Who asks for a post or a workshop place (`on_market` false) counts as one: no employer
    chooses him.
    """
    applications = np.full(len(rows), ONE, np.int64)
    for k in range(len(rows)):
        if on_market[k]:
            applications[k] = applications_of(workers[rows[k]], month)
            tickets[k] = ticket_of_many(tickets[k], applications[k])
    return applications
