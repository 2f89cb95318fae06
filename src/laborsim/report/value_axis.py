"""Which values are named on an axis, and whether it starts at zero."""

from collections.abc import Sequence

import numpy as np
from matplotlib.ticker import MaxNLocator

from laborsim.report.text.numbers import digits

TICKS = 8
ZERO_WITHIN = 0.6
"""The axis starts at zero unless all values lie above this part of the greatest one."""


def axis_ticks(low: float, high: float) -> list[float]:
    """Return round values that enclose `low` to `high`; from zero unless that would hide the movement."""
    if low == high:
        low, high = (0.0, 1.0) if high == 0.0 else (min(low, 0.0), max(high, 0.0))
    if 0.0 < low < ZERO_WITHIN * high:
        low = 0.0
    if ZERO_WITHIN * low < high < 0.0:
        high = 0.0
    return [float(tick) for tick in MaxNLocator(nbins=TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]


def tick_texts(ticks: Sequence[float], *, grouped: bool, signed: bool = False) -> list[str]:
    """Return the ticks in figures, all with as many decimals as the finest of them needs."""
    enough = (d for d in range(9) if np.allclose(np.round(ticks, d), ticks, rtol=0.0, atol=1e-9))
    decimals = next(enough, 9)
    return [digits(tick, decimals, grouped=grouped, signed=signed) for tick in ticks]
