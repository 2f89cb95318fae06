"""A budget by year: never exceeded in any year of any draw, released month by month, and nobody served beyond it."""

from functools import cache

import numpy as np
import pytest
from tests.house import ROOT
from tests.levers.test_contract import strong
from tests.model.small_worlds import BASE, COARSE, FINE, finished, lever, new_setting, scenario, world

from laborsim.kernels.codes import year_and_month
from laborsim.levers import Cost, catalogue
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.model.ledger import RETURNED, SERVED, SPENT, Ledger
from laborsim.scenario.load import load_scenario

MONTHS = 30
YEARS = (2024, 2025, 2026)
SHARE = 0.3
"""Of what a year costs without a budget: so little that people have to go without."""


def by_year(services, first=BASE):
    """Return what one lever spent by calendar year [fen]; `services` [month, region, stage]."""
    years = np.array([year_and_month(first + month)[0] for month in range(len(services))])
    return {year: int(services[years == year, :, SPENT].sum()) for year in YEARS}


def scale(name):
    """Return a scale at which a year's budget is more than one worker's loan."""
    return FINE if name == "guaranteed_loans" else COARSE


@cache
def without_budget(name):
    return finished(world(scenario(MONTHS, scale=scale(name), levers=(strong(name),)))).services[:, 0]


def with_budget(name, budget, replicate=0, **cost):
    asked = scenario(MONTHS, scale=scale(name), levers=(strong(name, cost=Cost(budget=budget, **cost)),))
    return finished(world(asked, replicate=replicate)).services[:, 0]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_no_year_of_any_draw_costs_more_than_its_budget_and_fewer_are_served(name):
    free = without_budget(name)
    cost = by_year(free)
    budget = tuple((year, SHARE * cost[year] / FEN_PER_YUAN) for year in (2024, 2025))
    for replicate in (0, 1):
        found = with_budget(name, budget, replicate)
        spent, allowed = by_year(found), {year: round(yuan * FEN_PER_YUAN) for year, yuan in budget}
        if name != "guaranteed_loans":  # a loss is set aside in the year of the loan, and booked when it occurs
            assert all(spent[year] <= allowed.get(year, 0) for year in YEARS)
            assert spent[2026] == 0, "a year that the budget does not name has no money"
        assert np.cumsum(list(spent.values()))[-1] <= sum(allowed.values())
        assert 0 < spent[2024] < cost[2024]
        if catalogue()[name].DECLARATION.offers:
            assert found[25:, :, SERVED].sum() == 0, "nobody is served in 2026"
            assert found[1:25, :, SERVED].sum() < free[1:25, :, SERVED].sum()


@pytest.mark.parametrize("name", ["entrepreneurship_parks", "workshops", "school_places", "settlement_access"])
def test_in_a_year_without_money_nothing_of_the_lever_is_in_force(name):
    budget = ((2024, SHARE * by_year(without_budget(name))[2024] / FEN_PER_YUAN),)
    asked = scenario(MONTHS, levers=(strong(name, cost=Cost(budget=budget)),))
    model = world(asked)
    while model.running:
        model.step()
        assert bool(model.policy.in_force) == (year_and_month(model.months)[0] == 2024)


def test_what_is_kept_all_year_is_paid_all_year():
    name = "public_welfare_posts"
    budget = ((2024, SHARE * by_year(without_budget(name))[2024] / FEN_PER_YUAN),)
    spent = with_budget(name, budget)[1:13, :, SPENT].sum(1)
    assert (spent[3:] > 0).all() and spent[11] >= spent[3:].max() / 3, "nobody has to go late in the year"
    assert spent.sum() > 0.8 * budget[0][1] * FEN_PER_YUAN


def opened(cost, until, spend=lambda ledger: None, **fields):
    block = lever("workshops", 50_000, cost=cost, **fields)
    ledger = Ledger([block], 31)
    for month in range(BASE + 1, BASE + until + 1):
        ledger.begin_month(month)
        spend(ledger)
    return ledger


def test_a_month_has_what_is_left_over_the_months_that_are_left():
    cost = Cost(budget=((2024, 12.0), (2025, 24.0)))
    assert opened(cost, 1).budget == {"workshops": 100} and opened(cost, 1).reserve == {"workshops": 1100}
    assert opened(cost, 7).budget == {"workshops": 200}, "nothing was spent in six months"
    assert opened(cost, 12).budget == {"workshops": 1200}
    assert opened(cost, 7, end=BASE + 9).budget == {"workshops": 400}, "it ends in September"

    def all_of_it(ledger):
        ledger.spend("workshops", np.full(31, 10_000))

    assert opened(cost, 7, all_of_it).reserve == {"workshops": 500}


def test_what_is_left_of_a_year_lapses_or_carries_over():
    years = ((2024, 12.0), (2025, 24.0))
    lapsed, kept = opened(Cost(budget=years), 13), opened(Cost(budget=years, unspent="carries over"), 13)
    assert lapsed.budget["workshops"] + lapsed.reserve["workshops"] == 2400
    assert kept.budget["workshops"] + kept.reserve["workshops"] == 3600
    assert opened(Cost(budget=years, unspent="carries over"), 25).budget["workshops"] == 300, "2026 names nothing"


def test_a_one_off_takes_the_years_money_at_once_or_waits_for_a_year_that_has_it():
    cost = Cost(budget=((2024, 5e6), (2025, 4e7)), one_off=2e7)
    asked = scenario(14, levers=(lever("workshops", 50_000, cost=cost),))
    spent = finished(world(asked)).services[:, 0, :, SPENT].sum(1)
    assert spent[:13].sum() == 0 and spent[13] >= 2e7 * FEN_PER_YUAN and spent.sum() <= 4e7 * FEN_PER_YUAN


def test_two_hundred_million_a_year_are_never_exceeded_in_the_shipped_example():
    sizes = ["run.scale={CN-GS: 2000, default: 60000}"]
    asked = load_scenario(ROOT / "scenarios" / "gansu-budget.yaml", sizes).scenario
    for replicate in (0, 1):
        model = world(asked, replicate=replicate, base=new_setting(asked))
        run = finished(model)
        years = np.array([year_and_month(BASE + month)[0] for month in range(len(run.services))])
        cost = (run.services[..., SPENT] - run.services[..., RETURNED]).sum((1, 2))
        spent = {year: int(cost[years == year].sum()) / FEN_PER_YUAN for year in range(2024, 2029)}
        assert spent[2024] == spent[2028] == 0.0
        assert all(1e8 < spent[year] <= 2e8 for year in (2026, 2027))
