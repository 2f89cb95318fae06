"""Worlds between a baseline and a scenario: some levers as in the one, the others as in the other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.beside_pairs import NEITHER, NOTHING, BesidePairs
from laborsim.experiment.indicators.effect import Effect, effect_of, without_dust
from laborsim.experiment.indicators.headline import in_force
from laborsim.experiment.run_errors import WrongInput, hinted
from laborsim.levers import Lever, Uncertainty
from laborsim.published.words import Words
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.held import stands
from laborsim.scenario.load import Scale, Scenario
from laborsim.scenario.scenario import LARGEST_SCALE

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class MarketResponse:
    """An effect over pairs and how it comes about: `still` with frozen markets, `market` the rest.

    Pair by pair, and so in their means, still + market = total. None = not asked.
    """

    total: Effect
    still: Effect | None
    market: Effect | None


def frozen(world: Scenario) -> Scenario:
    """Return the world whose pay and chances to be hired stay what they are at the base date, whoever applies."""
    return world.model_copy(update={"closure": "fixed"})


def clearing(world: Scenario) -> Scenario:
    """Return the world whose pay falls where applicants find less than usual, and rises where they find more."""
    return world.model_copy(update={"closure": "clearing"})


def response(
    total: Numbers,
    still: Numbers | None,
    n_looks: int = 1,
    beside: tuple[BesidePairs, BesidePairs] = (NOTHING, NOTHING),
) -> MarketResponse | None:
    """Return the response from effects pair by pair [pairs]; None where no pair defines it.

    A pair in which either is undefined (NaN) counts for neither, so that the parts add up. `n_looks`: see
    `paired_effect`. `beside`: what is known of the total and of the still effect besides.
    """
    if still is None:
        whole = effect_of(total, n_looks, beside[0])
        return None if whole is None else MarketResponse(whole, None, None)
    known = np.isfinite(total) & np.isfinite(still)
    parts = zip(
        (total, still, without_dust(total - still, total, still)),
        (*beside, replace(beside[0], way=NEITHER)),
        strict=True,
    )
    whole, calm, rest = (effect_of(part[known], n_looks, one) for part, one in parts)
    return None if whole is None else MarketResponse(whole, calm, rest)


def dosed(lever: Lever, level: float) -> Lever:
    """Return the lever with `level` as its last level, in the lever's unit.

    What a dated path says before its last level stays, and so do its dates. What is not known about the level
    (`uncertainty`) keeps its size relative to the level.
    """
    last = lever.schedule.final
    if level == last:
        return lever
    uncertainty = None if lever.uncertainty is None or last == 0 else _stretched(lever.uncertainty, level / last)
    return lever.model_copy(update={"schedule": lever.schedule.ending_at(level), "uncertainty": uncertainty})


def lever_of(scenario: Scenario, key: str) -> Lever:
    """Return a lever of a scenario by its key. Raises WrongInput for one that it lacks."""
    for lever in scenario.levers:
        if lever.key == key:
            return lever
    known = ", ".join(lever.key for lever in scenario.levers)
    near = nearest_to(key, [lever.key for lever in scenario.levers])
    adding = f"--set 'levers.{key}={{value: 100, source: ASSUMPTION}}'"
    hint = Words(f"{adding} adds one", f"{adding} 可增加一项")
    hint = Words(f"did you mean {near}?", f"是否应为 {near}？") if near else hint
    told = Words(
        f"scenario {scenario.id} has no lever {key!r}; its levers: {known or 'none'}",
        f"情景 {scenario.id} 没有措施 {key!r}；它的措施：{known or '无'}",
    )
    raise WrongInput(hinted(told, hint))


def nothing_new(lever: Lever, baseline: Scenario | None, year: int) -> float:
    """Return the level at which a lever adds nothing to a baseline: its level there, else what is held at a base date.

    `year`: of the base date.
    """
    there = stands(lever, baseline.levers if baseline else (), year)
    return lever.DECLARATION.floor if there is None else there


def with_doses(scenario: Scenario, doses: Mapping[str, float]) -> Scenario:
    """Return the scenario with other last levels of some levers, by key. Raises LookupError for a key it lacks."""
    unknown = sorted(doses.keys() - {lever.key for lever in scenario.levers})
    if unknown:
        known = ", ".join(lever.key for lever in scenario.levers) or "none"
        raise LookupError(f"scenario {scenario.id} has no lever {unknown[0]!r}; its levers: {known}")
    levers = tuple(dosed(lever, doses[lever.key]) if lever.key in doses else lever for lever in scenario.levers)
    return scenario.model_copy(update={"levers": levers})


def _stretched(uncertainty: Uncertainty, factor: float) -> Uncertainty | None:
    if factor == 0:
        return None  # nothing is given, and that is known
    parts = {name: getattr(uncertainty, name) for name in ("low", "mode", "high", "mean", "sd")}
    return uncertainty.model_copy(update={name: value * factor for name, value in parts.items() if value is not None})


PAIRS = 10
"""Pairs of runs that a study of causes or doses looks at, unless told otherwise."""

Split = Literal["levers", "plan", "none"]
"""For whom the effect while markets stand still is told from their response: every lever, the whole plan, nobody."""

MOST_SPLIT = 3
"""Levers up to which every lever is split by default: it takes every coalition once more."""


@dataclass(frozen=True)
class Sizes:
    """Sizes of a study. `coarser`: how many times more persons a worker stands for; `split`: None = by the levers."""

    pairs: int = PAIRS
    coarser: int = 1
    split: Split | None = None

    def split_for(self, levers: int) -> Split:
        """Return for whom the response is split, given the number of levers."""
        return self.split or ("levers" if levers <= MOST_SPLIT else "plan")


def sized(world: Scenario, coarser: int) -> Scenario:
    """Return a world whose workers stand for `coarser` times as many persons, in every region."""
    scale = world.run.scale
    finer = {code: min(LARGEST_SCALE, own * coarser) for code, own in scale.regions.items()}
    coarse = Scale(default=min(LARGEST_SCALE, scale.default * coarser), regions=finer)
    return world.model_copy(update={"run": world.run.model_copy(update={"scale": coarse})})


def differing_levers(scenario: Scenario, baseline: Scenario) -> tuple[str, ...]:
    """Return the keys of the levers in which two worlds differ, in canonical order.

    A lever that is in force in no month of the horizon changes nothing to the bit and is none.
    """
    ours, theirs = in_force(scenario), in_force(baseline)
    return tuple(key for key in sorted({*ours, *theirs}) if ours.get(key) != theirs.get(key))


def world_with(scenario: Scenario, baseline: Scenario, keys: Collection[str]) -> Scenario:
    """Return the baseline's world in which the levers `keys` are as in the scenario, absent if it has them not."""
    ours, theirs = in_force(scenario), in_force(baseline)
    chosen = (ours.get(key) if key in keys else theirs.get(key) for key in sorted({*ours, *theirs}))
    return scenario.model_copy(update={"levers": tuple(lever for lever in chosen if lever is not None)})
