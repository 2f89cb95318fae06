"""Plain data as JSON: the one text that stands for it, its hash, text read back, and results as files hold them."""

import hashlib
import json
import math
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


def rounded(value: object) -> Any:
    """Return plain data with six significant digits, and null for what is no number."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list | tuple) else value


def result_bytes(value: object) -> bytes:
    """Return plain data, rounded, as the JSON file that a calibration ships."""
    return f"{json.dumps(rounded(value), indent=1, ensure_ascii=False)}\n".encode()
