"""The inversion of a base year: steer, and write down the constants and the past of the people at the end."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.base_year.steering import Steered
from laborsim.calibration.targets.calibration_file import SteeredRun
from laborsim.kernels.codes import AGE_BANDS, STATUSES, month_number
from laborsim.kernels.counts import AT
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import TYPE_MASK, TYPE_SHIFT
from laborsim.model.base_date import make_setting
from laborsim.model.market import COUNTY, URBAN, Markets
from laborsim.model.services import ParkQueue
from laborsim.parameters.fit import QUANTILES, Fit, InitialState, Reading
from laborsim.parameters.parameters import Parameters
from laborsim.published.figures import province_table
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

PERSONS_PER_WORKER = (6000, 6000, 6000, 4000, 2500)  # persons; of the steered runs, one after the other
MONTHS = 120  # months; of each of them
UNSETTLED_MONTHS = 24  # months; before the constants count
ENOUGH_ROWS = 30  # workers; a smaller group takes the quantiles of its status

# Where the search starts. All ASSUMPTION: round numbers of the right size, which the first steered run replaces.
EVEN_TYPES = (0.3, 0.4, 0.3)  # shares of the latent types of attachment
FIRST_SPELL = 60.0  # months; the longest spell, spells spread evenly below it
FIRST_EXPERIENCE = 120.0  # months; the longest outbound experience, likewise
FIRST_SAVINGS = (40.0, 120.0)  # grid of kernels.money.savings: least and most, evenly between; 4,000 and 110,000 yuan
FIRST_UNEMPLOYMENT = 0.04  # share: seeking ÷ (jobs + seeking), in every region and market
FIRST_FINDING = 0.25  # share: hires ÷ applications; matching efficiency [1/month] begins there too
FIRST_FOUNDING = -4.0  # utility; the taste for founding

Progress = Callable[[int, int], None]


def first_guess(base_year: int, reading: Reading, inside_total: bool) -> Fit:
    """Return constants of no information, where the search starts."""
    codes = tuple(region.code for region in province_table())
    nought = (0.0,) * len(codes)
    least, most = FIRST_SAVINGS
    state = InitialState(
        types=EVEN_TYPES,
        spell_months=tuple(FIRST_SPELL * q for q in QUANTILES),
        experience_months=tuple(FIRST_EXPERIENCE * q for q in QUANTILES),
        savings_grid=tuple(least + (most - least) * q for q in QUANTILES),
        debt_grid=(0.0,) * len(QUANTILES),
    )
    return Fit(
        base_year=base_year,
        reading=reading,
        founders_inside_total=inside_total,
        region_codes=codes,
        local=nought,
        inside=nought,
        outside=nought,
        amenity=nought,
        out=nought,
        founding=FIRST_FOUNDING,
        matching_county=FIRST_FINDING,
        matching_urban=FIRST_FINDING,
        unemployment_county=(FIRST_UNEMPLOYMENT,) * len(codes),
        unemployment_urban=(FIRST_UNEMPLOYMENT,) * len(codes),
        finding_county=(FIRST_FINDING,) * len(codes),
        finding_urban=(FIRST_FINDING,) * len(codes),
        park_chance=nought,
        founder_jobs=(1.0, 1.0),
        initial={name: (state,) * len(AGE_BANDS) for name in STATUSES},
        made_by={},
    )


def solve(start: Fit, parameters: Parameters, seed: int, progress: Progress = lambda done, of: None) -> Fit:
    """Return the fit of a base year: steered runs one after the other, each from the published quotas.

    The first begins with constants of no information; each later one with the constants and the people's past
    (types, spells, experience, savings) that the one before it left.
    """
    months = MONTHS
    fit = start
    for turn, persons_per_worker in enumerate(PERSONS_PER_WORKER):

        def tell(done: int, turn: int = turn) -> None:
            progress(turn * months + done, len(PERSONS_PER_WORKER) * months)

        plan = SteeredRun(persons_per_worker, months, UNSETTLED_MONTHS, seed + turn)
        fit = _steer(fit, parameters, plan, tell)
    apart = "" if start.founders_inside_total else " --founders-apart"
    made_by = {
        "command": f"laborsim fit {start.base_year} --founders {start.reading}{apart}",
        "persons_per_worker": list(PERSONS_PER_WORKER),
        "seed": seed,
        "months": months,
    }
    return fit.model_copy(update={"made_by": made_by})


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

    def turn(self, month: int) -> None:
        """Answer to a month that is over, counted from 1."""
        settled = month > self.plan.settled_from
        self.model.steer(settled)
        self.usual.founder_jobs.append(float(self.model.stock("jobs_offered").sum()))
        if settled:
            self.usual.add(self.model.counts.series, self.model.markets, self.model.parks)

    def fit(self) -> Fit:
        """Return the constants and the past of the people at the end."""
        steered, usual = self.model, self.usual
        jobs = [float(steered.setting.founder_jobs.sum()), *usual.founder_jobs[11::12]]
        unemployment, finding = usual.unemployment(), usual.finding()
        columns, month = steered.workers.columns, steered.months
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
                "initial": {
                    name: _states(columns, month, code) or self.start.initial[name]
                    for code, name in enumerate(STATUSES)
                },
            }
        )


def _steer(start: Fit, parameters: Parameters, plan: SteeredRun, tell: Callable[[int], None]) -> Fit:
    wheel = Wheel(start, parameters, plan)
    for month in range(1, plan.months + 1):
        wheel.model.step()
        wheel.turn(month)
        tell(month)
    return wheel.fit()


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
        self.applied += markets.applicants
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


def _states(columns: WorkerColumns, month: int, code: int) -> tuple[InitialState, ...]:
    years = (month - columns.birth_month.astype(np.int64)) // 12
    bands = np.clip((years - 21) // 10 + 1, 0, len(AGE_BANDS) - 1)
    mine = columns.status == code
    if not mine.any():  # so coarse a run that nobody is left in this status
        return ()
    states = []
    for band in range(len(AGE_BANDS)):
        rows = np.flatnonzero(mine & (bands == band))
        states.append(_state(columns, month, rows if len(rows) >= ENOUGH_ROWS else np.flatnonzero(mine)))
    return tuple(states)


def _state(columns: WorkerColumns, month: int, rows: NDArray[np.int64]) -> InitialState:
    types = np.bincount((columns.traits[rows] >> TYPE_SHIFT) & TYPE_MASK, minlength=3)[:3] / len(rows)
    spell = month - columns.spell_start[rows].astype(np.int64)

    def quantiles(values: NDArray[np.generic]) -> tuple[float, ...]:
        return _vector(np.quantile(values.astype(np.float64), QUANTILES))

    return InitialState(
        types=_vector(types),
        spell_months=quantiles(spell),
        experience_months=quantiles(columns.experience[rows]),
        savings_grid=quantiles(columns.savings[rows]),
        debt_grid=quantiles(columns.debt[rows]),
    )
