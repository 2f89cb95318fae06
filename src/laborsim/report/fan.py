"""The fan chart: do we meet the goal, and how sure is that?"""

from matplotlib.figure import Figure

from laborsim.report.bands import MAIN_BAND, Bands, Numbers
from laborsim.report.fan_data import Fan, FanData, drawn_range, fan_of, gap_that_matters
from laborsim.report.fan_text import effect_text, fan_heading, goal_text, series_text
from laborsim.report.frame import BODY_HEIGHT, PLOT_HEIGHT, Plot, framed_plot, shown_array
from laborsim.report.labels import Label, write_labels
from laborsim.report.sheet import MARGIN, PAGE_WIDTH, Look, Sheet, sheet, text_width
from laborsim.report.style import BLUE, GREY, INK, NOTE_SIZE, PALE, VERMILLION, VERMILLION_INK, styled
from laborsim.report.text.numbers import printer_for, unit
from laborsim.report.text.phrases import Language, phrases
from laborsim.report.value_axis import axis_ticks

STRIP_HEIGHT = 5.0
STRIP = Look(NOTE_SIZE, BLUE)

SHADES = {95: 0.16, 80: 0.22, 50: 0.32}
"""Opacity of each band over the wider ones."""


def fan_figure(data: FanData, language: Language = "en") -> Figure:
    """Return the fan chart of a scenario and its baseline.

    Shades hold 50, 80 and 95 % of the scenario's runs (those that so many runs support), hatching 80 % of the
    baseline's; with fewer than 10 runs each is a thin line. Source of the shape: house figures, `fan`.
    """
    fan = fan_of(data)
    low, high = drawn_range(data, fan)
    printer = printer_for([low, high], unit(data.quantity.unit), language, gap=gap_that_matters(fan))
    ticks = axis_ticks(printer.shown(low), printer.shown(high))
    with styled(language):
        heading = fan_heading(data, fan, printer, starts_at_zero=ticks[0] <= 0.0 <= ticks[-1])
        strip = STRIP_HEIGHT if data.in_force else 0.0
        page = sheet(heading, BODY_HEIGHT + strip)
        plot = framed_plot(page, data.months, ticks, printer)
        _draw_runs(plot, data, fan)
        _draw_goal(plot, data)
        _draw_strip(page, plot, data)
        write_labels(page, _labels(plot, data, fan), plot.label_column)
    return page.figure


def _draw_runs(plot: Plot, data: FanData, fan: Fan) -> None:
    if fan.beside is not None and data.beside is not None:
        _draw_beside(plot, data, fan.beside, data.beside)
    for band in fan.main.bands:
        low, high = (shown_array(edge, plot.printer) for edge in (band.low, band.high))
        plot.axes.fill_between(data.months, low, high, color=BLUE, alpha=SHADES[band.coverage], linewidth=0)
    if not fan.main.bands and fan.main.runs > 1:
        runs = shown_array(data.main, plot.printer).T
        plot.axes.plot(data.months, runs, color=BLUE, linewidth=0.5, alpha=0.6)
    median = shown_array(fan.main.median, plot.printer)
    plot.axes.plot(data.months, median, color=BLUE, linewidth=1.8, clip_on=False)


def _draw_beside(plot: Plot, data: FanData, bands: Bands, runs: Numbers) -> None:
    band = bands.band(MAIN_BAND)
    months = data.months
    if band is not None:
        low, high = (shown_array(edge, plot.printer) for edge in (band.low, band.high))
        plot.axes.fill_between(months, low, high, facecolor="none", edgecolor=PALE, hatch="////", linewidth=0)
    elif bands.runs > 1:
        plot.axes.plot(months, shown_array(runs, plot.printer).T, color=PALE, linewidth=0.5)
    # Where both are equal the dashes lie on the blue line: both are seen.
    median = shown_array(bands.median, plot.printer)
    plot.axes.plot(months, median, color=GREY, linewidth=1.4, linestyle=(0, (4, 2)), zorder=3, clip_on=False)


def _draw_goal(plot: Plot, data: FanData) -> None:
    goal = data.goal
    if goal is None:
        return
    if goal.tolerance or len(goal.lines) == 2:
        edges = (plot.printer.shown(goal.low), plot.printer.shown(goal.high))
        plot.axes.axhspan(*edges, color=VERMILLION, alpha=0.12, linewidth=0)
    for line in goal.lines:
        height = plot.printer.shown(line)
        plot.axes.axhline(height, color=VERMILLION, linewidth=1.0, linestyle=(0, (1, 1.5)), zorder=4)
        plot.axes.scatter(
            [goal.by],
            [height],
            s=36,
            marker="D",
            color=VERMILLION,
            edgecolor="white",
            linewidth=0.8,
            clip_on=False,
            zorder=5,
        )


def _draw_strip(page: Sheet, plot: Plot, data: FanData) -> None:
    """Draw when the measures are in force as a bar under the months, named beneath its first spell."""
    if not data.in_force:
        return
    top = BODY_HEIGHT
    strip = page.axes(plot.left, top, plot.width, 1.2)
    first, last = int(data.months[0]), int(data.months[-1])
    strip.set_xlim(first, last)
    strip.set_ylim(0, 1)
    inside = [(max(start, first), min(end, last)) for start, end in data.in_force]
    for start, end in inside:
        strip.axvspan(start, max(end, start), color=BLUE, linewidth=0.8, clip_on=False)
    text = phrases(plot.printer.language).in_force
    latest = PAGE_WIDTH - MARGIN - text_width(text, STRIP)
    page.write(min(plot.across(inside[0][0]), latest), top + 1.8 + STRIP.first_baseline, text, STRIP)


def _labels(plot: Plot, data: FanData, fan: Fan) -> list[Label]:
    words = phrases(plot.printer.language)
    compared = words.with_measures if fan.beside is not None else words.alone
    name = words.baseline if data.scenario is None else compared
    main_text = series_text(name, fan.main, fan.met_main, data, plot.printer)
    labels = [Label(plot.depth(float(fan.main.median[-1])), main_text, BLUE)]
    if data.goal is not None:
        middle = sum(data.goal.lines) / len(data.goal.lines)
        labels.append(Label(plot.depth(middle), goal_text(data, plot.printer.language), VERMILLION_INK, VERMILLION))
    if fan.beside is not None:
        beside_text = series_text(words.baseline, fan.beside, fan.met_beside, data, plot.printer)
        labels.append(Label(plot.depth(float(fan.beside.median[-1])), beside_text, GREY))
    if fan.effect is not None and data.goal is None:
        labels.append(Label(PLOT_HEIGHT, effect_text(fan.effect, plot.printer), INK, "none"))
    return labels
