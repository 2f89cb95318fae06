"""The holdout log: every time the years after 2019 are opened, a line says what was seen and what it was for."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from laborsim.calibration.evidence.backtest import Score
from laborsim.experiment.store.atomic_files import writing
from laborsim.experiment.store.run_id import simulating_code
from laborsim.published.csv_writer import PROGRAM, csv_rows
from laborsim.published.data_tables import read_rows

COLUMNS = ("date", "code", "total", "outbound", "local", "pay", "inside_16", "note")
CODE_DIGITS = 8


def note_opening(path: Path, scores: Sequence[Score], note: str) -> None:
    """Add an opening, unless the last line saw the same. Errors in percent."""
    four = {score.series: score for score in scores if score.scored}
    line = {
        "date": date.today().isoformat(),
        "code": simulating_code()[:CODE_DIGITS],
        **{name: f"{score.error:.2f}" for name, score in four.items()},
        "inside_16": str(sum(score.inside for score in four.values())),
        "note": note,
    }
    before = openings(path)
    same = ("code", "total", "outbound", "local", "pay", "inside_16")
    if before and all(before[-1][name] == line[name] for name in same):
        return
    rows = [COLUMNS, [line[name] for name in COLUMNS]]
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(csv_rows(rows[1:] if before else rows, PROGRAM))


def openings(path: Path) -> list[dict[str, str]]:
    """Return all openings, oldest first."""
    return read_rows(path) if path.exists() else []
