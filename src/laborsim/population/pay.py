"""Monthly pay of each county and urban market at a base date, from national and zonal means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import ZONES
from laborsim.population.population import DEFAULTS, Assumptions, build_margins
from laborsim.published.data_tables import Figure
from laborsim.published.figures import pay as printed
from laborsim.published.geography import zone_codes
from laborsim.published.margins import SURVEY_WEIGHT_LOCAL
from laborsim.published.regions import Province, province_table

Real = NDArray[np.float64]

INCOME_EXPONENT = 0.3
"""Inside a zone pay rises with this power of income per head. ASSUMPTION."""

INCOME_YEAR = 2023
"""Year of the incomes in the region table; used for every base year, so later information before 2023."""

LEEWAY = 0.2
"""A 1 % miss of a zone's printed mean costs as much as moving a zone's pay 1 ÷ 0.2 = 5 % from the pattern of
national pay. ASSUMPTION."""


@dataclass(frozen=True)
class BasePay:
    """Mean monthly pay by region [yuan]: local jobs of the county market, outbound jobs of the urban market."""

    county_pay: Real
    urban_pay: Real
    heads_local: Real  # persons by origin: the weights of county pay [R]
    heads_outbound: Real  # persons by place of work: the weights of urban pay [R]
    notes: tuple[str, ...]


def base_pay(base_year: int, regions: Sequence[Province] | None = None, assumptions: Assumptions = DEFAULTS) -> BasePay:
    """Return pay that meets the printed national means by head count and zone means by the survey's weights.

    Heads: local workers by origin, outbound workers by place of work, of the population's table of persons (so
    give the population's assumptions).
    National means are exact, zone means nearly. Raises ValueError for a year without margins.
    """
    places = province_table() if regions is None else tuple(regions)
    zones = zone_codes(places)
    heads_local, heads_outbound = _heads(base_year, places, assumptions)
    county, urban = _inside_zone(places, zones, heads_local, heads_outbound)
    levels = _zone_levels(base_year, by_zone(zones, heads_local), by_zone(zones, heads_outbound))
    county = county * levels[0, zones]
    known = assumptions.known
    if known is not None and known.pay_local is not None:
        county[[region.code for region in places].index(known.region)] = known.pay_local
    later = " (later information)" if base_year < INCOME_YEAR else ""
    notes = (
        f"pay inside a zone rises with income per head of {INCOME_YEAR}{later} to the power {INCOME_EXPONENT}; "
        "rural income for county pay, all residents' for urban pay; ASSUMPTION",
        f"zone means pool local and outbound pay by the zone's heads, local weighing {SURVEY_WEIGHT_LOCAL} in the "
        "nation; ASSUMPTION",
        *(f"pay {f.group} {f.as_of}: {f.confidence}" for f in _zone_figures(base_year) if f.mark),
    )
    return BasePay(county, urban * levels[1, zones], heads_local, heads_outbound, notes)


def _heads(base_year: int, regions: tuple[Province, ...], assumptions: Assumptions) -> tuple[Real, Real]:
    """Return local workers by origin and outbound workers by place of work [R], persons."""
    table = build_margins(base_year, regions, assumptions).workers.astype(np.float64)
    n = len(regions)
    return table[:, n], table[:, :n].sum(axis=0)


def _inside_zone(
    regions: tuple[Province, ...], zones: NDArray[np.int64], heads_local: Real, heads_outbound: Real
) -> tuple[Real, Real]:
    """Return pay relative to the zone's mean [R]: county by rural income, urban by all residents' income."""
    relative = []
    for income, heads in (
        (np.array([region.rural_income_yuan for region in regions]), heads_local),
        (np.array([region.income_yuan for region in regions]), heads_outbound),
    ):
        raw = income**INCOME_EXPONENT
        mean = np.bincount(zones, raw * heads) / np.bincount(zones, heads)
        relative.append(raw / mean[zones])
    return relative[0], relative[1]


def _zone_figures(base_year: int) -> tuple[Figure, ...]:
    return tuple(printed(f"all, works in {zone}", base_year) for zone in ZONES)


def by_zone(zones: NDArray[np.int64], heads: Real) -> Real:
    """Return the sums of a regional array over zones [Z]."""
    return np.bincount(zones, heads, minlength=len(ZONES)).astype(np.float64)


def zone_weights(local: Real, outbound: Real) -> Real:
    """Return the survey's weight of local pay in each zone's pooled mean [Z], from heads by zone of work.

    Local workers together weigh SURVEY_WEIGHT_LOCAL in the nation; a zone's weight follows from its own heads.
    Equal weights in every zone would ask for outbound pay in the Central zone above that in the East. ASSUMPTION.
    """
    weight_local = SURVEY_WEIGHT_LOCAL * local / local.sum()
    weight_outbound = (1 - SURVEY_WEIGHT_LOCAL) * outbound / outbound.sum()
    return np.asarray(weight_local / (weight_local + weight_outbound), dtype=np.float64)


def _zone_levels(base_year: int, local: Real, outbound: Real) -> Real:
    """Return county and urban pay by zone [2, Z]: national means exact, zone means as near as LEEWAY lets."""
    pooled = np.array([figure.number for figure in _zone_figures(base_year)])
    national = np.array([printed(status, base_year).number for status in ("local", "outbound")])
    everyone = printed("all", base_year).number
    start = np.concatenate([pooled * (mean / everyone) for mean in national])
    weight, none = zone_weights(local, outbound), np.zeros(len(pooled))
    exact = np.vstack([np.concatenate([local / local.sum(), none]), np.concatenate([none, outbound / outbound.sum()])])
    near = np.hstack([np.diag(weight), np.diag(1 - weight)])
    # Minimize |(x − start) ÷ start|² + |(near · x − pooled) ÷ (LEEWAY · pooled)|² subject to exact · x = national.
    scaled = near / (LEEWAY * pooled)[:, None]
    cost = np.diag(start**-2.0) + scaled.T @ scaled
    slope = np.concatenate([1 / start, np.zeros(2)])
    slope[: len(start)] += scaled.T @ np.full(len(pooled), 1 / LEEWAY)
    slope[len(start) :] = national
    system = np.block([[cost, exact.T], [exact, np.zeros((2, 2))]])
    return np.asarray(np.linalg.solve(system, slope)[: len(start)].reshape(2, -1), dtype=np.float64)
