"""What comes back of subsidies and what is lost on loans follows the businesses that close."""

import numpy as np
import pytest
from tests.model.small_worlds import BASE, finished, lever, scenario, setting, with_parameters, world

from laborsim.levers import Cost
from laborsim.model.ledger import RETURNED, SERVED, SPENT

MONTHS, FINE = 36, 10_000


def subsidy(months, **fields):
    asked = lever("startup_subsidy", 30_000, end=BASE + 12, clawback_months=months, **fields)
    return finished(world(scenario(MONTHS, scale=FINE, levers=(asked,))))


def test_a_longer_claw_back_brings_more_back_and_none_brings_nothing():
    back = [subsidy(months).services[..., RETURNED].sum() for months in (0, 24, 36, 60)]
    assert back[0] == 0 and back == sorted(back) and 0 < back[1] < back[-1]


def test_what_comes_back_was_paid_and_is_worth_what_it_cost():
    plain, double = (subsidy(60, cost=Cost(per_unit=price)) for price in (1.0, 2.0))
    assert plain.people == double.people
    assert np.array_equal(2 * plain.services[..., SPENT : RETURNED + 1], double.services[..., SPENT : RETURNED + 1])
    assert plain.services[..., RETURNED].sum() < plain.services[..., SPENT].sum()


def test_what_it_took_to_check_an_application_does_not_come_back():
    plain, usual = subsidy(60, cost=Cost(per_unit=1.0)), subsidy(60)
    assert plain.people == usual.people
    assert np.array_equal(plain.services[..., RETURNED], usual.services[..., RETURNED])
    assert usual.services[..., SPENT].sum() == pytest.approx(1.06 * plain.services[..., SPENT].sum(), rel=1e-6)


def loans(recovered, closures=1.0, **fields):
    base = setting(FINE)
    hazards = {name: getattr(base.parameters, name) * closures for name in ("closure_own_account", "closure_employer")}
    asked = lever("guaranteed_loans", 200_000, refusal_share=0.0, recovery_share=recovered, **fields)
    return finished(world(scenario(MONTHS, scale=FINE, levers=(asked,)), base=with_parameters(base, **hazards)))


def test_losses_come_with_closures_and_grow_with_them():
    lost = []
    for closures in (0.3, 3.0):
        none, some = (loans(recovered, closures) for recovered in (1.0, 0.2))
        assert none.people == some.people
        more = (some.services - none.services)[..., SPENT].sum(axis=(1, 2))
        assert (more >= 0).all() and more[:2].sum() < more.sum() / 10, "they come later than the loans"
        lost.append(more.sum() / none.services[..., SERVED].sum())
    assert lost[1] > 1.5 * lost[0] > 0


def test_a_business_that_outlives_its_loan_loses_nothing():
    assert loans(0.2, years=0.1).services[..., SPENT].sum() < loans(0.2, years=8.0).services[..., SPENT].sum()


def test_losses_are_part_of_the_budget():
    asked = lever("guaranteed_loans", 200_000, refusal_share=0.0, recovery_share=0.5, cost=Cost(budget=2e9))
    found = finished(world(scenario(MONTHS, scale=FINE, levers=(asked,))))
    assert 0 < found.services[..., SPENT].sum() <= 200_000_000_000
