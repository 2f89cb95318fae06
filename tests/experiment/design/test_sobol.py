"""Sobol points: even in every direction, and the same for the same seed."""

import numpy as np
import pytest

from laborsim.experiment.design.sobol import sobol_points


def test_the_same_seed_gives_the_same_points_and_another_seed_others() -> None:
    assert np.array_equal(sobol_points(5, 40, 7), sobol_points(5, 40, 7))
    assert not np.array_equal(sobol_points(5, 40, 7), sobol_points(5, 40, 8))


def test_fewer_points_are_the_first_of_more() -> None:
    assert np.array_equal(sobol_points(3, 40, 7), sobol_points(3, 64, 7)[:40])


@pytest.mark.parametrize("dimensions", [1, 8, 50])
def test_every_quarter_of_every_side_has_a_quarter_of_the_points(dimensions: int) -> None:
    points = sobol_points(dimensions, 64, 1)
    assert points.shape == (64, dimensions)
    for column in points.T:
        assert np.bincount((column * 4).astype(int)).tolist() == [16] * 4


def test_one_point_is_one_point() -> None:
    assert sobol_points(2, 1, 1).shape == (1, 2)
