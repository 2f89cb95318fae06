"""Which installed fonts can write a figure's language."""

from pathlib import Path

from matplotlib import font_manager

from laborsim.report.phrases import Language

LATIN_FAMILY = "DejaVu Sans"
"""Comes with matplotlib, so English figures are the same on every machine."""

CHINESE_FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
"""One design under its several names; other regions' variants draw some characters differently."""

CHINESE_FILES = ("notosanscjk", "notosanssc", "sourcehansanssc", "sourcehansanscn")

INSTALL_CHINESE = """\
no font for Chinese figures was found; laborsim draws them with Noto Sans CJK SC.
  Debian, Ubuntu:  sudo apt-get install fonts-noto-cjk
  Fedora:          sudo dnf install google-noto-sans-cjk-fonts
  macOS, Windows:  install "Noto Sans SC" from https://fonts.google.com/noto/specimen/Noto+Sans+SC
Font collections (.ttc) need matplotlib 3.11 or newer. English figures need no font: --lang en"""


class MissingFontError(RuntimeError):
    """No installed font has Chinese characters; the message says how to install one."""


def chinese_family() -> str | None:
    """Return the name of the installed font for Chinese, or None."""
    found = _known_chinese_family()
    if found is None:
        # matplotlib keeps its list of fonts between runs: one installed since then has to be added.
        for path in font_manager.findSystemFonts():
            if Path(path).stem.lower().replace("-", "").startswith(CHINESE_FILES):
                font_manager.fontManager.addfont(path)
        found = _known_chinese_family()
    return found


def _known_chinese_family() -> str | None:
    known = set(font_manager.fontManager.get_font_names())
    return next((name for name in CHINESE_FAMILIES if name in known), None)


def font_families(language: Language) -> list[str]:
    """Return the font families for `language`, best first; raise MissingFontError if Chinese has none.

    English figures may quote a Chinese document, so a Chinese font follows the Latin one where there is one.
    """
    chinese = chinese_family()
    if language == "zh":
        if chinese is None:
            raise MissingFontError(INSTALL_CHINESE)
        return [chinese, LATIN_FAMILY]
    return [LATIN_FAMILY] if chinese is None else [LATIN_FAMILY, chinese]
