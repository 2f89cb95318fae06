"""The year before a base date: what a steered run did in its last Decembers, written down and handed to a base date.

People whose twelve months were not all alike are why the official stocks, which look back on a year, differ from where
people are this month; slow finders are more frequent among people who seek, and most among those who have sought long.
A base date without them would take a year to become what it remains.
"""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import (
    AGE_BANDS,
    GONE,
    LOCAL,
    NOT_MIGRANT,
    OFFICIAL_LOCAL,
    OUTBOUND,
    OUTBOUND_INSIDE,
    OUTBOUND_OUTSIDE,
    SEEKING,
    SEEKING_AWAY,
    STATUSES,
)
from laborsim.kernels.life.official_status import FULL_YEARS, latest_months, official_statuses
from laborsim.kernels.markets.search import ALWAYS, SLOW_FINDER
from laborsim.kernels.random import BASE_STREAM, draws
from laborsim.kernels.state import WorkerColumns
from laborsim.model.picking import lowest, weighted
from laborsim.parameters.fit import QUANTILES, PastYear, Searches, Years

OFFICIAL = (NOT_MIGRANT, OFFICIAL_LOCAL, OUTBOUND_INSIDE, OUTBOUND_OUTSIDE)
SEEKERS = {SEEKING: LOCAL, SEEKING_AWAY: OUTBOUND}  # and who has work in their market
SAMPLE = 200  # histories kept of an official status: people who are elsewhere by now, to a part in a thousand of all
TINY = 1e-9  # share; of a place where nobody of an origin is
EVERYBODY_ALIKE = PastYear(
    years=(Years(changed=0.0, histories=()),) * len(OFFICIAL),
    searches={
        STATUSES[code]: Searches(
            slow_odds=1.0, by_age=(1.0,) * len(AGE_BANDS), quick_ranks=QUANTILES, slow_ranks=QUANTILES
        )
        for code in SEEKERS
    },
)
"""A past of no information: twelve equal months, and nobody finds otherwise than others."""

Floats = NDArray[np.float64]
Histories = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


def find_slowly(workers: NDArray[np.uint32], slow_finders: float) -> Mask:
    """Return who of some workers finds slowly, as `kernels.markets.search.finds_slowly` says it."""
    slow: Mask = draws(BASE_STREAM, workers, ALWAYS, SLOW_FINDER) < slow_finders
    return slow


def age_bands(birth_month: NDArray[np.int16], month: int) -> Rows:
    """Return the NBS age band of many people."""
    years = (month - birth_month.astype(np.int64)) // 12
    bands: Rows = np.clip((years - 21) // 10 + 1, 0, len(AGE_BANDS) - 1)
    return bands


class YearBefore:
    """What a steered run shows of past years, December by December."""

    def __init__(self, slow_finders: float) -> None:
        self.slow_finders = slow_finders
        self.people = np.zeros(len(OFFICIAL), np.int64)
        self.changed: list[Histories] = []
        self.searches = {code: Searched() for code in SEEKERS}

    def add(self, columns: WorkerColumns, month: int) -> None:
        """Look at everybody at the end of a month."""
        here: WorkerColumns = columns[columns.status != GONE]
        official, bands = official_statuses(here.history.copy()), age_bands(here.birth_month, month)
        self.people += np.bincount(official, minlength=len(OFFICIAL))
        self.changed.append(here.history[here.history != FULL_YEARS[official]])
        for code, at_work in SEEKERS.items():
            rows = np.flatnonzero(here.status == code)
            months = month - here.spell_start[rows].astype(np.float64)
            slow = find_slowly(here.worker_id[rows], self.slow_finders)
            self.searches[code].add(months, slow, bands[rows], bands[here.status == at_work])

    def known(self) -> PastYear | None:
        """Return what was seen, or None before the first December."""
        if not self.changed:
            return None
        histories = np.concatenate(self.changed)
        official = official_statuses(histories)
        return PastYear(
            years=tuple(_years(histories[official == code], int(self.people[code])) for code in OFFICIAL),
            searches={STATUSES[code]: self.searches[code].known(self.slow_finders) for code in SEEKERS},
        )


def _years(changed: Histories, people: int) -> Years:
    ordered = changed[np.lexsort((changed, latest_months(changed)))]
    number = min(SAMPLE, len(ordered))
    sample = ordered[((np.arange(number) + 0.5) * len(ordered) / max(number, 1)).astype(np.int64)]
    return Years(changed=len(changed) / max(people, 1), histories=tuple(int(history) for history in sample))


class Searched:
    """People who seek in one status: for how many months, who finds slowly, of what age."""

    def __init__(self) -> None:
        self.months, self.slow = np.zeros(0), np.zeros(0, bool)
        self.seeking, self.at_work = (np.zeros(len(AGE_BANDS), np.int64) for _ in range(2))

    def add(self, months: Floats, slow: Mask, bands: Rows, at_work: Rows) -> None:
        """Add one month; `bands`, `at_work`: age bands of who seeks and of who has work in the same market."""
        self.months, self.slow = np.concatenate([self.months, months]), np.concatenate([self.slow, slow])
        self.seeking += np.bincount(bands, minlength=len(AGE_BANDS))
        self.at_work += np.bincount(at_work, minlength=len(AGE_BANDS))

    def known(self, slow_finders: float) -> Searches:
        """Return what was seen; too few to say who finds how are as everybody is."""
        months, slow = self.months, self.slow
        if not 0 < np.count_nonzero(slow) < len(slow):
            return EVERYBODY_ALIKE.searches[STATUSES[SEEKING]]
        ordered = np.sort(months)
        first, last = (np.searchsorted(ordered, months, side=side) for side in ("left", "right"))
        ranks = (first + last) / 2 / len(months)

        def quantiles(values: Floats) -> tuple[float, ...]:
            return (0.0, *(float(value) for value in np.quantile(values, QUANTILES[1:-1])), 1.0)

        share = float(np.mean(slow))
        here = self.seeking + self.at_work
        by_age = (self.seeking + 1) / (here + 1) * (here.sum() / self.seeking.sum())
        return Searches(
            slow_odds=share / (1 - share) * (1 - slow_finders) / slow_finders,
            by_age=tuple(float(rate) for rate in by_age),
            quick_ranks=quantiles(ranks[~slow]),
            slow_ranks=quantiles(ranks[slow]),
        )


def lived(past: PastYear, official: NDArray[np.uint8], origin: NDArray[np.uint8], luck: Floats) -> Histories:
    """Return the last twelve months of everybody at a base date; the official status is what they make of it.

    official, origin [worker]; luck: a number in (0, 1) of everybody. As many of an official status as the past year
    says, exactly, have lived otherwise than the same for a year. Who is elsewhere by now is where people of his origin
    are, so that in no origin more come to a place than leave it.
    """
    histories: Histories = FULL_YEARS[official]
    cell, n_origins = origin.astype(np.int64) * len(OFFICIAL) + official, int(origin.max()) + 1
    there = np.bincount(cell, minlength=n_origins * len(OFFICIAL)).reshape(n_origins, len(OFFICIAL))
    pull = there / there.sum(axis=1, keepdims=True).clip(1.0) / (there.sum(axis=0) / len(official)).clip(TINY)
    for code, years in enumerate(past.years):
        rows = np.flatnonzero(official == code)
        known = np.array(years.histories, np.uint32)
        latest, people = latest_months(known), years.changed * len(rows) / max(len(known), 1)
        for place in sorted(OFFICIAL, key=lambda place: place == code):  # who is where he was comes last
            here = known[latest == place]
            if not len(here):
                continue
            keys = np.mod(luck[rows] + place / len(OFFICIAL), 1.0)  # a luck of its own for each place
            keys = keys if place == code else weighted(keys, np.maximum(pull[origin[rows], place], TINY))
            chosen = lowest(np.arange(len(rows)), round(people * len(here)), keys)
            chosen = chosen[np.argsort(luck[rows[chosen]], kind="stable")]
            histories[rows[chosen]] = here[np.arange(len(chosen)) * len(here) // max(len(chosen), 1)]
            rows = np.delete(rows, chosen)
    return histories
