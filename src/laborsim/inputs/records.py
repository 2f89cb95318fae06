"""How each file of data/ becomes figures: declared once per file, read on first use."""

from dataclasses import dataclass
from functools import cache
from typing import cast

from laborsim.inputs.tables import DATA, Confidence, Figure, in_words, number_or_text, read_rows

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
        certainty=row.get("certainty") or "",
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
