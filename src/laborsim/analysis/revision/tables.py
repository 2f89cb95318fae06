"""The split of every change as a table, in the units of summary files."""

from collections.abc import Sequence

from laborsim.analysis.answer_files import Leaf, csv_leaf
from laborsim.analysis.attribution.tables import POINT, point_cells
from laborsim.analysis.revision.revision import Revision
from laborsim.published.csv_writer import Cell

COLUMNS = (*POINT, "number", "before", "after", "change", "factors", "share", "low_95", "high_95", "what_differs")
TOGETHER = " and "
"""Between factors that cannot be told apart."""


def revision_leaf(found: Revision) -> Leaf:
    """Return the table as a file named by the earlier run."""
    return csv_leaf(f"why-{found.before.run_id}.csv", COLUMNS, revision_rows(found))


def revision_rows(found: Revision) -> list[Sequence[Cell]]:
    """Return a row COLUMNS for every headline, number and block; shares of a number sum to its change."""
    return [
        (
            *point_cells(moved.point), moved.of, moved.before, moved.after, moved.change,
            TOGETHER.join(share.block), share.amount, share.low_95, share.high_95,
            "; ".join(str(one) for factor in share.block for one in found.differing[factor]),
        )
        for moved in found.moved
        for share in moved.shares
    ]  # fmt: skip
