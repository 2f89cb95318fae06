"""Habits of workers: counts as every run leaves them, and what single workers do that no count shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.running.replicate import Recorder, Simulated
from laborsim.kernels.codes import FEMALE, FOUNDER, GONE, LOCAL, OUT, OUTBOUND, PLACED, SEEKING
from laborsim.kernels.counts import VARIABLES
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import FEMALE_BIT
from laborsim.model.market import LEVELS
from laborsim.scenario.load import Scenario

Integers = NDArray[np.int64]

JOBS = (LOCAL, OUTBOUND)
WORK = (LOCAL, OUTBOUND, FOUNDER, PLACED)
HOME = (LOCAL, FOUNDER, PLACED, SEEKING, OUT)
CHANGED_WITHIN = 21.6  # months: the survey asks for the last 1.8 years (tsinghua2012a)
UNKNOWN = -1


@dataclass(frozen=True)
class Habits:
    """What single workers did in the settled months of a run; persons carry their weights."""

    job_months: float  # months in local and outbound jobs
    jobs_ended: float  # of these jobs, for whatever reason
    gap_months: float  # months without work before the next job
    gaps: float  # times that somebody without work found some
    recent_jobs: float  # share of jobs at the end that began within CHANGED_WITHIN
    outbound_home: float  # share of those outbound at the beginning, still in the model, who are at home at the end
    founder_men: float  # share of founders at the end
    founder_age: float  # mean age of founders at the end [years]
    business_years: float  # mean age of their businesses at the end [years]


@dataclass(frozen=True)
class Watched:
    """A run with what single workers did; `settled` is the first month that counts, from the base date."""

    view: View
    settled: int
    habits: Habits


class Watch:
    """Follows every row of a world from the first settled month on; `persons`: a worker's weight, by region."""

    def __init__(self, columns: WorkerColumns, persons: Integers) -> None:
        self.persons = persons
        self.first = self._state(columns)
        self.before = self.first
        self.gap = np.full(len(columns), UNKNOWN, np.int64)
        self.sums = np.zeros(4)

    def _state(self, columns: WorkerColumns) -> tuple[Integers, Integers, Integers]:
        return (
            columns.worker_id.astype(np.int64),
            columns.status.astype(np.int64),
            columns.spell_start.astype(np.int64),
        )

    def look(self, columns: WorkerColumns) -> None:
        """Add what happened since last month."""
        identity, status, spell = self._state(columns)
        weight = self.persons[columns.origin].astype(np.float64)
        n = len(self.before[0])
        self.gap = np.concatenate([self.gap, np.full(len(identity) - n, UNKNOWN, np.int64)])
        same = np.zeros(len(identity), bool)
        same[:n] = identity[:n] == self.before[0]
        had, start = np.full(len(identity), GONE), np.zeros(len(identity), np.int64)
        had[:n], start[:n] = self.before[1], self.before[2]
        held = same & np.isin(had, JOBS) & (status != GONE)
        ended = held & ((status != had) | (spell != start))
        works = np.isin(status, WORK)
        found = same & works & (self.gap > 0)
        self.sums += (weight[held].sum(), weight[ended].sum(), (self.gap * weight)[found].sum(), weight[found].sum())
        lost = same & np.isin(had, WORK) & ~works & (status != GONE)
        waiting = same & (self.gap > 0) & ~works & (status != GONE)
        self.gap = np.where(lost, 1, np.where(waiting, self.gap + 1, UNKNOWN))
        self.before = identity, status, spell

    def habits(self, columns: WorkerColumns, month: int) -> Habits:
        """Return what was seen up to a month, which has just been looked at."""
        weight = self.persons[columns.origin].astype(np.float64)
        identity, status, spell = self.before
        n = len(self.first[0])
        stayed = (identity[:n] == self.first[0]) & (self.first[1] == OUTBOUND) & (status[:n] != GONE)
        back = stayed & np.isin(status[:n], HOME)
        in_job, founder = np.isin(status, JOBS), status == FOUNDER
        recent = in_job & (month - spell < CHANGED_WITHIN)
        men = founder & ((columns.traits & FEMALE_BIT) != FEMALE)
        ages = (month - columns.birth_month.astype(np.float64)) / 12
        job_months, jobs_ended, gap_months, gaps = self.sums.tolist()
        return Habits(
            job_months,
            jobs_ended,
            gap_months,
            gaps,
            recent_jobs=_share(weight, recent, in_job),
            outbound_home=_share(weight[:n], back, stayed),
            founder_men=_share(weight, men, founder),
            founder_age=_mean(weight, ages, founder),
            business_years=_mean(weight, (month - spell) / 12, founder),
        )


def _share(weight: NDArray[np.float64], part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    return float(weight[part].sum() / max(weight[whole].sum(), 1.0))


def _mean(weight: NDArray[np.float64], values: NDArray[np.float64], rows: NDArray[np.bool_]) -> float:
    return float((weight * values)[rows].sum() / max(weight[rows].sum(), 1.0))


class Watchable(Simulated, Protocol):
    """What can be watched: a `LaborModel`, steered or not."""

    @property
    def world(self) -> Scenario:
        """The scenario that is simulated."""

    @property
    def persons(self) -> Integers:
        """Persons that a worker stands for [region]."""


def watch(model: Watchable, settled: int, each_month: Callable[[int], None] = lambda month: None) -> Watched:
    """Run a model to its end and return what was seen; `each_month` is called after every month, counted from 1."""
    recorder = Recorder(model, VARIABLES, LEVELS, followed=0)
    recorder.record(model)
    followed = Watch(model.workers.columns, model.persons) if settled == 0 else None
    month = 0
    while model.running:
        model.step()
        month += 1
        recorder.record(model)
        if followed is not None:
            followed.look(model.workers.columns)
        each_month(month)
        if month == settled:
            followed = Watch(model.workers.columns, model.persons)
    if followed is None:
        raise ValueError(f"the run ends after {month} months, before the first month that counts ({settled})")
    habits = followed.habits(model.workers.columns, model.months)
    return Watched(View(recorder.results(model), model.world), settled, habits)
