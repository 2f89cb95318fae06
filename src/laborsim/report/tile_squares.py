"""Draws the squares of a map and their legend."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from laborsim.report.color_scale import ColorScale, ink_on
from laborsim.report.sheet import PAGE_WIDTH, Look, Sheet, fitting
from laborsim.report.style import GREY, INK, NOTE_SIZE, SOFT_INK
from laborsim.report.text.phrases import Language, phrases
from laborsim.report.tile_data import Tile
from laborsim.report.value_axis import tick_texts

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
LEGEND = Look(NOTE_SIZE, SOFT_INK)
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
        look = fitting(text, sizes, Look(color=ink, bold=bold, across="center"), ROOM)
        written = page.write(left + TILE / 2, top + depth, text, look)
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
        end = Look(LEGEND.size, LEGEND.color, across="right")
        page.write(right, top + LEGEND.first_baseline, words.more, end)
        top += LEGEND_LINE
    for k, color in enumerate(colors if edges else ()):
        place = (LEGEND_LEFT + k * SWATCH_WIDTH, top)
        swatch = Rectangle(place, SWATCH_WIDTH, SWATCH_HEIGHT, facecolor=color, edgecolor=GREY, linewidth=0.3)
        ground.add_patch(swatch)
    top += SWATCH_HEIGHT + 0.5 if edges else 0.0
    for k, text in enumerate(tick_texts(edges, grouped=language == "en")):
        look = fitting(text, EDGE_SIZES, Look(color=SOFT_INK, across="center"), SWATCH_WIDTH - 0.6)
        page.write(LEGEND_LEFT + (k + 1) * SWATCH_WIDTH, top + LEGEND.first_baseline, text, look)
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
