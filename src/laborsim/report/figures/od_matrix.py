"""The matrix of home and place of work: who gains work where?"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from laborsim.experiment.indicators.effect import effect_of
from laborsim.kernels.codes import month_name
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import ColorScale, ink_on, symmetric_scale
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, fitting, sheet
from laborsim.report.canvas.style import INK, SOFT_INK, styled
from laborsim.report.figures.tile_map import tile_grid
from laborsim.report.text.dates import full_month
from laborsim.report.text.effects import verdict_rule
from laborsim.report.text.numbers import Printer, digits, printer_for, unit, with_unit
from laborsim.report.text.phrases import sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp

NAMED = 9
"""Provinces with a row and column of their own: those where most changes. The others stand together."""

# All in millimeters.
NAME_WIDTH = 20.0
TOTAL_WIDTH = 15.0
SIDE = (PAGE_WIDTH - 2 * MARGIN - NAME_WIDTH - TOTAL_WIDTH) / (NAMED + 1)
HEIGHT = 7.6
HEAD = 11.0
FOOT = 6.5

NAME = TextStyle(color=SOFT_INK, across="right")
HEADER_SIZES = (7.5, 7.0, 6.5, 6.0, 5.5)
NUMBER_SIZES = (8.0, 7.0, 6.0)

GAINS = Words(
    "The largest gain in work: people from {home} in {place}, {amount}",
    "{home}籍农村劳动力在{place}就业增加最多，为{amount}",
)
STAYS = Words("The largest gain in work: people from {home} at home, {amount}", "{home}本地就业增加最多，为{amount}")
NOTHING = Words("Nobody works elsewhere than without the measures", "就业地点与基准情景完全一致")
UNCLEAR = Words("Changes in where people work are not statistically significant", "就业地点的变化在统计上不显著")
MORE = Words("Work increases by {amount}; no single route stands out", "就业增加{amount}，没有单一流向特别突出")
FEWER = Words("Work decreases by {amount}; no single route stands out", "就业减少{amount}，没有单一流向特别突出")
SUBTITLE = Words(
    "Change in workers by home and place of work, {month}, {unit} (mean of {pairs} pairs of runs). Colored and bold: "
    "statistically significant; outlined: in the home province; ·: less than half of the last digit",
    "按户籍地区和就业地区的就业人数变化，{month}，{unit}（{pairs}对模拟的均值）。着色和粗体：统计上显著；"
    "框线：本地区就业；·：不足末位数的一半",
)
FROM, TO = Words("home", "户籍地"), Words("place of work", "就业地")
TOTAL, OTHERS = Words("total", "合计"), Words("others", "其他")


@dataclass(frozen=True)
class OdData:
    """What the matrix shows: change in persons who work, [pairs, origin, destination], over all regions `codes`."""

    month: int
    codes: tuple[str, ...]
    change: NDArray[np.float64]
    provenance: Provenance


@dataclass(frozen=True)
class _Shown:
    """The matrix as drawn: names, means and whether they are clear, with totals in the last row and column."""

    names: tuple[str, ...]
    mean: NDArray[np.float64]
    clear: NDArray[np.bool_]


def od_figure(data: OdData, language: Language = "en") -> Figure:
    """Return the matrix of effects. Source of the shape: house figures, `od`."""
    shown = _shown(data, language)
    size = len(shown.names)
    printer = printer_for([float(np.abs(shown.mean).max())], unit("persons"), language, change=True)
    numbers = np.round(printer.shown(1.0) * shown.mean, printer.decimals)
    sure = numbers[:size, :size][shown.clear[:size, :size]]
    scale = symmetric_scale([float(value) for value in sure])
    with styled(language):
        page = sheet(_heading(data, shown, printer), HEAD + size * HEIGHT + FOOT)
        ground = page.axes(0.0, 0.0, PAGE_WIDTH, HEAD + size * HEIGHT + FOOT)
        ground.set_xlim(0.0, PAGE_WIDTH)
        ground.set_ylim(HEAD + size * HEIGHT + FOOT, 0.0)
        _Drawing(page, ground, printer, scale).draw(shown, numbers)
    return page.figure


def od_table(data: OdData) -> Table:
    """Return every province by every province: mean change with its intervals, persons."""
    rows: list[tuple[Cell, ...]] = []
    for (o, origin), (d, place) in product(enumerate(data.codes), repeat=2):
        effect = effect_of(data.change[:, o, d])
        assert effect is not None
        ends = (effect.p10, effect.p90, effect.low_95, effect.high_95)
        rows.append((month_name(data.month), origin, place, effect.pairs, effect.mean, *ends))
    columns = ("date", "origin", "destination", "pairs", "mean_persons", "p10", "p90", "low_95", "high_95")
    return Table(columns, tuple(rows))


def _shown(data: OdData, language: Language) -> _Shown:
    names = {tile.code: tile.short.said(language) for tile in tile_grid()}
    mean = np.abs(data.change.mean(axis=0))
    weight = mean.sum(axis=0) + mean.sum(axis=1)
    weight[list(largest_gain(data))] = np.inf  # the title names it
    chosen = sorted(np.argsort(-weight, kind="stable")[:NAMED])
    others = [k for k in range(len(data.codes)) if k not in chosen]
    groups = [[k] for k in chosen] + ([others] if others else [])
    everybody = [*groups, list(range(len(data.codes)))]
    cells = np.array([[data.change[:, a][:, :, b].sum(axis=(1, 2)) for b in everybody] for a in everybody])
    effects = [[effect_of(cell) for cell in row] for row in cells]
    clear = np.array([[e is not None and e.is_clear for e in row] for row in effects])
    shown = [names[data.codes[k]] for k in chosen] + ([OTHERS.said(language)] if others else [])
    return _Shown(tuple(shown), cells.mean(axis=2), clear)


@dataclass(frozen=True)
class _Drawing:
    page: Sheet
    ground: Axes
    printer: Printer
    scale: ColorScale

    def draw(self, shown: _Shown, numbers: NDArray[np.float64]) -> None:
        """Draw cells, names and totals."""
        size, language = len(shown.names), self.printer.language
        for k, name in enumerate(shown.names):
            self._header(k, name)
            self.page.write(MARGIN + NAME_WIDTH - 1.5, self._baseline(k), name, NAME)
        names = [TOTAL.said(language)] * 2
        self._header(size, names[0])
        self.page.write(MARGIN + NAME_WIDTH - 1.5, self._baseline(size), names[1], TextStyle(across="right"))
        self.page.write(MARGIN, 3.2, f"{FROM.said(language)} ↓   {TO.said(language)} →", TextStyle(color=SOFT_INK))
        for row, column in np.ndindex(numbers.shape):
            inside = row < size and column < size
            value = float(numbers[row, column])
            color = self.scale.color(value) if inside and shown.clear[row, column] else "white"
            if inside:
                place = (self._left(column), HEAD + row * HEIGHT)
                self.ground.add_patch(Rectangle(place, SIDE, HEIGHT, facecolor=color, edgecolor="white", linewidth=0.4))
            self._number(row, column, value, bool(shown.clear[row, column]))
        for k in range(size - 1):
            place = (self._left(k) + 0.2, HEAD + k * HEIGHT + 0.2)
            self.ground.add_patch(Rectangle(place, SIDE - 0.4, HEIGHT - 0.4, fill=False, edgecolor=INK, linewidth=1.0))

    def _left(self, column: int) -> float:
        return MARGIN + NAME_WIDTH + column * SIDE

    @staticmethod
    def _baseline(row: int) -> float:
        return HEAD + (row + 0.5) * HEIGHT + 1.0

    def _header(self, column: int, name: str) -> None:
        style = fitting(name, HEADER_SIZES, TextStyle(color=SOFT_INK, across="center"), SIDE - 0.6)
        self.page.write(self._left(column) + SIDE / 2, HEAD - 1.6, name, style)

    def _number(self, row: int, column: int, value: float, is_clear: bool) -> None:
        text = digits(value, self.printer.decimals, signed=True, grouped=self.printer.language == "en")
        text = "·" if value == 0.0 else text
        inside = row < self._size and column < self._size
        ink = ink_on(self.scale.color(value)) if inside and is_clear else INK
        style = fitting(text, NUMBER_SIZES, TextStyle(color=ink, bold=is_clear, across="center"), SIDE - 0.6)
        self.page.write(self._left(column) + SIDE / 2, self._baseline(row), text, style)

    @property
    def _size(self) -> int:
        return NAMED + 1


def _heading(data: OdData, shown: _Shown, printer: Printer) -> Heading:
    language = printer.language
    subtitle = SUBTITLE.said(language).format(
        month=full_month(data.month, language), unit=printer.axis_name, pairs=len(data.change)
    )
    note = footnote(data.provenance, language, verdict_rule(language))
    return Heading(
        _title(data, shown, language), sentences([subtitle], language), note, stamp(data.provenance, language)
    )


def _title(data: OdData, shown: _Shown, language: Language) -> str:
    if not data.change.any():
        return NOTHING.said(language)
    home, place = largest_gain(data)
    largest = effect_of(data.change[:, home, place])
    if largest is None or largest.verdict != "raises":
        total, is_clear = float(shown.mean[-1, -1]), bool(shown.clear[-1, -1])
        words = (MORE if total > 0 else FEWER) if is_clear else UNCLEAR
        return words.said(language).format(amount=with_unit(abs(total), unit("persons"), language, change=True))
    names = {tile.code: tile.name.said(language) for tile in tile_grid()}
    template = STAYS if home == place else GAINS
    amount = with_unit(largest.mean, unit("persons"), language, change=True)
    return template.said(language).format(home=names[data.codes[home]], place=names[data.codes[place]], amount=amount)


def largest_gain(data: OdData) -> tuple[int, int]:
    """Return home and place of work between which the mean change is greatest of all, sure or not."""
    home, place = np.unravel_index(int(np.argmax(data.change.mean(axis=0))), data.change.shape[1:])
    return int(home), int(place)
