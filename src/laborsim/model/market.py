"""The two labor markets of every region: posts, pay, vacancies, and how many applicants are hired.

Posts follow a trend with constant elasticity to pay; pay follows a wage curve; one matching law hires.
People with urban registration are an aggregate that competes for the same urban vacancies.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.levers.dials import Regional
from laborsim.model.base_date import Setting
from laborsim.model.money import money_of
from laborsim.parameters.parameters import Parameters
from laborsim.scenario.scenario import Closure, Context

COUNTY, URBAN = 0, 1
SMOOTHING = 1 / 12  # unemployment, and dearer work, are felt as their means over about a year [1/month]
LEAST, MOST = 0.25, 4.0  # ASSUMPTION: pay follows unemployment only between a quarter and four times the usual rate
CLEARING_SPEED = 0.05  # ASSUMPTION: log pay per log tightness and month where pay clears the market [1/month]
MOST_CROWDED = 1.5  # profits follow founders' jobs ÷ the usual ones up to this, and down to its inverse. ASSUMPTION
REFERENCE_GROWTH = 5.0  # GDP growth at which jobs grow with the pool [percent a year]; context default

LEVELS = (
    "pay_county", "pay_urban", "posts_county", "posts_urban", "vacancies_county", "vacancies_urban",
    "applicants_county", "applicants_urban", "unemployment_county", "unemployment_urban",
    "background_employed", "background_seeking", "trend_pay_county", "trend_pay_urban", "parks", "park_places",
    "park_chance", "workshops", "workshop_places", "post_places", "school_share", "founders_ever",
)  # fmt: skip
"""Columns of `LaborModel.levels`, floats by region; computed on one thread in fixed order."""


def power(base: Regional, exponent: float) -> Regional:
    """Return base ** exponent by scalar mathematics, which is the same on every machine."""
    return np.array([math.pow(value, exponent) for value in base])


def jobs_growth(setting: Setting, context: Context) -> Regional:
    """Return the growth of migrant workers' jobs in each region's zone beyond the nation's [region], 1/year."""
    known = context.jobs_growth_by_zone
    return np.array([0.0 if known is None else known.of(region.zone) for region in setting.regions])


@dataclass(frozen=True)
class MarketMonth:
    """What a month brings to the markets; arrays are [region]."""

    pool: float  # people in the model ÷ at the base date
    local: Regional  # local workers at the end of last month [persons]
    away: Regional  # outbound workers there
    seeking_home: Regional
    seeking_there: Regional
    founder_jobs: Regional
    crowded_out: Regional  # local jobs that public posts displace
    vacancies: NDArray[np.float64]  # [market, region] shock factor
    demand: NDArray[np.float64]  # [market, region] shock factor on posts
    pay: NDArray[np.float64]  # [market, region] shock factor that employers bear
    productivity: NDArray[np.float64]  # [market, region] shock factor on what a head puts out, and on pay with it


class Markets:
    """The state of the markets and the law that moves it. Arrays are [market, region].

    Money is counted in yuan of the base date (`Money.unit`), but for `pay`, which is in yuan of the month.
    """

    def __init__(self, setting: Setting, closure: Closure, context: Context) -> None:
        self.setting, self.closure, self.context = setting, closure, context
        fit = setting.fit
        self.usual = np.array([fit.unemployment_county, fit.unemployment_urban])
        self.finding = np.array([fit.finding_county, fit.finding_urban])
        self.matching = np.array([fit.matching_county, fit.matching_urban])
        self.base_pay = np.array([setting.pay_county, setting.pay_urban])
        self.unemployment = self.usual.copy()
        self.pay_relative = np.ones_like(self.usual)
        self.real_pay = self.base_pay.copy()
        self.pay = self.base_pay.copy()
        self.labor_cost = np.ones_like(self.usual)  # pay beyond what the market and its trend ask, as employers feel it
        self.trend = np.ones(2)
        jobs = (float(setting.employed_county.sum()), float(setting.employed_urban.sum()))
        self.local_share = jobs[COUNTY] / (jobs[COUNTY] + jobs[URBAN])
        self.money = money_of(self.trend, self.local_share)
        self.custom = np.ones(len(setting.regions))  # profits ÷ those without founders beyond the baseline's
        self.posts = np.zeros_like(self.usual)
        self.vacancies = np.zeros_like(self.usual)
        self.applicants = np.zeros_like(self.usual)
        self.applications = np.zeros_like(self.usual)  # what the law counts: the trained for more than one
        self.hired = np.zeros_like(self.usual)  # of these, after the lottery; a fit sums both up
        self.background_employed = setting.background_employed.copy()
        self.background_seeking = setting.background_seeking.copy()
        ratio = setting.background_seeking / setting.background_employed
        self.background_separation = self.finding[URBAN] * ratio
        self.by_law = np.ones(2)  # share of last month's hires that the law decided, not applicants or vacancies
        self.found = self.finding.copy()  # share of the applicants whom the law hired last month
        self.jobs_growth = jobs_growth(setting, context)
        self.pull = self.parameters.zone_pull * np.array([math.log(1 + growth) for growth in self.jobs_growth])
        self.pool = 1.0
        self.months = 0

    @property
    def parameters(self) -> Parameters:
        """Structural parameters."""
        return self.setting.parameters

    def post(self, now: MarketMonth) -> None:
        """Set this month's pay and vacancies from last month's counts."""
        self.months += 1
        years = self.months / 12
        county = self.context.wage_growth_county
        growth = (self.context.wage_growth_urban if county is None else county, self.context.wage_growth_urban)
        self.trend = np.array([math.pow(1 + percent / 100, years) for percent in growth])
        self.money = money_of(self.trend, self.local_share)
        self._feel_unemployment(now)
        self._set_pay(now)
        self._set_posts(now, years)
        background = self.background_employed + self.background_seeking
        change = (now.pool / self.pool - 1) * background
        self.background_seeking = np.maximum(0.0, self.background_seeking + change)
        self.pool = now.pool

    def feel_the_usual(self) -> None:
        """Let unemployment be felt as it usually is, so that pay has nothing to answer."""
        self.unemployment = self.usual.copy()

    def keep_background(self, trend: float) -> None:
        """Put people with urban registration where a trend from the base date has them."""
        self.background_employed = self.setting.background_employed * trend
        self.background_seeking = self.setting.background_seeking * trend

    def match_by(self, efficiency: NDArray[np.float64]) -> None:
        """Let the matching law hire by another efficiency [market], 1/month."""
        self.matching = efficiency

    def _feel_unemployment(self, now: MarketMonth) -> None:
        jobs = np.array([now.local, now.away])
        seeking = np.array([now.seeking_home, now.seeking_there])
        rate = seeking / np.maximum(jobs + seeking, 1.0)
        self.unemployment += SMOOTHING * (rate - self.unemployment)

    def _set_pay(self, now: MarketMonth) -> None:
        for market in (COUNTY, URBAN):
            if self.closure == "curve":
                felt = np.clip(self.unemployment[market] / self.usual[market], LEAST, MOST)
                self.pay_relative[market] = power(felt, self.parameters.wage_curve)
            elif self.closure == "clearing":
                felt = np.clip(self.found[market] / self.finding[market], LEAST, MOST)
                self.pay_relative[market] *= power(felt, CLEARING_SPEED)
            on_trend = self.base_pay[market] * self.pay_relative[market] * self.money.lead[market]
            self.real_pay[market] = on_trend * now.pay[market] * now.productivity[market]
        self.pay = self.real_pay * self.money.unit
        self.labor_cost += SMOOTHING * (now.pay - self.labor_cost)

    def _set_posts(self, now: MarketMonth, years: float) -> None:
        setting, parameters = self.setting, self.parameters
        faster = (self.context.gdp_growth - REFERENCE_GROWTH) / 100 * parameters.growth_jobs
        growth = now.pool * math.pow(1 + faster, years)
        moved = power(1 + self.jobs_growth, years)  # of migrant workers' jobs only; nothing is said of other people's
        room = 1 + parameters.vacancy_share
        # Pay that grows with output costs no post, so the trend is left out. ASSUMPTION
        demand = np.array([power(cost, parameters.labor_demand) for cost in self.pay_relative * self.labor_cost])
        # The trend of local jobs contains the founders' jobs that the published counts imply; what a world has
        # beyond them is new work, with what it brings to shops and services. Workshop places bring nothing: no
        # multiplier of low-technology work was found (Wang & Chanda 2018).
        usual_jobs = setting.founder_jobs * setting.fit.founder_jobs_after(years)
        # Of their custom a part is taken from others: from local jobs, and from the profits of the founders there are.
        new_founder_jobs = (1 - parameters.business_stealing) * (now.founder_jobs - usual_jobs)
        if self.closure != "fixed":
            crowded = np.clip(now.founder_jobs / np.maximum(usual_jobs, 1.0), 1 / MOST_CROWDED, MOST_CROWDED)
            self.custom = power(crowded, -parameters.business_stealing)
        posts = (
            setting.employed_county * moved * room * growth * demand[COUNTY]
            + (1 + parameters.local_multiplier) * new_founder_jobs
            - now.crowded_out
        )
        self.posts[COUNTY] = np.maximum(0.0, posts)  # a few workers a province can lose more jobs than there were
        urban_jobs = setting.employed_urban * moved + setting.background_employed
        self.posts[URBAN] = urban_jobs * room * growth * demand[URBAN]
        self.posts *= now.demand
        self._open_vacancies(now)

    def _open_vacancies(self, now: MarketMonth) -> None:
        """Open what is not held; some vacancies there are in any month, for people leave posts that go on."""
        held = np.array([now.local, now.away + self.background_employed])
        usual = self.posts * (self.parameters.vacancy_share / (1 + self.parameters.vacancy_share))
        least = self.parameters.vacancy_floor * usual
        self.vacancies = np.maximum(least, self.posts - held) * now.vacancies

    def layoffs(self, now: MarketMonth) -> NDArray[np.float64]:
        """Return the extra chance that a job ends because there is no post for it [market, region]; fixed: none."""
        if self.closure == "fixed":
            return np.zeros_like(self.posts)
        held = np.array([now.local, now.away + self.background_employed])
        excess = np.maximum(0.0, held - self.posts) / np.maximum(held, 1.0)
        extra: NDArray[np.float64] = self.parameters.layoff_speed * excess
        return extra

    def match(
        self, applicants: NDArray[np.float64], applications: NDArray[np.float64], luck: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Return how many persons each market hires [market, region], whole by chance; the background moves on.

        `applicants` are persons, `applications` what they count for by the law [market, region].
        """
        background = np.array([np.zeros_like(self.background_seeking), self.background_seeking])
        everyone = applications + background
        self.applicants, self.applications = applicants, applications
        if self.closure == "fixed":
            self.vacancies = np.maximum(self.vacancies, np.ceil(self.finding * everyone) + 1.0)
            hires = self.finding * everyone
        else:
            eta = self.parameters.matching_elasticity
            vacancies = self.vacancies
            law = np.array(
                [self.matching[m] * power(everyone[m], eta) * power(vacancies[m], 1 - eta) for m in (COUNTY, URBAN)]
            )
            hires = np.minimum(np.minimum(everyone, self.vacancies), law)
            self.by_law = (hires * (hires == law)).sum(axis=1) / np.maximum(hires.sum(axis=1), 1.0)
        # By the law and not by the lottery; where nobody applied nobody went without, so pay has nothing to answer.
        self.found = np.divide(hires, everyone, out=self.finding.copy(), where=everyone > 0)
        share = applications / np.maximum(everyone, 1.0)
        most = np.minimum(np.floor(self.vacancies), applicants)
        whole: NDArray[np.int64] = np.minimum(np.floor(hires * share + luck), most).astype(np.int64)
        self.hired = whole.astype(np.float64)
        self._move_background(hires[URBAN] * (1 - share[URBAN]))
        return whole

    def _move_background(self, hired: Regional) -> None:
        separated = self.background_separation * self.background_employed
        self.background_employed = self.background_employed + hired - separated
        self.background_seeking = np.maximum(0.0, self.background_seeking - hired + separated)
