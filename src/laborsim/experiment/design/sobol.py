"""Sobol points: a box filled evenly, the same for the same seed."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

Floats = NDArray[np.float64]


def sobol_points(dimensions: int, size: int, seed: int) -> Floats:
    """Return scrambled Sobol points of the unit cube [point, dimension] (Owen 1998): the first of a power of two."""
    power = int(np.ceil(np.log2(max(size, 2))))
    points: Floats = qmc.Sobol(dimensions, seed=seed).random_base2(power)[:size]
    return points
