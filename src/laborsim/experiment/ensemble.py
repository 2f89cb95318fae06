"""Many replicates of many worlds: a replicate counts when it is on disk, whatever happened on the way."""

import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from laborsim.experiment.pool import Round, Work, in_processes, in_this_process
from laborsim.experiment.replicates import save_replicate, verified
from laborsim.experiment.simulate import OnMonth, Simulate, Task, simulate
from laborsim.experiment.stops import CannotWrite, Failure, Kind, Stop
from laborsim.experiment.storage import remove_unfinished

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
    save_replicate(task.folder, task.replicate, simulate(task, on_month))


def _is_saved(task: Task) -> bool:
    return task.replicate in verified(task.folder)


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
        return _failure(task, kind, f"{type(error).__name__}: {error}", traceback.format_exc())
    return None


def _failure(task: Task, kind: Kind, message: str, details: str = "") -> Failure:
    return Failure(task.name, task.replicate, task.world.run.seed, kind, message, details)


def run_tasks(tasks: Sequence[Task], engine: Engine, saving: Saving = AS_REPLICATES) -> dict[int, Failure]:
    """Run every task and return those that failed, by position; every other one is on disk.

    The order of the tasks and the number of processes change nothing in the results. Raises CannotWrite where
    results cannot be saved; on Ctrl-C what is finished is on disk and no process is left.
    """
    work = partial(attempt, simulate=engine.simulate, saving=saving)
    left = {position: tasks[position] for position in _order(tasks)}
    deaths: Counter[int] = Counter()
    failures: dict[int, Failure] = {}
    months = Months(engine.on_progress, sum(task.months for task in tasks))
    while left:
        # Which of several running replicates killed a process cannot be known: suspects go on one by one.
        batch = [position for position in left if deaths[position]][:1] or list(left)
        together = [left[position] for position in batch]
        finished = _round(together, work, engine.jobs, months)
        # One may have died between saving its results and saying so.
        for k in [k for k in finished.suspects if saving.is_saved(together[k])]:
            finished.suspects.remove(k)
            finished.outcomes[k] = None
        failures |= {batch[k]: failure for k, failure in finished.outcomes.items() if failure}
        deaths.update(batch[k] for k in finished.suspects)
        given_up = [position for position in batch if deaths[position] >= MOST_TRIES]
        failures |= {k: _failure(left[k], "killed", f"its process died {MOST_TRIES} times") for k in given_up}
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


def _round(tasks: list[Task], work: Work, jobs: int, months: Months) -> Round:
    if jobs == 1:
        return in_this_process(tasks, work, months.tell)
    finished = in_processes(tasks, min(jobs, len(tasks)), work, months.tell)
    if finished.is_broken:  # the others were ended too, maybe in the middle of a file
        for folder in {task.folder for task in tasks}:
            remove_unfinished(folder, finished.processes)
    if finished.is_broken and not finished.suspects and not finished.outcomes:
        raise Stop(
            "worker processes die before they start; in a script of your own, call laborsim under "
            '`if __name__ == "__main__":`, or use one process (-j 1)'
        )
    return finished
