"""A finished run, opened to be read: its manifest, its summary, its replicates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.aggregation import places
from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import Effect, paired_effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import World, WorldName, group_names
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.run_errors import Damaged, WrongInput
from laborsim.experiment.store import manifest as manifests
from laborsim.experiment.store import results as replicates
from laborsim.experiment.store.folder_kinds import refuse_no_run
from laborsim.experiment.store.parameter_draws import Varies, what_varies
from laborsim.experiment.store.results import Results
from laborsim.experiment.store.run_id import restored
from laborsim.identity.canonical_json import parsed
from laborsim.kernels.codes import month_name
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION, region_codes
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario

if TYPE_CHECKING:
    import xarray

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Run:
    """A run's folder. Everything is read from disk when it is asked for."""

    path: Path

    @cached_property
    def manifest(self) -> manifests.Manifest:
        """What the run was made of. Raises NoRun, Damaged."""
        return manifests.read_manifest(self.path)

    @cached_property
    def summary(self) -> list[dict[str, Any]]:
        """Rows of `summary.json`: indicator × region × date, see docs. Raises Damaged where it cannot be read."""
        path = self.path / SUMMARY
        try:
            rows: list[dict[str, Any]] = parsed(path.read_bytes())["rows"]
            if not all("goal" in row for row in rows):
                raise TypeError("rows of another kind")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Damaged(manifests.remedied(Words(f"{path} is damaged or missing", f"{path} 已损坏或缺失"))) from error
        return rows

    @property
    def goals(self) -> list[dict[str, Any]]:
        """The rows of the summary that carry a goal."""
        return [row for row in self.summary if row["goal"]]

    def effect(self, point: Point) -> Effect | None:
        """Return the effect on one number, as the summary has it; None where it is not defined, or not compared.

        A summary has nothing over a period and nothing of an age group.
        """
        if point.months or point.group:
            return None
        key = (point.indicator, point.region, point.date)
        rows = ((row["indicator"], row["region"], row["date"], row["effect"]) for row in self.summary)
        found = next((effect for *where, effect in rows if tuple(where) == key), None)
        return None if found is None else Effect(**found)

    def readings(self, points: Sequence[Point]) -> "Readings":
        """Return numbers of the replicates that both worlds have, each of which is read once.

        Raises what `world` raises.
        """
        theirs = None if self.baseline is None else self.world("baseline")
        return readings_of(self.world("scenario"), theirs, points, self.scenario.run.n_looks)

    @cached_property
    def scenario(self) -> Scenario:
        """The question that the run answers. Raises WrongInput where this version cannot ask it any more."""
        asked = self.manifest["question"]
        try:
            return restored(asked["scenario"], _words(self.manifest))
        except (ValueError, KeyError, TypeError) as error:
            raise WrongInput(
                Words(
                    f"{self.path} was made by other code (laborsim {asked['laborsim']}, code "
                    f"{asked['code'][:8]}), whose "
                    "scenario this one cannot read: run its scenario again",
                    f"{self.path} 由其他代码生成（laborsim {asked['laborsim']}，代码 {asked['code'][:8]}），"
                    "本版无法读取其情景：请重新运行该情景",
                )
            ) from error

    @property
    def run_id(self) -> str:
        """The name of its folder: eight digits of its question, and the number of replicates."""
        return str(self.manifest["run"])

    @property
    def draws(self) -> dict[int, int | None]:
        """The draw of the parameters of each replicate; None is the point estimate."""
        return dict(zip(self.manifest["replicates"], self.manifest["draws"], strict=True))

    @property
    def varies(self) -> Varies:
        """What differs from run to run, and so what intervals over the runs hold."""
        return what_varies(list(self.draws.values()))

    @cached_property
    def baseline(self) -> "Run | None":
        """The run of the world that this one is compared with; None where there is no comparison.

        Raises FileNotFoundError where that run's folder is gone.
        """
        compared = self.manifest["baseline"]
        if compared is None:
            return None
        path = self.path.parent.parent / compared["scenario"] / compared["run"]
        if not (path / manifests.NAME).exists():
            raise FileNotFoundError(f"the baseline of {self.path} is not at {path}; run the scenario again")
        return Run(path)

    def world(self, name: WorldName) -> World:
        """Return one world of the run with its replicates.

        Raises LookupError where there is no baseline, Damaged where a replicate is not whole any more.
        """
        run = self if name == "scenario" else self.baseline
        if run is None:
            raise LookupError(f"{self.path} was run without a baseline")
        mine = self.manifest["replicates"] if run is self else self.manifest["baseline"]["replicates"]
        files = run.manifest["files"]
        names = replicates.by_number(files)
        paths = {k: run.path / names.get(k, f"{replicates.FOLDER}/{k:05d}-*.npz") for k in mine}
        for k, path in paths.items():
            if k not in names or not manifests.is_as_sealed(path, files[names[k]]):
                raise Damaged(manifests.remedied(Words(f"{path} is damaged or missing", f"{path} 已损坏或缺失")))
        return World(name, run.scenario, paths, self.draws)

    def results(self, world: WorldName = "scenario") -> Iterator[tuple[int, Results]]:
        """Read the replicates of a world one after the other, with their numbers."""
        return self.world(world).each()

    def series(self, name: str, region: str = NATION, world: WorldName = "scenario") -> NDArray[np.float64]:
        """Return an indicator, or a variable of `kernels.counts`, by month for one place [replicates, T+1].

        Raises LookupError for an unknown indicator, ValueError for an unknown place.
        """
        return self.values([name], world)[name][:, :, self.places.index(region)]

    def values(self, names: Sequence[str], world: WorldName = "scenario") -> dict[str, NDArray[np.float64]]:
        """Return several indicators or variables by month and place [replicates, T+1, places], read in one go.

        Row k is the k-th replicate of that world; its draw is in `draws`. Raises LookupError for an unknown name.
        """
        found = self.world(world)
        rows: dict[str, list[NDArray[np.float64]]] = {name: [] for name in names}
        for _, results in found.each():
            readout = Readout(results, found.scenario)
            for name in names:
                # Some variables are called like the indicator that is made of them; the indicator is meant.
                is_variable = name in results.variables and name not in indicators()
                rows[name].append(readout.view.count(name) if is_variable else readout.parts(name).total)
        return {name: np.array(values) for name, values in rows.items()}

    def to_xarray(self, names: Sequence[str]) -> "xarray.Dataset":
        """Return indicators with named axes: scenario × run × month × place, where a run is (draw, replicate).

        `.unstack("run")` gives draw and replicate an axis each; draw −1 is the point estimate. Only replicates
        that all worlds have. Raises ModuleNotFoundError where xarray is not installed (`laborsim[xarray]`),
        LookupError for an unknown name.
        """
        import xarray  # noqa: PLC0415 - an extra, with pandas behind it

        worlds: tuple[WorldName, ...] = ("scenario",) if self.baseline is None else ("scenario", "baseline")
        rows = {name: list(self.world(name).replicates) for name in worlds}
        shared = [k for k in rows["scenario"] if all(k in found for found in rows.values())]
        values = {name: self.values(names, name) for name in worlds}
        at = {name: [found.index(k) for k in shared] for name, found in rows.items()}
        dimensions = ("scenario", "run", "month", "place")
        data = {name: (dimensions, np.array([values[world][name][at[world]] for world in worlds])) for name in names}
        draws = [-1 if (draw := self.draws[k]) is None else draw for k in shared]
        coordinates = {
            "scenario": list(worlds),
            "draw": ("run", draws),
            "replicate": ("run", shared),
            "month": [month_name(month) for month in self.months],
            "place": list(self.places),
        }
        return xarray.Dataset(data, coordinates).set_index(run=["draw", "replicate"])

    @property
    def places(self) -> tuple[str, ...]:
        """Last axis of `values`: the regions, the zones, the nation, the groups of the scenario's own."""
        return places(region_codes(), group_names(self.scenario))

    @property
    def months(self) -> tuple[int, ...]:
        """Running month numbers of the series, first = base date."""
        return tuple(range(self.scenario.horizon.start, self.scenario.horizon.end + 1))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names that `series` knows besides the variables."""
        return tuple(indicators())

    def verify(self) -> list[Words]:
        """Return what is wrong with the run's files; empty where every byte is as it was made."""
        return manifests.verify(self.path)

    def refuse_damaged(self) -> None:
        """Raise Damaged where a file of the run, or of the one it is compared with, is not as it was made."""
        for run in (self, self.baseline):
            if run is not None:
                manifests.refuse_damaged(run.path)


@dataclass(frozen=True)
class Readings:
    """Numbers of a run as they were asked for [pairs] by point; `baseline`: none where there is no comparison.

    `worlds`: what was simulated, with and without the measures. `n_looks`: planned looks at the pairs, at all of which
    intervals hold.
    """

    scenario: Mapping[Point, NDArray[np.float64]]
    baseline: Mapping[Point, NDArray[np.float64]]
    worlds: tuple[Scenario, Scenario | None]
    n_looks: int

    def effect(self, point: Point) -> Effect | None:
        """Return the effect on one number; None where it is not defined, or not compared."""
        ours, theirs = self.worlds
        if point not in self.baseline or theirs is None:
            return None
        found = paired_effect(self.scenario[point], self.baseline[point], self.n_looks, counted(point, ours))
        return bounded(found, point, ours, theirs)


def readings_of(ours: World, theirs: World | None, points: Sequence[Point], n_looks: int = 1) -> Readings:
    """Return numbers of the replicates that two worlds share, each of which is read once; `theirs`: None = no effect.

    Raises what `World.each` raises.
    """
    found = []
    for world in (ours,) if theirs is None else (ours, theirs):
        readouts = ((k, Readout(results, world.scenario)) for k, results in world.each())
        found.append({k: [readout.at(point) for point in points] for k, readout in readouts})
    shared = [k for k in found[0] if all(k in rows for rows in found)]
    values = [np.array([rows[k] for k in shared]).reshape(-1, len(points)) for rows in found]
    by_point = [{point: some[:, k] for k, point in enumerate(points)} for some in values]
    return Readings(
        by_point[0],
        by_point[1] if len(by_point) > 1 else {},
        (ours.scenario, None if theirs is None else theirs.scenario),
        n_looks,
    )


def open_run(path: Path | str) -> Run:
    """Open a run's folder. Raises NoRun for anything else, Damaged where its manifest cannot be trusted."""
    refuse_no_run(Path(path))
    run = Run(Path(path))
    run.manifest  # noqa: B018 - read now: whoever opens what is no run hears it here
    return run


def find_runs(out: Path) -> list[Run]:
    """Return the finished runs below a folder, by scenario and run id; nothing of them is read yet."""
    return [Run(path.parent) for path in sorted(out.glob(f"*/*/{manifests.NAME}")) if not path.parent.suffix]


def find_unfinished(out: Path) -> list[tuple[Path, int]]:
    """Return the folders of interrupted runs with the number of files that are named as replicates.

    Which of them are whole, and theirs, is looked at by whoever goes on with one.
    """
    folders = sorted(path for path in out.glob("*/*.partial") if path.is_dir())
    names = ((path, (f"{replicates.FOLDER}/{file.name}" for file in _inside(path))) for path in folders)
    return [(path, len(replicates.by_number(found))) for path, found in names]


def _inside(unfinished: Path) -> list[Path]:
    """Return what is in the folder of replicates of an unfinished run; nothing where it cannot be read."""
    try:
        return list((unfinished / replicates.FOLDER).iterdir())
    except OSError:
        return []


def _words(manifest: manifests.Manifest) -> dict[str, Any]:
    return {name: manifest[name] for name in ("id", "title", "title_zh", "description", "tags", "precision")}
