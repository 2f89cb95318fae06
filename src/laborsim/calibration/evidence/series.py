"""The series of the backtest: what was published of each, and how to read it off a run."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators import indicator_values
from laborsim.experiment.view import View
from laborsim.inputs.figures import Figure, age, annual, by_zone, founders, pay, province_table
from laborsim.kernels.codes import ZONES

Numbers = NDArray[np.float64]

MILLION = 1e6
NATION = -1  # place of the nation in a view
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


def _indicator(name: str, unit: float = 1.0) -> Callable[[View], Numbers]:
    return lambda view: indicator_values(view.results, view.scenario, name)[:, NATION] / unit


def _annual(series: str) -> Callable[[int], float]:
    return lambda year: _persons(annual(series, year))


def _zone(kind: str, zone: str) -> Callable[[int], float]:
    return lambda year: _persons(by_zone(kind, zone, year))


def _from_zone(zone: str) -> Callable[[View], Numbers]:
    place = NATION - len(ZONES) + ZONES.index(zone)
    return lambda view: indicator_values(view.results, view.scenario, "migrant_workers")[:, place] / MILLION


def _works_in(zone: str) -> Callable[[View], Numbers]:
    def read(view: View) -> Numbers:
        mine = np.array([province.zone == zone for province in province_table()])
        there = view.results.od[:, :, mine].sum((1, 2))
        local = view.count("official_local")[:, : len(mine)][:, mine].sum(1)
        return np.asarray((there + local) / MILLION, np.float64)

    return read


def _pay_ratio(view: View) -> Numbers:
    return _indicator("pay_outbound")(view) / _indicator("pay_local")(view)


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
        PublishedSeries("total", "million", _annual("total"), _indicator("migrant_workers", MILLION), True),
        PublishedSeries("outbound", "million", _annual("outbound"), _indicator("outbound_workers", MILLION), True),
        PublishedSeries("local", "million", _annual("local"), _indicator("local_workers", MILLION), True),
        PublishedSeries("pay", "yuan", lambda year: pay("all", year).number, _indicator("pay_all"), True),
    )
    inside, outside = "outbound_intraprovince", "outbound_interprovince"
    people = (
        PublishedSeries("outbound outside the province", "million", _annual(outside), _indicator(outside, MILLION)),
        PublishedSeries("outbound inside the province", "million", _annual(inside), _indicator(inside, MILLION)),
        PublishedSeries("mean age", "years", lambda year: age("all", "mean_age", year).number, _indicator("mean_age")),
        PublishedSeries(
            "over 50", "percent", lambda year: age("all", "50+", year).number, _indicator("share_over_50", 0.01)
        ),
        PublishedSeries("pay, local", "yuan", lambda year: pay("local", year).number, _indicator("pay_local")),
        PublishedSeries("pay, outbound", "yuan", lambda year: pay("outbound", year).number, _indicator("pay_outbound")),
        PublishedSeries(
            "pay, outbound ÷ local",
            "ratio",
            lambda year: pay("outbound", year).number / pay("local", year).number,
            _pay_ratio,
        ),
        PublishedSeries("founders, count", "million", _founders, _indicator("returnee_founders", MILLION)),
    )
    zones = [
        *(PublishedSeries(f"from {zone}", "million", _zone("origin_total", zone), _from_zone(zone)) for zone in ZONES),
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
