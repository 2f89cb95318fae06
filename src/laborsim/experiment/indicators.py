"""Every indicator of the code list, computed from the counts of a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from laborsim.experiment import background
from laborsim.experiment.results import Results
from laborsim.experiment.view import Numbers, View, ratio, year_mean, year_sum
from laborsim.inputs.indicators import indicators
from laborsim.inputs.margins import SURVEY_WEIGHT_LOCAL as LOCAL_WEIGHT
from laborsim.inputs.scenario import Scenario
from laborsim.kernels.codes import OFFICIAL_LOCAL, OUTBOUND_INSIDE

OFFICIAL = ("official_local", "official_outbound_inside", "official_outbound_outside")
OUTBOUND = OFFICIAL[1:]
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


def indicator_values(results: Results, scenario: Scenario, indicator: str) -> Numbers:
    """Return an indicator by month and place [T+1, R + zones + CN], as summary files give it.

    Places are those of `view.places`. Persons are persons, shares lie in [0, 1], money is in yuan; NaN where
    the indicator is not defined: flows of a year before the first year is over, means of nobody.
    Raises LookupError for an unknown indicator.
    """
    return indicator_parts(results, scenario, indicator).total


def indicator_parts(results: Results, scenario: Scenario, indicator: str) -> Parts:
    """Return an indicator split into its simulated part and its urban background; see `indicator_values`."""
    view = View(results, scenario)
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
    return ratio(view.count("pay_local_fen"), view.count("paid_local")) / FEN_A_YUAN


def _pay_outbound(view: View) -> Numbers:
    return ratio(view.count("pay_outbound_fen"), view.count("paid_outbound")) / FEN_A_YUAN


def _mean_age(view: View) -> Numbers:
    local = ratio(view.count("age_months_local"), view.count("official_local"))
    outbound = ratio(view.count("age_months_outbound"), view.count(*OUTBOUND))
    return _pooled(local, outbound) / MONTHS_A_YEAR


def _share_over_50(view: View) -> Numbers:
    local = ratio(view.older(slice(OFFICIAL_LOCAL, OFFICIAL_LOCAL + 1)), view.count("official_local"))
    outbound = ratio(view.older(slice(OUTBOUND_INSIDE, None)), view.count(*OUTBOUND))
    return _pooled(local, outbound)


_SIMULATED: Mapping[str, Callable[[View], Numbers]] = {
    "migrant_workers": lambda view: view.count(*OFFICIAL),
    "local_workers": lambda view: view.count("official_local"),
    "outbound_workers": lambda view: view.count(*OUTBOUND),
    "outbound_interprovince": lambda view: view.count("official_outbound_outside"),
    "outbound_intraprovince": lambda view: view.count("official_outbound_inside"),
    "returnee_founders": _returnee_founders,
    "founders_in_business": lambda view: view.count("founder"),
    "business_starts": lambda view: year_sum(view.count("business_starts")),
    "business_closures": lambda view: year_sum(view.count("business_closures")),
    "placed_workers": lambda view: view.count("placed"),
    "seeking_workers": lambda view: view.count("seeking_home", "seeking_away"),
    "unemployment_migrants": lambda view: year_mean(
        ratio(view.count("seeking_there"), background.migrants_in_towns(view))
    ),
    "pay_all": lambda view: _pooled(_pay_local(view), _pay_outbound(view)),
    "pay_local": _pay_local,
    "pay_outbound": _pay_outbound,
    "mean_age": _mean_age,
    "share_over_50": _share_over_50,
    "lifted_workers_employed": lambda view: view.count("lifted_working"),
    "park_places": lambda view: view.level("park_places"),
    "park_occupancy": lambda view: ratio(view.count("in_park"), view.level("park_places")),
    "return_moves": lambda view: year_sum(view.count("moves_home")),
    "outbound_moves": lambda view: year_sum(view.count("moves_out")),
    "cost": View.spent_yuan,
}

_WITH_BACKGROUND: Mapping[str, Callable[[View], tuple[Numbers, Numbers]]] = {
    "unemployment_surveyed": background.unemployment_surveyed,
    "unemployment_registered": background.unemployment_registered,
    "new_urban_jobs": background.new_urban_jobs,
    "income_growth_urban": background.income_growth_urban,
}
