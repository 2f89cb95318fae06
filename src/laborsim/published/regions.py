"""The region table as names and codes: what a scenario may call a place."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from laborsim.kernels.codes import ZONES
from laborsim.published.data_tables import DATA, TEN_THOUSAND, BadTable, read_rows, spelled_out
from laborsim.published.suggestions import nearest_words

PERCENT = 100


@dataclass(frozen=True)
class Province:
    """One region. Counts in persons, money in yuan a year, shares in [0, 1]."""

    code: str  # ISO 3166-2
    name: str
    name_zh: str
    zone: str
    lat: float  # of the capital, degrees north
    lon: float  # of the capital, degrees east
    population: int  # residents
    income_yuan: float  # disposable income per head, all residents
    rural_income_yuan: float  # disposable income per head, rural residents
    urban_share: float
    inflow: int  # living here, registered in another region
    outflow: int  # registered here, living in another region
    area_km2: float


TEXTS = ("code", "province", "province_zh", "zone")

LIMITS = {
    "capital_lat": (-90, 90),
    "capital_lon": (-180, 180),
    "population_2023_10k": (0.01, 200_000),
    "income_2023_yuan": (1, 10_000_000),
    "rural_income_2023_yuan": (1, 10_000_000),
    "urbanization_2020_pct": (0, 100),
    "interprovincial_inflow_2020_10k": (0, 200_000),
    "interprovincial_outflow_2020_10k": (0, 200_000),
    "area_10k_km2": (0.0001, 2_000),
}
"""Least and greatest value of each column. ASSUMPTION: room for any country, none for wrong units."""


@cache
def province_table() -> tuple[Province, ...]:
    """Return the 31 province-level regions, in file order."""
    return load_regions(DATA / "provinces.csv")


def load_regions(path: Path) -> tuple[Province, ...]:
    """Return the regions of a CSV table with the columns of data/provinces.csv, in file order.

    Raises BadTable naming every fault with its row, column and what is allowed.
    """
    rows = read_rows(path)
    if not rows:
        raise BadTable(f"{path.name}: no regions; write one row per region")
    wanted = (*TEXTS, *LIMITS)
    missing = [column for column in wanted if column not in rows[0]]
    unknown = [column for column in rows[0] if column not in wanted]
    if missing or unknown:
        raise BadTable(
            f"{path.name}: columns missing: {', '.join(missing) or 'none'}; not known: "
            f"{spelled_out(', '.join(unknown)) or 'none'}; the table needs {', '.join(wanted)}"
        )
    problems = [
        f"{path.name}, row {line}: {problem}"
        for line, row in enumerate(rows, start=2)
        for problem in (*_text_problems(row), *_number_problems(row))
    ]
    problems += _repeats(path.name, [row["code"] for row in rows])
    if problems:
        raise BadTable("\n".join(problems))
    return tuple(_province(row) for row in rows)


def _text_problems(row: dict[str, str]) -> list[str]:
    problems = [f"{column} is empty" for column in TEXTS if not row[column].strip()]
    if row["zone"] and row["zone"] not in ZONES:
        problems.append(f"zone {row['zone']!r} is not one of {', '.join(ZONES)}")
    return problems


def _number_problems(row: dict[str, str]) -> list[str]:
    problems = []
    for column, (low, high) in LIMITS.items():
        try:
            value = float(row[column])
        except ValueError:
            value = math.nan
        if math.isnan(value):
            problems.append(f"{column} {row[column]!r} is not a number; write digits and a point only")
        elif not low <= value <= high:
            problems.append(f"{column} {spelled_out(row[column])} lies outside {low:,} to {high:,}")
    return problems


def _repeats(file: str, codes: list[str]) -> list[str]:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    return [f"{file}: code {code!r} stands in {codes.count(code)} rows; write each once" for code in repeated]


def _province(row: dict[str, str]) -> Province:
    return Province(
        code=row["code"],
        name=row["province"],
        name_zh=row["province_zh"],
        zone=row["zone"],
        lat=float(row["capital_lat"]),
        lon=float(row["capital_lon"]),
        population=round(float(row["population_2023_10k"]) * TEN_THOUSAND),
        income_yuan=float(row["income_2023_yuan"]),
        rural_income_yuan=float(row["rural_income_2023_yuan"]),
        urban_share=float(row["urbanization_2020_pct"]) / PERCENT,
        inflow=round(float(row["interprovincial_inflow_2020_10k"]) * TEN_THOUSAND),
        outflow=round(float(row["interprovincial_outflow_2020_10k"]) * TEN_THOUSAND),
        area_km2=float(row["area_10k_km2"]) * TEN_THOUSAND,
    )


NATION = "CN"
CUTOFF = 0.7  # least share of letters in common; codes are short, so a lower one would name half of them
MOST_NAMED = 3  # places in one hint


@cache
def region_codes() -> tuple[str, ...]:
    """Return the ISO 3166-2:CN codes in canonical order, that of the region table."""
    return tuple(region.code for region in province_table())


@cache
def place_names() -> tuple[str, ...]:
    """Return everything a scenario may write: CN, the zones, the codes."""
    return (NATION, *ZONES, *region_codes())


def expand(name: str) -> tuple[str, ...]:
    """Return the codes that a code, a zone or CN stands for; empty if it is no place."""
    if name == NATION:
        return region_codes()
    return tuple(region.code for region in province_table() if name in (region.code, region.zone))


def expand_all(names: list[str]) -> tuple[str, ...]:
    """Return the codes that several names stand for, each once, in canonical order."""
    wanted = {code for name in names for code in expand(name)}
    return tuple(code for code in region_codes() if code in wanted)


def zones_in(codes: Collection[str]) -> tuple[str, ...]:
    """Return the zones all of whose regions are among some codes, in canonical order."""
    return tuple(zone for zone in ZONES if set(expand(zone)) <= set(codes))


def nearest(name: str) -> list[str]:
    """Return up to three places, equally near, that a mistyped name may mean; province names count too."""
    by_name = {label: region.code for region in province_table() for label in (region.name.lower(), region.name_zh)}
    if name.lower() in by_name:
        return [by_name[name.lower()]]
    places = nearest_words(name, place_names(), CUTOFF)
    return (places or [by_name[found] for found in nearest_words(name, by_name, CUTOFF)])[:MOST_NAMED]
