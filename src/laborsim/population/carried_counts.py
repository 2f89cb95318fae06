"""Counts of single provinces at a base year: carried by the national change, one each, and as soft margins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np

from laborsim.population.maximum_entropy import Conditions
from laborsim.population.rounding import Real
from laborsim.published.figures import annual, poverty
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR
from laborsim.published.province_counts import ProvinceCount, held_out, survey_counts
from laborsim.published.regions import Province

NATIONAL = {
    "workers": ("total",),
    "local": ("local",),
    "outbound": ("outbound",),
    "outbound_inside": ("outbound_intraprovince",),
    "outbound_outside": ("outbound_interprovince",),
    "works_inside": ("local", "outbound_intraprovince"),
}
"""The national series (summed) whose change carries a province's count to another year."""

PART_OF_OUTBOUND = {"outside_share": "outbound_outside", "inside_share": "outbound_inside"}

SOFT = ("local", "outbound", "outside_share")
"""What may be a soft margin: together they say everything of a province's row that a count can say."""

ERROR = {"survey_year": 0.05, "survey_quarter": 0.10}
"""Standard error of a count [share of it]: sampling, and the season of a quarter. ASSUMPTION: nobody prints one."""

ERROR_PER_YEAR = 0.02
"""Added for each year that a count is carried [share of it]. ASSUMPTION."""

ERROR_WITHOUT = 0.20
"""Standard error of a province's stock or share where no margin holds it: `nation_error` of a province's file [share
of it]. ASSUMPTION."""

GANSU = "CN-GS"

GansuReading = Literal["", "workers", "outbound"]
"""What the 5 million of Gansu count: all its migrant workers, or those outbound; empty: they are no margin."""

GANSU_YEAR, GANSU_ERROR = 2020, 0.15
""" "More than 5 million every year", 2016 to 2020, an administrative count of rural and urban people. ASSUMPTION."""


GANSU_DEFAULT: GansuReading = "workers"
"""The reading of Gansu's 5 million that leaves the provinces held out nearer to their counts: median error 0.145, and
0.149 if it is those outbound."""


@dataclass(frozen=True)
class SoftMargin:
    """What a province's row of the table of persons should nearly hold: persons, or the share outside it."""

    code: str
    what: str  # workers, or one of SOFT
    value: float
    error: float  # standard error [share of the value]


def carried(count: ProvinceCount, year: int) -> float:
    """Return a count as it would be in another year, had the province changed as the nation did. ASSUMPTION."""
    return count.value * national(count.what, year) / national(count.what, count.year)


def national(what: str, year: int) -> float:
    """Return what the survey counts in the nation: persons, or a share of its outbound workers."""
    if what in PART_OF_OUTBOUND:
        return national(PART_OF_OUTBOUND[what], year) / national("outbound", year)
    return float(sum(annual(series, year).persons for series in NATIONAL[what]))


def base_year_of(count: ProvinceCount) -> int:
    """Return the base year whose figures are those of the year in which was counted, or the nearest to it."""
    return min(max(count.year, FIRST_YEAR), LAST_YEAR)


@cache
def entering_provinces() -> frozenset[str]:
    """Return the provinces whose counts enter base years: all that were counted, but those held out."""
    counted = {count.code for count in survey_counts()}
    return frozenset(counted - set(held_out(counted)))


@cache
def readable_counts() -> tuple[ProvinceCount, ...]:
    """Return the counts of the survey; an inside share, and parts without a share, read as the share outside."""
    counts = tuple(map(_outside, survey_counts()))
    keys: dict[tuple[str, str, str], dict[str, ProvinceCount]] = {}
    for count in counts:
        keys.setdefault((count.code, count.as_of, count.concept), {})[count.what] = count
    implied = [
        replace(part, what="outside_share", value=part.value / found["outbound"].value)
        for found in keys.values()
        if (part := found.get("outbound_outside")) and "outbound" in found and "outside_share" not in found
    ]
    return (*counts, *implied)


def _outside(count: ProvinceCount) -> ProvinceCount:
    return replace(count, what="outside_share", value=1 - count.value) if count.what == "inside_share" else count


def nearest_counts(measure: str, year: int) -> tuple[ProvinceCount, ...]:
    """Return one count of a measure for each province that has any: the one nearest to a base year.

    Of two as near, the whole year goes before a quarter, then the later before the earlier.
    """
    best: dict[str, ProvinceCount] = {}
    for count in sorted(readable_counts(), key=lambda one: one.as_of, reverse=True):
        if count.what == measure and (count.code not in best or _far(count, year) < _far(best[count.code], year)):
            best[count.code] = count
    return tuple(best[code] for code in sorted(best))


def _far(count: ProvinceCount, year: int) -> tuple[int, bool]:
    return abs(count.year - year), count.concept != "survey_year"


def soft_margins(codes: Iterable[str], year: int, gansu: GansuReading = "") -> tuple[SoftMargin, ...]:
    """Return what some provinces' counts ask of a base year, and Gansu's 5 million under a reading."""
    wanted = set(codes)
    found = [
        SoftMargin(count.code, what, carried(count, year), _error(count, year))
        for what in SOFT
        for count in nearest_counts(what, year)
        if count.code in wanted
    ]
    if gansu:
        persons = poverty("labour transferred per year", "annual", "Gansu").persons
        value = persons * national(gansu, year) / national(gansu, GANSU_YEAR)
        found.append(SoftMargin(GANSU, gansu, value, GANSU_ERROR))
    return tuple(found)


def _error(count: ProvinceCount, year: int) -> float:
    return float(np.hypot(ERROR[count.concept], ERROR_PER_YEAR * abs(count.year - year)))


def add_soft_margins(
    wanted: Conditions, margins: Sequence[SoftMargin], regions: Sequence[Province], prior: Real
) -> None:
    """Ask of the table of persons [R, R + 1] that it nearly holds some provinces' counts.

    The slack is such that a row alone, were nothing else asked, would go to the mean of what is assumed
    (error ERROR_WITHOUT) and what was counted, each weighted by one over its squared error: for persons
    m·(ε/τ)², m their share of the table; for a share q of M outbound M·q·(1 − q)·(ε/τ)².
    """
    codes, n, total = [region.code for region in regions], len(regions), float(prior.sum())
    column = np.arange(n + 1)
    for margin in margins:
        place = codes.index(margin.code)
        row = np.arange(n)[:, None] == place
        outbound, elsewhere = row & (column != n), row & (column != n) & (column != place)
        doubt = (margin.error / ERROR_WITHOUT) ** 2
        name = f"{margin.what}, {margin.code}"
        if margin.what == "outside_share":
            q = margin.value
            away = float(prior[outbound].sum()) / total
            size = max(q, 1 - q)  # the largest weight of the condition, by which its row is scaled
            wanted.add(name, elsewhere - q * outbound, 0.0, slack=away * q * (1 - q) * doubt / size**2)
            continue
        cells = {"workers": row & (column >= 0), "local": row & (column == n), "outbound": outbound}[margin.what]
        wanted.add(name, cells, margin.value, slack=margin.value / total * doubt)
