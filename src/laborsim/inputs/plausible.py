"""Slips that leave a number a number: a lost decimal point, ten thousands for persons, a zero too many."""

from math import log10

from laborsim.inputs.figures import level_path
from laborsim.inputs.provinces import province_table
from laborsim.inputs.regions import expand

SPREAD = 3.0  # ASSUMPTION: no region has three times, or a third, of its residents' share of a national count
SMALL = 10_000  # in the unit: a count below it that cannot be right was typed in something larger
SLIP = 0.95  # decimal orders: a level is suspect from about nine times or a ninth of the base year's


def lost_point(value: float, low: float, high: float) -> str:
    """Return a hint if `value` lies in [low, high] with a decimal point; the sources lose some."""
    for power in (10, 100, 1000):
        if low <= value / power <= high:
            return f"did you mean {value / power:g}? a lost decimal point"
    return ""


def unit_slip(value: float, low: float, high: float, unit: str = "persons") -> str:
    """Return a hint if a count lies in [low, high] in ten thousands, in millions, or a zero moved.

    Where no reading does, the hint shows how a million is written.
    """
    readings = [
        (value * factor, words)
        for factor, words in ((10**4, "ten thousands (万)"), (10**6, "millions"), (10**8, "亿"))
        if low <= value * factor <= high
    ]
    if readings:
        meant = " or ".join(f"{figure:.0f}" for figure, _ in readings)
        return f"did you mean {meant}? the figure looks like {' or '.join(words for _, words in readings)}"
    for shift in (10.0, 0.1, 0.01, 1e-3, 1e-4, 1e-6):
        if low <= value * shift <= high:
            return f"did you mean {value * shift:.0f}? a zero too {'few' if shift > 1 else 'many'}"
    return f"the figure is in {unit}: 1 million is 1000000" if 0 < value < SMALL else ""


def likely(low: float, high: float, region: str) -> tuple[float, float]:
    """Return where a figure that adds up over regions is likely to lie in a region, a zone or CN, by its residents."""
    table, inside = province_table(), expand(region)
    everybody = sum(place.population for place in table)
    share = sum(place.population for place in table if place.code in inside) / everybody
    return (low, high) if share == 1 else (low * share / SPREAD, high * share * SPREAD)


def tenfold_slip(lever: str, value: float) -> str:
    """Return a message if a nationwide level is far from the last one known; empty if none is."""
    try:
        known = list(level_path(lever).values())[-1]
    except LookupError:
        return ""
    if value <= 0 or abs(log10(value / known.number)) < SLIP:
        return ""
    return f"about {value / known.number:.2g} times the level of {known.as_of} ({known.number:g} {known.unit})"
