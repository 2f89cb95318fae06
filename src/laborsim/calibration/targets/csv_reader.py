"""A CSV table in which every cell knows where it stands, so that a fault is shown at its line and column."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from laborsim.published.words import UNSAID, Words
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.text_file import read_bytes, read_text
from laborsim.scenario.value_types import did_you_mean
from laborsim.scenario.yaml_tree import is_number_text


@dataclass(frozen=True)
class Cell:
    """One cell: its text without blanks around it, and its place."""

    text: str
    place: Place

    @property
    def is_number(self) -> bool:
        """Return whether it holds a number in plain digits."""
        return is_number_text(self.text)


@dataclass(frozen=True)
class Row:
    """One row by column name; a column that the file does not have is empty."""

    cells: dict[str, Cell]
    place: Place

    def __getitem__(self, column: str) -> str:
        return self.cells[column].text if column in self.cells else ""

    def at(self, column: str) -> Place:
        """Return where a cell stands, or the row if there is none."""
        return self.cells[column].place if column in self.cells else self.place


def read_csv(path: Path, columns: Sequence[str], needed: Sequence[str], notes: Notes) -> list[Row]:
    """Return the rows of a table; what is wrong with its shape goes to `notes`. Lines that begin with # are comments.

    Raises CannotRead if the file cannot be opened, ScenarioProblems if its text is refused.
    """
    shown = str(path)
    lines = read_text(read_bytes(path, shown, notes), shown, notes).split("\n")
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        notes.add(
            Problem(
                "E509",
                "file",
                Place(shown, 1, 1),
                Words("no header", "没有表头"),
                hint=Words(f"columns: {', '.join(columns)}", f"各列为：{', '.join(columns)}"),
            )
        )
        return []
    first, header = numbered[0]
    names = [name.strip() for name in next(csv.reader([header]))]
    _check_header(names, columns, needed, Place(shown, first, 1), notes)
    rows = []
    for number, line in numbered[1:]:
        values = next(csv.reader([line]))
        place = Place(shown, number, 1, max(1, len(line)))
        if len(values) != len(names):
            message = Words(
                f"{len(values)} cells where the header names {len(names)}",
                f"有{len(values)}个单元格，而表头有{len(names)}列",
            )
            notes.add(
                Problem(
                    "E509",
                    "row",
                    place,
                    message,
                    hint=Words("put text that holds a comma in double quotes", "含逗号的文本请加双引号"),
                )
            )
            continue
        starts = _starts(line, values)
        cells = {
            name: Cell(value.strip(), Place(shown, number, start + 1, max(1, len(value))))
            for name, value, start in zip(names, values, starts, strict=True)
        }
        rows.append(Row(cells, place))
    return rows


def _check_header(names: list[str], columns: Sequence[str], needed: Sequence[str], place: Place, notes: Notes) -> None:
    for name in names:
        if name not in columns:
            hint = nearest_to(name, columns)
            message = Words("a column that is not known", "未识别的列")
            notes.add(Problem("E509", name, place, message, echo(name), did_you_mean(hint) if hint else UNSAID))
    for name in needed:
        if name not in names:
            notes.add(Problem("E509", name, place, Words(f"the column '{name}' is missing", f"缺少列 '{name}'")))
    twice = {name for name in names if names.count(name) > 1}
    for name in sorted(twice):
        notes.add(Problem("E509", name, place, Words(f"the column '{name}' stands twice", f"列 '{name}' 重复")))


def _starts(line: str, values: list[str]) -> list[int]:
    """Return where each cell begins in its line."""
    starts, at = [], 0
    for value in values:
        starts.append(at)
        quoted = line[at : at + 1] == '"'
        at += len(value) + value.count('"') + 2 if quoted else len(value)
        at += 1
    return starts
