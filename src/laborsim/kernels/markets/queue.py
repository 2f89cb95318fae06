"""The one queue of the model: applicants with lottery tickets, places by queue, the lowest tickets admitted.

Jobs, posts, workshop places, park places, training seats and subsidies all go through it. No sort of all
applicants: a histogram of the tickets finds the bin in which each queue is cut, and only that bin is sorted.
"""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Integers
from laborsim.kernels.random import decision, uniform

MARGINAL = decision("queue.marginal_place")
BINS = 1024
_SHIFT = np.uint32(22)  # a 32-bit ticket ÷ 2^22 = one of 1,024 bins

Rows = NDArray[np.int64]
Tickets = NDArray[np.uint32]


@compiled
def _cut_bins(queue: Rows, tickets: Tickets, weights: Integers, places: Integers) -> tuple[Rows, Integers]:
    """Return for each queue the bin in which places run out, and the places left when that bin begins."""
    histogram = np.zeros((len(places), BINS), np.int64)
    for k in range(len(queue)):
        histogram[queue[k], np.int64(tickets[k] >> _SHIFT)] += weights[k]
    cut = np.full(len(places), BINS, np.int64)
    left = places.copy()
    for q in range(len(places)):
        for b in range(BINS):
            if histogram[q, b] > left[q]:
                cut[q] = b
                break
            left[q] -= histogram[q, b]
    return cut, left


@compiled
def admit(  # noqa: PLR0913 - five columns of applicants and the luck of the month
    queue: Rows,
    tickets: Tickets,
    workers: NDArray[np.uint32],
    weights: Integers,
    places: Integers,
    stream: np.uint64,
    step: int,
) -> NDArray[np.bool_]:
    """Return who is admitted [applicant].

    `queue` [applicant] is the queue each stands in, `weights` the persons he stands for, `places` [queue] whole
    persons. A worker heavier than the places left gets one with probability places ÷ weight. Equal tickets fall
    back on identity, so the queue never depends on row order.
    """
    cut, left = _cut_bins(queue, tickets, weights, places)
    admitted = np.zeros(len(queue), np.bool_)
    undecided = 0
    for k in range(len(queue)):
        b = np.int64(tickets[k] >> _SHIFT)
        admitted[k] = b < cut[queue[k]]
        undecided += 1 if b == cut[queue[k]] else 0
    keys = np.empty((undecided, 2), np.uint64)
    rows = np.empty(undecided, np.int64)
    n = 0
    for k in range(len(queue)):
        if np.int64(tickets[k] >> _SHIFT) == cut[queue[k]]:
            rows[n] = k
            keys[n, 0] = (np.uint64(queue[k]) << np.uint64(32)) | np.uint64(tickets[k])
            keys[n, 1] = np.uint64(workers[k])
            n += 1
    for j in in_order(keys):
        k = rows[j]
        q = queue[k]
        if left[q] >= weights[k]:
            admitted[k] = True
            left[q] -= weights[k]
        elif left[q] > 0:
            admitted[k] = uniform(stream, workers[k], step, MARGINAL) * weights[k] < left[q]
            left[q] = 0
    return admitted


@compiled
def in_order(keys: NDArray[np.uint64]) -> Rows:
    """Return the positions that sort `keys` [n, 2] by their first, then their second column."""
    order = np.argsort(keys[:, 1], kind="mergesort")
    return order[np.argsort(keys[order, 0], kind="mergesort")]
