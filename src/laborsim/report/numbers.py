"""How numbers are written: "1.2 million", "−35 thousand", "2.98 亿"."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from laborsim.report.phrases import Language
from laborsim.report.units import Unit

MINUS = "−"
MOST_DECIMALS = 6
"""More than this and the number is written with a power of ten."""

_STEPS: dict[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e4, "thousand")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
"""From this size on the word is used; "thousand" begins at 10,000 because 8,500 reads better as it is."""

AXIS_YI_FROM = 1e9
"""Below this an axis counts in 万, as the Bureau of Statistics prints (29753 万人): 0.03 亿 reads badly."""

_WORD_FACTOR = {"thousand": 1e3}


@dataclass(frozen=True)
class Scale:
    """Shown number × `factor` = number; `word` says the factor ("thousand", "万", "× 10^−6" or nothing)."""

    factor: float = 1.0
    word: str = ""


def scale_for(largest: float, language: Language) -> Scale:
    """Return the scale in which numbers up to `largest` in size are short."""
    size = abs(largest)
    if size >= 1e15:
        return _power_of_ten(size)
    for start, word in _STEPS[language]:
        if size >= start:
            return Scale(_WORD_FACTOR.get(word, start), word)
    return _power_of_ten(size) if 0.0 < size < 1e-3 else Scale()


def _power_of_ten(size: float) -> Scale:
    power = max(3 * math.floor(math.log10(size) / 3), -300)  # 10 to a lower power is nothing in float64
    return Scale(10.0**power, f"×\u00a010^{MINUS if power < 0 else ''}{abs(power)}")


def digits(value: float, decimals: int = 0, *, signed: bool = False, grouped: bool = True) -> str:
    """Return a number in figures with thousands commas and a true minus sign; never "−0".

    `signed` puts a plus before positive numbers.
    """
    size = rounded(abs(value), decimals)
    text = f"{size:,.{decimals}f}" if grouped else f"{size:.{decimals}f}"
    if not any(character in "123456789" for character in text):
        return text
    sign = MINUS if value < 0 else "+" if signed else ""
    return sign + text


_ANY_FLOAT = Context(prec=1000)
"""Digits enough for the largest and the smallest float."""


def rounded(value: float, decimals: int) -> Decimal:
    """Return a number to so many decimals (−3: to thousands), halves away from zero in every unit and scale.

    Binary rounding would write 75,650 persons as 75.6 thousand in a sentence and as 75.7 on an axis in thousands.
    """
    if not math.isfinite(value):
        return Decimal(value)
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_FLOAT)


def decimals_for(largest: float, gap: float = 0.0, significant: int = 3) -> int:
    """Return with how many decimals numbers up to `largest` in size are written.

    The largest gets `significant` digits; a `gap` that matters (between two medians, the width of a band) is
    seen with two digits, as long as no number gets more than six.
    """
    if largest == 0.0:
        return 0
    whole = math.floor(math.log10(abs(largest))) + 1
    wanted = significant - whole
    if gap > 0.0:
        wanted = max(wanted, min(1 - math.floor(math.log10(gap)), 6 - whole))
    return min(max(wanted, 0), MOST_DECIMALS)


def spoken(value: float, language: Language, *, significant: int = 3, signed: bool = False) -> str:
    """Return a number as it is said in a sentence: "1.2 million", "35 thousand", "120 万"."""
    if value == 0.0:
        return "0"
    places = significant - 1 - math.floor(math.log10(abs(value))) if math.isfinite(value) else 0
    short = float(rounded(value, places))  # first round, so that 999,999 is "1 million"
    scale = scale_for(short, language)
    if scale.factor == 1.0 and abs(short) >= 1000.0:
        return digits(value, 0, signed=signed, grouped=language == "en")
    scaled = short / scale.factor
    decimals = decimals_for(scaled, significant=significant)
    text = digits(scaled, decimals, signed=signed, grouped=language == "en")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    gap = "\u00a0" if scale.word.startswith("×") else " "
    return f"{text}{gap}{scale.word}" if scale.word else text


def with_unit(value: float, unit: Unit, language: Language, *, change: bool = False) -> str:
    """Return a stored number with its unit for a sentence: "12 thousand persons", "4.5 %", "12 万人".

    `change` says that the number is a difference, whose unit can be another one (percentage points).
    """
    number = spoken(value * unit.shown_per_stored, language)
    name = unit.of(change).said(language)
    if language == "zh":
        is_sign = name == "%" or number[-1] in "万亿"
        return number + name if is_sign else f"{number} {name}"
    return f"{number}\u00a0{name}" if name == "%" else f"{number} {name}"


@dataclass(frozen=True)
class Printer:
    """Writes the numbers of one figure alike: one unit, one scale, one count of decimals."""

    unit: Unit
    scale: Scale
    decimals: int
    language: Language
    change: bool = False

    def shown(self, stored: float) -> float:
        """Return a stored number as it stands on the axis."""
        return stored * self.unit.shown_per_stored / self.scale.factor

    def number(self, stored: float, *, signed: bool = False) -> str:
        """Return a stored number in figures, in the axis' unit."""
        return digits(self.shown(stored), self.decimals, signed=signed, grouped=self.language == "en")

    @property
    def axis_name(self) -> str:
        """The scale and unit of the axis: "thousand persons", "万人", "%"."""
        name = self.unit.of(self.change).said(self.language)
        if self.language == "zh":
            is_power = self.scale.word.startswith("×")
            return f"{self.scale.word} {name}" if is_power else f"{self.scale.word}{name}"
        return f"{self.scale.word} {name}".strip()


def finer(printer: Printer, stored: Sequence[float], gap: float) -> Printer:
    """Return the printer with enough decimals to show these stored numbers and the `gap` between them."""
    largest = max((abs(printer.shown(value)) for value in stored), default=0.0)
    return replace(printer, decimals=max(printer.decimals, decimals_for(largest, abs(printer.shown(gap)))))


def printer_for(
    values: Sequence[float], unit: Unit, language: Language, *, gap: float = 0.0, change: bool = False
) -> Printer:
    """Return the printer that fits all these stored numbers and shows the (stored) `gap` that matters."""
    largest = max((abs(value) for value in values), default=0.0) * unit.shown_per_stored
    is_scaled = unit.counts or (largest > 0.0 and not 1e-3 <= largest < 1e6)
    scale = scale_for(largest, language) if is_scaled else Scale()
    if language == "zh" and scale.word == "亿" and largest < AXIS_YI_FROM:
        scale = scale_for(1e4, language)
    shown_gap = gap * unit.shown_per_stored / scale.factor
    return Printer(unit, scale, decimals_for(largest / scale.factor, shown_gap), language, change)
