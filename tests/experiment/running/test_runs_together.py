"""Several questions answered at once: the same folders as one after the other, and nothing simulated twice."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import SCENARIO
from tests.experiment import stand_in
from tests.experiment.folders import content

from laborsim.experiment.run_errors import CannotWrite, FolderBusy, Interrupted, SomeFailed
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run, run_together
from laborsim.experiment.store.run_folder import claimed, lock_of
from laborsim.published.words import Words

LARGE = SCENARIO.replace("id: subsidy", "id: large").replace("value: 10000", "value: 20000")
PRECISION = "run: {precision: {relative: 0, absolute: 0, first: 2, most: 8}}"
PRECISE = LARGE.replace("id: large", f"id: precise\n{PRECISION}")
LONG = LARGE.replace("id: large", "id: long\nrun: {replicates: 5}")


class Told:
    """A stand-in model that remembers the worlds it was asked for, in order."""

    def __init__(self, simulate=stand_in.fake_simulate):
        self.worlds = []
        self._simulate = simulate

    def __call__(self, task, on_month):
        self.worlds.append((task.replicate, task.world.id))
        return self._simulate(task, on_month)


@pytest.fixture
def files(scenario_file: Path) -> dict[str, Path]:
    folder = scenario_file.parent
    (folder / "large.yaml").write_text(LARGE, encoding="utf-8")
    (folder / "precise.yaml").write_text(PRECISE, encoding="utf-8")
    (folder / "long.yaml").write_text(LONG, encoding="utf-8")
    (folder / "subsidy-precise.yaml").write_text(f"{SCENARIO}{PRECISION}\n", encoding="utf-8")
    return {path.stem: path for path in folder.glob("*.yaml")}


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(
        out=tmp_path / "together", engine=Engine(simulate=stand_in.fake_simulate), command="laborsim compare"
    )


def test_folders_are_those_of_one_question_after_the_other(files, options, tmp_path):
    questions = [ask(files["subsidy"]), ask(files["large"]), ask(files["plain"])]
    together = run_together(questions, options)
    alone = [run(asked, replace(options, out=tmp_path / "alone")) for asked in questions]
    assert [made.path.relative_to(options.out) for made in together] == [
        made.path.relative_to(tmp_path / "alone") for made in alone
    ]
    assert content(options.out) == content(tmp_path / "alone")


def test_worlds_of_a_replicate_follow_each_other_and_a_shared_baseline_is_there_once(files, options):
    model = Told()
    run_together([ask(files["subsidy"]), ask(files["large"])], replace(options, engine=Engine(simulate=model)))
    assert model.worlds == [(k, world) for k in range(3) for world in ("subsidy", "large", "plain")]


def test_a_baseline_asked_for_with_its_scenario_is_one_world_with_its_file(files, options):
    model = Told()
    asked = [ask(files["subsidy"]), ask(files["plain"]), ask(files["subsidy"])]
    compared, alone, again = run_together(asked, replace(options, engine=Engine(simulate=model)))
    assert len(model.worlds) == 6
    assert compared.baseline is not None
    assert compared.baseline.path == alone.path
    assert compared.path == again.path
    assert (alone.path / "scenario.yaml").exists()


def test_what_stands_on_disk_is_left_alone(files, options):
    first = run(ask(files["subsidy"]), options)
    before = (first.path / "manifest.json").read_bytes()
    model, told = Told(), []
    run_together(
        [ask(files["subsidy"]), ask(files["large"])], replace(options, engine=Engine(simulate=model), tell=told.append)
    )
    assert {world for _, world in model.worlds} == {"large"}
    assert (first.path / "manifest.json").read_bytes() == before
    assert told == [f"answered from disk: {first.path}"]


def test_what_is_on_disk_is_told_in_the_language_of_the_reader(files, options):
    told: list[str] = []
    chinese = replace(options, tell=told.append, pictures="zh")
    first = run(ask(files["subsidy"]), chinese)
    run(ask(files["subsidy"]), chinese)
    run(ask(files["subsidy"], Changes(replicates=4)), chinese)
    assert told == [
        f"结果已在磁盘上，未重新模拟：{first.path}",
        "各情景共8次模拟，其中6次已在磁盘上，尚需模拟2次",
    ]


def test_a_wish_for_precision_makes_no_other_question_longer(files, options):
    plain, precise = run_together([ask(files["subsidy"]), ask(files["precise"])], options)
    assert plain.manifest["replicates"] == [0, 1, 2]
    assert precise.manifest["replicates"] == list(range(8))
    for one, count in ((plain, 3), (precise, 8)):
        assert one.baseline is not None
        assert one.baseline.manifest["replicates"] == one.manifest["baseline"]["replicates"] == list(range(count))


def test_a_world_that_fails_is_named_and_the_others_are_kept(files, options):
    def large_fails(task, on_month):
        if task.world.id == "large" and task.replicate == 1:
            raise RuntimeError("no luck")
        return stand_in.fake_simulate(task, on_month)

    failing = replace(options, engine=Engine(simulate=large_fails))
    with pytest.raises(SomeFailed, match="2 of 3 replicates of large are finished") as stopped:
        run_together([ask(files["large"]), ask(files["subsidy"])], failing)
    assert "large, replicate 1, seed 5: RuntimeError: no luck" in str(stopped.value)
    model = Told()
    run_together([ask(files["large"]), ask(files["subsidy"])], replace(options, engine=Engine(simulate=model)))
    assert model.worlds == [(1, "large")]


def test_a_run_on_disk_is_left_alone_when_another_question_wants_more_of_its_baseline(files, options):
    first = run(ask(files["subsidy"]), options)
    before = (first.path / "manifest.json").read_bytes()
    told: list[str] = []
    _, long, _ = run_together(
        [ask(files["subsidy"]), ask(files["long"]), ask(files["plain"])], replace(options, tell=told.append)
    )
    assert (first.path / "manifest.json").read_bytes() == before
    assert told[0] == f"answered from disk: {first.path}"
    assert long.manifest["replicates"] == list(range(5))
    assert first.verify() == []


def test_two_files_that_only_words_tell_apart_write_one_folder_in_turn(files, options, tmp_path):
    plain, precise = ask(files["subsidy"]), ask(files["subsidy-precise"])
    _, last = run_together([plain, precise], options)
    assert last.scenario.run.n_looks == 3  # the intervals are those of a run that could stop at three looks
    alone = run(precise, replace(options, out=tmp_path / "alone"))
    assert content(last.path) == content(alone.path)


def test_a_replicate_that_fails_is_not_tried_again_at_the_looks_of_another_question(files, options):
    def fails(task, on_month):
        if task.world.id == "subsidy" and task.replicate == 1:
            raise RuntimeError("no luck")
        return stand_in.fake_simulate(task, on_month)

    model = Told(fails)
    with pytest.raises(SomeFailed, match="2 of 3 replicates of subsidy are finished"):
        run_together([ask(files["subsidy"]), ask(files["precise"])], replace(options, engine=Engine(simulate=model)))
    assert model.worlds.count((1, "subsidy")) == 1
    assert (7, "precise") in model.worlds


def test_a_baseline_replicate_that_only_another_question_wants_does_not_end_the_looks_of_this_one(files, options):
    def fails(task, on_month):
        if task.world.id == "plain" and task.replicate == 4 and model.worlds.count((4, "plain")) == 1:
            raise RuntimeError("no luck")
        return stand_in.fake_simulate(task, on_month)

    model = Told(fails)
    run_together([ask(files["long"]), ask(files["precise"])], replace(options, engine=Engine(simulate=model)))
    assert (7, "precise") in model.worlds


def test_what_is_kept_after_ctrl_c_is_counted_over_all_questions(files, options):
    def interrupted(task, on_month):
        if (task.world.id, task.replicate) == ("large", 1):
            raise KeyboardInterrupt
        return stand_in.fake_simulate(task, on_month)

    questions = [ask(files["subsidy"]), ask(files["large"])]
    with pytest.raises(Interrupted, match=r"4 finished replicates are kept; to go on: laborsim compare$"):
        run_together(questions, replace(options, engine=Engine(simulate=interrupted)))
    model = Told()
    run_together(questions, replace(options, engine=Engine(simulate=model)))
    assert model.worlds == [(1, "large"), (1, "plain"), (2, "subsidy"), (2, "large"), (2, "plain")]


def test_a_folder_that_somebody_works_in_stops_all_before_anything_is_prepared(files, options):
    busy = run(ask(files["large"]), options)
    shutil.rmtree(busy.path)
    questions = [ask(files["subsidy"]), ask(files["large"])]
    with claimed(lock_of(busy.path)), pytest.raises(FolderBusy):
        run_together(questions, options)
    assert not list(options.out.glob("subsidy/*"))


def test_force_simulates_every_world_once_more(files, options):
    questions = [ask(files["subsidy"]), ask(files["large"])]
    run_together(questions, options)
    model = Told()
    run_together(questions, replace(options, engine=Engine(simulate=model), force=True))
    assert len(model.worlds) == 9


def wait_for_the_other(run):
    """Stand in for figures that are done only when those of another run are begun too."""
    if run.baseline is None:
        return
    meeting = Path(os.environ["LABORSIM_TEST_MARK"])
    (meeting / run.manifest["id"]).touch()
    latest = time.monotonic() + 60
    while len(list(meeting.iterdir())) < 2:
        assert time.monotonic() < latest, "the other run is not begun before this one is done"
        time.sleep(0.01)


def test_runs_are_finished_several_at_a_time_and_a_baseline_before_them(files, options, tmp_path, monkeypatch):
    (tmp_path / "meeting").mkdir()
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "meeting"))
    questions = [ask(files["subsidy"]), ask(files["large"])]
    engine = replace(options.engine, jobs=2)
    made = run_together(questions, replace(options, engine=engine, decorate=wait_for_the_other))
    assert all(run.baseline is not None and not run.verify() for run in made)
    run_together(questions, replace(options, out=tmp_path / "here"))
    assert content(options.out) == content(tmp_path / "here")


def test_what_cannot_be_told_to_another_process_is_done_here(files, options):
    engine, drawn = replace(options.engine, jobs=2), []
    questions = [ask(files["subsidy"]), ask(files["large"])]
    made = run_together(questions, replace(options, engine=engine, decorate=lambda run: drawn.append(run.path.stem)))
    assert len(drawn) == 3
    assert not any(run.verify() for run in made)


def die_once(run):
    """Stand in for figures whose process is killed, by a system without memory say."""
    if run.manifest["id"] == "large" and not Path(os.environ["LABORSIM_TEST_MARK"]).exists():
        (run.path / ".half-a-figure.tmp").touch()
        stand_in.kill_process_of_1_once(1)


def test_what_a_process_that_died_left_undone_is_done_here(files, options, tmp_path, monkeypatch):
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "died"))
    questions = [ask(files["subsidy"]), ask(files["large"])]
    engine = replace(options.engine, jobs=2)
    made = run_together(questions, replace(options, engine=engine, decorate=die_once))
    assert (tmp_path / "died").exists()
    assert [run.verify() for run in made] == [[], []]
    assert all(not list(run.path.parent.glob("*.partial")) for run in made)
    assert not list(options.out.rglob("*.tmp"))


def test_a_process_that_dies_brings_back_nothing_that_force_threw_away(files, options, tmp_path, monkeypatch):
    questions = [ask(files["subsidy"], Changes(replicates=2)), ask(files["large"], Changes(replicates=2))]
    run_together([ask(files["subsidy"]), ask(files["large"])], options)
    monkeypatch.setenv("LABORSIM_TEST_MARK", str(tmp_path / "died"))
    engine = replace(options.engine, jobs=2)
    made = run_together(questions, replace(options, engine=engine, decorate=die_once, force=True))
    assert [run.manifest["replicates"] for run in made] == [[0, 1], [0, 1]]


def refuse(run):
    """Stand in for figures that cannot be written."""
    if run.manifest["id"] == "large":
        raise CannotWrite(Words("the disk is full"))


def test_a_run_that_cannot_be_written_is_said_by_whichever_process_noticed(files, options):
    engine = replace(options.engine, jobs=2)
    with pytest.raises(CannotWrite, match="the disk is full"):
        run_together([ask(files["subsidy"]), ask(files["large"])], replace(options, engine=engine, decorate=refuse))
