"""Identification: what the targets say about each parameter, and in which directions they say nothing."""

import numpy as np

from laborsim.calibration.evidence.neighborhood import Floats, Neighborhood, covariance, ranges
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.experiment.store.keyed_log import Plain

PINNED = 25.0
"""Largest standard error, in percent of the prior's range, at which targets pin a parameter without any prior.

Design: calibration, protocol 5. What a parameter is called rests on the posterior instead: `outcome.verdict`.
"""

LOUD = 0.3  # parts of a direction smaller than this are left out of its words
MOST_MOVERS = 3  # targets named for each parameter


def identification(calibration: Calibration, near: Neighborhood) -> Plain:
    """Return singular values, directions, standard errors, shrinkage and sensitivity as plain data."""
    scaled = near.slopes * ranges(calibration)  # standard errors of the target per range of the prior
    _, singular, directions = np.linalg.svd(scaled, full_matrices=False)
    return {
        "targets": [calibration.steered_targets[k].id for k in calibration.fitted],
        "parameters": _parameters(calibration, near, scaled),
        "slopes": near.slopes.tolist(),
        "slope_errors": near.slope_errors.tolist(),
        "singular_values": singular.tolist(),
        "condition_number": float(singular[0] / singular[-1]),
        "directions": [_words(calibration, row) for row in directions[::-1][:2]],
    }


def data_errors(scaled: Floats) -> Floats:
    """Return standard errors from the targets alone [share of the prior's range]; inf where they say nothing."""
    information = scaled.T @ scaled
    if np.linalg.matrix_rank(information) < len(information):
        return np.full(len(information), np.inf)
    return np.asarray(np.sqrt(np.diag(np.linalg.inv(information))), np.float64)


def sensitivity(near: Neighborhood) -> Floats:
    """Return how far an estimate moves if a target moves by its standard error [parameter, target], in prior s.d.

    Andrews, Gentzkow & Shapiro (2017), with the prior in the weighting.
    """
    return np.asarray(covariance(near.slopes) @ near.slopes.T, np.float64)


def _parameters(calibration: Calibration, near: Neighborhood, scaled: Floats) -> list[Plain]:
    errors = 100 * data_errors(scaled)
    left = np.sqrt(np.diag(covariance(near.slopes)))
    moves = sensitivity(near)
    names = [calibration.steered_targets[k].id for k in calibration.fitted]
    found = []
    for j, k in enumerate(calibration.estimated):
        movers = np.argsort(-np.abs(moves[j]))[:MOST_MOVERS]
        found.append(
            {
                "name": calibration.free[k].name,
                "percent_of_range": float(min(errors[j], 999.0)),
                "shrinkage": float(1 - left[j]),
                "movers": [[names[m], float(moves[j, m])] for m in movers],
            }
        )
    return found


def _words(calibration: Calibration, direction: Floats) -> str:
    names = [calibration.free[k].name for k in calibration.estimated]
    direction = direction * np.sign(direction[np.argmax(np.abs(direction))])
    order = np.argsort(-np.abs(direction))
    parts = [f"{names[k]} {'up' if direction[k] > 0 else 'down'}" for k in order if abs(direction[k]) >= LOUD]
    return " with ".join(parts)
