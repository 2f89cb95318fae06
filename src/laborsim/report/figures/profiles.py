"""Profiles of the free parameters: how much worse everything fits when one of them is held elsewhere."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import chi2

from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.bands import Numbers
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.panels import Caption, Panel, few_ticks, panel_figure
from laborsim.report.canvas.sheet import Heading
from laborsim.report.canvas.style import BLUE, GREY, INK
from laborsim.report.text.numbers import decimals_for, digits
from laborsim.report.text.phrases import sentences
from laborsim.report.text.provenance import Calibrated, calibration_note

THRESHOLD = float(chi2.ppf(0.95, 1))
"""Rise of the sum of squares at the ends of a 95 % interval of one parameter (Wilks 1938)."""

HIGHEST = 12.0
"""Rise that a panel shows at most."""

LEFT_ROOM = 6.0  # mm, for the names of the rises

TITLE = Words(
    "The figures bound {closed} of {all} free parameters from both sides",
    "{all}个待估参数中，公布数据可同时确定上下界的有{closed}个",
)
SUBTITLE = Words(
    "Rise of the sum of squared misses when one parameter is held and all others adapt; dashed: 95\u00a0% ({rise})",
    "固定一个参数、其余参数重新拟合时偏差平方和的增量；虚线：95%界限（{rise}）",
)
READING = Words("Dot: the estimate; red, with “…”: no bound at that side", "圆点：估计值；红色与“…”：该侧无界")


@dataclass(frozen=True)
class Profile:
    """One parameter held at values [points], increasing; the least sum of squares there less that at the estimate."""

    name: str
    label: Words
    unit: Words
    values: Numbers
    rises: Numbers
    estimate: float

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """Where the profile crosses the threshold below and above the estimate; None where it does not."""
        at = int(np.argmin(self.rises))
        return self._crossing(at, -1), self._crossing(at, 1)

    def _crossing(self, at: int, step: int) -> float | None:
        while 0 <= at + step < len(self.values):
            before, after = self.rises[at], self.rises[at + step]
            if after >= THRESHOLD:
                share = (THRESHOLD - before) / (after - before)
                return float(self.values[at] + share * (self.values[at + step] - self.values[at]))
            at += step
        return None


@dataclass(frozen=True)
class Profiles:
    """The profiles of a calibration in the order in which they are shown."""

    profiles: tuple[Profile, ...]
    made: Calibrated


def profile_figure(data: Profiles, language: Language = "en") -> Figure:
    """Return a panel for every profile. Raises ValueError without any."""
    panels = [(_caption(profile, language), partial(_draw, profile, language)) for profile in data.profiles]
    return panel_figure(partial(_heading, data, language), panels, language, LEFT_ROOM)


def _caption(profile: Profile, language: Language) -> Caption:
    ends = profile.ends
    known = [end for end in ends if end is not None]
    gap = max((abs(end - profile.estimate) for end in known), default=abs(profile.estimate))
    decimals = decimals_for(max(abs(profile.estimate), *map(abs, known), 0.0), gap)
    said = ["…" if end is None else digits(end, decimals, grouped=language == "en") for end in ends]
    estimate = digits(profile.estimate, decimals, grouped=language == "en")
    joint = "至" if language == "zh" else "to"
    text = f"{estimate} ({said[0]} {joint} {said[1]}) {profile.unit.said(language)}".rstrip()
    return Caption(profile.label.said(language), text, is_bad=len(known) < 2)


def _draw(profile: Profile, language: Language, panel: Panel) -> None:
    axes = panel.axes
    axes.set_xlim(float(profile.values[0]), float(profile.values[-1]))
    axes.set_ylim(0.0, HIGHEST)
    axes.axhline(THRESHOLD, color=GREY, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.plot(profile.values, np.minimum(profile.rises, 2 * HIGHEST), color=BLUE, linewidth=1.4)
    axes.scatter([profile.estimate], [0.0], s=14, color=INK, clip_on=False, zorder=3)
    panel.name_across(few_ticks(*axes.get_xlim()), language)
    panel.name_up([0.0, 4.0, 8.0, 12.0], language)


def _heading(data: Profiles, language: Language) -> Heading:
    closed = sum(None not in profile.ends for profile in data.profiles)
    title = TITLE.said(language).format(closed=closed, all=len(data.profiles))
    reading = [SUBTITLE.said(language).format(rise=f"{THRESHOLD:.2f}"), READING.said(language)]
    return Heading(title, sentences(reading, language), calibration_note(data.made, language))


def profile_table(data: Profiles) -> Table:
    """Return the numbers drawn: one row per parameter and value."""
    rows: list[tuple[Cell, ...]] = [
        (profile.name, float(value), float(rise))
        for profile in data.profiles
        for value, rise in zip(profile.values, profile.rises, strict=True)
    ]
    return Table(("parameter", "value", "rise"), tuple(rows))
