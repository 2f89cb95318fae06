"""The backtest: start at the end of an early year, hear the news, forecast, and be scored once the years are opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.evidence.macro_news import News, context, shocks
from laborsim.calibration.evidence.study_log import StudyLog
from laborsim.calibration.scores.naive_forecasts import FIRST, RIVALS, forecasts, mean_absolute_error, theil_u
from laborsim.experiment.indicators.aggregation import View
from laborsim.experiment.indicators.predictive import YearlyShock, band, yearly_shock
from laborsim.experiment.indicators.published_series import PublishedSeries, observed, series
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.experiment.store.keyed_log import Plain
from laborsim.kernels.codes import month_number
from laborsim.parameters.parameters import Parameters
from laborsim.published.regions import region_codes
from laborsim.scenario.scenario import Horizon, RunSettings, Scale, Scenario

Numbers = NDArray[np.float64]

KNOWN_TO = 2019
"""Last year whose figures anybody may know before the years after it are opened."""

OPENED = (2020, 2021, 2022, 2023)
FAN = (0.05, 0.95)
SEED = 2017  # of the luck; any number


@dataclass(frozen=True)
class Origin:
    """One start of the backtest."""

    base_year: int
    last: int
    known_to: int
    persons_per_worker: int


def world(origin: Origin, news: News, parameters: Parameters) -> Scenario:
    """Return the scenario that hears the news: growth, pay's answer to it, and the lockdown of 2020."""
    return Scenario(
        id=f"backtest-{origin.base_year}",
        horizon=Horizon(start=month_number(origin.base_year, 12), end=month_number(origin.last, 12)),
        regions=region_codes(),
        context=context(news, origin.base_year, origin.last, origin.known_to),
        shocks=shocks(news, origin.base_year, origin.last, origin.known_to, parameters),
        run=RunSettings(replicates=1, seed=SEED, scale=Scale(default=origin.persons_per_worker)),
    )


def forecast(origin: Origin, news: News, draws: Sequence[Parameters], study_log: StudyLog) -> dict[str, Numbers]:
    """Return each series' forecast by draw and year [draw, base_year … last]; draw k has luck k."""
    paths: dict[str, list[list[float]]] = {one.name: [] for one in series()}
    for luck, parameters in enumerate(draws):
        about = origin, news, parameters, luck
        found = study_log.once(_question(*about), _simulate, *about)
        for name, path in found.items():
            paths[name].append(path)
    return {name: np.array(each) for name, each in paths.items()}


def _question(origin: Origin, news: News, parameters: Parameters, luck: int) -> Plain:
    asked = world(origin, news, parameters).model_dump(mode="json")
    return {"study": "backtest", "world": asked, "parameters": parameters.model_dump(), "luck": luck}


def _simulate(origin: Origin, news: News, parameters: Parameters, luck: int) -> Plain:
    asked = world(origin, news, parameters)
    view = View(simulate(Task(asked, luck, Path(), parameters)), asked)
    return {one.name: [float(value) for value in one.read(view)[::12]] for one in series()}


def fan(one: PublishedSeries, paths: Numbers, origin: Origin) -> Numbers:
    """Return the (5, 50, 95 %) fan of a series by year [3, years]: draws × luck × what each year brings by itself."""
    known_to = min(origin.known_to, KNOWN_TO)
    try:
        shock = yearly_shock(one, known_to)
    except LookupError:  # nothing was published up to then
        shock = YearlyShock(0.0, None)
    ends = [band(paths[:, ahead], shock, ahead, ends=FAN) for ahead in range(paths.shape[1])]
    low, high = np.array(ends).T
    return np.array([low, np.median(paths, axis=0), high])


@dataclass(frozen=True)
class Score:
    """One series, opened. Errors in percent; NaN where nothing was published."""

    series: str
    unit: str
    scored: bool
    years: tuple[int, ...]
    seen: tuple[float, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    narrow_inside: int  # points inside the fan of draws × luck alone
    error: float
    rivals: dict[str, float]
    best_rival: str
    theil_u: float  # against the best rival that hears no news

    @property
    def inside(self) -> int:
        """Points inside the fan."""
        return sum(bool(low <= seen <= high) for low, seen, high in zip(self.low, self.seen, self.high, strict=True))

    @property
    def ahead(self) -> bool:
        """Whether the model misses by less than every rival, those that hear the news among them."""
        return self.error < min(self.rivals.values())

    @property
    def ahead_of_naive(self) -> bool:
        """Whether the model misses by less than the three rivals that hear no news."""
        return self.error < min(self.rivals[name] for name in RIVALS[:3])


def score(one: PublishedSeries, paths: Numbers, origin: Origin, news: News, years: tuple[int, ...]) -> Score | None:
    """Return how a forecast did in some years; None where nothing was published in them."""
    seen = observed(one, years)
    past = observed(one, range(FIRST, origin.known_to + 1))
    if not seen or not past:
        return None
    at = [year - origin.base_year for year in seen]
    low, middle, high = fan(one, paths, origin)[:, at]
    narrow = np.quantile(paths[:, at], FAN, axis=0)
    values = np.array(list(seen.values()))
    known = forecasts(past, tuple(seen), news.growth)
    errors = {name: mean_absolute_error(path, values) for name, path in known.items()}
    best = min(RIVALS[:3], key=lambda name: errors[name])
    return Score(
        series=one.name,
        unit=one.unit,
        scored=one.scored,
        years=tuple(seen),
        seen=tuple(seen.values()),
        middle=tuple(middle.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        narrow_inside=int(((narrow[0] <= values) & (values <= narrow[1])).sum()),
        error=mean_absolute_error(middle, values),
        rivals=errors,
        best_rival=best,
        theil_u=theil_u(middle, known[best], values),
    )


def scores(origin: Origin, news: News, paths: dict[str, Numbers], years: tuple[int, ...]) -> list[Score]:
    """Return the scores of all series for which something was published in some years."""
    found = [score(one, paths[one.name], origin, news, years) for one in series()]
    return [each for each in found if each is not None]
