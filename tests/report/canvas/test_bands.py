"""Bands are quantiles of the runs, and only as wide as the number of runs can say."""

import numpy as np
import pytest

from laborsim.kernels.codes import month_number
from laborsim.report.canvas.bands import checked_runs, includes_zero, paired_difference, summarized, supported
from laborsim.report.text.goal import GoalLine, goal_words


@pytest.mark.parametrize(
    ("runs", "coverages"), [(1, ()), (9, ()), (10, (80, 50)), (199, (80, 50)), (200, (95, 80, 50))]
)
def test_so_many_runs_support_so_wide_bands(runs, coverages):
    assert supported(runs) == coverages
    assert tuple(band.coverage for band in summarized(np.zeros((runs, 2))).bands) == coverages


def test_a_band_holds_its_share_of_the_runs():
    values = np.random.default_rng(1).normal(size=(2_000, 3))
    for band in summarized(values).bands:
        inside = ((values >= band.low) & (values <= band.high)).mean(axis=0)
        assert inside == pytest.approx(band.coverage / 100, abs=0.002)


def test_the_mean_of_known_runs():
    assert summarized(np.array([[1.0], [6.0], [2.0]])).mean.tolist() == [3.0]


def test_a_difference_is_taken_run_by_run():
    scenario, baseline = np.array([[1.0], [9.0]]), np.array([[0.0], [9.0]])
    assert paired_difference(scenario, baseline).tolist() == [[1.0], [0.0]]
    with pytest.raises(ValueError, match="not paired"):
        paired_difference(scenario, baseline[:1])


def test_an_interval_includes_zero_only_if_zero_lies_in_it():
    spread = np.linspace(-1.0, 1.0, 21)[:, None] + np.array([0.0, 5.0, -5.0])
    assert includes_zero(summarized(spread)).tolist() == [True, False, False]
    assert includes_zero(summarized(np.zeros((20, 1)))).tolist() == [True]


def test_too_few_runs_cannot_say_whether_zero_is_included():
    assert includes_zero(summarized(np.ones((9, 2)))) is None


@pytest.mark.parametrize("values", [np.zeros(3), np.zeros((0, 3)), np.zeros((2, 4))])
def test_runs_of_another_shape_are_refused(values):
    with pytest.raises(ValueError, match=r"pay: expected \[runs, 3\]"):
        checked_runs(values, 3, "pay")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_missing_number_is_refused(bad):
    with pytest.raises(ValueError, match="pay: every number must be finite"):
        checked_runs(np.array([[1.0, bad]]), 2, "pay")


VALUES = np.array([1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (GoalLine(0, minimum=2.0), 3),
        (GoalLine(0, maximum=2.0), 2),
        (GoalLine(0, minimum=2.0, maximum=3.0), 2),
        (GoalLine(0, value=3.0, tolerance=1.0), 3),
        (GoalLine(0, value=3.0), 1),
    ],
)
def test_a_goal_counts_the_runs_that_meet_it_bounds_included(goal, met):
    assert goal.count_met(VALUES) == met


@pytest.mark.parametrize("fields", [{}, {"value": 1.0, "minimum": 0.0}])
def test_a_goal_that_says_nothing_or_two_things_is_refused(fields):
    with pytest.raises(ValueError, match="either a value or a minimum"):
        GoalLine(0, **fields)


def test_a_goal_in_words_keeps_its_side():
    by = month_number(2020, 12)
    assert goal_words(GoalLine(by, minimum=340e3), "persons", "en") == "Goal: at least 340,000 persons by Dec 2020"
    assert goal_words(GoalLine(by, maximum=0.045), "share", "en") == "Goal: at most 4.5\u00a0% by Dec 2020"
    assert (
        goal_words(GoalLine(by, value=0.07, tolerance=0.005), "share", "zh")
        == "预期目标：2020年12月7%左右（±0.5个百分点）"
    )
    assert goal_words(GoalLine(by, minimum=340e3), "persons", "zh") == "预期目标：2020年末34万人以上"
    assert goal_words(GoalLine(by, minimum=340e3), "persons/year", "zh") == "预期目标：2020年全年34万人以上"
    assert goal_words(GoalLine(by, minimum=1.0, maximum=2.0), "jobs", "en") == "Goal: 1 jobs to 2 jobs by Dec 2020"
