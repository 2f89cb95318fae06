"""The holdout log: every time the years after 2019 are opened, a line says what was seen and what it was for."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from laborsim.calibration.evidence.backtest import Score
from laborsim.experiment.store.atomic_files import add_row
from laborsim.experiment.store.run_id import simulating_code
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
    add_row(path, {name: line[name] for name in COLUMNS}, ("code", "total", "outbound", "local", "pay", "inside_16"))


def openings(path: Path) -> list[dict[str, str]]:
    """Return all openings, oldest first."""
    return read_rows(path) if path.exists() else []
