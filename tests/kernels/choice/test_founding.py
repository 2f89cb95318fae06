"""Founding: who can pay for it, who is better at it, and where the money goes."""

import math

import numpy as np
import pytest
from tests.kernels.crowd import plain_month, seekers
from tests.model.small_worlds import lever, scenario, setting, with_parameters, world

from laborsim.kernels.applications import FOUND, STARTED
from laborsim.kernels.choice.choice import EVERYTHING
from laborsim.kernels.choice.founding import (
    ALWAYS,
    EMPLOYER,
    LOGISTIC_SD,
    MOST_BORN_WITH,
    MOST_UNUSUAL,
    OWN_ACCOUNT,
    SKILL,
    expected_profit,
    found,
    plan_of,
    plan_with,
    profit_of,
    setup_cost,
    skill_of,
)
from laborsim.kernels.codes import FOUNDER, OUTBOUND
from laborsim.kernels.markets.separations import closure_hazard
from laborsim.kernels.money.savings import GRID_YUAN, on_grid
from laborsim.kernels.random import LARGEST_WORDS, bin_of, draws, four_words, to_uniform
from laborsim.kernels.services.eligibility import enter_parks
from laborsim.kernels.traits import EMPLOYER_BIT, FEMALE_BIT, FOUNDED_BEFORE_BIT, PARK_BIT, RETURNEE_FOUNDER_BIT
from laborsim.model.age_profiles import taste_for_founding
from laborsim.model.month_parts import log_mean_of_luck
from laborsim.parameters.parameters import Parameters

OWN, FIRM = 20_000.0, 150_000.0


def month_of_ideas(employer_ideas: float):
    """Return a month in which set-up costs are known, and a share of ideas needs employees."""
    month = plain_month()
    month.founding.setup_cost[:] = (OWN, FIRM)
    month.founding.employer_ideas = employer_ideas
    month.founding.credit_multiple = 1.5
    month.founding.park_chance[:] = 0.0
    month.founding.setup_cost_spread = 0.0
    month.founding.profit_luck = month.founding.usual_luck = 0.0
    month.founding.jobs_per_employer = 5.25
    return month


def grid(yuan: float) -> int:
    return int(on_grid(yuan, 0.5))


@pytest.mark.parametrize(
    ("savings", "ideas", "kind"),
    [
        (OWN / 1.5 * 0.9, 0.0, None),
        (OWN / 1.5 * 1.1, 0.0, OWN_ACCOUNT),
        (FIRM / 1.5 * 0.9, 1.0, OWN_ACCOUNT),
        (FIRM / 1.5 * 1.1, 1.0, EMPLOYER),
        (5_000.0, 1.0, None),
    ],
)
def test_own_money_carries_a_multiple_and_no_more(savings, ideas, kind):
    month = month_of_ideas(ideas)
    plan = plan_of(seekers(1, month, savings=grid(savings))[0], month, EVERYTHING)
    assert plan.possible == (kind is not None)
    assert kind is None or plan.kind == kind


def test_debt_counts_against_savings():
    month = month_of_ideas(0.0)
    crowd = seekers(1, month, savings=grid(40_000))
    assert plan_of(crowd[0], month, EVERYTHING).possible
    crowd.debt[:] = grid(35_000)
    assert not plan_of(crowd[0], month, EVERYTHING).possible


def test_a_founder_pays_with_savings_first_and_owes_the_rest():
    month, n = month_of_ideas(1.0), 4_000
    crowd = seekers(n, month, savings=grid(110_000))
    crowd.status[: n // 2] = OUTBOUND
    crowd.destination[:] = 5
    crowd.applied[:] = FOUND
    had = float(GRID_YUAN[crowd.savings].mean() - GRID_YUAN[crowd.debt].mean())
    for i in range(n):
        found(crowd[i], month)
    left = GRID_YUAN[crowd.savings].mean() - GRID_YUAN[crowd.debt].mean()
    assert had - left == pytest.approx(FIRM, rel=0.001), "money is neither made nor lost"
    assert (crowd.status == FOUNDER).all() and (crowd.savings == 0).all()
    assert ((crowd.events & STARTED) > 0).all() and (crowd.spell_start == month.step).all()
    assert ((crowd.traits & (EMPLOYER_BIT | FOUNDED_BEFORE_BIT)) == EMPLOYER_BIT | FOUNDED_BEFORE_BIT).all()
    assert not (crowd.traits & PARK_BIT).any()
    assert crowd.jobs.mean() == pytest.approx(5.25, abs=0.03) and set(crowd.jobs.tolist()) == {5, 6}


def test_only_who_was_away_half_a_year_founds_as_a_returnee():
    month = month_of_ideas(0.0)
    crowd = seekers(4, month)
    crowd.experience[:] = (0, 5, 6, 120)
    crowd.applied[:] = FOUND
    for i in range(4):
        found(crowd[i], month)
    assert ((crowd.traits & RETURNEE_FOUNDER_BIT) > 0).tolist() == [False, False, True, True]
    assert (crowd.jobs == 0).all(), "own-account work hires nobody"


def test_returnees_have_the_stated_odds_and_risk_counts_against_founding():
    month = month_of_ideas(0.0)
    month.founding.skill_experience = 0.0
    month.founding.returnee_bonus = math.log(1.6)
    crowd = seekers(2, month)
    crowd.worker_id[:] = 7
    crowd.experience[1] = 12
    values = [plan_of(crowd[i], month, EVERYTHING).value for i in range(2)]
    assert values[1] - values[0] == pytest.approx(math.log(1.6))
    month.founding.risk_aversion = 3.0
    month.work.closure_skill = 0.0
    riskier = plan_of(crowd[0], month, EVERYTHING).value
    assert riskier - values[0] == pytest.approx(-3.0 * month.founding.annual_closure[OWN_ACCOUNT])


def test_skill_is_born_and_learnt():
    month = month_of_ideas(0.0)
    month.founding.skill_experience, month.founding.skill_training, month.founding.skill_founded = 0.2, 0.3, 0.4
    crowd = seekers(3_000, month)
    born = np.array([skill_of(crowd[i], month) for i in range(len(crowd))])
    assert abs(born.mean()) < 0.08 and born.std() == pytest.approx(1, abs=0.06)
    crowd.experience[:] = 36
    crowd.training_end[:] = month.step - 1
    crowd.traits[:] |= FOUNDED_BEFORE_BIT
    learnt = np.array([skill_of(crowd[i], month) for i in range(len(crowd))])
    assert np.allclose(learnt - born, 0.2 * math.log(4) + 0.3 + 0.4)


def test_a_promised_park_place_is_worth_something_but_no_credit_is_given_on_it():
    month = month_of_ideas(0.0)
    month.founding.risk_aversion = 2.0
    month.work.park_closure_cut[:] = 0.0
    poor = seekers(1, month, savings=grid(OWN / 1.5 * 0.9))
    rich = seekers(1, month, savings=grid(OWN))
    unpromised = plan_of(rich[0], month, EVERYTHING)
    month.founding.park_chance[:], month.founding.park_setup_cost_cut[:] = 0.5, 0.4
    assert not plan_of(poor[0], month, EVERYTHING).possible
    promised = plan_of(rich[0], month, EVERYTHING)
    assert promised.value > unpromised.value and promised.cost == unpromised.cost == OWN
    month.work.park_closure_cut[:] = 0.7
    assert plan_of(rich[0], month, EVERYTHING).value > promised.value


def test_only_who_has_a_place_in_a_park_is_spared_part_of_the_set_up_cost_and_only_while_he_sets_up():
    month, n = month_of_ideas(0.0), 3_000
    month.founding.park_setup_cost_cut[:] = 0.4
    crowd = seekers(n, month, savings=grid(10_000))
    crowd.status[:] = FOUNDER
    crowd.spell_start[:] = month.step - np.arange(n) % 3 * 11  # 0, 11 and 22 months ago
    admitted = np.arange(n) < n // 2
    enter_parks(crowd, np.arange(n), admitted, month)
    assert ((crowd.traits & PARK_BIT) > 0).tolist() == admitted.tolist()
    more = GRID_YUAN[crowd.savings] - GRID_YUAN[grid(10_000)]
    young = admitted & (np.arange(n) % 3 < 2)
    assert more[young].mean() == pytest.approx(0.4 * OWN, rel=0.01) and not more[~young].any()


def test_set_up_costs_differ_and_a_larger_loan_reaches_larger_projects():
    month, n = month_of_ideas(1.0), 4_000
    month.founding.setup_cost_spread = 0.8
    crowd = seekers(n, month, savings=0)
    costs = np.array([setup_cost(crowd[i], month, EMPLOYER) for i in range(n)])
    assert np.median(costs) == pytest.approx(FIRM, rel=0.05)
    assert np.log(costs).std() == pytest.approx(0.8, rel=0.05)
    assert np.log(costs / FIRM).max() == pytest.approx(0.8 * MOST_UNUSUAL), "nobody's project is beyond all bounds"
    reached = [
        np.mean([plan_with(crowd[i], month, 0.0, loan).kind == EMPLOYER for i in range(n)])
        for loan in (100_000.0, 300_000.0, 1_000_000.0, 3_000_000.0)
    ]
    assert reached == sorted(set(reached)) and reached[-1] == 1.0
    month.step += 1
    assert setup_cost(crowd[0], month, EMPLOYER) == costs[0], "his trade is his own, next month too"


def test_profits_and_closures_of_a_business_follow_one_luck_that_leaves_their_means_and_begins_anew():
    month, n = month_of_ideas(0.0), 20_000
    month.founding.profit_luck, month.founding.usual_luck = 0.4, log_mean_of_luck(0.4)
    month.work.closure_luck, month.work.usual_luck = 0.6, log_mean_of_luck(0.6)
    month.work.closure_skill = 0.0
    crowd = seekers(n, month)
    crowd.status[:] = FOUNDER
    crowd.spell_start[:] = month.step - 5
    profits, closures = (np.array([of(crowd[i], month) for i in range(n)]) for of in (profit_of, closure_hazard))
    assert np.corrcoef(np.log(profits), np.log(closures))[0, 1] == pytest.approx(-1.0)
    usual = expected_profit(crowd[0], month, OWN_ACCOUNT, 0.0)
    assert profits.mean() == pytest.approx(usual, rel=0.01)
    assert closures.mean() == pytest.approx(month.work.closure[OWN_ACCOUNT, 0], rel=0.02)
    month.step += 4
    assert profit_of(crowd[0], month) == profits[0], "one luck for the whole life of the business"
    crowd.spell_start[:] = month.step
    again = np.array([profit_of(crowd[i], month) for i in range(n)])
    assert abs(np.corrcoef(profits, again)[0, 1]) < 0.03


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"profit_skill": 1.0, "skill_experience": 1.0, "skill_training": 1.0, "skill_founded": 1.0},
        {"profit_skill": 2.0, "skill_experience": 0.0, "skill_training": 0.0, "skill_founded": 0.0},
        {
            "income_elasticity": 3.2,
            "profit_skill": 0.0,
            "risk_aversion": 1.0,
            "returnee_odds": 2.5,
            "subsidy_months": 12.0,
        },
    ],
)
def test_no_business_is_worth_more_than_the_ceiling_by_which_planning_is_spared(parameters):
    measures = (lever("startup_subsidy", 200_000), lever("guaranteed_loans", 2_000_000), lever("training_places", 1e7))
    model = world(scenario(2, levers=measures), base=with_parameters(setting(), **parameters))
    model.step()
    columns, luck = model.workers.columns, np.random.default_rng(1)
    columns.savings[:], columns.debt[:] = 255, 0
    columns.traits |= FOUNDED_BEFORE_BIT
    columns.experience[:] = luck.choice([0, 12, 480, 2**16 - 1], len(columns))
    ids = np.arange(1_000_000, dtype=np.uint32)
    ablest = np.argsort(draws(model.stream, ids, ALWAYS, SKILL))[-len(columns) // 2 :]
    columns.worker_id[-len(ablest) :] = ids[ablest]
    columns.status[:] = OUTBOUND
    columns.training_end[::2] = 1
    ceiling = model.month.founding.ceiling
    bins = [bin_of(four_words(model.stream, worker, ALWAYS, SKILL, 0)[0]) for worker in columns.worker_id]
    places = list(zip(columns.origin, bins, strict=True))
    plans = [(plan_of(worker, model.month, EVERYTHING), place) for worker, place in zip(columns, places, strict=True)]
    room = np.array([ceiling[place] - plan.value for plan, place in plans if plan.possible])
    assert len(room) > 1000
    assert room.min() > 0.0
    assert len({place for plan, (_, place) in plans if plan.possible}) > 200
    assert any(plan.subsidy > 0 for plan, _ in plans)


def test_nobody_is_born_with_more_skill_than_his_bin_says():
    luck = [to_uniform(np.uint64(word)) for word in LARGEST_WORDS]
    skill = np.array([math.log(u / (1.0 - u)) / LOGISTIC_SD for u in luck])
    np.testing.assert_allclose(MOST_BORN_WITH, skill, rtol=1e-12)
    assert np.all(np.diff(MOST_BORN_WITH) > 0.0)


def test_taste_for_founding_has_its_peak_at_35_is_the_men_s_and_answers_to_years_away():
    month = month_of_ideas(0.0)
    asked = Parameters(founding_men=0.5, founding_age=0.4, founding_experience=-0.2)
    month.founding.taste[:], month.founding.taste_experience = taste_for_founding(asked), asked.founding_experience
    month.founding.skill_experience, month.founding.returnee_bonus = 0.0, 0.0
    crowd = seekers(6, month)
    crowd.worker_id[:] = 7  # the same idea and skill
    crowd.birth_month[:] = month.step - 12 * np.array([35, 27, 43, 35, 35, 35]) - 5
    crowd.traits[3] |= FEMALE_BIT
    crowd.experience[4:] = 60, 5
    values = [plan_of(worker, month, EVERYTHING).value for worker in crowd]
    expected = np.array([0.0, -0.4, -0.4, -0.5, -0.2 * math.log(6.0), -0.2 * math.log(1 + 5 / 12)])
    assert np.array(values) - values[0] == pytest.approx(expected)
