"""Units of the figures: their names in both languages and how stored numbers become shown ones."""

from dataclasses import dataclass

from laborsim.report.phrases import NO_WORDS, Language, Words


@dataclass(frozen=True)
class Unit:
    """A unit of measurement.

    `shown_per_stored`: stored number × this = shown number (fen → yuan, share → percent).
    `counts`: large numbers are said in thousands and millions (万 and 亿), which a percentage is not.
    `change`: name of the unit of a difference, where it is another one (percentage points).
    """

    name: Words
    shown_per_stored: float = 1.0
    counts: bool = True
    change: Words | None = None

    def of(self, is_change: bool) -> Words:
        """Return the name of the unit of a level, or of a difference between two levels."""
        return self.change if is_change and self.change is not None else self.name


_POINTS = Words("percentage points", "个百分点")

UNITS = {
    "persons": Unit(Words("persons", "人")),
    "persons/month": Unit(Words("persons a month", "人/月")),
    "persons/year": Unit(Words("persons a year", "人/年")),
    "businesses": Unit(Words("businesses", "家")),
    "businesses/year": Unit(Words("businesses a year", "家/年")),
    "jobs": Unit(Words("jobs", "个岗位")),
    "places": Unit(Words("places", "个名额")),
    "CNY": Unit(Words("yuan", "元")),
    "CNY/month": Unit(Words("yuan a month", "元/月")),
    "fen": Unit(Words("yuan", "元"), shown_per_stored=0.01),
    "fen/month": Unit(Words("yuan a month", "元/月"), shown_per_stored=0.01),
    "%": Unit(Words("%", "%"), counts=False, change=_POINTS),
    "share": Unit(Words("%", "%"), shown_per_stored=100.0, counts=False, change=_POINTS),
    "years": Unit(Words("years", "岁"), counts=False),
    "months": Unit(Words("months", "个月"), counts=False),
    "index": Unit(Words("index", "指数"), counts=False),
}
"""By the code that an indicator carries. "%": stored as typed in goals (5.2); "share": stored in [0, 1]."""


def unit(code: str) -> Unit:
    """Return the unit with this code; raise ValueError with the known codes otherwise."""
    if code not in UNITS:
        raise ValueError(f"unknown unit {code!r}; known units: {', '.join(sorted(UNITS))}")
    return UNITS[code]


@dataclass(frozen=True)
class Quantity:
    """What a figure shows: an indicator's name, the code of its unit and, if need be, a remark.

    `detail` follows the name in the subtitle ("cumulative since 1 January 2020").
    """

    name: Words
    unit: str
    detail: Words = NO_WORDS

    def described(self, language: Language) -> str:
        """Return the name with the remark."""
        name, detail = self.name.said(language), self.detail.said(language)
        if not detail:
            return name
        return f"{name}（{detail}）" if language == "zh" else f"{name} ({detail})"
