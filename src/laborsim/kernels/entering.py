"""Entrants: new workers who take free rows, with an identity of their own."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applying import CAME_FROM, ENTERED, NOTHING
from laborsim.kernels.choosing import draw_destination, race
from laborsim.kernels.codes import ACCOMPANYING, GONE, LOCAL, NOWHERE, OUTBOUND, SEEKING
from laborsim.kernels.compiling import compiled
from laborsim.kernels.history import full_year
from laborsim.kernels.month import Floats, Month
from laborsim.kernels.moving import go_out
from laborsim.kernels.random import decision, four_words, uniform
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import FEMALE_BIT, LIFTED_BIT, SCHOOLING_SHIFT, TYPE_SHIFT, with_children
from laborsim.kernels.valuing import table_row, value_away, value_local

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

FIRST_ENTRANT = 2**31  # identities below are the people of the base date
MONTHS = 1200  # the longest horizon, 100 years


class Newcomers(NamedTuple):
    """Who enters; nothing here depends on a scenario."""

    ages: NDArray[np.int64]  # [entry age] completed years
    age_cdf: Floats  # [entry age]
    female_share: float
    schooling_cdf: Floats  # [entry age, level]
    parents: Floats  # [entry age] share with a child of school age
    trained: Floats  # [entry age] share
    type_cdf: Floats  # [type]
    lifted_share: Floats  # [origin]


def entrant_ids(month: int, origin: int, shares: Floats, number: int) -> NDArray[np.uint32]:
    """Return the identities of a cohort: place in (month of entry, origin), never the next free row.

    shares: part of all entrants that each origin sends [origin]; nothing in it may depend on a scenario. With
    equal room for every origin, the largest would run out of identities where one worker stands for one person.
    """
    room = 2**31 // MONTHS
    edges = np.minimum(room * np.concatenate([[0.0], np.cumsum(shares)]), room).astype(np.int64)
    own = int(edges[origin + 1] - edges[origin])
    if number > own:
        raise OverflowError(f"{number} entrants in one region and month, {own} have identities: use a coarser scale")
    first = FIRST_ENTRANT + month % MONTHS * room + int(edges[origin])
    return np.arange(first, first + number, dtype=np.uint32)


@compiled
def level_of(cdf: Floats, luck: float) -> int:
    """Return the first level whose cumulative share exceeds `luck`."""
    for level in range(len(cdf) - 1):
        if luck < cdf[level]:
            return level
    return len(cdf) - 1


@compiled
def first_job(workers: WorkerColumns, i: int, month: Month) -> None:
    """Choose among work at home, inside and outside the province, and have it.

    The survey counts somebody from his first job on, so an entrant has that job's history. He takes the place of
    somebody who left for good and stands in no queue. ASSUMPTION
    """
    words = four_words(month.stream, workers.worker_id[i], month.step, FIRST_JOB, 0)
    origin = int(workers.origin[i])
    home = race(value_local(workers, i, month), words[0])
    inside = race(value_away(workers, i, month, origin), words[1])
    outside = race(month.choice.outside_value[table_row(workers, i)], words[2])
    if home >= inside and home >= outside:
        workers.status[i] = np.uint8(LOCAL)
        workers.history[i] = LOCAL_YEAR
        return
    destination = origin if inside >= outside else draw_destination(workers, i, month)
    go_out(workers, i, month, destination)
    workers.status[i] = np.uint8(OUTBOUND)
    workers.history[i] = INSIDE_YEAR if destination == origin else OUTSIDE_YEAR


@compiled
def enter(  # noqa: PLR0913 - which rows, who, where and when
    workers: WorkerColumns,
    rows: NDArray[np.int64],
    ids: NDArray[np.uint32],
    origin: int,
    month: Month,
    newcomers: Newcomers,
) -> None:
    """Put entrants of one origin into free rows; each joins with the first job he chooses."""
    stream, step = month.stream, month.step
    for k in range(len(rows)):
        i, worker = rows[k], ids[k]
        a = level_of(newcomers.age_cdf, uniform(stream, worker, 0, AGE))
        birthday = int(uniform(stream, worker, 0, BIRTHDAY) * 12.0)
        traits = np.uint16(level_of(newcomers.schooling_cdf[a], uniform(stream, worker, 0, SCHOOL))) << SCHOOLING_SHIFT
        traits |= np.uint16(level_of(newcomers.type_cdf, uniform(stream, worker, 0, TYPE))) << TYPE_SHIFT
        if uniform(stream, worker, 0, SEX) < newcomers.female_share:
            traits |= FEMALE_BIT
        if uniform(stream, worker, 0, LIFTED) < newcomers.lifted_share[origin]:
            traits |= LIFTED_BIT
        traits = np.uint16(traits)
        if uniform(stream, worker, 0, PARENT) < newcomers.parents[a]:
            traits = with_children(traits, ACCOMPANYING)
        trained = uniform(stream, worker, 0, TRAINED) < newcomers.trained[a]
        workers.worker_id[i] = worker
        workers.birth_month[i] = np.int16(step - 12 * newcomers.ages[a] - birthday)
        workers.origin[i] = np.uint8(origin)
        workers.destination[i] = np.uint8(NOWHERE)
        workers.status[i] = np.uint8(SEEKING)
        workers.traits[i] = traits
        workers.experience[i] = np.uint16(0)
        workers.spell_start[i] = np.int16(step)
        workers.history[i] = np.uint32(0)
        workers.savings[i] = np.uint8(0)
        workers.debt[i] = np.uint8(0)
        workers.training_end[i] = np.int16(step if trained else 0)
        workers.jobs[i] = np.uint8(0)
        workers.applied[i] = np.uint8(NOTHING)
        workers.served[i] = np.uint8(0)
        first_job(workers, i, month)
        workers.events[i] = ENTERED | np.uint16(np.uint16(GONE) << CAME_FROM)
