"""Money is counted in yuan of the base date: what all pay grows by decides nothing, what sets it apart does."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import BASE, CODES, FINE, Run, finished, scenario, setting, world

from laborsim.kernels.codes import GONE
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.levers import Schedule, catalogue
from laborsim.model.labor_model import LaborModel
from laborsim.model.market import COUNTY, URBAN
from laborsim.model.money import money_of
from laborsim.scenario.scenario import Context, Shock

MONTHS = 24
SCALE = 20_000
STOCKS = ("local", "outbound", "founder", "seeking_home", "seeking_away", "out", "employer_founders", "jobs_offered")


@cache
def grown(urban: float, county: float | None = None, subsidy: float = 0.0, closure: str = "curve") -> Run:
    """Return two years in which pay grows so [percent a year] and a subsidy [yuan at the base date] with it."""
    context = Context(wage_growth_urban=urban, wage_growth_county=county)
    monthly = (1 + urban / 100) ** (1 / 12)
    points = tuple((BASE + k, subsidy * monthly**k) for k in range(1, MONTHS + 1))
    path = Schedule(points=points, start=BASE + 1)
    levers = (catalogue()["startup_subsidy"](schedule=path, regions=CODES),) if subsidy else ()
    return finished(world(scenario(MONTHS, scale=SCALE, context=context, levers=levers, closure=closure)))


def test_pay_that_grows_alike_everywhere_changes_nobodys_life_by_a_bit():
    assert grown(0.0).people == grown(5.5).people == grown(9.0).people


def test_a_subsidy_that_grows_with_all_pay_wins_the_same_founders():
    still, fast = grown(0.0, subsidy=30_000.0), grown(9.0, subsidy=30_000.0)
    assert still.nation("business_starts").sum() > grown(0.0).nation("business_starts").sum()
    for name in STOCKS:
        assert np.allclose(fast.nation(name), still.nation(name), rtol=1e-4), name


def test_what_people_earn_is_counted_in_yuan_of_the_month():
    for name in ("pay_local_fen", "pay_outbound_fen", "profit_fen"):
        assert grown(9.0).nation(name)[-1] == pytest.approx(1.09**2 * grown(0.0).nation(name)[-1], rel=1e-6)


def test_what_people_have_saved_and_owe_is_shown_in_yuan_of_the_month():
    model = grown(9.0).model
    people = model.workers.columns[model.workers.columns.status != GONE][:500]
    shown = model.follow(people.worker_id)
    assert np.allclose(shown["savings_yuan"], GRID_YUAN[people.savings] * 1.09**2, rtol=1e-12)
    assert np.allclose(shown["debt_yuan"], GRID_YUAN[people.debt] * 1.09**2, rtol=1e-12)


def test_trends_that_are_alike_leave_no_market_ahead_and_others_do():
    alike = money_of(np.array([1.07, 1.07]), 0.4)
    assert alike.unit == 1.07 and alike.lead.tolist() == [1.0, 1.0]
    apart = money_of(np.array([1.21, 1.0]), 0.5)
    assert apart.unit == pytest.approx(1.1) and apart.lead == pytest.approx([1.1, 1 / 1.1])


def test_the_faster_pay_at_home_grows_the_fewer_people_are_away():
    away = [grown(5.5, county).nation("outbound")[-1] for county in (0.0, 5.5, 11.0)]
    assert away[0] > away[1] > away[2]
    local = [grown(5.5, county).nation("local")[-1] for county in (0.0, 5.5, 11.0)]
    assert local[0] < local[1] < local[2]


def raised(market: str, level: float = 1.1) -> LaborModel:
    schedule = Schedule(points=((BASE + 1, level),), start=BASE + 1)
    shock = Shock(name="pay", kind="pay", market=market, regions=CODES, schedule=schedule)
    return world(scenario(MONTHS, scale=SCALE, shocks=(shock,), closure="fixed"))


@pytest.mark.parametrize(("market", "name"), [("county", "posts_county"), ("urban", "posts_urban")])
def test_work_that_a_shock_makes_dearer_costs_posts_in_either_market(market, name):
    dear, plain = finished(raised(market)), grown(5.5, closure="fixed")
    posts = [run.level(name).sum(axis=1) for run in (dear, plain)]
    soon, late = (np.log(posts[0][month] / posts[1][month]) / np.log(1.1) for month in (1, MONTHS))
    assert -0.10 < soon < 0, "employers need about a year"
    assert -0.45 < late < -0.25, "by then nearly the elasticity of −0.4"


def test_employers_feel_a_shock_of_pay_as_its_mean_over_about_a_year():
    model = raised("urban")
    for _ in range(12):
        model.step()
    assert model.markets.labor_cost[URBAN] == pytest.approx(1.1 - 0.1 * (1 - 1 / 12) ** 12)
    assert (model.markets.labor_cost[COUNTY] == 1.0).all()


def test_what_home_gives_goes_with_pay_in_the_county():
    dear, plain = raised("county", 1.2), world(scenario(MONTHS, scale=SCALE, closure="fixed"))
    for model in (dear, plain):
        model.step()
    choices = dear.month.choice, plain.month.choice
    assert choices[0].out - choices[1].out == pytest.approx(dear.opening.alpha * np.log(1.2))
    assert choices[0].home_income == pytest.approx(1.2 * choices[1].home_income)
    assert choices[0].inside == pytest.approx(choices[1].inside)


def test_a_year_without_growth_of_the_economy_costs_as_many_posts_as_growth_brings():
    ends = []
    for growth in (0.0, 5.0):
        run = finished(world(scenario(12, scale=SCALE, context=Context(gdp_growth=growth), closure="fixed")))
        ends.append(run.level("posts_urban")[-1].sum())
    lost = 0.05 * setting(FINE).parameters.growth_jobs
    assert ends[0] / ends[1] == pytest.approx(1 - lost, rel=1e-3)
