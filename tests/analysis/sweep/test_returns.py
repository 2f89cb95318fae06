"""Steps from dose to dose: what each adds, how elastic that is, and that a fall of returns is said where it is told."""

from dataclasses import replace

import numpy as np
import pytest

from laborsim.analysis.sweep.returns import Dosed, DoseStep, steps_of
from laborsim.experiment.indicators.effect import effect_of

DOSES = (1_000.0, 1_500.0, 2_000.0, 4_000.0)
STANDS = 500.0


def line(response, doses=DOSES, *, noise: float = 0.0, pairs: int = 12) -> list[Dosed]:
    """Return what doses do by a response of what is added, with luck that pairs share over all doses."""
    shared = np.random.default_rng(3).normal(1.0, 0.1, pairs)
    found = []
    for k, dose in enumerate(doses):
        effect = shared * response(dose - STANDS) + noise * np.random.default_rng(k).normal(size=pairs)
        found.append(Dosed(dose, effect, np.full(pairs, 7.0 * (dose - STANDS)), 2.0 * effect))
    return found


def steps(response, **more) -> tuple[DoseStep, ...]:
    nothing = np.zeros(12)
    return steps_of([Dosed(STANDS, nothing, nothing, nothing), *line(response, **more)], STANDS)


def test_the_step_from_a_dose_that_does_nothing_is_the_effect_as_it_is_told():
    nothing, [first] = np.zeros(12), line(lambda added: 3.0 * added, DOSES[:1])
    told = effect_of(first.effect)
    assert told is not None
    told = replace(told, low_95=0.0)
    [step] = steps_of([Dosed(STANDS, nothing, nothing, nothing), replace(first, told=told)], STANDS)
    assert step.added == told


def test_a_straight_line_has_one_slope_an_elasticity_of_one_and_no_fall():
    found = steps(lambda added: 3.0 * added)
    slopes = [step.marginal.mean for step in found]
    assert slopes == pytest.approx([slopes[0]] * len(found))
    assert [step.elasticity and step.elasticity.estimate for step in found] == [None, *[pytest.approx(1.0)] * 3]
    assert not any(step.is_falling or step.is_rising for step in found)


@pytest.mark.parametrize(("power", "falls"), [(0.5, True), (2.0, False)])
def test_returns_that_fall_or_rise_are_said_and_the_elasticity_is_the_power(power, falls):
    found = steps(lambda added: added**power)
    assert [step.is_falling for step in found[1:]] == [falls] * 3
    assert [step.is_rising for step in found[1:]] == [not falls] * 3
    for step in found[1:]:
        low, high = step.low - STANDS, step.high - STANDS
        arc = (high**power - low**power) / (high**power + low**power) * (high + low) / (high - low)
        assert step.elasticity.estimate == pytest.approx(arc)


def test_returns_of_what_lowers_an_indicator_fall_where_it_lowers_it_less():
    found = steps(lambda added: -(added**0.5))
    assert all(step.is_falling for step in found[1:])
    assert all(step.marginal.mean < 0 for step in found)


def test_doses_below_the_level_that_stands_have_slopes_of_the_same_sign_and_an_elasticity_on_their_own_side():
    nothing = np.zeros(12)
    low = line(lambda added: 3.0 * added, doses=(100.0, 300.0))
    found = steps_of([*low, Dosed(STANDS, nothing, nothing, nothing), *line(lambda added: 3.0 * added)], STANDS)
    assert all(step.marginal.mean == pytest.approx(found[0].marginal.mean) for step in found)
    assert [step.elasticity is None for step in found] == [False, True, True, False, False, False]
    assert not any(step.is_falling or step.is_rising for step in found)


def test_a_fall_that_drowns_in_luck_is_not_said():
    assert not any(step.is_falling for step in steps(lambda added: added**0.5, noise=300.0))


def test_more_steps_ask_for_more_before_a_fall_is_said():
    few = steps(lambda added: added**0.9, noise=8.0)[1:3]
    alone = steps_of(
        [Dosed(STANDS, *[np.zeros(12)] * 3), *line(lambda added: added**0.9, doses=DOSES[:2], noise=8.0)], STANDS
    )[1]
    assert alone.bend.mean == pytest.approx(few[0].bend.mean)
    assert few[0].bend.high_95 - few[0].bend.low_95 > alone.bend.high_95 - alone.bend.low_95


def test_without_the_level_that_stands_steps_have_slopes_and_no_elasticity():
    found = steps_of(line(lambda added: added**0.5), None)
    assert len(found) == 3
    assert all(step.elasticity is None for step in found)
    assert found[1].is_falling


def test_the_price_of_a_step_is_that_of_what_it_adds():
    for step in steps(lambda added: 3.0 * added):
        assert step.price.estimate == pytest.approx(7.0 / 2.0 / 3.0, rel=0.1)
