"""The stacked chart: who is where over time?"""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.kernels.codes import month_name
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks
from laborsim.report.canvas.bands import Numbers, checked_runs, includes_zero, summarized
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.frame import BODY_HEIGHT, Plot, framed_plot, shown_array
from laborsim.report.canvas.label_layout import Label, write_labels
from laborsim.report.canvas.sheet import Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, GREEN, INK, ORANGE, PALE, SKY, SOFT_INK, VERMILLION, styled
from laborsim.report.text.dates import full_month
from laborsim.report.text.effects import verdict_rule
from laborsim.report.text.findings import Change, effect_on_stocks, stack_title
from laborsim.report.text.labels import STATUS_WORDS
from laborsim.report.text.numbers import Printer, printer_for, spoken, unit, with_unit
from laborsim.report.text.phrases import NO_WORDS, capitalized, phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

FILLS = {
    "local": (SKY, ""),
    "outbound_intra": (BLUE, ""),
    "outbound_inter": (BLUE, "///"),
    "founder": (ORANGE, ""),
    "placed": (GREEN, ""),
    "seeking": (VERMILLION, ""),
    "out": (PALE, ""),
}
"""Color and hatching by status; neighbors differ in lightness or pattern, so that gray prints work."""

OBSERVED_HEIGHT = 4.5
"""Millimeters."""
OBSERVED = TextStyle(across="right", color=SOFT_INK)
PROJECTED = TextStyle(color=SOFT_INK)


@dataclass(frozen=True)
class Layer:
    """One status (a key of STATUS_WORDS) and the persons in it, values [runs, months]."""

    status: str
    persons: Numbers


@dataclass(frozen=True)
class StackedData:
    """What a stacked chart shows.

    `months` [M]: running month numbers, increasing. `layers`: from the bottom up; together everybody shown.
    `against`: the same layers of the baseline, run by run, where the chart is to say what the measures change; a
    world alone shows its own change over time. `n_looks`: planned looks at the runs, at all of which verdicts hold.
    `worker`: persons that a worker stands for. `observed_until`: last month whose values are observed rather than
    simulated; None if there is none.
    `shown`: name of what is drawn ("return-home-2025", "baseline") for the second line.
    """

    region: Words
    months: NDArray[np.int64]
    layers: tuple[Layer, ...]
    provenance: Provenance
    against: tuple[Layer, ...] = ()
    observed_until: int | None = None
    shown: Words = NO_WORDS
    n_looks: int = 1
    worker: float = 0.0

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be stacked; each message says which."""
        if len(self.months) < 2 or (np.diff(self.months) <= 0).any():
            raise ValueError("months: a stacked chart needs at least two, in increasing order")
        if not self.layers:
            raise ValueError("layers: a stacked chart needs at least one status")
        if self.against and [layer.status for layer in self.against] != [layer.status for layer in self.layers]:
            raise ValueError("against: the same statuses as in layers, in the same order, are needed")
        for layer in (*self.layers, *self.against):
            if layer.status not in STATUS_WORDS:
                known = ", ".join(STATUS_WORDS)
                raise ValueError(f"layers: unknown status {layer.status!r}; known: {known}")
            values = checked_runs(layer.persons, len(self.months), layer.status)
            if (values < 0.0).any() or len(values) != self.runs:
                raise ValueError(f"{layer.status}: persons in {self.runs} runs, none of them negative, are needed")

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.layers[0].persons.shape[0])

    @property
    def means(self) -> Numbers:
        """Means over the runs [layers, months]; unlike medians they add up to the mean of everybody."""
        return np.stack([layer.persons.mean(axis=0) for layer in self.layers])


def stacked_figure(data: StackedData, language: Language = "en") -> Figure:
    """Return the stacked chart of the mean of the runs. Source of the shape: house figures, `stacked`."""
    means = data.means
    total = float(means.sum(axis=0).max())
    smallest = min((float(mean) for mean in means[:, -1] if mean > 0.0), default=0.0)
    printer = printer_for([total], unit("persons"), language, gap=smallest)
    ticks = axis_ticks(0.0, printer.shown(total))
    observed = _last_observed(data)
    # A line of its own, so that "observed" never meets the unit's name.
    extra = 0.0 if observed is None else OBSERVED_HEIGHT
    with styled(language):
        page = sheet(_heading(data, means, printer), BODY_HEIGHT + extra)
        plot = framed_plot(page, data.months, ticks, printer, extra)
        _draw_layers(plot, data, means)
        if observed is not None:
            _draw_observed(page, plot, observed)
        write_labels(page, _labels(plot, data, means), plot.label_column)
    return page.figure


def stacked_table(data: StackedData) -> Table:
    """Return the numbers drawn: one row per month and status, mean persons over the runs, and in the baseline."""
    rows: list[tuple[Cell, ...]] = []
    for place, (layer, mean) in enumerate(zip(data.layers, data.means, strict=True)):
        other = data.against[place].persons.mean(axis=0) if data.against else None
        for k, month in enumerate(data.months):
            beside = None if other is None else float(other[k])
            rows.append((month_name(int(month)), layer.status, data.runs, float(mean[k]), beside))
    return Table(("month", "status", "runs", "mean_persons", "baseline_mean_persons"), tuple(rows))


def _title(data: StackedData, means: Numbers, language: Language) -> str | None:
    """Return what the measures change; of a world alone, what changes in it over time, under its name."""
    first, last = int(data.months[0]), int(data.months[-1])
    if not data.against:
        shown = capitalized(data.shown.said(language))
        return stack_title(_changes(data, language), float(means[:, 0].sum()), (first, last), shown, language)
    effects = _effects(data)
    if any(effect.verdict == "too few pairs" for effect in effects):
        return None
    changes = [
        Change(layer.status, effect.mean, _amount(effect.mean, language), effect.is_clear)
        for layer, effect in zip(data.layers, effects, strict=True)
    ]
    return effect_on_stocks(changes, last, language)


def _effects(data: StackedData) -> list[Effect]:
    """Return the effect of the measures on each layer at the end; none for a world alone."""
    pairs = zip(data.layers, data.against, strict=bool(data.against))
    number = Countable(worker=data.worker)
    found = [paired_effect(own.persons[:, -1], other.persons[:, -1], data.n_looks, number) for own, other in pairs]
    return [effect for effect in found if effect is not None]  # finite numbers: none is missing


def _amount(persons: float, language: Language) -> str:
    return with_unit(abs(persons), unit("persons"), language, change=True)


def _heading(data: StackedData, means: Numbers, printer: Printer) -> Heading:
    language = printer.language
    words = phrases(language)
    region = data.region.said(language)
    first, last = int(data.months[0]), int(data.months[-1])
    title = _title(data, means, language)
    neutral = words.neutral_stack.format(
        region=region, start=full_month(first, language), end=full_month(last, language)
    )
    comma = "，" if language == "zh" else ", "
    parts = [words.persons_by_status.format(region=region), data.shown.said(language), printer.axis_name]
    parts.append(words.runs_mean.format(runs=data.runs) if data.runs > 1 else words.single_run)
    beside = words.labels_effect if data.against else words.labels_change
    change = beside.format(start=full_month(first, language), end=full_month(last, language))
    subtitle = sentences([comma.join(part for part in parts if part)], language) + "\n"
    subtitle += sentences([change], language)
    rule = verdict_rule(language) if data.against else ""
    return Heading(
        title or neutral, subtitle, footnote(data.provenance, language, rule), stamp(data.provenance, language)
    )


def _changes(data: StackedData, language: Language) -> list[Change]:
    changes = []
    for layer in data.layers:
        change = summarized(layer.persons[:, [-1]] - layer.persons[:, [0]])
        unclear = includes_zero(change)
        mean = float(layer.persons[:, -1].mean() - layer.persons[:, 0].mean())
        is_clear = unclear is not None and not bool(unclear[0])
        changes.append(Change(layer.status, mean, _amount(mean, language), is_clear))
    return changes


def _draw_layers(plot: Plot, data: StackedData, means: Numbers) -> None:
    tops = shown_array(np.cumsum(means, axis=0), plot.printer)
    floor = np.zeros(len(data.months))
    for layer, top in zip(data.layers, tops, strict=True):
        color, hatch = FILLS[layer.status]
        plot.axes.fill_between(data.months, floor, top, facecolor=color, linewidth=0)
        if hatch:
            plot.axes.fill_between(
                data.months, floor, top, facecolor="none", edgecolor="white", hatch=hatch, linewidth=0
            )
        floor = top
    for top in tops[:-1]:
        plot.axes.plot(data.months, top, color="white", linewidth=0.4)


def _last_observed(data: StackedData) -> int | None:
    """Return the last observed month if something is observed and something is not."""
    until = data.observed_until
    return until if until is not None and data.months[0] < until < data.months[-1] else None


def _draw_observed(page: Sheet, plot: Plot, until: int) -> None:
    plot.axes.axvline(until, color=INK, linewidth=0.8, linestyle=(0, (1, 1.5)))
    words, across = phrases(plot.printer.language), plot.across(until)
    if across - 0.8 - text_width(words.observed, OBSERVED) >= plot.left:
        page.write(across - 0.8, plot.top - 1.4, words.observed, OBSERVED)
    page.write(across + 0.8, plot.top - 1.4, words.projected, PROJECTED)


def _labels(plot: Plot, data: StackedData, means: Numbers) -> list[Label]:
    words, language = phrases(plot.printer.language), plot.printer.language
    effects = {layer.status: effect.mean for layer, effect in zip(data.layers, _effects(data), strict=False)}
    labels = []
    floor = 0.0
    for layer, mean in zip(data.layers, means, strict=True):
        last = float(mean[-1])
        effect = effects.get(layer.status)
        change = plot.printer.number(last - float(mean[0]), signed=True)
        text = words.named_change.format(
            name=STATUS_WORDS[layer.status].label.said(language),
            value=plot.printer.number(last),
            change=change if effect is None else spoken(effect, language, signed=True),
        )
        labels.append(Label(plot.depth(floor + last / 2), text, INK, FILLS[layer.status][0]))
        floor += last
    return labels[::-1]  # from the top down, so that groups of nobody keep their order
