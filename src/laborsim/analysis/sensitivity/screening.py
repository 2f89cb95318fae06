"""Screening: Morris's elementary effects over all factors, then bars that move one factor at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.sensitivity.factors import Factor, Structure, trial
from laborsim.experiment.design.trials import Pair, Trial, effect_on, run_trials
from laborsim.experiment.indicators.beside_pairs import BesidePairs, counted
from laborsim.experiment.indicators.effect import POWER, SIGNIFICANCE, Effect, effect_of, is_told, student
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.scenario.load import Scenario

LOW, HIGH = 0.05, 0.95
"""One factor at a time goes from here to here of its distribution: the middle 90 %."""

LEVELS = 4
"""Grid of Morris's trajectories (Morris 1991; SALib's default)."""

NEGLIGIBLE = 0.1
"""An assumption changes nothing where it moves the effect by less than this part of it. ASSUMPTION."""

Finding = Literal["matters", "changes nothing", "cannot be told", "not tested"]
"""What a study may say of an assumption. `changes nothing`: tested, and so many pairs would have shown what counts;
`cannot be told`: tested, but they would not; `not tested`: screened only."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Study:
    """What is asked of whom: both worlds, the number in question, all factors, and where worlds are simulated.

    `asked`: all numbers that are studied in the same worlds; none = the one in question.
    """

    scenario: Scenario
    baseline: Scenario
    aim: Point
    factors: tuple[Factor, ...]
    structure: Structure
    bench: Bench
    asked: tuple[Point, ...] = ()

    def trial(self, shares: dict[Factor, float], replicate: int, structure: Structure | None = None) -> Trial:
        """Return the pair of worlds with some factors at these quantiles and all others at their centers."""
        values = {factor: factor.at(shares[factor]) if factor in shares else factor.center for factor in self.factors}
        worlds = (self.scenario, self.baseline)
        return trial(worlds, values, structure or self.structure, replicate, self.asked or (self.aim,))

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
    sign (μ); `bend`: their standard deviation (σ): curved, or dependent on other factors. `steps`: how many.
    """

    factor: Factor
    strength: float
    half_width: float
    mean: float
    bend: float
    steps: int

    def times(self, factor: float) -> "ScreenedFactor":
        """Return the same in a unit of which there are `factor` times as many."""
        size = abs(factor)
        return replace(
            self,
            strength=self.strength * size,
            half_width=self.half_width * size,
            mean=self.mean * factor,
            bend=self.bend * size,
        )

    def least_seen(self, resolution: float | None) -> float | None:
        """Return the smallest change that so many steps would have shown in 80 % of the cases; None = unknown."""
        if self.steps < 2 or not np.isfinite(self.bend):
            return None
        error = self.bend / float(np.sqrt(self.steps))
        return _above(error * (student(self.steps, 1 - SIGNIFICANCE / 2) + student(self.steps, POWER)), resolution)


def _above(size: float, resolution: float | None) -> float | None:
    """Return a size that can be seen: never less than what one worker changes; None where nothing was seen at all."""
    known = size if resolution is None else max(size, resolution)
    return known if known > 0 else None


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
    steps = int(whole.sum()) // (count + 1)
    if not steps:
        return [ScreenedFactor(factor, np.nan, np.nan, np.nan, np.nan, 0) for factor in study.factors]
    found: dict[str, Any] = analysis.analyze(problem, grid[whole], effects[whole], num_levels=LEVELS, seed=seed)
    columns = (found[name] for name in ("mu_star", "mu_star_conf", "mu", "sigma"))
    screened = [
        ScreenedFactor(factor, float(strength), float(half_width), float(mean), float(bend), steps)
        for factor, strength, half_width, mean, bend in zip(study.factors, *columns, strict=True)
    ]
    return sorted(screened, key=lambda one: (-one.strength, one.factor.label))


def resolution_of(study: Study, screened: Sequence[ScreenedFactor]) -> float | None:
    """Return the smallest change of the number in question that a pair can show: what one worker makes of it.

    Of a count that is the persons he stands for, of any other number the smallest change that was seen in the
    screening; None where no change was.
    """
    if worker := counted(study.aim, study.scenario).worker:
        return worker
    return min((one.strength for one in screened if one.strength > 0), default=None)


@dataclass(frozen=True)
class FactorSwing:
    """The effect with one factor low and high, everything else as it stands; `swing`: high − low, pair by pair.

    `largest`: change between the ends, or from the middle to either, that the pairs do not rule out (95 %);
    `least_seen`: smallest swing that so many pairs would have shown in 80 % of the cases. None: too few pairs.
    """

    factor: Factor
    low_value: float
    high_value: float
    low: float
    high: float
    swing: Effect
    largest: float | None
    least_seen: float | None

    def times(self, factor: float) -> "FactorSwing":
        """Return the same in a unit of which there are `factor` times as many."""
        size = abs(factor)
        return replace(
            self,
            low=self.low * factor,
            high=self.high * factor,
            swing=self.swing.times(factor),
            largest=None if self.largest is None else self.largest * size,
            least_seen=None if self.least_seen is None else self.least_seen * size,
        )

    @property
    def is_clear(self) -> bool:
        """Return whether the swing is more than luck."""
        return is_told(self.swing)

    def finding(self, center: Effect) -> Finding:
        """Return what may be said of the factor, given the effect as everything stands."""
        if self.is_clear:
            return "matters"
        is_small = self.largest is not None and self.largest <= NEGLIGIBLE * abs(center.mean)
        return "changes nothing" if is_small and is_told(center) else "cannot be told"


def tornado(
    study: Study, chosen: Sequence[Factor], pairs: int, resolution: float | None
) -> tuple[Effect, list[FactorSwing]]:
    """Return the effect as it stands, and a bar for each chosen factor, the widest first. The same luck throughout.

    `resolution`: smallest change that a pair can show, as of `resolution_of`.
    """
    ends = [{}, *({factor: share} for factor in chosen for share in (LOW, HIGH))]
    trials = [study.trial(end, replicate) for end in ends for replicate in range(pairs)]
    found = run_trials(trials, study.bench)
    effects = effects_of(found, study.aim).reshape(len(ends), pairs)
    center = effect_on(study.aim, found[:pairs], study.scenario)
    ends_of = zip(effects[1::2], effects[2::2], strict=True)
    beside = counted(study.aim, study.scenario).beside
    bars = [_bar(factor, ends, effects[0], resolution, beside) for factor, ends in zip(chosen, ends_of, strict=True)]
    known = sorted((bar for bar in bars if bar is not None), key=lambda bar: -abs(bar.high - bar.low))
    if center is None:
        raise ValueError(f"{study.aim.indicator} is not defined at that date: no effect to vary")
    return center, known


def _bar(
    factor: Factor,
    ends_of: tuple[Numbers, Numbers],
    center: Numbers,
    resolution: float | None,
    beside: BesidePairs,
) -> FactorSwing | None:
    low, high = ends_of
    both = np.isfinite(low) & np.isfinite(high)
    swing = effect_of(high[both] - low[both], beside=beside)
    if swing is None:
        return None
    changes = [swing, *(effect_of(end - center, beside=beside) for end in (low, high))]
    ends = [end for change in changes if change is not None for end in (change.low_95, change.high_95)]
    known = [abs(end) for end in ends if end is not None]
    return FactorSwing(
        factor=factor,
        low_value=factor.at(LOW),
        high_value=factor.at(HIGH),
        low=float(low[both].mean()),
        high=float(high[both].mean()),
        swing=swing,
        largest=_above(max(known), resolution) if len(known) == len(ends) else None,
        least_seen=None if swing.detectable is None else _above(swing.detectable, resolution),
    )
