"""Fans of a backtest, panel by panel: what was forecast for years that the model had not seen, and what came."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from matplotlib.figure import Figure

from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.panels import Caption, Panel, few_ticks, panel_figure
from laborsim.report.canvas.sheet import Heading
from laborsim.report.canvas.style import BLUE, GREY, INK, SKY, VERMILLION
from laborsim.report.text.numbers import digits
from laborsim.report.text.phrases import sentences
from laborsim.report.text.provenance import Calibrated, calibration_note

LEFT_ROOM = 8.5  # mm, for the names of values
SPACE = 0.08  # of the range of a panel, above and below

TITLE = Words(
    "{inside} of {points} figures of {first}–{last} lie inside the 90\u00a0% fans; "
    "the model beats every naive forecast in {won} of {all} series",
    "{first}—{last}年{points}个公布数中{inside}个落在90%预测区间内；{all}个序列中有{won}个优于各种朴素预测",
)
SUBTITLE = Words(
    "Band: 90\u00a0% prediction interval, over draws of the parameters, random variation and yearly changes as "
    "before 2020; line: median",
    "阴影：90%预测区间，反映参数不确定性、随机波动和2020年前的年度波动；线：中位数",
)
READING = Words(
    "Grey: known to the forecast; black: published later; square: outside the band; red: a naive forecast errs less",
    "灰点：预测时已知；黑点：此后公布；方形：落在区间之外；红色：朴素预测误差更小",
)
ERROR = Words(
    "{unit}; error {error}\u00a0% {sign} {rival} {other}\u00a0%", "{unit}；误差{error}% {sign} {rival}{other}%"
)
RIVALS = {
    "random walk": Words("random walk", "随机游走"),
    "drift": Words("drift", "带漂移项"),
    "trend": Words("trend", "趋势"),
}


@dataclass(frozen=True)
class BacktestPanel:
    """One series in its unit: what was known, the forecast of later years [years], and what was published of them.

    `error`, `rival_error`: mean absolute errors of the model and of the best naive forecast [percent].
    """

    name: str
    label: Words
    unit: Words
    known: dict[int, float]
    years: tuple[int, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    seen: tuple[float, ...]
    error: float
    rival: str
    rival_error: float
    chinese_times: float = 1.0

    def in_units_of(self, language: Language) -> "BacktestPanel":
        """Return the series in the unit that the language has: millions of persons are 万人 in Chinese."""
        times = self.chinese_times if language == "zh" else 1.0

        def scaled(numbers: tuple[float, ...]) -> tuple[float, ...]:
            return tuple(number * times for number in numbers)

        return replace(
            self,
            known={year: number * times for year, number in self.known.items()},
            low=scaled(self.low),
            middle=scaled(self.middle),
            high=scaled(self.high),
            seen=scaled(self.seen),
        )

    @property
    def inside(self) -> tuple[bool, ...]:
        """Which of the published figures lie inside the band."""
        return tuple(a <= b <= c for a, b, c in zip(self.low, self.seen, self.high, strict=True))

    @property
    def is_won(self) -> bool:
        """Whether the model misses by less than the best naive forecast."""
        return self.error < self.rival_error


@dataclass(frozen=True)
class BacktestFans:
    """The series of a backtest in the order in which they are shown."""

    panels: tuple[BacktestPanel, ...]
    made: Calibrated


def backtest_figure(data: BacktestFans, language: Language = "en") -> Figure:
    """Return a panel for every series. Raises ValueError without any."""
    shown = [series.in_units_of(language) for series in data.panels]
    panels = [(_caption(series, language), partial(_draw, series, language)) for series in shown]
    return panel_figure(partial(_heading, data, language), panels, language, LEFT_ROOM)


def _caption(panel: BacktestPanel, language: Language) -> Caption:
    detail = ERROR.said(language).format(
        unit=panel.unit.said(language),
        error=digits(panel.error, 1),
        sign="<" if panel.is_won else ">",
        rival=RIVALS.get(panel.rival, Words(panel.rival)).said(language),
        other=digits(panel.rival_error, 1),
    )
    # A ratio has no unit to begin with.
    return Caption(panel.label.said(language), detail.lstrip(";； "), is_bad=not panel.is_won)


def _draw(series: BacktestPanel, language: Language, panel: Panel) -> None:
    axes, years = panel.axes, list(series.years)
    first = min([*series.known, *years])
    values = [*series.known.values(), *series.low, *series.high, *series.seen]
    room = SPACE * (max(values) - min(values)) or 1.0
    axes.set_xlim(first - 0.5, years[-1] + 0.5)
    axes.set_ylim(min(values) - room, max(values) + room)
    axes.fill_between(years, series.low, series.high, color=SKY, alpha=0.45, linewidth=0)
    axes.plot(years, series.middle, color=BLUE, linewidth=1.4)
    axes.plot(list(series.known), list(series.known.values()), color=GREY, linewidth=0.6, marker="o", markersize=2.2)
    inside = np.array(series.inside)
    seen, at = np.array(series.seen), np.array(years)
    axes.scatter(at[inside], seen[inside], s=12, color=INK, zorder=3)
    axes.scatter(at[~inside], seen[~inside], s=14, marker="s", facecolor="white", edgecolor=VERMILLION, zorder=3)
    ticks = [year for year in range(first, years[-1] + 1) if (years[-1] - year) % 3 == 0]
    panel.name_across(ticks, language, tick_texts(ticks, grouped=False))
    panel.name_up(few_ticks(*axes.get_ylim(), most=4), language)


def _heading(data: BacktestFans, language: Language) -> Heading:
    inside = [hit for panel in data.panels for hit in panel.inside]
    years = [year for panel in data.panels for year in panel.years]
    title = TITLE.said(language).format(
        inside=sum(inside),
        points=len(inside),
        first=min(years),
        last=max(years),
        won=sum(panel.is_won for panel in data.panels),
        all=len(data.panels),
    )
    subtitle = "\n".join(sentences([words.said(language)], language) for words in (SUBTITLE, READING))
    return Heading(title, subtitle, calibration_note(data.made, language))


def backtest_table(data: BacktestFans) -> Table:
    """Return the numbers drawn: one row per series and forecast year."""
    rows: list[tuple[Cell, ...]] = []
    for panel in data.panels:
        for row in zip(panel.years, panel.low, panel.middle, panel.high, panel.seen, panel.inside, strict=True):
            rows.append((panel.name, panel.unit.en, *row[:-1], "yes" if row[-1] else "no"))
    return Table(("series", "unit", "year", "p5", "median", "p95", "published", "inside"), tuple(rows))
