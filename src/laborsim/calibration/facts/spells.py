"""Spells: runs of months in one state, and the life tables that their lengths make."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

FESTIVAL_MONTHS = (12, 1, 2, 3)
"""Calendar months in which somebody may be home for the Spring Festival (21 January to 20 February) and back."""


@dataclass(frozen=True)
class LifeSpells:
    """Runs of months; arrays are [spell], ordered by person and month."""

    person: Integers
    begin: Integers  # first month in the state
    end: Integers  # first month no more in it; the number of months recorded where it goes on

    @property
    def length(self) -> Integers:
        """Months in the state."""
        return self.end - self.begin

    def __len__(self) -> int:
        """Return the number of spells."""
        return len(self.person)

    def only(self, kept: Flags) -> "LifeSpells":
        """Return some of them."""
        return LifeSpells(self.person[kept], self.begin[kept], self.end[kept])


def spells(state: Flags) -> LifeSpells:
    """Return the runs of months in a state [month, person]."""
    months, persons = state.shape
    edges = np.zeros((persons, months + 2), np.int8)
    edges[:, 1:-1] = state.T
    change = np.diff(edges, axis=1)
    person, begin = np.nonzero(change > 0)
    _, end = np.nonzero(change < 0)
    return LifeSpells(person, begin, end)


def bridged(away: Flags, home: Flags, calendar: Integers, longest: int = 2) -> Flags:
    """Return who counts as away [month, person]: up to `longest` months at home over the festival are no return.

    `calendar` [month]: 1 to 12. A stay is bridged where the same person is away before and after it.
    """
    months = len(away)
    stays = spells(home)
    over = np.isin(calendar, FESTIVAL_MONTHS)
    short = stays.only((stays.length <= longest) & (stays.begin > 0) & (stays.end < months))
    between = away[short.begin - 1, short.person] & away[short.end, short.person]
    short = short.only(between & over[short.begin])
    found = away.copy()
    for offset in range(longest):
        inside = short.only(short.length > offset)
        found[inside.begin + offset, inside.person] = True
    return found


def hazards(length: Integers, ended: Flags, edges: Integers) -> Floats:
    """Return the hazard between each two `edges` of duration [interval]: endings ÷ months lived in it, 1/month.

    length [spell]: months to the ending or to where it is no longer seen; ended [spell]: whether it ended. Who ends
    after n months ends in the interval that holds n, its upper edge included. NaN where nobody was at risk.
    """
    low, high = edges[:-1, None], edges[1:, None]
    lived = np.clip(length[None, :], low, high) - low
    events = ((length[None, :] > low) & (length[None, :] <= high) & ended[None, :]).sum(axis=1)
    months = lived.sum(axis=1)
    return np.where(months > 0, events / np.maximum(months, 1), np.nan)


def survival(length: Integers, ended: Flags, months: int) -> Floats:
    """Return the Kaplan-Meier share that is still in the state after 0, 1 … `months` months [month]."""
    edges = np.arange(months + 1)
    chance = np.nan_to_num(hazards(length, ended, edges))
    return np.concatenate([[1.0], np.cumprod(1 - chance)])
