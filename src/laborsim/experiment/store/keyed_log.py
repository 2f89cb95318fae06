"""A log: one line an entry, on disk at once, so that work that was killed goes on where it stopped."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from laborsim.experiment.store.atomic_files import writing
from laborsim.identity.canonical_json import parsed

Plain = dict[str, Any]
"""Plain data: what JSON can hold."""


class Log:
    """Entries by their key; a line that a kill cut short, or that lacks one of the `fields`, is as if it were not.

    Of several lines with one key the last counts. `path`: None = kept in memory only.
    """

    def __init__(self, path: Path | None, fields: tuple[str, ...]) -> None:
        self.path, self.fields = path, {"key", *fields}
        self._entries: dict[str, Plain] = {}
        self._is_cut = False  # the last line is the half of one: what follows it needs a line of its own
        if path is not None and path.exists():
            written = path.read_bytes()
            self._is_cut = bool(written) and not written.endswith(b"\n")
            self._entries = {str(entry["key"]): entry for entry in self._whole(written)}

    def _whole(self, written: bytes) -> Iterator[Plain]:
        for line in written.splitlines():
            try:
                entry = parsed(line)
            except ValueError:  # cut short, maybe in the middle of a character
                continue
            if isinstance(entry, dict) and self.fields <= entry.keys():
                yield entry

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def find(self, key: str) -> Plain | None:
        """Return the entry of a key, or None."""
        return self._entries.get(key)

    def append(self, key: str, entry: Plain) -> None:
        """Add an entry, on disk before this returns. Raises CannotWrite."""
        line = {"key": key, **entry}
        self._entries[key] = line
        if self.path is not None:
            self._is_cut, was_cut = True, self._is_cut  # until all of it is there
            with writing(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8", newline="\n") as file:
                    file.write(("\n" if was_cut else "") + json.dumps(line) + "\n")
            self._is_cut = False
