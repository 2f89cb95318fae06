"""Goals: probabilities with intervals, the month from which failure is likely, and whose doing they are."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import beta
from tests.analysis.toy_levers import BASELINE, SCENARIO, simulate_toy

from laborsim.analysis.goals.goals import GoalAnswer, Probability, judge_goals, likely_from, limits, on_course
from laborsim.experiment.finished_run import Run
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask
from laborsim.experiment.running.run import Options, run
from laborsim.kernels.codes import month_number
from laborsim.report.answers.goals import goal_lines
from laborsim.scenario.load import Goal

DUE = month_number(2024, 12)
GOALS = (
    Goal(indicator="founders_in_business", minimum=44_000, unit="persons", by=DUE),
    Goal(indicator="seeking_workers", maximum=1, unit="persons", by=DUE),
    Goal(indicator="unemployment_registered", maximum=99, unit="%", by=DUE),
)
"""In the numbers of the stand-in, which no file may state of China."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("goals")
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    asked = ask(folder / "three.yaml")
    asked = replace(asked, scenario=asked.scenario.model_copy(update={"goals": GOALS}))
    return run(asked, Options(out=folder / "runs", engine=Engine(1, simulate_toy)))


@pytest.fixture(scope="module")
def judged(made) -> dict[str, GoalAnswer]:
    return {answer.goal.indicator: answer for answer in judge_goals(made)}


def test_the_interval_of_a_probability_is_jeffreys_and_closed_where_no_run_or_every_run_meets_the_goal():
    assert Probability(3, 10).interval == pytest.approx(beta(3.5, 7.5).ppf([0.025, 0.975]))
    assert Probability(0, 10).interval[0] == 0.0 < Probability(0, 10).interval[1] < 0.3
    assert Probability(10, 10).interval[1] == 1.0


def test_the_probability_of_a_goal_is_the_share_of_runs_that_meet_it_as_the_summary_counts_it(made, judged):
    for row in made.goals:
        assert judged[row["indicator"]].scenario.share == row["goal"]["met_share"]


def test_a_goal_that_no_run_meets_fails_and_says_from_when(made, judged):
    answer = judged["seeking_workers"]
    assert answer.scenario.count == 0
    assert answer.fails_from is not None
    assert made.scenario.horizon.start <= answer.fails_from <= answer.goal.by
    assert "failure is more likely than not from" in "\n".join(goal_lines(answer))


def test_a_goal_that_is_met_never_fails(judged):
    answer = judged["unemployment_registered"]
    assert (answer.scenario.share, answer.fails_from) == (1.0, None)


def test_the_path_of_a_goal_ends_with_its_probability(judged):
    for answer in judged.values():
        assert answer.path[-1].month == month_number(2024, 12)
        assert answer.path[-1].probability == answer.scenario


@pytest.mark.parametrize(("share", "is_said"), [(0.16, True), (0.49, True), (0.5, False), (1.0, False)])
def test_a_goal_of_which_less_than_half_is_simulated_says_so(judged, share, is_said):
    goal = replace(judged["unemployment_registered"], simulated_share=share, in_runs=share)
    said = "\n".join(goal_lines(goal))
    assert ("mostly extrapolated" in said) == is_said
    assert (f"{100 * share:.0f}\u00a0% of it is simulated" in said) == is_said
    assert "in these runs" not in said
    moved = "\n".join(goal_lines(replace(goal, in_runs=0.07)))  # the rule goes by what is known before
    assert ("mostly extrapolated" in moved) == is_said
    assert ("at the base date (7\u00a0% in these runs)" in moved) == is_said
    assert ("（本次模拟中为7%）" in "".join(goal_lines(replace(goal, in_runs=0.07), "zh"))) == is_said


def test_the_simulated_share_is_that_of_the_summary(made, judged):
    for row in made.goals:
        answer = judged[row["indicator"]]
        assert (answer.simulated_share, answer.in_runs) == (row["simulated_share"], row["simulated_in_runs"])
        assert answer.is_mostly_background is row["goal"]["mostly_background"]


def test_percentages_are_shares_in_the_unit_of_summary_files():
    goal = Goal(indicator="unemployment_registered", maximum=4.5, unit="%", by=1451)
    assert limits(goal) == (-np.inf, pytest.approx(0.045))


def test_on_course_is_above_the_straight_line_from_the_first_value_to_the_goal():
    values = np.array([[0.0, 5.0, 10.0], [0.0, 4.0, 10.0], [0.0, 5.0, 9.0]])
    assert on_course(values, (10.0, np.inf)).tolist() == [[True] * 3, [True, False, True], [True, True, False]]


def test_what_fulfills_a_goal_from_the_first_month_has_to_go_on_doing_so():
    values = np.array([[4.0, 4.4, 4.4], [4.0, 4.6, 4.4]])
    assert on_course(values, (-np.inf, 4.5)).tolist() == [[True, True, True], [True, False, True]]
    assert on_course(10 - values, (5.5, np.inf)).tolist() == [[True, True, True], [True, False, True]]


def test_a_figure_with_a_tolerance_is_neared_from_either_side():
    values = np.array([[0.0, 3.0, 7.0], [20.0, 13.0, 7.0], [20.0, 15.0, 7.0]])
    assert on_course(values, (6.0, 8.0))[:, 1].tolist() == [True, True, False]


def test_failure_is_likely_from_the_first_month_after_which_most_runs_fail_to_the_end():
    assert likely_from(np.array([0.4, 0.6, 0.4, 0.6, 0.9])) == 3
    assert likely_from(np.array([0.6, 0.7])) == 0
    assert likely_from(np.array([0.9, 0.5])) is None
