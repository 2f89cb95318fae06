"""Who switched: the same people's status and place in the two worlds, and how much of it the effect needs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.pairs import Persons
from laborsim.analysis.ledger.people import GROUPS, IN_WORK, STATES, DateCounts, Whole
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.kernels.codes import month_name
from laborsim.published.regions import NATION, region_codes

EVERYBODY = "everybody"

Pairs = NDArray[np.float64]
Row = tuple[object, ...]


@dataclass(frozen=True)
class Excess:
    """Switchers beside the fewest who could make the same difference, over the pairs [persons].

    `fewest`: half the sum of the absolute differences of the two worlds' counts (total variation). Whoever switches
    beyond it trades places with somebody else: jobs that one gets and another does not.
    """

    switched: Pairs
    fewest: Pairs

    @property
    def excess(self) -> Effect:
        """Switchers beyond the fewest [persons]."""
        found = effect_of(self.switched - self.fewest)
        assert found is not None
        return found


@dataclass(frozen=True)
class Switchers:
    """The switchers of a run at its dates. "From" is the baseline's world, "to" the scenario's."""

    found: Persons

    def at(self, date: int) -> list[DateCounts]:
        """Return the counts of all pairs at one date."""
        return [pair.dates[date] for pair in self.found.pairs]

    def statuses(self, date: int, region: str = NATION, group: tuple[str, str] | None = None) -> Whole:
        """Return persons by status in both worlds [pairs, from, to]; of a home region, or of (group, member).

        Raises ValueError for an unknown region or group member, or for both at once: see the tables of groups.
        """
        if group is not None:
            if region != NATION:
                raise ValueError("switchers are told by home region or by group: ask for one of them")
            name, member = group
            return np.array([c.group_states[name][GROUPS[name].index(member)] for c in self.at(date)])
        if region == NATION:
            return np.array([c.states.sum(axis=0) for c in self.at(date)])
        return np.array([c.states[region_codes().index(region)] for c in self.at(date)])

    def places(self, date: int) -> Whole:
        """Return persons by home and place of living in both worlds [pairs, origin, from, to]."""
        return np.array([c.places for c in self.at(date)])

    def od_effect(self, date: int) -> Pairs:
        """Return by how much work at each place by people of each home changed [pairs, origin, place], persons."""
        working = [c.cells[:, :, list(IN_WORK)].sum(axis=2) for c in self.at(date)]
        return np.array([ours - theirs for ours, theirs in working], np.float64)

    def excess(self, date: int, region: str = NATION) -> Excess:
        """Return the switchers (status or place) of a home region, and the fewest that the counts allow."""
        counts = self.at(date)
        if region == NATION:
            switched = [c.switched.sum() for c in counts]
            cells = [c.cells.sum(axis=1) for c in counts]
        else:
            home = region_codes().index(region)
            switched = [c.switched[home] for c in counts]
            cells = [c.cells[:, home] for c in counts]
        fewest = [np.abs(ours - theirs).sum() / 2 for ours, theirs in cells]
        return Excess(np.array(switched, np.float64), np.array(fewest, np.float64))

    def status_rows(self) -> Iterator[Row]:
        """Yield the tidy table of status × status, see `STATUS_COLUMNS`."""
        for date in self.found.dates:
            for region in (NATION, *region_codes()):
                yield from self._of_table(date, region, EVERYBODY, self.statuses(date, region))
            for name, members in GROUPS.items():
                for member in members:
                    table = self.statuses(date, group=(name, member))
                    yield from self._of_table(date, NATION, f"{name}: {member}", table)

    @staticmethod
    def _of_table(date: int, region: str, group: str, table: Whole) -> Iterator[Row]:
        for before, now in np.ndindex(table.shape[1:]):
            if table[:, before, now].any():
                yield (
                    month_name(date), region, group, STATES[before], STATES[now],
                    *numbers_of(table[:, before, now].astype(np.float64)),
                )  # fmt: skip

    def place_rows(self) -> Iterator[Row]:
        """Yield the tidy table of moves between places, people who live elsewhere only, see `PLACE_COLUMNS`."""
        codes = region_codes()
        for date in self.found.dates:
            table = self.places(date)
            for home, before, now in zip(*np.nonzero(table.sum(axis=0)), strict=True):
                if before != now:
                    persons = numbers_of(table[:, home, before, now].astype(np.float64))
                    yield (month_name(date), codes[home], codes[before], codes[now], *persons)

    def excess_rows(self) -> Iterator[Row]:
        """Yield switchers, the fewest possible and the excess by home region, see `EXCESS_COLUMNS`."""
        for date in self.found.dates:
            for region in (NATION, *region_codes()):
                found = self.excess(date, region)
                switched, fewest = float(found.switched.mean()), float(found.fewest.mean())
                yield (
                    month_name(date), region, len(found.switched), switched, fewest,
                    *_band(found.excess), None if switched == 0 else found.excess.mean / switched,
                )  # fmt: skip

    def od_rows(self) -> Iterator[Row]:
        """Yield the matrix of effects on work by home and place of work, see `OD_COLUMNS`."""
        codes = region_codes()
        for date in self.found.dates:
            table = self.od_effect(date)
            for home, place in np.ndindex(table.shape[1:]):
                yield (month_name(date), codes[home], codes[place], *numbers_of(table[:, home, place]))


NUMBERS = ("pairs", "persons", "low_95", "high_95")
STATUS_COLUMNS = ("date", "region", "group", "status_baseline", "status_scenario", *NUMBERS)
PLACE_COLUMNS = ("date", "origin", "place_baseline", "place_scenario", *NUMBERS)
OD_COLUMNS = ("date", "origin", "destination", "pairs", "effect_persons", "low_95", "high_95")
EXCESS_COLUMNS = ("date", "region", "pairs", "switched", "fewest", "excess", "low_95", "high_95", "excess_share")


def numbers_of(values: Pairs) -> Row:
    """Return (pairs, mean, low, high) of a number over the pairs, with its 95 % interval."""
    effect = effect_of(values)
    assert effect is not None
    return (effect.pairs, *_band(effect))


def _band(effect: Effect) -> Row:
    return effect.mean, effect.low_95, effect.high_95
