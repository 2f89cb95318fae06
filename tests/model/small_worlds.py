"""Small worlds for tests: coarse scenarios, settings that are built once, and what a run leaves behind."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import month_number
from laborsim.kernels.counts import AT
from laborsim.levers import Lever, Schedule, catalogue
from laborsim.model.base_date import Setting, make_setting
from laborsim.model.labor_model import LaborModel, shipped_fit
from laborsim.model.market import LEVELS
from laborsim.parameters.parameters import Parameters
from laborsim.published.figures import province_table
from laborsim.scenario.horizons import fit_path
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

COARSE = 60_000  # persons per worker: about 5,500 workers
FINE = 6_000  # persons per worker where an effect has to be seen: about 54,000 workers
BASE = month_number(2023, 12)
CODES = tuple(region.code for region in province_table())
READINGS = (("cumulative", True), ("stock", True), ("cumulative", False))
"""How published founders are read, and whether they are among the official local workers."""

SHIPPED = tuple(reading for reading in READINGS if fit_path(2023, *reading).exists())


def scenario(months: int = 12, *, scale: int | Scale = COARSE, seed: int = 1, **changes: Any) -> Scenario:
    """Return a national scenario without levers, unless `changes` says otherwise."""
    asked = {
        "id": "test",
        "horizon": Horizon(start=BASE, end=BASE + months),
        "regions": CODES,
        "run": RunSettings(replicates=1, seed=seed, scale=scale if isinstance(scale, Scale) else Scale(default=scale)),
        **changes,
    }
    return Scenario.model_validate(asked)


def setting(scale: int = COARSE, reading: str = "cumulative", inside: bool = True) -> Setting:
    """Return the setting at end 2023, built once a process."""
    return _setting(scale, reading, inside)


@cache
def _setting(scale: int, reading: str, inside: bool) -> Setting:
    return new_setting(scenario(scale=scale, founders_observed_as=reading, founders_inside_total=inside))


def new_setting(asked: Scenario, **parameters: float) -> Setting:
    """Return the setting of a scenario with other parameters."""
    return make_setting(asked, Parameters(**parameters), shipped_fit(asked))


def with_parameters(base: Setting, **values: float) -> Setting:
    """Return a setting with other parameters and the same people, pay and places."""
    return replace(base, parameters=base.parameters.model_copy(update=values))


def world(asked: Scenario, *, replicate: int = 0, n_threads: int = 1, base: Setting | None = None) -> LaborModel:
    """Return a model at its base date, on a setting that is built only once."""
    known = base or setting(asked.run.scale.default, asked.founders_observed_as, asked.founders_inside_total)
    return LaborModel(asked, replicate=replicate, n_threads=n_threads, setting=known)


@dataclass(frozen=True)
class Run:
    """A finished model and its months, the base date first."""

    model: LaborModel
    series: NDArray[np.int64]  # [month, region, variable]
    levels: NDArray[np.float64]  # [month, region, level]
    services: NDArray[np.int64]  # [month, lever, region, stage]
    people: tuple[bytes, ...]  # the columns of every month

    def nation(self, name: str) -> NDArray[np.int64]:
        """Return one variable of the nation by month."""
        total: NDArray[np.int64] = self.series[:, :, AT[name]].sum(axis=1)
        return total

    def mean(self, name: str) -> float:
        """Return the mean of one variable of the nation over the simulated months."""
        return float(self.nation(name)[1:].mean())

    def of(self, name: str, code: str) -> NDArray[np.int64]:
        """Return one variable of one region by month."""
        return self.series[:, CODES.index(code), AT[name]]

    def level(self, name: str) -> NDArray[np.float64]:
        """Return one level [month, region]."""
        return self.levels[:, :, LEVELS.index(name)]


def finished(model: LaborModel) -> Run:
    """Run a model to its end."""
    series, levels, services = [model.counts.series], [model.levels], [model.services.copy()]
    people = [model.workers.columns.tobytes()]
    while model.running:
        model.step()
        series.append(model.counts.series)
        levels.append(model.levels)
        services.append(model.services.copy())
        people.append(model.workers.columns.tobytes())
    return Run(model, np.array(series), np.array(levels), np.array(services), tuple(people))


def lever(name: str, level: float, *, start: int | None = BASE + 1, end: int | None = None, **fields: Any) -> Lever:
    """Return a lever at one level, national unless `regions` says otherwise."""
    schedule = Schedule(points=((BASE, float(level)),), start=start, end=end)
    return catalogue()[name](schedule=schedule, **{"regions": CODES, **fields})


def nothing_new(months: int = 12, scale: int = COARSE) -> Run:
    """Return the finished baseline without levers."""
    return _nothing_new(months, scale)


@cache
def _nothing_new(months: int, scale: int) -> Run:
    return finished(world(scenario(months, scale=scale)))
