"""The state of all workers: one column per variable, one row per worker.

The columns are the fields of one packed record array: compiled rules take a single pointer, a row is 28
neighboring bytes, and `workers.status` is a column as everywhere else.
"""

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import CAME_FROM
from laborsim.kernels.codes import GONE, NOWHERE


class StateVariable(NamedTuple):
    """Unit and meaning of one state variable; docs/odd.md is generated from these."""

    unit: str
    meaning: str


class Declared:
    """Everything a worker remembers, in the order of the bytes: 28 bytes a worker."""

    worker_id: Annotated[NDArray[np.uint32], StateVariable("-", "Identity; the same person in every scenario.")]
    history: Annotated[
        NDArray[np.uint32], StateVariable("bits", "Where 12 months were worked, see `kernels.life.official_status`.")
    ]
    birth_month: Annotated[NDArray[np.int16], StateVariable("month number", "Month of birth.")]
    traits: Annotated[
        NDArray[np.uint16], StateVariable("bits", "Sex, schooling, children, type …, see `kernels.traits`.")
    ]
    experience: Annotated[NDArray[np.uint16], StateVariable("months", "Outbound work before the present spell.")]
    spell_start: Annotated[
        NDArray[np.int16], StateVariable("month number", "Month in which the present job or state began.")
    ]
    training_end: Annotated[
        NDArray[np.int16], StateVariable("month number", "End of the last training; 0 = never trained.")
    ]
    events: Annotated[
        NDArray[np.uint16], StateVariable("bits", "What happened this month, see `kernels.applications`.")
    ]
    origin: Annotated[NDArray[np.uint8], StateVariable("region", "Province of the home township.")]
    destination: Annotated[
        NDArray[np.uint8], StateVariable("region", "Province of present or last outbound work; 255 never.")
    ]
    status: Annotated[NDArray[np.uint8], StateVariable("-", "Monthly status, see `kernels.codes`.")]
    savings: Annotated[NDArray[np.uint8], StateVariable("grid", "Savings on the grid of `kernels.money.savings`.")]
    debt: Annotated[NDArray[np.uint8], StateVariable("grid", "Debt on the grid of `kernels.money.savings`.")]
    jobs: Annotated[
        NDArray[np.uint8],
        StateVariable(
            "jobs", "Jobs a founder's business offers; in placed work: the status he was taken from; else 0."
        ),
    ]
    applied: Annotated[
        NDArray[np.uint8], StateVariable("-", "What is applied for this month, see `kernels.applications`.")
    ]
    served: Annotated[NDArray[np.uint8], StateVariable("bits", "Programs that serve, see `kernels.applications`.")]


if TYPE_CHECKING:

    class WorkerColumns(Declared, np.recarray[Any, Any]):
        """The record array whose fields are declared above."""
else:
    WorkerColumns = np.recarray

WorkerRow = Any
"""One worker, `workers[i]`: a record with the fields above. Rules take a row, not the columns and a number, because
compiled code counts references to arrays and not to rows, which took a third of a month."""


def _scalar_of(array: Any) -> Any:
    """Return t of NDArray[t], which is ndarray[shape, dtype[t]] up to numpy 2.4 and an alias of its own since."""
    last = get_args(array)[-1]
    return get_args(last)[0] if get_args(last) else last


_TYPES = {name: _scalar_of(hint) for name, hint in get_type_hints(Declared).items()}
ROW = np.dtype([(name, kind) for name, kind in _TYPES.items()], align=True)
"""One worker."""

COLUMNS = tuple(_TYPES)
"""Names of the columns."""


def empty_columns(n_rows: int) -> WorkerColumns:
    """Allocate free rows."""
    columns: WorkerColumns = np.zeros(n_rows, ROW).view(np.recarray)  # type: ignore[assignment]  # fields declared above
    columns.status[:] = GONE
    columns.destination[:] = NOWHERE
    columns.events[:] = GONE << CAME_FROM
    return columns


def joined(first: WorkerColumns, second: WorkerColumns) -> WorkerColumns:
    """Return the rows of both."""
    columns: WorkerColumns = np.concatenate([first, second]).view(np.recarray)  # type: ignore[assignment]  # see above
    return columns
