"""The indicator table: every indicator at the dates of the summary, from the replicates of a run one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import median_share, members_by_age, parts_by_age, places
from laborsim.experiment.indicators.headline import home
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.store.results import Results, load_results
from laborsim.kernels.codes import year_and_month
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION, region_codes, zones_in
from laborsim.scenario.load import Scenario

WorldName = Literal["scenario", "baseline"]
Numbers = NDArray[np.float64]
DECEMBER = 12


@dataclass(frozen=True)
class World:
    """One world of a run: its question, its finished replicates on disk, and the draws of their parameters.

    `draws`: by replicate; one that is not there, or None, is the point estimate.
    """

    name: WorldName
    scenario: Scenario
    replicates: dict[int, Path]
    draws: Mapping[int, int | None] = field(default_factory=dict)

    def each(self) -> Iterator[tuple[int, Results]]:
        """Read the replicates one after the other."""
        for replicate, path in self.replicates.items():
            yield replicate, load_results(path)


class Sink(Protocol):
    """Whoever wants to see every replicate once."""

    def add(self, world: World, replicate: int, results: Results) -> None:
        """Take what is wanted from one replicate."""


@dataclass(frozen=True)
class IndicatorTable:
    """Every indicator at the summary's dates: arrays [replicates, indicators, dates, places].

    Places are those of `aggregation.places`, then the parts by age of `aged_places`.
    """

    indicators: tuple[str, ...]
    dates: tuple[int, ...]
    places: tuple[str, ...]
    scenario: Numbers
    baseline: Numbers | None
    paired: tuple[Numbers, Numbers] | None  # of the replicates that both worlds have; row for row the same luck
    simulated_in_runs: Numbers  # [indicators, dates, places] median over the scenario's runs; NaN = not defined


class Gathered:
    """Collects the indicators of the replicates that it is shown; `table` puts them together."""

    def __init__(self, scenario: Scenario) -> None:
        self._dates = summary_dates(scenario)
        self._groups, self._by_age = group_names(scenario), aged_places(scenario)
        self._values: dict[WorldName, dict[int, Numbers]] = {"scenario": {}, "baseline": {}}
        self._shares: list[Numbers] = []

    def add(self, world: World, replicate: int, results: Results) -> None:
        """Compute the indicators of one replicate."""
        readout = Readout(results, world.scenario)
        everybody, by_age = readout.on(self._dates), readout.by_age(self._dates, self._by_age)
        self._values[world.name][replicate] = np.concatenate([everybody, by_age], axis=2)
        if world.name == "scenario":
            shares = readout.on(self._dates, lambda parts: parts.simulated_share)
            self._shares.append(np.concatenate([shares, np.ones_like(by_age)], axis=2))

    def table(self) -> IndicatorTable:
        """Return everything collected. Raises ValueError where no replicate of the scenario was shown."""
        ours, theirs = self._values["scenario"], self._values["baseline"]
        if not ours:
            raise ValueError("no replicate of the scenario is finished: nothing to summarize")
        both = [replicate for replicate in ours if replicate in theirs]
        pair = (np.array([ours[k] for k in both]), np.array([theirs[k] for k in both]))
        return IndicatorTable(
            indicators=tuple(indicators()),
            dates=self._dates,
            places=(*places(region_codes(), self._groups), *parts_by_age(self._by_age)),
            scenario=np.array(list(ours.values())),
            baseline=np.array(list(theirs.values())) if theirs else None,
            paired=pair if both else None,
            simulated_in_runs=median_share(np.array(self._shares)),
        )


def summary_dates(scenario: Scenario) -> tuple[int, ...]:
    """Return the months that a summary reports: base date, every December, the end, goals' dates, ends of measures."""
    horizon = scenario.horizon
    months = range(horizon.start, horizon.end + 1)
    decembers = {month for month in months if year_and_month(month)[1] == DECEMBER}
    ends = {end for lever in scenario.levers if (end := lever.schedule.end) is not None and end in months}
    return tuple(sorted({horizon.start, horizon.end, *decembers, *ends, *(goal.by for goal in scenario.goals)}))


def group_names(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the groups of a scenario's own, in order."""
    return tuple(group.name for group in scenario.groups)


def summary_places(scenario: Scenario) -> tuple[str, ...]:
    """Return the places that a summary reports: those that the question, its measures and goals name, and the nation.

    Whoever names all regions of a zone has the zone too. A measure in the whole country names no place.
    """
    own = group_names(scenario)
    everything = places(region_codes(), own)
    named = [scenario.regions, *(lever.regions for lever in scenario.levers if lever.regions != region_codes())]
    wanted = {*(goal.region for goal in scenario.goals), NATION}
    wanted |= set(members_by_age(own))
    wanted |= {place for codes in named for place in (*codes, *zones_in(codes))}
    return tuple(place for place in everything if place in wanted)


def aged_places(scenario: Scenario) -> tuple[str, ...]:
    """Return the places for which a summary reports everybody by five-year age bands: the question's, and the nation.

    Few, because a summary has ten rows a place and indicator of them; others are read with `--by age`.
    """
    return tuple(dict.fromkeys((NATION, home(scenario))))


def show_all(worlds: Sequence[World], sinks: Sequence[Sink]) -> None:
    """Read every replicate of every world once and show it to every sink."""
    for world in worlds:
        for replicate, results in world.each():
            for sink in sinks:
                sink.add(world, replicate, results)
