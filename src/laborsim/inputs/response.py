"""How the constants of a fit answer to the parameters: solved anew at the draws of a posterior, by slopes elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FARTHEST = 3.0  # steps from the center: beyond what the regression saw, a constant stays where it is
NEAR = 0.5  # steps: parameters this near to a solved point begin from its constants


class Response(NamedTuple):
    """Constants solved at some points, and slopes of all; a step is one standard deviation of a parameter's prior."""

    names: tuple[str, ...]  # parameters
    transforms: tuple[str, ...]  # none, log or logit
    center: Floats  # [parameter] in its own unit
    scale: Floats  # [parameter] a step, after the transformation
    slope: Floats  # [parameter, constant] constant per step
    curve: Floats  # [parameter, constant] constant per step squared
    points: Floats  # [point, parameter] where the constants were solved, in steps from the center
    offsets: Floats  # [point, constant] constants there less those of the fit


def inner(transforms: Sequence[str], values: Floats) -> Floats:
    """Return parameter values after their transformations."""
    with np.errstate(divide="ignore", invalid="ignore"):
        forms = {"none": values, "log": np.log(np.abs(values)), "logit": np.log(np.abs(values / (1 - values)))}
    return np.array([forms[name][k] for k, name in enumerate(transforms)])


def steps_of(response: Response, values: Floats) -> Floats:
    """Return where parameter values lie, in steps from the center."""
    steps: Floats = (inner(response.transforms, values) - inner(response.transforms, response.center)) / response.scale
    return steps


def moved(response: Response, constants: Floats, before: Floats, now: Floats) -> Floats:
    """Return the constants of a fit after the parameters have moved from `before`, where it was solved, to `now`."""
    first, then = steps_of(response, before), steps_of(response, now)
    if len(response.points):
        away = np.sqrt(((response.points - then) ** 2).sum(axis=1))
        nearest = int(np.argmin(away))
        if away[nearest] <= NEAR:
            first, constants = response.points[nearest], constants + response.offsets[nearest]
    first, then = first.clip(-FARTHEST, FARTHEST), then.clip(-FARTHEST, FARTHEST)
    there: Floats = constants + (then - first) @ response.slope + (then**2 - first**2) @ response.curve
    return there


def save_response(response: Response, path: Path) -> None:
    """Write a response as NPZ; the offsets in half precision: a steered run is no more exact."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            names=np.array(response.names),
            transforms=np.array(response.transforms),
            center=response.center,
            scale=response.scale,
            slope=response.slope.astype(np.float32),
            curve=response.curve.astype(np.float32),
            points=response.points,
            offsets=response.offsets.astype(np.float16),
        )


def load_response(path: Path) -> Response:
    """Read a response."""
    with np.load(path, allow_pickle=False) as archive:
        names, transforms = (tuple(str(text) for text in archive[key]) for key in ("names", "transforms"))
        numbers = (
            archive[key].astype(np.float64) for key in ("center", "scale", "slope", "curve", "points", "offsets")
        )
        return Response(names, transforms, *numbers)
