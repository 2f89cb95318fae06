"""How a pool of people ages, is left and is joined: a cohort-component projection by sex and single year.

Every birth cohort sends the same part of its births, some of them young and the others later in life: who joins is
births × participation, at the ages of joining. Who leaves is everybody's hazard by sex and age.
"""

from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FEMALE, MALE, OLDEST
from laborsim.population.sex_age_schooling import AGES, BAND_EDGES, Reserve, births, structure
from laborsim.published.csv_writer import PROGRAM, csv_table
from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR, published
from laborsim.scenario.text_file import write_named

Real = NDArray[np.float64]

ALL_AGES = np.arange(OLDEST + 1)
"""Ages in completed years, the index of every age table."""

ENTRY_AGES = np.arange(16, 56)
"""Ages at which people join the pool: out of school, or later from farming and care. ASSUMPTION."""

LATE_WIDTH = 3.0
"""Width of the logistic density of late joining ages [years]. ASSUMPTION."""

WOMEN_LEAVE_EARLIER = 3.0
"""How much earlier women leave than men [years]. ASSUMPTION."""

BEFORE_2020 = 2019
"""Last year of the figures that base years up to it may know: what 2020 to 2023 brought is later information."""

HIGHEST_HAZARD = 0.35
"""Yearly hazard that leaving approaches at high ages [1/year]. ASSUMPTION."""


@dataclass(frozen=True)
class LifeCourse:
    """When people join and leave for good; fitted, and stored in data/life_course.csv and life_course_2019.csv."""

    leaving_age: float  # men: half the highest hazard is reached [years]
    leaving_width: float  # of the logistic rise [years]
    leaving_any_age: float  # hazard that age adds nothing to: death, change of registration [1/year]
    joining_age: float  # middle of the entry ages [years]
    joining_width: float  # [years]
    participation: float  # share of a birth cohort that ever joins, young or late
    joining_late: float  # share of these who come later in life, from farming and care
    late_age: float  # middle of their ages [years]
    joining_women: float  # share of women among entrants

    def exit_hazard(self) -> Real:
        """Return the hazard of leaving for good on the birthday of each age [2 sexes, 0…OLDEST], per year."""
        middle = np.empty((2, 1))
        middle[MALE], middle[FEMALE] = self.leaving_age, self.leaving_age - WOMEN_LEAVE_EARLIER
        rise = 1 / (1 + np.exp(-(ALL_AGES - middle) / self.leaving_width))
        hazard = self.leaving_any_age + (HIGHEST_HAZARD - self.leaving_any_age) * rise
        hazard[:, OLDEST] = 1.0
        return np.asarray(hazard, dtype=np.float64)

    def joiners(self, year: int) -> Real:
        """Return who joins in a year [2, 40] at each of ENTRY_AGES, in persons: births × participation by age.

        First those whose birthday was before they joined, then those who have it later in the year and were born the
        year before: half each, as people join all year round.
        """
        young = _density(self.joining_age, self.joining_width)
        late = _density(self.late_age, LATE_WIDTH)
        by_age = (1 - self.joining_late) * young + self.joining_late * late
        born = [[births(year - int(age) - later) for age in ENTRY_AGES] for later in (0, 1)]
        joined: Real = np.array(born, np.float64) / 2 * self.participation * by_age
        return joined

    def by_the_end(self, joined: Real) -> Real:
        """Return the joiners of a year [2, 40] by sex and age at its end [2, 0…OLDEST]."""
        ages = np.zeros((2, len(ALL_AGES)))
        ages[:, ENTRY_AGES] += joined[0]
        ages[:, ENTRY_AGES + 1] += joined[1]
        ages[MALE] *= 1 - self.joining_women
        ages[FEMALE] *= self.joining_women
        return ages


def _density(middle: float, width: float) -> Real:
    """Return a logistic density over ENTRY_AGES that sums to 1."""
    steps = (ENTRY_AGES - middle) / width
    density = 1 / (np.exp(steps / 2) + np.exp(-steps / 2)) ** 2
    return np.asarray(density / density.sum(), dtype=np.float64)


@cache
def life_course(base_year: int = LAST_YEAR) -> LifeCourse:
    """Return the stored life course that a base year may know (data/life_course*.csv, made by this file)."""
    name = "life_course_2019.csv" if base_year <= BEFORE_2020 else "life_course.csv"
    return LifeCourse(**{row["parameter"]: float(row["value"]) for row in read_rows(DATA / name)})


@dataclass(frozen=True)
class Projection:
    """A pool at the ends of consecutive years, and who joined and left between them [persons]."""

    years: tuple[int, ...]
    pool: Real  # [Y, 2, 0…OLDEST]
    joined: Real  # at each of ENTRY_AGES during the year that ends so [Y, 40]; 0 in the first
    leavers: Real  # [Y]

    @property
    def entrants(self) -> Real:
        """Who joined during each year [Y]."""
        return np.asarray(self.joined.sum(axis=1), dtype=np.float64)


def project(start: Real, first_year: int, n_years: int, life: LifeCourse, growth: float = 0.0) -> Projection:
    """Return a pool at the end of `first_year` and of the years after it, `n_years` in all.

    start: persons by sex and age [2, 0…OLDEST]. growth: yearly change of the part of a birth cohort that joins, from
    first_year on [1/year].
    """
    stay = 1 - life.exit_hazard()
    pools, joined, leavers = [start], [np.zeros(len(ENTRY_AGES))], [0.0]
    years = tuple(range(first_year, first_year + n_years))
    for ahead, year in enumerate(years[1:], start=1):
        older = np.zeros_like(start)
        older[:, 1:] = pools[-1][:, :-1]
        left = older * stay
        joining = life.joiners(year) * (1 + growth) ** ahead
        joined.append(joining.sum(axis=0))
        leavers.append(float(pools[-1].sum() - left.sum()))
        pools.append(left + life.by_the_end(joining))
    return Projection(years, np.array(pools), np.array(joined), np.array(leavers))


def mean_age(pool: Real) -> float:
    """Return the mean exact age of a pool [2, 0…OLDEST], in years."""
    return float((pool.sum(axis=0) @ (ALL_AGES + 0.5 - 1 / 24)) / pool.sum())


def share_over_50(pool: Real) -> float:
    """Return the share aged 51 or more in completed years, as the survey's band 'above 50'."""
    return float(pool[:, 51:].sum() / pool.sum())


FIT_YEARS = tuple(range(2017, 2024))
EARLY_YEARS = tuple(range(FIRST_YEAR, BEFORE_2020 + 1))  # all years with four zones before 2020

START = LifeCourse(66.0, 3.0, 0.006, 20.5, 1.5, 0.4, 0.25, 40.0, 0.45)
SPREAD = LifeCourse(4.0, 0.3, 0.0015, 1.0, 0.3, 0.1, 0.05, 1.0, 0.05)
LOWEST = LifeCourse(58.0, 1.5, 0.0, 17.0, 0.6, 0.1, 0.0, 32.0, 0.30)
HIGHEST = LifeCourse(80.0, 8.0, 0.03, 27.0, 3.0, 0.9, 0.6, 46.0, 0.65)
"""Expected values and their standard errors, and between which values the search stays. ASSUMPTION.

Published bands are wide: without an expectation the fit would turn over a tenth of the pool in four years.
"""

SHIPPED = {"life_course.csv": FIT_YEARS, "life_course_2019.csv": EARLY_YEARS}
"""Files of data/, and the years of the ages that each is fitted to."""

UNITS = ("years", "years", "1/year", "years", "years", "share", "share", "years", "share")

AGE_ERROR, SHARE_ERROR, TOTAL_ERROR = 0.1, 0.003, 0.001
"""Errors by which misses are judged: 0.1 year of mean age, 0.3 points of a share, 0.1 % of a total. ASSUMPTION."""


def pool_of(year: int, reserve: Reserve | None = None) -> Real:
    """Return everybody in the pool at the end of a year by sex and age [2, 0…OLDEST], in persons.

    Local and outbound workers by head count as published, and the reserve at home.
    """
    at_home = Reserve() if reserve is None else reserve
    figures = published(year)
    heads = np.array([figures.persons("local"), figures.persons("outbound"), at_home.persons], dtype=np.float64)
    by_age = np.einsum("k,ksae->sa", heads, structure(figures, at_home))
    pool = np.zeros((2, len(ALL_AGES)))
    pool[:, AGES] = by_age
    return pool


def fit_life_course(years: tuple[int, ...] = FIT_YEARS) -> LifeCourse:
    """Return the life course under which the pool of the first year ages into those after it (least squares)."""
    from scipy.optimize import least_squares  # noqa: PLC0415 - a study; inputs stay light to import

    seen = np.array([pool_of(year) for year in years])

    def misses(values: Real) -> Real:
        life = LifeCourse(*(float(value) for value in values))
        pools = project(seen[0], years[0], len(years), life).pool
        # Only the last total: what 2020 took from the survey's went to the reserve at home.
        total = (pools[-1].sum() / seen[-1].sum() - 1) / TOTAL_ERROR
        away = (values - np.array(astuple(START))) / np.array(astuple(SPREAD))
        return np.concatenate([_moments(pools) - _moments(seen), [total], away])

    bounds = (np.array(astuple(LOWEST)), np.array(astuple(HIGHEST)))
    found = least_squares(misses, np.array(astuple(START)), bounds=bounds, x_scale=bounds[1] - bounds[0])
    return LifeCourse(*(round(float(value), 4) for value in found.x))


def _moments(pools: Real) -> Real:
    """Return mean age, share over 50, bands and share of women of every year but the first, in errors."""
    rows = []
    for pool in pools[1:]:
        total = pool.sum()
        bands = [pool[:, low:high].sum() / total for low, high in pairwise(BAND_EDGES)]
        shares = np.array([share_over_50(pool), pool[FEMALE].sum() / total, *bands])
        rows.append(np.concatenate([[mean_age(pool) / AGE_ERROR], shares / SHARE_ERROR]))
    return np.concatenate(rows)


def write_life_course(path: Path, life: LifeCourse, years: tuple[int, ...] = FIT_YEARS) -> None:
    """Write a life course in the form of data/life_course.csv."""
    rows = zip([field.name for field in fields(life)], astuple(life), UNITS, strict=True)
    note = f"fitted to nbs_age.csv and totals of {years[0]}-{years[-1]} by population/life_course.py"
    columns = ("parameter", "value", "unit", "note")
    write_named(path, csv_table(columns, [(*row, note) for row in rows], PROGRAM))


def write_all(folder: Path = DATA) -> None:
    """Fit every life course that is shipped and write it into a folder."""
    for name, years in SHIPPED.items():
        write_life_course(folder / name, fit_life_course(years), years)


if __name__ == "__main__":
    write_all()
