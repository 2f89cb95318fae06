"""What is known of a difference besides its pairs: the only sign it can have, and what rounding to workers hides."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.headline import Point
from laborsim.published.indicators import indicators
from laborsim.published.regions import expand, region_codes
from laborsim.scenario.scenario import Scenario

Numbers = NDArray[np.float64]

Way = Literal[-1, 0, 1]
"""The only sign that a difference can have."""

NEITHER: Way = 0
"""A difference that can have either sign."""

IN_WORKERS = ("persons", "persons/year", "businesses/year", "moves/year")
"""Units of what is counted worker by worker; rates, means and money are not."""


@dataclass(frozen=True)
class BesidePairs:
    """What is known of differences besides the pairs, in their unit.

    `way`: the only sign that they can have. `worker`: what one worker makes of them, by which two rounded counts may
    differ where the worlds do not; 0 = they are not counted in workers.
    """

    way: Way = NEITHER
    worker: float = 0.0

    def times(self, factor: float) -> "BesidePairs":
        """Return the same of differences that are so many times as large."""
        way: Way = NEITHER if factor == 0 else self.way if factor > 0 else -1 if self.way > 0 else 1 if self.way else 0
        return BesidePairs(way, self.worker * abs(factor))


NOTHING = BesidePairs()
"""Differences of what is not counted in workers, of either sign."""


@dataclass(frozen=True)
class Countable:
    """What numbers are of: an indicator ("" = what can differ either way), and what one worker makes of it."""

    indicator: str = ""
    worker: float = 0.0

    @property
    def beside(self) -> BesidePairs:
        """What is known of a difference of differences: of these numbers more than two worlds are compared."""
        return BesidePairs(worker=self.worker)

    def between(self, ours: Numbers, theirs: Numbers) -> BesidePairs:
        """Return what is known of the differences of two worlds [pairs]."""
        return BesidePairs(way_of(self.indicator, ours, theirs), self.worker)

    def over(self, years: float) -> "Countable":
        """Return what a sum over so many years is of: a worker more in every month of them."""
        return replace(self, worker=self.worker * years)


UNCOUNTED = Countable()
"""Numbers of which nothing is known."""


def counted(point: Point, world: Scenario) -> Countable:
    """Return what a number of a world is of."""
    is_of_workers = indicators()[point.indicator].unit in IN_WORKERS
    return Countable(point.indicator, persons_of_worker(point.region, world) if is_of_workers else 0.0)


def persons_of_worker(place: str, world: Scenario) -> float:
    """Return how many persons a worker of a place stands for; the most where several regions, or a group, are in it."""
    codes = expand(place.partition("/")[0]) or region_codes()
    return float(max(world.run.scale.of(code) for code in codes))


def way_of(indicator: str, scenario: Numbers, baseline: Numbers) -> Way:
    """Return the only way in which two worlds can differ in an indicator; 0 where they can either way.

    What only measures make (`Indicator.only_measures`), a world without any has none of: where one of both has none in
    any pair, the other can only have more, however widely the amounts spread, and one pair claims the direction. Of
    anything else a world may have none by luck, as a small group in one pair: pairs say no more than their interval.
    """
    if not indicator or not indicators()[indicator].only_measures:
        return NEITHER
    known = np.isfinite(scenario) & np.isfinite(baseline)
    ours, theirs = scenario[known], baseline[known]
    if not theirs.any() and (ours >= 0).all():
        return 1
    return -1 if not ours.any() and (theirs >= 0).all() else 0
