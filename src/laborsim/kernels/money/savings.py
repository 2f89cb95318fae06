"""Savings and debt on a logarithmic grid of one byte, with rounding by chance so that means are kept.

Both are held in yuan of the base date, so they grow with all pay: interest makes up for the growth of pay. ASSUMPTION
"""

import math
from typing import Any

import numpy as np

from laborsim.kernels.compilation import compiled

GRID_UNIT_YUAN = 1000.0  # below this the grid is nearly linear, above it logarithmic
GRID_STEP = 1.04  # each step is 4 % more
_LOG_STEP = math.log(GRID_STEP)
_LAST = 255

GRID_YUAN = np.array([GRID_UNIT_YUAN * (GRID_STEP**k - 1.0) for k in range(_LAST + 1)])
"""Yuan of the base date that each byte stands for: 0 to 22 million."""


@compiled
def on_grid(yuan: float, luck: float) -> Any:  # numpy.uint8 when compiled
    """Return the grid byte for an amount, rounded up or down by `luck` so that its mean is the amount."""
    if yuan <= 0.0:
        return np.uint8(0)
    lower = int(math.log(1.0 + yuan / GRID_UNIT_YUAN) / _LOG_STEP)
    if lower >= _LAST:
        return np.uint8(_LAST)
    below, above = GRID_YUAN[lower], GRID_YUAN[lower + 1]
    return np.uint8(lower + 1) if luck * (above - below) < yuan - below else np.uint8(lower)
