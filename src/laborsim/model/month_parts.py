"""Parts of a month: from parameters, markets, dials and offers to what all workers can see."""

import calendar
import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.choice.founding import EMPLOYER, MOST_BORN_WITH, MOST_UNUSUAL, MOST_YEARS, OWN_ACCOUNT
from laborsim.kernels.choice.tables import Places, Tables, Tastes
from laborsim.kernels.choice.utility import ROUNDING
from laborsim.kernels.codes import MOST_OFFERS, OLDEST, year_and_month
from laborsim.kernels.month import Choice, Endings, Founding, HeldJobs, Life, Offers, Pay, SearchChances
from laborsim.kernels.services.groups import CONDITIONS
from laborsim.levers.dials import Dials, Offer, Regional
from laborsim.model.age_profiles import (
    attachment,
    fading,
    job_endings,
    pay_profile,
    suited_posts,
    taste_for_founding,
    trained_applications,
    training_factor,
    value_of_rest,
)
from laborsim.model.base_date import Setting
from laborsim.model.base_markets import distance_elasticity
from laborsim.model.market import COUNTY, URBAN, Markets
from laborsim.model.own_groups import who_codes
from laborsim.parameters.parameters import Parameters
from laborsim.population.founders import closure_per_year
from laborsim.published.spring_festival import spring_festival

N_TERMS = 4
SOLVED = ("local", "inside", "outside", "amenity")  # constants of the choice tables
DAYS_A_YEAR = 365.25


def reconsider_rate(month: int, parameters: Parameters) -> float:
    """Return the chance that somebody employed thinks again: higher in the weeks after the Spring Festival."""
    year, number = year_and_month(month)
    days = calendar.monthrange(year, number)[1]
    first = spring_festival(year)
    season = [first + timedelta(days=k) for k in range(int(parameters.festival_days))]
    inside = sum(1 for day in season if (day.year, day.month) == (year, number)) / days
    usual = 1 + (parameters.festival_peak - 1) * parameters.festival_days / DAYS_A_YEAR
    return parameters.reconsider_rate * (1 + (parameters.festival_peak - 1) * inside) / usual


def festival_visits(month: int, parameters: Parameters) -> float:
    """Return who of those with a job away is at home for the Spring Festival: nobody but in its month [share]."""
    year, number = year_and_month(month)
    return parameters.festival_visits if spring_festival(year).month == number else 0.0


def money_offers_of(kind: str, dials: Dials, n_regions: int, groups: Sequence[str], unit: float) -> Offers:
    """Return this month's offers of money as arrays, in yuan of the base date; `unit`: yuan of the month in one."""
    offers = offers_of(kind, dials.offers, n_regions, groups)
    return offers._replace(amount=offers.amount / unit)


def offers_of(kind: str, offers: Sequence[Offer], n_regions: int, groups: Sequence[str] = ()) -> Offers:
    """Return this month's offers of one kind as arrays; `groups`: names of the scenario's own, in order."""
    mine = [offer for offer in offers if offer.kind == kind]
    return _arrays_of(mine, n_regions, groups) if mine else _nothing_offered(n_regions)


@cache  # most months, and the arrays are copied into the month
def _nothing_offered(n_regions: int) -> Offers:
    return _arrays_of([], n_regions, ())


def _arrays_of(mine: Sequence[Offer], n_regions: int, groups: Sequence[str]) -> Offers:
    if len(mine) > MOST_OFFERS:
        kind = mine[0].kind
        raise ValueError(f"{len(mine)} blocks of {kind} are in force at once; at most {MOST_OFFERS}: join some of them")
    arrays = Offers(
        n=len(mine),
        amount=np.zeros((MOST_OFFERS, n_regions)),
        who=np.full((MOST_OFFERS, len(CONDITIONS)), -1, np.int64),
        aware=np.zeros(MOST_OFFERS),
        apply=np.zeros(MOST_OFFERS),
        approve=np.zeros(MOST_OFFERS),
        terms=np.zeros((MOST_OFFERS, N_TERMS)),
        program=np.zeros((MOST_OFFERS, n_regions), np.int64),
    )
    for k, offer in enumerate(mine):
        arrays.amount[k], arrays.who[k] = offer.amount, who_codes(offer.who, groups)
        arrays.aware[k], arrays.apply[k], arrays.approve[k] = offer.aware_share, offer.apply_share, offer.approve_share
        arrays.terms[k, : len(offer.terms)] = offer.terms
        arrays.program[k] = offer.program
    return arrays


def monthly(yearly: float) -> float:
    """Return the monthly chance of something that happens with a yearly chance."""
    return 1 - math.pow(1 - yearly, 1 / 12)


def log_mean_of_luck(weight: float) -> float:
    """Return ln E e^(weight × luck) of a logistic luck of standard deviation 1; weight below √3."""
    angle = math.sqrt(3.0) * weight
    return math.log(angle / math.sin(angle)) if angle > 0 else 0.0


class Opening:
    """The parts of a month that only parameters and the base date decide, and the rules for the others."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        parameters = setting.parameters
        self.alpha = parameters.income_elasticity * parameters.nest_away
        self.attachment = attachment(parameters)
        self.out_age = value_of_rest(parameters)
        self.profile, self.training = pay_profile(parameters), training_factor(parameters)
        self.separation = job_endings(parameters)
        self.founding_taste = taste_for_founding(parameters)
        self.search = SearchChances(
            slow_finders=parameters.slow_finders,
            slow=parameters.slow_finding,
            by_age=suited_posts(parameters),
            fading=fading(parameters),
            entrants_seek=parameters.entrants_seek,
        )
        self.thinking = np.array([parameters.settled_thinking, parameters.circular_thinking, 1.0])
        self.stay = np.array([parameters.stay, parameters.stay - parameters.circular_stay, parameters.stay])
        self.trained_applications = trained_applications(parameters)
        self.types = np.array([-parameters.type_spread, 0.0, parameters.type_spread])
        self.received = np.full(len(setting.regions), 1 - parameters.arrears_share * parameters.arrears_loss)
        own, employer = closure_per_year(parameters)
        self.closure = np.array([[monthly(hazard) for hazard in kind] for kind in (own, employer)])
        self.annual_closure = np.array([sum(kind[:3]) / 3 for kind in (own, employer)])
        tastes = setting.parameters
        self.tastes = Tastes(
            alpha=self.alpha,
            nest_away=tastes.nest_away,
            distance=self.alpha * distance_elasticity(tastes),
            housing_share=tastes.housing_share,
            network=tastes.network,
            left_behind_cost=tastes.left_behind_cost,
        )
        hazard = setting.demography.exit_hazard
        # Copies, because `move` moves them; in a run they are what the fit says.
        self.constants = {name: setting.fit.vector(name) for name in SOLVED}
        self.out = setting.fit.vector("out")
        self.taste_for_founding = setting.fit.founding
        self.life = Life(
            exit_hazard=hazard[:, : OLDEST + 1],
            children_start=setting.demography.children_start,
            children_end=setting.demography.children_end,
            saving_share=parameters.saving_share,
            savings_spent=parameters.savings_spent,
            home_spending=parameters.home_spending_yuan,
        )

    def move(self, constants: Mapping[str, Regional], out: Regional, founding: float) -> None:
        """Put other constants of the choice in the place of the fit's, for the months to come."""
        self.constants.update(constants)
        self.out, self.taste_for_founding = out, founding

    def held_jobs(self, month: int, travel: Regional) -> HeldJobs:
        """Return how people come to be at home with a job held; `travel` [destination]: part of the usual one."""
        parameters = self.setting.parameters
        return HeldJobs(
            visits=festival_visits(month, parameters),
            kept=parameters.job_kept,
            back=parameters.back_to_job * travel,
            lost=parameters.held_job_lost,
        )

    def work(self, layoffs: NDArray[np.float64], ends: dict[str, Regional], held: HeldJobs, dials: Dials) -> Endings:
        """Return how jobs, posts and businesses end this month."""
        parameters = self.setting.parameters
        return Endings(
            separation=self.separation,
            layoffs_county=layoffs[COUNTY],
            layoffs_urban=layoffs[URBAN],
            held=held,
            job_to_job=parameters.job_to_job,
            laid_off_to_job=parameters.job_to_job * (1 - parameters.layoff_search),
            post_end=ends["post"],
            workshop_end=ends["workshop"],
            recall=ends["recall"],
            returns=ends["returns"],
            closure=self.closure,
            closure_skill=self.setting.parameters.closure_skill,
            closure_luck=self.setting.parameters.closure_luck,
            usual_luck=log_mean_of_luck(self.setting.parameters.closure_luck),
            park_closure_cut=dials["park_closure_cut"],
        )

    def pay(self, markets: Markets, dials: Dials, post_pay: Regional) -> Pay:
        """Return what work pays this month."""
        return Pay(
            unit=markets.money.unit,
            county=markets.real_pay[COUNTY],
            urban=markets.real_pay[URBAN],
            profile=self.profile,
            training=self.training,
            received_county=self.received,
            received_urban=self.received,
            post=post_pay / markets.money.unit,
            workshop_ratio=dials["workshop_pay_ratio"],
        )

    def places(self, markets: Markets, dials: Dials, rent: Regional, network: NDArray[np.float64]) -> Places:
        """Return what this month says about places of work: what the tables of the choice are made of."""
        setting = self.setting
        gap_left = (1 - setting.access) * (1 - dials["settlement_gap_closed"])
        # Constants keep stocks at rest. Where jobs outgrow the nation's, people have to choose the place more often.
        return Places(
            local=self.constants["local"] + markets.pull,
            inside=self.constants["inside"] + markets.pull,
            outside=self.constants["outside"],
            amenity=self.constants["amenity"] + markets.pull,
            pay_county=markets.real_pay[COUNTY] / setting.mean_pay_local,
            pay_urban=markets.real_pay[URBAN] / setting.mean_pay_local,
            received_county=self.received,
            received_urban=self.received,
            rent=rent,
            barrier=setting.barrier * gap_left,
            school_share=dials["school_share"],
            distances=setting.distances,
            network=network,
        )

    def choice(self, month: int, tables: Tables, markets: Markets, dials: Dials) -> Choice:
        """Return the choice of this month."""
        parameters = self.setting.parameters
        # What farming and the family give goes with pay in the county. ASSUMPTION
        better = markets.real_pay[COUNTY] / markets.base_pay[COUNTY]
        out = self.out + self.alpha * np.array([math.log(ratio) for ratio in better])
        return Choice(
            reconsider=reconsider_rate(month, parameters) * self.thinking,
            application_stands=1 - 1 / parameters.application_months,
            alpha=self.alpha,
            nest_home=parameters.nest_home,
            nest_away=parameters.nest_away,
            local=tables.local,
            inside=tables.inside,
            outside=tables.outside,
            outside_weight=tables.outside_weight,
            outside_value=tables.outside_value,
            out=out,
            wait=parameters.wait,
            stay=self.stay,
            stay_place=parameters.stay_place,
            attachment_type=self.types,
            attachment=self.attachment,
            out_age=self.out_age,
            home_income=parameters.home_income_yuan * better,
            care_bonus=parameters.care_bonus,
            accompany=parameters.accompany_share,
            school_share=dials["school_share"],
        )

    def founding(self, markets: Markets, dials: Dials, park_chance: Regional) -> Founding:
        """Return the terms of founding a business this month."""
        parameters, lead = self.setting.parameters, float(markets.money.lead[COUNTY])
        usual_profit = self.alpha * math.log(self.setting.mean_pay_local)
        costs = {OWN_ACCOUNT: parameters.setup_cost_own_yuan, EMPLOYER: parameters.setup_cost_employer_yuan}
        profits = {OWN_ACCOUNT: parameters.profit_ratio_own, EMPLOYER: parameters.profit_ratio_employer}
        return Founding(
            constant=self.taste_for_founding - usual_profit,
            employer_ideas=parameters.employer_ideas,
            setup_cost=lead * np.array([costs[OWN_ACCOUNT], costs[EMPLOYER]]),
            setup_cost_spread=parameters.setup_cost_spread,
            credit_multiple=parameters.credit_multiple,
            profit_ratio=np.array([profits[OWN_ACCOUNT], profits[EMPLOYER]]),
            profit_skill=parameters.profit_skill,
            profit_luck=parameters.profit_luck,
            usual_luck=log_mean_of_luck(parameters.profit_luck),
            custom=markets.custom,
            skill_experience=parameters.skill_experience,
            skill_training=parameters.skill_training,
            skill_founded=parameters.skill_founded,
            returnee_bonus=math.log(parameters.returnee_odds),
            taste=self.founding_taste,
            taste_experience=parameters.founding_experience,
            risk_aversion=parameters.risk_aversion,
            annual_closure=self.annual_closure,
            subsidy_months=parameters.subsidy_months,
            jobs_per_employer=parameters.jobs_per_founder / parameters.employer_ideas,
            park_chance=park_chance,
            park_setup_cost_cut=dials["park_setup_cost_cut"],
            ceiling=self._best_business(markets, dials, park_chance) + self.taste_for_founding - usual_profit,
        )

    def _best_business(self, markets: Markets, dials: Dials, park_chance: Regional) -> NDArray[np.float64]:
        """Return an upper bound of what profit and a return home are worth to a founder, utility.

        [region, bin of the skill born with]. Most of those who think again need not plan a business, because not even
        the best could win them.
        """
        parameters, lead = self.setting.parameters, float(markets.money.lead[COUNTY])
        skill = MOST_BORN_WITH + parameters.skill_training + parameters.skill_founded
        skill += parameters.skill_experience * math.log(1 + MOST_YEARS)
        ratio = max(parameters.profit_ratio_own, parameters.profit_ratio_employer)
        able = self.profile.max() * max(1.0, self.training.max()) * ratio * np.exp(parameters.profit_skill * skill)
        cash = [offer.amount for offer in dials.offers if offer.kind == "startup_subsidy"]
        dearest = lead * max(parameters.setup_cost_own_yuan, parameters.setup_cost_employer_yuan)
        dearest *= math.exp(parameters.setup_cost_spread * MOST_UNUSUAL)
        saved = dials["park_setup_cost_cut"] * park_chance * dearest
        given = np.max([np.zeros(len(self.received)), *cash], axis=0) / markets.money.unit
        profit = np.outer(markets.real_pay[COUNTY] * markets.custom, able)
        profit += ((given + saved) / parameters.subsidy_months)[:, None]
        best: NDArray[np.float64] = self.alpha * np.log(np.maximum(1.0, profit)) + math.log(parameters.returnee_odds)
        longest = math.log(1 + MOST_YEARS)
        best += self.founding_taste.max() + max(0.0, parameters.founding_experience * longest)
        return best + ROUNDING
