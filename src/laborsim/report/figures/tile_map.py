"""The map of squares: where do the measures change something?"""

from dataclasses import dataclass, replace
from functools import cache

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from laborsim.experiment.indicators.beside_pairs import Countable
from laborsim.experiment.indicators.effect import (
    PAIRS_FOR_INTERVAL,
    PAIRS_FOR_VERDICT,
    Effect,
    effect_of,
    paired_effect,
)
from laborsim.experiment.indicators.headline import Point
from laborsim.published.csv_writer import Cell
from laborsim.published.data_tables import DATA, read_rows
from laborsim.published.regions import province_table
from laborsim.published.words import Language, Words
from laborsim.report.canvas.axes import ColorScale, ink_on, rising_scale, symmetric_scale, tick_texts
from laborsim.report.canvas.bands import Numbers, checked_runs, paired_difference
from laborsim.report.canvas.figure_files import Table
from laborsim.report.canvas.sheet import PAGE_WIDTH, Heading, Sheet, TextStyle, fitting, sheet
from laborsim.report.canvas.style import GREY, INK, NOTE_SIZE, SOFT_INK, styled
from laborsim.report.text.dates import full_date
from laborsim.report.text.findings import RegionEffect, level_title, tiles_title
from laborsim.report.text.numbers import Printer, Quantity, decimals_for, digits, printer_for, unit
from laborsim.report.text.phrases import capitalized, phrases, sentences
from laborsim.report.text.provenance import Provenance, footnote, stamp


@dataclass(frozen=True)
class Tile:
    """A region's square: its row and column, its full name and a name that fits the square."""

    code: str
    row: int
    col: int
    name: Words
    short: Words


@cache
def tile_grid() -> tuple[Tile, ...]:
    """Return the squares of the 31 regions from data/tile_grid.csv (layout: house figure `tilegrid`)."""
    names = {province.code: Words(province.name, province.name_zh) for province in province_table()}
    return tuple(
        Tile(
            code=row["code"],
            row=int(row["row"]),
            col=int(row["col"]),
            name=names[row["code"]],
            short=Words(row["short_en"], row["short_zh"]),
        )
        for row in read_rows(DATA / "tile_grid.csv")
    )


@dataclass(frozen=True)
class TileData:
    """What the map of squares shows.

    `codes` [R]: ISO 3166-2 codes of the columns. `scenario`, `baseline` [runs, R]: values in `month`, or over
    the period of so many `months` that ends then, in the
    quantity's stored unit; row k of both is the same luck. With both the map shows scenario − baseline, with
    one of them its level. `aimed_at`: codes of the regions that the scenario aims at. `n_looks`: planned looks at
    the runs, at all of which intervals hold. `workers`: what one worker of each region makes of the quantity; none = it
    is not counted in workers.
    """

    quantity: Quantity
    month: int
    codes: tuple[str, ...]
    scenario: Numbers | None
    baseline: Numbers | None
    provenance: Provenance
    aimed_at: tuple[str, ...] = ()
    n_looks: int = 1
    workers: tuple[float, ...] = ()
    months: int = 0

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn; each message says which."""
        known = {tile.code for tile in tile_grid()}
        unknown = [code for code in (*self.codes, *self.aimed_at) if code not in known]
        if unknown or len(set(self.codes)) != len(self.codes) or not self.codes:
            raise ValueError(f"codes: each a region of data/tile_grid.csv, once; not so: {unknown or self.codes}")
        if self.scenario is None and self.baseline is None:
            raise ValueError("a map needs the runs of a scenario, of a baseline, or of both")
        for name, values in (("scenario", self.scenario), ("baseline", self.baseline)):
            if values is not None:
                checked_runs(values, len(self.codes), name)
        if self.scenario is not None and self.baseline is not None:
            paired_difference(self.scenario, self.baseline)

    @property
    def is_difference(self) -> bool:
        """Whether the map shows scenario − baseline rather than a level."""
        return self.scenario is not None and self.baseline is not None

    @property
    def values(self) -> Numbers:
        """The values drawn, [runs, R]."""
        if self.scenario is not None and self.baseline is not None:
            return paired_difference(self.scenario, self.baseline)
        level = self.baseline if self.scenario is None else self.scenario
        assert level is not None  # refused above
        return level


def region_effects(data: TileData) -> tuple[Effect, ...]:
    """Return the mean of each region's values over the runs with its interval, in the order of `codes`."""
    if data.scenario is None or data.baseline is None:
        found = [effect_of(data.values[:, k], data.n_looks) for k in range(len(data.codes))]
    else:
        numbers = [Countable(data.quantity.indicator, worker) for worker in data.workers or [0.0] * len(data.codes)]
        worlds = zip(data.scenario.T, data.baseline.T, numbers, strict=True)
        found = [paired_effect(ours, theirs, data.n_looks, number) for ours, theirs, number in worlds]
    return tuple(effect for effect in found if effect is not None)  # finite numbers: none is missing


def unclear_regions(data: TileData, effects: tuple[Effect, ...]) -> frozenset[str] | None:
    """Return the codes whose change is not sure by the verdict on it. None if one run cannot say, or for a level."""
    if not data.is_difference or len(data.values) < PAIRS_FOR_INTERVAL:
        return None
    told = zip(data.codes, effects, strict=True)
    return frozenset(code for code, effect in told if not effect.is_clear)


def tile_table(data: TileData) -> Table:
    """Return the numbers drawn: one row per region, in the stored unit, blank without an interval."""
    rows: list[tuple[Cell, ...]] = []
    for code, effect in zip(data.codes, region_effects(data), strict=True):
        of_mean, of_runs = (effect.low_95, effect.high_95), (effect.p10, effect.p90)
        is_aimed = "yes" if code in data.aimed_at else "no"
        rows.append(
            (code, Point("", "", data.month, data.months).date, effect.pairs, effect.mean, *of_mean, *of_runs, is_aimed)
        )
    kind = "difference" if data.is_difference else "level"
    columns = ("region", "month", "runs", f"{kind}_mean", "low_95", "high_95", "p10", "p90", "aimed_at")
    return Table(columns, tuple(rows))


def tile_printer(data: TileData, effects: tuple[Effect, ...], language: Language) -> Printer:
    """Return how the squares' numbers are written: short, all with as many decimals."""
    means = [effect.mean for effect in effects]
    printer = printer_for(means, unit(data.quantity.unit), language, change=data.is_difference)
    largest = max(abs(mean) for mean in means)
    # Two digits for the largest, but a square of "12.3" still tells "0.4" from nothing.
    shown = abs(printer.shown(largest))
    return replace(printer, decimals=decimals_for(shown, significant=3 if shown >= 10.0 else 2))


# All in millimeters.
TILE = 14.2
PITCH = 14.8
ROWS, COLUMNS = 8, 9
LEFT = (PAGE_WIDTH - COLUMNS * PITCH) / 2
LEGEND_OVERHANG = 4.6
"""Height of the legend below the lowest squares."""
MAP_HEIGHT = ROWS * PITCH + LEGEND_OVERHANG
ROOM = TILE - 0.8
"""Width for a text in a square."""

NAME_SIZES = (7.0, 6.5, 6.0, 5.5)
VALUE_SIZES = (9.5, 8.5, 7.5, 6.5, 5.5)
DOTS = "....."
OUTLINE = 2.0

LEGEND_LEFT = LEFT + 5 * PITCH + 0.6
LEGEND_TOP = 7 * PITCH + 0.4
SWATCH_WIDTH, SWATCH_HEIGHT = 8.2, 3.2
LEGEND_LINE = 3.9
LEGEND = TextStyle(NOTE_SIZE, SOFT_INK)
EDGE_SIZES = (6.5, 6.0, 5.5, 5.0)


@dataclass(frozen=True)
class Square:
    """What stands in one square: its color, its number as text, dotted or not, outlined or not."""

    tile: Tile
    color: str
    text: str
    is_dotted: bool = False
    is_outlined: bool = False

    @property
    def place(self) -> tuple[float, float]:
        """Left and top in millimeters."""
        return LEFT + self.tile.col * PITCH, self.tile.row * PITCH


def map_ground(page: Sheet) -> Axes:
    """Return axes over the whole body, in millimeters from its left upper corner."""
    ground = page.axes(0.0, 0.0, PAGE_WIDTH, MAP_HEIGHT)
    ground.set_xlim(0.0, PAGE_WIDTH)
    ground.set_ylim(MAP_HEIGHT, 0.0)
    return ground


def draw_square(page: Sheet, ground: Axes, square: Square, language: Language) -> None:
    """Draw one square with its name and number."""
    left, top = square.place
    ground.add_patch(Rectangle((left, top), TILE, TILE, facecolor=square.color, edgecolor=GREY, linewidth=0.3))
    if square.is_dotted:
        _dot(ground, (left, top), (TILE, TILE), square.color)
    if square.is_outlined:
        inset = 0.35  # half of the outline's width
        size = TILE - 2 * inset
        box = Rectangle((left + inset, top + inset), size, size, fill=False, edgecolor="black", linewidth=OUTLINE)
        ground.add_patch(box)
    ink = ink_on(square.color)
    name = square.tile.short.said(language)
    for text, sizes, depth, bold in ((name, NAME_SIZES, 5.2, False), (square.text, VALUE_SIZES, 10.9, True)):
        style = fitting(text, sizes, TextStyle(color=ink, bold=bold, across="center"), ROOM)
        written = page.write(left + TILE / 2, top + depth, text, style)
        if square.is_dotted:  # clears the dots behind the letters
            written.set_bbox({"boxstyle": "square,pad=0.12", "facecolor": square.color, "edgecolor": "none"})


def _dot(ground: Axes, place: tuple[float, float], size: tuple[float, float], color: str) -> None:
    dots = "#8C8C8C" if ink_on(color) == INK else "#E0E0E0"
    ground.add_patch(Rectangle(place, *size, facecolor="none", edgecolor=dots, hatch=DOTS, linewidth=0))


@dataclass(frozen=True)
class Legend:
    """What a map's legend explains; `names_ends` for a difference, `note` on dots, and the outline if any."""

    scale: ColorScale
    names_ends: bool
    note: str = ""
    note_is_dotted: bool = False
    outline: str = ""


def draw_legend(page: Sheet, ground: Axes, legend: Legend, language: Language) -> None:
    """Draw the color classes with their edges, the dots and the outline, in the map's lower right corner."""
    words, colors, edges = phrases(language), legend.scale.colors, legend.scale.edges
    top, right = LEGEND_TOP, LEGEND_LEFT + SWATCH_WIDTH * len(colors)
    if legend.names_ends:
        page.write(LEGEND_LEFT, top + LEGEND.first_baseline, words.fewer, LEGEND)
        end = TextStyle(LEGEND.size, LEGEND.color, across="right")
        page.write(right, top + LEGEND.first_baseline, words.more, end)
        top += LEGEND_LINE
    for k, color in enumerate(colors if edges else ()):
        place = (LEGEND_LEFT + k * SWATCH_WIDTH, top)
        swatch = Rectangle(place, SWATCH_WIDTH, SWATCH_HEIGHT, facecolor=color, edgecolor=GREY, linewidth=0.3)
        ground.add_patch(swatch)
    top += SWATCH_HEIGHT + 0.5 if edges else 0.0
    for k, text in enumerate(tick_texts(edges, grouped=language == "en")):
        style = fitting(text, EDGE_SIZES, TextStyle(color=SOFT_INK, across="center"), SWATCH_WIDTH - 0.6)
        page.write(LEGEND_LEFT + (k + 1) * SWATCH_WIDTH, top + LEGEND.first_baseline, text, style)
    _write_notes(page, ground, legend, top + (LEGEND_LINE if edges else 0.0))


def _write_notes(page: Sheet, ground: Axes, legend: Legend, top: float) -> None:
    if legend.note:
        if legend.note_is_dotted:
            _dot(ground, (LEGEND_LEFT, top + 0.2), (SWATCH_WIDTH - 1.2, SWATCH_HEIGHT - 0.6), "white")
        indent = SWATCH_WIDTH if legend.note_is_dotted else 0.0
        page.write(LEGEND_LEFT + indent, top + LEGEND.first_baseline, legend.note, LEGEND)
        top += LEGEND_LINE
    if legend.outline:
        place = (LEGEND_LEFT + 0.2, top + 0.3)
        size = (SWATCH_WIDTH - 1.6, SWATCH_HEIGHT - 0.8)
        ground.add_patch(Rectangle(place, *size, fill=False, edgecolor="black", linewidth=OUTLINE * 0.7))
        page.write(LEGEND_LEFT + SWATCH_WIDTH, top + LEGEND.first_baseline, legend.outline, LEGEND)


Unclear = frozenset[str] | None
"""Regions whose change is not sure; None if that is not known."""


def tilegrid_figure(data: TileData, language: Language = "en") -> Figure:
    """Return the map of 31 equal squares with the mean of the runs in each.

    For a difference: colored where the change is sure, else dotted without a color (see `unclear_regions`), black
    outline for the regions aimed at. Source of the shape: house figures, `tilegrid`.
    """
    effects = region_effects(data)
    printer = tile_printer(data, effects, language)
    # Classes of the numbers as printed, so that no square contradicts its number.
    shown = [round(printer.shown(effect.mean), printer.decimals) for effect in effects]
    is_symmetric = data.is_difference or min(shown) < 0.0
    unclear = unclear_regions(data, effects)
    sure = [value for code, value in zip(data.codes, shown, strict=True) if _is_colored(code, unclear, data)]
    scale = symmetric_scale(sure) if is_symmetric else rising_scale(sure)
    values = dict(zip(data.codes, shown, strict=True))
    aimed_at = _outlined(data)
    with styled(language):
        page = sheet(_heading(data, effects, printer, unclear), MAP_HEIGHT)
        ground = map_ground(page)
        for tile in tile_grid():
            value = values.get(tile.code)
            square = Square(
                tile,
                color="white" if value is None or not _is_colored(tile.code, unclear, data) else scale.color(value),
                text="" if value is None else _text(value, printer, data),
                is_dotted=unclear is not None and tile.code in unclear,
                is_outlined=tile.code in aimed_at,
            )
            draw_square(page, ground, square, language)
        words = phrases(language)
        unknown = words.zero_unknown if data.is_difference else ""
        legend = Legend(
            scale if sure else ColorScale((), ()),
            names_ends=is_symmetric and bool(sure),
            note=unknown if unclear is None else words.not_sure,
            note_is_dotted=unclear is not None,
            outline=words.aimed_at if aimed_at else "",
        )
        draw_legend(page, ground, legend, language)
    return page.figure


def _is_colored(code: str, unclear: Unclear, data: TileData) -> bool:
    """Return whether a region's number is sure enough for a color; of one pair none is, a level always is."""
    return not data.is_difference or (unclear is not None and code not in unclear)


def _outlined(data: TileData) -> frozenset[str]:
    """Return the regions to outline: none if the scenario aims at all of them, which says nothing."""
    return frozenset(data.aimed_at) if len(set(data.aimed_at)) < len(tile_grid()) else frozenset()


def _text(value: float, printer: Printer, data: TileData) -> str:
    is_grouped = printer.language == "en"
    return digits(value, printer.decimals, signed=data.is_difference, grouped=is_grouped)


def _heading(data: TileData, effects: tuple[Effect, ...], printer: Printer, unclear: Unclear) -> Heading:
    language = printer.language
    words = phrases(language)
    comma = "，" if language == "zh" else ", "
    month, name = full_date(data.month, data.months, language), capitalized(data.quantity.described(language))
    template = words.minus_baseline if data.is_difference else words.level
    name = template.format(indicator=name, month=month)
    count = len(data.values)
    runs = words.runs_mean.format(runs=count) if count > 1 else words.single_run
    subtitle = sentences([comma.join((name, printer.axis_name, runs))], language)
    provenance = data.provenance if data.is_difference else replace(data.provenance, baseline="")
    rule = words.not_sure_rule.format(pairs=PAIRS_FOR_VERDICT) if unclear is not None else ""
    note = footnote(provenance, language, words.equal_squares, rule)
    return Heading(_title(data, effects, unclear, language), subtitle, note, stamp(data.provenance, language))


def _title(data: TileData, found: tuple[Effect, ...], unclear: Unclear, language: Language) -> str:
    words, indicator = phrases(language), data.quantity.name
    names = {tile.code: tile.name for tile in tile_grid()}
    effects = [
        RegionEffect(names[code], effect.mean, unclear is not None and code not in unclear, _is_likely(effect))
        for code, effect in zip(data.codes, found, strict=True)
    ]
    if not data.is_difference:
        title = level_title(indicator, effects, language)
        neutral = words.neutral_level
    elif not data.values.any():
        title = words.tiles_zero.format(indicator=capitalized(indicator.said(language)), count=len(data.codes))
        neutral = words.neutral_tiles
    else:
        is_told = unclear is not None and not any(effect.verdict == "too few pairs" for effect in found)
        title = tiles_title(data.quantity, effects, language) if is_told else None
        neutral = words.neutral_tiles
    month, name = full_date(data.month, data.months, language), capitalized(indicator.said(language))
    return title or neutral.format(indicator=name, month=month)


def _is_likely(effect: Effect) -> bool:
    return effect.verdict.startswith("likely")
