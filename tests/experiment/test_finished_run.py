"""Runs whose files are not what they were: each says which file it is and what to do."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.experiment import stand_in

from laborsim.analysis.compare.compare import compare_runs
from laborsim.experiment.finished_run import Run, open_run
from laborsim.experiment.run_errors import Damaged, SomeFailed, WrongInput
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store import manifest

AGAIN = "run its scenario again"


def answer(scenario: Path, out: Path, simulate: object = stand_in.fake_simulate) -> Run:
    return run(ask(scenario), Options(out, Engine(simulate=simulate)))  # type: ignore[arg-type]


@pytest.fixture
def made(scenario_file: Path, tmp_path: Path) -> Run:
    return answer(scenario_file, tmp_path / "runs")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def replicate(run: Run, k: int) -> Path:
    return next((run.path / "replicates").glob(f"{k:05d}-*"))


def baseline_of(run: Run) -> Run:
    assert run.baseline is not None
    return run.baseline


NO_MANIFESTS = [
    "", "{", "{}", "[]", "\xff", "null", "3", '"text"', "[" * 100_000, '{"a":' * 100_000, "NaN",
    '{"schema": "laborsim/manifest/1"}',
    '{"schema": "laborsim/manifest/1", "seal": NaN}',
    '{"schema": "laborsim/manifest/1", "title": "\\ud800"}',
    '{"schema": ["laborsim/manifest/1"]}',
]  # fmt: skip


@pytest.mark.parametrize("text", NO_MANIFESTS, ids=range(len(NO_MANIFESTS)))
def test_a_manifest_that_is_none_is_named_with_a_remedy(made: Run, text: str) -> None:
    (made.path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(Damaged, match=f"{re.escape(str(made.path / 'manifest.json'))}: .*{AGAIN}") as stopped:
        open_run(made.path)
    assert stopped.value.exit_code == 6


def test_a_folder_in_the_place_of_a_manifest_is_named(made: Run) -> None:
    (made.path / "manifest.json").unlink()
    (made.path / "manifest.json").mkdir()
    with pytest.raises(Damaged, match=rf"{re.escape(str(made.path / 'manifest.json'))}: cannot be read"):
        open_run(made.path)


@pytest.mark.parametrize(
    ("name", "value"), [("replicates", 5), ("files", []), ("question", None), ("baseline", "plain"), ("draft", 1)]
)
def test_a_manifest_whose_parts_are_of_another_kind_is_named_with_them(made: Run, name: str, value: object) -> None:
    data = json.loads((made.path / "manifest.json").read_text(encoding="utf-8"))
    manifest._write(made.path, {**data, name: value})
    with pytest.raises(Damaged, match=f"manifest.json: {name} missing or of another kind: {AGAIN}"):
        open_run(made.path)


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", '{"rows": 3}', '{"rows": [3]}', '{"rows": [{}]}'])
def test_a_summary_of_another_kind_is_named_with_a_remedy(made: Run, text: str) -> None:
    (made.path / "summary.json").write_text(text, encoding="utf-8")
    with pytest.raises(Damaged, match=f"{re.escape(str(made.path / 'summary.json'))} is damaged or missing: {AGAIN}"):
        print(open_run(made.path).summary)


@pytest.mark.parametrize("spoil", [cut_short, Path.unlink])
@pytest.mark.parametrize("which", [lambda run: run, baseline_of])
def test_a_damaged_replicate_of_either_world_is_named_with_a_remedy(
    made: Run, which: Callable[[Run], Run], spoil: Callable[[Path], None]
) -> None:
    path = replicate(which(made), 1)
    spoil(path)
    opened = open_run(made.path)
    for read in (lambda: compare_runs([opened]), opened.refuse_damaged):
        with pytest.raises(Damaged, match=f"{re.escape(str(path))} is damaged or missing: {AGAIN}"):
            read()


@pytest.mark.parametrize("spoil", [cut_short, Path.unlink])
def test_a_damaged_summary_is_named_with_a_remedy(made: Run, spoil: Callable[[Path], None]) -> None:
    spoil(made.path / "summary.json")
    with pytest.raises(Damaged, match=f"{re.escape(str(made.path / 'summary.json'))} is damaged or missing: {AGAIN}"):
        print(open_run(made.path).summary)


def forget(data: dict[str, object], key: str) -> None:
    del data[key]


@pytest.mark.parametrize(
    "change",
    [
        lambda asked: asked["scenario"]["levers"][0].update(places_per_park=300),
        lambda asked: asked["scenario"]["levers"][0].update(lever="helicopter_money"),
        lambda asked: forget(asked["scenario"], "horizon"),
    ],
)
def test_a_run_of_code_with_other_levers_or_keys_says_so(
    made: Run, change: Callable[[dict[str, object]], None]
) -> None:
    data = json.loads((made.path / "manifest.json").read_text(encoding="utf-8"))
    change(data["question"])
    manifest._write(made.path, data)
    with pytest.raises(WrongInput, match=f"{re.escape(str(made.path))} was made by other code .*{AGAIN}") as stopped:
        compare_runs([open_run(made.path)])
    assert stopped.value.exit_code == 3


@pytest.mark.parametrize("spoil", [lambda run: cut_short(replicate(run, 1)), lambda run: shutil.rmtree(run.path)])
def test_running_the_scenario_again_makes_a_damaged_baseline_good(
    made: Run, scenario_file: Path, spoil: Callable[[Run], None]
) -> None:
    spoil(baseline_of(made))
    again = answer(scenario_file, made.path.parents[1])
    again.refuse_damaged()
    assert compare_runs([again]).pairs == (0, 1, 2)


def test_a_pair_that_failed_in_the_baseline_alone_is_left_out_of_a_comparison(
    scenario_file: Path, tmp_path: Path
) -> None:
    def simulate(task, on_month):  # type: ignore[no-untyped-def]
        if (task.world.id, task.replicate) == ("plain", 1):
            raise RuntimeError("no luck")
        return stand_in.fake_simulate(task, on_month)

    with pytest.raises(SomeFailed):
        answer(scenario_file, tmp_path / "runs", simulate)
    (path,) = [path.parent for path in (tmp_path / "runs" / "subsidy").glob("*/manifest.json")]
    assert compare_runs([Run(path)]).pairs == (0, 2)


def test_files_added_to_a_run_do_not_vouch_for_its_other_files(made: Run) -> None:
    (made.path / "answers").mkdir()
    (made.path / "answers" / "new.csv").write_text("1")
    (made.path / "summary.csv").write_text("invented")
    manifest.add_files(made.path, ["answers/new.csv"])
    assert [line.en for line in made.verify()] == ["summary.csv: changed"]
