"""Facts of supply and demand: how people answer to pay, and posts to pay, in paired worlds."""

import math

import numpy as np

from laborsim.calibration.evidence.orders import OrderBook, Orders
from laborsim.calibration.facts.lives import Floats
from laborsim.calibration.facts.regressions import dummies
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.worlds import (
    HELD,
    UNDISTURBED,
    Deviation,
    FactTrial,
    Path,
    lasting,
    lived,
)
from laborsim.kernels.codes import OUTBOUND
from laborsim.model.snapshot import Snapshot
from laborsim.published.regions import region_codes
from laborsim.scenario.scenario import Context

YEAR = 12
MORE = 1.1  # pay
GUANGDONG = "CN-GD"  # the destination whose pay is raised: the largest, so the least noise
NATION = region_codes()
REFERENCE_WAGES = Context().wage_growth_urban  # percent a year


def elasticity(treated: float, control: float) -> float:
    """Return the log change ÷ that of pay."""
    return math.log(treated / control) / math.log(MORE)


class JobFlows:
    """Who works where and who is at home, by origin, in some months."""

    def __init__(self, months: tuple[int, ...]) -> None:
        self.months, self.month = months, -1
        self.there: dict[int, Floats] = {}  # [origin, destination]
        self.at_home: dict[int, Floats] = {}  # [origin]

    def __call__(self, world: Snapshot) -> None:
        """Write down a month."""
        self.month += 1
        if self.month in self.months:
            columns, n = world.columns, len(world.persons)
            works = columns.status == OUTBOUND
            cell = columns.origin[works].astype(np.int64) * n + columns.destination[works]
            self.there[self.month] = np.bincount(cell, minlength=n * n).reshape(n, n).astype(np.float64)
            series = world.counts.series
            home = series[:, [0, 2, 3, 4, 6]].sum(axis=1)  # local, founder, placed, seeking at home, at rest
            self.at_home[self.month] = home / world.persons


def share_elasticity(treated: JobFlows, control: JobFlows, month: int, place: int) -> float:
    """Return the log change of (working there ÷ staying at home) by origin, weighted by base flow, ÷ that of pay.

    Origins that send nobody in one of the worlds have no logarithm and are left out.
    """
    flows = [world.there[month][:, place] for world in (treated, control)]
    homes = [world.at_home[month] for world in (treated, control)]
    known = (flows[0] > 0) & (flows[1] > 0)
    change = np.log(flows[0][known] / homes[0][known]) - np.log(flows[1][known] / homes[1][known])
    return float((flows[1][known] * change).sum() / flows[1][known].sum()) / math.log(MORE)


def pay_of_a_destination(trial: FactTrial) -> Parts:
    """Return the elasticity of a destination's share to its real pay after 1, 5 and 10 years, prices held."""
    months = (YEAR, 5 * YEAR, 10 * YEAR)
    control, treated = JobFlows(months), JobFlows(months)
    lived(trial, months[-1], HELD, control)
    raised = Deviation(shocks=(lasting("pay", "urban", MORE, (GUANGDONG,)),), closure="fixed")
    lived(trial, months[-1], raised, treated)
    place = NATION.index(GUANGDONG)
    return {f"month {month}": share_elasticity(treated, control, month, place) for month in months}


def outbound(path: Path, month: int) -> float:
    """Return who works or seeks away, mean of the three months to one."""
    months = slice(month - 2, month + 1)
    return float((path.nation("outbound") + path.nation("seeking_away"))[months].mean())


def pay_away(trial: FactTrial) -> Parts:
    """Return the elasticity of the outbound stock to pay of all places away after 12 and 60 months, prices held."""
    raised = Deviation(shocks=(lasting("pay", "urban", MORE, NATION),), closure="fixed")
    control, treated = lived(trial, 5 * YEAR, HELD), lived(trial, 5 * YEAR, raised)
    year, five = (elasticity(outbound(treated, month), outbound(control, month)) for month in (YEAR, 5 * YEAR))
    return {"month 12": year, "month 60": five, "month 60 less month 12": five - year}


def pay_at_home(trial: FactTrial) -> Parts:
    """Return the elasticity of the outbound stock to county pay after 24 and 60 months, markets answering.

    Twice: pay is 10 % higher from the first month on; and it grows faster, to be 10 % higher after two years and to
    stay so, as a context of a scenario says it (by a growth that is 10 % ahead at the end).
    """
    control = lived(trial, 5 * YEAR)
    treated = lived(trial, 5 * YEAR, Deviation(shocks=(lasting("pay", "county", MORE, NATION),)))
    faster = 100 * ((1 + REFERENCE_WAGES / 100) * MORE ** (1 / 2) - 1)
    grown = lived(trial, 2 * YEAR, Deviation(context=Context(wage_growth_county=faster)))
    return {
        "month 24": elasticity(outbound(treated, 24), outbound(control, 24)),
        "month 60": elasticity(outbound(treated, 60), outbound(control, 60)),
        "by growth, month 24": elasticity(outbound(grown, 24), outbound(control, 24)),
    }


def posts_by_pay(trial: FactTrial) -> Parts:
    """Return the elasticity of posts, filled and vacant, to an exogenous rise of pay, after 24 months, supply held.

    County pay of all provinces, and pay in the towns of one, where the posts of other people are told apart.
    """
    months, place = 2 * YEAR, NATION.index(GUANGDONG)
    control = lived(trial, months, HELD)
    county = lived(trial, months, Deviation(shocks=(lasting("pay", "county", MORE, NATION),), closure="fixed"))
    urban = lived(trial, months, Deviation(shocks=(lasting("pay", "urban", MORE, (GUANGDONG,)),), closure="fixed"))
    found = {"county": (county, "posts_county", slice(None)), "urban": (urban, "posts_urban", slice(place, place + 1))}
    return {
        name: elasticity(path.level(level)[months, where].sum(), control.level(level)[months, where].sum())
        for name, (path, level, where) in found.items()
    }


def inflow(trial: FactTrial, months: int = 3 * YEAR) -> Parts:
    """Return how pay [percent] and filled jobs [percent] in one province of work answer to a larger inflow.

    Staying at home is worth less in a random half of the other provinces: their county pay is a third lower, which
    is where the inflow comes from; months 13 to 36.
    """
    others = [code for code in NATION if code != GUANGDONG]
    half = np.random.default_rng(trial.luck).permutation(others)[: len(others) // 2]
    pushed = Deviation(shocks=(lasting("pay", "county", 2 / 3, tuple(sorted(half))),))
    control, treated = lived(trial, months), lived(trial, months, pushed)
    place, later = NATION.index(GUANGDONG), slice(YEAR + 1, months + 1)

    def change(read: str, of: str) -> float:
        paths = [getattr(path, of)(read)[later, place].mean() for path in (treated, control)]
        return 100 * float(paths[0] / paths[1] - 1)

    return {"pay": change("pay_urban", "level"), "jobs": change("working_away", "of")}


SPREAD_OF_DEMAND = 0.04  # log points a year; ASSUMPTION: standard deviation of a province's demand about the nation's


def wage_curve(trial: FactTrial, years: int = 10) -> Parts:
    """Return the coefficient of log unemployment in a panel of log pay, provinces of work × years, both held.

    Demand in towns walks at random, province by province.
    """
    n = len(NATION)
    walk = np.cumsum(np.random.default_rng(trial.luck).normal(0, SPREAD_OF_DEMAND, (years, n)), axis=0)
    book = OrderBook(
        tuple(
            Orders((year * YEAR + 1, (year + 1) * YEAR), np.exp(walk[year] - walk[year].mean()), np.zeros(n))
            for year in range(years)
        )
    )
    path = lived(trial, years * YEAR, UNDISTURBED, made=book)
    pay, rate = np.log(path.level("pay_urban")), np.log(np.maximum(path.level("unemployment_urban"), 1e-6))
    blocks = [slice(year * YEAR + 1, (year + 1) * YEAR + 1) for year in range(years)]
    pay, rate = (np.array([each[block].mean(axis=0) for block in blocks]) for each in (pay, rate))
    year, place = np.indices(pay.shape)
    columns = np.column_stack([np.ones(pay.size), rate.ravel(), dummies(year.ravel()), dummies(place.ravel())])
    return {"elasticity": float(np.linalg.lstsq(columns, pay.ravel(), rcond=None)[0][1])}


def growth_stops(trial: FactTrial, months: int = 2 * YEAR) -> Parts:
    """Return what two years without growth of the economy do: outbound work against local jobs, and unemployment."""
    control = lived(trial, months, Deviation(context=Context(gdp_growth=5.0)))
    stopped = lived(trial, months, Deviation(context=Context(gdp_growth=0.0)))

    def change(name: str) -> float:
        return 100 * float(stopped.nation(name)[months] / control.nation(name)[months] - 1)

    def unemployed(path: Path) -> float:
        seeking, works = path.nation("seeking_away")[months], path.nation("working_away")[months]
        return 100 * float(seeking / (seeking + works))

    away, local = change("outbound"), change("local")
    rise = unemployed(stopped) - unemployed(control)
    return {
        "ratio": abs(away) / max(abs(local), 1e-9),
        "outbound": away,
        "rise of unemployment to fall": rise / max(-away, 1e-9),
    }


ALL_STOCKS = ("local", "outbound", "founder", "seeking_home", "seeking_away", "out", "employer_founders")


def money_is_real(trial: FactTrial, months: int = 7 * YEAR, rates: tuple[float, ...] = (0.0, 5.5, 9.0)) -> Parts:
    """Return by how much stocks differ at most between worlds in which all pay grows by 0, 5.5 or 9 % [percent].

    No yuan amount of a scenario is there to be indexed; no loan is given.
    """
    ends = []
    for rate in rates:
        context = Context(wage_growth_urban=rate, wage_growth_county=rate)
        path = lived(trial, months, Deviation(context=context))
        ends.append([path.nation(name)[months] for name in ALL_STOCKS])
    apart = 100 * (np.max(ends, axis=0) / np.min(ends, axis=0) - 1)
    return {"largest difference": float(apart.max()), **dict(zip(ALL_STOCKS, apart.tolist(), strict=True))}
