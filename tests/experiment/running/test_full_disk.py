"""A disk that takes no more, or nothing at all, is named with the file and the reason; nothing half written stays."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.experiment import stand_in

import laborsim
from laborsim.experiment.indicators import parquet_tables
from laborsim.experiment.run_errors import CannotWrite
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store import atomic_files, run_folder
from laborsim.experiment.store.atomic_files import link, make_folder, sync_files, write_whole, writing
from laborsim.model import held_levels
from laborsim.model.held_levels import write_held
from laborsim.population.life_course import life_course, write_life_course
from laborsim.scenario import text_file
from laborsim.scenario.json_schema import SCHEMA_FILE
from laborsim.scenario.new_file import DEFAULT_PARENT, write_new

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


@pytest.mark.parametrize("number", REASONS)
@pytest.mark.parametrize("what", ["a new scenario", "a schema", "a life course", "levels that regions hold"])
def test_what_is_written_below_the_runs_is_named_too_and_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, number: int
) -> None:
    wanted = {
        "a new scenario": (tmp_path / "mine.yaml", lambda: write_new("mine", DEFAULT_PARENT, tmp_path)),
        "a schema": (tmp_path / SCHEMA_FILE, lambda: write_new("mine", DEFAULT_PARENT, tmp_path)),
        "a life course": (tmp_path / "life.csv", lambda: write_life_course(tmp_path / "life.csv", life_course(2023))),
        "levels that regions hold": (tmp_path / "held.csv", lambda: write_held(tmp_path / "held.csv")),
    }
    path, write = wanted[what]
    if what == "a new scenario":
        (tmp_path / SCHEMA_FILE).write_text("{}")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(text_file.os, "fsync", refuse(number))
    monkeypatch.setattr(held_levels, "held_rows", lambda: iter(()))
    with pytest.raises(OSError) as caught:
        write()
    assert (caught.value.filename, caught.value.errno) == (str(path), number)
    assert sorted(tmp_path.iterdir()) == before


def test_every_writer_of_the_package_is_one_that_names_the_file() -> None:
    """A file opened for writing by itself would name no file on a full disk."""
    own = {"atomic_files.py", "keyed_log.py", "holdout_log.py", "text_file.py", "run_folder.py", "code.py"}
    opens = re.compile(r"\.write_text\(|\.write_bytes\(|open\(\"[wxa]|np\.save\(|\.save\(HERE")
    writers = [path for path in Path(laborsim.__file__).parent.rglob("*.py") if opens.search(path.read_text("utf-8"))]
    assert {path.name for path in writers} <= own
