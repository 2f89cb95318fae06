"""Indicators that count people with urban registration too: what is simulated, plus a documented background.

Each function returns (simulated part, background part), both [T+1, places]; their sum is the indicator.
People with urban registration are not workers of the model but an aggregate of each region that competes
for the same vacancies.
"""

import numpy as np

from laborsim.experiment.view import Numbers, View, a_year_before, ratio, year_mean
from laborsim.inputs.figures import Figure, aggregate, poverty, province_table
from laborsim.inputs.tables import TEN_THOUSAND
from laborsim.inputs.towns import towns_share

REGISTERED_RATIO = 0.7
"""Registered ÷ surveyed urban unemployment [1].

ASSUMPTION: 3.6-4.2 against 5.2-5.6 percent in 2019-2020, recalled.
"""

FIRST_JOBS_YEAR, LAST_JOBS_YEAR = 2018, 2023
"""Years with a figure of new urban jobs (data/labour_aggregates.csv)."""

OWN_RECORD_YEAR = 2020
OWN_RECORDS = {"CN-GS": "Gansu"}
"""Regions whose own count of new urban jobs is known, in that year, by its place in data/poverty_and_provinces.csv.

ASSUMPTION: their share of the nation is the same in every year, which puts a later figure into base dates before 2020.
"""


def migrants_in_towns(view: View) -> Numbers:
    """Return migrants living in towns and seekers there, by place of work [persons].

    Outbound workers (annual status, at their last destination) × the share living in towns in the base year, plus
    those who seek there: the base of the surveyed 4.9 %.
    """
    return view.outbound_there() * towns_share(view.base_year) + view.count("seeking_there")


def unemployment_surveyed(view: View) -> tuple[Numbers, Numbers]:
    """Return the surveyed urban unemployment rate [share], mean of twelve months.

    (seeking_there + background_seeking) ÷ (migrants in towns + background_employed + background_seeking).
    """
    seeking = view.level("background_seeking")
    everyone = migrants_in_towns(view) + view.level("background_employed") + seeking
    return year_mean(ratio(view.count("seeking_there"), everyone)), year_mean(ratio(seeking, everyone))


def unemployment_registered(view: View) -> tuple[Numbers, Numbers]:
    """Return the registered urban unemployment rate [share]: the surveyed one × 0.7 (ASSUMPTION)."""
    simulated, background = unemployment_surveyed(view)
    return REGISTERED_RATIO * simulated, REGISTERED_RATIO * background


def new_urban_jobs(view: View) -> tuple[Numbers, Numbers]:
    """Return new urban jobs of the last twelve months, gross [persons a year]; NaN in the first year.

    Background: the base year's figure of the region × background_employed ÷ the same at the base date.
    Simulated: jobs − jobs a year before × growth of background_employed over that year, where jobs =
    working_away + local: what migrants add beyond growing in step with the town. ASSUMPTION: county jobs are
    urban; posts, workshops and businesses at home are not.
    """
    employed = view.results.level("background_employed")
    jobs = (view.results.count("working_away") + view.results.count("local")).astype(np.float64)
    simulated = view.everywhere(jobs - a_year_before(jobs) * employed / a_year_before(employed))
    background = view.everywhere(base_year_jobs(view) * employed / employed[0])
    return simulated, np.where(np.isnan(simulated), np.nan, background)


def base_year_jobs(view: View) -> Numbers:
    """Return the new urban jobs of the base year [R, persons a year].

    The national figure by share of urban residents (ASSUMPTION), after the regions whose own record is known.
    """
    national = national_jobs(view.base_year)
    residents = {province.code: province.population * province.urban_share for province in province_table()}
    then = national_jobs(OWN_RECORD_YEAR)
    own = {code: own_record(place).persons / then * national for code, place in OWN_RECORDS.items()}
    others = sum(persons for code, persons in residents.items() if code not in own)
    rest = national - sum(own.values())
    return np.array([own.get(code, rest * residents[code] / others) for code in view.results.regions])


def own_record(place: str) -> Figure:
    """Return the new urban jobs that a region itself counted in OWN_RECORD_YEAR [10^4 persons a year]."""
    return poverty("new urban jobs", str(OWN_RECORD_YEAR), place)


def national_jobs(year: int) -> float:
    """Return the national new urban jobs of a year, or of the nearest year with a figure [persons a year]."""
    known = min(max(year, FIRST_JOBS_YEAR), LAST_JOBS_YEAR)
    return aggregate("new urban jobs", known).number * TEN_THOUSAND


def income_growth_urban(view: View) -> tuple[Numbers, Numbers]:
    """Return the growth of urban income over the year [share]; NaN in the first year.

    Background: `context.wage_growth_urban`. Simulated: the change over the year of urban pay ÷ its trend;
    zones and the nation weigh regions by background_employed. ASSUMPTION: income moves with pay.
    """
    employed = view.results.level("background_employed")
    relative = view.results.level("pay_urban") / view.results.level("trend_pay_urban")
    beyond = ratio(view.everywhere(relative * employed), view.everywhere(employed))
    simulated = beyond / a_year_before(beyond) - 1
    background = np.where(np.isnan(simulated), np.nan, view.scenario.context.wage_growth_urban / 100)
    return simulated, background
