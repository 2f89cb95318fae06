"""The best mix of measures: a design of runs, a surface over it, and the best candidates simulated again."""

from dataclasses import dataclass

import numpy as np

from laborsim.comparison.optimize_limits import numbers_of
from laborsim.comparison.optimize_measures import Binding, Marginal, Regret, bindings, marginals, regrets
from laborsim.comparison.optimize_runs import Candidate, Runs
from laborsim.comparison.optimize_search import Surface, along, pool, ranked, surface, top
from laborsim.comparison.optimize_space import Numbers, Space, apart, design
from laborsim.experiment.effect import Effect, effect_of
from laborsim.experiment.headline import Point
from laborsim.experiment.store.worlds import Bench
from laborsim.inputs.plan import Plan

COARSER = 5
"""Persons per worker ÷ the scenario's, unless asked otherwise: a plan is some hundred worlds."""

DESIGN_PAIRS = 2
"""Lucks that each point of the design is tried with."""

REPAIRS = 3
"""Times that a best mix which breaks a limit when simulated is moved, and simulated again."""

APART = 0.15
"""How far a runner-up lies from the best mix, as a share of some lever's range. ASSUMPTION: a real alternative."""

SAME = 0.02
"""Mixes closer than this are one."""


@dataclass(frozen=True)
class OptimumSize:
    """How much is simulated. `coarser`: persons per worker ÷ the scenario's; `samples`: points of the design
    (None = by the number of levers); `pairs`: of each candidate.
    """

    coarser: int = COARSER
    samples: int | None = None
    pairs: int = 8


@dataclass(frozen=True)
class Optimum:
    """The answer to a plan. `candidates`: the best first, its runner-up next, those that break a limit last.

    `advantage`: of the best over the runner-up, pair by pair, as effects on the objective; None without runner-up.
    `pairs`: pairs of worlds that were looked at.
    """

    plan: Plan
    space: Space
    size: OptimumSize
    aim: Point
    candidates: tuple[Candidate, ...]
    advantage: Effect | None
    marginals: tuple[Marginal, ...]
    regrets: tuple[Regret, ...]
    bindings: tuple[Binding, ...]
    surface: Surface
    pairs: int

    @property
    def best(self) -> Candidate:
        """The mix that is advised; where it breaks a limit, no mix in the ranges was found that keeps them all."""
        return self.candidates[0]


def optimize(plan: Plan, bench: Bench, size: OptimumSize) -> Optimum:
    """Return the best mix of a plan with what it rests on.

    Everything simulated stays on disk and is found again. Raises WrongInput where the ranges hold nothing,
    SomeFailed where a mix cannot be simulated, and what `run_trials` raises.
    """
    runs = Runs(plan, bench, size.coarser)
    places = design(runs.space, plan.scenario.run.seed, size.samples)
    stated = {lever.key: lever.schedule.final for lever in plan.scenario.levers}
    places.append(runs.space.place(stated))
    found = _surface(runs, places, pool(places, plan.scenario.run.seed))
    eased, candidates = _candidates(runs, found, places[-1], size)
    best = candidates[0]
    rivals = [other for other in candidates[1:] if not other.broken and apart(other.place, [best.place], APART)]
    ordered = (best, *rivals, *(other for other in candidates[1:] if other not in rivals))
    return Optimum(
        plan=plan,
        space=runs.space,
        size=size,
        aim=runs.aim,
        candidates=ordered,
        advantage=effect_of(best.value - rivals[0].value) if rivals else None,
        marginals=tuple(marginals(runs, best, size.pairs)),
        regrets=tuple(regrets(runs, [other for other in ordered if not other.broken])),
        bindings=tuple(bindings(runs, found, best, eased)),
        surface=found,
        pairs=runs.count,
    )


def _surface(runs: Runs, places: list[Numbers], looked_at: list[Numbers]) -> Surface:
    """Simulate the design and return the surface over it."""
    pairs = runs.pairs([runs.space.doses(place) for place in places], DESIGN_PAIRS)
    values = np.array([runs.sign * runs.values(some).mean() for some in pairs])
    numbers = np.array([numbers_of(runs.limits, some).mean(axis=1) for some in pairs])
    return surface(places, values, numbers, runs.limits, looked_at)


def _candidates(runs: Runs, found: Surface, stated: Numbers, size: OptimumSize) -> tuple[Numbers, list[Candidate]]:
    """Return the slack that simulated limits have beyond the surface's, and the candidates, the best first."""
    eased, best = _best(runs, found, size)
    wanted = [("as the scenario states it", stated)]
    far = [place for place in ranked(found, found.places, eased) if apart(place, [best.place], APART)]
    if far:
        wanted.insert(0, ("another mix", far[0]))
    for k, key in enumerate(runs.space.keys):
        alone = along(found, k, eased)
        if alone is not None and len(runs.space.keys) > 1:
            wanted.append((f"{key} alone", alone))
    candidates = [best]
    for name, place in wanted:
        if apart(place, [other.place for other in candidates], SAME):
            candidates.append(runs.candidate(name, place, size.pairs))
    return eased, sorted(candidates, key=lambda candidate: _rank(runs, found, candidate))


def _best(runs: Runs, found: Surface, size: OptimumSize) -> tuple[Numbers, Candidate]:
    """Return the best of the surface, moved until it keeps its limits when it is simulated."""
    eased = found.blur
    best = runs.candidate("best of the surface", top(found, found.places, eased), size.pairs)
    for _ in range(REPAIRS):
        if not best.broken:
            break
        # What the simulated slack is beyond the surface's, here: the next search counts on no more.
        beyond = runs_slack(runs, best) - found.slacks(best.place, np.zeros(len(eased))) * found.sizes
        eased = np.where([limit in best.broken for limit in runs.limits], np.minimum(eased, beyond), eased)
        moved = runs.candidate("best of the surface", top(found, found.places, eased), size.pairs)
        best = min((best, moved), key=lambda candidate: _rank(runs, found, candidate))
    return eased, best


def runs_slack(runs: Runs, candidate: Candidate) -> Numbers:
    """Return how far a simulated mix keeps each limit, on the mean of its pairs."""
    return np.array([limit.slack(row).mean() for limit, row in zip(runs.limits, candidate.numbers, strict=True)])


def _rank(runs: Runs, found: Surface, candidate: Candidate) -> tuple[float, float]:
    """Return what candidates are sorted by: first how much is missing of broken limits, then the objective."""
    is_broken = np.array([limit in candidate.broken for limit in runs.limits], np.bool_)
    missing = -(runs_slack(runs, candidate) / found.sizes)[is_broken].sum() if is_broken.any() else 0.0
    return float(missing), -runs.sign * float(candidate.value.mean())
