"""One published number with its provenance, and how the tables in data/ are read."""

import csv
import os
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

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


def spelled_out(text: str) -> str:
    """Return text of somebody else's on one line, with characters that nobody sees, or a terminal obeys, spelt out."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


class BadTable(ValueError):  # noqa: N818 - as the sentence says it
    """A table that cannot be used as it is; it says which one, where, and what is allowed."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file.

    Raises BadTable where it is no table in UTF-8, or a row has too many or too few cells, OSError where it cannot be
    read: in the folder that LABORSIM_DATA names, it says so.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            rows = list(table)
    except OSError as error:
        if not os.environ.get(OWN_DATA) or not path.is_relative_to(DATA):
            raise
        hint = f"{OWN_DATA}={DATA} must name a folder with all tables of laborsim; unset it to use the shipped ones"
        raise type(error)(f"{path}: {error.strerror or error}; {hint}") from error
    except UnicodeDecodeError as error:
        byte = f"{error.object[error.start]:#04x}"
        raise BadTable(f"{path.name}: not UTF-8 ({byte}, {error.reason}); save it as 'CSV UTF-8'") from error
    except csv.Error as error:
        raise BadTable(f"{path.name}: not a table of comma-separated values: {error}") from error
    if twice := sorted(name for name, number in Counter(table.fieldnames or ()).items() if number > 1):
        raise BadTable(f"{path.name}: columns that stand twice: {spelled_out(', '.join(twice))}; delete one of them")
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadTable(f"{path.name}, row {line}: not as many cells as the header names; quote text with commas")
    return rows


Row = dict[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True)
class RecordTable:
    """The columns that find a row, and templates of the words that describe it."""

    file: str
    title: str
    keys: Key
    region: str
    series: str
    group: str = ""


TABLES = {
    "document": RecordTable(
        "document_figures.csv", "Statements of the five texts", ("id",), "{geography}", "{id}", "{kind}"
    ),
    "annual": RecordTable(
        "nbs_migrant_workers_annual.csv", "Migrant workers", ("series", "year"), "{geography}", "{series}"
    ),
    "zone": RecordTable(
        "nbs_by_region.csv",
        "Migrant workers by zone",
        ("kind", "zone", "year"),
        "{zone}",
        "{kind}",
        "{scheme} table",
    ),
    "pay": RecordTable(
        "nbs_income.csv", "Monthly pay", ("group", "year", "geography"), "{geography}", "pay", "{group}"
    ),
    "age": RecordTable("nbs_age.csv", "Age", ("group", "category", "year"), "China", "age: {category}", "{group}"),
    "structure": RecordTable(
        "nbs_structure.csv",
        "Sex, schooling, sector, training, insurance",
        ("dimension", "category", "group", "year"),
        "China",
        "{dimension}: {category}",
        "{group}",
    ),
    "founders": RecordTable(
        "returnee_founders.csv",
        "Returnee founders, parks, loans",
        ("series", "as_of", "geography"),
        "{geography}",
        "{series}",
    ),
    "poverty": RecordTable(
        "poverty_and_provinces.csv",
        "People lifted out of poverty; single provinces",
        ("series", "as_of", "geography"),
        "{geography}",
        "{series}",
    ),
    "outcome": RecordTable(
        "outcomes.csv",
        "Outcomes of what scenarios ask: read where runs are held against them, by nothing that is simulated",
        ("series", "as_of", "geography"),
        "{geography}",
        "{series}",
    ),
    "count": RecordTable(
        "province_counts.csv",
        "Migrant workers by province",
        ("code", "as_of", "concept", "what"),
        "{code}",
        "{what}",
        "{concept}",
    ),
    "aggregate": RecordTable(
        "labour_aggregates.csv",
        "New jobs, unemployment, urbanization, prices, incomes",
        ("series", "year"),
        "{geography}",
        "{series}",
    ),
    "births": RecordTable("births.csv", "Births", ("year",), "{geography}", "{series}"),
    "literature": RecordTable(
        "literature.csv", "Elasticities and hazards of the literature", ("id",), "", "{description}"
    ),
    "level": RecordTable(
        "lever_levels.csv", "Past levels of policy levers", ("lever", "year", "region"), "{region}", "{lever}"
    ),
    "cost": RecordTable(
        "lever_costs.csv",
        "What levers cost, and what comes back",
        ("lever", "component"),
        "China",
        "{lever}: {component}",
    ),
    "settlement": RecordTable(
        "settlement.csv", "Registration that migrants can get at the destination", ("region",), "{region}", "access"
    ),
    "province": RecordTable(
        "provinces.csv",
        "The 31 province-level regions",
        ("field", "code"),
        "{code}",
        "{description}",
        "{province}",
    ),
}
"""Every table of figures by name, in the order in which the list of figures shows them."""


@cache
def table(name: str) -> dict[Key, Figure]:
    """Return the figures of one table by key, in file order. Raises ValueError where two rows share a key."""
    form = TABLES[name]
    found: dict[Key, Figure] = {}
    for row in _region_cells() if name == "province" else read_rows(DATA / form.file):
        key = tuple(row[column] for column in form.keys)
        if key in found:
            raise ValueError(f"data/{form.file}: two rows for {' / '.join(key)}; keep one")
        found[key] = _figure(name, key, row)
    return found


def _figure(name: str, key: Key, row: Row) -> Figure:
    form = TABLES[name]
    value = number_or_text(row.get("value") or row["interpreted_value"])
    used = in_words(value, row["unit"])
    return Figure(
        id="/".join((name, *key)),
        table=name,
        value=value,
        unit=row["unit"],
        as_of=row.get("as_of") or row.get("year") or "undated",
        region=form.region.format_map(row),
        series=form.series.format_map(row),
        group=form.group.format_map(row),
        as_printed=row.get("as_printed") or row.get("quote") or "",
        as_used=f"not used; perhaps {used}" if row.get("certainty") == "low" else used,
        reason=row.get("reasoning") or row.get("note") or "",
        source_id=row["source_id"],
        confidence=cast(Confidence, row["confidence"]),
        garbled=row.get("garbled") == "yes",
    )


def _region_cells() -> list[Row]:
    """Return each cell of provinces.csv as a row of its own, with the provenance of its column or cell."""
    fields = {(row["field"], row["code"]): row for row in read_rows(DATA / "province_fields.csv")}
    columns = dict.fromkeys(field for field, _ in fields)
    return [
        {**(fields.get((column, row["code"])) or fields[column, ""]), **_cell(row, column)}
        for row in read_rows(DATA / "provinces.csv")
        for column in columns
    ]


def _cell(row: Row, column: str) -> Row:
    return {"value": row[column], "code": row["code"], "province": row["province"]}
