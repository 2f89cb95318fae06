"""The log of looks: every time the years after 2019 are opened, a line says what was seen and what it was for."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from laborsim.calibration.evidence.backtest import Score
from laborsim.experiment.run_id import simulating_code

COLUMNS = ("date", "code", "total", "outbound", "local", "pay", "inside_16", "note")
CODE_DIGITS = 8


def look(path: Path, scores: Sequence[Score], note: str) -> None:
    """Add a look, unless the last line saw the same. Errors in percent."""
    four = {score.series: score for score in scores if score.scored}
    line = {
        "date": date.today().isoformat(),
        "code": simulating_code()[:CODE_DIGITS],
        **{name: f"{score.error:.2f}" for name, score in four.items()},
        "inside_16": str(sum(score.inside for score in four.values())),
        "note": note,
    }
    before = looks(path)
    same = ("code", "total", "outbound", "local", "pay", "inside_16")
    if before and all(before[-1][name] == line[name] for name in same):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if not before:
            writer.writeheader()
        writer.writerow(line)


def looks(path: Path) -> list[dict[str, str]]:
    """Return all looks, oldest first."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
