"""Where direct labels stand beside a chart: near their line, never on each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from laborsim.report.canvas.sheet import Sheet, TextStyle
from laborsim.report.canvas.style import INK

LABEL_GAP = 1.2
"""Free height in millimeters between two labels."""

LEADER = 3.2
"""Length in millimeters of the line from the chart to its label."""


@dataclass(frozen=True)
class Label:
    """A direct label: the height of its point in mm from the chart's top, its text, its color.

    `leader`: color of the line that leads to it, where this is not the text's.
    """

    at: float
    text: str
    color: str = INK
    leader: str = ""


@dataclass(frozen=True)
class Column:
    """The free column beside a chart, in millimeters of the sheet's body."""

    left: float
    width: float
    top: float
    height: float


def spread(centers: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return centers near the wanted ones such that blocks of these heights do not touch.

    Keeps the order, and stays between `low` and `high` as far as there is room (beyond `high` otherwise).
    Neighbors that touch are moved together by the same amount (pool adjacent violators).
    """
    order = sorted(range(len(centers)), key=lambda k: (centers[k], k))
    groups: list[tuple[float, list[int]]] = []  # top of the group, its members in order
    for k in order:
        top, members = centers[k] - heights[k] / 2, [k]
        top = max(low, min(top, high - heights[k]))
        while groups and groups[-1][0] + sum(heights[m] for m in groups[-1][1]) > top:
            members = [*groups.pop()[1], *members]
            top = _best_top(members, centers, heights)
            top = max(low, min(top, high - sum(heights[m] for m in members)))
        groups.append((top, members))
    placed = [0.0] * len(centers)
    for top, members in groups:
        edge = top
        for k in members:
            placed[k] = edge + heights[k] / 2
            edge += heights[k]
    return placed


def _best_top(members: Sequence[int], centers: Sequence[float], heights: Sequence[float]) -> float:
    """Return the top that moves the members least on average."""
    above = 0.0
    tops = []
    for k in members:
        tops.append(centers[k] - heights[k] / 2 - above)
        above += heights[k]
    return sum(tops) / len(tops)


def write_labels(sheet: Sheet, labels: Sequence[Label], column: Column) -> None:
    """Write the labels into the column and draw a line from the chart's edge to each."""
    indent = LEADER + 1.0
    looks = [TextStyle(color=label.color) for label in labels]
    texts = [sheet.lines(label.text, column.width - indent, style) for label, style in zip(labels, looks, strict=True)]
    heights = [style.height(lines) + LABEL_GAP for style, lines in zip(looks, texts, strict=True)]
    centers = spread([label.at for label in labels], heights, 0.0, column.height)
    leaders = sheet.axes(column.left, column.top, LEADER, column.height)
    leaders.set_xlim(0.0, LEADER)
    leaders.set_ylim(column.height, 0.0)
    for k, label in enumerate(labels):
        top = column.top + centers[k] - (heights[k] - LABEL_GAP) / 2
        sheet.write_lines(column.left + indent, top, texts[k], looks[k])
        path = ([0.0, LEADER * 0.4, LEADER * 0.75, LEADER], [label.at, label.at, centers[k], centers[k]])
        leaders.plot(*path, color=label.leader or label.color, linewidth=0.8, clip_on=False)
