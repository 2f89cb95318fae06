"""The annual official status: where most of the last twelve months were worked.

Two planes of twelve bits, newest month lowest: low plane bits 0-11, high plane bits 12-23.
A month is 0 at home, 1 local, 2 outbound inside the province, 3 outbound outside it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import NOT_MIGRANT, OFFICIAL_LOCAL, OUTBOUND_INSIDE, OUTBOUND_OUTSIDE
from laborsim.kernels.compilation import compiled

History = Any  # numpy.uint32 when compiled

MONTHS = 12
SIX_MONTHS = 6  # NBS: away for six months or more in a year = outbound
_TWELVE = np.uint32(0xFFF)
_HIGH = np.uint32(12)
_ONE = np.uint32(1)


@compiled
def remember(history: History, code: int) -> History:
    """Return the history with this month's code added and the oldest month forgotten."""
    bits = np.uint32(code)
    low = ((history << _ONE) & _TWELVE) | (bits & _ONE)
    high = (((history >> _HIGH) << _ONE) & _TWELVE) | (bits >> _ONE)
    return np.uint32(low | np.uint32(high << _HIGH))


@compiled
def latest(history: History) -> int:
    """Return the newest month's code."""
    return np.int64((history & _ONE) | (((history >> _HIGH) & _ONE) << _ONE))


_SET_BITS = np.array([number.bit_count() for number in range(1 << MONTHS)], np.uint8)


@compiled
def _count(twelve_bits: History) -> int:
    """Return how many of twelve bits are set."""
    return np.int64(_SET_BITS[twelve_bits])


@compiled
def official_status(history: History) -> int:
    """Return the annual status that twelve months make: six or more off the farm, six or more of them away."""
    low, high = history & _TWELVE, history >> _HIGH
    away = _count(high)
    # Two numbers and no jump between them: a processor cannot guess which of the two somebody is.
    home = OFFICIAL_LOCAL if _count(low | high) >= SIX_MONTHS else NOT_MIGRANT
    out = OUTBOUND_OUTSIDE if 2 * _count(low & high) > away else OUTBOUND_INSIDE
    return out if away >= SIX_MONTHS else home


@compiled
def official_statuses(histories: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return `official_status` of many histories."""
    statuses = np.empty(len(histories), np.uint8)
    for k in range(len(histories)):
        statuses[k] = official_status(histories[k])
    return statuses


@compiled
def latest_months(histories: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return `latest` of many histories."""
    codes = np.empty(len(histories), np.uint8)
    for k in range(len(histories)):
        codes[k] = latest(histories[k])
    return codes


@compiled
def months_alike(histories: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return for how many months, the newest among them, each history has the same code (1 to 12)."""
    months = np.ones(len(histories), np.int64)
    for k in range(len(histories)):
        low, high = histories[k] & _TWELVE, histories[k] >> _HIGH
        while months[k] < MONTHS:
            older = np.uint32(months[k])
            if (low >> older) & _ONE != low & _ONE or (high >> older) & _ONE != high & _ONE:
                break
            months[k] += 1
    return months


def full_year(code: int) -> np.uint32:
    """Return the history of somebody who did the same for twelve months."""
    low = int(_TWELVE) if code & 1 else 0
    high = int(_TWELVE) if code & 2 else 0
    return np.uint32(low | (high << int(_HIGH)))


FULL_YEARS = np.array([full_year(code) for code in range(4)], np.uint32)
"""By code: the history of twelve months alike, which makes the official status of the same number."""
