"""Months and years as people read them, in both languages."""

from laborsim.experiment.indicators.period import MONTH, QUARTER, Period
from laborsim.kernels.codes import year_and_month
from laborsim.published.indicators import Over
from laborsim.published.words import Language

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def full_month(number: int, language: Language) -> str:
    """Return a running month number for a sentence: "December 2025", "2025年12月"."""
    year, month = year_and_month(number)
    return f"{FULL_MONTHS_EN[month - 1]} {year}" if language == "en" else f"{year}年{month}月"


def short_month(number: int, language: Language) -> str:
    """Return a running month number for a label: "Dec 2025", "2025年12月"."""
    year, month = year_and_month(number)
    return f"{MONTHS_EN[month - 1]} {year}" if language == "en" else f"{year}年{month}月"


STOCKS = ("persons", "businesses", "jobs", "places", "CNY")
"""Units of what is counted at the end of a month, or has come together until then."""


def dated(number: int, of: str, language: Language) -> str:
    """Return the date of a number in the unit `of`: "Dec 2025"; in Chinese it tells flow, stock and monthly value.

    "2025年全年" of a flow of twelve months, "2025年末" of a stock, "2025年12月" of anything else.
    """
    year, month = year_and_month(number)
    if language == "en":
        return short_month(number, language)
    if of.endswith("/year"):
        return f"{year}年全年" if month == 12 else f"截至{year}年{month}月的12个月"
    if of in STOCKS:
        return f"{year}年末" if month == 12 else f"{year}年{month}月末"
    return short_month(number, language)


_PERIOD_ZH = {"end": "末", "mean": "平均", "sum": "合计", "year": ""}
_PERIOD_EN = {"end": "end of {}", "mean": "mean of {}", "sum": "sum of {}", "year": "{}"}
QUARTERS_ZH = "一二三四"


def period_words(period: Period, language: Language) -> str:
    """Return a period: "Q2 2025", "2025年二季度"; of a month or a year its usual name."""
    year, month = year_and_month(period.last)
    if period.months == QUARTER:
        quarter = month // QUARTER
        return f"Q{quarter} {year}" if language == "en" else f"{year}年{QUARTERS_ZH[quarter - 1]}季度"
    if period.months == MONTH:
        return short_month(period.last, language)
    return str(year) if language == "en" else f"{year}年"


def full_date(number: int, months: int, language: Language) -> str:
    """Return a date for a sentence: a month, or the period of so many months that ends then."""
    if months in (0, MONTH):
        return full_month(number, language)
    return period_words(Period(number, months), language)


def read_over(period: Period, over: Over, language: Language) -> str:
    """Return a period with what is read over it: "sum of Q2 2025", "2025年二季度合计"; of a single month its name.

    `over`: the rule of the indicator, see `published.indicators`.
    """
    words = period_words(period, language)
    if language == "en":
        return words if period.months == MONTH else _PERIOD_EN[over].format(words)
    return words + ("" if over == "mean" and period.months == MONTH else _PERIOD_ZH[over])


def goal_year(number: int, language: Language) -> str:
    """Return "2020" for December 2020 and "June 2020" for other months; "2020年", "2020年6月"."""
    year, month = year_and_month(number)
    if month != 12:
        return full_month(number, language)
    return str(year) if language == "en" else f"{year}年"
