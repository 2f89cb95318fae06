"""Atomic files: either whole or not there, and the hashes that prove it."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from laborsim.experiment.run_errors import CannotWrite
from laborsim.published.csv_writer import PROGRAM, csv_rows
from laborsim.published.data_tables import read_rows
from laborsim.published.system_errors import reason
from laborsim.published.words import UNSAID, Words

UNFINISHED = ".tmp"
"""End of the hidden name of a file that is being written."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content in hex. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


SEAL_DIGITS = 16
"""Hexadecimal digits of a seal in a file's name."""


def seal_of(content: bytes, owner: str) -> str:
    """Return what names a content as its owner's: the same bytes have another seal where they are another's."""
    return _seal(hashlib.sha256(content).hexdigest(), owner)


def _seal(digest: str, owner: str) -> str:
    return hashlib.sha256(f"{owner} {digest}".encode()).hexdigest()[:SEAL_DIGITS]


def is_of(path: Path, seal: str, owner: str) -> bool:
    """Return whether a file is there, can be read, and holds what its owner sealed."""
    try:
        return _seal(sha256_of(path), owner) == seal
    except OSError:
        return False


CANNOT_WRITE = Words("cannot write {file}{what}: {why}", "无法写入 {file}{what}：{why}")


@contextmanager
def writing(path: Path, what: Words = UNSAID) -> Iterator[None]:
    """Raise CannotWrite, naming the file and why, where what is done inside meets a disk that does not take it.

    `path`: the file, where the system names none; `what`: said of it.
    """
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename or path
        raise CannotWrite(CANNOT_WRITE.holding(file=named, what=what, why=reason(error))) from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, unless they are there. Raises CannotWrite, naming it."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


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
        with suppress(OSError):  # a disk that takes nothing may not give anything back either
            beside.unlink(missing_ok=True)
        bytes_needed = Words(f" ({len(content):,} bytes)", f"（{len(content):,}字节）")
        raise CannotWrite(CANNOT_WRITE.holding(file=path, what=bytes_needed, why=reason(error))) from error


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
            with writing(path), path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def add_row(path: Path, row: Mapping[str, str], same: Iterable[str]) -> None:
    """Add a row to a CSV file that is a log, with heads where it is new, unless its last row is alike in `same`.

    Raises OSError, which names the file, where it cannot be written.
    """
    before = read_rows(path) if path.exists() else []
    if before and all(before[-1][name] == row[name] for name in same):
        return
    rows = [tuple(row), tuple(row.values())]
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(csv_rows(rows[1:] if before else rows, PROGRAM))
