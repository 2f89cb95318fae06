"""What does the shock do? Four worlds: the shock with and without the measures, the measures with and without it."""

from collections.abc import Iterator
from dataclasses import astuple
from functools import partial

from laborsim.analysis.answer_files import AnswerPart, csv_leaf
from laborsim.analysis.attribution.tables import EFFECT, POINT, point_cells
from laborsim.analysis.compare.four_worlds import (
    ALONE as ALONE_EFFECTS,
)
from laborsim.analysis.compare.four_worlds import (
    CALM,
    CALM_PLAN,
    CUSHION,
    SHOCKED,
    SHOCKED_PLAN,
    SUBTRACTED,
    FourWorlds,
)
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import SEEKING, Point, aims
from laborsim.experiment.indicators.summary import EVERYBODY
from laborsim.experiment.indicators.when import AS_USUAL, When
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.albums.split import split_quantity
from laborsim.report.answers.answer_sizes import made_with, made_words
from laborsim.report.tables.run import caution_lines
from laborsim.report.text.dates import full_date
from laborsim.report.text.effects import bracketed, effect_told, effect_words
from laborsim.report.text.in_work import why_both_rise
from laborsim.report.text.labels import located_apart, point_places, point_quantity, point_unit, point_words
from laborsim.report.text.phrases import NO_WORDS, aligned, joined, phrases, sentences
from laborsim.report.text.priors import prior_words
from laborsim.report.text.when import when_words
from laborsim.report.text.worlds import minus, shock_words
from laborsim.scenario.scenario import Context

TITLE = Words("What does the shock do?", "冲击效应")
HOW = Words(
    "Four worlds with the same random numbers: with and without {outside}, with and without the measures of {plan}; "
    "{made}; 80\u00a0% prediction interval (PI) and simulation error of the mean.",
    "同一随机数的四个情景：有无{outside}、有无{plan}的措施；{made}；区间为80%预测区间，另列均值的模拟误差。",
)
HOW_ALONE = Words(
    "Two worlds with the same random numbers: with and without {outside}; {plan} has no measure of its own; {made}; "
    "80\u00a0% prediction interval (PI) and simulation error of the mean.",
    "同一随机数的两个情景：有无{outside}；{plan}没有自己的措施；{made}；区间为80%预测区间，另列均值的模拟误差。",
)
CONTEXT = Words("other paths from outside ({paths})", "不同的外生路径（{paths}）")
PATH = Words("{name} {shocked}, {calm} without", "{name}为{shocked}，无冲击时为{calm}")
AND = Words(" and ", "和")
WITH, WITHOUT = Words("{world} with the shock", "有冲击的{world}"), Words("{world} without it", "无冲击的{world}")
LINE = Words("  {effect}: {told}  [{worlds}]", "  {effect}：{told}【{worlds}】")
WHY = Words("  {effect}: {why}", "  {effect}：{why}")
EFFECTS = {
    "shock without measures": Words("the shock, without the measures", "冲击（不实施措施）"),
    "shock with measures": Words("the shock, with the measures", "冲击（实施措施）"),
    "measures without shock": Words("the measures, without the shock", "措施（无冲击）"),
    "measures with shock": Words("the measures, with the shock", "措施（有冲击）"),
    CUSHION: Words("what the measures change of the shock", "措施对冲击效应的改变"),
}
EQUAL = Words("no difference in any pair", "每对模拟均无差异")
LESS = Words("the shock with the measures less the shock without", "实施措施时的冲击减不实施措施时的冲击")

VERDICT = Words("{point}. The shock, without the measures: {shock}", "{point}。冲击（不实施措施）：{shock}")
VERDICT_ALONE = Words("{point}. The shock: {shock}", "{point}。冲击：{shock}")
VERDICT_OF_MEASURES = Words("  What the measures change of it: {change}", "  措施对其的改变：{change}")
COLUMN = {
    "shock without measures": Words("shock, no measures", "冲击（不实施措施）"),
    "shock with measures": Words("shock, measures", "冲击（实施措施）"),
    "measures with shock": Words("measures in it", "冲击下的措施"),
    CUSHION: Words("change of the shock", "对冲击的改变"),
}
"""Heads of the table; every effect in words is a detail."""
SAME = "="
MARKS = Words(
    "  =: no difference in any pair; in brackets: the 80\u00a0% CI includes zero{of_change}",
    "  =：每对模拟均无差异；括号内：80%置信区间包含零{of_change}",
)
MARKS_OF_CHANGE = Words(
    "; change of the shock: with the measures less without them",
    "；对冲击的改变：冲击（实施措施）减冲击（不实施措施）",
)
DETAILS = Words(
    "Every effect with its interval and worlds, and the quarters around the shock: -v, and {file} in the folder "
    "answers",
    "各效应的区间、相减的情景及冲击前后各季：见-v选项和结果文件夹answers中的{file}",
)

QUARTERS = Words(
    "{indicator}, {place}, around the shock: the shock without the measures [{worlds}]; what the measures change of it",
    "{indicator}，{place}，冲击前后各季：冲击（不实施措施）【{worlds}】；措施对冲击效应的改变",
)
QUARTERS_ALONE = Words(
    "{indicator}, {place}, around the shock [{worlds}]", "{indicator}，{place}，冲击前后各季【{worlds}】"
)
QUARTER = Words("    {quarter}: {told}", "    {quarter}：{told}")
SEPARATOR: dict[Language, str] = {"en": "; ", "zh": "；"}
READ_AT = Words("Read in {month}: the last month of the shock", "读取时间为{month}：冲击的最后一个月")

COLUMNS = (*POINT, "group", "effect_of", "minuend", "subtrahend", "minuend_mean", "subtrahend_mean", *EFFECT)


def shock_part(
    found: FourWorlds, run: Run, language: Language = "en", when: When = AS_USUAL, *, detailed: bool = False
) -> AnswerPart:
    """Return what a shock does, and what the measures change of it: the verdict first, then a table, then how.

    `when`: over which period it is read, and by what it is split. `detailed`: with every effect in words and the
    quarters around the shock, which `shock.csv` has in any case.
    """
    made, file = made_words(made_with(run, pairs=found.pairs), language), when.named("shock.csv")
    plan, outside = found.worlds[SHOCKED_PLAN], _outside(found, language)
    lines = [*caution_lines(run, language), *_verdicts(found, when, language), *_table(found, language)]
    lines += [] if when.by is not None else _why_lines(found, language)
    how = HOW if found.has_measures else HOW_ALONE
    lines.append(how.filled(language, outside=outside, plan=plan.id, made=made))
    lines += [sentences([prior_words(language)], language)] if found.has_measures else []
    lines.append(_when_words(found, when, language))
    if detailed:
        lines += [line for point in found.told for line in _point_lines(found, point, language)]
        lines += quarter_lines(found, language)
    else:
        lines.append(DETAILS.filled(language, file=file))
    return AnswerPart(TITLE.said(language), lines, [csv_leaf(file, COLUMNS, shock_rows(found))])


def _verdicts(found: FourWorlds, when: When, language: Language) -> Iterator[str]:
    """Yield what the shock does to the numbers that the question is about, the unemployed first; none of a split."""
    if when.by is not None:
        return
    plan, shocked = found.worlds[SHOCKED_PLAN], found.worlds[SHOCKED]
    about = {(point.indicator, point.region) for point in aims(plan, shocked)}
    told = [p for p in found.told if p.indicator == SEEKING or (p.indicator, p.region) in about]
    for point in sorted(told, key=lambda point: point.indicator != SEEKING):
        effects = found.effects(point)
        said = {name: _told(effect, point, language) for name, effect in effects.items()}
        if not said:
            continue
        words = {"point": point_words(point, language), "shock": said["shock without measures"]}
        yield (VERDICT if found.has_measures else VERDICT_ALONE).filled(language, **words)
        if CUSHION in said:
            yield VERDICT_OF_MEASURES.filled(language, change=said[CUSHION])


def _table(found: FourWorlds, language: Language) -> Iterator[str]:
    """Yield a row a number: the shock, the measures in it, and what they change of it."""
    told = [point for point in found.told if found.effects(point)]
    if not told:
        return
    common = point_places(told[0], language)
    names = [name for name in COLUMN if found.has_measures or name in ALONE_EFFECTS]
    rows = [[joined(common, language), *(COLUMN[name].said(language) for name in names)]]
    for point in told:
        own, shown = point_places(point, language), point_unit(point)
        others = [part for part, usual in zip(own, common, strict=False) if part != usual] + [*own[len(common) :]]
        name = point_quantity(point).name.said(language)
        of = shown.of(is_change=True).said(language)
        effects = found.effects(point)
        cells = [SAME if (e := effects[k]).verdict == "no effect" else bracketed(e, shown, language) for k in names]
        rows.append([joined((name, of, *others), language), *cells])
    yield from aligned(rows)
    marks = MARKS_OF_CHANGE if found.has_measures else NO_WORDS
    yield MARKS.filled(language, of_change=marks.said(language))


def _when_words(found: FourWorlds, when: When, language: Language) -> str:
    """Return when the effects are read and why: by default in the last month of the shock."""
    if not when.is_default:
        plan, shocked = found.worlds[SHOCKED_PLAN], found.worlds[SHOCKED]
        return when_words(plan, shocked, when, language)
    last = max(found.told, key=lambda point: point.indicator == SEEKING)
    return READ_AT.filled(language, month=full_date(last.month, last.months, language))


def quarter_lines(found: FourWorlds, language: Language) -> Iterator[str]:
    """Yield the shock quarter by quarter around it: without the measures, and what they change of it."""
    by_place: dict[tuple[str, str], list[Point]] = {}
    for point in found.quarters:
        by_place.setdefault((point.indicator, point.region), []).append(point)
    template = QUARTERS if found.has_measures else QUARTERS_ALONE
    worlds = minus(_world(found, SHOCKED, language), _world(found, CALM, language), language)
    for (indicator, region), points in by_place.items():
        name = split_quantity(points[0], When(by="quarter")).name.said(language)
        place = located_apart(indicator, region, language)
        yield template.filled(language, indicator=name, place=place, worlds=worlds)
        for point in points:
            effects = found.effects(point)
            told = [_short(effects[one], point, language) for one in (*ALONE_EFFECTS, CUSHION) if one in effects]
            if told:
                when = full_date(point.month, point.months, language)
                yield QUARTER.filled(language, quarter=when, told=SEPARATOR[language].join(told))


def _short(effect: Effect, point: Point, language: Language) -> str:
    if effect.verdict == "no effect":
        return EQUAL.said(language)
    return effect_words(effect, point_unit(point), language)


def shock_rows(found: FourWorlds) -> list[tuple[Cell, ...]]:
    """Return a row COLUMNS for every effect on every headline in every month of a summary."""
    rows: list[tuple[Cell, ...]] = []
    for point, values in found.values.items():
        for name, effect in found.effects(point).items():
            worlds: tuple[Cell, ...] = ("shock with measures", "shock without measures", None, None)
            if name in SUBTRACTED:
                one, other = SUBTRACTED[name]
                means = (float(values[k].mean()) for k in (one, other))
                worlds = (_world(found, one, "en"), _world(found, other, "en"), *means)
            rows.append((*point_cells(point), point.group or EVERYBODY, name, *worlds, *astuple(effect)))
    return rows


def _point_lines(found: FourWorlds, point: Point, language: Language) -> Iterator[str]:
    effects = found.effects(point)
    if effects:
        yield point_words(point, language)
    for name, effect in effects.items():
        worlds = LESS.said(language)
        if name in SUBTRACTED:
            one, other = (_world(found, k, language) for k in SUBTRACTED[name])
            worlds = minus(one, other, language)
        told = _told(effect, point, language)
        yield LINE.filled(language, effect=EFFECTS[name].said(language), told=told, worlds=worlds)


def _why_lines(found: FourWorlds, language: Language) -> Iterator[str]:
    """Yield why a shock or the measures raise unemployment and work at once, for every effect that does."""
    for name in SUBTRACTED:
        for line in why_both_rise(partial(_effect_of, found, name), found.told, language):
            yield WHY.filled(language, effect=EFFECTS[name].said(language), why=line)


def _effect_of(found: FourWorlds, name: str, point: Point) -> Effect | None:
    return found.effects(point).get(name) if point in found.values else None


def _told(effect: Effect, point: Point, language: Language) -> str:
    if effect.verdict == "no effect":
        return EQUAL.said(language)
    return effect_told(effect, point_quantity(point), point_unit(point), language)


def _world(found: FourWorlds, which: int, language: Language) -> str:
    template = {CALM: WITHOUT, CALM_PLAN: WITHOUT, SHOCKED: WITH, SHOCKED_PLAN: WITH}[which]
    return template.filled(language, world=found.worlds[which].id)


def _outside(found: FourWorlds, language: Language) -> str:
    """Return the shock and the paths from outside in which the worlds differ."""
    plan, calm = found.worlds[SHOCKED_PLAN], found.worlds[CALM]
    own = plan.model_copy(update={"shocks": tuple(shock for shock in plan.shocks if shock not in calm.shocks)})
    parts = [shock_words(own, language)] if own.shocks else []
    paths = [
        PATH.filled(language, name=name, shocked=_path(plan.context, name), calm=_path(calm.context, name))
        for name in Context.model_fields
        if getattr(plan.context, name) != getattr(calm.context, name)
    ]
    if paths:
        parts.append(CONTEXT.filled(language, paths=phrases(language).list_comma.join(paths)))
    return AND.said(language).join(parts)


def _path(context: Context, name: str) -> str:
    value = getattr(context, name)
    if value is None or isinstance(value, float | int):
        return "–" if value is None else f"{value:g} %"
    return ", ".join(f"{zone} {percent:g} %" for zone, percent in value)
