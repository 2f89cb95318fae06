"""Everything about a base date that no scenario can change: people, markets, constants."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import year_and_month
from laborsim.kernels.state import WorkerColumns
from laborsim.levers.dials import Regional
from laborsim.model.base_dials import UNITS, base_dials, spread
from laborsim.model.base_markets import (
    annual_pay,
    barrier_relative,
    base_jobs,
    base_pay_levels,
    felt_distances,
    settlement_access,
    urban_background,
)
from laborsim.model.base_workers import Quotas, initial_columns
from laborsim.model.type_odds import TypeTilt
from laborsim.parameters.fit import Fit
from laborsim.parameters.parameters import Parameters
from laborsim.population.demography import Demography, build_demography
from laborsim.population.founders import FounderHistory, founder_history
from laborsim.population.pay import base_pay
from laborsim.population.population import Assumptions, Population, build_population
from laborsim.population.sex_age_schooling import Reserve
from laborsim.published.figures import Province, province_table
from laborsim.published.migrants_in_towns import seeking_away_share, towns_share
from laborsim.scenario.held import PEOPLE
from laborsim.scenario.load import Scenario
from laborsim.scenario.province_block import ProvinceBlock

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Setting:
    """A base date, ready to be simulated. Arrays are [region] unless said."""

    regions: tuple[Province, ...]
    parameters: Parameters
    fit: Fit
    population: Population
    demography: Demography
    history: FounderHistory
    columns: WorkerColumns  # as they are at the base date; a model works on a copy
    dials: dict[str, Regional]
    weights: dict[str, Regional]
    pay_county: Regional  # of a worker whose profile is 1 [yuan/month]
    pay_urban: Regional
    mean_pay_local: float  # [yuan/month]
    employed_county: Regional  # local workers [persons]
    employed_urban: Regional  # outbound workers there [persons]
    founder_jobs: Regional  # jobs that founders offer
    background_employed: Regional  # people with urban registration [persons]
    background_seeking: Regional
    share_in_towns: float  # of outbound workers
    distances: NDArray[np.float64]  # [origin, destination] km, as people behave
    barrier: Regional  # utility lost where registration is closed
    access: Regional  # share of the barrier that is down

    @property
    def persons(self) -> Whole:
        """Persons that a worker stands for, by origin."""
        return self.population.scale

    @property
    def codes(self) -> tuple[str, ...]:
        """Region codes in table order."""
        return tuple(region.code for region in self.regions)


def scale_of(scenario: Scenario, regions: tuple[Province, ...]) -> Whole:
    """Return persons per worker by region of origin."""
    return np.array([scenario.run.scale.of(region.code) for region in regions], np.int64)


def make_setting(scenario: Scenario, parameters: Parameters, fit: Fit) -> Setting:
    """Return the setting of a scenario's base date. Raises LookupError for a year without figures."""
    regions = province_table()
    year, _ = year_and_month(scenario.horizon.start)
    assumptions = _assumptions(parameters, scenario.province)
    population = build_population(year, scale_of(scenario, regions), regions, assumptions)
    history = founder_history(year, scenario.founders_observed_as, parameters)
    weights = _weights(population)
    dials = base_dials(year, regions, weights)
    towns = towns_share(year)
    quotas = Quotas(
        founders=history.in_business * weights["founders"] / weights["founders"].sum(),
        workshop_places=np.floor(
            dials["workshops"] * dials["places_per_workshop"] * (1 - dials["workshop_idle_share"])
        ),
        park_places=dials["parks"] * dials["places_per_park"],
        seeking_home=parameters.unemployment_county,
        seeking_away=seeking_away_share(towns),
        business_ages=history.age_shares,
        employer_share=parameters.employer_ideas,
        jobs_per_employer=parameters.jobs_per_founder / parameters.employer_ideas,
        slow_finders=parameters.slow_finders,
        founders_apart=not scenario.founders_inside_total,
    )
    demography = build_demography(year, assumptions=Assumptions(known=scenario.province), parameters=parameters)
    columns = initial_columns(population, fit, quotas, TypeTilt(parameters, demography))
    jobs = base_jobs(columns, population.scale)
    county, urban = base_pay_levels(columns, population, base_pay(year, regions, assumptions), parameters)
    background, background_seeking = urban_background(regions, jobs.urban * towns, parameters)
    return Setting(
        regions=regions,
        parameters=parameters,
        fit=fit,
        population=population,
        demography=demography,
        history=history,
        columns=columns,
        dials=dials,
        weights=weights,
        pay_county=county,
        pay_urban=urban,
        mean_pay_local=float(annual_pay("local", year)),
        employed_county=jobs.county,
        employed_urban=jobs.urban,
        founder_jobs=jobs.founder_jobs,
        background_employed=background,
        background_seeking=background_seeking,
        share_in_towns=towns,
        distances=felt_distances(regions),
        barrier=parameters.registration_barrier * barrier_relative(regions),
        access=settlement_access(regions),
    )


def held_by_region(year: int, parameters: Parameters) -> tuple[dict[str, Regional], dict[str, Regional]]:
    """Return the units of levers at a base year, and the migrant workers, and those lifted out [persons], by origin.

    As published levels and people say it: what the model begins with is the table that is made of it.
    """
    codes = [region.code for region in province_table()]
    weights = _weights(_counted(year, parameters))
    units = {lever: spread(lever, year, weights[dial], codes) for lever, dial in UNITS.items()}
    return units, {name: weights[name] for name in PEOPLE}


def seekers_in_towns(year: int, parameters: Parameters) -> tuple[Regional, Regional]:
    """Return those who seek in each region's towns at a base date: (migrants, people with urban registration)."""
    regions, towns = province_table(), towns_share(year)
    there = _counted(year, parameters).margins.workers[:, : len(regions)].sum(axis=0).astype(np.float64)
    seeking = there * seeking_away_share(towns)
    return seeking, urban_background(regions, (there - seeking) * towns, parameters)[1]


def _counted(year: int, parameters: Parameters) -> Population:
    """Return a population of which only published counts are asked for."""
    regions = province_table()
    scale = np.full(len(regions), ANY_SCALE, np.int64)
    return build_population(year, scale, regions, _assumptions(parameters))


ANY_SCALE = 20_000
"""Persons per worker of a population of which only published counts are asked for: they hang on no scale."""


def _assumptions(parameters: Parameters, known: ProvinceBlock | None = None) -> Assumptions:
    return Assumptions(
        reserve=Reserve(persons=round(parameters.reserve_persons)),
        known=known,
    )


def _weights(population: Population) -> dict[str, Regional]:
    at_work = population.margins.workers[:, :-1].sum(axis=1).astype(np.float64)
    lifted = at_work * population.margins.traits.lifted
    return {"parks": at_work, "workers": at_work, "founders": at_work, "workshops": lifted, "lifted_out": lifted}
