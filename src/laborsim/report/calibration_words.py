"""The words of a calibration's figures: moments, parameters, units and titles, in both languages."""

from collections.abc import Mapping

from laborsim.report.indicator_words import quantity
from laborsim.report.language import capitalized
from laborsim.report.phrases import NO_WORDS, Language, Words
from laborsim.report.region_words import region_words
from laborsim.report.units import UNITS

MOMENTS = {
    "works_in": Words("Migrant workers at work", "在当地务工的农民工"),
    "mean_age": Words("Mean age", "平均年龄"),
    "women_share": Words("Share of women", "女性比重"),
    "over_50_share": Words("Share above 50", "50岁以上比重"),
    "college_share": Words("Share with college", "大专及以上比重"),
    "pay_ratio": Words("Outbound ÷ local pay", "外出与本地月收入之比"),
    "job_tenure": Words("Length of a job", "一份工作的持续时间"),
    "time_between_jobs": Words("Time between two jobs", "两份工作之间的间隔"),
    "changed_job_share": Words("Jobs begun in the last 1.8 years", "近1.8年内新换的工作"),
    "back_home_share": Words("Outbound who are home four years later", "外出者四年后在家的比重"),
    "yearly_returns": Words("Moves home in a year", "一年内返乡"),
    "business_closure_rate": Words("Businesses that close in a year", "一年内关闭的企业"),
    "business_survival": Words("Businesses that live five years", "存活五年的企业"),
    "business_age": Words("Mean age of businesses", "企业平均年龄"),
    "founder_age": Words("Mean age of founders", "创业者平均年龄"),
    "founder_men_share": Words("Men among founders", "创业者中男性比重"),
}
"""By the moments that targets name; an indicator has its own words."""

STATUSES = {
    "local": Words("local", "本地"),
    "outbound": Words("outbound", "外出"),
    "all": Words("all", "全部"),
}
MINUS = Words("{one} − {other}", "{one}减{other}")
CHANGE = Words("yearly change", "年变化")
AFTER = Words("{months} months on", "{months} 个月后")

UNIT_WORDS = {
    "percent": Words("%", "%"),
    "percent a year": Words("points", "百分点"),
    "years a year": Words("years", "年"),
    "years": Words("years", "年"),
    "CNY/month": Words("yuan", "元"),
    "ratio": NO_WORDS,
    "share": NO_WORDS,
    "1": NO_WORDS,
    "1/month": Words("a month", "每月"),
    "1/year": Words("a year", "每年"),
    "1/10 years": Words("per ten years", "每十年"),
    "million": Words("million", "百万人"),
    "yuan": Words("yuan a month", "元/月"),
    "yuan/month": Words("yuan a month", "元/月"),
}
"""Units as they follow a number in a figure of a calibration; of a yearly change the year is said elsewhere."""

AGES = ("mean_age", "founder_age")
"""Moments and indicators whose years are years of age, which Chinese says otherwise."""
YEARS_OF_AGE = Words("years", "岁")

PARAMETERS = {
    "separation_rate": Words("Jobs that end in a year", "一年内结束的工作"),
    "job_to_job": Words("Ended jobs followed at once by another", "离职后立即换工的比重"),
    "reconsider_rate": Words("Employed who think again in a month", "每月重新考虑去向的就业者"),
    "type_spread": Words("Spread of attachment to home", "恋家程度的差异"),
    "attachment_age": Words("Attachment by age", "恋家程度：年龄"),
    "attachment_female": Words("Attachment of women", "恋家程度：女性"),
    "attachment_college": Words("Attachment with college", "恋家程度：大专及以上"),
    "closure_own_account": Words("Closures, own-account ÷ firms", "个体经营与企业关闭率之比"),
    "stay": Words("Value of staying put", "维持现状的效用"),
    "income_elasticity": Words("Elasticity to real income", "对实际收入的弹性"),
    "distance_pay": Words("Pay that distance needs", "距离所需的收入补偿"),
    "network": Words("Pull of people from home", "同乡网络的吸引"),
    "registration_barrier": Words("Barrier of registration", "户籍壁垒"),
    "matching_elasticity": Words("Elasticity of hires to applicants", "录用对求职者的弹性"),
    "wage_curve": Words("Elasticity of pay to unemployment", "工资对失业的弹性"),
    "labor_demand": Words("Elasticity of jobs to pay", "就业对工资的弹性"),
    "local_multiplier": Words("Local jobs per new job", "每个新岗位带动的本地岗位"),
    "out_age": Words("Value of rest by age", "高龄者休息的效用"),
}
"""Free parameters in few words; any other is called as in the code, without underscores."""

SERIES = {
    "total": Words("All migrant workers", "农民工总量"),
    "outbound": Words("Outbound migrant workers", "外出农民工"),
    "local": Words("Local migrant workers", "本地农民工"),
    "pay": Words("Pay", "月均收入"),
    "outbound outside the province": Words("In other provinces", "跨省外出"),
    "outbound inside the province": Words("Outbound inside the province", "省内外出"),
    "mean age": Words("Mean age", "平均年龄"),
    "over 50": Words("Share above 50", "50岁以上比重"),
    "pay, local": Words("Pay, local", "本地月均收入"),
    "pay, outbound": Words("Pay, outbound", "外出月均收入"),
    "pay, outbound ÷ local": Words("Pay, outbound ÷ local", "外出与本地月收入之比"),
    "founders, count": Words("Returnee founders", "返乡创业人员"),
    "from the East": Words("From the East", "东部输出"),
    "from the Central": Words("From the Center", "中部输出"),
    "from the West": Words("From the West", "西部输出"),
    "from the Northeast": Words("From the Northeast", "东北输出"),
    "work in the East": Words("Work in the East", "在东部务工"),
    "work in the Central": Words("Work in the Center", "在中部务工"),
    "work in the West": Words("Work in the West", "在西部务工"),
    "work in the Northeast": Words("Work in the Northeast", "在东北务工"),
}
"""By the series of the backtest."""


def moment_words(moment: str, selection: Mapping[str, str]) -> Words:
    """Return what a target is about: "Mean age, local − outbound, yearly change"."""
    return Words(_moment(moment, selection, "en"), _moment(moment, selection, "zh"))


def moment_unit(moment: str, selection: Mapping[str, str], unit: str) -> Words:
    """Return the unit of a target as it follows a number."""
    return YEARS_OF_AGE if selection.get("of", moment) in AGES else unit_words(unit)


def _moment(moment: str, selection: Mapping[str, str], language: Language) -> str:
    parts = [_subject(moment, selection).said(language)]
    if "status" in selection:
        status = STATUSES.get(selection["status"], Words(selection["status"])).said(language)
        minus = STATUSES.get(selection.get("minus", ""), NO_WORDS).said(language)
        parts.append(MINUS.said(language).format(one=status, other=minus) if minus else status)
    if "place" in selection:
        parts.append(region_words(selection["place"]).said(language))
    if "change" in selection:
        parts.append(CHANGE.said(language))
    if selection.get("months", "0") != "0":
        parts.append(AFTER.said(language).format(months=selection["months"]))
    return capitalized(("，" if language == "zh" else ", ").join(parts))


def _subject(moment: str, selection: Mapping[str, str]) -> Words:
    if moment == "indicator":
        return quantity(selection["of"]).name
    return MOMENTS.get(moment, Words(moment.replace("_", " ")))


def unit_words(unit: str) -> Words:
    """Return the name of a moment's or parameter's unit; an unknown one is called as it is."""
    if unit in UNIT_WORDS:
        return UNIT_WORDS[unit]
    return UNITS[unit].name if unit in UNITS else Words(unit)


def parameter_words(name: str) -> Words:
    """Return a parameter in few words."""
    return PARAMETERS.get(name, Words(capitalized(name.replace("_", " "))))


def series_words(name: str) -> Words:
    """Return a series of the backtest in few words."""
    return SERIES.get(name, Words(capitalized(name)))
