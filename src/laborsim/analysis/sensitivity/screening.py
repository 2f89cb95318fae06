"""Screening: Morris's elementary effects over all factors, then bars that move one factor at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.sensitivity.factors import Factor, Structure, trial
from laborsim.experiment.design.trials import Pair, Trial, run_trials
from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.scenario.load import Scenario

LOW, HIGH = 0.05, 0.95
"""One factor at a time goes from here to here of its distribution: the middle 90 %."""

LEVELS = 4
"""Grid of Morris's trajectories (Morris 1991; SALib's default)."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Study:
    """What is asked of whom: both worlds, the number in question, all factors, and where worlds are simulated."""

    scenario: Scenario
    baseline: Scenario
    aim: Point
    factors: tuple[Factor, ...]
    structure: Structure
    bench: Bench

    def trial(self, shares: dict[Factor, float], replicate: int, structure: Structure | None = None) -> Trial:
        """Return the pair of worlds with some factors at these quantiles and all others at their centers."""
        values = {factor: factor.at(shares[factor]) if factor in shares else factor.center for factor in self.factors}
        worlds = (self.scenario, self.baseline)
        return trial(worlds, values, structure or self.structure, replicate, (self.aim,))

    def effects(self, trials: Sequence[Trial]) -> Numbers:
        """Return the effect of each trial; NaN where it could not be simulated."""
        return effects_of(run_trials(trials, self.bench), self.aim)


def effects_of(pairs: Sequence[Pair | None], aim: Point) -> Numbers:
    """Return scenario − baseline of each pair; NaN where there is none."""
    return np.array([np.nan if pair is None else pair.effect(aim) for pair in pairs])


@dataclass(frozen=True)
class ScreenedFactor:
    """Morris's measures of one factor, in the unit of the effect over the middle 90 % of the factor.

    `strength`: mean size of its elementary effects (μ*), with the half-width of its 95 % interval; `mean`: with
    sign (μ); `bend`: their standard deviation (σ): curved, or dependent on other factors.
    """

    factor: Factor
    strength: float
    half_width: float
    mean: float
    bend: float


def screen(study: Study, trajectories: int, seed: int) -> list[ScreenedFactor]:
    """Return all factors, the most important first. Trajectories that could not be simulated are left out."""
    from SALib.analyze import morris as analysis  # noqa: PLC0415 - pandas takes a second to import
    from SALib.sample import morris as design  # noqa: PLC0415

    count = len(study.factors)
    problem = {"num_vars": count, "names": [f.label for f in study.factors], "bounds": [[0.0, 1.0]] * count}
    grid = design.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    rows = [dict(zip(study.factors, (LOW + (HIGH - LOW) * row).tolist(), strict=True)) for row in grid]
    effects = study.effects([study.trial(row, 0) for row in rows])
    whole = np.isfinite(effects.reshape(-1, count + 1)).all(axis=1).repeat(count + 1)
    if not whole.any():
        return [ScreenedFactor(factor, np.nan, np.nan, np.nan, np.nan) for factor in study.factors]
    found: dict[str, Any] = analysis.analyze(problem, grid[whole], effects[whole], num_levels=LEVELS, seed=seed)
    columns = (found[name] for name in ("mu_star", "mu_star_conf", "mu", "sigma"))
    screened = [ScreenedFactor(factor, *map(float, row)) for factor, *row in zip(study.factors, *columns, strict=True)]
    return sorted(screened, key=lambda one: (-one.strength, one.factor.label))


@dataclass(frozen=True)
class FactorSwing:
    """The effect with one factor low and high, everything else as it stands; `swing`: high − low, pair by pair."""

    factor: Factor
    low_value: float
    high_value: float
    low: float
    high: float
    swing: Effect

    @property
    def is_clear(self) -> bool:
        """Return whether the swing is more than luck: its 95 % interval excludes zero."""
        interval = (self.swing.low_95, self.swing.high_95)
        return interval[0] is not None and interval[1] is not None and (interval[0] > 0 or interval[1] < 0)


def tornado(study: Study, chosen: Sequence[Factor], pairs: int) -> tuple[Effect, list[FactorSwing]]:
    """Return the effect as it stands, and a bar for each chosen factor, the widest first. The same luck throughout."""
    ends = [{}, *({factor: share} for factor in chosen for share in (LOW, HIGH))]
    trials = [study.trial(end, replicate) for end in ends for replicate in range(pairs)]
    effects = study.effects(trials).reshape(len(ends), pairs)
    center = effect_of(effects[0])
    bars = [_bar(factor, *effects[1 + 2 * k : 3 + 2 * k]) for k, factor in enumerate(chosen)]
    known = sorted((bar for bar in bars if bar is not None), key=lambda bar: -abs(bar.high - bar.low))
    if center is None:
        raise ValueError(f"{study.aim.indicator} is not defined at that date: no effect to vary")
    return center, known


def _bar(factor: Factor, low: Numbers, high: Numbers) -> FactorSwing | None:
    both = np.isfinite(low) & np.isfinite(high)
    swing = effect_of(high[both] - low[both])
    if swing is None:
        return None
    return FactorSwing(
        factor, factor.at(LOW), factor.at(HIGH), float(low[both].mean()), float(high[both].mean()), swing
    )
