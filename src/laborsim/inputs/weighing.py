"""From persons to workers who each stand for many: tables that keep their margins to one worker."""

import numpy as np

from laborsim.inputs.flows import INTER, INTRA, LOCAL
from laborsim.inputs.rounding import Real, Whole, largest_remainder, workers_of
from laborsim.kernels.codes import ZONES


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
