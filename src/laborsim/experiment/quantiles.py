"""What several runs say about one number: its median and the middle 80 and 95 percent of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RUNS_FOR_80 = 10
"""Fewest runs for p10 and p90: at least one run is expected beyond each end."""

RUNS_FOR_95 = 200
"""Fewest runs for p2.5 and p97.5: five runs beyond each end."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Quantiles of one number over runs; None where there are too few runs to say."""

    runs: int
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
