"""What survey tables do not cross with age or origin: children, training, insurance, lifted-out households."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.population.sex_age_schooling import AGES
from laborsim.published.figures import structure as printed
from laborsim.published.margins import Published
from laborsim.published.regions import Province

Real = NDArray[np.float64]

PARENTS_SHARE = 0.55  # of a cohort ever have a school-age child while of working age. ASSUMPTION
FIRST_AGE, FIRST_WIDTH = (
    30.0,
    2.5,
)  # half have their first child of school age at this age [years]. ASSUMPTION
LAST_AGE, LAST_WIDTH = 47.0, 3.0  # half have none of school age any more [years]. ASSUMPTION

ACCOMPANYING_INTRA, ACCOMPANYING_INTER = 0.40, 0.25
"""Share of outbound parents whose children live with them, inside and outside the province. ASSUMPTION;
bounded by whole families among outbound workers, 21 % in 2014."""

LIFTED_BY_ZONE = {"East": 0.1, "Central": 0.8, "West": 1.0, "Northeast": 0.5}
"""How much likelier a worker of equal rural income is from a lifted-out household. ASSUMPTION."""

LIFTED_INCOME_EXPONENT = -3.0
"""The share falls with the third power of rural income per head. ASSUMPTION."""

LIFTED_CEILING = 0.6  # no province has more. ASSUMPTION

TRAINING_YEAR = 2013  # the only year with training by age
TRAINED_AT = {"age 21-30": 25.5, "age 50+": 55.5}  # middle of the printed bands [years]; of 50+: ASSUMPTION


@dataclass(frozen=True)
class Traits:
    """Shares in [0, 1] by which traits are dealt to workers."""

    parents: Real  # by age [60]: has a child of school age
    accompanying: Real  # of outbound parents: inside, outside the province [2]
    trained: Real  # by age [60]
    insured: float  # of those at work
    lifted: Real  # by origin [R]


def traits(published: Published, regions: Sequence[Province], ages: Real, workers: Real) -> Traits:
    """Return the shares for a base year, given the ages of those at work [60] and their number by origin [R]."""
    trained = training_by_age()
    return Traits(
        parents=parents_by_age(AGES.astype(np.float64)),
        accompanying=np.array([ACCOMPANYING_INTRA, ACCOMPANYING_INTER]),
        trained=trained * published.value("trained") * ages.sum() / float(trained @ ages),
        insured=published.value("insured"),
        lifted=lifted_by_origin(published, regions, workers),
    )


def had_first(ages: Real) -> Real:
    """Return the share who have had their first child of school age. ASSUMPTION."""
    return np.asarray(PARENTS_SHARE / (1 + np.exp(-(ages - FIRST_AGE) / FIRST_WIDTH)), dtype=np.float64)


def had_last(ages: Real) -> Real:
    """Return the share who no longer have a child of school age, having had one. ASSUMPTION."""
    return np.asarray(PARENTS_SHARE / (1 + np.exp(-(ages - LAST_AGE) / LAST_WIDTH)), dtype=np.float64)


def parents_by_age(ages: Real) -> Real:
    """Return the share with a child of school age (6 to 15) by age in years. ASSUMPTION."""
    return had_first(ages) - had_last(ages)


def training_by_age() -> Real:
    """Return training by age relative to everyone's [60]: two printed bands, straight between, flat beyond."""
    all_ages = printed("training", "nonagri_training", "all", TRAINING_YEAR).number
    known = [printed("training", "nonagri_training", band, TRAINING_YEAR).number for band in TRAINED_AT]
    return np.asarray(np.interp(AGES, list(TRAINED_AT.values()), known) / all_ages, dtype=np.float64)


def lifted_by_origin(published: Published, regions: Sequence[Province], workers: Real) -> Real:
    """Return the share of workers from lifted-out households by origin [R]; its sum over workers is printed."""
    by_zone = np.array([LIFTED_BY_ZONE[region.zone] for region in regions])
    income = np.array([region.rural_income_yuan for region in regions])
    relative = by_zone * (income / income.mean()) ** LIFTED_INCOME_EXPONENT
    wanted = published.value("lifted out, in work")
    low, high = 0.0, LIFTED_CEILING / float(relative.min())
    for _ in range(100):  # halvings: the sum rises with the factor, the ceiling bends it
        middle = (low + high) / 2
        if float(np.minimum(relative * middle, LIFTED_CEILING) @ workers) < wanted:
            low = middle
        else:
            high = middle
    return np.asarray(np.minimum(relative * high, LIFTED_CEILING), dtype=np.float64)
