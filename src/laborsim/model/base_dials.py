"""What dials show when nothing new is done: parks, workshops, school places and access at the base date."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from laborsim.levers import Lever
from laborsim.levers.dials import Regional
from laborsim.levers.jobs.workshops import Workshops
from laborsim.levers.parks_and_founders.entrepreneurship_parks import EntrepreneurshipParks
from laborsim.population.rounding import largest_remainder
from laborsim.published.figures import level, level_path
from laborsim.published.regions import Province
from laborsim.scenario.held import held_by

NATION = "CN"


def nearest_year(lever: str, year: int) -> int:
    """Return the year of the national level to use: the last one not after `year`, else the first there is."""
    known = sorted(level_path(lever, NATION))
    earlier = [one for one in known if one <= year]
    return earlier[-1] if earlier else known[0]


@cache  # a level that is missing is looked for among all others, to suggest one
def _own_level(lever: str, year: int, code: str) -> float | None:
    try:
        return level(lever, year, code).number
    except LookupError:
        return None


UNITS = {"entrepreneurship_parks": "parks", "workshops": "workshops"}
"""Levers whose level is a number of units that regions hold, and the dial that counts them."""


def spread(lever: str, year: int, weights: Regional, codes: Sequence[str]) -> Regional:
    """Return whole units by region: a region's own figure where there is one, else its part of the nation's."""
    year = nearest_year(lever, year)
    total = level(lever, year, NATION).number
    own = {k: known for k, code in enumerate(codes) if (known := _own_level(lever, year, code)) is not None}
    rest = weights.copy()
    rest[list(own)] = 0.0
    left = max(0.0, total - sum(own.values()))
    units = largest_remainder(rest, round(left)).astype(np.float64)
    for k, known in own.items():
        units[k] = known
    return units


def _held(lever: str, year: int, regions: Sequence[Province], weights: Mapping[str, Regional]) -> Regional:
    """Return the units of the table of held levels, the same at every draw of the parameters.

    Of a year without a row they are spread by the weights.
    """
    there = held_by(lever, year)
    codes = [region.code for region in regions]
    if there is None:
        return spread(lever, year, weights[UNITS[lever]], codes)
    return np.array([there[code] for code in codes], np.float64)


def base_dials(year: int, regions: Sequence[Province], weights: Mapping[str, Regional]) -> dict[str, Regional]:
    """Return every dial's value at the base date [region]."""
    ones = np.ones(len(regions))

    def default(lever: type[Lever], field: str) -> Regional:
        level: Regional = ones * float(lever.model_fields[field].default)
        return level

    school = level("school_places", nearest_year("school_places", year), NATION).number
    school_share: Regional = ones * (school / 100)
    return {
        "parks": _held("entrepreneurship_parks", year, regions, weights),
        "places_per_park": default(EntrepreneurshipParks, "places_per_park"),
        "park_closure_cut": default(EntrepreneurshipParks, "closure_cut"),
        "park_setup_cost_cut": default(EntrepreneurshipParks, "setup_cost_cut"),
        "park_by_score": 0.0 * ones,
        "workshops": _held("workshops", year, regions, weights),
        "places_per_workshop": default(Workshops, "places_per_workshop"),
        "workshop_idle_share": default(Workshops, "idle_share"),
        "workshop_pay_ratio": default(Workshops, "pay_ratio"),
        "school_share": school_share,
        "settlement_gap_closed": 0.0 * ones,
    }
