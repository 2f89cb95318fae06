"""The fan chart: do we meet the goal, and how sure is that?"""

from dataclasses import replace

from matplotlib.figure import Figure

from laborsim.experiment.indicators.effect import Effect
from laborsim.published.words import Language
from laborsim.report.canvas.axes import axis_ticks
from laborsim.report.canvas.bands import MAIN_BAND, Bands, Numbers
from laborsim.report.canvas.frame import BODY_HEIGHT, PLOT_HEIGHT, Plot, framed_plot, shown_array
from laborsim.report.canvas.label_layout import Label, write_labels
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, GREY, INK, NOTE_SIZE, PALE, VERMILLION, VERMILLION_INK, styled
from laborsim.report.figures.fan_data import Fan, FanData, drawn_range, fan_of, gap_that_matters
from laborsim.report.text.dates import full_month, short_month
from laborsim.report.text.effects import claim, effect_numbers, effect_printer, interval_short, verdict_rule
from laborsim.report.text.findings import BACKGROUND_TOLD, Met, Topic, effect_title, goal_title
from laborsim.report.text.goal import goal_words
from laborsim.report.text.numbers import Printer, digits, joined_unit, printer_for, unit
from laborsim.report.text.phrases import capitalized, joined, listed, phrases, sentences
from laborsim.report.text.provenance import footnote, stamp, what_runs_vary


def fan_heading(data: FanData, fan: Fan, printer: Printer, *, starts_at_zero: bool) -> Heading:
    """Return the texts around a fan chart."""
    language = printer.language
    words = phrases(language)
    name = words.where.format(
        indicator=capitalized(data.quantity.described(language)), region=data.region.said(language)
    )
    comma = "，" if language == "zh" else ", "
    share = digits(100 * data.background_share)
    title = fan_title(data, fan, language)
    in_title = data.goal is not None and fan.main.runs > 1
    is_told = in_title or data.background_share <= BACKGROUND_TOLD
    reading = [
        _bands_sentence(fan, data, language),
        words.labels_at.format(month=full_month(int(data.months[data.at]), language)),
        "" if is_told else words.background.format(share=share),
        "" if starts_at_zero else words.cut_axis,
    ]
    quantity = sentences([f"{name}{comma}{printer.axis_name}"], language)
    subtitle = f"{quantity}\n{sentences(reading, language)}"
    rule = "" if fan.effect is None or data.goal is not None else verdict_rule(language)
    note = footnote(replace(data.provenance, shows_levels=True), language, rule)
    return Heading(title, subtitle, note, stamp(data.provenance, language))


def _bands_sentence(fan: Fan, data: FanData, language: Language) -> str:
    words, runs = phrases(language), fan.main.runs
    if runs == 1:
        return words.one_run
    levels = [str(band.coverage) for band in reversed(fan.main.bands)]
    has_main = fan.main.band(MAIN_BAND) is not None
    if not has_main:
        return words.single_runs.format(runs=runs) + words.clause + words.few_runs
    percent = [f"{level}%" for level in levels] if language == "zh" else levels
    said = listed(percent, language) + ("" if language == "zh" else "\u00a0%")
    is_ahead = any(wide is not None for wide in data.ahead)
    pattern = words.shades_ahead if is_ahead else words.shades
    shades = pattern.format(levels=said, runs=runs, varies=what_runs_vary(data.provenance.varies, language))
    return shades if fan.beside is None else shades + words.clause + words.hatched


def fan_title(data: FanData, fan: Fan, language: Language) -> str:
    """Return what the chart shows, as a sentence: who meets the goal how often, the effect, or what is drawn."""
    topic = Topic(data.quantity, data.region, language)
    first, last = int(data.months[0]), int(data.months[-1])
    title = None
    if data.goal is not None and fan.met_main is not None:
        main = Met(fan.met_main, fan.main.runs)
        has_scenario = data.scenario is not None
        beside = None if fan.met_beside is None else Met(fan.met_beside, fan.main.runs)  # paired: as many
        pair = (main, beside) if has_scenario else (None, main)
        title = goal_title(topic, data.goal.by, pair, data.background_share)
    elif fan.effect is not None:
        title = effect_title(topic, last, claim(fan.effect, unit(data.quantity.unit), language))
    if title is not None:
        return title
    return phrases(language).neutral_line.format(
        indicator=capitalized(data.quantity.name.said(language)),
        region=data.region.said(language),
        start=full_month(first, language),
        end=full_month(last, language),
    )


def series_text(name: str, bands: Bands, met: int | None, data: FanData, printer: Printer) -> str:
    """Return the direct label of a series: its mean, 80 % interval and how often the goal is met."""
    words, language = phrases(printer.language), printer.language
    if data.goal is not None and data.goal.by != int(data.months[-1]):  # the line goes on beyond it
        name = joined((name, short_month(data.goal.by, language)), language)
    lines = [
        words.value.format(name=name, value=printer.number(float(bands.mean[data.at]))),
        interval_text(bands, printer, data.at),
    ]
    if data.goal is not None and met is not None:
        lines.append(words.goal_met.format(met=met, runs=bands.runs))
    return "\n".join(lines)


def effect_text(effect: Effect, printer: Printer) -> str:
    """Return the direct label of the mean effect at the end, with the interval of that mean."""
    words = phrases(printer.language)
    own = effect_printer(
        [effect], printer.unit, printer.language, on_axis=False
    )  # an effect is smaller than what it is on
    mean, interval = effect_numbers(effect, own)
    mean = joined_unit(mean, own)
    said = interval_short(interval, effect, printer.language) or words.interval_unknown
    return f"{words.value.format(name=words.mean_effect, value=mean)}\n{said}"


def interval_text(bands: Bands, printer: Printer, at: int) -> str:
    """Return "80 % of runs: 328–365" in month `at`, or that so few runs have none."""
    words, band = phrases(printer.language), bands.band(MAIN_BAND)
    if band is None:
        return words.interval_unknown
    low, high = float(band.low[at]), float(band.high[at])
    template = words.between_signed if low < 0.0 else words.between
    said = [printer.number(value) for value in (low, high)]
    return words.interval_80.format(interval=template.format(low=said[0], high=said[1]))


def goal_text(data: FanData, language: Language) -> str:
    """Return the direct label of the goal."""
    assert data.goal is not None
    return goal_words(data.goal, data.quantity.unit, language)


STRIP_HEIGHT = 5.0
STRIP = TextStyle(NOTE_SIZE, BLUE)

SHADES = {95: 0.16, 80: 0.22, 50: 0.32}
"""Opacity of each band over the wider ones."""


def fan_figure(data: FanData, language: Language = "en") -> Figure:
    """Return the fan chart of a scenario and its baseline.

    Shades hold 50, 80 and 95 % of the scenario's runs (those that so many runs support), hatching 80 % of the
    baseline's; with fewer than 10 runs each is a thin line. Source of the shape: house figures, `fan`.
    """
    fan = fan_of(data)
    low, high = drawn_range(data, fan)
    printer = printer_for([low, high], unit(data.quantity.unit), language, gap=gap_that_matters(fan, data.at))
    ticks = axis_ticks(printer.shown(low), printer.shown(high))
    with styled(language):
        heading = fan_heading(data, fan, printer, starts_at_zero=ticks[0] <= 0.0 <= ticks[-1])
        strip = STRIP_HEIGHT if data.in_force else 0.0
        page = sheet(heading, BODY_HEIGHT + strip)
        plot = framed_plot(page, data.axis, ticks, printer)
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
    mean = shown_array(fan.main.mean, plot.printer)
    plot.axes.plot(data.months, mean, color=BLUE, linewidth=1.8, clip_on=False)


def _draw_beside(plot: Plot, data: FanData, bands: Bands, runs: Numbers) -> None:
    band = bands.band(MAIN_BAND)
    months = data.months
    if band is not None:
        low, high = (shown_array(edge, plot.printer) for edge in (band.low, band.high))
        plot.axes.fill_between(months, low, high, facecolor="none", edgecolor=PALE, hatch="////", linewidth=0)
    elif bands.runs > 1:
        plot.axes.plot(months, shown_array(runs, plot.printer).T, color=PALE, linewidth=0.5)
    # Where both are equal the dashes lie on the blue line: both are seen.
    mean = shown_array(bands.mean, plot.printer)
    plot.axes.plot(months, mean, color=GREY, linewidth=1.4, linestyle=(0, (4, 2)), zorder=3, clip_on=False)


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
    first, last = int(data.axis[0]), int(data.axis[-1])
    strip.set_xlim(first, last)
    strip.set_ylim(0, 1)
    inside = [(max(start, first), min(end, last)) for start, end in data.in_force]
    for start, end in inside:
        strip.axvspan(start, max(end, start), color=BLUE, linewidth=0.8, clip_on=False)
    words = phrases(plot.printer.language)
    text = words.in_force_spent if data.is_spent else words.in_force
    latest = PAGE_WIDTH - MARGIN - text_width(text, STRIP)
    page.write(min(plot.across(inside[0][0]), latest), top + 1.8 + STRIP.first_baseline, text, STRIP)


def _labels(plot: Plot, data: FanData, fan: Fan) -> list[Label]:
    words = phrases(plot.printer.language)
    compared = words.with_measures if fan.beside is not None else words.alone
    name = words.baseline if data.scenario is None else compared
    main_text = series_text(name, fan.main, fan.met_main, data, plot.printer)
    labels = [Label(plot.depth(float(fan.main.mean[-1])), main_text, BLUE)]
    if data.goal is not None:
        middle = sum(data.goal.lines) / len(data.goal.lines)
        labels.append(Label(plot.depth(middle), goal_text(data, plot.printer.language), VERMILLION_INK, VERMILLION))
    if fan.beside is not None:
        beside_text = series_text(words.baseline, fan.beside, fan.met_beside, data, plot.printer)
        labels.append(Label(plot.depth(float(fan.beside.mean[-1])), beside_text, GREY))
    if fan.effect is not None and data.goal is None:
        labels.append(Label(PLOT_HEIGHT, effect_text(fan.effect, plot.printer), INK, "none"))
    return labels
