"""Naive forecasts that a forecast has to beat: persistence, drift, trend, and drift that hears the same news."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FIRST, LAST = 2015, 2019
"""Years on which the rivals are fitted (design: calibration, "Backtest")."""

RIVALS = ("random walk", "drift", "trend", "drift with the news")


def forecasts(past: Mapping[int, float], years: tuple[int, ...], growth: Mapping[int, float]) -> dict[str, Numbers]:
    """Return each rival's forecast of `years` [rival: years], in the unit of the series.

    past: what was published from FIRST to LAST, gaps allowed, the last year not. growth: GDP by year [percent].
    """
    known = [year for year in range(FIRST, LAST + 1) if year in past]
    values = np.array([past[year] for year in known])
    ahead = np.array(years, np.float64)
    span = max(1, known[-1] - known[0])
    walk, drift = walk_and_drift({year: past[year] for year in known}, years)
    slope, level = np.polyfit(known, values, 1) if len(known) > 1 else (0.0, values[-1])
    news = values[-1] * np.exp(np.log(values[-1] / values[0]) / span * _news_years(known, years, growth))
    return dict(zip(RIVALS, (walk, drift, slope * ahead + level, news), strict=True))


def walk_and_drift(past: Mapping[int, float], years: tuple[int, ...]) -> tuple[Numbers, Numbers]:
    """Return no change from the last known year, and its mean yearly change since the first carried on [years] each.

    past: by year, gaps allowed, one year at least; nothing else is known to these rivals.
    """
    first, last = min(past), max(past)
    step = (past[last] - past[first]) / max(1, last - first)
    return np.full(len(years), past[last]), past[last] + step * (np.array(years, np.float64) - last)


def _news_years(known: list[int], years: tuple[int, ...], growth: Mapping[int, float]) -> Numbers:
    """Return the years ahead, each as long as its growth ÷ the usual growth of the years fitted."""
    usual = np.mean([growth[year] for year in range(known[0] + 1, known[-1] + 1)] or [growth[known[-1]]])
    return np.array([sum(growth[year] for year in range(known[-1] + 1, end + 1)) / usual for end in years])


def mean_absolute_error(forecast: Numbers, seen: Numbers) -> float:
    """Return the mean of |forecast − seen| ÷ seen, in percent."""
    return float(100 * np.mean(np.abs(forecast - seen) / seen))


def theil_u(forecast: Numbers, rival: Numbers, seen: Numbers) -> float:
    """Return the root mean squared relative error of a forecast ÷ that of a rival; below 1 = the forecast is better."""
    own, other = (np.sqrt(np.mean(((each - seen) / seen) ** 2)) for each in (forecast, rival))
    return float(own / other)
