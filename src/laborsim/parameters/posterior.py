"""A posterior: what a calibration left uncertain, as draws of the free parameters that runs use."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from laborsim.identity.canonical_json import parsed
from laborsim.identity.data import data_hash
from laborsim.kernels.codes import year_and_month
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.priors import drawn_ahead
from laborsim.parameters.response import AGAIN, GATE, response_of
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.horizons import NATIONAL, has_posterior, posterior_path
from laborsim.scenario.scenario import Scenario

__all__ = [
    "NATIONAL",
    "Posterior",
    "draw_fault",
    "draw_of",
    "load_posterior",
    "parameters_of",
    "posterior_of",
    "posterior_path",
    "read_posterior",
]


@dataclass(frozen=True)
class Posterior:
    """Draws of the free parameters, in random order, and the point estimate; each in its parameter's unit."""

    name: str
    names: tuple[str, ...]  # [P] fields of Parameters
    draws: NDArray[np.float64]  # [draws, P]
    point: NDArray[np.float64]  # [P]
    identity: str = ""  # hash of the draws

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.draws)

    def parameters(self, draw: int) -> Parameters:
        """Return all parameters at one draw. Raises IndexError where there is no such draw."""
        return self._at(self.draws[draw])

    @property
    def estimate(self) -> Parameters:
        """All parameters at the point estimate."""
        return self._at(self.point)

    def spread_out(self, draw: int, factor: float) -> Parameters:
        """Return all parameters at a draw that lies `factor` times as far from the estimate, inside their bounds."""
        bounds = np.array([Parameters.model_fields[name].json_schema_extra["prior"] for name in self.names])  # type: ignore[index]  # pydantic allows a function
        return self._at((self.point + factor * (self.draws[draw] - self.point)).clip(bounds[:, 0], bounds[:, 1]))

    def _at(self, values: NDArray[np.float64]) -> Parameters:
        return Parameters(**dict(zip(self.names, values.tolist(), strict=True)))


def load_posterior(name: str = NATIONAL) -> Posterior:
    """Return a shipped posterior. Raises LookupError naming those there are, ValueError for a damaged one."""
    path = posterior_path(name)
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.csv"))) or "none"
        raise LookupError(f"no posterior {name!r}; shipped: {known}")
    return read_posterior(path)


def read_posterior(path: Path) -> Posterior:
    """Read draws from a CSV whose columns are named as parameters, and the point `estimate` from the JSON beside it.

    Raises ValueError saying what is wrong with the file.
    """
    stamps = tuple(file.stat().st_mtime_ns for file in (path, path.with_suffix(".json")))
    return _read(path, stamps)


@lru_cache(maxsize=4)
def _read(path: Path, _: tuple[int, ...]) -> Posterior:
    with path.open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    unknown = [name for name in names if name not in Parameters.model_fields]
    if unknown:
        raise ValueError(f"{path}: no parameters of these names: {', '.join(unknown)}")
    try:
        estimate = parsed(path.with_suffix(".json").read_bytes())["estimate"]
        draws = np.array(rows, np.float64).reshape(-1, len(names))
        point = np.array([estimate[name] for name in names], np.float64)
        posterior = Posterior(path.stem, tuple(names), draws, point, data_hash(path))
        known = [posterior.estimate, *map(posterior.parameters, range(len(draws)))]
    except (ValueError, ValidationError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: not draws of parameters inside their bounds: {error}") from error
    if len(known) == 1:
        raise ValueError(f"{path}: no draws")
    return posterior


def posterior_of(scenario: Scenario) -> Posterior | None:
    """Return the posterior that a scenario's runs draw from; None where there is none for its base date and reading."""
    return load_posterior() if has_posterior(scenario) else None


def draw_of(scenario: Scenario, replicate: int) -> int | None:
    """Return the draw that both worlds of a pair of runs have; None where it is the point estimate.

    Every pair of a run has a draw of its own, pair k draw k: a run of more pairs than draws is refused
    (`draw_faults`). Somebody who looks at a single pair beyond them sees the draws from the first one on again.
    """
    posterior = posterior_of(scenario)
    if posterior is None or scenario.run.draws == 0:
        return None
    return replicate % len(posterior)


def draw_fault(scenario: Scenario) -> Words:
    """Return why a scenario's runs cannot draw from the shipped posterior: constants of other draws; UNSAID = they can.

    The constants of every draw were solved, and its baseline was looked at, before it was shipped.
    """
    year, _ = year_and_month(scenario.horizon.start)
    try:
        response = response_of(year, scenario.founders_observed_as, scenario.founders_inside_total)
        posterior = posterior_of(scenario)
    except ValueError as other:
        return Words(str(other))
    if response is None or posterior is None or scenario.run.draws == 0:
        return UNSAID
    if response.posterior != posterior.identity:
        return Words(
            f"the constants of base year {year} belong to other draws than those of {posterior.name}; {AGAIN.en}",
            f"基期{year}年的常数不属于 {posterior.name} 的参数抽取值；{AGAIN.zh}",
        )
    failed = np.flatnonzero(response.gate[:, GATE.index("passed")] != 1).tolist()
    if failed or len(response.gate) != len(posterior):
        named = ", ".join(map(str, failed))
        beyond = len(response.gate)
        return Words(
            f"draws of {posterior.name} whose baseline of {year} did not pass the gate: "
            f"{named or f'from {beyond} on'}; {AGAIN.en}",
            f"{posterior.name} 的参数抽取值中，{year}年基准情景未通过检验的有："
            f"{named or f'第{beyond}组起'}；{AGAIN.zh}",
        )
    return UNSAID


def parameters_of(scenario: Scenario, replicate: int) -> Parameters:
    """Return the parameters of both worlds of a pair of runs: its draw's, else the point estimate.

    A draw also has what no calibration draws (`priors.drawn_ahead`). Raises ValueError where the draws do not belong to
    the constants of the base year.
    """
    posterior, draw = posterior_of(scenario), draw_of(scenario, replicate)
    if posterior is None:
        return Parameters()
    if draw is None:
        return posterior.estimate
    if fault := draw_fault(scenario):
        raise ValueError(fault.en)
    if scenario.province is not None:  # what is borrowed from the nation is less sure of a province
        found = posterior.spread_out(draw, scenario.province.spread)
    else:
        found = posterior.parameters(draw)
    return drawn_ahead(found, posterior.names, draw)
