"""Return-entrepreneurs: who can found a business, what it is worth, and how it starts."""

import math
from typing import NamedTuple

import numpy as np

from laborsim.kernels.applications import FOUND, LOAN, LOAN_SHIFT, NOTHING, STARTED, SUBSIDY
from laborsim.kernels.choice.moves import come_home
from laborsim.kernels.codes import FOUNDER, OLDEST
from laborsim.kernels.compilation import compiled
from laborsim.kernels.money.pay import local_pay
from laborsim.kernels.money.savings import GRID_YUAN, on_grid
from laborsim.kernels.month import Month
from laborsim.kernels.random import LARGEST_WORDS, decision, uniform
from laborsim.kernels.services.groups import RETURNEE_MONTHS, age_of, is_trained, months_outbound, offered_to
from laborsim.kernels.state import WorkerRow
from laborsim.kernels.traits import EMPLOYER_BIT, FOUNDED_BEFORE_BIT, PARK_BIT, RETURNEE_FOUNDER_BIT, has, sex, with_bit

SKILL = decision("founder.skill")
IDEA = decision("founder.idea")
SETUP = decision("founder.setup_cost")
LUCK = decision("founder.luck")
JOBS = decision("founder.jobs")
PURSE = decision("founder.purse")
DEBT = decision("founder.debt")
KNOWS_SUBSIDY = decision("startup_subsidy.aware")
ASKS_SUBSIDY = decision("startup_subsidy.apply")
GETS_SUBSIDY = decision("startup_subsidy.approve")
KNOWS_LOAN = decision("guaranteed_loans.aware")
ASKS_LOAN = decision("guaranteed_loans.apply")
GETS_LOAN = decision("guaranteed_loans.approve")

OWN_ACCOUNT, EMPLOYER = 0, 1
NOT_ELIGIBLE, ELIGIBLE, AWARE, APPLIED, APPROVED = range(5)
LOGISTIC_SD = math.pi / math.sqrt(3.0)  # standard deviation of the logistic distribution
MONTHS_A_YEAR = 12.0
MOST_UNUSUAL = 3.0  # standard deviations; ASSUMPTION: nobody's set-up cost is further from the median's logarithm
ALWAYS = 0  # the month of draws that never change


_MOST_LUCK = (LARGEST_WORDS + 0.5) / 2.0**32
MOST_BORN_WITH = np.log(_MOST_LUCK / (1.0 - _MOST_LUCK)) / LOGISTIC_SD
"""By the bin of a worker's word, the largest skill that he can be born with [standard deviations]."""

MOST_YEARS = 2 * (2.0**16 - 1) / MONTHS_A_YEAR
"""Years that two columns of months can hold: nobody has more experience."""


class BusinessPlan(NamedTuple):
    """What a worker would do if he founded a business this month."""

    possible: bool
    kind: int
    value: float  # utility without home attachment
    cost: float  # set-up cost [yuan]
    subsidy: float  # [yuan]
    loan: float  # [yuan]


@compiled
def skill_of(worker: WorkerRow, month: Month) -> float:
    """Return founding skill in standard deviations: born with, and learnt."""
    luck = uniform(month.stream, worker.worker_id, ALWAYS, SKILL)
    skill = math.log(luck / (1.0 - luck)) / LOGISTIC_SD
    years = float(months_outbound(worker, month)) / MONTHS_A_YEAR
    skill += month.founding.skill_experience * math.log(1.0 + years)
    if is_trained(worker, month):
        skill += month.founding.skill_training
    if has(worker.traits, FOUNDED_BEFORE_BIT):
        skill += month.founding.skill_founded
    return skill


@compiled
def kind_of(worker: WorkerRow) -> int:
    """Return OWN_ACCOUNT or EMPLOYER of a founder's business."""
    return EMPLOYER if has(worker.traits, EMPLOYER_BIT) else OWN_ACCOUNT


@compiled
def setup_cost(worker: WorkerRow, month: Month, kind: int) -> float:
    """Return what a worker's business would cost to set up [yuan]: his trade is his own, and so is its price."""
    luck = uniform(month.stream, worker.worker_id, ALWAYS, SETUP)
    unusual = math.log(luck / (1.0 - luck)) / LOGISTIC_SD
    unusual = min(MOST_UNUSUAL, max(-MOST_UNUSUAL, unusual))
    return float(month.founding.setup_cost[kind] * math.exp(month.founding.setup_cost_spread * unusual))


@compiled
def business_luck(worker: WorkerRow, month: Month) -> float:
    """Return how well a founder's business happens to do [standard deviations], drawn anew with every start.

    Profits and closures follow one luck: who fares badly saves little, closes, and cannot pay back.
    """
    luck = uniform(month.stream, worker.worker_id, np.int64(worker.spell_start), LUCK)
    return math.log(luck / (1.0 - luck)) / LOGISTIC_SD


@compiled
def expected_profit(worker: WorkerRow, month: Month, kind: int, skill: float) -> float:
    """Return the profit a business of this kind gives this worker at his skill [yuan/month]."""
    base = local_pay(worker, month) * month.founding.profit_ratio[kind] * month.founding.custom[worker.origin]
    return float(base * math.exp(month.founding.profit_skill * skill))


@compiled
def profit_of(worker: WorkerRow, month: Month) -> float:
    """Return the profit of a founder's business [yuan/month]."""
    expected = expected_profit(worker, month, kind_of(worker), skill_of(worker, month))
    founding = month.founding
    return expected * math.exp(founding.profit_luck * business_luck(worker, month) - founding.usual_luck)


@compiled
def subsidy_stage(worker: WorkerRow, month: Month, k: int) -> int:
    """Return how far a would-be founder gets towards subsidy k: a stage of the funnel."""
    if k < 0:
        return NOT_ELIGIBLE
    offers = month.subsidies
    if uniform(month.stream, worker.worker_id, ALWAYS, KNOWS_SUBSIDY) >= offers.aware[k]:
        return ELIGIBLE
    if uniform(month.stream, worker.worker_id, month.step, ASKS_SUBSIDY) >= offers.apply[k]:
        return AWARE
    screened = offers.terms[k, 0] > 0.0
    if screened and skill_of(worker, month) < 0.0:  # at least the skill of the median beginner
        return APPLIED
    if uniform(month.stream, worker.worker_id, month.step, GETS_SUBSIDY) >= offers.approve[k]:
        return APPLIED
    return APPROVED


@compiled
def loan_stage(worker: WorkerRow, month: Month, k: int) -> int:
    """Return how far a would-be founder gets towards guaranteed loan k: a stage of the funnel."""
    if k < 0:
        return NOT_ELIGIBLE
    offers = month.loans
    if uniform(month.stream, worker.worker_id, ALWAYS, KNOWS_LOAN) >= offers.aware[k]:
        return ELIGIBLE
    if uniform(month.stream, worker.worker_id, month.step, ASKS_LOAN) >= offers.apply[k]:
        return AWARE
    if uniform(month.stream, worker.worker_id, month.step, GETS_LOAN) >= offers.approve[k]:
        return APPLIED
    return APPROVED


@compiled
def subsidy_for(worker: WorkerRow, month: Month) -> float:
    """Return the start-up subsidy that an application this month would bring [yuan]."""
    k = offered_to(worker, month, month.subsidies)
    if subsidy_stage(worker, month, k) < APPROVED:
        return 0.0
    return float(month.subsidies.amount[k, worker.origin])


@compiled
def loan_for(worker: WorkerRow, month: Month) -> float:
    """Return the ceiling of the guaranteed loan that an application this month would bring [yuan]."""
    k = offered_to(worker, month, month.loans)
    if loan_stage(worker, month, k) < APPROVED:
        return 0.0
    return float(month.loans.amount[k, worker.origin])


@compiled
def plan_with(worker: WorkerRow, month: Month, subsidy: float, loan: float) -> BusinessPlan:
    """Return the plan that this money allows: the employer idea if it can be paid, else own-account work."""
    purse = max(0.0, GRID_YUAN[worker.savings] - GRID_YUAN[worker.debt]) + subsidy
    luck = uniform(month.stream, worker.worker_id, month.step, IDEA)
    kind = EMPLOYER if luck < month.founding.employer_ideas else OWN_ACCOUNT
    borrowed = 0.0
    if kind == EMPLOYER:
        cost = setup_cost(worker, month, EMPLOYER)
        missing = cost - month.founding.credit_multiple * purse
        if missing > loan:
            kind = OWN_ACCOUNT
        else:
            borrowed = min(loan, max(0.0, cost - purse))
    cost = setup_cost(worker, month, kind)
    if kind == OWN_ACCOUNT and cost > month.founding.credit_multiple * purse:
        return BusinessPlan(False, kind, 0.0, cost, subsidy, 0.0)
    chance = month.founding.park_chance[worker.origin]
    hoped_for = subsidy + chance * park_saving(worker, month, cost)
    extra = hoped_for / month.founding.subsidy_months - interest(worker, month, borrowed)
    value = founding_value(worker, month, kind, extra, chance)
    return BusinessPlan(True, kind, value, cost, subsidy, borrowed)


@compiled
def park_saving(worker: WorkerRow, month: Month, cost: float) -> float:
    """Return what a place in a park saves a young business of its set-up cost [yuan]; no credit is given on it."""
    return float(month.founding.park_setup_cost_cut[worker.origin] * cost)


@compiled
def interest(worker: WorkerRow, month: Month, loan: float) -> float:
    """Return the interest on the worker's guaranteed loan after the state's part [yuan/month]."""
    k = offered_to(worker, month, month.loans) if loan > 0.0 else -1
    if k < 0:
        return 0.0
    return float(loan * month.loans.terms[k, 0] / MONTHS_A_YEAR)


@compiled
def interest_due(worker: WorkerRow, month: Month) -> float:
    """Return the interest that a founder owes on the guaranteed loan that is not paid back yet [yuan/month].

    The terms are those of the program that guaranteed it, whatever is offered by now. Loan and other debt are one
    number; the loan is taken to be paid back last, so it is all of the debt up to the program's latest ceiling.
    ASSUMPTION
    """
    if worker.status != FOUNDER or not has(worker.served, LOAN):
        return 0.0
    terms = month.loan_terms[np.int64(worker.served >> LOAN_SHIFT) - 1, worker.origin]
    years = float(month.step - np.int64(worker.spell_start)) / MONTHS_A_YEAR
    if years > terms[1]:
        return 0.0
    return float(min(GRID_YUAN[worker.debt], terms[2]) * terms[0] / MONTHS_A_YEAR)


@compiled
def founding_value(worker: WorkerRow, month: Month, kind: int, extra: float, in_park: float) -> float:
    """Return the utility of founding: profit, taste and risk; `in_park`: the chance of a place in a park."""
    founding = month.founding
    skill = skill_of(worker, month)
    profit = max(1.0, expected_profit(worker, month, kind, skill) + extra)
    hazard = founding.annual_closure[kind] * math.exp(-month.work.closure_skill * skill)
    hazard *= 1.0 - month.work.park_closure_cut[worker.origin] * in_park
    value = month.choice.alpha * math.log(profit) + founding.constant - founding.risk_aversion * hazard
    if months_outbound(worker, month) >= RETURNEE_MONTHS:
        value += founding.returnee_bonus
    value += founding.taste[sex(worker.traits), min(age_of(worker, month), OLDEST)]
    value += founding.taste_experience * math.log(1.0 + float(months_outbound(worker, month)) / MONTHS_A_YEAR)
    return float(value)


@compiled
def plan_of(worker: WorkerRow, month: Month, may: int) -> BusinessPlan:
    """Return the plan with every service the worker would be given; `may`: the halves of `served` he may count on."""
    subsidy = subsidy_for(worker, month) if may & SUBSIDY else 0.0
    loan = loan_for(worker, month) if may & LOAN else 0.0
    return plan_with(worker, month, subsidy, loan)


@compiled
def granted_plan(worker: WorkerRow, month: Month) -> BusinessPlan:
    """Return the plan with what was granted in the end, after budgets (see `served`)."""
    return plan_of(worker, month, worker.served)


@compiled
def found(worker: WorkerRow, month: Month) -> None:
    """Start the business applied for."""
    if worker.applied != FOUND:
        return
    worker.applied = np.uint8(NOTHING)
    plan = granted_plan(worker, month)
    if not plan.possible:
        return
    returnee = months_outbound(worker, month) >= RETURNEE_MONTHS
    worker.experience = np.uint16(months_outbound(worker, month))
    come_home(worker)
    savings = GRID_YUAN[worker.savings] + plan.subsidy
    own = min(savings, plan.cost)
    luck = uniform(month.stream, worker.worker_id, month.step, PURSE)
    worker.savings = on_grid(savings - own, luck)
    luck = uniform(month.stream, worker.worker_id, month.step, DEBT)
    worker.debt = on_grid(GRID_YUAN[worker.debt] + plan.cost - own, luck)
    jobs = 0
    if plan.kind == EMPLOYER:
        luck = uniform(month.stream, worker.worker_id, month.step, JOBS)
        jobs = int(month.founding.jobs_per_employer + luck)
    worker.jobs = np.uint8(jobs)
    traits = with_bit(worker.traits, EMPLOYER_BIT, plan.kind == EMPLOYER)
    traits = with_bit(traits, FOUNDED_BEFORE_BIT, True)
    traits = with_bit(traits, RETURNEE_FOUNDER_BIT, returnee)
    worker.traits = with_bit(traits, PARK_BIT, False)
    worker.status = np.uint8(FOUNDER)
    worker.spell_start = np.int16(month.step)
    worker.events |= STARTED
