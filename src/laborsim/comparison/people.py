"""What everybody is at the end of a month: state, place, group; plain arrays over the rows of a model."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.appraising import incomes, log_sums
from laborsim.kernels.codes import (
    AGE_BANDS,
    FOUNDER,
    GONE,
    LOCAL,
    OUT,
    OUTBOUND,
    PLACED,
    SCHOOLING,
    SEEKING,
    SEEKING_AWAY,
)
from laborsim.kernels.traits import FEMALE_BIT, LIFTED_BIT, SCHOOLING_MASK, SCHOOLING_SHIFT
from laborsim.model.observed import Observed

STATES = ("local", "outbound_inside", "outbound_outside", "founder", "placed", "seeking", "seeking_away", "out")
"""States of a person: the monthly status, with outbound work inside and outside the home province apart."""

(AT_HOME, AWAY_INSIDE, AWAY_OUTSIDE, FOUNDING, IN_PLACE) = range(5)
IN_WORK = (AT_HOME, AWAY_INSIDE, AWAY_OUTSIDE, FOUNDING, IN_PLACE)
NEAR_HOME = (AT_HOME, FOUNDING, IN_PLACE)

SEXES = ("male", "female")
LIFTED = ("other households", "lifted out of poverty")

_STATE_OF = np.zeros(GONE + 1, np.uint8)
_STATE_OF[[LOCAL, OUTBOUND, FOUNDER, PLACED, SEEKING, SEEKING_AWAY, OUT]] = (0, 2, 3, 4, 5, 6, 7)

YOUNGEST_BAND_ENDS, BAND_YEARS, MONTHS_A_YEAR = 20, 10, 12
"""Age bands as `kernels.tally.age_band` counts them: up to 20, then ten years each, the last open."""

Whole = NDArray[np.int64]
Small = NDArray[np.uint8]
Yuan = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """The people of one world at the end of one month; arrays are [person], in the order of `rows`."""

    world: Observed
    rows: Whole  # in which somebody lives: the same in every world of a pair

    def column(self, name: str) -> NDArray[Any]:
        """Return one column of the people."""
        values: NDArray[Any] = getattr(self.world.columns, name)[self.rows]
        return values

    @cached_property
    def origin(self) -> Small:
        """Home province [region]."""
        return self.column("origin")

    @cached_property
    def persons(self) -> Whole:
        """Persons that each stands for."""
        weights: Whole = self.world.persons[self.origin]
        return weights

    @cached_property
    def _status(self) -> Small:
        return self.column("status")

    @cached_property
    def place(self) -> Small:
        """Province in which each works, seeks or rests [region]."""
        away = (self._status == OUTBOUND) | (self._status == SEEKING_AWAY)
        return np.where(away, self.column("destination"), self.origin).astype(np.uint8)

    @cached_property
    def state(self) -> Small:
        """State, as in `STATES`."""
        state: Small = _STATE_OF[self._status]
        inside = (self._status == OUTBOUND) & (self.place == self.origin)
        return np.where(inside, np.uint8(AWAY_INSIDE), state)

    @cached_property
    def groups(self) -> dict[str, Small]:
        """Code of each in every group that does not depend on the world: sex, age, schooling, lifted_out."""
        traits = self.column("traits")
        years = (self.world.months - self.column("birth_month").astype(np.int64)) // MONTHS_A_YEAR
        band = np.clip((years - YOUNGEST_BAND_ENDS - 1) // BAND_YEARS + 1, 0, len(AGE_BANDS) - 1)
        return {
            "sex": (traits & FEMALE_BIT).astype(np.uint8),
            "age": np.where(years <= YOUNGEST_BAND_ENDS, 0, band).astype(np.uint8),
            "schooling": ((traits >> SCHOOLING_SHIFT) & SCHOOLING_MASK).astype(np.uint8),
            "lifted_out": ((traits & LIFTED_BIT) > 0).astype(np.uint8),
        }

    @cached_property
    def income(self) -> Yuan:
        """What each earns [yuan/month]; 0 without work."""
        everybody: Yuan = incomes(self.world.columns, self.world.month)
        return everybody[self.rows]

    @cached_property
    def log_sum(self) -> Yuan:
        """Expected utility of each one's choice, would he think again now."""
        everybody: Yuan = log_sums(self.world.columns, self.world.month)
        return everybody[self.rows]


GROUPS: dict[str, tuple[str, ...]] = {
    "sex": SEXES,
    "age": AGE_BANDS,
    "schooling": SCHOOLING,
    "lifted_out": LIFTED,
}
"""Groups that a person belongs to in every world, and the names of their codes."""


def living(world: Observed) -> Whole:
    """Return the rows in which somebody lives."""
    return np.flatnonzero(world.columns.status != GONE)


def counted(codes: tuple[NDArray[Any], ...], sizes: tuple[int, ...], persons: NDArray[Any]) -> Whole:
    """Return persons by cell of several codes [size, size, …], exact."""
    return np.rint(summed(codes, sizes, persons)).astype(np.int64)


def summed(codes: tuple[NDArray[Any], ...], sizes: tuple[int, ...], amounts: NDArray[Any]) -> Yuan:
    """Return amounts summed by cell of several codes [size, size, …]."""
    cell = np.ravel_multi_index(tuple(code.astype(np.intp) for code in codes), sizes)
    sums: Yuan = np.bincount(cell, amounts.astype(np.float64), int(np.prod(sizes))).astype(np.float64)
    return sums.reshape(sizes)
