"""Tasks in rounds: what was at work when a process died is done again, a few times."""

from collections.abc import Sequence
from typing import Any

from laborsim.experiment.ensemble import Engine, Months
from laborsim.experiment.pool import Round, Work, in_processes, in_this_process
from laborsim.experiment.simulate import Task
from laborsim.experiment.stops import SomeFailed

MOST_ROUNDS = 3
"""Rounds in which a process died, before all is given up."""


def in_rounds(tasks: Sequence[Task], work: Work, engine: Engine) -> list[Any]:
    """Do every task in as many processes as the engine has; return what became of each, in the order of the tasks.

    One task alone is done in this process, which has all threads. What a task raises ends all of them. Raises
    SomeFailed, naming who was at work, where processes die again and again.
    """
    left = dict(enumerate(tasks))
    outcomes: dict[int, Any] = {}
    months = Months(engine.on_progress, sum(task.months for task in tasks))
    jobs, broken = min(engine.jobs, len(tasks)), 0
    while left:
        positions = list(left)
        finished = _round([left[position] for position in positions], work, jobs, months)
        at_work = [left[positions[k]].name for k in finished.suspects]
        broken += finished.is_broken
        for k, outcome in finished.outcomes.items():
            outcomes[positions[k]] = outcome
            months.before += left.pop(positions[k]).months
        if left and broken >= MOST_ROUNDS:
            raise SomeFailed(_given_up(len(left), len(tasks), at_work))
    return [outcomes[position] for position in range(len(tasks))]


def _round(tasks: list[Task], work: Work, jobs: int, months: Months) -> Round:
    if jobs == 1:
        return in_this_process(tasks, work, months.tell)
    return in_processes(tasks, min(jobs, len(tasks)), work, months.tell)


def _given_up(left: int, of: int, at_work: Sequence[str]) -> str:
    during = f", the last during {' or '.join(at_work)}" if at_work else ""
    hint = "use one process (-j 1), or more persons a worker"
    return f"processes died {MOST_ROUNDS} times{during}; {left} of {of} are left\n    hint: {hint}"
