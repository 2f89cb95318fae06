"""One published number with its provenance, and how the tables in data/ are read."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Confidence = Literal["seen", "derived", "recalled", "assumed"]
"""seen: read in the source; derived: arithmetic on seen numbers; recalled: from memory; assumed: a guess."""

OWN_DATA = "LABORSIM_DATA"
"""Environment variable: a folder with the tables and fits to use instead of the shipped ones."""

DATA = Path(os.environ.get(OWN_DATA) or Path(__file__).parent.parent / "data")

TEN_THOUSAND = 10_000  # the survey counts in wan, 10^4 persons


@dataclass(frozen=True)
class Figure:
    """A published quantitative statement. `value` is a number, or text for dates, signs and names."""

    id: str  # table/key/key…
    table: str
    value: float | str
    unit: str
    as_of: str  # a year, a month, a span, or "undated"
    region: str
    series: str  # what is counted
    group: str  # among whom; "" = everyone
    as_printed: str  # the words of the source; "" where they were not recorded
    as_used: str  # value and unit as the product reads them
    reason: str  # why the print is garbled, how a number was derived, what to beware of
    source_id: str
    confidence: Confidence
    garbled: bool = False
    certainty: str = ""  # of the reading of a text: high, medium, low

    @property
    def quote(self) -> str:
        """The words of the source."""
        return self.as_printed

    @property
    def year(self) -> int | None:
        """First year named in `as_of`, or None."""
        return int(self.as_of[:4]) if self.as_of[:4].isdigit() else None

    @property
    def number(self) -> float:
        """The value as a number. Raises TypeError where the figure is text (a date, a sign)."""
        if isinstance(self.value, str):
            raise TypeError(f"figure {self.id} is not a number: {self.value!r} ({self.unit})")
        return self.value

    @property
    def persons(self) -> int:
        """The value in persons, whole. Raises TypeError where the unit does not count persons."""
        if self.unit.startswith("10^4 person"):
            return round(self.number * TEN_THOUSAND)
        if self.unit.startswith("person"):
            return round(self.number)
        raise TypeError(f"figure {self.id} does not count persons; its unit is {self.unit!r}")

    @property
    def mark(self) -> str:
        """The warning that goes with the value into every output; "" where it was seen or derived."""
        return {"recalled": "(recalled)", "assumed": "(ASSUMPTION)"}.get(self.confidence, "")

    def __str__(self) -> str:
        """Value, unit, date and mark in one line."""
        return " ".join(part for part in (self.as_used, f"[{self.as_of}]", self.mark) if part)


def number_or_text(text: str) -> float | str:
    """Return the number that `text` writes in digits, or else `text` itself."""
    try:
        return float(text)
    except ValueError:
        return text


def in_words(value: float | str, unit: str) -> str:
    """Return value and unit for people: thousands separated, no trailing zeros."""
    if isinstance(value, str):
        return value if unit == "date" else f"{value} ({unit})"
    return f"{value:.0f}" if unit == "year" else f"{value:,.10g} {unit}"


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file.

    Raises ValueError where a row has too many or too few cells, OSError where it cannot be read: in the folder that
    LABORSIM_DATA names, it says so.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        if not os.environ.get(OWN_DATA) or not path.is_relative_to(DATA):
            raise
        hint = f"{OWN_DATA}={DATA} must name a folder with all tables of laborsim; unset it to use the shipped ones"
        raise type(error)(f"{path}: {error.strerror or error}; {hint}") from error
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name}, row {line}: not as many cells as the header names; quote text with commas")
    return rows
