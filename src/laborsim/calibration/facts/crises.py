"""Facts of crises: the winter of 2008/09, the year 2020, and shocks of trade, with dated context as it was told."""

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.evidence.orders import OrderBook, Orders
from laborsim.calibration.facts.lives import Flags, Lives
from laborsim.calibration.facts.returning import Parts
from laborsim.calibration.facts.worlds import Deviation, FactTrial, Path, followed, lived, spell_of
from laborsim.kernels.codes import OUT, OUTBOUND, OUTBOUND_INSIDE, SEEKING, SEEKING_AWAY
from laborsim.published.regions import region_codes
from laborsim.published.spring_festival import spring_festival
from laborsim.scenario.scenario import Shock

YEAR = 12
NATION = region_codes()
EXPORT = ("CN-SH", "CN-JS", "CN-ZJ", "CN-FJ", "CN-SD", "CN-GD")
"""Provinces on the coast that export most. ASSUMPTION: where orders fell."""

ORDERS_LOST = 0.225  # middle of the published 20 to 25 percent
OCTOBER, MARCH = 10, 15  # months after the base date: the autumn of the first year to the spring of the second
TREND = 3.0  # percent a year, outbound workers 2004 to 2008
SENDERS = {"CN-HA": "Henan", "CN-HB": "Hubei", "CN-AH": "Anhui", "CN-JX": "Jiangxi"}


def of_places(codes: tuple[str, ...], inside: float, elsewhere: float = 1.0) -> NDArray[np.float64]:
    """Return one value for some provinces and another for the rest [region]."""
    return np.array([inside if code in codes else elsewhere for code in NATION])


def fall_of_orders() -> OrderBook:
    """Return posts in the towns of export provinces: ORDERS_LOST fewer for six months, on trend from July."""
    nothing = np.zeros(len(NATION))
    lost = Orders((OCTOBER, MARCH), of_places(EXPORT, 1 - ORDERS_LOST), nothing)
    fading = (
        Orders((MARCH + k, MARCH + k), of_places(EXPORT, 1 - ORDERS_LOST * (1 - k / 4)), nothing) for k in (1, 2, 3)
    )
    return OrderBook((lost, *fading))


def workless(lives: Lives, who: Flags, month: int) -> float:
    """Return the share of some persons who are at home or seek in a month [percent]."""
    without = np.isin(lives.status[month], (SEEKING, SEEKING_AWAY, OUT))
    return 100 * float(without[who & lives.here[month]].mean())


def winter_of_2008(trial: FactTrial) -> dict[str, Parts]:
    """Live two years from the end of 2017 with and without the fall of orders, and follow everybody."""
    change = Deviation(base_year=2017)
    usual, books = followed(trial, 2 * YEAR, change)
    hit, hit_books = followed(trial, 2 * YEAR, change, fall_of_orders())
    september = OCTOBER - 1
    lost = [
        workless(world, world.status[september] == OUTBOUND, month)
        for world in (hit, usual)
        for month in (MARCH - 1, MARCH)
    ]
    return {
        "c08_job_loss": {"lost": (lost[0] + lost[1] - lost[2] - lost[3]) / 2},
        "c08_rebound": {
            "official": 100 * (_over_the_year(hit_books) / _over_the_year(books) - 1) + TREND,
            "working or seeking away": 100 * (_away(hit_books) / _away(books) - 1) + TREND,
        },
        "c08_early_return": _home_by_december(usual, hit),
    }


def official_outbound(path: Path, month: int) -> float:
    """Return outbound workers by the official rule."""
    return float(path.groups[month][:, OUTBOUND_INSIDE:].sum())


def _over_the_year(path: Path) -> float:
    return official_outbound(path, 2 * YEAR) / official_outbound(path, YEAR)


def _away(path: Path) -> float:
    stock = path.nation("outbound") + path.nation("seeking_away")
    return float(stock[2 * YEAR] / stock[YEAR])


def _home_by_december(usual: Lives, hit: Lives) -> Parts:
    """Return who was outbound in September and is home at the end of November, beyond the usual [percent]."""
    september, november = OCTOBER - 1, OCTOBER + 1
    found: Parts = {}
    for code, name in {**SENDERS, "": "nation"}.items():
        shares = []
        for world in (hit, usual):
            who = (world.status[september] == OUTBOUND) & world.here[november]
            if code:
                who &= world.origin == NATION.index(code)
            shares.append(100 * float(world.home[november][who].mean()))
        found[name] = shares[0] - shares[1]
    found["Hubei less Anhui"] = found["Hubei"] - found["Anhui"]
    found["Hubei less Jiangxi"] = found["Hubei"] - found["Jiangxi"]
    return found


HOME_FOR_THE_FESTIVAL = 0.68  # share of outbound workers, fact `se_home_at_festival`
POSTS_OF_2020 = (1.0, 0.92, 0.92, 0.93, 0.95, 0.955, 0.96, 0.96, 0.965, 0.965, 0.97, 0.97)
"""Posts in towns by month of 2020, of the usual. ASSUMPTION: falls by as much as the economy's output did."""


TRAVEL_OF_2020 = (1.0, 0.38, 0.45, 0.70, 0.85, 0.95)
"""Part of usual travel back to jobs that was allowed, by month of 2020, all of it from July on. ASSUMPTION: February
and March as those who had returned by their ends, the rest fading out."""


def lockdown(trial: FactTrial) -> tuple[Shock, ...]:
    """Return what stopped people in 2020. Where nobody visits home for the festival, they have to be sent there."""
    months = enumerate(TRAVEL_OF_2020, YEAR + 1)
    travel = tuple(spell_of("travel", "urban", share, (month, month), NATION, 2018) for month, share in months)
    if trial.parameters.festival_visits > 0:
        return travel
    first = (YEAR + 1, YEAR + 1)
    return (*travel, spell_of("returns", "urban", HOME_FOR_THE_FESTIVAL, first, NATION, 2018))


def year_2020(trial: FactTrial) -> dict[str, Parts]:
    """Live 2019 and 2020 from the end of 2018, travel stopped and posts fewer in 2020."""
    fewer = tuple(
        Orders((YEAR + month, YEAR + month), np.full(len(NATION), share), np.zeros(len(NATION)))
        for month, share in enumerate(POSTS_OF_2020, 1)
    )
    change = Deviation(base_year=2018, shocks=lockdown(trial))
    lives, path = followed(trial, 2 * YEAR, change, OrderBook(fewer))
    away = (lives.away & ~lives.visiting).sum(axis=1)
    festival = spring_festival(2020).month
    visitors = lives.visiting[YEAR + festival].sum() / (lives.status[YEAR + festival] == OUTBOUND).sum()
    flows = path.official_flows
    own = np.eye(len(NATION), dtype=bool)
    inside, outside = flows[:, own].sum(axis=1), flows[:, ~own].sum(axis=1)
    return {
        "cv_quarters": {
            **{f"month {month}": 100 * float(away[YEAR + month] / away[month] - 1) for month in (3, 6, 9)},
            "year": 100 * (official_outbound(path, 2 * YEAR) / official_outbound(path, YEAR) - 1),
        },
        "se_home_at_festival": {"percent": 100 * float(visitors)},
        "cv_radius": {
            "outside": 100 * float(outside[2 * YEAR] / outside[YEAR] - 1),
            "inside": 100 * float(inside[2 * YEAR] / inside[YEAR] - 1),
        },
    }


def more_demand(trial: FactTrial, years: int = 5, dose: float = 0.1) -> Parts:
    """Return by how much a lasting 10 % of demand in half of the provinces of work raises their in-migration rate.

    Arrivals in five years of people from other provinces who are there at the end, ÷ those who work there.
    """
    half = tuple(np.random.default_rng(trial.luck).permutation(NATION)[: len(NATION) // 2].tolist())
    book = OrderBook((Orders((1, years * YEAR), of_places(half, 1 + dose), np.zeros(len(NATION))),))
    usual, _ = followed(trial, years * YEAR)
    more, _ = followed(trial, years * YEAR, made=book)
    places = np.array([NATION.index(code) for code in half])
    rates = [_arrivals(world, years * YEAR, places) for world in (more, usual)]
    percent = 100 * (rates[0] / rates[1] - 1)
    return {"percent": percent, "elasticity": percent / (100 * dose)}


def _arrivals(lives: Lives, month: int, places: NDArray[np.int64]) -> float:
    """Return who is away in other people's provinces and was not there five years before [persons of the sample]."""
    there = lives.away[month] & np.isin(lives.destination[month], places)
    there &= lives.destination[month] != lives.origin
    was = lives.away[0] & (lives.destination[0] == lives.destination[month])
    return float((there & ~was).sum())


def less_demand(trial: FactTrial) -> Parts:
    """Return what 10 % less demand in export provinces does to vacancies and pay there, mean of a year [percent]."""
    book = OrderBook((Orders((1, YEAR), of_places(EXPORT, 0.9), np.zeros(len(NATION))),))
    usual, less = lived(trial, YEAR), lived(trial, YEAR, made=book)
    places, months = [NATION.index(code) for code in EXPORT], slice(1, YEAR + 1)

    def change(name: str) -> float:
        sums = [path.level(name)[months][:, places].sum() for path in (less, usual)]
        return 100 * float(sums[0] / sums[1] - 1)

    vacant = less.level("vacancies_urban")[months][:, places].sum(axis=1)
    return {"vacancies": change("vacancies_urban"), "pay": change("pay_urban"), "least vacancies": float(vacant.min())}
