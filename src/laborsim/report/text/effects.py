"""An effect in words: its mean with the unit, the prediction interval, the simulation error, the verdict. One way."""

from collections.abc import Sequence
from dataclasses import dataclass

from laborsim.experiment.indicators.effect import PAIRS_FOR_VERDICT, Effect, Verdict
from laborsim.published.words import Language, Words
from laborsim.report.text.numbers import (
    Printer,
    Quantity,
    Unit,
    adding_up,
    below_words,
    finer,
    is_below_step,
    joined_scale,
    joined_unit,
    printer_for,
    sentence_printer,
    with_unit,
)
from laborsim.report.text.phrases import phrases
from laborsim.report.text.verdicts import NEGLIGIBLE, full_verdict, short_verdict

ONE_PAIR = Words("one pair of runs, no interval", "仅一对模拟，不给出区间")
INTERVAL = Words("80\u00a0% PI {interval}{few}{error}", "80%预测区间：{interval}{few}{error}")
FEW = Words(" from few pairs", "（配对少）")
ERROR = Words("; simulation error ±{error}", "；模拟误差±{error}")
AROUND = Words("{mean} ({interval})", "{mean}（{interval}）")
TOLD = Words("{verdict}, {effect}", "{verdict}，{effect}")

CALM: tuple[Verdict, ...] = ("no effect", "no detectable effect", "draws disagree", "too few pairs")
"""Verdicts that claim no direction."""


@dataclass(frozen=True)
class Claim:
    """What may be said of a mean effect by the rule of `experiment.indicators.effect`.

    `amount`: its size with its unit, already written; of an effect that is not detectable, the size that would be.
    `is_negligible`: it is too small to be written, so that `amount` is what it lies below, and it has no direction.
    """

    verdict: Verdict
    amount: str
    is_negligible: bool = False


def claim(effect: Effect, shown: Unit, language: Language) -> Claim:
    """Return the verdict on an effect with the size of its mean, or the size that would be detectable."""
    if is_negligible(effect, shown):
        return Claim(effect.verdict, below_words(shown, language), is_negligible=True)
    size = abs(effect.mean)
    if effect.verdict == "no detectable effect" and effect.detectable is not None:
        size = effect.detectable
    return Claim(effect.verdict, with_unit(size, shown, language, change=True))


def is_negligible(effect: Effect, shown: Unit) -> bool:
    """Return whether an effect is too small to be written in its unit, so that no direction of it is claimed.

    Its mean is written as zero, and its whole interval is: where a direction would else be claimed of that zero, it is
    enough that the interval lies below the smallest difference that is written.
    """
    if effect.verdict == "no effect" or not is_below_step(effect.mean, shown):
        return False
    ends = [end for ends in intervals(effect) for end in ends]
    part = 1.0 if effect.verdict in CALM else 0.5  # half of a step is written as zero
    return all(is_below_step(part * end, shown) for end in ends)


def verdict_words(effect: Effect, quantity: Quantity, shown: Unit, language: Language) -> str:
    """Return the verdict alone: "increases (statistically significant)", "less than 0.1 yuan a month"."""
    if is_negligible(effect, shown):
        return below_words(shown, language)
    detectable = "" if effect.detectable is None else with_unit(effect.detectable, shown, language, change=True)
    return full_verdict(effect.verdict, quantity, detectable, language)


def verdict_rule(language: Language) -> str:
    """Return by what rule every verdict is given; it stands wherever verdicts do."""
    return phrases(language).verdict_rule.format(pairs=PAIRS_FOR_VERDICT)


def verdict_short(effect: Effect, quantity: Quantity, shown: Unit, language: Language) -> str:
    """Return the verdict for little room, and for a pipe: "increases", "negligible"; sizes stand beside it.

    `shown`: the unit that the effect is in, as its numbers are written: a share in [0, 1] is no percentage.
    """
    if is_negligible(effect, shown):
        return NEGLIGIBLE.said(language)
    return short_verdict(effect.verdict, quantity, language)


def effect_words(effect: Effect, shown: Unit, language: Language) -> str:
    """Return the mean with its interval: "+119,000 persons (80 % PI −13,000 to +251,000; simulation error ±31,000)"."""
    printer = effect_printer([effect], shown, language, on_axis=False)
    mean = joined_unit(printer.number(effect.mean, signed=True), printer)
    if is_negligible(effect, shown):
        mean = below_words(shown, language)
        if effect.verdict in CALM:
            return mean
    return AROUND.filled(language, mean=mean, interval=interval_words(effect, shown, language))


def interval_words(effect: Effect, shown: Unit, language: Language) -> str:
    """Return both intervals alone: "80 % PI −13,000 to +251,000; simulation error ±31,000"."""
    if effect.p10 is None or effect.p90 is None or effect.simulation_error is None:
        return ONE_PAIR.said(language)
    printer = effect_printer([effect], shown, language, on_axis=False)
    joined = joined_unit if language == "zh" else joined_scale  # the unit, in English the scale, at both ends
    low, high = (joined(printer.number(end, signed=True), printer) for end in (effect.p10, effect.p90))
    few = FEW.said(language) if effect.is_from_few else ""
    size = printer.number(effect.simulation_error)
    error = "" if effect.simulation_error == 0.0 else ERROR.filled(language, error=joined(size, printer))
    ends = phrases(language).between_signed.format(low=low, high=high)
    return INTERVAL.filled(language, interval=ends, few=few, error=error)


def interval_short(interval: str, effect: Effect, language: Language) -> str:
    """Return the prediction interval of `effect_numbers` with its name: "80 % PI: −13,000 to +251,000"; "" if none."""
    words = phrases(language)
    template = words.interval_few if effect.is_from_few else words.interval_short
    return template.format(interval=interval) if interval else ""


def intervals(effect: Effect) -> tuple[Sequence[float], Sequence[float]]:
    """Return the ends of the prediction interval and of the simulation error; empty where pairs are too few."""
    first, second = (effect.p10, effect.p90), (effect.low_95, effect.high_95)
    drawn, mean = ([end for end in ends if end is not None] for ends in (first, second))
    return drawn, mean


def effect_told(effect: Effect, quantity: Quantity, shown: Unit, language: Language) -> str:
    """Return the verdict, then the mean with its interval; where worlds are the same, or all but, there is one of both.

    What is too small to be written has no direction: its size says it all.
    """
    verdict = verdict_words(effect, quantity, shown, language)
    if effect.verdict == "no effect":
        return verdict
    if is_negligible(effect, shown):
        return effect_words(effect, shown, language)
    return TOLD.filled(language, verdict=verdict, effect=effect_words(effect, shown, language))


def bracketed(effect: Effect, shown: Unit, language: Language) -> str:
    """Return the mean alone, in brackets where it is not told from zero: "(+1,200)"."""
    return _bracketed(effect, effect.mean, effect_printer([effect], shown, language, on_axis=False))


def parts_bracketed(whole: Effect, parts: Sequence[Effect], shown: Unit, language: Language) -> list[str]:
    """Return parts of an effect, bracketed, written as the whole is, so that they add up to it on the page."""
    printer = effect_printer([whole], shown, language, on_axis=False)
    written = adding_up([part.mean for part in parts], whole.mean, printer)
    return [_bracketed(part, mean, printer) for part, mean in zip(parts, written, strict=True)]


def _bracketed(effect: Effect, mean: float, printer: Printer) -> str:
    said = joined_scale(printer.number(mean, signed=True), printer)
    if effect.verdict not in CALM:
        return said
    return f"（{said}）" if printer.language == "zh" else f"({said})"


def effect_printer(effects: list[Effect], shown: Unit, language: Language, *, on_axis: bool = True) -> Printer:
    """Return the printer that writes effects as finely as the narrowest of their intervals is wide.

    `on_axis`: scale and unit stand in the name of an axis or column; otherwise beside each number in a sentence.
    """
    sizes = [size for one in effects for size in (one.mean, one.p10, one.p90) if size is not None]
    widths = [one.p90 - one.p10 for one in effects if one.p10 is not None and one.p90 is not None]
    fitting = printer_for if on_axis else sentence_printer
    printer = fitting(sizes, shown, language, change=True)
    return finer(printer, sizes, min(widths)) if widths else printer


def effect_numbers(effect: Effect, printer: Printer) -> tuple[str, str]:
    """Return the mean effect and its prediction interval in figures, as fine as that is narrow; "" if none."""
    if effect.p10 is None or effect.p90 is None:
        return printer.number(effect.mean, signed=True), ""
    ends = (effect.p10, effect.p90)
    fine = finer(printer, (effect.mean, *ends), ends[1] - ends[0])
    low, high = (fine.number(end, signed=True) for end in ends)
    return fine.number(effect.mean, signed=True), phrases(printer.language).between_signed.format(low=low, high=high)


def effect_fields(effect: Effect) -> dict[str, float | None]:
    """Return the numbers of an effect as `--json` has them, in the indicator's unit."""
    return {name: getattr(effect, name) for name in ("mean", "p10", "p90", "low_95", "high_95")}


def mean_words(mean: float, shown: Unit, language: Language) -> str:
    """Return a difference without an interval: "+119,000 persons"."""
    return with_unit(mean, shown, language, change=True, signed=True)
