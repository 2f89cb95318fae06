"""Compilation: one decorator for all kernels, and a cache that an edited helper cannot outlive, nor damage run."""

import hashlib
import os
import platform
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeVar

import numba
import numpy as np
from numba.core.caching import FunctionCache, IndexDataCacheFile

ROOT = "NUMBA_CACHE_DIR"
"""Numba's own setting: where a user wants everything compiled to be kept. It is the root, never the folder itself."""


def _cache_folder() -> Path:
    # Numba's own cache does not see an edit in a called kernel of another file, so the folder is named by all of them.
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__} {platform.processor()}".encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return _caches() / f"kernels-{digest.hexdigest()[:16]}"


def _caches() -> Path:
    """Return where a user's compiled code is kept; where nothing can be written, a folder among the temporary files."""
    try:
        wanted = os.environ.get(ROOT)
        own = Path(wanted) if wanted else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "laborsim"
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


CACHE = _cache_folder()
"""Where compiled kernels are kept; numba gives each folder of sources one of its own below it."""

numba.config.CACHE_DIR = str(CACHE)  # type: ignore[attr-defined]  # numba sets its options by name

SEAL = hashlib.sha256().digest_size  # bytes at the end of a file: the hash of all before them


class KernelCacheWarning(UserWarning):
    """Compiled code on disk is damaged or cannot be kept: it is compiled again."""


class _SealedFile(IndexDataCacheFile):
    """The files of one kernel, each with its hash at its end: what was cut short or changed is never run."""

    @contextmanager
    def _open_for_write(self, filepath: str) -> Iterator[IO[bytes]]:
        content = BytesIO()
        with super()._open_for_write(filepath) as file:
            yield content
            file.write(content.getvalue() + hashlib.sha256(content.getvalue()).digest())

    def save(self, key: Any, data: Any) -> None:
        """Keep a compiled kernel; where the disk does not take it, it is compiled anew by every process."""
        try:
            super().save(key, data)
        except OSError as error:
            reason = f"{self._index_path}: {error.strerror or error}"
            warnings.warn(f"compiled code cannot be kept: {reason}", KernelCacheWarning, stacklevel=2)

    def _load_index(self) -> dict[Any, str]:
        known: dict[Any, str] = super()._load_index() if _is_whole(Path(self._index_path)) else {}
        return known

    def _load_data(self, name: str) -> Any:
        path = Path(self._data_path(name))
        if not _is_whole(path):
            raise FileNotFoundError(path)  # numba compiles again what is not there
        return super()._load_data(name)


def is_compiled() -> bool:
    """Return whether the kernels are on disk and none of their files is damaged; those that are go, with a warning."""
    files = [path for pattern in ("*.nbi", "*.nbc") for path in sorted(CACHE.rglob(pattern))]
    return all([_is_whole(path) for path in files]) and bool(files)  # every one is looked at


def _is_whole(path: Path) -> bool:
    """Return whether a file of compiled code is as it was written; a damaged one is deleted, with a warning."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    if hashlib.sha256(content[:-SEAL]).digest() == content[-SEAL:]:
        return True
    try:
        path.unlink()
    except FileNotFoundError:  # another process was faster, and says so
        return False
    warnings.warn(f"compiled again, it was damaged on disk: {path}", KernelCacheWarning, stacklevel=2)
    return False


class _SealedCache(FunctionCache):
    """Numba's cache of one kernel, in sealed files."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        place = self._impl.locator
        self._cache_file = _SealedFile(self._cache_path, self._impl.filename_base, place.get_source_stamp())


Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Compile a kernel: cached on disk, releases the interpreter lock, no fast-math."""
    return _kept(function)


def inlined(function: Kernel) -> Kernel:
    """Compile a kernel into whatever calls it.

    For what every row is asked, where the call would take longer than most answers, and for loops that are to be turned
    into code for several workers at once.
    """
    return _kept(function, forceinline=True)


def _kept(function: Kernel, **options: bool) -> Kernel:
    kernel: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
    kernel._cache = _SealedCache(function)
    made: Kernel = kernel
    return made
