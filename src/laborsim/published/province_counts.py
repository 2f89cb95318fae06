"""Counts of migrant workers by province: by survey offices, and apart from them administrative ones; all checked."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from laborsim.published.data_tables import DATA, TEN_THOUSAND, BadTable, Row, read_rows, spelled_out
from laborsim.published.regions import PERCENT, region_codes

Concept = Literal["survey_year", "survey_quarter", "administrative"]

CONCEPTS: dict[str, str] = {
    "survey_year": "monitoring survey of migrant workers, whole year",
    "survey_quarter": "the same survey, at the end of a quarter or a half-year",
    "administrative": "labor transferred, as human resources departments count it: another concept, and larger",
}
"""Who counted. Only the survey is the concept of the national totals; nothing administrative is scored."""

SHARES = {
    "outside_share": "share of outbound workers outside the province",
    "inside_share": "share of outbound workers inside the province",
}

COUNTS = {
    "workers": "migrant workers",
    "local": "local",
    "outbound": "outbound",
    "outbound_inside": "outbound, inside the province",
    "outbound_outside": "outbound, outside the province",
    "works_inside": "local, or outbound inside the province",
}

KINDS = {**COUNTS, **SHARES}
"""What is counted, in words."""

UNITS = {**dict.fromkeys(COUNTS, "10^4 persons"), **dict.fromkeys(SHARES, "percent")}

WHOLES = (
    ("workers", ("local", "outbound")),
    ("workers", ("works_inside", "outbound_outside")),
    ("outbound", ("outbound_inside", "outbound_outside")),
    ("works_inside", ("local", "outbound_inside")),
)
"""Counts that are the sum of others."""

COLUMNS = ("code", "as_of", "concept", "what", "value", "unit", "rounding", "confidence", "source_id", "quote", "note")

READ = ("seen", "derived")
"""Confidences that a count may have: nothing from memory."""

LAST_DATE = 2023
"""Nothing later enters data, fits or scores: later years are how the model will be judged."""

LARGEST = 20_000  # 10^4 persons: more than any province has people

AS_OF = re.compile(r"(20\d\d)(-(0[1-9]|1[0-2]))?")

QUARTER = 4
FEWEST = 10  # provinces from which a quarter is held out; with fewer each is left out in turn


@dataclass(frozen=True)
class ProvinceCount:
    """One published count: persons, or a share in [0, 1], with half a unit of its last printed place either side."""

    code: str
    as_of: str  # a year, or a year and a month
    concept: Concept
    what: str  # one of KINDS
    value: float
    rounding: float  # in the unit of value
    source_id: str
    quote: str

    @property
    def year(self) -> int:
        """The year in which was counted."""
        return int(self.as_of[:4])

    @property
    def is_share(self) -> bool:
        """Whether it is a share of the outbound workers."""
        return self.what in SHARES


@cache
def province_counts() -> tuple[ProvinceCount, ...]:
    """Return the counts of data/province_counts.csv, in file order. Raises BadTable as `load_counts` does."""
    return load_counts(DATA / "province_counts.csv")


def survey_counts() -> tuple[ProvinceCount, ...]:
    """Return the counts of the survey, the concept of the national totals."""
    return tuple(count for count in province_counts() if count.concept != "administrative")


def load_counts(path: Path) -> tuple[ProvinceCount, ...]:
    """Return the counts of a CSV table with COLUMNS; its sources stand in sources.csv beside it.

    Raises BadTable naming every fault with its row and what is allowed: cells, sources, rows that stand twice, and a
    count that is not the sum of its parts as far as they were rounded.
    """
    rows = read_rows(path)
    if not rows or tuple(rows[0]) != COLUMNS:
        found = spelled_out(", ".join(rows[0])) if rows else "no rows"
        raise BadTable(f"{path.name}: it needs the columns {', '.join(COLUMNS)} in this order; found: {found}")
    sources = {row["source_id"] for row in read_rows(path.parent / "sources.csv")}
    faults = [
        f"{path.name}, row {line}: {fault}" for line, row in enumerate(rows, start=2) for fault in _faults(row, sources)
    ]
    faults += _repeats(path.name, rows)
    faults += [f"{path.name}, {fault}" for fault in _sums(rows)]
    if faults:
        raise BadTable("\n".join(faults))
    return tuple(_count(row) for row in rows)


def held_out(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the provinces that no margin may hold: the first quarter (rounded up) by the SHA-256 of their codes.

    Empty with fewer than FEWEST provinces: then each is left out in turn. The rule was fixed before any count entered
    a margin; it knows nothing of a province but its code.
    """
    names = sorted(set(codes), key=lambda code: hashlib.sha256(code.encode()).hexdigest())
    return tuple(names[: math.ceil(len(names) / QUARTER)]) if len(names) >= FEWEST else ()


def _count(row: Row) -> ProvinceCount:
    value, rounding = (_in_unit(float(row[column]), row["what"]) for column in ("value", "rounding"))
    return ProvinceCount(
        code=row["code"],
        as_of=row["as_of"],
        concept=cast(Concept, row["concept"]),
        what=row["what"],
        value=value,
        rounding=rounding,
        source_id=row["source_id"],
        quote=row["quote"],
    )


def _in_unit(number: float, what: str) -> float:
    return number / PERCENT if what in SHARES else float(round(number * TEN_THOUSAND))


def _faults(row: Row, sources: set[str]) -> Iterator[str]:
    yield from _word_faults(row, sources)
    limit = PERCENT if row["what"] in SHARES else LARGEST
    for column in ("value", "rounding"):
        number = _number(row[column])
        if not 0 < number < limit:
            yield f"{column} {row[column]!r} is not a number above 0 and below {limit:,}; write digits and a point only"
    date = AS_OF.fullmatch(row["as_of"])
    if date is None:
        yield f"as_of {row['as_of']!r} is not a date; write a year (2018) or a year and a month (2018-06)"
    elif int(date[1]) > LAST_DATE:
        yield f"as_of {row['as_of']} is later than {LAST_DATE}, the last year of the data; leave it out"


def _word_faults(row: Row, sources: set[str]) -> Iterator[str]:
    allowed = {"code": region_codes(), "concept": CONCEPTS, "what": KINDS, "confidence": READ}
    for column, words in allowed.items():
        if row[column] not in words:
            yield f"{column} {row[column]!r} is not one of {', '.join(words)}"
    if row["what"] in UNITS and row["unit"] != UNITS[row["what"]]:
        yield f"unit {row['unit']!r}: {row['what']} is counted in {UNITS[row['what']]}"
    if not row["source_id"].strip():
        yield "source_id is empty; name a source of sources.csv"
    elif row["source_id"] not in sources:
        yield f"source_id {row['source_id']!r} does not stand in sources.csv; add the source, or correct the name"
    if not row["quote"].strip():
        yield "quote is empty; copy the words of the source that hold the number"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _key(row: Row) -> tuple[str, str, str, str]:
    return row["code"], row["as_of"], row["concept"], row["what"]


def _repeats(file: str, rows: list[Row]) -> list[str]:
    found = Counter(map(_key, rows))
    return [f"{file}: {n} rows for {' / '.join(key)}; keep one" for key, n in found.items() if n > 1]


def _sums(rows: list[Row]) -> Iterator[str]:
    """Yield what is not the sum of its parts among the counts of one province, date and concept that are numbers."""
    groups: dict[tuple[str, str, str], dict[str, tuple[int, float, float]]] = {}
    for line, row in enumerate(rows, start=2):
        cell = (line, _number(row["value"]), _number(row["rounding"]))
        if cell[1] > 0 and cell[2] > 0:
            groups.setdefault(_key(row)[:3], {}).setdefault(row["what"], cell)
    for key, cells in groups.items():
        for whole, parts in WHOLES:
            if whole in cells:
                yield from _sum_faults(key, whole, parts, cells)
        for share, part in (("outside_share", "outbound_outside"), ("inside_share", "outbound_inside")):
            if {share, part, "outbound"} <= cells.keys():
                yield from _share_faults(key, share, part, cells)


def _sum_faults(
    key: tuple[str, str, str], whole: str, parts: tuple[str, ...], cells: Mapping[str, tuple[int, float, float]]
) -> Iterator[str]:
    line, value, _ = cells[whole]
    known = [part for part in parts if part in cells]
    total = sum(cells[part][1] for part in known)
    slack = sum(cells[name][2] for name in (whole, *known))
    words = " + ".join(known)
    where = f"row {line}: {' / '.join(key)}: {whole} {value:,.10g}"
    if known and total > value + slack:
        yield f"{where} is less than its parts ({words} = {total:,.10g}); correct one of them"
    elif len(known) == len(parts) and total < value - slack:
        yield f"{where} is more than its parts ({words} = {total:,.10g}); correct one of them"


def _share_faults(
    key: tuple[str, str, str], share: str, part: str, cells: Mapping[str, tuple[int, float, float]]
) -> Iterator[str]:
    line, value, slack = cells[share]
    (_, some, half), (_, outbound, whole_half) = cells[part], cells["outbound"]
    implied = PERCENT * some / outbound
    if abs(implied - value) > slack + implied * (half / some + whole_half / outbound):
        yield (
            f"row {line}: {' / '.join(key)}: {share} {value:,.10g}, but {part} is {implied:.1f} % of outbound; "
            "correct one of them"
        )
