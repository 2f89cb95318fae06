"""The response: how every constant answers to the free parameters, by regression over the runs of a design."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.estimation.evaluation_log import Evaluation
from laborsim.calibration.targets.free_parameters import Free
from laborsim.parameters.response import Response, inner

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solved:
    """Runs whose own constants are kept: where parameters are drawn, nothing is left to a regression."""

    evaluations: Sequence[Evaluation]
    of_fit: Floats  # constants of the shipped fit, from which theirs are counted


RIDGE = 0.1  # in squared steps: a curvature that the runs do not show is nought
CURVE_RIDGE = 3.0  # curvatures are learnt from less
BEYOND = 0.25  # of the span of a constant over the runs: ASSUMPTION; what is farther from all of them is not believed


def regress(
    every: Sequence[Free], evaluations: Sequence[Evaluation], answered: Sequence[int], solved: Solved | None = None
) -> Response:
    """Return slopes and curvatures of the constants [parameter, constant] over some runs.

    `answered`: places of the parameters to which constants answer at all; the others are left out.
    """
    free = [every[k] for k in answered]
    transforms = tuple(one.transform for one in free)
    center = np.array([one.center for one in free])
    scale = np.array([one.spread for one in free])
    middle = inner(transforms, center)
    x = np.array([(inner(transforms, one.theta[list(answered)]) - middle) / scale for one in evaluations])
    features = np.column_stack([np.ones(len(x)), x, x**2])
    constants = np.array([one.constants for one in evaluations])
    n = len(free)
    penalty = np.diag([0.0, *np.full(n, RIDGE), *np.full(n, CURVE_RIDGE)])
    slopes = np.linalg.solve(features.T @ features + penalty, features.T @ constants)
    there = [] if solved is None else solved.evaluations
    points = np.array([(inner(transforms, one.theta[list(answered)]) - middle) / scale for one in there])
    least, most = constants.min(axis=0), constants.max(axis=0)
    margin = BEYOND * (most - least)
    offsets = np.array([one.constants - solved.of_fit for one in there]) if solved is not None else np.zeros(0)
    return Response(
        names=tuple(one.name for one in free),
        transforms=transforms,
        center=center,
        scale=scale,
        slope=slopes[1 : 1 + n],
        curve=slopes[1 + n :],
        points=points.reshape(len(there), n),
        offsets=offsets.reshape(len(there), constants.shape[1]),
        least=least - margin,
        most=most + margin,
    )
