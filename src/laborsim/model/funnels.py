"""Funnels: whom parks, workshops, settlement access and school places reach in a month, by the month's counts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes
from laborsim.kernels.counts import AT
from laborsim.kernels.services import eligibility
from laborsim.kernels.state import WorkerColumns
from laborsim.levers import Lever
from laborsim.levers.dials import Dials, Regional
from laborsim.model.ledger import fen_of
from laborsim.model.policy import Policy

Persons = NDArray[np.int64]

ASKING, SERVED = ("eligible", "aware", "applied"), ("approved", "served")
MONTHS_A_YEAR = 12


class PastMonth(NamedTuple):
    """A month as the books see it once it is over."""

    month: int  # running month
    dials: Dials
    series: Persons  # [region, variable] as `kernels.counts.Counts`
    refused: Persons  # [kind of queue, region] applicants who went without
    park_asked: Persons  # [region] young businesses that asked for a place in a park
    park_admitted: Persons  # [region] of these, who got one

    def stock(self, name: str) -> Persons:
        """Return one variable by region."""
        return self.series[:, AT[name]]


def book_reached(policy: Policy, lived: PastMonth) -> None:
    """Count the funnels of parks, workshops and settlement access, and charge for whom the latter lets register."""
    for lever in policy.holding("park place"):
        _count_parks(policy, lever, lived)
    for lever in policy.holding("workshop place"):
        _count_workshops(policy, lever, lived)
    for lever in policy.holding("work away"):
        everyone = lived.stock("working_away") + lived.stock("seeking_there")
        _count(policy, lever, everyone, ASKING + SERVED)
        _charge_settlement(policy, lever, everyone, lived.dials["settlement_gap_closed"])


def barred(there: Persons, access: Regional) -> Persons:
    """Return for whom of the people away registering is barred at the base date [destination], whole persons."""
    persons: Persons = np.floor(there * (1 - access)).astype(np.int64)
    return persons


def _charge_settlement(policy: Policy, lever: Lever, there: Persons, gap_closed: Regional) -> None:
    mine = np.zeros_like(there)
    regions = policy.regions[lever.key]
    let_in = np.floor(barred(there, policy.setting.access) * gap_closed).astype(np.int64)
    mine[regions] = let_in[regions]
    policy.ledger.spend(lever.key, mine * fen_of(lever.unit_cost_yuan / MONTHS_A_YEAR))


def _count(policy: Policy, lever: Lever, persons: Persons, stages: tuple[str, ...]) -> None:
    mine = np.zeros_like(persons)
    mine[policy.regions[lever.key]] = 1
    for stage in stages:
        policy.ledger.count(lever.key, stage, persons * mine)


def _count_parks(policy: Policy, lever: Lever, lived: PastMonth) -> None:
    held = lived.stock("in_park")
    _count(policy, lever, held - lived.park_admitted + lived.park_asked, ASKING)
    _count(policy, lever, held, SERVED)


def _count_workshops(policy: Policy, lever: Lever, lived: PastMonth) -> None:
    held = lived.stock("in_workshop")
    at_home = held + lived.stock("seeking_home") + lived.stock("out")
    _count(policy, lever, at_home, ("eligible", "aware"))
    _count(policy, lever, held + lived.refused[passes.WORKSHOP_QUEUE], ("applied",))
    _count(policy, lever, held, SERVED)


def book_school_places(
    policy: Policy, lived: PastMonth, usual: Regional, columns: WorkerColumns, persons: Persons
) -> None:
    """Count parents at the destination and those who have their children with them, and charge for what is added.

    One child each. ASSUMPTION. `usual`: share of the children who get a place at the base date [region].
    """
    now = lived.dials["school_share"]
    for lever in policy.holding("school place"):
        regions = policy.regions[lever.key]
        if (now[regions] == usual[regions]).all():  # nothing is added; at scale 1 looking at everybody takes long
            continue
        parents, accompanied = eligibility.parents_away(columns, persons)
        _count(policy, lever, parents, ASKING)
        _count(policy, lever, accompanied, SERVED)
        added = np.zeros(len(now))
        added[regions] = (np.maximum(0.0, now - usual) / np.maximum(now, usual))[regions]
        unit = fen_of(lever.unit_cost_yuan / MONTHS_A_YEAR)
        policy.ledger.spend(lever.key, np.floor(accompanied * added).astype(np.int64) * unit)
