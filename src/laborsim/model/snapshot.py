"""A snapshot: what a world shows at the end of a month, to whoever looks at single people or at the books."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.choice.tables import Places, Tastes
from laborsim.kernels.counts import Counts
from laborsim.kernels.month import Month
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.welfare import Chances
from laborsim.levers.dials import Regional

Persons = NDArray[np.int64]


@dataclass(frozen=True)
class Snapshot:
    """A world at the end of a month, to be read and not written; true until the world goes on."""

    columns: WorkerColumns
    persons: Persons  # that a worker stands for [region of origin]
    month: Month  # what all workers could see
    counts: Counts
    chances: Chances  # of being given what one asks for
    places: Places  # what the tables of the choice are made of
    tastes: Tastes
    let_in: Regional  # share of the people away there for whom levers have let a bar to registering fall [region]
    region_codes: tuple[str, ...]
    service_names: tuple[str, ...]  # keys of the levers
    services: Persons  # [lever, region, stage] of the month
    served_rows: dict[str, NDArray[np.int64]]  # rows to whom a lever gave something this month

    @property
    def months(self) -> int:
        """Running month number."""
        return int(self.month.step)
