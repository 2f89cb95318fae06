"""Compilation: one decorator for all kernels, and a cache that an edited helper cannot outlive."""

import hashlib
import os
import platform
import tempfile
from pathlib import Path

import numba
import numpy as np


def _cache_folder() -> Path:
    # Numba's own cache does not see an edit in a called kernel of another file, so the folder is named by all of them.
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__} {platform.processor()}".encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return _caches() / f"kernels-{digest.hexdigest()[:16]}"


def _caches() -> Path:
    """Return laborsim's folder among the user's caches; where none can be written, one among the temporary files."""
    try:
        own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "laborsim"
        own.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: this user has no home
        return _temporary()
    return own if os.access(own, os.W_OK) else _temporary()


def _temporary() -> Path:
    # The same folder for all processes of a user, so that they compile once; code that others put there is not run.
    shared = Path(tempfile.gettempdir()) / f"laborsim-{os.getuid()}"
    try:
        shared.mkdir(mode=0o700, exist_ok=True)
        is_own = not shared.is_symlink() and shared.stat().st_uid == os.getuid() and not shared.stat().st_mode & 0o022
    except OSError:
        is_own = False
    return shared if is_own else Path(tempfile.mkdtemp(prefix="laborsim-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]  # numba sets its options by name

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")
"""Compile a kernel: cached on disk, releases the interpreter lock, no fast-math."""

inlined = numba.njit(forceinline=True, cache=True, nogil=True, error_model="numpy")
"""Compile a kernel into whatever calls it: what every row is asked, where the call would take longer than most answers,
and loops that are to be turned into code for several workers at once."""
