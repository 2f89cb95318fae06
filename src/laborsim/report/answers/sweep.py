"""What does each dose do? Effect, cost and price at every dose, and where returns fall."""

from collections.abc import Iterator
from dataclasses import dataclass

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.compare.ranking import LOWEST_IS_BEST
from laborsim.analysis.counterfactuals import dosed, sized
from laborsim.analysis.sweep.doses import cells_of
from laborsim.analysis.sweep.returns import DoseStep
from laborsim.analysis.sweep.sweep import DoseCell, DoseLine, DoseTable, Sweep
from laborsim.analysis.sweep.tables import sweep_leaves
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.when import AGES, LENGTHS
from laborsim.published.indicators import indicators
from laborsim.published.words import Language, Words
from laborsim.report.albums.split import split_quantity
from laborsim.report.answers.answer_sizes import AnswerSize, made_words
from laborsim.report.answers.goals import aim_words, chance_words
from laborsim.report.answers.places import places_lines, too_small_line
from laborsim.report.text.costs import unstated_words
from laborsim.report.text.effects import (
    effect_numbers,
    effect_printer,
    effect_words,
    mean_words,
    verdict_rule,
    verdict_short,
)
from laborsim.report.text.labels import (
    dose_words,
    level_unit,
    lever_words,
    located_apart,
    point_date,
    point_quantity,
    point_unit,
    point_words,
    short_lever,
)
from laborsim.report.text.numbers import Printer, digits, printer_for, unit
from laborsim.report.text.phrases import aligned, inside_sentence, joined, phrases, sentences
from laborsim.report.text.priors import prior_words
from laborsim.report.text.statistics import statistic_words
from laborsim.report.text.when import SPLIT_BY, split_name, when_words
from laborsim.report.text.worlds import subtracted
from laborsim.scenario.slips import below_one_worker

TITLE = Words("What does each dose do?", "不同政策力度的效应")
HOW = Words(
    "{worlds} at each dose, one baseline for all; paired runs (common random numbers); {made}",
    "各力度下{worlds}，共用同一基准情景；配对模拟（同一随机数）；{made}",
)
HEAD = Words(
    "{point}, effect in {unit}, extra cost in {money}:", "{point}，政策效应单位：{unit}，新增成本单位：{money}："
)
DOSE, EFFECT, INTERVAL = Words("dose", "力度"), Words("effect", "效应"), Words("80\u00a0% PI", "80%预测区间")
COST, PRICE, MET = Words("cost", "成本"), Words("yuan/1 a year", "元/单位·年"), Words("goal met", "实现目标")
MET_OF = Words("{count} of {runs}", "{runs}次中{count}次")
VERDICT = Words("verdict", "结论")
STANDS = Words(
    "  {dose}: the level that stands; nothing new is done there, and the effect is zero in every pair",
    "  {dose}：现有力度，未新增措施，每对模拟效应均为零",
)
STEP = Words("  {low} to {high}: {added}{elastic}", "  {low}至{high}：{added}{elastic}")
ELASTIC = Words("; elasticity {value}{interval}", "；弹性{value}{interval}")
BETWEEN = Words(" ({low} to {high})", "（{low}—{high}）")
FALLS = Words(
    "  Returns fall from {dose} on{at}: one more brings less than before, told apart at 95\u00a0%",
    "  {at}力度超过{dose}后收益递减：每增加一单位的效应低于此前（95%置信水平）",
)
AT = Words(" (with {other})", "{other}时，")
NOT_FALLING = Words("  In {pairs} pairs no fall of returns is told apart", "  以{pairs}对模拟未能识别收益递减")
SAME = Words("  {low} and {high} do exactly the same, in every pair", "  力度{low}与{high}的效应在每对模拟中完全相同")
AT_DOSE = Words("  At {dose}: {line}", "  力度为{dose}时：{line}")
GOAL = Words("  {aim}: {dose} meets it in {chance}", "  {aim}：力度为{dose}时{chance}")
PRICE_NOTE = Words(
    "Yuan/1 a year: extra cost of one more of the indicator for a year (of unemployment one less; of shares one "
    "percentage point); –: no price holds, as the sum of its months till then is no significant gain",
    "“元/单位·年”：指标每增加一单位（失业为减少；比率为1个百分点）并保持一年所需新增成本；“–”：截至该月各月合计未见统计显著的预期增量，不计算单位成本",
)
ELASTICITY_NOTE = Words(
    "Elasticity: percent of effect for one percent more of what is added to the level that stands",
    "弹性：在现有力度之上新增的力度每提高1%，政策效应变动的百分比",
)
NO_PRICE = "–"


def sweep_part(found: Sweep, language: Language = "en") -> AnswerPart:
    """Return the answer with every cell and every step."""
    return AnswerPart(TITLE.said(language), list(sweep_lines(found, language)), sweep_leaves(found))


def sweep_lines(found: Sweep, language: Language = "en") -> Iterator[str]:
    """Yield what each dose does to each number, and where returns fall."""
    made = AnswerSize(sized(found.scenario, found.sizes.coarser).run.scale, found.sizes.pairs)
    worlds = subtracted(found.scenario, found.baseline, language)
    yield HOW.filled(language, worlds=worlds, made=made_words(made, language))
    if not found.when.is_default:
        yield when_words(found.scenario, found.baseline, found.when, language)
    for table in [one for one in found.tables if one not in found.split]:
        told = _Told(found, table, language)
        yield from told.cells()
        yield from told.steps()
        yield from told.returns()
    yield from matrix_lines(found, language)
    yield from _short_lines(found, language)
    has_elasticity = any(step.elasticity for table in found.tables for line in table.lines for step in line.steps)
    remarks = [
        statistic_words(found.scenario, language),
        verdict_rule(language),
        prior_words(language),
        PRICE_NOTE.said(language),
        ELASTICITY_NOTE.said(language) if has_elasticity and len(found.axes) == 1 else "",
        unstated_words([axis.lever for axis in found.axes], language),
    ]
    yield sentences(remarks, language)


MATRIX = Words(
    "{point}, effect in {unit} ({star} statistically significant):", "{point}，效应单位：{unit}（{star}统计上显著）："
)
STAR = "*"
INTERVALS = Words(
    "  Intervals, costs and prices of every cell are in sweep.csv", "  各格的置信区间、成本和单位成本见sweep.csv"
)


def matrix_lines(found: Sweep, language: Language) -> Iterator[str]:
    """Yield a table for each number that is split: what splits it down the page, doses across."""
    by = found.when.by
    if by is None:
        return
    together: dict[tuple[str, str], list[DoseTable]] = {}
    for table in found.split:
        point = table.point
        together.setdefault((point.indicator, "" if by == "region" else point.region), []).append(table)
    for tables in together.values():
        first, cells = tables[0].point, [cell for table in tables for cell in table.cells]
        printer = effect_printer([cell.effect for cell in cells], point_unit(first), language)
        shown = split_quantity(first, found.when) if by in LENGTHS else point_quantity(first)
        name = [shown.name.said(language)]
        name += [] if by == "region" else [located_apart(first.indicator, first.region, language)]
        name += [point_date(first, language)] if by in ("region", *AGES) else []
        yield MATRIX.filled(language, point=joined(name, language), unit=printer.axis_name, star=STAR)
        rows = [[SPLIT_BY[by].said(language), *(doses_words(found, cell.doses, language) for cell in tables[0].cells)]]
        for table in tables:
            told = [
                printer.number(cell.effect.mean, signed=True) + (STAR if cell.effect.is_clear else "")
                for cell in table.cells
            ]
            rows.append([split_name(table.point, by, language), *told])
        yield from (f"  {line}" for line in aligned(rows))
    yield INTERVALS.said(language)


def _short_lines(found: Sweep, language: Language) -> Iterator[str]:
    """Yield at which doses places are not filled and why, and which doses are too small to be seen.

    Of two levers each is told with the other at the first of its doses.
    """
    world = sized(found.scenario, found.sizes.coarser)
    cells = list(zip(cells_of(found.axes), found.places, strict=True))
    for k, axis in enumerate(found.axes):
        others = [one.doses[0] for one in (*found.axes[:k], *found.axes[k + 1 :])]
        mine = ((doses, filled) for doses, filled in cells if [*doses[:k], *doses[k + 1 :]] == others)
        for doses, filled in mine:
            lever, dose = dosed(axis.lever, doses[k]), _each_dose(found, doses, language)[k]
            lines = places_lines((one for one in filled if one.lever.key == lever.key and one.short), language)
            if below_one_worker(lever, world):
                lines = [too_small_line(lever, world, language)]
            yield from (AT_DOSE.filled(language, dose=dose, line=line) for line in lines)


def doses_words(found: Sweep, doses: tuple[float, ...], language: Language) -> str:
    """Return the doses of a cell: "3,000 parks", of two levers with their names."""
    said = _each_dose(found, doses, language)
    if len(said) == 1:
        return said[0]
    named = []
    for axis, dose in zip(found.axes, said, strict=True):
        name, of = short_lever(axis.lever.key).said(language), level_unit(axis.lever.DECLARATION.unit).said(language)
        is_said = bool(of) and of.lower() in name.lower()  # "workshops 60,000", not "workshops 60,000 workshops"
        named.append(f"{name} {dose.removesuffix(of).rstrip() if is_said else dose}")
    return joined(named, language)


def _each_dose(found: Sweep, doses: tuple[float, ...], language: Language) -> list[str]:
    units = (axis.lever.DECLARATION.unit for axis in found.axes)
    return [dose_words(dose, of, language) for dose, of in zip(doses, units, strict=True)]


@dataclass(frozen=True)
class _Told:
    """One number of a sweep, told in one language."""

    found: Sweep
    table: DoseTable
    language: Language

    def cells(self) -> Iterator[str]:
        """Yield a table of all cells, then what stands and what meets the goal."""
        language, point = self.language, self.table.point
        printer = effect_printer([cell.effect for cell in self.table.cells], point_unit(point), language)
        money = printer_for([max(abs(cell.cost.mean) for cell in self.table.cells)], unit("CNY"), language)
        head = point_words(point, language)
        yield HEAD.filled(language, point=head, unit=printer.axis_name, money=money.axis_name)
        axes = self.found.axes
        doses = [DOSE] if len(axes) == 1 else [short_lever(axis.lever.key) for axis in axes]
        columns = [*doses, EFFECT, INTERVAL, COST, PRICE, *([MET] if self.table.goal else []), VERDICT]
        rows = [[words.said(language) for words in columns]]
        rows += [self._row(cell, printer, money) for cell in self.table.cells]
        yield from (f"  {line}" for line in aligned(rows))
        for cell in self.table.cells:
            if cell.stands and cell.effect.verdict == "no effect":
                yield STANDS.filled(language, dose=doses_words(self.found, cell.doses, language))
        yield from self._goal()

    def _goal(self) -> Iterator[str]:
        """Yield the first of the doses that meet the goal most often."""
        judged = [(cell.met.share, cell) for cell in self.table.cells if cell.met is not None]
        if self.table.goal is None or not judged:
            return
        _, best = max(judged, key=lambda one: one[0])
        assert best.met is not None
        dose, chance = doses_words(self.found, best.doses, self.language), chance_words(best.met, self.language)
        yield GOAL.filled(self.language, aim=aim_words(self.table.goal, self.language), dose=dose, chance=chance)

    def _row(self, cell: DoseCell, printer: Printer, money: Printer) -> list[str]:
        language = self.language
        mean, interval = effect_numbers(cell.effect, printer)
        met = [] if cell.met is None else [MET_OF.filled(language, count=cell.met.count, runs=cell.met.runs)]
        point = self.table.point
        verdict = verdict_short(cell.effect, point_quantity(point), point_unit(point), language)
        cost, price = money.number(cell.cost.mean), _price(cell, point, language)
        return [*_each_dose(self.found, cell.doses, language), mean, interval, cost, price, *met, verdict]

    def steps(self) -> Iterator[str]:
        """Yield what each step adds, of a sweep of one lever."""
        if len(self.found.axes) > 1:
            return
        language, of = self.language, self.found.axes[0].lever.DECLARATION.unit
        for step in self.table.lines[0].steps:
            yield STEP.filled(
                language,
                low=dose_words(step.low, of, language),
                high=dose_words(step.high, of, language),
                added=effect_words(step.added, point_unit(self.table.point), language),
                elastic=_elastic(step, language),
            )

    def returns(self) -> Iterator[str]:
        """Yield where returns fall, or that no fall is told apart."""
        language = self.language
        for line, step in self.table.falls:
            axis = next(axis for axis in self.found.axes if axis.lever.key == line.lever)
            dose = dose_words(step.low, axis.lever.DECLARATION.unit, language)
            name = f"{short_lever(line.lever).said(language)} " if line.other is not None else ""
            yield FALLS.filled(language, dose=name + dose, at=self._at(line))
        steps = [step for line in self.table.lines for step in line.steps]
        same = [step for step in steps if step.added.verdict == "no effect"]
        if same and len(self.found.axes) == 1:
            of = self.found.axes[0].lever.DECLARATION.unit
            ends = [dose_words(dose, of, language) for dose in (same[0].low, same[-1].high)]
            yield SAME.filled(language, low=ends[0], high=ends[1])
        has_bends = any(step.bend is not None for step in steps)
        if has_bends and not same and not self.table.falls:
            yield NOT_FALLING.filled(language, pairs=self.found.sizes.pairs)

    def _at(self, line: DoseLine) -> str:
        if line.other is None:
            return ""
        other = next(axis.lever for axis in self.found.axes if axis.lever.key != line.lever)
        dose = dose_words(line.other, other.DECLARATION.unit, self.language)
        return AT.filled(self.language, other=f"{short_lever(other.key).said(self.language)} {dose}")


def _price(cell: DoseCell, point: Point, language: Language) -> str:
    """Return a price where what is bought is told from nothing, and is what anybody wants; of shares for a point.

    The estimate stands without an interval, which fewer pairs do not have, as in every other answer.
    """
    price = cell.price
    if price is None or price.estimate is None or cell.bought is None or not cell.bought.is_clear:
        return NO_PRICE
    wanted = -price.estimate if point.indicator in LOWEST_IS_BEST else price.estimate
    return digits(wanted * indicators()[point.indicator].scale, grouped=language == "en") if wanted > 0 else NO_PRICE


def _elastic(step: DoseStep, language: Language) -> str:
    found = step.elasticity
    if found is None or found.estimate is None:
        return ""
    ends = ""
    if found.p10 is not None and found.p90 is not None:
        ends = BETWEEN.filled(language, low=digits(found.p10, 2), high=digits(found.p90, 2))
    return ELASTIC.filled(language, value=digits(found.estimate, 2), interval=ends)


ONE_TITLE = Words("{lever} at {dose}: {effect}", "{lever}达到{dose}：{effect}")
FALL_TITLE = Words("{lever}: returns fall from {dose} on", "{lever}超过{dose}后收益递减")
UNCLEAR_TITLE = Words("No dose of {lever} has a statistically significant effect", "各力度下{lever}的效应均不显著")
GRID_TITLE = Words("The largest effect: {effect}, {doses}", "效应最大：{effect}（{doses}）")


def sweep_title(found: Sweep, table: DoseTable, language: Language) -> str:
    """Return the finding of one number as a title: where returns fall, else the largest effect that is told."""
    told = [cell for cell in table.cells if cell.effect.is_clear]
    if not told:
        names = [inside_sentence(lever_words(axis.lever).said(language)) for axis in found.axes]
        return UNCLEAR_TITLE.filled(language, lever=phrases(language).list_comma.join(names))
    best = max(told, key=lambda cell: abs(cell.effect.mean))
    effect = mean_words(best.effect.mean, point_unit(table.point), language)
    doses = doses_words(found, best.doses, language)
    if len(found.axes) > 1:
        return GRID_TITLE.filled(language, effect=effect, doses=doses)
    name = lever_words(found.axes[0].lever).said(language)
    if table.falls:
        dose = dose_words(table.falls[0][1].low, found.axes[0].lever.DECLARATION.unit, language)
        return FALL_TITLE.filled(language, lever=name, dose=dose)
    return ONE_TITLE.filled(language, lever=name, dose=doses, effect=effect)
