"""The resolved scenario of a run folder, run again, is the same question: the same run id, no month simulated."""

import shutil
from pathlib import Path

import pytest
from tests.experiment import stand_in

from laborsim.experiment.finished_run import Run
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.running.run import Options, run

WORKSHOPS = """
laborsim: 1
id: workshops
title: More workshops
horizon: {start: 2023-12, end: 2024-06}
levers:
  workshops: {value: 20000, unit: workshops, regions: [CN-GS], start: 2024-02, source: ASSUMPTION}
"""


def never(task: Task, on_month: OnMonth) -> object:
    raise AssertionError(f"{task.name} is on disk")


@pytest.mark.parametrize("name", ["subsidy.yaml", "plain.yaml"])
@pytest.mark.parametrize("baseline", [None, "none", "workshops.yaml"])
def test_a_resolved_scenario_is_answered_from_disk(
    scenario_file: Path, tmp_path: Path, baseline: str | None, name: str
) -> None:
    other = scenario_file.parent / "workshops.yaml"
    other.write_text(WORKSHOPS, encoding="utf-8")
    compared = other if baseline == other.name else baseline
    out = Options(out=tmp_path / "runs", engine=Engine(simulate=stand_in.fake_simulate))  # type: ignore[arg-type]
    first = run(ask(scenario_file.with_name(name), Changes(baseline=compared, overrides=["run.seed=8"])), out)
    resolved = tmp_path / "elsewhere" / "scenario.resolved.yaml"
    resolved.parent.mkdir()
    shutil.copy(first.path / resolved.name, resolved)
    shutil.rmtree(scenario_file.parent)
    again = run(ask(resolved), Options(out=out.out, engine=Engine(simulate=never)))  # type: ignore[arg-type]
    assert again.path == first.path
    assert rows(again) == rows(first)
    assert {row["effect"] is None for row in again.summary} == {first.baseline is None}


def rows(run: Run) -> list[object]:
    return [{name: value for name, value in row.items() if name != "goal"} for row in run.summary]
