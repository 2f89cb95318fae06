"""A province's own figures in the base date: its row of persons, its ages, its constants, and what cannot be."""

import numpy as np
from numpy.typing import NDArray

from laborsim.parameters.fit import Fit
from laborsim.population.maximum_entropy import Conditions, closest_table
from laborsim.population.sex_age_schooling import AGES, MIDYEAR
from laborsim.scenario.province_block import ProvinceBlock

Real = NDArray[np.float64]

OVER = 50
"""The survey's oldest band begins above this age [years]."""

CONSTANTS = ("local", "inside", "outside", "out")


def row_conditions(wanted: Conditions, place: int, n: int, known: ProvinceBlock) -> None:
    """Ask that a province's row of the table of persons [n, n + 1] holds its own stocks."""
    row = np.arange(n)[:, None] == place
    column = np.arange(n + 1)
    inside = known.outbound - known.interprovince
    wanted.add(f"local, {known.region}", row & (column == n), float(known.local))
    wanted.add(f"inside the province, {known.region}", row & (column == place), float(inside))
    elsewhere = row & (column != n) & (column != place)
    wanted.add(f"outside the province, {known.region}", elsewhere, float(known.interprovince))


def own_structure(national: Real, known: ProvinceBlock) -> Real | None:
    """Return the province's people [3, 2, 60, 5]: the nation's, bent to its mean age and share above 50.

    None where it knows neither. People at home stay as in the nation. Raises ValueError where mean age and share
    contradict each other.
    """
    if known.mean_age is None and known.over_50_share is None:
        return None
    heads = np.array([known.local, known.outbound], np.float64) / (known.local + known.outbound)
    prior = national[:2] * heads[:, None, None, None]
    wanted = Conditions(prior.shape)
    for status in range(2):
        wanted.add(f"status {status}", (np.arange(2) == status)[:, None, None, None], float(heads[status]))
    if known.mean_age is not None:
        wanted.add("mean age", (AGES[:, None] + MIDYEAR - known.mean_age).astype(np.float64), 0.0)
    if known.over_50_share is not None:
        wanted.add("share above 50", (AGES > OVER)[:, None], known.over_50_share)
    workers = closest_table(prior, wanted)
    workers = workers / workers.sum(axis=(1, 2, 3), keepdims=True)
    return np.concatenate([workers, national[2:]])


def with_province(fit: Fit, known: ProvinceBlock | None) -> Fit:
    """Return a fit in which a province has its own constants."""
    if known is None:
        return fit
    place = fit.region_codes.index(known.region)
    update = {}
    for name in CONSTANTS:
        values = fit.vector(name)
        values[place] += getattr(known, f"constant_{name}")
        update[name] = tuple(values.tolist())
    return fit.model_copy(update=update)
