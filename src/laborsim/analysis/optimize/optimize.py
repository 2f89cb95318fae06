"""The best mix of measures: a design of runs, a surface over it, and the best candidates simulated again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from laborsim.analysis.counterfactuals import with_doses
from laborsim.analysis.goals.filled import Filled, filled_of
from laborsim.analysis.optimize.candidates import Candidate, Runs
from laborsim.analysis.optimize.dose_space import Numbers, Space, apart, design
from laborsim.analysis.optimize.limits import Limit, numbers_of
from laborsim.analysis.optimize.search import Surface, along, pool, ranked, surface, top
from laborsim.analysis.ratio import Ratio, ratio_of
from laborsim.analysis.sensitivity.factors import FUTURES
from laborsim.experiment.finished_run import Readings, readings_of
from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import Effect, effect_of, is_told, paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.when import AS_USUAL, By, When, points_of
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.published.indicators import COST
from laborsim.scenario.plan import Plan

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
    more unit of the objective costs by this lever. `indicator` is what the lever itself buys, `bought` and
    `yuan_per_bought` are the same for it; None where it is not defined in every run.
    """

    key: str
    step: float
    gain: Effect
    cost: Effect
    yuan: Ratio
    indicator: str
    bought: Effect | None
    yuan_per_bought: Ratio | None


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


def steps_from(runs: Runs, best: Candidate, pairs: int) -> dict[str, Candidate]:
    """Return the mixes a step of one lever away from the best, by lever, from runs that share its luck."""
    space, found = runs.space, {}
    for k, key in enumerate(space.keys):
        width = float(space.high[k] - space.low[k])
        if width == 0.0:
            continue
        step = STEP * width if best.doses[key] + STEP * width <= space.high[k] else -STEP * width
        doses = {**best.doses, key: best.doses[key] + step}
        whole = runs.rounded(doses)
        doses = doses if whole[key] == best.doses[key] else {**doses, key: whole[key]}
        name = f"{key} a step {'more' if step > 0 else 'less'}"
        found[key] = runs.mix(name, doses, space.place(doses), pairs)
    return found


def marginals(runs: Runs, best: Candidate, steps: Mapping[str, Candidate]) -> Iterator[Marginal]:
    """Yield the next yuan of each lever: of a step away from the best mix."""
    indicators_of = {lever.key: lever.DECLARATION.indicator for lever in runs.scenario.levers}
    number = runs.number
    for key, other in steps.items():
        step = other.doses[key] - best.doses[key]
        gain, cost = other.value - best.value, other.cost - best.cost
        of_gain, of_cost = (
            effect_of(gain, beside=number.beside),
            paired_effect(other.cost, best.cost, number=Countable(COST)),
        )
        assert of_gain is not None and of_cost is not None
        more = other.bought[key] - best.bought[key]
        is_known = bool(np.isfinite(more).all())
        yield Marginal(
            key=key,
            step=step,
            gain=of_gain,
            cost=of_cost,
            yuan=ratio_of(cost, runs.sign * gain, number),
            indicator=indicators_of[key],
            bought=effect_of(more) if is_known else None,
            yuan_per_bought=ratio_of(cost, more) if is_known else None,
        )


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


def bindings(runs: Runs, surface: Surface, best: Candidate) -> list[Binding]:
    """Return what stops the best mix: limits with nothing left, and ends of ranges; the most valuable first.

    Limits are looked at on the surface as it was simulated at the best mix, whoever found that.
    """
    found = [Binding((limit,)) for limit in best.broken]
    slack = runs_slack(runs, best)
    eased = slack - surface.slacks(best.place, np.zeros(len(slack))) * surface.sizes
    near: dict[str, list[int]] = {}
    for k, limit in enumerate(runs.limits):
        if limit not in best.broken and slack[k] <= NEAR * surface.sizes[k]:
            near.setdefault(limit.group, []).append(k)
    for places in near.values():
        gain = _gain(surface, places, eased)
        # What luck blurs may look used up without stopping anything; a spent budget is told in any case.
        if gain > 0 or runs.limits[places[0]].is_budget:
            found.append(Binding(tuple(runs.limits[k] for k in places), gain))
    return [*sorted(found, key=lambda binding: -(binding.gain or 0.0)), *_ends(runs, surface, best)]


def _ends(runs: Runs, surface: Surface, best: Candidate) -> Iterator[Binding]:
    """Yield the ends of ranges at which the best mix stands, and beyond which the objective would still grow."""
    for k, key in enumerate(runs.space.keys):
        at = float(best.place[k])
        is_high = at > 1 - NEAR
        beyond = best.place + np.eye(len(best.place))[k] * (MORE if is_high else -MORE)
        if (not is_high and at >= NEAR) or surface.value(beyond) <= surface.value(best.place):
            continue  # a lever that is not worth its money stands at its lowest, which stops nothing
        upper: End = "ramp" if runs.space.by_ramp[k] else "highest"
        yield Binding(lever=key, level=best.doses[key], end=upper if is_high else "lowest")


def _gain(surface: Surface, limits: Sequence[int], eased: Numbers) -> float:
    """Return what one percent more room under some limits together brings on the surface."""
    more = eased.copy()
    more[list(limits)] += MORE * surface.sizes[list(limits)]
    places = surface.places
    return surface.value(top(surface, places, more)) - surface.value(top(surface, places, eased))


COARSER = 5
"""Persons per worker ÷ the scenario's, unless asked otherwise: a plan is some hundred worlds."""

PAIRS = 8
"""Pairs of each mix that is simulated again, unless asked otherwise."""

DESIGN_PAIRS = 2
"""Lucks that each point of the design is tried with."""

REPAIRS = 3
"""Times that a best mix which breaks a limit when simulated is moved, and simulated again."""

APART = 0.15
"""How far a runner-up lies from the best mix, as a share of some lever's range. ASSUMPTION: a real alternative."""

MOST_STEPS = 10
"""Steps that the best mix may be moved by once it is simulated: a whole range. Each costs a mix a lever."""

SAME = 0.02
"""Mixes closer than this are one."""


@dataclass(frozen=True)
class OptimumSize:
    """How much is simulated. `coarser`: persons per worker ÷ the scenario's; `samples`: points of the design
    (None = by the number of levers); `pairs`: of each candidate.
    """

    coarser: int = COARSER
    samples: int | None = None
    pairs: int = PAIRS


@dataclass(frozen=True)
class Optimum:
    """The answer to a plan. `candidates`: all mixes with all pairs, the best first by their mean effect, those that
    break a limit last.

    `rivals`: mixes that keep every limit and lie far from the best, the runner-up first. `advantages`: of the best
    over each of them, pair by pair, as effects on the objective. `pairs`: pairs of worlds that were looked at.
    `course`: what the best mix does to the objective, split `by` something, both worlds pair by pair; None = not split.
    `filled`: of the levers of the best mix that have places, how many are filled.
    """

    plan: Plan
    space: Space
    size: OptimumSize
    aim: Point
    candidates: tuple[Candidate, ...]
    rivals: tuple[Candidate, ...]
    advantages: tuple[Effect, ...]
    marginals: tuple[Marginal, ...]
    regrets: tuple[Regret, ...]
    bindings: tuple[Binding, ...]
    surface: Surface
    pairs: int
    by: By | None = None
    course: Readings | None = None
    filled: tuple[Filled, ...] = ()

    @property
    def best(self) -> Candidate:
        """The mix that is advised; where it breaks a limit, no mix in the ranges was found that keeps them all."""
        return self.candidates[0]

    @property
    def tied(self) -> int:
        """How many rivals are not told from the best, on average over the pairs."""
        return sum(not is_told(one) for one in self.advantages)

    @property
    def is_settled(self) -> bool:
        """Whether the best is told from its runner-up, and its effect from none."""
        return self.best.effect.is_clear and all(is_told(one) for one in self.advantages[:1])


def optimize(plan: Plan, bench: Bench, size: OptimumSize, when: When = AS_USUAL) -> Optimum:
    """Return the best mix of a plan with what it rests on; `when`: by what its effect is split (see `plan_over`).

    Everything simulated stays on disk and is found again. Raises WrongInput where the ranges hold nothing,
    SomeFailed where a mix cannot be simulated, and what `run_trials` raises.
    """
    runs = Runs(plan, bench, size.coarser)
    places = design(runs.space, plan.scenario.run.seed, size.samples)
    stated = {lever.key: lever.schedule.final for lever in plan.scenario.levers}
    places.append(runs.space.place(stated))
    found = _surface(runs, places, pool(places, plan.scenario.run.seed))
    candidates = _candidates(runs, found, places[-1], size)
    steps = steps_from(runs, candidates[0], size.pairs)
    for _ in range(MOST_STEPS):
        # A step that does more and keeps every limit is the better mix: nothing that is told beats what is advised.
        tried = [step for step in steps.values() if apart(step.place, [one.place for one in candidates], SAME)]
        before, candidates = candidates[0], ordered(runs, found, [*candidates, *tried])
        if candidates[0] is before:
            break
        steps = steps_from(runs, candidates[0], size.pairs)
    best = candidates[0]
    rivals = [other for other in candidates[1:] if not other.broken and apart(other.place, [best.place], APART)]
    advantages = (effect_of(best.value - rival.value, beside=runs.number.beside) for rival in rivals)
    return Optimum(
        plan=plan,
        space=runs.space,
        size=size,
        aim=runs.aim,
        candidates=tuple(candidates),
        rivals=tuple(rivals),
        advantages=tuple(advantage for advantage in advantages if advantage is not None),
        marginals=tuple(marginals(runs, best, steps)),
        regrets=tuple(regrets(runs, [one for one in (best, *rivals) if not one.broken])),
        bindings=tuple(bindings(runs, found, best)),
        surface=found,
        pairs=runs.count,
        by=when.by,
        course=_course(runs, best, size.pairs, when),
        filled=_filled(runs, best, size.pairs),
    )


def _filled(runs: Runs, best: Candidate, pairs: int) -> tuple[Filled, ...]:
    """Return the places of the levers of a mix that are turned, and how many are filled when it is judged."""
    [world] = simulated([with_doses(runs.scenario, best.doses)], range(pairs), runs.bench)
    turned = [lever for lever in world.scenario.levers if lever.key in runs.space.keys]
    return tuple(filled_of(world, turned, runs.aim.month))


def _course(runs: Runs, best: Candidate, pairs: int, when: When) -> Readings | None:
    """Return what a mix does to the objective as it is split; None where nothing is."""
    if when.by is None:
        return None
    points = points_of((runs.aim,), runs.scenario, when)
    ours, theirs = simulated([with_doses(runs.scenario, best.doses), runs.baseline], range(pairs), runs.bench)
    return readings_of(ours, theirs, points)


def _surface(runs: Runs, places: list[Numbers], looked_at: list[Numbers]) -> Surface:
    """Simulate the design and return the surface over it."""
    pairs = runs.pairs([runs.space.doses(place) for place in places], DESIGN_PAIRS)
    values = np.array([runs.sign * runs.values(some).mean() for some in pairs])
    numbers = np.array([numbers_of(runs.limits, some).mean(axis=1) for some in pairs])
    return surface(places, values, numbers, runs.limits, looked_at)


def _candidates(runs: Runs, found: Surface, stated: Numbers, size: OptimumSize) -> list[Candidate]:
    """Return the mixes that are simulated with all pairs, the best first."""
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
    return ordered(runs, found, candidates)


def ordered(runs: Runs, found: Surface, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates, the best first; of two that are alike in all the one that was there first."""
    return sorted(candidates, key=lambda candidate: _rank(runs, found, candidate))


def _best(runs: Runs, found: Surface, size: OptimumSize) -> tuple[Numbers, Candidate]:
    """Return the best of the surface, moved until it keeps its limits when it is simulated."""
    eased = found.blur
    best = runs.candidate("found by the emulator", top(found, found.places, eased), size.pairs)
    for _ in range(REPAIRS):
        if not best.broken:
            break
        # What the simulated slack is beyond the surface's, here: the next search counts on no more.
        beyond = runs_slack(runs, best) - found.slacks(best.place, np.zeros(len(eased))) * found.sizes
        eased = np.where([limit in best.broken for limit in runs.limits], np.minimum(eased, beyond), eased)
        moved = runs.candidate("found by the emulator", top(found, found.places, eased), size.pairs)
        best = min((best, moved), key=lambda candidate: _rank(runs, found, candidate))
    return eased, best


def runs_slack(runs: Runs, candidate: Candidate) -> Numbers:
    """Return how far a simulated mix keeps each limit, on the mean of its pairs."""
    return np.array([limit.slack(row).mean() for limit, row in zip(runs.limits, candidate.numbers, strict=True)])


def _rank(runs: Runs, found: Surface, candidate: Candidate) -> tuple[float, float, float, float]:
    """Return what candidates are sorted by: how much is missing of broken limits, the objective, cost, the doses.

    So of mixes that do the same the cheapest is advised, and of those the one that turns the levers least.
    """
    is_broken = np.array([limit in candidate.broken for limit in runs.limits], np.bool_)
    missing = -(runs_slack(runs, candidate) / found.sizes)[is_broken].sum() if is_broken.any() else 0.0
    worth = runs.sign * float(candidate.value.mean())
    return float(missing), -worth, float(candidate.cost.mean()), float(candidate.place.sum())
