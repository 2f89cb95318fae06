"""The texts of a fan chart: title, second line, footnote and direct labels."""

from dataclasses import replace

from laborsim.experiment.draws import Varies
from laborsim.experiment.effect import Effect
from laborsim.report.bands import MAIN_BAND, Bands
from laborsim.report.fan_data import Fan, FanData
from laborsim.report.sheet import Heading
from laborsim.report.text.dates import full_month, short_month
from laborsim.report.text.effects import claim, effect_numbers, effect_printer
from laborsim.report.text.findings import Met, Topic, effect_title, goal_title
from laborsim.report.text.goal import goal_words
from laborsim.report.text.numbers import Printer, digits, joined_unit, unit
from laborsim.report.text.phrases import Language, capitalized, listed, phrases, sentences
from laborsim.report.text.provenance import footnote, what_runs_vary

BACKGROUND_TOLD = 0.5
"""A quantity of which more than this share is not simulated says so (house rule for goals)."""


def fan_heading(data: FanData, fan: Fan, printer: Printer, *, starts_at_zero: bool) -> Heading:
    """Return the texts around a fan chart."""
    language = printer.language
    words = phrases(language)
    name = words.where.format(
        indicator=capitalized(data.quantity.described(language)), region=data.region.said(language)
    )
    comma = "，" if language == "zh" else ", "
    share = digits(100 * data.background_share)
    reading = [
        _bands_sentence(fan, data.provenance.varies, language),
        words.labels_at.format(month=full_month(int(data.months[-1]), language)),
        words.background.format(share=share) if data.background_share > BACKGROUND_TOLD else "",
        "" if starts_at_zero else words.cut_axis,
    ]
    quantity = sentences([f"{name}{comma}{printer.axis_name}"], language)
    subtitle = f"{quantity}\n{sentences(reading, language)}"
    stamp = words.draft_stamp if data.provenance.is_draft else ""
    note = footnote(replace(data.provenance, shows_levels=True), language)
    return Heading(_title(data, fan, language), subtitle, note, stamp)


def _bands_sentence(fan: Fan, varies: Varies, language: Language) -> str:
    words, runs = phrases(language), fan.main.runs
    if runs == 1:
        return words.one_run
    levels = [str(band.coverage) for band in reversed(fan.main.bands)]
    has_main = fan.main.band(MAIN_BAND) is not None
    if not has_main:
        return words.single_runs.format(runs=runs) + words.clause + words.few_runs
    percent = [f"{level}%" for level in levels] if language == "zh" else levels
    said = listed(percent, language) + ("" if language == "zh" else "\u00a0%")
    shades = words.shades.format(levels=said, runs=runs, varies=what_runs_vary(varies, language))
    return shades if fan.beside is None else shades + words.clause + words.hatched


def _title(data: FanData, fan: Fan, language: Language) -> str:
    topic = Topic(data.quantity, data.region, language)
    first, last = int(data.months[0]), int(data.months[-1])
    title = None
    if data.goal is not None and fan.met_main is not None:
        main = Met(fan.met_main, fan.main.runs)
        has_scenario = data.scenario is not None
        beside = None if fan.met_beside is None else Met(fan.met_beside, fan.main.runs)  # paired: as many
        pair = (main, beside) if has_scenario else (None, main)
        title = goal_title(topic, data.goal.by, *pair)
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
    """Return the direct label of a series: its last median, 80 % interval and how often the goal is met."""
    words = phrases(printer.language)
    lines = [
        words.value.format(name=name, value=printer.number(float(bands.median[-1]))),
        interval_text(bands, printer, signed=False),
    ]
    if data.goal is not None and met is not None:
        is_last = data.goal.by == int(data.months[-1])
        template = words.goal_met if is_last else words.goal_met_by
        month = short_month(data.goal.by, printer.language)
        lines.append(template.format(met=met, runs=bands.runs, month=month))
    return "\n".join(lines)


def effect_text(effect: Effect, printer: Printer) -> str:
    """Return the direct label of the mean effect at the end, with the interval of that mean."""
    words = phrases(printer.language)
    own = effect_printer(
        [effect], printer.unit, printer.language, on_axis=False
    )  # an effect is smaller than what it is on
    mean, interval = effect_numbers(effect, own)
    mean = joined_unit(mean, own)
    said = words.interval_mean.format(interval=interval) if interval else words.interval_mean_unknown
    return f"{words.value.format(name=words.mean_effect, value=mean)}\n{said}"


def interval_text(bands: Bands, printer: Printer, *, signed: bool) -> str:
    """Return "80 % of runs: 328–365", or that so few runs have none."""
    words, band = phrases(printer.language), bands.band(MAIN_BAND)
    if band is None:
        return words.interval_unknown
    low, high = float(band.low[-1]), float(band.high[-1])
    template = words.between_signed if signed or low < 0.0 else words.between
    said = [printer.number(value, signed=signed) for value in (low, high)]
    return words.interval_80.format(interval=template.format(low=said[0], high=said[1]))


def goal_text(data: FanData, language: Language) -> str:
    """Return the direct label of the goal."""
    assert data.goal is not None
    return goal_words(data.goal, data.quantity.unit, language)
