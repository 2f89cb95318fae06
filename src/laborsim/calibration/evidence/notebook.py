"""A notebook of results: every piece of work has a key, is written down at once, and is never done twice."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from laborsim.calibration.deciding import studying_code
from laborsim.experiment.run_id import canonical, data_hashes

KEY_DIGITS = 16

Plain = dict[str, Any]
"""Plain data: what JSON can hold."""


class Notebook:
    """Results by key, one JSON line each; a line that a kill cut short is forgotten."""

    def __init__(self, path: Path, tell: Callable[[str], None] = lambda line: None) -> None:
        self.path, self.tell = path, tell
        self._known: dict[str, Plain] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    entry = json.loads(line)
                except json.JSONDecodeError:
                    continue
                self._known[entry["key"]] = entry["found"]

    def once(self, question: Plain, work: Callable[[], Plain]) -> Plain:
        """Return what `work` finds: from the notebook if the same question, data and code were there before."""
        key = key_of(question)
        if key not in self._known:
            found = json.loads(canonical(work()))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(canonical({"key": key, "asked": question, "found": found}) + "\n")
            self._known[key] = found
            which = f", replicate {question['replicate']}" if "replicate" in question else ""
            self.tell(f"{question.get('study', '')}{which}")
        return self._known[key]


def key_of(question: Plain) -> str:
    """Return the hash of a question, of the data and of the code that simulates and studies."""
    asked = {**question, "code": studying_code(), "data": data_hashes()}
    return hashlib.sha256(canonical(asked).encode()).hexdigest()[:KEY_DIGITS]
