"""Money is exact or refused: a unit cost that whole fen cannot count does not get past `validate`."""

import pytest
from tests.cases.worlds import written
from tests.levers.test_contract import strong
from tests.model.small_worlds import finished, lever, scenario, world

from laborsim.levers import Cost, catalogue
from laborsim.model.ledger import SPENT, Ledger
from laborsim.scenario.input_errors import ScenarioProblems
from laborsim.scenario.load import load_scenario

LEVELS = {"school_places": "98", "settlement_access": "0.5", "workshops": "40000"}


@pytest.mark.parametrize("name", sorted(catalogue()))
@pytest.mark.parametrize("price", ["1000000000000000", "1e30"])
def test_a_unit_cost_beyond_all_measure_is_refused_with_what_would_do(tmp_path, name, price):
    level = LEVELS.get(name, "5000")
    blocks = f'  {name}: {{value: {level}, cost: {{per_unit: {price}}}, source: "ASSUMPTION"}}\n'
    with pytest.raises(ScenarioProblems) as refused:
        load_scenario(written(tmp_path, blocks))
    (problem,) = [one for one in refused.value.problems if one.code == "E304"]
    assert problem.key == f"levers.{name}.cost.per_unit" and "times what the catalogue says" in problem.message.en


@pytest.mark.parametrize("part", ["one_off", "budget"])
def test_a_sum_beyond_all_measure_is_refused(tmp_path, part):
    blocks = f'  workshops: {{value: 40000, cost: {{{part}: 1e17}}, source: "ASSUMPTION"}}\n'
    with pytest.raises(ScenarioProblems, match="E304"):
        load_scenario(written(tmp_path, blocks))


@pytest.mark.parametrize("name", sorted(set(catalogue()) - {"public_welfare_posts"}))  # a post's cost is its pay
def test_the_dearest_unit_that_may_be_stated_is_counted_to_the_fen(name):
    dearest = catalogue()[name].DECLARATION.most_unit_cost_yuan
    spent = []
    for price in (dearest / 4, dearest):
        found = finished(world(scenario(3, levers=(strong(name, cost=Cost(per_unit=price)),))))
        assert (found.services >= 0).all()
        spent.append(int(found.services[..., SPENT].sum()))
    assert spent[1] == pytest.approx(4 * spent[0], rel=1e-6) and spent[1] * 400 < 2**63, "400 times these: 100 years"


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [(4.35, 435), (8.29, 829), (0.29, 29), (1_000_000.57, 100_000_057), (0.019, 1), (4.359, 435), (0.0, 0)],
)
def test_a_budget_has_all_of_its_fen_and_none_that_it_only_begins(yuan, fen):
    block = lever("workshops", 50_000, cost=Cost(budget=yuan))
    assert Ledger([block], 31).budget == {"workshops": fen}
