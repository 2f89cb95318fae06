"""Who the workers are: sex, age and schooling by status, fitted to what is published of each."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import AGE_BANDS, LOCAL, OUT, OUTBOUND, SCHOOLING
from laborsim.population.maximum_entropy import Conditions, closest_table, smooth_correction
from laborsim.published.data_tables import table
from laborsim.published.margins import SURVEY_WEIGHT_LOCAL, Published

Real = NDArray[np.float64]

AGES = np.arange(16, 76)
"""Ages in completed years; the survey asks from 16, and 75 is taken as the last. ASSUMPTION."""

MIDYEAR = 5.5 / 12
"""Mean part of a year lived since the last birthday, in whole months 0 to 11 [years]."""

BAND_EDGES = (16, 21, 31, 41, 51, 76)

START_AGE, START_WIDTH = 20.5, 1.5
"""Half of those who will ever join have joined at this age; width of the logistic curve [years]. ASSUMPTION."""

STOP_AGE, STOP_WIDTH = 62.0, 2.5
"""Half have stopped at this age [years]. ASSUMPTION; like the one above only a first shape, bent to the bands."""

SPREAD = 18.0  # years: standard deviation of the first shape around its mean, before births. ASSUMPTION

MEAN_STEPS = 60  # each halves the distance to the mean, or better

STIFFNESS = 10.0  # the correction towards the published bands bends over about ten years. ASSUMPTION

SCHOOLING_BY_AGE = (0.9, 0.6, 0.1, -0.25, -0.9)
"""How much likelier each level is per decade of age, log odds at equal shares. ASSUMPTION."""

SCHOOLING_CHANGES = (25, 65)
"""Between these ages schooling changes with age; below and above it is the same. ASSUMPTION."""

YOUNGEST = {"senior_secondary": 17, "college_plus": 19}
"""Youngest age at which a level can be complete [years]. ASSUMPTION."""

STRAIN = 1e-6
"""Slack of margins that rounding or definition may make inconsistent (see fitting.Conditions)."""

KINDS = (LOCAL, OUTBOUND, OUT)
"""Statuses a population starts with, in the order of the first axis of a structure."""


@dataclass(frozen=True)
class Reserve:
    """People at home who could become migrant workers. Every number an ASSUMPTION (model.md: 30 million)."""

    persons: int = 30_000_000
    older_than_local_years: float = 3.0
    women_share: float = 0.58


def structure(published: Published, reserve: Reserve) -> Real:
    """Return the distribution over sex, age and schooling of each status [3, 2, 60, 5]; each status sums to 1.

    Published pooled shares (age bands, schooling) are read with the survey's weight of local workers, 0.52,
    not with head counts, which contradict them (data/README.md, trap 0). Mean ages are exact ages.
    """
    weights = np.array([SURVEY_WEIGHT_LOCAL, 1 - SURVEY_WEIGHT_LOCAL])
    women = np.array([published.value("women, local"), published.value("women, outbound")])
    ages = _ages(published, weights)
    prior = (
        ages[:, None, :, None]
        * np.stack([1 - women, women], axis=1)[:, :, None, None]
        * _schooling_by_age(published)[None, None]
    )
    workers = closest_table(prior, _conditions(published, weights, women))
    workers = workers / workers.sum(axis=(1, 2, 3), keepdims=True)
    home = _at_home(workers[0], published.value("mean age, local"), reserve)
    return np.concatenate([workers, home[None]])


def _bands() -> Real:
    """Return which ages each band holds [5, 60]."""
    return np.array([(low <= AGES) & (high > AGES) for low, high in pairwise(BAND_EDGES)], np.float64)


def _band_shares(published: Published) -> Real:
    shares = np.array([published.value(f"age {band}") for band in AGE_BANDS])
    return np.asarray(shares / shares.sum(), dtype=np.float64)


@cache
def _birth_table() -> dict[int, int]:
    return {int(key[0]): figure.persons for key, figure in table("births").items()}


@cache
def births(year: int) -> int:
    """Return births in China [persons]; before the first and after the last year of the table, the nearest."""
    known = _birth_table()
    return known[min(max(year, min(known)), max(known))]


def _first_shape(year: int, mean_age: float) -> Real:
    """Return ages of one status before the bands are known: cohorts at birth × joining × stopping [60]."""
    cohort = np.array([births(year - int(age)) for age in AGES], dtype=np.float64)
    joined = 1 / (1 + np.exp(-(AGES - START_AGE) / START_WIDTH))
    stopped = 1 / (1 + np.exp(-(AGES - STOP_AGE) / STOP_WIDTH))
    center, shape = mean_age, cohort
    for _ in range(MEAN_STEPS):
        shape = cohort * joined * (1 - stopped) * np.exp(-0.5 * ((AGES + MIDYEAR - center) / SPREAD) ** 2)
        shape = shape / shape.sum()
        center += mean_age - float(shape @ (AGES + MIDYEAR))
    return shape


def _ages(published: Published, weights: Real) -> Real:
    """Return smooth single ages of local and outbound, weighted by the survey [2, 60]."""
    rows, values, start = [], [], []
    for status, name in enumerate(("local", "outbound")):
        mean = published.value(f"mean age, {name}")
        for row, value in ((np.ones(len(AGES)), 1.0), (AGES + MIDYEAR - mean, 0.0)):
            block = np.zeros((2, len(AGES)))
            block[status] = row
            rows.append(block.ravel())
            values.append(value * weights[status])
        start.append(_first_shape(published.year, mean) * weights[status])
    # Four of five bands: the fifth follows from the total.
    for row, value in zip(_bands()[1:], _band_shares(published)[1:], strict=True):
        rows.append(np.tile(row, 2))
        values.append(float(value))
    return smooth_correction(np.array(start), np.array(rows), np.array(values), STIFFNESS)


def _schooling_shares(published: Published) -> Real:
    shares = np.array([published.value(f"schooling {level}") for level in SCHOOLING])
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _schooling_by_age(published: Published) -> Real:
    """Return the assumed schooling of each age [60, 5]; rows sum to 1, levels near the published ones."""
    tilt = np.exp(np.outer((np.clip(AGES, *SCHOOLING_CHANGES) - 40) / 10, SCHOOLING_BY_AGE))
    for level, age in YOUNGEST.items():
        tilt[age > AGES, SCHOOLING.index(level)] = 0.0
    by_age = tilt * _schooling_shares(published)
    return np.asarray(by_age / by_age.sum(axis=1, keepdims=True), dtype=np.float64)


def _conditions(published: Published, weights: Real, women: Real) -> Conditions:
    wanted = Conditions((2, 2, len(AGES), len(SCHOOLING)))
    each = np.eye(2)[:, :, None, None, None]
    female = np.array([0.0, 1.0])[:, None, None]
    age = AGES[:, None] + MIDYEAR
    college = np.eye(len(SCHOOLING))[SCHOOLING.index("college_plus")]
    for status, name in enumerate(("local", "outbound")):
        mine, weight = each[status], float(weights[status])
        wanted.add(name, mine, weight)
        wanted.add(f"women, {name}", mine * female, weight * float(women[status]), STRAIN)
        mean = published.value(f"mean age, {name}")
        wanted.add(f"mean age, {name}", mine * (age - mean), 0.0, STRAIN)
        wanted.add(f"college, {name}", mine * college, weight * published.value(f"college, {name}"), STRAIN)
    for band, row, share in zip(AGE_BANDS, _bands(), _band_shares(published), strict=True):
        wanted.add(f"age {band}", row[:, None], float(share), STRAIN)
    for level, row, share in zip(SCHOOLING, np.eye(len(SCHOOLING)), _schooling_shares(published), strict=True):
        wanted.add(f"schooling {level}", row, float(share), STRAIN)
    return wanted


def _at_home(local: Real, mean_age: float, reserve: Reserve) -> Real:
    """Return the assumed structure of the reserve: local workers bent towards older and more often female."""
    wanted = Conditions(local.shape)
    wanted.add("all", np.ones(1), 1.0)
    women = np.array([0.0, 1.0])[:, None, None]  # MALE, FEMALE
    wanted.add("women", women, reserve.women_share)
    age = (AGES[:, None] + MIDYEAR - (mean_age + reserve.older_than_local_years)).astype(np.float64)
    wanted.add("mean age", age, 0.0)
    return closest_table(local, wanted)
