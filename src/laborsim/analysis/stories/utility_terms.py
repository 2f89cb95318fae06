"""Why one worker decided as he did: the terms of his utility in two worlds, and the one that made the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels import passes
from laborsim.kernels.applications import COUNTY, FOUND, NOTHING, POST, WORKSHOP
from laborsim.kernels.choice.choice import HOME, INSIDE, OUTSIDE, PLACE, REST, STAY, WAIT
from laborsim.kernels.choice.tables import Places, Tastes, choice_tables
from laborsim.kernels.codes import GONE, LOCAL, NOWHERE, OUT, SEEKING
from laborsim.kernels.life.entrants import first_job
from laborsim.kernels.month import Month
from laborsim.kernels.random import month_words
from laborsim.kernels.state import COLUMNS, WorkerColumns
from laborsim.kernels.traits import PARK_BIT
from laborsim.kernels.welfare import FOUNDING, LOCAL_WORK, first_values, values_of
from laborsim.model.worker import DRAWN, RULES

ALTERNATIVES = {
    STAY: "stay, or apply where one is",
    LOCAL_WORK: "local work",
    FOUNDING: "a business of their own",
    INSIDE: "work in another place of the own province",
    OUTSIDE: "work in another province",
    REST: "farming or not working",
    WAIT: "wait a month without applying",
    PLACE: "a public-welfare post or workshop place",
}
"""What somebody can choose between, by its place in `values_of`; the two ways of working at home apart."""

PARTS_OF_MONTH: dict[str, tuple[str, ...]] = {
    "start-up subsidy": ("subsidies",),
    "guaranteed loan": ("loans", "loan_terms"),
    "entrepreneurship park": ("founding.park_chance", "founding.park_setup_cost_cut", "work.park_closure_cut"),
    "customers that other businesses leave": ("founding.custom",),
    "public-welfare post": ("posts", "posts_free", "pay.post", "work.post_end"),
    "workshop place": ("workshops_free", "pay.workshop_ratio", "work.workshop_end"),
    "training offer": ("training",),
    "risk of losing a job": ("work.separation", "work.layoffs_county", "work.layoffs_urban"),
    "calls home": ("work.recall", "work.returns"),
}
"""Terms that are whole parts of a month, by their fields in `kernels.month.Month`."""

PARTS_OF_PLACES: dict[str, tuple[str, ...]] = {
    "pay at home": ("pay_county",),
    "pay in town": ("pay_urban",),
    "rents in town": ("rent",),
    "household registration": ("barrier",),
    "school places": ("school_share",),
    "people from home already there": ("network",),
}
"""Terms that work through the tables of the choice, by their fields in `kernels.choice.tables.Places`."""

BESIDES_TABLES: dict[str, tuple[str, ...]] = {
    "pay at home": ("pay.county", "choice.home_income", "choice.out"),
    "pay in town": ("pay.urban",),
    "school places": ("choice.school_share",),
}
"""Fields of the month that go with a term of the tables."""

TABLES = ("local", "inside", "outside", "outside_weight", "outside_value")
WHOLE_PAST = "path so far"
PARTS_OF_PAST: dict[str, tuple[str, ...]] = {
    "place held in a park": ("traits",),
    "training received": ("training_end",),
    "savings and debts": ("savings", "debt"),
    WHOLE_PAST: COLUMNS,
}
"""Terms that are the worker's own past in that world, by columns; of the traits only the place in a park."""

TERMS = (*PARTS_OF_MONTH, *PARTS_OF_PLACES, *PARTS_OF_PAST)

RULES_BEFORE_CHOICE = tuple(name for name in RULES if name not in ("choose", "settle"))


@dataclass(frozen=True)
class Situation:
    """One worker in one world on the eve of a month, and that month: all that his decision depends on."""

    row: WorkerColumns  # [1]
    month: Month
    places: Places
    tastes: Tastes
    is_first: bool = False  # the month in which he enters, and has or seeks the first job he chooses

    def decided(self) -> tuple[int, int]:
        """Return (status, what is applied for) after the month's decisions, made by the model's own rules.

        For somebody who enters: his status, and the destination of his first job.
        """
        row = self.row.copy()
        if self.is_first:
            row.status[:], row.destination[:] = SEEKING, NOWHERE
            first_job(row[0], self.month)
            return int(row.status[0]), int(row.destination[0])
        passes.decide(row, self.month, 0, 1)
        return int(row.status[0]), int(row.applied[0])

    def before_choice(self) -> WorkerColumns:
        """Return the worker as he is when he chooses: a month older, perhaps without his job [1]."""
        row = self.row.copy()
        words = month_words(self.month.stream, row[0].worker_id, self.month.step)
        for name in RULES_BEFORE_CHOICE:
            RULES[name](row[0], self.month, *([words] if name in DRAWN else []))
        return row

    def values(self) -> NDArray[np.float64]:
        """Return the utility of every alternative before luck, see `kernels.welfare.values_given`."""
        if self.is_first:
            first: NDArray[np.float64] = first_values(self.row[0], self.month)
            return first
        row = self.before_choice()
        if row.status[0] == GONE:
            return np.full(max(ALTERNATIVES) + 1, -np.inf)
        found: NDArray[np.float64] = values_of(row[0], self.month)
        return found


@dataclass(frozen=True)
class Reason:
    """What a deciding month looks like: choices, values and terms; worlds in the order scenario, baseline."""

    decided: tuple[tuple[int, int], tuple[int, int]]  # status and application after the decisions
    values: tuple[NDArray[np.float64], NDArray[np.float64]]
    terms: Mapping[str, float]  # utility of what the scenario's choice gains by each term
    pivots: tuple[str, ...]  # each of which, taken away, restores the old choice
    together: tuple[str, ...]  # where none does alone: the first terms, in order, that do together
    nest_home: float  # dissimilarity of local work and founding
    is_first: bool = False  # the first job of somebody who enters, for which nobody applies


def reason_of(ours: Situation, theirs: Situation) -> Reason:
    """Return why a worker decided otherwise in the scenario than in the baseline in one month."""
    decided = ours.decided(), theirs.decided()
    values = ours.values(), theirs.values()
    chosen = alternative_of(ours)
    terms = {name: float(_gain(values[0], without(ours, theirs, [name]).values(), chosen)) for name in TERMS}
    pivots: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    if decided[0] != decided[1]:
        pivots = tuple(name for name in TERMS if without(ours, theirs, [name]).decided() == decided[1])
        pivots = (
            tuple(name for name in pivots if name != WHOLE_PAST) or pivots
        )  # the rest of the past says nothing more
        if not pivots:
            order = sorted(TERMS, key=lambda name: -abs(terms[name]))
            firsts = (tuple(part) for part in accumulate([name] for name in order))
            together = next((part for part in firsts if without(ours, theirs, part).decided() == decided[1]), ())
    nest = float(ours.month.choice.nest_home)
    return Reason(decided, values, terms, pivots, together, nest, ours.is_first)


def _gain(with_it: NDArray[np.float64], without_it: NDArray[np.float64], chosen: int) -> float:
    """Return what an alternative loses without a term; one that was not open before gains without bound."""
    if with_it[chosen] == without_it[chosen]:
        return 0.0
    return float(with_it[chosen] - without_it[chosen])


def alternative_of(moment: Situation) -> int:
    """Return the alternative that a worker takes in a month, by its place in `values_of`."""
    status, applied = moment.decided()
    if moment.is_first:
        return LOCAL_WORK if status in (LOCAL, SEEKING) else INSIDE if applied == int(moment.row.origin[0]) else OUTSIDE
    before = moment.before_choice()
    at_home = {COUNTY: LOCAL_WORK, FOUND: FOUNDING, POST: PLACE, WORKSHOP: PLACE}
    if applied in at_home:
        return at_home[applied]
    if applied != NOTHING:
        return INSIDE if applied == int(before.origin[0]) else OUTSIDE
    return REST if status == OUT and before.status[0] != OUT else STAY


def without(ours: Situation, theirs: Situation, terms: Sequence[str]) -> Situation:
    """Return the scenario's moment with some terms as they are in the baseline."""
    places = _places_without(ours.places, theirs.places, terms)
    month = _copied(ours.month)
    for name in terms:
        for path in (*PARTS_OF_MONTH.get(name, ()), *BESIDES_TABLES.get(name, ())):
            _take_over(month, theirs.month, path.split("."))
    if places is not ours.places:
        tables = choice_tables(places, ours.tastes)
        for name in TABLES:
            month["choice"][name] = getattr(tables, name)
    return Situation(_row_without(ours.row, theirs.row, terms), month, places, ours.tastes, ours.is_first)


def _row_without(ours: WorkerColumns, theirs: WorkerColumns, terms: Sequence[str]) -> WorkerColumns:
    row = ours.copy()
    for name in terms:
        for column in PARTS_OF_PAST.get(name, ()):
            row[column] = theirs[column]
            if column == "traits" and name != WHOLE_PAST:
                row.traits = (ours.traits & ~PARK_BIT) | (theirs.traits & PARK_BIT)
    return row


def _places_without(ours: Places, theirs: Places, terms: Sequence[str]) -> Places:
    fields = [field for name in terms for field in PARTS_OF_PLACES.get(name, ())]
    return ours._replace(**{field: getattr(theirs, field) for field in fields}) if fields else ours


def _copied(month: Month) -> Any:
    """Return a month's record that can be changed.

    What no business can exceed is of its own world, and only spares work: in a mixture of two nothing is known of it.
    """
    record: Any = month
    copy = np.array([record], record.dtype).view(np.recarray)[0]
    copy["founding"]["ceiling"][...] = np.inf
    return copy


def _take_over(month: Any, other: Any, path: Sequence[str]) -> None:
    """Put one part of another month, a field or a whole record of fields, into a month."""
    for name in path[:-1]:
        month, other = month[name], other[name]
    last = path[-1]
    if month.dtype[last].names is None:
        month[last] = other[last]
        return
    for name in month.dtype[last].names:
        month[last][name] = other[last][name]


def chances_of(values: NDArray[np.float64], nest: float) -> NDArray[np.float64]:
    """Return the chance of every alternative before luck, if the worker thinks again; −inf has none.

    `nest`: dissimilarity of local work and founding, which share the chance of the nest at home.
    """
    top = values[: PLACE + 1].copy()
    if not np.isfinite(top).any() or np.isneginf(top[HOME]):
        return _shares(values)
    chances = np.zeros_like(values)
    chances[: PLACE + 1] = _shares(top)
    both = [LOCAL_WORK, FOUNDING]
    chances[both] = chances[HOME] * _shares(values[both] / nest)
    return chances


def _shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    weights: NDArray[np.float64] = np.exp(values - values.max())
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares
