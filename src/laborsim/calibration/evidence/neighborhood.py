"""The neighborhood of a parameter vector: real runs a step to either side of it, and what least squares does there.

Positions are prior standard deviations from the prior's center, so the prior is a standard normal in each of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.targets.calibration_file import Calibration, sigma
from laborsim.calibration.targets.free_parameters import positions_of, values_at

Floats = NDArray[np.float64]

STEP = 0.04  # of the prior's range, to either side (design: calibration, 3 to 5 %)


@dataclass(frozen=True)
class Errors:
    """Targets as least squares sees them [fitted target]: values and standard errors, in their units."""

    values: Floats
    sigmas: Floats

    @classmethod
    def of(cls, calibration: Calibration) -> "Errors":
        """Return the published ones; an interval counts as its nearest end only in `misses`."""
        chosen = [calibration.steered_targets[k] for k in calibration.fitted]
        return cls(np.array([one.value for one in chosen]), np.array([sigma(calibration, one) for one in chosen]))


@dataclass(frozen=True)
class Neighborhood:
    """Moments around a point: mean over replicates, slope, and the noise of both."""

    point: Floats  # positions of all free parameters
    moments: Floats  # [fitted target] at the point
    noise: Floats  # [replicate, fitted target] around their mean
    slopes: Floats  # [fitted target, estimated parameter] in standard errors per prior standard deviation
    slope_errors: Floats  # their standard errors over replicates


def ranges(calibration: Calibration) -> Floats:
    """Return the width of each estimated parameter's prior range [prior standard deviations]."""
    return np.array([np.ptp(calibration.free[k].reach) for k in calibration.estimated])


def vectors(calibration: Calibration, positions: Floats) -> list[Floats]:
    """Return parameter vectors in their units for rows of positions [n, free]."""
    return [values_at(calibration.free, row) for row in np.atleast_2d(positions)]


def fitted_moments(evaluator: Evaluator, positions: Floats, replicates: list[int]) -> Floats:
    """Return the moments of the fitted targets for rows of positions [n, fitted target], by real runs."""
    found = evaluator.many(vectors(evaluator.calibration, positions), replicates)
    return np.array([one.moments for one in found])[:, list(evaluator.calibration.fitted)]


def neighborhood(evaluator: Evaluator, theta: Floats, replicates: int) -> Neighborhood:
    """Run the neighborhood of a vector, every point with the same luck. Raises ValueError for a dead parameter."""
    calibration = evaluator.calibration
    point = positions_of(calibration.free, theta)
    steps = STEP * ranges(calibration)
    rows = [point]
    for k, step in zip(calibration.estimated, steps, strict=True):
        for side in (-1.0, 1.0):
            moved = point.copy()
            moved[k] += side * step
            rows.append(moved)
    many = np.repeat(np.array(rows), replicates, axis=0)
    luck = list(range(replicates)) * len(rows)
    shape = (len(rows), replicates, -1)
    moments = fitted_moments(evaluator, many, luck).reshape(shape)
    slopes = (moments[2::2] - moments[1::2]) / (2 * steps[:, None, None]) / Errors.of(calibration).sigmas
    mean: Floats = slopes.mean(axis=1).T
    dead = [calibration.free[k].name for j, k in enumerate(calibration.estimated) if not mean[:, j].any()]
    if dead:
        raise ValueError(
            f"{calibration.name}: {', '.join(dead)} moves no fitted target at all; fix it, or add a target"
        )
    spread = slopes.std(axis=1, ddof=1).T / np.sqrt(replicates) if replicates > 1 else np.full_like(mean, np.nan)
    return Neighborhood(point, moments[0].mean(axis=0), moments[0] - moments[0].mean(axis=0), mean, spread)


def covariance(slopes: Floats, weights: Floats | None = None) -> Floats:
    """Return the posterior covariance of the estimated parameters [prior variances]; the prior counts as given."""
    weighted = slopes.T @ (slopes if weights is None else weights @ slopes)
    return np.asarray(np.linalg.inv(weighted + np.eye(slopes.shape[1])), np.float64)


def step_to(slopes: Floats, misses: Floats, position: Floats, weights: Floats | None = None) -> Floats:
    """Return the Gauss–Newton step of the estimated positions from `position`, the prior pulling to 0."""
    right = slopes.T @ (misses if weights is None else weights @ misses) + position
    return np.asarray(-covariance(slopes, weights) @ right, np.float64)


def inside(calibration: Calibration, positions: Floats) -> Floats:
    """Return positions of all free parameters, pushed back into what the prior covers."""
    low, high = np.array([one.reach for one in calibration.free]).T
    return np.asarray(np.clip(positions, low, high), np.float64)
