"""What a ledger is made of: served and other people by place and state, month by month, in a world with and without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.people import STATES, People, Whole, counted
from laborsim.kernels.codes import ACCOMPANYING, FOUNDER, OUTBOUND, PLACED, SEEKING_AWAY
from laborsim.kernels.traits import CHILDREN_MASK, CHILDREN_SHIFT, PARK_BIT, WORKSHOP_BIT
from laborsim.levers import Lever
from laborsim.levers.base import Held
from laborsim.model.ledger import SERVED, cost_of
from laborsim.model.snapshot import Snapshot

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


HOLDERS: dict[Held, Callable[[People], Flags]] = {
    "post": lambda people: _with(people, PLACED, WORKSHOP_BIT, is_set=False),
    "workshop place": lambda people: _with(people, PLACED, WORKSHOP_BIT),
    "park place": lambda people: _with(people, FOUNDER, PARK_BIT),
    "work away": _away,
    "school place": _with_children_along,
}
"""Who holds what a lever declares that its people hold. Levers that declare nothing hand something out; of a post the
ledger notes which block pays for it."""


def served_now(people: People, lever: Lever) -> Flags:
    """Return whom a lever serves this month [person]; nobody where it is not in force.

    Raises ValueError where the people found are not as many as the lever's ledger counts.
    """
    world = people.world
    counted = world.services[world.service_names.index(lever.key), :, SERVED]
    rows, held = world.served_rows.get(lever.key), lever.DECLARATION.held
    if rows is None and held:
        flags = HOLDERS[held](people) & (counted > 0)[people.place]
    else:
        everybody = np.zeros(len(world.columns), np.bool_)
        everybody[np.zeros(0, np.int64) if rows is None else rows] = True
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
    if (held := lever.DECLARATION.held) is None:
        return np.zeros(len(people.rows), np.bool_)
    places = np.zeros(len(people.world.persons), np.bool_)
    places[[people.world.region_codes.index(code) for code in lever.regions]] = True
    flags: Flags = HOLDERS[held](people) & places[people.place]
    return flags


UNTREATED, TREATED = 0, 1


@dataclass(frozen=True)
class AccountCounts:
    """One account of one pair: what a lever (or the whole plan) did, counted in persons. T months, R regions, S states.

    `with_it`, `without`: people by served so far or not, place and state, in the two worlds; who is served is read
    off the world with the lever. `spent_with`, `spent_without` [fen] by region: of the account's own levers;
    `all_with`, `all_without` [fen]: of every lever of the world. `pay_with`, `pay_without` [yuan]: what all earn.
    """

    key: str
    with_it: Whole  # [T, 2, R, S]
    without: Whole  # [T, 2, R, S]
    served_states: Whole  # [T, S without, S with] of the people served so far
    served: Whole  # [T] persons served in the month
    served_anyway: Whole  # [T] of them, who hold a place of this kind in the world without it too
    newly_served: Whole  # [T] persons served for the first time
    differing: Whole  # [T] persons whose state or place differs between the worlds
    spent_with: Whole  # [T, levers, R]
    spent_without: Whole  # [T, levers, R]
    all_with: Whole  # [T]
    all_without: Whole  # [T]
    pay_with: Whole  # [T]
    pay_without: Whole  # [T]


@dataclass
class Bookkeeper:
    """Collects the counts of one account: `levers` as in the scenario's world, `other` = the world without them."""

    key: str
    levers: Sequence[Lever]
    other: int  # place of the world without them in the pair
    _ever: list[EverServed] = field(default_factory=list)
    _months: list[dict[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nobody served."""
        self._ever = [EverServed(lever) for lever in self.levers]

    def see(self, ours: People, theirs: People) -> None:
        """Count one month."""
        persons, regions = ours.persons, len(ours.world.persons)
        now, ever, anyway, before = self._served(ours, theirs)
        treated = ever.astype(np.uint8)
        sizes = (2, regions, len(STATES))
        differing = (ours.state != theirs.state) | (ours.place != theirs.place)
        keys = [lever.key for lever in self.levers]
        self._months.append(
            {
                "with_it": counted((treated, ours.place, ours.state), sizes, persons),
                "without": counted((treated, theirs.place, theirs.state), sizes, persons),
                "served_states": counted((theirs.state[ever], ours.state[ever]), (len(STATES),) * 2, persons[ever]),
                "served": persons[now].sum(),
                "served_anyway": persons[now & anyway].sum(),
                "newly_served": persons[ever & ~before].sum(),
                "differing": persons[differing].sum(),
                "spent_with": _spent(ours.world, keys),
                "spent_without": _spent(theirs.world, keys),
                "all_with": cost_of(ours.world.services).sum(),
                "all_without": cost_of(theirs.world.services).sum(),
                "pay_with": ours.earned,
                "pay_without": theirs.earned,
            }
        )

    def _served(self, ours: People, theirs: People) -> tuple[Flags, Flags, Flags, Flags]:
        nobody = np.zeros(len(ours.rows), np.bool_)
        now, ever, anyway, before = nobody.copy(), nobody.copy(), nobody.copy(), nobody.copy()
        for lever, one in zip(self.levers, self._ever, strict=True):
            before |= one.before(ours)
            mine, so_far = one.see(ours)
            now |= mine
            ever |= so_far
            anyway |= mine & has_counterpart(lever, theirs)
        return now, ever, anyway, before

    def counts(self) -> AccountCounts:
        """Return everything counted."""
        names = self._months[0]
        arrays = {name: np.array([month[name] for month in self._months], np.int64) for name in names}
        return AccountCounts(self.key, **arrays)


def _spent(world: Snapshot, keys: Sequence[str]) -> Whole:
    """Return what some levers cost this month [lever, region], fen; nothing where the world has them not."""
    names = world.service_names
    none = np.zeros(len(world.persons), np.int64)
    return np.array([cost_of(world.services[names.index(key)]) if key in names else none for key in keys], np.int64)
