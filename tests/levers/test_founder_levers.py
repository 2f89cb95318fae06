"""Parks, subsidies and loans do what their mechanisms say, and nothing is left of the effect without them."""

from functools import cache

import numpy as np
import pytest
from tests.kernels.crowd import plain_month, seekers
from tests.model.small_worlds import (
    BASE,
    COARSE,
    CODES,
    FINE,
    Run,
    finished,
    lever,
    new_setting,
    nothing_new,
    scenario,
    setting,
    with_parameters,
    world,
)

from laborsim.kernels import passes
from laborsim.kernels.applications import STARTED, SUBSIDY
from laborsim.kernels.choice.founding import skill_of
from laborsim.kernels.codes import FOUNDER, SEEKING
from laborsim.kernels.money.savings import GRID_YUAN
from laborsim.kernels.services import eligibility
from laborsim.kernels.services.groups import RETURNEE_MONTHS
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import EMPLOYER_BIT, PARK_BIT
from laborsim.levers import Cost, Who
from laborsim.model import services
from laborsim.model.labor_model import LaborModel
from laborsim.model.ledger import SERVED, SPENT
from laborsim.model.programs import Granted
from laborsim.model.services import settle_accounts
from laborsim.scenario.scenario import Scale

MONTHS = 6
APPLIED, APPROVED = 2, 3


@cache
def with_lever(name: str, level: float, *fields: tuple[str, object]) -> Run:
    """Return half a year with one lever."""
    return finished(world(scenario(MONTHS, scale=FINE, levers=(lever(name, level, **dict(fields)),))))


def starts(run: Run) -> int:
    return int(run.nation("business_starts")[1:].sum())


def in_park(columns: WorkerColumns) -> np.ndarray:
    return (columns.status == FOUNDER) & ((columns.traits & PARK_BIT) > 0)


# Parks


def test_those_who_hold_a_park_place_fail_less_by_the_cut():
    month, n = plain_month(), 20_000
    month.work.closure[:], month.work.closure_skill = 0.05, 0.0
    month.work.closure_luck = month.work.usual_luck = 0.0
    month.work.park_closure_cut[:] = 0.7
    crowd = seekers(n, month)
    crowd.status[:] = FOUNDER
    crowd.traits[n // 2 :] |= PARK_BIT
    passes.decide(crowd, month, 0, n)
    closed = crowd.status != FOUNDER
    assert closed[: n // 2].mean() == pytest.approx(0.05, abs=0.008)
    assert closed[n // 2 :].mean() == pytest.approx(0.05 * 0.3, abs=0.005)


def test_fewer_businesses_close_where_parks_protect_them():
    cuts = {cut: with_lever("entrepreneurship_parks", 20_000, ("closure_cut", cut)) for cut in (0.0, 0.7)}
    assert cuts[0.7].nation("business_closures").sum() < cuts[0.0].nation("business_closures").sum()


def test_a_park_place_makes_founding_cheaper():
    cuts = {cut: with_lever("entrepreneurship_parks", 20_000, ("setup_cost_cut", cut)) for cut in (0.0, 0.8)}
    assert starts(cuts[0.8]) > 1.02 * starts(cuts[0.0])


@pytest.mark.parametrize(("parks", "each"), [(3_000, 300), (2_200, 300), (2_345.5, 7), (10, 33.3), (0, 300)])
def test_the_places_of_provinces_are_whole_and_add_up_to_the_nations(parks, each):
    uneven = np.random.default_rng(1).random(31)
    dials = {"parks": parks * uneven / uneven.sum(), "places_per_park": np.full(31, each)}
    places = services.park_places(dials)
    assert places.dtype == np.int64 and (np.abs(places - dials["parks"] * each) < 1).all()
    assert places.sum() == round(parks * each)


def test_three_thousand_parks_of_three_hundred_are_nine_hundred_thousand_places():
    run = finished(world(scenario(2, scale=COARSE, levers=(lever("entrepreneurship_parks", 3_000),))))
    assert run.level("park_places")[1:].sum(axis=1).tolist() == [900_000.0, 900_000.0]


@pytest.mark.parametrize("scale", [FINE, COARSE])
def test_parks_are_full_and_never_fuller_than_their_places(scale):
    run = nothing_new(MONTHS, scale)
    held, places = run.series[1:, :, _at("in_park")], run.level("park_places")[1:]
    assert (held < places + scale).all()
    if scale == FINE:
        assert held.sum() == pytest.approx(places.sum(), rel=0.06)


def test_a_place_is_held_until_the_business_closes():
    model = world(scenario(8, scale=FINE, levers=(lever("entrepreneurship_parks", 3_000),)))
    model.step()
    lost = 0
    while model.running:
        before = model.workers.columns.copy()
        model.step()
        now = model.workers.columns[: len(before)]
        goes_on = (now.status == FOUNDER) & (now.worker_id == before.worker_id)
        goes_on &= now.spell_start == before.spell_start
        lost += int((in_park(before) & goes_on & ~in_park(now)).sum())
    assert lost == 0


def test_places_are_scarce_and_more_of_them_are_filled_from_the_queue():
    few, many = (with_lever("entrepreneurship_parks", parks) for parks in (2_200, 4_400))
    waiting = few.services[-1, 0, :, APPLIED].sum() - few.services[-1, 0, :, SERVED].sum()
    assert waiting > 100_000
    more = many.nation("in_park")[-1] - few.nation("in_park")[-1]
    assert more == pytest.approx(2_200 * 300, rel=0.08)
    chance = few.level("park_chance")[-1]
    assert (chance <= 1).all() and chance.mean() < 0.9


def test_closing_parks_turns_out_as_many_as_no_longer_fit():
    half = with_lever("entrepreneurship_parks", 1_100)
    assert half.nation("in_park")[1] == pytest.approx(1_100 * 300, rel=0.08)
    assert with_lever("entrepreneurship_parks", 0).nation("in_park")[1:].sum() == 0


@pytest.mark.parametrize("admission", ["lottery", "score"])
def test_admission_by_score_takes_the_more_able_and_a_lottery_does_not(admission):
    asked = lever("entrepreneurship_parks", 8_800, admission=admission)  # three of four parks are new
    model = world(scenario(1, scale=FINE, levers=(asked,)))
    before = model.workers.columns.copy()
    model.step()
    columns = model.workers.columns
    new = np.flatnonzero(in_park(columns)[: len(before)] & ~in_park(before))
    outside = np.flatnonzero((columns.status == FOUNDER) & ~in_park(columns))
    queue_months = int(model.setting.parameters.park_queue_months)
    refused = outside[columns.spell_start[outside] >= model.months - queue_months]
    skill = [np.mean([skill_of(columns[i], model.month) for i in rows]) for rows in (new, refused)]
    gap = skill[0] - skill[1]
    assert gap > 0.5 if admission == "score" else abs(gap) < 0.35


def test_old_businesses_do_not_queue_for_a_park():
    base = with_parameters(setting(FINE), park_queue_months=0.0)
    model = world(scenario(3, scale=FINE, levers=(lever("entrepreneurship_parks", 20_000),)), base=base)
    old = in_park(model.workers.columns).copy()
    run = finished(model)
    columns = run.model.workers.columns
    newcomers = in_park(columns)
    newcomers[: len(old)] &= ~old
    assert newcomers.any() and (columns.spell_start[newcomers] > BASE).all()


# Subsidies


def served_founders(model: LaborModel) -> np.ndarray:
    """Return rows of those in business with a subsidy."""
    columns = model.workers.columns
    return np.flatnonzero((columns.status == FOUNDER) & ((columns.served & SUBSIDY) > 0))


def test_screening_selects_the_more_able_founders():
    # Founding teaches; without that the skill of a founder is the skill he applied with.
    base = with_parameters(setting(FINE), skill_founded=0.0)
    skills = {}
    for screening in (False, True):
        asked = lever("startup_subsidy", 50_000, screening=screening)
        model = finished(world(scenario(MONTHS, scale=FINE, levers=(asked,)), base=base)).model
        rows = served_founders(model)
        assert len(rows) > 20
        skills[screening] = np.array([skill_of(model.workers.columns[i], model.month) for i in rows])
    assert skills[True].min() >= 0 > skills[False].min()
    assert skills[True].mean() > skills[False].mean() + 0.2


def test_nobody_is_served_who_does_not_know_does_not_ask_or_is_not_approved():
    for stage in ("aware_share", "apply_share", "approve_share"):
        run = with_lever("startup_subsidy", 50_000, (stage, 0.0))
        assert run.people == nothing_new(MONTHS, FINE).people
        assert run.services[:, :, :, SERVED:].sum() == 0


def test_everybody_eligible_is_served_where_all_know_ask_and_are_approved():
    every = (("aware_share", 1.0), ("apply_share", 1.0), ("approve_share", 1.0))
    run = with_lever("startup_subsidy", 10_000, *every)
    assert np.array_equal(run.services[1:, 0, :, 0], run.services[1:, 0, :, SERVED])
    assert run.services[1:, 0, :, SERVED].sum() == starts(run)


def test_a_subsidy_costs_what_is_paid_out_and_what_it_takes_to_check_the_applications():
    run = with_lever("startup_subsidy", 12_345)
    assert np.array_equal(run.services[1:, 0, :, SPENT], run.services[1:, 0, :, SERVED] * 1_308_570)
    own = with_lever("startup_subsidy", 12_345, ("cost", Cost(per_unit=1.0)))
    assert np.array_equal(own.services[1:, 0, :, SPENT], own.services[1:, 0, :, SERVED] * 1_234_500)


def test_a_larger_subsidy_brings_more_founders_on_every_luck():
    for replicate in range(5):
        counts = []
        for level in (1_000, 30_000, 100_000):
            asked = scenario(3, scale=FINE, levers=(lever("startup_subsidy", level),))
            counts.append(starts(finished(world(asked, replicate=replicate))))
        assert counts == sorted(counts) and counts[0] < counts[2]


def test_a_subsidy_for_returnees_goes_to_returnees_only():
    run = with_lever("startup_subsidy", 50_000, ("who", Who(returnee=True)))
    model = run.model
    rows = served_founders(model)
    assert len(rows) > 10 and (model.workers.columns.experience[rows] >= RETURNEE_MONTHS).all()


def closing_founders(model: LaborModel, months_ago: int) -> WorkerColumns:
    """Return subsidized founders without debt whose business began some months ago."""
    columns = model.workers.columns
    rows = np.flatnonzero(columns.status == FOUNDER)[:2_000]
    founders = columns[rows].copy()
    founders.served[:] = 1  # the number of the only program there is
    founders.debt[:], founders.savings[:] = 0, 0
    founders.spell_start[:] = model.month.step - months_ago
    founders.birth_month[:] = model.month.step - 12 * 30 - 5
    return founders


def live_and_wind_up(founders: WorkerColumns, model: LaborModel) -> np.ndarray:
    """Let all the businesses close, and return who closed."""
    model.month.work.closure[:] = 1e9
    passes.decide(founders, model.month, 0, len(founders))
    rows = np.flatnonzero(founders.status != FOUNDER)
    granted = Granted()
    granted.note(int(founders.spell_start[0]), model.dials.offers)
    dues = settle_accounts(model.provision._replace(columns=founders), rows, granted)
    eligibility.wind_up_businesses(founders, rows, dues.owed, dues.repaid, model.month)
    return rows


@pytest.mark.parametrize(("months_ago", "claimed"), [(5, True), (11, True), (12, False), (40, False)])
def test_a_subsidy_is_claimed_back_if_the_business_closes_too_soon(months_ago, claimed):
    asked = lever("startup_subsidy", 20_000, start=None, clawback_months=12)
    model = world(scenario(2, levers=(asked,)))
    founders = closing_founders(model, months_ago)
    rows = live_and_wind_up(founders, model)
    assert len(rows) > 50
    debt = GRID_YUAN[founders.debt[rows]]
    if claimed:
        assert (debt > 19_000).all() and debt.mean() == pytest.approx(20_000, rel=0.01)
    else:
        assert not debt.any(), "also for those who stop working in the month in which they close"


def test_nothing_is_claimed_back_from_those_who_never_had_it():
    model = world(scenario(2, levers=(lever("startup_subsidy", 20_000, start=None, clawback_months=120),)))
    founders = closing_founders(model, 5)
    founders.served[:] = 0
    rows = live_and_wind_up(founders, model)
    assert len(rows) > 50 and not founders.debt[rows].any()


def test_a_closed_business_is_written_down_with_its_own_beginning_and_its_spell_ends():
    model = world(scenario(6, scale=FINE))
    seen = 0
    while model.running:
        before = {
            int(w): int(s)
            for w, s in zip(model.workers.get("worker_id"), model.workers.get("spell_start"), strict=True)
        }
        founders = set(model.workers.columns.worker_id[model.workers.columns.status == FOUNDER].tolist())
        model.step()
        for business in model.closed_businesses:
            assert int(business["worker_id"]) in founders
            assert int(business["start"]) == before[int(business["worker_id"])]
            assert int(business["end"]) == model.months
        seen += len(model.closed_businesses)
        closed = np.isin(model.workers.columns.worker_id, model.closed_businesses["worker_id"])
        there = model.workers.columns.status == SEEKING
        assert (model.workers.columns.spell_start[closed & there] == model.months).all()
    assert seen > 30


# Loans


def test_a_loan_that_still_runs_is_paid_out_of_savings_and_only_the_rest_is_lost():
    terms = {"recovery_share": 0.25, "start": None, "cost": Cost(per_unit=1.0)}
    model = world(scenario(2, levers=(lever("guaranteed_loans", 100_000, **terms),)))
    founders = closing_founders(model, 5)
    founders.served[:] = 1 << 4
    n = len(founders)
    grid_of = {yuan: int(np.abs(GRID_YUAN - yuan).argmin()) for yuan in (30_000, 80_000, 150_000)}
    founders.debt[:] = grid_of[80_000]
    founders.savings[:] = np.where(np.arange(n) % 2 == 0, grid_of[30_000], grid_of[150_000])
    poor = founders.savings == grid_of[30_000]
    rows = live_and_wind_up(founders, model)
    default = GRID_YUAN[grid_of[80_000]] - GRID_YUAN[grid_of[30_000]]
    persons = model.setting.persons[founders.origin[rows]][poor[rows]].sum()
    lost = model.policy.ledger.month[0, :, SPENT].sum()
    assert lost == pytest.approx(100 * 0.75 * default * persons, rel=1e-6)
    assert (founders.debt[rows][~poor[rows]] == 0).all(), "who can pays back"
    left = GRID_YUAN[founders.debt[rows]][poor[rows]]
    assert left.mean() == pytest.approx(default, rel=0.01) and (founders.savings[rows][poor[rows]] == 0).all()


GENEROUS = (("aware_share", 1.0), ("apply_share", 1.0), ("refusal_share", 0.0))


def test_refused_applicants_get_no_loan():
    none = with_lever("guaranteed_loans", 200_000, ("refusal_share", 1.0))
    assert none.services[:, 0, :, APPLIED].sum() > 0 == none.services[:, 0, :, APPROVED:].sum()
    assert none.people == nothing_new(MONTHS, FINE).people
    half = with_lever("guaranteed_loans", 200_000, *GENEROUS[:2], ("refusal_share", 0.5))
    share = half.services[:, 0, :, APPROVED].sum() / half.services[:, 0, :, APPLIED].sum()
    assert share == pytest.approx(0.5, abs=0.17)


def test_a_loan_turns_ideas_without_money_into_employers():
    run = with_lever("guaranteed_loans", 200_000, *GENEROUS)
    assert run.nation("employer_founders")[-1] > 1.03 * nothing_new(MONTHS, FINE).nation("employer_founders")[-1]
    served = run.services[1:, 0, :, SERVED].sum()
    columns = run.model.workers.columns
    new = (columns.status == FOUNDER) & (columns.spell_start > BASE) & ((columns.traits & EMPLOYER_BIT) > 0)
    assert 0 < served <= new.sum() * FINE + run.nation("business_closures").sum()


def test_a_loan_too_small_for_the_set_up_cost_opens_nothing():
    base = with_parameters(setting(FINE), setup_cost_employer_yuan=600_000.0)
    small = scenario(MONTHS, scale=FINE, levers=(lever("guaranteed_loans", 1_000, **dict(GENEROUS)),))
    run, without = finished(world(small, base=base)), finished(world(scenario(MONTHS, scale=FINE), base=base))
    # Only whoever lacks no more than the loan can use it; with 1,000 yuan that is next to nobody.
    assert abs(starts(run) - starts(without)) <= 0.02 * starts(without)


def test_cheaper_interest_brings_more_founders():
    dear, cheap = (
        with_lever("guaranteed_loans", 200_000, *GENEROUS, ("interest_rate", 0.2), ("interest_subsidy_share", share))
        for share in (0.0, 1.0)
    )
    assert starts(cheap) > 1.005 * starts(dear)


def test_no_more_loans_are_given_than_the_fund_can_carry_and_none_is_wasted():
    zoomed = Scale(default=COARSE, regions={"CN-SC": 300})
    place, own = CODES.index("CN-SC"), {**dict(GENEROUS), "regions": ("CN-SC",)}
    base = new_setting(scenario(scale=zoomed))

    def served(**fields):
        asked = lever("guaranteed_loans", 200_000, **own, **fields)
        run = finished(world(scenario(MONTHS, scale=zoomed, levers=(asked,)), base=base))
        return run.services[1:, 0, place, SERVED]

    unlimited, scarce = served(), served(loans_per_year=18_000.0)
    assert unlimited.mean() > 2 * 1_500 and (unlimited > 1_500).all()
    assert (scarce < 1_500 + 1 + 300).all()
    assert scarce.sum() == pytest.approx(1_500 * MONTHS, rel=0.1), "own-account founders who borrow nothing take none"


def test_a_loan_costs_the_interest_subsidy_when_it_is_granted():
    lossless = (*GENEROUS, ("recovery_share", 1.0))
    run = with_lever("guaranteed_loans", 50_000, *lossless, ("cost", Cost(per_unit=1.0)))
    cost = 0.06 * 0.5 * 3
    served, spent = run.services[1:, 0, :, SERVED].sum(), run.services[1:, 0, :, SPENT].sum()
    assert 0 < spent <= served * 50_000 * 100 * cost * (1 + 1e-9)
    twice = finished(
        world(
            scenario(
                MONTHS,
                scale=FINE,
                levers=(lever("guaranteed_loans", 50_000, **dict(lossless), cost=Cost(per_unit=2.0)),),
            )
        )
    )
    assert twice.services[1:, 0, :, SPENT].sum() == pytest.approx(2 * spent, rel=1e-6)


def test_money_is_granted_before_the_business_starts_and_only_then():
    model = world(scenario(4, scale=FINE, levers=(lever("startup_subsidy", 30_000),)))
    while model.running:
        had = set(model.workers.columns.worker_id[served_founders(model)].tolist())
        model.step()
        columns = model.workers.columns
        new = [i for i in served_founders(model) if int(columns.worker_id[i]) not in had]
        assert all(columns.events[i] & STARTED for i in new)


def _at(name: str) -> int:
    from laborsim.kernels.counts import AT

    return AT[name]
