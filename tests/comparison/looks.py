"""Stand-ins for what simulates and counts one pair, importable by name in another process."""

from tests.experiment.fake import kill_process_of_1, kill_process_of_1_once

from laborsim.comparison.persons import PairPersons, PairTask
from laborsim.experiment.simulate import OnMonth
from laborsim.experiment.stops import WrongInput
from laborsim.model.invariants import InvariantError


def look(task: PairTask, on_month: OnMonth) -> PairPersons:
    """Return a pair in which nobody was counted."""
    on_month(task.months)
    return PairPersons(task.replicate, {}, ())


def look_but_1_kills_its_process_once(task: PairTask, on_month: OnMonth) -> PairPersons:
    on_month(1)
    kill_process_of_1_once(task.replicate)
    return look(task, on_month)


def look_but_1_always_kills_its_process(task: PairTask, on_month: OnMonth) -> PairPersons:
    on_month(1)
    kill_process_of_1(task.replicate)
    return look(task, on_month)


def look_but_1_raises(task: PairTask, on_month: OnMonth) -> PairPersons:
    if task.replicate == 1:
        raise RuntimeError("no luck")
    return look(task, on_month)


def look_but_1_loses_workers(task: PairTask, on_month: OnMonth) -> PairPersons:
    if task.replicate == 1:
        raise InvariantError("2024-01, CN-GS: people are lost: 1 against 2")
    return look(task, on_month)


def look_but_1_cannot_begin(task: PairTask, on_month: OnMonth) -> PairPersons:
    if task.replicate == 1:
        raise WrongInput("no fit for 1901")
    return look(task, on_month)
