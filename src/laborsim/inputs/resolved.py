"""The scenario as it was understood: one file after `extends:` and `--set`, each value with its origin."""

import json
import re
from collections.abc import Callable
from typing import Any

from laborsim.inputs.blocks import ScenarioFile
from laborsim.inputs.compared import COMPARED, Compared
from laborsim.inputs.problems import echo
from laborsim.inputs.scenario import Loaded
from laborsim.inputs.tree import read_plain

SAFE_PLAIN = re.compile(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿 ._/()-]*")
INDENT = "  "


def resolved_text(loaded: Loaded, seen: Callable[[str], str] = str, compared: Compared | None = None) -> str:
    """Return scenario.resolved.yaml: a scenario file without `extends:`; comments name each value's origin.

    seen: how the name of an origin's file is written, so that no machine's paths are kept. compared: what it was
    compared with, if not what the file itself says. Run again, the text asks the same question.
    """
    head = "# Written by laborsim: the scenario after 'extends:' and '--set'; comments say where a value stands."
    compared = compared or loaded.compared
    data = {key: value for key, value in loaded.resolved.items() if key != COMPARED}
    if compared.block is not None:
        data[COMPARED] = compared.block
    ordered = {key: data[key] for key in ScenarioFile.model_fields if key in data}
    origins = {path: _seen_from(origin, seen) for path, origin in (loaded.origins | compared.origins).items()}
    remarks = loaded.remarks | compared.remarks
    beside = {path: "; ".join(filter(None, (origin, remarks.get(path)))) for path, origin in origins.items()}
    return "\n".join([head, *_lines(ordered, "", "", beside)]) + "\n"


def _seen_from(origin: str, seen: Callable[[str], str]) -> str:
    name, colon, line = origin.rpartition(":")
    return echo(f"{seen(name)}:{line}" if colon else origin)


def _lines(data: dict[str, Any], path: str, indent: str, remarks: dict[str, str]) -> list[str]:
    lines = []
    for key, value in data.items():
        below = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            lines.append(f"{indent}{_scalar(key)}:{'' if value else ' {}'}")
            lines.extend(_lines(value, below, indent + INDENT, remarks))
        else:
            text = f"[{', '.join(_scalar(item) for item in value)}]" if isinstance(value, list) else _scalar(value)
            remark = f"  # {remarks[below]}" if below in remarks else ""
            lines.append(f"{indent}{_scalar(key)}: {text}{remark}")
    return lines


def _scalar(value: Any) -> str:
    """Return a value so that reading it gives it back: text that looks like anything else is quoted."""
    if not isinstance(value, str):
        return json.dumps(value)
    if SAFE_PLAIN.fullmatch(value) and not value.endswith(" ") and read_plain(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)
