"""Simulate and recover: data made by known parameters go through the estimation again, and the parameters come back."""

import numpy as np

from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.evidence.neighborhood import (
    Errors,
    Floats,
    Neighborhood,
    covariance,
    fitted_moments,
    inside,
    step_to,
)
from laborsim.experiment.store.keyed_log import Plain

STEPS = 2  # real Gauss–Newton steps of a trial, the slopes brought up to date after each (Broyden)
SEED = 31  # of the truths and of the errors of their data; any number
TRIAL_LUCK = 100  # data come from replicates that no estimate uses
WITHIN = 2.0  # standard errors


def recover(evaluator: Evaluator, near: Neighborhood, trials: int) -> Plain:
    """Return how far estimates from made-up data lie from the truth, trial by trial.

    A truth is drawn from the prior around the point estimate's other parameters; its data are moments of a run with
    other luck, plus an error of the target's own size. The estimate starts from the prior's center.
    """
    calibration = evaluator.calibration
    generator = np.random.default_rng(SEED)
    chosen = list(calibration.estimated)
    errors = Errors.of(calibration)
    truths = np.repeat(near.point[None], trials, axis=0)
    truths[:, chosen] = generator.normal(size=(trials, len(chosen)))
    truths = np.array([inside(calibration, row) for row in truths])
    data = fitted_moments(evaluator, truths, [TRIAL_LUCK + k for k in range(trials)])
    data = data + generator.normal(size=data.shape) * errors.sigmas
    found, left = _estimates(evaluator, near, data, errors)
    misses = (found[:, chosen] - truths[:, chosen]) / left
    return _summary(evaluator, misses)


def _estimates(evaluator: Evaluator, near: Neighborhood, data: Floats, errors: Errors) -> tuple[Floats, Floats]:
    """Return positions found for rows of data, and their standard errors [trial, estimated parameter]."""
    calibration = evaluator.calibration
    chosen = list(calibration.estimated)
    trials = len(data)
    here = np.repeat(near.point[None], trials, axis=0)
    here[:, chosen] = 0.0
    slopes = np.repeat(near.slopes[None], trials, axis=0)
    moments = fitted_moments(evaluator, here, [0] * trials)
    for _ in range(STEPS):
        there = here.copy()
        for k in range(trials):
            miss = (moments[k] - data[k]) / errors.sigmas
            there[k, chosen] += step_to(slopes[k], miss, here[k, chosen])
            there[k] = inside(calibration, there[k])
        seen = fitted_moments(evaluator, there, [0] * trials)
        for k in range(trials):
            slopes[k] = broyden(slopes[k], there[k, chosen] - here[k, chosen], (seen[k] - moments[k]) / errors.sigmas)
        here, moments = there, seen
    left = np.array([np.sqrt(np.diag(covariance(one))) for one in slopes])
    return here, left


def broyden(slopes: Floats, moved: Floats, change: Floats) -> Floats:
    """Return slopes that explain what the last step changed (Broyden 1965)."""
    length = float(moved @ moved)
    if length == 0.0:
        return slopes
    return np.asarray(slopes + np.outer(change - slopes @ moved, moved) / length, np.float64)


def _summary(evaluator: Evaluator, misses: Floats) -> Plain:
    """Return the shares by parameter. Which parameters count as identified, the page reads off the posterior."""
    calibration = evaluator.calibration
    names = [calibration.free[k].name for k in calibration.estimated]
    hit = np.abs(misses) <= WITHIN
    return {
        "trials": len(misses),
        "parameters": [
            {"name": name, "within": float(share), "mean_miss": float(bias)}
            for name, share, bias in zip(names, hit.mean(axis=0), misses.mean(axis=0), strict=True)
        ],
    }
