"""Programs: the numbers under which people are served, so that what was promised follows the person.

A program is a lever in a region for a group, on terms: blocks that follow one another there carry it on whatever
they are called. A worker remembers a program's number, 1 to 15, in half a byte.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import MOST_PROGRAMS
from laborsim.levers import Lever
from laborsim.levers.dials import Offer
from laborsim.levers.programs import TERMS, program_of

Numbers = NDArray[np.int64]


def numbered(levers: Sequence[Lever], regions: Mapping[str, NDArray[np.int64]], n_regions: int) -> dict[str, Numbers]:
    """Return the number of each block's program [region], 0 where it does not act; names and order mean nothing."""
    numbers = {lever.key: np.zeros(n_regions, np.int64) for lever in levers}
    for name in TERMS:
        blocks = [lever for lever in levers if name == lever.NAME]
        for place in range(n_regions):
            here = [lever for lever in blocks if place in regions[lever.key]]
            known = sorted({program_of(lever) for lever in here})
            if len(known) > MOST_PROGRAMS:
                raise ValueError(f"{name}: {len(known)} groups in one region; at most {MOST_PROGRAMS}: join some")
            for lever in here:
                numbers[lever.key][place] = 1 + known.index(program_of(lever))
    return numbers


class Granted:
    """What was on offer in each month, to look up what somebody was once given."""

    def __init__(self) -> None:
        self._offers: dict[tuple[int, str], list[Offer]] = {}

    def note(self, month: int, offers: Sequence[Offer]) -> None:
        """Note a month's offers."""
        for offer in offers:
            self._offers.setdefault((month, offer.kind), []).append(offer)

    def given(self, kind: str, months: Numbers, numbers: Numbers, origin: Numbers) -> list[tuple[Offer, NDArray[Any]]]:
        """Return each offer that served somebody, with the places in the arrays of those whom it served."""
        found = []
        for month in np.unique(months[numbers > 0]).tolist():
            for offer in self._offers.get((month, kind), ()):
                mine = (months == month) & (numbers > 0) & (offer.program[origin] == numbers)
                mine &= offer.amount[origin] > 0.0
                if mine.any():
                    found.append((offer, np.flatnonzero(mine)))
        return found
