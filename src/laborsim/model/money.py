"""Money: what the trends of pay make of a yuan, so that what all pay grows by decides nothing."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Money(NamedTuple):
    """What a month makes of money; docs/odd.md, 7.2."""

    unit: float  # yuan of the month that are worth a yuan of the base date: the trend of all pay
    lead: NDArray[np.float64]  # [market: county, urban] trend of its pay ÷ that of all pay


def money_of(trend: NDArray[np.float64], local_share: float) -> Money:
    """Return what trends of pay [market: county, urban] make of money; `local_share`: part of the jobs that are local.

    Only what sets the markets apart is raised to a power: where both grow alike, a lead is 1 to the last bit.
    """
    county, urban = trend.tolist()
    apart = county / urban
    lead = np.array([math.pow(apart, 1 - local_share), math.pow(apart, -local_share)])
    return Money(urban * math.pow(apart, local_share), lead)
