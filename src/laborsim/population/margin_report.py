"""How far the synthetic population and its pay are from every published margin, met or missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import AGE_BANDS, LOCAL, OUT, OUTBOUND, SCHOOLING, ZONES
from laborsim.population.flows import GUANGDONG, zone_table
from laborsim.population.pay import base_pay, by_zone, zone_weights
from laborsim.population.population import Population, build_population
from laborsim.published.data_tables import Figure
from laborsim.published.figures import pay as printed_pay
from laborsim.published.figures import poverty
from laborsim.published.geography import zone_codes
from laborsim.published.margins import (
    CLUSTERS,
    DELTA_SHARE_OF_GUANGDONG,
    PEARL_RIVER_DELTA,
    SURVEY_WEIGHT_LOCAL,
    Margin,
)
from laborsim.published.regions import Province, province_table

Kind = Literal["hard", "soft", "not fitted"]

MONTHS = 12


@dataclass(frozen=True)
class Miss:
    """One margin: as published, as synthesized; `miss` is relative (synthetic ÷ published − 1)."""

    margin: str
    published: float
    synthetic: float
    unit: str
    kind: Kind
    confidence: str
    note: str = ""

    @property
    def miss(self) -> float:
        """Relative miss; 0 where both are 0."""
        return self.synthetic / self.published - 1 if self.published else float(self.synthetic != 0)


def miss_table(population: Population, regions: Sequence[Province] | None = None) -> list[Miss]:
    """Return a row for every margin, hard ones first, then soft ones, then figures that were not fitted."""
    places = province_table() if regions is None else tuple(regions)
    synthetic = {**_people(population), **_places(population, places)}
    margins = population.margins.published.margins
    heads = margins["outbound from East"].hard
    rows = [
        Miss(name, margin.value, synthetic[name], margin.unit, _kind(margin, heads), margin.confidence, margin.note)
        for name, margin in margins.items()
        if name in synthetic
    ]
    rows += [_scaled(population, zone, synthetic[f"destination {zone}"]) for zone in ZONES]
    rows += _references(population, places)
    order: tuple[Kind, ...] = ("hard", "soft", "not fitted")
    return sorted(rows, key=lambda row: order.index(row.kind))


def population_report(base_year: int, scale: int = 1000) -> list[Miss]:
    """Return the miss table of a base year at a scale, pay included."""
    return miss_table(build_population(base_year, scale)) + pay_misses(base_year)


def pay_misses(base_year: int, regions: Sequence[Province] | None = None) -> list[Miss]:
    """Return misses of national and zonal pay; heads of the population's table of persons."""
    places = province_table() if regions is None else tuple(regions)
    pay, zones = base_pay(base_year, places), zone_codes(places)
    local, outbound = pay.heads_local, pay.heads_outbound
    weight = zone_weights(by_zone(zones, local), by_zone(zones, outbound))
    county = by_zone(zones, pay.county_pay * local) / by_zone(zones, local)
    urban = by_zone(zones, pay.urban_pay * outbound) / by_zone(zones, outbound)
    pooled_zone = weight * county + (1 - weight) * urban
    means = (float(pay.county_pay @ local / local.sum()), float(pay.urban_pay @ outbound / outbound.sum()))
    pooled = SURVEY_WEIGHT_LOCAL * means[0] + (1 - SURVEY_WEIGHT_LOCAL) * means[1]
    rows = [
        _pay_row(printed_pay(status, base_year), mean, "hard")
        for status, mean in zip(("local", "outbound"), means, strict=True)
    ]
    rows += [
        _pay_row(printed_pay(f"all, works in {zone}", base_year), float(mean), "soft")
        for zone, mean in zip(ZONES, pooled_zone, strict=True)
    ]
    return [*rows, _pay_row(printed_pay("all", base_year), pooled, "not fitted")]


def _pay_row(figure: Figure, synthetic: float, kind: Kind) -> Miss:
    return Miss(f"pay, {figure.group}", figure.number, synthetic, figure.unit, kind, figure.confidence, figure.reason)


def _kind(margin: Margin, heads_printed: bool) -> Kind:
    """Return how a margin was used. Where heads by zone are printed, the rounded shares say nothing more."""
    if heads_printed and margin.name.startswith("inter-province share"):
        return "not fitted"
    only_a_start = " from " in margin.name and not margin.hard
    if only_a_start or margin.name in ("mean age", "women", "age 40 or under"):
        return "not fitted"
    if margin.name.startswith("destination") or not margin.hard:
        return "soft"
    return "hard"


def _people(population: Population) -> dict[str, float]:
    """Return what survey and registers say of the workers at work, by the name of the margin."""
    weight = population.weight.astype(np.float64)
    status = {"local": population.status == LOCAL, "outbound": population.status == OUTBOUND}
    found: dict[str, float] = {}
    years = population.age_months.astype(np.float64) / MONTHS
    band = np.clip((np.floor(years).astype(np.int64) - 21) // 10 + 1, 0, len(AGE_BANDS) - 1)
    shares: dict[str, list[float]] = {}
    for name, rows in status.items():
        heads = float(weight[rows].sum())
        ages = np.bincount(band[rows], weight[rows], minlength=len(AGE_BANDS)) / heads
        schooling = np.bincount(population.schooling[rows], weight[rows], minlength=len(SCHOOLING)) / heads
        women = float(weight[rows & (population.sex == 1)].sum()) / heads
        mean_age = float(weight[rows] @ years[rows]) / heads
        found |= {
            f"mean age, {name}": mean_age,
            f"women, {name}": women,
            f"college, {name}": float(schooling[-1]),
        }
        for label, share in (
            ("mean age", mean_age),
            ("women", women),
            ("age 40 or under", float(ages[:3].sum())),
            *((f"age {each}", float(ages[code])) for code, each in enumerate(AGE_BANDS)),
            *((f"schooling {each}", float(schooling[code])) for code, each in enumerate(SCHOOLING)),
        ):
            shares.setdefault(label, []).append(share)
    found |= {name: SURVEY_WEIGHT_LOCAL * a + (1 - SURVEY_WEIGHT_LOCAL) * b for name, (a, b) in shares.items()}
    at_work = population.status != OUT
    heads = float(weight[at_work].sum())
    found["trained"] = float(weight[at_work & population.trained].sum()) / heads
    found["insured"] = float(weight[at_work & population.insured].sum()) / heads
    found["lifted out, in work"] = float(weight[at_work & population.lifted].sum())
    return found


def persons_by_place(population: Population) -> NDArray[np.int64]:
    """Return persons by origin and place of work [R, R + 2], counted from the workers."""
    regions = len(population.scale)
    column = np.where(population.status == OUTBOUND, population.destination, regions + (population.status == OUT))
    cell = population.origin.astype(np.int64) * (regions + 2) + column
    workers = np.bincount(cell, minlength=regions * (regions + 2)).reshape(regions, regions + 2)
    return np.asarray(workers * population.scale[:, None], dtype=np.int64)


def _places(population: Population, regions: Sequence[Province]) -> dict[str, float]:
    """Return totals by status, zone of origin and of destination, by the name of the margin [persons]."""
    table = persons_by_place(population)
    n, zones = len(table), zone_codes(regions)
    local, intra, inter = (
        table[:, n],
        table[:, :n].diagonal(),
        table[:, :n].sum(axis=1) - table[:, :n].diagonal(),
    )
    here = local + table[:, :n].sum(axis=0)
    found = {
        "migrant workers": float((local + intra + inter).sum()),
        "local": float(local.sum()),
        "outbound": float((intra + inter).sum()),
        "inter-province": float(inter.sum()),
        "intra-province": float(intra.sum()),
    }
    for z, zone in enumerate(ZONES):
        mine = zones == z
        leaving = float((intra + inter)[mine].sum())
        found |= {
            f"origin {zone}": float((local + intra + inter)[mine].sum()),
            f"destination {zone}": float(here[mine].sum()),
            f"outbound from {zone}": leaving,
            f"inter-province from {zone}": float(inter[mine].sum()),
            f"inter-province share from {zone}": float(inter[mine].sum()) / leaving,
        }
    for name, codes in CLUSTERS.items():
        members = np.array([region.code in codes for region in regions])
        if members.sum() == len(codes):
            found[f"destination {name}"] = float(here[members].sum())
    guangdong = np.array([region.code == GUANGDONG for region in regions])
    if guangdong.any():
        found[f"destination {PEARL_RIVER_DELTA}"] = float(here[guangdong].sum()) * DELTA_SHARE_OF_GUANGDONG
    return found


def _scaled(population: Population, zone: str, synthetic: float) -> Miss:
    wanted = float(zone_table(population.margins.published).arriving[ZONES.index(zone)])
    margin = population.margins.published.margins[f"destination {zone}"]
    note = "printed figure scaled so that the zones sum to all migrant workers"
    return Miss(f"destination {zone}, scaled", wanted, synthetic, "persons", "hard", margin.confidence, note)


REFERENCES: Mapping[str, tuple[str, str]] = {
    "CN-HA": ("rural labour transferred, cumulative", "2016-06"),
    "CN-SC": ("rural labour transferred", "2020"),
    "CN-GS": ("labour transferred per year", "annual"),
}
"""What single provinces print of themselves: another concept, another year; shown, never fitted."""


def _references(population: Population, regions: Sequence[Province]) -> list[Miss]:
    table = persons_by_place(population)
    rows = []
    for origin, region in enumerate(regions):
        if region.code in REFERENCES:
            series, as_of = REFERENCES[region.code]
            figure = poverty(series, as_of, region.name)
            synthetic = float(table[origin, :-1].sum())
            note = "another concept of another year"
            rows.append(
                Miss(
                    f"{region.name}: {series} ({as_of})",
                    figure.persons,
                    synthetic,
                    "persons",
                    "not fitted",
                    figure.confidence,
                    note,
                )
            )
    return rows
