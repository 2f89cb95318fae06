"""The finished replicates of a run: one file each, whose name carries the hash of its content."""

import hashlib
import re
from pathlib import Path

from laborsim.experiment.results import Results, to_bytes
from laborsim.experiment.storage import sha256_of, write_whole

FOLDER = "replicates"
"""Name of the folder of replicates inside a run's folder."""

_NAME = re.compile(r"(\d{5,})-([0-9a-f]{16})\.npz")
_HASH_DIGITS = 16


def save_replicate(folder: Path, replicate: int, results: Results) -> Path:
    """Write one finished replicate; it appears under its name only when it is whole. Raises CannotWrite."""
    content = to_bytes(results)
    digest = hashlib.sha256(content).hexdigest()[:_HASH_DIGITS]
    path = folder / f"{replicate:05d}-{digest}.npz"
    write_whole(path, content)
    return path


def verified(folder: Path) -> dict[int, Path]:
    """Return the replicates on disk whose content is what their name says, in order."""
    found: dict[int, Path] = {}
    for path in sorted(folder.glob("*.npz")):
        name = _NAME.fullmatch(path.name)
        if name and sha256_of(path).startswith(name[2]):
            found[int(name[1])] = path
    return dict(sorted(found.items()))


def remove_damaged(folder: Path) -> list[str]:
    """Delete whatever in the folder is not a whole replicate; return the names."""
    whole = set(verified(folder).values())
    damaged = [path for path in sorted(folder.iterdir()) if path not in whole]
    for path in damaged:
        path.unlink()
    return [path.name for path in damaged]
