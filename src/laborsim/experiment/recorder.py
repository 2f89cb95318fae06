"""Writes down what a running model shows, month by month."""

import copy
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.results import SERVICES, Records, Results, narrow
from laborsim.kernels.codes import GONE

NOBODY: Records = np.zeros(0, [("worker_id", np.uint32)])
"""The sample of a run in which nobody was followed."""


class MonthCounts(Protocol):
    """One month's counts, as `kernels.tally.Counts`."""

    @property
    def series(self) -> NDArray[np.int64]: ...  # noqa: D102 - see kernels.tally
    @property
    def groups(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def od(self) -> NDArray[np.int64]: ...  # noqa: D102


class Recordable(Protocol):
    """What the recorder reads off a model, in the month in which it stands; it can neither write nor go on."""

    @property
    def months(self) -> int: ...  # noqa: D102 - see model.labor_model
    @property
    def counts(self) -> MonthCounts: ...  # noqa: D102
    @property
    def levels(self) -> NDArray[np.float64]: ...  # noqa: D102
    @property
    def services(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def service_names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def region_codes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def closed_businesses(self) -> Records: ...  # noqa: D102
    @property
    def workers(self) -> Any: ...  # noqa: D102

    def open_businesses(self) -> Records:
        """Return the businesses that are open now; `end` is -1."""

    def follow(self, worker_ids: NDArray[np.uint32]) -> Records:
        """Return this month's row of each of these workers."""


class Recorder:
    """Collects the months of one run; `results` puts them together."""

    def __init__(self, model: Recordable, variables: Sequence[str], levels: Sequence[str], followed: int) -> None:
        self._variables, self._levels = tuple(variables), tuple(levels)
        columns = model.workers.columns
        living = columns.worker_id[columns.status != GONE] if followed else columns.worker_id[:0]
        self._followed = evenly_spaced(living, followed)
        self._months: list[int] = []
        self._series: list[NDArray[np.int64]] = []
        self._groups: list[NDArray[np.integer[Any]]] = []
        self._od: list[NDArray[np.integer[Any]]] = []
        self._regional: list[NDArray[np.float64]] = []
        self._services: list[NDArray[np.int64]] = []
        self._spells: list[Records] = []
        self._sample: list[Records] = []

    @property
    def months_seen(self) -> int:
        """Months written down so far, the base date not counted; −1 = not even that."""
        return len(self._months) - 1

    def branch(self, services: Sequence[NDArray[np.int64]]) -> "Recorder":
        """Return a recorder that has seen the same months of another world, whose ledger of them is `services`."""
        other = copy.copy(self)
        for name, seen in vars(self).items():
            if isinstance(seen, list):
                setattr(other, name, seen.copy())
        other._services = list(services)
        return other

    def record(self, model: Recordable) -> None:
        """Write down the model's present month."""
        counts = model.counts
        self._months.append(model.months)
        self._series.append(counts.series.copy())
        self._groups.append(narrow(counts.groups))
        self._od.append(narrow(counts.od))
        self._regional.append(model.levels.copy())
        self._services.append(model.services.copy())
        self._spells.append(model.closed_businesses.copy())
        if len(self._followed):
            self._sample.append(model.follow(self._followed))

    def results(self, model: Recordable) -> Results:
        """Return everything recorded, with the businesses that are still open."""
        regions = len(model.region_codes)
        services = np.array(self._services, np.int64)
        return Results(
            months=np.array(self._months, np.int64),
            regions=tuple(model.region_codes),
            variables=self._variables,
            levels=self._levels,
            service_names=tuple(model.service_names),
            series=np.array(self._series, np.int64),
            groups=np.array(self._groups),
            od=np.array(self._od),
            regional=np.array(self._regional, np.float64),
            services=services.reshape(len(self._months), len(model.service_names), regions, len(SERVICES)),
            spells=np.concatenate([*self._spells, model.open_businesses()]),
            sample=np.concatenate(self._sample) if self._sample else NOBODY,
        )


def evenly_spaced(worker_ids: NDArray[np.uint32], wanted: int) -> NDArray[np.uint32]:
    """Return up to `wanted` workers spread evenly over the rows: the same people in every scenario."""
    rows = np.linspace(0, len(worker_ids) - 1, min(wanted, len(worker_ids)))
    return worker_ids[rows.astype(np.int64)]
