"""The response: how the constants of a fit answer to the parameters, and what was seen of every draw's baseline."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.identity.array_errors import UNREADABLE
from laborsim.parameters.constants import LAYOUT, constants_of, with_constants
from laborsim.parameters.fit import Fit, Reading, parameters_of_fit
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import Words
from laborsim.scenario.horizons import fit_path

Floats = NDArray[np.float64]

FARTHEST = 3.0  # steps from the center: beyond what the regression saw, a constant stays where it is
NEAR = 0.5  # steps: parameters this near to a solved point begin from its constants
FORMAT = 2  # of the file
GATE = ("passed", "matching", "hires", "unemployment", "home_seekers")
"""Columns of what was seen of a draw's baseline, see calibration.estimation.gate; `passed` is 1 or 0."""
AGAIN = Words(
    "make it again: laborsim response YEAR --parameters calibration/parameters.csv",
    "请重新生成：`laborsim response YEAR --parameters calibration/parameters.csv`",
)


class Response(NamedTuple):
    """Constants solved at some points, and slopes of all; a step is one standard deviation of a parameter's prior.

    Constants are in the row of `constants_of`, each in its form.
    """

    names: tuple[str, ...]  # parameters
    transforms: tuple[str, ...]  # none, log or logit
    center: Floats  # [parameter] in its own unit
    scale: Floats  # [parameter] a step, after the transformation
    slope: Floats  # [parameter, constant] constant per step
    curve: Floats  # [parameter, constant] constant per step squared
    points: Floats  # [point, parameter] where the constants were solved, in steps from the center
    offsets: Floats  # [point, constant] constants there less those of the fit
    least: Floats  # [constant] what is below is not believed: no run has shown it
    most: Floats  # [constant] what is above likewise
    posterior: str = ""  # hash of the draws whose constants were solved
    gate: Floats = np.zeros((0, len(GATE)))  # [draw, GATE]


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
    return there.clip(response.least, response.most)


def respond(fit: Fit, response: Response, parameters: Parameters) -> Fit:
    """Return the fit moved from the parameters at which it was solved to others."""
    reference = parameters_of_fit(fit)
    before = np.array([getattr(reference, name) for name in response.names])
    now = np.array([getattr(parameters, name) for name in response.names])
    if np.array_equal(before, now):
        return fit
    at = {**fit.made_by.get("parameters", {}), **dict(zip(response.names, now.tolist(), strict=True))}
    constants = moved(response, constants_of(fit), before, now)
    return with_constants(fit, constants).model_copy(update={"made_by": {**fit.made_by, "parameters": at}})


def as_stored(response: Response) -> Response:
    """Return a response as its file holds it: offsets in half precision, for a steered run is no more exact."""
    halved = {"offsets": np.float16, "slope": np.float32, "curve": np.float32}
    return response._replace(
        **{name: getattr(response, name).astype(kind).astype(np.float64) for name, kind in halved.items()}
    )


def response_bytes(response: Response) -> bytes:
    """Return a response as NPZ."""
    arrays: dict[str, Any] = {name: np.array(value) for name, value in response._asdict().items()}
    kinds = {"offsets": np.float16, "slope": np.float32, "curve": np.float32, "gate": np.float32}
    arrays |= {name: arrays[name].astype(kind) for name, kind in kinds.items()}
    content = BytesIO()
    np.savez_compressed(content, format=np.array(FORMAT), layout=np.array(LAYOUT), **arrays)
    return content.getvalue()


def load_response(path: Path) -> Response:
    """Read a response. Raises ValueError for one that is damaged, or whose constants stand in other forms."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            found = dict(archive)
    except UNREADABLE as error:
        raise ValueError(f"{path} is damaged ({error}); {AGAIN.en}") from error
    if "format" not in found or int(found["format"]) != FORMAT or str(found["layout"]) != LAYOUT:
        raise ValueError(f"{path} was made by another laborsim; {AGAIN.en}")
    names, transforms = (tuple(str(text) for text in found[key]) for key in ("names", "transforms"))
    numbers = {key: found[key].astype(np.float64) for key in Response._fields[2:] if key != "posterior"}
    return Response(names, transforms, posterior=str(found["posterior"]), **numbers)


@cache
def response_of(base_year: int, reading: Reading, inside_total: bool) -> Response | None:
    """Return how the constants of a shipped fit answer to the parameters, or None where nobody has measured it."""
    path = fit_path(base_year, reading, inside_total).with_suffix(".response.npz")
    return load_response(path) if path.exists() else None


def fitted_for(fit: Fit, parameters: Parameters) -> Fit:
    """Return the fit with the constants that belong to other parameters, by the response beside the shipped fit.

    Parameters that the response does not know leave the constants alone; so does a fit without a response.
    """
    response = response_of(fit.base_year, fit.reading, fit.founders_inside_total)
    return fit if response is None else respond(fit, response, parameters)
