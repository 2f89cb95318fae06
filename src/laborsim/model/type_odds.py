"""Who is how likely of which latent type: odds from parameters, and what a base date knows of age at entry.

A fit holds the types of the people of a status and age band as they are at the defaults of the parameters, USUAL: what
selection has made of them. So what parameters say of sex, cohort and age at entry comes in once,
when people are drawn, and no base date can pile it up.
"""

import math

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import OLDEST
from laborsim.kernels.life.types import LATE, N_TYPES, TypeOdds, many_type_shares
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import FEMALE_BIT, TYPE_MASK, TYPE_SHIFT
from laborsim.parameters.parameters import Parameters
from laborsim.population.demography import Demography

Floats = NDArray[np.float64]


def type_odds(parameters: Parameters) -> TypeOdds:
    """Return how likely the types are."""
    settled, circular = parameters.settled_share, parameters.circular_share
    return TypeOdds(
        settled=settled,
        circular=circular,
        close=1 - settled - circular,
        women=math.exp(parameters.circular_women),
        cohort=parameters.close_by_cohort,
        late=math.exp(parameters.close_by_late_entry) - 1,
    )


USUAL = type_odds(Parameters())
"""Odds at the defaults: inside a status and age band of a base date, people of all cohorts and both sexes are alike."""


def late_entry(demography: Demography) -> Floats:
    """Return the share of people of an age who entered late [age], as the first year's entrants do. ASSUMPTION."""
    entered = np.zeros(OLDEST + 1)
    entered[demography.entrant_ages] = demography.entrants_by_age[0]
    late = np.where(np.arange(OLDEST + 1) > LATE, entered, 0.0)
    share: Floats = np.cumsum(late) / np.maximum(np.cumsum(entered), np.finfo(np.float64).tiny)
    return share


class TypeTilt:
    """What parameters make of the types at a base date."""

    def __init__(self, parameters: Parameters, demography: Demography) -> None:
        self.odds, self.late = type_odds(parameters), late_entry(demography)

    def ratios(self, sex: NDArray[np.uint8], birth_month: NDArray[np.int16], month: int) -> Floats:
        """Return how much likelier each type is than in USUAL [person, type]; columns [person]."""
        ages = np.clip((month - birth_month.astype(np.int64)) // 12, 0, OLDEST)
        late = self.late[ages]
        usual = many_type_shares(USUAL, sex, birth_month, late)
        ratios: Floats = many_type_shares(self.odds, sex, birth_month, late) / usual
        return ratios

    def left_by_selection(self, people: WorkerColumns, month: int) -> Floats:
        """Return the types of a group [type] as they would be had everybody drawn from USUAL: what a fit holds."""
        types = ((people.traits >> TYPE_SHIFT) & TYPE_MASK).astype(np.int64)
        ratios = self.ratios((people.traits & FEMALE_BIT).astype(np.uint8), people.birth_month, month)
        weights = np.bincount(types, 1 / ratios[np.arange(len(types)), types], minlength=N_TYPES)[:N_TYPES]
        shares: Floats = weights / weights.sum()
        return shares
