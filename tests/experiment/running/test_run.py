import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.experiment import stand_in
from tests.experiment.folders import content

from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import CannotWrite, FolderBusy, Interrupted, InvariantBroken, OtherRun, SomeFailed
from laborsim.experiment.running import planned_runs
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Simulate, Task
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store import manifest, run_id


class Counting:
    """A stand-in model that remembers what it was asked to simulate."""

    def __init__(self, simulate: Simulate = stand_in.fake_simulate) -> None:
        self.simulated: list[tuple[str, int]] = []
        self._simulate = simulate

    def __call__(self, task: Task, on_month: OnMonth) -> object:
        self.simulated.append((task.world.id, task.replicate))
        return self._simulate(task, on_month)


@pytest.fixture
def answer(scenario_file: Path, tmp_path: Path) -> Callable[..., Run]:
    def answer(
        simulate: object = stand_in.fake_simulate, out: str = "runs", force: bool = False, **changes: object
    ) -> Run:
        engine = Engine(simulate=simulate)  # type: ignore[arg-type]
        options = Options(
            out=tmp_path / out,
            engine=engine,
            force=force,
            command="laborsim run x.yaml",
            resume="laborsim run x.yaml --resume",
        )
        return run(ask(scenario_file, Changes(**changes)), options)  # type: ignore[arg-type]

    return answer


Answer = Callable[..., Run]


def test_a_run_leaves_every_file_and_each_is_in_the_manifest(answer: Answer) -> None:
    run = answer()
    assert run.verify() == []
    wanted = {
        "scenario.yaml",
        "scenario.resolved.yaml",
        "summary.csv",
        "summary.json",
        "iamc.csv",
        "costs.csv",
        "manifest.json",
    }
    wanted |= {f"{table}.parquet" for table in ("series", "flows", "spells", "sample")}
    assert wanted <= {path.name for path in run.path.iterdir()}


def test_the_same_run_twice_gives_the_same_bytes(answer: Answer, tmp_path: Path) -> None:
    answer(out="one")
    answer(out="two")
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_no_path_of_this_machine_is_kept(answer: Answer, tmp_path: Path) -> None:
    run = answer()
    for name in ("manifest.json", "scenario.resolved.yaml", "summary.json"):
        assert str(tmp_path) not in (run.path / name).read_text(encoding="utf-8")


def test_the_same_question_is_answered_from_disk(answer: Answer) -> None:
    first, model = answer(), Counting()
    assert answer(model).path == first.path
    assert model.simulated == []


def test_more_replicates_extend_a_run_to_the_bytes_of_one_that_had_them_at_once(answer: Answer, tmp_path: Path) -> None:
    model = Counting()
    answer(replicates=2)
    answer(model, replicates=4)
    assert model.simulated == [("subsidy", 2), ("plain", 2), ("subsidy", 3), ("plain", 3)]
    answer(replicates=4, out="at-once")
    found, at_once = content(tmp_path / "runs"), content(tmp_path / "at-once")
    assert {name: of for name, of in found.items() if "-2/" not in str(name)} == at_once
    assert len(found) > len(at_once), "the run of two stays"


def test_force_simulates_everything_again(answer: Answer, tmp_path: Path) -> None:
    answer()
    before, model = content(tmp_path / "runs"), Counting()
    answer(model, force=True)
    assert len(model.simulated) == 6
    assert content(tmp_path / "runs") == before


def test_other_words_rewrite_the_folder_without_simulating(answer: Answer, scenario_file: Path) -> None:
    first, model = answer(), Counting()
    scenario_file.write_text(scenario_file.read_text().replace("title:", "description: New words\ntitle:"))
    second = answer(model)
    assert second.path == first.path
    assert second.manifest["description"] == "New words"
    assert model.simulated == []
    assert second.verify() == []
    third = answer(model, overrides=["title=Typed words"])
    assert third.manifest["title"] == "Typed words"
    assert model.simulated == []


def test_new_code_that_writes_rewrites_the_folder_without_simulating(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer()
    model = Counting()
    for module in (planned_runs, manifest):
        monkeypatch.setattr(module, "writing_code", lambda: "new code")
    assert answer(model).manifest["written_by"] == "new code"
    assert model.simulated == []


def test_a_run_of_the_version_before_stays_as_it_is_beside_the_new_one(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(run_id, "simulating_code", lambda: "the hash of the bytes of the code")
        before.setattr(run_id, "data_hashes", lambda: {"births.csv": "the hash of its bytes"})
        old = answer()
    as_it_was, model = content(old.path), Counting()
    new = answer(model)
    assert new.path.parent == old.path.parent
    assert new.path != old.path
    assert len(model.simulated) == 6
    assert content(old.path) == as_it_was
    assert Run(old.path).verify() == []
    assert Run(old.path).summary == new.summary


def test_a_baseline_is_simulated_once_and_shared(answer: Answer, scenario_file: Path) -> None:
    model = Counting()
    first = answer(model)
    second = answer(model, overrides=["levers.startup_subsidy.value=9000", "goals=null"])
    assert [world for world, _ in model.simulated].count("plain") == 3
    assert first.baseline == second.baseline


def test_a_baseline_run_by_itself_is_the_one_that_scenarios_share(answer: Answer, scenario_file: Path) -> None:
    compared, model = answer(), Counting()
    options = Options(out=compared.path.parents[1], engine=Engine(simulate=model))  # type: ignore[arg-type]
    alone = run(ask(scenario_file.parent / "plain.yaml"), options)
    assert compared.baseline is not None
    assert alone.path == compared.baseline.path
    assert model.simulated == []
    assert (alone.path / "scenario.yaml").exists()


def test_without_a_baseline_nothing_is_compared(answer: Answer) -> None:
    run = answer(baseline="none")
    assert run.baseline is None
    assert {row["effect"] for row in run.summary} == {None}


def test_a_damaged_replicate_is_found_and_simulated_again(answer: Answer, tmp_path: Path) -> None:
    first = answer()
    before, model = content(tmp_path / "runs"), Counting()
    damaged = next((first.path / "replicates").glob("00001-*"))
    damaged.write_bytes(damaged.read_bytes()[:-100])
    assert [line.en for line in first.verify()] == [f"replicates/{damaged.name}: changed"]
    answer(model)
    assert model.simulated == [("subsidy", 1)]
    assert content(tmp_path / "runs") == before


@pytest.mark.parametrize("name", ["summary.csv", "manifest.json", "series.parquet"])
def test_one_flipped_byte_is_found_and_made_good(answer: Answer, tmp_path: Path, name: str) -> None:
    first = answer()
    before = content(tmp_path / "runs")
    data = bytearray((first.path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (first.path / name).write_bytes(data)
    answer()
    assert content(tmp_path / "runs") == before


def test_a_failing_replicate_is_named_and_the_rest_summarized(answer: Answer) -> None:
    with pytest.raises(SomeFailed, match="replicate 2, seed 5: RuntimeError: no luck") as stopped:
        answer(stand_in.simulate_but_2_raises)
    assert stopped.value.exit_code == 7
    assert "2 of 3 replicates of subsidy are finished" in str(stopped.value)
    whole = answer()
    assert whole.manifest["replicates"] == [0, 1, 2]
    assert whole.manifest["failed"] == []


def test_a_failed_run_keeps_its_folder_with_the_number_of_runs_beside_every_number(
    answer: Answer, tmp_path: Path
) -> None:
    with pytest.raises(SomeFailed):
        answer(stand_in.simulate_but_2_raises)
    (path,) = [path.parent for path in (tmp_path / "runs" / "subsidy").glob("*/manifest.json")]
    kept = Run(path)
    assert kept.manifest["replicates"] == [0, 1]
    assert [failure["replicate"] for failure in kept.manifest["failed"]] == [2]
    assert {row["scenario"]["runs"] for row in kept.summary} == {2}


def test_a_broken_invariant_has_an_exit_code_of_its_own(answer: Answer) -> None:
    with pytest.raises(InvariantBroken, match="people are lost") as stopped:
        answer(stand_in.simulate_but_1_loses_workers)
    assert stopped.value.exit_code == 5


def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(answer: Answer, tmp_path: Path) -> None:
    def interrupted(task: Task, on_month: OnMonth) -> object:
        if (task.world.id, task.replicate) == ("subsidy", 1):
            raise KeyboardInterrupt
        return stand_in.fake_simulate(task, on_month)

    with pytest.raises(Interrupted, match=r"2 finished replicates are kept; .*laborsim run x.yaml --resume"):
        answer(interrupted)
    model = Counting()
    answer(model)
    assert model.simulated == [("subsidy", 1), ("plain", 1), ("subsidy", 2), ("plain", 2)]
    answer(out="at-once")
    assert content(tmp_path / "runs") == content(tmp_path / "at-once")


def test_a_folder_with_the_answer_to_another_question_is_left_alone(answer: Answer, tmp_path: Path) -> None:
    first, other = answer(), answer(seed=6, out="other")
    shutil.rmtree(first.path)
    shutil.copytree(other.path, first.path)
    before = content(first.path)
    with pytest.raises(OtherRun, match="another question"):
        answer()
    assert content(first.path) == before
    assert answer(force=True).scenario.run.seed == 5


def test_a_folder_that_cannot_be_written_stops_before_simulating(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    model = Counting()
    with pytest.raises(CannotWrite) as stopped:
        answer(model, out="file/runs")
    assert stopped.value.exit_code == 6
    assert model.simulated == []


def test_a_run_in_a_claimed_folder_stops_before_simulating(answer: Answer) -> None:
    def again(task: Task, on_month: OnMonth) -> object:
        model = Counting()
        with pytest.raises(FolderBusy):
            answer(model)
        assert model.simulated == []
        return stand_in.fake_simulate(task, on_month)

    answer(again)


def test_figures_added_before_sealing_are_in_the_manifest(scenario_file: Path, tmp_path: Path) -> None:
    def decorate(run: Run) -> None:
        (run.path / "figures").mkdir()
        (run.path / "figures" / "01.txt").write_text(f"{len(run.summary)}")

    options = Options(out=tmp_path / "runs", engine=Engine(simulate=stand_in.fake_simulate), decorate=decorate)
    made = run(ask(scenario_file), options)
    assert "figures/01.txt" in made.manifest["files"]
    assert made.verify() == []


def test_pictures_in_another_language_are_drawn_without_simulating(scenario_file: Path, tmp_path: Path) -> None:
    drawn: list[str] = []
    model = Counting()

    def see(language: str) -> None:
        engine = Engine(simulate=model)  # type: ignore[arg-type]
        decorate = lambda run: drawn.append(language)  # noqa: E731
        run(ask(scenario_file), Options(tmp_path / "runs", engine, decorate=decorate, pictures=language))

    for language in ("en", "zh", "zh", ""):
        see(language)
    assert drawn == ["en", "en", "zh"]  # baseline and scenario, then the scenario again
    assert len(model.simulated) == 6


def test_a_world_whose_baseline_failed_altogether_is_shown_alone(answer: Answer, tmp_path: Path) -> None:
    def no_baseline(task: Task, on_month: OnMonth) -> object:
        if task.world.id == "plain":
            raise RuntimeError("no luck")
        return stand_in.fake_simulate(task, on_month)

    with pytest.raises(SomeFailed, match="plain, replicate 0"):
        answer(no_baseline)
    (path,) = [path.parent for path in (tmp_path / "runs" / "subsidy").glob("*/manifest.json")]
    assert Run(path).baseline is None
    assert answer().baseline is not None


def test_quick_is_small_and_a_draft(scenario_file: Path) -> None:
    asked = ask(scenario_file, Changes(quick=True))
    assert asked.is_draft
    assert (asked.scenario.run.replicates, asked.scenario.run.scale.default) == (4, 20_000)
    assert ask(scenario_file, Changes(quick=True, replicates=2)).scenario.run.replicates == 2
