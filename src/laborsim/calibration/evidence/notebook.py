"""A notebook of results: every piece of work has a key, is written down at once, and is never done twice."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec

from laborsim.experiment.run_id import data_hashes
from laborsim.identity.code import code_hash
from laborsim.identity.plain import canonical, plain_hash

KEY_DIGITS = 16

P = ParamSpec("P")

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

    def once(self, question: Plain, work: Callable[P, Plain], *about: P.args, **named: P.kwargs) -> Plain:
        """Return what `work` finds: from the notebook if the same question, data and code were there before."""
        key = key_of(question, work)
        if key not in self._known:
            found = json.loads(canonical(work(*about, **named)))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(canonical({"key": key, "asked": question, "found": found}) + "\n")
            self._known[key] = found
            which = f", replicate {question['replicate']}" if "replicate" in question else ""
            self.tell(f"{question.get('study', '')}{which}")
        return self._known[key]


def key_of(question: Plain, work: Callable[..., Plain]) -> str:
    """Return the hash of a question, of the data and of the code that the work of answering it reaches."""
    return plain_hash({**question, "code": code_hash(work), "data": data_hashes()})[:KEY_DIGITS]
