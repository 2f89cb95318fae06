"""Who switched? The same people's status and place in both worlds."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.answer_files import AnswerPart, csv_leaf, plain_cells
from laborsim.analysis.ledger.pairs import Persons
from laborsim.analysis.ledger.people import STATES
from laborsim.analysis.ledger.switchers import EXCESS_COLUMNS, OD_COLUMNS, PLACE_COLUMNS, STATUS_COLUMNS, Switchers
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.headline import home
from laborsim.published.regions import NATION, region_codes
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import short_month
from laborsim.report.text.effects import effect_words
from laborsim.report.text.labels import region_words, state_words
from laborsim.report.text.numbers import unit, with_unit

TITLE = Words("Who switched?", "就业状态变化")
LARGEST_MOVES = 3
"""Switches from one status to another that the lines name."""

SWITCHED = Words(
    "In {month}, {persons}{of} have another status or place of work than in the baseline (mean of {pairs} pairs "
    "of runs).",
    "{month}，{of}{persons}的就业状态或就业地点与基准情景不同（{pairs}对模拟的均值）。",
)
MOVE = Words(
    "  {persons}: {before} without the measures, {now} with them",
    "  {persons}：不实施政策为“{before}”，实施政策为“{now}”",
)
NEEDED = Words(
    "The difference in counts alone takes {fewest}; the other {excess} trade places with somebody else.",
    "人数之差只需{fewest}变动即可形成；其余{excess}为相互替换。",
)
PLACES = Words("Work gained by place: {parts}.", "分就业地区看：{parts}。")
MOST = Words("most in {place}, {gain}", "{place}就业增加最多，{gain}")
LEAST = Words("least in {place}, {gain}", "{place}最少，{gain}")
ABROAD = Words("outside the home province {gain}", "跨省就业{gain}")
NOWHERE = Words("Work gained by place: none, the same in every pair.", "分就业地区看：每对模拟均无变化。")
OTHER_COUNT = Words(
    "This counts who is in work in a place this month, wherever they come from; local and outbound migrant workers are "
    "counted by home and by what they were in most of the last twelve months, which who seeks keeps: so the numbers "
    "differ.",
    "此处按就业地区统计当月在业人员，不论户籍地；本地和外出农民工按户籍地和近12个月的主要状态统计（求职者保留原状态），因此两者不同。",
)
OF = Words(" of {region}", "{region}")

PERSONS = unit("persons")


def switchers_part(found: Persons, language: Language = "en") -> AnswerPart:
    """Return who switched at the last date."""
    switchers = Switchers(found)
    lines = [*_status_lines(switchers, language), places_line(switchers, found.dates[-1], language)]
    leaves = (
        csv_leaf("switchers-status.csv", STATUS_COLUMNS, plain_cells(switchers.status_rows())),
        csv_leaf("switchers-places.csv", PLACE_COLUMNS, plain_cells(switchers.place_rows())),
        csv_leaf("switchers-excess.csv", EXCESS_COLUMNS, plain_cells(switchers.excess_rows())),
        csv_leaf("od-effect.csv", OD_COLUMNS, plain_cells(switchers.od_rows())),
    )
    return AnswerPart(TITLE.said(language), lines, leaves)


def _status_lines(switchers: Switchers, language: Language) -> Iterator[str]:
    date, region = switchers.found.dates[-1], home(switchers.found.scenario)
    table, excess = switchers.statuses(date, region).mean(axis=0), switchers.excess(date, region)
    yield SWITCHED.filled(
        language, month=short_month(date, language), of=of_region(region, language), pairs=len(excess.switched),
        persons=_persons(float(excess.switched.mean()), language),
    )  # fmt: skip
    moves = sorted(
        ((table[b, a], STATES[b], STATES[a]) for b in range(len(STATES)) for a in range(len(STATES)) if a != b),
        reverse=True,
    )
    for persons, before, now in moves[:LARGEST_MOVES]:
        if persons:
            names = {"before": state_words(before).said(language), "now": state_words(now).said(language)}
            yield MOVE.filled(language, persons=_persons(float(persons), language), **names)
    fewest, others = (_persons(number, language) for number in (float(excess.fewest.mean()), excess.excess.mean))
    yield NEEDED.filled(language, fewest=fewest, excess=others)


def places_line(switchers: Switchers, date: int, language: Language = "en") -> str:
    """Return where work is gained, each with its interval: the extremes of thirty-one are often random variation.

    A place that gains nothing is not the one that gains most. Why a count by the status of a year differs follows.
    """
    effects = switchers.od_effect(date)
    if not effects.any():
        return NOWHERE.said(language)
    gains = effects.sum(axis=1)
    means = gains.mean(axis=0)
    most, least = int(means.argmax()), int(means.argmin())
    away = effects.sum(axis=(1, 2)) - effects.trace(axis1=1, axis2=2)
    told = ((MOST, most, gains[:, most], means[most] > 0), (LEAST, least, gains[:, least], means[least] < 0))
    parts = [
        template.filled(
            language, place=region_words(region_codes()[place]).said(language), gain=_change(gain, language)
        )
        for template, place, gain, is_so in told
        if is_so
    ]
    parts.append(ABROAD.filled(language, gain=_change(away, language)))
    separator = "；" if language == "zh" else "; "
    line = PLACES.filled(language, parts=separator.join(parts))
    return line + ("" if language == "zh" else " ") + OTHER_COUNT.said(language)


def of_region(region: str, language: Language) -> str:
    """Return " of Gansu", or nothing for the whole country."""
    return "" if region == NATION else OF.filled(language, region=region_words(region).said(language))


def _persons(number: float, language: Language) -> str:
    return with_unit(number, PERSONS, language, change=True)


def _change(change: NDArray[np.float64], language: Language) -> str:
    effect = effect_of(change)
    assert effect is not None  # counts are always numbers
    return effect_words(effect, PERSONS, language)
