"""Studies: the worlds that are lived for facts, each for all the facts that can be read off it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from laborsim.calibration.facts import (
    crises,
    demography,
    destinations,
    founding,
    pay_and_posts,
    programs,
    returning,
    saving,
    searching,
)
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.worlds import Deviation, FactTrial, base_of, followed, lived

YEAR = 12
LONG = 20 * YEAR  # months of the long run
FINER = 4  # times more workers where few people are moved, or one place is looked at
DATES = (2017, 2018, 2019, 2022, 2023)  # base years whose people can be built

Found = dict[str, Parts]
"""What a study finds, by fact."""


def long_run(trial: FactTrial) -> Found:
    """Live twenty years from the end of 2023 undisturbed, and follow everybody."""
    lives, books = followed(trial, LONG)
    setting = base_of(trial, 2023)
    pay, distance = np.log(books.level("pay_urban")[1]), np.log(setting.distances)
    central = np.array([region.zone == "Central" for region in setting.regions])
    return {
        "ret_cumulative": returning.cumulative_return(lives),
        "ret_hazard_falls": returning.hazard_by_years_away(lives),
        "ret_post_stay_signs": returning.stay_after_return(lives),
        "ret_gross_half_year": returning.gross_return(lives, central),
        "ret_income_U": returning.return_by_pay(lives),
        "circ_men_less": returning.who_circulates(lives),
        "circ_less_over_time": returning.gaps_over_cohorts(lives),
        "circ_permanent_intra": returning.settled_inside(lives),
        "circ_stay_intention": returning.still_there(lives),
        "dest_distance_tradeoff": destinations.tradeoff(lives, pay, distance),
        "dest_distance_women": destinations.tradeoff_by_group(lives, pay, distance),
        "dest_border": destinations.border(lives, pay, distance),
        "srch_unemp_age": searching.unemployment_by_age(lives),
        "srch_duration_falls": searching.finding_by_duration(lives),
        "srch_duration_tight": searching.finding_by_tightness(lives),
        "srch_gap": searching.time_between_jobs(lives),
        "srch_unemp_school": searching.unemployment_by_schooling(lives),
        "ten_mean": searching.job_length(lives),
        "su_mode_one": founding.business_sizes(lives),
        "su_founder_profile": founding.profile_of_founders(lives),
        "su_savings_jobs": founding.savings_and_jobs(lives),
        "su_returnee_odds": founding.odds_of_returnees(lives),
        "rs_remit_share": saving.carried_home(lives),
        "dm_older_local": demography.local_less_outbound(books),
    }


def from_2017(trial: FactTrial) -> Found:
    """Live six years from the end of 2017, and build the people of every base date."""
    run = lived(trial, 6 * YEAR, Deviation(base_year=2017))
    dates = {year: lived(trial, 1, Deviation(base_year=year)) for year in DATES}
    return {"dm_mean_age": demography.ageing(dates, run), "dm_women": demography.share_of_women(dates, run)}


def finer(trial: FactTrial) -> FactTrial:
    """Return the same draw and luck in a world of FINER times as many workers."""
    return replace(trial, persons_per_worker=max(1, trial.persons_per_worker // FINER))


def pay(trial: FactTrial) -> Found:
    """Raise pay in one place of work, in all of them, and at home; and see posts answer."""
    return {
        "dest_income_elasticity": pay_and_posts.pay_of_a_destination(finer(trial)),
        "sd_outbound_wage_1y": pay_and_posts.pay_away(trial),
        "sd_home_pay_pulls": pay_and_posts.pay_at_home(trial),
        "sd_labour_demand": pay_and_posts.posts_by_pay(trial),
    }


def demand(trial: FactTrial) -> Found:
    """Let demand and supply shift, in one province, in half of them, in all."""
    return {
        "sd_inflow_lowers_labour_cost": pay_and_posts.inflow(trial),
        "sd_wage_curve": pay_and_posts.wage_curve(trial),
        "ml_okun_migrants": pay_and_posts.growth_stops(trial),
        "tr_tpu_inflow": crises.more_demand(trial),
        "tr_vacancies": crises.less_demand(trial),
    }


def courses_and_help(trial: FactTrial) -> Found:
    """Train few and many, and help seekers: few people are moved, so the world is finer."""
    trial = finer(trial)
    return {
        "trn_employment": programs.training_small(trial),
        "trn_at_scale": programs.training_large(trial),
        "jsa_displacement": programs.search_help(trial),
    }


def founders(trial: FactTrial) -> Found:
    """Help founders with money and with credit."""
    return {**programs.helped_founders(trial), "cr_additional": programs.loans(trial)}


def free_registration(trial: FactTrial) -> Found:
    """Open registration in half of the provinces of work."""
    return {"hk_young_lowskill": programs.registration(trial)}


def money(trial: FactTrial) -> Found:
    """Let all pay grow by 0, 5.5 and 9 percent."""
    return {"money_is_real": pay_and_posts.money_is_real(trial)}


STUDIES: dict[str, Callable[[FactTrial], Found]] = {
    "long run": long_run,
    "from 2017": from_2017,
    "pay": pay,
    "demand": demand,
    "winter of 2008": crises.winter_of_2008,
    "year 2020": crises.year_2020,
    "courses and help": courses_and_help,
    "public works": programs.public_works,
    "multipliers": programs.multipliers,
    "founders": founders,
    "registration": free_registration,
    "money": money,
}
"""Every study by name; what each finds is kept, and found again while question, code and data are the same."""
