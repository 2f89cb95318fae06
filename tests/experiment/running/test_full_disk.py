"""A disk that takes no more, or nothing at all, is named with the file and the reason; nothing half written stays."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.experiment import stand_in

from laborsim.experiment.indicators import parquet_tables
from laborsim.experiment.run_errors import CannotWrite
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store import atomic_files, run_folder
from laborsim.experiment.store.atomic_files import link, make_folder, sync_files, write_whole, writing

REASONS = {number: os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)}


def refuse(number: int) -> Callable[..., None]:
    """Return what a call of the system does on such a disk: it names no file."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, REASONS[number])

    return refused


def named(path: Path, number: int) -> str:
    return rf"cannot write {path}.*: {REASONS[number]}"


@pytest.mark.parametrize("number", REASONS)
def test_a_file_that_cannot_be_written_is_named_with_its_size_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, b"old")
    monkeypatch.setattr(atomic_files.os, "fsync", refuse(number))
    with pytest.raises(CannotWrite, match=rf"cannot write {path} \(3 bytes\): {REASONS[number]}"):
        write_whole(path, b"new")
    assert [found.read_bytes() for found in tmp_path.iterdir()] == [b"old"]


def test_a_disk_that_gives_nothing_back_either_is_named_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_files.os, "fsync", refuse(errno.ENOSPC))
    monkeypatch.setattr(Path, "unlink", refuse(errno.EROFS))
    with pytest.raises(CannotWrite, match=named(tmp_path / "a", errno.ENOSPC)):
        write_whole(tmp_path / "a", b"new")


@pytest.mark.parametrize("number", REASONS)
def test_a_table_that_cannot_be_written_ends_the_run_with_its_name(
    scenario_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(parquet_tables.pq.ParquetWriter, "write_table", refuse(number))
    with pytest.raises(CannotWrite, match=rf"cannot write .*plain.*series.parquet: {REASONS[number]}") as stopped:
        run(ask(scenario_file), Options(tmp_path / "runs", Engine(simulate=stand_in.fake_simulate)))
    assert stopped.value.exit_code == 6


def test_a_replicate_that_cannot_be_copied_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_files.os, "link", refuse(errno.EACCES))
    monkeypatch.setattr(atomic_files.shutil, "copyfile", refuse(errno.ENOSPC))
    with pytest.raises(CannotWrite, match=named(tmp_path / "b", errno.ENOSPC)), writing(tmp_path / "b"):
        link(tmp_path / "a", tmp_path / "b")


def test_a_file_that_the_disk_loses_on_its_way_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").touch()
    monkeypatch.setattr(atomic_files.os, "fsync", refuse(errno.EDQUOT))
    with pytest.raises(CannotWrite, match=named(tmp_path / "a.csv", errno.EDQUOT)):
        sync_files(tmp_path)


def test_a_lock_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_folder.json, "dump", refuse(errno.ENOSPC))
    refusal = pytest.raises(CannotWrite, match=named(tmp_path / "a.lock", errno.ENOSPC))
    with refusal, run_folder.claimed(tmp_path / "a.lock"):
        pass


def test_where_the_system_names_a_file_it_is_that_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=rf"cannot write {tmp_path / 'file'}.*: Not a directory"):
        make_folder(tmp_path / "file" / "runs")
