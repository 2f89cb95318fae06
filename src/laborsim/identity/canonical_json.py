"""Canonical JSON: plain data as the one text that stands for it, and the hash of that."""

import hashlib
import json


def canonical(value: object) -> str:
    """Return plain data as the one JSON text that stands for it. Raises ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def plain_hash(value: object) -> str:
    """Return the SHA-256 of plain data in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
