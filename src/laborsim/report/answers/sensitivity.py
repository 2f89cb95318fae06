"""Which assumption matters? What a study of sensitivity tells, and the files that hold every number."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.answer_files import AnswerPart, Leaf, csv_leaf, json_leaf
from laborsim.analysis.attribution.tables import POINT, point_cells
from laborsim.analysis.goals.goals import goal_of
from laborsim.analysis.sensitivity.discovery import LEAST_CASES, BoxSide, Discovery
from laborsim.analysis.sensitivity.ema_archive import experiments_archive
from laborsim.analysis.sensitivity.sample import CHOICES, Codes
from laborsim.analysis.sensitivity.screening import NEGLIGIBLE, FactorSwing, Finding, ScreenedFactor
from laborsim.analysis.sensitivity.study import Sensitivity, Size
from laborsim.analysis.sensitivity.variance import LUCK, REST, VarianceShare
from laborsim.experiment.design.trials import usual_places
from laborsim.experiment.indicators.effect import is_told
from laborsim.experiment.indicators.headline import Point, aims
from laborsim.experiment.indicators.summary import EVERYBODY, unit_of
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators
from laborsim.published.words import Language, Words
from laborsim.report.answers.goals import aim_words
from laborsim.report.text.effects import effect_fields, effect_told, effect_words
from laborsim.report.text.labels import assumption_words, factor_words, point_quantity, point_unit, point_words
from laborsim.report.text.numbers import least_percent, percent, sentence_printer, spoken, threshold_words
from laborsim.report.text.phrases import inside_sentence, phrases
from laborsim.report.text.statistics import has_draws

TITLE = Words("Which assumption matters?", "敏感性分析")

MOST_TOLD = 3
"""Assumptions that the lines name."""

WORTH_TELLING = 0.02
"""Smallest share of the variance that the lines name."""

SMALL = Size(trajectories=2, bars=6, samples=36)
"""Size of the study inside `laborsim answer`; ASSUMPTION: what ends in minutes beside the other answers."""

CENTER = Words(
    "{point}, everything as stated and every parameter at its estimate, {pairs} pairs of runs: {told}",
    "{point}，各项假设不变、参数取点估计，{pairs}对模拟：{told}",
)
DRAWN = Words(
    "With a draw of the parameters for each of the {pairs} pairs, as laborsim run has it at this scale: {told}; "
    "assumptions are moved one at a time from the estimate",
    "每对模拟各用一组参数抽样（共{pairs}对，与同等规模的laborsim run一致）：{told}；各项假设均从点估计出发逐项变动",
)
SAME_CENTER = Words(
    "Runs of this scenario have no draws of the parameters: laborsim run has the same number with as many pairs at "
    "this scale",
    "该情景的模拟没有参数抽样：在相同规模和对数下，laborsim run给出相同数值",
)
OWN_EFFECT = Words(
    "{point}: how much of the effect is left where an assumption differs. 100\u00a0% is the effect at this size, with "
    "everything as stated and every parameter at its estimate ({pairs} pairs of runs); part 1 has how large it is",
    "{point}：假设改变时效应的变化程度。100%指本部分规模下各项假设不变、参数取点估计时的效应（{pairs}对模拟），效应大小见第一部分",
)
NO_CHANGE = Words("In every pair both worlds have the same number here{unseen}", "每对模拟中两种情景数值相同{unseen}")
UNSEEN = Words("; a change of less than {least} cannot be seen at this size", "；在此规模下，小于{least}的变化无法识别")
NOT_TOLD = Words(
    "The effect itself is not statistically significant here, so what it depends on cannot be told at this size: more "
    "--pairs or a finer --scale",
    "该效应本身在统计上不显著，在此规模下无法判断其影响因素：请增加--pairs或减小--scale",
)
NOT_TOLD_HERE = Words(
    "{point}: at this size the effect is not told from random variation, so what it depends on cannot be told: "
    "laborsim sensitivity with more --pairs or a finer --scale; part 1 has how large it is",
    "{point}：在此规模下，该效应与随机波动无法区分，无法判断其影响因素："
    "请运行laborsim sensitivity并增加--pairs或减小--scale；效应大小见第一部分",
)
SPREAD = Words(
    "Over all assumptions and random variation: median {middle}; nine in ten single pairs lie between {low} and {high}",
    "在全部假设和随机波动下：中位数{middle}；九成单对模拟介于{low}与{high}之间",
)
ALL_SAME = Words(
    "Over all assumptions and random variation nine in ten single pairs show no change",
    "在全部假设和随机波动下，九成单对模拟没有变化",
)
BAR = Words(
    "Matters: {name} from {low_value} to {high_value} (evidence grade {grade}): effect from {low} to {high}",
    "敏感假设：{name}由{low_value}变为{high_value}（证据等级{grade}），效应由{low}变为{high}",
)
TESTED = Words(
    "Of {all} assumptions {tested} were tested one at a time, {pairs} pairs of runs a point: {findings}",
    "{all}项假设中逐项检验了{tested}项（每点{pairs}对模拟）：{findings}",
)
FINDINGS: dict[Finding, Words] = {
    "matters": Words("{count} matter (statistically significant)", "{count}项影响显著"),
    "changes nothing": Words(
        "{count} change nothing (less than {negligible} of the effect)", "{count}项没有影响（不足该效应的{negligible}）"
    ),
    "cannot be told": Words("{count} cannot be told at this size{least}", "{count}项在此规模下无法判断{least}"),
}
SEEN_ONE = Words(" (a change of less than {low} would not have been seen)", "（小于{low}的变化无法识别）")
SEEN_MANY = Words(
    " (the smallest change that would have been seen: {low} to {high}, by assumption)",
    "（可识别的最小变化因假设而异：{low}—{high}）",
)
NONE_TESTED = Words(
    "None of {all} assumptions was tested: none moved a worker", "{all}项假设均未检验：均未使任何个体发生变化"
)
NOT_TESTED = Words(
    "Not tested: {count} of {all}, only screened ({steps} steps each{least}); laborsim sensitivity --bars {all} tests "
    "them all",
    "未检验：{all}项中有{count}项，仅作筛选（每项{steps}步{least}）；laborsim sensitivity --bars {all}可全部逐项检验",
)
SCREENED_LEAST = Words(", which show no change of less than {least}", "，小于{least}的变化无法识别")
BY_SOURCE = Words("Spread by source: {shares}", "离散程度按来源：{shares}")
BY_GRADE = Words("Spread by evidence: {shares}", "离散程度按证据等级：{shares}")
SHARE = Words("{name} {share} ({low} to {high})", "{name}{share}（{low}—{high}）")
EMULATOR = Words(
    "The split rests on an emulator that predicts {share} of what differs between sets of assumptions it has not seen",
    "该分解基于代理模型，其对未用于拟合的假设组合间差异的预测程度为{share}",
)
BASE_DATE_MOVES = Words(
    "The sets of assumptions move the base date too (a parameter that was not estimated shifts its stocks), so that a "
    "goal can be met or missed by where the world begins, not by what the plan does",
    "各组假设也改变期初状态（未估计的参数会改变期初存量），因此目标能否实现可能取决于期初状态，而非政策",
)
FAILED = Words(
    "{failed} of {samples} sets of assumptions could not be simulated", "{samples}组假设中有{failed}组未能模拟"
)
FAILS = Words(
    "The plan fails ({when}) in {failures} of {cases} sets of assumptions",
    "{cases}组假设中有{failures}组方案不成功（{when}）",
)
NO_HALF = Words(
    "As the effect itself is not told from random variation, nothing can be said of how often the plan fails",
    "该效应本身在统计上不显著，无法说明方案不成功的频率",
)
HALF_LOST = Words("less than half of its effect as it stands", "效应不足现有假设下的一半")
MISSED = Words("the goal {goal}, is missed", "未实现预期目标：{goal}")
OTHER_GOALS = Words("; nothing is said of its other goals", "；未涉及其他目标")
TOO_FEW = Words("{fails}: too few cases of one kind to say when", "{fails}：其中一类情形过少，无法说明何时不成功")
NO_RANGE = Words(
    "{fails}; so few sets tell no range of assumptions from chance that would say when",
    "{fails}；以这样的组数，没有哪项假设的取值范围能以超过偶然的程度说明何时不成功",
)
WHERE = Words(
    "{fails}; where {limits}, in {inside} of {all} ({coverage} of all failures)",
    "{fails}；当{limits}时，{all}组中有{inside}组（占全部不成功情形的{coverage}）",
)
AT_MOST, AT_LEAST = (
    Words("{name} is at most {value}", "{name}在{value}以内"),
    Words("{name} is at least {value}", "{name}在{value}以上"),
)
ONE_OF = Words("{name} is {options}", "{name}为{options}")
AND, OR = Words(" and ", "且"), Words(" or ", "或")

SOURCE_WORDS = {
    LUCK: Words("random variation", "随机波动"),
    "parameters": Words("parameters", "参数"),
    "lever strengths": Words("strength of the measures", "措施强度"),
    "structure": Words("structure of the model", "模型结构"),
    "shocks": Words("shocks from outside", "外部冲击"),
    "together": Words("several together", "共同作用"),
    REST: Words("not attributed", "未归因"),
}
"""By the parts of a split; grades of evidence are letters."""
GRADE = Words("evidence grade {grade}", "证据等级{grade}")


def sensitivity_part(found: Sensitivity, language: Language = "en") -> AnswerPart:
    """Return the lines and the files of a study that stands beside the run: its numbers are parts of its own effect.

    It is coarser than the run, and at the point estimate: no level of it may be set against one of the run. Where its
    effect is not told from random variation there is nothing to be a part of, and no number of it is told.
    """
    if is_told(found.center):
        own = found.of_own_effect()
        return AnswerPart(TITLE.said(language), told(own, language), leaves(own, language))
    said = NOT_TOLD_HERE.filled(language, point=point_words(found.aim, language))
    return AnswerPart(TITLE.said(language), [said, *_untold(found, language)], untold_leaves(found))


def _untold(found: Sensitivity, language: Language) -> Iterator[str]:
    """Yield how many assumptions were tested and not, without a size."""
    every, count = len(found.screened), len(found.bars)
    yield UNTOLD.filled(language, all=every, tested=count, rest=every - count)


def told(found: Sensitivity, language: Language = "en") -> list[str]:
    """Return what was found in a few lines."""
    aim, shown = found.aim, point_unit(found.aim)
    if found.in_own_effect:
        head = OWN_EFFECT.filled(language, point=point_words(aim, language), pairs=found.center.pairs)
    else:
        center = effect_told(found.center, point_quantity(aim), shown, language)
        head = CENTER.filled(language, point=point_words(aim, language), told=center, pairs=found.center.pairs)
    lines = [
        head,
        drawn_words(found, language),
        *_warning(found, language),
        _spread(found, language),
        *_bar_lines(found, language),
        *_findings(found, language),
    ]
    if found.split is not None and found.split.deviation > 0:
        lines.append(BY_SOURCE.filled(language, shares=_shares(found.split.sources, language)))
        lines.append(BY_GRADE.filled(language, shares=_shares(found.split.grades, language)))
        predicted = percent(max(0.0, found.split.predicted_share), language)
        lines.append(EMULATOR.filled(language, share=predicted))
    lines.append(discovery_words(found, language))
    if goal_of(found.study.scenario, aim) is not None:
        lines.append(BASE_DATE_MOVES.said(language))
    if found.failed:
        lines.append(FAILED.filled(language, failed=found.failed, samples=found.size.samples))
    return lines


def drawn_words(found: Sensitivity, language: Language) -> str:
    """Return what `laborsim run` says of the same number at this size, where that is another statistic."""
    if not has_draws(found.study.scenario):
        return SAME_CENTER.said(language)
    if found.in_own_effect:
        [told_] = _effects([found.drawn.mean], found, language)
    else:
        told_ = effect_told(found.drawn, point_quantity(found.aim), point_unit(found.aim), language)
    return DRAWN.filled(language, told=told_, pairs=found.drawn.pairs)


def _warning(found: Sensitivity, language: Language) -> list[str]:
    if found.center.verdict == "no effect":
        unseen = (
            ""
            if found.resolution is None
            else UNSEEN.filled(language, least=_amount(found.resolution, found, language))
        )
        return [NO_CHANGE.filled(language, unseen=unseen)]
    return [] if is_told(found.center) else [NOT_TOLD.said(language)]


def _amount(size: float, found: Sensitivity, language: Language) -> str:
    if found.in_own_effect:
        return least_percent(size, language)
    return threshold_words(size, point_unit(found.aim), language)


def _findings(found: Sensitivity, language: Language) -> Iterator[str]:
    """Yield what was tested and what came of it, then what was not: no change is claimed where none could be seen."""
    every, count = len(found.screened), len(found.bars)
    if not count:
        yield NONE_TESTED.filled(language, all=every)
        return
    said = phrases(language).list_comma.join(_found(found, language))
    yield TESTED.filled(language, all=every, tested=count, pairs=found.size.pairs, findings=said)
    if count < every:
        least = _screened_least(found, language)
        steps = found.screened[0].steps
        yield NOT_TESTED.filled(language, all=every, count=every - count, steps=steps, least=least)


def _found(found: Sensitivity, language: Language) -> Iterator[str]:
    for finding, words in FINDINGS.items():
        bars = [bar for bar in found.bars if found.findings[bar.factor.label] == finding]
        if bars:
            least = _seen([bar.least_seen for bar in bars], found, language)
            yield words.filled(language, count=len(bars), negligible=percent(NEGLIGIBLE, language), least=least)


def _seen(least: Sequence[float | None], found: Sensitivity, language: Language) -> str:
    """Return the smallest changes that some tests would have shown, in brackets; "" where nobody knows."""
    known = [size for size in least if size is not None]
    if not known:
        return ""
    low, high = (_amount(size, found, language) for size in (min(known), max(known)))
    return (SEEN_ONE if low == high else SEEN_MANY).filled(language, low=low, high=high)


def _screened_least(found: Sensitivity, language: Language) -> str:
    """Return below what size the screening shows no change: never less than one worker makes."""
    if found.resolution is None:
        return ""
    return SCREENED_LEAST.filled(language, least=_amount(found.resolution, found, language))


def _effects(values: Sequence[float], found: Sensitivity, language: Language) -> list[str]:
    """Return effects in words: in the unit of the number in question, or as parts of the study's own effect."""
    if found.in_own_effect:
        return [parts_words(value, language) for value in values]
    printer = sentence_printer(values, point_unit(found.aim), language, change=True)
    return [printer.with_unit(value, signed=True) for value in values]


def parts_words(part: float, language: Language) -> str:
    """Return a part of an effect in whole percent: "85 %", "−20 %", "340 %"."""
    return percent(0.0 if abs(part) < 0.005 else part, language).replace("-", "\u2212")


def _spread(found: Sensitivity, language: Language) -> str:
    if not any(found.spread):
        return ALL_SAME.said(language)
    low, middle, high = _effects(found.spread, found, language)
    return SPREAD.filled(language, low=low, middle=middle, high=high)


def _bar_lines(found: Sensitivity, language: Language) -> Iterator[str]:
    for bar in [bar for bar in found.bars if bar.is_clear][:MOST_TOLD]:
        name = factor_words(bar.factor.name, bar.factor.lever).said(language)
        low, high = _effects((bar.low, bar.high), found, language)
        of = bar.factor.unit, bar.factor.name
        values = [assumption_words(value, *of, language) for value in (bar.low_value, bar.high_value)]
        yield BAR.filled(
            language, name=name, low_value=values[0], high_value=values[1], grade=bar.factor.grade,
            low=low, high=high,
        )  # fmt: skip


def _shares(parts: Sequence[VarianceShare], language: Language) -> str:
    shown = [part for part in parts if part.share >= WORTH_TELLING or part.name == LUCK]
    ordered = sorted(shown, key=lambda part: (part.name == REST, -part.share))
    said = []
    for part in ordered:
        grade = part.name.removeprefix("grade ")
        name = (
            SOURCE_WORDS[part.name].said(language) if part.name in SOURCE_WORDS else GRADE.filled(language, grade=grade)
        )
        share, low, high = (percent(value, language) for value in (part.share, part.low, part.high))
        said.append(SHARE.filled(language, name=name, share=share, low=low, high=high))
    return phrases(language).list_comma.join(said)


def discovery_words(found: Sensitivity, language: Language = "en") -> str:
    """Return in how many sets of assumptions the plan fails, and when, in a sentence."""
    seen = found.discovery
    if goal_of(found.study.scenario, found.aim) is None and not is_told(found.center):
        return NO_HALF.said(language)
    fails = FAILS.filled(language, when=_when(found, language), failures=seen.failures, cases=seen.cases)
    return when_words(seen, fails, found, language)


def when_words(seen: Discovery, fails: str, found: Sensitivity, language: Language) -> str:
    """Return what was discovered after what fails how often is said."""
    if min(seen.failures, seen.cases - seen.failures) < LEAST_CASES:
        return TOO_FEW.filled(language, fails=fails)
    if seen.box is None:
        return NO_RANGE.filled(language, fails=fails)
    names = {factor.label: factor_words(factor.name, factor.lever) for factor in found.sample.factors}
    limits = AND.said(language).join(limit_words(limit, names, language) for limit in seen.box.limits)
    coverage = percent(seen.box.coverage, language)
    return WHERE.filled(
        language, fails=fails, limits=limits, inside=seen.box.failures, all=seen.box.cases, coverage=coverage
    )


def limit_words(limit: BoxSide, names: dict[str, Words], language: Language = "en") -> str:
    """Return one side of a box as a condition; `names`: of factors by label, another is called as it is."""
    name = inside_sentence(names.get(limit.name, Words(limit.name.replace("_", " "))).said(language))
    if limit.options:
        options = OR.said(language).join(option.replace("_", " ") for option in limit.options)
        return ONE_OF.filled(language, name=name, options=options)
    template, value = (AT_LEAST, limit.low) if limit.high is None else (AT_MOST, limit.high)
    return template.filled(language, name=name, value=spoken(float(value or 0.0), language, significant=4))


def _when(found: Sensitivity, language: Language) -> str:
    """Return what counts as failing: a goal that is missed, or half of the effect lost."""
    goal = goal_of(found.study.scenario, found.aim)
    if goal is None:
        return HALF_LOST.said(language)
    others = OTHER_GOALS.said(language) if len(found.study.scenario.goals) > 1 else ""
    return MISSED.filled(language, goal=inside_sentence(aim_words(goal, language))) + others


UNTOLD = Words(
    "Of {all} assumptions {tested} were tested one at a time and {rest} only screened",
    "{all}项假设中逐项检验了{tested}项，其余{rest}项仅作筛选",
)


def untold_leaves(found: Sensitivity) -> list[Leaf]:
    """Return the files of a study whose effect is not told: what was tested, and the sample for the EMA workbench."""
    bars = {bar.factor.label for bar in found.bars}
    rows = [(one.factor.label, one.factor.kind, one.factor.label in bars) for one in found.screened]
    return [
        csv_leaf("sensitivity.csv", ("assumption", "kind", "tested"), rows),
        Leaf("experiments.tar.gz", archive(found)),
    ]


def leaves(found: Sensitivity, language: Language = "en") -> list[Leaf]:
    """Return every number of a study as files."""
    columns = tuple(_of_own_effect(name) for name in SENSITIVITY) if found.in_own_effect else SENSITIVITY
    return [
        csv_leaf("sensitivity.csv", columns, _factor_rows(found)),
        csv_leaf("sensitivity-sources.csv", SOURCES, _source_rows(found)),
        csv_leaf("sensitivity-boxes.csv", BOXES, _box_rows(found)),
        Leaf("experiments.tar.gz", archive(found)),
        json_leaf("sensitivity.json", summary(found, language)),
    ]


SENSITIVITY = (
    "assumption", "kind", "unit", "grade", "source", "in_use",
    "morris_strength", "morris_half_width_95", "morris_mean", "morris_bend",
    "low_value", "high_value", "effect_at_low_value", "effect_at_high_value", "swing", "swing_low_95", "swing_high_95",
    "finding", "smallest_change_seen",
    "sobol_first", "sobol_first_half_width_95", "sobol_total", "sobol_total_half_width_95",
)  # fmt: skip


IN_UNITS = ("morris_", "effect_", "swing", "smallest_change_seen")
"""Columns in the unit of the effect begin so."""


def _of_own_effect(column: str) -> str:
    return f"{column}_of_own_effect" if column.startswith(IN_UNITS) else column


def _factor_rows(found: Sensitivity) -> list[list[Cell]]:
    bars = {bar.factor.label: bar for bar in found.bars}
    indices = {index.name: index for index in found.indices}
    rows: list[list[Cell]] = []
    for one in found.screened:
        factor, bar, index = one.factor, bars.get(one.factor.label), indices.get(one.factor.label)
        cells: list[Cell] = [factor.label, factor.kind, factor.unit, factor.grade, factor.source, factor.center]
        cells += [finite(value) for value in (one.strength, one.half_width, one.mean, one.bend)]
        cells += [*_bar_cells(bar), found.findings[factor.label], _least_seen(one, bar, found.resolution)]
        cells += _index_cells(index)
        rows.append(cells)
    for name in CHOICES:
        index = indices.get(name)
        if index is not None:
            rows.append([name, "choice", "", "", "ASSUMPTION", None, *[None] * 13, *_index_cells(index)])
    return rows


EACH = Words("{point}: {told}{drawn}; {which}", "{point}：{told}{drawn}；{which}")
EACH_DRAWN = Words(" (with a draw of the parameters a pair: {told})", "（每对模拟各用一组参数抽样：{told}）")
MATTERS = Words("matters: {names}", "敏感假设：{names}")
NONE_MATTERS = Words("no assumption that was tested is told to matter", "所检验的假设均未识别出显著影响")
SPLIT_HEAD = Words(
    "Everything as stated and every parameter at its estimate, {pairs} pairs of runs; what assumptions change of it, "
    "number by number",
    "各项假设不变、参数取点估计，{pairs}对模拟；以下逐项说明各数值取决于哪些假设",
)


def split_told(studies: Sequence[Sensitivity], language: Language = "en") -> list[str]:
    """Return in a line for each number of several what its effect is, and which assumptions matter for it."""
    first = studies[0]
    return [
        SPLIT_HEAD.filled(language, pairs=first.size.pairs),
        *(_split_line(one, language) for one in studies),
        *_findings(first, language),
    ]


def _split_line(found: Sensitivity, language: Language) -> str:
    shown, about = point_unit(found.aim), point_quantity(found.aim)
    drawn = ""
    if has_draws(found.study.scenario):
        drawn = EACH_DRAWN.filled(language, told=effect_words(found.drawn, shown, language))
    names = [
        inside_sentence(factor_words(bar.factor.name, bar.factor.lever).said(language))
        for bar in found.bars
        if bar.is_clear
    ]
    said = phrases(language).list_comma.join(names[:MOST_TOLD])
    return EACH.filled(
        language,
        point=point_words(found.aim, language),
        told=effect_told(found.center, about, shown, language),
        drawn=drawn,
        which=MATTERS.filled(language, names=said) if names else NONE_MATTERS.said(language),
    )


def split_leaves(studies: Sequence[Sensitivity], language: Language = "en") -> list[Leaf]:
    """Return every number of several studies as files: those of one, with the number in question in each row."""
    tables = (
        ("sensitivity.csv", SENSITIVITY, _factor_rows),
        ("sensitivity-sources.csv", SOURCES, _source_rows),
        ("sensitivity-boxes.csv", BOXES, _box_rows),
    )
    found = [
        csv_leaf(name, (*POINT, "group", *columns), [(*_of(one), *row) for one in studies for row in rows(one)])
        for name, columns, rows in tables
    ]
    data = {"asked": [summary(one, language) for one in studies]}
    return [*found, Leaf("experiments.tar.gz", archive(studies[0])), json_leaf("sensitivity.json", data)]


def split_rows(studies: Sequence[Sensitivity]) -> list[list[Cell]]:
    """Return a header and the rows of `sensitivity.csv` of several studies."""
    rows = [[*_of(one), *row] for one in studies for row in _factor_rows(one)]
    return [[*POINT, "group", *SENSITIVITY], *rows]


def _of(found: Sensitivity) -> tuple[Cell, ...]:
    return (*point_cells(found.aim), found.aim.group or EVERYBODY)


def table_rows(found: Sensitivity) -> list[list[Cell]]:
    """Return a header and a row an assumption, the most important first, as `sensitivity.csv` has them."""
    return [list(SENSITIVITY), *_factor_rows(found)]


def _bar_cells(bar: FactorSwing | None) -> list[Cell]:
    if bar is None:
        return [None] * 7
    swing = bar.swing
    return [bar.low_value, bar.high_value, bar.low, bar.high, swing.mean, swing.low_95, swing.high_95]


def _least_seen(one: ScreenedFactor, bar: FactorSwing | None, resolution: float | None) -> Cell:
    """Return the smallest change that the test of an assumption would have shown, or its screening without one."""
    return one.least_seen(resolution) if bar is None else bar.least_seen


def _index_cells(index: object) -> list[Cell]:
    names = ("first", "first_half_width", "total", "total_half_width")
    return [None if index is None else finite(getattr(index, name)) for name in names]


SOURCES = ("split", "part", "share_of_variance", "low_95", "high_95")


def _source_rows(found: Sensitivity) -> list[list[Cell]]:
    if found.split is None:
        return []
    both = (("source", found.split.sources), ("evidence", found.split.grades))
    return [
        [name, part.name, part.share, finite(part.low), finite(part.high)] for name, parts in both for part in parts
    ]


BOXES = ("box", "limits", "cases", "failures", "coverage", "density", "is_chosen")


def _box_rows(found: Sensitivity) -> list[list[Cell]]:
    return [
        [
            k,
            "; ".join(limit_words(limit, {}) for limit in box.limits),
            box.cases,
            box.failures,
            box.coverage,
            box.density,
            box == found.discovery.box,
        ]
        for k, box in enumerate(found.discovery.path)
    ]


def archive(found: Sensitivity) -> bytes:
    """Return the sample for the EMA workbench: one case a pair, numbers in their own units, words as categories."""
    sample, pairs = found.sample, found.sample.effects.shape[1]
    rows = sample.whole
    experiments: dict[str, NDArray[Any]] = {}
    for k, factor in enumerate(sample.factors):
        experiments[factor.label] = sample.values(k)[rows].repeat(pairs)
    for k, name in enumerate(CHOICES):
        experiments[name] = np.array(sample.options[k])[sample.codes[rows, k]].repeat(pairs)
    cases = len(rows) * pairs
    experiments |= {
        "replicate": np.array([row * pairs + k for row in rows for k in range(pairs)], np.int64),
        "scenario": np.arange(cases, dtype=np.int64),
        "policy": np.full(cases, found.study.scenario.id),
        "model": np.full(cases, "laborsim"),
    }
    return experiments_archive(experiments, _outcomes(found, rows))


def _outcomes(found: Sensitivity, rows: Codes) -> dict[str, NDArray[np.float64]]:
    """Return the number in question, and everything else that the scenario is about and is read by then."""
    seen = [pair for row in rows for pair in found.sample.pairs[row] if pair is not None]
    places = usual_places(found.study.scenario)
    asked = [point for point in aims(found.study.scenario, found.study.baseline) if point.region in places]
    outcomes = {}
    for point in dict.fromkeys([found.aim, *found.study.asked, *asked]):
        name = "_".join(part for part in (point.indicator, point.region, point.date, point.group) if part)
        outcomes[f"effect_{name}"] = np.array([pair.effect(point) for pair in seen])
        outcomes[name] = np.array([pair.scenario.at(point) for pair in seen])
    return outcomes


def summary(found: Sensitivity, language: Language = "en") -> dict[str, object]:
    """Return what was asked and the main numbers, as plain data."""
    aim, size, center, drawn = found.aim, found.size, found.center, found.drawn
    return {
        "scenario": found.study.scenario.id,
        "baseline": found.study.baseline.id,
        "indicator": aim.indicator,
        "region": aim.region,
        "month": aim.date,
        "unit": "parts of the effect as everything stands" if found.in_own_effect else unit_of_effect(aim),
        "persons_per_worker": found.study.scenario.run.scale.default,
        "trajectories": size.trajectories,
        "bars": size.bars,
        "samples": size.samples,
        "pairs": size.pairs,
        "group": aim.group or EVERYBODY,
        "effect_is": "with every parameter at its estimate",
        "effect": effect_fields(center),
        "effect_with_draws": effect_fields(drawn),
        "assumptions": found.findings,
        "smallest_change_seen": found.resolution,
        "over_all_assumptions": dict(zip(("p5", "p50", "p95"), found.spread, strict=True)),
        "emulator_predicts": None if found.split is None else finite(found.split.predicted_share),
        "standard_deviation": None if found.split is None else found.split.deviation,
        "discovery": discovery_words(found, language),
        "failed": found.failed,
        "lines": told(found, language),
    }


def unit_of_effect(aim: Point) -> str:
    """Return the unit of an effect in files."""
    return unit_of(indicators()[aim.indicator], aim.months)


def finite(value: float) -> float | None:
    """Return a number, or None where it is none."""
    return float(value) if np.isfinite(value) else None
