"""`Workers`: everyone, stored in columns, answering like a Mesa AgentSet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes
from laborsim.kernels.codes import GONE
from laborsim.kernels.counts import Counts, empty_counts, total
from laborsim.kernels.month import Month
from laborsim.kernels.state import WorkerColumns, empty_columns, joined
from laborsim.model.worker import Worker

GROWTH = 0.05  # rows added when there are more entrants than free rows [share]


class Workers(Sequence[Worker]):
    """All rows in which a worker lives. Iterating makes `Worker` views; `do` and `get` never do."""

    def __init__(
        self, model: mesa.Model, columns: WorkerColumns, persons: NDArray[np.int64], month: Month, n_threads: int
    ) -> None:
        self.model = model  # Mesa wants to find it at every agent; nothing here asks it anything
        self.columns, self.persons, self.n_threads = columns, persons, n_threads
        self.month = month  # in which they live: what all of them can see

    def __len__(self) -> int:
        return int(np.count_nonzero(self.columns.status != GONE))

    def __getitem__(self, place: int) -> Worker:  # type: ignore[override]  # no slices
        return Worker(self, int(np.flatnonzero(self.columns.status != GONE)[place]))

    def __iter__(self) -> Iterator[Worker]:
        return (Worker(self, int(row)) for row in np.flatnonzero(self.columns.status != GONE))

    def do(self, name: str, rows: NDArray[np.int64] | None = None) -> Workers:
        """Let every worker, or those in some rows, live through one pass (`decide`, `move`)."""
        one_pass, month = getattr(passes, name), self.month
        if rows is None:
            self._over_rows(len(self.columns), lambda first, last: one_pass(self.columns, month, first, last))
        else:
            self._over_rows(len(rows), lambda first, last: one_pass(self.columns, rows[first:last], month))
        return self

    def take_stock(self) -> Counts:
        """Remember the month and count everybody, whole numbers only: the same for any number of threads."""
        persons, month = self.persons, self.month

        def part(first: int, last: int) -> Counts:
            counts = empty_counts(len(persons))
            passes.record(self.columns, month, (first, last), persons, counts)
            return counts

        return total(self._over_rows(len(self.columns), part))

    def get(self, name: str) -> NDArray[Any]:
        """Return one column of the rows in which somebody lives."""
        column: NDArray[Any] = getattr(self.columns, name)[self.columns.status != GONE]
        return column

    def room_for(self, number: int, free: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the first free rows, with more rows made if there are too few."""
        if len(free) < number:
            rows = len(self.columns)
            self.columns = joined(self.columns, empty_columns(number + int(GROWTH * rows)))
            free = np.concatenate([free, np.arange(rows, len(self.columns))])
        return free[:number]

    def let_go(self) -> None:
        """Forget everybody. A model is part of circles that Python looks for late, and its rows take the memory."""
        self.columns = empty_columns(0)

    def _over_rows(self, number: int, work: Callable[[int, int], Any]) -> list[Any]:
        edges = np.linspace(0, number, self.n_threads + 1).astype(int)
        spans = list(pairwise(edges))
        if self.n_threads == 1:
            return [work(*span) for span in spans]
        # Kernels release the interpreter lock; each thread writes its own rows and its own counts.
        with ThreadPoolExecutor(self.n_threads) as pool:
            return list(pool.map(lambda span: work(*span), spans))
