"""Intervals hold the true effect as often as they say; the same on the real model: `python -m benchmarks.coverage`."""

import numpy as np
import pytest

from laborsim.experiment.indicators.effect import effect_of, is_told
from laborsim.experiment.running.precision import is_precise
from laborsim.scenario.scenario import Precision

TRUTH = 0.3
WORLDS = {
    "normal": lambda luck, pairs: luck.normal(TRUTH, 1.0, pairs),
    "heavy tails": lambda luck, pairs: TRUTH + luck.standard_t(5, pairs),
    "skewed": lambda luck, pairs: TRUTH - 2.0 + luck.gamma(4.0, 0.5, pairs),
    "counts of few": lambda luck, pairs: luck.binomial(20, 0.1, pairs) - 2.0 + TRUTH,
}


def held(found: list) -> float:
    return float(np.mean([effect.low_95 <= TRUTH <= effect.high_95 for effect in found]))


@pytest.mark.parametrize("name", WORLDS)
def test_intervals_of_95_percent_hold_the_true_effect_in_92_to_98(name):
    luck = np.random.default_rng(1)
    assert 0.92 <= held([effect_of(WORLDS[name](luck, 20)) for _ in range(2000)]) <= 0.98


def test_a_very_skewed_effect_is_held_a_little_too_seldom_as_the_page_says():
    luck = np.random.default_rng(1)
    assert 0.90 <= held([effect_of(TRUTH - 1.0 + luck.exponential(1.0, 20)) for _ in range(2000)]) < 0.93


def stopped(draw, luck, n_looks):
    """Return the effect where a run stops by the rule of `experiment.running.run`, with intervals for so many looks."""
    precision = Precision(relative=60, absolute=0)
    pairs = draw(luck, precision.most)
    for count in precision.looks:
        effect = effect_of(pairs[:count], n_looks)
        if is_precise(effect, 1.0, precision):
            break
    return effect


@pytest.mark.parametrize("name", WORLDS)
def test_stopping_when_it_looks_sure_leaves_at_least_95_percent(name):
    luck = np.random.default_rng(2)
    assert held([stopped(WORLDS[name], luck, len(Precision().looks)) for _ in range(1000)]) >= 0.94


def test_without_the_rule_stopping_when_it_looks_sure_is_too_sure():
    # A zero effect is what tempts most: a search for any sign at five looks finds one far too often.
    luck = np.random.default_rng(3)
    looks = Precision().looks
    false_alarms = {1: 0, len(looks): 0}
    for _ in range(1000):
        pairs = luck.normal(0.0, 1.0, looks[-1])
        for n_looks in false_alarms:
            false_alarms[n_looks] += any(is_told(effect_of(pairs[:count], n_looks)) for count in looks)
    assert false_alarms[1] / 1000 > 0.08
    assert false_alarms[len(looks)] / 1000 <= 0.06
