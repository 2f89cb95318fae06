from pathlib import Path

import pytest
from tests.conftest import BASELINE
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.run_errors import CannotWrite, WrongInput
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.store.results import save_replicate
from laborsim.experiment.store.run_folder import checked_name, run_folder
from laborsim.scenario.load import load_scenario


@pytest.mark.parametrize(
    "name", ["../x", "/abs", "a/b", "a\\b", "CON", "nul.txt", "x.", "..", "-x", "a\nb", "x" * 300, "", "a ", "a:b"]
)
def test_names_that_would_leave_the_folder_or_break_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(WrongInput, match="cannot name a folder"):
        checked_name(name)


@pytest.mark.parametrize("name", ["return-home-2025", "甘肃 2020", "a.b_(c)"])
def test_ordinary_names_are_folders(name: str, tmp_path: Path) -> None:
    assert run_folder(tmp_path, name, "0123456789abcdef").final(20) == tmp_path / name / "01234567-20"


def test_a_folder_becomes_visible_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    folder.prepare(afresh=False)
    (folder.begin(4) / "summary.csv").write_text("1")
    assert not folder.final(4).exists()
    folder.publish(4)
    assert (folder.final(4) / "summary.csv").exists()
    folder.tidy()
    assert [path.name for path in folder.home.iterdir()] == ["01234567-4"]


@pytest.mark.parametrize("name", ["01234567-4", "01234567"])
def test_an_exchange_that_was_cut_off_is_undone(tmp_path: Path, name: str) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    (folder.home / f"{name}.old").mkdir(parents=True)
    (folder.home / f"{name}.old" / "summary.csv").write_text("1")
    folder.prepare(afresh=False)
    assert (folder.home / name / "summary.csv").read_text() == "1"


def test_leftovers_of_an_interrupted_run_do_not_get_into_the_next(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    folder.prepare(afresh=False)
    (folder.bench / "figures").mkdir()
    (folder.bench / "replicates" / ".00001.npz.77.tmp").write_bytes(b"half")
    (folder.begin(3) / "summary.csv").write_text("half")
    folder.prepare(afresh=False)
    assert [path.name for path in folder.home.rglob("*")] == ["01234567.partial", "replicates"]


def task(tmp_path: Path, replicate: int) -> Task:
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    return Task(load_scenario(tmp_path / "plain.yaml").scenario, replicate, tmp_path)


def test_what_is_simulated_and_in_no_answer_yet_stays_on_the_bench(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, "a", "0123456789")
    folder.prepare(afresh=False)
    for replicate in range(3):
        save_replicate(
            folder.bench / "replicates", replicate, fake_simulate(task(tmp_path, replicate)), folder.run_hash
        )
    folder.begin(2)
    folder.publish(2)
    folder.tidy()
    assert (list(folder.finished()), folder.replicates()) == ([2], {0, 1, 2})


def test_a_file_in_the_way_is_an_error_of_writing(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(CannotWrite):
        run_folder(tmp_path, "a", "0123456789").prepare(afresh=False)
