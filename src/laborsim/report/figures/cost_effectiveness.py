"""The cost-effectiveness plane: what does each measure cost, and how much work does it bring?"""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import axis_ticks, tick_texts
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet, text_width
from laborsim.report.canvas.style import BLUE, GREEN, GREY, ORANGE, PALE, SKY, SOFT_INK, VERMILLION, styled
from laborsim.report.text.numbers import Printer, printer_for, spoken, unit, with_unit
from laborsim.report.text.phrases import inside_sentence, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

COLORS = (BLUE, ORANGE, GREEN, VERMILLION, SKY, GREY)
MARKS = ("o", "v", "^", "s", "D", "P")
"""One look a measure; beyond six they repeat, with their names beside them."""

JOB_YEARS = unit("job-years")

# All in millimeters.
TOP, HEIGHT, UNDER = 9.0, 66.0, 10.0
LABEL_ROOM = 58.0
RAY_NAME_WIDTH = 17.0
TICK = TextStyle(color=SOFT_INK, across="center")
SIDE_TICK = TextStyle(color=SOFT_INK, across="right")
AXIS = TextStyle(color=SOFT_INK, across="right")
RAY_NAME = TextStyle(6.5, GREY, across="left")

RAYS = (1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
"""Yuan per job-year of the gray rays that may be drawn; those that cross the picture are."""
STEEPEST = 8.0
"""A ray is drawn where its slope, in heights per width of the picture, lies between this and its inverse."""

CHEAPEST = Words("Least money for a job-year: {lever}", "{lever}每净增1人年就业的财政支出最低")
NOT_SETTLED = Words(
    "The measures do not differ significantly in cost-effectiveness", "各项措施的成本效益差异在统计上不显著"
)
NONE_ADDS = Words(
    "No measure has a statistically significant net employment effect", "各项措施的净增就业效应在统计上均不显著"
)
ONE = Words("With {lever}: extra cost {cost}, extra work {work}", "{lever}：财政支出增加{cost}，就业净增{work}")
SUBTITLE = Words(
    "Extra public cost and extra work of any kind of each measure, {first}–{last}: the plan with it minus the plan "
    "without it. Each small mark is one pair of runs, large marks are means, lines the range of unit costs; gray rays: "
    "yuan per net job-year",
    "各项措施增加的财政支出与净增就业，{first}—{last}年：含该措施的方案与不含该措施的方案之差。"
    "小点为一对模拟，大点为均值，横线为单位成本区间；灰线：每净增1人年就业的财政支出（元）",
)
COST_AXIS, WORK_AXIS = (
    Words("extra public cost, {unit}", "增加的财政支出，{unit}"),
    Words("extra work, {unit}", "净增就业，{unit}"),
)
DOMINATED = Words("dominated", "劣势方案")
UNIT_COSTS = Words(
    "Unit costs are those of the scenario file or of this model's catalogue (mostly ASSUMPTIONS); costs and work "
    "are not "
    "discounted",
    "单位成本取自情景文件或本模型措施库（多为假设值）；财政支出与就业均未贴现",
)


@dataclass(frozen=True)
class PlaneOption:
    """One measure on the plane: cost [pairs, yuan] and net job-years [pairs].

    `is_clear`: it surely raises the job-years, by the rule of `experiment.indicators.effect`. `cheapest_share`: how
    often it buys a job-year for the least money over resampled pairs. `cost_ends`: the least and the most that its mean
    cost may be, by the range of its unit cost; None where that is one number.
    """

    key: str
    name: Words
    cost: NDArray[np.float64]
    job_years: NDArray[np.float64]
    is_dominated: bool
    is_clear: bool
    cheapest_share: float = 0.0
    cost_ends: tuple[float, float] | None = None


@dataclass(frozen=True)
class PlaneData:
    """What the plane shows; `years`: first and last; `notes`: what else its footnote says."""

    options: tuple[PlaneOption, ...]
    years: tuple[int, int]
    provenance: Provenance
    notes: tuple[Words, ...] = ()


def ceplane_figure(data: PlaneData, language: Language = "en") -> Figure:
    """Return the cost-effectiveness plane. Source of the shape: house figures, `ceplane`."""
    costs = np.concatenate([[*option.cost, *(option.cost_ends or ())] for option in data.options])
    work = np.concatenate([option.job_years for option in data.options])
    across = printer_for([float(np.abs(costs).max())], unit("CNY"), language)
    up = printer_for([float(np.abs(work).max())], JOB_YEARS, language)
    with styled(language):
        page = sheet(_heading(data, language), TOP + HEIGHT + UNDER)
        plane = _Plane(page, across, up)
        plane.frame(costs, work)
        plane.rays()
        for k, option in enumerate(data.options):
            plane.cloud(option, k)
        plane.names(data)
    return page.figure


COST_ENDS = ("lowest_mean_cost_yuan", "highest_mean_cost_yuan")


def ceplane_table(data: PlaneData) -> Table:
    """Return every mark: measure, pair, cost in yuan, net job-years."""
    rows: list[tuple[Cell, ...]] = [
        (option.key, pair, float(cost), float(work), int(option.is_dominated), *(option.cost_ends or (None, None)))
        for option in data.options
        for pair, (cost, work) in enumerate(zip(option.cost, option.job_years, strict=True))
    ]
    return Table(("measure", "pair", "extra_cost_yuan", "net_job_years", "is_dominated", *COST_ENDS), tuple(rows))


class _Plane:
    """The axes and their place on the page."""

    def __init__(self, page: Sheet, across: Printer, up: Printer) -> None:
        self.page, self.across, self.up = page, across, up
        self.left, self.width = MARGIN, 0.0
        self.axes: Axes

    def frame(self, costs: NDArray[np.float64], work: NDArray[np.float64]) -> None:
        """Draw the axes with their names."""
        page, language = self.page, self.across.language
        xs = axis_ticks(min(0.0, self.across.shown(float(costs.min()))), self.across.shown(float(costs.max())))
        ys = axis_ticks(min(0.0, self.up.shown(float(work.min()))), max(0.0, self.up.shown(float(work.max()))))
        texts = tick_texts(ys, grouped=language == "en")
        widest = max(text_width(text, SIDE_TICK) for text in texts)
        self.left = MARGIN + widest + 2.0
        self.width = PAGE_WIDTH - MARGIN - LABEL_ROOM - self.left
        self.axes = page.axes(self.left, TOP, self.width, HEIGHT)
        self.axes.set_xlim(xs[0], xs[-1])
        self.axes.set_ylim(ys[0], ys[-1])
        self.axes.spines[["bottom", "left"]].set_visible(True)
        self.axes.axhline(0.0, color=SOFT_INK, linewidth=0.8)
        page.write(MARGIN, 3.2, WORK_AXIS.said(language).format(unit=self.up.axis_name), TextStyle(color=SOFT_INK))
        for tick, text in zip(ys, texts, strict=True):
            page.write(self.left - 1.2, TOP + self._depth(tick) + 1.0, text, SIDE_TICK)
        names = tick_texts(xs, grouped=language == "en")
        room = self.width / max(1, len(xs) - 1)
        every = 1 + int(max(text_width(name, TICK) for name in names) // (room - 1.0))
        for tick, name in list(zip(xs, names, strict=True))[::every]:
            page.write(self._place(tick), TOP + HEIGHT + 4.2, name, TICK)
        axis = COST_AXIS.said(language).format(unit=self.across.axis_name)
        page.write(self.left + self.width, TOP + HEIGHT + 8.6, axis, AXIS)

    def rays(self) -> None:
        """Draw rays of equal yuan per job-year, and name them where they leave the picture."""
        (_, right), (_, top) = self.axes.get_xlim(), self.axes.get_ylim()
        for price in RAYS:
            slope = self.up.shown(1.0) / (price * self.across.shown(1.0))
            share = slope * right / top if top > 0 else 0.0
            if not 1 / STEEPEST <= share <= STEEPEST:
                continue
            end = min(right, top / slope)
            self.axes.plot([0.0, end], [0.0, end * slope], color=PALE, linewidth=0.7, zorder=0)
            at_top = end < right
            place = self._place(end) + (0.0 if at_top else 0.8)
            depth = TOP + self._depth(end * slope) + (-1.0 if at_top else 1.0)
            style = TextStyle(RAY_NAME.size, RAY_NAME.color, across="center" if at_top else "left")
            self.page.write(place, depth, spoken(price, self.across.language), style)

    def cloud(self, option: PlaneOption, k: int) -> None:
        """Draw the marks of one measure."""
        color, mark = COLORS[k % len(COLORS)], MARKS[k % len(MARKS)]
        x, y = self.across.shown(1.0) * option.cost, self.up.shown(1.0) * option.job_years
        self.axes.plot(x, y, mark, color=color, alpha=0.35, markersize=2.6, markeredgewidth=0, linestyle="none")
        self.axes.plot([x.mean()], [y.mean()], mark, color=color, markersize=6.5, markeredgecolor="white", zorder=5)
        if option.cost_ends is not None:
            ends = [self.across.shown(1.0) * end for end in option.cost_ends]
            self.axes.plot(ends, [y.mean()] * 2, color=color, linewidth=1.2, solid_capstyle="butt", zorder=4)

    def names(self, data: PlaneData) -> None:
        """Name the measures at the right, beside their marks."""
        language, top = self.across.language, TOP + 2.0
        left = self.left + self.width + RAY_NAME_WIDTH + 5.0
        key = self.page.axes(left - 3.5, TOP, 3.0, HEIGHT)
        key.set_xlim(0.0, 3.0)
        key.set_ylim(HEIGHT, 0.0)
        for k, option in enumerate(data.options):
            text = option.name.said(language)
            text += (
                f"（{DOMINATED.said(language)}）"
                if language == "zh" and option.is_dominated
                else f" ({DOMINATED.said(language)})"
                if option.is_dominated
                else ""
            )
            style = TextStyle()
            lines = self.page.lines(text, PAGE_WIDTH - MARGIN - left, style)
            self.page.write_lines(left, top, lines, style)
            mark = MARKS[k % len(MARKS)]
            key.plot([1.2], [top - TOP + 1.6], mark, color=COLORS[k % len(COLORS)], markersize=5.5)
            top += style.height(lines) + 2.0

    def _place(self, shown: float) -> float:
        low, high = self.axes.get_xlim()
        return self.left + self.width * (shown - low) / (high - low)

    def _depth(self, shown: float) -> float:
        low, high = self.axes.get_ylim()
        return HEIGHT * (high - shown) / (high - low)


SETTLED = 0.9
"""Share of resampled pairs from which on the cheapest measure may be named so. ASSUMPTION."""


def _heading(data: PlaneData, language: Language) -> Heading:
    subtitle = SUBTITLE.said(language).format(first=data.years[0], last=data.years[1])
    notes = [UNIT_COSTS.said(language), *(note.said(language) for note in data.notes)]
    note = footnote(data.provenance, language, *notes)
    return Heading(_title(data, language), sentences([subtitle], language), note, stamp(data.provenance, language))


def _title(data: PlaneData, language: Language) -> str:
    clear = [option for option in data.options if option.is_clear]
    if not clear:
        return NONE_ADDS.said(language)
    best = max(data.options, key=lambda option: option.cheapest_share)
    name = best.name.said(language)
    if len(data.options) == 1:
        cost = with_unit(float(best.cost.mean()), unit("CNY"), language)
        work = with_unit(float(best.job_years.mean()), JOB_YEARS, language)
        return ONE.said(language).format(lever=inside_sentence(name), cost=cost, work=work)
    if not best.is_clear or best.cheapest_share < SETTLED:
        return NOT_SETTLED.said(language)
    return CHEAPEST.said(language).format(lever=name)
