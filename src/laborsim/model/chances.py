"""The chances of a month: how many of those who asked for something rationed were given it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes
from laborsim.kernels.codes import MOST_PROGRAMS
from laborsim.kernels.welfare import Chances
from laborsim.model.ledger import SERVED, STAGES

Persons = NDArray[np.int64]
Shares = NDArray[np.float64]

UNMET = STAGES.index("unmet")


def share_of(given: NDArray[np.number], asked: NDArray[np.number]) -> Shares:
    """Return given ÷ asked; 1 where nobody asked: the first who did would have been given it."""
    share: Shares = np.divide(given, asked, out=np.ones(np.shape(asked)), where=np.asarray(asked) > 0)
    return share


def chances_of(
    asked: NDArray[np.float64], refused: Persons, services: Mapping[str, Persons], programs: Mapping[str, Persons]
) -> Chances:
    """Return the month's chances.

    `asked`, `refused` [queue kind, region]: persons in the queues of the month. `services` [region, stage] and
    `programs` [region] by key of the levers for founders: their ledger, and the program that each is.
    """
    regions = asked.shape[1]
    queues = share_of(asked - refused, asked)
    posts = np.ones((MOST_PROGRAMS, regions))
    found = queues[passes.POST_QUEUE :]
    posts[: len(found)] = found
    served, unmet = (
        {name: np.zeros((MOST_PROGRAMS, regions)) for name in ("startup_subsidy", "guaranteed_loans")} for _ in range(2)
    )
    for key, page in services.items():
        name, there = key.partition("/")[0], np.flatnonzero(programs[key] > 0)
        if name in served:
            number = programs[key][there] - 1
            served[name][number, there] += page[there, SERVED]
            unmet[name][number, there] += page[there, UNMET]
    subsidies, loans = (share_of(given, given + unmet[name]) for name, given in served.items())
    return Chances(posts=posts, workshops=queues[passes.WORKSHOP_QUEUE], subsidies=subsidies, loans=loans)
