"""Months and years as people read them, in both languages."""

from laborsim.kernels.codes import year_and_month
from laborsim.report.text.phrases import Language

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


def goal_year(number: int, language: Language) -> str:
    """Return "2020" for December 2020 and "June 2020" for other months; "2020年", "2020年6月"."""
    year, month = year_and_month(number)
    if month != 12:
        return full_month(number, language)
    return str(year) if language == "en" else f"{year}年"
