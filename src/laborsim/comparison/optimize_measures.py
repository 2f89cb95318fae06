"""What a planner asks of the best mix: the next yuan, the regret, and what stops it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from laborsim.comparison.factors import FUTURES
from laborsim.comparison.optimize_limits import Limit
from laborsim.comparison.optimize_runs import Candidate, Runs, costs
from laborsim.comparison.optimize_search import Surface, top
from laborsim.comparison.optimize_space import Numbers
from laborsim.comparison.ratio import Ratio, ratio_of
from laborsim.experiment.effect import Effect, effect_of

STEP = 0.1
"""Step for the next yuan of a lever, as a share of its range. ASSUMPTION: smaller ones drown in luck."""

REGRET_PAIRS = 3
"""Pairs (luck and draw of the parameters) in which regret is looked at, each under every future."""

MOST_IN_REGRET = 4
"""Candidates that are compared in every future."""

NEAR = 0.03
"""A limit binds where less than this part of its size is left. ASSUMPTION."""

MORE = 0.01
"""How much more of a limit is asked about."""


@dataclass(frozen=True)
class Marginal:
    """What a little more of one lever brings. `step`: of its level, negative at the upper end of the range.

    `gain` of the objective and `cost` [yuan over the whole run] are of that step, pair by pair; `yuan` is what one
    more unit of the objective costs by this lever.
    """

    key: str
    step: float
    gain: Effect
    cost: Effect
    yuan: Ratio


@dataclass(frozen=True)
class Regret:
    """What a candidate gives away against the best of them, over draws × futures, in the unit of the objective."""

    name: str
    mean: float
    worst: float
    worst_future: str


End = Literal["highest", "lowest", "ramp"]
"""An end of a lever's range, or what its ramp limit allows."""


@dataclass(frozen=True)
class Binding:
    """What stops the best mix: limits, or the end of a lever's range.

    `gain`: what one percent more room under limits that bind would bring by the surface; None: they are broken, or it
    is a lever. `lever`, `level`: its key and where it stands; `end`: which end of its range.
    """

    limits: tuple[Limit, ...] = ()
    gain: float | None = None
    lever: str = ""
    level: float = 0.0
    end: End = "highest"


def marginals(runs: Runs, best: Candidate, pairs: int) -> Iterator[Marginal]:
    """Yield the next yuan of each lever, from runs that share the luck of the best mix."""
    space = runs.space
    for k, key in enumerate(space.keys):
        width = float(space.high[k] - space.low[k])
        if width == 0.0:
            continue
        step = STEP * width if best.doses[key] + STEP * width <= space.high[k] else -STEP * width
        [found] = runs.pairs([{**best.doses, key: best.doses[key] + step}], pairs)
        gain, cost = runs.values(found) - best.value, costs(found) - best.cost
        of_gain, of_cost = effect_of(gain), effect_of(cost)
        assert of_gain is not None and of_cost is not None
        yield Marginal(key, step, of_gain, of_cost, ratio_of(cost, runs.sign * gain))


def regrets(runs: Runs, candidates: Sequence[Candidate]) -> list[Regret]:
    """Return the regret of each candidate, the smallest worst one first (Savage 1951)."""
    mixes = [candidate.doses for candidate in candidates[:MOST_IN_REGRET]]
    if len(mixes) < 2:
        return []
    values = np.array(
        [[runs.sign * runs.values(pairs) for pairs in runs.pairs(mixes, REGRET_PAIRS, future)] for future in FUTURES]
    )
    lost = values.max(axis=1, keepdims=True) - values  # [futures, candidates, pairs]
    found = []
    for k, candidate in enumerate(candidates[:MOST_IN_REGRET]):
        mine = lost[:, k]
        worst = FUTURES[int(np.unravel_index(mine.argmax(), mine.shape)[0])].name
        found.append(Regret(candidate.name, float(mine.mean()), float(mine.max()), worst))
    return sorted(found, key=lambda regret: regret.worst)


def bindings(runs: Runs, surface: Surface, best: Candidate, eased: Numbers) -> list[Binding]:
    """Return what stops the best mix: limits with nothing left, and ends of ranges; the most valuable first."""
    found = [Binding((limit,)) for limit in best.broken]
    slack = [float(limit.slack(row).mean()) for limit, row in zip(runs.limits, best.numbers, strict=True)]
    near: dict[str, list[int]] = {}
    for k, limit in enumerate(runs.limits):
        if limit not in best.broken and slack[k] <= NEAR * surface.sizes[k]:
            near.setdefault(limit.group, []).append(k)
    for places in near.values():
        gain = _gain(surface, places, eased)
        # What luck blurs may look used up without stopping anything; a spent budget is told in any case.
        if gain > 0 or runs.limits[places[0]].is_budget:
            found.append(Binding(tuple(runs.limits[k] for k in places), gain))
    return [*sorted(found, key=lambda binding: -(binding.gain or 0.0)), *_ends(runs, best)]


def _ends(runs: Runs, best: Candidate) -> Iterator[Binding]:
    for k, key in enumerate(runs.space.keys):
        at = float(runs.space.place(best.doses)[k])
        if at > 1 - NEAR:
            yield Binding(lever=key, level=best.doses[key], end="ramp" if runs.space.by_ramp[k] else "highest")
        elif at < NEAR:
            yield Binding(lever=key, level=best.doses[key], end="lowest")


def _gain(surface: Surface, limits: Sequence[int], eased: Numbers) -> float:
    """Return what one percent more room under some limits together brings on the surface."""
    more = eased.copy()
    more[list(limits)] += MORE * surface.sizes[list(limits)]
    places = surface.places
    return surface.value(top(surface, places, more)) - surface.value(top(surface, places, eased))
