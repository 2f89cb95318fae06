"""For whom: any two groups at once, winners and losers as persons, welfare in yuan, inequality."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ledger.pairs import Persons
from laborsim.analysis.ledger.people import MEASURES, dimensions, table_keys
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.kernels.codes import ZONES, month_name
from laborsim.published.figures import province_table
from laborsim.published.regions import NATION, region_codes

Pairs = NDArray[np.float64]
Row = tuple[object, ...]


@dataclass(frozen=True)
class Inequality:
    """Theil index of the income of those in work, by home [pairs]: total = within + between."""

    total: Pairs
    within: Pairs
    between: Pairs


@dataclass(frozen=True)
class ForWhom:
    """The groups of a run at its dates."""

    found: Persons

    def table(self, date: int, one: str, two: str) -> Pairs:
        """Return the table of two dimensions [pairs, code of one, code of two, MEASURES].

        Dimensions: sex, age, schooling, lifted_out, origin, destination, status. Raises LookupError for others.
        """
        known = table_keys()
        if (one, two) in known:
            return np.array([pair.dates[date].groups[known.index((one, two))] for pair in self.found.pairs])
        if (two, one) in known:
            return np.swapaxes(self.table(date, two, one), 1, 2)
        raise LookupError(f"no table of {one!r} and {two!r}; dimensions: {', '.join(dimensions())}, two different ones")

    def of_one(self, date: int, name: str) -> Pairs:
        """Return the table of one dimension [pairs, code, MEASURES]."""
        other = next(two for two in dimensions() if two != name)
        table: Pairs = self.table(date, name, other).sum(axis=2)
        return table

    def of_home(self, date: int, name: str, region: str) -> Pairs:
        """Return the table of one dimension for people of one home region, or of CN [pairs, code, MEASURES]."""
        if region == NATION:
            return self.of_one(date, name)
        home: Pairs = self.table(date, name, "origin")[:, :, region_codes().index(region)]
        return home

    def total(self, date: int, measure: str, region: str = NATION) -> Effect:
        """Return a measure over everybody of a home region, or of CN. Raises ValueError for an unknown one."""
        return _effect(self.of_home(date, "sex", region).sum(axis=1)[:, MEASURES.index(measure)])

    def welfare_per_person(self, date: int, name: str, region: str = NATION) -> dict[str, Effect]:
        """Return the welfare of a member of each group of one dimension, by group [yuan a month]; nobody's left out."""
        table = self.of_home(date, name, region)
        sums, persons = table[..., MEASURES.index("welfare_yuan")], table[..., MEASURES.index("persons_baseline")]
        return {
            member: _effect(sums[:, code] / persons[:, code])
            for code, member in enumerate(self.members[name])
            if persons[:, code].all()
        }

    def of_own(self, date: int) -> Pairs:
        """Return the measures of the scenario's own groups [pairs, group, MEASURES]."""
        return np.array([pair.dates[date].own for pair in self.found.pairs])

    def own_rows(self) -> Iterator[Row]:
        """Yield the measures of each of the scenario's own groups, see `OWN_COLUMNS`."""
        for date in self.found.dates:
            for g, group in enumerate(self.found.scenario.groups):
                sums = self.of_own(date)[:, g]
                welfare = _effect(sums[:, MEASURES.index("welfare_yuan")])
                yield (
                    month_name(date), group.name, group.place, len(sums), *sums.mean(axis=0).tolist(),
                    welfare.low_95, welfare.high_95,
                )  # fmt: skip

    def own_total(self, date: int, g: int, measure: str) -> Effect:
        """Return a measure over all members of a group of the scenario's own. Raises ValueError for an unknown one."""
        return _effect(self.of_own(date)[:, g, MEASURES.index(measure)])

    def own_welfare_per_person(self, date: int, g: int) -> Effect | None:
        """Return the welfare of a member of one of the scenario's own groups [yuan a month]; None without members."""
        sums = self.of_own(date)[:, g]
        persons = sums[:, MEASURES.index("persons_baseline")]
        return _effect(sums[:, MEASURES.index("welfare_yuan")] / persons) if persons.all() else None

    def inequality(self, date: int, world: int, by: str = "province") -> Inequality:
        """Return the Theil index of one world (0 = scenario, 1 = baseline), within and between provinces or zones."""
        sums = np.array([pair.dates[date].income[world] for pair in self.found.pairs])  # [pairs, R, 3]
        return theil(sums if by == "province" else sums_by_zone(sums))

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """The dimensions and the names of their codes."""
        return dimensions()

    def rows(self) -> Iterator[Row]:
        """Yield every cell of every two dimensions, see `GROUP_COLUMNS`; empty cells are left out."""
        for date in self.found.dates:
            for one, two in table_keys():
                table = self.table(date, one, two)
                for a, b in np.ndindex(table.shape[1:3]):
                    cell = table[:, a, b]
                    if cell.any():
                        effect = _effect(cell[:, 0] - cell[:, 1])
                        welfare = _effect(cell[:, MEASURES.index("welfare_yuan")])
                        yield (
                            month_name(date), one, self.members[one][a], two, self.members[two][b], len(cell),
                            *(float(value) for value in cell.mean(axis=0)),
                            effect.mean, effect.low_95, effect.high_95, welfare.low_95, welfare.high_95,
                        )  # fmt: skip

    def inequality_rows(self) -> Iterator[Row]:
        """Yield the Theil index and its parts in both worlds with the effect, see `INEQUALITY_COLUMNS`."""
        for date in self.found.dates:
            for by in ("province", "zone"):
                ours, theirs = (self.inequality(date, world, by) for world in (0, 1))
                for part in ("total", "within", "between"):
                    mine, other = getattr(ours, part), getattr(theirs, part)
                    effect = _effect(mine - other)
                    yield (
                        month_name(date), by, part, len(mine), float(mine.mean()), float(other.mean()),
                        effect.mean, effect.low_95, effect.high_95, effect.p_sign,
                    )  # fmt: skip


GROUP_COLUMNS = (
    "date", "dimension_1", "member_1", "dimension_2", "member_2", "pairs", *MEASURES, "effect_persons", "effect_low_95",
    "effect_high_95", "welfare_low_95", "welfare_high_95",
)  # fmt: skip
OWN_COLUMNS = (
    "date", "group", "home", "pairs", *MEASURES, "welfare_low_95", "welfare_high_95",
)  # fmt: skip
INEQUALITY_COLUMNS = (
    "date", "by", "part", "pairs", "theil_scenario", "theil_baseline", "effect", "effect_low_95", "effect_high_95",
    "p_sign",
)  # fmt: skip


def theil(sums: Pairs) -> Inequality:
    """Return the Theil index from sums by region [pairs, region, 3]: persons, Σ income, Σ income × ln income."""
    persons, income, weighted = (sums[..., k] for k in range(3))
    nobody = income <= 0
    safe_income, safe_persons = np.where(nobody, 1.0, income), np.where(nobody, 1.0, persons)
    all_income, all_persons = income.sum(axis=1, keepdims=True), persons.sum(axis=1, keepdims=True)
    own = np.where(nobody, 0.0, weighted / safe_income - np.log(safe_income / safe_persons))
    share = income / all_income
    apart = np.where(nobody, 0.0, np.log((safe_income / safe_persons) / (all_income / all_persons)))
    within, between = (share * own).sum(axis=1), (share * apart).sum(axis=1)
    total = weighted.sum(axis=1) / all_income[:, 0] - np.log(all_income[:, 0] / all_persons[:, 0])
    return Inequality(total, within, between)


def sums_by_zone(sums: Pairs) -> Pairs:
    """Return sums by region [pairs, R, 3] added up by zone [pairs, zone, 3]."""
    zones = np.array([ZONES.index(province.zone) for province in province_table()])
    return np.stack([sums[:, zones == zone].sum(axis=1) for zone in range(len(ZONES))], axis=1)


def _effect(values: Pairs) -> Effect:
    found = effect_of(values)
    assert found is not None  # counts are always numbers
    return found
