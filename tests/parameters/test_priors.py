"""What no calibration draws: every draw has it from its prior, and no base date hangs on it."""

import numpy as np
import pytest
from tests.model.small_worlds import finished, new_setting, scenario, world

from laborsim.calibration.estimation.gate import NEAR_TARGET
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import load_posterior, parameters_of
from laborsim.parameters.priors import AHEAD, HELD, around, drawn_ahead, share_of
from laborsim.scenario.what_if import range_of


def test_a_draw_is_the_same_in_every_run_and_another_for_every_pair():
    asked = scenario(12)
    first, again, next_one = (parameters_of(asked, k) for k in (0, 0, 1))
    assert first == again
    assert all(getattr(first, name) != getattr(next_one, name) for name in AHEAD)
    other_seed = asked.model_copy(update={"run": asked.run.model_copy(update={"seed": 99})})
    assert parameters_of(other_seed, 0) == first, "a draw is a draw, whatever the luck of the run"


def test_the_point_estimate_has_the_values_in_use():
    still = scenario(12)
    still = still.model_copy(update={"run": still.run.model_copy(update={"draws": 0})})
    assert all(getattr(parameters_of(still, 3), name) == getattr(Parameters(), name) for name in AHEAD)


def test_draws_fill_every_prior_evenly_and_do_not_hang_together():
    draws = [drawn_ahead(Parameters(), (), k) for k in range(1024)]
    values = np.array([[getattr(draw, name) for name in AHEAD] for draw in draws])
    for k, name in enumerate(AHEAD):
        low, high = range_of(name)
        assert low <= values[:, k].min() and values[:, k].max() <= high
        assert np.median(values[:, k]) == pytest.approx(getattr(Parameters(), name), abs=0.02 * (high - low))
        assert np.mean([share_of(draw, name) for draw in range(20)]) == pytest.approx(0.5, abs=0.1)
        assert sorted(int(16 * share_of(draw, name)) for draw in range(16)) == list(range(16))
    assert np.abs(np.corrcoef(values.T) - np.eye(len(AHEAD))).max() < 0.15


def test_what_a_posterior_draws_is_left_alone():
    posterior = load_posterior()
    assert drawn_ahead(posterior.parameters(0), AHEAD, 0) == posterior.parameters(0)
    assert not set(AHEAD) & set(posterior.names)


@pytest.mark.parametrize(("center", "shares"), [(0.2, (0.0, 0.2, 1.0)), (0.0, (0.0, 0.5, 1.0))])
def test_the_median_of_a_prior_is_the_value_in_use_unless_it_is_a_bound(center, shares):
    assert tuple(around(0.0, center, 1.0)(at) for at in (0.0, 0.5, 1.0)) == shares


@pytest.mark.parametrize("name", ["growth_jobs", "zone_pull"])
def test_no_base_date_and_no_month_without_measure_or_news_feels_them(name):
    low, high = range_of(name)
    asked = scenario(3, scale=100_000)
    runs = [finished(world(asked, base=new_setting(asked, **{name: value}))) for value in (low, high)]
    assert np.array_equal(runs[0].series, runs[1].series)


def test_every_parameter_is_estimated_or_drawn_or_held_for_a_reason_and_only_one_of_these():
    ways = [load_posterior().names, AHEAD, HELD]
    assert sorted(name for way in ways for name in way) == sorted(Parameters.model_fields)
    assert all(reason.en.endswith(".") and reason.zh.endswith("。") for reason in HELD.values())


def test_what_draws_decide_of_founders_and_parks_moves_no_baseline_beyond_the_gate():
    asked = scenario(24, scale=20_000)
    usual = finished(world(asked, base=new_setting(asked)))
    for name in ("business_stealing", "park_queue_months", "training_search", "workshop_ask"):
        for value in range_of(name):
            run = finished(world(asked, base=new_setting(asked, **{name: value})))
            assert run.mean("working_away") == pytest.approx(usual.mean("working_away"), rel=0.01), name
            assert run.mean("seeking_there") == pytest.approx(usual.mean("seeking_there"), rel=NEAR_TARGET / 2), name
