"""A finished run, opened to be read: its manifest, its summary, its replicates."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment import manifest as manifests
from laborsim.experiment import replicates
from laborsim.experiment.gather import World, WorldName
from laborsim.experiment.indicators import indicator_values
from laborsim.experiment.results import Results
from laborsim.experiment.run_id import restored
from laborsim.experiment.view import View, places
from laborsim.inputs.indicators import indicators
from laborsim.inputs.regions import NATION, region_codes
from laborsim.inputs.scenario import Scenario

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Run:
    """A run's folder. Everything is read from disk when it is asked for."""

    path: Path

    @cached_property
    def manifest(self) -> manifests.Manifest:
        """What the run was made of. Raises FileNotFoundError, ValueError."""
        return manifests.read_manifest(self.path)

    @cached_property
    def summary(self) -> list[dict[str, Any]]:
        """Rows of `summary.json`: indicator × region × date, see docs."""
        rows: list[dict[str, Any]] = json.loads((self.path / SUMMARY).read_text(encoding="utf-8"))["rows"]
        return rows

    @property
    def goals(self) -> list[dict[str, Any]]:
        """The rows of the summary that carry a goal."""
        return [row for row in self.summary if row["goal"]]

    @cached_property
    def scenario(self) -> Scenario:
        """The question that the run answers."""
        return restored(self.manifest["question"]["scenario"], _words(self.manifest))

    @property
    def run_id(self) -> str:
        """The eight digits that name the run."""
        return str(self.manifest["run"])

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
        """Return one world of the run with its replicates. Raises LookupError where there is no baseline."""
        if name == "scenario":
            return World(name, self.scenario, replicates.verified(self.path / replicates.FOLDER))
        if self.baseline is None:
            raise LookupError(f"{self.path} was run without a baseline")
        paths = replicates.verified(self.baseline.path / replicates.FOLDER)
        mine = self.manifest["replicates"]
        return World(name, self.baseline.scenario, {k: path for k, path in paths.items() if k in mine})

    def results(self, world: WorldName = "scenario") -> Iterator[tuple[int, Results]]:
        """Read the replicates of a world one after the other, with their numbers."""
        return self.world(world).each()

    def series(self, name: str, region: str = NATION, world: WorldName = "scenario") -> NDArray[np.float64]:
        """Return an indicator, or a variable of `kernels.tally`, by month for one place [replicates, T+1].

        Raises LookupError for an unknown indicator, ValueError for an unknown place.
        """
        return self.values([name], world)[name][:, :, self.places.index(region)]

    def values(self, names: Sequence[str], world: WorldName = "scenario") -> dict[str, NDArray[np.float64]]:
        """Return several indicators or variables by month and place [replicates, T+1, places], read in one go.

        Raises LookupError for an unknown name.
        """
        found = self.world(world)
        rows: dict[str, list[NDArray[np.float64]]] = {name: [] for name in names}
        for _, results in found.each():
            for name in names:
                # Some variables are called like the indicator that is made of them; the indicator is meant.
                is_variable = name in results.variables and name not in indicators()
                view = View(results, found.scenario)
                rows[name].append(view.count(name) if is_variable else indicator_values(results, view.scenario, name))
        return {name: np.array(values) for name, values in rows.items()}

    @property
    def places(self) -> tuple[str, ...]:
        """Last axis of `values`: the regions, the zones, the nation."""
        return places(region_codes())

    @property
    def months(self) -> tuple[int, ...]:
        """Running month numbers of the series, first = base date."""
        return tuple(range(self.scenario.horizon.start, self.scenario.horizon.end + 1))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names that `series` knows besides the variables."""
        return tuple(indicators())

    def verify(self) -> list[str]:
        """Return what is wrong with the run's files; empty where every byte is as it was made."""
        return manifests.verify(self.path)


def open_run(path: Path | str) -> Run:
    """Open a run's folder. Raises FileNotFoundError, ValueError where it is not one."""
    run = Run(Path(path))
    if not run.manifest:
        raise ValueError(f"{path}: an empty manifest")
    return run


def find_runs(out: Path) -> list[Run]:
    """Return the finished runs below a folder, by scenario and run id."""
    return [Run(path.parent) for path in sorted(out.glob(f"*/*/{manifests.NAME}")) if not path.parent.suffix]


def find_unfinished(out: Path) -> list[tuple[Path, int]]:
    """Return the folders of interrupted runs with their finished replicates."""
    folders = sorted(out.glob("*/*.partial"))
    return [(path, len(replicates.verified(path / replicates.FOLDER))) for path in folders]


def _words(manifest: manifests.Manifest) -> dict[str, Any]:
    return {name: manifest[name] for name in ("id", "title", "title_zh", "description", "tags")}
