"""Several questions answered at once: the same folders as one after the other, and nothing simulated twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.experiment import fake
from tests.experiment.conftest import SCENARIO
from tests.experiment.folders import content

from laborsim.experiment.asking import ask
from laborsim.experiment.ensemble import Engine
from laborsim.experiment.run import Options, run, run_together
from laborsim.experiment.stops import SomeFailed

LARGE = SCENARIO.replace("id: subsidy", "id: large").replace("value: 10000", "value: 20000")
PRECISE = LARGE.replace("id: large", "id: precise\nrun: {precision: {relative: 0, absolute: 0, first: 2, most: 4}}")


class Told:
    """A stand-in model that remembers the worlds it was asked for, in order."""

    def __init__(self, simulate=fake.fake_simulate):
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
    return {name: folder / f"{name}.yaml" for name in ("plain", "subsidy", "large", "precise")}


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(out=tmp_path / "together", engine=Engine(simulate=fake.fake_simulate), command="laborsim compare")


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
    assert model.worlds == [(k, world) for k in range(3) for world in ("plain", "subsidy", "large")]


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


def test_a_wish_for_precision_makes_no_other_question_longer(files, options):
    plain, precise = run_together([ask(files["subsidy"]), ask(files["precise"])], options)
    assert plain.manifest["replicates"] == [0, 1, 2]
    assert precise.manifest["replicates"] == [0, 1, 2, 3]
    assert plain.baseline is not None
    assert plain.baseline.manifest["replicates"] == [0, 1, 2, 3]
    assert plain.manifest["baseline"]["replicates"] == [0, 1, 2]


def test_a_world_that_fails_is_named_and_the_others_are_kept(files, options):
    def large_fails(task, on_month):
        if task.world.id == "large" and task.replicate == 1:
            raise RuntimeError("no luck")
        return fake.fake_simulate(task, on_month)

    failing = replace(options, engine=Engine(simulate=large_fails))
    with pytest.raises(SomeFailed, match="2 of 3 replicates of large are finished") as stopped:
        run_together([ask(files["large"]), ask(files["subsidy"])], failing)
    assert "large, replicate 1, seed 5: RuntimeError: no luck" in str(stopped.value)
    model = Told()
    run_together([ask(files["large"]), ask(files["subsidy"])], replace(options, engine=Engine(simulate=model)))
    assert model.worlds == [(1, "large")]
