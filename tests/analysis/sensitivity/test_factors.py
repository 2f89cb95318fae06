"""What a study varies: how far each assumption goes, and that it holds in both worlds."""

from types import SimpleNamespace

import numpy as np
import pytest
from tests.analysis.provinces import GANSU
from tests.model.small_worlds import scenario
from tests.scenario.files import ROOT

from laborsim.analysis.sensitivity import sample
from laborsim.analysis.sensitivity.factors import FUTURES, Factor, around, factors, in_future, stated, trial
from laborsim.experiment.running.question import ask
from laborsim.levers import Uncertainty
from laborsim.parameters.posterior import parameters_of, posterior_of
from laborsim.scenario.scenario import Context, RunSettings, Scenario
from laborsim.scenario.what_if import WhatIf


def parameters(world: Scenario) -> dict[str, Factor]:
    """Return the parameters that a study of a world varies, by name."""
    return {factor.name: factor for factor in factors(world, world)}


@pytest.mark.parametrize("province", [None, GANSU], ids=["nation", "province"])
def test_an_estimated_parameter_goes_as_far_as_in_the_runs_of_the_scenario(province):
    world = scenario(province=province)
    known, posterior = parameters(world), posterior_of(world)
    runs = [parameters_of(world, replicate) for replicate in range(len(posterior))]
    for name in posterior.names:
        values = [getattr(run, name) for run in runs]
        assert [known[name].at(share) for share in (0.0, 0.5, 1.0)] == [min(values), np.median(values), max(values)]


def test_a_study_of_a_scenario_without_draws_varies_what_is_estimated_all_the_same():
    one, none = (parameters(scenario(run=RunSettings(draws=draws)))["stay"] for draws in (None, 0))
    assert one.at(0.0) == none.at(0.0) < none.at(1.0) == one.at(1.0)


@pytest.mark.parametrize(("county", "moved"), [(None, None), (3.0, 1.0)])
def test_lower_growth_is_lower_in_the_stated_paths_of_both_markets(county, moved):
    world = scenario(context=Context(wage_growth_county=county))
    lower = next(future for future in FUTURES if future.growth == -2.0)
    found = in_future(world, lower).context
    assert found.wage_growth_county == moved
    assert found.wage_growth_urban == world.context.wage_growth_urban - 2
    assert found.gdp_growth == world.context.gdp_growth - 2


def test_what_is_assumed_of_old_workshops_holds_in_the_baseline_too():
    asked = ask(ROOT / "scenarios" / "gansu-2020.yaml")
    known = factors(asked.scenario, asked.baseline)
    values = {factor: factor.center for factor in known}
    same = trial((asked.scenario, asked.baseline), values, stated(asked.scenario), 0, ())
    held = tuple(lever.model_copy(update={"drawn": ()}) for lever in asked.baseline.levers)
    assert same.baseline.levers == held, "a study says itself what is moved"
    idle = next(factor for factor in known if factor.label == "workshops.idle_share")
    made = trial((asked.scenario, asked.baseline), {**values, idle: 0.4}, stated(asked.scenario), 0, ())
    [twin] = [lever for lever in made.baseline.levers if lever.NAME == "workshops"]
    assert twin.idle_share == 0.4
    level = twin.level(asked.scenario.horizon.end, 1234.0)
    assert level == pytest.approx(1234, abs=1e-9)


def test_half_of_the_probability_lies_on_either_side_of_the_value_in_use():
    at = around(0.0, 0.2, 1.0)
    assert [at(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)] == pytest.approx([0.0, 0.1, 0.2, 0.6, 1.0])


def test_what_a_scenario_sets_to_a_number_is_no_open_question_and_what_it_spreads_goes_as_far():
    spread = Uncertainty(dist="uniform", low=-0.15, high=-0.05)
    world = scenario(parameters=(WhatIf(name="stay", value=2.0), WhatIf(name="wage_curve", uncertainty=spread)))
    known = parameters(world)
    assert "stay" not in known and {*known} | {"stay"} == {*parameters(scenario())}
    curve = known["wage_curve"]
    assert [curve.at(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([-0.15, -0.1, -0.05], abs=1e-6)
    values = {factor: factor.center for factor in known.values()}
    made = trial((world, world), {**values, curve: -0.06}, stated(world), 0, ())
    assert (made.parameters.stay, made.parameters.wage_curve) == (2.0, -0.06)
    assert made.parameters.separation_rate == posterior_of(world).estimate.separation_rate


def test_a_sample_keeps_the_draws_of_all_that_is_not_set():
    world = scenario(parameters=(WhatIf(name="stay", value=2.0),))
    known = factors(world, world)
    study = SimpleNamespace(scenario=world, factors=known)
    shares = np.full((3, len(known)), 0.123)
    drawn = sample._with_draws(study, shares, np.array([0.1, 0.5, 0.9]))
    names = [factor.name for factor in known]
    posterior = posterior_of(world)
    assert all((drawn[:, names.index(name)] != 0.123).all() for name in posterior.names if name != "stay")
    assert (drawn[:, names.index("nest_away")] == 0.123).all()
