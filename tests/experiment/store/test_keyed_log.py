"""A log: what is written is found by whoever opens it next, whatever happened to its last line."""

import errno
import json
import os
from io import StringIO
from pathlib import Path

import pytest

from laborsim.experiment.run_errors import CannotWrite
from laborsim.experiment.store.keyed_log import Log


def test_an_entry_is_found_by_who_opens_the_log_next(tmp_path: Path) -> None:
    Log(tmp_path / "new" / "log", ("x",)).append("a", {"x": 0.1, "name": "甘肃"})
    found = Log(tmp_path / "new" / "log", ("x",))
    assert len(found) == 1
    assert found.find("a") == {"key": "a", "x": 0.1, "name": "甘肃"}
    assert found.find("b") is None


def test_the_last_of_two_entries_counts(tmp_path: Path) -> None:
    log = Log(tmp_path / "log", ("x",))
    log.append("a", {"x": 1})
    log.append("a", {"x": 2})
    assert Log(tmp_path / "log", ("x",)).find("a") == log.find("a") == {"key": "a", "x": 2}


def whole(key: str, x: object = 1) -> bytes:
    return json.dumps({"key": key, "x": x}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "cut", [b'{"key": "half', whole("half", "甘")[:-3], b"null", b'{"key": "half"}', b"[1]", b"[" * 100_000]
)
def test_a_line_that_a_kill_cut_short_is_forgotten_and_what_follows_is_not(tmp_path: Path, cut: bytes) -> None:
    path = tmp_path / "log"
    path.write_bytes(whole("a") + b"\n" + cut)
    log = Log(path, ("x",))
    assert len(log) == 1
    log.append("b", {"x": 2})
    log.append("c", {"x": 3})
    again = Log(path, ("x",))
    assert [again.find(key) is not None for key in ("a", "b", "c", "half")] == [True, True, True, False]
    assert path.read_bytes().startswith(whole("a") + b"\n" + cut), "nothing that was there is lost"


def test_a_log_without_a_file_is_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = Log(None, ("x",))
    log.append("a", {"x": 1})
    assert log.find("a") == {"key": "a", "x": 1}
    assert list(tmp_path.iterdir()) == []


class FullDisk(StringIO):
    """A file whose disk takes nothing more."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_log_on_a_full_disk_is_named_and_takes_the_next_entry_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(tmp_path / "log", ("x",))
    log.append("a", {"x": 1})
    with monkeypatch.context() as full:
        full.setattr(Path, "open", lambda *_, **__: FullDisk())
        with pytest.raises(CannotWrite, match=rf"cannot write {tmp_path / 'log'}: No space left on device"):
            log.append("b", {"x": 2})
    log.append("c", {"x": 3})
    again = Log(tmp_path / "log", ("x",))
    assert [again.find(key) is not None for key in "abc"] == [True, False, True]
