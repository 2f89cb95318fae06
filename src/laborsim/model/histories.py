"""Histories: business spells and months of followed workers, as structured records of a month."""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import GONE
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.kernels.month import Month
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import CHILDREN_MASK, CHILDREN_SHIFT, EMPLOYER_BIT, PARK_BIT, RETURNEE_FOUNDER_BIT
from laborsim.kernels.welfare import incomes

OPEN = -1  # end of a business still in operation

BUSINESS = np.dtype(
    [
        ("worker_id", np.uint32),
        ("region", np.uint8),
        ("start", np.int16),
        ("end", np.int16),
        ("employer", np.bool_),
        ("park", np.bool_),
        ("returnee", np.bool_),
    ]
)
"""One business spell; months are running month numbers, `end` is −1 while it lasts."""

PERSON_MONTH = np.dtype(
    [
        ("worker_id", np.uint32),
        ("month", np.int16),
        ("status", np.uint8),
        ("destination", np.uint8),
        ("savings_yuan", np.float64),
        ("debt_yuan", np.float64),
        ("pay_yuan", np.float64),
        ("children", np.uint8),
        ("events", np.uint16),
    ]
)
"""One month of one worker; `GONE` where he has left or has not come yet."""


def no_businesses() -> NDArray[np.void]:
    """Return an empty list of businesses."""
    return np.empty(0, BUSINESS)


def businesses(columns: WorkerColumns, rows: NDArray[np.int64], end: int) -> NDArray[np.void]:
    """Return the businesses of some rows that ended in a month, or are `OPEN`."""
    found = np.empty(len(rows), BUSINESS)
    found["worker_id"], found["region"] = columns.worker_id[rows], columns.origin[rows]
    found["start"] = columns.spell_start[rows]
    found["end"] = end
    for name, bit in (("employer", EMPLOYER_BIT), ("park", PARK_BIT), ("returnee", RETURNEE_FOUNDER_BIT)):
        found[name] = (columns.traits[rows] & bit) > 0
    return found


def workers(
    columns: WorkerColumns, month: Month, worker_ids: NDArray[np.uint32], rows: dict[int, int]
) -> NDArray[np.void]:
    """Return this month of some workers, in the order asked.

    rows: where each of them was found before; a worker keeps his row, so everybody is looked through only for those
    who are new here, and `rows` remembers them.
    """
    wanted = worker_ids[[int(worker_id) not in rows for worker_id in worker_ids]]
    if len(wanted):
        there = np.flatnonzero(np.isin(columns.worker_id, wanted) & (columns.status != GONE))
        rows.update(zip(columns.worker_id[there].tolist(), there.tolist(), strict=True))
    found = np.zeros(len(worker_ids), PERSON_MONTH)
    found["worker_id"], found["month"], found["status"] = worker_ids, month.step, GONE
    row = np.array([rows.get(int(worker_id), 0) for worker_id in worker_ids], np.int64)
    # The row of somebody who left may be another's by now.
    here = np.flatnonzero((columns.worker_id[row] == worker_ids) & (columns.status[row] != GONE))
    people: WorkerColumns = columns[row[here]]  # type: ignore[assignment]  # some rows
    for name in ("status", "destination", "events"):
        found[name][here] = people[name]
    for name in ("savings", "debt"):
        found[f"{name}_yuan"][here] = GRID_YUAN[people[name]] * month.pay.unit
    found["pay_yuan"][here] = incomes(people, month)
    found["children"][here] = (people.traits >> CHILDREN_SHIFT) & CHILDREN_MASK
    return found
