"""Which values are named on an axis, and whether it starts at zero."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from laborsim.report.canvas.style import BLUE, INK, VERMILLION
from laborsim.report.text.numbers import digits

DIVERGING = ("#8C3800", VERMILLION, "#F3C6A5", "#F7F7F7", "#A9CDE4", BLUE, "#003F66")
"""From vermillion to blue (Okabe and Ito), told apart by everybody; the darker, the further from zero."""

RISING = ("#F3F7FA", "#D3E4F0", "#A9CDE4", "#7DB3D8", BLUE, "#00568A", "#003F66")

SIDE = len(DIVERGING) // 2
"""Classes on each side of the neutral one."""


@dataclass(frozen=True)
class ColorScale:
    """Colors of the classes from low to high, and the `edges` between neighboring ones (one fewer)."""

    colors: tuple[str, ...]
    edges: tuple[float, ...]

    def class_of(self, value: float) -> int:
        """Return the class of a value; a value on an edge belongs to the class further from zero."""
        return sum(value >= edge if edge > 0.0 else value > edge for edge in self.edges)

    def color(self, value: float) -> str:
        """Return the color of a value."""
        return self.colors[self.class_of(value)]


def symmetric_scale(values: Sequence[float]) -> ColorScale:
    """Return seven classes, edges at ±h, ±3h, ±5h; h is the least 1, 2 or 5 × 10^k with 7h ≥ all."""
    largest = max((abs(value) for value in values), default=0.0)
    half = largest / (2 * SIDE + 1)
    half = _round_up(half) if half >= sys.float_info.min else 1.0  # below it floats lose their digits, and then all
    positive = [half * (2 * k + 1) for k in range(SIDE)]
    return ColorScale(DIVERGING, (*(-edge for edge in reversed(positive)), *positive))


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return power * next(step for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


def rising_scale(values: Sequence[float]) -> ColorScale:
    """Return up to seven classes of equal width between round edges, for levels that are not negative."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low == high:
        return ColorScale(RISING[:1], ())
    edges = [float(tick) for tick in MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    inner = tuple(edge for edge in edges if low < edge <= high)
    first = (len(RISING) - len(inner) - 1) // 2  # few classes take the middle of the colors
    return ColorScale(RISING[first : first + len(inner) + 1], inner)


def ink_on(color: str) -> str:
    """Return the color of text, dark or white, that reads better on this color (WCAG contrast)."""
    background = _luminance(color)
    dark = (background + 0.05) / (_luminance(INK) + 0.05)
    light = 1.05 / (background + 0.05)
    return INK if dark >= light else "white"


def _luminance(color: str) -> float:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


TICKS = 8
ZERO_WITHIN = 0.6
"""The axis starts at zero unless all values lie above this part of the greatest one."""


def axis_ticks(low: float, high: float, most: int = TICKS) -> list[float]:
    """Return round values that enclose `low` to `high`, about `most`; from zero unless that would hide the movement."""
    if low == high:
        low, high = (0.0, 1.0) if high == 0.0 else (min(low, 0.0), max(high, 0.0))
    if 0.0 < low < ZERO_WITHIN * high:
        low = 0.0
    if ZERO_WITHIN * low < high < 0.0:
        high = 0.0
    return [float(tick) for tick in MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]


def tick_texts(ticks: Sequence[float], *, grouped: bool, signed: bool = False) -> list[str]:
    """Return the ticks in figures, all with as many decimals as the finest of them needs."""
    enough = (d for d in range(9) if np.allclose(np.round(ticks, d), ticks, rtol=0.0, atol=1e-9))
    decimals = next(enough, 9)
    return [digits(tick, decimals, grouped=grouped, signed=signed) for tick in ticks]
