"""How many of a measure's places are filled, and what is short where some are not: people, money, the right place."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.goals.bottleneck import (
    APPLIED,
    AWARE,
    NEARLY_ALL,
    Funnel,
    Rows,
    What,
    funnel_in,
    limit_of,
    lost_at,
)
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.aggregation import YEAR
from laborsim.experiment.indicators.headline import in_force, new_levers, read_at
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.levers.base import Held
from laborsim.model.policy import with_luck
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.slips import two_digits_down

Numbers = NDArray[np.float64]

PLACES: dict[Held, str] = {"workshop place": "workshop_places", "park place": "park_places"}
"""The level of a run that counts the places in units of a lever, those of the base date among them."""

WORKERS_TO_FILL = 3.0
"""Workers who apply in a month and province, on average, below which its seats find too few of them. With a Poisson
number of mean λ somebody applies in a share 1 − e^−λ of the months, and seats of the others are lost: 0.95 at 3, the
share from which on places count as filled."""


@dataclass(frozen=True)
class Filled:
    """The places of one lever, and how many are filled; means over the runs.

    `months`: 0 = held at the end of `month`; else handed out in so many months up to it. `funnel`: a month, in those
    months. `short`: what is short where places are not filled; None where they are. `base_year`: of the world.
    `scale`: persons a worker, where most. `applicants`: persons who apply in a month and province
    of the lever, or hold a place there, mean.
    """

    lever: Lever
    month: int
    months: int
    places: float
    filled: float
    funnel: Funnel
    short: What | None
    base_year: int
    scale: int
    applicants: float

    @property
    def finer(self) -> int:
        """The coarsest scale, of two digits, at which enough workers apply in a month and province."""
        return two_digits_down(self.applicants / WORKERS_TO_FILL)


def filled_in(run: Run, until: int | None = None) -> list[Filled]:
    """Return the places of the new measures of a run. `until`: a month; None = when effects are read."""
    baseline = None if run.baseline is None else run.baseline.scenario
    month = read_at(run.scenario, baseline).month if until is None else until
    return filled_of(run.world("scenario"), new_levers(run.scenario, baseline), month)


def filled_of(world: World, levers: Iterable[Lever], until: int) -> list[Filled]:
    """Return the places of some levers of a world in the last month up to `until` in which each is in force.

    A lever without places, and one that is not in force by then, is left out.
    """
    asked = [(lever, months) for lever in levers if (months := _months(lever, world.scenario, until))]
    found: dict[str, list[tuple[float, float, Funnel, Numbers]]] = {lever.key: [] for lever, _ in asked}
    for replicate, results in world.each():
        for lever, months in asked:
            drawn = with_luck(lever, world.scenario.run, replicate)
            rows = np.array(months, np.intp) - int(results.months[0])
            if lever.key in results.service_names and (places := _places(results, drawn, rows)) is not None:
                funnel = funnel_in(results, lever, rows)
                applied = _applicants(results, lever, rows)
                found[lever.key].append((places, funnel.served * len(rows), funnel, applied))
    return [_filled(lever, months, found[lever.key], world.scenario) for lever, months in asked if found[lever.key]]


def _months(lever: Lever, world: Scenario, until: int) -> list[int]:
    """Return the months in which a lever is looked at: where places are held, the last; else up to twelve."""
    if lever.key not in in_force(world):
        return []
    months = [month for month in range(world.horizon.start + 1, until + 1) if lever.schedule.is_begun(month)]
    return months[-1:] if _is_held(lever) else [month for month in months[-YEAR:] if month > months[-1] - YEAR]


def _is_held(lever: Lever) -> bool:
    return lever.DECLARATION.held is not None


def _places(results: Results, lever: Lever, rows: Rows) -> float | None:
    """Return the places of a lever at its drawn level in some months; None where it has no number of places."""
    held = lever.DECLARATION.held
    if held in PLACES:
        mine = [results.regions.index(code) for code in lever.regions]
        return float(results.level(PLACES[held])[rows][:, mine].sum())
    levels = [lever.level(int(results.months[row]), lever.DECLARATION.neutral or 0.0) or 0.0 for row in rows]
    each = [lever.places(level) for level in levels]
    return None if None in each else float(sum(one for one in each if one is not None))


def _applicants(results: Results, lever: Lever, rows: Rows) -> Numbers:
    """Return who apply for a lever in a month [region of the lever], persons, mean over some months."""
    mine = [results.regions.index(code) for code in lever.regions]
    stages = results.services[rows, results.service_names.index(lever.key)]  # [months, regions, stages]
    applied: Numbers = stages[:, mine, APPLIED].mean(axis=0, dtype=np.float64)
    return applied


def _filled(
    lever: Lever, months: list[int], runs: list[tuple[float, float, Funnel, Numbers]], world: Scenario
) -> Filled:
    places, filled = (float(np.mean([one[k] for one in runs])) for k in (0, 1))
    funnel = Funnel.mean([one[2] for one in runs])
    applied = np.mean([one[3] for one in runs], axis=0)
    scales = np.array([world.run.scale.of(code) for code in lever.regions])
    count = 0 if _is_held(lever) else len(months)
    short: What | None = None
    if filled < NEARLY_ALL * places:
        few_workers = float((applied / scales).mean()) < WORKERS_TO_FILL
        short = limit_of(lever, funnel) or _what_of(lever, funnel, places / max(1, count), few_workers=few_workers)
    return Filled(
        lever=lever,
        month=months[-1],
        months=count,
        places=places,
        filled=filled,
        funnel=funnel,
        short=short,
        base_year=year_and_month(world.horizon.start)[0],
        scale=int(scales.max()),
        applicants=float(applied.mean()),
    )


def _what_of(lever: Lever, funnel: Funnel, places: float, *, few_workers: bool) -> What:
    """Return what is short of where money is not: people, or the right people in the right place and month.

    `places`: there at one time, or handed out in a month. Where enough apply for them, or for places that wait for who
    comes enough know of them, nobody is short over the nation: a place is lost, or waits, where no worker applies. That
    is by the scale where `few_workers` apply in a month and province, or hold a place there; else by the place.
    """
    if funnel.persons[AWARE if _is_held(lever) and few_workers else APPLIED] < places or not funnel.persons[APPLIED]:
        return lost_at(lever, funnel)
    return "scale" if few_workers else "places"
