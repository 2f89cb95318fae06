"""Deals sex, age, schooling and traits to workers so that every run of neighbors is representative."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import ACCOMPANYING, LEFT_BEHIND, LOCAL, NO_CHILDREN, NOWHERE, OUT, OUTBOUND, SCHOOLING
from laborsim.population.rounding import Real, Whole, even_order, largest_remainder
from laborsim.population.sex_age_schooling import AGES, KINDS
from laborsim.population.traits import Traits

MONTHS = 12

PARENT, ACCOMPANIED, TRAINED, INSURED, LIFTED = (root**0.5 for root in (2, 3, 7, 11, 13))
"""Steps of the sequences j·√k mod 1: even over [0, 1) in every run of j, independent of each other, and of the golden
step of ages (which √5 would not be)."""

TURN = 17**0.5  # of the same kind: where in its quota each age begins

CHUNK = 1 << 20  # rows dealt at a time: some 100 MB of scratch however many workers there are


@dataclass(frozen=True)
class Columns:
    """One array per property, one row per worker."""

    worker_id: NDArray[np.uint32]
    origin: NDArray[np.uint8]
    destination: NDArray[np.uint8]  # NOWHERE; own origin = outbound inside the province
    status: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    schooling: NDArray[np.uint8]
    birth_month: NDArray[np.int16]  # running month number
    children: NDArray[np.uint8]  # of school age; those of workers at home live with the worker
    lifted: NDArray[np.bool_]
    trained: NDArray[np.bool_]
    insured: NDArray[np.bool_]


@dataclass(frozen=True)
class Recipe:
    """What is dealt: workers by origin and place [R, R + 2], who they are, and when."""

    workers: Whole
    scale: Whole
    structure: Real
    traits: Traits
    base_month: int
    own: Mapping[int, Real] = field(default_factory=dict)  # structure of origins that know their own


@dataclass(frozen=True)
class _Run:
    """Neighboring workers of one origin and status, and where they stand in the quotas of their like."""

    rows: slice
    origin: int
    kind: int  # place in KINDS
    first: Whole  # of the quotas: place of each cell's first worker [cells + 1]
    rank: int  # of the first row


def deal(recipe: Recipe) -> Columns:
    """Return the columns of all workers, sorted by origin, then local, outbound by destination, out."""
    columns = _placed(recipe.workers)
    for run in _runs(recipe):
        age = _deal_people(columns, recipe, run)
        _deal_traits(columns, recipe.traits, run, age)
    return columns


def _placed(workers: Whole) -> Columns:
    """Return columns with identity and place filled in."""
    regions, n = len(workers), int(workers.sum())
    order = [regions, *range(regions), regions + 1]
    counts = workers[:, order].ravel()
    place = np.array([NOWHERE, *range(regions), NOWHERE], np.uint8)
    status = np.array([LOCAL, *[OUTBOUND] * regions, OUT], np.uint8)
    return Columns(
        worker_id=np.arange(n, dtype=np.uint32),
        origin=np.repeat(np.arange(regions, dtype=np.uint8), workers.sum(axis=1)),
        destination=np.repeat(np.tile(place, regions), counts),
        status=np.repeat(np.tile(status, regions), counts),
        sex=np.empty(n, np.uint8),
        schooling=np.empty(n, np.uint8),
        birth_month=np.empty(n, np.int16),
        children=np.empty(n, np.uint8),
        lifted=np.empty(n, np.bool_),
        trained=np.empty(n, np.bool_),
        insured=np.empty(n, np.bool_),
    )


def _runs(recipe: Recipe) -> Iterator[_Run]:
    """Yield every worker once, in runs of at most CHUNK rows."""
    by_kind = _by_kind(recipe.workers)
    start = np.concatenate([[0], np.cumsum(by_kind.ravel())]).astype(np.int64)
    for kind in range(len(KINDS)):
        for members, structure in _alike(recipe):
            first = _quotas(structure[kind], int(by_kind[members, kind].sum()))
            rank = 0
            for origin in members:
                low = int(start[origin * len(KINDS) + kind])
                high = low + int(by_kind[origin, kind])
                for row in range(low, high, CHUNK):
                    rows = slice(row, min(row + CHUNK, high))
                    yield _Run(rows, int(origin), kind, first, rank + row - low)
                rank += high - low


def _alike(recipe: Recipe) -> Iterator[tuple[Whole, Real]]:
    """Yield origins that are dealt together, of one scale and one structure, with the structure."""
    shared = np.array([origin not in recipe.own for origin in range(len(recipe.scale))])
    for weight in np.unique(recipe.scale[shared]):
        yield np.flatnonzero(shared & (recipe.scale == weight)), recipe.structure
    for origin, structure in recipe.own.items():
        yield np.array([origin]), structure


def _by_kind(workers: Whole) -> Whole:
    """Return workers by origin and status [R, 3], in the order of KINDS."""
    regions = len(workers)
    return np.stack([workers[:, regions], workers[:, :regions].sum(axis=1), workers[:, regions + 1]], axis=1)


def _quotas(distribution: Real, n: int) -> Whole:
    """Return the place of each cell's first worker among n [cells + 1]; cells run by age, sex, schooling."""
    by_age = np.ascontiguousarray(distribution.transpose(1, 0, 2))
    counts = largest_remainder(by_age, n).ravel()
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _deal_people(columns: Columns, recipe: Recipe, run: _Run) -> Whole:
    """Write sex, schooling and birth month of a run; return ages in years above the youngest."""
    n, size = int(run.first[-1]), run.rows.stop - run.rows.start
    place = (np.arange(run.rank, run.rank + size, dtype=np.int64) * even_order(n)) % n
    of_age = run.first[:: 2 * len(SCHOOLING)]
    age = np.searchsorted(of_age, place, side="right") - 1
    place = _turned(place, age, of_age)
    cell = np.searchsorted(run.first, place, side="right") - 1
    columns.sex[run.rows], columns.schooling[run.rows] = np.divmod(cell % (2 * len(SCHOOLING)), len(SCHOOLING))
    count = run.first[cell + 1] - run.first[cell]
    # Birthdays spread evenly over the year within each cell; a lone worker had his in mid-year.
    months = ((2 * (place - run.first[cell]) + 1) * MONTHS) // (2 * count)
    columns.birth_month[run.rows] = recipe.base_month - (age + AGES[0]) * MONTHS - months
    return age


def _turned(place: Whole, age: Whole, of_age: Whole) -> Whole:
    """Return places shifted round within each age, by another amount in each.

    A run visits every age in the same rhythm; unturned, its small excess of men at one age would be an
    excess of men at all ages.
    """
    count = np.diff(of_age)
    shift = (np.arange(len(count)) * TURN % 1.0 * count).astype(np.int64)
    found: Whole = of_age[age] + (place - of_age[age] + shift[age]) % count[age]
    return found


def _deal_traits(columns: Columns, shares: Traits, run: _Run, age: Whole) -> None:
    """Write children, training, insurance and lifted-out household of a run."""
    rows = run.rows
    ids = columns.worker_id[rows].astype(np.float64)
    parent = _even(ids, PARENT) < shares.parents[age]
    columns.children[rows] = np.where(parent, ACCOMPANYING, NO_CHILDREN)
    if KINDS[run.kind] == OUTBOUND:
        inside = columns.destination[rows] == run.origin
        share = np.where(inside, shares.accompanying[0], shares.accompanying[1])
        columns.children[rows][parent & (_even(ids, ACCOMPANIED) >= share)] = LEFT_BEHIND
    columns.trained[rows] = _even(ids, TRAINED) < shares.trained[age]
    columns.insured[rows] = (_even(ids, INSURED) < shares.insured) & (KINDS[run.kind] != OUT)
    columns.lifted[rows] = _even(ids, LIFTED) < shares.lifted[run.origin]


def _even(ids: Real, step: float) -> Real:
    """Return numbers in [0, 1) that are evenly spread over every run of identities."""
    return (ids * step) % 1.0
