"""Several scenarios over time, on the same axes: their levels beside the baseline's, or their effects."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks
from laborsim.report.canvas.bands import MAIN_BAND, Numbers, checked_runs, paired_difference, summarized
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.frame import BODY_HEIGHT, Plot, framed_plot, shown_array
from laborsim.report.canvas.label_layout import Label, write_labels
from laborsim.report.canvas.sheet import Heading, sheet
from laborsim.report.canvas.style import BLUE, GREEN, GREY, ORANGE, SKY, VERMILLION, VERMILLION_INK, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.numbers import Printer, Quantity, finer, printer_for, unit
from laborsim.report.text.phrases import capitalized, phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp, what_runs_vary

Dashes = str | tuple[int, tuple[float, ...]]

LINE_STYLES: tuple[tuple[str, Dashes], ...] = (
    (BLUE, "-"),
    (VERMILLION, (0, (6, 1.5))),
    (GREEN, (0, (3, 1, 1, 1))),
    (ORANGE, (0, (1, 1))),
    (SKY, (0, (8, 2, 2, 2))),
)
"""Color and dashes by scenario: told apart in gray too."""

BASELINE_STYLE: tuple[str, Dashes] = (GREY, (0, (4, 2)))
MOST_LINES = len(LINE_STYLES)
"""Scenarios that one chart can show."""

INKS = {VERMILLION: VERMILLION_INK, SKY: BLUE, ORANGE: "#8A5F00"}
"""Colors too pale to be read as text, and what is written instead."""


@dataclass(frozen=True)
class LinesData:
    """What the chart shows.

    `months` [M], at least two. `lines`: name and runs [runs, M] of each scenario, at most MOST_LINES. `against`: the
    runs of the baseline of each, where the chart is to show effects. `baseline`: of the world that all are compared
    with, beside levels, or None. `title`: the finding. `n_looks`: planned looks at the runs, at all of which
    intervals hold. `worker`: what one worker makes of the quantity, 0 = it is not counted in workers. `period`: months
    of the period that ends in each of `months`; 0 = the months themselves.
    """

    title: str
    quantity: Quantity
    region: Words
    months: NDArray[np.int64]
    lines: tuple[tuple[str, Numbers], ...]
    baseline: Numbers | None
    provenance: Provenance
    against: tuple[Numbers, ...] = ()
    n_looks: int = 1
    worker: float = 0.0
    period: int = 0

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn; each message says which."""
        if not 1 <= len(self.lines) <= MOST_LINES:
            raise ValueError(f"lines: one to {MOST_LINES} scenarios can be told apart, got {len(self.lines)}")
        for name, values in self.every_line("baseline"):
            checked_runs(values, len(self.months), name)
        for (name, ours), theirs in zip(self.lines, self.against, strict=False):
            paired_difference(ours, checked_runs(theirs, len(self.months), name))

    @property
    def is_effect(self) -> bool:
        """Whether the chart shows effects rather than levels."""
        return bool(self.against)

    def every_line(self, baseline: str) -> list[tuple[str, Numbers]]:
        """Return names and runs of the scenarios, then of the baseline under the name given."""
        return [*self.lines, *([(baseline, self.baseline)] if self.baseline is not None else [])]


@dataclass(frozen=True)
class Curve:
    """A line [M] with its interval, if so many runs have one: a mean and 80 % of runs, or of pairs."""

    name: str
    middle: Numbers
    ends: tuple[Numbers, Numbers] | None


def curves(data: LinesData, baseline: str = "baseline") -> list[Curve]:
    """Return the lines that are drawn, the baseline last."""
    if data.is_effect:
        pairs = zip(data.lines, data.against, strict=True)
        return [_effect(name, (ours, theirs), data) for (name, ours), theirs in pairs]
    return [_level(name, values) for name, values in data.every_line(baseline)]


def _level(name: str, values: Numbers) -> Curve:
    bands = summarized(values)
    band = bands.band(MAIN_BAND)
    return Curve(name, bands.mean, None if band is None else (band.low, band.high))


def _effect(name: str, worlds: tuple[Numbers, Numbers], data: LinesData) -> Curve:
    ours, theirs = worlds
    months = zip(ours.T, theirs.T, strict=True)
    number = Countable(data.quantity.indicator, data.worker)
    effects = [paired_effect(own, other, data.n_looks, number) for own, other in months]
    ends = [(effect.p10, effect.p90) for effect in effects if effect is not None and effect.p10 is not None]
    middle = (ours - theirs).mean(axis=0)
    return Curve(name, middle, (np.array(ends)[:, 0], np.array(ends)[:, 1]) if len(ends) == len(middle) else None)


def lines_figure(data: LinesData, language: Language = "en") -> Figure:
    """Return the chart. Effects have their interval shaded; levels, whose runs overlap, have it in their labels."""
    drawn = curves(data, phrases(language).baseline)
    edges = [edge for one in drawn for edge in (one.middle, *(one.ends or () if data.is_effect else ()))]
    low, high = min(float(edge.min()) for edge in edges), max(float(edge.max()) for edge in edges)
    last = sorted(float(one.middle[-1]) for one in drawn)
    gap = min((b - a for a, b in pairwise(last) if b > a), default=0.0)
    printer = printer_for([low, high], unit(data.quantity.unit), language, gap=gap, change=data.is_effect)
    ticks = axis_ticks(printer.shown(low), printer.shown(high))
    with styled(language):
        page = sheet(_heading(data, printer, starts_at_zero=ticks[0] <= 0.0 <= ticks[-1]), BODY_HEIGHT)
        plot = framed_plot(page, data.months, ticks, printer)
        for k, one in enumerate(drawn):
            _draw(plot, data, one, BASELINE_STYLE if k == len(data.lines) else LINE_STYLES[k])
        styles = [*LINE_STYLES[: len(data.lines)], BASELINE_STYLE]
        labels = [_label(plot, data, one, style[0]) for one, style in zip(drawn, styles, strict=False)]
        write_labels(page, labels, plot.label_column)
    return page.figure


def _draw(plot: Plot, data: LinesData, one: Curve, style: tuple[str, Dashes]) -> None:
    color, dashes = style
    if data.is_effect and one.ends is not None:
        low, high = (shown_array(edge, plot.printer) for edge in one.ends)
        plot.axes.fill_between(data.months, low, high, color=color, alpha=0.18, linewidth=0)
    middle = shown_array(one.middle, plot.printer)
    plot.axes.plot(data.months, middle, color=color, linewidth=1.6, linestyle=dashes, clip_on=False)


def _label(plot: Plot, data: LinesData, one: Curve, color: str) -> Label:
    words, signed = phrases(plot.printer.language), data.is_effect
    ends = () if one.ends is None else tuple(float(edge[-1]) for edge in one.ends)
    middle = float(one.middle[-1])
    printer = finer(plot.printer, (middle, *ends), ends[1] - ends[0]) if ends and signed else plot.printer
    text = words.value.format(name=one.name, value=printer.number(middle, signed=signed))
    if ends:
        between = words.between_signed if signed or ends[0] < 0.0 else words.between
        low, high = (printer.number(end, signed=signed) for end in ends)
        template = words.interval_short if signed else words.interval_80
        text += "\n" + template.format(interval=between.format(low=low, high=high))
    return Label(plot.depth(middle), text, INKS.get(color, color), color)


def _heading(data: LinesData, printer: Printer, *, starts_at_zero: bool) -> Heading:
    language = printer.language
    words = phrases(language)
    indicator = capitalized(data.quantity.name.said(language))
    name = words.where.format(indicator=indicator, region=data.region.said(language))
    name = words.compare_all_effects.format(indicator=name) if data.is_effect else name
    comma = "，" if language == "zh" else ", "
    reading = [
        _reading(data, language),
        words.labels_at.format(month=full_date(int(data.months[-1]), data.period, language)),
        "" if starts_at_zero else words.cut_axis,
    ]
    subtitle = sentences([f"{name}{comma}{printer.axis_name}"], language) + "\n" + sentences(reading, language)
    note = footnote(replace(data.provenance, shows_levels=not data.is_effect), language)
    return Heading(data.title, subtitle, note, stamp(data.provenance, language))


def _reading(data: LinesData, language: Language) -> str:
    """Return what lines and shades are; of an interval only where so many runs have one."""
    words, runs = phrases(language), len(data.lines[0][1])
    if runs == 1:
        return words.compare_effects_alone if data.is_effect else words.one_run
    has_ends = any(one.ends is not None for one in curves(data))
    of_levels = words.compare_lines if has_ends else words.compare_lines_alone
    template = words.compare_effects if data.is_effect else of_levels
    return template.format(pairs=runs, varies=what_runs_vary(data.provenance.varies, language))


def lines_table(data: LinesData) -> Table:
    """Return the numbers drawn: one row per month and scenario, in the stored unit, blank without an interval."""
    rows: list[tuple[Cell, ...]] = []
    for one in curves(data):
        for k, month in enumerate(data.months):
            ends = (None, None) if one.ends is None else (float(one.ends[0][k]), float(one.ends[1][k]))
            rows.append(
                (
                    Point("", "", int(month), data.period).date,
                    one.name,
                    len(data.lines[0][1]),
                    float(one.middle[k]),
                    *ends,
                )
            )
    numbers = ("mean_effect" if data.is_effect else "mean", "p10", "p90")
    return Table(("month", "scenario", "runs", *numbers), tuple(rows))
