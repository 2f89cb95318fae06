from pathlib import Path

import pytest

from laborsim.experiment.run_errors import CannotWrite, WrongInput
from laborsim.experiment.store.run_folder import checked_name, run_folder


@pytest.mark.parametrize(
    "name", ["../x", "/abs", "a/b", "a\\b", "CON", "nul.txt", "x.", "..", "-x", "a\nb", "x" * 300, "", "a ", "a:b"]
)
def test_names_that_would_leave_the_folder_or_break_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(WrongInput, match="cannot name a folder"):
        checked_name(name)


@pytest.mark.parametrize("name", ["return-home-2025", "甘肃 2020", "a.b_(c)"])
def test_ordinary_names_are_folders(name: str, tmp_path: Path) -> None:
    assert run_folder(tmp_path, name, "0123456789abcdef").final == tmp_path / name / "01234567"


def test_a_folder_becomes_visible_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    folder.prepare(afresh=False)
    (folder.partial / "summary.csv").write_text("1")
    assert not folder.final.exists()
    folder.publish()
    assert (folder.final / "summary.csv").exists()
    assert not folder.partial.exists()


def test_an_exchange_that_was_cut_off_is_undone(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    folder.replaced.mkdir(parents=True)
    (folder.replaced / "summary.csv").write_text("1")
    folder.prepare(afresh=False)
    assert (folder.final / "summary.csv").read_text() == "1"


def test_leftovers_of_an_interrupted_run_do_not_get_into_the_next(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    folder.prepare(afresh=False)
    (folder.partial / "figures").mkdir()
    (folder.partial / "replicates" / ".00001.npz.77.tmp").write_bytes(b"half")
    folder.prepare(afresh=False)
    assert [path.name for path in folder.partial.rglob("*")] == ["replicates"]


def test_a_file_in_the_way_is_an_error_of_writing(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(CannotWrite):
        run_folder(tmp_path, "a", "0123456789").prepare(afresh=False)
