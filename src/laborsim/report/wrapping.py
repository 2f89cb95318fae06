"""Where a text is broken into lines, in English and in Chinese."""

import re
from collections.abc import Callable, Sequence

Measure = Callable[[str], float]
"""Width of a text, in any unit."""

_CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_PIECES = re.compile(rf"[ \n]+|[{_CHINESE}]|[^ \n{_CHINESE}]+")

NEVER_FIRST = "，。；：、！？）》】」』”’)]}»,.;:!?%…"
NEVER_LAST = "（《【「『“‘([{«"


def pieces(text: str) -> list[str]:
    """Split a text where a line may end: after spaces and between Chinese characters.

    Closing punctuation stays with what is before it, opening punctuation with what follows; a no-break
    space never ends a line; a Chinese measure word stays with its number ("12 月").
    """
    found: list[str] = []
    for piece in _PIECES.findall(text):
        is_space = piece.isspace() and "\u00a0" not in piece
        if found and (is_space or _belong_together(found[-1], piece)):
            found[-1] += " " if is_space else piece
        elif not is_space:
            found.append(piece)
    return found


def _belong_together(before: str, piece: str) -> bool:
    is_counted = before.rstrip(" ")[-1:].isdigit() and re.match(f"[{_CHINESE}]", piece) is not None
    return is_counted or piece[0] in NEVER_FIRST or before[-1] in NEVER_LAST


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
