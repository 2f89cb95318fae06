"""What becomes of the answers in a run's folder when the folder is written anew."""

from pathlib import Path

import pytest
from tests.experiment import stand_in

from laborsim.analysis.answer_files import Leaf, keep
from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import FolderBusy, SomeFailed
from laborsim.experiment.running import planned_runs
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store import manifest
from laborsim.experiment.store.run_folder import claimed

ANSWERS = {"answers/causes.csv": b"1", "answers/figures/waterfall.png": b"2"}


class Desk:
    """Runs the same scenario again and again into one folder, and notes what the user is told."""

    def __init__(self, scenario: Path, out: Path) -> None:
        self.scenario, self.out = scenario, out
        self.told: list[str] = []

    def run(self, language: str = "", force: bool = False, **changes: object) -> Run:
        self.told.clear()
        engine = Engine(simulate=stand_in.fake_simulate)  # type: ignore[arg-type]
        options = Options(self.out, engine, force, tell=self.told.append, pictures=language)
        return run(ask(self.scenario, Changes(**changes)), options)  # type: ignore[arg-type]

    @property
    def lost(self) -> list[str]:
        return [line for line in self.told if "not kept" in line]


@pytest.fixture
def desk(scenario_file: Path, tmp_path: Path) -> Desk:
    return Desk(scenario_file, tmp_path / "runs")


@pytest.fixture
def answered(desk: Desk) -> Run:
    made = desk.run()
    keep(made, [Leaf(name.removeprefix("answers/"), content) for name, content in ANSWERS.items()])
    return made


def answers_in(run: Run) -> dict[str, bytes]:
    files = (path for path in (run.path / "answers").rglob("*") if path.is_file())
    return {path.relative_to(run.path).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("again", [{"language": "zh"}, {"overrides": ["title=Other words"]}, {"force": True}])
def test_answers_stay_where_question_and_replicates_do(desk: Desk, answered: Run, again: dict[str, object]) -> None:
    found = desk.run(**again)  # type: ignore[arg-type]
    assert not any("answered from disk" in line for line in desk.told)
    assert answers_in(found) == ANSWERS
    assert (found.verify(), desk.lost) == ([], [])


def test_answers_stay_in_the_folder_of_their_number_of_replicates(desk: Desk, answered: Run) -> None:
    more = desk.run(replicates=4)
    assert (answers_in(more), desk.lost) == ({}, [])
    assert (answers_in(answered), Run(answered.path).verify()) == (ANSWERS, [])
    assert desk.run().path == answered.path
    assert desk.told == [f"answered from disk: {answered.path}"]


def test_answers_about_a_baseline_that_lacked_a_replicate_are_dropped_with_a_word(desk: Desk, tmp_path: Path) -> None:
    def simulate(task, on_month):  # type: ignore[no-untyped-def]
        if (task.world.id, task.replicate) == ("plain", 1):
            raise RuntimeError("no luck")
        return stand_in.fake_simulate(task, on_month)

    with pytest.raises(SomeFailed):
        run(ask(desk.scenario), Options(desk.out, Engine(simulate=simulate)))
    (path,) = [path.parent for path in desk.out.glob("subsidy/*/manifest.json")]
    keep(Run(path), [Leaf("causes.csv", b"1")])
    assert answers_in(desk.run()) == {}
    assert "its baseline has other replicates" in desk.lost[0]


def test_answers_of_other_code_are_dropped_with_a_word(
    desk: Desk, answered: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (planned_runs, manifest):
        monkeypatch.setattr(module, "writing_code", lambda: "new code")
    assert answers_in(desk.run()) == {}
    assert "another version of laborsim" in desk.lost[0]


def test_an_answer_that_was_changed_is_dropped_with_a_word_and_the_others_stay(desk: Desk, answered: Run) -> None:
    (answered.path / "answers" / "causes.csv").write_bytes(b"invented")
    found = desk.run()
    assert list(answers_in(found)) == ["answers/figures/waterfall.png"]
    assert "answers/causes.csv changed after it was made" in desk.lost[0]
    assert found.verify() == []


def test_answers_that_no_manifest_vouches_for_are_dropped_with_a_word(desk: Desk, answered: Run) -> None:
    (answered.path / "manifest.json").write_text("{}")
    assert answers_in(desk.run()) == {}
    assert "the manifest that vouched for them is damaged" in desk.lost[0]


def test_answers_are_not_taken_over_by_another_question(desk: Desk, answered: Run) -> None:
    other = desk.run(seed=6)
    answered.path.rename(answered.path.with_name("aside"))
    other.path.rename(answered.path)
    keep(Run(answered.path), [Leaf("causes.csv", b"of seed 6")])
    assert answers_in(desk.run(force=True)) == {}
    assert "they answer another question" in desk.lost[0]


def test_nothing_is_kept_in_a_folder_while_its_question_is_being_computed(desk: Desk, answered: Run) -> None:
    lock = answered.path.with_name(f"{answered.path.name.partition('-')[0]}.lock")
    with claimed(lock), pytest.raises(FolderBusy):
        keep(answered, [Leaf("causes.csv", b"3")])
    assert answers_in(answered) == ANSWERS
