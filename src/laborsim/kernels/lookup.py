"""Draws for many workers at once, for code that thinks in arrays."""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.compiling import compiled
from laborsim.kernels.random import uniform


@compiled
def draws(stream: np.uint64, workers: NDArray[np.uint32], step: int, decision: int) -> NDArray[np.float64]:
    """Return `uniform` for many workers [worker]."""
    out = np.empty(len(workers))
    for k in range(len(workers)):
        out[k] = uniform(stream, workers[k], step, decision)
    return out
