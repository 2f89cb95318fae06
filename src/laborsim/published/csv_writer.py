"""Tables as CSV, written in one place: for spreadsheets, for pyam, and for laborsim's own programs to read again."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

Cell = str | int | float | bool | None
"""What a table holds; None is an empty cell."""

_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠\t\r\n]")
"""How a text begins that a spreadsheet may run as a formula, whatever blanks stand before it (OWASP ASVS 5, 1.2.10)."""


@dataclass(frozen=True)
class Dialect:
    """How a table is written for those who read it. `guards`: no text of it acts as a formula."""

    encoding: str
    line_end: str
    guards: bool


SPREADSHEET = Dialect("utf-8-sig", "\r\n", guards=True)  # Excel needs the byte order mark
AS_IT_STANDS = Dialect("utf-8-sig", "\r\n", guards=False)  # a table for spreadsheets again: its texts are guarded
PYAM = Dialect("utf-8", "\n", guards=True)
PROGRAM = Dialect("utf-8", "\n", guards=False)  # read again by laborsim, or by whoever loads the texts as they are


PLAIN = frozenset((float, int, bool, type(None)))
"""What the csv module writes as it is: every digit of a float, and nothing for None."""


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe first if need be."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    """Return a table with its header; numbers keep every digit and are never guarded."""
    return csv_rows([columns, *rows], dialect)


def csv_rows(rows: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    """Return rows without a header, to be added to a table."""
    text = StringIO()
    writer = csv.writer(text, lineterminator=dialect.line_end)
    text_of = guarded if dialect.guards else str
    writer.writerows([cell if type(cell) in PLAIN else _written(cell, text_of) for cell in row] for row in rows)
    return text.getvalue().encode(dialect.encoding)


WORLDS = ("scenario", "against")
"""Columns that say which two worlds an effect subtracts: the first less the second."""

WHAT_IF = "what_if"
"""The column that says which parameters are not the shipped calibration; empty for none."""


def with_columns(table: bytes, told: Mapping[str, str]) -> bytes:
    """Return a table for spreadsheets with columns that are the same in every row; those that it has stay."""
    head, *rows = csv.reader(StringIO(table.decode("utf-8-sig"), newline=""))
    new = {name: text for name, text in told.items() if name not in head}
    return csv_table((*head, *new), [(*row, *map(guarded, new.values())) for row in rows], AS_IT_STANDS)


def _written(cell: Cell, text_of: Callable[[str], str]) -> str | float:
    if isinstance(cell, str):
        return text_of(cell)
    return float(cell) if isinstance(cell, float) else str(cell)  # numpy's text of a number is not its repr
