import math
import random
from pathlib import Path

import pytest
from tests.experiment import stand_in

from laborsim.experiment.run_errors import CannotWrite
from laborsim.experiment.running.pool import MOST_TRIES, TOGETHER, Engine, batches, run_tasks
from laborsim.experiment.running.question import Asked
from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.store.results import Results
from laborsim.parameters.parameters import Parameters


def tasks_in(folder: Path, asked: Asked, n: int = 4) -> list[Task]:
    folder.mkdir()
    return [Task(asked.scenario, replicate, folder) for replicate in range(n)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())  # each carries the hash of its content


@pytest.fixture
def expected(asked: Asked, tmp_path: Path) -> list[str]:
    folder = tmp_path / "expected"
    assert not run_tasks(tasks_in(folder, asked), Engine(1, stand_in.fake_simulate))
    return names(folder)


def test_two_processes_and_another_order_give_the_same_bits(asked: Asked, tmp_path: Path, expected: list[str]) -> None:
    folder = tmp_path / "shuffled"
    tasks = tasks_in(folder, asked)
    random.Random(1).shuffle(tasks)
    assert not run_tasks(tasks, Engine(2, stand_in.fake_simulate))
    assert names(folder) == expected


def test_a_killed_process_changes_nothing(
    asked: Asked, tmp_path: Path, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "killed"))
    folder = tmp_path / "killed-once"
    assert not run_tasks(tasks_in(folder, asked), Engine(2, stand_in.simulate_but_1_kills_its_process_once))
    assert (tmp_path / "killed").exists()
    assert names(folder) == expected


def test_what_a_killed_process_left_half_written_goes_and_what_others_write_stays(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "killed"))
    folder = tmp_path / "half-written"
    tasks = tasks_in(folder, asked)
    others = ".00003-0123456789abcdef.npz.1.tmp"  # of a process of somebody else's
    (folder / others).write_bytes(b"half of")
    assert not run_tasks(tasks, Engine(2, stand_in.simulate_but_1_leaves_half_a_file_once))
    assert (tmp_path / "killed").exists()
    assert [name for name in names(folder) if name.endswith(".tmp")] == [others]


def test_a_replicate_that_always_kills_its_process_is_set_aside_and_the_others_kept(
    asked: Asked, tmp_path: Path, expected: list[str]
) -> None:
    folder = tmp_path / "deadly"
    failures = run_tasks(tasks_in(folder, asked), Engine(2, stand_in.simulate_but_1_always_kills_its_process))
    assert [(failure.replicate, failure.kind) for failure in failures.values()] == [(1, "killed")]
    assert str(MOST_TRIES) in failures[1].message.en
    assert names(folder) == [name for name in expected if not name.startswith("00001")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_replicate_that_raises_is_named_and_the_others_kept(
    asked: Asked, tmp_path: Path, expected: list[str], jobs: int
) -> None:
    folder = tmp_path / "raising"
    failures = run_tasks(tasks_in(folder, asked), Engine(jobs, stand_in.simulate_but_2_raises))
    assert list(failures) == [2]
    assert failures[2].message.en == "RuntimeError: no luck"
    assert failures[2].name == "subsidy, replicate 2, seed 5"
    assert failures[2].kind == "raised"
    assert names(folder) == [name for name in expected if not name.startswith("00002")]


def test_a_broken_invariant_is_told_from_other_failures(asked: Asked, tmp_path: Path) -> None:
    failures = run_tasks(tasks_in(tmp_path / "broken", asked), Engine(1, stand_in.simulate_but_1_loses_workers))
    assert failures[1].kind == "invariant"


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_counts_months_over_all_replicates_up_to_all_of_them(asked: Asked, tmp_path: Path, jobs: int) -> None:
    seen: list[tuple[int, int]] = []
    tasks = tasks_in(tmp_path / "progress", asked)
    run_tasks(tasks, Engine(jobs, stand_in.fake_simulate, lambda done, total: seen.append((done, total))))
    total = 4 * asked.scenario.horizon.months
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_that_cannot_be_saved_stop_everything(asked: Asked, tmp_path: Path, jobs: int) -> None:
    tasks = [Task(asked.scenario, replicate, tmp_path / "nowhere") for replicate in range(2)]
    with pytest.raises(CannotWrite, match="bytes"):
        run_tasks(tasks, Engine(jobs, stand_in.fake_simulate))


@pytest.mark.parametrize(
    ("worlds", "replicates", "jobs"),
    [(2, 20, 2), (2, 3, 2), (2, 1, 2), (9, 4, 2), (9, 1, 2), (9, 2, 4), (12, 8, 16), (3, 5, 4)],
)
def test_neighbors_of_one_replicate_go_to_one_process_unless_another_would_wait(
    asked: Asked, tmp_path: Path, worlds: int, replicates: int, jobs: int
) -> None:
    tasks = [Task(asked.scenario, k, tmp_path) for k in range(replicates) for _ in range(worlds)]
    handed = batches(tasks, jobs)
    assert [position for batch in handed for position in batch] == list(range(len(tasks)))
    assert all(len({tasks[position].replicate for position in batch}) == 1 for batch in handed)
    assert all(len(batch) <= min(worlds, TOGETHER) for batch in handed)
    together = [len(batch) for batch in handed if len(batch) > 1]
    assert max(together, default=0) - min(together, default=0) <= 1
    assert bool(together) == (replicates * math.ceil(worlds / TOGETHER) >= jobs)
    busy = [0] * jobs
    for batch in handed:
        busy[busy.index(min(busy))] += len(batch)
    assert max(busy) - len(tasks) / jobs <= 1.0  # nobody works for long while another waits


def test_worlds_that_share_a_base_date_are_neighbors_whoever_asked_in_between(asked: Asked, tmp_path: Path) -> None:
    world, assumed = asked.scenario, [Parameters(returnee_odds=odds) for odds in (1.5, 1.6, 1.7)]
    tasks = [Task(world, 0, tmp_path, parameters) for _ in range(2) for parameters in assumed]
    done: list[Parameters | None] = []

    def simulate(task: Task, on_month: OnMonth) -> Results:
        done.append(task.parameters)
        return stand_in.fake_simulate(task, on_month)

    assert not run_tasks(tasks, Engine(1, simulate))
    assert done == [parameters for parameters in assumed for _ in range(2)]
    assert batches(tasks[::3] + tasks[1::3], 1) == [[0, 1], [2, 3]]


def test_worlds_of_a_pair_done_by_one_process_give_the_same_bits(asked: Asked, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "both")]
    for folder in folders:
        folder.mkdir()
    pairs = [Task(asked.scenario, k, folder) for k in range(4) for folder in folders[:2]]
    assert not run_tasks(pairs, Engine(2, stand_in.fake_simulate))
    assert not run_tasks([Task(asked.scenario, k, folders[2]) for k in range(4)], Engine(1, stand_in.fake_simulate))
    assert names(folders[0]) == names(folders[1]) == names(folders[2])
