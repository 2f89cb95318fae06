"""Trials: pairs of worlds under assumptions of their own, of which only the numbers that are told are kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import summary_dates
from laborsim.experiment.indicators.readout import Axes, Readout
from laborsim.experiment.run_errors import SomeFailed
from laborsim.experiment.running.extra_worlds import Bench, plain
from laborsim.experiment.running.replicate import OnMonth, Simulate
from laborsim.experiment.running.simulation_store import Simulation, folder_of, stored
from laborsim.experiment.store.array_files import packed, unpacked
from laborsim.experiment.store.results import Results
from laborsim.experiment.store.run_id import Question
from laborsim.identity.code import code_hash
from laborsim.kernels.codes import ZONES, year_and_month
from laborsim.parameters.parameters import Parameters
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION, region_codes
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario

SCHEMA = "laborsim/trial/1"
FEN_A_YUAN = 100


@dataclass(frozen=True)
class Trial:
    """A scenario and its baseline with the same luck and the same parameters (None = those of every run).

    `asked`: numbers that must be kept besides those of a summary.
    """

    scenario: Scenario
    baseline: Scenario
    replicate: int
    parameters: Parameters | None = None
    asked: tuple[Point, ...] = ()

    @property
    def kept(self) -> "Told":
        """Return the months and places whose indicators are kept."""
        own = tuple(dict.fromkeys(point for point in self.asked if point.months or point.group))
        dated = [point for point in self.asked if point not in own]
        months = {*summary_dates(self.scenario), *(point.month for point in dated)}
        places = dict.fromkeys((*usual_places(self.scenario), *(point.region for point in dated)))
        return Told(Axes(tuple(indicators()), tuple(sorted(months)), tuple(places)), own)


@dataclass(frozen=True)
class Seen:
    """What is kept of one simulated world: indicators at the summary's dates, and what each lever cost a year.

    `own`: numbers over a period or of a group, which no summary has.
    """

    axes: Axes
    values: NDArray[np.float64]  # [indicators, months, places] as in summary files; NaN where not defined
    costs: dict[str, dict[int, float]]  # lever key → calendar year → yuan
    own: dict[Point, float] = field(default_factory=dict)

    def at(self, point: Point) -> float:
        """Return one number, over its period or as summary files have it. Raises LookupError for what is not kept."""
        if point.months or point.group:
            return self.own[point]
        return float(self.values[self.axes.cell(point)])


@dataclass(frozen=True)
class Told:
    """Kept of a simulation: every indicator at some months and places, and the costs of its levers by year.

    `own`: numbers over a period or of a group that are kept besides.
    """

    axes: Axes
    own: tuple[Point, ...] = ()

    @property
    def asked(self) -> Question:
        """The axes, and the numbers that lie on none of them."""
        own = {"own": [asdict(point) for point in self.own]} if self.own else {}
        return {"schema": SCHEMA, **asdict(self.axes), **own}

    @property
    def code(self) -> str:
        """Hash of the code that sees and reads it."""
        return code_hash(Told)

    def seen(self, simulation: Simulation, on_month: OnMonth, simulate: Simulate) -> bytes:
        """Return the numbers of a world as arrays."""
        with np.errstate(over="ignore", invalid="ignore"):  # the ends of priors overflow on the way to an answer
            results = simulate(simulation, on_month)
        readout = Readout(results, simulation.world)
        values = readout.on(self.axes.months)[:, :, [readout.place(name) for name in self.axes.places]]
        years, costs = _costs(results)
        levers = np.array(results.service_names, np.str_)
        own = np.array([readout.at(point) for point in self.own], np.float64)
        return packed(SCHEMA, {"values": values, "levers": levers, "years": years, "costs": costs, "own": own})

    def read(self, path: Path) -> Seen:
        """Return what was kept of a world."""
        _, arrays = unpacked(path)
        years = [int(year) for year in arrays["years"]]
        costs = {
            str(lever): dict(zip(years, row, strict=True))
            for lever, row in zip(arrays["levers"], arrays["costs"].tolist(), strict=True)
        }
        return Seen(self.axes, arrays["values"], costs, dict(zip(self.own, arrays["own"].tolist(), strict=True)))


@dataclass(frozen=True)
class Pair:
    """Both worlds of a trial."""

    scenario: Seen
    baseline: Seen

    def effect(self, point: Point) -> float:
        """Return scenario − baseline."""
        return self.scenario.at(point) - self.baseline.at(point)


def effect_on(point: Point, pairs: Sequence[Pair | None], world: Scenario) -> Effect | None:
    """Return the effect on one number over pairs, as every summary tells it; pairs that are missing are left out.

    `world`: of which the pairs are.
    """
    known = [pair for pair in pairs if pair is not None]
    ours, theirs = np.array([(pair.scenario.at(point), pair.baseline.at(point)) for pair in known]).reshape(-1, 2).T
    return paired_effect(ours, theirs, number=counted(point, world))


NONE = Words(
    "none of {count} trials could be simulated; the first: {name}: {why}",
    "{count}次试验均无法模拟；第一个是 {name}：{why}",
)


def run_trials(trials: Sequence[Trial], bench: Bench) -> list[Pair | None]:
    """Return each trial's pair; None where a world could not be simulated under its assumptions.

    Every world is simulated once and stays on disk. Raises SomeFailed where no trial at all could be simulated or
    processes die again and again, CannotWrite.
    """
    asked = [_simulation(world, trial, bench) for trial in trials for world in (trial.scenario, trial.baseline)]
    found = stored(asked, bench.engine)
    # A process that dies says nothing about its assumptions: memory ran out, or somebody killed it.
    found.complain([failure for failure in found.failures if failure.kind == "killed"])
    known: dict[Path, Seen] = {}
    pairs: list[Pair | None] = []
    for place, trial in enumerate(trials):
        both = [path for path in found.paths[2 * place : 2 * place + 2] if path is not None]
        for path in both:
            if path not in known:
                known[path] = trial.kept.read(path)
        pairs.append(Pair(*(known[path] for path in both)) if len(both) == 2 else None)
    if found.failures and not any(pairs):
        first = found.failures[0]
        raise SomeFailed(NONE.holding(count=len(trials), name=first.name, why=first.message))
    return pairs


def _simulation(world: Scenario, trial: Trial, bench: Bench) -> Simulation:
    folder = folder_of(bench.out, trial.scenario)
    return Simulation(plain(world), trial.replicate, folder, trial.parameters, kept=trial.kept)


def usual_places(world: Scenario) -> tuple[str, ...]:
    """Return the nation, the zones, and the regions of a question that is about some of them."""
    regions = () if world.regions == region_codes() else world.regions
    return (NATION, *ZONES, *regions)


def _costs(results: Results) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return calendar years, and what each lever cost in each of them [lever, year], yuan."""
    spent = results.cost_fen.sum(axis=2) / FEN_A_YUAN
    of_month = np.array([year_and_month(int(month))[0] for month in results.months])
    years = np.unique(of_month[1:])
    costs = [[spent[of_month == year, k].sum() for year in years] for k in range(spent.shape[1])]
    return years, np.array(costs, np.float64).reshape(-1, len(years))
