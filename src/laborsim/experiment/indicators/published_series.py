"""The series that were published and that the model counts too: the figures, their error, how a run is read."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.indicators.readout import path_of
from laborsim.kernels.codes import ZONES
from laborsim.published.figures import (
    Figure,
    age,
    aggregate,
    annual,
    by_zone,
    founders,
    pay,
    poverty,
    province_table,
    structure,
)

Numbers = NDArray[np.float64]

MILLION = 1e6
PERCENT = 0.01
OFFICIAL = ("official_local", "official_outbound_inside", "official_outbound_outside")
LOCAL, OUTBOUND = slice(1, 2), slice(2, 4)
"""Official statuses among the groups of results."""

FOUNDERS = {2019: "2019-12", 2020: "2020-12"}
"""Years whose end has a count of founders by the same ministry."""
FOUNDERS_SERIES = "returnee and to-the-country founders (MARA)"
FOUNDERS_2022 = ("returnee founders over ten years (2012-2022)", "2022-12")
LIFTED_SERIES = "lifted-out-of-poverty people in work (务工)"
UNEMPLOYMENT = "surveyed urban unemployment, migrants with rural hukou, annual mean"
URBAN_UNEMPLOYMENT = "surveyed urban unemployment, annual mean"
NEW_URBAN_JOBS = "new urban jobs"

RELATIVE_ERROR = 0.005
"""Standard error of a published count or pay [share of it]. ASSUMPTION: nobody publishes one; the calibration to 2017
takes the same (calibration/targets-2017.csv)."""
AGE_ERROR = 0.3
"""Standard error of a published mean age [years]. ASSUMPTION: as in calibration/targets-2017.csv."""
SHARE_ERROR = 1.0
"""Standard error of a published share [points]. ASSUMPTION: as of local women in calibration/targets.csv."""
RATE_ERROR = 0.2
"""Standard error of a published rate of unemployment [points]. ASSUMPTION."""


@dataclass(frozen=True)
class PublishedSeries:
    """One published series. `over`: what `figure` is divided by, where the series is a ratio.

    `error`: standard error in the unit, or a share of the figure where `is_relative`. `scored`: one of the four of the
    backtest's protocol. `fitted`: the moment and side of the calibration's targets that such a figure can be. `scaled`:
    the indicator, where part of what the run has is a trend of the base year's figure; no forecast is judged by it.
    """

    name: str
    unit: str
    figure: Callable[[int], Figure]  # by year; LookupError where nothing was published
    read: Callable[[View], Numbers]  # [T + 1], in the unit
    scored: bool = False
    over: Callable[[int], Figure] | None = None
    error: float = RELATIVE_ERROR
    is_relative: bool = True
    fitted: tuple[str, str] = ("", "")
    scaled: str = ""
    indicator: str = ""  # of the nation, that the series is a figure of; "" = of another place, or of none

    def figures(self, year: int) -> tuple[Figure, ...]:
        """Return the figures of a year that the series is made of. Raises LookupError where nothing was published."""
        return (self.figure(year),) if self.over is None else (self.figure(year), self.over(year))

    def observed(self, year: int) -> float:
        """Return what was published of a year, in the unit. Raises LookupError where nothing was."""
        above, *below = (_in_unit(figure, self.unit) for figure in self.figures(year))
        return above / below[0] if below else above

    def standard_error(self, year: int) -> float:
        """Return the standard error of what was published of a year, in the unit; at least what rounding hides."""
        value = self.observed(year)
        declared = self.error * abs(value) if self.is_relative else self.error
        parts = [rounding_error(figure) / abs(figure.number) for figure in self.figures(year)]
        return max(declared, abs(value) * math.hypot(*parts))


def _in_unit(figure: Figure, unit: str) -> float:
    return figure.persons / MILLION if unit == "million" else figure.number


def rounding_error(figure: Figure) -> float:
    """Return the standard deviation of what rounding to its last printed digit hides, in the figure's unit."""
    _, _, decimals = f"{figure.number:.10g}".partition(".")
    return float(10.0 ** -len(decimals) / math.sqrt(12))


def _annual(series: str) -> Callable[[int], Figure]:
    return partial(annual, series)


def _zone(kind: str, zone: str) -> Callable[[int], Figure]:
    return partial(by_zone, kind, zone)


def _pay(group: str) -> Callable[[int], Figure]:
    return partial(pay, group)


def works_in(zone: str) -> Callable[[View], Numbers]:
    """Return what reads the migrant workers at work in a zone off a view [T + 1, million]."""

    def read(view: View) -> Numbers:
        mine = np.array([province.zone == zone for province in province_table()])
        there = view.results.od[:, :, mine].sum((1, 2))
        local = view.count("official_local")[:, : len(mine)][:, mine].sum(1)
        return np.asarray((there + local) / MILLION, np.float64)

    return read


def mean_age_of(status: str, names: Sequence[str]) -> Callable[[View], Numbers]:
    """Return what reads the mean age of an official status, counted by some variables, off a view [T + 1, years]."""
    return lambda view: view.count(f"age_months_{status}")[:, -1] / view.count(*names)[:, -1] / 12


def women_among(official: slice) -> Callable[[View], Numbers]:
    """Return what reads the share of women among some official statuses off a view [T + 1, percent]."""

    def read(view: View) -> Numbers:
        groups = view.results.groups[:, :, official].sum((1, 2, 4, 5))
        return np.asarray(100 * groups[:, 1] / groups.sum(1), np.float64)

    return read


def _pay_ratio(view: View) -> Numbers:
    return path_of("pay_outbound")(view) / path_of("pay_local")(view)


def _founders(year: int) -> Figure:
    if year == 2022:
        series, as_of = FOUNDERS_2022
        return founders(series, as_of)
    if year not in FOUNDERS:
        raise LookupError(f"no count of founders at the end of {year}")
    return founders(FOUNDERS_SERIES, FOUNDERS[year])


def _count(name: str, figure: Callable[[int], Figure], indicator: str, *, scored: bool = False) -> PublishedSeries:
    return PublishedSeries(name, "million", figure, path_of(indicator, unit=MILLION), scored, indicator=indicator)


def series() -> tuple[PublishedSeries, ...]:
    """Return the series of the backtest; the first four are those of the protocol."""
    four = (
        _count("total", _annual("total"), "migrant_workers", scored=True),
        _count("outbound", _annual("outbound"), "outbound_workers", scored=True),
        _count("local", _annual("local"), "local_workers", scored=True),
        PublishedSeries("pay", "yuan", _pay("all"), path_of("pay_all"), True, indicator="pay_all"),
    )
    inside, outside = "outbound_intraprovince", "outbound_interprovince"
    people = (
        _count("outbound outside the province", _annual(outside), outside),
        _count("outbound inside the province", _annual(inside), inside),
        PublishedSeries(
            "mean age", "years", partial(age, "all", "mean_age"), path_of("mean_age"),
            error=AGE_ERROR, is_relative=False, fitted=("mean_age", "all"), indicator="mean_age",
        ),
        PublishedSeries(
            "over 50", "percent", partial(age, "all", "50+"), path_of("share_over_50", unit=PERCENT),
            error=SHARE_ERROR, is_relative=False, fitted=("over_50_share", "all"), indicator="share_over_50",
        ),
        PublishedSeries("pay, local", "yuan", _pay("local"), path_of("pay_local"), indicator="pay_local"),
        PublishedSeries("pay, outbound", "yuan", _pay("outbound"), path_of("pay_outbound"), indicator="pay_outbound"),
        PublishedSeries(
            "pay, outbound ÷ local", "ratio", _pay("outbound"), _pay_ratio, over=_pay("local"),
            error=RELATIVE_ERROR * math.sqrt(2), fitted=("pay_ratio", ""),
        ),
        _count("founders, count", _founders, "returnee_founders"),
    )  # fmt: skip
    zones = [
        *(
            PublishedSeries(
                f"from {zone}", "million", _zone("origin_total", zone), path_of("migrant_workers", zone, MILLION)
            )
            for zone in ZONES
        ),
        *(
            PublishedSeries(f"work in the {zone}", "million", _zone("destination_total", zone), works_in(zone))
            for zone in ZONES
        ),
    ]
    return (*four, *people, *zones)


def more_series() -> tuple[PublishedSeries, ...]:
    """Return what is published in some years only, and so is no series of the backtest."""
    sides = (("local", OFFICIAL[:1], LOCAL), ("outbound", OFFICIAL[1:], OUTBOUND))
    return (
        *(
            PublishedSeries(
                f"mean age, {side}", "years", partial(age, side, "mean_age"),
                mean_age_of(side, names), error=AGE_ERROR, is_relative=False, fitted=("mean_age", side),
            )
            for side, names, _ in sides
        ),
        *(
            PublishedSeries(
                f"women, {side}", "percent", partial(structure, "sex", "female", side),
                women_among(statuses), error=SHARE_ERROR, is_relative=False, fitted=("women_share", side),
            )
            for side, _, statuses in sides
        ),
        PublishedSeries(
            "unemployment of migrants in towns", "percent", partial(aggregate, UNEMPLOYMENT),
            path_of("unemployment_migrants", unit=PERCENT), error=RATE_ERROR, is_relative=False,
            indicator="unemployment_migrants",
        ),
        PublishedSeries(
            "urban unemployment", "percent", partial(aggregate, URBAN_UNEMPLOYMENT),
            path_of("unemployment_surveyed", unit=PERCENT), error=RATE_ERROR, is_relative=False,
            scaled="unemployment_surveyed",
        ),
        PublishedSeries(
            NEW_URBAN_JOBS, "million", partial(aggregate, NEW_URBAN_JOBS), path_of("new_urban_jobs", unit=MILLION),
            scaled="new_urban_jobs",
        ),
        _count(
            "lifted-out people in work", lambda year: poverty(LIFTED_SERIES, f"{year}-12"), "lifted_workers_employed"
        ),
    )  # fmt: skip


def observed(one: PublishedSeries, years: range | tuple[int, ...]) -> dict[int, float]:
    """Return what was published of a series in some years; years without a figure are left out."""
    found = {}
    for year in years:
        try:
            found[year] = one.observed(year)
        except LookupError:
            continue
    return found
