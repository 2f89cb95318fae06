"""Inputs of a base year that are later than it: which, of what date, and why; none may be missing from the list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from laborsim.published.data_tables import DATA, BadTable, Figure, Row, read_rows
from laborsim.published.figures import figures, sources
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR, LATER, published

YEARS = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class LaterInput:
    """One input, and the base years that it is later than."""

    input: str  # the id of a figure, a pattern of ids, a file of data/, a constant of the code, or a margin
    reference: str  # its date as the table of base inputs shows it
    base_years: tuple[int, ...]
    what: str
    reason: str


def last_year_named(text: str) -> int | None:
    """Return the last year that a date names; None where it names none."""
    years = [int(found) for found in YEARS.findall(text)]
    return max(years, default=None)


@cache
def later_inputs() -> tuple[LaterInput, ...]:
    """Return every input later than a base year: of data/later_inputs.csv, filled in, or made of later ones.

    Raises BadTable for a row that names no figure and has no date of its own.
    """
    declared = (_declared(row) for row in read_rows(DATA / "later_inputs.csv"))
    return (*(found for found in declared if found.base_years), *_filled(), *_made_of_later())


def later_than(base_year: int) -> tuple[LaterInput, ...]:
    """Return the inputs that are later than a base year."""
    return tuple(found for found in later_inputs() if base_year in found.base_years)


def is_declared(name: str) -> bool:
    """Return whether the table has an input: the id of a figure, a file of data/, a constant."""
    declared = any(fnmatchcase(name, row["input"]) for row in read_rows(DATA / "later_inputs.csv"))
    return declared or any(found.input == name for found in _made_of_later())


def _declared(row: Row) -> LaterInput:
    found = [figure for figure in figures() if fnmatchcase(figure.id, row["input"])]
    if not (found or row["reference"]):
        raise BadTable(f"later_inputs.csv: {row['input']!r} names no figure; correct it, or give its reference date")
    years = _base_years(row["base_years"])
    dates = {row["reference"]} if row["reference"] else {figure.as_of for figure in found}
    late = tuple(year for year in years if any(is_later(date, year) for date in dates))
    return LaterInput(
        row["input"],
        _span(date for date in dates if not late or is_later(date, late[0])),
        late,
        row["what"],
        row["reason"],
    )


def _base_years(text: str) -> range:
    """Return the base years of "2016-2019", of "2016", or all."""
    if not text:
        return range(FIRST_YEAR, LAST_YEAR + 1)
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def is_later(date: str, base_year: int) -> bool:
    """Return whether a date is later than the end of a base year, or none at all."""
    year = last_year_named(date)
    return year is None or year > base_year


def is_late_figure(found: Figure, base_year: int) -> bool:
    """Return whether a figure, or what it was made of, is later than the end of a base year, or undated."""
    return is_later(reference_of(found), base_year)


def reference_of(found: Figure) -> str:
    """Return the date of the latest part that a figure was made of: its own, or the year that its source reports.

    "17185 - 251" of 2016 knows the report of 2017. ASSUMPTION: a source of a year reports the year before.
    """
    own = last_year_named(found.as_of)
    if found.confidence != "derived" or own is None or found.source_id not in sources():
        return found.as_of
    said = last_year_named(sources()[found.source_id].date)
    return str(said - 1) if said is not None and said - 1 > own else found.as_of


_BASE_TABLES = ("annual", "zone", "pay", "structure", "age", "founders", "aggregate")
"""Tables of years of which a base date reads its own year."""


@cache
def _made_of_later() -> tuple[LaterInput, ...]:
    """Return the figures of base years that were worked out of a later report."""
    found = []
    for figure in figures():
        reference, own = reference_of(figure), last_year_named(figure.as_of)
        if figure.table not in _BASE_TABLES or own is None or own < FIRST_YEAR or reference == figure.as_of:
            continue
        years = tuple(year for year in range(own, LAST_YEAR + 1) if year < int(reference))
        if years:
            reason = f"worked out of a later report ({figure.source_id}), as its own was not recorded"
            found.append(LaterInput(figure.id, reference, years, figure.series, reason))
    return tuple(found)


def _span(dates: Iterable[str]) -> str:
    found = sorted(set(dates))
    return found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"


def _filled() -> tuple[LaterInput, ...]:
    """Return the margins that some base years lack and that were made of later ones."""
    years: dict[tuple[str, str, str], list[int]] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for margin in published(year).margins.values():
            if LATER in margin.note:
                note = margin.note.replace(f" ({LATER})", "")
                years.setdefault((margin.name, str(last_year_named(note)), f"{margin.confidence}: {note}"), []).append(
                    year
                )
    return tuple(
        LaterInput(name, reference, tuple(found), "margin", f"the report of the year lacks it; {how}")
        for (name, reference, how), found in years.items()
    )
