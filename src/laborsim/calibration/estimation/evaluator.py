"""One evaluation: a single steered, warm-started run gives the moments and the constants of one parameter vector."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.estimation.evaluation_log import Evaluation, EvaluationLog
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.calibration.targets.free_parameters import parameters_at
from laborsim.calibration.targets.moments import read_moment
from laborsim.calibration.targets.targets import Target
from laborsim.calibration.targets.worker_habits import Watched, watch
from laborsim.experiment.run_errors import SomeFailed
from laborsim.experiment.running.pool import processes
from laborsim.experiment.store.run_id import FONTS
from laborsim.identity.canonical_json import plain_hash
from laborsim.identity.code import code_hash
from laborsim.identity.data import data_hash, hashes_in
from laborsim.model.wheel import Wheel, whole
from laborsim.parameters.constants import constants_of
from laborsim.parameters.fit import Fit, load_fit
from laborsim.parameters.response import Response, load_response, respond
from laborsim.published.data_tables import DATA
from laborsim.published.words import Words, in_a_row
from laborsim.scenario.horizons import fit_path

Floats = NDArray[np.float64]

DIGITS = 10  # of a parameter in the key of an evaluation

MADE_HERE = ("fits", "posteriors")
"""Folders of the data that calibrations fill. The fit of the base year is in a key by itself, the rest no evaluation
reads; and a calibration has to find its log again after its own posterior is shipped."""

Made = TypeVar("Made")

Tell = Callable[[int, int], None]
"""Hears how many evaluations of the present batch are done, of how many."""


def start_of(calibration: Calibration, theta: Floats, warm: Path | None) -> Fit:
    """Return the shipped fit as the start of an evaluation, moved by the response in `warm` if there is one.

    Never by the shipped response: a calibration has to come out the same before and after its own is shipped.
    """
    fit = load_fit(calibration.base_year, calibration.reading, calibration.inside_total)
    return fit if warm is None else respond(fit, _response(warm), parameters_at(calibration.free, theta))


@cache
def _response(path: Path) -> Response:
    return load_response(path)


def key_of(calibration: Calibration, theta: Floats, replicate: int = 0, warm: Path | None = None) -> str:
    """Return what an evaluation depends on, as a hash: parameters, luck, run, start, code, data."""
    asked = {
        "theta": {free.name: float(f"{value:.{DIGITS}g}") for free, value in zip(calibration.free, theta, strict=True)},
        "replicate": replicate,
        "run": vars(calibration.run),
        "start": data_hash(fit_path(calibration.base_year, calibration.reading, calibration.inside_total)),
        "warm": None if warm is None else data_hash(warm),
        "code": evaluating_code(),
        "data": evaluating_data(),
    }
    return plain_hash(asked)[:16]


def evaluating_code() -> str:
    """Return the hash of the code that decides an evaluation."""
    return code_hash(f"{__name__}:evaluate")


# Not `run_id.data_hashes`: it is looked up once a process, and studies have to see what was shipped just before them.
@cache
def evaluating_data(data: Path = DATA) -> dict[str, str]:
    """Return the hash of the values in every table that an evaluation can read, by name."""
    return hashes_in(data, without=(*MADE_HERE, FONTS))


def reading_of(target: Target) -> str:
    """Return what is read off a run for a target: an edited selection is another reading, whatever its id."""
    return "|".join([target.moment, *(f"{key}={value}" for key, value in sorted(target.selection.items()))])


def evaluate(calibration: Calibration, theta: Floats, replicate: int = 0, warm: Path | None = None) -> Evaluation:
    """Return the moments of the steered targets and the constants at one parameter vector.

    `warm`: file of a response that says with which constants to begin; None = with those of the shipped fit.
    """
    began = time.perf_counter()
    fit, watched = steered(calibration, theta, replicate, warm)
    moments = np.array([read_moment(t.moment, t.selection, watched) for t in calibration.steered_targets])
    seconds = time.perf_counter() - began
    return Evaluation(theta, replicate, moments, constants_of(fit), seconds)


def steered(
    calibration: Calibration, theta: Floats, replicate: int = 0, warm: Path | None = None
) -> tuple[Fit, Watched]:
    """Return what one steered run leaves: the constants, and what was seen."""
    parameters = parameters_at(calibration.free, theta)
    start = start_of(calibration, theta, warm)
    wheel = Wheel(start, parameters, calibration.run, replicate)
    watched = watch(wheel.model, calibration.run.settled_from, wheel.turn)
    return whole(wheel.fit(), start), watched


@dataclass(frozen=True)
class Evaluator:
    """Where evaluations are made: a log that is looked into first, and processes. `left`: new ones still allowed."""

    calibration: Calibration
    log: EvaluationLog
    folder: Path  # where the results of the calibration are written
    executor: Executor | None = None
    tell: Tell = lambda done, of: None
    budget: list[int] | None = None  # [left], shared by all who use it; None = no limit
    warm: Path | None = None  # response that says with which constants runs begin

    @property
    def left(self) -> int | None:
        """New evaluations that the budget still allows; None = any number."""
        return None if self.budget is None else self.budget[0]

    def many(self, thetas: Sequence[Floats], replicates: Sequence[int] | None = None) -> list[Evaluation]:
        """Return the evaluations of several vectors, in their order; those beyond the budget are left out.

        Equal ones are made, and taken from the budget, once. Raises SomeFailed where a process dies.
        """
        wanted = list(zip(thetas, replicates or [0] * len(thetas), strict=True))
        read = [reading_of(target) for target in self.calibration.steered_targets]
        keys = [key_of(self.calibration, *one, self.warm) for one in wanted]
        asked = dict(zip(reversed(keys), reversed(wanted), strict=True))  # of equal ones the first
        found = {key: self.log.find(key, read) for key in dict.fromkeys(keys)}
        missing = [key for key, one in found.items() if one is None]
        done = len(found) - len(missing)
        if self.budget is not None:
            missing = missing[: self.budget[0]]
            self.budget[0] -= len(missing)
        self.tell(done, len(found))
        for k, made in self._make([asked[key] for key in missing]):
            self.log.append(missing[k], made, read)
            found[missing[k]] = self.log.find(missing[k], read)  # as a resumed calibration will read it
            done += 1
            self.tell(done, len(found))
        return [one for key in keys if (one := found[key]) is not None]

    def each(self, work: Callable[..., Made], asked: Sequence[tuple[Any, ...]]) -> list[Made]:
        """Return the work done on several arguments, in their order; `work` is known by name to other processes.

        Raises SomeFailed where a process dies.
        """
        if self.executor is None or not asked:
            return [work(*one) for one in asked]
        try:
            return list(self.executor.map(work, *zip(*asked, strict=True)))
        except BrokenProcessPool as died:
            raise SomeFailed(self._how_to_go_on()) from died

    def _make(self, wanted: list[tuple[Floats, int]]) -> Iterator[tuple[int, Evaluation]]:
        if self.executor is None:
            for k, one in enumerate(wanted):
                yield k, evaluate(self.calibration, *one, self.warm)
            return
        try:
            yield from self._finished(self.executor, wanted)
        except BrokenProcessPool as died:
            raise SomeFailed(self._how_to_go_on()) from died

    def _finished(self, executor: Executor, wanted: list[tuple[Floats, int]]) -> Iterator[tuple[int, Evaluation]]:
        """Yield evaluations as processes finish them. Raises BrokenProcessPool after those finished before a death."""
        futures = {executor.submit(evaluate, self.calibration, *one, self.warm): k for k, one in enumerate(wanted)}
        died: BrokenProcessPool | None = None
        for future in as_completed(futures):
            try:
                made = future.result()
            except BrokenProcessPool as broken:
                died = broken
                continue
            yield futures[future], made
        if died is not None:
            raise died

    def _how_to_go_on(self) -> Words:
        died = Words("a process died: killed from outside, or out of memory", "有进程终止：被外部终止，或内存不足")
        again = Words(
            "run the command again (with fewer --jobs if memory ran out)", "请重新运行命令（如内存不足，请减少 --jobs）"
        )
        if self.log.path is None:
            return in_a_row((died, again), Words("; ", "；"))
        kept = f"{len(self.log)} evaluations are kept in {self.log.path}"
        in_chinese = f"{len(self.log)}次评估已保存于 {self.log.path}"
        return Words(
            f"{died.en}; {kept}: {again.en}, without --force, and it goes on from there",
            f"{died.zh}；{in_chinese}：{again.zh}，不加 --force，即可继续",
        )


@contextmanager
def evaluators(jobs: int) -> Iterator[Executor | None]:
    """Yield processes that evaluate, None where this one is enough; none of them outlives this block."""
    if jobs == 1:
        yield None
        return
    with processes(jobs) as pool:
        yield pool


def default_jobs() -> int:
    """Return the cores that this process may use; where the system does not say (macOS, Windows), all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
