"""What everybody is at the end of a month: state, place, group; plain arrays over the rows of a model."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
from laborsim.kernels.services.groups import members
from laborsim.kernels.traits import FEMALE_BIT, LIFTED_BIT, SCHOOLING_MASK, SCHOOLING_SHIFT
from laborsim.kernels.welfare import incomes, interests, log_sums
from laborsim.model.snapshot import Snapshot
from laborsim.published.regions import region_codes

STATES = ("local", "outbound_inside", "outbound_outside", "founder", "placed", "seeking", "seeking_away", "out")
"""States of a person: the monthly status, with outbound work inside and outside the home province apart."""

(AT_HOME, AWAY_INSIDE, AWAY_OUTSIDE, FOUNDING, IN_PLACE) = range(5)
IN_WORK = (AT_HOME, AWAY_INSIDE, AWAY_OUTSIDE, FOUNDING, IN_PLACE)
NEAR_HOME = (AT_HOME, FOUNDING, IN_PLACE)
AWAY = (AWAY_INSIDE, AWAY_OUTSIDE)

SEXES = ("male", "female")
LIFTED = ("other households", "lifted out of poverty")

_STATE_OF = np.zeros(GONE + 1, np.uint8)
_STATE_OF[[LOCAL, OUTBOUND, FOUNDER, PLACED, SEEKING, SEEKING_AWAY, OUT]] = (0, 2, 3, 4, 5, 6, 7)

YOUNGEST_BAND_ENDS, BAND_YEARS, MONTHS_A_YEAR = 20, 10, 12
"""Age bands as `kernels.counts.age_band` counts them: up to 20, then ten years each, the last open."""

Whole = NDArray[np.int64]
Small = NDArray[np.uint8]
Yuan = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """The people of one world at the end of one month; arrays are [person], in the order of `rows`."""

    world: Snapshot
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
    def own_groups(self) -> NDArray[np.bool_]:
        """Who is in each group of the scenario's own [group, person]."""
        month = self.world.month
        found = [members(self.world.columns, month, g)[self.rows] for g in range(month.own_groups.n)]
        return np.array(found, np.bool_).reshape(len(found), len(self.rows))

    @cached_property
    def income(self) -> Yuan:
        """What each earns [yuan/month]; 0 without work."""
        everybody: Yuan = incomes(self.world.columns, self.world.month)
        return everybody[self.rows]

    @cached_property
    def interest(self) -> Yuan:
        """What each pays on a guaranteed loan of a measure [yuan/month]; 0 without one."""
        everybody: Yuan = interests(self.world.columns, self.world.month)
        return everybody[self.rows]

    @cached_property
    def earned(self) -> int:
        """What all together earn, in whole yuan [yuan/month]."""
        return round(float(self.persons @ self.income))

    @cached_property
    def log_sum(self) -> Yuan:
        """Expected utility of each one's choice, would he think again now and be refused as others are."""
        everybody: Yuan = log_sums(self.world.columns, self.world.month, self.world.chances)
        return everybody[self.rows]


GROUPS: dict[str, tuple[str, ...]] = {
    "sex": SEXES,
    "age": AGE_BANDS,
    "schooling": SCHOOLING,
    "lifted_out": LIFTED,
}
"""Groups that a person belongs to in every world, and the names of their codes."""


def living(world: Snapshot) -> Whole:
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


NOTICEABLE = 0.05
"""Part of his pay by which somebody's pay must differ to make him a winner or a loser. ASSUMPTION: one raise."""

N_STATES = len(STATES)


def dimensions() -> dict[str, tuple[str, ...]]:
    """Return the dimensions of the tables of groups, and the names of their codes."""
    return {**GROUPS, "origin": region_codes(), "destination": region_codes(), "status": STATES}


def table_keys() -> tuple[tuple[str, str], ...]:
    """Return every two dimensions, in the order in which tables stand."""
    return tuple(combinations(dimensions(), 2))


MEASURES = (
    "persons_scenario", "persons_baseline", "switched", "winners", "losers", "gained_work", "lost_work",
    "pay_baseline_yuan", "pay_change_yuan", "welfare_yuan", "interest_change_yuan",
)  # fmt: skip
"""Last axis of the tables of groups. All but the first by what people are in the baseline's world."""


def _of_no_group() -> Yuan:
    return np.zeros((0, len(MEASURES)))


@dataclass(frozen=True)
class DateCounts:
    """One pair at one date. R regions, S states; "from" is the baseline's world, "to" the scenario's."""

    states: Whole  # [R origin, S from, S to] persons
    group_states: dict[str, Whole]  # by group: [code, S from, S to] persons
    places: Whole  # [R origin, R from, R to] persons
    cells: Whole  # [2 worlds: scenario, baseline; R origin, S, R place] persons
    switched: Whole  # [R origin] persons whose state or place differs
    groups: tuple[Yuan, ...]  # one table for each of `table_keys`: [code, code, MEASURES]
    income: Yuan  # [2 worlds, R origin, 3] of those in work: persons, Σ income, Σ income × ln income
    own: Yuan = field(default_factory=_of_no_group)  # [group of the scenario's own, MEASURES]


def count_date(ours: People, theirs: People, alpha: float, home_income: Yuan) -> DateCounts:
    """Count a pair at one date.

    `alpha`: utility of log pay; `home_income` [origin]: what home gives without work [yuan/month].
    """
    regions, persons = len(ours.world.persons), ours.persons
    differs = (ours.state != theirs.state) | (ours.place != theirs.place)
    both = (N_STATES, N_STATES)
    of_cell = (regions, N_STATES, regions)
    amounts = _amounts(ours, theirs, differs, (alpha, home_income))
    return DateCounts(
        states=counted((ours.origin, theirs.state, ours.state), (regions, *both), persons),
        group_states={
            name: counted((codes, theirs.state, ours.state), (len(GROUPS[name]), *both), persons)
            for name, codes in ours.groups.items()
        },
        places=counted((ours.origin, theirs.place, ours.place), (regions,) * 3, persons),
        cells=np.array([counted((p.origin, p.state, p.place), of_cell, persons) for p in (ours, theirs)]),
        switched=counted((ours.origin[differs],), (regions,), persons[differs]),
        groups=_tables(ours, theirs, amounts),
        income=np.array([_income_sums(p, regions) for p in (ours, theirs)]),
        own=_of_own_groups(ours, theirs, amounts),
    )


def _amounts(ours: People, theirs: People, differs: NDArray[np.bool_], money: tuple[float, Yuan]) -> dict[str, Yuan]:
    """Return what is summed over people for each measure [person]; persons of the scenario apart."""
    persons = ours.persons.astype(np.float64)
    change = ours.income - theirs.income
    noticed = np.abs(change) > NOTICEABLE * theirs.income
    working, worked = np.isin(ours.state, IN_WORK), np.isin(theirs.state, IN_WORK)
    alpha, home_income = money
    base = np.where(theirs.income > 0, theirs.income, home_income[theirs.origin])
    welfare = base * np.expm1((ours.log_sum - theirs.log_sum) / alpha)
    return {
        "persons_baseline": persons,
        "switched": persons * differs,
        "winners": persons * (noticed & (change > 0)),
        "losers": persons * (noticed & (change < 0)),
        "gained_work": persons * (working & ~worked),
        "lost_work": persons * (worked & ~working),
        "pay_baseline_yuan": persons * theirs.income,
        "pay_change_yuan": persons * change,
        "welfare_yuan": persons * welfare,
        "interest_change_yuan": persons * (ours.interest - theirs.interest),
    }


def _codes(people: People) -> dict[str, NDArray[np.uint8]]:
    return {**people.groups, "origin": people.origin, "destination": people.place, "status": people.state}


def _tables(ours: People, theirs: People, amounts: dict[str, Yuan]) -> tuple[Yuan, ...]:
    names = dimensions()
    now, before = _codes(ours), _codes(theirs)
    tables = []
    for one, two in table_keys():
        sizes = (len(names[one]), len(names[two]))
        table = np.zeros((*sizes, len(MEASURES)))
        table[..., 0] = summed((now[one], now[two]), sizes, ours.persons)
        for measure, amount in amounts.items():
            table[..., MEASURES.index(measure)] = summed((before[one], before[two]), sizes, amount)
        tables.append(table)
    return tuple(tables)


def _of_own_groups(ours: People, theirs: People, amounts: dict[str, Yuan]) -> Yuan:
    """Return the measures summed over the members of each group: all but the first of the baseline's members."""
    sums = np.zeros((len(theirs.own_groups), len(MEASURES)))
    for g, (now, before) in enumerate(zip(ours.own_groups, theirs.own_groups, strict=True)):
        sums[g, 0] = ours.persons[now].sum()
        for measure, amount in amounts.items():
            sums[g, MEASURES.index(measure)] = amount[before].sum()
    return sums


def _income_sums(people: People, regions: int) -> Yuan:
    earning = people.income > 0
    persons, income, origin = people.persons[earning].astype(float), people.income[earning], people.origin[earning]
    sums = (persons, persons * income, persons * income * np.log(income))
    return np.array([summed((origin,), (regions,), amounts) for amounts in sums]).T
