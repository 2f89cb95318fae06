"""Which months are named under an axis, and how."""

from dataclasses import dataclass

from laborsim.kernels.codes import month_number, year_and_month
from laborsim.report.text.dates import MONTHS_EN
from laborsim.report.text.phrases import Language

MOST_TICKS = 7
MOST_YEARS = 9
SHORT_HORIZON = 24
"""Up to so many months the axis names months, beyond only Decembers: a stock is one of a month's end."""

MONTH_STEPS = (1, 2, 3, 4, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class MonthTick:
    """A named month: its running number, its name and, below, the year (empty where it did not change)."""

    month: int
    name: str
    year: str


def month_ticks(first: int, last: int, language: Language) -> list[MonthTick]:
    """Return the months named between `first` and `last`.

    Counted back from the last month, so that the end of the horizon always has its name.
    """
    if last <= first:
        raise ValueError(f"a time axis needs at least two months, got {first} to {last}")
    if last - first <= SHORT_HORIZON:
        return _month_names(first, last, language)
    final = month_number(year_and_month(last + 1)[0] - 1, 12)
    step = next(s for s in YEAR_STEPS if (final - first) // (12 * s) < MOST_YEARS)
    decembers = reversed(range(final, first - 1, -12 * step))
    return [MonthTick(m, _month_name(m, language), _year_name(m, language)) for m in decembers]


def _month_names(first: int, last: int, language: Language) -> list[MonthTick]:
    step = next(s for s in MONTH_STEPS if (last - first) // s < MOST_TICKS)
    ticks = []
    year_before = ""
    for month in reversed(range(last, first - 1, -step)):
        year = _year_name(month, language)
        ticks.append(MonthTick(month, _month_name(month, language), "" if year == year_before else year))
        year_before = year
    return ticks


def _month_name(month: int, language: Language) -> str:
    number = year_and_month(month)[1]
    return MONTHS_EN[number - 1] if language == "en" else f"{number}月"


def _year_name(month: int, language: Language) -> str:
    year = year_and_month(month)[0]
    return str(year) if language == "en" else f"{year}年"
