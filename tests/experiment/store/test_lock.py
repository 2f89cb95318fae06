import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from laborsim.experiment.run_errors import CannotWrite, FolderBusy
from laborsim.experiment.store.run_folder import claimed


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_second_run_is_refused_naming_process_and_host(tmp_path: Path) -> None:
    lock = tmp_path / "runs" / "a.lock"
    with claimed(lock), pytest.raises(FolderBusy) as refused, claimed(lock):
        pass
    assert str(os.getpid()) in str(refused.value)
    assert socket.gethostname() in str(refused.value)


def test_the_lock_is_gone_afterwards_whatever_happened(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    with pytest.raises(RuntimeError), claimed(lock):
        raise RuntimeError
    assert not lock.exists()


@pytest.mark.parametrize("content", ["", "{", None, "[]", "3", "{}", '{"pid": 1}', "[" * 100_000])
def test_a_lock_of_a_dead_process_is_reclaimed(tmp_path: Path, content: str | None) -> None:
    lock = tmp_path / "a.lock"
    holder = {"pid": dead_pid(), "host": socket.gethostname(), "start": "yesterday", "birth": "1"}
    lock.write_text(json.dumps(holder) if content is None else content)
    with claimed(lock):
        assert json.loads(lock.read_text())["pid"] == os.getpid()


def test_a_later_process_with_the_same_number_does_not_hold_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "start": "yesterday", "birth": "1"}
    lock.write_text(json.dumps(holder))
    with claimed(lock):
        pass


def test_a_lock_of_another_host_is_respected(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text(json.dumps({"pid": dead_pid(), "host": "elsewhere", "start": "today", "birth": "1"}))
    with pytest.raises(FolderBusy, match="elsewhere"), claimed(lock):
        pass


def test_a_folder_that_cannot_be_made_is_an_error_of_writing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="cannot write"), claimed(tmp_path / "file" / "a.lock"):
        pass
