"""What one more of a lever brings from dose to dose, how elastic that is, and where returns fall or rise."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.ratio import Ratio, ratio_of
from laborsim.experiment.indicators.beside_pairs import UNCOUNTED, BesidePairs, Countable
from laborsim.experiment.indicators.effect import Effect, effect_of, is_told

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Dosed:
    """What a lever does at one dose: the effect pair by pair [pairs], and what that costs [pairs, yuan].

    `effect`, `unit_years`: the effect when it is read, in the unit of summary files, and summed over the years till
    then; the latter is None where the indicator is not defined in every month. `told`: the same effect as it is told,
    with what is possible (`possible.bounded`).
    """

    dose: float
    effect: Numbers
    cost: Numbers
    unit_years: Numbers | None
    told: Effect | None = None


@dataclass(frozen=True)
class DoseStep:
    """From one dose of a lever to the next greater one.

    `added`: what the step adds to the effect; `marginal`: that for one more of the lever's unit. `price`: extra yuan
    for one more unit of the indicator for a year. `elasticity`: percent that the lever's own effect grows by for one
    percent more of what is added to the level that stands (at the middle of both doses); None where its own effect is
    not known, at the level that stands, and where either effect is not told from zero. `bend`: change of `marginal`
    against the step before.
    """

    low: float
    high: float
    added: Effect
    marginal: Effect
    price: Ratio | None
    elasticity: Ratio | None
    bend: Effect | None

    @property
    def is_falling(self) -> bool:
        """Whether one more of the lever brings less here than in the step before, told apart from luck."""
        return self.bend is not None and is_told(self.bend) and self.bend.mean < 0

    @property
    def is_rising(self) -> bool:
        """Whether one more of the lever brings more here than in the step before, told apart from luck."""
        return self.bend is not None and is_told(self.bend) and self.bend.mean > 0


def steps_of(
    line: Sequence[Dosed], stands: float | None, number: Countable = UNCOUNTED, of_years: Countable = UNCOUNTED
) -> tuple[DoseStep, ...]:
    """Return the steps between ascending doses of a lever with all else equal; `stands`: the level that stands.

    `number`, `of_years`: what the effects and the unit-years are of. Intervals of bends hold at all steps together
    (Bonferroni). A bend counts towards larger effects, of whichever sign: it is below zero where an effect, up or down,
    grows less.
    """
    own = next((one.effect for one in line if one.dose == stands), None)
    slopes = [(high.effect - low.effect) / (high.dose - low.dose) for low, high in pairwise(line)]
    direction = _direction(line, own)
    found = []
    steps = max(1, len(slopes) - 1)
    per_unit = [number.beside.times(1 / (high.dose - low.dose)) for low, high in pairwise(line)]
    for k, (low, high) in enumerate(pairwise(line)):
        added, marginal = _added(low, high, number), effect_of(slopes[k], beside=per_unit[k])
        assert added is not None and marginal is not None  # undefined effects were refused
        bends = None if k == 0 else _bend(direction * (slopes[k] - slopes[k - 1]), per_unit[k - 1 : k + 1], steps)
        elasticity = None if own is None or stands is None else _elasticity(low, high, own, stands, number)
        price = _price(low, high, of_years)
        found.append(DoseStep(low.dose, high.dose, added, marginal, price, elasticity, bends))
    return tuple(found)


def _bend(changes: Numbers, of_slopes: Sequence[BesidePairs], n_looks: int) -> Effect | None:
    return effect_of(changes, n_looks, max(of_slopes, key=lambda one: one.worker))


def _added(low: Dosed, high: Dosed, number: Countable) -> Effect | None:
    """Return what a step adds; from a dose that does nothing it is the effect of the other, in the same words."""
    if high.told is not None and not low.effect.any():
        return high.told
    return effect_of(high.effect - low.effect, beside=number.beside)


def _direction(line: Sequence[Dosed], own: Numbers | None) -> float:
    """Return the sign of what the lever does as its dose grows, 1 where it does nothing."""
    first = line[0].effect if own is None else own
    last = max(line, key=lambda one: abs(float((one.effect - first).mean())))
    rise = float((last.effect - first).mean()) * (1.0 if last.dose >= line[0].dose else -1.0)
    return -1.0 if rise < 0 else 1.0


def _price(low: Dosed, high: Dosed, of_years: Countable) -> Ratio | None:
    if low.unit_years is None or high.unit_years is None:
        return None
    return ratio_of(high.cost - low.cost, high.unit_years - low.unit_years, of_years)


def _elasticity(low: Dosed, high: Dosed, own: Numbers, stands: float, number: Countable) -> Ratio | None:
    added = low.dose - stands, high.dose - stands
    effects = low.effect - own, high.effect - own
    if added[0] * added[1] <= 0:
        return None
    if not all((told := effect_of(effect, beside=number.beside)) is not None and is_told(told) for effect in effects):
        return None
    middle = (added[0] + added[1]) / 2 / (added[1] - added[0])
    return ratio_of(middle * (effects[1] - effects[0]), (effects[0] + effects[1]) / 2, number)
