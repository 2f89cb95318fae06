"""Steering: matching efficiency stays positive and inside its bounds, and does not wind up."""

import numpy as np
import pytest
from tests.calibration.estimation.test_search import SHIPPED

from laborsim.calibration.targets.calibration_file import load_calibration
from laborsim.calibration.targets.free_parameters import parameters_at, values_at
from laborsim.model import steering
from laborsim.model.wheel import Wheel
from laborsim.parameters.fit import SteeredRun, load_fit
from laborsim.parameters.parameters import Parameters

COARSE = 50_000  # persons per worker


def wheel(efficiency: float, months: int = 12, parameters: Parameters | None = None) -> Wheel:
    fit = load_fit(2023, "cumulative", True)
    start = fit.model_copy(update={"matching_county": efficiency, "matching_urban": efficiency})
    return Wheel(start, parameters or Parameters(), SteeredRun(COARSE, months, months // 2, 1))


def turned(begun: Wheel) -> Wheel:
    for month in range(1, begun.plan.months + 1):
        begun.model.step()
        begun.turn(month)
    return begun


@pytest.mark.parametrize("efficiency", [-0.14, 0.0])
def test_a_run_does_not_begin_with_matching_that_no_factor_makes_positive(efficiency: float) -> None:
    with pytest.raises(ValueError, match="matching efficiency has to be positive to be steered"):
        wheel(efficiency)


def test_what_is_written_down_is_the_geometric_mean_of_the_settled_months() -> None:
    begun, seen = wheel(0.2), []
    for month in range(1, 13):
        begun.model.step()
        begun.turn(month)
        seen.append(begun.model.markets.matching)
    mean = np.exp(np.log(seen[6:]).mean(axis=0))
    assert [begun.fit().matching_county, begun.fit().matching_urban] == pytest.approx(mean.tolist())


@pytest.mark.parametrize("efficiency", [1e-6, 50.0])
def test_matching_is_steered_inside_its_bounds(efficiency: float) -> None:
    matching = turned(wheel(efficiency)).model.markets.matching
    least, most = steering.MATCHING
    assert (matching >= least).all()
    assert (matching <= most).all()


def test_where_vacancies_decide_matching_does_not_wind_up() -> None:
    begun = wheel(0.2)
    begun.model.step()
    model, before = begun.model, begun.model.markets.matching.copy()
    model.seeking_target = model.seeking() / 2  # twice as many seek as should
    model.markets.by_law = np.array([0.0, 1.0])
    model.steer(settled=False)
    assert model.markets.matching[0] == pytest.approx(before[0])
    assert model.markets.matching[1] == pytest.approx(before[1] * np.exp(steering.MATCHING_GAIN * steering.GAP))
    model.seeking_target = model.seeking() * 2
    model.markets.by_law = np.zeros(2)
    model.steer(settled=False)
    assert model.markets.matching[0] < before[0]


def test_a_small_and_a_large_start_end_near_each_other() -> None:
    free = load_calibration(SHIPPED).free
    parameters = parameters_at(free, values_at(free, np.zeros(len(free))))
    small, large = (turned(wheel(start, 120, parameters)).fit() for start in (0.05, 0.4))
    for name in ("matching_county", "matching_urban"):
        assert max(getattr(large, name) / getattr(small, name), getattr(small, name) / getattr(large, name)) < 2


def test_where_posts_are_lacking_the_taste_for_local_work_does_not_wind_up() -> None:
    begun = wheel(0.2)
    begun.model.step()
    model = begun.model
    jobs, before = model.stock("local"), model.opening.constants["local"].copy()
    model.steering["local"].target = 2 * jobs  # twice as many as work at home should
    model.markets.posts[0] = jobs  # but there are no more posts than jobs
    model.markets.posts[0, 0] = 4 * jobs[0]
    model.steer(settled=False)
    moved = model.opening.constants["local"] - before
    assert moved[1:] == pytest.approx(0.0)
    assert moved[0] == pytest.approx((steering.PROPORTIONAL + steering.INTEGRAL) * steering.GAP)
