"""The shift of work between zones, as it was published before a year: what a forecast made then could carry on."""

import math
from dataclasses import dataclass

from laborsim.kernels.codes import ZONES
from laborsim.published.figures import Figure, by_zone
from laborsim.scenario.scenario import ZoneGrowth

SERIES = "destination_total"  # migrant workers, local and outbound, by zone of work
FIRST = 2013  # the backtest looks at no year before it
SEEN = "seen"  # confidence of a figure that was read in its source


@dataclass(frozen=True)
class Shift:
    """Growth of workers by zone of work beyond the nation's, mean of the logs from one year's end to another's."""

    first: int
    last: int
    growth: ZoneGrowth  # percent a year
    marks: tuple[str, ...]  # years with a figure that was not read in its source: "2016 recalled"

    @property
    def percent(self) -> dict[str, float]:
        """Growth by zone [percent a year]."""
        return {zone: 100 * self.growth.of(zone) for zone in ZONES}


def published_shift(known_to: int) -> Shift | None:
    """Return the shift from the first to the last year with figures of all zones up to one; None under two years.

    The nation is the sum of the zones; who works elsewhere is left out. Nothing is fitted, and no year is left out
    for what it shows.
    """
    years = {year: table for year in range(FIRST, known_to + 1) if (table := _table(year)) is not None}
    if len(years) < 2:
        return None
    first, last = min(years), max(years)
    before, after = years[first], years[last]
    nation = _log_growth(_sum(before), _sum(after), last - first)
    beyond = {zone: _log_growth(before[zone].number, after[zone].number, last - first) - nation for zone in ZONES}
    return Shift(
        first=first,
        last=last,
        growth=ZoneGrowth(**{zone.lower(): 100 * math.expm1(growth) for zone, growth in beyond.items()}),
        marks=tuple(f"{year} {mark}" for year in (first, last) for mark in _marks(years[year])),
    )


def _table(year: int) -> dict[str, Figure] | None:
    try:
        return {zone: by_zone(SERIES, zone, year) for zone in ZONES}
    except LookupError:
        return None


def _marks(table: dict[str, Figure]) -> list[str]:
    return sorted({figure.confidence for figure in table.values()} - {SEEN})


def _sum(table: dict[str, Figure]) -> float:
    return sum(figure.number for figure in table.values())


def _log_growth(before: float, after: float, years: int) -> float:
    """Return the mean growth of a count [log a year]."""
    return math.log(after / before) / years
