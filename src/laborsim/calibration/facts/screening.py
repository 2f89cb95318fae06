"""Screening: each free parameter a step of its prior away, and the facts that move by more than noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.targets.free_parameters import Free
from laborsim.parameters.parameters import Parameters

STEP = 1.0  # prior standard deviations
NOISE = 3.0  # standard errors that a move has to exceed, so that of a thousand moves three are luck


@dataclass(frozen=True)
class Move:
    """What a parameter does to a part of a fact."""

    part: str
    parameter: str
    move: float  # of a step of its prior, in the part's unit
    error: float  # standard error of that

    @property
    def is_seen(self) -> bool:
        """Whether it is more than noise."""
        return abs(self.move) > NOISE * self.error


def stepped(center: Parameters, one: Free) -> Parameters:
    """Return parameters with one of them a prior standard deviation up, or down where its bound is nearer than that."""
    inner = one.inner(getattr(center, one.name))
    up, down = (one.outer(inner + step * one.spread) for step in (STEP, -STEP))
    value = up if one.inner(up) - inner > STEP * one.spread / 2 else down
    return center.model_copy(update={one.name: value})


def moves(center: Sequence[Parts], away: Mapping[str, Sequence[Parts]]) -> list[Move]:
    """Return what each parameter does to each part of a fact; center [luck], away [parameter][luck].

    Each luck is the same at the center and a step away. The error is that of a mean over lucks, by how lucks disagree,
    pooled over all parameters: two lucks alone would say little of it.
    """
    found = []
    for part in center[0]:
        base = np.array([each[part] for each in center])
        moved = {name: np.array([each[part] for each in trials]) - base for name, trials in away.items()}
        known = {name: each for name, each in moved.items() if np.isfinite(each).all()}
        if not known or len(base) < 2:
            continue
        error = float(np.sqrt(np.mean([each.var(ddof=1) for each in known.values()]) / len(base)))
        found += [Move(part, name, float(each.mean()), error) for name, each in known.items()]
    return found
