"""A figure page measured in millimeters: title and subtitle above, footnote below, a body between."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from laborsim.report.canvas.style import BASE_SIZE, DPI, GREY, INK, NOTE_SIZE, SOFT_INK, TITLE_SIZE, VERMILLION_INK
from laborsim.report.text.chinese_words import undivided

Measure = Callable[[str], float]
"""Width of a text, in any unit."""

_CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(rf"[ \n]+|{'|'.join(undivided())}|[{_CHINESE}]|[^ \n{_CHINESE}]+")


NEVER_FIRST = "，。；：、！？）》】」』”’)]}»,.;:!?%…"
OF = "的"
"""Belongs to the word before it, so that a line may end after it and not before."""
NEVER_LAST = "（《【「『“‘([{«"


def pieces(text: str) -> list[str]:
    """Split a text where a line may end: after spaces and between Chinese characters, but not inside a word.

    Closing punctuation stays with what is before it, opening punctuation with what follows; a no-break
    space never ends a line; a Chinese measure word stays with its number ("12 月").
    """
    found: list[str] = []
    for piece in _pieces().findall(text):
        is_space = piece.isspace() and "\u00a0" not in piece
        if found and (is_space or _belong_together(found[-1], piece)):
            found[-1] += " " if is_space else piece
        elif not is_space:
            found.append(piece)
    return found


def _belong_together(before: str, piece: str) -> bool:
    is_counted = before.rstrip(" ")[-1:].isdigit() and re.match(f"[{_CHINESE}]", piece) is not None
    return is_counted or piece[0] in NEVER_FIRST or piece == OF or before[-1] in NEVER_LAST


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Return the text in lines no wider than `width`; a longer word is cut where it has to be."""
    left = pieces(text)
    lines = []
    while left:
        fitting = _fitting(left, width, measure)
        if fitting == 0:
            cut = max(1, _fitting(left[0], width, measure))
            left = [left[0][:cut], left[0][cut:], *left[1:]] if left[0][cut:].strip(" ") else left
            fitting = 1
        lines.append("".join(left[:fitting]).rstrip(" "))
        left = left[fitting:]
    return lines


def _fitting(parts: Sequence[str], width: float, measure: Measure) -> int:
    """Return how many of the first parts fit into one line; found by doubling and halving, for measuring is slow."""
    fitting, too_many = 0, 1
    while too_many <= len(parts) and measure("".join(parts[:too_many]).rstrip(" ")) <= width:
        fitting, too_many = too_many, 2 * too_many
    too_many = min(too_many, len(parts) + 1)
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if measure("".join(parts[:middle]).rstrip(" ")) <= width:
            fitting = middle
        else:
            too_many = middle
    return fitting


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """Return as few lines as `wrap` makes, of nearly equal length."""
    best = wrap(text, width, measure)
    narrow, wide = width / max(len(best), 1), width
    for _ in range(6):  # halving six times finds the width to 1 % of the page
        middle = (narrow + wide) / 2
        lines = wrap(text, middle, measure)
        if len(lines) <= len(best) and all(measure(line) <= middle for line in lines):
            best, wide = lines, middle
        else:
            narrow = middle
    return best


PAGE_WIDTH = 160.0
MARGIN = 3.0
GAP = 1.2
"""Between title and subtitle."""
BODY_GAP = 4.0
"""Between the texts and the body."""
STAMP_WIDTH = 24.0
LINE_SPACING = 1.32
MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72


@dataclass(frozen=True)
class Heading:
    """The texts around a figure's body; `stamp` ("DRAFT") stands boxed at the upper right.

    A subtitle of two sentences may put the second on a line of its own with a line break.
    """

    title: str
    subtitle: str
    footnote: str
    stamp: str = ""


@dataclass(frozen=True)
class TextStyle:
    """How a text looks: size in points, color, bold or not, and which end stands on its position."""

    size: float = BASE_SIZE
    color: str = INK
    bold: bool = False
    across: str = "left"

    @property
    def font(self) -> FontProperties:
        """The font in the families of the current style."""
        return FontProperties(size=self.size, weight="bold" if self.bold else "normal")

    @property
    def line_pitch(self) -> float:
        """Millimeters from one baseline to the next."""
        return LINE_SPACING * self.size * MM_PER_POINT

    @property
    def first_baseline(self) -> float:
        """Millimeters from a block's top to its first baseline: what Chinese characters need."""
        return 0.92 * self.size * MM_PER_POINT

    def height(self, lines: Sequence[str]) -> float:
        """Return the height of lines of text in millimeters, descenders included."""
        return self.first_baseline + (len(lines) - 1) * self.line_pitch + 0.25 * self.size * MM_PER_POINT


TITLE = TextStyle(TITLE_SIZE, INK, bold=True)
SUBTITLE = TextStyle(BASE_SIZE, SOFT_INK)
NOTE = TextStyle(NOTE_SIZE, GREY)
STAMP = TextStyle(BASE_SIZE, VERMILLION_INK, bold=True, across="right")


@dataclass
class Sheet:
    """A page whose height follows its texts. Build it with `sheet()` inside `styled()`.

    All positions are millimeters from the left and from the top of the body.
    """

    figure: Figure
    body_top: float
    height: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return new axes at this place of the body, without ticks or frame."""
        bottom = self.height - self.body_top - top - height
        box = (left / PAGE_WIDTH, bottom / self.height, width / PAGE_WIDTH, height / self.height)
        axes = self.figure.add_axes(box)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        axes.patch.set_visible(False)
        return axes

    def write(self, left: float, baseline: float, text: str, style: TextStyle) -> Text:
        """Write one line of text on this baseline."""
        return _write(self.figure, (left, self.body_top + baseline), text, style)

    def write_lines(self, left: float, top: float, lines: Sequence[str], style: TextStyle) -> None:
        """Write lines of text under each other, the first below `top`."""
        _write_lines(self.figure, (left, self.body_top + top), lines, style)

    def lines(self, text: str, width: float, style: TextStyle) -> list[str]:
        """Return the text in lines no wider than `width` millimeters."""
        return _wrapped(text, width, style)


def text_width(text: str, style: TextStyle) -> float:
    """Return the width of one line of text in millimeters."""
    return _width(text, style.size, style.bold, tuple(rcParams["font.family"])) if text else 0.0


def fitting(text: str, sizes: Sequence[float], style: TextStyle, room: float) -> TextStyle:
    """Return the look in the first of some sizes in which the text is no wider than `room`, else in the last."""
    for size in sizes:
        fitted = replace(style, size=size)
        if text_width(text, fitted) <= room:
            break
    return fitted


@lru_cache(maxsize=10_000)
def _width(text: str, size: float, bold: bool, families: tuple[str, ...]) -> float:
    """Return what `text_width` does; `families` are those of the current style, whose fonts are measured."""
    measure = _renderer().get_text_width_height_descent
    found = measure(text, TextStyle(size, bold=bold).font, False)  # type: ignore[no-untyped-call] # untyped in matplotlib
    return float(found[0]) / DPI * MM_PER_INCH


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call] # untyped in matplotlib


def sheet(heading: Heading, body_height: float) -> Sheet:
    """Return a page with the heading's texts and an empty body of this height."""
    figure = Figure(figsize=(PAGE_WIDTH / MM_PER_INCH, 1.0), dpi=DPI, facecolor="white")
    room = PAGE_WIDTH - 2 * MARGIN
    title_room = room - (STAMP_WIDTH if heading.stamp else 0.0)
    title = balanced(heading.title, title_room, lambda part: text_width(part, TITLE))
    subtitle = _wrapped(heading.subtitle, room, SUBTITLE)
    note = _wrapped(heading.footnote, room, NOTE)
    subtitle_top = MARGIN + TITLE.height(title) + GAP
    body_top = subtitle_top + SUBTITLE.height(subtitle) + BODY_GAP
    note_top = body_top + body_height + BODY_GAP
    height = note_top + NOTE.height(note) + MARGIN
    figure.set_size_inches(PAGE_WIDTH / MM_PER_INCH, height / MM_PER_INCH)
    _write_lines(figure, (MARGIN, MARGIN), title, TITLE)
    _write_lines(figure, (MARGIN, subtitle_top), subtitle, SUBTITLE)
    _write_lines(figure, (MARGIN, note_top), note, NOTE)
    if heading.stamp:
        place = (PAGE_WIDTH - MARGIN - 1.5, MARGIN + STAMP.first_baseline)
        text = _write(figure, place, heading.stamp, STAMP)
        text.set_bbox({"boxstyle": "square,pad=0.35", "facecolor": "white", "edgecolor": VERMILLION_INK})
    return Sheet(figure, body_top, height)


def _wrapped(text: str, width: float, style: TextStyle) -> list[str]:
    """Return the text in lines no wider than `width`, keeping its own line breaks."""
    return [line for part in text.split("\n") for line in wrap(part, width, lambda piece: text_width(piece, style))]


def _write_lines(figure: Figure, place: tuple[float, float], lines: Sequence[str], style: TextStyle) -> None:
    # One text per line: matplotlib's own lines stand wider apart where letters reach lower.
    left, top = place
    for k, line in enumerate(lines):
        _write(figure, (left, top + style.first_baseline + k * style.line_pitch), line, style)


def _write(figure: Figure, place: tuple[float, float], text: str, style: TextStyle) -> Text:
    left, baseline = place
    height = figure.get_size_inches()[1] * MM_PER_INCH
    return figure.text(
        left / PAGE_WIDTH,
        1.0 - baseline / height,
        text,
        fontproperties=style.font,
        color=style.color,
        ha=style.across,
        va="baseline",
    )
