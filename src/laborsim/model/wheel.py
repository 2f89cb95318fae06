"""The wheel: one steered run, and the constants and the past of the people that are written down at its end."""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import AGE_BANDS, STATUSES, month_number
from laborsim.kernels.counts import AT
from laborsim.kernels.state import WorkerColumns
from laborsim.model.base_date import make_setting
from laborsim.model.market import COUNTY, URBAN, Markets
from laborsim.model.past_year import YearBefore, age_bands
from laborsim.model.services import ParkQueue
from laborsim.model.steering import Steered
from laborsim.model.type_odds import TypeTilt
from laborsim.parameters.fit import QUANTILES, Fit, InitialState, SteeredRun
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

MONTHS_A_YEAR = 12
ENOUGH_ROWS = 30  # workers; a smaller group takes the quantiles of its status


class Wheel:
    """A steered run in progress: the model, and what its markets usually show."""

    def __init__(self, start: Fit, parameters: Parameters, plan: SteeredRun, replicate: int = 0) -> None:
        first = month_number(start.base_year, 12)
        scenario = Scenario(
            id=f"steered-{start.base_year}",
            horizon=Horizon(start=first, end=first + plan.months),
            regions=start.region_codes,
            run=RunSettings(replicates=1, seed=plan.seed, scale=Scale(default=plan.persons_per_worker)),
            founders_inside_total=start.founders_inside_total,
            founders_observed_as=start.reading,
        )
        still = parameters.model_copy(update={"wage_curve": 0.0})
        self.start, self.plan = start, plan
        self.model = Steered(scenario, make_setting(scenario, still, start), replicate)
        self.usual = Usual(len(start.region_codes))
        self.year_before = YearBefore(parameters.slow_finders)
        self.left: dict[str, tuple[InitialState, ...]] = start.initial

    def turn(self, month: int) -> None:
        """Answer to a month that is over, counted from 1."""
        settled = self.plan.settled_from < month <= self.plan.settled_to
        self.model.steer(settled)
        self.usual.founder_jobs.append(float(self.model.stock("jobs_offered").sum()))
        if settled:
            self.usual.add(self.model.counts.series, self.model.markets, self.model.parks)
            if month % MONTHS_A_YEAR == 0:
                self.year_before.add(self.model.workers.columns, self.model.months)
            if month == min(self.plan.settled_to, self.plan.months):
                self.left = self._pasts()

    def fit(self) -> Fit:
        """Return the constants and the past of the people at the end of the months that count."""
        steered, usual = self.model, self.usual
        jobs = [float(steered.setting.founder_jobs.sum()), *usual.founder_jobs[11::12]]
        unemployment, finding = usual.unemployment(), usual.finding()
        return self.start.model_copy(
            update={
                **{name: _vector(constant.mean) for name, constant in steered.steering.items()},
                "out": _vector(steered.out_steering.mean),
                "founding": float(steered.taste_mean),
                "matching_county": float(steered.matching_mean[COUNTY]),
                "matching_urban": float(steered.matching_mean[URBAN]),
                "founder_jobs": tuple(count / jobs[0] for count in jobs),
                "unemployment_county": _vector(unemployment[COUNTY]),
                "unemployment_urban": _vector(unemployment[URBAN]),
                "finding_county": _vector(finding[COUNTY]),
                "finding_urban": _vector(finding[URBAN]),
                "park_chance": _vector(usual.park_admitted / np.maximum(usual.park_asked, 1.0)),
                "past_year": self.year_before.known() or self.start.past_year,
                "initial": self.left,
            }
        )

    def _pasts(self) -> dict[str, tuple[InitialState, ...]]:
        columns, month = self.model.workers.columns, self.model.months
        tilt = TypeTilt(self.model.setting.parameters, self.model.setting.demography)
        return {
            name: _states(columns, month, code, tilt) or self.start.initial[name] for code, name in enumerate(STATUSES)
        }


def whole(fit: Fit, start: Fit) -> Fit:
    """Return the fit with founders' jobs as far ahead as the start knows them; beyond the run they go on as there."""
    seen, known = len(fit.founder_jobs), start.founder_jobs
    last = fit.founder_jobs[-1] / known[seen - 1]
    return fit.model_copy(update={"founder_jobs": (*fit.founder_jobs, *(last * jobs for jobs in known[seen:]))})


class Usual:
    """What markets usually show, summed over the settled months, and the path of founders' jobs."""

    def __init__(self, n_regions: int) -> None:
        self.jobs = np.zeros((2, n_regions))
        self.seeking, self.applied, self.hired = self.jobs.copy(), self.jobs.copy(), self.jobs.copy()
        self.park_asked, self.park_admitted = np.zeros(n_regions), np.zeros(n_regions)
        self.founder_jobs: list[float] = []

    def add(self, series: NDArray[np.int64], markets: Markets, parks: ParkQueue) -> None:
        """Add one settled month; `series`: its counts [region, variable]."""
        self.jobs += series[:, [AT["local"], AT["working_away"]]].T
        self.seeking += series[:, [AT["seeking_home"], AT["seeking_there"]]].T
        self.applied += markets.applications
        self.hired += markets.hired
        self.park_asked += parks.asked
        self.park_admitted += parks.admitted

    def unemployment(self) -> NDArray[np.float64]:
        """Return the share of those at work or seeking who seek [market, region]."""
        return self.seeking / np.maximum(self.jobs + self.seeking, 1.0)

    def finding(self) -> NDArray[np.float64]:
        """Return the share of applicants hired in a month [market, region]."""
        national = self.hired.sum(axis=1) / self.applied.sum(axis=1)
        # A small market may have hired nobody while it was watched; it finds as the nation does.
        return np.where(self.hired > 0, self.hired / np.maximum(self.applied, 1.0), national[:, None])


def _vector(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _states(columns: WorkerColumns, month: int, code: int, tilt: TypeTilt) -> tuple[InitialState, ...]:
    bands = age_bands(columns.birth_month, month)
    mine = columns.status == code
    if not mine.any():  # so coarse a run that nobody is left in this status
        return ()
    states = []
    for band in range(len(AGE_BANDS)):
        rows = np.flatnonzero(mine & (bands == band))
        states.append(_state(columns, month, rows if len(rows) >= ENOUGH_ROWS else np.flatnonzero(mine), tilt))
    return tuple(states)


def _state(columns: WorkerColumns, month: int, rows: NDArray[np.int64], tilt: TypeTilt) -> InitialState:
    mine: WorkerColumns = columns[rows]  # type: ignore[assignment]  # some rows
    spell = month - columns.spell_start[rows].astype(np.int64)

    def quantiles(values: NDArray[np.generic]) -> tuple[float, ...]:
        return _vector(np.quantile(values.astype(np.float64), QUANTILES))

    return InitialState(
        types=_vector(tilt.left_by_selection(mine, month)),
        spell_months=quantiles(spell),
        experience_months=quantiles(columns.experience[rows]),
        savings_grid=quantiles(columns.savings[rows]),
        debt_grid=quantiles(columns.debt[rows]),
    )
