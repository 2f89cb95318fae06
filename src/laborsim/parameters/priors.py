"""Priors of what no calibration draws: a number between its bounds, its median the value in use."""

from collections.abc import Callable, Collection
from typing import cast

from laborsim.parameters.parameters import Parameters

Quantile = Callable[[float], float]

AHEAD = ("joining_growth", "leaving_later", "growth_jobs", "zone_pull", "job_kept")
"""Parameters on which no constant of a base date hangs: they act on the years ahead, or with a measure or a context
that no base date has. Every draw has them; for others constants would have to be solved, as a calibration does."""

GENERALIZED_GOLDEN_RATIO = 1.1347241384
"""The real root of x^6 = x + 1: its powers fill five dimensions evenly, from the first few points on (Roberts 2018)."""


def around(low: float, center: float, high: float) -> Quantile:
    """Return the quantiles of a prior on [low, high] whose median is the value in use, flat on either side of it.

    A center at a bound has no other side: the prior is flat then.
    """
    middle = center if low < center < high else (low + high) / 2

    def at(share: float) -> float:
        below = low + (middle - low) * 2 * share
        return below if share <= 0.5 else middle + (high - middle) * (2 * share - 1)

    return at


def share_of(draw: int, place: int) -> float:
    """Return where in its prior a draw has the parameter at a place of AHEAD [0, 1)."""
    return (0.5 + (draw + 1) * GENERALIZED_GOLDEN_RATIO ** -(place + 1)) % 1.0


def drawn_ahead(parameters: Parameters, estimated: Collection[str], draw: int) -> Parameters:
    """Return the parameters of a draw with those of AHEAD from their priors, but for those that are `estimated`."""
    found = {}
    for place, name in enumerate(AHEAD):
        if name not in estimated:
            extra = cast(dict[str, tuple[float, float]], Parameters.model_fields[name].json_schema_extra)
            low, high = extra["prior"]
            found[name] = around(low, getattr(parameters, name), high)(share_of(draw, place))
    return parameters.model_copy(update=found)
