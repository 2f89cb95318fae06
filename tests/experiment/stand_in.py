"""A small stand-in for the labor model: same interface, a few hundred numbers a month, no compilation."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from laborsim.experiment.running.replicate import OnMonth, Recorder, Task, observe
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import FIVE_YEAR_BANDS
from laborsim.kernels.counts import BY_AGE, VARIABLES, Counts
from laborsim.model.histories import BUSINESS, PERSON_MONTH
from laborsim.model.ledger import STAGES
from laborsim.model.market import LEVELS
from laborsim.published.regions import region_codes
from laborsim.scenario.load import Scenario

R, K_STAGES = 31, len(STAGES)
SLOW_MONTH = 0.05  # seconds
STANDING_MONTH = 1.0  # seconds; a replicate then takes many times what a test waits for before it stops the run


@dataclass
class Columns:
    worker_id: Any
    status: Any


@dataclass
class Workers:
    columns: Columns


class FakeModel:
    """Counts drawn from (seed, replicate, month); a lever adds its level to the founders."""

    def __init__(self, scenario: Scenario, replicate: int) -> None:
        self.scenario, self.replicate = scenario, replicate
        self.months = scenario.horizon.start
        self.region_codes = region_codes()
        self.service_names = tuple(lever.key for lever in scenario.levers)
        self.workers = Workers(Columns(np.arange(500, dtype=np.uint32), np.zeros(500, np.uint8)))
        self.closed_businesses = np.zeros(0, BUSINESS)
        self._show()

    @property
    def running(self) -> bool:
        return self.months < self.scenario.horizon.end

    def step(self) -> None:
        self.months += 1
        self._show()

    def _show(self) -> None:
        luck = np.random.default_rng([self.scenario.run.seed, self.replicate, self.months])
        series = luck.integers(1000, 2000, (R, len(VARIABLES)))
        extra = sum(lever.level(self.months, 0.0) or 0.0 for lever in self.scenario.levers)
        series[:, VARIABLES.index("founder")] += int(extra)
        groups = luck.integers(0, 50, (R, 4, 2, 5, 5))
        ages = np.zeros((R, len(FIVE_YEAR_BANDS), len(BY_AGE)), np.int64)
        for band in range(1, len(FIVE_YEAR_BANDS)):
            ages[:, band] = series[:, : len(BY_AGE)] // (2 * (band + len(FIVE_YEAR_BANDS)))  # fewer and fewer
        ages[:, 0] += series[:, : len(BY_AGE)] - ages.sum(axis=1)  # the youngest are those whom no band has
        od = luck.integers(0, 90, (R, R))
        self.counts = Counts(series, groups, od, np.zeros(1, np.int64), ages)
        self.levels = 1000 + luck.random((R, len(LEVELS)))
        self.services = luck.integers(0, 9, (len(self.service_names), R, K_STAGES))

    def open_businesses(self) -> Any:
        spells = np.zeros(5, BUSINESS)
        spells["worker_id"], spells["start"], spells["end"] = np.arange(5), 1480, -1
        return spells

    def follow(self, worker_ids: Any) -> Any:
        people = np.zeros(len(worker_ids), PERSON_MONTH)
        people["worker_id"], people["month"], people["destination"] = worker_ids, self.months, 255
        return people


def fake_simulate(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    model = FakeModel(task.world, task.replicate)
    return observe(model, Recorder(model, VARIABLES, LEVELS, 3 if task.replicate == 0 else 0), on_month)


def slow_simulate(task: Task, on_month: OnMonth) -> Results:
    """Only replicate 0 is soon finished: however late the signal of a test comes, the run still has work to do."""
    seconds = SLOW_MONTH if task.replicate == 0 else STANDING_MONTH

    def wait(month: int) -> None:
        time.sleep(seconds)
        on_month(month)

    return fake_simulate(task, wait)


def simulate_but_2_raises(task: Task, on_month: OnMonth) -> Results:
    if task.replicate == 2:
        raise RuntimeError("no luck")
    return fake_simulate(task, on_month)


class InvariantError(RuntimeError):
    pass


def simulate_but_1_loses_workers(task: Task, on_month: OnMonth) -> Results:
    if task.replicate == 1:
        raise InvariantError("2024-01, CN-GS: people are lost: 1 against 2")
    return fake_simulate(task, on_month)


def kill_process_of_1(replicate: int) -> None:
    if replicate == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def kill_process_of_1_once(replicate: int) -> None:
    mark = Path(os.environ["LABORSIM_TEST_MARK"])
    if replicate == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def simulate_but_1_always_kills_its_process(task: Task, on_month: OnMonth) -> Results:
    on_month(1)
    kill_process_of_1(task.replicate)
    return fake_simulate(task, on_month)


def simulate_but_1_kills_its_process_once(task: Task, on_month: OnMonth) -> Results:
    on_month(1)
    kill_process_of_1_once(task.replicate)
    return fake_simulate(task, on_month)


def simulate_but_1_leaves_half_a_file_once(task: Task, on_month: OnMonth) -> Results:
    if task.replicate == 1 and not Path(os.environ["LABORSIM_TEST_MARK"]).exists():
        (task.folder / f".00001-0123456789abcdef.npz.{os.getpid()}.tmp").write_bytes(b"half of")
    return simulate_but_1_kills_its_process_once(task, on_month)
