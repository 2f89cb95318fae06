"""Atomic files: either whole or not there, and the hashes that prove it."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from laborsim.experiment.run_errors import CannotWrite

UNFINISHED = ".tmp"
"""End of the hidden name of a file that is being written."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content in hex. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash at any moment leaves the old file or the new one, never a part.

    Raises CannotWrite, naming the file and how many bytes it needs.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotWrite(f"cannot write {path} ({len(content):,} bytes): {error.strerror or error}") from error


def remove_unfinished(folder: Path, writers: Iterable[int]) -> None:
    """Delete what processes that ended left half written in a folder; what anybody else is writing stays."""
    for writer in writers:
        for path in folder.glob(f".*.{writer}{UNFINISHED}"):
            path.unlink(missing_ok=True)


def link(path: Path, beside: Path) -> None:
    """Give a file a second name, or copy it where the file system has no hard links. Raises OSError."""
    try:
        os.link(path, beside)
    except OSError:
        shutil.copyfile(path, beside)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(folder: Path) -> None:
    """Make every file below a folder survive a power cut."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)
