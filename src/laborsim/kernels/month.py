"""What all workers can see in one month: rates, pay, the tables of the choice, and what levers offer.

Yuan are yuan of the base date: amounts of the month ÷ `Pay.unit`, the trend of all pay. So what is saved, owed, asked
and offered stays in proportion to pay.
"""

from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Life(NamedTuple):
    """Demography; nothing here depends on a scenario, so the same people live and leave in all of them."""

    exit_hazard: Floats  # [sex, age] leaving for good [1/year]
    children_start: Floats  # [age] a first child reaches school age [1/year]
    children_end: Floats  # [age] the last child leaves school [1/year]
    saving_share: float  # saved part of a year's pay [share]
    savings_spent: float  # part of savings that goes into houses, weddings, schooling [1/year]
    home_spending: float  # savings used up by a year without pay [yuan/year]


class HeldJobs(NamedTuple):
    """How people with a job away come to be at home, and go back."""

    visits: float  # people who are at home this month for the Spring Festival [share]; 0 = it is not its month
    kept: float  # people sent home by a shock whose job is held [share]
    back: Floats  # [destination] people who go back to a job held [1/month]
    lost: float  # held jobs that are lost by those who do not go back [1/month]


class Endings(NamedTuple):
    """How jobs, posts and businesses end."""

    separation: Floats  # [age] jobs that end as they usually do [1/month]
    layoffs_county: Floats  # [region] jobs that end besides, because there is no post for them [1/month]
    layoffs_urban: Floats  # [region] [1/month]
    held: HeldJobs
    job_to_job: float  # separations that lead to another job at once [share]
    laid_off_to_job: float  # the same of layoffs [share]
    post_end: Floats  # [program, region] public-welfare posts [1/month]
    workshop_end: Floats  # [region] workshop places [1/month]
    recall: Floats  # [destination] sent home by a shock [1/month]
    returns: Floats  # [origin] called home by a shock [1/month]
    closure: Floats  # [kind, years in business 0..3] closures of a founder of average skill [1/month]
    closure_skill: float  # log closures per unit of skill [1]
    closure_luck: float  # log closures per standard deviation of a business's luck [1]
    usual_luck: float  # log of the mean factor that this luck makes of closures
    park_closure_cut: Floats  # [region] closures avoided in a park [share]


class SearchChances(NamedTuple):
    """How many of the posts that seekers apply for suit them; 1 = all."""

    slow_finders: float  # people to whom few posts are suited [share]
    slow: float  # suited posts of slow finders ÷ those of others
    by_age: Floats  # [age] ÷ those of older people
    fading: Floats  # [months without work] ÷ those in the first month; the last month stands for all later ones
    entrants_seek: float  # entrants who begin with a search and not with a job [share]


class Pay(NamedTuple):
    """What work pays [yuan/month]."""

    unit: float  # yuan of the month that are worth a yuan of the base date
    county: Floats  # [region] of somebody whose profile is 1
    urban: Floats  # [region]
    profile: Floats  # [sex, schooling, age] factor
    training: Floats  # [years since training] factor, 1 = no gain left
    received_county: Floats  # [region] expected share of pay received, 1 − arrears
    received_urban: Floats  # [region]
    post: Floats  # [program, region] public-welfare post [yuan/month]
    workshop_ratio: Floats  # [region] piece pay ÷ local pay


class Choice(NamedTuple):
    """The nested logit, without what is individual."""

    reconsider: Floats  # [type] employed and resting people who think again this month [1/month]
    application_stands: float  # refused applications of people who do not seek that stand another month [share]
    alpha: float  # utility of log pay
    nest_home: float  # dissimilarity of {local, founder}
    nest_away: float  # dissimilarity of the destinations outside the province
    local: Floats  # [origin] constant and protection
    inside: Floats  # [origin, children] all of V but log profile
    outside: Floats  # [origin × children, destination] all of V but log profile; −inf for the own province
    outside_weight: Floats  # [origin × children, destination] exp((V − best) ÷ nest), 0 for the own province
    outside_value: Floats  # [origin × children] nest × log of the sum of weights
    out: Floats  # [origin] constant, and what county pay makes of it
    wait: float  # constant of waiting another month without applying
    stay: Floats  # [type] staying put in a job, a post or at home
    stay_place: float  # seeking where one is
    attachment_type: Floats  # [type]
    attachment: Floats  # [sex, children, college, age]
    out_age: Floats  # [age] extra value of being out
    home_income: Floats  # [origin] what farming and the family give somebody at home [yuan/month]
    care_bonus: float  # value of work that goes with caring for children
    accompany: float  # movers who would take their children along if there is a school place [share]
    school_share: Floats  # [destination]


class Founding(NamedTuple):
    """Starting a business at home."""

    constant: float
    employer_ideas: float  # business ideas that need employees [share]
    setup_cost: Floats  # [kind] own-account, employer [yuan]
    setup_cost_spread: float  # standard deviation of the log of set-up costs between people [1]
    credit_multiple: float  # how much one's own money can carry [1]
    profit_ratio: Floats  # [kind] profit of a founder of average skill ÷ local pay
    profit_skill: float  # log profit per unit of skill
    profit_luck: float  # log profit per standard deviation of a business's luck
    usual_luck: float  # log of the mean factor that this luck makes of profits
    custom: Floats  # [region] profits ÷ those without the businesses beyond the baseline's
    skill_experience: float  # skill per log year of outbound experience
    skill_training: float
    skill_founded: float
    returnee_bonus: float  # log odds of a returnee
    taste: Floats  # [sex, age] utility
    taste_experience: float  # utility per log year of outbound experience, skill apart
    risk_aversion: float  # utility per unit of yearly closure hazard
    annual_closure: Floats  # [kind] in the first three years [1/year]
    subsidy_months: float  # months over which a founder spreads a subsidy [months]
    jobs_per_employer: float
    park_chance: Floats  # [region] share of last month's park applicants who got a place
    park_setup_cost_cut: Floats  # [region]
    ceiling: Floats  # [region, bin of the skill born with] utility that no business exceeds, home attachment apart


class Offers(NamedTuple):
    """One kind of service: up to `MOST_OFFERS` offers, each with its group, region by region."""

    n: int  # offers in force; the rows after them are empty
    amount: Floats  # [offer, region]; 0 = not offered there
    who: Integers  # [offer, condition], see `kernels.services.groups`
    aware: Floats  # [offer]
    apply: Floats  # [offer]
    approve: Floats  # [offer]
    terms: Floats  # [offer, term]
    program: Integers  # [offer, region] number from 1 under which people are served


class OwnGroups(NamedTuple):
    """Groups that the scenario names: up to `MOST_GROUPS`, in the order of the scenario."""

    n: int  # groups; the rows after them are empty
    places: Integers  # [group, region] 1 = whose home it can be
    who: Integers  # [group, condition], see `kernels.services.groups`
    drawn: Integers  # [group] the decision by which its members were drawn at the base date; −1 = all who qualify now
    limit: Integers  # [group] highest lottery ticket of a member
    base: int  # base date [running month]


class Month(NamedTuple):
    """Everything that is the same for all workers in one month."""

    stream: np.uint64
    step: int  # running month number
    own_groups: OwnGroups
    life: Life
    work: Endings
    search: SearchChances
    pay: Pay
    choice: Choice
    founding: Founding
    subsidies: Offers
    loans: Offers
    loan_terms: Floats  # [program, region, 3] interest the borrower pays [1/year], term [years], ceiling [yuan]
    training: Offers
    trained_applications: Integers  # [years since training] untrained applicants that the trained count for [1/1000]
    posts: Offers
    posts_free: Floats  # [program, region] free places at the end of last month
    workshops_free: Floats  # [region]
    workshop_ask: float  # people at home who think of a free workshop place [1/month]
    founders_inside: bool  # a founder counts as a local worker in the official annual status


def _fields(value: Any) -> np.dtype[Any]:
    """Return the record type of a named tuple of numbers, arrays and named tuples."""
    if hasattr(value, "_fields"):
        return np.dtype([(name, _fields(getattr(value, name))) for name in value._fields], align=True)
    array = np.asarray(value)
    return np.dtype((array.dtype, array.shape))


def _fill(record: Any, value: Any) -> None:
    for name in value._fields:
        part = getattr(value, name)
        if hasattr(part, "_fields"):
            _fill(record[name], part)
        else:
            record[name] = part


def packed(month: Month, like: Month | None = None) -> Month:
    """Return the month as one record with the same fields, so that compiled rules take a single pointer.

    Passed as a named tuple, every call of a small rule would carry some 500 numbers: compiling took two minutes.
    `like`: an earlier month of the same model, packed, whose type need not be found anew.
    """
    record = np.zeros(1, _fields(month) if like is None else like.dtype).view(np.recarray)  # type: ignore[attr-defined]  # a record
    _fill(record[0], month)
    return cast(Month, record[0])
