"""Looks: every time the facts are judged anew a line says what was seen, so that nobody tunes unseen."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from laborsim.calibration.facts.declarations import Fact
from laborsim.calibration.facts.verdicts import HIT, Judged
from laborsim.experiment.store.atomic_files import add_row
from laborsim.published.data_tables import read_rows

COLUMNS = ("date", "code", "parameters", "core_hit", "core_testable", "hit", "testable", "note")
SEEN = COLUMNS[1:-1]
CODE_DIGITS = 8


def totals(facts: Sequence[Fact], judged: Mapping[str, Judged], testable: Sequence[str]) -> dict[str, int]:
    """Return how many of the facts that can be tested are hit, core facts apart."""
    asked = [fact for fact in facts if fact.id in testable]
    hit = [fact for fact in asked if judged[fact.id].verdict == HIT]
    return {
        "core_hit": sum(fact.core for fact in hit),
        "core_testable": sum(fact.core for fact in asked),
        "hit": len(hit),
        "testable": len(asked),
    }


def note_look(path: Path, code: str, parameters: str, seen: Mapping[str, int], note: str = "") -> None:
    """Add a look, unless the last line saw the same with the same code and parameters."""
    line = {
        "date": date.today().isoformat(),
        "code": code[:CODE_DIGITS],
        "parameters": parameters[:CODE_DIGITS],
        **{name: str(number) for name, number in seen.items()},
        "note": note,
    }
    add_row(path, {name: line[name] for name in COLUMNS}, SEEN)


def looks(path: Path) -> list[dict[str, str]]:
    """Return all looks, oldest first."""
    return read_rows(path) if path.exists() else []


def moved(found: Sequence[Mapping[str, str]]) -> int:
    """Return how many looks saw other parameters, or other code, than the look before: choices could follow it."""
    return sum((now["parameters"], now["code"]) != (then["parameters"], then["code"]) for then, now in pairwise(found))
