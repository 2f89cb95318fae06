"""The log of studies: every piece of one has a key, is written down at once, and is never done twice."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from laborsim.experiment.store.keyed_log import Log, Plain
from laborsim.experiment.store.run_id import data_hashes
from laborsim.identity.canonical_json import canonical, plain_hash
from laborsim.identity.code import code_hash

KEY_DIGITS = 16

P = ParamSpec("P")


class StudyLog:
    """A log of what studies found; `tell` hears of everything new."""

    def __init__(self, path: Path, tell: Callable[[str], None] = lambda line: None) -> None:
        self.tell = tell
        self.log = Log(path, ("found",))

    def once(self, question: Plain, study: Callable[P, Plain], *about: P.args, **named: P.kwargs) -> Plain:
        """Return what `study` finds: from the log if the same question, data and code were there before."""
        key = key_of(question, study)
        entry = self.log.find(key)
        if entry is None:
            entry = {"asked": question, "found": json.loads(canonical(study(*about, **named)))}
            self.log.append(key, entry)
            which = f", replicate {question['replicate']}" if "replicate" in question else ""
            self.tell(f"{question.get('study', '')}{which}")
        found: Plain = entry["found"]
        return found


def key_of(question: Plain, study: Callable[..., Plain]) -> str:
    """Return the hash of a question, of the data and of the code that answering it reaches."""
    return plain_hash({**question, "code": code_hash(study), "data": data_hashes()})[:KEY_DIGITS]
