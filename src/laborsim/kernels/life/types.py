"""The latent type of attachment to home: how likely each is, by sex, month of birth and age at entry."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import FEMALE, month_number
from laborsim.kernels.compilation import compiled
from laborsim.kernels.month import Floats

N_TYPES = 3
LATE = 29  # who entered at a greater age entered late [years]
COHORT = month_number(1980, 1)  # month of birth whose people have the odds that the parameters say
DECADE = 120.0  # months


class TypeOdds(NamedTuple):
    """How likely the types are."""

    settled: float  # loose [share]
    circular: float  # between [share]
    close: float  # [share]
    women: float  # odds of women to be of the type between ÷ those of men
    cohort: float  # log odds of the close type per ten years of birth before COHORT
    late: float  # odds of the close type of those who entered late ÷ those of others, less 1


@compiled
def type_weights(odds: TypeOdds, sex: int, birth_month: int, late: float) -> tuple[float, float, float]:
    """Return how likely each type is; weights need not add up to 1. `late`: 1, 0 or the chance that he entered so."""
    circular = odds.circular * odds.women if sex == FEMALE else odds.circular
    cohort = math.exp(odds.cohort * ((COHORT - birth_month) / DECADE))
    return odds.settled, circular, odds.close * cohort * (1.0 + late * odds.late)


@compiled
def type_of(weights: tuple[float, float, float], luck: float) -> int:
    """Return the type that luck draws."""
    settled, circular, close = weights
    luck *= settled + circular + close
    if luck < settled:
        return 0
    return 1 if luck < settled + circular else 2


@compiled
def many_type_shares(
    odds: TypeOdds, sex: NDArray[np.uint8], birth_month: NDArray[np.int16], late: Floats
) -> NDArray[np.float64]:
    """Return how likely the types of many people are [person, type], shares that add up to 1; columns [person]."""
    shares = np.empty((len(sex), N_TYPES))
    for i in range(len(sex)):
        weights = type_weights(odds, int(sex[i]), int(birth_month[i]), late[i])
        total = weights[0] + weights[1] + weights[2]
        for k in range(N_TYPES):
            shares[i, k] = weights[k] / total
    return shares
