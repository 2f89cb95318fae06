"""Finds what must not be in a figure: texts off the page, texts on each other, missing characters."""

import re
import warnings
from itertools import combinations
from typing import Literal

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from laborsim.report.canvas.style import DPI, styled

SLACK = 1.0
"""Pixels (1/300 inch) by which two boxes may touch: ink never fills a text's box to the edge."""

_MISSING = re.compile(r"Glyph (\d+)")


class _TextRecorder(RendererAgg):
    """Draws texts, and keeps every one that really is drawn (an axis also holds ticks that are not).

    Lines and areas are left out: they take most of the time and are not checked.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, DPI)  # type: ignore[no-untyped-call] # untyped in matplotlib
        self.texts: list[Text] = []
        # RendererAgg binds these per object, so that a method of this class would be hidden.
        for name in ("draw_path", "draw_markers", "draw_path_collection", "draw_quad_mesh", "draw_image"):
            setattr(self, name, _draw_nothing)

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | Literal["TeX"] = False,
        mtext: Text | None = None,
    ) -> None:
        """Draw one line of a text and remember the text."""
        if mtext is not None and not any(known is mtext for known in self.texts):
            self.texts.append(mtext)
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call] # untyped


def _draw_nothing(*_: object) -> None:
    """Stand in for what is not checked."""


def check(figure: Figure) -> list[str]:
    """Return what is wrong with the figure, one sentence each; an empty list if nothing is."""
    width, height = (round(float(inches) * DPI) for inches in figure.get_size_inches())
    drawn_dpi = figure.get_dpi()
    with styled(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        renderer = _TextRecorder(width, height)
        figure.set_dpi(DPI)
        figure.draw(renderer)
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in renderer.texts]
        figure.set_dpi(drawn_dpi)
    missing = {m.group(1) for w in caught if (m := _MISSING.search(str(w.message)))}
    return [
        *(f"missing glyph: {chr(int(code))!r} (U+{int(code):04X})" for code in sorted(missing, key=int)),
        *(f"off the page: {text!r}" for text, box in boxes if _is_outside(box, width, height)),
        *(f"overlap: {a!r} and {b!r}" for (a, p), (b, q) in combinations(boxes, 2) if _overlap(p, q)),
    ]


def _is_outside(box: Bbox, width: int, height: int) -> bool:
    return bool(box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > width + SLACK or box.y1 > height + SLACK)


def _overlap(one: Bbox, other: Bbox) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > SLACK and down > SLACK)
