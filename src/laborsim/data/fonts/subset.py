"""Make the Chinese fonts of this folder from Noto Sans CJK; the README beside this says how."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from laborsim.experiment.store.atomic_files import write_whole

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
FAMILY = "Laborsim Sans SC"
"""Not the name of the original, which is a trademark: nobody's installed font can be taken for this one."""
ORIGINAL = "Noto Sans CJK SC"
STYLES = ("Regular", "Bold")
MINUS = "\N{MINUS SIGN}"
"""matplotlib writes it on axes."""
TEXTS = ("src/**/*.py", "src/**/*.csv", "src/**/*.json", "src/**/*.md", "scenarios/**/*.yaml", "calibration/*.csv")
"""Where laborsim's own texts stand."""
DESCRIPTION = f"A subset of {ORIGINAL} under another name: GB 2312 and what the texts of laborsim use."
COPYRIGHT, NAME, STYLE, UNIQUE, FULL_NAME, POSTSCRIPT, TRADEMARK, DESCRIBED = 0, 1, 2, 3, 4, 6, 7, 10
"""Numbers of name records in a font (OpenType specification, table "name")."""


def characters() -> set[str]:
    """Return all characters that a figure may need: Latin 1, GB 2312, and those of laborsim's own texts."""
    latin = {character for character in map(chr, range(0x100)) if character.isprintable()} | {"\N{NO-BREAK SPACE}"}
    return latin | {MINUS} | set(_gb2312()) | own_characters()


def _gb2312() -> Iterator[str]:
    for row in range(0xA1, 0xF8):
        for column in range(0xA1, 0xFF):
            try:
                yield bytes((row, column)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # a place that the standard leaves empty


def own_characters() -> set[str]:
    """Return the characters of laborsim's texts."""
    texts = (path.read_text(encoding="utf-8") for pattern in TEXTS for path in ROOT.glob(pattern))
    return {character for text in texts for character in text if character.isprintable()}


def subset(source: Path, style: str) -> None:
    """Write one style of the family into this folder."""
    font = next(font for font in TTCollection(source).fonts if font["name"].getDebugName(NAME) == ORIGINAL)
    options = Options(
        name_IDs=["*"],  # the licence stays in the file
        layout_features=["kern"],
        hinting=False,  # matplotlib hints by itself
        notdef_outline=True,  # the box that stands for a character beyond the subset
        recalc_timestamp=False,  # the same bytes each time
        drop_tables=["BASE", "GSUB", "VORG", "vhea", "vmtx"],  # other shapes of characters, vertical text
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters()))
    subsetter.subset(font)
    _rename(font, style)
    content = BytesIO()
    font.save(content)
    write_whole(HERE / f"{FAMILY.replace(' ', '')}-{style}.otf", content.getvalue())


def _rename(font: TTFont, style: str) -> None:
    plain = FAMILY.replace(" ", "")
    names = {
        NAME: FAMILY,
        STYLE: style,
        UNIQUE: f"laborsim;{plain}-{style}",
        FULL_NAME: f"{FAMILY} {style}",
        POSTSCRIPT: f"{plain}-{style}",
        DESCRIBED: DESCRIPTION,
    }
    table = font["name"]
    for number in (*names, TRADEMARK):
        table.removeNames(nameID=number)
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)  # Windows, Unicode, American English
    cff = font["CFF "].cff
    cff.fontNames = [names[POSTSCRIPT]]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName, top.Weight = names[FULL_NAME], FAMILY, style


def main() -> None:
    """Make every style from the collections in the folder that the command line names."""
    folder = Path(sys.argv[1])
    for style in STYLES:
        subset(folder / f"NotoSansCJK-{style}.ttc", style)


if __name__ == "__main__":
    main()
