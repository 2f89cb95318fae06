"""The identity of a data file: the hash of the values in it, whatever its quotes, comments, spaces and line ends."""

import csv
import hashlib
import json
import re
from collections.abc import Collection
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from laborsim.identity.canonical_json import plain_hash

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d*)?([eE][+-]?\d+)?")
"""What is the same number however it is written; 007 is a name."""

_WHOLE = re.compile(r"[+-]?\d+")


def data_hash(path: Path) -> str:
    """Return the SHA-256 of the values in a file.

    A table's cell that reads as a number is that number (1 is 1.0), any other cell is its text, to the space; rows and
    columns keep their order. Lists and mappings of JSON and YAML and the arrays of an .npz file are taken as read; of
    what is none of these, and of a file that cannot be read as what its name says, every byte counts.
    """
    content = path.read_bytes()
    values = _READERS.get(path.suffix, _bytes)
    try:
        return plain_hash([path.suffix, values(content)])
    except (ValueError, KeyError, OSError, RecursionError):  # damaged: whoever reads it will say so
        return plain_hash([path.suffix, _bytes(content)])


def hashes_in(folder: Path, without: Collection[str] = ()) -> dict[str, str]:
    """Return the hash of the values in every file of a folder and below it, by name, `without` some folders in it."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name.as_posix(): data_hash(path) for name, path in files.items() if name.parts[0] not in without}


def number(text: str) -> int | float:
    """Return the number that a text writes, as an integer where it is whole."""
    if _WHOLE.fullmatch(text):
        return int(text)
    value = float(text)
    return int(value) if value.is_integer() else value


def _table(content: bytes) -> Any:
    rows = csv.reader(StringIO(content.decode("utf-8"), newline=""))
    return [[_cell(cell) for cell in row] for row in rows if row]


def _cell(text: str) -> str | int | float:
    return number(text) if _NUMBER.fullmatch(text.strip()) else text


def _json(content: bytes) -> Any:
    return json.loads(content, parse_int=number, parse_float=number)


def _yaml(content: bytes) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - most who ask for an identity read no YAML
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        read = YAML(typ="safe", pure=True).load(content)
    except YAMLError as error:
        raise ValueError(str(error)) from error
    return json.loads(json.dumps(read, default=str), parse_int=number, parse_float=number)


def _arrays(content: bytes) -> Any:
    import numpy as np  # noqa: PLC0415 - most who ask for an identity of code read no arrays

    from laborsim.identity.array_errors import UNREADABLE  # noqa: PLC0415

    try:
        with np.load(BytesIO(content), allow_pickle=False) as found:
            return {
                name: [found[name].dtype.str, list(found[name].shape), _bytes(found[name].tobytes())] for name in found
            }
    except UNREADABLE as error:
        raise ValueError(str(error)) from error


def _bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_READERS = {".csv": _table, ".json": _json, ".yaml": _yaml, ".yml": _yaml, ".npz": _arrays}
