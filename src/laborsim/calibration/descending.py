"""Least squares: the minimum of the emulator, and Gauss-Newton steps with real runs from several starts."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from laborsim.calibration.free import positions_of
from laborsim.calibration.objective import Ground
from laborsim.calibration.record import Evaluation
from laborsim.experiment.design.emulator import Emulator

Floats = NDArray[np.float64]

STARTS, ROUNDS = 3, 3
STEP = 0.25  # prior standard deviations: 5 % of a prior that reaches free.COVERED to both sides
FARTHEST = 1.0  # prior standard deviations that the linear model of a round is trusted
APART = 1.0  # prior standard deviations between two starts
OPEN = 1e-9  # least_squares wants its start strictly inside the bounds

Run = Callable[[Floats], list[Evaluation]]
"""Evaluates positions [run, parameter] with the common luck; fewer come back where the budget ends."""


def emulator_minimum(ground: Ground, emulator: Emulator) -> Floats:
    """Return the position at which the emulator misses least."""
    kept = list(ground.kept)
    low, high = ground.bounds

    def missed(x: Floats) -> Floats:
        position = np.zeros(len(ground.calibration.free))
        position[kept] = x
        return ground.missed(position, emulator.at(position))

    best = np.zeros(len(ground.calibration.free))
    best[kept] = np.clip(least_squares(missed, np.zeros(len(kept)), bounds=(low - OPEN, high + OPEN)).x, low, high)
    return best


def starting_points(ground: Ground, emulator: Emulator, evaluations: Sequence[Evaluation]) -> list[Floats]:
    """Return the emulator's minimum, and the best runs that are well apart from it and each other."""
    places = np.array([positions_of(ground.calibration.free, one.theta) for one in evaluations])
    places[:, [k for k in range(places.shape[1]) if k not in ground.kept]] = 0.0
    heights = [ground.height(place, one.moments) for place, one in zip(places, evaluations, strict=True)]
    found = [emulator_minimum(ground, emulator)]
    for k in np.argsort(heights, kind="stable"):
        far = all(((places[k] - other) ** 2).sum() >= APART**2 for other in found)
        if far and len(found) < STARTS:
            found.append(places[k])
    return found


def descend(ground: Ground, run: Run, start: Floats) -> tuple[Floats, list[Evaluation]]:
    """Return where ROUNDS of Gauss-Newton end, and the runs they took."""
    position, taken = start.copy(), []
    for _ in range(ROUNDS):
        steps = _steps(ground, position)
        made = run(steps)
        if len(made) < len(steps):
            break
        taken += made
        position = _gauss_newton(ground, steps, made)
    return position, taken


def _steps(ground: Ground, position: Floats) -> Floats:
    """Return the position, and one step from it for each parameter, towards the inside of the bounds."""
    steps = np.repeat(position[None], 1 + len(ground.kept), axis=0)
    for row, (k, high) in enumerate(zip(ground.kept, ground.bounds[1], strict=True), 1):
        steps[row, k] += STEP if position[k] + STEP <= high else -STEP
    return steps


def _gauss_newton(ground: Ground, steps: Floats, made: list[Evaluation]) -> Floats:
    """Return where the linear model of the last runs misses least, at most FARTHEST away."""
    kept, position, middle = list(ground.kept), steps[0], made[0].moments
    moved = np.array([steps[row, k] - position[k] for row, k in enumerate(kept, 1)])
    slopes = np.array([(one.moments - middle) / by for one, by in zip(made[1:], moved, strict=True)]).T

    def missed(by: Floats) -> Floats:
        there = position.copy()
        there[kept] += by
        return ground.missed(there, middle + slopes @ by)

    low = np.maximum(ground.bounds[0] - position[kept], -FARTHEST)
    high = np.minimum(ground.bounds[1] - position[kept], FARTHEST)
    by = least_squares(missed, np.zeros(len(kept)), bounds=(low - OPEN, high + OPEN)).x
    there: Floats = position.copy()
    there[kept] = np.clip(position[kept] + by, *ground.bounds)
    return there
