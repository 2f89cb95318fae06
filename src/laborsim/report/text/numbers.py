"""Numbers and units as people read them: "119,000 persons", "12.4 million persons", "1244万人", "5.1 %"."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from laborsim.published.words import Language, Words
from laborsim.report.text.phrases import NO_WORDS

MINUS = "−"
MOST_DECIMALS = 6
"""More than this and the number is written with a power of ten."""


@dataclass(frozen=True)
class Unit:
    """A unit of measurement.

    `shown_per_stored`: stored number × this = shown number (fen → yuan, share → percent).
    `counts`: large numbers are said in millions (万 and 亿), which a percentage is not. `decimals`: the most that a
    level has, a difference one more; None: what the scale allows. `change`: name of the unit of a difference, where
    it is another one (percentage points).
    """

    name: Words
    shown_per_stored: float = 1.0
    counts: bool = True
    decimals: int | None = None
    change: Words | None = None

    def of(self, is_change: bool) -> Words:
        """Return the name of the unit of a level, or of a difference between two levels."""
        return self.change if is_change and self.change is not None else self.name


_POINTS = Words("percentage points", "个百分点")

UNITS = {
    "persons": Unit(Words("persons", "人")),
    "persons/month": Unit(Words("persons a month", "人/月")),
    "persons/year": Unit(Words("persons a year", "人")),
    "moves": Unit(Words("moves", "人次")),
    "moves/year": Unit(Words("moves a year", "人次")),
    "businesses": Unit(Words("businesses", "户")),
    "businesses/year": Unit(Words("businesses a year", "户")),
    "jobs": Unit(Words("jobs", "个岗位")),
    "job-years": Unit(Words("job-years", "人年")),
    "person-years": Unit(Words("person-years", "人年")),
    "places": Unit(Words("places", "户")),
    "CNY": Unit(Words("yuan", "元")),
    "CNY/month": Unit(Words("yuan a month", "元"), decimals=0),
    "CNY in all/month": Unit(Words("yuan a month", "元/月")),
    "fen": Unit(Words("yuan", "元"), shown_per_stored=0.01),
    "fen/month": Unit(Words("yuan a month", "元"), shown_per_stored=0.01, decimals=0),
    "%": Unit(Words("%", "%"), counts=False, decimals=1, change=_POINTS),
    "share": Unit(Words("%", "%"), shown_per_stored=100.0, counts=False, decimals=1, change=_POINTS),
    "years": Unit(Words("years", "岁"), counts=False, decimals=1),
    "months": Unit(Words("months", "个月"), counts=False),
    "index": Unit(Words("index", "指数"), counts=False),
}
"""By the code that an indicator carries. "%": stored as typed in goals (5.2); "share": stored in [0, 1].

That a flow is one of a year, Chinese says in its date or beside its name."""


def unit(code: str) -> Unit:
    """Return the unit with this code; raise ValueError with the known codes otherwise."""
    if code not in UNITS:
        raise ValueError(f"unknown unit {code!r}; known units: {', '.join(sorted(UNITS))}")
    return UNITS[code]


@dataclass(frozen=True)
class Quantity:
    """What a figure shows: an indicator's name, the code of its unit and, if need be, a remark.

    `detail` follows the name in the subtitle ("cumulative since 1 January 2020"). `rise`, `fall`: the verbs of its
    change, which in Chinese depend on what changes. `indicator`: its name in the code list, if it has one there.
    """

    name: Words
    unit: str
    detail: Words = NO_WORDS
    rise: str = "增加"
    fall: str = "减少"
    indicator: str = ""

    def described(self, language: Language) -> str:
        """Return the name with the remark."""
        name, detail = self.name.said(language), self.detail.said(language)
        if not detail:
            return name
        return f"{name}（{detail}）" if language == "zh" else f"{name} ({detail})"


# figures


@dataclass(frozen=True)
class NumberScale:
    """Shown number × `factor` = number; `word` says the factor ("million", "thousand", "万", "× 10^−6" or nothing)."""

    factor: float = 1.0
    word: str = ""


_STEPS: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
"""From this size on the word is used; in a sentence English writes 340,000 in figures."""

_THOUSANDS = NumberScale(1e3, "thousand")
_THOUSANDS_FROM = 1e4
"""An axis or a column may count in thousands, and says so in its name: its numbers are short."""

AXIS_YI_FROM = 1e9
"""Below this persons are counted in 万, as the Bureau of Statistics prints (29753万人): 0.03亿 reads badly."""

_MOST_BY_WORD = {"万": 1, "亿": 1, "万亿": 1, "thousand": 1, "million": 2, "billion": 2, "trillion": 2, "": 1}
"""Decimals of a count, by the word of its scale; a difference may have them, a level only below `_WHOLE_FROM`."""

_WHOLE_FROM = 100.0
"""From here on a level in 万 is whole (1244万人), in 亿 too (137亿元)."""

_ROUGH_FROM = 1e4
"""From here on a count without a word of scale is rounded to three figures, or as its interval is wide: 119,000."""


def scale_for(largest: float, language: Language) -> NumberScale:
    """Return the scale in which numbers up to `largest` in size are short."""
    size = abs(largest)
    if size >= 1e15:
        return _power_of_ten(size)
    for start, word in _STEPS[language]:
        if size >= start:
            return NumberScale(start, word)
    return _power_of_ten(size) if 0.0 < size < 1e-3 else NumberScale()


def _power_of_ten(size: float) -> NumberScale:
    power = max(3 * math.floor(math.log10(size) / 3), -300)  # 10 to a lower power is nothing in float64
    return NumberScale(10.0**power, f"×\u00a010^{MINUS if power < 0 else ''}{abs(power)}")


def digits(value: float, decimals: int = 0, *, signed: bool = False, grouped: bool = True) -> str:
    """Return a number in figures with thousands commas and a true minus sign; never "−0".

    `signed` puts a plus before positive numbers. `decimals`: −3 is to thousands.
    """
    size, shown = rounded(abs(value), decimals), max(decimals, 0)
    text = f"{size:,.{shown}f}" if grouped else f"{size:.{shown}f}"
    if not any(character in "123456789" for character in text):
        return text
    sign = MINUS if value < 0 else "+" if signed else ""
    return sign + text


def change_in_percent(share: float, decimals: int = 2) -> str:
    """Return a change, or a miss, that is a share as a column of percentages has it: "+0.25%", "−1.63%", "0.00%".

    A change that is nothing at these decimals has no sign: it would hang on the last bit of a machine.
    """
    return f"{digits(100.0 * share, decimals, signed=True)}%"


_ANY_FLOAT = Context(prec=1000)
"""Digits enough for the largest and the smallest float."""


def rounded(value: float, decimals: int) -> Decimal:
    """Return a number to so many decimals (−3: to thousands), halves away from zero in every unit and scale.

    Binary rounding would write 756,500 as 756,000 in one sentence and as 0.757 million in another.
    """
    if not math.isfinite(value):
        return Decimal(value)
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_FLOAT)


def rounded_to(value: float, significant: int = 3) -> float:
    """Return a number with so many significant digits."""
    return float(f"{value:.{significant - 1}e}")


def percent(share: float, language: Language) -> str:
    """Return a share in [0, 1] in whole percent: "89 %"; 100 only where it is all of it, 0 only where it is none."""
    number = f"{100 * share:.0f}"
    if 0.995 <= share < 1.0:
        number = "> 99" if language == "en" else ">99"
    if 0.0 < share < 0.005:
        number = "< 1" if language == "en" else "<1"
    return number + ("%" if language == "zh" else "\u00a0%")


def least_percent(share: float, language: Language) -> str:
    """Return a share that something lies below, in whole percent and never none: a bound of zero says nothing."""
    return percent(max(share, 0.01), language)


def decimals_for(largest: float, gap: float = 0.0, significant: int = 3) -> int:
    """Return with how many decimals numbers up to `largest` in size are written.

    The largest gets `significant` digits; a `gap` that matters (between two medians, the width of a band) is
    seen with two digits, as long as no number gets more than six.
    """
    return max(_places_for(largest, gap, significant), 0)


def _places_for(largest: float, gap: float, significant: int = 3) -> int:
    """Return the same, below zero where a large number is to be rounded to tens or thousands."""
    if largest == 0.0:
        return 0
    whole = math.floor(math.log10(abs(largest))) + 1
    wanted = significant - whole
    if gap > 0.0:
        wanted = max(wanted, min(1 - math.floor(math.log10(gap)), 6 - whole))
    return min(wanted, MOST_DECIMALS)


def spoken(value: float, language: Language, *, significant: int = 3, signed: bool = False) -> str:
    """Return a number without a unit as it is said in a sentence: "1.2 million", "35,000", "120万"."""
    if value == 0.0:
        return "0"
    places = significant - 1 - math.floor(math.log10(abs(value))) if math.isfinite(value) else 0
    short = float(rounded(value, places))  # first round, so that 999,999 is "1 million"
    scale = scale_for(short, language)
    if scale.factor == 1.0 and 1000.0 <= abs(short) < _ROUGH_FROM:
        return digits(value, 0, signed=signed, grouped=language == "en")
    scaled = short / scale.factor
    text = digits(scaled, decimals_for(scaled, significant=significant), signed=signed, grouped=language == "en")
    return _joined(_short(text), scale, language)


def _short(text: str) -> str:
    """Return figures without zeros at their end."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(number: str, scale: NumberScale, language: Language) -> str:
    """Return a number with the word of its scale."""
    if not scale.word:
        return number
    if scale.word.startswith("×"):
        return f"{number}\u00a0{scale.word}"
    return number + scale.word if language == "zh" else f"{number} {scale.word}"


@dataclass(frozen=True)
class Printer:
    """Writes the numbers of one figure, table row or sentence alike: one unit, one scale, one count of decimals."""

    unit: Unit
    scale: NumberScale
    decimals: int
    language: Language
    change: bool = False

    def shown(self, stored: float) -> float:
        """Return a stored number as it stands on the axis."""
        return stored * self.unit.shown_per_stored / self.scale.factor

    def number(self, stored: float, *, signed: bool = False) -> str:
        """Return a stored number in figures, in the axis' unit."""
        return digits(self.shown(stored), self.decimals, signed=signed, grouped=self.language == "en")

    def with_unit(self, stored: float, *, signed: bool = False) -> str:
        """Return a stored number with its scale and unit: "119,000 persons", "11.9万人", "4.5 %"; "0 persons"."""
        number = _short(self.number(stored, signed=signed))
        return joined_unit(number, replace(self, scale=NumberScale()) if number == "0" else self)

    @property
    def axis_name(self) -> str:
        """The scale and unit of the axis: "million persons", "万人", "%"."""
        name = self.unit.of(self.change).said(self.language)
        if self.language == "zh":
            is_power = self.scale.word.startswith("×")
            return f"{self.scale.word} {name}" if is_power else f"{self.scale.word}{name}"
        return f"{self.scale.word} {name}".strip()


def joined_scale(number: str, printer: Printer) -> str:
    """Return figures with the word of the printer's scale, for a line whose unit is said elsewhere."""
    return _joined(number, printer.scale, printer.language)


def joined_unit(number: str, printer: Printer) -> str:
    """Return figures, or a range of them, with the printer's scale and unit."""
    name = printer.axis_name
    if printer.language == "zh" and not name.startswith("×"):
        return number + name
    return f"{number}\u00a0{name}" if name == "%" or name.startswith("×") else f"{number} {name}"


NOISE = 1e-9
"""Of a unit: what twelfths of whole persons leave when they cancel; nothing that is told is so small."""


def with_unit(value: float, unit: Unit, language: Language, *, change: bool = False, signed: bool = False) -> str:
    """Return a stored number with its unit for a sentence: "12,000 persons", "4.5 %", "1.2万人".

    `change` says that the number is a difference, whose unit can be another one (percentage points); one that is too
    small to be written in its unit is said to be below the smallest that is: "less than 0.1 yuan a month".
    """
    value = 0.0 if abs(value) < NOISE else value
    if change and value and is_below_step(value, unit):
        return below_words(unit, language)
    return sentence_printer([value], unit, language, change=change).with_unit(value, signed=signed)


def typed_words(bound: float, unit: Unit, language: Language) -> str:
    """Return a bound on a difference that a user typed, signed, with as many decimals as it takes."""
    printer = sentence_printer([bound], unit, language, change=True)
    shown = abs(printer.shown(bound))
    if 0.0 < shown < 10.0**-printer.decimals / 2:
        printer = replace(printer, decimals=min(-math.floor(math.log10(shown)), 15))
    return printer.with_unit(bound, signed=True)


def threshold_words(size: float, unit: Unit, language: Language) -> str:
    """Return the size of a difference that something lies below or above: "less than {this}", "at least {this}".

    At least the smallest that is written in the unit: a bound inside a bound says nothing, and zero less.
    """
    return step_words(unit, language) if is_below_step(size, unit) else with_unit(size, unit, language, change=True)


BELOW = Words("less than {amount}", "不足{amount}")


def smallest_step(unit: Unit) -> float | None:
    """Return the smallest difference that is written in a unit, as it is shown; None where any is (an index)."""
    if unit.decimals is not None:
        return 10.0 ** -(unit.decimals + 1)
    return 10.0 ** -_MOST_BY_WORD[""] if unit.counts else None


def is_below_step(value: float, unit: Unit) -> bool:
    """Return whether a stored difference is written as zero in its unit, however few digits it has."""
    step = smallest_step(unit)
    return step is not None and abs(value) * unit.shown_per_stored < step / 2


def step_words(unit: Unit, language: Language) -> str:
    """Return the smallest difference that is written in a unit: "0.1 yuan a month", "0.01 percentage points"."""
    step = smallest_step(unit)
    assert step is not None  # asked only of a unit in which something is below it
    printer = sentence_printer([step / unit.shown_per_stored], unit, language, change=True)
    return printer.with_unit(step / unit.shown_per_stored)


def below_words(unit: Unit, language: Language) -> str:
    """Return that a difference is smaller than any that is written in its unit: "less than 0.1 yuan a month"."""
    return BELOW.filled(language, amount=step_words(unit, language))


def adding_up(amounts: Sequence[float], whole: float, printer: Printer) -> list[float]:
    """Return amounts in the printer's decimals that add up to the whole as it is written (largest remainder).

    Wherever parts of a printed number are printed, they go through this. What does not add up is only rounded.
    """
    step = 10.0**-printer.decimals
    exact = [printer.shown(amount) / step for amount in amounts]
    steps = [round(float(rounded(amount, 0))) for amount in exact]
    missing = round(float(rounded(printer.shown(whole) / step, 0))) - sum(steps)
    if abs(missing) > len(steps):
        missing = 0
    sign = 1 if missing > 0 else -1
    for k in sorted(range(len(steps)), key=lambda k: sign * (steps[k] - exact[k]))[: abs(missing)]:
        steps[k] += sign
    return [one * step / printer.shown(1.0) for one in steps]


def finer(printer: Printer, stored: Sequence[float], gap: float) -> Printer:
    """Return the printer with decimals that show these stored numbers and the `gap` between them."""
    largest = max((abs(printer.shown(value)) for value in stored), default=0.0)
    found = _decimals(printer, largest, abs(printer.shown(gap)))
    return replace(printer, decimals=max(printer.decimals, found))


def printer_for(
    values: Sequence[float], unit: Unit, language: Language, *, gap: float = 0.0, change: bool = False
) -> Printer:
    """Return the printer for an axis or a column that fits all these stored numbers and shows the (stored) `gap`.

    Its scale and unit stand in the name of the axis, apart from the numbers.
    """
    largest = _largest(values, unit)
    scale = _scale(largest, unit, language)
    if language == "en" and unit.counts and unit.decimals is None and not scale.word and largest >= _THOUSANDS_FROM:
        scale = _THOUSANDS
    return _fitted(Printer(unit, scale, 0, language, change), largest, gap)


def sentence_printer(values: Sequence[float], unit: Unit, language: Language, *, change: bool = False) -> Printer:
    """Return the printer for these stored numbers in a sentence, where each has its scale and unit beside it."""
    largest = _largest(values, unit)
    # A part of a person has no power of ten in a sentence: it is less than what is written.
    scale = NumberScale() if unit.counts and largest < 1.0 else _scale(largest, unit, language)
    return _fitted(Printer(unit, scale, 0, language, change), largest, 0.0)


def _largest(values: Sequence[float], unit: Unit) -> float:
    return max((abs(value) for value in values), default=0.0) * unit.shown_per_stored


def _scale(largest: float, unit: Unit, language: Language) -> NumberScale:
    is_scaled = (unit.counts and unit.decimals is None) or largest >= 1e6
    scale = scale_for(largest, language) if is_scaled else NumberScale()
    if language == "zh" and scale.word == "亿" and largest < AXIS_YI_FROM and not _is_money(unit):
        return scale_for(1e4, language)
    return scale


def _fitted(printer: Printer, largest: float, gap: float) -> Printer:
    return replace(printer, decimals=_decimals(printer, largest / printer.scale.factor, printer.shown(gap)))


def _is_money(unit: Unit) -> bool:
    return "元" in unit.name.zh


def _decimals(printer: Printer, largest: float, gap: float) -> int:
    """Return the decimals of numbers up to `largest` in the printer's scale, that show the `gap` if the unit allows."""
    unit, word = printer.unit, printer.scale.word
    wanted = _places_for(largest, gap)
    if unit.decimals is not None:
        # One decimal more than printed ones have, where two levels or the ends of an interval would read alike.
        finest = unit.decimals + 1 if printer.change or (unit.decimals and gap > 0.0) else unit.decimals
        return min(max(wanted, unit.decimals), finest)
    if not unit.counts or word.startswith("×"):
        return max(wanted, 0)
    if word in ("万", "亿") and not printer.change and largest >= _WHOLE_FROM:
        return 0
    is_rough = not word and largest >= _ROUGH_FROM
    return min(wanted, 0) if is_rough else min(max(wanted, 0), _MOST_BY_WORD[word] if word or largest < 10.0 else 0)
