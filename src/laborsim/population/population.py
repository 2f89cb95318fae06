"""The synthetic workers of a base year: as many as published, where and who they are as published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import month_number
from laborsim.population.carried_counts import GANSU_DEFAULT, GansuReading, entering_provinces, soft_margins
from laborsim.population.flows import persons_table, workers_table
from laborsim.population.province_figures import own_structure
from laborsim.population.quota_assignment import Columns, Recipe, deal
from laborsim.population.rounding import Whole, largest_remainder
from laborsim.population.sex_age_schooling import Real, Reserve, structure
from laborsim.population.traits import Traits, traits
from laborsim.published.geography import zone_codes
from laborsim.published.margins import Published, published
from laborsim.published.regions import Province, province_table
from laborsim.scenario.province_block import ProvinceBlock

ASSUMED = (
    "split of a zone among its provinces: local and intra-province by rural residents, inter-province by the "
    "census of 2020 (recalled) and distance, no province's own count; ASSUMPTION",
    "destination margins lack those who work outside the 31 regions and are scaled to the total; ASSUMPTION",
    "sex, age and schooling of a status are the same in every origin; ASSUMPTION",
    "reserve at home: 30 million, older than local workers, 58 % women, by origin as the workers; ASSUMPTION",
    "children, training, insurance and lifted-out households by the shares of population/traits.py; ASSUMPTION",
)


@dataclass(frozen=True)
class Assumptions:
    """Numbers of the population that nobody publishes; each is an ASSUMPTION and may be varied."""

    reserve: Reserve = field(default_factory=Reserve)
    known: ProvinceBlock | None = None  # a province with figures of its own
    counted: frozenset[str] = field(default_factory=entering_provinces)  # whose counts are soft margins
    gansu: GansuReading = GANSU_DEFAULT  # what Gansu's 5 million count, as a soft margin


DEFAULTS = Assumptions()


@dataclass(frozen=True)
class Margins:
    """The tables that the workers were drawn from, in persons."""

    published: Published
    workers: Whole  # [R, R + 2]: place of work 0…R−1 (own column: outbound inside), R local, R + 1 at home
    structure: Real  # [3 statuses, 2 sexes, 60 ages from 16, 5 levels of schooling]; each status sums to 1
    traits: Traits
    own: dict[int, Real] = field(default_factory=dict)  # structure of origins that know their own


@dataclass(frozen=True)
class Population(Columns):
    """All workers of a base year, sorted by origin, then local, outbound by destination, out.

    `worker_id` counts from 0 and stays with the worker in every scenario and month. A worker of origin o
    stands for scale[o] persons. Statuses are LOCAL, OUTBOUND and OUT; ages are those at the end of base_month.
    """

    scale: NDArray[np.int64]  # persons per worker by origin [R]
    base_month: int
    margins: Margins
    notes: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of workers (rows)."""
        return len(self.worker_id)

    @property
    def weight(self) -> NDArray[np.int64]:
        """Persons that each worker stands for."""
        return self.scale[self.origin]

    @property
    def age_months(self) -> NDArray[np.int16]:
        """Age of each worker at the end of the base month, in whole months."""
        return (self.base_month - self.birth_month).astype(np.int16)


def build_population(
    base_year: int,
    scale: NDArray[np.int64] | int = 1000,
    regions: Sequence[Province] | None = None,
    assumptions: Assumptions = DEFAULTS,
) -> Population:
    """Return the workers at the end of a base year, one per scale[origin] persons.

    Deterministic: no random numbers; any run of neighboring workers is representative of its origin, status
    and destination. Raises ValueError for a base year without margins or a scale that is not 1 or more.
    """
    places = province_table() if regions is None else tuple(regions)
    weights = _scale(scale, len(places))
    margins = build_margins(base_year, places, assumptions)
    table = workers_table(margins.workers, weights, zone_codes(places))
    month = month_number(base_year, 12)
    dealt = deal(Recipe(table, weights, margins.structure, margins.traits, month, margins.own))
    return Population(
        **vars(dealt),
        scale=weights,
        base_month=month,
        margins=margins,
        notes=(*margins.published.notes(), *ASSUMED),
    )


def build_margins(base_year: int, regions: Sequence[Province], assumptions: Assumptions = DEFAULTS) -> Margins:
    """Return the tables in persons from which the workers of a base year are drawn; made once, not to be written."""
    return _margins(base_year, tuple(regions), assumptions)


@lru_cache(maxsize=16)
def _margins(base_year: int, regions: tuple[Province, ...], assumptions: Assumptions) -> Margins:
    figures = published(base_year)
    known = assumptions.known
    # A province with figures of its own is held by those, and a region table of the user's may lack some.
    free = {region.code for region in regions} - ({known.region} if known is not None else set())
    soft = tuple(
        margin for margin in soft_margins(assumptions.counted, base_year, assumptions.gansu) if margin.code in free
    )
    at_work = persons_table(figures, regions, known, soft)
    by_origin = at_work.sum(axis=1)
    reserve = largest_remainder(by_origin.astype(np.float64), assumptions.reserve.persons)
    people = structure(figures, assumptions.reserve)
    local = float(at_work[:, -1].sum())
    ages = people[:2].sum(axis=(1, 3)).T @ np.array([local, float(by_origin.sum()) - local])
    workers = np.column_stack([at_work, reserve])
    for shared in (workers, people):
        shared.flags.writeable = False
    own = None if known is None else own_structure(people, known)
    place = [region.code for region in regions].index(known.region) if known is not None else 0
    return Margins(
        published=figures,
        workers=workers,
        structure=people,
        traits=traits(figures, regions, ages, by_origin.astype(np.float64)),
        own={} if own is None else {place: own},
    )


def _scale(scale: NDArray[np.int64] | int, n: int) -> Whole:
    weights = np.broadcast_to(np.asarray(scale, dtype=np.int64), (n,)).copy()
    if np.any(weights < 1):
        raise ValueError(f"scale {int(weights.min())}: a worker stands for 1 person or more; write 1 for everybody")
    return weights
