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
    """Counts by [lever, region, stage] of one month, and what every purse has left [fen].

    A purse is the budget of one lever, called after it, or one that several share. Who claims first is an ASSUMPTION:
    what is kept in force (units, places, posts on offer) has its money of the month put by before anybody is handed
    anything, in the order of the levers' names; then comes who asks first in the order of the month.

    A budget by year is released month by month: `budget` is what may be spent by the end of this month, `reserve` what
    the year has for later ones. What is set aside for losses counts in the year that sets it aside.
    """

    def __init__(self, levers: Sequence[Lever], n_regions: int) -> None:
        self.names = tuple(lever.key for lever in levers)
        self._n_regions = n_regions
        self.purse = {lever.key: lever.shared_purse for lever in levers}
        self._sharing: dict[str, list[Lever]] = {}
        for lever in levers:
            self._sharing.setdefault(self.purse[lever.key], []).append(lever)
        self._by_year = [name for name, those in self._sharing.items() if those[0].cost.by_year is not None]
        self._year: int | None = None
        self.budget = {name: _fen(those[0].cost.total_budget) for name, those in self._sharing.items()}
        self.budget |= dict.fromkeys(self._by_year, 0)
        self.reserve = dict.fromkeys(self._by_year, 0)
        self.committed = dict.fromkeys(self.names, 0)  # of the budget, for losses that may come [fen]
        self._empty_page()

    def begin_month(self, month: int) -> None:
        """Start an empty page, and release what budgets by year have for a running month: left ÷ months left."""
        self._empty_page()
        year, number = year_and_month(month)
        for name in self._by_year:
            cost = self._sharing[name][0].cost
            left = (self.budget[name] or 0) + self.reserve[name]
            if year != self._year:
                carried = left if cost.unspent == "carries over" else 0
                left = carried + (_fen((cost.by_year or {}).get(year)) or 0)
            months = MONTHS_A_YEAR - number + 1
            last = self._last_month(name)
            if last is not None and month <= last:
                months = min(months, last - month + 1)
            self.budget[name] = left // months
            self.reserve[name] = left - left // months
        self._year = year

    def _last_month(self, purse: str) -> int | None:
        """Return the last month in which any lever of a purse is in force; None = one has no end."""
        ends = [lever.schedule.end for lever in self._sharing[purse]]
        return None if None in ends else max(end for end in ends if end is not None)

    def _empty_page(self) -> None:
        self.month = np.zeros((len(self.names), self._n_regions, len(STAGES)), np.int64)
        self.served_rows: dict[str, NDArray[np.int64]] = {}
        self._put_by = dict.fromkeys(self.names, 0)  # of this month's money, for what is kept in force [fen]

    def left(self, lever: str) -> int | None:
        """Return what a lever may spend this month [fen], without what is put by for others; None = no budget."""
        name = self.purse[lever]
        budget = self.budget[name]
        if budget is None:
            return None
        others = sum(self._put_by[one.key] for one in self._sharing[name] if one.key != lever)
        return max(0, budget - others)

    def put_by(self, lever: str, fen: int) -> None:
        """Keep so much of this month's money for a lever, out of reach of those that share its purse."""
        self._put_by[lever] = fen

    def release(self, lever: str, fen: int) -> bool:
        """Bring what has to be spent at once out of the year's reserve; return whether budget and reserve have it."""
        name, left = self.purse[lever], self.left(lever)
        reserve, budget = self.reserve.get(name, 0), self.budget[name]
        if left is None or budget is None:
            return True
        if fen > left + reserve:
            return False
        if name in self.reserve:
            taken = min(fen, reserve)
            self.budget[name], self.reserve[name] = budget + taken, reserve - taken
        return True

    def note_served(self, lever: str, rows: NDArray[np.int64]) -> None:
        """Note the rows of the workers to whom a lever gave something this month; who holds a place shows it."""
        self.served_rows[lever] = rows

    def count(self, lever: str, stage: str, persons: NDArray[np.int64]) -> None:
        """Add persons [region] at one stage of a lever's funnel."""
        self.month[self.names.index(lever), :, STAGES.index(stage)] += persons

    def affordable(self, lever: str, unit_fen: int) -> int | None:
        """Return how many units the budget still pays for; None = no budget stated."""
        left = self.left(lever)
        return None if left is None or unit_fen <= 0 else left // unit_fen

    def spend(self, lever: str, fen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Book costs [region] up to the budget, in the order of the regions; return what was paid."""
        left = self.left(lever)
        paid = fen.copy()
        if left is not None:
            paid = _up_to(left, fen)
            self._take(lever, int(paid.sum()))
        self.month[self.names.index(lever), :, SPENT] += paid
        return paid

    def commit(self, lever: str, fen: int) -> None:
        """Set part of a budget aside for losses that may come."""
        if self.left(lever) is not None:
            self._take(lever, fen)
            self.committed[lever] += fen

    def _take(self, lever: str, fen: int) -> None:
        """Take money out of a lever's purse; what was put by for it is used first."""
        name = self.purse[lever]
        self.budget[name] = (self.budget[name] or 0) - fen
        self._put_by[lever] = max(0, self._put_by[lever] - fen)

    def lose(self, lever: str, fen: NDArray[np.int64]) -> None:
        """Book losses [region]; of a budget, out of what is set aside for them."""
        lost = fen
        if self.left(lever) is not None:
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
