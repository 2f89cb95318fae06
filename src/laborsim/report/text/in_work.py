"""Why more people are unemployed although more are in work: who farmed or did not work came into the labor market."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import EMPLOYED, SEEKING, Point
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import point_places
from laborsim.report.text.numbers import joined_scale, rounded, sentence_printer, unit
from laborsim.report.text.phrases import joined

BOTH_RISE = Words(
    "Why more people seek work although more are in work ({where}): on balance {came} who farmed or did not work "
    "came into the labor market: {employed} more are in work, {seeking} more seek it",
    "求职人数和在业人数同时增加的原因（{where}）：净{came}原务农或未就业的人员进入劳动力市场，其中就业增加{employed}，求职增加{seeking}",
)
RISES = ("raises", "likely raises")
"""Verdicts on a number that more is said of."""


def why_both_rise(effect: Callable[[Point], Effect | None], points: Iterable[Point], language: Language) -> list[str]:
    """Return a line for every place and month in which both people in work and the unemployed rise; else none.

    `effect`: of persons at the end of a month. Whoever is neither in work nor seeks is out of the labor market, and no
    measure changes who is of working age: what both numbers gain together, that one loses.
    """
    found = []
    for point in dict.fromkeys(replace(one, indicator=EMPLOYED, months=0) for one in points if is_about(one)):
        employed, seeking = effect(point), effect(replace(point, indicator=SEEKING))
        if employed and seeking and employed.verdict in RISES and seeking.verdict in RISES:
            where = joined(point_places(point, language), language)
            found.append(BOTH_RISE.filled(language, where=where, **_parts(employed.mean, seeking.mean, language)))
    return found


def is_about(point: Point) -> bool:
    """Return whether a number is about who works or seeks, of everybody in a place."""
    return point.indicator in (EMPLOYED, SEEKING) and not point.group


def _parts(employed: float, seeking: float, language: Language) -> dict[str, str]:
    """Return two numbers of persons and their sum, rounded so that the printed parts add up to the printed sum."""
    printer = sentence_printer([employed + seeking], unit("persons"), language, change=True)
    own = [float(rounded(printer.shown(one), printer.decimals)) * printer.scale.factor for one in (employed, seeking)]
    employed_words, seeking_words = (joined_scale(printer.number(one), printer) for one in own)
    return {"came": printer.with_unit(sum(own)), "employed": employed_words, "seeking": seeking_words}
