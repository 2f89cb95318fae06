"""How many people of each origin work where: nearest to observed flows and ties, and meeting the published margins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import ZONES
from laborsim.population.carried_counts import SoftMargin, add_soft_margins
from laborsim.population.maximum_entropy import Conditions, closest_table
from laborsim.population.pair_ties import prior_shares
from laborsim.population.province_figures import row_conditions
from laborsim.population.rounding import Real, Whole, largest_remainder, round_table, workers_of
from laborsim.published.geography import zone_codes
from laborsim.published.margins import CLUSTERS, DELTA_SHARE_OF_GUANGDONG, PEARL_RIVER_DELTA, Published
from laborsim.published.regions import Province
from laborsim.scenario.province_block import ProvinceBlock

GUANGDONG = "CN-GD"

HARD_SHARE = "inter-province share from"

CLUSTER_SLACK = 1e-5  # a cluster total gives way by some 0.1 % of the table where zone totals strain against it

LOCAL, INTRA, INTER = range(3)
"""Columns of the table by zone of origin."""


@dataclass(frozen=True)
class ZoneTable:
    """Persons by zone: who leaves [4 origins, local | intra | inter], who arrives [4 destinations]."""

    leaving: Whole
    arriving: Whole  # everyone at work in the zone, local and intra included; scaled to the national total


def zone_table(published: Published) -> ZoneTable:
    """Return whole persons by zone of origin and of destination, all sums exact.

    Years that print inter-province shares only get the outbound totals by zone that are nearest, in
    relative entropy, to those of the neighboring years. The destination margin lacks those who work
    outside the 31 regions (2023: 700,000); it is scaled to the national total. ASSUMPTION.
    """
    totals = _persons(published, "origin")
    kinds = np.array([published.persons(name) for name in ("local", "intra-province", "inter-province")])
    printed = _persons(published, "destination")
    return ZoneTable(
        leaving=round_table(_zone_kinds(published, totals, kinds), totals, kinds),
        arriving=largest_remainder(printed.astype(np.float64), int(kinds.sum())),
    )


def _persons(published: Published, name: str) -> Whole:
    return np.array([published.persons(f"{name} {zone}") for zone in ZONES], dtype=np.int64)


def _zone_kinds(published: Published, totals: Whole, kinds: Whole) -> Real:
    """Return the table local | intra | inter by zone of origin as real numbers [4, 3]."""
    outbound = _persons(published, "outbound from").astype(np.float64)
    share = np.array([published.value(f"{HARD_SHARE} {zone}") for zone in ZONES])
    if published.margins["outbound from East"].hard:
        inter = _persons(published, "inter-province from")
        return np.column_stack([totals - outbound, outbound - inter, inter]).astype(np.float64)
    prior = np.column_stack([totals - outbound, outbound * (1 - share), outbound * share])
    wanted = Conditions(prior.shape)
    for z, zone in enumerate(ZONES):
        row = np.zeros(prior.shape)
        row[z] = 1
        wanted.add(f"origin {zone}", row, float(totals[z]))
        if published.margins[f"{HARD_SHARE} {zone}"].hard:
            # inter ÷ outbound = share, written so that the condition is linear in the cells.
            ratio = np.zeros(prior.shape)
            ratio[z, INTRA], ratio[z, INTER] = -share[z], 1 - share[z]
            wanted.add(f"{HARD_SHARE} {zone}", ratio, 0.0)
    for kind, name in enumerate(("local", "intra-province", "inter-province")):
        column = np.zeros(prior.shape)
        column[:, kind] = 1
        wanted.add(name, column, float(kinds[kind]))
    return closest_table(prior, wanted)


def persons_table(
    published: Published,
    regions: Sequence[Province],
    known: ProvinceBlock | None = None,
    soft: Sequence[SoftMargin] = (),
) -> Whole:
    """Return persons by origin and place of work [R, R + 1]; column R: local; own column: outbound inside.

    Zone margins are exact. The split of a zone among its regions is an ASSUMPTION: local and intra in
    proportion to rural residents; inter by outflow and inflow (census 2020), observed flows of 2010 and pair ties;
    then bent to the printed totals of groups of destination provinces. A province that knows its own stocks
    has them, one with a soft margin comes near to it; the others of its zone give way.
    """
    zones = zone_codes(regions)
    by_zone = zone_table(published)
    wanted = _conditions(published, regions, zones, by_zone)
    if known is not None:
        row_conditions(wanted, [region.code for region in regions].index(known.region), len(regions), known)
    prior = _prior(regions, zones, by_zone)
    add_soft_margins(wanted, soft, regions, prior)
    fitted = closest_table(prior, wanted)
    return _whole(fitted, zones, by_zone)


def _prior(regions: Sequence[Province], zones: Whole, by_zone: ZoneTable) -> Real:
    rural = np.array([region.population * (1 - region.urban_share) for region in regions])
    in_zone = rural / np.bincount(zones, rural)[zones]
    inter = census_flows(regions)
    n_inter = by_zone.leaving[zones, INTER] / np.bincount(zones, inter.sum(axis=1))[zones]
    table = np.column_stack([inter * n_inter[:, None], in_zone * by_zone.leaving[zones, LOCAL]])
    own = np.arange(len(regions))
    table[own, own] = in_zone * by_zone.leaving[zones, INTRA]
    return table


def census_flows(regions: Sequence[Province]) -> Real:
    """Return inter-regional flows [R, R] with the census's outflows and inflows, started from what ties say.


    Unit: persons of the census of 2020, all registrations (recalled); inflows scaled to the outflows' sum.
    """
    outflow = np.array([float(region.outflow) for region in regions])
    inflow = np.array([float(region.inflow) for region in regions])
    prior = outflow[:, None] * prior_shares(regions)
    np.fill_diagonal(prior, 0.0)
    wanted = Conditions(prior.shape)
    for r, region in enumerate(regions):
        row = np.zeros(prior.shape)
        row[r] = 1
        wanted.add(f"outflow {region.code}", row, outflow[r], slack=1e-9)
        wanted.add(f"inflow {region.code}", row.T, inflow[r] * outflow.sum() / inflow.sum(), slack=1e-9)
    return closest_table(prior * (outflow.sum() / prior.sum()), wanted)


def _conditions(published: Published, regions: Sequence[Province], zones: Whole, by_zone: ZoneTable) -> Conditions:
    n = len(regions)
    wanted = Conditions((n, n + 1))
    own = np.zeros((n, n + 1), dtype=bool)
    own[np.arange(n), np.arange(n)] = True
    at_home = np.zeros((n, n + 1), dtype=bool)
    at_home[:, n] = True
    for z, zone in enumerate(ZONES):
        origin = (zones == z)[:, None]
        for name, kind, cells in (
            ("local", LOCAL, at_home),
            ("intra", INTRA, own),
            ("inter", INTER, ~(at_home | own)),
        ):
            wanted.add(f"{name} from {zone}", origin & cells, float(by_zone.leaving[z, kind]))
        wanted.add(f"destination {zone}", _working_in(zones == z), float(by_zone.arriving[z]))
    for name, codes, share in (
        *((cluster, codes, 1.0) for cluster, codes in CLUSTERS.items()),
        (PEARL_RIVER_DELTA, (GUANGDONG,), DELTA_SHARE_OF_GUANGDONG),
    ):
        members = np.array([region.code in codes for region in regions])
        if members.sum() == len(codes):
            value = published.value(f"destination {name}") / share
            wanted.add(f"destination {name}", _working_in(members), value, slack=CLUSTER_SLACK)
    return wanted


def _working_in(members: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the mask [R, R + 1] of everyone at work in the member regions, their local workers included."""
    return np.column_stack([np.broadcast_to(members, (len(members), len(members))), members])


def _whole(fitted: Real, zones: Whole, by_zone: ZoneTable) -> Whole:
    """Return the table in whole persons, zone blocks exact."""
    n = len(zones)
    whole = np.zeros((n, n + 1), dtype=np.int64)
    inter = fitted[:, :n].copy()
    np.fill_diagonal(inter, 0.0)
    member = np.eye(len(ZONES))[:, zones]
    from_to = round_table(
        member @ inter @ member.T,
        by_zone.leaving[:, INTER],
        by_zone.arriving - by_zone.leaving[:, LOCAL] - by_zone.leaving[:, INTRA],
    )
    for z in range(len(ZONES)):
        here = np.flatnonzero(zones == z)
        for to in range(len(ZONES)):
            block = np.ix_(here, np.flatnonzero(zones == to))
            whole[block] += largest_remainder(inter[block], int(from_to[z, to]))
        whole[here, here] = largest_remainder(fitted[here, here], int(by_zone.leaving[z, INTRA]))
        whole[here, n] = largest_remainder(fitted[here, n], int(by_zone.leaving[z, LOCAL]))
    return whole


def workers_table(persons: Whole, scale: Whole, zones: Whole) -> Whole:
    """Return workers by origin and place [R, R + 2] for a table of persons in the same form.

    scale: persons per worker by origin [R]; zones: place in ZONES of each region [R]. National totals,
    zones of origin and zones of destination are met to the rounding of one worker of the coarsest weight;
    flows inside a zone are spread by largest remainder.
    """
    regions = len(zones)
    whole = np.zeros(persons.shape, dtype=np.int64)
    groups = _Groups(zones, scale)
    own = np.arange(regions)
    inter = persons[:, :regions].copy()
    inter[own, own] = 0
    kinds = np.zeros((regions, 3))
    kinds[:, LOCAL], kinds[:, INTRA] = persons[:, regions], persons[own, own]
    kinds[:, INTER] = inter.sum(axis=1)
    leaving = workers_of(groups.rows(kinds), groups.weight)
    arriving = groups.rows(inter @ np.eye(len(ZONES))[zones])
    # What local and intra-province workers already miss or exceed in a zone, those who arrive make up for.
    at_home = groups.rows(kinds)[:, :INTER].sum(axis=1) - leaving[:, :INTER].sum(axis=1) * groups.weight
    owed = np.bincount(groups.zone, at_home, minlength=len(ZONES)).astype(np.float64)
    moving = workers_of(arriving, groups.weight, leaving[:, INTER], owed)
    reserve = workers_of(groups.rows(persons[:, regions + 1 :].astype(np.float64)), groups.weight)
    for g, members in enumerate(groups.members):
        whole[members, regions] = largest_remainder(kinds[members, LOCAL], int(leaving[g, LOCAL]))
        whole[members, regions + 1] = largest_remainder(
            persons[members, regions + 1].astype(np.float64), int(reserve[g, 0])
        )
        for zone in range(len(ZONES)):
            block = np.ix_(members, np.flatnonzero(zones == zone))
            whole[block] += largest_remainder(inter[block].astype(np.float64), int(moving[g, zone]))
        whole[members, members] = largest_remainder(kinds[members, INTRA], int(leaving[g, INTRA]))
    return whole


class _Groups:
    """Origins that share zone and weight: inside a group workers are interchangeable."""

    def __init__(self, zones: Whole, scale: Whole) -> None:
        keys = sorted({(int(zone), int(weight)) for zone, weight in zip(zones, scale, strict=True)})
        self.zone = np.array([zone for zone, _ in keys], dtype=np.int64)
        self.weight = np.array([weight for _, weight in keys], dtype=np.int64)
        self.members = [np.flatnonzero((zones == zone) & (scale == weight)) for zone, weight in keys]

    def rows(self, by_origin: Real) -> Real:
        """Return the sums over each group's origins [G, C]."""
        return np.array([by_origin[members].sum(axis=0) for members in self.members], dtype=np.float64)
