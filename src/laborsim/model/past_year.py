"""The year before a base date: what a steered run did in its last Decembers, written down and handed to a base date.

People whose twelve months were not all alike are why the official stocks, which look back on a year, differ from where
people are this month; slow finders are more frequent among people who seek, and most among those who have sought long.
A base date without them would take a year to become what it remains.
"""

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import (
    FOUNDER,
    GONE,
    NOT_MIGRANT,
    OFFICIAL_LOCAL,
    OUTBOUND_INSIDE,
    OUTBOUND_OUTSIDE,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    STATUSES,
)
from laborsim.kernels.life.official_status import FULL_YEARS, latest_months, official_statuses
from laborsim.kernels.markets.search import ALWAYS, SLOW_FINDER
from laborsim.kernels.random import BASE_STREAM, draws
from laborsim.kernels.state import WorkerColumns
from laborsim.model.picking import lowest
from laborsim.parameters.fit import QUANTILES, PastYear, Searches, Years

OFFICIAL = (NOT_MIGRANT, OFFICIAL_LOCAL, OUTBOUND_INSIDE, OUTBOUND_OUTSIDE)
SEEKERS = (SEEKING, SEEKING_AWAY)
SAMPLE = 200  # histories kept of an official status: people who are elsewhere by now, to a part in a thousand of all
EVERYBODY_ALIKE = PastYear(
    years=(Years(changed=0.0, histories=()),) * len(OFFICIAL),
    searches={STATUSES[code]: Searches(slow_odds=1.0, quick_ranks=QUANTILES, slow_ranks=QUANTILES) for code in SEEKERS},
)
"""A past of no information: twelve equal months, and nobody finds otherwise than others."""

Floats = NDArray[np.float64]
Histories = NDArray[np.uint32]
Mask = NDArray[np.bool_]


def find_slowly(workers: NDArray[np.uint32], slow_finders: float) -> Mask:
    """Return who of some workers finds slowly, as `kernels.markets.search.finds_slowly` says it."""
    slow: Mask = draws(BASE_STREAM, workers, ALWAYS, SLOW_FINDER) < slow_finders
    return slow


class YearBefore:
    """What a steered run shows of past years, December by December."""

    def __init__(self, slow_finders: float) -> None:
        self.slow_finders = slow_finders
        self.people = np.zeros(len(OFFICIAL), np.int64)
        self.changed: list[Histories] = []
        self.seeking: dict[int, list[tuple[Floats, Mask]]] = {code: [] for code in SEEKERS}

    def add(self, columns: WorkerColumns, month: int) -> None:
        """Look at everybody at the end of a month; businesses and placed work have pasts of their own."""
        histories = columns.history[~np.isin(columns.status, (FOUNDER, PLACED, GONE))]
        official = official_statuses(histories)
        self.people += np.bincount(official, minlength=len(OFFICIAL))
        self.changed.append(histories[histories != FULL_YEARS[official]])
        for code in SEEKERS:
            rows = np.flatnonzero(columns.status == code)
            months = month - columns.spell_start[rows].astype(np.float64)
            self.seeking[code].append((months, find_slowly(columns.worker_id[rows], self.slow_finders)))

    def known(self) -> PastYear | None:
        """Return what was seen, or None before the first December."""
        if not self.changed:
            return None
        changed = np.concatenate(self.changed)
        official = official_statuses(changed)
        return PastYear(
            years=tuple(self._years(changed[official == code], code) for code in OFFICIAL),
            searches={STATUSES[code]: self._searches(code) for code in SEEKERS},
        )

    def _years(self, changed: Histories, code: int) -> Years:
        ordered = changed[np.lexsort((changed, latest_months(changed)))]
        places = ((np.arange(min(SAMPLE, len(ordered))) + 0.5) / SAMPLE * len(ordered)).astype(np.int64)
        sample = ordered[places] if len(ordered) > SAMPLE else ordered
        return Years(
            changed=len(changed) / max(int(self.people[code]), 1), histories=tuple(int(history) for history in sample)
        )

    def _searches(self, code: int) -> Searches:
        months, slow = (np.concatenate(part) for part in zip(*self.seeking[code], strict=True))
        if not 0 < np.count_nonzero(slow) < len(slow):
            return EVERYBODY_ALIKE.searches[STATUSES[code]]
        ordered = np.sort(months)
        first, last = (np.searchsorted(ordered, months, side=side) for side in ("left", "right"))
        ranks = (first + last) / 2 / len(months)

        def quantiles(values: Floats) -> tuple[float, ...]:
            return (0.0, *(float(value) for value in np.quantile(values, QUANTILES[1:-1])), 1.0)

        share = float(np.mean(slow))
        odds = share / (1 - share) * (1 - self.slow_finders) / self.slow_finders
        return Searches(slow_odds=odds, quick_ranks=quantiles(ranks[~slow]), slow_ranks=quantiles(ranks[slow]))


def lived(past: PastYear, official: NDArray[np.uint8], may_change: Mask, luck: Floats) -> Histories:
    """Return the last twelve months of everybody at a base date; the official status is what they make of it.

    official [worker]; may_change: who may have lived otherwise than the same for a year; luck: a number in (0, 1) of
    everybody. As many have as the past year says, exactly, and evenly what its people did.
    """
    histories: Histories = FULL_YEARS[official]
    for code, years in enumerate(past.years):
        rows = np.flatnonzero((official == code) & may_change)
        number = round(years.changed * len(rows)) if years.histories else 0
        chosen = lowest(rows, number, luck)
        chosen = chosen[np.argsort(luck[chosen], kind="stable")]
        known = np.array(years.histories, np.uint32)
        histories[chosen] = known[np.arange(number) * len(known) // max(number, 1)]
    return histories
