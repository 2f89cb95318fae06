"""Simulations on disk: what is there is found, what is missing is simulated, however the one before was stopped."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.experiment.running.kept_numbers import KeptNumber
from tests.model.small_worlds import lever, scenario

from laborsim.experiment.run_errors import CannotWrite, InvariantBroken, SomeFailed, Stop
from laborsim.experiment.running.pool import MOST_TRIES, Engine
from laborsim.experiment.running.simulation_store import Simulation, Stored, folder_of, stored
from laborsim.parameters.parameters import Parameters

MONTHS = 2
WORLD = scenario(MONTHS)


def asked(folder: Path, kept: KeptNumber, replicates: Iterable[int] = range(4)) -> list[Simulation]:
    return [Simulation(WORLD, k, folder, kept=kept) for k in replicates]


def done(kept: KeptNumber) -> list[str]:
    return kept.mark.read_text().splitlines() if kept.mark.exists() else []


def contents(found: Stored) -> list[str | None]:
    return [None if path is None else path.read_text() for path in found.paths]


@pytest.fixture
def kept(tmp_path: Path) -> KeptNumber:
    return KeptNumber(tmp_path / "simulated")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_on_disk_is_never_simulated_again(tmp_path: Path, kept: KeptNumber, jobs: int) -> None:
    engine = Engine(jobs)
    stored(asked(tmp_path / "runs", kept, [0, 2]), engine)
    found = stored(asked(tmp_path / "runs", kept, [3, 2, 1, 0, 2]), engine)
    assert contents(found) == ["3 0", "2 0", "1 0", "0 0", "2 0"]
    assert len(done(kept)) == 4
    assert (found.asked, found.failures) == (2, ())


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, replicate=1),
        lambda one: replace(one, kept=replace(one.kept, more=1)),
        lambda one: replace(one, parameters=Parameters()),
        lambda one: replace(one, world=scenario(MONTHS + 1)),
        lambda one: replace(one, beside=(WORLD,)),
        lambda one: replace(one, beside=(scenario(MONTHS, levers=(lever("startup_subsidy", 1000.0),)),)),
    ],
)
def test_another_world_replicate_or_number_is_another_key(tmp_path: Path, kept: KeptNumber, change) -> None:
    one = Simulation(WORLD, 0, tmp_path, kept=kept)
    assert change(one).key != one.key
    assert replace(one, folder=tmp_path / "elsewhere").key == one.key


def test_edited_code_that_sees_finds_nothing_old(tmp_path: Path, kept: KeptNumber) -> None:
    before = Simulation(WORLD, 0, tmp_path, kept=kept).key
    assert Simulation(WORLD, 0, tmp_path, kept=replace(kept, written="edited")).key != before


def test_a_damaged_file_is_simulated_again_and_one_beside_it_is_left_alone(tmp_path: Path, kept: KeptNumber) -> None:
    first, other = stored(asked(tmp_path, kept, [0, 1]), Engine()).whole()
    first.write_bytes(first.read_bytes()[:-1])
    (tmp_path / "notes.npz").write_text("somebody's own")
    assert contents(stored(asked(tmp_path, kept, [0, 1]), Engine())) == ["0 0", "1 0"]
    assert len(done(kept)) == 3
    assert other.exists() and (tmp_path / "notes.npz").exists()


def test_a_file_of_another_key_is_not_taken_for_this_one(tmp_path: Path, kept: KeptNumber) -> None:
    first, other = stored(asked(tmp_path, kept, [0, 1]), Engine()).whole()
    key, seal = (name.partition("-") for name in (first.stem, other.stem))
    content = other.read_bytes()
    first.unlink()
    for planted in (seal[2], hashlib.sha256(content).hexdigest()[:16]):
        (tmp_path / f"{key[0]}-{planted}.npz").write_bytes(content)
    assert contents(stored(asked(tmp_path, kept, [0, 1]), Engine())) == ["0 0", "1 0"]
    assert len(done(kept)) == 3


def test_who_is_stopped_goes_on_where_he_was(tmp_path: Path, kept: KeptNumber) -> None:
    with pytest.raises(KeyboardInterrupt):
        stored(asked(tmp_path / "runs", replace(kept, what="is stopped")), Engine())
    kept.mark.unlink()
    assert contents(stored(asked(tmp_path / "runs", kept), Engine())) == ["0 0", "1 0", "2 0", "3 0"]
    assert [name for name in done(kept) if "replicate 0" in name] == []


def test_a_simulation_whose_process_died_is_done_again(tmp_path: Path, kept: KeptNumber, monkeypatch) -> None:
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "killed"))
    seen: list[tuple[int, int]] = []
    engine = Engine(2, on_progress=lambda done, total: seen.append((done, total)))
    found = stored(asked(tmp_path / "runs", replace(kept, what="kills once")), engine)
    assert (tmp_path / "killed").exists()
    assert contents(found) == ["0 0", "1 0", "2 0", "3 0"]
    assert seen[-1] == (4 * MONTHS, 4 * MONTHS)


def test_one_that_always_kills_its_process_is_named_in_the_end(tmp_path: Path, kept: KeptNumber) -> None:
    found = stored(asked(tmp_path / "runs", replace(kept, what="kills")), Engine(2))
    assert contents(found) == ["0 0", None, "2 0", "3 0"]
    said = rf"1 of 4 failed; the first, test, replicate 1, seed 1: its process died {MOST_TRIES} times\n +hint: .*-j 1"
    with pytest.raises(SomeFailed, match=said):
        found.whole()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("what", "stop", "said"),
    [
        ("raises", SomeFailed, "the first, test, pair 1, seed 1: RuntimeError: no luck"),
        ("loses workers", InvariantBroken, "the first, test, pair 1, seed 1: InvariantError: 2024-01, CN-GS: people"),
    ],
)
def test_what_goes_wrong_in_a_pair_is_told_with_its_name_and_the_others_are_kept(
    tmp_path: Path, kept: KeptNumber, what: str, stop: type[Stop], said: str, jobs: int
) -> None:
    pairs = [replace(one, beside=(WORLD,)) for one in asked(tmp_path / "runs", replace(kept, what=what))]
    found = stored(pairs, Engine(jobs))
    assert contents(found) == ["0 0", None, "2 0", "3 0"]
    with pytest.raises(stop, match=said):
        found.whole()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, kept: KeptNumber) -> None:
    (tmp_path / "test").write_text("a file")
    with pytest.raises(CannotWrite, match=r"cannot write .*test.*: (Not a directory|File exists)"):
        stored(asked(folder_of(tmp_path, WORLD), kept), Engine())
