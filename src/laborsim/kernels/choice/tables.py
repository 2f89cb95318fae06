"""The tables of the choice, rebuilt every month with scalar mathematics."""

import math
from typing import NamedTuple

import numpy as np

from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Floats


class Places(NamedTuple):
    """What a month says about places of work; arrays are [region] unless said."""

    local: Floats  # constant of local work
    inside: Floats  # constant of outbound work inside the province
    outside: Floats  # constant of outbound work outside it, by origin
    amenity: Floats  # of a destination
    pay_county: Floats  # ÷ the mean local pay of the month's trend
    pay_urban: Floats
    received_county: Floats
    received_urban: Floats
    rent: Floats  # ÷ the base date's
    barrier: Floats  # registration barrier × what is still closed
    school_share: Floats
    distances: Floats  # [origin, destination] km
    network: Floats  # [origin, destination] share of the province's outbound outside it ÷ the base date's


class Tastes(NamedTuple):
    """Parameters of the tables."""

    alpha: float
    nest_away: float
    distance: float  # utility per log km
    housing_share: float
    network: float
    left_behind_cost: float


class Tables(NamedTuple):
    """The parts of `month.Choice` that are rebuilt."""

    local: Floats
    inside: Floats
    outside: Floats
    outside_weight: Floats
    outside_value: Floats


@compiled
def pay_value(places: Places, tastes: Tastes, d: int) -> float:
    """Return the utility of urban pay at d, less arrears and rent."""
    value = math.log(places.pay_urban[d]) + math.log(places.received_urban[d])
    return tastes.alpha * (value - tastes.housing_share * math.log(places.rent[d])) - places.barrier[d]


@compiled
def weigh(values: Floats, nest: float, weights: Floats) -> float:
    """Fill in the weights of a nest's alternatives and return its inclusive value.

    The best alternative weighs 1, so that no utility is too large for a number; −inf is no alternative.
    """
    top, total = np.max(values), 0.0
    for d in range(len(values)):
        if values[d] > -np.inf:
            weights[d] = math.exp((values[d] - top) / nest)
            total += weights[d]
    return float(top + nest * math.log(total)) if total > 0.0 else -np.inf


@compiled
def choice_tables(places: Places, tastes: Tastes) -> Tables:
    """Return the utilities of work at home, inside and outside the province, by origin and children."""
    n = len(places.local)
    local, inside = np.empty(n), np.empty((n, 2))
    outside, weight, value = np.full((2 * n, n), -np.inf), np.zeros((2 * n, n)), np.empty(2 * n)
    for o in range(n):
        pay = math.log(places.pay_county[o]) + math.log(places.received_county[o])
        local[o] = places.local[o] + tastes.alpha * pay
        for parent in range(2):
            row = 2 * o + parent
            for d in range(n):
                v = pay_value(places, tastes, d) - tastes.distance * math.log(places.distances[o, d])
                v -= parent * tastes.left_behind_cost * (1.0 - places.school_share[d])
                if d == o:
                    inside[o, parent] = v + places.inside[o]
                    continue
                v += places.outside[o] + places.amenity[d] + tastes.network * math.log(places.network[o, d])
                outside[row, d] = v
            value[row] = weigh(outside[row], tastes.nest_away, weight[row])
    return Tables(local, inside, outside, weight, value)
