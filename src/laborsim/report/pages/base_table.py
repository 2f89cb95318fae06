"""The baseline against the document figures, as the README has it, in both languages."""

import numpy as np

from laborsim.calibration.base_year.base_table import SHARE, YEARS_AHEAD, Flow, LineResult, flows, rows
from laborsim.experiment.indicators.aggregation import View
from laborsim.published.words import Language, Words
from laborsim.report.text.numbers import digits

HEADS = (
    Words("figure", "指标"),
    Words("published", "公布数"),
    Words("base date", "基期"),
    Words("miss", "误差"),
    Words("+12 months", "12个月后"),
    Words("+24 months", "24个月后"),
)
FLOW_HEADS = (
    Words("flow of the first year, no document figure", "第一年的流量（无公布数）"),
    Words("simulated", "模拟值"),
    Words("to compare", "参考"),
)
POINTS, TREND = Words("points", "个百分点"), Words("{value} ({change} % of trend)", "{value}（较趋势{change}%）")
NAMES_ZH = {
    "migrant workers": "农民工总量",
    "local": "本地农民工",
    "outbound": "外出农民工",
    "outbound outside the province": "跨省流动农民工",
    "outbound inside the province": "省内流动农民工",
    "from the East": "东部地区输出农民工",
    "from the Central": "中部地区输出农民工",
    "from the West": "西部地区输出农民工",
    "from the Northeast": "东北地区输出农民工",
    "work in the East (scaled to the total)": "在东部地区就业农民工（按总量调整）",
    "work in the Central (scaled to the total)": "在中部地区就业农民工（按总量调整）",
    "work in the West (scaled to the total)": "在西部地区就业农民工（按总量调整）",
    "work in the Northeast (scaled to the total)": "在东北地区就业农民工（按总量调整）",
    "pay, local": "本地农民工月均收入",
    "pay, outbound": "外出农民工月均收入",
    "pay, all, by the weights 0.52 and 0.48": "农民工月均收入（按0.52和0.48加权）",
    "mean age, all, by the same weights": "农民工平均年龄（按相同权重）",
    "over 50, all, by the same weights": "50岁以上农民工比重（按相同权重）",
    "mean age, local": "本地农民工平均年龄",
    "mean age, outbound": "外出农民工平均年龄",
    "women, local": "本地农民工中女性比重",
    "women, outbound": "外出农民工中女性比重",
    "unemployment of migrants in towns": "外来农业户籍劳动力调查失业率",
    "parks": "返乡创业园",
    "lifted-out people in work": "脱贫人口务工规模",
    "founders, November 2024 (nearly 13; not the base date: interpolated to that month)": (
        "返乡入乡创业人员，2024年11月（近1300万人；非基期，按月插值）"
    ),
    "jobs that end in a year, share of jobs": "一年内结束的工作占比",
    "a job lasts": "一份工作持续时间",
    "search between two jobs": "两份工作之间的求职时间",
    "moves out or on to another province": "外出或转往他省",
    "moves home": "返乡",
    "moves home, share of those away": "返乡人次占外出人数比重",
    "businesses started": "新创办经营主体",
    "closures, share of businesses": "经营主体年退出率",
    "entrants": "新进入劳动力",
    "leavers": "退出劳动力",
}
"""Figures and flows in Chinese, by their names in `calibration.base_year.base_table`."""
UNITS_ZH = {"million": "万人", "million a year": "万人/年", "yuan": "元", "years": "岁", "percent": "%", "parks": "个"}
UNITS_ZH |= {"%": "%"}
OWN_UNITS_ZH = {
    "a job lasts": "年",
    "search between two jobs": "年",
    "moves out or on to another province": "万人次/年",
    "moves home": "万人次/年",
    "businesses started": "万户/年",
}
"""Units in Chinese, and those of flows that count something else."""
MARKS_ZH = {"(recalled)": "（待核实）", "(ASSUMPTION)": "（假设值）", "": ""}
COMPARE_ZH = {
    "jobs that end in a year, share of jobs": "约50：一份工作持续两年",
    "search between two jobs": "共{number}，含在乡时间",
    "moves out or on to another province": "无公布数",
    "moves home": "无公布数",
    "moves home, share of those away": "17年间{number}%不再外出",
    "businesses started": "如为累计口径，60至140",
    "entrants": "按公布的年龄结构推算",
    "leavers": "按公布的年龄结构推算",
}
"""What a flow is compared with, where that is words; `{number}`: the number with which the English begins."""
WAN, IN_MILLIONS = 100.0, ("million", "million a year")
"""A million is a hundred 万, in which Chinese counts."""


def markdown(view: View, language: Language = "en") -> str:
    """Return both tables as a page."""
    lines_ = [_row([words.said(language) for words in HEADS]), "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for row in rows(view):
        line, scale, unit = row.line, *_unit(row.line.name, row.line.unit, language)
        number = _format(line.unit, language)
        points = POINTS.said(language) if line.kind == SHARE else "%"
        gap = "" if language == "zh" else " "
        miss = f"{digits(100 * row.miss, 2, signed=True)}{gap}{points}"
        mark = MARKS_ZH[line.mark] if language == "zh" else line.mark
        published = gap.join(part for part in (number.format(scale * line.published), unit, mark) if part)
        values = [_with_trend(row, k, number, language) for k in range(YEARS_AHEAD)]
        lines_.append(_row([_name(line.name, language), published, number.format(scale * row.base), miss, *values]))
    lines_ += ["", _row([words.said(language) for words in FLOW_HEADS]), "| --- | ---: | --- |"]
    lines_ += [_row(_flow(flow, language)) for flow in flows(view)]
    return "\n".join(lines_) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _name(name: str, language: Language) -> str:
    return NAMES_ZH[name] if language == "zh" else name


def _unit(name: str, unit: str, language: Language) -> tuple[float, str]:
    """Return how many of the shown unit one of a line's is, and what the shown one is called."""
    if language == "en":
        return 1.0, unit
    return WAN if unit in IN_MILLIONS else 1.0, OWN_UNITS_ZH.get(name, UNITS_ZH[unit])


def _format(unit: str, language: Language) -> str:
    if language == "zh":
        return "{:.0f}" if unit in ("yuan", "parks", *IN_MILLIONS) else "{:.2f}"
    return "{:,.0f}" if unit in ("yuan", "parks") else "{:,.2f}"


def _with_trend(row: LineResult, k: int, number: str, language: Language) -> str:
    scale, _ = _unit(row.line.name, row.line.unit, language)
    value = number.format(scale * row.after[k])
    if np.isnan(row.expected[k]):
        return value
    change = digits(100 * (row.after[k] / row.expected[k] - 1), 1, signed=True)
    return TREND.filled(language, value=value, change=change)


def _flow(flow: Flow, language: Language) -> list[str]:
    if language == "en":
        return [flow.name, f"{flow.value:,.2f} {flow.unit}", flow.compare]
    scale, unit = _unit(flow.name, flow.unit, language)
    value = f"{scale * flow.value:.0f}" if flow.unit in IN_MILLIONS else f"{flow.value:.2f}"
    number = flow.compare.partition(" ")[0]
    compare = COMPARE_ZH.get(flow.name, flow.compare.replace(" (recalled)", MARKS_ZH["(recalled)"]))
    return [_name(flow.name, language), value + unit, compare.format(number=number)]
