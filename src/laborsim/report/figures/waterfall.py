"""The waterfall: which measure does it? From the baseline to the scenario, one step a lever."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laborsim.experiment.indicators.effect import Verdict
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks, tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, GREY, GRID, INK, SKY, SOFT_INK, VERMILLION, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.numbers import Printer, Quantity, adding_up, printer_for, unit, with_unit
from laborsim.report.text.phrases import capitalized, inside_sentence, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

CLEAR: tuple[Verdict, ...] = ("raises", "lowers")

MOST = 0.5
"""Part of the effect above which a lever does most of it."""

ONE = Words("{indicator}: {total} in all, {share} by {lever}", "{indicator}：合计{total}，其中{lever}贡献{share}")
SHARED = Words("{indicator}: several measures share in {total}", "{indicator}：多项措施共同贡献{total}")
UNCLEAR = Words(
    "{indicator}: the effect of all measures together is not statistically significant",
    "{indicator}：全部措施的效应在统计上不显著",
)
NOTHING = Words("{indicator}: identical to the baseline", "{indicator}：与基准情景完全一致")
NEUTRAL = Words("Contribution of each measure to {indicator}", "各项措施对{indicator}的贡献")

SUBTITLE = Words(
    "Contribution of each measure to {indicator}, {region}, {month}. Bars: mean Shapley share over {pairs} pairs of "
    "runs, which sum to the whole effect; error bars: 80\u00a0% prediction interval",
    "各项措施对{region}{indicator}的贡献，{month}。条形：{pairs}对模拟的沙普利（Shapley）贡献均值，合计等于总效应；"
    "误差线：80%预测区间",
)
SAMPLED = Words("Shares are estimated from sampled orders of the measures", "贡献由抽样的措施次序估计")
UNSURE = Words(
    "Without color: no direction is claimed, by the rule of verdicts",
    "不着色：按结论规则不作方向判断",
)
WORLDS = (Words("Baseline", "基准情景"), Words("All measures", "全部措施"))


@dataclass(frozen=True)
class Step:
    """A lever's share: its key, its name, its mean over the pairs and the 80 % prediction interval."""

    key: str
    name: Words
    mean: float
    interval: tuple[float, float] | None
    verdict: Verdict


@dataclass(frozen=True)
class WaterfallData:
    """What a waterfall shows, in the quantity's stored unit: means over pairs, from the baseline to the scenario.

    The steps sum to scenario − baseline. `verdict`: of the whole effect, as the run itself tells it.
    """

    quantity: Quantity
    region: Words
    month: int
    baseline: float
    scenario: float
    steps: tuple[Step, ...]
    verdict: Verdict
    pairs: int
    provenance: Provenance
    is_exact: bool = True
    months: int = 0  # of the period that ends in `month`; 0 = the month itself


def both_worlds(language: Language) -> tuple[str, str]:
    """Return what the first and the last row are called."""
    first, last = WORLDS
    return first.said(language), last.said(language)


def waterfall_heading(data: WaterfallData, language: Language) -> Heading:
    """Return the texts around a waterfall."""
    said = SUBTITLE.said(language).format(
        indicator=inside_sentence(data.quantity.described(language)),
        region=data.region.said(language),
        month=full_date(data.month, data.months, language),
        pairs=data.pairs,
    )
    remarks = ["" if data.is_exact else SAMPLED.said(language)]
    remarks.append(UNSURE.said(language))
    note = footnote(data.provenance, language, *remarks)
    return Heading(waterfall_title(data, language), sentences([said], language), note, stamp(data.provenance, language))


def waterfall_title(data: WaterfallData, language: Language) -> str:
    """Return which lever does most of the effect, where one clearly does; else that several share in it, or none."""
    total = data.scenario - data.baseline
    most = max(data.steps, key=lambda step: step.mean if total > 0 else -step.mean)
    if data.verdict == "no effect":
        template = NOTHING
    elif data.verdict not in CLEAR:
        template = UNCLEAR if data.verdict == "no detectable effect" else NEUTRAL
    elif most.verdict == data.verdict and most.mean / total > MOST:
        template = ONE
    else:
        template = SHARED
    shown = unit(data.quantity.unit)
    name = most.name.said(language)
    return capitalized(
        template.said(language).format(
            lever=name if language == "zh" else inside_sentence(name),
            share=with_unit(most.mean, shown, language, change=True),
            total=with_unit(total, shown, language, change=True),
            indicator=inside_sentence(data.quantity.name.said(language)),
        )
    )


# All in millimeters.
NAME_WIDTH = 47.0
NAME_GAP = 2.0
ROW = 9.5
BAR = 4.6
CAP = 1.6
"""Half the height of a whisker's ends."""
UNDER = 10.0
"""The axis' numbers and its name."""
TICK_BASELINE, AXIS_BASELINE = 4.2, 8.6
BESIDE = 1.2
TICK_ROOM = 7.0
"""Half of the last tick's name."""

NAME = TextStyle(across="right", color=SOFT_INK)
AMOUNT = TextStyle()
TOTAL = TextStyle(bold=True)
TICK = TextStyle(across="center", color=SOFT_INK)


@dataclass(frozen=True)
class WaterfallBar:
    """One row: its name, where it starts and ends, its whisker, what is written beside it, and its color."""

    name: str
    start: float
    end: float
    whisker: tuple[float, float] | None
    text: str
    color: str
    style: TextStyle

    @property
    def reach(self) -> float:
        """The rightmost number that is drawn."""
        return max(self.start, self.end, *(self.whisker or ()))


def waterfall_figure(data: WaterfallData, language: Language = "en") -> Figure:
    """Return the waterfall of the mean shares, in changes from the baseline; they leave no rest."""
    ends = [0.0]
    for step in data.steps:
        ends.append(ends[-1] + step.mean)
    drawn = [
        *ends,
        *(end for before, step in zip(ends, data.steps, strict=False) for end in _whisker(before, step.interval)),
    ]
    gap = max((abs(step.mean) for step in data.steps), default=0.0)
    printer = printer_for([*drawn], unit(data.quantity.unit), language, gap=gap, change=True)
    with styled(language):
        bars = _bars(data, printer)
        page = sheet(waterfall_heading(data, language), len(bars) * ROW + UNDER)
        axes = _axes(page, [printer.shown(value) for value in drawn], bars, printer)
        for row, bar in enumerate(bars):
            _draw(page, axes, row, bar)
        for row, end in enumerate(ends):  # what one row reaches is where the next begins
            axes.plot([printer.shown(end)] * 2, [row, row + 1], color=GREY, linewidth=0.6, zorder=1)
    return page.figure


def waterfall_table(data: WaterfallData) -> Table:
    """Return the numbers drawn: the baseline, one row a step, the scenario; in the unit of summary files."""
    nothing: tuple[Cell, ...] = (None, None)
    rows: list[tuple[Cell, ...]] = [("baseline", data.baseline, *nothing)]
    rows += [(step.key, step.mean, *(step.interval or nothing)) for step in data.steps]
    rows.append(("scenario", data.scenario, *nothing))
    return Table(("step", "mean", "p10", "p90"), tuple(rows))


def _whisker(before: float, interval: tuple[float, float] | None) -> tuple[float, ...]:
    return () if interval is None else (before + interval[0], before + interval[1])


def _bars(data: WaterfallData, printer: Printer) -> list[WaterfallBar]:
    language, shown = printer.language, printer.shown
    first, last = both_worlds(language)
    level = unit(data.quantity.unit)
    bars = [WaterfallBar(first, 0.0, 0.0, None, with_unit(data.baseline, level, language), GREY, TOTAL)]
    at = 0.0
    written = adding_up([step.mean for step in data.steps], sum(step.mean for step in data.steps), printer)
    for step, amount in zip(data.steps, written, strict=True):
        ends = _whisker(at, step.interval)
        whisker = (shown(ends[0]), shown(ends[1])) if ends else None
        sure = SKY if step.mean >= 0 else VERMILLION
        color = sure if step.verdict in CLEAR else "white"
        text = printer.number(amount, signed=True)
        bars.append(
            WaterfallBar(step.name.said(language), shown(at), shown(at + step.mean), whisker, text, color, AMOUNT)
        )
        at += step.mean
    text = f"{with_unit(data.scenario, level, language)} ({printer.number(at, signed=True)})"
    bars.append(WaterfallBar(last, shown(at), shown(at), None, text, BLUE, TOTAL))
    return bars


def _axes(page: Sheet, drawn: Sequence[float], bars: Sequence[WaterfallBar], printer: Printer) -> Axes:
    """Return axes over changes, rows from the top down, as wide as what is written beside the bars allows."""
    left, rows = MARGIN + NAME_WIDTH + NAME_GAP, len(bars)
    ticks = axis_ticks(min(0.0, *drawn), max(0.0, *drawn))
    room = PAGE_WIDTH - MARGIN - left - TICK_ROOM
    width = min([room, *(_widest(bar, (ticks[0], ticks[-1]), PAGE_WIDTH - MARGIN - left) for bar in bars)])
    axes = page.axes(left, 0.0, width, rows * ROW)
    axes.set_xlim(ticks[0], ticks[-1])
    axes.set_ylim(rows - 0.5, -0.5)
    texts = tick_texts(ticks, grouped=printer.language == "en", signed=True)
    axes.set_xticks(ticks, [""] * len(ticks))
    axes.tick_params(axis="x", length=0)
    every = _named(texts, width / (len(ticks) - 1))
    zero = ticks.index(0.0)
    for k, (tick, text) in enumerate(zip(ticks, texts, strict=True)):
        axes.axvline(tick, color=GRID, linewidth=0.6, zorder=0)
        across = left + width * (tick - ticks[0]) / (ticks[-1] - ticks[0])
        if (k - zero) % every == 0:
            page.write(across, rows * ROW + TICK_BASELINE, text, TICK)
    axes.axvline(0.0, color=SOFT_INK, linewidth=0.6, zorder=1)
    page.write(left + width / 2, rows * ROW + AXIS_BASELINE, _axis_name(printer), TICK)
    axes.set_clip_on(False)
    return axes


def _widest(bar: WaterfallBar, ends: tuple[float, float], room: float) -> float:
    """Return how wide the axes may be for a bar's text to end on the page."""
    part = (bar.reach - ends[0]) / (ends[1] - ends[0])
    left_for_it = room - text_width(bar.text, bar.style) - 2 * BESIDE
    return left_for_it / part if part > 0 else room


def _named(texts: Sequence[str], apart: float) -> int:
    """Return how many ticks further the next one is named, so that no two names touch."""
    widest = max(text_width(text, TICK) for text in texts)
    return max(1, math.ceil((widest + BESIDE) / apart))


def _axis_name(printer: Printer) -> str:
    change = "Change from the baseline, " if printer.language == "en" else "与基准情景之差，"
    return change + printer.axis_name


def _draw(page: Sheet, axes: Axes, row: int, bar: WaterfallBar) -> None:
    half = BAR / ROW / 2
    if bar.start == bar.end and bar.style is TOTAL:
        axes.plot([bar.start] * 2, [row - half, row + half], color=bar.color, linewidth=3.0, solid_capstyle="butt")
    else:
        left, width = min(bar.start, bar.end), abs(bar.end - bar.start)
        edge = GREY if bar.color == "white" else bar.color
        axes.barh(row, width, left=left, height=2 * half, color=bar.color, edgecolor=edge, linewidth=0.6, zorder=2)
    if bar.whisker is not None:
        cap = CAP / ROW
        axes.plot(bar.whisker, [row, row], color=INK, linewidth=1.0, zorder=3)
        for end in bar.whisker:
            axes.plot([end, end], [row - cap / 2, row + cap / 2], color=INK, linewidth=1.0, zorder=3)
    lines = page.lines(bar.name, NAME_WIDTH, NAME)
    middle = (row + 0.5) * ROW
    page.write_lines(MARGIN + NAME_WIDTH, middle - NAME.height(lines) / 2, lines, NAME)
    low, high = axes.get_xlim()
    box = axes.get_position()
    across = PAGE_WIDTH * (box.x0 + box.width * (bar.reach - low) / (high - low)) + BESIDE
    page.write(across, middle + bar.style.first_baseline / 2 - 0.2, bar.text, bar.style)
