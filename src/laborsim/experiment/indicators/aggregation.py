"""Aggregation: counts and levels of a run summed to zones and the nation, and over a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import AGE_BANDS, FIVE_YEAR_BANDS, ZONES, year_and_month
from laborsim.published.figures import province_table
from laborsim.published.regions import NATION
from laborsim.scenario.load import Scenario

Numbers = NDArray[np.float64]

OVER_50 = AGE_BANDS.index("50+")
YEAR = 12
"""Months."""


def places(regions: tuple[str, ...], groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what indicators are given for: the regions, the zones, the nation, and groups of the scenario's own.

    `groups`: their names; each stands alone and, as `name/45-49`, by five-year bands of its members' age.
    """
    return (*regions, *ZONES, NATION, *members_by_age(groups))


def members_by_age(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of groups and of their parts by age, group by group."""
    return tuple(name for group in groups for name in (group, *parts_by_age((group,))))


def parts_by_age(wholes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the parts of groups or places by age, one after the other: `monitored/45-49`, `CN/45-49`."""
    return tuple(f"{whole}/{band}" for whole in wholes for band in FIVE_YEAR_BANDS)


@dataclass(frozen=True)
class View:
    """One run and the question that it answers. Every array is [T+1, places].

    `over`: months up to each over which flows, rates and pay are read; 0 = as summary files have them, flows and rates
    over the twelve months up to a month, pay in the month itself.
    """

    results: Results
    scenario: Scenario
    over: int = 0

    @cached_property
    def _zones(self) -> list[NDArray[np.bool_]]:
        zone_of = {province.code: province.zone for province in province_table()}
        return [np.array([zone_of[code] == zone for code in self.results.regions]) for zone in ZONES]

    @property
    def base_year(self) -> int:
        """Year of the base date."""
        return year_and_month(self.scenario.horizon.start)[0]

    def everywhere(self, regional: NDArray[np.generic]) -> Numbers:
        """Return an array [T+1, R] with its sums over zones and the nation. Counts stay exact (< 2^53)."""
        values = np.asarray(regional, np.float64)
        zones = [values[:, members].sum(axis=1) for members in self._zones]  # not by BLAS: fixed order
        found = np.column_stack([values, *zones, values.sum(axis=1)])
        missing = len(members_by_age(self.results.group_names))
        return np.column_stack([found, np.full((len(found), missing), np.nan)]) if missing else found

    def _with_groups(self, everybody: Numbers, variables: tuple[str, ...]) -> Numbers:
        """Return numbers of places [T+1, places] with those of groups filled in: the sum of some variables."""
        names = self.results.group_names
        if names:
            by_age = np.sum([self.results.own_count(name) for name in variables], axis=0).astype(np.float64)
            whole = np.concatenate([by_age.sum(axis=2, keepdims=True), by_age], axis=2)
            everybody[:, -len(members_by_age(names)) :] = whole.reshape(len(whole), -1)
        return everybody

    def count(self, *variables: str) -> Numbers:
        """Return the sum of some variables of `kernels.counts` [persons, fen]."""
        everybody = self.everywhere(sum(self.results.count(name) for name in variables))  # type: ignore[arg-type]
        return self._with_groups(everybody, variables)

    def outbound_there(self) -> Numbers:
        """Return outbound workers by place of work, those of a group wherever they work [persons]."""
        everybody = self.everywhere(self.results.od.sum(axis=1))
        return self._with_groups(everybody, ("official_outbound_inside", "official_outbound_outside"))

    def older(self, official: slice) -> Numbers:
        """Return workers above 50 of some official statuses [persons]."""
        return self.of_age(official, OVER_50)

    def level(self, name: str) -> Numbers:
        """Return a level of `model.market` that adds up over regions."""
        return self.everywhere(self.results.level(name))

    def flow(self, *variables: str) -> Numbers:
        """Return what some variables count in the months that are read together; NaN until so many are simulated."""
        return summed(self.count(*variables), self.over or YEAR)

    def rate(self, rate: Numbers) -> Numbers:
        """Return the mean of a rate over the months that are read together."""
        return averaged(rate, self.over or YEAR)

    def monthly(self, value: Numbers) -> Numbers:
        """Return the value of a month, or the mean of those that are read together."""
        return averaged(value, self.over) if self.over else value

    def of_age(self, official: slice, band: int) -> Numbers:
        """Return workers of some official statuses in an age band, by home [persons]."""
        return self.everywhere(self.results.groups[:, :, official, :, band].sum(axis=(2, 3, 4)))

    def spent_yuan(self) -> Numbers:
        """Return what all levers have cost since the base date [yuan]."""
        fen = self.results.cost_fen.sum(axis=1)
        return self.everywhere(np.cumsum(fen, axis=0)) / 100


@dataclass(frozen=True)
class AgedView(View):
    """The people of one five-year age band alone, by home, wherever they work or seek; only statuses are counted so."""

    band: int = 0

    def count(self, *variables: str) -> Numbers:
        """Return the sum of some statuses [persons]. Raises ValueError for a variable that is not counted by age.

        Who seeks somewhere is known by age for the nation alone.
        """
        names = ["seeking_away" if name == "seeking_there" else name for name in variables]
        found = self.everywhere(sum(self.results.age_count(name, self.band) for name in names))  # type: ignore[arg-type]
        if "seeking_there" in variables:
            found[:, : self.nation] = np.nan
        return found

    def outbound_there(self) -> Numbers:
        """Return outbound workers [persons], by place of work for the nation alone, where that is by home too."""
        return self.count("official_outbound_inside", "official_outbound_outside")

    @property
    def nation(self) -> int:
        """Where the nation stands among the places."""
        return len(self.results.regions) + len(ZONES)


def ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Return part ÷ whole, and NaN (not defined) where the whole is nobody."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def median_share(shares: Numbers) -> Numbers:
    """Return the median of shares over runs [first axis]: of those in which it is defined, NaN where in none."""
    flat = shares.reshape(len(shares), -1)
    known = ~np.isnan(flat).all(axis=0)
    found = np.full(flat.shape[1], np.nan)
    found[known] = np.nanmedian(flat[:, known], axis=0)
    return found.reshape(shares.shape[1:])


def summed(flow: Numbers, months: int) -> Numbers:
    """Return the flow of so many months up to each; NaN until so many are simulated."""
    total = np.cumsum(flow, axis=0)
    found = np.full_like(total, np.nan)
    found[months:] = total[months:] - total[:-months]
    return found


def averaged(rate: Numbers, months: int) -> Numbers:
    """Return the mean of so many months up to each; before so many are simulated, since the base date."""
    return np.array([rate[max(0, month - months + 1) : month + 1].mean(axis=0) for month in range(len(rate))])


def a_year_before(level: Numbers) -> Numbers:
    """Return the level twelve months earlier; NaN in the first year."""
    earlier = np.full_like(level, np.nan)
    earlier[YEAR:] = level[:-YEAR]
    return earlier
