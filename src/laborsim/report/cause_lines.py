"""Effects, causes, goals and doses in plain lines that a person reads."""

from collections.abc import Iterator, Mapping

from laborsim.comparison.causes import Cause, Causes
from laborsim.comparison.closures import MarketResponse
from laborsim.comparison.goals import GoalAnswer, Probability
from laborsim.comparison.solve import Solution
from laborsim.experiment.effect import Effect
from laborsim.experiment.headline import Point
from laborsim.report.cause_pictures import lever_name
from laborsim.report.indicator_words import quantity
from laborsim.report.language import inside_sentence
from laborsim.report.numbers import MOST_DECIMALS, digits, spoken, with_unit
from laborsim.report.phrases import Words, short_month
from laborsim.report.region_words import region_words
from laborsim.report.run_summary import said
from laborsim.report.units import Unit, unit

SMALL = 1e-3
CALM = ("no effect", "no detectable effect", "too few pairs")


def effect_line(point: Point, effect: Effect) -> str:
    """Return what the plan does to one number: verdict, mean, interval, and what could have been seen."""
    shown = unit_of(point)
    head = f"{place_and_date(point)}: {effect.verdict}"
    if effect.verdict == "no effect":
        return head
    if effect.verdict == "no detectable effect" and effect.detectable is not None:
        head += f" (one of {with_unit(effect.detectable, shown, 'en', change=True)} would have been seen)"
    return f"{head}, {banded(effect, shown)}"


def cause_lines(causes: Causes, names: Mapping[str, Words]) -> Iterator[str]:
    """Yield how it was found, then two lines for each number: shares of the levers, and direct and market response."""
    how = "every coalition of measures" if causes.is_exact else "two opposite orders of the measures in every pair"
    coarse = f", {causes.coarser} times as many persons a worker as in the run" if causes.coarser > 1 else ""
    yield f"Shapley shares over {causes.pairs} pairs, {how} ({causes.worlds} worlds){coarse}; shares add up."
    yield "In brackets: not told apart from zero."
    for cause in causes.found:
        yield from _cause(cause, names)


def goal_lines(answer: GoalAnswer) -> Iterator[str]:
    """Yield the probability of a goal in both worlds, when failure becomes likely, and whose doing it is."""
    goal = answer.goal
    name = quantity(goal.indicator).name.said("en")
    place = region_words(goal.region).said("en")
    beside = "" if answer.baseline is None else f", without the measures {chance(answer.baseline)}"
    yield f"{name}, {place}; {inside_sentence(said(goal, 'en'))}: met in {chance(answer.scenario)}{beside}"
    if answer.fails_from is not None:
        first = answer.path[0].month
        until = " (the first month in which it is defined)" if answer.fails_from == first else ""
        yield f"  failure is more likely than not from {short_month(answer.fails_from, 'en')} on{until}"
    if answer.effect is not None:
        yield f"  the measures: {answer.effect.verdict}, {banded(answer.effect, unit_of(answer.point))}"
    if answer.is_mostly_background:
        share = f"{100 * answer.simulated_share:.0f}"
        yield f"  mostly urban background: {share} % of it is simulated, the rest no measure here can move"


def solution_lines(solution: Solution) -> Iterator[str]:
    """Yield the dose that meets a goal, or the best that can be had and what binds."""
    goal, best = solution.goal, solution.best
    lever = lever_name(solution.lever).said("en")
    doses = solution.lever.DECLARATION.unit
    wanted = f"{100 * solution.wish.probability:.0f} % of runs"
    name, place = quantity(goal.indicator).name.said("en"), region_words(goal.region).said("en")
    aim = f"{name}, {place}; {inside_sentence(said(goal, 'en'))}"
    if solution.is_met_anyway:
        yield f"{aim}: met in {chance(best.met)} with nothing new; no dose of {inside_sentence(lever)} is needed"
    elif solution.enough is not None and solution.too_little is not None:
        little = solution.too_little
        yield f"{aim}, in {wanted}: {lever} at {number(best.dose)} {doses}, met in {chance(best.met)}"
        yield f"  {number(little.dose)} {doses} is too little: met in {chance(little.met)}"
    else:
        yield f"{aim}, in {wanted}: no dose of {inside_sentence(lever)} is enough"
        yield f"  the best that was found is {number(best.dose)} {doses}: met in {chance(best.met)}"
    if solution.binding is not None:
        yield f"  what binds: {solution.binding.words}"
    if solution.is_mostly_background:
        yield f"  mostly urban background: {100 * solution.simulated_share:.0f} % of the indicator is simulated"


def unit_of(point: Point) -> Unit:
    """Return the unit of a number of a summary."""
    return unit(quantity(point.indicator, is_share=True).unit)


def place_and_date(point: Point) -> str:
    """Return "Founders in business, China, Dec 2030"."""
    name = quantity(point.indicator).name.said("en")
    return f"{name}, {region_words(point.region).said('en')}, {short_month(point.month, 'en')}"


def banded(effect: Effect, shown: Unit) -> str:
    """Return "+86 thousand persons (95 %: 51 thousand … 121 thousand)"."""
    mean = f"{brief(effect.mean, shown)} {shown.of(True).said('en')}"
    if effect.low_95 is None or effect.high_95 is None:
        return f"{mean} (one pair: no interval)"
    ends = (brief(end, shown) for end in (effect.low_95, effect.high_95))
    return f"{mean} (95 %: {' … '.join(ends)})"


def brief(stored: float, shown: Unit) -> str:
    """Return a signed difference in figures; small ones have the decimals they need, not a power of ten."""
    value = stored * shown.shown_per_stored
    if 0 < abs(value) < SMALL:
        return digits(value, MOST_DECIMALS, signed=True).rstrip("0")
    return spoken(value, "en", signed=True)


def chance(found: Probability) -> str:
    """Return "5 of 10 runs (95 %: 22–78 %)"."""
    low, high = found.interval
    return f"{found.count} of {found.runs} runs (95 %: {100 * low:.0f}–{100 * high:.0f} %)"


def number(dose: float) -> str:
    """Return a dose with its thousands apart."""
    return f"{dose:,.10g}"


def _cause(cause: Cause, names: Mapping[str, Words]) -> Iterator[str]:
    yield effect_line(cause.point, cause.plan.total)
    if cause.plan.total.verdict == "no effect" and not any(_matters(share) for share in cause.shares.values()):
        return
    shown = unit_of(cause.point)
    shares = sorted(cause.shares.items(), key=lambda share: -abs(share[1].total.mean))
    yield "  of it " + ", ".join(f"{names[key].said('en')} {_short(share.total, shown)}" for key, share in shares)
    if cause.plan.direct is not None and cause.plan.market is not None:
        direct, market = (_short(part, shown) for part in (cause.plan.direct, cause.plan.market))
        yield f"  direct {direct}, response of the markets {market}"
    clear = [(keys, both) for keys, both in cause.interactions.items() if both.verdict not in CALM]
    for (one, other), both in clear:
        how = "overlap" if both.mean * cause.plan.total.mean < 0 else "reinforce each other"
        yield f"  {names[one].said('en')} and {names[other].said('en')} {how}: {_short(both, shown)}"


def _matters(share: MarketResponse) -> bool:
    return share.total.verdict != "no effect"


def _short(effect: Effect, shown: Unit) -> str:
    """Return a mean in figures, in brackets where it is not told from zero."""
    text = brief(effect.mean, shown)
    return f"({text})" if effect.verdict in CALM else text
