"""The few regressions that facts are stated as: counts, odds, choices among places; by Newton's method."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.floating]

STEPS = 40
ENOUGH = 1e-9  # largest move of a coefficient at which an estimate stands
FARTHEST = 4.0  # a coefficient moves at most this much in a step
RIDGE = 1e-8  # keeps a column that does not vary solvable; its coefficient stays 0


def with_constant(*columns: Numbers) -> Floats:
    """Return regressors as a matrix [row, 1 + column], the constant first."""
    return np.column_stack([np.ones(len(columns[0])), *columns])


def dummies(codes: NDArray[np.int64]) -> Floats:
    """Return a column for each code that is there but the lowest [row, code]."""
    found: Floats = (codes[:, None] == np.unique(codes)[None, 1:]).astype(np.float64)
    return found


def poisson(columns: Floats, counts: Numbers, exposure: Numbers) -> Floats:
    """Return the coefficients of log (count ÷ exposure) on columns, the constant first [column]."""
    start = np.zeros(columns.shape[1])
    start[0] = np.log(np.maximum(counts.sum(), 1e-9) / exposure.sum())

    def slope(at: Floats) -> tuple[Floats, Floats]:
        mean = exposure * np.exp(np.clip(columns @ at, -50, 50))
        return columns.T @ (counts - mean), columns.T @ (columns * mean[:, None])

    return _solved(start, slope)


def logit(columns: Floats, chosen: Numbers) -> Floats:
    """Return the coefficients of the log odds of `chosen` (0 or 1) on columns, the constant first [column]."""
    share = np.clip(chosen.mean(), 1e-6, 1 - 1e-6)
    start = np.zeros(columns.shape[1])
    start[0] = np.log(share / (1 - share))

    def slope(at: Floats) -> tuple[Floats, Floats]:
        chance = 1 / (1 + np.exp(-np.clip(columns @ at, -50, 50)))
        return columns.T @ (chosen - chance), columns.T @ (columns * (chance * (1 - chance))[:, None])

    return _solved(start, slope)


def conditional_logit(counts: Floats, columns: Floats) -> Floats:
    """Return the coefficients of a choice among places [column].

    counts [group, place]: how many of a group chose a place; columns [group, place, column]: what they saw of it.
    """
    chosen = np.einsum("gp,gpk->k", counts, columns)
    number = counts.sum(axis=1)

    def slope(at: Floats) -> tuple[Floats, Floats]:
        value = columns @ at
        chance = np.exp(value - value.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        mean = np.einsum("gp,gpk->gk", chance, columns)
        spread = np.einsum("g,gp,gpk,gpl->kl", number, chance, columns, columns)
        return chosen - number @ mean, spread - np.einsum("g,gk,gl->kl", number, mean, mean)

    return _solved(np.zeros(columns.shape[2]), slope)


def _solved(start: Floats, slope: Callable[[Floats], tuple[Floats, Floats]]) -> Floats:
    at = start
    for _ in range(STEPS):
        gradient, curvature = slope(at)
        step = np.linalg.solve(curvature + RIDGE * np.eye(len(at)) * max(1.0, np.trace(curvature)), gradient)
        at = at + np.clip(step, -FARTHEST, FARTHEST)
        if np.abs(step).max() < ENOUGH:
            break
    return at
