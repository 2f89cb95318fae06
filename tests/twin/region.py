"""A region and its two labor markets: posts follow pay, pay follows unemployment, one matching law hires."""

import math
from dataclasses import dataclass

from tests.twin.luck import ALWAYS
from tests.twin.words import LOAN, POSTS

SMOOTHING = 1 / 12  # unemployment is felt as its mean over about a year [1/month]
LEAST, MOST = 0.25, 4.0  # pay follows unemployment only between a quarter and four times the usual rate
CLEARING_SPEED = 0.05  # log pay per log tightness and month where pay clears the market
MOST_CROWDED = 1.5  # profits follow the jobs of founders up to so many times the usual ones, and down to the inverse
WORKSHOP_STAY_MONTHS = 36.0  # mean stay in a workshop place


def jobs_growth(context, zone):
    """Return by how much the jobs of migrant workers in a zone outgrow the nation's [share a year]."""
    return 0.0 if context.jobs_growth_by_zone is None else getattr(context.jobs_growth_by_zone, zone.lower()) / 100


@dataclass
class Market:
    """One labor market."""

    name: str
    usual_unemployment: float
    usual_finding: float  # hires ÷ applications at rest
    matching: float  # efficiency [1/month]
    base_pay: float  # at the base date, of somebody whose profile is 1 [yuan/month]

    def __post_init__(self):
        self.unemployment, self.pay_relative, self.pay = self.usual_unemployment, 1.0, self.base_pay
        self.real_pay, self.labor_cost = self.base_pay, 1.0  # yuan of the base date; pay beyond the market's, as felt
        self.posts = self.vacancies = self.applicants = self.hired = self.layoffs = 0.0
        self.found = self.usual_finding  # share of applicants whom the law hired last month


def clipped(ratio):
    """Return a ratio inside the range over which pay answers."""
    return min(max(ratio, LEAST), MOST)


class TwinRegion:
    """One province. `open_month` shows it to the workers, `hire` answers them."""

    def __init__(self, model, place):
        setting = model.setting
        fit = setting.fit
        self.model, self.place, self.persons = model, place, int(setting.persons[place])
        self.county = Market(
            "county",
            fit.unemployment_county[place],
            fit.finding_county[place],
            fit.matching_county,
            float(setting.pay_county[place]),
        )
        self.urban = Market(
            "urban",
            fit.unemployment_urban[place],
            fit.finding_urban[place],
            fit.matching_urban,
            float(setting.pay_urban[place]),
        )
        self.background_employed = float(setting.background_employed[place])
        self.background_seeking = float(setting.background_seeking[place])
        usual_seekers = self.background_seeking / self.background_employed
        self.background_separation = self.urban.usual_finding * usual_seekers
        self.park_chance, self.custom = fit.park_chance[place], 1.0
        self.jobs_growth = jobs_growth(model.world.context, setting.regions[place].zone)
        self.pull = model.parameters.zone_pull * math.log(1 + self.jobs_growth)
        self.open_base_date()

    def dial(self, name):
        """Return one of this month's dials."""
        return self.model.dial[name][self.place]

    def barred(self):
        """Return for whom of the people away here registering is barred at the base date."""
        there = self.counted("working_away") + self.counted("seeking_there")
        return math.floor(there * (1 - float(self.model.setting.access[self.place])))

    @property
    def better_pay(self):
        """Return county pay ÷ that of the base date, both in yuan of the base date; what home gives goes with it."""
        return self.county.real_pay / self.county.base_pay

    def luck(self, name):
        """Return this month's luck of the region."""
        return self.model.luck.one(self.place, self.model.month, name)

    def counted(self, name):
        """Return one of the latest counts here: until this month is counted, last month's."""
        return self.model.counts.series[self.place, name]

    def open_base_date(self):
        """Nothing has happened yet and nobody waits for a place."""
        self.workshop_places_free, self.rent, self.workshop_places = 0.0, 1.0, 0
        self.post_pay, self.posts_free, self.post_places, self.post_end, self.loan_terms = {}, {}, {}, {}, {}

    def open_month(self):
        """Post pay and vacancies from last month's counts; open posts and workshop places; let shocks act."""
        self.feel_unemployment()
        self.set_pay(self.county)
        self.set_pay(self.urban)
        self.set_posts()
        self.move_with_the_pool()
        self.open_posts()
        self.remember_loans()
        self.open_workshops()
        self.rent, self.recall = self.model.shock("prices", "urban", self), self.model.shock("recall", "urban", self)
        self.travel = self.model.shock("travel", "urban", self)
        self.returns = self.model.shock("returns", "urban", self)

    def feel_unemployment(self):
        """Let the remembered rate of unemployment follow last month's."""
        for market, jobs, seeking in (
            (self.county, self.counted("local"), self.counted("seeking_home")),
            (self.urban, self.counted("working_away"), self.counted("seeking_there")),
        ):
            rate = seeking / max(jobs + seeking, 1)
            market.unemployment += SMOOTHING * (rate - market.unemployment)

    def set_pay(self, market):
        """Set pay: the trend, and what the closure lets unemployment or tightness do to it."""
        model = self.model
        if model.closure == "curve":
            felt = clipped(market.unemployment / market.usual_unemployment)
            market.pay_relative = math.pow(felt, model.parameters.wage_curve)
        elif model.closure == "clearing":
            market.pay_relative *= math.pow(clipped(market.found / market.usual_finding), CLEARING_SPEED)
        shock = model.shock("pay", market.name, self)
        earned = model.shock("productivity", market.name, self)
        market.real_pay = market.base_pay * market.pay_relative * model.lead[market.name] * shock * earned
        market.pay = market.real_pay * model.money_unit
        market.labor_cost += SMOOTHING * (shock - market.labor_cost)

    def set_posts(self):
        """Set posts with constant elasticity to pay; what is not held is vacant, what is held without a post ends."""
        setting, parameters, place = self.model.setting, self.model.parameters, self.place
        growth, room = self.model.job_growth, 1 + parameters.vacancy_share
        moved = math.pow(1 + self.jobs_growth, self.model.months_run / 12)
        demand = math.pow(self.county.pay_relative * self.county.labor_cost, parameters.labor_demand)
        # The trend of local jobs contains the founders' jobs that the published counts imply; what a world has
        # beyond them is new work, with what it brings to shops and services. Workshop places bring nothing.
        usual_jobs = setting.founder_jobs[place] * setting.fit.founder_jobs_after(self.model.months_run / 12)
        # Of their custom a part is taken from others.
        new_founder_jobs = (1 - parameters.business_stealing) * (self.counted("jobs_offered") - usual_jobs)
        if self.model.closure != "fixed":
            crowded = self.counted("jobs_offered") / max(usual_jobs, 1.0)
            crowded = min(max(crowded, 1 / MOST_CROWDED), MOST_CROWDED)
            self.custom = math.pow(crowded, -parameters.business_stealing)
        self.county.posts = float(
            setting.employed_county[place] * moved * room * growth * demand
            + (1 + parameters.local_multiplier) * new_founder_jobs
            - self.crowded_out()
        )
        demand = math.pow(self.urban.pay_relative * self.urban.labor_cost, parameters.labor_demand)
        urban_jobs = setting.employed_urban[place] * moved + setting.background_employed[place]
        self.urban.posts = float(urban_jobs * room * growth * demand)
        for market, held in (
            (self.county, self.counted("local")),
            (self.urban, self.counted("working_away") + self.background_employed),
        ):
            shock = self.model.shock("vacancies", market.name, self)
            market.posts *= self.model.shock("demand", market.name, self)
            usual = market.posts * (parameters.vacancy_share / (1 + parameters.vacancy_share))
            market.vacancies = max(parameters.vacancy_floor * usual, market.posts - held) * shock
            excess = max(0.0, held - market.posts) / max(held, 1.0)
            market.layoffs = 0.0 if self.model.closure == "fixed" else parameters.layoff_speed * excess

    def crowded_out(self):
        """Return the local jobs that filled public-welfare posts displace."""
        held = self.model.in_post
        offers = sorted(self.post_offers(), key=self.number)
        return sum((held[self.place, self.number(offer)] * offer.terms[1] for offer in offers), 0.0)

    def move_with_the_pool(self):
        """Let the people with urban registration grow as the pool does; the newcomers among them seek."""
        background = self.background_employed + self.background_seeking
        self.background_seeking = max(0.0, self.background_seeking + (self.model.pool_growth - 1) * background)

    def post_offers(self):
        """Return the offers of public-welfare posts here."""
        return [offer for offer in self.model.offers(POSTS) if offer.amount[self.place] > 0.0]

    def open_posts(self):
        """Open the posts that budgets pay for. Where there are none any more, everybody leaves his."""
        self.post_pay, self.posts_free, self.post_places, self.post_end = {}, {}, {}, {}
        luck = self.model.luck.one(self.place, ALWAYS, "public_welfare_posts.round")
        for offer in self.post_offers():
            program = self.number(offer)
            held = self.model.in_post[self.place, program]
            posts = self.model.affordable_posts(offer)[self.place]
            unmet = math.floor(offer.places[self.place] - posts)
            self.model.policy.page[offer.instance, self.place, "unmet"] += unmet
            places = math.floor(posts / self.persons + luck) * self.persons
            self.post_places[program] = places
            self.posts_free[program] = max(0, places - held)
            self.post_pay[program] = float(offer.amount[self.place]) / self.model.money_unit
            self.post_end[program] = min(1.0, 1 / max(offer.terms[0], 1.0) + overflow(held, places))

    def number(self, offer):
        """Return the number of an offer's program here."""
        return int(offer.program[self.place])

    def remember_loans(self):
        """Note the terms of the loans on offer; a loan outlives its offer."""
        for offer in self.model.offers(LOAN):
            if offer.amount[self.place] > 0.0:
                self.loan_terms[self.number(offer)] = (*offer.terms[:2], float(offer.amount[self.place]))

    def open_workshops(self):
        """Open workshop places. Orders come and go: between none and twice the usual share of places stands idle."""
        held = self.counted("in_workshop")
        idle = self.dial("workshop_idle_share") * 2 * self.luck("workshops.orders")
        places = self.dial("workshops") * self.dial("places_per_workshop") * max(0.0, 1 - idle)
        self.workshop_places = math.floor(places)
        self.workshop_places_free = max(0.0, self.workshop_places - held)
        self.workshop_end = min(1.0, 1 / WORKSHOP_STAY_MONTHS + overflow(held, self.workshop_places))

    def hire(self, county, urban):
        """Return the persons whom the two markets hire; the urban background is hired beside them.

        `county`, `urban`: the persons who apply, and for how many the law counts them.
        """
        self.county.applicants, self.urban.applicants = county[0], urban[0]
        self.hire_in(self.county, county[1], county[1])
        everyone = urban[1] + self.background_seeking
        hires = self.hire_in(self.urban, urban[1], everyone)
        background = hires * (1 - urban[1] / max(everyone, 1.0))
        separated = self.background_separation * self.background_employed
        self.background_employed = self.background_employed + background - separated
        self.background_seeking = max(0.0, self.background_seeking - background + separated)
        return self.county.hired, self.urban.hired

    def hire_in(self, market, applications, everyone):
        """Hire by the matching law, whole persons by chance; return all hires, the urban background's included."""
        if self.model.closure == "fixed":
            market.vacancies = max(market.vacancies, math.ceil(market.usual_finding * everyone) + 1.0)
            hires = market.usual_finding * everyone
        else:
            eta = self.model.parameters.matching_elasticity
            by_law = market.matching * math.pow(everyone, eta) * math.pow(market.vacancies, 1 - eta)
            hires = min(everyone, market.vacancies, by_law)
        market.found = hires / everyone if everyone > 0 else market.usual_finding
        share = applications / max(everyone, 1.0)
        whole = math.floor(hires * share + self.luck(f"market.round_{market.name}"))
        market.hired = min(whole, math.floor(market.vacancies), market.applicants)
        return hires


def overflow(held, places):
    """Return the chance by which those who hold more than the places have to leave."""
    return max(0.0, held - places) / max(held, 1.0)
