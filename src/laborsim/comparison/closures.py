"""Direct and market response: the same pair of worlds once more, with markets that do not react."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.effect import Effect, effect_of
from laborsim.inputs.scenario import Scenario

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class MarketResponse:
    """An effect over pairs and how it comes about: `direct` with frozen markets, `market` the rest.

    Pair by pair, and so in their means, direct + market = total. None = not asked.
    """

    total: Effect
    direct: Effect | None
    market: Effect | None


def frozen(world: Scenario) -> Scenario:
    """Return the world whose pay and chances to be hired stay what they are at the base date, whoever applies."""
    return world.model_copy(update={"closure": "fixed"})


def response(total: Numbers, direct: Numbers | None) -> MarketResponse | None:
    """Return the response from effects pair by pair [pairs]; None where no pair defines it.

    A pair in which either is undefined (NaN) counts for neither, so that the parts add up.
    """
    if direct is None:
        whole = effect_of(total)
        return None if whole is None else MarketResponse(whole, None, None)
    known = np.isfinite(total) & np.isfinite(direct)
    whole, still, rest = (effect_of(part[known]) for part in (total, direct, total - direct))
    return None if whole is None else MarketResponse(whole, still, rest)
