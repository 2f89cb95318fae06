"""Scenario discovery: in which assumptions does the plan fail? The patient rule induction method."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

PEEL = 0.1
"""Part of the cases in a box that one peel takes away, at most (Friedman & Fisher 1999 advise 5–10 %)."""

LEAST_MASS = 0.05
"""Smallest part of all cases in a box. ASSUMPTION: as Bryant & Lempert (2010)."""

LEAST_CASES = 5
"""Fewest cases of either kind: with less there is nothing to learn from."""

SIGNIFICANT = 0.05
"""A limit stays only if chance would do as well in fewer cases than this (quasi-p-value of Bryant & Lempert 2010)."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CaseColumn:
    """One assumption over the cases: numbers, or positions among `options`."""

    name: str
    values: NDArray[np.float64]
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoxSide:
    """One side of a box: at least `low`, at most `high`, or one of `options`. `chance`: quasi-p-value."""

    name: str
    low: float | None
    high: float | None
    options: tuple[str, ...] = ()
    chance: float = 0.0


@dataclass(frozen=True)
class Box:
    """Where failures gather. `coverage`: share of all failures inside; `density`: share of the inside that fails."""

    limits: tuple[BoxSide, ...]
    cases: int
    failures: int
    coverage: float
    density: float


@dataclass(frozen=True)
class Discovery:
    """How often a plan fails, and the box that says when; None where no box is better than chance."""

    cases: int
    failures: int
    box: Box | None
    path: tuple[Box, ...] = ()


def discover(columns: Sequence[CaseColumn], fails: Flags) -> Discovery:
    """Return where failures gather: box after box is peeled, the best balance of coverage and density is kept."""
    cases, failures = len(fails), int(fails.sum())
    if min(failures, cases - failures) < LEAST_CASES:
        return Discovery(cases, failures, None)
    insides = _peel(columns, fails)
    boxes = [_pruned(columns, fails, inside) for inside in insides]
    told = [box for box in boxes if box.limits]
    best = max(told, key=_balance, default=None)
    return Discovery(cases, failures, best, tuple(dict.fromkeys(boxes)))


def _balance(box: Box) -> float:
    """Return the harmonic mean of coverage and density: a box with one of them only is no answer."""
    return 2 * box.coverage * box.density / (box.coverage + box.density)


def _peel(columns: Sequence[CaseColumn], fails: Flags) -> list[Flags]:
    """Return boxes, each inside the one before, each with a higher density of failures."""
    inside = np.ones(len(fails), np.bool_)
    found = [inside]
    while inside.sum() > max(LEAST_MASS * len(fails), LEAST_CASES):
        better = [part for column in columns for part in _peels(column, inside) if part.any()]
        scored = [(float(fails[part].mean()), float(part.sum()), k) for k, part in enumerate(better)]
        density, _, best = max(scored, default=(0.0, 0.0, -1))
        if best < 0 or density <= fails[inside].mean():
            break
        inside = better[best]
        found.append(inside)
    return found


def _peels(column: CaseColumn, inside: Flags) -> list[Flags]:
    """Return the box without a slice at either end of one assumption, or without one of its options."""
    values = column.values[inside]
    if column.options:
        return [inside & (column.values != value) for value in np.unique(values)] if len(np.unique(values)) > 1 else []
    low, high = np.quantile(values, [PEEL, 1 - PEEL], method="nearest")
    parts = [inside & (column.values >= low), inside & (column.values <= high)]
    return [part for part in parts if part.sum() < inside.sum()]


def _pruned(columns: Sequence[CaseColumn], fails: Flags, inside: Flags) -> Box:
    """Return a box with those limits only that do better than chance, the least useful dropped first."""
    limits = [limit for column in columns for limit in _limits(column, inside)]
    while limits:
        chances = [_chance(columns, fails, limits, k) for k in range(len(limits))]
        worst = int(np.argmax(chances))
        if chances[worst] <= SIGNIFICANT:
            limits = [
                BoxSide(limit.name, limit.low, limit.high, limit.options, chance)
                for limit, chance in zip(limits, chances, strict=True)
            ]
            break
        del limits[worst]
    held = _held(columns, limits)
    failures = int(fails[held].sum())
    return Box(tuple(limits), int(held.sum()), failures, failures / int(fails.sum()), failures / int(held.sum()))


def _limits(column: CaseColumn, inside: Flags) -> list[BoxSide]:
    values = column.values[inside]
    if column.options:
        left = tuple(column.options[int(value)] for value in np.unique(values))
        return [BoxSide(column.name, None, None, left)] if len(left) < len(np.unique(column.values)) else []
    low, high = float(values.min()), float(values.max())
    at_least = [] if low == column.values.min() else [BoxSide(column.name, low, None)]
    return at_least if high == column.values.max() else [*at_least, BoxSide(column.name, None, high)]


def _held(columns: Sequence[CaseColumn], limits: Sequence[BoxSide]) -> Flags:
    held = np.ones(len(columns[0].values), np.bool_)
    by_name = {column.name: column for column in columns}
    for limit in limits:
        column = by_name[limit.name]
        if limit.options:
            held &= np.isin(column.values, [column.options.index(option) for option in limit.options])
        held &= column.values >= (-np.inf if limit.low is None else limit.low)
        held &= column.values <= (np.inf if limit.high is None else limit.high)
    return held


def _chance(columns: Sequence[CaseColumn], fails: Flags, limits: Sequence[BoxSide], dropped: int) -> float:
    """Return how likely the box without one limit has by chance as many failures in as many cases as with it."""
    held = _held(columns, limits)
    wider = _held(columns, [limit for k, limit in enumerate(limits) if k != dropped])
    return float(binom.sf(fails[held].sum() - 1, held.sum(), fails[wider].mean()))
