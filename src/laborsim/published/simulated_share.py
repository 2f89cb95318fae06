"""How much of an indicator is simulated and not background: one number, known before a run, for every place."""

from functools import cache

from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION

SIMULATED_SHARES = DATA / "simulated_shares.csv"
"""Shares at the base dates, as `laborsim.model.simulated_shares` works them out."""

RATE = "unemployment_surveyed"
"""One of the indicators whose share hangs on place and base date."""

LEAST_SIMULATED = 0.25
"""Share of an indicator that has to be simulated for it to be a goal without being asked. ASSUMPTION."""

MOSTLY = 0.5
"""An indicator is mostly background where less than this share of it is simulated."""


def simulated_share(indicator: str, region: str = NATION, year: int | None = None) -> float:
    """Return the share of an indicator that is simulated in a place at the end of a base year, in [0, 1].

    What a run measures later moves with what is simulated; every rule and every sentence goes by this number. Of a
    rate it is the part of migrants among those who seek in the place's towns. Of new urban jobs it is half in the
    nation (ASSUMPTION: no split is published) and taken to be so everywhere; runs measure 0.2 to 0.7. Of what is
    counted beyond a trend nothing is simulated as long as the trend holds: 0. `region`: a region code, a zone or CN;
    `year`: None = the last one, and one that the table lacks is that of the nearest year. A province that brings
    figures of its own (`province:`) has the share without them. ASSUMPTION. Raises LookupError for an unknown
    indicator or place.
    """
    declared = indicators()[indicator].simulated_share
    if declared is not None:
        return declared
    known = _table()[indicator]
    nearest = min(known, key=lambda there: (abs(there - (year or max(known))), there))
    return known[nearest][region]


def share_years() -> tuple[int, ...]:
    """Return the base years for which shares by place are known, the first one first."""
    return tuple(sorted(_table()[RATE]))


def is_hardly_simulated(share: float) -> bool:
    """Return whether so little of an indicator is simulated that no measure here decides a goal for it."""
    return share < LEAST_SIMULATED


def is_mostly_background(share: float) -> bool:
    """Return whether less than half of an indicator is simulated."""
    return share < MOSTLY


@cache
def _table() -> dict[str, dict[int, dict[str, float]]]:
    """Return shares by indicator, base year and place."""
    found: dict[str, dict[int, dict[str, float]]] = {}
    for row in read_rows(SIMULATED_SHARES):
        places = {place: float(share) for place, share in row.items() if place not in ("indicator", "year")}
        found.setdefault(row["indicator"], {})[int(row["year"])] = places
    return found
