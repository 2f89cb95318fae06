"""A race between alternatives: each draws its own luck, and the largest utility plus luck wins.

The luck of −log of an exponential draw makes the shares of the winners a logit.
"""

import math
from typing import NamedTuple

import numpy as np

from laborsim.kernels.compiling import compiled
from laborsim.kernels.random import LARGEST_WORDS, Word, bin_of, to_uniform
from laborsim.kernels.valuing import ROUNDING

MOST_LUCK = -np.log(-np.log((LARGEST_WORDS + 0.5) / 2.0**32)) + ROUNDING
"""By its bin, more than a word can add to a utility in `race`."""


class Leader(NamedTuple):
    """Who leads a race between alternatives."""

    score: float
    alternative: int


@compiled
def race(value: float, word: Word) -> float:
    """Return a utility minus the log of its exponential draw; the largest wins."""
    return value - math.log(-math.log(to_uniform(word)))


@compiled
def challenge(value: float, word: Word, alternative: int, leader: Leader) -> Leader:
    """Return the leader of the race after one more alternative."""
    if value + MOST_LUCK[bin_of(word)] <= leader.score:  # beaten: two logarithms need not be taken
        return leader
    score = race(value, word)
    return Leader(score, alternative) if score > leader.score else leader
