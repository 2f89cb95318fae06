"""Why did this worker do that? A story in lines and as data: both worlds, what was chosen between, what decided it."""

import math
from collections.abc import Iterator
from typing import Any

from laborsim.analysis.ledger.people import GROUPS
from laborsim.analysis.stories.story import Story, Stretch
from laborsim.analysis.stories.utility_terms import ALTERNATIVES, Reason, chances_of
from laborsim.kernels.applications import COUNTY, FOUND, NOTHING, POST, WORKSHOP
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
from laborsim.published.regions import region_codes
from laborsim.report.text.dates import short_month
from laborsim.report.text.labels import member_words, region_words, state_words
from laborsim.report.text.numbers import digits, unit, with_unit

WITH_PLACE = ("outbound_outside", "seeking_away")
DECISIONS = {NOTHING: "keeps what there is", COUNTY: "applies for local work", FOUND: "founds a business"}
DECISIONS |= {POST: "asks for a public-welfare post", WORKSHOP: "asks for a workshop place"}
STATUS_WORDS = {
    LOCAL: "in local work", OUTBOUND: "in outbound work", FOUNDER: "in business", PLACED: "in a supported post",
    SEEKING: "unemployed at home", SEEKING_AWAY: "unemployed away from home", OUT: "farming or not working",
    GONE: "gone",
}  # fmt: skip
AT_WORK = (LOCAL, OUTBOUND, FOUNDER, PLACED)
SMALLEST_TERM = 0.0005
"""Utility below which a term is not printed."""

NAMES_WIDTH, WORLD_WIDTH = 20, 48


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
    stands_for = with_unit(story.persons, unit("persons"), "en")
    sex = {"male": "man", "female": "woman"}[names["sex"]]
    parts = [
        f"{sex} born in {born}",
        member_words(names["schooling"]).en,
        f"home {place_name(story.origin)}",
        *(["lifted out of poverty"] if story.groups["lifted_out"] else []),
    ]
    return f"Worker {story.worker_id} (stands for {stands_for}; pair {story.pair}): {', '.join(parts)}"


def place_name(region: int) -> str:
    """Return the English name of a region."""
    return region_words(region_codes()[region]).en


def _stretch(stretch: Stretch) -> str:
    first, last = short_month(stretch.first, "en"), short_month(stretch.last, "en")
    months = first if first == last else f"{first}–{last}"
    ours, theirs = (_there(stretch, world) for world in (0, 1))
    between = "" if len(theirs) < WORLD_WIDTH else "  "
    return f"{months:{NAMES_WIDTH}}{theirs:{WORLD_WIDTH}}{between}{'the same' if not stretch.differs else ours}"


def _there(stretch: Stretch, world: int) -> str:
    state = stretch.states[world]
    place = stretch.places[world]
    words = state_words(state).en + (f" ({place_name(place)})" if state in WITH_PLACE else "")
    pay = stretch.pay_yuan[world]
    return f"{words}, {digits(pay)} yuan" if pay > 0 else words


def _decision(story: Story, month: int, reason: Reason) -> Iterator[str]:
    parted = f" (they part {story.partings} times)" if story.partings > 1 else ""
    yield f"Deciding month: {short_month(month, 'en')}{parted}."
    before_words, now_words = (decision_words(reason.decided[world], is_first=reason.is_first) for world in (1, 0))
    yield f"  without the measures: {before_words}; with them: {now_words}."
    yield f"{'  What there is to choose between anew: utility, chance':56}without | with the measures"
    before, now = reason.values[1], reason.values[0]
    chances = chances_of(before, reason.nest_home), chances_of(now, reason.nest_home)
    for k, name in ALTERNATIVES.items():
        if math.isfinite(before[k]) or math.isfinite(now[k]):
            yield (
                f"    {name:44}{_utility(before[k])} ({_chance(chances[0][k])}) | {_utility(now[k])} "
                f"({_chance(chances[1][k])})"
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
            f"    {name:44}{digits(gain, 3, signed=True)}" if math.isfinite(gain) else f"    {name:44}opens it"
            for gain, name in terms
        )


def _utility(value: float) -> str:
    return f"{digits(value, 2, signed=True):>7}" if math.isfinite(value) else " closed"


def _chance(share: float) -> str:
    return f"{digits(100 * share, 1):>5}\u00a0%"


def decision_words(decided: tuple[int, int], *, is_first: bool = False) -> str:
    """Return what was decided in words. `decided`: status after it and what is applied for, see `Situation.decided`.

    `is_first`: somebody who enters, and has the first job he chooses: the place is where that job is.
    """
    status, applied = decided
    if is_first:
        return "takes local work" if status == LOCAL else f"takes a job in {place_name(applied)}"
    if status == OUTBOUND and applied == NOTHING:
        return "keeps the outbound job"
    if applied < len(region_codes()):
        # Whoever has work keeps it until the market gives him the place: his status alone would tell the old job.
        has_work = f"{STATUS_WORDS[status]}, " if status in AT_WORK else ""
        return f"{has_work}applies for work in {place_name(applied)}"
    if applied in (NOTHING, NOWHERE):
        return f"applies for nothing, {STATUS_WORDS[status]}"
    return DECISIONS[applied]


def pivot_words(reason: Reason) -> str:
    """Return what made the difference, in one sentence."""
    if reason.decided[0] == reason.decided[1]:
        return "The same decision in both worlds: in one of them somebody else had the place (queue or job lottery)."
    if reason.pivots:
        return f"What made the difference: {' or '.join(reason.pivots)}. Without it the old choice stands."
    if reason.together:
        return f"What made the difference: {', '.join(reason.together)} together; none of them alone."
    return "No single difference between the worlds restores the old choice."


WORLDS = ("scenario", "baseline")


def story_data(story: Story) -> dict[str, Any]:
    """Return a story as plain data; numbers that are not finite are null."""
    return {
        "worker_id": story.worker_id,
        "pair": story.pair,
        "persons": story.persons,
        "origin": region_codes()[story.origin],
        "born": month_name(story.birth_month),
        **{group: GROUPS[group][code] for group, code in story.groups.items()},
        "months": [_stretch_data(stretch) for stretch in story.stretches],
        "deciding_month": None if story.deciding is None else month_name(story.deciding),
        "reason": None if story.reason is None else _reason_data(story.reason),
    }


def _stretch_data(stretch: Stretch) -> dict[str, Any]:
    codes = region_codes()
    worlds = {
        world: {
            "status": stretch.states[k],
            "place": None if stretch.states[k] == "gone" else codes[stretch.places[k]],
            "pay_yuan": stretch.pay_yuan[k],
        }
        for k, world in enumerate(WORLDS)
    }
    return {"first": month_name(stretch.first), "last": month_name(stretch.last), **worlds}


def _reason_data(reason: Reason) -> dict[str, Any]:
    return {
        "utility": {
            world: {name: _finite(float(reason.values[k][at])) for at, name in ALTERNATIVES.items()}
            for k, world in enumerate(WORLDS)
        },
        "terms": {name: _finite(gain) for name, gain in reason.terms.items()},
        "pivots": list(reason.pivots),
        "together": list(reason.together),
        "words": pivot_words(reason),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
