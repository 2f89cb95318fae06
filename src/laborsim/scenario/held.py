"""What the base date holds of a lever before anything new is done: in a region, in several, in the whole country."""

from collections.abc import Iterable
from functools import cache

from laborsim.levers import Lever
from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.figures import Figure, level_path
from laborsim.published.regions import region_codes

HELD_LEVELS = DATA / "held_levels.csv"
"""Levels of units by region and base year, as `laborsim.model.held_levels` works them out of the published ones."""

PEOPLE = ("workers", "lifted_out")
"""The rows of migrant workers, and of those among them lifted out of poverty, by the region that they come from."""


@cache
def _table() -> dict[tuple[int, str], dict[str, float]]:
    rows = read_rows(HELD_LEVELS) if HELD_LEVELS.exists() else []  # a folder of own data need not have it
    return {(int(row["year"]), row["held"]): {code: float(row[code]) for code in region_codes()} for row in rows}


def held_by(name: str, year: int) -> dict[str, float] | None:
    """Return a row of the table: units of a lever, or people, by region at the end of a year; None if it has none."""
    return _table().get((year, name))


def held_years(name: str) -> tuple[int, ...]:
    """Return the years of which the table has a row of a lever or of people, ascending."""
    return tuple(sorted(year for year, row in _table() if row == name))


def held(lever: type[Lever], year: int, regions: Iterable[str]) -> float | None:
    """Return the level that changes nothing: what regions hold together at the end of a year; None if nobody knows."""
    if lever.DECLARATION.neutral is not None:
        return lever.DECLARATION.neutral
    row, places = held_by(lever.NAME, year), tuple(regions)
    if row is not None:
        return sum(row[code] for code in places)
    if lever.DECLARATION.units and places != region_codes():
        return None  # of a year without a row only the nation's is known
    known = base_level(lever.NAME, year)
    return None if known is None else known.number


def same_place(lever: Lever, others: Iterable[Lever]) -> Lever | None:
    """Return the lever of another world that is compared with this one: the same block, in the same regions."""
    return next((other for other in others if other.key == lever.key and other.regions == lever.regions), None)


def stands(lever: Lever, others: Iterable[Lever], year: int) -> float | None:
    """Return the level that stands: the last one of the baseline's levers `others`, else what the base date holds.

    `year`: of the base date. None where nobody knows it.
    """
    same = same_place(lever, others)
    return same.schedule.final if same else held(type(lever), year, lever.regions)


def workers_of(year: int, regions: Iterable[str]) -> float | None:
    """Return the migrant workers who come from regions at the end of a year [persons]; None if nobody knows."""
    row = held_by("workers", year)
    return None if row is None else sum(row[code] for code in regions)


def base_level(lever: str, year: int) -> Figure | None:
    """Return the nationwide level of a lever at the end of a year, or None if the data have none."""
    try:
        return level_path(lever).get(year)
    except LookupError:
        return None
