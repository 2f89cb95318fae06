"""One round of tasks, here or in processes of one thread each, none of which outlives this one."""

import math
import os
import signal
import threading
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from multiprocessing import active_children, get_context, parent_process
from typing import Any

import numpy as np

from laborsim.experiment.run_errors import CannotWrite, Failure, Kind, Stop
from laborsim.experiment.running.replicate import OnMonth, Simulate, Task, simulate
from laborsim.experiment.store.atomic_files import remove_unfinished
from laborsim.experiment.store.results import save_replicate, verified
from laborsim.published.words import Words

THREAD_SETTINGS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS",
)  # fmt: skip
"""Read by the numerical libraries when they are first imported."""

LOOK_EVERY = 0.2  # seconds between two looks at the progress of the processes
NOT_STARTED = -1
CONTEXT = get_context("spawn")  # a forked copy of a process with threads can hang
TOGETHER = 8  # tasks of one base date that a process is given at once

TaskFunction = Callable[[Task, OnMonth], Any]
"""Does one task and returns what became of it; must be importable by name in another process."""


@dataclass
class Round:
    """What became of the tasks, by position. `suspects` were at work when a process died; `processes` did the tasks."""

    outcomes: dict[int, Any] = field(default_factory=dict)
    suspects: list[int] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)
    is_broken: bool = False


def in_this_process(tasks: Sequence[Task], do_task: TaskFunction, on_months: OnMonth) -> Round:
    """Do the tasks one after the other; `on_months` hears the months done in all of them."""
    finished = Round()
    done = 0
    for position, task in enumerate(tasks):
        before = done
        finished.outcomes[position] = do_task(task, lambda month, before=before: on_months(before + month))  # type: ignore[misc]  # default argument of a lambda
        done += task.months
        on_months(done)
    return finished


def in_processes(tasks: Sequence[Task], jobs: int, do_task: TaskFunction, on_months: OnMonth) -> Round:
    """Do the tasks in `jobs` processes. Any exception here, Ctrl-C included, ends all of them."""
    months = CONTEXT.RawArray("q", [NOT_STARTED] * len(tasks))
    others = set(active_children())
    with processes(jobs, months) as pool:
        futures = _submit(pool, tasks, batches(tasks, jobs), do_task)
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


def _submit(
    pool: ProcessPoolExecutor, tasks: Sequence[Task], handed: Sequence[list[int]], do_task: TaskFunction
) -> Futures:
    futures: Futures = {}
    for positions in handed:
        try:
            futures[pool.submit(_do, positions, [tasks[position] for position in positions], do_task)] = positions
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
    warnings.simplefilter("ignore", RuntimeWarning)  # nobody asked; what is no number is refused where it is used
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _SHARED["months"] = months


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(positions: Sequence[int], tasks: Sequence[Task], do_task: TaskFunction) -> list[Any]:
    months = _SHARED["months"]

    def told(position: int) -> OnMonth:
        months[position] = 0
        return lambda month: months.__setitem__(position, month)

    return [do_task(task, told(position)) for position, task in zip(positions, tasks, strict=True)]


MOST_TRIES = 3
"""A replicate whose process dies this often is set aside."""

OnProgress = Callable[[int, int], None]
"""Told how many months of how many are simulated, over all replicates."""


@dataclass(frozen=True)
class Engine:
    """How tasks are run. Results depend on none of it."""

    jobs: int = 1
    simulate: Simulate = simulate
    on_progress: OnProgress = lambda done, total: None


@dataclass(frozen=True)
class Saving:
    """How a task comes to be on disk: `save` simulates it and writes what is kept of it, `is_saved` looks for that.

    Both must be importable by name in another process.
    """

    save: Callable[[Any, OnMonth, Simulate], None]
    is_saved: Callable[[Any], bool]


def _save(task: Task, on_month: OnMonth, simulate: Simulate) -> None:
    save_replicate(task.folder, task.replicate, simulate(task, on_month), task.owner)


def _is_saved(task: Task) -> bool:
    return task.replicate in verified(task.folder, task.owner)


AS_REPLICATES = Saving(_save, _is_saved)
"""Whole results, in the folder of a task."""


def attempt(task: Task, on_month: OnMonth, simulate: Simulate, saving: Saving) -> Failure | None:
    """Do one task. What goes wrong in it comes back as a value, not as an exception.

    Raises CannotWrite: where one replicate cannot be saved, no other can.
    """
    try:
        saving.save(task, on_month, simulate)
    except CannotWrite:
        raise
    except Exception as error:  # whatever is wrong with one must not end the others
        kind: Kind = "invariant" if type(error).__name__ == "InvariantError" else "raised"
        return _failure(task, kind, Words(f"{type(error).__name__}: {error}"), traceback.format_exc())
    return None


DIED = Words(f"its process died {MOST_TRIES} times", f"其进程{MOST_TRIES}次终止")


def _failure(task: Task, kind: Kind, message: Words, details: str = "") -> Failure:
    return Failure(task.name, task.replicate, task.world.run.seed, kind, message, details)


def run_tasks(tasks: Sequence[Task], engine: Engine, saving: Saving = AS_REPLICATES) -> dict[int, Failure]:
    """Run every task and return those that failed, by position; every other one is on disk.

    The order of the tasks and the number of processes change nothing in the results. Raises CannotWrite where
    results cannot be saved; on Ctrl-C what is finished is on disk and no process is left.
    """
    do_task = partial(attempt, simulate=engine.simulate, saving=saving)
    left = {position: tasks[position] for position in _order(tasks)}
    deaths: Counter[int] = Counter()
    failures: dict[int, Failure] = {}
    months = Months(engine.on_progress, sum(task.months for task in tasks))
    while left:
        # Which of several running replicates killed a process cannot be known: suspects go on one by one.
        batch = [position for position in left if deaths[position]][:1] or list(left)
        together = [left[position] for position in batch]
        finished = _round(together, do_task, engine.jobs, months)
        # One may have died between saving its results and saying so.
        for k in [k for k in finished.suspects if saving.is_saved(together[k])]:
            finished.suspects.remove(k)
            finished.outcomes[k] = None
        failures |= {batch[k]: failure for k, failure in finished.outcomes.items() if failure}
        deaths.update(batch[k] for k in finished.suspects)
        given_up = [position for position in batch if deaths[position] >= MOST_TRIES]
        failures |= {k: _failure(left[k], "killed", DIED) for k in given_up}
        for position in {*(batch[k] for k in finished.outcomes), *given_up}:
            months.before += left.pop(position).months
    return failures


def _order(tasks: Sequence[Task]) -> list[int]:
    """Return the positions of tasks in the order in which they are done.

    Those of one base date are neighbors, and each comes after those whose first months it can go on from.
    """
    first: dict[str, int] = {}
    for position, task in enumerate(tasks):
        first.setdefault(task.base, position)
    keys = [(task.replicate, first[task.base], task.world.quiet_months) for task in tasks]
    return sorted(range(len(tasks)), key=keys.__getitem__)


@dataclass
class Months:
    """Simulated months over all replicates: those of earlier rounds, and those of the present one."""

    on_progress: OnProgress
    total: int
    before: int = 0

    def tell(self, months: int) -> None:
        """Report the months done in the present round."""
        self.on_progress(self.before + months, self.total)


def _round(tasks: list[Task], do_task: TaskFunction, jobs: int, months: Months) -> Round:
    if jobs == 1:
        return in_this_process(tasks, do_task, months.tell)
    finished = in_processes(tasks, min(jobs, len(tasks)), do_task, months.tell)
    if finished.is_broken:  # the others were ended too, maybe in the middle of a file
        for folder in {task.folder for task in tasks}:
            remove_unfinished(folder, finished.processes)
    if finished.is_broken and not finished.suspects and not finished.outcomes:
        raise Stop(
            Words(
                "worker processes die before they start; in a script of your own, call laborsim under "
                '`if __name__ == "__main__":`, or use one process (-j 1)',
                "工作进程尚未启动即已终止；如在自己的脚本中，请在 `if __name__ == '__main__':` "
                "之下调用laborsim，或只用一个进程（-j 1）",
            )
        )
    return finished
