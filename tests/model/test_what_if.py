"""A base date steered anew: equal values change no bit, other ones move what theory says, some cannot be held."""

import pickle
from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import COARSE, FINE, scenario

from laborsim.kernels.counts import AT
from laborsim.levers import Uncertainty
from laborsim.model import what_if
from laborsim.model.labor_model import LaborModel, setting_at, shipped_fit
from laborsim.model.what_if import BaseDateNotHeld, constants_at, setting_of, with_what_ifs
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import parameters_of
from laborsim.parameters.response import fitted_for
from laborsim.published.words import Words
from laborsim.scenario.horizons import shipped_value
from laborsim.scenario.scenario import RunSettings, Scale
from laborsim.scenario.what_if import WhatIf


def asked(scale=COARSE, months=12, draws=0, seed=1, **values):
    """Return a scenario that sets parameters: numbers, or distributions."""
    own = tuple(
        WhatIf(name=name, **({"uncertainty": value} if isinstance(value, Uncertainty) else {"value": value}))
        for name, value in values.items()
    )
    run = RunSettings(replicates=4, draws=draws, seed=seed, scale=Scale(default=scale))
    return scenario(months, parameters=own, run=run)


def lived(world, replicate=0):
    model = LaborModel(world, replicate, setting=setting_of(world, replicate))
    seen = [model.counts.series.copy()]
    while model.running:
        model.step()
        seen.append(model.counts.series.copy())
    return np.array(seen)


def test_the_shipped_values_change_no_bit():
    plain = asked()
    equal = asked(**{name: shipped_value(name, plain) for name in Parameters.model_fields})
    assert setting_of(equal, 0).fit == setting_of(plain, 0).fit
    assert np.array_equal(lived(equal), lived(plain))


def test_a_parameter_that_the_base_date_does_not_feel_leaves_every_constant_alone():
    plain, other = asked(), asked(wage_curve=-0.19, labor_demand=-0.2, zone_pull=30.0)
    parameters, fit = constants_at(other, 0)
    assert parameters.wage_curve == -0.19
    assert fit == fitted_for(shipped_fit(plain), parameters_of(plain, 0))


@cache
def separating(rate):
    return lived(asked(FINE, separation_rate=rate))


def test_more_jobs_that_end_are_more_hires_and_not_fewer_jobs():
    few, many = (separating(rate) for rate in (0.40, 0.60))
    hires = [run[1:, :, [AT["hired_local"], AT["hired_outbound"]]].sum() for run in (few, many)]
    assert hires[1] / hires[0] == pytest.approx(0.60 / 0.40, rel=0.25)
    jobs = [run[-1, :, [AT["local"], AT["outbound"]]].sum() for run in (few, many)]
    assert jobs[1] / jobs[0] == pytest.approx(1.0, abs=0.02), "the base date is held by other constants"


def test_steered_anew_matching_makes_up_for_jobs_that_end_sooner():
    fits = [constants_at(asked(separation_rate=rate), 0)[1] for rate in (0.40, 0.60)]
    assert fits[1].matching_urban > fits[0].matching_urban
    assert fits[1].matching_county > fits[0].matching_county


def test_a_parameter_without_a_response_is_steered_for_too():
    """Jobs of founders are jobs that nobody else has to offer: the taste for local work falls where they are more."""
    plain, more = (constants_at(asked(**values), 0)[1] for values in ({}, {"jobs_per_founder": 3.0}))
    assert more.founder_jobs != plain.founder_jobs or more.local != plain.local
    assert more.park_chance == plain.park_chance


def test_a_distribution_gives_every_pair_its_own_draw_and_both_worlds_the_same():
    spread = Uncertainty(dist="normal", mean=-0.1, sd=0.05)
    world = asked(draws=None, wage_curve=spread)
    values = [with_what_ifs(parameters_of(world, k), world, k).wage_curve for k in range(200)]
    assert len(set(values)) == 200 and all(-0.2 <= value <= 0 for value in values)
    assert np.mean(values) == pytest.approx(-0.1, abs=0.01)
    treated = world.model_copy(update={"id": "other", "levers": ()})
    assert [with_what_ifs(parameters_of(treated, k), treated, k).wage_curve for k in range(5)] == values[:5]
    assert with_what_ifs(parameters_of(world, 0), asked(seed=2, wage_curve=spread), 0).wage_curve != values[0]


def test_everything_else_stays_as_the_pair_has_drawn_it():
    world = asked(draws=None, stay=2.0)
    for replicate in range(3):
        drawn = parameters_of(world, replicate)
        assert with_what_ifs(drawn, world, replicate) == drawn.model_copy(update={"stay": 2.0})


def test_a_base_date_that_no_constants_hold_is_refused_by_name_with_what_would_do():
    few_find = {"slow_finders": 0.8, "slow_finding": 0.05}
    with pytest.raises(
        BaseDateNotHeld, match=r"slow_finding 0.05.*people seeking .* miss .*the shipped slow_finders 0.355"
    ):
        constants_at(asked(**few_find), 0)


def test_the_refusal_travels_between_processes():
    error = pickle.loads(pickle.dumps(BaseDateNotHeld(Words("with stay 9: all is missed"), Words("stay nearer"))))
    assert (error.missed.en, error.remedy.en) == ("with stay 9: all is missed", "stay nearer")


@pytest.mark.parametrize(("market", "at"), [("county", 0), ("urban", 1)])
def test_matching_that_ends_at_a_bound_of_the_search_is_not_held(market, at):
    fit = shipped_fit(asked())
    nothing = np.zeros(4)
    assert what_if._faults(nothing, fit) == ()
    stuck = fit.model_copy(update={f"matching_{market}": what_if.MATCHING[at]})
    assert [market in fault.en for fault in what_if._faults(nothing, stuck)] == [True]
    missed = np.array([0.031, 0.0, 0.0, -0.3])
    assert [fault.en.split(" miss")[0] for fault in what_if._faults(missed, fit)] == ["local jobs", "founders' starts"]
    assert len(what_if._faults(np.full(4, np.nan), fit)) == 4


def test_given_parameters_are_used_as_they_are():
    world, given = asked(stay=2.0), Parameters(stay=3.5)
    assert setting_of(world, 0, given).parameters == given
    assert setting_of(world, 0, given).fit == setting_at(world, given).fit


def test_a_model_does_not_begin_without_what_its_scenario_sets():
    with pytest.raises(ValueError, match="begins at a setting of"):
        LaborModel(asked(stay=2.0), 0)
