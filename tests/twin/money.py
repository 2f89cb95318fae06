"""Savings and debt stand on a grid: nearly linear below 1,000 yuan, steps of 4 % above; 0 to 22 million yuan."""

import math

import numpy as np

UNIT_YUAN, STEP, LAST = 1000.0, 1.04, 255

GRID_YUAN = [UNIT_YUAN * (STEP**k - 1.0) for k in range(LAST + 1)]


def on_grid(yuan, luck):
    """Return the grid step of an amount, rounded up or down by luck, so that its mean is the amount."""
    if yuan <= 0.0:
        return 0
    below = int(math.log(1.0 + yuan / UNIT_YUAN) / math.log(STEP))
    if below >= LAST:
        return LAST
    gap = GRID_YUAN[below + 1] - GRID_YUAN[below]
    return below + 1 if luck * gap < yuan - GRID_YUAN[below] else below


def in_fen(yuan):
    """Return an amount in whole fen."""
    return round(yuan * 100)


def shared(fen, weights):
    """Return whole fen shared by weights, so that the parts add up: what is left goes to the largest fractions."""
    total = float(np.array([weights.get(k, 0.0) for k in range(max(weights) + 1)]).sum())
    exact = {k: weight / total * fen for k, weight in weights.items()}
    parts = {k: math.floor(share) for k, share in exact.items()}
    for k in sorted(weights, key=lambda k: (parts[k] - exact[k], k))[: fen - sum(parts.values())]:
        parts[k] += 1
    return parts
