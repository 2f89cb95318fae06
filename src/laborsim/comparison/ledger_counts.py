"""What a ledger is made of: served and other people by place and state, month by month, in a world with and without."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from laborsim.comparison.people import STATES, People, Whole, counted
from laborsim.comparison.served import EverServed, Flags, has_counterpart
from laborsim.levers import Lever
from laborsim.model.ledger import SPENT
from laborsim.model.observed import Observed

UNTREATED, TREATED = 0, 1


@dataclass(frozen=True)
class AccountCounts:
    """One account of one pair: what a lever (or the whole plan) did, counted in persons. T months, R regions, S states.

    `with_it`, `without`: people by served so far or not, place and state, in the two worlds; who is served is read
    off the world with the lever. `spent_with`, `spent_without` [fen] by region: of the account's own levers;
    `all_with`, `all_without` [fen]: of every lever of the world.
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
                "all_with": ours.world.services[:, :, SPENT].sum(),
                "all_without": theirs.world.services[:, :, SPENT].sum(),
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


def _spent(world: Observed, keys: Sequence[str]) -> Whole:
    """Return what some levers cost this month [lever, region], fen; nothing where the world has them not."""
    names = world.service_names
    none = np.zeros(len(world.persons), np.int64)
    return np.array([world.services[names.index(key), :, SPENT] if key in names else none for key in keys], np.int64)
