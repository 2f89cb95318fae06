"""Goals on the effect: what the measures add against the baseline of the same pair, not what the level drifts to."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.toy_levers import BASELINE, SCENARIO, simulate_toy

from laborsim.analysis.compare.ranking import best_for
from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.goals.goals import judge_goals
from laborsim.analysis.goals.solve import Solution, Wish, solve
from laborsim.analysis.sensitivity.study import Size, study
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import NONE, Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.kernels.codes import month_number
from laborsim.report.answers.goals import goal_lines
from laborsim.report.answers.solve import solution_lines
from laborsim.report.tables.run import summary_rows
from laborsim.report.text.goal import goal_said
from laborsim.scenario.load import Goal

DUE = month_number(2024, 12)
FOUNDERS = "founders_in_business"


def question(folder, adds: float, *overrides: str):
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    asked = ask(folder / "three.yaml", Changes(overrides=overrides))
    goal = Goal(indicator=FOUNDERS, adds=adds, unit="persons", by=DUE)
    return replace(asked, scenario=asked.scenario.model_copy(update={"goals": (goal,)}))


def made(folder, adds: float, *overrides: str) -> Run:
    return run(question(folder, adds, *overrides), Options(out=folder / "runs", engine=Engine(1, simulate_toy)))


def effects(done: Run) -> np.ndarray:
    """Return the effect when the goal is due, pair by pair, in persons."""
    at = DUE - done.scenario.horizon.start
    ours, theirs = (done.values([FOUNDERS], world)[FOUNDERS][:, at, -1] for world in ("scenario", "baseline"))
    return ours - theirs


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> np.ndarray:
    found = np.sort(effects(made(tmp_path_factory.mktemp("pairs"), 1.0)))
    assert found[0] < found.mean() < found[-1]
    return found


@pytest.mark.parametrize("place", [-0.5, 0.0, 0.2, 0.49, 0.51, 0.8, 1.0, 1.5])
def test_a_goal_is_met_where_the_mean_effect_reaches_it_and_as_likely_as_pairs_do(tmp_path, pairs, place):
    adds = float(pairs[0] + place * (pairs[-1] - pairs[0]))
    done = made(tmp_path, adds)
    [row] = done.goals
    assert row["goal"]["is_met"] == (row["effect"]["mean"] >= adds)
    assert row["goal"]["met_share"] == np.mean(pairs >= adds)
    [answer] = judge_goals(done)
    assert answer.scenario.share == row["goal"]["met_share"]
    assert answer.distance == pytest.approx(pairs.mean() - adds)
    assert answer.baseline is None and "without the measures in" not in "\n".join(goal_lines(answer))
    [shown] = [found for found in summary_rows(done) if found.goal.en]
    assert (shown.is_met, shown.met.runs) == (row["goal"]["is_met"], len(pairs))


def test_a_mean_that_is_the_goal_to_the_bit_meets_it(tmp_path, pairs):
    exactly = made(tmp_path, 1.0).goals[0]["effect"]["mean"]
    assert made(tmp_path, exactly).goals[0]["goal"]["is_met"]
    assert not made(tmp_path, float(np.nextafter(exactly, np.inf))).goals[0]["goal"]["is_met"]


def test_a_goal_below_zero_asks_for_what_is_taken_away(tmp_path):
    for adds, is_met in ((-1.0, False), (1.0, True)):
        assert made(tmp_path, adds).goals[0]["goal"]["is_met"] == is_met
    less = Goal(indicator="unemployment_migrants", adds=-0.2, unit="%", by=DUE)
    assert goal_said(less, "en") == "Goal: at least 0.2 percentage points less than without the measures by Dec 2024"
    assert goal_said(less, "zh") == "预期目标：2024年12月比不实施政策减少0.2个百分点以上"


def test_what_counts_as_best_is_what_the_goal_asks_to_add_or_to_take_away():
    for adds, best in ((5.0, "highest"), (-5.0, "lowest")):
        for indicator in (FOUNDERS, "seeking_workers"):
            assert best_for(indicator, [Goal(indicator=indicator, adds=adds, unit="persons", by=DUE)]) == best


def test_a_study_of_assumptions_fails_where_the_effect_misses_the_goal_and_not_the_level(tmp_path):
    for adds, failures in ((1.0, 0), (1e9, 24)):
        asked = question(tmp_path, adds)
        size = Size(coarser=1, trajectories=2, bars=1, samples=24, pairs=2)
        bench = Bench(tmp_path / "runs", Engine(1, simulate_toy))
        aim = Point(FOUNDERS, "CN", DUE)
        assert study(asked.scenario, asked.baseline, size, bench, aim).discovery.failures == failures


def solved(folder, adds: float, probability: float = 0.8, pairs: int = 10) -> Solution:
    asked = question(folder, adds)
    bench = Bench(folder / "runs", Engine(1, simulate_toy))
    return solve(asked.scenario, asked.baseline, Wish(FOUNDERS, "training_places", probability), bench, Sizes(pairs))


def test_the_dose_that_adds_enough_is_told_with_its_effect_and_how_far_runs_differ_in_it(tmp_path):
    others = float(solved(tmp_path, 1e9).tried[0].values.mean())
    found = solved(tmp_path, others + 400)
    assert found.enough is not None and found.enough.met.share >= 0.8 > found.too_little.met.share
    assert found.enough.effect.mean == pytest.approx(found.enough.values.mean())
    assert (found.enough.values >= others + 400).mean() == found.enough.met.share
    low, high = found.needed
    assert low < found.enough.dose < high * 1.5
    text = "\n".join(solution_lines(found))
    assert "effect at" in text and "single runs first meet it" in text
    assert "力度为" in "\n".join(solution_lines(found, "zh"))


def test_a_dose_that_some_runs_never_meet_the_goal_with_has_an_open_end(tmp_path):
    others = float(solved(tmp_path, 1e9).tried[0].values.mean())
    found = solved(tmp_path, others + 600, probability=0.3)
    low, high = found.needed
    assert low < high == np.inf
    assert "more than one in ten do not" in "\n".join(solution_lines(found))


def test_a_goal_on_the_effect_without_a_baseline_is_refused_before_anything_is_simulated(tmp_path):
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (tmp_path / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    adds = "goals.local_workers={adds: 500000, unit: persons, by: 2024-12, source: ASSUMPTION}"
    assert ask(tmp_path / "three.yaml", Changes(overrides=[adds])).scenario.goals[-1].adds == 500_000
    with pytest.raises(WrongInput, match="there is no effect"):
        ask(tmp_path / "three.yaml", Changes(overrides=[adds], baseline=NONE))
