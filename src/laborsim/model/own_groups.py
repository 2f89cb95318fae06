"""Groups that the scenario names: who is in them, drawn once at the base date where they are a number of people."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import GONE, MOST_GROUPS
from laborsim.kernels.month import OwnGroups
from laborsim.kernels.random import decision, many_first_words
from laborsim.kernels.services.groups import ALWAYS, CONDITIONS
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import FEMALE_BIT, LIFTED_BIT, SCHOOLING_MASK, SCHOOLING_SHIFT
from laborsim.levers.who import Who, WorkerTraits
from laborsim.scenario.scenario import Group

Persons = NDArray[np.int64]

NOBODY, ALL = -1, -1
"""Ticket that no member has; decision of a group whose members are not drawn."""


def trait_codes(traits: WorkerTraits) -> dict[str, int]:
    """Return traits as the numbers that `kernels.services.groups.has_traits` reads, by condition; −1 = none."""

    def code(condition: bool | None) -> int:
        return -1 if condition is None else int(condition)

    return {
        "returnee": code(traits.returnee),
        "lifted_out": code(traits.lifted_out),
        "trained": code(traits.trained),
        "children": code(traits.children),
        "sex": -1 if traits.sex is None else int(traits.sex == "female"),
        "min_age": -1 if traits.min_age is None else traits.min_age,
        "max_age": -1 if traits.max_age is None else traits.max_age,
        "schooling": -1 if traits.schooling is None else sum(1 << level for level in traits.schooling_codes),
    }


def who_codes(who: WorkerTraits, groups: Sequence[str] = ()) -> NDArray[np.int64]:
    """Return whom a lever is for as the numbers that `kernels.services.groups.belongs` reads [condition].

    groups: names of the scenario's groups in order. Raises ValueError for a group that is not among them.
    """
    named = who.group if isinstance(who, Who) else None
    values = {**trait_codes(who), "group": -1 if named is None else tuple(groups).index(named)}
    return np.array([values[name] for name in CONDITIONS], np.int64)


def groups_at(
    base: int, groups: Sequence[Group], codes: Sequence[str], columns: WorkerColumns, luck: tuple[np.uint64, Persons]
) -> OwnGroups:
    """Return the groups of a scenario, members drawn.

    base: base date [running month]. codes [region]. columns: everybody at the base date. luck: the stream of the
    replicate, and the persons that a worker stands for [region].
    """
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"{len(groups)} groups; at most {MOST_GROUPS}")
    made = OwnGroups(
        n=len(groups),
        places=np.zeros((MOST_GROUPS, len(codes)), np.int64),
        who=np.full((MOST_GROUPS, len(CONDITIONS)), -1, np.int64),
        drawn=np.full(MOST_GROUPS, ALL, np.int64),
        limit=np.full(MOST_GROUPS, NOBODY, np.int64),
        base=base,
    )
    for g, group in enumerate(groups):
        made.places[g] = [code in group.regions for code in codes]
        made.who[g] = who_codes(group.traits)
        if group.persons is not None:
            made.drawn[g] = decision(f"group.{group.name}")
            could = columns[_has_lasting(columns, group.traits, base) & (made.places[g][columns.origin] == 1)]
            tickets = np.empty(len(could), np.uint32)
            many_first_words(luck[0], could.worker_id.copy(), ALWAYS, int(made.drawn[g]), tickets)
            made.limit[g] = _limit(tickets, luck[1][could.origin], group.persons)
    return made


def _has_lasting(columns: WorkerColumns, traits: WorkerTraits, base: int) -> NDArray[np.bool_]:
    """Return who lives and has the traits that nothing changes [row]; the file was refused if it asks for others."""
    codes, bits = trait_codes(traits), columns.traits
    years = (base - columns.birth_month.astype(np.int64)) // 12
    kept: NDArray[np.bool_] = columns.status != GONE
    if codes["lifted_out"] >= 0:
        kept &= ((bits & LIFTED_BIT) > 0) == (codes["lifted_out"] == 1)
    if codes["sex"] >= 0:
        kept &= (bits & FEMALE_BIT) == codes["sex"]
    if codes["min_age"] >= 0:
        kept &= years >= codes["min_age"]
    if codes["max_age"] >= 0:
        kept &= years <= codes["max_age"]
    if codes["schooling"] >= 0:
        level = ((bits >> SCHOOLING_SHIFT) & SCHOOLING_MASK).astype(np.int64)
        kept &= (codes["schooling"] >> level) & 1 == 1
    return kept


def _limit(tickets: NDArray[np.uint32], weights: Persons, persons: int) -> int:
    """Return the highest ticket with which the lowest ones stand for the number of persons nearest to `persons`."""
    order = np.argsort(tickets, kind="stable")
    reached = np.concatenate([[0], np.cumsum(weights[order])])
    members = int(np.argmin(np.abs(reached - persons)))
    return NOBODY if members == 0 else int(tickets[order[members - 1]])
