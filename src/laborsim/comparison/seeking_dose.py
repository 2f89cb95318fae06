"""The smallest dose that is enough: widen until it is, then halve; every try is asked for once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

DIGITS = 3
"""Significant digits of what a tried dose adds to nothing new: nobody decides on 51,237 more posts."""

WIDER = 4.0
"""How many times further from nothing the next dose lies while none is enough."""

CLOSE = 0.02
"""Tries end where enough and too little are this close, relative to the dose that is enough."""

MOST_TRIES = 16


@dataclass(frozen=True)
class Range:
    """Doses that may be tried: from nothing new, over a first guess, to the most there can be."""

    nothing: float
    guess: float
    most: float


Margin = Callable[[float], float]
"""By how much a dose is enough; negative where it is too little. It should grow with the dose."""


def search(margin: Margin, doses: Range) -> dict[float, float]:
    """Return the margins of all doses that were tried, in the order of the tries.

    Where some dose is enough, the smallest that was tried lies close to one that is too little (see CLOSE), or is
    the first.
    """
    tried = {doses.nothing: margin(doses.nothing)}
    if tried[doses.nothing] >= 0:
        return tried
    _widen(margin, doses, tried)
    while len(tried) < MOST_TRIES:
        between = _between(tried, doses.nothing)
        if between is None:
            break
        tried[between] = margin(between)
    return tried


def enough(tried: dict[float, float]) -> float | None:
    """Return the smallest dose that was tried and is enough; None if none is."""
    return min((dose for dose, by in tried.items() if by >= 0), default=None)


def too_little(tried: dict[float, float]) -> float | None:
    """Return the greatest dose that was tried below the one that is enough."""
    least = enough(tried)
    return max((dose for dose in tried if least is None or dose < least), default=None)


def _widen(margin: Margin, doses: Range, tried: dict[float, float]) -> None:
    """Try greater and greater doses until one is enough; where none is, the most has been tried.

    A few workers move in steps: where a dose moves no more than the one before, only the most is left to be tried.
    """
    before = nothing = tried[doses.nothing]
    for dose in _wider(doses):
        tried[dose] = margin(dose)
        if tried[dose] >= 0:
            return
        if tried[dose] == before != nothing:
            break
        before = tried[dose]
    if doses.most not in tried:
        tried[doses.most] = margin(doses.most)


def _wider(doses: Range) -> Iterator[float]:
    """Yield greater and greater doses below the most."""
    dose = doses.guess
    while doses.nothing < dose < doses.most:
        yield dose
        dose = nice(doses.nothing + WIDER * (dose - doses.nothing), doses.nothing)


def _between(tried: dict[float, float], nothing: float) -> float | None:
    """Return the next dose to try between enough and too little; None where they are close."""
    high, low = enough(tried), too_little(tried)
    if high is None or low is None or high - low <= CLOSE * abs(high - nothing):
        return None
    middle = nice((low + high) / 2, nothing)
    # A straight line through both margins is the better guess where they are of a size; halving never fails.
    line = nice(low + (high - low) * tried[low] / (tried[low] - tried[high]), nothing)
    for dose in (line, middle) if len(tried) % 2 else (middle, line):
        if low < dose < high:
            return dose
    return None


def nice(dose: float, nothing: float) -> float:
    """Return a dose of which what it adds to nothing new has few significant digits.

    Rounding the dose itself would make all doses one where much is there already.
    """
    return nothing + float(f"{dose - nothing:.{DIGITS - 1}e}")
