"""The frame of a chart over months: axes, named months and values, and room for labels at the right."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from laborsim.kernels.codes import month_number, year_and_month
from laborsim.published.words import Language
from laborsim.report.canvas.axes import tick_texts
from laborsim.report.canvas.bands import Numbers
from laborsim.report.canvas.label_layout import Column
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Sheet, TextStyle, text_width
from laborsim.report.canvas.style import GRID, SOFT_INK
from laborsim.report.text.dates import MONTHS_EN
from laborsim.report.text.numbers import Printer

MOST_TICKS = 7
MOST_YEARS = 9
SHORT_HORIZON = 24
"""Up to so many months the axis names months, beyond only Decembers: a stock is one of a month's end."""

MONTH_STEPS = (1, 2, 3, 4, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class MonthTick:
    """A named month: its running number, its name and, below, the year (empty where it did not change)."""

    month: int
    name: str
    year: str


def month_ticks(first: int, last: int, language: Language) -> list[MonthTick]:
    """Return the months named between `first` and `last`.

    Counted back from the last month, so that the end of the horizon always has its name.
    """
    if last <= first:
        raise ValueError(f"a time axis needs at least two months, got {first} to {last}")
    if last - first <= SHORT_HORIZON:
        return _month_names(first, last, language)
    final = month_number(year_and_month(last + 1)[0] - 1, 12)
    step = next(s for s in YEAR_STEPS if (final - first) // (12 * s) < MOST_YEARS)
    decembers = reversed(range(final, first - 1, -12 * step))
    return [MonthTick(m, _month_name(m, language), _year_name(m, language)) for m in decembers]


def _month_names(first: int, last: int, language: Language) -> list[MonthTick]:
    step = next(s for s in MONTH_STEPS if (last - first) // s < MOST_TICKS)
    ticks = []
    year_before = ""
    for month in reversed(range(last, first - 1, -step)):
        year = _year_name(month, language)
        ticks.append(MonthTick(month, _month_name(month, language), "" if year == year_before else year))
        year_before = year
    return ticks


def _month_name(month: int, language: Language) -> str:
    number = year_and_month(month)[1]
    return MONTHS_EN[number - 1] if language == "en" else f"{number}月"


def _year_name(month: int, language: Language) -> str:
    year = year_and_month(month)[0]
    return str(year) if language == "en" else f"{year}年"


# All in millimeters.
PLOT_TOP = 5.5
PLOT_HEIGHT = 58.0
UNDER_PLOT = 10.0
"""Month names of two lines."""
NAME_BASELINES: dict[Language, tuple[float, float]] = {"en": (4.8, 8.4), "zh": (8.4, 4.8)}
"""Of months and of years under the axis: a Chinese date begins with its year."""
BODY_HEIGHT = PLOT_TOP + PLOT_HEIGHT + UNDER_PLOT
LABEL_WIDTH = 44.0

UNIT_NAME = TextStyle(color=SOFT_INK)
TICK_NAME = TextStyle(color=SOFT_INK, across="center")


@dataclass(frozen=True)
class Plot:
    """The chart's axes and its place in the sheet: left edge, top and width in millimeters."""

    left: float
    top: float
    width: float
    axes: Axes
    printer: Printer

    def depth(self, stored: float) -> float:
        """Return how many millimeters under the chart's top a stored number lies."""
        low, high = self.axes.get_ylim()
        return PLOT_HEIGHT * (high - self.printer.shown(stored)) / (high - low)

    def across(self, month: float) -> float:
        """Return the millimeters from the page's left edge to a month."""
        first, last = self.axes.get_xlim()
        return self.left + self.width * (month - first) / (last - first)

    @property
    def label_column(self) -> Column:
        """The room beside the chart."""
        return Column(self.left + self.width + 0.5, LABEL_WIDTH - 0.5, self.top, PLOT_HEIGHT)


def framed_plot(
    page: Sheet, months: NDArray[np.int64], ticks: list[float], printer: Printer, extra: float = 0.0
) -> Plot:
    """Return axes over months, with `ticks` (shown numbers) as their values and the unit's name above.

    `extra`: free millimeters between the unit's name and the chart.
    """
    top = PLOT_TOP + extra
    texts = tick_texts(ticks, grouped=printer.language == "en")
    widest = max(text_width(text, UNIT_NAME) for text in texts)
    left = MARGIN + widest + 2.0
    width = PAGE_WIDTH - MARGIN - LABEL_WIDTH - left
    axes = page.axes(left, top, width, PLOT_HEIGHT)
    page.write(left, UNIT_NAME.first_baseline, printer.axis_name, UNIT_NAME)
    first, last = int(months[0]), int(months[-1])
    axes.set_xlim(first, last)
    axes.set_ylim(ticks[0], ticks[-1])
    axes.set_yticks(ticks, texts)
    plot = Plot(left, top, width, axes, printer)
    named = month_ticks(first, last, printer.language)
    axes.set_xticks([tick.month for tick in named], [""] * len(named))
    month_baseline, year_baseline = NAME_BASELINES[printer.language]
    for tick in named:
        # Not matplotlib's tick labels: their heights differ with the letters ("Apr", "Dec").
        page.write(plot.across(tick.month), top + PLOT_HEIGHT + month_baseline, tick.name, TICK_NAME)
        if tick.year:
            page.write(plot.across(tick.month), top + PLOT_HEIGHT + year_baseline, tick.year, TICK_NAME)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_visible(True)
    if ticks[0] < 0.0 < ticks[-1]:
        axes.axhline(0.0, color=SOFT_INK, linewidth=0.6)
    return plot


def shown_array(stored: Numbers, printer: Printer) -> Numbers:
    """Return stored numbers as they stand on the axis."""
    return stored * printer.shown(1.0)
