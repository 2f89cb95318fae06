"""A smooth stand-in for the simulator: ridge regression whose error is known by leaving each point out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

PENALTIES = tuple(10.0**power for power in range(-6, 5))
"""Tried in turn; the one with the smallest leave-one-out error is taken."""


@dataclass(frozen=True)
class Emulator:
    """y ≈ mean + terms · slopes, with standardized terms; `error`: leave-one-out standard deviation, in y's unit."""

    mean: float
    centers: Numbers  # [terms]
    widths: Numbers  # [terms]
    slopes: Numbers  # [terms] per standard deviation of a term
    error: float
    spread: float  # standard deviation of y over the points

    def at(self, terms: Numbers) -> Numbers:
        """Return predictions for rows of terms [points, terms]."""
        return self.mean + (terms - self.centers) / self.widths @ self.slopes

    def parts(self, terms: Numbers) -> Numbers:
        """Return what each term adds to the mean [points, terms]."""
        return (terms - self.centers) / self.widths * self.slopes

    @property
    def predicted_share(self) -> float:
        """Share of the variance that is predicted at points left out (Q²); negative = worse than the mean."""
        return 1.0 - (self.error / self.spread) ** 2 if self.spread > 0 else 1.0


def fit(terms: Numbers, values: Numbers) -> Emulator:
    """Return the ridge regression of values [points] on terms [points, terms] with the best penalty.

    Leave-one-out errors are exact by the hat matrix (Golub, Heath & Wahba 1979). Raises ValueError for fewer than
    three points.
    """
    if len(values) < 3:
        raise ValueError(f"{len(values)} points are too few for an emulator")
    widths = terms.std(axis=0)
    widths = np.where(widths > 0, widths, 1.0)
    centers, mean = terms.mean(axis=0), float(values.mean())
    left, sizes, right = np.linalg.svd((terms - centers) / widths, full_matrices=False)
    rest = values - mean
    best: tuple[float, Numbers] | None = None
    for penalty in PENALTIES:
        kept = sizes**2 / (sizes**2 + penalty * len(values))
        leverage = (left**2 @ kept) + 1.0 / len(values)
        misses = (rest - left @ (kept * (left.T @ rest))) / np.maximum(1.0 - leverage, 1e-6)
        error = float(np.sqrt(np.mean(misses**2)))
        if best is None or error < best[0]:
            weights = sizes / (sizes**2 + penalty * len(values))
            best = error, right.T @ (weights * (left.T @ rest))
    assert best is not None
    return Emulator(mean, centers, widths, best[1], best[0], float(values.std()))


def quadratic(points: Numbers, crossed: Sequence[int] = ()) -> tuple[Numbers, list[tuple[int, ...]]]:
    """Return terms of rows of coordinates: each one, its square, products of those `crossed`; and who is in which."""
    count = points.shape[1]
    members: list[tuple[int, ...]] = [*((k,) for k in range(count)), *((k,) for k in range(count))]
    columns = [*(points[:, k] for k in range(count)), *(points[:, k] ** 2 for k in range(count))]
    for place, one in enumerate(crossed):
        for other in crossed[place + 1 :]:
            members.append((one, other))
            columns.append(points[:, one] * points[:, other])
    return np.column_stack(columns), members
