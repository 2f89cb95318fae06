"""The fonts come with the package: every machine draws the same figure, and a character that they lack is a box."""

import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, findfont, get_font
from tests.house import ROOT
from tests.report.figure_data import fan

from laborsim.published.words import Words
from laborsim.report.canvas import style as fonts
from laborsim.report.canvas.figure_files import contents
from laborsim.report.figures.fan import fan_figure
from laborsim.report.figures.fan_data import fan_table

ONLY_IN_PATTERNS = {"鿿"}
"""Ends a range of characters in patterns; no text has it."""
RARE = "龘"
RARER = "𰻞"


def subset_maker():
    found = importlib.util.spec_from_file_location("subset", fonts.CHINESE_FONTS / "subset.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def nothing_told(monkeypatch):
    monkeypatch.setattr(fonts, "_told", set())


def titled(name, language="zh"):
    data = replace(fan(20), region=Words(name, name))
    return fan_figure(data, language), fan_table(data)


@pytest.mark.parametrize(("weight", "style"), [("normal", "Regular"), ("bold", "Bold")])
def test_the_chinese_font_has_all_of_gb_2312_in_both_weights(weight, style):
    fonts.font_families("zh")
    font = get_font(findfont(FontProperties(family=["Laborsim Sans SC"], weight=weight)))
    has = font.get_charmap()
    assert font.style_name == style
    characters = {row.decode("gb2312") for row in two_bytes() if row.decode("gb2312", errors="ignore")}
    assert len({character for character in characters if "一" <= character <= "龥"}) == 6_763
    assert {character for character in characters if ord(character) not in has} == set()


def two_bytes():
    return (bytes((row, column)) for row in range(0xA1, 0xFF) for column in range(0xA1, 0xFF))


def test_the_fonts_have_every_character_of_laborsims_own_texts():
    lacking = subset_maker().own_characters() - fonts.drawable_characters() - ONLY_IN_PATTERNS
    assert not lacking, f"add {''.join(sorted(lacking))} to the fonts: make font (see data/fonts/README.md)"


def test_the_fonts_go_by_a_name_of_their_own_and_carry_their_licence():
    for style in ("Regular", "Bold"):
        names = TTFont(fonts.CHINESE_FONTS / f"LaborsimSansSC-{style}.otf")["name"]
        assert {names.getDebugName(number) for number in (1, 2)} == {"Laborsim Sans SC", style}
        assert not any(
            reserved in names.getDebugName(number) for number in (1, 4, 6) for reserved in ("Noto", "Source")
        )
        assert "SIL Open Font License" in names.getDebugName(13) and "Adobe" in names.getDebugName(0)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.CHINESE_FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_font_of_a_figure_comes_with_matplotlib_or_with_laborsim(language, weight):
    for family in fonts.font_families(language):
        path = Path(findfont(FontProperties(family=[family], weight=weight), fallback_to_default=False))
        assert path.is_relative_to(get_data_path()) or path.is_relative_to(fonts.CHINESE_FONTS)


def test_a_machine_without_fonts_draws_the_same_picture(tmp_path):
    program = (
        "import sys; from matplotlib import font_manager\n"
        "font_manager.findSystemFonts = lambda *_, **__: []\n"
        "font_manager.fontManager.ttflist = [f for f in font_manager.fontManager.ttflist if 'mpl-data' in f.fname]\n"
        "from tests.report.canvas.test_fonts import titled; from laborsim.report.canvas.figure_files import contents\n"
        "sys.stdout.buffer.write(contents(*titled('返乡创业园'))['.png'])\n"
    )
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path)}
    drawn = subprocess.run(
        [sys.executable, "-c", program],
        env=bare | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert drawn.stdout == contents(*titled("返乡创业园"))[".png"]
    assert drawn.stderr == b""


@pytest.mark.usefixtures("nothing_told")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_characters_beyond_the_fonts_are_boxes_and_one_warning_that_names_them(language, recwarn):
    drawn = contents(*titled(f"{RARE}{RARER}市", language))
    assert [str(warning.message) for warning in recwarn] == [
        "figures show a box for what their fonts lack: 龘 (U+9F98), 𰻞 (U+30EDE)"
    ]
    assert drawn[".png"] != contents(*titled("市", language))[".png"]
    contents(*titled(RARE, language))
    assert len(recwarn) == 1, "the next figure says nothing new"


@pytest.mark.usefixtures("nothing_told")
def test_a_text_that_the_fonts_can_write_is_no_reason_to_warn(recwarn):
    contents(*titled("返乡创业园 2025 – ¥ α ① − “二十”\u00a0%"))
    assert not recwarn.list
