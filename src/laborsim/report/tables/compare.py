"""A comparison as tables: for a terminal one about what is asked and one about everything else; lines for a pipe."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from laborsim.analysis.compare.bought import Bought, bought
from laborsim.analysis.compare.compare import NOTHING, Comparison, Measured
from laborsim.analysis.compare.diff import COMPARED, NOT_A_BASELINE, Difference
from laborsim.analysis.compare.files import placed
from laborsim.experiment.indicators.effect import Effect, Spread, spread
from laborsim.experiment.indicators.headline import Point
from laborsim.published.indicators import indicators
from laborsim.published.words import Language, Words
from laborsim.report.albums.compare import best_text, order_text, shown_name
from laborsim.report.answers.places import run_places_lines
from laborsim.report.text.costs import cost_words, unstated_words, yuan_words
from laborsim.report.text.effects import (
    effect_numbers,
    effect_printer,
    effect_words,
    verdict_rule,
    verdict_short,
    verdict_words,
)
from laborsim.report.text.in_work import is_about, why_both_rise
from laborsim.report.text.labels import point_places, point_quantity, point_unit, quantity, unit_words
from laborsim.report.text.numbers import Printer, finer, printer_for
from laborsim.report.text.phrases import capitalized, inside_sentence, phrases
from laborsim.report.text.priors import prior_words
from laborsim.report.text.when import when_words
from laborsim.report.text.worlds import subtracted_by_all

COST = Words("{scenario}: public cost of its measures {cost}", "{scenario}：各项措施财政支出{cost}")
OF_ONE = Words("{scenario}: {line}", "{scenario}：{line}")
DIFFERENT = Words(
    "they buy different things: `laborsim answer` judges each by its own",
    "各项措施目标不同，由 laborsim answer 分别评估",
)
BUYS = Words("they buy {what}: {effect} on average over the months", "旨在增加{what}：各月平均{effect}")
PRICE = Words("{yuan} for one more for a year, undiscounted", "每多1单位并保持一年的财政支出{yuan}（未折现）")
PRICE_OF_PAY = Words(
    "{yuan} for one yuan a month more in everybody's pay for a year, undiscounted",
    "人人月收入提高1元并保持一年的财政支出{yuan}（未折现）",
)
NO_PRICE = Words(
    "no cost for one more, as that mean of all months, whatever one month shows, is not statistically significant",
    "各月平均效应（有别于单月效应）在统计上不显著，不计算单位成本",
)
NUMBERS = ("pairs", "mean", "p10", "p90", "low_95", "high_95", "p_sign", "detectable")
IDENTICAL = Words("identical", "两者一致")
"""Of two scenarios: the verdict's own words name the baseline."""

EFFECTS_APART = Words("effect of {scenario} − effect of {other}", "{scenario}的效应减{other}的效应")
"""Where two scenarios are compared with different worlds."""

COLUMNS = (
    "indicator", "unit", "region", "date", "group", "scenario", "against", *NUMBERS, "verdict",
    "best", "p_best", "p_order",
)  # fmt: skip

BEST_FIRST = Words("{what} ({best})", "{what}（{best}）")


def aim_table(comparison: Comparison, point: Point, language: Language) -> Table | None:
    """Return all scenarios at one point, best first, then how they differ; None where the indicator is not defined."""
    ranking = comparison.ranking(point)
    if ranking is None:
        return None
    words = phrases(language)
    effects = {one.scenario: one.effect for one in comparison.effects([point])}
    printer, fine = _printer(comparison, point, language), _effect_printer(comparison, point, language)
    first = BEST_FIRST.filled(language, what=words.column_scenario, best=getattr(words, f"best_{ranking.best}"))
    table = _table(_about(point, printer), first, fine)
    for ranked in ranking.ranked:
        effect = effects.get(ranked.name)
        name = capitalized(shown_name(ranked.name, language)) if ranked.name == NOTHING else ranked.name
        level = _level(_spread(comparison, point, ranked.name), printer)
        table.add_row(Text(name), level, *_effect_cells(effect, point, fine), Text(best_text(ranked.p_best, language)))
    for one in comparison.between([point]):
        name = words.compare_minus.format(scenario=one.scenario, other=one.against)
        if one.of_effects:
            name = EFFECTS_APART.filled(language, scenario=one.scenario, other=one.against)
        cells = _effect_cells(one.effect, point, fine)
        if one.effect.verdict == "no effect":
            cells = (cells[0], Text(IDENTICAL.said(language)))
        table.add_row(Text(name, style="dim"), Text(""), *cells, Text(""))
    lines = [
        order_text(ranking, language),
        verdict_rule(language),
        words.best_rule,
        *subtracted_lines(comparison, language),
    ]
    table.caption = Text("\n".join(lines))
    table.caption_justify = "left"
    return table


def subtracted_lines(comparison: Comparison, language: Language) -> list[str]:
    """Return which two worlds every effect of a comparison subtracts, and when effects are read and why then."""
    worlds = [
        (run.scenario, run.baseline.scenario)
        for run in comparison.runs
        if run.baseline is not None  # a run without one is refused
    ]
    said = dict.fromkeys(when_words(*both, comparison.when, language) for both in worlds)
    return [*subtracted_by_all(worlds, language), *said]


def _table(title: str, first: str, fine: Printer) -> Table:
    words = phrases(fine.language)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", title=Text(title, "bold"))
    table.title_justify = "left"
    table.add_column(Text(first), overflow="fold", ratio=2)
    table.add_column(Text(words.column_level), justify="right", no_wrap=True)
    table.add_column(Text(f"{words.column_effect}\n{fine.axis_name}"), justify="right", no_wrap=True)
    table.add_column(Text(words.column_verdict), overflow="fold", ratio=1)
    table.add_column(Text(words.column_best), justify="right")
    return table


def others_table(comparison: Comparison, language: Language) -> Table:
    """Return the effect of every scenario on the main indicators that the questions are not about."""
    return effects_table(comparison, [p for p in comparison.headline if p not in comparison.aims], language)


def effects_table(comparison: Comparison, points: Sequence[Point], language: Language) -> Table:
    """Return the effect of every scenario on some numbers, a row each."""
    words = phrases(language)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(Text(words.column_indicator), overflow="fold", ratio=2)
    for name in comparison.names:
        table.add_column(Text(f"{name}\n{words.column_effect.replace(chr(10), ' ')}"), justify="right", overflow="fold")
    for point in points:
        effects = {one.scenario: one.effect for one in comparison.effects([point])}
        if not effects:
            continue
        printer = _effect_printer(comparison, point, language)
        cells = [_with_verdict(effects.get(name), point, printer) for name in comparison.names]
        table.add_row(Text(_about(point, printer)), *cells)
    remarks = [verdict_rule(language), prior_words(language), *subtracted_lines(comparison, language)]
    table.caption = Text("\n".join(remarks))
    table.caption_justify = "left"
    return table


def _with_verdict(effect: Effect | None, point: Point, printer: Printer) -> Text:
    if effect is None:
        return Text("")
    return Text(
        "\n".join([*(line for line in effect_numbers(effect, printer) if line), _verdict(effect, point, printer)])
    )


def _effect_cells(effect: Effect | None, point: Point, printer: Printer) -> tuple[Text, Text]:
    if effect is None:
        return Text(""), Text("")
    return Text("\n".join(effect_numbers(effect, printer))), Text(_verdict(effect, point, printer))


def _verdict(effect: Effect, point: Point, printer: Printer) -> str:
    return verdict_words(effect, point_quantity(point, is_share=True), printer.unit, printer.language)


def _spread(comparison: Comparison, point: Point, name: str) -> Spread | None:
    if name == NOTHING:  # several baselines have no level in common
        return spread(comparison.at(comparison.baseline, point)[0]) if comparison.shares_baseline else None
    return spread(comparison.at(comparison.scenario, point)[comparison.names.index(name)])


def _level(found: Spread | None, printer: Printer) -> Text:
    if found is None:
        return Text("")
    if found.p10 is None or found.p90 is None:
        return Text(printer.number(found.mean))
    template = phrases(printer.language).between_signed if found.p10 < 0 else phrases(printer.language).between
    return Text(
        f"{printer.number(found.mean)}\n"
        f"{template.format(low=printer.number(found.p10), high=printer.number(found.p90))}"
    )  # fmt: skip


def _about(point: Point, printer: Printer) -> str:
    language = printer.language
    comma = "，" if language == "zh" else ", "
    name = point_quantity(point, is_share=True).name.said(language)
    return comma.join((name, *point_places(point, language), printer.axis_name))


def _printer(comparison: Comparison, point: Point, language: Language) -> Printer:
    found = [_spread(comparison, point, name) for name in (*comparison.names, NOTHING)]
    means = [one.mean for one in found if one is not None]
    printer = printer_for(means, point_unit(point), language)
    ordered = sorted(means)
    gaps = [b - a for a, b in pairwise(ordered) if b > a]
    return finer(printer, means, min(gaps)) if gaps else printer


def _effect_printer(comparison: Comparison, point: Point, language: Language) -> Printer:
    found = [one.effect for one in (*comparison.effects([point]), *comparison.between([point]))]
    return effect_printer(found, point_unit(point), language)


def bought_lines(comparison: Comparison, language: Language) -> list[str]:
    """Return what the measures of every scenario cost, with its range, and what one more of what they buy costs."""
    return [_bought(found, language) for found in bought(comparison)]


def why_lines(comparison: Comparison, language: Language) -> list[str]:
    """Return why unemployment rises although more people are in work, for every scenario in which it does."""
    points = [point for point in comparison.headline if is_about(point)]
    found = []
    for name in comparison.names:
        lines = why_both_rise(partial(comparison.at_end, name), points, language)
        found += [OF_ONE.filled(language, scenario=name, line=line) for line in lines]
    return found


def places_lines(comparison: Comparison, language: Language) -> list[str]:
    """Return how many places the measures of every scenario have, how many are filled, and what is short if not all."""
    return [
        OF_ONE.filled(language, scenario=name, line=line)
        for name, run in zip(comparison.names, comparison.runs, strict=True)
        for line in run_places_lines(run, language, comparison.when)
    ]


def _bought(found: Bought, language: Language) -> str:
    comma = "；" if language == "zh" else "; "
    cost = COST.filled(language, scenario=found.scenario, cost=cost_words(found.cost, found.cost_ends, language))
    parts = [cost, unstated_words(found.levers, language)]
    if found.mean is None:
        parts.append("" if found.indicator else DIFFERENT.said(language))
        return comma.join(part for part in parts if part)
    name, shown = quantity(found.indicator).name.said(language), point_unit(Point(found.indicator, "", 0))
    effect = effect_words(found.mean, shown, language)
    parts.append(BUYS.filled(language, what=inside_sentence(name), effect=effect))
    yuan = found.yuan
    if yuan is None or yuan.estimate is None or found.mean.mean <= 0 or not found.mean.is_clear:
        parts.append(NO_PRICE.said(language))
    else:
        price = PRICE_OF_PAY if indicators()[found.indicator].unit.startswith("CNY") else PRICE
        parts.append(price.filled(language, yuan=yuan_words(yuan.estimate, language)))
    return comma.join(part for part in parts if part)


def comparison_lines(comparison: Comparison, language: Language = "en") -> list[str]:
    """Return a header and one line per effect and difference, cells separated by tabs, for other programs."""
    lines = ["\t".join(COLUMNS)]
    for point in (*comparison.headline, *comparison.split):
        ranking = comparison.ranking(point)
        p_best = {} if ranking is None else {ranked.name: ranked.p_best for ranked in ranking.ranked}
        order = ("", None) if ranking is None else (ranking.best, ranking.p_order)
        measured = comparison.effects([point])
        lines += [_line(one, (order[0], p_best.get(one.scenario), order[1]), language) for one in measured]
        lines += [_line(one, ("", None, None), language, is_between=True) for one in comparison.between([point])]
    return lines


def _line(
    one: Measured, order: tuple[str, float | None, float | None], language: Language, *, is_between: bool = False
) -> str:
    verdict = verdict_short(one.effect, point_quantity(one.point), point_unit(one.point), language)
    if is_between and one.effect.verdict == "no effect":
        verdict = IDENTICAL.said(language)
    cells = [
        *placed(one.point).values(),
        *one.subtracted,
        *(getattr(one.effect, name) for name in NUMBERS),
        verdict,
        *order,
    ]
    return "\t".join(_cell(cell) for cell in cells)


def _cell(cell: str | int | float | None) -> str:
    if cell is None:
        return ""
    return repr(cell) if isinstance(cell, float) else " ".join(str(cell).split())


NOTHING_SAID = "–"


SAME = Words("the scenarios say the same", "各情景内容相同")
KEY, UNIT = Words("key", "字段"), Words("unit", "单位")
WHERE = Words("{name}: where", "{name}：出处")
COMPARED_WITH = Words(COMPARED, "对比情景")
NOT_COMPARED = Words(NOT_A_BASELINE, "无")
OF_A_FILE = {"percent a year": "%/年", "persons per worker": "人/个体"}
"""Units that stand in a table of keys alone, in Chinese."""


def _key(row: Difference, language: Language) -> str:
    return COMPARED_WITH.said(language) if row.key == COMPARED else row.key


def _unit(row: Difference, language: Language) -> str:
    """Return a unit: in English as files write it."""
    return row.unit if language == "en" else OF_A_FILE.get(row.unit) or unit_words(row.unit).said(language)


def _value(row: Difference, value: str | None, language: Language) -> str | None:
    return NOT_COMPARED.said(language) if row.key == COMPARED and value == NOT_A_BASELINE else value


def diff_table(names: Sequence[str], rows: Sequence[Difference], language: Language) -> Table:
    """Return what scenarios say differently, with units and places."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(KEY.said(language), overflow="fold", ratio=2)
    table.add_column(UNIT.said(language), overflow="fold")
    for name in names:
        table.add_column(Text(name), overflow="fold", ratio=2)
    for row in rows:
        cells = []
        for said in row.said:
            value = _value(row, said.value, language)
            cell = Text(NOTHING_SAID if value is None else value)
            cell.append(f"\n{said.origin}" if said.origin else "", style="dim")
            cells.append(cell)
        table.add_row(Text(_key(row, language)), Text(_unit(row, language)), *cells)
    return table


def diff_lines(names: Sequence[str], rows: Sequence[Difference], language: Language) -> list[str]:
    """Return a header and one line per difference: key, unit, the values, then their places."""
    where = [WHERE.filled(language, name=name) for name in names]
    lines = ["\t".join((KEY.said(language), UNIT.said(language), *names, *where))]
    for row in rows:
        values = [_cell(_value(row, said.value, language)) for said in row.said]
        places = [_cell(said.origin) for said in row.said]
        lines.append("\t".join([_key(row, language), _unit(row, language), *values, *places]))
    return lines
