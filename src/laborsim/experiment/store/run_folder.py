"""Where a run lives: `runs/<scenario>/<run id>-<replicates>/`, made under another name and renamed when it is whole."""

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
from laborsim.published.system_errors import reason
from laborsim.published.words import Words, in_a_row


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
                Words(
                    f"{lock.with_suffix('')} is being computed by process {holder['pid']} on {holder['host']} since "
                    f"{holder['start']}; wait for it, or delete {lock} if that process is gone",
                    f"{lock.with_suffix('')} 正由 {holder['host']} 上的进程 {holder['pid']} 运算（始于 "
                    f"{holder['start']}）；请等待，如该进程已不存在，请删除 {lock}",
                )
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


BENCH, MAKING, REPLACED = ".partial", ".making", ".old"
"""Ends of the names of folders that are no answer: replicates of an unfinished run, an answer being written, and
the one that it replaces, for the moment of the exchange."""

LONGEST_NAME = 64
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps to itself


@dataclass(frozen=True)
class RunFolder:
    """The places of one question: a folder for every number of replicates, the bench they share, and the lock.

    What is simulated lies on the bench and is linked from there into each folder that is about it.
    """

    home: Path
    run_hash: str

    @property
    def _id(self) -> str:
        return self.run_hash[:ID_DIGITS]

    def name(self, count: int) -> str:
        """Return what a folder about so many replicates is called."""
        return f"{self._id}-{count}"

    def final(self, count: int) -> Path:
        """Return where the whole answer of so many replicates stands."""
        return self.home / self.name(count)

    def making(self, count: int) -> Path:
        """Return where that answer is written until it is whole."""
        return self.home / f"{self.name(count)}{MAKING}"

    @property
    def bench(self) -> Path:
        """Where replicates are simulated, of whatever number."""
        return self.home / f"{self._id}{BENCH}"

    @property
    def lock(self) -> Path:
        """Held by the process that works on the question."""
        return lock_of(self.bench)

    def answers(self) -> list[Path]:
        """Return the folders on disk that answer the question, of every number of replicates.

        The one without a number is of a version that kept all numbers in one folder.
        """
        named = re.compile(rf"{self._id}(-\d+)?")
        return sorted(path for path in self.home.glob(f"{self._id}*") if named.fullmatch(path.name))

    def replicates(self) -> set[int]:
        """Return the numbers of the whole replicates that are on disk."""
        folders = (*self.answers(), self.bench)
        return {k for folder in folders for k in results.verified(folder / results.FOLDER, self.run_hash)}

    def prepare(self, *, afresh: bool) -> None:
        """Make the bench, with the replicates that are on disk already unless `afresh`.

        Call it under the lock. Raises OtherRun where another question's answer stands there, CannotWrite.
        """
        if not afresh:
            self._check_is_ours()
        with writing(self.bench):
            self._end_exchanges()
            if afresh and self.bench.exists():
                shutil.rmtree(self.bench)
            replicates = self.bench / results.FOLDER
            replicates.mkdir(parents=True, exist_ok=True)
            for path in self.bench.iterdir():
                if path != replicates:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            results.remove_foreign(replicates, self.run_hash)
            if not afresh:
                for answer in self.answers():
                    self._reuse(answer, replicates)

    def _end_exchanges(self) -> None:
        """Put back what a process that died in the middle of an exchange took away, and clear what it was making."""
        for replaced in self.home.glob(f"{self._id}*{REPLACED}"):
            if not replaced.with_suffix("").exists():
                replaced.rename(replaced.with_suffix(""))
            shutil.rmtree(replaced, ignore_errors=True)
        for making in self.home.glob(f"{self._id}-*{MAKING}"):
            shutil.rmtree(making)

    def begin(self, count: int) -> Path:
        """Return an empty folder to write an answer in, with the first `count` replicates of the bench.

        Raises CannotWrite.
        """
        folder = self.making(count)
        with writing(folder):
            if folder.exists():
                shutil.rmtree(folder)
            (folder / results.FOLDER).mkdir(parents=True)
            for replicate, path in self.finished().items():
                if replicate < count:
                    link(path, folder / results.FOLDER / path.name)
        return folder

    def finished(self) -> dict[int, Path]:
        """Return the whole replicates on the bench."""
        return results.verified(self.bench / results.FOLDER, self.run_hash)

    def _check_is_ours(self) -> None:
        for answer in self.answers():
            try:
                found = read_manifest(answer)["hash"]
            except (OSError, ValueError):
                continue  # no run, or a damaged one that is made good
            if found != self.run_hash:
                raise OtherRun(
                    Words(
                        f"{answer} holds the answer to another question (its id begins with the same digits); "
                        "choose another folder with -o, or replace it with --force",
                        f"{answer} 存有另一个问题的答案（两者编号开头相同）；请用 -o 另选文件夹，或用 --force 替换",
                    )
                )

    def _reuse(self, answer: Path, replicates: Path) -> None:
        known = results.verified(replicates, self.run_hash)
        try:
            sealed = read_manifest(answer)["files"]
        except (OSError, ValueError):
            sealed = None  # nothing says what was there, but each still says whose it is
        for replicate, path in results.verified(answer / results.FOLDER, self.run_hash).items():
            if replicate not in known and (sealed is None or f"{results.FOLDER}/{path.name}" in sealed):
                with writing(replicates / path.name):
                    link(path, replicates / path.name)

    def publish(self, count: int) -> None:
        """Put the finished folder in its place, in one step for whoever looks. Raises CannotWrite."""
        making, final = self.making(count), self.final(count)
        replaced = final.with_name(f"{final.name}{REPLACED}")
        try:
            sync_files(making)
            if final.exists():
                final.rename(replaced)
            making.rename(final)
            sync_folder(self.home)
            shutil.rmtree(replaced, ignore_errors=True)
        except OSError as error:
            raise CannotWrite(CANNOT_PUT.holding(folder=final, why=reason(error))) from error

    def tidy(self) -> None:
        """Take from the bench what stands in an answer; it goes when it is empty. Call it under the lock."""
        there = {path.name for answer in self.answers() for path in (answer / results.FOLDER).glob("*.npz")}
        with writing(self.bench):
            for path in self.finished().values():
                if path.name in there:
                    path.unlink()
            if not self.finished():
                shutil.rmtree(self.bench, ignore_errors=True)


def lock_of(folder: Path) -> Path:
    """Return the lock of the question that a folder of it answers, or is the bench of."""
    return folder.with_name(f"{folder.stem.partition('-')[0]}.lock")


def run_folder(out: Path, scenario_id: str, run_hash: str) -> RunFolder:
    """Return the places of a run below `out`. Raises WrongInput where the id cannot be a folder's name."""
    return RunFolder(out / checked_name(scenario_id), run_hash)


CANNOT_PUT = Words("cannot put {folder} in place: {why}", "无法将 {folder} 放到位：{why}")
NO_FOLDER = Words(
    "the id {name} cannot name a folder: it is {wrong}; change `id:`",
    "简称 {name} 不能用作文件夹名：{wrong}；请更改 `id:`",
)


def checked_name(name: str) -> str:
    """Return a name that is safe as a folder everywhere. Raises WrongInput saying what is wrong with it."""
    faults = {
        Words("empty", "为空"): not name,
        Words(f"longer than {LONGEST_NAME} characters", f"超过{LONGEST_NAME}个字符"): len(name) > LONGEST_NAME,
        Words("made of dots, or ending in one", "由点组成或以点结尾"): name.endswith("."),
        Words("starting with a hyphen or a space", "以连字符或空格开头"): name[:1] in ("-", " "),
        Words("ending with a space", "以空格结尾"): name.endswith(" "),
        Words("reserved by Windows", "为Windows保留"): bool(RESERVED.fullmatch(name)),
        Words(
            "holding characters other than letters, digits, space and ._()-", "含有文字、数字、空格和 ._()- 以外的字符"
        ): not re.fullmatch(r"[\w .()-]*", name),
    }
    wrong = [fault for fault, is_so in faults.items() if is_so]
    if wrong:
        raise WrongInput(NO_FOLDER.holding(name=repr(name), wrong=in_a_row(wrong, Words(", ", "、"))))
    return name
