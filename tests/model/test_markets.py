"""Markets push back: who comes finds fewer posts and lower pay, unless the closure says that nothing answers."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import (
    BASE,
    CODES,
    FINE,
    Run,
    finished,
    lever,
    nothing_new,
    scenario,
    setting,
    with_parameters,
    world,
)

from laborsim.kernels.codes import FOUNDER
from laborsim.kernels.counts import AT
from laborsim.levers import Schedule
from laborsim.model.labor_model import LaborModel
from laborsim.model.market import LEVELS
from laborsim.scenario.scenario import NORMAL, Context, Shock

MONTHS = 12
SHANGHAI = CODES.index("CN-SH")


def at(name: str) -> int:
    return LEVELS.index(name)


@cache
def run(closure: str = "curve", opened: bool = False, months: int = MONTHS) -> Run:
    """Return a year under one closure, with Shanghai opened for registration or not."""
    levers = (lever("settlement_access", 1.0, regions=("CN-SH",)),) if opened else ()
    return finished(world(scenario(months, scale=FINE, levers=levers, closure=closure)))


def effect(closure: str, name: str) -> np.ndarray:
    """Return the effect of opening Shanghai on one of its levels, month by month, relative."""
    with_it, without = (run(closure, opened).levels[:, SHANGHAI, at(name)] for opened in (True, False))
    return with_it / without - 1


def test_a_place_that_draws_people_pays_less_under_the_wage_curve_only():
    assert effect("curve", "pay_urban")[-1] < -0.002
    assert not effect("fixed", "pay_urban").any()
    assert effect("curve", "unemployment_urban")[-1] > 0.02


def test_a_place_that_draws_people_lets_fewer_of_them_find_work_under_the_wage_curve_only():
    def finding(closure: str, opened: bool) -> float:
        series, levels = run(closure, opened).series[1:], run(closure, opened).levels[1:]
        hired = series[:, SHANGHAI, AT["hired_outbound"]].sum()
        return float(hired / levels[:, SHANGHAI, at("applicants_urban")].sum())

    assert finding("curve", True) < 0.9 * finding("curve", False)
    assert finding("fixed", True) == pytest.approx(finding("fixed", False), rel=0.05)


def test_displacement_makes_the_effect_smaller_than_the_direct_response():
    def more(closure: str) -> float:
        there = [run(closure, opened).of("working_away", "CN-SH")[-3:].mean() for opened in (True, False)]
        return float(there[0] - there[1])

    assert 0 < more("curve") < 0.8 * more("fixed")


def test_pay_answers_the_market_month_after_month_where_it_clears():
    relative = run("clearing").levels[-1, :, at("pay_urban")] / run("fixed").levels[-1, :, at("pay_urban")]
    assert (np.abs(relative - 1) > 1e-6).any() and np.abs(relative - 1).max() < 0.2
    assert effect("clearing", "pay_urban")[-1] < effect("clearing", "pay_urban")[2] < 0


def test_pay_has_nothing_to_answer_where_nobody_applied_though_markets_clear():
    model = LaborModel(scenario(18, scale=60_000, closure="clearing"))
    empty_months = 0
    while model.running:
        before, nobody = model.markets.pay_relative.copy(), model.markets.applicants[0] == 0
        model.step()
        same = model.markets.pay_relative[0] == before[0]
        assert same[nobody].all()
        empty_months += int(nobody.sum()) if model.months > BASE + 1 else 0
    assert empty_months > 10 and not same.all()


def test_nobody_loses_a_job_for_want_of_a_post_while_markets_are_frozen():
    opened = (lever("settlement_access", 1.0, regions=("CN-SH",)),)
    model = LaborModel(scenario(MONTHS, scale=FINE, levers=opened, closure="fixed"), setting=setting(FINE))
    while model.running:
        model.step()
    assert model.month.work.layoffs_urban[SHANGHAI] == 0.0
    held = model.counts.series[SHANGHAI, AT["working_away"]] + model.markets.background_employed[SHANGHAI]
    assert held > 1.001 * model.markets.posts[1, SHANGHAI]  # there are more of them than posts


def test_under_fixed_pay_follows_the_trend_of_the_context_exactly():
    base = setting(FINE)
    for months in (1, 6, 12):
        trend = 1.055 ** (months / 12)
        assert np.allclose(run("fixed").levels[months, :, at("pay_urban")], base.pay_urban * trend, rtol=1e-12)


def test_the_wage_curve_has_the_stated_elasticity():
    model = world(scenario(1, scale=FINE))
    markets = model.markets
    model.step()
    felt = markets.unemployment / markets.usual
    assert np.allclose(markets.pay_relative, felt**-0.10, rtol=1e-12)


def shock(kind: str, level: float, *, market: str = "both", regions=CODES, start: int = 1, end: int = 12) -> Shock:
    schedule = Schedule(points=((BASE + start, level),), start=BASE + start, end=BASE + end)
    return Shock(name=kind, kind=kind, market=market, regions=regions, schedule=schedule)


@cache
def shocked(*asked: tuple, closure: str = "curve", **parameters: float) -> Run:
    shocks = tuple(shock(kind, level, **dict(fields)) for kind, level, fields in asked)
    base = with_parameters(setting(FINE), **parameters)
    return finished(world(scenario(6, scale=FINE, shocks=shocks, closure=closure), base=base))


def plain() -> Run:
    return nothing_new(6, FINE)


def test_a_shock_of_normal_size_changes_nothing_to_the_bit():
    normal = tuple((kind, level, ()) for kind, level in NORMAL.items())
    assert shocked(*normal).people == plain().people


def test_a_recall_sends_home_those_who_work_there():
    run = shocked(("recall", 0.3, (("regions", ("CN-GD",)), ("end", 1))), job_kept=0.0)
    place = CODES.index("CN-GD")
    there = run.of("working_away", "CN-GD")
    assert there[1] == pytest.approx(0.7 * plain().of("working_away", "CN-GD")[1], rel=0.05)
    elsewhere = np.delete(run.series[1, :, AT["working_away"]], place)
    assert np.abs(elsewhere / np.delete(plain().series[1, :, AT["working_away"]], place) - 1).max() < 0.05
    assert run.nation("seeking_home")[1] > plain().nation("seeking_home")[1]


def test_a_return_wave_calls_home_those_who_come_from_there():
    run = shocked(("returns", 0.3, (("regions", ("CN-SC",)), ("end", 1))), job_kept=0.0)
    gone = plain().of("moves_home", "CN-SC")[1], run.of("moves_home", "CN-SC")[1]
    assert gone[1] > gone[0] + 0.25 * plain().of("outbound", "CN-SC")[1]
    other = plain().of("moves_home", "CN-HA")[1], run.of("moves_home", "CN-HA")[1]
    assert other[1] == pytest.approx(other[0], rel=0.02)


def test_after_a_recall_people_go_out_again():
    run = shocked(("recall", 0.3, (("end", 1),)))
    lost = plain().nation("working_away") - run.nation("working_away")
    assert 0 < lost[6] < 0.75 * lost[1]


@pytest.mark.parametrize(("market", "name"), [("county", "hired_local"), ("urban", "hired_outbound")])
def test_fewer_vacancies_mean_fewer_hires_and_more_seekers(market, name):
    run = shocked(("vacancies", 0.3, (("market", market),)))
    assert run.nation(name)[1:].sum() < 0.85 * plain().nation(name)[1:].sum()
    seeking = "seeking_home" if market == "county" else "seeking_away"
    assert run.nation(seeking)[-1] > plain().nation(seeking)[-1]
    other = LEVELS.index("vacancies_urban" if market == "county" else "vacancies_county")
    assert np.array_equal(run.levels[1, :, other], plain().levels[1, :, other])


@pytest.mark.parametrize(("kind", "draws"), [("productivity", True), ("pay", False)])
def test_pay_moves_at_once_and_draws_people_where_it_is_earned_and_costs_posts_where_it_is_not(kind, draws):
    run = shocked((kind, 1.3, (("market", "urban"),)))
    ratio = run.level("pay_urban")[1] / plain().level("pay_urban")[1]
    assert np.allclose(ratio, 1.3, rtol=1e-12)
    assert np.array_equal(run.level("pay_county")[1], plain().level("pay_county")[1])
    moved, usual = (world.nation("moves_out")[1:].sum() for world in (run, plain()))
    assert moved > 1.03 * usual if draws else moved < usual


def test_dearer_rents_keep_people_away():
    run = shocked(("prices", 3.0, (("regions", ("CN-SH",)), ("market", "urban"))))
    assert run.of("working_away", "CN-SH")[-1] < plain().of("working_away", "CN-SH")[-1]


def test_a_shock_that_is_over_is_over():
    run = shocked(("vacancies", 0.3, (("end", 2),)))
    open_posts = run.level("posts_county") - run.series[:, :, AT["local"]]
    assert (run.level("vacancies_county")[2] < 0.5 * np.maximum(open_posts[2], 1)).mean() > 0.5
    held = run.series[3 - 1, :, AT["local"]]
    assert np.allclose(run.level("vacancies_county")[3], np.maximum(0, run.level("posts_county")[3] - held))


def test_faster_growth_brings_jobs_and_slower_growth_takes_them():
    jobs = []
    for growth in (0.0, 5.0, 12.0):
        grown = finished(world(scenario(MONTHS, scale=FINE, context=Context(gdp_growth=growth))))
        jobs.append(grown.level("posts_county")[-1].sum())
    assert jobs[0] < jobs[1] < jobs[2]


def test_pay_may_grow_differently_in_the_two_markets():
    context = Context(wage_growth_urban=2.0, wage_growth_county=10.0)
    run = finished(world(scenario(MONTHS, scale=FINE, context=context, closure="fixed")))
    for name, growth in (("pay_county", 1.10), ("pay_urban", 1.02)):
        assert np.allclose(run.level(name)[-1] / run.level(name)[0], growth, rtol=1e-12)


def test_hires_never_exceed_applicants_or_vacancies():
    for run in (nothing_new(MONTHS, FINE), shocked(("vacancies", 0.05, ()))):
        for hired, market in (("hired_local", "county"), ("hired_outbound", "urban")):
            hires = run.series[1:, :, AT[hired]]
            assert (hires < run.level(f"vacancies_{market}")[1:] + 1 + FINE).all()
            assert (hires <= run.level(f"applicants_{market}")[1:]).all()


def test_founders_who_hire_are_new_local_jobs_and_bring_others_with_them():
    multiplier = 1.0
    base = with_parameters(setting(FINE), local_multiplier=multiplier, business_stealing=0.0)
    plain_posts = world(scenario(1, scale=FINE), base=with_parameters(setting(FINE), business_stealing=0.0))
    plain_posts.step()
    doubled = world(scenario(1, scale=FINE), base=base)
    columns = doubled.workers.columns
    founders = columns.status == FOUNDER
    columns.jobs[founders] = np.minimum(columns.jobs[founders].astype(int) * 2, 255)
    doubled.counts.series[:, AT["jobs_offered"]] *= 2
    doubled.step()
    # Twice the founders' jobs: themselves, and with a multiplier of 1 as many again.
    extra = doubled.level("posts_county") - plain_posts.level("posts_county")
    tradable = plain_posts.base_counts.series[:, AT["jobs_offered"]]
    new_without = tradable - plain_posts.setting.founder_jobs * plain_posts.setting.fit.founder_jobs_after(1 / 12)
    usual = (multiplier - setting(FINE).parameters.local_multiplier) * new_without
    assert np.allclose(extra, (1 + multiplier) * tradable + usual, rtol=1e-6, atol=1.0)


def test_workshop_places_bring_no_other_jobs_with_them():
    """The published multiplier is that of high technology; low technology has none."""
    usual, more = (world(scenario(1, scale=FINE)) for _ in range(2))
    more.counts.series[:, AT["in_workshop"]] += 10_000
    usual.step()
    more.step()
    assert np.array_equal(more.level("posts_county"), usual.level("posts_county"))


@pytest.mark.parametrize("stealing", [0.2, 1.0])
def test_founders_jobs_take_some_from_others_and_so_do_their_profits(stealing):
    base = with_parameters(setting(FINE), business_stealing=stealing, local_multiplier=0.0)
    usual, more = (world(scenario(1, scale=FINE), base=base) for _ in range(2))
    added = 0.2 * more.counts.series[:, AT["jobs_offered"]]
    more.counts.series[:, AT["jobs_offered"]] += added.astype(np.int64)
    usual.step(), more.step()
    extra = more.level("posts_county") - usual.level("posts_county")
    assert np.allclose(extra, (1 - stealing) * added, atol=1.0)
    profits = (more.month.founding.custom / usual.month.founding.custom)[added > 0]
    assert np.allclose(profits, 1.2**-stealing, rtol=0.02)


def test_where_nothing_answers_profits_do_not():
    model = world(scenario(2, scale=FINE, closure="fixed"))
    model.counts.series[:, AT["jobs_offered"]] *= 2
    model.step()
    assert (model.month.founding.custom == 1.0).all()


def test_people_move_most_after_the_spring_festival():
    run = finished(world(scenario(36, scale=FINE)))
    months = (BASE + np.arange(1, 37)) % 12
    by_month = [run.nation("moves_out")[1:][months == month].mean() for month in range(12)]
    assert sorted(np.argsort(by_month)[-2:].tolist()) == [1, 2], "February and March"
    assert max(by_month) > 1.35 * np.median(by_month)


def test_the_festival_moves_with_the_lunar_year():
    from laborsim.kernels.codes import month_number
    from laborsim.model.month_parts import reconsider_rate
    from laborsim.parameters.parameters import Parameters

    rate = {month: reconsider_rate(month_number(*month), Parameters()) for month in ((2025, 1), (2026, 1), (2025, 7))}
    assert rate[2025, 1] > rate[2026, 1] == rate[2025, 7], "29 January 2025, 17 February 2026"
    for year in (2024, 2030, 2050):
        mean = np.mean([reconsider_rate(month_number(year, month), Parameters()) for month in range(1, 13)])
        assert mean == pytest.approx(Parameters().reconsider_rate, rel=0.04)


def posted(**parameters: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return posts, vacancies and layoffs of towns after a month in which demand there falls by a tenth."""
    fall = Schedule(points=((BASE + 1, 0.9),), start=BASE + 1, end=BASE + 1)
    shocks = (Shock(name="fall", kind="demand", market="urban", regions=CODES, schedule=fall),)
    model = LaborModel(scenario(1, shocks=shocks), setting=with_parameters(setting(), **parameters))
    model.step()
    return model.markets.posts[1], model.markets.vacancies[1], model.month.work.layoffs_urban


def test_where_demand_falls_posts_fall_people_are_laid_off_and_some_posts_are_vacant_all_the_same():
    usual = LaborModel(scenario(1), setting=setting())
    usual.step()
    posts, vacancies, layoffs = posted(layoff_speed=0.5, vacancy_floor=0.0)
    assert posts == pytest.approx(0.9 * usual.markets.posts[1])
    assert (vacancies == 0.0).all() and (layoffs > 0.0).all()
    slower, floored = posted(layoff_speed=0.2), posted(layoff_speed=0.5, vacancy_floor=0.3)
    assert slower[2] == pytest.approx(0.4 * layoffs)
    share = setting().parameters.vacancy_share
    assert floored[1] == pytest.approx(0.3 * share / (1 + share) * posts)
    assert (floored[2] == layoffs).all()
