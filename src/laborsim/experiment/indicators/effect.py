"""What pairs of runs say about a difference: where one draw of it lies, its mean, the chance of its sign, a verdict."""

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
    """Return the quantile of ascending numbers as of draws of which they are a sample, linear between them.

    Number k of n is at k ÷ (n + 1): of one draw more exactly so many lie below (Weibull 1939; Hyndman and Fan 1996,
    definition 6). numpy's default is a sample's own: of 20, its p10 and p90 hold 71 of 100 new draws, not 80. Like
    `numpy.quantile(…, method="weibull")`, which takes 30 times as long for few.
    """
    position = min(max(share * (len(ordered) + 1) - 1, 0.0), len(ordered) - 1.0)
    below = int(position)
    if position == below:
        return ordered[below]
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


Verdict = Literal[
    "raises", "likely raises", "lowers", "likely lowers", "draws disagree", "no detectable effect", "no effect",
    "too few pairs",
]  # fmt: skip

Interval = tuple[float, float] | tuple[None, None]
PAIRS_FOR_INTERVAL = 2
"""Fewest pairs for an interval of the mean; one pair says nothing about its own error."""

PAIRS_FOR_VERDICT = 4
"""Fewest pairs for a direction to be claimed: two or three whole workers fall alike too easily. ASSUMPTION."""

LIKELY_SIGN = 2 / 3
"""Least chance that a draw has the sign of the mean for a direction to be called probable: the lower end of "likely" in
the scale of the Intergovernmental Panel on Climate Change (Mastrandrea et al. 2010, Guidance note, table 1)."""

SIGNIFICANCE, POWER = 0.05, 0.80
"""Of the minimum detectable effect: two-sided test over all looks together, chance to see an effect that is there
(Bloom 1995)."""


DUST = 1e-13
"""Part of the largest level below which a difference of levels is rounding; doubles keep 16 digits."""


@dataclass(frozen=True)
class Effect:
    """Scenario − baseline, pair by pair (same luck, same draw of parameters), in the indicator's unit.

    Prediction interval, which does not shrink: `p10`, `p90`, between which eight draws in ten lie (luck, and the
    parameters where pairs draw them): quantiles of the pairs, or Student's for one more pair where they are fewer than
    `RUNS_FOR_80` (`is_from_few`). It is the headline. Simulation error, the 95 % interval of the *mean effect*, which
    shrinks with more pairs: `low_95`, `high_95` by Student's t on the differences, with one degree of freedom fewer
    than pairs that differ at all (`differing`): pairs that are equal to the last person say nothing about how far
    differences spread. Both are longer at both ends by one worker where pairs spread less than that
    (`hidden_by_rounding`), and end at zero where the difference has only one possible sign (`beside_pairs.way_of`).
    `agree`: pairs whose difference has the sign of the mean; `p_sign`: chance that a draw has it. `detectable`:
    smallest mean effect that so many pairs would tell from luck, at this look, in 80 % of the cases. None where there
    are too few pairs.
    """

    pairs: int
    mean: float
    low_95: float | None
    high_95: float | None
    median: float
    p10: float | None
    p90: float | None
    p_sign: float | None
    detectable: float | None
    verdict: Verdict
    differing: int = 0
    agree: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether a direction is claimed without "likely"."""
        return self.verdict in ("raises", "lowers")

    @property
    def is_from_few(self) -> bool:
        """Whether the prediction interval is Student's, since pairs are too few for quantiles."""
        return self.pairs < RUNS_FOR_80

    @property
    def simulation_error(self) -> float | None:
        """Half of the 95 % interval of the mean: how far it may be from that of endlessly many pairs."""
        return None if self.low_95 is None or self.high_95 is None else (self.high_95 - self.low_95) / 2

    def at_most(self, most: float) -> "Effect":
        """Return the same effect where no pair can have more: neither can the mean, whatever Student's t says."""

        def end(value: float | None) -> float | None:
            return None if value is None else max(self.mean, min(value, most))

        return replace(self, high_95=end(self.high_95), p90=end(self.p90))

    def times(self, factor: float) -> "Effect":
        """Return the same effect in a unit of which there are `factor` times as many; one below zero turns it round."""
        turned = factor < 0

        def ends(low: float | None, high: float | None) -> Interval:
            if low is None or high is None:
                return None, None
            return (high * factor, low * factor) if turned else (low * factor, high * factor)

        (low_95, high_95), (p10, p90) = ends(self.low_95, self.high_95), ends(self.p10, self.p90)
        return replace(
            self,
            mean=self.mean * factor,
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
    of_95 = told.interval(SIGNIFICANCE / 2 / n_looks)
    of_draws = told.of_draws(of_pairs)
    chance = told.p_sign(known)
    surely = student(differing, 1 - SIGNIFICANCE / 2 / n_looks)
    return Effect(
        pairs=pairs,
        mean=mean,
        low_95=of_95[0],
        high_95=of_95[1],
        median=of_pairs.median,
        p10=of_draws[0],
        p90=of_draws[1],
        p_sign=chance,
        detectable=None if error is None else told.hidden + error * (surely + student(differing, POWER)),
        verdict=verdict_of(of_draws, of_95, chance, pairs, beside.way) if differing else "no effect",
        differing=differing,
        agree=int(np.count_nonzero(known * mean > 0)),
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

    def of_draws(self, pairs: Spread) -> Interval:
        """Return the ends between which eight draws in ten lie, wherever rounding moved them; for a `way` up to zero.

        Below `RUNS_FOR_80` pairs by Student's t for one more of them (Geisser 1993, Predictive inference, 2.2), as wide
        as the pairs spread, with a degree of freedom for each that differs.
        """
        if self.error is None:
            return None, None
        if pairs.p10 is not None and pairs.p90 is not None:
            low, high = pairs.p10, pairs.p90
        else:
            of_one = self.error * math.sqrt(pairs.runs) * math.sqrt(1 + 1 / pairs.runs)
            half = student(self.differing, 1 - OUTSIDE) * of_one if of_one else 0.0
            low, high = self.mean - half, self.mean + half
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

    def p_sign(self, differences: Numbers) -> float | None:
        """Return the chance that a draw has the sign of `mean`, by the pairs; None for one pair and a mean of zero.

        Of so many draws that agree, Jeffreys' prior adds half a draw to either side (BDA3, 2.8); pairs that do not
        differ, and all where rounding hides the sign of the mean, are for neither.
        """
        if self.way and self.differing:
            return 1.0
        if self.error is None or self.mean == 0.0:
            return None
        if self._swept(abs(self.mean) - self.hidden) <= 0.0:
            return EVEN
        agree = np.count_nonzero(differences * self.mean > 0) + np.count_nonzero(differences == 0.0) / 2
        return float((agree + 0.5) / (len(differences) + 1))


OUTSIDE = 0.1
"""Part of the draws beyond each end of the 80 % prediction interval."""

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


def verdict_of(of_draws: Interval, of_95: Interval, p_sign: float | None, pairs: int, way: Way = NEITHER) -> Verdict:
    """Return what may be said of an effect that is there, by its only `way` or by two intervals and a chance.

    A direction is claimed where neither the 80 % prediction interval nor the 95 % interval of the mean holds zero, and
    called probable where one of them does and at least two draws in three have it. A mean that is told from luck while
    draws go both ways has no clear direction.
    """
    if way:
        return "raises" if way > 0 else "lowers"
    if pairs < PAIRS_FOR_VERDICT:
        return "too few pairs"
    draws, mean = _side(of_draws), _side(of_95)
    if draws and draws == mean:
        return "raises" if mean > 0 else "lowers"
    if (draws or mean) and p_sign is not None and p_sign >= LIKELY_SIGN:
        return "likely raises" if (mean or draws) > 0 else "likely lowers"
    return "draws disagree" if mean else "no detectable effect"


def _side(ends: tuple[float | None, float | None]) -> int:
    """Return on which side of zero an interval lies; 0 where it holds zero, or is none."""
    low, high = ends
    if low is None or high is None:
        return 0
    return 1 if low > 0 else -1 if high < 0 else 0


def is_told(effect: Effect) -> bool:
    """Return whether a mean is told from luck, by however few pairs: zero is beyond its simulation error (95 %)."""
    return _side((effect.low_95, effect.high_95)) != 0
