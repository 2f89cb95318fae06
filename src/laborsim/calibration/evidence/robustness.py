"""How much an estimate hangs on single targets and on the weighting, and whether the targets agree with each other."""

import numpy as np
from scipy.stats import chi2

from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.evidence.neighborhood import (
    Errors,
    Floats,
    Neighborhood,
    covariance,
    fitted_moments,
    inside,
    ranges,
    step_to,
)
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.experiment.store.keyed_log import Plain

MOVES = 2.0  # standard errors: what moves more is named
PROFILE = (0.1, 0.3, 0.5, 0.7, 0.9)  # shares of the prior's range at which a profile is looked at


def misses(calibration: Calibration, moments: Floats) -> Floats:
    """Return the misses of the fitted targets in standard errors; none inside an interval."""
    chosen = [calibration.steered_targets[k] for k in calibration.fitted]
    return np.array([one.distance(float(value)) for one, value in zip(chosen, moments, strict=True)]) / (
        Errors.of(calibration).sigmas
    )


def robustness(calibration: Calibration, near: Neighborhood) -> Plain:
    """Return the J test, the estimate by optimal weights, and without each target, one step from the estimate."""
    chosen = list(calibration.estimated)
    own = misses(calibration, near.moments)
    errors = np.sqrt(np.diag(covariance(near.slopes)))
    here = near.point[chosen]
    usual = step_to(near.slopes, own, here)
    optimal = step_to(near.slopes, own, here, best_weights(calibration, near)) - usual
    without = [(step_to(*_dropped(near, own, k), here) - usual) / errors for k in range(len(own))]
    degrees = len(own) - len(chosen)
    return {
        "j_statistic": float(own @ own),
        "degrees_of_freedom": degrees,
        "p_value": float(chi2.sf(own @ own, degrees)),
        "optimal_weights": _named(calibration, optimal / errors),
        "without": {
            calibration.steered_targets[target].id: _named(calibration, moved)
            for target, moved in zip(calibration.fitted, without, strict=True)
        },
    }


def best_weights(calibration: Calibration, near: Neighborhood) -> Floats:
    """Return the inverse covariance of the misses, the luck of the runs included [target, target]."""
    noise = near.noise / Errors.of(calibration).sigmas
    replicates = len(noise)
    luck = noise.T @ noise / max(1, replicates - 1) / replicates
    return np.asarray(np.linalg.inv(np.eye(noise.shape[1]) + luck), np.float64)


def _dropped(near: Neighborhood, own: Floats, target: int) -> tuple[Floats, Floats]:
    kept = np.arange(len(own)) != target
    return near.slopes[kept], own[kept]


def _named(calibration: Calibration, moved: Floats) -> dict[str, float]:
    names = [calibration.free[k].name for k in calibration.estimated]
    return {name: float(value) for name, value in zip(names, moved, strict=True)}


def profiles(evaluator: Evaluator, near: Neighborhood) -> Plain:
    """Return each parameter's profile: it is held, the others make one step, and a real run says how well it fits.

    Sum of squared misses, the prior of the others not counted, at shares of the prior's range.
    """
    calibration = evaluator.calibration
    chosen = list(calibration.estimated)
    own = misses(calibration, near.moments)
    rows, values = [], []
    for j, k in enumerate(chosen):
        low = calibration.free[k].reach[0]
        for share in PROFILE:
            held = low + share * ranges(calibration)[j]
            rows.append(_held(calibration, near, own, j, held))
            values.append(calibration.free[k].value(held))
    moments = fitted_moments(evaluator, np.array(rows), [0] * len(rows))
    fits = [float(np.sum(misses(calibration, one) ** 2)) for one in moments]
    n = len(PROFILE)
    return {
        calibration.free[k].name: [[values[j * n + m], fits[j * n + m]] for m in range(n)] for j, k in enumerate(chosen)
    }


def _held(calibration: Calibration, near: Neighborhood, own: Floats, j: int, held: float) -> Floats:
    """Return positions of all free parameters with the estimated one number `j` held and the others adapted."""
    chosen = list(calibration.estimated)
    others = [m for m in range(len(chosen)) if m != j]
    moved = near.point.copy()
    change = held - near.point[chosen[j]]
    moved[chosen[j]] = held
    miss = own + near.slopes[:, j] * change
    adapted = step_to(near.slopes[:, others], miss, near.point[[chosen[m] for m in others]])
    for m, step in zip(others, adapted, strict=True):
        moved[chosen[m]] += step
    return inside(calibration, moved)
