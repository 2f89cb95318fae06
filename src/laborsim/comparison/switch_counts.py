"""Who is what in the two worlds of a pair, counted at chosen dates: states, places, groups, pay, welfare."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.people import GROUPS, IN_WORK, STATES, People, Whole, Yuan, counted, summed
from laborsim.inputs.regions import region_codes

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
    "pay_baseline_yuan", "pay_change_yuan", "welfare_yuan",
)  # fmt: skip
"""Last axis of the tables of groups. All but the first by what people are in the baseline's world."""


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


def count_date(ours: People, theirs: People, alpha: float, home_income: float) -> DateCounts:
    """Count a pair at one date. `alpha`: utility of log pay; `home_income`: what home gives without work [yuan]."""
    regions, persons = len(ours.world.persons), ours.persons
    differs = (ours.state != theirs.state) | (ours.place != theirs.place)
    both = (N_STATES, N_STATES)
    of_cell = (regions, N_STATES, regions)
    return DateCounts(
        states=counted((ours.origin, theirs.state, ours.state), (regions, *both), persons),
        group_states={
            name: counted((codes, theirs.state, ours.state), (len(GROUPS[name]), *both), persons)
            for name, codes in ours.groups.items()
        },
        places=counted((ours.origin, theirs.place, ours.place), (regions,) * 3, persons),
        cells=np.array([counted((p.origin, p.state, p.place), of_cell, persons) for p in (ours, theirs)]),
        switched=counted((ours.origin[differs],), (regions,), persons[differs]),
        groups=_tables(ours, theirs, _amounts(ours, theirs, differs, (alpha, home_income))),
        income=np.array([_income_sums(p, regions) for p in (ours, theirs)]),
    )


def _amounts(ours: People, theirs: People, differs: NDArray[np.bool_], money: tuple[float, float]) -> dict[str, Yuan]:
    """Return what is summed over people for each measure [person]; persons of the scenario apart."""
    persons = ours.persons.astype(np.float64)
    change = ours.income - theirs.income
    noticed = np.abs(change) > NOTICEABLE * theirs.income
    working, worked = np.isin(ours.state, IN_WORK), np.isin(theirs.state, IN_WORK)
    alpha, home_income = money
    base = np.where(theirs.income > 0, theirs.income, home_income)
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


def _income_sums(people: People, regions: int) -> Yuan:
    earning = people.income > 0
    persons, income, origin = people.persons[earning].astype(float), people.income[earning], people.origin[earning]
    sums = (persons, persons * income, persons * income * np.log(income))
    return np.array([summed((origin,), (regions,), amounts) for amounts in sums]).T
