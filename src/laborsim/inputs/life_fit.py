"""Fits the life course to the ages published for 2017 to 2023, or up to 2019; stored in data/life_course*.csv.

A maintainer calls it by `make life` when the ages, or what is assumed below, changed; no run and no new year calls it.
"""

from dataclasses import astuple, fields
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.inputs.cohorts import (
    ALL_AGES,
    BEFORE_2020,
    JOINERS,
    LifeCourse,
    mean_age,
    project,
    project_by_births,
    share_over_50,
)
from laborsim.inputs.csv_table import PROGRAM, csv_table
from laborsim.inputs.margins import FIRST_YEAR, published
from laborsim.inputs.structure import AGES, BAND_EDGES, Reserve, structure
from laborsim.inputs.tables import DATA
from laborsim.kernels.codes import FEMALE

Real = NDArray[np.float64]

FIT_YEARS = tuple(range(2017, 2024))
EARLY_YEARS = tuple(range(FIRST_YEAR, BEFORE_2020 + 1))  # all years with four zones before 2020

START = LifeCourse(66.0, 3.0, 0.006, 20.5, 1.5, 0.25, 40.0, 0.45)
SPREAD = LifeCourse(4.0, 0.3, 0.0015, 1.0, 0.3, 0.05, 1.0, 0.05)
LOWEST = LifeCourse(58.0, 1.5, 0.0, 17.0, 0.6, 0.0, 32.0, 0.30)
HIGHEST = LifeCourse(80.0, 8.0, 0.03, 27.0, 3.0, 0.6, 46.0, 0.65)
"""Expected values and their standard errors, and between which values the search stays. ASSUMPTION.

Published bands are wide: without an expectation the fit would turn over a tenth of the pool in four years.
"""

SHIPPED = {"life_course.csv": FIT_YEARS, "life_course_2019.csv": EARLY_YEARS}
"""Files of data/, and the years of the ages that each is fitted to."""

UNITS = ("years", "years", "1/year", "years", "years", "share", "years", "share")

AGE_ERROR, SHARE_ERROR = 0.1, 0.003
"""Errors by which misses are judged: 0.1 year of mean age, 0.3 points of a share. ASSUMPTION."""


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
    # The pool grew evenly: what 2020 took from the survey's total went to the reserve at home.
    ends = seen[0].sum(), seen[-1].sum()
    totals = np.geomspace(*ends, len(years))

    def misses(values: Real) -> Real:
        life = LifeCourse(*(float(value) for value in values))
        moments = _moments(project(seen[0], years[0], totals, life).pool) - _moments(seen)
        return np.concatenate([moments, (values - np.array(astuple(START))) / np.array(astuple(SPREAD))])

    bounds = (np.array(astuple(LOWEST)), np.array(astuple(HIGHEST)))
    found = least_squares(misses, np.array(astuple(START)), bounds=bounds, x_scale=bounds[1] - bounds[0])
    return LifeCourse(*(round(float(value), 4) for value in found.x))


def fit_joiners(life: LifeCourse, years: tuple[int, ...] = EARLY_YEARS) -> float:
    """Return who joins in COHORT_YEAR, so that the pool of the first year grows into the last [persons/year]."""
    from scipy.optimize import brentq  # noqa: PLC0415 - a study; inputs stay light to import

    start, end = pool_of(years[0]), float(pool_of(years[-1]).sum())

    def lack(persons: float) -> float:
        return float(project_by_births(start, years[0], len(years), life, persons).pool[-1].sum()) - end

    return float(round(brentq(lack, 0.0, end)))


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
    """Write a life course in the form of data/life_course.csv; fitted to early years, also who joins."""
    rows = list(zip([field.name for field in fields(life)], astuple(life), UNITS, strict=True))
    if years[-1] <= BEFORE_2020:
        rows.append((JOINERS, fit_joiners(life, years), "persons/year"))
    note = f"fitted to nbs_age.csv {years[0]}-{years[-1]} by inputs/life_fit.py"
    columns = ("parameter", "value", "unit", "note")
    path.write_bytes(csv_table(columns, [(*row, note) for row in rows], PROGRAM))


def write_all(folder: Path = DATA) -> None:
    """Fit every life course that is shipped and write it into a folder."""
    for name, years in SHIPPED.items():
        write_life_course(folder / name, fit_life_course(years), years)


if __name__ == "__main__":
    write_all()
