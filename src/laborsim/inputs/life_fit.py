"""Fits the life course to the ages published for 2017 to 2023; its result is stored in data/life_course.csv."""

import csv
from dataclasses import astuple, fields
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.inputs.cohorts import ALL_AGES, LifeCourse, mean_age, project, share_over_50
from laborsim.inputs.margins import published
from laborsim.inputs.structure import AGES, BAND_EDGES, Reserve, structure
from laborsim.kernels.codes import FEMALE

Real = NDArray[np.float64]

FIT_YEARS = tuple(range(2017, 2024))

START = LifeCourse(66.0, 3.0, 0.006, 20.5, 1.5, 0.25, 40.0, 0.45)
SPREAD = LifeCourse(4.0, 0.3, 0.0015, 1.0, 0.3, 0.05, 1.0, 0.05)
LOWEST = LifeCourse(58.0, 1.5, 0.0, 17.0, 0.6, 0.0, 32.0, 0.30)
HIGHEST = LifeCourse(80.0, 8.0, 0.03, 27.0, 3.0, 0.6, 46.0, 0.65)
"""Expected values and their standard errors, and between which values the search stays. ASSUMPTION.

Published bands are wide: without an expectation the fit would turn over a tenth of the pool in four years.
"""

AGE_ERROR, SHARE_ERROR = 0.1, 0.003
"""Errors by which misses are judged: 0.1 year of mean age, 0.4 points of a share. ASSUMPTION."""


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


def fit_life_course() -> LifeCourse:
    """Return the life course under which the pool of 2017 ages into those of 2018 to 2023 (least squares)."""
    from scipy.optimize import least_squares  # noqa: PLC0415 - a study; inputs stay light to import

    seen = np.array([pool_of(year) for year in FIT_YEARS])
    # The pool grew evenly: what 2020 took from the survey's total went to the reserve at home.
    ends = seen[0].sum(), seen[-1].sum()
    totals = np.geomspace(*ends, len(FIT_YEARS))

    def misses(values: Real) -> Real:
        life = LifeCourse(*(float(value) for value in values))
        moments = _moments(project(seen[0], FIT_YEARS[0], totals, life).pool) - _moments(seen)
        return np.concatenate([moments, (values - np.array(astuple(START))) / np.array(astuple(SPREAD))])

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


def write_life_course(path: Path, life: LifeCourse) -> None:
    """Write a life course in the form of data/life_course.csv."""
    units = ("years", "years", "1/year", "years", "years", "share", "years", "share")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("parameter", "value", "unit", "note"))
        for field, value, unit in zip(fields(life), astuple(life), units, strict=True):
            writer.writerow((field.name, value, unit, "fitted to nbs_age.csv 2017-2023 by inputs/life_fit.py"))
