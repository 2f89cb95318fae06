"""Amounts in plain lines: three digits, thousands commas, the unit of the indicator."""

from laborsim.inputs.indicators import indicators

SIGNIFICANT = 3


def amount(value: float, indicator: str, *, signed: bool = False) -> str:
    """Return a number of summary files in words: "+91,200 persons", "-0.031 points", "4.5 %".

    `signed`: a difference; of a percentage it is in points.
    """
    unit = indicators()[indicator].unit
    shown = rounded(value / indicators()[indicator].scale)
    sign = "+" if signed and shown > 0 else ""
    name = "points" if signed and unit == "%" else unit
    return f"{sign}{shown:,.10g} {name}"


def rounded(value: float) -> float:
    """Return a number with three significant digits."""
    return float(f"{value:.{SIGNIFICANT - 1}e}")
