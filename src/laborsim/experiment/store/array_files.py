"""Arrays in one file: the same arrays give the same bytes, and nothing in it is ever executed."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVEL = 2  # of compression, 1 (fast) … 9 (small)

Arrays = dict[str, NDArray[Any]]


def packed(schema: str, arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return arrays as a compressed NPZ, the name of their schema first."""
    buffer = BytesIO()
    # What np.savez_compressed does, at a level that takes a quarter of its time for a sixth more bytes.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, array in {"schema": np.array(schema), **arrays}.items():
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return buffer.getvalue()


def unpacked(path: Path) -> tuple[str, Arrays]:
    """Return the schema and the arrays of a file. Raises one of `array_errors.UNREADABLE`, or OSError."""
    with np.load(path, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return str(arrays.pop("schema")), arrays
