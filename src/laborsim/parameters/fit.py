"""A fit: the constants that were solved for, and the state that a steered run left behind, for one base year."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from laborsim.parameters.parameters import Parameters
from laborsim.scenario.horizons import fit_path

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


QUANTILES = tuple(k / 10 for k in range(11))
"""Levels at which spells, experience and savings are tabulated."""

Vector = tuple[float, ...]
Reading = Literal["cumulative", "stock"]


class InitialState(BaseModel):
    """What a steered run says about one status and age band."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    types: Vector = Field(description="Shares of the latent types of attachment.")
    spell_months: Vector = Field(description="Quantiles of the months in the present spell.")
    experience_months: Vector = Field(description="Quantiles of outbound experience before the present spell.")
    savings_grid: Vector = Field(description="Quantiles of savings on the grid of kernels.money.savings.")
    debt_grid: Vector = Field(description="Quantiles of debt on the grid.")


class Fit(BaseModel):
    """Constants solved so that the baseline keeps the published stocks; unit: utility unless said."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    base_year: int
    reading: Reading
    founders_inside_total: bool
    region_codes: tuple[str, ...]
    local: Vector = Field(description="Local work, by origin.")
    inside: Vector = Field(description="Outbound work inside the province, by origin.")
    outside: Vector = Field(description="Outbound work outside the province, by origin.")
    amenity: Vector = Field(description="Amenity of a destination outside the province.")
    out: Vector = Field(description="Being at home without a job, by origin.")
    founding: float = Field(description="Taste for founding a business.")
    matching_county: float = Field(description="Matching efficiency of county markets [1/month].")
    matching_urban: float = Field(description="Matching efficiency of urban markets [1/month].")
    unemployment_county: Vector = Field(description="Seeking ÷ (jobs + seeking) at rest, by region.")
    unemployment_urban: Vector = Field(description="The same at the destination.")
    finding_county: Vector = Field(description="Hires ÷ applications at rest, by region.")
    finding_urban: Vector = Field(description="The same at the destination.")
    park_chance: Vector = Field(description="Share of park applicants admitted in a month at rest, by region.")
    founder_jobs: Vector = Field(description="Jobs that founders offer, year by year ÷ the base date's.")
    initial: dict[str, tuple[InitialState, ...]] = Field(description="By status name, then age band.")
    made_by: dict[str, Any] = Field(description="Command, seed, scale, months; parameters that are not the defaults.")

    def founder_jobs_after(self, years: float) -> float:
        """Return founders' jobs ÷ the base date's on the trend of the baseline; beyond it, the last change goes on."""
        last = len(self.founder_jobs) - 1
        if years >= last:
            change = self.founder_jobs[last] - self.founder_jobs[last - 1]
            return max(0.0, self.founder_jobs[last] + change * (years - last))
        year = int(years)
        return self.founder_jobs[year] + (self.founder_jobs[year + 1] - self.founder_jobs[year]) * (years - year)

    def vector(self, name: str) -> Floats:
        """Return one of the constants as an array [region]."""
        return np.array(getattr(self, name), np.float64)


def load_fit(base_year: int, reading: Reading, inside_total: bool) -> Fit:
    """Return a shipped fit. Raises LookupError naming those there are."""
    path = fit_path(base_year, reading, inside_total)
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.json"))) or "none"
        raise LookupError(
            f"no fit {path.stem!r}; shipped: {known}. Choose a base year with a fit, or make one: "
            f"laborsim fit {base_year} --founders {reading}"
        )
    return Fit.model_validate_json(path.read_text(encoding="utf-8"))


@cache
def response_of(base_year: int, reading: Reading, inside_total: bool) -> Response | None:
    """Return how the constants of a shipped fit answer to the parameters, or None where nobody has measured it."""
    path = fit_path(base_year, reading, inside_total).with_suffix(".response.npz")
    return load_response(path) if path.exists() else None


def parameters_of_fit(fit: Fit) -> Parameters:
    """Return the parameters at which the constants of a fit were solved."""
    return Parameters().model_copy(update=fit.made_by.get("parameters", {}))


def fitted_for(fit: Fit, parameters: Parameters) -> Fit:
    """Return the fit with the constants that belong to other parameters, by the response beside the shipped fit.

    Parameters that the response does not know leave the constants alone; so does a fit without a response.
    """
    response = response_of(fit.base_year, fit.reading, fit.founders_inside_total)
    return fit if response is None else respond(fit, response, parameters)


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


SOLVED = ("local", "inside", "outside", "amenity", "out")
RATES = ("unemployment_county", "unemployment_urban", "finding_county", "finding_urban")
SCALARS = ("founding", "matching_county", "matching_urban")
STATE = tuple(InitialState.model_fields)
LEAST_RATE = 1e-4  # a rate is moved by its logarithm


def constants_of(fit: Fit) -> Floats:
    """Return every constant of a fit in one row: utilities, rates as logarithms, founders' jobs, the people's past."""
    parts = [fit.vector(name) for name in SOLVED]
    parts += [np.log(np.maximum(fit.vector(name), LEAST_RATE)) for name in RATES]
    parts += [np.array([getattr(fit, name) for name in SCALARS]), np.array(fit.founder_jobs)]
    parts += [
        np.concatenate([getattr(state, name) for name in STATE]) for bands in fit.initial.values() for state in bands
    ]
    return np.concatenate(parts)


def with_constants(fit: Fit, constants: Floats) -> Fit:
    """Return the fit with other constants, in the order of `constants_of`; shares and quantiles are kept in order."""
    left = constants

    def take(count: int) -> Floats:
        nonlocal left
        first, left = left[:count], left[count:]
        return first

    update: dict[str, Any] = {name: _tuple(take(len(fit.region_codes))) for name in SOLVED}
    update |= {name: _tuple(np.exp(take(len(fit.region_codes))).clip(LEAST_RATE, 1.0)) for name in RATES}
    update |= dict(zip(SCALARS, take(len(SCALARS)).tolist(), strict=True))
    update["founder_jobs"] = _tuple(take(len(fit.founder_jobs)).clip(0.0))
    update["initial"] = {
        name: tuple(_state({part: take(len(getattr(state, part))) for part in STATE}) for state in bands)
        for name, bands in fit.initial.items()
    }
    return fit.model_copy(update=update)


def _state(values: dict[str, Floats]) -> InitialState:
    types = values["types"].clip(0.0)
    quantiles = {part: _tuple(np.maximum.accumulate(values[part].clip(0.0))) for part in STATE if part != "types"}
    return InitialState(types=_tuple(types / types.sum()), **quantiles)


def _tuple(values: Floats) -> Vector:
    return tuple(values.tolist())


def save_fit(fit: Fit, path: Path) -> None:
    """Write a fit as JSON with six significant digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_rounded(fit.model_dump()), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
