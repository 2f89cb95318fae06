"""Verdicts: a fact's numbers, draw by draw, held against its range."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from laborsim.calibration.facts.declarations import Fact
from laborsim.calibration.facts.readings import READINGS, STATES, Criterion, FactReading, Identity
from laborsim.calibration.facts.returning import Parts

HIT, MISS, CONSTRUCTED, NOT_TESTABLE = "hit", "miss", "zero by construction", "not testable yet"
BAND = (0.1, 0.9)
SAME = 1e-9


def is_testable(fact: Fact) -> bool:
    """Return whether a fact can be judged: it is computed, and the model has the state that it needs."""
    return fact.id in READINGS and (not fact.needs_state or fact.needs_state in STATES)


@dataclass(frozen=True)
class Judged:
    """A fact beside the model."""

    verdict: str
    value: float | None  # mean over draws, in the fact's unit; None = none can be given
    band: tuple[float, float] | None  # middle 80 % of draws
    parts: Parts = field(default_factory=dict)  # means over draws
    failed: tuple[str, ...] = ()  # parts that lie outside what they have to be
    share: float | None = None  # of draws that hit by themselves


def judge(fact: Fact, draws: Sequence[Parts]) -> Judged:
    """Return the verdict on a fact from what each draw gave; the mean over draws is held against the range."""
    reading = READINGS.get(fact.id)
    if reading is None or not draws:
        return Judged(NOT_TESTABLE, None, None)
    parts = mean_of(draws)
    if reading.pooled is not None:
        above, below = (parts[name] for name in reading.pooled)
        parts[reading.main] = above / below if below else float("nan")
    mean, band = _value(reading, parts), _values(reading, draws)
    failed = tuple(one.part for one in criteria(fact) if not _holds(one, parts))
    verdict = HIT if _hits(fact, reading, parts) else MISS
    if reading.constructed or is_nothing(reading, draws):
        verdict = CONSTRUCTED
    if not is_testable(fact):
        verdict = NOT_TESTABLE
    share = float(np.mean([_hits(fact, reading, each) for each in draws]))
    return Judged(verdict, mean, band, parts, failed, share)


def judge_identity(identity: Identity, draws: Sequence[Parts]) -> Judged:
    """Return the verdict on an identity: it holds in the mean of all draws, or it does not."""
    values = [each[identity.part] for each in draws]
    parts = mean_of(draws)
    holds = parts[identity.part] <= identity.high
    share = float(np.mean([value <= identity.high for value in values]))
    failed = () if holds else (identity.part,)
    return Judged(HIT if holds else MISS, parts[identity.part], _band(values), parts, failed, share)


def mean_of(draws: Sequence[Parts]) -> Parts:
    """Return the mean of every part over the draws in which it could be computed; NaN where in none."""
    found = {}
    for part in draws[0]:
        known = [each[part] for each in draws if np.isfinite(each[part])]
        found[part] = float(np.mean(known)) if known else float("nan")
    return found


def is_nothing(reading: FactReading, draws: Sequence[Parts]) -> bool:
    """Return whether no mechanism acts in any draw: what is judged is exactly what it is without one."""
    if reading.nothing is None:
        return False
    names = [reading.main] if reading.main else [one.part for one in reading.beside]
    return all(abs(each[name] - reading.nothing) <= SAME for each in draws for name in names)


def criteria(fact: Fact) -> tuple[Criterion, ...]:
    """Return everything by which a fact is judged, its own range first."""
    reading = READINGS[fact.id]
    own = () if not reading.main else (Criterion(reading.main, fact.low, fact.high),)
    return (*own, *reading.beside, *reading.needed)


def _holds(one: Criterion, parts: Parts) -> bool:
    return bool(one.low <= parts[one.part] <= one.high)


def _hits(fact: Fact, reading: FactReading, parts: Parts) -> bool:
    if not reading.counted:
        return all(_holds(one, parts) for one in criteria(fact))
    right = sum(_holds(one, parts) for one in reading.beside)
    return right >= fact.low and all(_holds(one, parts) for one in reading.needed)


def _value(reading: FactReading, parts: Parts) -> float | None:
    value = _one(reading, parts)
    return value if np.isfinite(value) else None


def _one(reading: FactReading, parts: Parts) -> float:
    """Return what is shown as the model's value: the main part, or the number of right signs."""
    if reading.main or reading.shown:
        return parts[reading.main or reading.shown]
    return float(sum(_holds(one, parts) for one in reading.beside))


def _values(reading: FactReading, draws: Sequence[Parts]) -> tuple[float, float] | None:
    return _band([value for each in draws if np.isfinite(value := _one(reading, each))])


def _band(values: Sequence[float]) -> tuple[float, float] | None:
    if not values:
        return None
    low, high = np.quantile(values, BAND)
    return float(low), float(high)
