"""Return-entrepreneurs: who can found a business, what it is worth, how it starts and how it closes."""

import math
from dataclasses import dataclass
from enum import IntEnum

from tests.twin.luck import ALWAYS
from tests.twin.money import GRID_YUAN, on_grid
from tests.twin.person import Person
from tests.twin.words import CLOSED, FOUNDER, LOAN, RETURNEE_CLOSED, SEEKING, STARTED, SUBSIDY

LOGISTIC_SD = math.pi / math.sqrt(3.0)  # standard deviation of the logistic distribution
LAST_HAZARD_YEAR = 3  # the published closure hazard is flat from the fourth year on
HIGHEST_CLOSURE = 0.9  # [1/month]
MOST_UNUSUAL = 3.0  # standard deviations of a set-up cost from the median's logarithm

OWN_ACCOUNT, EMPLOYER = "own-account", "employer"


def log_mean_of_luck(weight):
    """Return the log of the mean of e^(weight × luck), luck logistic of standard deviation 1."""
    angle = math.sqrt(3.0) * weight
    return math.log(angle / math.sin(angle)) if angle > 0 else 0.0


class Stage(IntEnum):
    """How far somebody gets on the way to a service."""

    NOT_ELIGIBLE, ELIGIBLE, AWARE, APPLIED, APPROVED = range(5)


@dataclass(frozen=True)
class Plan:
    """A business that can be paid for."""

    kind: str
    value: float  # utility without home attachment
    cost: float  # set-up cost [yuan]
    subsidy: float  # [yuan]
    loan: float  # guaranteed loan taken [yuan]


class Founder(Person):
    """The rules of founding."""

    def skill(self):
        """Return founding skill in standard deviations: born with, and learnt."""
        parameters = self.model.parameters
        luck = self.model.luck.one(self.worker_id, ALWAYS, "founder.skill")
        skill = math.log(luck / (1.0 - luck)) / LOGISTIC_SD
        skill += parameters.skill_experience * math.log(1.0 + self.months_outbound / 12.0)
        if self.is_trained:
            skill += parameters.skill_training
        if self.founded_before:
            skill += parameters.skill_founded
        return skill

    @property
    def kind(self):
        """The kind of the present or last business."""
        return EMPLOYER if self.employer else OWN_ACCOUNT

    def expected_profit(self, kind):
        """Return the profit that a business of this kind would give him [yuan/month]."""
        parameters = self.model.parameters
        ratio = parameters.profit_ratio_employer if kind == EMPLOYER else parameters.profit_ratio_own
        return self.local_pay() * ratio * self.home.custom * math.exp(parameters.profit_skill * self.skill())

    def profit(self):
        """Return the profit of the present business [yuan/month]."""
        weight = self.model.parameters.profit_luck
        return self.expected_profit(self.kind) * math.exp(weight * self.business_luck() - log_mean_of_luck(weight))

    def business_luck(self):
        """Return how well the present business happens to do [standard deviations]."""
        luck = self.model.luck.one(self.worker_id, self.spell_start, "founder.luck")
        return math.log(luck / (1.0 - luck)) / LOGISTIC_SD

    def setup_cost(self, kind):
        """Return what a business of this kind would cost him to set up [yuan]."""
        parameters = self.model.parameters
        luck = self.model.luck.one(self.worker_id, ALWAYS, "founder.setup_cost")
        unusual = min(MOST_UNUSUAL, max(-MOST_UNUSUAL, math.log(luck / (1.0 - luck)) / LOGISTIC_SD))
        median = parameters.setup_cost_employer_yuan if kind == EMPLOYER else parameters.setup_cost_own_yuan
        return self.model.lead["county"] * median * math.exp(parameters.setup_cost_spread * unusual)

    def stage(self, kind):
        """Return how far an application for a subsidy or a loan would get this month."""
        offer = self.offer_of(kind)
        if offer is None:
            return Stage.NOT_ELIGIBLE
        if not self.knows_of(kind, offer):
            return Stage.ELIGIBLE
        if self.luck(f"{kind}.apply") >= offer.apply_share:
            return Stage.AWARE
        screened = kind == SUBSIDY and offer.terms[0] > 0.0
        if screened and self.skill() < 0.0:  # less able than the median beginner
            return Stage.APPLIED
        return Stage.APPROVED if self.luck(f"{kind}.approve") < offer.approve_share else Stage.APPLIED

    def money_for(self, kind):
        """Return the subsidy, or the most that a guaranteed loan could be, if he applied this month [yuan]."""
        if self.stage(kind) != Stage.APPROVED:
            return 0.0
        return float(self.offer_of(kind).amount[self.origin]) / self.model.money_unit

    def plan(self, services=(SUBSIDY, LOAN)):
        """Return the plan with the services he counts on, or None if he could not pay for a business."""
        subsidy = self.money_for(SUBSIDY) if SUBSIDY in services else 0.0
        return self.plan_with(subsidy, self.money_for(LOAN) if LOAN in services else 0.0)

    def granted_plan(self):
        """Return the plan with what was granted in the end, after budgets."""
        return self.plan(self.served)

    @property
    def would_employ(self):
        """Say whether this month's business idea needs employees."""
        return self.luck("founder.idea") < self.model.parameters.employer_ideas

    def plan_with(self, subsidy, loan):
        """Return the plan that this money allows: the employer idea if it can be paid, else own-account work."""
        parameters = self.model.parameters
        purse = max(0.0, GRID_YUAN[self.savings] - GRID_YUAN[self.debt]) + subsidy
        own_money = parameters.credit_multiple * purse
        if self.would_employ:
            cost = self.setup_cost(EMPLOYER)
            if cost - own_money <= loan:
                return self.plan_of_kind(EMPLOYER, cost, subsidy, min(loan, max(0.0, cost - purse)))
        cost = self.setup_cost(OWN_ACCOUNT)
        return None if cost > own_money else self.plan_of_kind(OWN_ACCOUNT, cost, subsidy, 0.0)

    def plan_of_kind(self, kind, cost, subsidy, borrowed):
        """Return the plan of a business that can be paid; part of its cost may come back with a place in a park."""
        hoped_for = subsidy + self.home.park_chance * (self.home.dial("park_setup_cost_cut") * cost)
        extra = hoped_for / self.model.parameters.subsidy_months - self.interest_on(borrowed)
        return Plan(kind, self.value_of_founding(kind, extra), cost, subsidy, borrowed)

    def interest_on(self, borrowed):
        """Return the interest on a guaranteed loan after the state's part [yuan/month]."""
        return borrowed * self.offer_of(LOAN).terms[0] / 12.0 if borrowed > 0.0 else 0.0

    def interest_due(self):
        """Return the interest on a guaranteed loan that is not paid back yet [yuan/month]."""
        if self.status != FOUNDER or LOAN not in self.served:
            return 0.0
        interest, years, ceiling = self.home.loan_terms[self.served[LOAN]]
        if (self.model.month - self.spell_start) / 12 > years:
            return 0.0
        return min(GRID_YUAN[self.debt], ceiling / self.model.money_unit) * interest / 12.0

    def value_of_founding(self, kind, extra):
        """Return the utility of founding: profit, taste, risk, and the chance of a place in a park."""
        model, parameters, home = self.model, self.model.parameters, self.home
        profit = max(1.0, self.expected_profit(kind) + extra)
        hazard = model.first_closures[kind] * math.exp(-parameters.closure_skill * self.skill())
        hazard *= 1.0 - home.dial("park_closure_cut") * home.park_chance
        usual_profit = model.alpha * math.log(model.setting.mean_pay_local)
        taste = model.setting.fit.founding - usual_profit
        value = model.alpha * math.log(profit) + taste - parameters.risk_aversion * hazard
        if self.is_returnee:
            value += math.log(parameters.returnee_odds)
        return value + self.taste() + parameters.founding_experience * math.log(1.0 + self.months_outbound / 12.0)

    def taste(self):
        """Return the taste for founding that sex and age make."""
        parameters = self.model.parameters
        own = parameters.founding_men if self.sex == "male" else 0.0
        return own - parameters.founding_age * ((self.age - 35) / 8) ** 2

    def found(self):
        """Start the business applied for."""
        self.applied = None
        plan = self.granted_plan()
        if plan is None:
            return
        self.returnee_founder = self.is_returnee
        self.experience = self.months_outbound
        self.come_home()
        savings = GRID_YUAN[self.savings] + plan.subsidy
        own = min(savings, plan.cost)
        self.savings = on_grid(savings - own, self.luck("founder.purse"))
        self.debt = on_grid(GRID_YUAN[self.debt] + plan.cost - own, self.luck("founder.debt"))
        self.employer, self.founded_before, self.in_park = plan.kind == EMPLOYER, True, False
        parameters = self.model.parameters
        jobs = parameters.jobs_per_founder / parameters.employer_ideas
        self.jobs = int(jobs + self.luck("founder.jobs")) if self.employer else 0
        self.status, self.spell_start = FOUNDER, self.model.month
        self.events.add(STARTED)

    def closure_hazard(self):
        """Return the chance that the business closes this month."""
        years = min((self.model.month - self.spell_start) // 12, LAST_HAZARD_YEAR)
        hazard = self.model.closures[self.kind][years]
        hazard *= math.exp(-self.model.parameters.closure_skill * self.skill())
        weight = self.model.parameters.closure_luck
        hazard *= math.exp(-weight * self.business_luck() - log_mean_of_luck(weight))
        if self.in_park:
            hazard *= 1.0 - self.home.dial("park_closure_cut")
        return min(hazard, HIGHEST_CLOSURE)

    def close(self):
        """Let the business survive the month, or seek work with its debts and what it taught."""
        if self.status == FOUNDER and self.luck("job.ends") < self.closure_hazard():
            self.shut()
            self.status = SEEKING

    def shut(self):
        """Close the business and write it down."""
        self.events.add(CLOSED)
        if self.returnee_founder:
            self.events.add(RETURNEE_CLOSED)
        self.jobs, self.months_in_business = 0, self.model.month - self.spell_start
        self.model.write_down_business(self)

    def enter_park(self):
        """Take a place in a park; a business of its first year has part of its set-up cost back."""
        self.in_park = True
        if self.model.month - self.spell_start < 12:
            saved = self.home.dial("park_setup_cost_cut") * self.setup_cost(self.kind)
            luck = self.luck("entrepreneurship_parks.setup_cost")
            self.savings = on_grid(GRID_YUAN[self.savings] + saved, luck)

    def wind_up(self, owed, repaid):
        """Pay back of a loan, owe a subsidy back [yuan of the month], leave the park, and begin a new spell."""
        unit = self.model.money_unit
        if repaid > 0.0:
            self.savings = on_grid(GRID_YUAN[self.savings] - repaid / unit, self.luck("guaranteed_loans.pay_back"))
            self.debt = on_grid(GRID_YUAN[self.debt] - repaid / unit, self.luck("guaranteed_loans.paid_back"))
        if owed > 0.0:
            debt = GRID_YUAN[self.debt] + owed / unit
            self.debt = on_grid(debt, self.luck("startup_subsidy.claw_back"))
        self.served, self.in_park = {}, False
        self.spell_start = self.model.month
