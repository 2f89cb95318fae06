"""Shapley: what each of several causes adds to an effect, so that the shares sum to the whole."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from math import factorial

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.effect import without_dust

Numbers = NDArray[np.float64]
Coalition = frozenset[int]
"""Causes at work, by position."""

Worths = Mapping[Coalition, Numbers]
"""What each coalition reaches: arrays of one shape."""

MOST_EXACT = 8
"""Causes up to which every coalition is looked at: 2^8 = 256 worlds."""


def coalitions(causes: int) -> list[Coalition]:
    """Return every coalition, the empty one first."""
    return [frozenset(found) for size in range(causes + 1) for found in combinations(range(causes), size)]


def shares(worths: Worths, causes: int) -> list[Numbers]:
    """Return the Shapley value of each cause (Shapley 1953): its mean addition over all orders of arrival.

    They sum to worth of all − worth of none.
    """
    found = []
    for cause in range(causes):
        without = [group for group in coalitions(causes) if cause not in group]
        total = np.zeros_like(worths[frozenset()])
        for group in without:
            weight = factorial(len(group)) * factorial(causes - len(group) - 1) / factorial(causes)
            total += weight * (worths[group | {cause}] - worths[group])
        found.append(total)
    return found


def interactions(worths: Worths, causes: int) -> dict[tuple[int, int], Numbers]:
    """Return the Shapley interaction index of every two causes (Grabisch & Roubens 1999).

    What two do together beyond what each does without the other, averaged over the company they may be in:
    negative where they overlap, positive where one needs the other.
    """
    found = {}
    for one, other in combinations(range(causes), 2):
        without = [group for group in coalitions(causes) if not group & {one, other}]
        total = np.zeros_like(worths[frozenset()])
        for group in without:
            weight = factorial(len(group)) * factorial(causes - len(group) - 2) / factorial(causes - 1)
            both = worths[group | {one, other}] - worths[group | {one}] - worths[group | {other}] + worths[group]
            total += weight * both
        found[one, other] = without_dust(total, *worths.values())
    return found


def stations(order: Sequence[int]) -> list[Coalition]:
    """Return the coalitions that an order of arrival passes through, from none to all."""
    return [frozenset(order[:arrived]) for arrived in range(len(order) + 1)]


def shares_along(worths: Worths, orders: Sequence[Sequence[int]]) -> list[Numbers]:
    """Return what each cause adds along some orders, on average; an unbiased estimate of `shares` for random orders.

    They too sum to worth of all − worth of none, along every single order.
    """
    causes = len(orders[0])
    found = [np.zeros_like(worths[frozenset()]) for _ in range(causes)]
    for order in orders:
        for cause, (before, after) in zip(order, pairwise(stations(order)), strict=True):
            found[cause] += (worths[after] - worths[before]) / len(orders)
    return found
