"""What keeps a lever from doing more, read off what its worlds count: money, people, places, markets, a ceiling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import YEAR
from laborsim.experiment.indicators.effect import Effect, effect_of, is_told
from laborsim.experiment.store.results import Results
from laborsim.levers import Lever
from laborsim.model.ledger import STAGES
from laborsim.published.indicators import indicators
from laborsim.scenario.slips import PERSONS

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]

AWARE, APPLIED = STAGES.index("aware"), STAGES.index("applied")

FUNNEL = STAGES[:5]
"""From being eligible to being served."""

FEN_A_YUAN = 100

SAME = 0.02
"""People served, or goals approached, at two doses are the same within this share. ASSUMPTION."""

NEARLY_ALL = 0.95
"""A stage that this share of people pass holds up nobody; a budget spent to this share is spent. ASSUMPTION."""

SEEN = 0.1
"""That a change brings nothing is claimed where so large a part of what is missing would not go unseen. ASSUMPTION."""

SEEN_A_PERSON = 0.5
"""The same of more people served, where people are counted: so many persons for each of them. ASSUMPTION."""

URBAN = (
    "outbound_workers", "outbound_interprovince", "outbound_intraprovince", "pay_outbound", "outbound_moves",
    "unemployment_migrants", "unemployment_surveyed", "unemployment_registered", "new_urban_jobs",
)  # fmt: skip
"""Indicators that the urban labor markets decide; the county's decide all others."""

What = Literal[
    "money", "direction", "spread", "luck", "nobody", "eligible", "awareness", "take-up", "approval", "start", "places",
    "scale", "ceiling", "demand", "anyway",
]  # fmt: skip


LOST: dict[str, What] = {"aware": "awareness", "applied": "take-up", "approved": "approval", "served": "start"}
"""What binds where most people are lost at a stage."""


@dataclass(frozen=True)
class Funnel:
    """What one dose counts: a lever's funnel, its money, and the market that the goal is decided in.

    `persons` [stage]: a month, over the last year in which the lever reached for anybody. `spent_yuan`, `unmet`
    [persons, places or units by month]: since the base date; unmet is what money or a stated number of loans did not
    reach. `seeking`, `hired`: who apply for work in a month, and of them who find it, over the last year before the
    goal is due.
    """

    persons: tuple[float, ...]  # as FUNNEL
    spent_yuan: float
    unmet: float = 0.0
    seeking: float = 0.0
    hired: float = 0.0

    @property
    def served(self) -> float:
        """Persons served a month, or holding a place."""
        return self.persons[-1]

    @property
    def passed(self) -> dict[str, float]:
        """Share of the people of the stage before that pass each stage."""
        steps = zip(FUNNEL[1:], pairwise(self.persons), strict=True)
        return {stage: after / before if before > 0 else 0.0 for stage, (before, after) in steps}

    @staticmethod
    def mean(funnels: Sequence["Funnel"]) -> "Funnel":
        """Return the mean of the funnels of several runs."""
        persons, *others = (np.mean([getattr(one, field.name) for one in funnels], axis=0) for field in fields(Funnel))
        return Funnel(tuple(persons.tolist()), *(float(number) for number in others))


@dataclass(frozen=True)
class Bottleneck:
    """What binds at a dose, the greatest that may be, and `funnel` there.

    `unseen`: the smallest change of the goal's indicator that so many pairs would have shown, in the unit of summary
    files. `still`: how much nearer the goal would be with pay and hiring chances held; None where nobody asked.
    """

    what: What
    dose: float
    funnel: Funnel
    budget_yuan: float | None
    unseen: float | None = None
    still: float | None = None


def funnel_of(results: Results, lever: Lever, indicator: str) -> Funnel:
    """Return what one run counts of a lever over all regions; nobody is served where the run does not have it."""
    seeking, hired = _market(results, lever, indicator)
    if lever.key not in results.service_names:
        return Funnel((0.0,) * len(FUNNEL), 0.0, seeking=seeking, hired=hired)
    eligible = results.services[:, results.service_names.index(lever.key), :, 0].sum(axis=1)
    return replace(funnel_in(results, lever, np.flatnonzero(eligible > 0)[-YEAR:]), seeking=seeking, hired=hired)


def funnel_in(results: Results, lever: Lever, rows: Rows) -> Funnel:
    """Return what one run counts of a lever that it has, a month, over some months; nobody where there are none.

    `rows`: of the months, 0 = base date. Money, and what it did not reach, are of the whole run.
    """
    place = results.service_names.index(lever.key)
    mine = results.services[:, place].sum(axis=1).astype(np.float64)  # [months, stages]
    people = mine[rows, : len(FUNNEL)].mean(axis=0) if len(rows) else np.zeros(len(FUNNEL))
    return Funnel(
        persons=tuple(people.tolist()),
        spent_yuan=float(results.cost_fen[:, place].sum()) / FEN_A_YUAN,
        unmet=float(mine[:, STAGES.index("unmet")].sum()),
    )


def _market(results: Results, lever: Lever, indicator: str) -> tuple[float, float]:
    """Return who apply for work in a month and who find it: in the counties of a lever, or in all towns."""
    is_urban = indicator in URBAN
    places = [results.regions.index(code) for code in (results.regions if is_urban else lever.regions)]
    seeking = results.level("applicants_urban" if is_urban else "applicants_county")[-YEAR:, places]
    hired = results.count("hired_outbound" if is_urban else "hired_local")[-YEAR:, places]
    return float(seeking.sum(axis=1).mean()), float(hired.sum(axis=1).mean())


@dataclass(frozen=True)
class LastStep:
    """The last step of a search that met no goal, from the dose before to the greatest allowed, and what was reached.

    `gained`, `reached`, `over_best` [pairs]: how much nearer the goal is than at the dose before, than with nothing
    new, and than at the best dose that was tried. `missing`: what still lacks there. `still`: simulates how much
    nearer the greatest dose comes than nothing new with pay and hiring chances held [pairs].
    """

    lever: Lever
    dose: float  # the greatest
    indicator: str
    first: Funnel  # at the smallest dose that was tried: nothing new, or the least that was asked for
    before: Funnel
    last: Funnel
    gained: Numbers
    reached: Numbers
    over_best: Numbers
    missing: float
    still: Callable[[], Numbers]

    @property
    def counts_places(self) -> bool:
        """Whether the lever's level is a number of places, so that more of it is for more people."""
        return counts_places(self.lever)

    @property
    def refuses(self) -> bool:
        """Whether people apply at the greatest dose who are not served."""
        return self.last.served < NEARLY_ALL * self.last.persons[APPLIED]

    @property
    def serves_more(self) -> bool:
        """Whether the last step served more people."""
        return self.last.served > self.before.served * (1 + SAME)


def binding_of(step: LastStep) -> Bottleneck:
    """Return what binds at the greatest dose that was tried.

    Books come before people, and people before what is inferred from differences between runs. Where more places
    serve nobody more, people are short, or places where they are; where people are served and the indicator comes no
    nearer, the market is.
    """
    limit = limit_of(step.lever, step.last)
    if limit is not None:
        return _bound(step, limit)
    gained, reached, over_best = (_effect(pairs) for pairs in (step.gained, step.reached, step.over_best))
    if is_told(over_best) and over_best.mean < 0:
        return _bound(step, "direction")
    comes_nearer = is_told(gained) and gained.mean > 0
    if step.counts_places and not (step.refuses and step.serves_more):
        if comes_nearer or not step.serves_more:
            return (
                _bound(step, lost_at(step.lever, step.last))
                if is_told(reached)
                else _no_nearer(step, reached, step.first)
            )
    elif comes_nearer:
        return _bound(step, "ceiling")
    return _no_nearer(step, gained, step.before)


def _effect(pairs: Numbers) -> Effect:
    found = effect_of(pairs)
    assert found is not None  # a goal that is not defined was refused
    return found


def _bound(step: LastStep, what: What, unseen: float | None = None, still: float | None = None) -> Bottleneck:
    return Bottleneck(what, step.dose, step.last, step.lever.cost.total_budget, unseen, still)


def counts_places(lever: Lever) -> bool:
    """Return whether a lever's level is a number of places for people, or of units with places."""
    return lever.NAME in PERSONS


def limit_of(lever: Lever, last: Funnel) -> What | None:
    """Return whether money or a stated number of loans leaves somebody unserved, by the books."""
    budget, loans = lever.cost.total_budget, getattr(lever, "loans_per_year", None)
    if last.unmet > 0 and loans is not None and last.served >= NEARLY_ALL * loans / YEAR:
        return "places"
    if budget is None:
        return None
    is_spent = last.spent_yuan >= NEARLY_ALL * budget or lever.cost.one_off > budget
    return "money" if is_spent or last.unmet > 0 else None


def lost_at(lever: Lever, funnel: Funnel) -> What:
    """Return at which stage most people are lost; `eligible`: at none, all who are eligible are served."""
    if funnel.persons[0] == 0:
        return "nobody"
    stage, share = min(funnel.passed.items(), key=lambda passed: passed[1])
    if share >= NEARLY_ALL:
        return "eligible"
    if counts_places(lever) and stage in ("approved", "served"):
        return "places"
    return LOST[stage]


def _no_nearer(step: LastStep, change: Effect, since: Funnel) -> Bottleneck:
    """Return why a change brings the goal no nearer, or that so few pairs cannot tell whether it does.

    `since`: the funnel before the change. Where all who apply are served, or more places serve nobody more, people or
    places are short, whatever they bring, unless it is known that more of them would bring nothing.
    """
    lost = lost_at(step.lever, step.last)
    if step.last.served == 0:
        return _bound(step, lost)
    if not _would_show(step, change, since):
        is_books = step.counts_places and not (step.refuses and step.serves_more)
        return _bound(step, lost if is_books else "luck", change.detectable)
    if not step.counts_places and lost != "eligible":
        return _bound(step, lost, change.detectable)
    still = _effect(step.still())
    is_taken_back = is_told(still) and still.mean > 0
    return _bound(step, "demand" if is_taken_back else "anyway", change.detectable, still.mean)


def _would_show(step: LastStep, change: Effect, since: Funnel) -> bool:
    """Return whether so many pairs would have shown a change that counts."""
    if change.detectable is None:
        return False
    more = step.last.served - since.served
    if more > 0 and step.counts_places and indicators()[step.indicator].unit == "persons":
        return change.detectable <= SEEN_A_PERSON * more
    # More places serve nobody more: of what is no head count nobody knows how little they would have to bring.
    is_used_up = step.counts_places and not step.serves_more
    return not is_used_up and change.detectable <= SEEN * step.missing
