"""Lives: what every person of a world was, month by month, recorded from outside while it runs."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import GONE, NO_CHILDREN, OUTBOUND, SCHOOL_YEARS, SEEKING_AWAY
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.kernels.traits import (
    AT_HOME_BIT,
    CHILDREN_MASK,
    CHILDREN_SHIFT,
    FEMALE_BIT,
    SCHOOLING_MASK,
    SCHOOLING_SHIFT,
)
from laborsim.kernels.welfare import incomes
from laborsim.model.snapshot import Snapshot

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

KEPT = ("status", "destination", "events", "traits", "savings", "debt", "jobs", "served")
"""Columns that are kept of every month."""

NEVER = -1


@dataclass(frozen=True)
class Lives:
    """Persons of a world from its base date on; arrays are [month, person] unless said, month 0 is the base date.

    Every worker stands for the same number of persons. A person who is not there yet, or no more, is GONE.
    """

    start: int  # base date [running month]
    origin: NDArray[np.uint8]  # [person]
    identity: NDArray[np.uint32]  # [person]
    birth: NDArray[np.int16]  # month of birth [person]
    before: Integers  # outbound work up to the first month in which he is there [person], months
    elapsed: Integers  # of this, in the job that he has then
    status: NDArray[np.uint8]
    destination: NDArray[np.uint8]  # province of present or last outbound work; 255 never
    events: NDArray[np.uint16]
    traits: NDArray[np.uint16]
    savings: NDArray[np.uint8]  # on the grid of savings
    debt: NDArray[np.uint8]  # on the same grid
    jobs: NDArray[np.uint8]  # that a founder's business offers; of other people it says something else
    served: NDArray[np.uint8]  # bits: programs that serve, see `kernels.applications`
    pay: NDArray[np.float32]  # [yuan/month], 0 without work

    @property
    def months(self) -> int:
        """Months recorded, the base date included."""
        return len(self.status)

    @property
    def here(self) -> Flags:
        """Who is in the model."""
        found: Flags = self.status != GONE
        return found

    @property
    def away(self) -> Flags:
        """Who works or seeks away from the home township."""
        found: Flags = (self.status == OUTBOUND) | (self.status == SEEKING_AWAY)
        return found

    @property
    def home(self) -> Flags:
        """Who is at home."""
        return self.here & ~self.away

    @property
    def visiting(self) -> Flags:
        """Who has a job away and is at home."""
        found: Flags = (self.status == OUTBOUND) & ((self.traits & AT_HOME_BIT) > 0)
        return found

    @property
    def female(self) -> Flags:
        """Women [person]."""
        known: Flags = (self._lasting & FEMALE_BIT) > 0
        return known

    @property
    def schooling(self) -> Integers:
        """Code of the level of schooling [person]."""
        return ((self._lasting >> SCHOOLING_SHIFT) & SCHOOLING_MASK).astype(np.int64)

    @property
    def school_years(self) -> Floats:
        """Years of schooling [person]."""
        return np.array(SCHOOL_YEARS)[self.schooling]

    @property
    def _lasting(self) -> NDArray[np.uint16]:
        """Traits in the first month in which a person is there [person]; sex and schooling never change."""
        traits: NDArray[np.uint16] = self.traits[self.first, np.arange(len(self.origin))]
        return traits

    def parents(self, month: int) -> Flags:
        """Return who has a child of school age in a month [person]."""
        found: Flags = ((self.traits[month] >> CHILDREN_SHIFT) & CHILDREN_MASK) != NO_CHILDREN
        return found

    def ages(self, month: int | Integers) -> Floats:
        """Return ages in a month, or in a month of each person [person], years."""
        return (self.start + np.asarray(month) - self.birth.astype(np.int64)) / 12

    def savings_yuan(self, month: Integers, person: Integers) -> Floats:
        """Return savings of some persons in some months, yuan of the base date."""
        return GRID_YUAN[self.savings[month, person]]

    @property
    def first(self) -> Integers:
        """First month in which each person is there [person]."""
        found: Integers = self.here.argmax(axis=0)
        return found

    @property
    def months_worked_away(self) -> NDArray[np.int32]:
        """Outbound work up to and including each month, what came before the base date included [month, person]."""
        worked = self.status == OUTBOUND
        worked[self.first, np.arange(len(self.origin))] = False  # `before` has it
        return np.cumsum(worked, axis=0, dtype=np.int32) + self.before.astype(np.int32)

    @property
    def first_away(self) -> Integers:
        """Month of the first departure of whoever had never been away before [person]; −1 = none that is seen."""
        known = (self.before > 0) | self.away[0]
        return np.where(self.away.any(axis=0) & ~known, self.away.argmax(axis=0), NEVER)

    def debt_yuan(self, month: Integers, person: Integers) -> Floats:
        """Return debts of some persons in some months, yuan of the base date."""
        return GRID_YUAN[self.debt[month, person]]

    def calendar(self) -> Integers:
        """Return the calendar month (1 to 12) of each recorded month [month]."""
        return np.asarray((self.start + np.arange(self.months)) % 12 + 1)


class LifeRecorder:
    """Writes down every person of a world after each month; it looks at the world and never touches it."""

    def __init__(self, first: Snapshot) -> None:
        self.start = first.months
        self._column = np.empty(0, np.int64)  # of the person who lives in a row
        self._id = np.empty(0, np.uint32)  # his identity
        self._months: list[tuple[Integers, dict[str, NDArray[Any]], NDArray[np.float32]]] = []
        self._persons = 0
        self._identity: list[NDArray[np.uint32]] = []
        self._birth: list[NDArray[np.int16]] = []
        self._origin: list[NDArray[np.uint8]] = []
        self._before: list[Integers] = []
        self._elapsed: list[Integers] = []
        self.look(first)

    def look(self, world: Snapshot) -> None:
        """Write down a month."""
        columns = world.columns
        n, known = len(columns), len(self._id)
        self._column = np.concatenate([self._column, np.full(n - known, -1, np.int64)])
        self._id = np.concatenate([self._id, np.zeros(n - known, np.uint32)])
        there = columns.status != GONE
        new = np.flatnonzero(there & ((self._column < 0) | (self._id != columns.worker_id)))
        self._column[new] = self._persons + np.arange(len(new))
        self._persons += len(new)
        self._id[new] = columns.worker_id[new]
        self._identity.append(columns.worker_id[new].copy())
        self._birth.append(columns.birth_month[new].copy())
        self._origin.append(columns.origin[new].copy())
        present = np.where(columns.status[new] == OUTBOUND, world.months - columns.spell_start[new].astype(np.int64), 0)
        self._before.append(columns.experience[new].astype(np.int64) + present)
        self._elapsed.append(present)
        rows = np.flatnonzero(there)
        pay = (incomes(columns, world.month)[rows] / world.month.pay.unit).astype(np.float32)
        people = {name: columns[name][rows] for name in KEPT}
        self._months.append((self._column[rows], people, pay))

    def lives(self) -> Lives:
        """Return what was written down."""
        shape = len(self._months), self._persons
        first = self._months[0][1]
        kept = {name: np.zeros(shape, first[name].dtype) for name in KEPT}
        kept["status"][:] = GONE
        pay = np.zeros(shape, np.float32)
        for month, (column, people, earned) in enumerate(self._months):
            for name in KEPT:
                kept[name][month, column] = people[name]
            pay[month, column] = earned
        return Lives(
            start=self.start,
            identity=np.concatenate(self._identity),
            birth=np.concatenate(self._birth),
            origin=np.concatenate(self._origin),
            before=np.concatenate(self._before),
            elapsed=np.concatenate(self._elapsed),
            pay=pay,
            **kept,
        )
