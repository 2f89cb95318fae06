"""Small multiples: panels of equal size in rows, each with a name, a line of numbers and named ticks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from laborsim.published.words import Language
from laborsim.report.canvas.axes import tick_texts
from laborsim.report.canvas.sheet import MARGIN, PAGE_WIDTH, Heading, Sheet, TextStyle, sheet
from laborsim.report.canvas.style import NOTE_SIZE, SOFT_INK, VERMILLION_INK, styled

COLUMNS = 3

# All in millimeters.
GUTTER = 7.0
PLOT_HEIGHT = 20.0
UNDER_PLOT = 6.0
TICK_BASELINE = 3.9
BETWEEN_ROWS = 4.0
ABOVE_PLOT = 1.5

NAME = TextStyle(bold=True)
DETAIL, BAD_DETAIL = TextStyle(NOTE_SIZE, SOFT_INK), TextStyle(NOTE_SIZE, VERMILLION_INK)
FLAG = TextStyle(NOTE_SIZE, VERMILLION_INK, bold=True, across="right")
TICK = TextStyle(NOTE_SIZE, SOFT_INK, across="center")
VALUE_TICK = TextStyle(NOTE_SIZE, SOFT_INK, across="right")
FLAG_BASELINE = 2.4
"""Of the flag, under the top of the plot."""


@dataclass(frozen=True)
class Caption:
    """What stands over a panel: its name and one line of numbers, in red where it is bad news; a flag in its corner.

    A flag ("prior only") lies inside the plot: whoever draws there leaves it room.
    """

    name: str
    detail: str = ""
    is_bad: bool = False
    flag: str = ""


@dataclass(frozen=True)
class Panel:
    """One panel: its axes, and its place on the page in millimeters of the body."""

    page: Sheet
    axes: Axes
    left: float
    top: float
    width: float

    def name_across(self, ticks: Sequence[float], language: Language, texts: Sequence[str] = ()) -> None:
        """Name values on the horizontal axis; call it when its limits are set."""
        low, high = self.axes.get_xlim()
        self.axes.set_xticks(ticks, [""] * len(ticks))
        for tick, text in zip(ticks, texts or tick_texts(ticks, grouped=language == "en"), strict=True):
            place = self.left + self.width * (tick - low) / (high - low)
            self.page.write(place, self.top + PLOT_HEIGHT + TICK_BASELINE, text, TICK)

    def name_up(self, ticks: Sequence[float], language: Language) -> None:
        """Name values on the vertical axis; call it when its limits are set."""
        low, high = self.axes.get_ylim()
        self.axes.set_yticks(ticks, [""] * len(ticks))
        for tick, text in zip(ticks, tick_texts(ticks, grouped=language == "en"), strict=True):
            depth = PLOT_HEIGHT * (high - tick) / (high - low)
            self.page.write(self.left - 1.2, self.top + depth + 0.35 * VALUE_TICK.first_baseline, text, VALUE_TICK)


@dataclass(frozen=True)
class Grid:
    """Where panels stand; `name_lines` are the lines that the longest name takes."""

    captions: tuple[Caption, ...]
    name_lines: int
    left_room: float

    @property
    def width(self) -> float:
        """Width of a panel."""
        room = PAGE_WIDTH - 2 * MARGIN - (COLUMNS - 1) * GUTTER
        return room / COLUMNS - self.left_room

    @property
    def head(self) -> float:
        """Height of the texts over a panel."""
        detail = DETAIL.line_pitch if any(caption.detail for caption in self.captions) else 0.0
        return NAME.line_pitch * self.name_lines + detail + ABOVE_PLOT

    @property
    def pitch(self) -> float:
        """From the top of one row to the next."""
        return self.head + PLOT_HEIGHT + UNDER_PLOT + BETWEEN_ROWS

    @property
    def height(self) -> float:
        """Height of all rows."""
        return -(-len(self.captions) // COLUMNS) * self.pitch - BETWEEN_ROWS

    def panel(self, page: Sheet, k: int) -> Panel:
        """Write the caption of panel k and return its axes, with a line at the bottom."""
        caption = self.captions[k]
        left = MARGIN + (k % COLUMNS) * (self.left_room + self.width + GUTTER) + self.left_room
        top = (k // COLUMNS) * self.pitch
        edge = left - self.left_room
        lines = page.lines(caption.name, self.width + self.left_room, NAME)
        page.write_lines(edge, top, lines, NAME)
        if caption.detail:
            below = top + NAME.line_pitch * len(lines) + DETAIL.first_baseline
            page.write(edge, below, caption.detail, BAD_DETAIL if caption.is_bad else DETAIL)
        top += self.head
        if caption.flag:
            page.write(left + self.width, top + FLAG_BASELINE, caption.flag, FLAG)
        axes = page.axes(left, top, self.width, PLOT_HEIGHT)
        axes.spines["bottom"].set_visible(True)
        return Panel(page, axes, left, top, self.width)


Draw = Callable[[Panel], None]
"""Draws one panel."""


def panel_figure(
    heading: Callable[[], Heading], panels: Sequence[tuple[Caption, Draw]], language: Language, room: float
) -> Figure:
    """Return small multiples, each with its caption; `room` at the left of each for values [mm].

    `heading` is asked only if there is something to draw. Raises ValueError without any.
    """
    if not panels:
        raise ValueError("no panel to draw")
    with styled(language):
        page, grid = _panel_page(heading(), [caption for caption, _ in panels], room)
        for k, (_, draw) in enumerate(panels):
            draw(grid.panel(page, k))
    return page.figure


def _panel_page(heading: Heading, captions: Sequence[Caption], left_room: float) -> tuple[Sheet, Grid]:
    """Return a page with room for panels of these captions, and where they stand."""
    page = sheet(heading, 0.0)  # only to measure texts
    first = Grid(tuple(captions), 1, left_room)
    lines = max(len(page.lines(caption.name, first.width + left_room, NAME)) for caption in captions)
    found = Grid(tuple(captions), lines, left_room)
    return sheet(heading, found.height), found


def few_ticks(low: float, high: float, most: int = 3) -> list[float]:
    """Return up to about so many round values inside a range."""
    ticks = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(tick) for tick in ticks if low - slack <= tick <= high + slack]
