"""The series of the backtest: what was published of each, and how to read it off a run."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.indicators.readout import path_of
from laborsim.kernels.codes import ZONES
from laborsim.published.figures import Figure, age, annual, by_zone, founders, pay, province_table

Numbers = NDArray[np.float64]

MILLION = 1e6
FOUNDERS = {2019: "2019-12", 2020: "2020-12"}
"""Years whose end has a count of founders by the same ministry."""
FOUNDERS_SERIES = "returnee and to-the-country founders (MARA)"
FOUNDERS_2022 = ("returnee founders over ten years (2012-2022)", "2022-12")


@dataclass(frozen=True)
class PublishedSeries:
    """One published series."""

    name: str
    unit: str
    observed: Callable[[int], float]  # by year; LookupError where nothing was published
    read: Callable[[View], Numbers]  # [T + 1], in the unit
    scored: bool = False  # one of the four of the protocol


def _persons(figure: Figure) -> float:
    persons = figure.persons
    return persons / MILLION


def _annual(series: str) -> Callable[[int], float]:
    return lambda year: _persons(annual(series, year))


def _zone(kind: str, zone: str) -> Callable[[int], float]:
    return lambda year: _persons(by_zone(kind, zone, year))


def _works_in(zone: str) -> Callable[[View], Numbers]:
    def read(view: View) -> Numbers:
        mine = np.array([province.zone == zone for province in province_table()])
        there = view.results.od[:, :, mine].sum((1, 2))
        local = view.count("official_local")[:, : len(mine)][:, mine].sum(1)
        return np.asarray((there + local) / MILLION, np.float64)

    return read


def _pay_ratio(view: View) -> Numbers:
    return path_of("pay_outbound")(view) / path_of("pay_local")(view)


def _founders(year: int) -> float:
    if year == 2022:
        series, as_of = FOUNDERS_2022
        return _persons(founders(series, as_of))
    if year not in FOUNDERS:
        raise LookupError(f"no count of founders at the end of {year}")
    return _persons(founders(FOUNDERS_SERIES, FOUNDERS[year]))


def series() -> tuple[PublishedSeries, ...]:
    """Return the series of the backtest; the first four are those of the protocol."""
    four = (
        PublishedSeries("total", "million", _annual("total"), path_of("migrant_workers", unit=MILLION), True),
        PublishedSeries("outbound", "million", _annual("outbound"), path_of("outbound_workers", unit=MILLION), True),
        PublishedSeries("local", "million", _annual("local"), path_of("local_workers", unit=MILLION), True),
        PublishedSeries("pay", "yuan", lambda year: pay("all", year).number, path_of("pay_all"), True),
    )
    inside, outside = "outbound_intraprovince", "outbound_interprovince"
    people = (
        PublishedSeries("outbound outside the province", "million", _annual(outside), path_of(outside, unit=MILLION)),
        PublishedSeries("outbound inside the province", "million", _annual(inside), path_of(inside, unit=MILLION)),
        PublishedSeries("mean age", "years", lambda year: age("all", "mean_age", year).number, path_of("mean_age")),
        PublishedSeries(
            "over 50", "percent", lambda year: age("all", "50+", year).number, path_of("share_over_50", unit=0.01)
        ),
        PublishedSeries("pay, local", "yuan", lambda year: pay("local", year).number, path_of("pay_local")),
        PublishedSeries("pay, outbound", "yuan", lambda year: pay("outbound", year).number, path_of("pay_outbound")),
        PublishedSeries(
            "pay, outbound ÷ local",
            "ratio",
            lambda year: pay("outbound", year).number / pay("local", year).number,
            _pay_ratio,
        ),
        PublishedSeries("founders, count", "million", _founders, path_of("returnee_founders", unit=MILLION)),
    )
    zones = [
        *(
            PublishedSeries(
                f"from {zone}", "million", _zone("origin_total", zone), path_of("migrant_workers", zone, MILLION)
            )
            for zone in ZONES
        ),
        *(
            PublishedSeries(f"work in the {zone}", "million", _zone("destination_total", zone), _works_in(zone))
            for zone in ZONES
        ),
    ]
    return (*four, *people, *zones)


def observed(one: PublishedSeries, years: range | tuple[int, ...]) -> dict[int, float]:
    """Return what was published of a series in some years; years without a figure are left out."""
    found = {}
    for year in years:
        try:
            found[year] = one.observed(year)
        except LookupError:
            continue
    return found
