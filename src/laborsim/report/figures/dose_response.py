"""Dose and response: what one lever does at each of several doses, with intervals."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from laborsim.experiment.indicators.effect import Effect
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks, tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.panels import few_ticks
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, GREY, GRID, INTERVALS, SOFT_INK, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.effects import effect_printer, intervals, verdict_rule
from laborsim.report.text.labels import dose_words, level_unit
from laborsim.report.text.numbers import Printer, Quantity, unit
from laborsim.report.text.phrases import phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

# All in millimeters.
TOP = 5.5
HEIGHT = 58.0
UNDER = 9.5
TICK_BASELINE, STANDS_BASELINE = 4.0, 8.2
SIDE_GAP = 2.0
EDGE = 4.0  # free room between the outermost doses and the ends of the axis

UNIT_NAME = TextStyle(color=SOFT_INK)
TICK = TextStyle(color=SOFT_INK, across="center")
SIDE_TICK = TextStyle(color=SOFT_INK, across="right")

SUBTITLE = Words("{what}, {unit}; across: {lever}{lever_unit}", "{what}，{unit}；横轴：{lever}{lever_unit}")
IN_UNITS = Words(" ({unit})", "（{unit}）")
STANDS = Words("the level that stands: {dose}", "现有力度：{dose}")


@dataclass(frozen=True)
class DoseData:
    """What the figure shows: the effect at each dose (ascending, at least one), in the quantity's stored unit.

    `title`: the finding, made from the same effects. `stands`: the level that changes nothing, None if nobody knows.
    `of`: code of the lever's unit.
    """

    title: str
    quantity: Quantity
    region: Words
    month: int
    lever: Words
    of: str
    effects: tuple[tuple[float, Effect], ...]
    stands: float | None
    provenance: Provenance
    months: int = 0  # of the period that ends in `month`; 0 = the month itself


def dose_figure(data: DoseData, language: Language = "en") -> Figure:
    """Return the figure: a dot for the mean effect in a light band of draws, a line for the simulation error."""
    effects = [effect for _, effect in data.effects]
    ends = [end for one in effects for end in (one.p10, one.p90, one.low_95, one.high_95, one.mean) if end is not None]
    printer = effect_printer(effects, unit(data.quantity.unit), language)
    ticks = axis_ticks(printer.shown(min(0.0, *ends)), printer.shown(max(0.0, *ends)))
    with styled(language):
        page = sheet(_heading(data, printer), TOP + HEIGHT + UNDER)
        _draw(page, data, printer, ticks)
    return page.figure


def _draw(page: Sheet, data: DoseData, printer: Printer, ticks: list[float]) -> None:
    language = printer.language
    texts = tick_texts(ticks, grouped=language == "en", signed=True)
    left = MARGIN + max(text_width(text, SIDE_TICK) for text in texts) + SIDE_GAP
    width = PAGE_WIDTH - MARGIN - left
    axes = page.axes(left, TOP, width, HEIGHT)
    doses = [dose for dose, _ in data.effects] + ([] if data.stands is None else [data.stands])
    span = (max(doses) - min(doses)) or abs(doses[0]) or 1.0
    room = span * EDGE / (width - 2 * EDGE)
    low, high = min(doses) - room, max(doses) + room
    axes.set_xlim(low, high)
    axes.set_ylim(ticks[0], ticks[-1])
    axes.spines["bottom"].set_visible(True)
    page.write(left, UNIT_NAME.first_baseline, printer.axis_name, UNIT_NAME)
    for tick, text in zip(ticks, texts, strict=True):
        axes.axhline(tick, color=SOFT_INK if tick == 0.0 else GRID, linewidth=0.8 if tick == 0.0 else 0.6, zorder=0)
        depth = HEIGHT * (ticks[-1] - tick) / (ticks[-1] - ticks[0])
        page.write(left - SIDE_GAP, TOP + depth + 1.0, text, SIDE_TICK)

    def across(dose: float) -> float:
        return left + width * (dose - low) / (high - low)

    named = few_ticks(min(doses), max(doses), 6)
    for dose, text in zip(named, tick_texts(named, grouped=language == "en"), strict=True):
        half = text_width(text, TICK) / 2
        page.write(min(across(dose), PAGE_WIDTH - MARGIN - half), TOP + HEIGHT + TICK_BASELINE, text, TICK)
    if data.stands is not None:
        axes.axvline(data.stands, color=GREY, linewidth=0.8, linestyle=(0, (4, 2)), zorder=0)
        text = STANDS.filled(language, dose=dose_words(data.stands, data.of, language))
        half = text_width(text, TICK) / 2
        place = min(max(across(data.stands), MARGIN + half), PAGE_WIDTH - MARGIN - half)
        page.write(place, TOP + HEIGHT + STANDS_BASELINE, text, TICK)
    for dose, effect in data.effects:
        color = BLUE if effect.is_clear else GREY
        for pair, look in zip(intervals(effect), INTERVALS, strict=True):
            axes.plot([dose] * len(pair), [printer.shown(end) for end in pair], color=color, **look)
        face = color if effect.is_clear else "white"
        axes.plot([dose], [printer.shown(effect.mean)], "o", clip_on=False, ms=5.5, mfc=face, mec=color)


def _heading(data: DoseData, printer: Printer) -> Heading:
    language, words = printer.language, phrases(printer.language)
    name = words.where.format(indicator=data.quantity.name.said(language), region=data.region.said(language))
    what = words.minus_baseline.format(indicator=name, month=full_date(data.month, data.months, language))
    of = level_unit(data.of).said(language)
    subtitle = SUBTITLE.filled(
        language, what=what, unit=printer.axis_name, lever=data.lever.said(language),
        lever_unit=IN_UNITS.filled(language, unit=of) if of else "",
    )  # fmt: skip
    marks = words.compare_marks.format(pairs=min(effect.pairs for _, effect in data.effects))
    return Heading(
        data.title,
        sentences([subtitle], language) + "\n" + sentences([marks], language),
        footnote(data.provenance, language, verdict_rule(language)),
        stamp(data.provenance, language),
    )


def dose_table(data: DoseData) -> Table:
    """Return the numbers drawn: one row per dose, in the stored unit."""
    columns = ("dose", "pairs", "mean", "p10", "p90", "low_95", "high_95", "verdict")
    return Table(columns, tuple((dose, *(getattr(one, key) for key in columns[1:])) for dose, one in data.effects))
