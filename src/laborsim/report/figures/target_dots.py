"""The dot plot of a calibration: how far the model lies from every published figure, in standard errors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet
from laborsim.report.canvas.style import BLUE, GREY, NOTE_SIZE, SKY, SOFT_INK, VERMILLION, VERMILLION_INK, styled
from laborsim.report.text.numbers import MINUS, decimals_for, digits, spoken
from laborsim.report.text.phrases import sentences
from laborsim.report.text.provenance import Calibrated, calibration_note

Use = Literal["fit", "solved", "holdout", "monitor"]
"""`solved`: fitted by the inversion of constants, not by the search."""

MISSED = 2.0
"""Standard errors beyond which a figure is called missed: about 1 in 20 of right ones would be."""

LEAST_REACH, MOST_REACH = 3, 6
"""Standard errors that the axis shows; what lies farther is drawn at its edge with its number."""

# All in millimeters.
ROW, GROUP, UNDER = 4.5, 7.0, 9.5
LABEL_WIDTH, PUBLISHED_AT, MODEL_AT, PLOT_LEFT = 61.0, 84.0, 104.0, 108.0
HEADER = 5.5

NAME, SMALL_NAME = TextStyle(), TextStyle(NOTE_SIZE)
GROUP_NAME = TextStyle(bold=True)
HEAD = TextStyle(NOTE_SIZE, SOFT_INK, across="right")
TICK = TextStyle(NOTE_SIZE, SOFT_INK, across="center")

GROUPS: dict[Use, Words] = {
    "fit": Words("Used to fit", "拟合目标"),
    "solved": Words("Used to fit, met by solving for constants", "拟合目标，由常数项反解得到"),
    "holdout": Words("Held out", "样本外检验"),
    "monitor": Words("Watched only", "仅监测"),
}
TITLE = Words(
    "{fit_hit} of {fit} fitted and {held_hit} of {held} held-out figures lie within {limit} standard errors",
    "{fit}个拟合目标中有{fit_hit}个、{held}个样本外检验指标中有{held_hit}个在{limit}个标准误以内",
)
TITLE_FIT = Words(
    "{fit_hit} of {fit} fitted figures lie within {limit} standard errors",
    "{fit}个拟合目标中有{fit_hit}个在{limit}个标准误以内",
)
BY_CONSTRUCTION = Words("; {solved} more are solved for", "；另有{solved}个由常数项反解得到")
SUBTITLE = Words(
    "Model less published figure, in standard errors of the figure; inside a published interval nothing is missed",
    "模型值减公布值，以公布值的标准误为单位；落在公布区间之内不计偏差",
)
READING = Words(
    "Filled: used to fit; open: held out; diamond: watched; square: missed by more than {limit} standard errors",
    "实心：用于拟合；空心：样本外检验；菱形：仅监测；方形：偏差超过 {limit} 个标准误",
)
ERRORS = Words(
    "A standard error holds survey, rounding and a stated discrepancy of the model",
    "标准误含调查误差、取整误差与设定的模型偏差",
)
PUBLISHED, MODEL = Words("published", "公布"), Words("model", "模型")
AXIS = Words("standard errors", "标准误")


@dataclass(frozen=True)
class TargetDot:
    """One published figure and what the model shows; numbers in `unit`, which `unit_words` say ("" for persons).

    `low`, `high`: between them nothing is missed (both the figure itself for a point, infinite for a one-sided
    one). `miss`: (model − published) ÷ standard error.
    """

    label: Words
    unit: str
    unit_words: Words
    low: float
    high: float
    model: float
    miss: float
    use: Use

    @property
    def is_missed(self) -> bool:
        """Whether the model lies farther away than chance explains."""
        return abs(self.miss) > MISSED


@dataclass(frozen=True)
class TargetDots:
    """The figures of a calibration in the order in which they are shown."""

    dots: tuple[TargetDot, ...]
    made: Calibrated

    def of(self, use: Use) -> tuple[TargetDot, ...]:
        """Return the figures of one use."""
        return tuple(dot for dot in self.dots if dot.use == use)


def target_figure(data: TargetDots, language: Language = "en") -> Figure:
    """Return the dot plot: fitted filled, held out open, missed a square. Raises ValueError without figures."""
    if not data.dots:
        raise ValueError("a dot plot needs at least one figure")
    groups = [(use, data.of(use)) for use in GROUPS if data.of(use)]
    height = HEADER + sum(GROUP + ROW * len(dots) for _, dots in groups)
    worst = max(abs(dot.miss) for dot in data.dots)
    reach = min(max(math.ceil(worst), LEAST_REACH), MOST_REACH)
    with styled(language):
        page = sheet(_heading(data, language), height + UNDER)
        axes = _ground(page, height, reach)
        for at, words in ((PUBLISHED_AT, PUBLISHED), (MODEL_AT, MODEL)):
            page.write(at, HEAD.first_baseline, words.said(language), HEAD)
        top = HEADER
        for use, dots in groups:
            page.write(MARGIN, top + GROUP - 2.2, GROUPS[use].said(language), GROUP_NAME)
            top += GROUP
            for dot in dots:
                _row(page, axes, dot, (top, reach), language)
                top += ROW
        _name_axis(page, height, reach, language)
    return page.figure


def _ground(page: Sheet, height: float, reach: int) -> Axes:
    axes = page.axes(PLOT_LEFT, HEADER, PAGE_WIDTH - MARGIN - 3.0 - PLOT_LEFT, height - HEADER)
    axes.set_xlim(-reach - 0.3, reach + 0.3)
    axes.set_ylim(height, HEADER)
    axes.axvspan(-MISSED, MISSED, color=SKY, alpha=0.15, linewidth=0)
    axes.axvline(0.0, color=GREY, linewidth=0.7)
    axes.spines["bottom"].set_visible(True)
    axes.set_xticks(range(-reach, reach + 1), [""] * (2 * reach + 1))
    return axes


def _name_axis(page: Sheet, height: float, reach: int, language: Language) -> None:
    width = PAGE_WIDTH - MARGIN - 3.0 - PLOT_LEFT
    ticks = [tick for tick in range(-reach, reach + 1) if reach <= 4 or tick % 2 == 0]
    for tick, text in zip(ticks, tick_texts(ticks, grouped=False, signed=True), strict=True):
        place = PLOT_LEFT + width * (tick + reach + 0.3) / (2 * reach + 0.6)
        page.write(place, height + 3.9, text, TICK)
    page.write(PLOT_LEFT + width / 2, height + 7.6, AXIS.said(language), TICK)


def _row(page: Sheet, axes: Axes, dot: TargetDot, place: tuple[float, int], language: Language) -> None:
    top, reach = place
    baseline = top + ROW / 2 + 0.35 * NAME.first_baseline
    color = VERMILLION_INK if dot.is_missed else NAME.color
    label, style = dot.label.said(language), NAME
    if len(page.lines(label, LABEL_WIDTH, style)) > 1:
        style = SMALL_NAME
    page.write(MARGIN + 2.0, baseline, page.lines(label, LABEL_WIDTH, style)[0], style)
    published, model = numbers(dot, language)
    page.write(PUBLISHED_AT, baseline, published, TextStyle(color=SOFT_INK, across="right"))
    page.write(MODEL_AT, baseline, model, TextStyle(color=color, across="right"))
    _mark(axes, dot, top + ROW / 2, reach)
    if abs(dot.miss) > reach:
        width = PAGE_WIDTH - MARGIN - 3.0 - PLOT_LEFT
        inner = reach - 0.35
        at = PLOT_LEFT + width * (math.copysign(inner, dot.miss) + reach + 0.3) / (2 * reach + 0.6)
        style = TextStyle(NOTE_SIZE, VERMILLION_INK, across="right" if dot.miss > 0 else "left")
        page.write(at, baseline, digits(dot.miss, 1, signed=True), style)


def _mark(axes: Axes, dot: TargetDot, depth: float, reach: int) -> None:
    color = VERMILLION if dot.is_missed else GREY if dot.use == "monitor" else BLUE
    face = color if dot.use in ("fit", "solved") else "white"
    marker = "s" if dot.is_missed else "D" if dot.use == "monitor" else "o"
    size = 15 if dot.use == "monitor" and not dot.is_missed else 24
    at = max(-reach, min(reach, dot.miss))
    if at == dot.miss:  # else the miss in figures stands there
        axes.plot([0.0, at], [depth, depth], color=color, linewidth=0.8, zorder=2)
    axes.scatter([at], [depth], s=size, marker=marker, facecolor=face, edgecolor=color, linewidth=1.1, zorder=3)


def numbers(dot: TargetDot, language: Language) -> tuple[str, str]:
    """Return the published figure and the model's number, written alike: "≥ 33 million", "34.6 million"."""
    known = [abs(value) for value in (dot.low, dot.high, dot.model) if math.isfinite(value)]
    gap = min((abs(dot.model - end) for end in (dot.low, dot.high) if math.isfinite(end)), default=0.0)
    finest = decimals_for(max(known), significant=4) if max(known) >= 1.0 else 2
    decimals = min(decimals_for(max(known), gap), finest)

    def said(value: float) -> str:
        if dot.unit == "persons":
            return spoken(value, language, significant=4)
        number, name = digits(value, decimals, grouped=language == "en"), dot.unit_words.said(language)
        return number + name if language == "zh" or not name else f"{number}\u00a0{name}"

    if dot.low == dot.high:
        published = said(dot.low)
    elif math.isinf(dot.low):
        published = f"≤\u00a0{said(dot.high)}"
    elif math.isinf(dot.high):
        published = f"≥\u00a0{said(dot.low)}"
    else:
        published = f"{without_unit(said(dot.low), said(dot.high))}–{said(dot.high)}"
    return published, said(dot.model)


def without_unit(one: str, other: str) -> str:
    """Return "11.96" for "11.96 million" and "13 million"; all of it where the other ends in another way."""
    name = one.lstrip(f"{MINUS}0123456789.,")
    return one.removesuffix(name) if other.endswith(name) else one


def _heading(data: TargetDots, language: Language) -> Heading:
    fit, solved, held = data.of("fit"), data.of("solved"), data.of("holdout")
    title = (TITLE if held else TITLE_FIT).said(language).format(
        fit=len(fit), fit_hit=_hits(fit), held=len(held), held_hit=_hits(held), limit=f"{MISSED:g}"
    )  # fmt: skip
    title += BY_CONSTRUCTION.said(language).format(solved=len(solved)) if solved else ""
    reading = READING.said(language).format(limit=f"{MISSED:g}")
    subtitle = f"{sentences([SUBTITLE.said(language)], language)}\n{sentences([reading], language)}"
    return Heading(title, subtitle, calibration_note(data.made, language, ERRORS.said(language)))


def _hits(dots: Sequence[TargetDot]) -> int:
    return sum(not dot.is_missed for dot in dots)


def target_table(data: TargetDots) -> Table:
    """Return the numbers drawn: one row per figure; an open end of an interval is empty."""
    rows: list[tuple[Cell, ...]] = []
    for dot in data.dots:
        ends = (end if math.isfinite(end) else None for end in (dot.low, dot.high))
        rows.append((dot.label.en, dot.use, dot.unit, *ends, dot.model, dot.miss, "yes" if dot.is_missed else "no"))
    columns = ("figure", "use", "unit", "published_low", "published_high", "model", "miss_standard_errors", "missed")
    return Table(columns, tuple(rows))
