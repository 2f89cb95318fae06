"""The tornado: which assumption matters to an effect?"""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks, tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, INK, NOTE_SIZE, PALE, SOFT_INK, VERMILLION, VERMILLION_INK, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.effects import mean_words
from laborsim.report.text.labels import assumption_words
from laborsim.report.text.numbers import Printer, Quantity, least_percent, percent, printer_for, threshold_words, unit
from laborsim.report.text.phrases import capitalized, inside_sentence, phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

CLEARLY_WIDER = 1.5
"""A bar this many times as wide as the next leads alone. ASSUMPTION, for readability."""

LEADS = Words("What matters most to the effect on {indicator}: {first}", "{indicator}的效应对“{first}”最为敏感")
BOTH_LEAD = Words(
    "What matters most to the effect on {indicator}: {first}, and {second}",
    "{indicator}的效应对“{first}”和“{second}”最为敏感",
)
ONE_LEADS = Words(
    "The one of {count} assumptions tested that significantly changes the effect on {indicator}: {first}",
    "{indicator}的效应仅对所检验{count}项假设中的一项在统计上显著敏感：{first}",
)
NONE_LEADS = Words(
    "Which of {count} assumptions tested the effect on {indicator} depends on cannot be told at this size",
    "在此规模下，无法判断{indicator}的效应取决于所检验{count}项假设中的哪一项",
)


@dataclass(frozen=True)
class TornadoBar:
    """The effect with one assumption at its low and at its high end; `is_clear`: statistically significant.

    `least_seen`: the smallest difference between the ends that so many pairs would have shown; None = unknown.
    `name` stands beside the bar, `in_title` in a sentence; `assumption` and `unit` are codes.
    """

    name: Words
    in_title: Words
    assumption: str
    unit: str
    low_value: float
    high_value: float
    low: float
    high: float
    is_clear: bool
    least_seen: float | None

    @property
    def width(self) -> float:
        """Distance between the two ends."""
        return abs(self.high - self.low)

    def end_words(self, is_high: bool, language: Language) -> str:
        """Return the assumption's value at one end, with its unit."""
        value = self.high_value if is_high else self.low_value
        return assumption_words(value, self.unit, self.assumption, language)


@dataclass(frozen=True)
class TornadoData:
    """What a tornado shows: effects on a quantity (stored unit) at the end of `month`, the widest bar first.

    `center`: the effect as everything stands. `pairs`: pairs of runs a bar's end. `untested`: assumptions without a
    bar.
    """

    quantity: Quantity
    region: Words
    month: int
    center: float
    bars: tuple[TornadoBar, ...]
    pairs: int
    untested: int
    provenance: Provenance
    in_own_effect: bool = False  # effects are parts of the one as everything stands
    months: int = 0  # of the period that ends in `month`; 0 = the month itself


def tornado_title(data: TornadoData, language: Language) -> str:
    """Return which assumptions matter, by rule: the clear bars, and one alone if it is clearly wider than the next."""
    clear = sorted((bar for bar in data.bars if bar.is_clear), key=lambda bar: -bar.width)
    names = [inside_sentence(bar.in_title.said(language)) for bar in clear[:2]]
    if not clear:
        template = NONE_LEADS
    elif len(clear) == 1:
        template = ONE_LEADS if len(data.bars) > 1 else LEADS
    else:
        template = LEADS if clear[0].width > CLEARLY_WIDER * clear[1].width else BOTH_LEAD
    return template.said(language).format(
        first=names[0] if names else "",
        second=names[1] if len(names) > 1 else "",
        count=len(data.bars),
        indicator=inside_sentence(data.quantity.name.said(language)),
    )


def tornado_table(data: TornadoData) -> Table:
    """Return the numbers drawn."""
    columns = (
        "assumption",
        "low_value",
        "high_value",
        "effect_at_low_value",
        "effect_at_high_value",
        "effect_as_stated",
        "is_clear",
        "smallest_change_seen",
    )
    rows = tuple(
        (bar.name.en, bar.low_value, bar.high_value, bar.low, bar.high, data.center, int(bar.is_clear), bar.least_seen)
        for bar in data.bars
    )
    return Table(columns, rows)


# All in millimeters.
NAME_WIDTH = 50.0
HEAD = 7.0
"""Above the first bar, for the key of the two colors."""
ROW = 7.0
BAR = 4.2
VALUE_SHIFT = 1.55
"""Of the two values of a bar whose ends lie on one side: so far apart that they do not touch."""
GAP = 1.2
UNDER = 11.0
"""Below the last bar: tick names, and the name of the axis."""

NAME = TextStyle(color=SOFT_INK)
VALUE = TextStyle(NOTE_SIZE + 0.5, INK)
TICK = TextStyle(color=SOFT_INK, across="center")

AT_LOW, AT_HIGH = (
    Words("effect with the assumption at its lower value", "假设取较低值时的效应"),
    Words("at its higher value", "取较高值时的效应"),
)
"""What the two colors are: a bar ends at an effect, on either side, and has the assumption's value written beside."""
KEY_SIZE = 2.2
"""Of a square of color, and of the gap behind it."""
MIDDLE_90 = Words(
    "One assumption at a time over the middle 90\u00a0% of its range (its values stand at the ends of the bars), all "
    "others as they stand ({center}, vertical line); {pairs} pairs of runs a point",
    "每次只在可能范围的中间90%内改变一个假设（条端数字为其取值），其余不变（{center}，竖线）；每点{pairs}对模拟",
)
PALE_BARS = Words("pale: no difference told from random variation{least}", "浅色：差异统计上不显著{least}")
LEAST = Words(" (one of less than {size} may go unseen)", "（小于{size}的差异可能无法识别）")
UNTESTED = Words("{count} more assumptions were not tested", "另有{count}项假设未检验")
OF_OWN_EFFECT = Words("{month}, {unit} of the effect as stated", "{month}，占各项假设不变时效应的{unit}")
EFFECT_ON = Words("effect on {indicator}, {month}, {unit}", "对{indicator}的效应，{month}，{unit}")


def tornado_figure(data: TornadoData, language: Language = "en") -> Figure:
    """Return the tornado of an effect; the widest bar stands on top. Source of the shape: house figures, `tornado`."""
    ends = [data.center, *(end for bar in data.bars for end in (bar.low, bar.high))]
    of, is_change = ("share", False) if data.in_own_effect else (data.quantity.unit, True)
    printer = printer_for([min(ends), max(ends)], unit(of), language, change=is_change)
    with styled(language):
        rows = max(1, len(data.bars))
        page = sheet(_heading(data, printer), HEAD + rows * ROW + UNDER)
        room, names = _rooms(data, language)
        left, right = MARGIN + names + room + 3 * GAP, PAGE_WIDTH - MARGIN - room - GAP
        axes = page.axes(left, HEAD, right - left, rows * ROW)
        _scale(page, axes, ends, printer, rows)
        plot = _Plot(page, axes, left, right - left, printer)
        for k, bar in enumerate(data.bars):
            plot.bar(bar, k, data.center)
        _name_ends(page, axes, plot, data)
    return page.figure


def _rooms(data: TornadoData, language: Language) -> tuple[float, float]:
    """Return how wide the values at the bars' ends and the names are, in millimeters."""
    values = [bar.end_words(is_high, language) for bar in data.bars for is_high in (False, True)]
    names = [bar.name.said(language) for bar in data.bars]
    widest = max((text_width(text, VALUE) for text in values), default=0.0)
    return widest, min(NAME_WIDTH, max((text_width(text, NAME) for text in names), default=0.0))


def _scale(page: Sheet, axes: Axes, ends: list[float], printer: Printer, rows: int) -> None:
    shown = [printer.shown(end) for end in ends]
    ticks = axis_ticks(min(shown), max(shown))
    axes.set_xlim(ticks[0], ticks[-1])
    axes.set_ylim(rows * ROW, 0.0)
    axes.spines["bottom"].set_visible(True)
    axes.set_xticks(ticks, [""] * len(ticks))
    if ticks[0] < 0.0 < ticks[-1]:
        axes.axvline(0.0, color=PALE, linewidth=0.8, zorder=0)


class _Plot:
    """Places in the sheet of what the axes show."""

    def __init__(self, page: Sheet, axes: Axes, left: float, width: float, printer: Printer) -> None:
        self.page, self.axes, self.left, self.width, self.printer = page, axes, left, width, printer

    def across(self, shown: float) -> float:
        """Return the millimeters from the page's left edge to a shown number."""
        low, high = self.axes.get_xlim()
        return self.left + self.width * (shown - low) / (high - low)

    def bar(self, bar: TornadoBar, row: int, center: float) -> None:
        """Draw one assumption: both ends side by side, or one under the other where they lie on one side."""
        middle = (row + 0.5) * ROW
        low, high, start = (self.printer.shown(value) for value in (bar.low, bar.high, center))
        one_side = (low - start) * (high - start) > 0
        height = BAR / 2 if one_side else BAR
        shift = BAR / 4 if one_side else 0.0
        for end, color, offset, is_high in ((low, VERMILLION, -shift, False), (high, BLUE, shift, True)):
            shade = 1.0 if bar.is_clear else 0.3
            self.axes.barh([middle + offset], [end - start], height, left=start, color=color, alpha=shade, linewidth=0)
            at_right = end > start or (end == start and is_high == (high >= low))
            level = middle + (VALUE_SHIFT if offset > 0 else -VALUE_SHIFT if offset < 0 else 0.0)
            self._value(bar.end_words(is_high, self.printer.language), end, level, at_right)
        self._name(bar, middle)

    def _value(self, text: str, end: float, middle: float, at_right: bool) -> None:
        style = TextStyle(VALUE.size, VALUE.color, across="left" if at_right else "right")
        place = self.across(end) + (GAP if at_right else -GAP)
        self.page.write(place, HEAD + middle + 0.36 * style.first_baseline, text, style)

    def _name(self, bar: TornadoBar, middle: float) -> None:
        lines = self.page.lines(bar.name.said(self.printer.language), NAME_WIDTH, NAME)
        self.page.write_lines(MARGIN, HEAD + middle - NAME.height(lines) / 2, lines, NAME)


def _name_ends(page: Sheet, axes: Axes, plot: _Plot, data: TornadoData) -> None:
    """Write the key of the two colors, the line of the effect as it stands, and the axis."""
    language, printer = plot.printer.language, plot.printer
    start = printer.shown(data.center)
    axes.axvline(start, color=INK, linewidth=1.0)
    _write_key(page, MARGIN, language)
    ticks = [float(tick) for tick in axes.get_xticks()]
    bottom = HEAD + max(1, len(data.bars)) * ROW
    texts = tick_texts(ticks, grouped=language == "en", signed=not data.in_own_effect)
    widest = max(text_width(text, TICK) for text in texts)
    each = 1 + int((widest + 2 * GAP) // (plot.width / max(1, len(ticks) - 1)))
    zero = ticks.index(0.0) if 0.0 in ticks else 0
    for k, (tick, text) in enumerate(zip(ticks, texts, strict=True)):
        if (k - zero) % each == 0:  # names that touch are left out, never zero
            page.write(plot.across(tick), bottom + 4.4, text, TICK)
    axis = (OF_OWN_EFFECT if data.in_own_effect else EFFECT_ON).filled(
        language,
        indicator=inside_sentence(data.quantity.name.said(language)),
        month=full_date(data.month, data.months, language),
        unit=printer.axis_name,
    )
    page.write(plot.left + plot.width, bottom + 9.2, axis, TextStyle(color=SOFT_INK, across="right"))


def _write_key(page: Sheet, left: float, language: Language) -> None:
    """Write what each color is, the lower value first wherever the bars go."""
    baseline, place = HEAD - 3.0, left
    for words, color, ink in ((AT_LOW, VERMILLION, VERMILLION_INK), (AT_HIGH, BLUE, BLUE)):
        square = page.axes(place, baseline - KEY_SIZE, KEY_SIZE, KEY_SIZE)
        square.patch.set(visible=True, facecolor=color)
        text, style = words.said(language), TextStyle(color=ink)
        page.write(place + 1.5 * KEY_SIZE, baseline, text, style)
        place += 1.5 * KEY_SIZE + text_width(text, style) + 4 * GAP


def _heading(data: TornadoData, printer: Printer) -> Heading:
    language = printer.language
    words = phrases(language)
    center = percent(1.0, language) if data.in_own_effect else mean_words(data.center, printer.unit, language)
    reading = MIDDLE_90.said(language).format(center=center, pairs=data.pairs)
    untested = UNTESTED.filled(language, count=data.untested) if data.untested else ""
    where = words.where.format(
        indicator=capitalized(data.quantity.described(language)), region=data.region.said(language)
    )
    how = words.clause.join(part for part in (reading, _pale(data, printer), untested) if part)
    subtitle = f"{sentences([where], language)}\n{sentences([how], language)}"
    stamped = stamp(data.provenance, language)
    return Heading(tornado_title(data, language), subtitle, footnote(data.provenance, language), stamped)


def _pale(data: TornadoData, printer: Printer) -> str:
    """Return what a pale bar says, with the smallest difference that every one of them would have shown."""
    pale = [bar.least_seen for bar in data.bars if not bar.is_clear]
    if not pale:
        return ""
    known = [size for size in pale if size is not None]
    least = ""
    if known:
        least_seen, language = max(known), printer.language
        of = printer.unit
        size = least_percent(least_seen, language) if data.in_own_effect else threshold_words(least_seen, of, language)
        least = LEAST.filled(language, size=size)
    return PALE_BARS.filled(printer.language, least=least)
