"""Exploring the priors: one parameter at a time, an even design, and waves into what is not implausible."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.objective import Ground, residuals
from laborsim.calibration.question import Calibration
from laborsim.calibration.record import Evaluation
from laborsim.experiment.design.emulator import Emulator
from laborsim.experiment.design.sobol import sobol_points

Floats = NDArray[np.float64]

SCREEN_STEP = 1.0  # prior standard deviations
MOVES_NOTHING = 0.1  # standard errors of every fitted target, for SCREEN_STEP: below it the data cannot say anything
IMPLAUSIBLE = 3.0  # standard errors, the emulator's own included
CANDIDATES = 2**12  # a power of two, as Sobol sequences want


@dataclass(frozen=True)
class Screened:
    """What one step of each parameter moves, in standard errors of the fitted targets [parameter, target]."""

    effects: Floats
    strong: tuple[int, ...]  # parameters that move a fitted target
    kept: tuple[int, ...]  # those of them that are estimated
    answered: tuple[int, ...]  # parameters to which the constants answer


def screening_steps(calibration: Calibration) -> Floats:
    """Return a step up, then a step down, for each parameter [2 × parameter, parameter]."""
    ups = np.array([min(SCREEN_STEP, free.reach[1]) for free in calibration.free])
    downs = np.array([max(-SCREEN_STEP, free.reach[0]) for free in calibration.free])
    steps: Floats = np.concatenate([np.diag(ups), np.diag(downs)])
    return steps


def screened(calibration: Calibration, error: Floats, middle: Evaluation, made: list[Evaluation]) -> Screened:
    """Return what the steps of `screening_steps` moved; who moves no fitted target is not estimated."""
    n = len(calibration.free)
    moments = np.array([one.moments for one in made])
    effects = (moments[:n] - moments[n:])[:, list(calibration.fitted)] / 2 / error[list(calibration.fitted)]
    strong = tuple(int(k) for k in np.flatnonzero(np.abs(effects).max(axis=1) >= MOVES_NOTHING))
    kept = tuple(k for k in strong if k in calibration.estimated)
    constants = np.array([one.constants for one in made])
    answered = tuple(k for k in range(n) if np.any(constants[[k, n + k]] != middle.constants))
    return Screened(effects, strong, kept, answered)


def design(calibration: Calibration, size: int, salt: int = 0) -> Floats:
    """Return positions that cover the priors evenly: scrambled Sobol points of their quantiles [run, parameter]."""
    points = sobol_points(len(calibration.free), size, calibration.run.seed + salt)
    quantiles = [[free.quantile(u) for free, u in zip(calibration.free, point, strict=True)] for point in points]
    return np.array(quantiles).reshape(size, len(calibration.free))


def next_wave(ground: Ground, emulator: Emulator, wave: int, size: int) -> tuple[Floats, float]:
    """Return runs spread over the plausible part of the priors, and how large a part that is."""
    candidates = design(ground.calibration, CANDIDATES, salt=wave)
    whole = np.hypot(ground.error, emulator.error)
    worst = np.abs(residuals(ground.calibration, emulator.at(candidates), whole)).max(axis=1)
    order = np.argsort(worst, kind="stable")
    plausible = int((worst < IMPLAUSIBLE).sum())
    pool = candidates[order[: max(plausible, 4 * size)]]
    chosen = [pool[0]]
    gaps = np.full(len(pool), np.inf)
    while len(chosen) < size:  # the candidate farthest from those chosen, in what is estimated
        gaps = np.minimum(gaps, ((pool - chosen[-1])[:, list(ground.kept)] ** 2).sum(axis=1))
        chosen.append(pool[int(np.argmax(gaps))])
    return np.array(chosen[:size]).reshape(size, len(ground.calibration.free)), plausible / CANDIDATES
