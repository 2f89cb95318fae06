"""The two tables of a calibration: parameters, and targets with fitted and held out apart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from laborsim.report.text.numbers import digits

if TYPE_CHECKING:
    from rich.table import Table

    from laborsim.calibration.estimation.outcome import ParameterRow, TargetRow

Cells = tuple[str, ...]

PARAMETER_COLUMNS = ("parameter", "start", "estimate", "standard error", "prior, 5 to 95 %", "moved by the data")
TARGET_COLUMNS = ("target", "published", "model", "unit", "miss in standard errors")
GROUPS = {
    "solved": "Solved by the inversion, read off the baseline",
    "fit": "Fitted",
    "holdout": "Held out",
    "monitor": "Only watched",
}


def parameter_cells(rows: "Sequence[ParameterRow]") -> list[Cells]:
    """Return the cells of the table of parameters."""
    return [
        (
            row.name, _number(row.start), _number(row.estimate), _number(row.se),
            f"{_number(row.prior_low)} … {_number(row.prior_high)}",
            row.verdict if row.verdict == "prior only" else f"{row.moved:.0%}{' (weak)' if row.verdict else ''}",
        )
        for row in rows
    ]  # fmt: skip


def grouped(rows: "Sequence[TargetRow]") -> "dict[str, list[TargetRow]]":
    """Return the targets by the headings under which they are shown; only those that occur."""
    groups: dict[str, list[TargetRow]] = {name: [] for name in GROUPS}
    for row in rows:
        groups["solved" if row.solved and row.use == "fit" else row.use].append(row)
    return {GROUPS[name]: found for name, found in groups.items() if found}


def target_cells(rows: "Sequence[TargetRow]") -> list[Cells]:
    """Return the cells of a table of targets."""
    return [
        (
            row.id,
            f"{_published(row)} {row.mark}".strip(),
            _number(row.model),
            row.unit,
            digits(row.miss, 1, signed=True),
        )
        for row in rows
    ]


def _published(row: "TargetRow") -> str:
    if row.low == row.high:
        return _number(row.published)
    if row.low == float("-inf"):
        return f"at most {_number(row.high)}"
    return f"at least {_number(row.low)}" if row.high == float("inf") else f"{_number(row.low)} … {_number(row.high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def rich_table(columns: Cells, rows: list[Cells], title: str = "") -> "Table":
    """Return a table for a terminal."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", title=title, title_justify="left"
    )
    for k, column in enumerate(columns):
        table.add_column(Text(column), justify="left" if k == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def tab_lines(columns: Cells, rows: list[Cells]) -> list[str]:
    """Return a table for a pipe: cells between tabs."""
    return ["\t".join(cells) for cells in (columns, *rows)]


def markdown(columns: Cells, rows: list[Cells]) -> str:
    """Return a table for a page; all but the first column stand to the right."""
    rule = ("---", *("---:" for _ in columns[1:]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows)) + "\n"
