"""Compares the folders of runs."""

import hashlib
import json
from pathlib import Path


def content(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder; of a manifest, without what tells how it was made."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.name == "manifest.json":
                manifest = json.loads(data)
                manifest["made"] = None
                data = json.dumps(manifest).encode()
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(data).hexdigest()
    return found
