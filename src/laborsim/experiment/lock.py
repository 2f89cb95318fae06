"""One process at a time works in a run's folder; a lock whose process is dead holds nobody up."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from laborsim.experiment.stops import CannotWrite, FolderBusy


@contextmanager
def claimed(lock: Path) -> Iterator[None]:
    """Hold the lock file while inside. Raises FolderBusy naming who holds it, CannotWrite without permission."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(lock.parent):
            _take(lock)
    except OSError as error:
        raise CannotWrite(f"cannot write in {lock.parent}: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    if lock.exists():
        holder = _holder(lock)
        if _is_alive(holder):
            raise FolderBusy(
                f"{lock.with_suffix('')} is being computed by process {holder['pid']} on {holder['host']} since "
                f"{holder['start']}; wait for it, or delete {lock} if that process is gone"
            )
        lock.unlink()
    handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    me = {"pid": os.getpid(), "host": socket.gethostname(), "start": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"}
    with os.fdopen(handle, "w") as file:
        json.dump({**me, "birth": _birth(os.getpid())}, file)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    # Looking at a lock, finding it stale and replacing it must be one step, or two processes could both do it.
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _holder(lock: Path) -> dict[str, Any]:
    try:
        holder: dict[str, Any] = json.loads(lock.read_text())
    except ValueError:  # its process died while writing it
        return {}
    return holder


def _is_alive(holder: dict[str, Any]) -> bool:
    if not holder:
        return False
    if holder["host"] != socket.gethostname():
        return True  # cannot be known from here
    try:
        os.kill(holder["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return bool(_birth(holder["pid"]) == holder["birth"])


def _birth(pid: int) -> str:
    """Return when a process began, in clock ticks since boot: tells a process from a later one with its number."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""
