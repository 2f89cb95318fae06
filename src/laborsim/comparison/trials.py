"""Trials: pairs of worlds under assumptions of their own, of which only the numbers that are told are kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.comparison.rounds import in_rounds
from laborsim.comparison.worlds import Bench, plain
from laborsim.experiment.gather import summary_dates
from laborsim.experiment.headline import Point
from laborsim.experiment.indicators import indicator_values
from laborsim.experiment.results import SERVICES, Results
from laborsim.experiment.run_id import question, run_hash
from laborsim.experiment.simulate import OnMonth, Simulate, Task, compile_kernels, kernels_are_cold, simulate
from laborsim.experiment.stops import CannotWrite, SomeFailed
from laborsim.experiment.storage import write_whole
from laborsim.experiment.view import places
from laborsim.inputs.indicators import indicators
from laborsim.inputs.parameters import Parameters
from laborsim.inputs.regions import NATION, region_codes
from laborsim.inputs.scenario import Scenario
from laborsim.kernels.codes import ZONES, year_and_month

FOLDER = "points"
"""Below the folder of a scenario's runs: one small file a world and replicate."""

SCHEMA = "laborsim/point/1"
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
    def kept(self) -> "Kept":
        """Return the months and places whose indicators are kept."""
        months = {*summary_dates(self.scenario), *(point.month for point in self.asked)}
        places = dict.fromkeys((*usual_places(self.scenario), *(point.region for point in self.asked)))
        return Kept(tuple(sorted(months)), tuple(places))


@dataclass(frozen=True)
class Kept:
    """Months and places whose indicators are kept."""

    months: tuple[int, ...]
    places: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What is kept of one simulated world: indicators at the summary's dates, and what each lever cost a year."""

    indicators: tuple[str, ...]
    months: tuple[int, ...]
    places: tuple[str, ...]
    values: NDArray[np.float64]  # [indicators, months, places] as in summary files; NaN where not defined
    costs: dict[str, dict[int, float]]  # lever key → calendar year → yuan

    def at(self, point: Point) -> float:
        """Return one indicator in one place at the end of one month. Raises ValueError for what is not kept."""
        cell = self.indicators.index(point.indicator), self.months.index(point.month), self.places.index(point.region)
        return float(self.values[cell])


@dataclass(frozen=True)
class Pair:
    """Both worlds of a trial."""

    scenario: Seen
    baseline: Seen

    def effect(self, point: Point) -> float:
        """Return scenario − baseline."""
        return self.scenario.at(point) - self.baseline.at(point)


@dataclass(frozen=True)
class PairTask(Task):
    """What of a trial is not on disk yet: worlds that share their base date, their files, and what to keep."""

    missing: tuple[tuple[Scenario, Path], ...] = ()
    kept: Kept = Kept((), ())

    @property
    def months(self) -> int:
        """Months to simulate, over all worlds."""
        return sum(world.horizon.months for world, _ in self.missing)


def run_trials(trials: Sequence[Trial], bench: Bench) -> list[Pair | None]:
    """Return each trial's pair; None where a world could not be simulated under its assumptions.

    Every world is simulated once and stays on disk, so that an interrupted study goes on where it was. Raises
    SomeFailed where no trial at all could be simulated or processes die again and again, CannotWrite.
    """
    files = [tuple(_file(world, trial, bench) for world in (trial.scenario, trial.baseline)) for trial in trials]
    faults = _simulate(_tasks(trials, files), bench)
    pairs = [_pair(both) for both in files]
    if faults and not any(pairs):
        raise SomeFailed(f"none of {len(trials)} trials could be simulated; the first: {faults[0]}")
    return pairs


def _file(world: Scenario, trial: Trial, bench: Bench) -> Path:
    """Return where a world's numbers are kept: its name is a hash of everything that they depend on."""
    asked = {**question(plain(world), None, trial.parameters), **vars(trial.kept), "replicate": trial.replicate}
    return bench.out / trial.scenario.id / FOLDER / f"{run_hash(asked)[:24]}.json"


def _tasks(trials: Sequence[Trial], files: Sequence[tuple[Path, ...]]) -> list[PairTask]:
    tasks: list[PairTask] = []
    asked: set[Path] = set()
    for trial, both in zip(trials, files, strict=True):
        worlds = zip((trial.scenario, trial.baseline), both, strict=True)
        missing = tuple((plain(world), path) for world, path in worlds if path not in asked and not path.exists())
        asked.update(both)
        if missing:
            first, folder = missing[0][0], both[0].parent
            tasks.append(PairTask(first, trial.replicate, folder, trial.parameters, missing, trial.kept))
    return tasks


def _simulate(tasks: list[PairTask], bench: Bench) -> list[str]:
    """Simulate what is missing; return what went wrong in single worlds."""
    engine = bench.engine
    for folder in {task.folder for task in tasks}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"cannot write in {folder}: {error.strerror or error}") from error
    if tasks and engine.simulate is simulate and kernels_are_cold():
        compile_kernels(tasks[0].world)
    faults = in_rounds(tasks, partial(see_both, simulate=engine.simulate), engine)
    return [fault for fault in faults if fault]


def see_both(task: PairTask, on_month: OnMonth, simulate: Simulate) -> str:
    """Simulate the missing worlds of a trial and keep their numbers; return what went wrong, or nothing."""
    done = 0
    for world, path in task.missing:
        one = Task(world, task.replicate, task.folder, task.parameters)
        try:
            with np.errstate(over="ignore", invalid="ignore"):  # the ends of priors overflow on the way to an answer
                results = simulate(one, partial(_after, on_month, done))
        except Exception as error:  # one set of assumptions that cannot be simulated must not end a study
            return f"{one.name}: {type(error).__name__}: {error}"
        write_whole(path, to_bytes(seen(results, world, task.kept)))
        done += world.horizon.months
    return ""


def _after(on_month: OnMonth, before: int, month: int) -> None:
    on_month(before + month)


def seen(results: Results, world: Scenario, kept: Kept) -> Seen:
    """Return what is kept of a simulated world."""
    here = np.array([places(results.regions).index(place) for place in kept.places])
    at = np.ix_(np.searchsorted(results.months, kept.months), here)
    values = np.array([indicator_values(results, world, name)[at] for name in indicators()])
    return Seen(tuple(indicators()), kept.months, kept.places, values, _costs(results))


def usual_places(world: Scenario) -> tuple[str, ...]:
    """Return the nation, the zones, and the regions of a question that is about some of them."""
    regions = () if world.regions == region_codes() else world.regions
    return (NATION, *ZONES, *regions)


def _costs(results: Results) -> dict[str, dict[int, float]]:
    spent = results.services[:, :, :, SERVICES.index("spent_fen")].sum(axis=2) / FEN_A_YUAN
    years = np.array([year_and_month(int(month))[0] for month in results.months])
    return {
        name: {int(year): float(spent[years == year, k].sum()) for year in np.unique(years[1:])}
        for k, name in enumerate(results.service_names)
    }


def to_bytes(world: Seen) -> bytes:
    """Return what is kept of a world as JSON; numbers keep every digit, NaN is null."""
    values = np.where(np.isfinite(world.values), world.values, None).tolist()  # type: ignore[call-overload]  # objects
    data = {**{name: getattr(world, name) for name in ("indicators", "months", "places", "costs")}, "values": values}
    return json.dumps({"schema": SCHEMA, **data}, allow_nan=False).encode()


def _pair(both: tuple[Path, ...]) -> Pair | None:
    return Pair(*(read_seen(path) for path in both)) if all(path.exists() for path in both) else None


def read_seen(path: Path) -> Seen:
    """Return what was kept of a world. Raises ValueError for a damaged file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("schema") != SCHEMA:
        raise ValueError(f"{path}: not the numbers of a trial; delete it, and it is simulated again")
    costs = {lever: {int(year): yuan for year, yuan in years.items()} for lever, years in data["costs"].items()}
    indicators, months, places = (tuple(data[name]) for name in ("indicators", "months", "places"))
    return Seen(indicators, months, places, np.array(data["values"], np.float64), costs)
