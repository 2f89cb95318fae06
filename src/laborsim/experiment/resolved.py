"""The scenario after `extends:` and `--set`, as a file with the origin of every value beside it."""

import json
import re
from typing import Any

from laborsim.experiment.asking import Asked

INDENT = "  "
PLAIN_KEY = re.compile(r"(?!(?:null|true|false)$)[A-Za-z_][\w-]*")


def resolved_yaml(asked: Asked) -> bytes:
    """Return the resolved scenario as YAML that `laborsim run` reads; comments say where each value stands."""
    compared = "nothing" if asked.baseline is None else asked.baseline.id
    lines = [
        "# What was simulated: every value after `extends:` and `--set`, and where it comes from.",
        f"# Compared with: {compared}; `--baseline FILE` compares it again.",
        *_lines(asked, asked.loaded.resolved, ()),
    ]
    return ("\n".join(lines) + "\n").encode()


def _lines(asked: Asked, data: dict[str, Any], above: tuple[str, ...]) -> list[str]:
    lines = []
    for key, value in data.items():
        path = (*above, key)
        start = f"{INDENT * len(above)}{key if PLAIN_KEY.fullmatch(key) else _text(key)}:"
        if isinstance(value, dict) and value:
            lines += [start, *_lines(asked, value, path)]
        else:
            lines.append(f"{start} {_text(value)}{_origin(asked, '.'.join(path))}")
    return lines


def _origin(asked: Asked, key: str) -> str:
    origin = asked.loaded.origins.get(key)
    if origin is None:
        return ""
    name, colon, line = origin.rpartition(":")
    return f"  # {asked.seen_from_here(name)}:{line}" if colon else f"  # {origin}"


def _text(value: Any) -> str:
    """Return a value as JSON, which is YAML too: no text is ever taken for a number, a date or a key word."""
    return json.dumps(value, ensure_ascii=False)
