"""`Worker`: one row of the columns, seen as a Mesa agent. Holds no state of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import mesa

from laborsim.kernels.choice.choice import choose
from laborsim.kernels.choice.moves import settle
from laborsim.kernels.life.birthday import begin_month, grow_older
from laborsim.kernels.markets.held_jobs import visit_home
from laborsim.kernels.markets.separations import close, go_home, lose_post, separate
from laborsim.kernels.month import Month
from laborsim.kernels.random import month_words
from laborsim.kernels.state import COLUMNS, WorkerColumns

RULES: dict[str, Callable[..., None]] = {
    "begin_month": begin_month,
    "grow_older": grow_older,
    "separate": separate,
    "lose_post": lose_post,
    "visit_home": visit_home,
    "go_home": go_home,
    "close": close,
    "choose": choose,
    "settle": settle,
}
"""The rules of a month that one worker can live through alone, in their order."""

DRAWN = ("separate", "lose_post", "close", "choose")
"""Those that share the month's draws."""


class Everyone(Protocol):
    """What a view reads of the people it belongs to: `workers.Workers`."""

    columns: WorkerColumns
    month: Month

    @property
    def model(self) -> mesa.Model:
        """The model they live in, which Mesa wants to find at every agent."""


class Worker(mesa.Agent):
    """A person who could be a migrant worker. Attributes are the columns of `WorkerColumns`."""

    def __init__(self, workers: Everyone, row: int) -> None:
        # No super().__init__(): Mesa would register this view and keep the model alive for ever.
        self.workers, self.row = workers, row
        self.model, self.pos = workers.model, None
        self.unique_id = int(workers.columns.worker_id[row]) + 1  # Mesa counts from 1

    def do(self, rule: str) -> None:
        """Live through one rule alone: the very rule that the passes apply to everyone."""
        row, month = self.workers.columns[self.row], self.workers.month
        if rule in DRAWN:
            RULES[rule](row, month, month_words(month.stream, row.worker_id, month.step))
        else:
            RULES[rule](row, month)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Worker) and (self.workers, self.row) == (other.workers, other.row)

    def __hash__(self) -> int:
        return hash((id(self.workers), self.row))


def _cell(name: str) -> property:
    def read(worker: Worker) -> Any:
        return getattr(worker.workers.columns, name)[worker.row]

    def write(worker: Worker, value: Any) -> None:
        getattr(worker.workers.columns, name)[worker.row] = value

    return property(read, write)


for _name in COLUMNS:
    setattr(Worker, _name, _cell(_name))
