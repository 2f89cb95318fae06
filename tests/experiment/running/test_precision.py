"""Replicates are added until effects are as sure as wanted, and no further."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import BASELINE, SCENARIO
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.precision import is_precise
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run, run_file
from laborsim.kernels.counts import VARIABLES
from laborsim.scenario.scenario import Precision


def noisy(task, on_month=lambda month: None):
    """An effect on founders that varies by hundreds of thousands from pair to pair."""
    results = fake_simulate(task, on_month)
    if any(lever.NAME == "startup_subsidy" for lever in task.world.levers):
        more = np.random.default_rng([7, task.replicate]).integers(-8000, 8000)
        results.series[:, :, VARIABLES.index("founder")] += more
    return results


@pytest.fixture
def scenario(tmp_path: Path):
    def write(precision: str, more: str = "") -> Path:
        (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
        run = f"run: {{precision: {precision}}}\n" if precision else ""
        (tmp_path / "subsidy.yaml").write_text(f"{SCENARIO}{run}{more}", encoding="utf-8")
        return tmp_path / "subsidy.yaml"

    return write


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(out=tmp_path / "runs", engine=Engine(simulate=noisy))


def replicates(run) -> int:
    return len(run.manifest["replicates"])


def test_replicates_are_doubled_until_the_effect_is_sure(scenario, options):
    told: list[str] = []
    wanted = "{relative: 30, absolute: 0, first: 3, most: 96}"
    run = run_file(scenario(wanted), options=replace(options, tell=told.append))
    assert replicates(run) in (6, 12, 24, 48)
    assert len(run.baseline.manifest["replicates"]) == replicates(run)
    (row,) = [row for row in run.summary if row["goal"]]
    assert is_precise(Effect(**row["effect"]), 0.0, Precision(relative=25, absolute=0))
    looks = [line for line in told if "as sure as" in line]
    assert "0 of 1 effects" in looks[0] and "1 of 1 effects" in looks[-1]


def test_no_more_than_the_most(scenario, options):
    assert replicates(run_file(scenario("{relative: 0, absolute: 0, first: 2, most: 3}"), options=options)) == 3


def test_a_sure_effect_takes_the_first_look_only(scenario, options):
    exact = replace(options, engine=Engine(simulate=fake_simulate))
    assert replicates(run_file(scenario("{first: 6}"), options=exact)) == 6


def test_the_interval_holds_at_all_planned_looks_together(scenario, options):
    run = run_file(scenario("{relative: 0, absolute: 0, first: 2, most: 8}"), options=options)  # looks at 2, 4, 8
    founders = run.series("founders_in_business") - run.series("founders_in_business", world="baseline")
    (row,) = [row for row in run.summary if row["goal"]]
    wanted = effect_of(founders[:, run.months.index(1499)], n_looks=3)
    assert row["effect"]["low_95"] == pytest.approx(wanted.low_95)
    assert row["effect"]["low_95"] < effect_of(founders[:, run.months.index(1499)]).low_95


def test_precision_is_no_part_of_the_question_but_its_answer_is_written_anew(scenario, options):
    plain = run_file(scenario(""), options=options)
    precise = run_file(scenario("{first: 3, most: 3}"), options=options)
    assert precise.run_id == plain.run_id
    assert precise.scenario.run.precision == Precision(first=3, most=3)
    assert plain.baseline.run_id == precise.baseline.run_id


def test_a_draft_is_never_made_longer(scenario, options):
    asked = ask(scenario("{relative: 0, absolute: 0}"), Changes(quick=True))
    assert replicates(run(asked, options)) == 4


@pytest.mark.parametrize(
    ("level", "half", "is_enough"), [(1.0, 0.0004, True), (1.0, 0.0006, False), (1e6, 400.0, True), (1e6, 600.0, False)]
)
def test_a_twentieth_of_a_point_is_enough_for_an_effect_of_nothing(level, half, is_enough):
    effect = replace(effect_of(np.zeros(20)), low_95=-half, high_95=half)
    assert is_precise(effect, level, Precision()) is is_enough


def test_looks_are_doubled_up_to_the_most():
    assert Precision().looks == (20, 40, 80, 160, 200)
    assert Precision(first=50, most=50).looks == (50,)


def test_where_few_pairs_differ_more_are_needed_to_be_as_sure():
    few, many = (effect_of(np.array([0.0] * (20 - k) + [20.0 / k] * k)) for k in (2, 15))
    assert few.mean == pytest.approx(many.mean)
    assert not is_precise(few, 1.0, Precision(relative=50)) and is_precise(many, 1.0, Precision(relative=50))
