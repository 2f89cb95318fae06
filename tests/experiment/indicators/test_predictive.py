"""Levels of the coming years: how far they may lie from what pairs of runs have."""

import numpy as np
import pytest
from tests.model.small_worlds import BASE, scenario

from laborsim.experiment.indicators.effect import spread
from laborsim.experiment.indicators.predictive import Ahead, ahead_of, band, excess_of, wide_of, yearly_shock
from laborsim.experiment.indicators.published_series import series
from laborsim.parameters.posterior import load_posterior

PAIRS = np.random.default_rng(1).normal(290e6, 1e6, 40)
AHEAD = Ahead(BASE, load_posterior().name)


def widths(found):
    return found.p90 - found.p10


def test_levels_of_the_nation_also_depart_by_what_a_year_brings_and_the_mean_stays():
    own = spread(PAIRS)
    after = [AHEAD.spread(own, PAIRS, "migrant_workers", "CN", BASE + months) for months in (0, 6, 12, 60)]
    assert after[0] == own, "the base date is known"
    assert widths(own) < widths(after[1]) < widths(after[2]) < widths(after[3])
    assert {found.mean for found in after} == {own.mean} and {found.runs for found in after} == {40}
    assert after[2].p2_5 is None, "as few pairs have no such ends"
    low, high = band(PAIRS, yearly_shock(series()[0], 2023), 1)
    assert (after[2].p10, after[2].p90) == pytest.approx((low, high))


def test_a_rejected_fit_widens_what_it_was_fitted_to():
    [age] = [one for one in series() if one.indicator == "mean_age"]
    ages, excess = np.linspace(42.0, 43.0, 40), excess_of(AHEAD.posterior)
    assert excess > 1
    found = AHEAD.wide(ages, "mean_age", "CN", BASE + 12)
    assert np.array_equal(found, wide_of(ages, yearly_shock(age, 2023), 1.0, excess))


def test_what_nobody_publishes_of_a_place_stays_as_pairs_have_it():
    for name, place in (("migrant_workers", "CN-GS"), ("in_training", "CN")):
        assert AHEAD.spread(spread(PAIRS), PAIRS, name, place, BASE + 12) == spread(PAIRS)
    assert AHEAD.spread(None, PAIRS, "migrant_workers", "CN", BASE + 12) is None


def test_pairs_without_draws_predict_nothing():
    asked = scenario(12)
    assert ahead_of(asked) == AHEAD
    assert ahead_of(asked.model_copy(update={"run": asked.run.model_copy(update={"draws": 0})})) is None
