"""Profiles over sex, schooling, age and time: pay, attachment to home, the value of rest, jobs that end, search."""

import math

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FEMALE, MALE, OLDEST, SCHOOL_YEARS, SCHOOLING
from laborsim.kernels.markets.trained_applicants import ONE
from laborsim.parameters.parameters import Parameters

Floats = NDArray[np.float64]
N_AGES = OLDEST + 1
FOUNDING_AGE, FOUNDING_SPAN = 35, 8  # age of most taste, and the years that a parameter counts from it; ASSUMPTION
YOUNG, SETTLED = 25, 30  # ages at which the published rates of unemployment are split [years]
FADING_MONTHS = 8  # chances fall in the first eight months without work, Kroft, Lange & Notowidigdo (2013)
LONGEST_MEMORY = 61  # years after which a training counts as forgotten


def pay_profile(parameters: Parameters) -> Floats:
    """Return pay relative to a man of peak age without schooling [sex, schooling, age]."""
    profile: Floats = np.zeros((2, len(SCHOOLING), N_AGES))
    profile += parameters.return_to_schooling * np.array(SCHOOL_YEARS)[None, :, None]
    profile[FEMALE] += parameters.pay_gap_female
    profile = profile - parameters.pay_age_curve * (np.arange(N_AGES) - parameters.pay_peak_age) ** 2
    return _exp(profile)


def training_factor(parameters: Parameters) -> Floats:
    """Return pay after a training ÷ before, by completed years since."""
    left = [math.pow(1 - parameters.training_fade, years) for years in range(LONGEST_MEMORY)]
    return _exp(parameters.training_gain * np.array(left))


def trained_applications(parameters: Parameters) -> NDArray[np.int64]:
    """Return for how many untrained applicants a trained one counts, by completed years since [1/1000]."""
    left = [math.pow(1 - parameters.training_fade, years) for years in range(LONGEST_MEMORY)]
    return np.array([round(ONE * (1 + parameters.training_search * share)) for share in left])


def _exp(values: Floats) -> Floats:
    """Return exp by scalar mathematics: numpy's depends in the last bit on the instructions of the machine."""
    return np.array([math.exp(value) for value in values.ravel()]).reshape(values.shape)


def attachment(parameters: Parameters) -> Floats:
    """Return the attachment to home that sex, children, college and age make [2, 2, 2, age]."""
    table = np.zeros((2, 2, 2, N_AGES))
    table[FEMALE] += parameters.attachment_female
    table[:, 1] += parameters.attachment_children
    table[:, :, 1] += parameters.attachment_college
    table += parameters.attachment_age * (np.arange(N_AGES) - 40) / 10
    return table


def job_endings(parameters: Parameters) -> Floats:
    """Return the chance that a job ends as jobs usually do [age], 1/month."""
    usual = 1 - math.exp(-parameters.separation_rate / 12)
    factors = by_youth(parameters.separation_young, parameters.separation_middle)
    return np.minimum(1.0, usual * factors)


def suited_posts(parameters: Parameters) -> Floats:
    """Return the posts that suit a seeker of an age ÷ those that suit an older one [age]."""
    return by_youth(parameters.young_finding, 1.0)


def by_youth(young: float, middle: float) -> Floats:
    """Return a factor by age: people under YOUNG, people under SETTLED, and 1 for older ones [age]."""
    ages = np.arange(N_AGES)
    return np.where(ages < YOUNG, young, np.where(ages < SETTLED, middle, 1.0))


def fading(parameters: Parameters) -> Floats:
    """Return the posts that suit somebody after 0, 1 … months without work ÷ those in the first [month]."""
    return _exp(-parameters.search_fade * np.arange(FADING_MONTHS + 1.0))


def taste_for_founding(parameters: Parameters) -> Floats:
    """Return the taste for founding that sex and age make [sex, age]."""
    table = np.zeros((2, N_AGES))
    table[MALE] += parameters.founding_men
    table -= parameters.founding_age * ((np.arange(N_AGES) - FOUNDING_AGE) / FOUNDING_SPAN) ** 2
    return table


def value_of_rest(parameters: Parameters) -> Floats:
    """Return the extra value of being out, which grows with age over 50 [age]."""
    value: Floats = parameters.out_age * np.maximum(0, np.arange(N_AGES) - 50) / 10
    return value
