"""What a ledger is made of: beneficiaries and others by place and state, every month, in a world with and without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.people import STATES, People, Small, Whole, counted
from laborsim.kernels.codes import ACCOMPANYING, FOUNDER, OUTBOUND, PLACED, SEEKING_AWAY
from laborsim.kernels.counts import AT
from laborsim.kernels.random import BASE_STREAM, decision, draws
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


BARRED = decision("ledger.barred")
"""Which of the people away in a place are those for whom registering was barred: drawn once a person. ASSUMPTION."""


def holding_now(people: People, lever: Lever) -> Flags:
    """Return who holds what the lever gives, in its regions and whoever gives it [person].

    In a world without the lever these are the people who have it anyway. Of those away only those for whom a bar has
    fallen hold access to settlement: it was open to all others. Of what is handed out it is those who get it now.
    """
    world, held = people.world, lever.DECLARATION.held
    places = np.zeros(len(world.persons), np.bool_)
    places[[world.region_codes.index(code) for code in lever.regions]] = True
    if held is None:
        given = np.zeros(len(world.columns), np.bool_)
        for key, rows in world.served_rows.items():
            given[rows if key.partition("/")[0] == lever.NAME else rows[:0]] = True
        return given[people.rows] & places[people.origin]
    flags: Flags = HOLDERS[held](people) & places[people.place]
    if held == "work away":
        flags &= draws(BASE_STREAM, people.column("worker_id"), 0, BARRED) < world.let_in[people.place]
    return flags


class Balance:
    """Months in which each person has had something in one world, less those in the other, since the base date."""

    def __init__(self) -> None:
        self._ids = np.zeros(0, np.uint32)
        self._months: Whole = np.zeros(0, np.int64)

    def before(self, people: People) -> Whole:
        """Return the balance before this month, as far as `see` has been called [person]."""
        return self._carried(people)[people.rows]

    def see(self, people: People, has: Flags, has_without: Flags) -> Whole:
        """Return the balance with this month, in which people have it with the levers or without. Once a month."""
        months = self._carried(people)
        months[people.rows] += has.astype(np.int64) - has_without
        self._ids, self._months = people.world.columns.worker_id.copy(), months
        return months[people.rows]

    def _carried(self, people: People) -> Whole:
        ids = people.world.columns.worker_id
        months, known = np.zeros(len(ids), np.int64), len(self._ids)
        months[:known] = np.where(ids[:known] == self._ids, self._months, 0)  # a row that changed hands starts anew
        return months


UNTREATED, GAINED, LOST = 0, 1, 2
"""Who has had what a lever gives, so far and in months: as long in both worlds; longer with it; longer without it."""


@dataclass(frozen=True)
class AccountCounts:
    """One account of one pair: what a lever (or the whole plan) did, counted in persons. T months, R regions, S states.

    Beneficiaries are those who have had what it gives for longer than in the world without it: what stood before, and
    stands in both worlds, makes nobody one. Of a cut they are lost. `with_it`, `without`: people by UNTREATED, GAINED
    or LOST so far, place and state, in the two worlds. `spent_with`, `spent_without` [fen] by region: of the
    account's own levers; `all_with`, `all_without` [fen]: of every lever of the world. `pay_with`, `pay_without`
    [yuan]: what all earn.
    """

    key: str
    with_it: Whole  # [T, 3, R, S]
    without: Whole  # [T, 3, R, S]
    gained_states: Whole  # [T, S without, S with] of the beneficiaries gained so far
    lost_states: Whole  # [T, S without, S with] of those lost so far
    founder_jobs: Whole  # [T] jobs that founders offer more
    multiplied: Whole  # [T] other local jobs that those bring
    served: Whole  # [T] persons who are given it, or hold it, in the month, as the lever's funnel counts them
    served_anyway: Whole  # [T] of them, who do in the world without it too, or to whom it was never barred
    gained: Whole  # [T] persons who become beneficiaries, less those who no longer are
    lost: Whole  # [T] persons who begin to have had it for longer without the levers, less those who no longer have
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
    multiplier: float  # other local jobs for every job that a founder offers
    _balance: Balance = field(default_factory=Balance)
    _months: list[dict[str, object]] = field(default_factory=list)

    def see(self, ours: People, theirs: People) -> None:
        """Count one month."""
        persons, regions = ours.persons, len(ours.world.persons)
        now, has, has_without = self._reached(ours, theirs)
        past = _groups(self._balance.before(ours))
        group = _groups(self._balance.see(ours, has, has_without))
        gained, lost = group == GAINED, group == LOST
        more_jobs = _founder_jobs(ours.world) - _founder_jobs(theirs.world)
        sizes = (3, regions, len(STATES))
        differing = (ours.state != theirs.state) | (ours.place != theirs.place)
        keys = [lever.key for lever in self.levers]
        self._months.append(
            {
                "with_it": counted((group, ours.place, ours.state), sizes, persons),
                "without": counted((group, theirs.place, theirs.state), sizes, persons),
                "gained_states": _states(ours, theirs, gained),
                "lost_states": _states(ours, theirs, lost),
                "founder_jobs": more_jobs,
                "multiplied": round(self.multiplier * more_jobs),
                "served": persons[now].sum(),
                "served_anyway": persons[now & (has_without | ~has)].sum(),
                "gained": persons[gained].sum() - persons[past == GAINED].sum(),
                "lost": persons[lost].sum() - persons[past == LOST].sum(),
                "differing": persons[differing].sum(),
                "spent_with": _spent(ours.world, keys),
                "spent_without": _spent(theirs.world, keys),
                "all_with": cost_of(ours.world.services).sum(),
                "all_without": cost_of(theirs.world.services).sum(),
                "pay_with": ours.earned,
                "pay_without": theirs.earned,
            }
        )

    def _reached(self, ours: People, theirs: People) -> tuple[Flags, Flags, Flags]:
        """Return whom the levers reach this month, and who has what they give: with them, and without [person]."""
        now, has, has_without = (np.zeros(len(ours.rows), np.bool_) for _ in range(3))
        for lever in self.levers:
            now |= served_now(ours, lever)
            has |= holding_now(ours, lever)
            has_without |= holding_now(theirs, lever)
        return now, has, has_without

    def counts(self) -> AccountCounts:
        """Return everything counted."""
        names = self._months[0]
        arrays = {name: np.array([month[name] for month in self._months], np.int64) for name in names}
        return AccountCounts(self.key, **arrays)


def _groups(balance: Whole) -> Small:
    """Return the group of everybody by his balance [person]."""
    group = np.full(len(balance), UNTREATED, np.uint8)
    group[balance > 0], group[balance < 0] = GAINED, LOST
    return group


def _states(ours: People, theirs: People, chosen: Flags) -> Whole:
    """Return some people by their state in the two worlds [S without, S with], persons."""
    return counted((theirs.state[chosen], ours.state[chosen]), (len(STATES),) * 2, ours.persons[chosen])


def _founder_jobs(world: Snapshot) -> int:
    return int(world.counts.series[:, AT["jobs_offered"]].sum())


def _spent(world: Snapshot, keys: Sequence[str]) -> Whole:
    """Return what some levers cost this month [lever, region], fen; nothing where the world has them not."""
    names = world.service_names
    none = np.zeros(len(world.persons), np.int64)
    return np.array([cost_of(world.services[names.index(key)]) if key in names else none for key in keys], np.int64)
