"""The fonts of figures: they come with matplotlib and with this package, so figures are the same on every machine."""

import warnings
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

from laborsim.report.text.phrases import Language

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
