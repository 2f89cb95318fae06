"""Canonical JSON: plain data as the one text that stands for it, the hash of that, and text read back."""

import hashlib
import json
from typing import Any


def canonical(value: object) -> str:
    """Return plain data as the one JSON text that stands for it. Raises ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def plain_hash(value: object) -> str:
    """Return the SHA-256 of plain data in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def parsed(text: str | bytes) -> Any:
    """Return the plain data that a JSON text stands for. Raises ValueError for whatever is none, brackets included."""
    try:
        return json.loads(text)
    except RecursionError as error:  # no file of ours is so deep
        raise ValueError("nested too deeply") from error
