"""Precision: when the effects are as sure as the scenario wants, by a rule that many looks do not break.

Looks are planned before the first run: `precision.first` replicates, then twice as many each time, up to
`precision.most`. With L looks every interval has the level 1 − 0.05 ÷ L (Bonferroni), so that by the union bound
all of them together cover with at least 95 %, whichever look the run stops at; the differences are Student's t at
each look. Alpha spending over planned looks: Lan and DeMets (1983), Biometrika 70(3); equal shares are its simplest
case.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.experiment.indicators.headline import Point, aims
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.running.question import Asked
from laborsim.experiment.store.results import load_results
from laborsim.published.indicators import indicators
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import Precision

PERCENT = 0.01

ALIKE = 6
"""Fewest pairs whose differences may all be the same before that counts as no spread: so many coins fall alike with a
chance of 2 × 0.5^6 = 0.03 ≤ 0.05. Whole workers fall alike easily."""

Files = Sequence[tuple[Path, Path]]
"""Replicate files of scenario and baseline, pair by pair."""


def planned_looks(asked: Asked) -> tuple[int, ...]:
    """Return the numbers of replicates at which a run may stop: one where no precision is wanted."""
    precision = asked.scenario.run.precision
    if precision is None or asked.baseline is None:
        return (asked.scenario.run.replicates,)
    return precision.looks


def count_precise(asked: Asked, pairs: Files) -> tuple[int, int]:
    """Return how many of the effects that a question is about are as sure as it wants, and how many there are."""
    scenario, precision = asked.scenario, asked.scenario.run.precision
    if precision is None or asked.baseline is None:
        return 0, 0
    points = aims(scenario, asked.baseline)
    ours = np.array([_at(points, scenario, own) for own, _ in pairs])
    theirs = np.array([_at(points, asked.baseline, other) for _, other in pairs])
    effects = [
        paired_effect(ours[:, k], theirs[:, k], len(precision.looks), counted(point, scenario))
        for k, point in enumerate(points)
    ]
    levels = [
        1.0 if indicators()[point.indicator].unit == "%" else abs(float(np.median(theirs[:, k])))
        for k, point in enumerate(points)
    ]
    found = [is_precise(effect, level, precision) for effect, level in zip(effects, levels, strict=True) if effect]
    return sum(found), len(found)


def _at(points: Sequence[Point], world: Scenario, path: Path) -> list[float]:
    readout = Readout(load_results(path), world)
    return [readout.at(point) for point in points]


def is_precise(effect: Effect, level: float, precision: Precision) -> bool:
    """Return whether half of the 95 % interval of a mean effect is as short as wanted.

    `level`: what `precision.absolute` is percent of: the baseline's level, or 1 for a share. Where few pairs differ,
    the interval itself is wide; a few that all differ alike have not shown their spread yet.
    """
    if effect.low_95 is None or effect.high_95 is None or effect.verdict == "too few pairs":
        return False
    if effect.low_95 == effect.high_95 and 0 < effect.differing < ALIKE:
        return False
    half = (effect.high_95 - effect.low_95) / 2
    return half <= PERCENT * max(precision.relative * abs(effect.mean), precision.absolute * level)
