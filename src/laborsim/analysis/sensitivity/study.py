"""Which assumption matters: an effect screened, drawn as bars, sampled, split by source, and asked when it fails."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from laborsim.analysis.counterfactuals import sized
from laborsim.analysis.goals.goals import goal_of
from laborsim.analysis.sensitivity.discovery import CaseColumn, Discovery, discover
from laborsim.analysis.sensitivity.factors import Factor, factors, stated
from laborsim.analysis.sensitivity.sample import CHOICES, Basis, Sample, draw_sample
from laborsim.analysis.sensitivity.screening import (
    FactorSwing,
    Finding,
    ScreenedFactor,
    Study,
    resolution_of,
    screen,
    tornado,
)
from laborsim.analysis.sensitivity.variance import Index, Split, sobol_indices, split_variance
from laborsim.experiment.design.trials import Trial, effect_on, run_trials
from laborsim.experiment.indicators.aggregation import members_by_age
from laborsim.experiment.indicators.effect import Effect, is_told
from laborsim.experiment.indicators.headline import Point, aims
from laborsim.experiment.indicators.indicator_table import group_names
from laborsim.experiment.indicators.summary import bounds
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.published.indicators import indicators
from laborsim.published.regions import place_names
from laborsim.published.words import Words
from laborsim.scenario.block_reader import indicator_hint
from laborsim.scenario.load import Horizon, Scenario

COARSER = 10
"""Persons per worker ÷ the scenario's own, unless asked otherwise: a study is hundreds of worlds."""

PAIRS = 4
"""Pairs of runs at a bar's end, unless asked otherwise."""

POINTS_PER_FACTOR = 6
MOST_IN_EMULATOR = 10
"""Factors that the emulator sees: at most so many, and at least so many points for each. ASSUMPTION."""

HALF = 0.5
"""A plan without a goal fails where it gives less than this part of the effect as it stands. ASSUMPTION."""

LUCKS = 2
"""Lucks that each set of assumptions is tried with: the fewest that tell luck from assumptions."""

LARGEST_SEED = 2**32
"""Seeds of SALib are smaller."""


@dataclass(frozen=True)
class Size:
    """How much is simulated.

    `coarser`: persons per worker ÷ the scenario's. `trajectories` of the screening: one pair more than there are
    factors, each. `bars` of the tornado, each with `pairs` pairs at either end. `samples`: sets of assumptions.
    """

    coarser: int = COARSER
    trajectories: int = 2
    bars: int = 8
    samples: int = 48
    pairs: int = PAIRS


@dataclass(frozen=True)
class Sensitivity:
    """What an effect depends on. Effects are in the unit of summary files.

    `center`: the effect as everything stands, every parameter at its estimate: what assumptions are moved from.
    `drawn`: the effect that `laborsim run` has at this size, the mean over as many pairs with a draw of the parameters
    each; equal to `center` where runs have no draws. `resolution`: smallest change that a pair can show; None =
    unknown. `spread`: 5, 50 and 95 % of single pairs over all assumptions. `failed`: sets of assumptions in the sample
    that could not be simulated.
    """

    study: Study
    size: Size
    center: Effect
    drawn: Effect
    screened: tuple[ScreenedFactor, ...]
    resolution: float | None
    bars: tuple[FactorSwing, ...]
    sample: Sample
    spread: tuple[float, float, float]
    split: Split | None
    indices: tuple[Index, ...]
    discovery: Discovery
    failed: int
    in_own_effect: bool = False  # all numbers are parts of the effect as everything stands, and not in its unit

    @property
    def aim(self) -> Point:
        """The number in question."""
        return self.study.aim

    def of_own_effect(self) -> "Sensitivity":
        """Return the study with every number as a part of its own effect as everything stands, which becomes 1.

        For whoever stands beside a run of another size. Raises ValueError where that effect is not told from luck.
        """
        if not is_told(self.center):
            raise ValueError("the effect is not told from random variation: nothing can be a part of it")
        part = 1.0 / self.center.mean
        low, middle, high = (number * part for number in self.spread)
        return replace(
            self,
            center=self.center.times(part),
            drawn=self.drawn.times(part),
            screened=tuple(one.times(part) for one in self.screened),
            resolution=None if self.resolution is None else self.resolution * abs(part),
            bars=tuple(bar.times(part) for bar in self.bars),
            spread=(min(low, high), middle, max(low, high)),
            split=None if self.split is None else replace(self.split, deviation=self.split.deviation * abs(part)),
            in_own_effect=True,
        )

    @property
    def findings(self) -> dict[str, Finding]:
        """What may be said of each factor, by its label: of what was screened only that it was not tested."""
        tested = {bar.factor.label: bar.finding(self.center) for bar in self.bars}
        return {one.factor.label: tested.get(one.factor.label, "not tested") for one in self.screened}


def study(scenario: Scenario, baseline: Scenario, size: Size, bench: Bench, aim: Point | None = None) -> Sensitivity:
    """Return what the effect of a scenario on one number (`aim`; by default what it is about) depends on.

    Every world stays on disk: a second call, or another aim, simulates only what is new. Raises WrongInput where
    there is nothing to vary, and what `run_trials` raises.
    """
    [found] = study_each(scenario, baseline, size, bench, [aim or aims(scenario, baseline)[0]])
    return found


def study_each(
    scenario: Scenario, baseline: Scenario, size: Size, bench: Bench, points: Sequence[Point]
) -> list[Sensitivity]:
    """Return what the effect on each of several numbers depends on, all studied in the same worlds; see `study`."""
    for one in points:
        check_aim(one, scenario)
    end = max(one.month for one in points)
    worlds = [_shorter(world, end, size.coarser) for world in (scenario, baseline)]
    first = Study(worlds[0], worlds[1], points[0], factors(*worlds), stated(worlds[0]), bench, tuple(points))
    return [_studied(replace(first, aim=one), size) for one in points]


def _studied(asked: Study, size: Size) -> Sensitivity:
    seed, chosen = asked.scenario.run.seed % LARGEST_SEED, asked.aim
    screened = screen(asked, size.trajectories, seed)
    leading = [one.factor for one in screened if one.strength > 0]
    # What the screening did not see move is tested too, as far as it is asked for: a screening is no test.
    tested = [one.factor for one in screened[: size.bars]] if leading else []
    resolution = resolution_of(asked, screened)
    center, bars = tornado(asked, tested, size.pairs, resolution)
    drawn = _as_run(asked, size.pairs)
    sample = draw_sample(asked, size.samples, LUCKS, seed)
    known = sample.effects[sample.whole]
    if not known.size:
        raise WrongInput(
            Words(
                f"{chosen.indicator} is not defined in any sampled world: choose another number with --on",
                f"{chosen.indicator} 在所抽取的各情形中均无定义：请用 --on 另选指标时间",
            )
        )
    basis = _basis(sample, leading)
    low, middle, high = (float(number) for number in np.quantile(known, [0.05, 0.5, 0.95]))
    return Sensitivity(
        study=asked,
        size=size,
        center=center,
        drawn=drawn,
        screened=tuple(screened),
        resolution=resolution,
        bars=tuple(bars),
        sample=sample,
        spread=(low, middle, high),
        split=split_variance(sample, basis),
        indices=tuple(sobol_indices(sample, basis, seed)),
        discovery=_discovery(asked, sample, basis, center),
        failed=len(sample.effects) - len(sample.whole),
    )


def _as_run(asked: Study, pairs: int) -> Effect:
    """Return the effect as `laborsim run` has it: the mean over pairs with the draws of the parameters of a run."""
    trials = [
        Trial(asked.scenario, asked.baseline, k, asked.bench.parameters, asked.asked or (asked.aim,))
        for k in range(pairs)
    ]
    found = effect_on(asked.aim, run_trials(trials, asked.bench), asked.scenario)
    if found is None:
        raise WrongInput(
            Words(
                f"{asked.aim.indicator} is not defined in the runs: choose another number with --on",
                f"{asked.aim.indicator} 在各次模拟中均无定义：请用 --on 另选指标时间",
            )
        )
    return found


UNKNOWN = Words("unknown indicator {indicator}; {hint}", "未识别的指标 {indicator}；{hint}")


def check_aim(aim: Point, scenario: Scenario) -> None:
    """Raise WrongInput where a number cannot be studied in a scenario."""
    if aim.indicator not in indicators():
        raise WrongInput(UNKNOWN.holding(indicator=repr(aim.indicator), hint=indicator_hint(aim.indicator)))
    known = (*place_names(), *members_by_age(group_names(scenario)))
    if aim.region not in known:
        raise WrongInput(
            Words(
                f"unknown region {aim.region!r}; known: {', '.join(known)}",
                f"未识别的地区 {aim.region!r}；可用：{'、'.join(known)}",
            )
        )
    if not scenario.horizon.start < aim.month <= scenario.horizon.end:
        raise WrongInput(
            Words(f"scenario {scenario.id} does not simulate that month", f"情景 {scenario.id} 不模拟该月份")
        )


def _shorter(world: Scenario, end: int, times: int) -> Scenario:
    """Return a world on a coarser scale that ends when the number is read: later months cannot matter."""
    goals = tuple(goal for goal in world.goals if goal.by <= end)
    horizon = Horizon(start=world.horizon.start, end=end)
    return sized(world.model_copy(update={"horizon": horizon, "goals": goals}), times)


def _basis(sample: Sample, leading: list[Factor]) -> Basis:
    room = max(1, min(MOST_IN_EMULATOR, len(sample.whole) // POINTS_PER_FACTOR))
    order = leading[:room] or list(sample.factors[:1])
    return Basis(tuple(sample.factors.index(factor) for factor in order), sample.options)


def _discovery(asked: Study, sample: Sample, basis: Basis, center: Effect) -> Discovery:
    rows = sample.whole
    columns = [CaseColumn(sample.factors[k].label, sample.values(k)[rows]) for k in basis.factors]
    choices = zip(CHOICES, sample.options, sample.codes[rows].T.astype(np.float64), strict=True)
    columns += [CaseColumn(name, codes, options) for name, options, codes in choices if len(options) > 1]
    goal = goal_of(asked.scenario, asked.aim)
    if goal is not None:
        low, high = (bound * indicators()[goal.indicator].scale for bound in bounds(goal))
        judged = sample.levels if goal.adds is None else sample.effects
        levels = judged[rows].mean(axis=1)
        return discover(columns, (levels < low) | (levels > high))
    direction = np.sign(center.mean) or 1.0
    fails = direction * sample.effects[rows].mean(axis=1) < HALF * abs(center.mean)
    return discover(columns, fails)
