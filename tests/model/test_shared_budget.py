"""A budget that several measures share: never exceeded in any draw, nobody served beyond it, one alone is its own."""

import numpy as np
import pytest
from tests.levers.test_contract import strong
from tests.model.small_worlds import BASE, COARSE, FINE, finished, lever, scenario, world
from tests.model.test_budget_by_year import without_budget

from laborsim.kernels.codes import year_and_month
from laborsim.levers import Cost, catalogue
from laborsim.levers.base import FEN_PER_YUAN, cost_ends_of
from laborsim.model.ledger import SERVED, SPENT, STAGES, Ledger

MONTHS = 26
UNMET = STAGES.index("unmet")
SHARING = ("public_welfare_posts", "startup_subsidy", "training_places", "workshops")


def sharing(names, cost, **fields):
    """Return levers with strong doses that share one budget."""
    return tuple(strong(name, cost=cost, **fields).model_copy(update={"purse": "fund"}) for name in names)


def run(levers, replicate=0):
    return finished(world(scenario(MONTHS, scale=COARSE, levers=levers), replicate=replicate)).services


def by_year(services):
    years = np.array([year_and_month(BASE + month)[0] for month in range(len(services))])
    return {year: int(services[years == year][..., SPENT].sum()) for year in (2024, 2025, 2026)}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_one_measure_alone_in_a_shared_budget_is_the_same_to_the_bit_as_with_its_own(name):
    scale = FINE if name == "guaranteed_loans" else COARSE
    yuan = 0.3 * without_budget(name)[..., SPENT].sum() / FEN_PER_YUAN
    cost = Cost(budget=((2024, yuan / 2), (2025, yuan / 2)))
    alone, own = (
        finished(world(scenario(14, scale=scale, levers=levers))).services
        for levers in (sharing([name], cost), (strong(name, cost=cost),))
    )
    assert own[..., SPENT].sum() > 0 and np.array_equal(alone, own)


@pytest.mark.parametrize("replicate", [0, 1])
@pytest.mark.parametrize("is_by_year", [True, False])
def test_what_several_share_is_never_exceeded_together_and_who_goes_without_is_unmet(replicate, is_by_year):
    fund = 3e9
    cost = Cost(budget=((2024, fund), (2025, fund / 2))) if is_by_year else Cost(budget=fund)
    free = run(tuple(strong(name) for name in SHARING), replicate)
    shared = run(sharing(SHARING, cost), replicate)
    assert free[..., SPENT].sum() > 4 * fund * FEN_PER_YUAN, "without a budget they cost many times as much"
    if is_by_year:
        spent = by_year(shared)
        assert 0.5 * fund < spent[2024] / FEN_PER_YUAN <= fund and spent[2025] <= fund / 2 * FEN_PER_YUAN
        assert spent[2026] == 0 and shared[25:, :, :, SERVED].sum() == 0, "2026 has no money"
    else:
        assert 0.5 * fund < shared[..., SPENT].sum() / FEN_PER_YUAN <= fund
    assert shared[..., SERVED].sum() < free[..., SERVED].sum()
    assert (shared[..., UNMET].sum(axis=(0, 2)) > 0).sum() >= 2, "what the money does not reach is counted"


def test_nobody_is_served_who_is_not_paid_for():
    services = run(sharing(("public_welfare_posts", "training_places"), Cost(budget=((2024, 2e9), (2025, 2e9)))))
    for k, name in enumerate(("public_welfare_posts", "training_places")):
        unit = round(catalogue()[name].DECLARATION.unit_cost_yuan * FEN_PER_YUAN / (12 if "posts" in name else 1))
        assert np.array_equal(services[:, k, :, SPENT], services[:, k, :, SERVED] * unit)


def test_what_is_put_by_for_one_is_out_of_reach_of_the_other():
    levers = tuple(
        lever(name, 50_000, cost=Cost(budget=100.0)).model_copy(update={"purse": "fund"})
        for name in ("training_places", "workshops")
    )
    ledger = Ledger(levers, 31)
    ledger.begin_month(BASE + 1)
    ledger.put_by("workshops", 7_000)
    assert ledger.left("training_places") == 3_000 and ledger.left("workshops") == 10_000
    assert ledger.spend("training_places", np.full(31, 200)).sum() == 3_000
    assert ledger.spend("workshops", np.full(31, 200)).sum() == 6_200
    assert ledger.budget == {"fund": 800} and ledger.left("training_places") == 0
    ledger.begin_month(BASE + 2)
    assert ledger.left("training_places") == 800, "what was not used is everybody's again"


def test_levers_that_share_a_budget_do_not_exceed_it_in_the_range_of_their_costs():
    two = sharing(("training_places", "workshops"), Cost(budget=1_000.0))
    low, high = cost_ends_of((one, 450.0) for one in two)
    assert low < 900 and high == 1_000
    apart = [one.model_copy(update={"purse": ""}) for one in two]
    assert cost_ends_of((one, 450.0) for one in apart)[1] > 1_000
