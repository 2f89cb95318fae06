"""What the published founder counts say about founders in business, under either reading of them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from laborsim.parameters.parameters import Parameters
from laborsim.published.figures import founders, literature

NEARLY = 0.995  # ASSUMPTION: "nearly 13 million" is read as 12.9 to 13.0 million
NOVEMBER_2024 = 2024 + 11 / 12

_PUBLISHED = (
    (2015 + 12 / 12, "2015-12", "returnee founders, migrant workers only (cumulative)"),
    (2017 + 1 / 12, "2017-01", "returnee founders, all origins (cumulative)"),
    (2018 + 12 / 12, "2018-12", "returnee and to-the-country founders"),
    (2019 + 12 / 12, "2019-12", "returnee and to-the-country founders (MARA)"),
)
FIRST_YEAR = 2009.0  # ASSUMPTION: the count begins with the first return wave after the crisis of 2008

Reading = Literal["cumulative", "stock"]


@dataclass(frozen=True)
class FounderHistory:
    """Founders at a base date."""

    ever_persons: float  # the published count
    starts_per_year: float  # returnees who found a business, as the count and the reading imply [persons/year]
    in_business: float  # [persons]
    age_shares: tuple[float, ...]  # by completed years in business, newest first


_Point = tuple[float, str, str]
"""A date, and the publication of it; no name at the date from which the count runs."""

_LINE: tuple[_Point, ...] = (
    (FIRST_YEAR, "", ""),
    *_PUBLISHED,
    (NOVEMBER_2024, "2024-11", "returnee founders (MOHRSS)"),
)


def published_count(year: float) -> float:
    """Return the published count at a date [persons].

    Linear between publications up to end 2019. From there one straight line to "nearly 13 million" in November
    2024: the publications between come from another ministry with a wider scope, and their yearly differences
    (1.6, 1.1, 1.0 and then 0.4 million) mix the two. Only the two publications beside the date are read. ASSUMPTION
    """
    beside = next((pair for pair in pairwise(_LINE) if year <= pair[1][0]), _LINE[-2:])
    (year_0, count_0), (year_1, count_1) = ((point[0], _count(point)) for point in beside)
    if year > year_1:
        return count_1 + (count_1 - count_0) * (year - year_1) / (year_1 - year_0)
    return count_0 + (count_1 - count_0) * (year - year_0) / (year_1 - year_0)


def _count(point: _Point) -> float:
    at, as_of, series = point
    persons = founders(series, as_of).persons if series else 0.0
    return persons * NEARLY if at == NOVEMBER_2024 else persons


def closure_per_year(parameters: Parameters) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return yearly closure hazards of (own-account, employer) businesses in year 1, 2, 3 and later [1/year]."""
    registered = tuple(float(literature(f"firm_hazard_{row}").value) / 100 for row in ("1", "2", "3", "4_7"))
    own = tuple(min(0.9, hazard * parameters.closure_own_account) for hazard in registered)
    employer = tuple(min(0.9, hazard * parameters.closure_employer) for hazard in registered)
    return own, employer


def survival(parameters: Parameters) -> Callable[[int], float]:
    """Return the share of businesses that still exist after so many years."""
    own, employer = closure_per_year(parameters)

    def share(years: int) -> float:
        alive_own = alive_employer = 1.0
        for year in range(years):
            alive_own *= 1 - own[min(year, 3)]
            alive_employer *= 1 - employer[min(year, 3)]
        return (1 - parameters.employer_ideas) * alive_own + parameters.employer_ideas * alive_employer

    return share


def founder_history(end_of_year: int, reading: Reading, parameters: Parameters) -> FounderHistory:
    """Return founders at the end of a year.

    `cumulative`: the published count is starts since 2009, so fewer are still in business.
    `stock`: the published count is who is in business, so what closes has to be replaced before it can grow.
    The slope is taken over the year before and the year after.
    """
    now = end_of_year + 1.0
    alive = survival(parameters)
    ages = range(int(now - FIRST_YEAR))
    starts = [published_count(now - age) - published_count(now - age - 1) for age in ages]
    survivors = [start * alive(age) for age, start in zip(ages, starts, strict=True)]
    ever = published_count(now)
    slope = (published_count(now + 1) - published_count(now - 1)) / 2
    shares = tuple(count / sum(survivors) for count in survivors)
    if reading == "cumulative":
        return FounderHistory(ever, slope, sum(survivors), shares)
    closing = sum(count * (1 - alive(age + 1) / alive(age)) for age, count in zip(ages, survivors, strict=True))
    return FounderHistory(ever, slope + closing * ever / sum(survivors), ever, shares)
