"""The chart of a goal shows everything that would meet it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.report.figure_data import BASE, fan

from laborsim.report.figures.fan_data import drawn_range, fan_of
from laborsim.report.text.goal import GoalLine


@pytest.mark.parametrize(
    ("goal", "low", "high"),
    [
        (GoalLine(BASE + 6, value=900e3, tolerance=50e3), None, 950e3),
        (GoalLine(BASE + 6, value=-900e3, tolerance=50e3), -950e3, None),
        (GoalLine(BASE + 6, minimum=800e3), None, 800e3),
    ],
)
def test_a_goal_is_drawn_with_its_whole_tolerance(goal, low, high):
    data = replace(fan(20), goal=goal)
    least, greatest = drawn_range(data, fan_of(data))
    assert low is None or least == low
    assert high is None or greatest == high
    assert np.isfinite([least, greatest]).all()
