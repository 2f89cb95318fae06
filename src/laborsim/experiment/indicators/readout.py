"""What a run says: an indicator in a place at the end of a month. The one way in which numbers are read off runs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from laborsim.experiment.indicators.aggregation import Numbers, View, places
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicators import BY_FIVE_YEARS, Parts, indicator_parts, of_group
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import FIVE_YEAR_BANDS
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION
from laborsim.scenario.load import Scenario


@dataclass(frozen=True)
class Readout:
    """One run and its world, ready to be read; every indicator is computed once, when it is first asked for."""

    results: Results
    world: Scenario
    _known: dict[tuple[str, int], Parts] = field(default_factory=dict)
    _by_group: dict[tuple[str, str, int], Numbers] = field(default_factory=dict)

    @property
    def view(self) -> View:
        """The run as seen from every place, which indicators are computed of."""
        return View(self.results, self.world)

    def parts(self, indicator: str, over: int = 0) -> Parts:
        """Return an indicator by month and place, split by origin. Raises LookupError for an unknown one.

        `over`: months up to each over which it is read; 0 = as summary files have it.
        """
        if (indicator, over) not in self._known:
            self._known[indicator, over] = indicator_parts(self.results, self.world, indicator, over)
        return self._known[indicator, over]

    def path(self, indicator: str, region: str = NATION) -> Numbers:
        """Return an indicator in one place by month [T+1]. Raises ValueError for an unknown place."""
        return self.parts(indicator).total[:, self.place(region)]

    def at(self, point: Point) -> float:
        """Return one number, over its period or as summary files give it."""
        if point.group:
            values = self._of_group(point.indicator, point.group, point.months)
        else:
            values = self.parts(point.indicator, point.months).total
        return float(values[self._row(point.month), self.place(point.region)])

    def _of_group(self, indicator: str, group: str, over: int = 0) -> Numbers:
        if (indicator, group, over) not in self._by_group:
            view = View(self.results, self.world, over)
            self._by_group[indicator, group, over] = of_group(view, indicator, group)
        return self._by_group[indicator, group, over]

    def by_age(self, months: Iterable[int], where: Sequence[str]) -> Numbers:
        """Return every indicator by five-year age bands in some places [indicators, months, places × bands].

        What is not counted by age is NaN.
        """
        rows, columns = [self._row(month) for month in months], [self.place(place) for place in where]
        found = np.full((len(indicators()), len(rows), len(columns), len(FIVE_YEAR_BANDS)), np.nan)
        for name in BY_FIVE_YEARS:
            for band, words in enumerate(FIVE_YEAR_BANDS):
                values = self._of_group(name, words)
                found[list(indicators()).index(name), :, :, band] = values[np.ix_(rows, columns)]
        return found.reshape(*found.shape[:2], -1)

    def simulated_share(self, point: Point) -> float:
        """Return the share of a number that is simulated and not background."""
        return float(self.parts(point.indicator).simulated_share[self._row(point.month), self.place(point.region)])

    def on(self, months: Iterable[int], value: Callable[[Parts], Numbers] = lambda parts: parts.total) -> Numbers:
        """Return every indicator in every place at the end of some months [indicators, months, places]."""
        rows = [self._row(month) for month in months]
        return np.array([value(self.parts(name))[rows] for name in indicators()])

    def _row(self, month: int) -> int:
        return month - int(self.results.months[0])

    def place(self, region: str) -> int:
        """Return where a place stands on the last axis. Raises ValueError for an unknown one."""
        return places(self.results.regions, self.results.group_names).index(region)


def path_of(indicator: str, region: str = NATION, unit: float = 1.0) -> Callable[[View], Numbers]:
    """Return what reads an indicator in one place by month off a view, in a unit of its own."""
    return partial(_path, indicator, region, unit)


def _path(indicator: str, region: str, unit: float, view: View) -> Numbers:
    path: Numbers = Readout(view.results, view.scenario).path(indicator, region) / unit
    return path


@dataclass(frozen=True)
class Axes:
    """Axes of an array of numbers that were read out: [indicators, months, places]."""

    indicators: tuple[str, ...]
    months: tuple[int, ...]
    places: tuple[str, ...]

    def cell(self, point: Point) -> tuple[int, int, int]:
        """Return where a number stands. Raises ValueError for what is not there."""
        return self.indicators.index(point.indicator), self.months.index(point.month), self.places.index(point.region)
