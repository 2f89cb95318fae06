"""Draws for many workers at once, for code that thinks in arrays."""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.compiling import compiled
from laborsim.kernels.random import halves, philox, to_uniform


@compiled
def draws(stream: np.uint64, workers: NDArray[np.uint32], step: int, decision: int) -> NDArray[np.float64]:
    """Return `uniform` for many workers [worker]."""
    out = np.empty(len(workers))
    low, high = halves(stream)
    month, point, part = np.uint64(step), np.uint64(decision), np.uint64(0)
    for k in range(len(workers)):
        out[k] = to_uniform(philox(np.uint64(workers[k]), month, point, part, low, high)[0])
    return out
