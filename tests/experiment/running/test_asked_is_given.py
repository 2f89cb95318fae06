"""What is asked for is what is given, whatever an earlier run left on disk and whatever else the file says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.experiment import stand_in
from tests.experiment.running.test_run import Counting

from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import Interrupted, WrongInput
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import QUICK_REPLICATES, QUICK_SCALE, Changes, ask
from laborsim.experiment.running.run import Options, run, run_together

Given = Callable[..., Run]
SUMMARIES = ("summary.json", "summary.csv", "iamc.csv", "series.parquet")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def given(scenario_file: Path, tmp_path: Path, told: list[str]) -> Given:
    def given(
        simulate: object = stand_in.fake_simulate, out: str = "runs", name: str = "subsidy", **changes: object
    ) -> Run:
        options = Options(tmp_path / out, Engine(simulate=simulate), tell=told.append)  # type: ignore[arg-type]
        return run(ask(scenario_file.with_name(f"{name}.yaml"), Changes(**changes)), options)  # type: ignore[arg-type]

    return given


def written(run: Run) -> dict[str, bytes]:
    return {name: (run.path / name).read_bytes() for name in SUMMARIES}


def test_fewer_replicates_than_are_on_disk_are_the_answer_of_so_many_and_the_others_are_kept(given: Given) -> None:
    whole = written(given(replicates=5))
    model = Counting()
    fewer = given(model, replicates=2)
    assert fewer.manifest["replicates"] == fewer.manifest["baseline"]["replicates"] == [0, 1]
    assert len(fewer.draws) == len(fewer.series("founders_in_business", world="baseline")) == 2
    assert {row["scenario"]["runs"] for row in fewer.summary} == {2}
    assert written(fewer) == written(given(replicates=2, out="at-once"))
    assert fewer.verify() == []
    again = given(model, replicates=5)
    assert written(again) == whole
    assert model.simulated == []


def test_the_same_few_replicates_are_answered_from_disk(given: Given, told: list[str]) -> None:
    given(replicates=3)
    given(replicates=2)
    told.clear()
    path = given(replicates=2).path
    assert told == [f"answered from disk: {path}"]


@pytest.mark.parametrize(
    "overrides", [["run.scale=40000"], ["run.draws=0"], ["horizon.end=2024-12"], ["run.replicates=2"]]
)
def test_a_part_of_what_is_on_disk_is_never_given_for_another_scale_draws_or_months(
    given: Given, overrides: list[str]
) -> None:
    given(replicates=5)
    fresh = given(out="at-once", overrides=overrides)
    found = given(overrides=overrides)
    assert written(found) == written(fresh)
    assert found.manifest["draws"] == fresh.manifest["draws"]
    assert found.months == fresh.months


def test_a_baseline_asked_by_itself_has_its_own_number_and_its_scenarios_keep_theirs(given: Given) -> None:
    compared, model = given(replicates=4), Counting()
    alone = given(model, name="plain", replicates=2)
    assert compared.baseline is not None
    assert alone.path != compared.baseline.path
    assert alone.manifest["replicates"] == [0, 1]
    assert Run(compared.baseline.path).manifest["replicates"] == [0, 1, 2, 3]
    compared.refuse_damaged()
    assert len(Run(compared.path).series("founders_in_business", world="baseline")) == 4
    assert given(model, replicates=4).manifest["replicates"] == [0, 1, 2, 3]
    assert given(model, name="plain", replicates=2).manifest["replicates"] == [0, 1]
    assert model.simulated == []


def test_a_scenario_and_its_baseline_asked_together_have_each_the_number_of_its_file(
    scenario_file: Path, tmp_path: Path
) -> None:
    scenario_file.write_text(scenario_file.read_text() + "run: {replicates: 4}\n")
    questions = [ask(path) for path in (scenario_file, scenario_file.with_name("plain.yaml"))]
    options = Options(tmp_path / "runs", Engine(simulate=stand_in.fake_simulate))
    own, base = run_together(questions, options)
    assert [len(one.manifest["replicates"]) for one in (own, base)] == [4, 3]
    assert len(own.series("founders_in_business", world="baseline")) == 4


def test_a_folder_is_about_one_number_of_replicates_and_stays_as_it_is_when_another_is_asked(
    given: Given, told: list[str]
) -> None:
    model = Counting()
    made = {count: given(model, replicates=count) for count in (4, 2, 5)}
    before = {count: written(one) for count, one in made.items()}
    assert len(model.simulated) == 2 * 5
    assert len({one.path for one in made.values()}) == 3
    told.clear()
    for count, one in made.items():
        again = given(model, replicates=count)
        assert (again.path, written(again)) == (one.path, before[count])
        assert again.manifest["replicates"] == list(range(count))
        assert len(list((again.path / "replicates").iterdir())) == count
        assert again.baseline is not None and len(again.baseline.manifest["replicates"]) == count
        assert again.verify() == again.baseline.verify() == []
    assert [line.partition(":")[0] for line in told] == ["answered from disk"] * 3
    assert len(model.simulated) == 2 * 5
    assert not list(made[4].path.parent.glob("*.partial"))


def test_replicates_of_a_folder_without_a_number_are_used_and_the_folder_stays(given: Given) -> None:
    """An earlier version kept every number of replicates in one folder."""
    first = given(replicates=3)
    old = first.path.with_name(first.path.name.partition("-")[0])
    first.path.rename(old)
    model = Counting()
    again = given(model, replicates=4)
    assert sorted(replicate for _, replicate in model.simulated) == [3, 3]
    assert again.path.name == f"{old.name}-4"
    assert Run(old).verify() == []
    assert len(Run(old).series("founders_in_business", world="baseline")) == 3


def test_what_an_interrupted_run_has_finished_is_used_by_a_shorter_one_and_kept_for_a_longer(given: Given) -> None:
    class Stopped(Counting):
        def __call__(self, task, on_month):  # type: ignore[no-untyped-def]
            if len(self.simulated) == 7:
                raise KeyboardInterrupt
            return super().__call__(task, on_month)

    with pytest.raises(Interrupted):
        given(Stopped(), replicates=5)
    model = Counting()
    assert given(model, replicates=2).manifest["replicates"] == [0, 1]
    assert model.simulated == []
    assert given(model, replicates=5).manifest["replicates"] == list(range(5))
    assert len(model.simulated) == 2 * 5 - 7


def test_a_run_of_the_size_of_a_draft_is_no_draft(given: Given) -> None:
    assert given(quick=True).manifest["draft"]
    whole = given(replicates=QUICK_REPLICATES, scale=QUICK_SCALE)
    assert not whole.manifest["draft"]
    assert given(quick=True).manifest["draft"]


@pytest.fixture
def precise(scenario_file: Path) -> Path:
    precision = "precision: {relative: 0, absolute: 0, first: 2, most: 3}"
    scenario_file.write_text(scenario_file.read_text() + f"run: {{scale: {{CN-GS: 500}}, {precision}}}\n")
    return scenario_file


@pytest.mark.usefixtures("precise")
def test_a_typed_number_of_replicates_is_given_and_the_precision_of_the_file_named(
    given: Given, told: list[str]
) -> None:
    assert given().manifest["replicates"] == [0, 1, 2]
    assert not any("precision" in line and "not looked at" in line for line in told)
    assert given(replicates=4).manifest["replicates"] == [0, 1, 2, 3]
    assert told.count("subsidy: 4 replicates, as the command line says: the file's `precision:` is not looked at") == 1
    model = Counting()
    assert given(model).manifest["replicates"] == [0, 1, 2]
    assert model.simulated == []


@pytest.mark.usefixtures("precise")
def test_a_draft_says_that_it_leaves_the_precision_of_the_file(given: Given, told: list[str]) -> None:
    draft = given(quick=True)
    assert len(draft.manifest["replicates"]) == QUICK_REPLICATES
    assert draft.manifest["precision"] is None
    assert "precision" not in (draft.path / "scenario.resolved.yaml").read_text(encoding="utf-8")
    assert sum("`precision:` is not looked at" in line for line in told) == 1
    assert given(quick=True).path == draft.path  # from disk it says so too
    assert sum("`precision:` is not looked at" in line for line in told) == 2


@pytest.mark.parametrize(
    ("typed", "replicates", "gansu", "others"),
    [
        ("run.replicates=8", 8, 10_000, 20_000),
        ("run={replicates: 8}", 8, 10_000, 20_000),
        ("run.scale=30000", 4, 30_000, 30_000),
        ("run.scale={default: 30000}", 4, 10_000, 30_000),
        ("run.scale.default=30000", 4, 10_000, 30_000),
        ("run.scale.CN-GS=700", 4, 700, 20_000),
        ("run.scale.West=700", 4, 10_000, 20_000),
        ("run.seed=3", 4, 10_000, 20_000),
    ],
)
def test_quick_leaves_what_is_typed_beside_it(
    precise: Path, typed: str, replicates: int, gansu: int, others: int
) -> None:
    settings = ask(precise, Changes(quick=True, overrides=[typed])).scenario.run
    assert (settings.replicates, settings.scale.of("CN-GS"), settings.scale.of("CN-GD")) == (replicates, gansu, others)
    assert settings.precision is None
    if typed == "run.scale.West=700":
        assert settings.scale.of("CN-QH") == 700


def test_a_precision_typed_beside_quick_is_given(given: Given) -> None:
    looked = given(quick=True, overrides=["run.precision={relative: 0, absolute: 0, first: 2, most: 3}"])
    assert (looked.manifest["replicates"], looked.manifest["draft"]) == ([0, 1, 2], True)


@pytest.mark.parametrize("quick", [True, False])
def test_a_number_of_replicates_and_a_precision_cannot_both_be_typed(precise: Path, quick: bool) -> None:
    changes = Changes(replicates=2, quick=quick, overrides=["run.precision.relative=5"])
    with pytest.raises(WrongInput, match="each says how many"):
        ask(precise, changes)
