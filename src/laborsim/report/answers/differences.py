"""Compared with what? The levels of every lever in both worlds, and which world comes first how surely."""

from collections.abc import Iterator

from laborsim.analysis.answer_files import AnswerPart, csv_leaf
from laborsim.analysis.compare.compare import compare_runs
from laborsim.analysis.counterfactuals import differing_levers
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import aims, in_force
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever, Schedule
from laborsim.published.csv_writer import Cell
from laborsim.report.albums.compare import order_text
from laborsim.report.text.dates import short_month
from laborsim.report.text.labels import dose_words, key_words, places_words, point_words
from laborsim.report.text.phrases import Language, Words, phrases
from laborsim.scenario.explanation import level_words, places
from laborsim.scenario.held import held
from laborsim.scenario.load import Scenario

TITLE = Words("Compared with what?", "方案差异")
COLUMNS = ("lever", "baseline", "scenario", "where", "source")
NO_WORD = "ASSUMPTION"
"""What is said of a level without a source."""

LEVER = Words(
    "{lever}: {now}; baseline: {before}; {where}; {source}", "{lever}：{now}；基准情景：{before}；{where}；{source}"
)
NOTHING_NEW = Words("nothing new", "无新增")
ASSUMED = Words("ASSUMPTION", "假设值")
STRAIGHT = Words("in a straight line: {points}, then unchanged", "按直线变动：{points}，此后不变")
STEPS = Words("in steps: {points}, then unchanged", "分步调整：{points}，此后不变")
AT = Words("{level} in {month}", "{month}{level}")
ALWAYS = Words("{level} from the beginning", "自期初起{level}")
FROM = Words("{level} from {month}", "自{month}起{level}")
RISING = Words("rising from {month}, {level} from {full}", "自{month}起逐步提高，{full}达到{level}")
UNTIL = Words("{words}, until {month}", "{words}，至{month}止")
HELD = Words("about {level} as at the end of {year}", "与{year}年末相同，约{level}")
THEN = Words("; then ", "；此后")
RANKING = Words("{point} ({best}): {order}", "{point}（{best}）：{order}")


def differences_part(run: Run, baseline: Scenario, language: Language) -> AnswerPart:
    """Return what both worlds say of each lever, and the order of the two on what the scenario is about."""
    ours, theirs = in_force(run.scenario), in_force(baseline)
    year = year_and_month(run.scenario.horizon.start)[0]
    rows: list[tuple[Cell, ...]] = []
    lines = []
    for key in differing_levers(run.scenario, baseline):
        lever = ours.get(key) or theirs[key]
        source = lever.source or NO_WORD
        worlds = (theirs.get(key), ours.get(key)), (ours.get(key), theirs.get(key))
        before, now = (level_words(one, other, year) for one, other in worlds)
        rows.append((key, before, now, places(lever.regions), source))
        said = [_said(one, other, year, language) for one, other in worlds]
        lines.append(
            LEVER.filled(
                language,
                lever=key_words(key).said(language),
                now=said[1],
                before=said[0],
                where=places_words(lever.regions, language),
                source=lever.source or ASSUMED.said(language),
            )
        )
    return AnswerPart(
        TITLE.said(language),
        [*lines, *_rankings(run, baseline, language)],
        [csv_leaf("differences.csv", COLUMNS, rows)],
    )


def _rankings(run: Run, baseline: Scenario, language: Language) -> Iterator[str]:
    compared = compare_runs([run])
    for point in aims(run.scenario, baseline):
        ranking = compared.ranking(point)
        if ranking is not None and ranking.ranked[0].p_best is not None:
            best: str = getattr(phrases(language), f"best_{ranking.best}")
            order = order_text(ranking, language)
            yield RANKING.filled(language, point=point_words(point, language), best=best, order=order)


def _said(lever: Lever | None, other: Lever | None, year: int, language: Language) -> str:
    """Return a level over time in words; where a world has none, what the base date holds where the other has it."""
    if lever is None:
        there = None if other is None else held(type(other), year, other.regions)
        if other is None or not there:
            return NOTHING_NEW.said(language)
        return HELD.filled(language, level=dose_words(there, other.DECLARATION.unit, language), year=str(year))
    phases = [_phase(phase, end, lever.DECLARATION.unit, language) for phase, end in lever.schedule.phases()]
    return THEN.said(language).join(reversed(phases))


def _phase(schedule: Schedule, end: int | None, unit: str, language: Language) -> str:
    """Return one level over time in words, up to the month in which it ends or the next one begins."""
    if len(schedule.points) > 1:
        dated = [
            AT.filled(language, level=dose_words(level, unit, language), month=short_month(month, language))
            for month, level in schedule.points
        ]
        template = STRAIGHT if schedule.interpolate == "linear" else STEPS
        return template.filled(language, points=phrases(language).list_comma.join(dated))
    level = dose_words(schedule.final, unit, language)
    if schedule.start is None:
        words = ALWAYS.filled(language, level=level)
    elif schedule.ramp:
        full = short_month(schedule.start + schedule.ramp, language)
        words = RISING.filled(language, month=short_month(schedule.start, language), level=level, full=full)
    else:
        words = FROM.filled(language, month=short_month(schedule.start, language), level=level)
    if end is None:
        return words
    return UNTIL.filled(language, words=words, month=short_month(end, language))
