"""Prior and posterior of every free parameter of a calibration, panel by panel: what did the figures teach?"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.figure import Figure

from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.bands import Numbers
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.panels import PLOT_HEIGHT, Caption, Panel, few_ticks, panel_figure
from laborsim.report.canvas.sheet import Heading
from laborsim.report.canvas.style import GREY, INK, SKY
from laborsim.report.text.numbers import decimals_for, digits
from laborsim.report.text.phrases import sentences
from laborsim.report.text.provenance import Calibrated, calibration_note

BINS = 24
OVER_BARS = 0.72
"""Part of a panel's height that the bars fill; the interval stands above them."""
INTERVAL = (0.05, 0.5, 0.95)

TITLE = Words(
    "The figures move {moved} of {all} free parameters; prior only: {prior}",
    "{all}个待估参数中，{moved}个由公布数据识别，{prior}个与先验分布一致",
)
TITLE_ALL = Words("The figures move all {all} free parameters", "全部{all}个待估参数均由公布数据识别")
SUBTITLE = Words(
    "Bars: {draws} draws of the posterior; dashed: prior; dot and line: median and 90\u00a0% credible interval, "
    "also in figures",
    "柱：后验分布的{draws}次抽样；虚线：先验分布；圆点与横线：中位数与90%可信区间，数值列于上方",
)
READING = Words("Flagged: what the figures do not, or hardly, move", "标注：数据信息有限或与先验分布一致的参数")
FLAGS = {
    "prior only": Words("prior only", "与先验一致"),
    "weak": Words("weakly informed", "数据信息有限"),
    "": Words(""),
}


@dataclass(frozen=True)
class ParameterPanel:
    """A free parameter: its prior as a density over values, draws of its posterior, and how far the data moved it.

    `verdict`: "" where the figures move it, "weak" or "prior only" where they hardly do or do not.
    """

    name: str
    label: Words
    unit: Words
    prior_values: Numbers  # [points], increasing
    prior_density: Numbers  # [points]
    draws: Numbers
    verdict: str = ""

    @property
    def interval(self) -> tuple[float, float, float]:
        """5th, 50th and 95th percentile of the draws."""
        low, middle, high = np.quantile(self.draws, INTERVAL)
        return float(low), float(middle), float(high)


@dataclass(frozen=True)
class ParameterPanels:
    """The free parameters of a calibration in the order in which they are shown."""

    panels: tuple[ParameterPanel, ...]
    made: Calibrated


def parameter_figure(data: ParameterPanels, language: Language = "en") -> Figure:
    """Return a panel for every free parameter. Raises ValueError without any."""
    panels = [(_caption(parameter, language), partial(_draw, parameter, language)) for parameter in data.panels]
    return panel_figure(partial(_heading, data, language), panels, language, 0.0)


def _caption(panel: ParameterPanel, language: Language) -> Caption:
    low, middle, high = panel.interval
    decimals = decimals_for(max(abs(low), abs(high)), high - low)
    said = [digits(value, decimals, grouped=language == "en") for value in (middle, low, high)]
    joint = f" {'至' if language == 'zh' else 'to'} " if low < 0.0 else "–"
    unit = panel.unit.said(language)
    text = f"{said[0]} ({said[1]}{joint}{said[2]}) {unit}".rstrip()
    return Caption(panel.label.said(language), text, flag=FLAGS[panel.verdict].said(language))


def _draw(parameter: ParameterPanel, language: Language, panel: Panel) -> None:
    first, last = float(parameter.prior_values[0]), float(parameter.prior_values[-1])
    first, last = min(first, float(parameter.draws.min())), max(last, float(parameter.draws.max()))
    heights, edges = np.histogram(parameter.draws, BINS, (first, last), density=True)
    top = max(float(heights.max()), float(parameter.prior_density.max())) / OVER_BARS
    panel.axes.set_xlim(first, last)
    panel.axes.set_ylim(0.0, top)
    panel.axes.stairs(heights, edges, fill=True, color=SKY)
    panel.axes.plot(parameter.prior_values, parameter.prior_density, color=GREY, linewidth=1.0, linestyle=(0, (4, 2)))
    low, middle, high = parameter.interval
    height = top * (1.0 - 4.6 / PLOT_HEIGHT)  # under the flag
    panel.axes.plot([low, high], [height, height], color=INK, linewidth=1.2, solid_capstyle="butt")
    panel.axes.scatter([middle], [height], s=12, color=INK, zorder=3)
    panel.name_across(few_ticks(first, last), language)


def _heading(data: ParameterPanels, language: Language) -> Heading:
    count, prior = len(data.panels), sum(panel.verdict == "prior only" for panel in data.panels)
    title = (TITLE if prior else TITLE_ALL).said(language).format(all=count, moved=count - prior, prior=prior)
    draws = len(data.panels[0].draws)
    reading = [SUBTITLE.said(language).format(draws=draws)]
    if any(panel.verdict for panel in data.panels):
        reading.append(READING.said(language))
    return Heading(title, sentences(reading, language), calibration_note(data.made, language))


def parameter_table(data: ParameterPanels) -> Table:
    """Return the numbers that the panels say: one row per parameter."""
    rows: list[tuple[Cell, ...]] = []
    for panel in data.panels:
        low, middle, high = panel.interval
        rows.append((panel.name, len(panel.draws), middle, low, high, panel.verdict))
    return Table(("parameter", "draws", "median", "p5", "p95", "verdict"), tuple(rows))
