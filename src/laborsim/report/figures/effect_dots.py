"""The dot plot: the effect of several scenarios on one indicator, on the same axis, with their intervals."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from laborsim.experiment.indicators.effect import Effect
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import TICKS, axis_ticks, tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, GREY, GRID, INK, INTERVALS, SOFT_INK, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.effects import effect_numbers, interval_short, intervals, verdict_rule, verdict_short
from laborsim.report.text.numbers import Printer, Quantity, printer_for, unit
from laborsim.report.text.phrases import phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

# All in millimeters.
TOP = 5.5
ROW_HEIGHT = 11.0
UNDER = 6.0
WIDEST_NAME = 40.0
NUMBERS_WIDTH = 44.0
NAME_GAP = 3.0
TICK_GAP = 1.5

NAME = TextStyle(across="right")
UNIT_NAME = TextStyle(color=SOFT_INK)
TICK = TextStyle(color=SOFT_INK, across="center")
VERDICT = TextStyle(color=SOFT_INK, size=7.0)


@dataclass(frozen=True)
class DotData:
    """What a dot plot shows: one effect a scenario (at least one), from best to worst, in the quantity's stored unit.

    `title`: the finding, made from the same effects. `months`: of the period that ends in `month`; 0 = itself.
    """

    title: str
    quantity: Quantity
    region: Words
    month: int
    effects: tuple[tuple[str, Effect], ...]
    provenance: Provenance
    months: int = 0


def dots_figure(data: DotData, language: Language = "en") -> Figure:
    """Return the dot plot: a dot for the mean effect in a light band of draws, a line for the simulation error."""
    ends = [
        end
        for _, effect in data.effects
        for end in (effect.p10, effect.p90, effect.low_95, effect.high_95, effect.mean)
        if end is not None
    ]
    low, high = min(0.0, *ends), max(0.0, *ends)
    printer = printer_for([low, high], unit(data.quantity.unit), language, change=True)
    with styled(language):
        page = sheet(_heading(data, printer), TOP + ROW_HEIGHT * len(data.effects) + UNDER)
        names = [page.lines(name, WIDEST_NAME, NAME) for name, _ in data.effects]
        left = MARGIN + max(text_width(line, NAME) for lines in names for line in lines) + NAME_GAP
        width = PAGE_WIDTH - MARGIN - NUMBERS_WIDTH - left
        ticks = _ticks((printer.shown(low), printer.shown(high)), width, language)
        _draw(page, data, printer, (left, width, ticks))
        for row, (lines, (_, effect)) in enumerate(zip(names, data.effects, strict=True)):
            middle = TOP + ROW_HEIGHT * (row + 0.5)
            page.write_lines(left - NAME_GAP, middle - NAME.height(lines) / 2, lines, NAME)
            _write_numbers(page, middle, effect, (data.quantity, printer))
    return page.figure


def _ticks(ends: tuple[float, float], width: float, language: Language) -> list[float]:
    """Return as many ticks as have room side by side on an axis that is so wide."""
    for most in range(TICKS, 1, -1):
        ticks = axis_ticks(*ends, most)
        texts = tick_texts(ticks, grouped=language == "en", signed=True)
        if max(text_width(text, TICK) for text in texts) + TICK_GAP <= width / (len(ticks) - 1):
            break
    return ticks


def _draw(page: Sheet, data: DotData, printer: Printer, frame: tuple[float, float, list[float]]) -> None:
    left, width, ticks = frame
    axes = page.axes(left, TOP, width, ROW_HEIGHT * len(data.effects))
    axes.set_xlim(ticks[0], ticks[-1])
    axes.set_ylim(len(data.effects) - 0.5, -0.5)
    for tick, text in zip(ticks, tick_texts(ticks, grouped=printer.language == "en", signed=True), strict=True):
        axes.axvline(tick, color=SOFT_INK if tick == 0.0 else GRID, linewidth=0.8 if tick == 0.0 else 0.6, zorder=0)
        across = left + width * (tick - ticks[0]) / (ticks[-1] - ticks[0])
        page.write(across, TOP + ROW_HEIGHT * len(data.effects) + 4.0, text, TICK)
    page.write(left, UNIT_NAME.first_baseline, printer.axis_name, UNIT_NAME)
    for row, (_, effect) in enumerate(data.effects):
        color = BLUE if effect.is_clear else GREY
        for ends, look in zip(intervals(effect), INTERVALS, strict=True):
            axes.plot([printer.shown(end) for end in ends], [row] * len(ends), color=color, **look)
        face, place = color if effect.is_clear else "white", ([printer.shown(effect.mean)], [row])
        axes.plot(*place, "o", clip_on=False, ms=5.5, mfc=face, mec=color)


def _write_numbers(page: Sheet, middle: float, effect: Effect, said_of: tuple[Quantity, Printer]) -> None:
    quantity, printer = said_of
    left = PAGE_WIDTH - MARGIN - NUMBERS_WIDTH + 3.0
    mean, interval = effect_numbers(effect, printer)
    said = interval_short(interval, effect, printer.language)
    blocks = [([mean], TextStyle(color=INK, bold=True))]
    blocks += [
        (page.lines(text, NUMBERS_WIDTH - 3.0, VERDICT), VERDICT)
        for text in (said, verdict_short(effect, quantity, printer.unit, printer.language))
        if text
    ]
    top = middle - sum(style.height(lines) for lines, style in blocks) / 2
    for lines, style in blocks:
        page.write_lines(left, top, lines, style)
        top += style.height(lines)


def _heading(data: DotData, printer: Printer) -> Heading:
    language = printer.language
    words = phrases(language)
    comma = "，" if language == "zh" else ", "
    name = words.where.format(indicator=data.quantity.name.said(language), region=data.region.said(language))
    minus = words.minus_baseline.format(indicator=name, month=full_date(data.month, data.months, language))
    pairs = min(effect.pairs for _, effect in data.effects)
    subtitle = sentences([f"{minus}{comma}{printer.axis_name}"], language) + "\n"
    subtitle += sentences([words.compare_marks.format(pairs=pairs)], language)
    return Heading(
        data.title,
        subtitle,
        footnote(data.provenance, language, verdict_rule(language)),
        stamp(data.provenance, language),
    )


def dots_table(data: DotData) -> Table:
    """Return the numbers drawn: one row per scenario, in the stored unit."""
    columns = ("scenario", "pairs", "mean", "p10", "p90", "low_95", "high_95", "verdict")
    return Table(
        columns, tuple((name, *(getattr(effect, key) for key in columns[1:])) for name, effect in data.effects)
    )
