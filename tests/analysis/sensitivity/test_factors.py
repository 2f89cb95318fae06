"""What a study varies: how far each assumption goes, and that it holds in both worlds."""

import numpy as np
import pytest
from tests.analysis.provinces import GANSU
from tests.model.small_worlds import scenario
from tests.scenario.files import ROOT

from laborsim.analysis.sensitivity.factors import FUTURES, Factor, around, factors, in_future, stated, trial
from laborsim.experiment.running.question import ask
from laborsim.parameters.posterior import parameters_of, posterior_of
from laborsim.scenario.scenario import Context, RunSettings, Scenario


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
    assert same.baseline.levers == asked.baseline.levers
    idle = next(factor for factor in known if factor.label == "workshops.idle_share")
    made = trial((asked.scenario, asked.baseline), {**values, idle: 0.4}, stated(asked.scenario), 0, ())
    [twin] = [lever for lever in made.baseline.levers if lever.NAME == "workshops"]
    assert twin.idle_share == 0.4
    level = twin.level(asked.scenario.horizon.end, 1234.0)
    assert level == pytest.approx(1234, abs=1e-9)


def test_half_of_the_probability_lies_on_either_side_of_the_value_in_use():
    at = around(0.0, 0.2, 1.0)
    assert [at(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)] == pytest.approx([0.0, 0.1, 0.2, 0.6, 1.0])
