"""What pairs of runs say about a difference: its mean with intervals, the chance of its sign, a verdict by rule."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from laborsim.published.indicators import indicators

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
Way = Literal[-1, 0, 1]
"""The only sign that a difference can have."""

NEITHER: Way = 0
"""A difference that can have either sign."""

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
    pairs that are equal to the last person say nothing about how far differences spread. Where the difference has
    only one possible sign (`way_of`) the posterior of the mean ends at zero. Band of the *pairs* (luck, and draws
    where the pairs have them), which does not shrink: `p10`, `p90`. `p_sign`: probability that the mean
    effect has the sign of its estimate. `detectable`: smallest effect that so many pairs would show, at this look,
    in 80 % of the cases. None where there are too few pairs. Intervals, `p_sign` and `verdict` follow from the same
    error and the same degrees of freedom: none can be surer than another.
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


def paired_effect(scenario: Numbers, baseline: Numbers, n_looks: int = 1, indicator: str = "") -> Effect | None:
    """Return the effect from two arrays [pairs] whose rows k are the same luck; None where it is not defined.

    `n_looks`: how often the pairs may be looked at before they are enough; intervals hold at all of them together
    (see `precision`). `indicator`: what the numbers are of; "" = what can differ either way. Raises ValueError if they
    are not paired.
    """
    if scenario.shape != baseline.shape:
        raise ValueError(f"runs are not paired: scenario {scenario.shape}, baseline {baseline.shape}")
    differences = without_dust(scenario - baseline, scenario, baseline)
    return effect_of(differences, n_looks, way_of(indicator, scenario, baseline))


def without_dust(differences: Numbers, *levels: Numbers) -> Numbers:
    """Return differences [pairs] of levels [pairs], zero where all but the last bits of the levels cancel.

    Such dust is no effect: it would have a sign, an interval and a verdict.
    """
    size = np.max(np.abs(levels), axis=0)
    return np.where(np.abs(differences) <= DUST * size, 0.0, differences)


def way_of(indicator: str, scenario: Numbers, baseline: Numbers) -> Way:
    """Return the only way in which two worlds can differ in an indicator; 0 where they can either way.

    What only measures make (`Indicator.only_measures`), a world without any has none of: where one of both has none in
    any pair, the other can only have more, however widely the amounts spread, and one pair claims the direction. Of
    anything else a world may have none by luck, as a small group in one pair: pairs say no more than their interval.
    """
    if not indicator or not indicators()[indicator].only_measures:
        return NEITHER
    known = np.isfinite(scenario) & np.isfinite(baseline)
    ours, theirs = scenario[known], baseline[known]
    if not theirs.any() and (ours >= 0).all():
        return 1
    return -1 if not ours.any() and (theirs >= 0).all() else 0


def effect_of(differences: Numbers, n_looks: int = 1, way: Way = NEITHER) -> Effect | None:
    """Return the effect from paired differences [pairs]; pairs in which it is not defined (NaN) are left out.

    `way`: the only sign that differences can have, if that is known; see `way_of`.
    """
    known = differences[np.isfinite(differences)]
    of_pairs = spread(known)
    if of_pairs is None:
        return None
    mean, error = mean_and_error(known.tolist())
    pairs, differing = len(known), int(np.count_nonzero(known))
    of_80, of_95 = (_interval(mean, error, differing, (1 - c) / 2 / n_looks, way) for c in (0.80, 0.95))
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
        p_sign=1.0 if way and differing else sign_probability(mean, error, differing),
        detectable=None if error is None else error * (surely + student(differing, POWER)),
        verdict=verdict_of(of_80, of_95, pairs, way) if differing else "no effect",
        differing=differing,
    )


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


def _interval(mean: float, error: float | None, differing: int, tail: float, way: Way) -> Interval:
    """Return the ends beyond each of which lies `tail` of the posterior of the mean, which ends at zero for a `way`."""
    if error is None or error == 0.0:
        return (None, None) if error is None else (mean, mean)
    if not way:
        half = error * student(differing, 1 - tail)
        return mean - half, mean + half
    cut = float(stdtr(freedom(differing), -abs(mean) / error))
    near, far = (abs(mean) + error * float(stdtrit(freedom(differing), cut + (1 - cut) * q)) for q in (tail, 1 - tail))
    return (near, far) if way > 0 else (-far, -near)


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
