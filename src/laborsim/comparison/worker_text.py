"""A worker's story in plain lines: who he is, his months in both worlds, what he chose between, what decided it."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.people import GROUPS
from laborsim.comparison.worker_story import Story, Stretch
from laborsim.comparison.worker_terms import ALTERNATIVES, Reason
from laborsim.inputs.figures import province_table
from laborsim.kernels.applying import COUNTY, FOUND, NOTHING, POST, WORKSHOP
from laborsim.kernels.appraising import FOUNDING, LOCAL_WORK
from laborsim.kernels.choosing import HOME, PLACE
from laborsim.kernels.codes import (
    FOUNDER,
    GONE,
    LOCAL,
    NOWHERE,
    OUT,
    OUTBOUND,
    PLACED,
    SEEKING,
    SEEKING_AWAY,
    month_name,
    year_and_month,
)

STATE_WORDS = {
    "local": "job near home", "outbound_inside": "job away in the province", "outbound_outside": "job in",
    "founder": "own business", "placed": "placed work", "seeking": "seeking at home", "seeking_away": "seeking in",
    "out": "at rest at home", "gone": "-",
}  # fmt: skip
WITH_PLACE = ("outbound_outside", "seeking_away")
DECISIONS = {NOTHING: "keeps what there is", COUNTY: "applies for a job near home", FOUND: "founds a business"}
DECISIONS |= {POST: "asks for a public-welfare post", WORKSHOP: "asks for a workshop place"}
STATUS_WORDS = {
    LOCAL: "in a job near home", OUTBOUND: "in a job away", FOUNDER: "in business", PLACED: "in placed work",
    SEEKING: "without a job, at home", SEEKING_AWAY: "without a job, away", OUT: "at rest at home", GONE: "gone",
}  # fmt: skip
AT_WORK = (LOCAL, OUTBOUND, FOUNDER, PLACED)
SMALLEST_TERM = 0.0005
"""Utility below which a term is not printed."""

NAMES_WIDTH, WORLD_WIDTH = 18, 42


def story_lines(story: Story) -> list[str]:
    """Return a worker's story as lines of text."""
    lines = [_who(story), f"{'months':{NAMES_WIDTH}}{'without the measures':{WORLD_WIDTH}}with them"]
    lines += [_stretch(stretch) for stretch in story.stretches]
    if story.reason is None or story.deciding is None:
        return [*lines, "Both worlds are the same to this worker in every month."]
    return [*lines, *_decision(story, story.deciding, story.reason)]


def _who(story: Story) -> str:
    born, _ = year_and_month(story.birth_month)
    names = {group: GROUPS[group][code] for group, code in story.groups.items()}
    schooling = names["schooling"].replace("_", " ")
    return (
        f"Worker {story.worker_id} (stands for {story.persons:,} persons; pair {story.pair}): {names['sex']}, "
        f"born {born}, {schooling}, home {place_name(story.origin)}, {names['lifted_out']}"
    )


def place_name(region: int) -> str:
    """Return the English name of a region."""
    return province_table()[region].name


def _stretch(stretch: Stretch) -> str:
    first, last = month_name(stretch.first), month_name(stretch.last)
    months = first if first == last else f"{first}…{last}"
    ours, theirs = (_there(stretch, world) for world in (0, 1))
    return f"{months:{NAMES_WIDTH}}{theirs:{WORLD_WIDTH}}{'the same' if not stretch.differs else ours}"


def _there(stretch: Stretch, world: int) -> str:
    state = stretch.states[world]
    place = stretch.places[world]
    words = STATE_WORDS[state] + (f" {place_name(place)}" if state in WITH_PLACE else "")
    pay = stretch.pay_yuan[world]
    return f"{words}, {pay:,.0f} yuan" if pay > 0 else words


def _decision(story: Story, month: int, reason: Reason) -> Iterator[str]:
    parted = f" (they part {story.partings} times)" if story.partings > 1 else ""
    yield f"Deciding month: {month_name(month)}{parted}."
    before_words, now_words = (decision_words(reason.decided[world], is_first=reason.is_first) for world in (1, 0))
    yield f"  without the measures: {before_words}; with them: {now_words}."
    yield f"  What there is to choose between on thinking again: utility and chance before luck{'':2}without | with"
    before, now = reason.values[1], reason.values[0]
    chances = chances_of(before, reason.nest_home), chances_of(now, reason.nest_home)
    for k, name in ALTERNATIVES.items():
        if math.isfinite(before[k]) or math.isfinite(now[k]):
            yield (
                f"    {name:44}{_utility(before[k])} ({chances[0][k]:6.1%}) | {_utility(now[k])} ({chances[1][k]:6.1%})"
            )
    yield from _terms(reason)
    yield f"  {pivot_words(reason)}"


def _terms(reason: Reason) -> Iterator[str]:
    """Yield what the choice with the measures owes to the worlds' differences; of the same choice that is noise."""
    if reason.decided[0] == reason.decided[1]:
        return
    terms = sorted(((gain, name) for name, gain in reason.terms.items() if abs(gain) >= SMALLEST_TERM), reverse=True)
    if terms:
        yield "  What the choice with the measures owes to each difference between the worlds, utility:"
        yield from (
            f"    {name:44}{gain:+.3f}" if math.isfinite(gain) else f"    {name:44}opens it" for gain, name in terms
        )


def _utility(value: float) -> str:
    return f"{value:+7.2f}" if math.isfinite(value) else " closed"


def decision_words(decided: tuple[int, int], *, is_first: bool = False) -> str:
    """Return what was decided in words. `decided`: status after it and what is applied for, see `Moment.decided`.

    `is_first`: somebody who enters, and has the first job he chooses: the place is where that job is.
    """
    status, applied = decided
    if is_first:
        return "takes a job near home" if status == LOCAL else f"takes a job in {place_name(applied)}"
    if status == OUTBOUND and applied == NOTHING:
        return "keeps the job away"
    if applied < len(province_table()):
        # Whoever has work keeps it until the market gives him the place: his status alone would tell the old job.
        has_work = f"{STATUS_WORDS[status]}, " if status in AT_WORK else ""
        return f"{has_work}applies for work in {place_name(applied)}"
    if applied in (NOTHING, NOWHERE):
        return f"applies for nothing, {STATUS_WORDS[status]}"
    return DECISIONS[applied]


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


def pivot_words(reason: Reason) -> str:
    """Return what made the difference, in one sentence."""
    if reason.decided[0] == reason.decided[1]:
        return "The same decision in both worlds: in one of them somebody else had the place (queue or job lottery)."
    if reason.pivots:
        return f"What made the difference: {' or '.join(reason.pivots)}. Without it the old choice stands."
    if reason.together:
        return f"What made the difference: {', '.join(reason.together)} together; none of them alone."
    return "No single difference between the worlds restores the old choice."
