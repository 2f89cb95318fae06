"""Regressions find the coefficients that data were made with, or that are known in closed form."""

import numpy as np
import pytest

from laborsim.calibration.facts.regressions import conditional_logit, dummies, logit, poisson, with_constant


def test_a_poisson_regression_on_one_group_is_the_ratio_of_rates():
    woman = np.array([0.0, 0.0, 1.0, 1.0])
    found = poisson(with_constant(woman), np.array([3.0, 1.0, 2.0, 6.0]), np.array([10.0, 10.0, 5.0, 5.0]))
    assert np.exp(found) == pytest.approx([4 / 20, (8 / 10) / (4 / 20)])


def test_a_logit_on_one_group_is_the_odds_ratio():
    group = np.repeat([0.0, 1.0], 10)
    chosen = np.array([1.0] * 2 + [0.0] * 8 + [1.0] * 5 + [0.0] * 5)
    assert np.exp(logit(with_constant(group), chosen)[1]) == pytest.approx((5 / 5) / (2 / 8))


def test_a_choice_among_places_finds_what_it_was_made_with():
    generator = np.random.default_rng(1)
    columns = generator.normal(size=(5, 7, 2))
    value = columns @ np.array([1.5, -2.0])
    chance = np.exp(value) / np.exp(value).sum(axis=1, keepdims=True)
    assert conditional_logit(1000 * chance, columns) == pytest.approx([1.5, -2.0])


def test_the_lowest_code_has_no_dummy():
    assert dummies(np.array([4, 2, 9, 2])).tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]
