"""Files of a figure: PNG, SVG and CSV, the same bytes for the same figure."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.text import Text

from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.published.csv_writer import SPREADSHEET, Cell, csv_table
from laborsim.report.canvas.style import DPI, styled, warn_of_boxes

COMPRESSION = 3
"""Of a PNG, 0 to 9: three quarters of the usual 6's time and a tenth more bytes (measured on a run)."""

_STEM = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True)
class Table:
    """Columns and rows of a CSV; None is an empty cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def beside(self, told: Mapping[str, str]) -> "Table":
        """Return the table with columns that are the same in every row; those that it has stay."""
        new = {name: text for name, text in told.items() if name not in self.columns}
        return Table((*self.columns, *new), tuple((*row, *new.values()) for row in self.rows))


def save(figure: Figure, folder: Path, stem: str, table: Table) -> tuple[Path, Path, Path]:
    """Write `stem`.png, .svg and .csv into `folder`; return their paths relative to it.

    No date and no program name goes into the files. Raise ValueError for a stem that is not a plain name,
    CannotWrite.
    """
    if not _STEM.fullmatch(stem):
        raise ValueError(f"figure name {stem!r}: use small letters, digits, - and _, at most 63")
    make_folder(folder)
    written = []
    for suffix, content in contents(figure, table).items():
        path = folder / f"{stem}{suffix}"
        write_whole(path, content)
        written.append(path.relative_to(folder))
    return written[0], written[1], written[2]


def contents(figure: Figure, table: Table) -> dict[str, bytes]:
    """Return a figure's files by suffix: .png, .svg, .csv; warn of characters that became boxes."""
    warn_of_boxes(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text))
    png, svg = io.BytesIO(), io.BytesIO()
    with styled():
        figure.savefig(
            png, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": COMPRESSION}
        )
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return {".png": png.getvalue(), ".svg": svg.getvalue(), ".csv": csv_table(table.columns, table.rows, SPREADSHEET)}
