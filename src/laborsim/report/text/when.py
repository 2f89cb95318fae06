"""When effects are read, and why then: one sentence below whatever shows them."""

from laborsim.experiment.indicators.headline import Point, ReadAt, aims, read_at
from laborsim.experiment.indicators.when import AGES, LENGTHS, By, When, left_out
from laborsim.kernels.codes import year_and_month
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import full_date, full_month, period_words
from laborsim.report.text.labels import lever_words, member_words, quantity, region_words
from laborsim.report.text.phrases import capitalized, inside_sentence, listed, sentences
from laborsim.scenario.load import Scenario

READ_AT = {
    "stays": Words(
        "Read at the end of the run, {month}; in force until then: {levers}",
        "读取时间为{month}（模拟期末）：{levers}实施至期末",
    ),
    "ended": Words(
        "Read in {month}: the last month of the run in which a new measure ({levers}) is in force",
        "读取时间为{month}：新措施（{levers}）在模拟期内实施的最后一个月",
    ),
    "nothing": Words(
        "Read at the end of the run, {month}: there is no new measure", "读取时间为{month}（模拟期末）：没有新措施"
    ),
}
GOALS = Words("goals when they are due", "目标在其完成时间读取")
GOALS_FIRST = Words("goals, first, when they are due", "目标列在前面，在其完成时间读取")
WHOLE_YEARS = Words("of whole years only, and so not read over less: {names}", "仅有全年数、不按更短时段读取：{names}")
ASKED = Words("Read over {period}, as asked", "按要求读取{period}")
SPLIT = {
    "month": Words("by month", "按月"),
    "quarter": Words("by quarter", "按季"),
    "year": Words("by year", "按年"),
    "region": Words("by province", "分地区"),
    "group": Words("by age group", "分年龄组"),
    "age": Words("by five-year age bands", "按五岁年龄组"),
}
SPLIT_BY: dict[By, Words] = {
    "month": Words("Month", "月份"),
    "quarter": Words("Quarter", "季度"),
    "year": Words("Year", "年份"),
    "region": Words("Province", "地区"),
    "group": Words("Age", "年龄"),
    "age": Words("Age", "年龄"),
}
"""Heads of what splits a table."""
RULE = Words(
    "counts at the end of a period, flows as the sum and rates and pay as the mean of its months",
    "存量取期末数，流量取各月合计，比率和收入取各月平均",
)


def split_name(point: Point, by: By, language: Language) -> str:
    """Return the member of a split that a number is of: a period, a province, an age group."""
    if by == "region":
        return capitalized(region_words(point.region).said(language))
    return member_words(point.group).said(language) if by in AGES else full_date(point.month, point.months, language)


def when_words(scenario: Scenario, baseline: Scenario | None, when: When, language: Language) -> str:
    """Return when the effects of a question are read and why, and by what they are split."""
    colon = "；" if language == "zh" else "; "
    parts = []
    if when.on is not None:
        parts.append(ASKED.filled(language, period=period_words(when.on, language)))
    elif when.by not in LENGTHS:
        parts.append(_read_at(read_at(scenario, baseline), scenario, language))
        is_apart = any(point.month != read_at(scenario, baseline).month for point in aims(scenario, baseline))
        if is_apart and when.is_default:
            parts.append(GOALS.said(language))
    if when.by is not None:
        parts.append(SPLIT[when.by].said(language))
    if when.length:
        parts.append(RULE.said(language))
    if scenario.goals and not when.is_default:
        parts.append(GOALS_FIRST.said(language))
    if names := left_out(scenario, baseline, when):
        said = listed([inside_sentence(quantity(name).name.said(language)) for name in names], language)
        parts.append(WHOLE_YEARS.filled(language, names=said))
    return sentences([colon.join(parts)], language)


def _read_at(found: ReadAt, scenario: Scenario, language: Language) -> str:
    year, _ = year_and_month(scenario.horizon.start)
    levers = [lever for lever in scenario.levers if lever.key in found.levers]
    names = list(dict.fromkeys(inside_sentence(lever_words(lever, year).said(language)) for lever in levers))
    said = listed(names, language) if names else ""
    return READ_AT[found.why].filled(language, month=full_month(found.month, language), levers=said)
