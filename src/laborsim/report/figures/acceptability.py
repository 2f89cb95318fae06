"""The acceptability curve: how likely is each measure worth its cost, by what a job-year is worth?"""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks, tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.label_layout import Column, Label, write_labels
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, TextStyle, sheet, text_width
from laborsim.report.canvas.style import GRID, INK, SOFT_INK, styled
from laborsim.report.figures.cost_effectiveness import COLORS, MARKS
from laborsim.report.text.numbers import digits, printer_for, unit
from laborsim.report.text.phrases import inside_sentence, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

# All in millimeters.
TOP, HEIGHT, UNDER = 6.0, 52.0, 10.0
LABEL_ROOM = 46.0
PERCENT_TICKS = (0, 25, 50, 75, 100)
TICK = TextStyle(color=SOFT_INK, across="center")
SIDE_TICK = TextStyle(color=SOFT_INK, across="right")

LIKELY = 0.9
"""Probability from which on a measure is called worth its cost. ASSUMPTION."""

FROM = Words(
    "With {lever}, the work is worth its cost with a probability of {likely}\u00a0% or more where a job-year is worth "
    "{worth} yuan or more",
    "每净增1人年就业的支付意愿在{worth}元以上时，{lever}具有成本效益的概率在{likely}%以上",
)
NEVER = Words(
    "With no measure, the work is worth its cost with a probability of {likely}\u00a0% at these values of a job-year",
    "在所示支付意愿下，各项措施具有成本效益的概率均低于{likely}%",
)
ANYHOW = Words(
    "With {lever}, the work is worth its cost with a probability of {likely}\u00a0% or more at every value shown of a "
    "job-year",
    "在所示各支付意愿下，{lever}具有成本效益的概率均在{likely}%以上",
)
NEUTRAL = Words("How likely each measure's work is worth its cost", "各项措施具有成本效益的概率")
NOT_SURE = Words(
    "{title}; its net employment effect is not statistically significant", "{title}；但其净增就业效应在统计上不显著"
)
"""Of a measure whose work is not told apart from none, so that the title does not say more than the plane's."""
SUBTITLE = Words(
    "Probability that a measure brings more than it costs, by what the payer holds a net job-year to be worth "
    "(mean over {pairs} pairs of runs, Student's t)",
    "具有成本效益的概率，按每净增1人年就业的支付意愿（{pairs}对模拟的均值，t分布）",
)
WORTH_AXIS, CHANCE_AXIS = (
    Words("worth of a net job-year, {unit}", "每净增1人年就业的支付意愿，{unit}"),
    Words("probability, %", "概率，%"),
)


@dataclass(frozen=True)
class CurveData:
    """What the curves show: `chance` [measure, worth] that a measure is worth its cost.

    `is_clear`: by measure, whether it adds work beyond doubt, as on the plane.
    """

    worth_yuan: NDArray[np.float64]
    keys: tuple[str, ...]
    names: tuple[Words, ...]
    chance: NDArray[np.float64]
    is_clear: tuple[bool, ...]
    pairs: int
    provenance: Provenance


def acceptability_figure(data: CurveData, language: Language = "en") -> Figure:
    """Return the acceptability curves, one a measure."""
    printer = printer_for([float(data.worth_yuan[-1])], unit("CNY"), language)
    xs = axis_ticks(0.0, printer.shown(float(data.worth_yuan[-1])))
    with styled(language):
        page = sheet(_heading(data, language), TOP + HEIGHT + UNDER)
        left = MARGIN + text_width("100", SIDE_TICK) + 2.0
        width = PAGE_WIDTH - MARGIN - LABEL_ROOM - left
        axes = page.axes(left, TOP, width, HEIGHT)
        axes.set_xlim(xs[0], xs[-1])
        axes.set_ylim(0.0, 1.0)
        axes.spines["bottom"].set_visible(True)
        axes.set_yticks([tick / 100 for tick in PERCENT_TICKS], [""] * len(PERCENT_TICKS))
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.tick_params(axis="y", length=0)
        page.write(MARGIN, 3.2, CHANCE_AXIS.said(language), TextStyle(color=SOFT_INK))
        for percent in PERCENT_TICKS:
            page.write(left - 1.2, TOP + HEIGHT * (1 - percent / 100) + 1.0, str(percent), SIDE_TICK)
        texts = tick_texts(xs, grouped=language == "en")
        every = 1 + int(max(text_width(text, TICK) for text in texts) // (width / len(xs)))
        for tick, text in list(zip(xs, texts, strict=True))[::every]:
            page.write(left + width * tick / xs[-1], TOP + HEIGHT + 4.2, text, TICK)
        axis = WORTH_AXIS.said(language).format(unit=printer.axis_name)
        page.write(left + width, TOP + HEIGHT + 8.6, axis, TextStyle(color=SOFT_INK, across="right"))
        shown = printer.shown(1.0) * data.worth_yuan
        for k, chance in enumerate(data.chance):
            color, mark = COLORS[k % len(COLORS)], MARKS[k % len(MARKS)]
            axes.plot(
                shown, chance, color=color, linewidth=1.4, marker=mark, markersize=3.0, markevery=8, clip_on=False
            )
        labels = [
            Label(HEIGHT * (1 - float(chance[-1])), name.said(language), INK, leader=COLORS[k % len(COLORS)])
            for k, (name, chance) in enumerate(zip(data.names, data.chance, strict=True))
        ]
        write_labels(page, labels, Column(left + width + 0.5, LABEL_ROOM - 0.5, TOP, HEIGHT))
    return page.figure


def acceptability_table(data: CurveData) -> Table:
    """Return every point of the curves."""
    rows: list[tuple[Cell, ...]] = [
        (key, float(worth), float(chance))
        for key, curve in zip(data.keys, data.chance, strict=True)
        for worth, chance in zip(data.worth_yuan, curve, strict=True)
    ]
    return Table(("measure", "worth_yuan_per_job_year", "p_worth_it"), tuple(rows))


def _heading(data: CurveData, language: Language) -> Heading:
    subtitle = SUBTITLE.said(language).format(pairs=data.pairs)
    note = footnote(data.provenance, language)
    return Heading(_title(data, language), sentences([subtitle], language), note, stamp(data.provenance, language))


def _title(data: CurveData, language: Language) -> str:
    """Return which measure is first likely to be worth its cost, and from what worth on; one that adds work first."""
    likely = digits(100 * LIKELY)
    found = [
        (not is_clear, _first_likely(curve), k)
        for k, (curve, is_clear) in enumerate(zip(data.chance, data.is_clear, strict=True))
        if curve[-1] >= LIKELY
    ]
    if not found and (data.chance >= LIKELY).any():  # where a measure saves money but costs work
        return NEUTRAL.said(language)
    if not found:
        return NEVER.said(language).format(likely=likely)
    is_doubtful, first, k = min(found)
    template = FROM if first else ANYHOW
    title = template.said(language).format(
        lever=inside_sentence(data.names[k].said(language)),
        worth=digits(_rounded_up(float(data.worth_yuan[first])), grouped=language == "en"),
        likely=likely,
    )
    return NOT_SURE.said(language).format(title=title) if is_doubtful else title


def _first_likely(curve: NDArray[np.float64]) -> int:
    """Return the place from which on a curve that ends likely stays so."""
    below = np.flatnonzero(curve < LIKELY)
    return int(below[-1]) + 1 if below.size else 0


def _rounded_up(worth: float) -> float:
    """Return an amount with two digits and no less than it is: the curve is drawn at some amounts only."""
    if worth <= 0.0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(worth)) - 1)
    return math.ceil(worth / step) * step
