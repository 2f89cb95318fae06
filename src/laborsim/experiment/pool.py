"""One round of tasks, here or in processes of one thread each, none of which outlives this one."""

import math
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from multiprocessing import active_children, get_context, parent_process
from typing import Any

import numpy as np

from laborsim.experiment.simulate import OnMonth, Task

THREAD_SETTINGS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS",
)  # fmt: skip
"""Read by the numerical libraries when they are first imported."""

LOOK_EVERY = 0.2  # seconds between two looks at the progress of the processes
NOT_STARTED = -1
CONTEXT = get_context("spawn")  # a forked copy of a process with threads can hang
TOGETHER = 8  # tasks of one base date that a process is given at once

Work = Callable[[Task, OnMonth], Any]
"""Does one task and returns what became of it; must be importable by name in another process."""


@dataclass
class Round:
    """What became of the tasks, by position. `suspects` were at work when a process died; `processes` did the tasks."""

    outcomes: dict[int, Any] = field(default_factory=dict)
    suspects: list[int] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)
    is_broken: bool = False


def in_this_process(tasks: Sequence[Task], work: Work, on_months: OnMonth) -> Round:
    """Do the tasks one after the other; `on_months` hears the months done in all of them."""
    finished = Round()
    done = 0
    for position, task in enumerate(tasks):
        before = done
        finished.outcomes[position] = work(task, lambda month, before=before: on_months(before + month))  # type: ignore[misc]  # default argument of a lambda
        done += task.months
        on_months(done)
    return finished


def in_processes(tasks: Sequence[Task], jobs: int, work: Work, on_months: OnMonth) -> Round:
    """Do the tasks in `jobs` processes. Any exception here, Ctrl-C included, ends all of them."""
    months = CONTEXT.RawArray("q", [NOT_STARTED] * len(tasks))
    others = set(active_children())
    with processes(jobs, months) as pool:
        futures = _submit(pool, tasks, batches(tasks, jobs), work)
        ours = [process.pid for process in set(active_children()) - others if process.pid is not None]
        finished = _collect(futures, lambda: on_months(sum(max(0, m) for m in months)))
    finished.processes = ours
    if finished.is_broken:
        finished.suspects = [k for k, month in enumerate(months) if month != NOT_STARTED and k not in finished.outcomes]
    return finished


@contextmanager
def processes(jobs: int, months: Any = None) -> Iterator[ProcessPoolExecutor]:
    """Yield processes of one thread each, none of which outlives this block; `months`: see `begin_process`."""
    others = set(active_children())
    with pinned_to_one_thread():
        pool = ProcessPoolExecutor(jobs, mp_context=CONTEXT, initializer=begin_process, initargs=(months,))
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(active_children()) - others:
                process.kill()
                process.join()
            raise
        pool.shutdown()


@contextmanager
def pinned_to_one_thread() -> Iterator[None]:
    """Let processes that start in here use one thread each."""
    before = {name: os.environ.get(name) for name in THREAD_SETTINGS}
    os.environ.update(dict.fromkeys(THREAD_SETTINGS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def batches(tasks: Sequence[Task], jobs: int) -> list[list[int]]:
    """Return the positions of tasks that one process does one after the other.

    Neighbors that begin from the same base date build it once: they are dealt out in batches of nearly equal length.
    What would not keep all processes busy to the end is handed out one by one.
    """
    found: list[list[int]] = []
    for _, neighbors in groupby(range(len(tasks)), lambda position: tasks[position].base):
        positions = list(neighbors)
        parts = math.ceil(len(positions) / TOGETHER)
        found += [part.tolist() for part in np.array_split(positions, parts)]
    whole = len(found) - len(found) % jobs
    return found[:whole] + [[position] for batch in found[whole:] for position in batch]


Futures = dict[Future[list[Any]], list[int]]
"""What was handed out: the positions of the tasks."""


def _submit(pool: ProcessPoolExecutor, tasks: Sequence[Task], handed: Sequence[list[int]], work: Work) -> Futures:
    futures: Futures = {}
    for positions in handed:
        try:
            futures[pool.submit(_do, positions, [tasks[position] for position in positions], work)] = positions
        except BrokenProcessPool:  # a process died while we were still handing out work
            break
    return futures


def _collect(futures: Futures, look: Callable[[], None]) -> Round:
    finished = Round()
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, LOOK_EVERY, FIRST_COMPLETED)
        for future in done:
            try:
                finished.outcomes.update(zip(futures[future], future.result(), strict=True))
            except BrokenProcessPool:
                finished.is_broken = True
        look()
    return finished


# What follows runs in the processes of the pool.

_SHARED: dict[str, Any] = {}


def begin_process(months: Any = None) -> None:
    """Leave Ctrl-C to the parent and never outlive it; `months`: where progress is told, by task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C too, and ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _SHARED["months"] = months


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(positions: Sequence[int], tasks: Sequence[Task], work: Work) -> list[Any]:
    months = _SHARED["months"]

    def told(position: int) -> OnMonth:
        months[position] = 0
        return lambda month: months.__setitem__(position, month)

    return [work(task, told(position)) for position, task in zip(positions, tasks, strict=True)]
