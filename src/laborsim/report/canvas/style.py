"""Colors, sizes and the one place where matplotlib's settings are changed, for a while."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

from laborsim.published.words import Language

LATIN_FAMILY = "DejaVu Sans"
"""Comes with matplotlib."""

CHINESE_FAMILY = "Laborsim Sans SC"
"""Comes with this package: all of GB 2312, and what laborsim's own texts use."""

CHINESE_FONTS = Path(str(files("laborsim"))) / "data" / "fonts"

_told: set[str] = set()


class MissingGlyphWarning(UserWarning):
    """A text has characters that no font of the figures has."""


def font_families(language: Language) -> list[str]:
    """Return the font families for `language`, best first; English figures may quote a Chinese document."""
    _add_chinese_fonts()
    return [CHINESE_FAMILY, LATIN_FAMILY] if language == "zh" else [LATIN_FAMILY, CHINESE_FAMILY]


@cache
def _add_chinese_fonts() -> None:
    for path in sorted(CHINESE_FONTS.glob("*.otf")):
        fontManager.addfont(path)


@cache
def drawable_characters() -> frozenset[str]:
    """Return the characters that the fonts of the figures have."""
    fonts = (get_font(findfont(FontProperties(family=[family]))) for family in font_families("zh"))
    return frozenset(chr(code) for font in fonts for code in font.get_charmap())


def warn_of_boxes(texts: Iterable[str]) -> None:
    """Warn of the characters for which a figure shows boxes, of each once."""
    lacking = {character for text in texts for character in text if not character.isspace()}
    lacking -= drawable_characters() | _told
    if lacking:
        _told.update(lacking)
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in sorted(lacking))
        warnings.warn(f"figures show a box for what their fonts lack: {named}", MissingGlyphWarning, stacklevel=2)


# Okabe and Ito (2008), "Color universal design": eight colors that color-blind readers tell apart.
BLUE = "#0072B2"
SKY = "#56B4E9"
GREEN = "#009E73"
ORANGE = "#E69F00"
VERMILLION = "#D55E00"

INK = "#1A1A1A"
SOFT_INK = "#404040"
GREY = "#666666"
PALE = "#BDBDBD"
GRID = "#E2E2E2"
VERMILLION_INK = "#A84A00"
"""Vermillion dark enough to be read as text on white (contrast 5.6 to 1)."""

INTERVALS: tuple[dict[str, Any], ...] = (
    {"linewidth": 6.0, "alpha": 0.3, "solid_capstyle": "butt"},
    {"linewidth": 1.2, "solid_capstyle": "butt"},
)
"""How an effect's two intervals are drawn: the draws as a light band, the simulation error of their mean as a line."""

BASE_SIZE = 8.0
TITLE_SIZE = 9.5
NOTE_SIZE = 6.5
DPI = 300
SALT = "laborsim"
"""Fixed, so that the same figure gets the same identifiers in its SVG."""


@contextmanager
def styled(language: Language = "en") -> Iterator[None]:
    """Draw or save with the house style; every setting is as before afterwards.

    matplotlib's settings belong to the whole process: do not draw on two threads at once.
    """
    families = font_families(language)
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph ")  # a saved figure says it once, of all characters together
        mpl.rcdefaults()  # nobody's own settings may change a figure
        mpl.rcParams.update(
            {
                "font.family": families,
                "font.size": BASE_SIZE,
                "text.color": INK,
                "text.parse_math": False,  # a "$" in a title is a dollar, not a formula
                "axes.edgecolor": SOFT_INK,
                "axes.linewidth": 0.6,
                "axes.unicode_minus": True,
                "xtick.color": SOFT_INK,
                "ytick.color": SOFT_INK,
                "xtick.major.width": 0.6,
                "ytick.major.width": 0.6,
                "xtick.major.size": 2.5,
                "ytick.major.size": 2.5,
                "hatch.linewidth": 0.7,
                "svg.hashsalt": SALT,
                "svg.fonttype": "path",
                "savefig.dpi": DPI,
                "path.simplify": False,
            }
        )
        yield
