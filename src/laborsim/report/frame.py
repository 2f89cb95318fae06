"""The frame of a chart over months: axes, named months and values, and room for labels at the right."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from laborsim.report.bands import Numbers
from laborsim.report.labels import Column
from laborsim.report.sheet import MARGIN, PAGE_WIDTH, Look, Sheet, text_width
from laborsim.report.style import GRID, SOFT_INK
from laborsim.report.text.numbers import Printer
from laborsim.report.text.phrases import Language
from laborsim.report.time_axis import month_ticks
from laborsim.report.value_axis import tick_texts

# All in millimeters.
PLOT_TOP = 5.5
PLOT_HEIGHT = 58.0
UNDER_PLOT = 10.0
"""Month names of two lines."""
NAME_BASELINES: dict[Language, tuple[float, float]] = {"en": (4.8, 8.4), "zh": (8.4, 4.8)}
"""Of months and of years under the axis: a Chinese date begins with its year."""
BODY_HEIGHT = PLOT_TOP + PLOT_HEIGHT + UNDER_PLOT
LABEL_WIDTH = 44.0

UNIT_NAME = Look(color=SOFT_INK)
TICK_NAME = Look(color=SOFT_INK, across="center")


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
