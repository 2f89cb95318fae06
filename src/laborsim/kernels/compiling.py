"""Compilation: one decorator for all kernels, and a cache that an edited helper cannot outlive."""

import hashlib
import os
import platform
from pathlib import Path

import numba
import numpy as np


def _cache_folder() -> Path:
    # Numba's own cache does not see an edit in a called kernel of another file, so the folder is named by all of them.
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__} {platform.processor()}".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "laborsim" / f"kernels-{digest.hexdigest()[:16]}"


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]  # numba sets its options by name

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")
"""Compile a kernel: cached on disk, releases the interpreter lock, no fast-math."""

inlined = numba.njit(forceinline=True, cache=True, nogil=True, error_model="numpy")
"""Compile a kernel into whatever calls it: what every row is asked, where the call would take longer than most answers,
and loops that are to be turned into code for several workers at once."""
