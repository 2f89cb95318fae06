"""One past for several worlds: the months before anything differs are lived once and booked in each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from laborsim.levers.dials import Regional
from laborsim.model.funnels import PastMonth, book_reached
from laborsim.model.policy import Policy
from laborsim.scenario.scenario import Shock


def booked(policy: Policy, past: Sequence[PastMonth], usual_school_share: Regional) -> list[NDArray[np.int64]] | None:
    """Return a policy's ledger by month of a past that was lived under another, or None if it would have been another.

    It would have been the same where every dial stood alike in every month, nobody was offered anything, and school
    places, whose books look at every worker, were the usual ones. The first month is the base date, which
    costs nothing.
    """
    services = []
    for place, lived in enumerate(past):
        dials = policy.turn(lived.month)
        if not dials.is_same(lived.dials) or (dials["school_share"] != usual_school_share).any():
            return None
        if place > 0:
            policy.charge_units()
            book_reached(policy, lived)
        services.append(policy.ledger.month.copy())
    return services


def is_quiet(past: Sequence[PastMonth], shocks: Sequence[Shock]) -> bool:
    """Return whether nothing happened from outside in the months lived."""
    return all(shock.schedule.at(lived.month) is None for lived in past for shock in shocks)
