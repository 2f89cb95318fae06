"""What several runs say about one number: median, the middle 80 and 95 percent, and a paired difference."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

RUNS_FOR_80 = 10
"""Fewest runs for p10 and p90: at least one run is expected beyond each end."""

RUNS_FOR_95 = 200
"""Fewest runs for p2.5 and p97.5: five runs beyond each end."""

Numbers = NDArray[np.float64]
Verdict = Literal["higher", "lower", "unclear", "none", "too few runs"]


@dataclass(frozen=True)
class Spread:
    """Quantiles of one number over runs; None where there are too few runs to say."""

    runs: int
    median: float
    p2_5: float | None
    p10: float | None
    p90: float | None
    p97_5: float | None


@dataclass(frozen=True)
class Effect:
    """Scenario − baseline, replicate by replicate.

    `low`, `high`: 80 % of the runs. `p_sign`: share of the runs whose difference has the sign of the median.
    """

    runs: int
    median: float
    low: float | None
    high: float | None
    p_sign: float
    verdict: Verdict


def spread(values: Numbers) -> Spread | None:
    """Return the spread of values [runs] over the runs in which they are defined (not NaN); None if in none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    ordered = np.sort(known).tolist()
    has_80, has_95 = len(ordered) >= RUNS_FOR_80, len(ordered) >= RUNS_FOR_95
    return Spread(
        runs=len(ordered),
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


def paired_effect(scenario: Numbers, baseline: Numbers) -> Effect | None:
    """Return the effect from two arrays [runs] whose rows k are the same luck; None where it is not defined.

    Raises ValueError if they are not paired.
    """
    if scenario.shape != baseline.shape:
        raise ValueError(f"runs are not paired: scenario {scenario.shape}, baseline {baseline.shape}")
    difference = scenario - baseline
    of_runs = spread(difference)
    if of_runs is None:
        return None
    known = difference[np.isfinite(difference)]
    same_sign = np.sign(known) == np.sign(of_runs.median)
    return Effect(
        runs=of_runs.runs,
        median=of_runs.median,
        low=of_runs.p10,
        high=of_runs.p90,
        p_sign=float(same_sign.mean()),
        verdict=_verdict(known, of_runs),
    )


def _verdict(differences: Numbers, of_runs: Spread) -> Verdict:
    """Return what may be said: a direction only where 80 % of the runs lie on one side of zero."""
    if not differences.any():
        return "none"
    if of_runs.p10 is None or of_runs.p90 is None:
        return "too few runs"
    if of_runs.p10 > 0:
        return "higher"
    return "lower" if of_runs.p90 < 0 else "unclear"
