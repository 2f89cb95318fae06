"""Counting everybody once a month, in whole persons and fen, by region."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.applications import (
    CAME_FROM,
    CHANGED_JOB,
    CLOSED,
    ENTERED,
    FOUND_AFTER_SEARCH,
    HAPPENED,
    HIRED,
    LEFT,
    MOVED_OUT,
    QUIT,
    RETURNED,
    RETURNEE_CLOSED,
    SEPARATED,
    STARTED,
    STOPPED_SEEKING,
)
from laborsim.kernels.choice.founding import profit_of
from laborsim.kernels.codes import (
    AGE_BANDS,
    FIVE_YEAR_BANDS,
    FOUNDER,
    GONE,
    LOCAL,
    MOST_GROUPS,
    NOT_MIGRANT,
    OFFICIAL_LOCAL,
    OUTBOUND,
    OUTBOUND_INSIDE,
    OUTBOUND_OUTSIDE,
    PLACED,
    SCHOOLING,
    SEEKING,
    SEEKING_AWAY,
)
from laborsim.kernels.compilation import compiled, inlined
from laborsim.kernels.life.official_status import latest, official_status, remember
from laborsim.kernels.money.pay import local_pay, outbound_pay
from laborsim.kernels.month import Integers, Month
from laborsim.kernels.services.groups import in_training, is_member
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import (
    EMPLOYER_BIT,
    LIFTED_BIT,
    PARK_BIT,
    RETURNEE_FOUNDER_BIT,
    WORKSHOP_BIT,
    has,
    schooling,
    sex,
)

VARIABLES = (
    # monthly stocks by origin, in the order of the status codes [persons]
    "local", "outbound", "founder", "placed", "seeking_home", "seeking_away", "out",
    # annual official status by origin [persons]
    "not_migrant", "official_local", "official_outbound_inside", "official_outbound_outside",
    # parts of the stocks by origin [persons, jobs]
    "in_park", "employer_founders", "jobs_offered", "in_workshop", "in_training", "lifted_working",
    # sums over the official status by origin [person-months], over 50 [persons]
    "age_months_local", "age_months_outbound", "over_50",
    # by place of work [persons, fen]
    "working_away", "seeking_there", "paid_local", "paid_outbound", "pay_local_fen", "pay_outbound_fen", "profit_fen",
    # flows of the month by origin [persons]
    "entrants", "leavers", "separations", "job_changes", "hired_local", "quits", "moves_out", "moves_home",
    "business_starts", "returnee_starts", "business_closures", "returnee_closures", "found_after_search",
    "stopped_seeking",
    # flows of the month by place of work [persons]
    "hired_outbound", "newly_employed",
)  # fmt: skip
"""Columns of `Counts.series`, in order."""

AT = {name: column for column, name in enumerate(VARIABLES)}
"""Column of each variable."""

BY_AGE = VARIABLES[: AT["in_park"]]
"""Variables that are counted by age: the monthly and the annual statuses, which come first."""

(
    _IN_PARK, _EMPLOYERS, _JOBS, _IN_WORKSHOP, _IN_TRAINING, _LIFTED, _AGE_LOCAL, _AGE_OUTBOUND, _OVER_50,
    _AWAY, _SEEKING_THERE, _PAID_LOCAL, _PAID_OUTBOUND, _PAY_LOCAL, _PAY_OUTBOUND, _PROFIT, _ENTRANTS,
    _STARTS, _RETURNEE_STARTS, _HIRED_LOCAL, _HIRED_OUTBOUND, _NEWLY_EMPLOYED,
) = (
    AT[name] for name in (
        "in_park", "employer_founders", "jobs_offered", "in_workshop", "in_training", "lifted_working",
        "age_months_local", "age_months_outbound", "over_50", "working_away", "seeking_there", "paid_local",
        "paid_outbound", "pay_local_fen", "pay_outbound_fen", "profit_fen", "entrants", "business_starts",
        "returnee_starts", "hired_local", "hired_outbound", "newly_employed",
    )
)  # fmt: skip
_EVENTS = (
    (LEFT, AT["leavers"]), (SEPARATED, AT["separations"]), (CHANGED_JOB, AT["job_changes"]), (QUIT, AT["quits"]),
    (MOVED_OUT, AT["moves_out"]), (RETURNED, AT["moves_home"]), (CLOSED, AT["business_closures"]),
    (RETURNEE_CLOSED, AT["returnee_closures"]), (FOUND_AFTER_SEARCH, AT["found_after_search"]),
    (STOPPED_SEEKING, AT["stopped_seeking"]),
)  # fmt: skip
_EVENT_BITS = np.array([bit for bit, _ in _EVENTS], np.uint16)
_EVENT_COLUMNS = np.array([column for _, column in _EVENTS], np.int64)

_ANNUAL = AT["not_migrant"]

AGE_50 = 50 * 12 + 11  # the survey's "above 50" begins with the 51st birthday [months]
FEN = 100.0


NOBODYS = np.zeros((MOST_GROUPS, len(FIVE_YEAR_BANDS), len(VARIABLES)), np.int64)
"""Counts of no group's members."""


class Counts(NamedTuple):
    """One month's counts."""

    series: NDArray[np.int64]  # [region, variable]
    groups: NDArray[np.int64]  # [origin, official status, sex, age band, schooling] persons
    od: NDArray[np.int64]  # [origin, destination] official outbound, persons
    moves: NDArray[np.int64]  # [origin, status before, status now] persons; code 7 = not in the model
    ages: NDArray[np.int64]  # [origin, five-year age band, variable of `BY_AGE`] persons
    own: NDArray[np.int64] = NOBODYS  # [group of the scenario's own, five-year age band, variable], wherever they are


def empty_counts(n_regions: int) -> Counts:
    """Return counts of nobody, as one record for compiled rules to fill."""
    shapes = {
        "series": (n_regions, len(VARIABLES)),
        "groups": (n_regions, 4, 2, len(AGE_BANDS), len(SCHOOLING)),
        "od": (n_regions, n_regions),
        "moves": (n_regions, GONE + 1, GONE + 1),
        "ages": (n_regions, len(FIVE_YEAR_BANDS), len(BY_AGE)),
        "own": NOBODYS.shape,
    }
    record = np.zeros(1, [(name, np.int64, shape) for name, shape in shapes.items()]).view(np.recarray)
    return cast(Counts, record[0])


def total(parts: Sequence[Counts]) -> Counts:
    """Return the sum of several counts, as arrays of their own."""
    return Counts(*(sum(np.asarray(getattr(part, name)) for part in parts) for name in Counts._fields))


@compiled
def remember_month(worker: WorkerRow, month: Month) -> None:
    """Add this month to the history; who seeks keeps what he was."""
    status = worker.status
    code = 0
    if status in (LOCAL, PLACED) or (status == FOUNDER and month.founders_inside):
        code = 1
    elif status == OUTBOUND:
        code = 2 if worker.destination == worker.origin else 3
    elif status in (SEEKING, SEEKING_AWAY):
        code = latest(worker.history)
    worker.history = remember(worker.history, code)


def age_band(months: int) -> int:
    """Return the NBS age band of an age in months."""
    years = months // 12
    return 0 if years <= 20 else min((years - 21) // 10 + 1, 4)


def five_year_band(months: int) -> int:
    """Return the place in `FIVE_YEAR_BANDS` of an age in months; who is younger than 16 is in the first."""
    return min(max(months // 12 // 5 - 3, 0), len(FIVE_YEAR_BANDS) - 1)


_OLDEST_MONTHS = 150 * 12
_BAND = np.array([age_band(months) for months in range(_OLDEST_MONTHS + 1)], np.uint8)
_FIVE_YEAR_BAND = np.array([five_year_band(months) for months in range(_OLDEST_MONTHS + 1)], np.uint8)


@inlined
def count(worker: WorkerRow, month: Month, persons: Integers, counts: Counts) -> None:
    """Add one worker to the month's counts, with his weight [persons per worker, by origin]."""
    origin = worker.origin
    weight = persons[origin]
    status = int(worker.status)
    before = int(worker.events >> CAME_FROM)
    for g in range(month.own_groups.n):
        if (before != GONE or status != GONE) and is_member(worker, month, g):
            count_member(worker, month, weight, counts, g)
    count_events(worker, weight, counts.series, (origin, worker.destination))
    if before != GONE or status != GONE:
        counts.moves[origin, before, status] += weight
    count_newly_employed(worker, weight, counts.series, (origin, worker.destination))
    if status == GONE:
        return
    official = official_status(worker.history)
    months = min(month.step - np.int64(worker.birth_month), _OLDEST_MONTHS)
    counts.groups[origin, official, sex(worker.traits), _BAND[months], schooling(worker.traits)] += weight
    band = _FIVE_YEAR_BAND[months]
    counts.ages[origin, band, status] += weight
    counts.ages[origin, band, _ANNUAL + official] += weight
    if official in (OUTBOUND_INSIDE, OUTBOUND_OUTSIDE):
        counts.od[origin, worker.destination] += weight
    if official != NOT_MIGRANT:
        count_migrant(worker, month, official, weight, counts.series[origin])
    count_state(worker, month, weight, counts.series, (origin, worker.destination))


@compiled
def add_up_ages(counts: Counts) -> None:
    """Fill in the statuses of each region, which were counted by age, when everybody is counted."""
    for origin in range(counts.ages.shape[0]):
        for band in range(counts.ages.shape[1]):
            for variable in range(counts.ages.shape[2]):
                counts.series[origin, variable] += counts.ages[origin, band, variable]


@compiled
def count_member(worker: WorkerRow, month: Month, weight: int, counts: Counts, g: int) -> None:
    """Add one worker to the counts of group g of the scenario's own, all in the row of his age."""
    months = min(max(month.step - np.int64(worker.birth_month), 0), _OLDEST_MONTHS)
    band = _FIVE_YEAR_BAND[months]
    count_events(worker, weight, counts.own[g], (band, band))
    count_newly_employed(worker, weight, counts.own[g], (band, band))
    if worker.status != GONE:
        official = official_status(worker.history)
        counts.own[g, band, int(worker.status)] += weight
        counts.own[g, band, _ANNUAL + official] += weight
        if official != NOT_MIGRANT:
            count_migrant(worker, month, official, weight, counts.own[g, band])
        count_state(worker, month, weight, counts.own[g], (band, band))


Lines = tuple[int, int]
"""Rows of a table of variables: where somebody is counted at home, and where at his place of work."""


@inlined
def count_migrant(worker: WorkerRow, month: Month, official: int, weight: int, line: Integers) -> None:
    """Count a migrant worker by the annual status; `line`: of a table of variables, where his home is counted."""
    months = month.step - np.int64(worker.birth_month)
    line[_AGE_LOCAL if official == OFFICIAL_LOCAL else _AGE_OUTBOUND] += weight * months
    line[_OVER_50] += weight if months > AGE_50 else 0
    line[_LIFTED] += weight if has(worker.traits, LIFTED_BIT) else 0


@inlined
def count_state(worker: WorkerRow, month: Month, weight: int, series: Integers, lines: Lines) -> None:
    """Count what somebody does at the end of the month."""
    if in_training(worker, month):
        series[lines[0], _IN_TRAINING] += weight
    count_work(worker, month, weight, series, lines)


@inlined
def in_fen(yuan: float, month: Month) -> int:
    """Return yuan of the base date as whole fen of the month."""
    return int(yuan * month.pay.unit * FEN + 0.5)


@inlined
def count_work(worker: WorkerRow, month: Month, weight: int, series: Integers, lines: Lines) -> None:
    """Count work where it is done, and what it pays."""
    status = worker.status
    home, there = lines
    if status == LOCAL:
        series[home, _PAID_LOCAL] += weight
        series[home, _PAY_LOCAL] += weight * in_fen(local_pay(worker, month), month)
    elif status == OUTBOUND:
        pay = outbound_pay(worker, month, int(worker.destination))
        series[there, _AWAY] += weight
        series[there, _PAID_OUTBOUND] += weight
        series[there, _PAY_OUTBOUND] += weight * in_fen(pay, month)
    elif status == SEEKING_AWAY:
        series[there, _SEEKING_THERE] += weight
    elif status == FOUNDER:
        series[home, _PROFIT] += weight * in_fen(profit_of(worker, month), month)
        series[home, _JOBS] += weight * int(worker.jobs)
        series[home, _EMPLOYERS] += weight if has(worker.traits, EMPLOYER_BIT) else 0
        series[home, _IN_PARK] += weight if has(worker.traits, PARK_BIT) else 0
    elif status == PLACED:
        series[home, _IN_WORKSHOP] += weight if has(worker.traits, WORKSHOP_BIT) else 0


@inlined
def count_newly_employed(worker: WorkerRow, weight: int, series: Integers, lines: Lines) -> None:
    """Count whoever starts to work in a town this month, where he works: once, in the month of the start.

    Begun without a job in a town or a place at home: as a seeker, at home, with a business of his own, or not in the
    model. A change of employer, also within the month, and the way back to a job that was held are no start.
    """
    before, status = int(worker.events >> CAME_FROM), int(worker.status)
    if before in (LOCAL, OUTBOUND, PLACED):
        return
    if status == LOCAL:
        series[lines[0], _NEWLY_EMPLOYED] += weight
    elif status == OUTBOUND:
        series[lines[1], _NEWLY_EMPLOYED] += weight


@inlined
def count_events(worker: WorkerRow, weight: int, series: Integers, lines: Lines) -> None:
    """Count what happened this month."""
    events = worker.events & HAPPENED
    if events == 0:
        return
    home, there = lines
    for k in range(len(_EVENT_BITS)):
        if has(events, _EVENT_BITS[k]):
            series[home, _EVENT_COLUMNS[k]] += weight
    if has(events, ENTERED):
        series[home, _ENTRANTS] += weight
    if has(events, STARTED):
        series[home, _STARTS] += weight
        series[home, _RETURNEE_STARTS] += weight if has(worker.traits, RETURNEE_FOUNDER_BIT) else 0
    if has(events, HIRED):
        if worker.status == LOCAL:
            series[home, _HIRED_LOCAL] += weight
        else:
            series[there, _HIRED_OUTBOUND] += weight
