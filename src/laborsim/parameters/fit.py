"""A fit: the constants that were solved for, and the state that a steered run left behind, for one base year."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from laborsim.identity.canonical_json import result_bytes
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.horizons import fit_path

Floats = NDArray[np.float64]

QUANTILES = tuple(k / 10 for k in range(11))
"""Levels at which spells, experience and savings are tabulated."""

Vector = tuple[float, ...]
Rate = Annotated[float, Field(gt=0, le=1)]
Rates = tuple[Rate, ...]
Reading = Literal["cumulative", "stock"]


@dataclass(frozen=True)
class SteeredRun:
    """How a steered run is made: its scale, length, first month that counts, luck, and the last month that counts."""

    persons_per_worker: int
    months: int
    settled_from: int
    seed: int
    settled_to: int = 1_200  # the longest horizon: every month to the end


class InitialState(BaseModel):
    """What a steered run says about one status and age band."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    types: Vector = Field(description="Shares of the latent types of attachment.")
    spell_months: Vector = Field(description="Quantiles of the months in the present spell.")
    experience_months: Vector = Field(description="Quantiles of outbound experience before the present spell.")
    savings_grid: Vector = Field(description="Quantiles of savings on the grid of kernels.money.savings.")
    debt_grid: Vector = Field(description="Quantiles of debt on the grid.")


class Years(BaseModel):
    """The last twelve months of people of one official status, at the end of a year."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    changed: float = Field(ge=0, le=1, description="Share of people whose months were not all alike.")
    histories: tuple[int, ...] = Field(
        description="Months of an even sample of them, see kernels.life.official_status."
    )


class Searches(BaseModel):
    """Who seeks in one status, by how fast he finds."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    slow_odds: float = Field(gt=0, description="Odds of finding slowly ÷ the odds of everybody.")
    by_age: Vector = Field(description="Share of those in this market who seek, by age band ÷ that of everybody.")
    quick_ranks: Vector = Field(description="Quantiles of the rank of a quick finder's spell among all [0 … 1].")
    slow_ranks: Vector = Field(description="The same of a slow finder's.")


class PastYear(BaseModel):
    """What the model itself did in the year before a base date."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    years: tuple[Years, ...] = Field(description="By official status.")
    searches: dict[str, Searches] = Field(description="By status of people who seek.")


class Fit(BaseModel):
    """Constants solved so that the baseline keeps the published stocks; unit: utility unless said."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

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
    matching_county: float = Field(gt=0, description="Matching efficiency of county markets [1/month].")
    matching_urban: float = Field(gt=0, description="Matching efficiency of urban markets [1/month].")
    unemployment_county: Rates = Field(description="Seeking ÷ (jobs + seeking) at rest, by region.")
    unemployment_urban: Rates = Field(description="The same at the destination.")
    finding_county: Rates = Field(description="Hires ÷ applications at rest, by region.")
    finding_urban: Rates = Field(description="The same at the destination.")
    park_chance: Vector = Field(description="Share of park applicants admitted in a month at rest, by region.")
    founder_jobs: Vector = Field(description="Jobs that founders offer, year by year ÷ the base date's.")
    initial: dict[str, tuple[InitialState, ...]] = Field(description="By status name, then age band.")
    past_year: PastYear = Field(description="The months before the base date, and who finds slowly.")
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
    """Return a shipped fit. Raises LookupError naming those there are, or what one lacks."""
    path = fit_path(base_year, reading, inside_total)
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.json"))) or "none"
        raise LookupError(
            f"no fit {path.stem!r}; shipped: {known}. Choose a base year with a fit, or make one: "
            f"laborsim fit {base_year} --founders {reading}"
        )
    try:
        return Fit.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        apart = "" if inside_total else " --founders-apart"
        raise LookupError(
            f"the fit {path.stem!r} was made by another laborsim ({error.errors()[0]['loc'][0]}: "
            f"{error.errors()[0]['msg']}); make it again: laborsim fit {base_year} --founders {reading}{apart}"
        ) from error


def parameters_of_fit(fit: Fit) -> Parameters:
    """Return the parameters at which the constants of a fit were solved."""
    return Parameters().model_copy(update=fit.made_by.get("parameters", {}))


def fit_bytes(fit: Fit) -> bytes:
    """Return a fit as JSON with six significant digits."""
    return result_bytes(fit.model_dump())
