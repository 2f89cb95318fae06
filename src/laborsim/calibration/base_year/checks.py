"""Runs of the baseline that are not steered: the document figures at the estimate, and how far draws miss stocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.calibration.targets.free_parameters import Free, parameters_at
from laborsim.calibration.targets.moments import MOST_MONTHS, YEAR
from laborsim.calibration.targets.worker_habits import Watched, watch
from laborsim.kernels.codes import month_number
from laborsim.model.base_date import make_setting
from laborsim.model.labor_model import LaborModel
from laborsim.parameters.fit import Fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.priors import drawn_ahead
from laborsim.population.demography import pool_trend
from laborsim.published.figures import annual, province_table
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

Floats = NDArray[np.float64]

FINE, COARSE = 2000, 10_000  # persons per worker: of the run at the estimate, of a run at a draw
STOCKS = {
    "migrant workers": ("official_local", "official_outbound_inside", "official_outbound_outside"),
    "local": ("official_local",),
    "outbound": ("official_outbound_inside", "official_outbound_outside"),
    "outside the province": ("official_outbound_outside",),
}


@dataclass(frozen=True)
class StockMiss:
    """How far the stocks of a draw are from the trend of the pool [share], by stock."""

    draw: int
    at_base: Floats
    after_12: Floats
    after_24: Floats


def baseline_run(
    calibration: Calibration, theta: Floats, fit: Fit, persons_per_worker: int, draw: int | None = None
) -> Watched:
    """Simulate the baseline without new policy for MOST_MONTHS at one parameter vector.

    As a pair with a `draw` has it, what no calibration draws is drawn too; None = the values in use.
    """
    first = month_number(calibration.base_year, 12)
    scenario = Scenario(
        id=f"baseline-{calibration.base_year}",
        horizon=Horizon(start=first, end=first + MOST_MONTHS),
        regions=tuple(region.code for region in province_table()),
        run=RunSettings(replicates=1, draws=0, seed=calibration.run.seed, scale=Scale(default=persons_per_worker)),
        founders_inside_total=calibration.inside_total,
        founders_observed_as=calibration.reading,
    )
    parameters = parameters_at(calibration.free, theta)
    if draw is not None:
        parameters = drawn_ahead(parameters, [one.name for one in calibration.free], draw)
    setting = make_setting(scenario, parameters, fit)
    return watch(LaborModel(scenario, 0, parameters, setting=setting), settled=0)


def stock_miss(calibration: Calibration, draw: int, theta: Floats, fit: Fit) -> StockMiss:
    """Return how far the stocks are from the trend of the pool at one draw, with its constants."""
    view = baseline_run(calibration, theta, fit, COARSE).view
    trend = pool_trend(calibration.base_year, MOST_MONTHS // YEAR, parameters_at(calibration.free, theta))
    counts = np.array([view.count(*names)[[0, YEAR, 2 * YEAR], -1] for names in STOCKS.values()])
    base = baseline_counts(calibration)
    missed = counts / (base[:, None] * trend[None]) - 1
    return StockMiss(draw, *missed.T)


def baseline_counts(calibration: Calibration) -> Floats:
    """Return the published stocks at the base date [persons], in the order of STOCKS."""
    names = ("total", "local", "outbound", "outbound_interprovince")
    return np.array([annual(name, calibration.base_year).persons for name in names], np.float64)


def unfree(free: Sequence[Free]) -> tuple[str, ...]:
    """Return the names of the parameters that are fixed."""
    names = {one.name for one in free}
    return tuple(name for name in Parameters.model_fields if name not in names)
