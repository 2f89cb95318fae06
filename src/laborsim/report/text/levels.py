"""The level of a lever over time, in words: "rising from July 2025, 3,000 parks from July 2026"."""

from laborsim.levers import Lever, Schedule
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import short_month
from laborsim.report.text.labels import dose_words
from laborsim.report.text.phrases import phrases
from laborsim.scenario.held import held

NOTHING_NEW = Words("nothing new", "无新增")
STRAIGHT = Words("in a straight line: {points}, then unchanged", "按直线变动：{points}，此后不变")
STEPS = Words("in steps: {points}, then unchanged", "分步调整：{points}，此后不变")
AT = Words("{level} in {month}", "{month}{level}")
ALWAYS = Words("{level} from the beginning", "自期初起{level}")
FROM = Words("{level} from {month}", "自{month}起{level}")
RISING = Words("rising from {month}, {level} from {full}", "自{month}起逐步提高，{full}达到{level}")
UNTIL = Words("{words}, until {month}", "{words}，至{month}止")
HELD = Words("about {level} as at the end of {year}", "与{year}年末相同，约{level}")
THEN = Words("; then ", "；此后")


def lever_levels(lever: Lever | None, other: Lever | None, year: int, language: Language) -> str:
    """Return a level over time in words; where a world has none, what the base date holds where the other has it."""
    if lever is None:
        there = None if other is None else held(type(other), year, other.regions)
        if other is None or not there:
            return NOTHING_NEW.said(language)
        return HELD.filled(language, level=dose_words(there, other.DECLARATION.unit, language), year=str(year))
    return schedule_words(lever.schedule, lever.DECLARATION.unit, language)


def schedule_words(schedule: Schedule, unit: str, language: Language) -> str:
    """Return a path of levels in words, its phases in the order of time."""
    phases = [_phase(phase, end, unit, language) for phase, end in schedule.phases()]
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
