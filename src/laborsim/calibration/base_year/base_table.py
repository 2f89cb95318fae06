"""The baseline against the document figures: at the base date, in November 2024, after 12 and after 24 months."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.indicators.published_series import (
    LIFTED_SERIES,
    LOCAL,
    MILLION,
    OFFICIAL,
    OUTBOUND,
    PERCENT,
    UNEMPLOYMENT,
    mean_age_of,
    women_among,
    works_in,
)
from laborsim.experiment.indicators.readout import path_of
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.kernels.codes import ZONES, month_number
from laborsim.model.base_dials import nearest_year
from laborsim.population.demography import pool_trend
from laborsim.published.figures import (
    Figure,
    age,
    aggregate,
    annual,
    by_zone,
    founders,
    level,
    literature,
    pay,
    poverty,
    structure,
)
from laborsim.scenario.load import Scenario

NATION = -1  # place of the nation in a view
LAST_YEAR = 2023  # the year of the document figures
NOVEMBER = month_number(2024, 11)
Series = NDArray[np.float64]

STOCK, MEAN, SHARE = "stock", "mean", "share"
TOLERANCE = {STOCK: 0.005, MEAN: 0.01, SHARE: 0.005}
"""What the first fit promises: stocks within 0.5 %, means within 1 %, shares within 0.5 point."""

YEARS_AHEAD = 2
LIFTED_AS_OF = "2023-12"


@dataclass(frozen=True)
class Line:
    """One document figure and how to read it off a run."""

    name: str
    kind: str  # STOCK, MEAN or SHARE
    published: float
    unit: str  # million, yuan, years, percent, parks
    mark: str  # (recalled), (ASSUMPTION) or nothing
    source: str
    read: Callable[[View], Series]  # [T + 1] national value, in the unit
    grows: bool = False  # with the declared trend of the pool


@dataclass(frozen=True)
class LineResult:
    """A line with what the run shows."""

    line: Line
    base: float
    after: tuple[float, ...]  # 12 and 24 months later
    expected: tuple[float, ...]  # on the declared trend; NaN where none is declared

    @property
    def miss(self) -> float:
        """Base date − published, as a share of the published value or, for shares, in points ÷ 100."""
        difference = self.base - self.line.published
        return difference / 100 if self.line.kind == SHARE else difference / self.line.published

    @property
    def within(self) -> bool:
        """Whether the base date is within what is promised."""
        return abs(self.miss) <= TOLERANCE[self.line.kind]


def _count(*names: str) -> Callable[[View], Series]:
    return lambda view: view.count(*names)[:, NATION] / MILLION


def _origin(zone: str) -> Callable[[View], Series]:
    return lambda view: view.count(*OFFICIAL)[:, NATION - len(ZONES) + ZONES.index(zone)] / MILLION


def _line(  # noqa: PLR0913 - a row of the table
    name: str, kind: str, figure: Figure, unit: str, read: Callable[[View], Series], grows: bool
) -> Line:
    value = figure.persons / MILLION if unit == "million" else figure.number
    return Line(name, kind, value, unit, figure.mark, figure.source_id, read, grows)


def lines(year: int) -> list[Line]:
    """Return the document figures of a base year."""
    stocks = [
        ("migrant workers", "total", OFFICIAL),
        ("local", "local", OFFICIAL[:1]),
        ("outbound", "outbound", OFFICIAL[1:]),
        ("outbound outside the province", "outbound_interprovince", OFFICIAL[2:]),
        ("outbound inside the province", "outbound_intraprovince", OFFICIAL[1:2]),
    ]
    found = [
        _line(name, STOCK, annual(series, year), "million", _count(*names), True) for name, series, names in stocks
    ]
    for zone in ZONES:
        figure = by_zone("origin_total", zone, year)
        found.append(_line(f"from the {zone}", STOCK, figure, "million", _origin(zone), True))
    return found + _works(year) + _people(year)


def _works(year: int) -> list[Line]:
    total = annual("total", year).persons
    printed = [by_zone("destination_total", zone, year) for zone in ZONES]
    scale = total / sum(figure.persons for figure in printed)  # the rest work outside the 31 regions
    found = []
    for zone, figure in zip(ZONES, printed, strict=True):
        line = _line(f"work in the {zone} (scaled to the total)", STOCK, figure, "million", works_in(zone), True)
        found.append(replace(line, published=line.published * scale))
    return found


def _people(year: int) -> list[Line]:
    found = [
        _line("pay, local", MEAN, pay("local", year), "yuan", path_of("pay_local"), False),
        _line("pay, outbound", MEAN, pay("outbound", year), "yuan", path_of("pay_outbound"), False),
        _line("pay, all, by the weights 0.52 and 0.48", MEAN, pay("all", year), "yuan", path_of("pay_all"), False),
        _line(
            "mean age, all, by the same weights",
            MEAN,
            age("all", "mean_age", year),
            "years",
            path_of("mean_age"),
            False,
        ),
    ]
    if year == LAST_YEAR:
        women = {side: structure("sex", "female", side, year) for side in ("local", "outbound")}
        local, outbound = age("local", "mean_age", year), age("outbound", "mean_age", year)
        found += [
            _line(
                "over 50, all, by the same weights",
                SHARE,
                age("all", "50+", year),
                "percent",
                path_of("share_over_50", unit=PERCENT),
                False,
            ),
            _line("mean age, local", MEAN, local, "years", mean_age_of("local", OFFICIAL[:1]), False),
            _line("mean age, outbound", MEAN, outbound, "years", mean_age_of("outbound", OFFICIAL[1:]), False),
            _line("women, local", SHARE, women["local"], "percent", women_among(LOCAL), False),
            _line(
                "women, outbound",
                SHARE,
                structure("sex", "female", "outbound", year),
                "percent",
                women_among(OUTBOUND),
                False,
            ),
            _line(
                "unemployment of migrants in towns",
                SHARE,
                aggregate(UNEMPLOYMENT, year),
                "percent",
                path_of("unemployment_migrants", unit=PERCENT),
                False,
            ),
        ]
    return found


def _policy(year: int) -> list[Line]:
    parks = level("entrepreneurship_parks", nearest_year("entrepreneurship_parks", year))
    found = [_line("parks", STOCK, parks, "parks", lambda view: view.level("parks")[:, NATION], False)]
    if year == LAST_YEAR:
        lifted = poverty(LIFTED_SERIES, LIFTED_AS_OF)
        found.append(_line("lifted-out people in work", STOCK, lifted, "million", _count("lifted_working"), False))
        nearly = founders("returnee founders (MOHRSS)", "2024-11")
        line = _line(
            "founders on the published definition",
            STOCK,
            nearly,
            "million",
            path_of("returnee_founders", unit=MILLION),
            False,
        )
        found.append(
            replace(line, name="founders, November 2024 (nearly 13; not the base date: interpolated to that month)")
        )
    return found


def run_base(scenario: Scenario) -> View:
    """Simulate the base date and two years, once, at the point estimate."""
    horizon = scenario.horizon.model_copy(update={"end": scenario.horizon.start + 12 * YEARS_AHEAD})
    run = scenario.run.model_copy(update={"draws": 0})
    short = scenario.model_copy(update={"horizon": horizon, "run": run})
    return View(simulate(Task(short, 0, Path())), short)


def rows(view: View) -> list[LineResult]:
    """Return the document figures with what a run of two years shows."""
    year = view.base_year
    trend = pool_trend(year, YEARS_AHEAD)[1:]
    found = []
    for line in [*lines(year), *_policy(year)]:
        path = line.read(view)
        after = tuple(float(path[12 * ahead]) for ahead in range(1, YEARS_AHEAD + 1))
        expected = tuple(line.published * factor if line.grows else np.nan for factor in trend)
        at = path[NOVEMBER - view.scenario.horizon.start] if "November 2024" in line.name else path[0]
        found.append(LineResult(line, float(at), after, expected))
    return found


@dataclass(frozen=True)
class Flow:
    """A yearly flow of the run that no target pins; shown so that it can be judged."""

    name: str
    value: float
    unit: str
    compare: str


def flows(view: View) -> list[Flow]:
    """Return what happens in the first twelve months."""

    def year(*names: str) -> float:
        return float(view.count(*names)[1:13, NATION].sum())

    def mean(*names: str) -> float:
        return float(view.count(*names)[1:13, NATION].mean())

    jobs, away = mean("local", "outbound"), mean("outbound", "seeking_away")
    ended = year("separations", "job_changes")
    tenure, gap = literature("job_tenure"), literature("job_gap")
    death, back = literature("business_death"), literature("return_cumulative")
    searching = mean("seeking_home", "seeking_away") / (year("found_after_search", "stopped_seeking") / 12)
    return [
        Flow("jobs that end in a year, share of jobs", 100 * ended / jobs, "%", "about 50: a job lasts two years"),
        Flow("a job lasts", jobs / ended, "years", f"{tenure.value} (tsinghua2012a)"),
        Flow("search between two jobs", searching / 12, "years", f"{gap.value} in all, time at home included"),
        Flow("moves out or on to another province", year("moves_out") / MILLION, "million a year", "none published"),
        Flow("moves home", year("moves_home") / MILLION, "million a year", "none published"),
        Flow(
            "moves home, share of those away",
            100 * year("moves_home") / away,
            "%",
            f"{back.value} % in 17 years for good",
        ),
        Flow("businesses started", year("business_starts") / MILLION, "million a year", "0.6 to 1.4 if cumulative"),
        Flow(
            "closures, share of businesses",
            100 * year("business_closures") / mean("founder"),
            "%",
            f"{death.value} {death.mark}",
        ),
        Flow("entrants", year("entrants") / MILLION, "million a year", "from the published ages"),
        Flow("leavers", year("leavers") / MILLION, "million a year", "from the published ages"),
    ]


def plain(view: View) -> dict[str, Any]:
    """Return both tables as plain data for `--json`; a figure that does not grow with the pool has no trend."""
    figures = [
        {
            "figure": row.line.name,
            "kind": row.line.kind,
            "unit": row.line.unit,
            "published": row.line.published,
            "mark": row.line.mark,
            "source": row.line.source,
            "base_date": row.base,
            "miss": row.miss,
            "after": list(row.after),
            "trend": [None if np.isnan(value) else value for value in row.expected],
        }
        for row in rows(view)
    ]
    return {"schema": "laborsim/base/1", "figures": figures, "flows": [asdict(flow) for flow in flows(view)]}
