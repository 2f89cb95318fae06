"""Where a run lives: `runs/<scenario>/<run id>/`, made under another name and renamed when it is whole."""

import fcntl
import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from laborsim.experiment.run_errors import CannotWrite, FolderBusy, OtherRun, WrongInput
from laborsim.experiment.store import results
from laborsim.experiment.store.atomic_files import link, sync_files, sync_folder, writing
from laborsim.experiment.store.manifest import read_manifest
from laborsim.experiment.store.run_id import ID_DIGITS
from laborsim.identity.canonical_json import parsed


@contextmanager
def claimed(lock: Path) -> Iterator[None]:
    """Hold the lock file while inside. Raises FolderBusy naming who holds it, CannotWrite without permission."""
    with writing(lock):
        lock.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(lock.parent):
            _take(lock)
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
        holder = parsed(lock.read_bytes())
    except ValueError:  # its process died while writing it
        return {}
    return holder if isinstance(holder, dict) and holder.keys() >= {"pid", "host", "start", "birth"} else {}


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


LONGEST_NAME = 64
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps to itself


@dataclass(frozen=True)
class RunFolder:
    """The places of one run: where it will stand, where it is made, and the lock beside it."""

    home: Path
    run_hash: str

    @property
    def final(self) -> Path:
        """The whole run."""
        return self.home / self.run_hash[:ID_DIGITS]

    @property
    def partial(self) -> Path:
        """The run being made."""
        return self.home / f"{self.run_hash[:ID_DIGITS]}.partial"

    @property
    def replaced(self) -> Path:
        """The run that was there before, for the moment of the exchange."""
        return self.home / f"{self.run_hash[:ID_DIGITS]}.old"

    @property
    def lock(self) -> Path:
        """Held by the process that works on the run."""
        return self.home / f"{self.run_hash[:ID_DIGITS]}.lock"

    def prepare(self, *, afresh: bool) -> None:
        """Make the folder to work in, with the replicates that are on disk already unless `afresh`.

        Call it under the lock. Raises OtherRun where another question's answer stands there, CannotWrite.
        """
        if not afresh:
            self._check_is_ours()
        with writing(self.partial):
            if self.replaced.exists() and not self.final.exists():
                self.replaced.rename(self.final)  # a process died in the middle of an exchange
            shutil.rmtree(self.replaced, ignore_errors=True)
            if afresh and self.partial.exists():
                shutil.rmtree(self.partial)
            replicates = self.partial / results.FOLDER
            replicates.mkdir(parents=True, exist_ok=True)
            self.clear()
            if not afresh:
                self._reuse(replicates)

    def clear(self) -> None:
        """Leave nothing but whole replicates in the folder to work in, if there is one. Raises CannotWrite."""
        if not self.partial.exists():
            return
        replicates = self.partial / results.FOLDER
        with writing(self.partial):
            for path in self.partial.iterdir():
                if path != replicates:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            results.remove_foreign(replicates, self.run_hash)

    def _check_is_ours(self) -> None:
        try:
            found = read_manifest(self.final)["hash"]
        except (OSError, ValueError):
            return  # no run, or a damaged one that is made good
        if found != self.run_hash:
            raise OtherRun(
                f"{self.final} holds the answer to another question (its id begins with the same digits); "
                "choose another folder with -o, or replace it with --force"
            )

    def _reuse(self, replicates: Path) -> None:
        known = results.verified(replicates, self.run_hash)
        try:
            sealed = read_manifest(self.final)["files"]
        except (OSError, ValueError):
            sealed = None  # nothing says what was there, but each still says whose it is
        for replicate, path in results.verified(self.final / results.FOLDER, self.run_hash).items():
            if replicate not in known and (sealed is None or f"{results.FOLDER}/{path.name}" in sealed):
                with writing(replicates / path.name):
                    link(path, replicates / path.name)

    def publish(self) -> None:
        """Put the finished folder in its place, in one step for whoever looks. Raises CannotWrite."""
        try:
            sync_files(self.partial)
            if self.final.exists():
                self.final.rename(self.replaced)
            self.partial.rename(self.final)
            sync_folder(self.home)
            shutil.rmtree(self.replaced, ignore_errors=True)
        except OSError as error:
            raise CannotWrite(f"cannot put {self.final} in place: {error.strerror or error}") from error


def run_folder(out: Path, scenario_id: str, run_hash: str) -> RunFolder:
    """Return the places of a run below `out`. Raises WrongInput where the id cannot be a folder's name."""
    return RunFolder(out / checked_name(scenario_id), run_hash)


def checked_name(name: str) -> str:
    """Return a name that is safe as a folder everywhere. Raises WrongInput saying what is wrong with it."""
    faults = {
        "empty": not name,
        f"longer than {LONGEST_NAME} characters": len(name) > LONGEST_NAME,
        "made of dots, or ending in one": name.endswith("."),
        "starting with a hyphen or a space": name[:1] in ("-", " "),
        "ending with a space": name.endswith(" "),
        "reserved by Windows": bool(RESERVED.fullmatch(name)),
        "holding characters other than letters, digits, space and ._()-": not re.fullmatch(r"[\w .()-]*", name),
    }
    wrong = [fault for fault, is_so in faults.items() if is_so]
    if wrong:
        raise WrongInput(f"the id {name!r} cannot name a folder: it is {', '.join(wrong)}; change `id:`")
    return name
