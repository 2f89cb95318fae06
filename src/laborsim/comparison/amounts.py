"""Amounts in plain lines: three digits, thousands commas, a true minus, the unit of the indicator; months."""

from calendar import month_abbr

from laborsim.inputs.indicators import indicators
from laborsim.kernels.codes import year_and_month

SIGNIFICANT = 3
MINUS = "−"


def amount(value: float, indicator: str, *, signed: bool = False) -> str:
    """Return a number of summary files in words: "+91,200 persons", "−0.031 points", "4.5 %".

    `signed`: a difference; of a percentage it is in points.
    """
    unit = indicators()[indicator].unit
    shown = rounded(value / indicators()[indicator].scale)
    name = "points" if signed and unit == "%" else unit
    return f"{figure(shown, signed=signed)} {name}"


def figure(number: float, *, signed: bool = False) -> str:
    """Return a number in figures with thousands commas and a true minus; `signed`: a plus before gains."""
    return f"{'+' if signed and number > 0 else ''}{number:,.10g}".replace("-", MINUS)


def spoken_month(number: int) -> str:
    """Return a running month in words, "Dec 2025", as the figures and tables of a report write it."""
    year, month = year_and_month(number)
    return f"{month_abbr[month]} {year}"


def rounded(value: float) -> float:
    """Return a number with three significant digits."""
    return float(f"{value:.{SIGNIFICANT - 1}e}")
