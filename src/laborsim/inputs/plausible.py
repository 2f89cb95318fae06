"""Slips that leave a number a number: a lost decimal point, ten thousands for persons, a zero too many."""

from math import log10

from laborsim.inputs.figures import level_path

SLIP = 0.95  # decimal orders: a level is suspect from about nine times or a ninth of the base year's


def lost_point(value: float, low: float, high: float) -> str:
    """Return a hint if `value` lies in [low, high] with a decimal point; the sources lose some."""
    for power in (10, 100, 1000):
        if low <= value / power <= high:
            return f"did you mean {value / power:g}? a lost decimal point"
    return ""


def unit_slip(value: float, low: float, high: float) -> str:
    """Return a hint if a count lies in [low, high] in ten thousands, in millions, or a zero moved."""
    for factor, reading in ((10**4, "ten thousands (万)"), (10**6, "millions"), (10**8, "亿")):
        if low <= value * factor <= high:
            return f"did you mean {value * factor:.0f}? the figure looks like {reading}"
    for shift in (10.0, 0.1, 0.01, 1e-3, 1e-4, 1e-6):
        if low <= value * shift <= high:
            return f"did you mean {value * shift:.0f}? a zero too {'few' if shift > 1 else 'many'}"
    return ""


def tenfold_slip(lever: str, value: float) -> str:
    """Return a message if a nationwide level is far from the last one known; empty if none is."""
    try:
        known = list(level_path(lever).values())[-1]
    except LookupError:
        return ""
    if value <= 0 or abs(log10(value / known.number)) < SLIP:
        return ""
    return f"about {value / known.number:.2g} times the level of {known.as_of} ({known.number:g} {known.unit})"
