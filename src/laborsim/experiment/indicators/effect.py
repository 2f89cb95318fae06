"""What pairs of runs say about a difference: its mean with intervals, the chance of its sign, a verdict by rule."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from laborsim.experiment.indicators.beside_pairs import NEITHER, NOTHING, UNCOUNTED, BesidePairs, Countable, Way

RUNS_FOR_80 = 10
"""Fewest runs for p10 and p90: at least one run is expected beyond each end."""

RUNS_FOR_95 = 200
"""Fewest runs for p2.5 and p97.5: five runs beyond each end."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Mean and quantiles of one number over runs; None where there are too few runs to say.

    The mean is what stands beside an effect: of two means the difference is the mean effect, of medians it is not.
    """

    runs: int
    mean: float
    median: float
    p2_5: float | None
    p10: float | None
    p90: float | None
    p97_5: float | None


def spread(values: Numbers) -> Spread | None:
    """Return the spread of values [runs] over the runs in which they are defined (not NaN); None if in none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    ordered = np.sort(known).tolist()
    has_80, has_95 = len(ordered) >= RUNS_FOR_80, len(ordered) >= RUNS_FOR_95
    return Spread(
        runs=len(ordered),
        mean=math.fsum(ordered) / len(ordered),
        median=quantile(ordered, 0.5),
        p2_5=quantile(ordered, 0.025) if has_95 else None,
        p10=quantile(ordered, 0.1) if has_80 else None,
        p90=quantile(ordered, 0.9) if has_80 else None,
        p97_5=quantile(ordered, 0.975) if has_95 else None,
    )


def quantile(ordered: list[float], share: float) -> float:
    """Return the quantile of ascending numbers, linear between them; numpy's takes 30 times as long for few."""
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


Verdict = Literal[
    "raises", "likely raises", "lowers", "likely lowers", "no detectable effect", "no effect", "too few pairs"
]

Interval = tuple[float, float] | tuple[None, None]
PAIRS_FOR_INTERVAL = 2
"""Fewest pairs for an interval of the mean; one pair says nothing about its own error."""

PAIRS_FOR_VERDICT = 4
"""Fewest pairs for a direction to be claimed: two or three whole workers fall alike too easily. ASSUMPTION."""

SIGNIFICANCE, POWER = 0.05, 0.80
"""Of the minimum detectable effect: two-sided test over all looks together, chance to see an effect that is there
(Bloom 1995)."""


DUST = 1e-13
"""Part of the largest level below which a difference of levels is rounding; doubles keep 16 digits."""


@dataclass(frozen=True)
class Effect:
    """Scenario − baseline, pair by pair (same luck, same draw of parameters), in the indicator's unit.

    Band of the *mean effect*, which shrinks with more pairs: `low_80`, `high_80`, `low_95`, `high_95` by
    Student's t on the differences, with one degree of freedom fewer than pairs that differ at all (`differing`):
    pairs that are equal to the last person say nothing about how far differences spread; longer at both ends by one
    worker where pairs spread less than that (`hidden_by_rounding`). Where the difference has only one possible sign
    (`beside_pairs.way_of`) the posterior of the mean ends at zero. Band of the *pairs* (luck, and draws
    where the pairs have them), which does not shrink: `p10`, `p90`. `p_sign`: probability that the mean
    effect has the sign of its estimate. `detectable`: smallest effect that so many pairs would show, at this look,
    in 80 % of the cases. None where there are too few pairs. Intervals, `p_sign` and `verdict` follow from the same
    error, the same degrees of freedom and the same rounding: none can be surer than another.
    """

    pairs: int
    mean: float
    low_80: float | None
    high_80: float | None
    low_95: float | None
    high_95: float | None
    median: float
    p10: float | None
    p90: float | None
    p_sign: float | None
    detectable: float | None
    verdict: Verdict
    differing: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether a direction is claimed without "likely"."""
        return self.verdict in ("raises", "lowers")

    def at_most(self, most: float) -> "Effect":
        """Return the same effect where no pair can have more: neither can the mean, whatever Student's t says."""

        def end(value: float | None) -> float | None:
            return None if value is None else max(self.mean, min(value, most))

        return replace(self, high_80=end(self.high_80), high_95=end(self.high_95))

    def times(self, factor: float) -> "Effect":
        """Return the same effect in a unit of which there are `factor` times as many; one below zero turns it round."""
        turned = factor < 0

        def ends(low: float | None, high: float | None) -> Interval:
            if low is None or high is None:
                return None, None
            return (high * factor, low * factor) if turned else (low * factor, high * factor)

        (low_80, high_80), (low_95, high_95) = ends(self.low_80, self.high_80), ends(self.low_95, self.high_95)
        p10, p90 = ends(self.p10, self.p90)
        return replace(
            self,
            mean=self.mean * factor,
            low_80=low_80,
            high_80=high_80,
            low_95=low_95,
            high_95=high_95,
            median=self.median * factor,
            p10=p10,
            p90=p90,
            detectable=None if self.detectable is None else self.detectable * abs(factor),
            verdict=TURNED.get(self.verdict, self.verdict) if turned else self.verdict,
        )


TURNED: dict[Verdict, Verdict] = {
    "raises": "lowers", "lowers": "raises", "likely raises": "likely lowers", "likely lowers": "likely raises",
}  # fmt: skip
"""Verdicts by those of the opposite."""


def paired_effect(
    scenario: Numbers, baseline: Numbers, n_looks: int = 1, number: Countable = UNCOUNTED
) -> Effect | None:
    """Return the effect from two arrays [pairs] whose rows k are the same luck; None where it is not defined.

    `n_looks`: how often the pairs may be looked at before they are enough; intervals hold at all of them together
    (see `precision`). `number`: what the numbers are of. Raises ValueError if they are not paired.
    """
    if scenario.shape != baseline.shape:
        raise ValueError(f"runs are not paired: scenario {scenario.shape}, baseline {baseline.shape}")
    differences = without_dust(scenario - baseline, scenario, baseline)
    return effect_of(differences, n_looks, number.between(scenario, baseline))


def without_dust(differences: Numbers, *levels: Numbers) -> Numbers:
    """Return differences [pairs] of levels [pairs], zero where all but the last bits of the levels cancel.

    Such dust is no effect: it would have a sign, an interval and a verdict.
    """
    size = np.max(np.abs(levels), axis=0)
    return np.where(np.abs(differences) <= DUST * size, 0.0, differences)


def effect_of(differences: Numbers, n_looks: int = 1, beside: BesidePairs = NOTHING) -> Effect | None:
    """Return the effect from paired differences [pairs]; pairs in which it is not defined (NaN) are left out.

    `beside`: what is known of them besides.
    """
    known = differences[np.isfinite(differences)]
    of_pairs = spread(known)
    if of_pairs is None:
        return None
    mean, error = mean_and_error(known.tolist())
    pairs, differing = len(known), int(np.count_nonzero(known))
    told = Evidence(mean, error, differing, hidden_by_rounding(error, pairs, differing, beside), beside.way)
    of_80, of_95 = (told.interval((1 - c) / 2 / n_looks) for c in (0.80, 0.95))
    surely = student(differing, 1 - SIGNIFICANCE / 2 / n_looks)
    return Effect(
        pairs=pairs,
        mean=mean,
        low_80=of_80[0],
        high_80=of_80[1],
        low_95=of_95[0],
        high_95=of_95[1],
        median=of_pairs.median,
        p10=of_pairs.p10,
        p90=of_pairs.p90,
        p_sign=told.p_sign,
        detectable=None if error is None else told.hidden + error * (surely + student(differing, POWER)),
        verdict=verdict_of(of_80, of_95, pairs, beside.way) if differing else "no effect",
        differing=differing,
    )


def hidden_by_rounding(error: float | None, pairs: int, differing: int, beside: BesidePairs) -> float:
    """Return how far rounding to workers may have moved the mean of pairs; 0 where it averages out.

    Pairs that spread less than one worker are rounded alike: more of them say no more, and what is one worker in all
    of them may be none, or two. Pairs that spread further are each rounded their own way, which is part of their
    spread (Widrow and Kollar 2008, Quantization Noise, chapter 5). Worlds that are equal in every pair hide nothing.
    """
    if error is None or not differing or error * math.sqrt(pairs) >= beside.worker:
        return 0.0
    return beside.worker


@dataclass(frozen=True)
class Evidence:
    """All that intervals, probability of the sign and verdict follow from.

    `mean` and its standard `error`; `differing`: pairs that differ at all; `hidden`: how far rounding may have moved
    the mean; `way`: the only sign it can have.
    """

    mean: float
    error: float | None
    differing: int
    hidden: float = 0.0
    way: Way = NEITHER

    def interval(self, tail: float) -> Interval:
        """Return the ends beyond each of which lies `tail` of the posterior of the mean, wherever rounding moved it.

        For a `way` it ends at zero.
        """
        if self.error is None:
            return None, None
        low, high = (-end for end in reversed(self._ends(tail))) if self.way < 0 else self._ends(tail)
        low, high = (self._swept(end) for end in (low - self.hidden, high + self.hidden))
        return max(low, 0.0) if self.way > 0 else low, min(high, 0.0) if self.way < 0 else high

    def _ends(self, tail: float) -> tuple[float, float]:
        """Return the ends as the pairs have them; of a `way` below zero turned round."""
        assert self.error is not None  # asked first
        if self.error == 0.0:
            return (abs(self.mean), abs(self.mean)) if self.way else (self.mean, self.mean)
        if not self.way:
            half = self.error * student(self.differing, 1 - tail)
            return self.mean - half, self.mean + half
        size, known = abs(self.mean), freedom(self.differing)
        cut = float(stdtr(known, -size / self.error))
        near, far = (size + self.error * float(stdtrit(known, cut + (1 - cut) * q)) for q in (tail, 1 - tail))
        return near, far

    def _swept(self, end: float) -> float:
        """Return an end, zero where only the last bits of a mean of parts of workers keep it from that."""
        return 0.0 if abs(end) <= NO_PART * self.hidden else end

    @property
    def p_sign(self) -> float | None:
        """Probability that the true mean has the sign of `mean`, wherever rounding has moved it."""
        if self.way and self.differing:
            return 1.0
        sure = self._swept(abs(self.mean) - self.hidden)
        if self.hidden and self.mean and sure <= 0.0:
            return EVEN
        return sign_probability(sure, self.error, self.differing)


EVEN = 0.5
"""Probability of a sign of which nothing is known."""

NO_PART = 1e-9
"""Part of a worker that is none: the last bits of levels of many workers."""


def mean_and_error(values: Sequence[float]) -> tuple[float, float | None]:
    """Return the mean and its standard error, which a single value has not. Sums are exact (`math.fsum`).

    Values that cancel but for the rounding of each (twelfths of persons) have a mean of zero.
    """
    count = len(values)
    mean = math.fsum(values) / count
    if abs(mean) <= DUST * max(map(abs, values)):
        mean = 0.0
    if count < PAIRS_FOR_INTERVAL:
        return mean, None
    squares = math.fsum((value - mean) ** 2 for value in values)
    return mean, math.sqrt(squares / (count - 1) / count)


def freedom(differing: int) -> int:
    """Return the degrees of freedom of an error that so many differing pairs tell; one where they tell none."""
    return max(differing - 1, 1)


@cache
def student(differing: int, share: float) -> float:
    """Return the quantile of Student's t for the mean of pairs of which so many differ."""
    return float(stdtrit(freedom(differing), share))


def sign_probability(mean: float, error: float | None, differing: int) -> float | None:
    """Return the probability that the true mean has the sign of `mean`; None for one pair, and for a mean of zero.

    The posterior of a mean under the reference prior is Student's t around the estimate (Gelman et al., BDA3, 3.2).
    """
    if error is None or mean == 0.0:
        return None
    return 1.0 if error == 0.0 else float(stdtr(freedom(differing), abs(mean) / error))


def verdict_of(of_80: Interval, of_95: Interval, pairs: int, way: Way = NEITHER) -> Verdict:
    """Return what may be said of an effect that is there, by its only `way` or by the intervals of its mean."""
    if way:
        return "raises" if way > 0 else "lowers"
    low_80, high_80 = of_80
    low_95, high_95 = of_95
    if low_80 is None or high_80 is None or low_95 is None or high_95 is None or pairs < PAIRS_FOR_VERDICT:
        return "too few pairs"
    if low_95 > 0 or high_95 < 0:
        return "raises" if low_95 > 0 else "lowers"
    if low_80 > 0 or high_80 < 0:
        return "likely raises" if low_80 > 0 else "likely lowers"
    return "no detectable effect"


def is_told(effect: Effect) -> bool:
    """Return whether a change is told from luck, by however few pairs: its 95 % interval excludes zero."""
    low, high = effect.low_95, effect.high_95
    return low is not None and high is not None and (low > 0 or high < 0)
