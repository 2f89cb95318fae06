"""Who is served by which lever, person by person: handed something by a queue, or holding a place."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.people import People
from laborsim.kernels.codes import ACCOMPANYING, FOUNDER, OUTBOUND, PLACED, SEEKING_AWAY
from laborsim.kernels.traits import CHILDREN_MASK, CHILDREN_SHIFT, PARK_BIT, WORKSHOP_BIT
from laborsim.levers import Lever
from laborsim.model.ledger import SERVED

Flags = NDArray[np.bool_]


def _with(people: People, status: int, bit: np.uint16, is_set: bool = True) -> Flags:
    flags: Flags = (people.column("status") == status) & (((people.column("traits") & bit) > 0) == is_set)
    return flags


def _away(people: People) -> Flags:
    status = people.column("status")
    flags: Flags = (status == OUTBOUND) | (status == SEEKING_AWAY)
    return flags


def _with_children_along(people: People) -> Flags:
    children = (people.column("traits") >> CHILDREN_SHIFT) & CHILDREN_MASK
    flags: Flags = _away(people) & (children == ACCOMPANYING)
    return flags


HELD: dict[str, Callable[[People], Flags]] = {
    "public_welfare_posts": lambda people: _with(people, PLACED, WORKSHOP_BIT, is_set=False),
    "workshops": lambda people: _with(people, PLACED, WORKSHOP_BIT),
    "entrepreneurship_parks": lambda people: _with(people, FOUNDER, PARK_BIT),
    "settlement_access": _away,
    "school_places": _with_children_along,
}
"""Levers whose service is a place that shows in a worker's state, and who holds one. All others hand something out."""


def served_now(people: People, lever: Lever) -> Flags:
    """Return whom a lever serves this month [person]; nobody where it is not in force.

    Raises ValueError where the people found are not as many as the lever's ledger counts.
    """
    world = people.world
    counted = world.services[world.service_names.index(lever.key), :, SERVED]
    if lever.NAME in HELD:
        flags = HELD[lever.NAME](people) & (counted > 0)[people.place]
    else:
        everybody = np.zeros(len(world.columns), np.bool_)
        everybody[world.served_rows.get(lever.key, np.zeros(0, np.int64))] = True
        flags = everybody[people.rows]
    found = int(people.persons[flags].sum())
    if found != counted.sum():
        raise ValueError(f"{lever.key}: the ledger counts {counted.sum()} persons served, {found} can be told apart")
    return flags


class EverServed:
    """Whom one lever has served since the base date, in one world."""

    def __init__(self, lever: Lever) -> None:
        self.lever = lever
        self._ids = np.zeros(0, np.uint32)
        self._ever = np.zeros(0, np.bool_)

    def before(self, people: People) -> Flags:
        """Return who had been served before this month, as far as `see` has been called [person]."""
        return self._carried(people)[people.rows]

    def see(self, people: People) -> tuple[Flags, Flags]:
        """Return who is served this month, and who has ever been [person]. Call it once a month."""
        now, ever = served_now(people, self.lever), self._carried(people)
        ever[people.rows[now]] = True
        self._ids, self._ever = people.world.columns.worker_id.copy(), ever
        return now, ever[people.rows]

    def _carried(self, people: People) -> Flags:
        ids = people.world.columns.worker_id
        ever, known = np.zeros(len(ids), np.bool_), len(self._ids)
        ever[:known] = self._ever & (ids[:known] == self._ids)  # a row that changed hands starts anew
        return ever


def has_counterpart(lever: Lever, people: People) -> Flags:
    """Return who holds a place of the lever's kind in this world, whoever pays for it [person]."""
    if lever.NAME not in HELD:
        return np.zeros(len(people.rows), np.bool_)
    places = np.zeros(len(people.world.persons), np.bool_)
    places[[people.world.region_codes.index(code) for code in lever.regions]] = True
    flags: Flags = HELD[lever.NAME](people) & places[people.place]
    return flags
