"""Observed flows between provinces (migrants by province of registration and of residence), and links of pairs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from laborsim.published.data_tables import DATA, BadTable, Row, read_rows, spelled_out
from laborsim.published.regions import region_codes

YEAR = 2010
"""The year of the matrix: the node of the census of 2010 (source migflow2010)."""

MISSING_ROWS = ("CN-AH", "CN-GZ", "CN-HE", "CN-HI", "CN-HN", "CN-LN", "CN-NX", "CN-SD", "CN-SH", "CN-SN")
"""Origins that the source gives no row of (source migflow2010): declared, so that no other row is lost unseen."""

COLUMNS = ("year", "origin", "destination", "workers", "unit", "confidence", "source_id")

LINK_COLUMNS = ("a", "b", "border", "shared_dialect", "confidence", "source_id", "note")

ASSUMPTION = "ASSUMPTION"


@dataclass(frozen=True)
class ObservedFlows:
    """Persons by origin and destination; origins in canonical order."""

    year: int
    origins: tuple[str, ...]
    workers: dict[tuple[str, str], int]


@cache
def observed_flows() -> ObservedFlows:
    """Return the flows of data/flows_2010.csv. Raises BadTable as `load_flows` does."""
    return load_flows(DATA / "flows_2010.csv", YEAR, MISSING_ROWS)


def load_flows(path: Path, year: int | None, missing: tuple[str, ...] | None) -> ObservedFlows:
    """Return the matrix of a CSV table with COLUMNS, of a declared year and declared missing origins.

    Raises BadTable naming every fault with its row and column: year or missing rows not declared, or otherwise than
    found, cells, pairs that stand twice or not at all. Its sources stand in sources.csv beside it.
    """
    rows = read_rows(path)
    if not rows or tuple(rows[0]) != COLUMNS:
        found = spelled_out(", ".join(rows[0])) if rows else "no rows"
        raise BadTable(f"{path.name}: it needs the columns {', '.join(COLUMNS)} in this order; found: {found}")
    sources = {row["source_id"] for row in read_rows(path.parent / "sources.csv")}
    faults = [] if year is not None else [f"{path.name}, column year: the year of the matrix is not declared"]
    faults += [
        f"{path.name}, row {line}, column {fault}"
        for line, row in enumerate(rows, start=2)
        for fault in _faults(row, year, sources)
    ]
    faults += [f"{path.name}, {fault}" for fault in _pair_faults(rows, missing)]
    if faults or year is None:
        raise BadTable("\n".join(faults))
    origins = {row["origin"] for row in rows}
    return ObservedFlows(
        year,
        tuple(code for code in region_codes() if code in origins),
        {(row["origin"], row["destination"]): int(row["workers"]) for row in rows},
    )


def _faults(row: Row, year: int | None, sources: set[str]) -> Iterator[str]:
    if year is not None and row["year"] != str(year):
        yield f"year: {row['year']!r} is not the declared year {year}"
    for column in ("origin", "destination"):
        if row[column] not in region_codes():
            yield f"{column}: {row[column]!r} is no region of the region table"
    if row["origin"] == row["destination"]:
        yield f"destination: {row['destination']} is the origin itself; the matrix holds other provinces only"
    if not (row["workers"].isascii() and row["workers"].isdigit()):
        yield f"workers: {row['workers']!r} is not a whole number of persons, 0 or more"
    if row["unit"] != "persons":
        yield f"unit: {row['unit']!r} is not persons"
    if row["source_id"] not in sources:
        yield f"source_id: {row['source_id']!r} does not stand in sources.csv"


def _pair_faults(rows: list[Row], missing: tuple[str, ...] | None) -> Iterator[str]:
    pairs = Counter((row["origin"], row["destination"]) for row in rows)
    origins = {origin for origin, _ in pairs}
    absent = tuple(code for code in region_codes() if code not in origins)
    if missing is None:
        yield f"column origin: missing rows are not declared; without a row: {', '.join(absent) or 'none'}"
    else:
        for code in sorted(set(absent) ^ set(missing)):
            said = "has no row and is not declared missing" if code in absent else "is declared missing and has rows"
            yield f"column origin: {code} {said}"
    for (origin, to), count in pairs.items():
        if count > 1:
            yield f"column destination: {count} rows from {origin} to {to}; keep one"
    for origin in sorted(origins & set(region_codes())):
        lacking = [to for to in region_codes() if to != origin and (origin, to) not in pairs]
        if lacking:
            yield f"column destination: from {origin} no row to {', '.join(lacking)}"
        if not any(row["workers"].strip("0") for row in rows if row["origin"] == origin):
            yield f"column workers: nobody leaves {origin}; leave its rows out and declare it missing"


@cache
def province_links() -> dict[frozenset[str], tuple[float, float]]:
    """Return (border, shared dialect), each 0 or 1, of the pairs in data/province_links.csv; others have neither."""
    return load_links(DATA / "province_links.csv")


def load_links(path: Path) -> dict[frozenset[str], tuple[float, float]]:
    """Return the links of a CSV table with LINK_COLUMNS. Raises BadTable naming every fault with row and column."""
    rows = read_rows(path)
    if not rows or tuple(rows[0]) != LINK_COLUMNS:
        raise BadTable(f"{path.name}: it needs the columns {', '.join(LINK_COLUMNS)} in this order")
    sources = {row["source_id"] for row in read_rows(path.parent / "sources.csv")} | {ASSUMPTION}
    faults = []
    seen: set[frozenset[str]] = set()
    for line, row in enumerate(rows, start=2):
        place = f"{path.name}, row {line}, column"
        faults += [f"{place} {c}: {row[c]!r} is no region" for c in ("a", "b") if row[c] not in region_codes()]
        faults += [
            f"{place} {c}: {row[c]!r} is not 0 or 1" for c in ("border", "shared_dialect") if row[c] not in ("0", "1")
        ]
        if row["source_id"] not in sources:
            faults.append(f"{place} source_id: {row['source_id']!r} does not stand in sources.csv")
        pair = frozenset((row["a"], row["b"]))
        if len(pair) == 1 or pair in seen:
            faults.append(f"{place} b: the pair {row['a']}, {row['b']} is one place, or stands twice")
        seen.add(pair)
    if faults:
        raise BadTable("\n".join(faults))
    return {frozenset((row["a"], row["b"])): (float(row["border"]), float(row["shared_dialect"])) for row in rows}
