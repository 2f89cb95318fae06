"""Macro news of the backtest (calibration/backtest-news.csv), as paths that a scenario can carry."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from laborsim.calibration.evidence.zone_shift import published_shift
from laborsim.kernels.codes import month_number
from laborsim.levers import Schedule
from laborsim.parameters.parameters import Parameters
from laborsim.published.data_tables import read_rows
from laborsim.published.figures import pay
from laborsim.published.regions import region_codes
from laborsim.scenario.scenario import Context, Market, Shock, ShockKind

GROWTH = "real GDP growth"
OUT_FOR_WORK = "rural labor out for work, end of second quarter of 2020 against a year earlier"
NEW_JOBS = "new urban jobs, 2020 against 2019"
PASS_THROUGH_FROM, PASS_THROUGH_TO = 2015, 2019  # years of the rivals' fit, and of pay's answer to growth
LOCKDOWN = (2020, 2)  # people were at home for the festival of 25 January; February is when they did not go back
SOURCE = "calibration/backtest-news.csv"


@dataclass(frozen=True)
class News:
    """What everybody is told: growth by year [percent], and the shock of 2020."""

    growth: Mapping[int, float]
    sent_home: float  # of those at work away [share]
    new_jobs: Mapping[tuple[int, int], float]  # (year, month): gross hires ÷ a year earlier, until the next entry


def read_news(path: Path) -> News:
    """Return the news of a file. Raises KeyError where a series is missing."""
    rows = read_rows(path)
    growth = {int(row["period"]): float(row["value"]) for row in rows if row["series"] == GROWTH}
    home = {row["series"]: -float(row["value"]) / 100 for row in rows if row["series"] == OUT_FOR_WORK}
    jobs = {_month(row["period"]): float(row["value"]) for row in rows if row["series"] == NEW_JOBS}
    return News(growth, home[OUT_FOR_WORK], jobs)


def _month(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    return int(year), int(month)


def pass_through(group: str, news: News, last: int = PASS_THROUGH_TO) -> float:
    """Return log growth of a group's pay ÷ log growth of GDP, up to a year that the forecaster may know."""
    rise = math.log(pay(group, last).number / pay(group, PASS_THROUGH_FROM).number)
    return rise / _log_growth(news, PASS_THROUGH_FROM, last)


def _log_growth(news: News, first: int, last: int) -> float:
    """Return the log growth of GDP from the end of one year to the end of another."""
    return sum(math.log(1 + news.growth[year] / 100) for year in range(first + 1, last + 1))


def context(news: News, first: int, last: int, known_to: int) -> Context:
    """Return the mean growth of GDP and of pay from `first` to `last`, and the shift of work between zones.

    Pay follows GDP, and work shifts, as they did up to `known_to`.
    """
    yearly = _log_growth(news, first, last) / (last - first)

    def percent(log: float) -> float:
        return 100 * math.expm1(log)

    shift = published_shift(known_to)
    return Context(
        gdp_growth=percent(yearly),
        wage_growth_urban=percent(pass_through("outbound", news, known_to) * yearly),
        wage_growth_county=percent(pass_through("local", news, known_to) * yearly),
        jobs_growth_by_zone=None if shift is None else shift.growth,
    )


def shocks(news: News, first: int, last: int, known_to: int, parameters: Parameters) -> tuple[Shock, ...]:
    """Return the years' departures of pay from its mean growth, and the lockdown of 2020 where it lies ahead."""
    groups: tuple[tuple[str, Market], ...] = (("local", "county"), ("outbound", "urban"))
    found = [_pay_path(news, (first, last), pass_through(group, news, known_to), market) for group, market in groups]
    if last >= LOCKDOWN[0]:
        found += _lockdown(news, parameters)
    return tuple(found)


def _pay_path(news: News, years: tuple[int, int], answer: float, market: Market) -> Shock:
    first, last = years
    yearly = _log_growth(news, first, last) / (last - first)
    points = tuple(
        (month_number(year, 12), math.exp(answer * (_log_growth(news, first, year) - yearly * (year - first))))
        for year in range(first, last + 1)
    )
    return _shock(f"pay_path_{market}", "productivity", market, Schedule(points=points, interpolate="linear"))


def _lockdown(news: News, parameters: Parameters) -> list[Shock]:
    month = month_number(*LOCKDOWN)
    home = Schedule(points=((month, news.sent_home),), start=month, end=month)
    # New urban jobs are gross hires; by the matching law hires move with vacancies to the power 1 − η.
    power = 1 / (1 - parameters.matching_elasticity)
    points = tuple((month_number(*when), ratio**power) for when, ratio in sorted(news.new_jobs.items()))
    return [
        _shock("lockdown_recall", "recall", "urban", home),
        _shock("lockdown_vacancies", "vacancies", "both", Schedule(points=points)),
    ]


def _shock(name: str, kind: ShockKind, market: Market, schedule: Schedule) -> Shock:
    return Shock(name=name, kind=kind, market=market, regions=region_codes(), schedule=schedule, source=SOURCE)
