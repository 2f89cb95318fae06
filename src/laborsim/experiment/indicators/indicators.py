"""Every indicator of the code list, computed from the counts of a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from laborsim.experiment.indicators.aggregation import AgedView, Numbers, View, a_year_before, ratio
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import AGE_BANDS, FIVE_YEAR_BANDS, OFFICIAL_LOCAL, OUTBOUND_INSIDE, OUTBOUND_OUTSIDE
from laborsim.published.data_tables import TEN_THOUSAND
from laborsim.published.figures import aggregate, province_table
from laborsim.published.indicators import indicators
from laborsim.published.margins import SURVEY_WEIGHT_LOCAL as LOCAL_WEIGHT
from laborsim.published.migrants_in_towns import towns_share
from laborsim.scenario.load import Scenario

REGISTERED_RATIO = 0.7
"""Registered ÷ surveyed urban unemployment [1].

ASSUMPTION: 3.6-4.2 against 5.2-5.6 percent in 2019-2020, recalled.
"""

FIRST_JOBS_YEAR, LAST_JOBS_YEAR = 2018, 2023
"""Years with a figure of new urban jobs (data/labour_aggregates.csv)."""


RECORDED_STARTS = 0.22
"""Starts of work in towns that the official count takes ÷ all that the model counts [1].

ASSUMPTION: half of the count of 2023 (12.44 million) ÷ 28.5 million starts a year, the baseline from the end of 2023.
Registers miss most starts of people without a contract or insurance, and take a person once a year.
"""

MIGRANTS_AMONG_RECORDED = 0.5
"""Migrant workers among those whom the official count takes at a base date [share].

ASSUMPTION: no split is published.
"""


def migrants_in_towns(view: View) -> Numbers:
    """Return migrants living in towns and seekers there, by place of work [persons].

    Outbound workers (annual status, at their last destination) × the share living in towns in the base year, plus
    those who seek there: the base of the surveyed 4.9 %.
    """
    return view.outbound_there() * towns_share(view.base_year) + view.count("seeking_there")


def unemployment_surveyed(view: View) -> tuple[Numbers, Numbers]:
    """Return the surveyed urban unemployment rate [share], mean of twelve months, or of those that are read.

    (seeking_there + background_seeking) ÷ (migrants in towns + background_employed + background_seeking).
    """
    seeking = view.level("background_seeking")
    everyone = migrants_in_towns(view) + view.level("background_employed") + seeking
    return view.rate(ratio(view.count("seeking_there"), everyone)), view.rate(ratio(seeking, everyone))


def unemployment_registered(view: View) -> tuple[Numbers, Numbers]:
    """Return the registered urban unemployment rate [share]: the surveyed one × 0.7 (ASSUMPTION)."""
    simulated, background = unemployment_surveyed(view)
    return REGISTERED_RATIO * simulated, REGISTERED_RATIO * background


def new_urban_jobs(view: View) -> tuple[Numbers, Numbers]:
    """Return people newly employed in towns in the last twelve months, gross [persons a year]; NaN in the first year.

    Simulated: starts of migrant workers by place of work (`newly_employed`) × RECORDED_STARTS. Who starts is counted
    once; a change of employer or the way back to a job that was held is no start, and nothing is taken off for work
    that ended, so the count is never negative. Background: those with urban registration, half of the base year's
    figure of the region × background_employed ÷ the same at the base date. ASSUMPTION: county jobs are urban; posts,
    workshops and businesses at home are not.
    """
    employed = view.results.level("background_employed")
    others = (1 - MIGRANTS_AMONG_RECORDED) * base_year_jobs(view)
    simulated = RECORDED_STARTS * view.flow("newly_employed")
    background = view.everywhere(others * employed / employed[0])
    return simulated, np.where(np.isnan(simulated), np.nan, background)


def base_year_jobs(view: View) -> Numbers:
    """Return the new urban jobs of the base year [R, persons a year]: the nation's, by share of urban residents.

    ASSUMPTION. No province's own record is among them: the only one is the outcome of what a scenario asks.
    """
    residents = {province.code: province.population * province.urban_share for province in province_table()}
    each = national_jobs(view.base_year) / sum(residents.values())
    return np.array([each * residents[code] for code in view.results.regions])


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


OFFICIAL = ("official_local", "official_outbound_inside", "official_outbound_outside")
OUTBOUND = OFFICIAL[1:]
IN_WORK = ("local", "outbound", "founder", "placed")
"""What people are who are in work this month; the rest of them seek, or are out: they farm or do not work."""

MONTHS_A_YEAR = 12
FEN_A_YUAN = 100


@dataclass(frozen=True)
class Parts:
    """An indicator and what it is made of; arrays are [T+1, places], shares in [0, 1]."""

    simulated: Numbers
    background: Numbers | None = None  # None = all simulated

    @property
    def total(self) -> Numbers:
        """The indicator itself; NaN where it is not defined."""
        return self.simulated if self.background is None else self.simulated + self.background

    @property
    def simulated_share(self) -> Numbers:
        """Size of the simulated part ÷ size of both parts [share]."""
        if self.background is None:
            return np.ones_like(self.simulated)
        size = np.abs(self.simulated)
        return ratio(size, size + np.abs(self.background))


def indicator_parts(results: Results, scenario: Scenario, indicator: str, over: int = 0) -> Parts:
    """Return an indicator by month and place [T+1, R + zones + CN], split into simulated part and urban background.

    Places are those of `aggregation.places`. Persons are persons, shares lie in [0, 1], money is in yuan; NaN where
    the indicator is not defined: flows of a year before the first year is over, means of nobody.
    `over`: months up to each over which it is read, by the rule of data/indicators.csv; 0 = as summary files have it.
    Raises LookupError for an unknown indicator.
    """
    view = View(results, scenario, over)
    if indicator in _SIMULATED:
        return Parts(_SIMULATED[indicator](view))
    if indicator in _WITH_BACKGROUND:
        return Parts(*_WITH_BACKGROUND[indicator](view))
    raise LookupError(f"unknown indicator {indicator!r}; known indicators: {', '.join(indicators())}")


def _pooled(local: Numbers, outbound: Numbers) -> Numbers:
    return LOCAL_WEIGHT * local + (1 - LOCAL_WEIGHT) * outbound


def _returnee_founders(view: View) -> Numbers:
    if view.scenario.founders_observed_as == "stock":
        return view.count("founder")
    return view.level("founders_ever")


def _pay_local(view: View) -> Numbers:
    return view.monthly(ratio(view.count("pay_local_fen"), view.count("paid_local")) / FEN_A_YUAN)


def _pay_outbound(view: View) -> Numbers:
    return view.monthly(ratio(view.count("pay_outbound_fen"), view.count("paid_outbound")) / FEN_A_YUAN)


def _mean_age(view: View) -> Numbers:
    local = ratio(view.count("age_months_local"), view.count("official_local"))
    outbound = ratio(view.count("age_months_outbound"), view.count(*OUTBOUND))
    return _pooled(local, outbound) / MONTHS_A_YEAR


def _share_over_50(view: View) -> Numbers:
    local = ratio(view.older(slice(OFFICIAL_LOCAL, OFFICIAL_LOCAL + 1)), view.count("official_local"))
    outbound = ratio(view.older(slice(OUTBOUND_INSIDE, None)), view.count(*OUTBOUND))
    return _pooled(local, outbound)


BY_AGE: Mapping[str, slice] = {
    "migrant_workers": slice(OFFICIAL_LOCAL, None),
    "local_workers": slice(OFFICIAL_LOCAL, OFFICIAL_LOCAL + 1),
    "outbound_workers": slice(OUTBOUND_INSIDE, None),
    "outbound_interprovince": slice(OUTBOUND_OUTSIDE, None),
    "outbound_intraprovince": slice(OUTBOUND_INSIDE, OUTBOUND_INSIDE + 1),
}
"""Indicators that every month counts by the survey's age bands too, as a range of official statuses."""

BY_FIVE_YEARS = (
    *BY_AGE, "founders_in_business", "placed_workers", "seeking_workers", "unemployment_migrants",
)  # fmt: skip
"""Indicators that every month counts by five-year age bands too, by home; the rate for the nation alone."""


def of_group(view: View, indicator: str, band: str) -> Numbers:
    """Return an indicator in an age band, the survey's or one of five years [T+1, places].

    Raises KeyError where it is not counted by age.
    """
    if band in AGE_BANDS:
        return view.of_age(BY_AGE[indicator], AGE_BANDS.index(band))
    if indicator not in BY_FIVE_YEARS:
        raise KeyError(indicator)
    aged = AgedView(view.results, view.scenario, view.over, FIVE_YEAR_BANDS.index(band))
    return _SIMULATED[indicator](aged)


_SIMULATED: Mapping[str, Callable[[View], Numbers]] = {
    "migrant_workers": lambda view: view.count(*OFFICIAL),
    "local_workers": lambda view: view.count("official_local"),
    "outbound_workers": lambda view: view.count(*OUTBOUND),
    "outbound_interprovince": lambda view: view.count("official_outbound_outside"),
    "outbound_intraprovince": lambda view: view.count("official_outbound_inside"),
    "returnee_founders": _returnee_founders,
    "founders_in_business": lambda view: view.count("founder"),
    "business_starts": lambda view: view.flow("business_starts"),
    "business_closures": lambda view: view.flow("business_closures"),
    "placed_workers": lambda view: view.count("placed"),
    "employed_workers": lambda view: view.count(*IN_WORK),
    "seeking_workers": lambda view: view.count("seeking_home", "seeking_away"),
    "unemployment_migrants": lambda view: view.rate(ratio(view.count("seeking_there"), migrants_in_towns(view))),
    "pay_all": lambda view: _pooled(_pay_local(view), _pay_outbound(view)),
    "pay_local": _pay_local,
    "pay_outbound": _pay_outbound,
    "mean_age": _mean_age,
    "share_over_50": _share_over_50,
    "lifted_workers_employed": lambda view: view.count("lifted_working"),
    "park_places": lambda view: view.level("park_places"),
    "park_occupancy": lambda view: ratio(view.count("in_park"), view.level("park_places")),
    "return_moves": lambda view: view.flow("moves_home"),
    "outbound_moves": lambda view: view.flow("moves_out"),
    "cost": View.spent_yuan,
}

_WITH_BACKGROUND: Mapping[str, Callable[[View], tuple[Numbers, Numbers]]] = {
    "unemployment_surveyed": unemployment_surveyed,
    "unemployment_registered": unemployment_registered,
    "new_urban_jobs": new_urban_jobs,
    "income_growth_urban": income_growth_urban,
}
