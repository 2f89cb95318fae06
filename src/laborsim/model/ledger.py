"""The ledger: how far each lever's funnel reached this month, and what it cost, in whole fen."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.population.rounding import largest_remainder

STAGES = ("eligible", "aware", "applied", "approved", "served", "spent_fen", "returned_fen", "unmet")
"""Columns of the ledger."""

SERVED, SPENT, RETURNED = 4, 5, 6

MONTHS_A_YEAR = 12


def cost_of(page: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what a page of the ledger [..., stage] says was spent, less what came back, fen."""
    cost: NDArray[np.int64] = page[..., SPENT] - page[..., RETURNED]
    return cost


class Ledger:
    """Counts by [lever, region, stage] of one month, and the budget each lever has left [fen].

    A budget by year is released month by month: `budget` is what may be spent by the end of this month, `reserve` what
    the year has for later ones. What is set aside for losses counts in the year that sets it aside.
    """

    def __init__(self, levers: Sequence[Lever], n_regions: int) -> None:
        self.names = tuple(lever.key for lever in levers)
        self._n_regions = n_regions
        self._by_year = {lever.key: lever for lever in levers if lever.cost.by_year is not None}
        self._year: int | None = None
        self.budget = {lever.key: _fen(lever.cost.total_budget) for lever in levers} | dict.fromkeys(self._by_year, 0)
        self.reserve = dict.fromkeys(self._by_year, 0)
        self.committed = dict.fromkeys(self.names, 0)  # of the budget, for losses that may come [fen]
        self._empty_page()

    def begin_month(self, month: int) -> None:
        """Start an empty page, and release what budgets by year have for a running month: left ÷ months left."""
        self._empty_page()
        year, number = year_and_month(month)
        for key, lever in self._by_year.items():
            left = (self.budget[key] or 0) + self.reserve[key]
            if year != self._year:
                carried = left if lever.cost.unspent == "carries over" else 0
                left = carried + (_fen((lever.cost.by_year or {}).get(year)) or 0)
            last = lever.schedule.end
            months = MONTHS_A_YEAR - number + 1
            if last is not None and month <= last:
                months = min(months, last - month + 1)
            self.budget[key] = left // months
            self.reserve[key] = left - left // months
        self._year = year

    def _empty_page(self) -> None:
        self.month = np.zeros((len(self.names), self._n_regions, len(STAGES)), np.int64)
        self.served_rows: dict[str, NDArray[np.int64]] = {}

    def release(self, lever: str, fen: int) -> bool:
        """Bring what has to be spent at once out of the year's reserve; return whether budget and reserve have it."""
        left, reserve = self.budget[lever], self.reserve.get(lever, 0)
        if left is None:
            return True
        if fen > left + reserve:
            return False
        if lever in self.reserve:
            taken = min(fen, reserve)
            self.budget[lever], self.reserve[lever] = left + taken, reserve - taken
        return True

    def note_served(self, lever: str, rows: NDArray[np.int64]) -> None:
        """Note the rows of the workers to whom a lever gave something this month; who holds a place shows it."""
        self.served_rows[lever] = rows

    def count(self, lever: str, stage: str, persons: NDArray[np.int64]) -> None:
        """Add persons [region] at one stage of a lever's funnel."""
        self.month[self.names.index(lever), :, STAGES.index(stage)] += persons

    def affordable(self, lever: str, unit_fen: int) -> int | None:
        """Return how many units the budget still pays for; None = no budget stated."""
        left = self.budget[lever]
        return None if left is None or unit_fen <= 0 else left // unit_fen

    def spend(self, lever: str, fen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Book costs [region] up to the budget, in the order of the regions; return what was paid."""
        left = self.budget[lever]
        paid = fen.copy()
        if left is not None:
            paid = _up_to(left, fen)
            self.budget[lever] = left - int(paid.sum())
        self.month[self.names.index(lever), :, SPENT] += paid
        return paid

    def commit(self, lever: str, fen: int) -> None:
        """Set part of a budget aside for losses that may come."""
        left = self.budget[lever]
        if left is not None:
            self.budget[lever] = left - fen
            self.committed[lever] += fen

    def lose(self, lever: str, fen: NDArray[np.int64]) -> None:
        """Book losses [region]; of a budget, out of what is set aside for them."""
        lost = fen
        if self.budget[lever] is not None:
            lost = _up_to(self.committed[lever], fen)
            self.committed[lever] -= int(lost.sum())
        self.month[self.names.index(lever), :, SPENT] += lost

    def take_back(self, lever: str, fen: NDArray[np.int64]) -> None:
        """Book money that came back [region]; it is not spent again."""
        self.month[self.names.index(lever), :, RETURNED] += fen


def shared(fen: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return an amount shared by weights [region]; the parts add up to it."""
    return largest_remainder(weights, fen).astype(np.int64)


def _up_to(most: int, fen: NDArray[np.int64]) -> NDArray[np.int64]:
    before = np.concatenate([[0], np.cumsum(fen)[:-1]])
    paid: NDArray[np.int64] = np.clip(most - before, 0, fen)
    return paid


def _fen(yuan: float | None) -> int | None:
    # 4.35 yuan are 434.99… fen in floats and 435 in words; what is less than a fen is not spent.
    return None if yuan is None else math.floor(round(yuan * FEN_PER_YUAN, 3))


def fen_of(yuan: float) -> int:
    """Return an amount in whole fen."""
    return round(yuan * FEN_PER_YUAN)
