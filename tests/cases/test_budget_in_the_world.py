"""A budget is kept in the world: nobody is served who is not paid for, nobody acts on money that he is not given."""

import numpy as np
import pytest
from tests.cases.worlds import BASELINE, case, run, written
from tests.levers.test_contract import same, strong
from tests.model.small_worlds import COARSE, finished, lever, nothing_new, scenario, setting, world

from laborsim.levers import Cost, catalogue
from laborsim.model.ledger import SERVED, SPENT, STAGES

UNMET = STAGES.index("unmet")
END = "horizon.end=2025-12"
CENTRAL = 6_000


def spent(found):
    return found.services[..., SPENT].sum()


def test_a_thousand_yuan_of_parks_is_no_park_to_the_bit():
    found, plain = case("24-a-thousand-yuan-of-parks", END), run(BASELINE, END)
    assert found.people == plain.people and not found.services[..., SPENT].any()
    assert not found.services[14:, 0, :, :SPENT].any(), (
        "from its start nobody is served by a lever that is not paid for"
    )
    assert found.services[14:, 0, :, UNMET].sum(axis=1).min() > 17_000


def test_money_for_nobody_is_no_lever_to_the_bit():
    """The budget pays for none of the persons that a worker stands for, so nobody founds because of it."""
    asked = scenario(12, levers=(lever("startup_subsidy", 10_000, cost=Cost(budget=500_000_000.0)),))
    found = finished(world(asked))
    assert found.people == nothing_new(12).people and spent(found) == 0
    assert found.services[1:, 0, :, UNMET].sum() > 0


def test_a_budget_that_is_no_multiple_does_what_a_multiple_does():
    """105 million yuan pay for as many of 10,000 yuan, and 6 % to check them, as 100 million do: one worker's 6,000."""
    found = {
        name: case(f"23-budget-{name}", "horizon.end=2025-12", scale=CENTRAL, replicate=1)
        for name in ("a-multiple", "no-multiple")
    }
    assert spent(found["a-multiple"]) == spent(found["no-multiple"]) == 6_360_000_000
    assert found["a-multiple"].people == found["no-multiple"].people


@pytest.mark.parametrize("name", ["startup_subsidy", "guaranteed_loans"])
def test_few_served_move_few(name):
    """The effect of a small budget is of the size of those it serves, not of those who hoped for it."""
    asked = strong(name, aware_share=1.0, apply_share=1.0, cost=Cost(budget={"startup_subsidy": 3e9}.get(name, 2e8)))
    found = finished(world(scenario(12, scale=CENTRAL, levers=(asked,))))
    served = found.services[:, 0, :, SERVED].sum()
    more = found.nation("business_starts").sum() - nothing_new(12, CENTRAL).nation("business_starts").sum()
    assert served > 0 and abs(more) <= 2 * served < found.services[:, 0, :, UNMET].sum()


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_lever_whose_money_runs_out_costs_no_more_and_serves_nobody_for_nothing(name):
    scale = CENTRAL if name == "guaranteed_loans" else COARSE  # few borrow
    full = finished(world(scenario(8, scale=scale, levers=(strong(name),))))
    if not spent(full):
        return
    budget = float(spent(full) // 300)  # yuan: a third
    found = finished(world(scenario(8, scale=scale, levers=(strong(name, cost=Cost(budget=budget)),))))
    assert 0 < spent(found) <= budget * 100
    assert found.services[1:, 0, :, UNMET].sum() > 0


def test_whose_post_cannot_be_paid_does_not_hold_it():
    asked = lever("public_welfare_posts", 2_000_000, cost=Cost(per_unit=6_000.0, budget=3e9))
    found = finished(world(scenario(18, levers=(asked,))))
    held = (found.series[:, :, _at("placed")] - found.series[:, :, _at("in_workshop")]).sum(axis=1)
    assert np.array_equal(found.services[..., SPENT].sum(axis=(1, 2)), held * 50_000)
    assert held.max() > 500_000 and held[-1] == 0


def test_workshops_stand_as_long_as_money_lasts_and_no_longer(tmp_path):
    blocks = '  workshops: {value: 100000, cost: {per_unit: 24000, budget: 500000000}, source: "ASSUMPTION"}\n'
    found = run(written(tmp_path, blocks, "2024-12"))
    units = found.level("workshops").sum(axis=1) - setting().dials["workshops"].sum()
    assert units[1] > 60_000 and 100_000 < units[1:].sum() <= 250_000 and not units[6:].any()
    assert spent(found) == pytest.approx(units[1:].sum() * 200_000, rel=1e-6)


def test_a_budget_is_no_budget_where_it_never_binds():
    rich, free = (
        finished(world(scenario(6, levers=tuple(strong(name, cost=cost) for name in catalogue()))))
        for cost in (Cost(budget=9e14), Cost())
    )
    assert same(rich, free, range(7)) and np.array_equal(rich.services, free.services)


def _at(name):
    from laborsim.kernels.counts import AT

    return AT[name]
