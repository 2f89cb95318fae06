"""A replicate counts for the run that simulated it, under its own number, and for no other."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.experiment import stand_in
from tests.experiment.folders import content
from tests.experiment.running.test_run import Counting

from laborsim.experiment.finished_run import Run, open_run
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.atomic_files import seal_of
from laborsim.experiment.store.results import remove_foreign, save_replicate, verified
from laborsim.experiment.store.run_folder import lock_of

Given = Callable[..., Run]


@pytest.fixture
def given(scenario_file: Path, tmp_path: Path) -> Given:
    def given(simulate: object = stand_in.fake_simulate, **changes: object) -> Run:
        options = Options(tmp_path / "runs", Engine(simulate=simulate))  # type: ignore[arg-type]
        return run(ask(scenario_file, Changes(**changes)), options)  # type: ignore[arg-type]

    return given


def replicate(run: Run, k: int) -> Path:
    return next((run.path / "replicates").glob(f"{k:05d}-*"))


def another_seed(given: Given, mine: Path) -> bytes:
    return replicate(given(seed=6), 1).read_bytes()


def another_world(given: Given, mine: Path) -> bytes:
    return replicate(given(overrides=["levers.startup_subsidy.value=9000"]), 1).read_bytes()


def its_baseline(given: Given, mine: Path) -> bytes:
    baseline = given().baseline
    assert baseline is not None
    return replicate(baseline, 1).read_bytes()


def another_number(given: Given, mine: Path) -> bytes:
    return mine.with_name(next(path.name for path in mine.parent.glob("00000-*"))).read_bytes()


def invented(given: Given, mine: Path) -> bytes:
    return mine.read_bytes()[:-1] + b"!"


@pytest.mark.parametrize("foreign", [another_seed, another_world, its_baseline, another_number, invented])
@pytest.mark.parametrize("where", ["finished", "interrupted"])
def test_a_foreign_replicate_is_never_counted_and_its_own_is_simulated_again(
    given: Given, where: str, foreign: Callable[[Given, Path], bytes]
) -> None:
    first = given()
    before = content(first.path)
    mine = replicate(first, 1)
    planted = foreign(given, mine)
    mine.unlink()
    # Named as files of this run were: by number and by the hash of the content alone, and as it is sealed elsewhere.
    for owner in ("", "laborsim/results/4 0123 1"):
        mine.with_name(f"00001-{seal_of(planted, owner)}.npz").write_bytes(planted)
    if where == "interrupted":
        first.path.rename(lock_of(first.path).with_suffix(".partial"))
    model = Counting()
    given(model)
    assert model.simulated == [("subsidy", 1)]
    assert content(first.path) == before


def test_a_replicate_that_a_sealed_manifest_does_not_know_is_not_taken_over(given: Given, asked, tmp_path) -> None:  # type: ignore[no-untyped-def]
    first = given()
    before = content(first.path)
    forged = stand_in.fake_simulate(stand_in.Task(asked.scenario, 7, tmp_path))
    save_replicate(first.path / "replicates", 3, forged, first.manifest["hash"])
    assert 3 in verified(first.path / "replicates", first.manifest["hash"])
    model = Counting()
    assert given(model, replicates=4).manifest["replicates"] == [0, 1, 2, 3]
    assert ("subsidy", 3) in model.simulated
    assert content(given().path).keys() >= before.keys()


def test_a_run_is_read_by_what_its_manifest_sealed_whatever_lies_beside(given: Given) -> None:
    first = given()
    shown = first.series("founders_in_business").tolist()
    strange = first.path / "replicates" / "00001-0123456789abcdef.npz"
    strange.write_bytes(replicate(first, 0).read_bytes())
    assert open_run(first.path).series("founders_in_business").tolist() == shown
    assert [line.en for line in first.verify()] == [f"replicates/{strange.name}: not in the manifest"]


def test_folders_and_files_of_any_name_among_replicates_are_none_and_go(given: Given, tmp_path: Path) -> None:
    first = given()
    folder = tmp_path / "replicates"
    shutil.copytree(first.path / "replicates", folder)
    (folder / "00007-0123456789abcdef.npz").mkdir()
    (folder / "notes.txt").write_text("mine")
    assert list(verified(folder, first.manifest["hash"])) == [0, 1, 2]
    assert remove_foreign(folder, first.manifest["hash"]) == ["00007-0123456789abcdef.npz", "notes.txt"]
    assert verified(folder, "of another run") == {}
