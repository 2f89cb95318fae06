"""What keeps a lever from doing more, read off its funnel: budget, people, take-up, range, or the market."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import YEAR
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.store.results import SERVICES, Results
from laborsim.levers import Lever

Numbers = NDArray[np.float64]

STAGES = SERVICES[:5]
"""From being eligible to being served."""

FEN_A_YUAN = 100

SAME = 0.02
"""People served at two doses are the same number within this share. ASSUMPTION, for the wording only."""

NEARLY_ALL = 0.95
"""A stage that this share of people pass holds up nobody; a budget spent to this share is spent. ASSUMPTION."""

What = Literal["budget", "nobody", "eligibility", "take-up", "capacity", "tries", "range", "headroom", "direction"]


@dataclass(frozen=True)
class Funnel:
    """A lever's funnel: persons a month over the last year, by stage, and what was spent since the base date."""

    persons: tuple[float, ...]  # as STAGES
    spent_yuan: float

    @property
    def served(self) -> float:
        """Persons served a month, or holding a place."""
        return self.persons[-1]

    @property
    def passed(self) -> dict[str, float]:
        """Share of the people of the stage before that pass each stage."""
        steps = zip(STAGES[1:], pairwise(self.persons), strict=True)
        return {stage: after / before if before > 0 else 0.0 for stage, (before, after) in steps}

    @staticmethod
    def mean(funnels: Sequence["Funnel"]) -> "Funnel":
        """Return the mean of the funnels of several runs."""
        persons = np.mean([funnel.persons for funnel in funnels], axis=0)
        return Funnel(tuple(persons.tolist()), float(np.mean([funnel.spent_yuan for funnel in funnels])))


@dataclass(frozen=True)
class Bottleneck:
    """What binds at the greatest dose that was tried: the lever's funnel there, and people served at the dose before.

    `nobody`: is eligible and asks; `eligibility`: all who are eligible are served; `tries` ended; see `binding_of`.
    """

    what: What
    funnel: Funnel
    served_before: float
    budget_yuan: float | None


def funnel_of(results: Results, lever: str) -> Funnel:
    """Return the funnel of a lever over all regions in one run; an empty one where the run does not have it."""
    if lever not in results.service_names:
        return Funnel((0.0,) * len(STAGES), 0.0)
    place = results.service_names.index(lever)
    mine = results.services[:, place].sum(axis=1).astype(np.float64)  # [months, stages]
    people = mine[-YEAR:, : len(STAGES)].mean(axis=0)
    return Funnel(tuple(people.tolist()), float(results.cost_fen[:, place].sum()) / FEN_A_YUAN)


def binding_of(
    lever: Lever, *, gained: Numbers, reached: Numbers, funnels: tuple[Funnel, Funnel], is_most: bool
) -> Bottleneck:
    """Return what binds at the greatest dose that was tried.

    `gained`, `reached` [pairs]: how much nearer the goal is than at the dose before, and than with nothing new.
    `funnels`: at the dose before, and at the greatest. `is_most`: whether no greater dose is allowed.
    """
    before, last = funnels
    budget, moved = lever.cost.budget, effect_of(reached)
    what: What
    if budget is not None and last.spent_yuan >= NEARLY_ALL * budget:
        what = "budget"
    elif moved is not None and moved.mean < 0 and moved.verdict in ("lowers", "likely lowers"):
        what = "direction"
    elif last.served <= before.served * (1 + SAME):
        what = _people(last)
    elif not _nearer(gained):
        what = "headroom"
    else:
        what = "range" if is_most else "tries"
    return Bottleneck(what, last, before.served, budget)


def _nearer(gained: Numbers) -> bool:
    """Return whether the last dose brought the indicator nearer to the goal."""
    more = effect_of(gained)
    return more is not None and more.mean > 0 and more.verdict != "no detectable effect"


def _people(funnel: Funnel) -> What:
    """Return at which stage people are lost where a greater dose serves no more of them."""
    if funnel.served == 0:
        return "nobody"
    stage, share = min(funnel.passed.items(), key=lambda step: step[1])
    if share >= NEARLY_ALL:
        return "eligibility"
    return "take-up" if stage in ("aware", "applied") else "capacity"
