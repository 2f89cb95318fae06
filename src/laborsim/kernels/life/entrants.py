"""Entrants: new workers who take free rows, with an identity of their own."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import CAME_FROM, ENTERED, NOTHING
from laborsim.kernels.choice.choice import draw_destination
from laborsim.kernels.choice.moves import go_out
from laborsim.kernels.choice.utility import race, table_row, value_away, value_local
from laborsim.kernels.codes import ACCOMPANYING, FIRST_ENTRANT, GONE, LOCAL, NOWHERE, OUTBOUND, SEEKING, SEEKING_AWAY
from laborsim.kernels.compilation import compiled
from laborsim.kernels.life.official_status import full_year
from laborsim.kernels.life.types import LATE, TypeOdds, type_of, type_weights
from laborsim.kernels.month import Floats, Month
from laborsim.kernels.random import decision, four_words, to_uniform, uniform
from laborsim.kernels.state import WorkerColumns, WorkerRow
from laborsim.kernels.traits import FEMALE_BIT, LIFTED_BIT, SCHOOLING_SHIFT, TYPE_SHIFT, sex, with_children

AGE = decision("entrant.age")
BIRTHDAY = decision("entrant.birthday")
SEX = decision("entrant.sex")
SCHOOL = decision("entrant.schooling")
TYPE = decision("entrant.type")
LIFTED = decision("entrant.lifted")
PARENT = decision("entrant.parent")
FIRST_JOB = decision("entrant.first_job")

LOCAL_YEAR, INSIDE_YEAR, OUTSIDE_YEAR = full_year(1), full_year(2), full_year(3)
TRAINED = decision("entrant.trained")

MONTHS = 1200  # the longest horizon, 100 years


class Newcomers(NamedTuple):
    """Who enters; nothing here depends on a scenario."""

    ages: NDArray[np.int64]  # [entry age] completed years
    age_cdf: Floats  # [entry age]
    female_share: float
    schooling_cdf: Floats  # [entry age, level]
    parents: Floats  # [entry age] share with a child of school age
    trained: Floats  # [entry age] share
    types: TypeOdds
    lifted_share: Floats  # [origin]


def entrant_ids(month: int, shares: Floats, numbers: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the identities of a month's entrants, origin by origin: never the next free row.

    shares: part of all entrants that each origin sends [origin]; nothing in it may depend on a scenario. With
    equal room for every origin, the largest would run out of identities where one worker stands for one person.
    """
    room = 2**31 // MONTHS
    edges = np.minimum(room * np.concatenate([[0.0], np.cumsum(shares)]), room).astype(np.int64)
    lack = numbers - np.diff(edges)
    if (lack > 0).any():
        raise OverflowError(f"{lack.max()} entrants in one region and month have no identity: use a coarser scale")
    place = np.arange(numbers.sum()) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    first = FIRST_ENTRANT + month % MONTHS * room
    return (first + np.repeat(edges[:-1], numbers) + place).astype(np.uint32)


@compiled
def level_of(cdf: Floats, luck: float) -> int:
    """Return the first level whose cumulative share exceeds `luck`."""
    for level in range(len(cdf) - 1):
        if luck < cdf[level]:
            return level
    return len(cdf) - 1


@compiled
def first_job(worker: WorkerRow, month: Month) -> None:
    """Choose among work at home, inside and outside the province, and have it, or seek it there.

    The survey counts somebody from his first job on, so an entrant has that job's history. Who has it at once takes the
    place of somebody who left for good and stands in no queue. Who seeks counts as what he seeks, as all seekers count
    as what they were: he is nobody's loss to the stocks that surveys publish. ASSUMPTION
    """
    words = four_words(month.stream, worker.worker_id, month.step, FIRST_JOB, 0)
    origin = int(worker.origin)
    home = race(value_local(worker, month), words[0])
    inside = race(value_away(worker, month, origin), words[1])
    outside = race(month.choice.outside_value[table_row(worker)], words[2])
    seeks = to_uniform(words[3]) < month.search.entrants_seek
    if home >= inside and home >= outside:
        worker.status = np.uint8(SEEKING if seeks else LOCAL)
        worker.history = LOCAL_YEAR
        return
    destination = origin if inside >= outside else draw_destination(worker, month)
    go_out(worker, month, destination)
    worker.status = np.uint8(SEEKING_AWAY if seeks else OUTBOUND)
    worker.history = INSIDE_YEAR if destination == origin else OUTSIDE_YEAR


@compiled
def enter(  # noqa: PLR0913 - which rows, who, where and when
    workers: WorkerColumns,
    rows: NDArray[np.int64],
    ids: NDArray[np.uint32],
    origins: NDArray[np.int64],
    month: Month,
    newcomers: Newcomers,
) -> None:
    """Put entrants into free rows; each joins with the first job he chooses, or seeks it."""
    stream, step = month.stream, month.step
    for k in range(len(rows)):
        worker, identity, origin = workers[rows[k]], ids[k], origins[k]
        a = level_of(newcomers.age_cdf, uniform(stream, identity, 0, AGE))
        birthday = int(uniform(stream, identity, 0, BIRTHDAY) * 12.0)
        traits = (
            np.uint16(level_of(newcomers.schooling_cdf[a], uniform(stream, identity, 0, SCHOOL))) << SCHOOLING_SHIFT
        )
        if uniform(stream, identity, 0, SEX) < newcomers.female_share:
            traits |= FEMALE_BIT
        birth_month = step - 12 * int(newcomers.ages[a]) - birthday
        late = 1.0 if step - birth_month > 12 * LATE else 0.0
        weights = type_weights(newcomers.types, sex(traits), birth_month, late)
        traits |= np.uint16(type_of(weights, uniform(stream, identity, 0, TYPE))) << TYPE_SHIFT
        if uniform(stream, identity, 0, LIFTED) < newcomers.lifted_share[origin]:
            traits |= LIFTED_BIT
        traits = np.uint16(traits)
        if uniform(stream, identity, 0, PARENT) < newcomers.parents[a]:
            traits = with_children(traits, ACCOMPANYING)
        trained = uniform(stream, identity, 0, TRAINED) < newcomers.trained[a]
        worker.worker_id = identity
        worker.birth_month = np.int16(birth_month)
        worker.origin = np.uint8(origin)
        worker.destination = np.uint8(NOWHERE)
        worker.status = np.uint8(SEEKING)
        worker.traits = traits
        worker.experience = np.uint16(0)
        worker.spell_start = np.int16(step)
        worker.history = np.uint32(0)
        worker.savings = np.uint8(0)
        worker.debt = np.uint8(0)
        worker.training_end = np.int16(step if trained else 0)
        worker.jobs = np.uint8(0)
        worker.applied = np.uint8(NOTHING)
        worker.served = np.uint8(0)
        first_job(worker, month)
        worker.events = ENTERED | np.uint16(np.uint16(GONE) << CAME_FROM)
