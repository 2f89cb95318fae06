"""Identification, recovery and robustness: on a linear model every answer is known."""

import numpy as np
import pytest
from tests.calibration.evidence.linear import LinearEvaluator
from tests.scenario.files import ROOT

from laborsim.calibration.evidence.identification import PINNED, data_errors, identification, sensitivity
from laborsim.calibration.evidence.neighborhood import neighborhood
from laborsim.calibration.evidence.parameter_recovery import broyden, recover
from laborsim.calibration.evidence.posterior_predictive import predictive
from laborsim.calibration.evidence.robustness import profiles, robustness
from laborsim.calibration.targets.calibration_file import load_calibration
from laborsim.calibration.targets.free_parameters import values_at


@pytest.fixture(scope="module")
def calibration():
    return load_calibration(ROOT / "calibration" / "national-2023.yaml")


@pytest.fixture(scope="module")
def center(calibration):
    return values_at(calibration.free, np.zeros(len(calibration.free)))


def slopes_of(calibration, strength=4.0):
    generator = np.random.default_rng(3)
    shape = (len(calibration.fitted), len(calibration.estimated))
    return strength * generator.normal(size=shape)


def test_the_jacobian_of_a_linear_model_is_its_slopes(calibration, center):
    slopes = slopes_of(calibration)
    near = neighborhood(LinearEvaluator(calibration, slopes, luck=0.5), center, 3)
    assert near.slopes == pytest.approx(slopes, abs=1e-6)  # common luck: the noise of both sides is the same
    assert near.slope_errors == pytest.approx(np.zeros_like(slopes), abs=1e-6)


def test_a_parameter_that_moves_no_target_is_an_error(calibration, center):
    slopes = slopes_of(calibration)
    slopes[:, 2] = 0.0
    name = calibration.free[calibration.estimated[2]].name
    with pytest.raises(ValueError, match=f"{name} moves no fitted target"):
        neighborhood(LinearEvaluator(calibration, slopes), center, 1)


def test_two_parameters_that_do_the_same_are_named_as_the_weakest_direction(calibration, center):
    slopes = slopes_of(calibration)
    slopes[:, 1] = -slopes[:, 0] * (1 + 1e-4)
    found = identification(calibration, neighborhood(LinearEvaluator(calibration, slopes), center, 1))
    names = [calibration.free[k].name for k in calibration.estimated[:2]]
    assert set(found["directions"][0].replace(" up", "").replace(" down", "").split(" with ")) == set(names)
    assert found["condition_number"] > 100
    assert all(row["percent_of_range"] > 100 for row in found["parameters"][:2])


def test_a_parameter_that_one_target_pins_is_moved_by_that_target(calibration, center):
    slopes = np.zeros((len(calibration.fitted), len(calibration.estimated)))
    slopes[: len(calibration.estimated)] = 10 * np.eye(len(calibration.estimated))
    found = identification(calibration, neighborhood(LinearEvaluator(calibration, slopes), center, 1))
    ids = [calibration.steered_targets[k].id for k in calibration.fitted]
    for k, row in enumerate(found["parameters"]):
        assert row["movers"][0][0] == ids[k] and row["percent_of_range"] <= PINNED and row["shrinkage"] > 0.85


def test_sensitivity_says_how_far_an_estimate_follows_a_target(calibration, center):
    near = neighborhood(LinearEvaluator(calibration, slopes_of(calibration)), center, 1)
    truth = np.linalg.solve(near.slopes.T @ near.slopes + np.eye(near.slopes.shape[1]), near.slopes.T)
    assert sensitivity(near) == pytest.approx(truth)


def test_parameters_that_no_target_tells_apart_have_no_finite_error():
    assert np.all(np.isinf(data_errors(np.ones((4, 2)))))


def test_known_parameters_come_back(calibration, center):
    evaluator = LinearEvaluator(calibration, slopes_of(calibration), luck=0.1)
    found = recover(evaluator, neighborhood(evaluator, center, 2), trials=30)
    assert np.mean([row["within"] for row in found["parameters"]]) >= 0.9


def test_a_step_that_says_nothing_leaves_the_slopes_alone():
    slopes = np.eye(3)
    assert broyden(slopes, np.zeros(3), np.ones(3)) is slopes
    moved = np.array([1.0, 0.0, 0.0])
    assert broyden(slopes, moved, np.array([2.0, 1.0, 0.0])) @ moved == pytest.approx([2.0, 1.0, 0.0])


def test_targets_that_agree_pass_the_j_test_and_nothing_hangs_on_one(calibration, center):
    evaluator = LinearEvaluator(calibration, slopes_of(calibration), luck=0.0)
    found = robustness(calibration, neighborhood(evaluator, center, 2))
    assert found["j_statistic"] == pytest.approx(0, abs=1e-9) and found["p_value"] == pytest.approx(1)
    assert all(abs(move) < 1e-6 for moved in found["without"].values() for move in moved.values())


def test_a_profile_is_lowest_where_the_model_fits(calibration, center):
    evaluator = LinearEvaluator(calibration, slopes_of(calibration))
    for name, points in profiles(evaluator, neighborhood(evaluator, center, 1)).items():
        best = min(points, key=lambda point: point[1])
        free = next(one for one in calibration.free if one.name == name)
        assert abs(free.position(best[0])) == min(abs(free.position(value)) for value, _ in points), name
        slope = evaluator.slopes[:, [calibration.free[k].name for k in calibration.estimated].index(name)]
        for value, misfit in points:  # the other parameters make up for a part of what holding this one costs
            assert misfit <= (slope @ slope) * free.position(value) ** 2 * (1 + 1e-9), name


def test_targets_inside_the_band_of_real_runs_are_counted_by_use(calibration, center):
    evaluator = LinearEvaluator(calibration, slopes_of(calibration), luck=0.3)
    found = predictive(evaluator, np.repeat(center[None], 4, axis=0))
    inside, of = found["coverage"]["fit"]
    assert inside == of == len(calibration.fitted)
    shifted = predictive(
        LinearEvaluator(calibration, slopes_of(calibration), luck=50.0), np.repeat(center[None], 4, axis=0)
    )
    assert shifted["coverage"]["fit"][0] < of
