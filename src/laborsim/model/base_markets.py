"""The markets at the base date: who works where, what it pays, who else is in town."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FOUNDER, LOCAL, OUTBOUND
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import SCHOOLING_MASK, SCHOOLING_SHIFT
from laborsim.levers.dials import Regional
from laborsim.model.age_profiles import pay_profile, training_factor
from laborsim.parameters.parameters import Parameters
from laborsim.population.pair_ties import LEAST_SHARE, prior_shares
from laborsim.population.pay import BasePay
from laborsim.population.population import Population
from laborsim.published.figures import Province, aggregate, literature, pay, settlement
from laborsim.published.geography import distances_km
from laborsim.published.migrants_in_towns import UNEMPLOYMENT_YEAR, migrant_unemployment

LONGER = 1.10  # the longer move of Zhang & Zhao (2013)
SHANGHAI, BEIJING = "CN-SH", "CN-BJ"
BEIJING_ABOVE_MEAN = 0.08  # matang, same sentence as shanghai_barrier
CARRIED = 2 / 3
"""Part of the ties that the choice itself carries; the network carries the rest. ASSUMPTION: of 2/3 and 1 that with
which large and small flows stay alike to 2030 (0.89 to 0.98 of themselves; with 1 the smallest fall to 0.6)."""

ROUNDS = 50  # of sweeping rows and columns in turn; ten are enough
SMALLEST_BACKGROUND = 0.2  # ASSUMPTION: at least this part of urban jobs is held by urban-registered people


class Jobs(NamedTuple):
    """Persons by place of work at the base date [region]."""

    county: Regional
    urban: Regional
    founder_jobs: Regional


def distance_elasticity(parameters: Parameters) -> float:
    """Return the elasticity of required pay to distance: ln 1.15 ÷ ln 1.10."""
    return math.log(1 + parameters.distance_pay) / math.log(LONGER)


def felt_distances(regions: Sequence[Province]) -> NDArray[np.float64]:
    """Return how far destinations are for an origin as its people behave [origin, destination; km].

    Farther by as much as fewer of them go there than pay and the pull of the destination say, by the observed flows and
    what they teach of ties (`population.pair_ties`); what is common to all of an origin, or to all who go to a
    destination, stays that of the map, and so does the way to other places of the own province. Measured at the
    parameters in use, so that another elasticity stretches it.
    """
    parameters, codes = Parameters(), len(regions)
    map_km = np.log(distances_km(regions))
    away = ~np.eye(codes, dtype=bool)
    share = np.where(away, prior_shares(regions), 1.0)
    shown = -np.log(np.maximum(share, LEAST_SHARE)) * parameters.nest_away * CARRIED
    worth = parameters.income_elasticity * parameters.nest_away * distance_elasticity(parameters)  # of a log km
    apart = _two_way_residual(shown / worth, away)
    felt = map_km - _two_way_residual(map_km, away) + apart
    return np.exp(np.where(away, felt, map_km))


def _two_way_residual(values: NDArray[np.float64], counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return values [n, n] less what rows and columns have in common over the cells that are counted."""
    left = np.where(counted, values, 0.0)
    for _ in range(ROUNDS):
        left -= np.where(counted, (left.sum(axis=1) / counted.sum(axis=1))[:, None], 0.0)
        left -= np.where(counted, left.sum(axis=0) / counted.sum(axis=0), 0.0)
    return left


def annual_pay(group: str, year: int) -> float:
    """Return the published monthly pay of a group [yuan/month]."""
    return pay(group, year).number


def base_jobs(columns: WorkerColumns, persons: NDArray[np.int64]) -> Jobs:
    """Count who works where."""
    weight = persons[columns.origin].astype(np.float64)
    n = len(persons)

    def total(chosen: NDArray[np.bool_], place: NDArray[np.uint8], each: NDArray[np.float64]) -> Regional:
        return np.bincount(place[chosen], each[chosen], minlength=n).astype(np.float64)

    return Jobs(
        county=total(columns.status == LOCAL, columns.origin, weight),
        urban=total(columns.status == OUTBOUND, columns.destination, weight),
        founder_jobs=total(columns.status == FOUNDER, columns.origin, weight * columns.jobs),
    )


def base_pay_levels(
    columns: WorkerColumns, population: Population, base: BasePay, parameters: Parameters
) -> tuple[Regional, Regional]:
    """Return (county, urban) pay of a worker whose profile is 1, so that means of pay are the published ones."""
    ages = np.minimum(population.age_months // 12, pay_profile(parameters).shape[2] - 1)
    schooling = (columns.traits >> SCHOOLING_SHIFT) & SCHOOLING_MASK
    profile = pay_profile(parameters)[population.sex, schooling, ages]
    since = (population.base_month - columns.training_end.astype(np.int64)) // 12
    factor = training_factor(parameters)
    profile *= np.where(columns.training_end > 0, factor[np.clip(since, 0, len(factor) - 1)], 1.0)
    weight = population.weight * profile

    def level(status: int, place: NDArray[np.uint8], pay_there: Regional) -> Regional:
        rows = columns.status == status
        published = float(np.sum(population.weight[rows] * pay_there[place[rows]]))
        return pay_there * (published / float(np.sum(weight[rows] * pay_there[place[rows]])))

    county = level(LOCAL, columns.origin, base.county_pay)
    return county, level(OUTBOUND, columns.destination, base.urban_pay)


def urban_background(
    regions: Sequence[Province], migrants: Regional, parameters: Parameters
) -> tuple[Regional, Regional]:
    """Return (employed, seeking) people with urban registration, who compete for the same urban vacancies.

    Employed: urban residents × an employed share (ASSUMPTION) less the migrants among them. Seeking: so that
    the surveyed urban rate of the nation comes out.
    """
    residents = np.array([region.population * region.urban_share for region in regions])
    urban_jobs = residents * parameters.urban_employed_share
    employed = np.maximum(urban_jobs - migrants, SMALLEST_BACKGROUND * urban_jobs)
    surveyed = aggregate("surveyed urban unemployment, annual mean", UNEMPLOYMENT_YEAR).number / 100
    rate = migrant_unemployment()
    all_seeking = surveyed / (1 - surveyed) * float(np.sum(employed + migrants))
    seeking = all_seeking - rate / (1 - rate) * float(np.sum(migrants))
    return employed, employed * (seeking / float(np.sum(employed)))


def barrier_relative(regions: Sequence[Province]) -> Regional:
    """Return the registration barrier of each destination ÷ the national mean (Ma & Tang; elsewhere 1, ASSUMPTION)."""
    above = {SHANGHAI: literature("shanghai_barrier").number / 100, BEIJING: BEIJING_ABOVE_MEAN}
    return np.array([1 + above.get(region.code, 0.0) for region in regions])


def settlement_access(regions: Sequence[Province]) -> Regional:
    """Return the share of the registration barrier that is down at the base date (ASSUMPTION, data/settlement.csv)."""
    return np.array([settlement(region.code).number for region in regions])
