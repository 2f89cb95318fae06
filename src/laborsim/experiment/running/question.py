"""From what the user typed to the question that is run: file, overrides, baseline."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from laborsim.parameters.parameters import Parameters
from laborsim.scenario.baseline import NOTHING, Compared, said
from laborsim.scenario.load import Loaded, Scenario, load_scenario

QUICK_REPLICATES = 4
QUICK_SCALE = 20_000  # persons per worker: the whole country in 15,000 workers
QUICK_FINER = 20  # how many times coarser a region with a scale of its own becomes

NONE: Literal["none"] = "none"


@dataclass(frozen=True)
class Changes:
    """What the command line changes in a scenario file; None = as the file says.

    `baseline`: a file, or "none" for no comparison. `quick`: small, and stamped DRAFT on every figure.
    """

    replicates: int | None = None
    seed: int | None = None
    scale: int | None = None
    overrides: Sequence[str] = ()
    baseline: Path | str | None = None
    quick: bool = False


@dataclass(frozen=True)
class Asked:
    """A question ready to run: the scenario, what it is compared with, and the file as it was given."""

    scenario: Scenario
    baseline: Scenario | None
    loaded: Loaded
    given: bytes
    is_draft: bool = False
    parameters: Parameters | None = None  # None = as fitted
    compared: Compared | None = None  # None = with what the file says

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Scenario files that were read with their hashes, named as seen from the first one."""
        return tuple((self.seen_from_here(name), digest) for name, digest in self.loaded.files)

    def seen_from_here(self, name: str) -> str:
        """Return a file's name relative to the scenario's folder, so that no machine's paths are kept."""
        first = Path(self.loaded.files[0][0])
        return Path(os.path.relpath(name, first.parent)).as_posix()


def ask(path: Path | str, changes: Changes = Changes()) -> Asked:
    """Read a scenario and apply what the command line changes.

    Raises ScenarioProblems with everything that is wrong, CannotRead where a file cannot be opened.
    """
    overrides = [*changes.overrides, *_numbers(changes)]
    loaded = load_scenario(path, overrides)
    if changes.quick:
        loaded = load_scenario(path, [*overrides, *_quick(loaded.scenario, changes)])
    compared = _compared(loaded, changes)
    baseline = compared.world
    if baseline is not None:
        # What is hoped for, and how sure one wants to be, change nothing in that world.
        exact = baseline.run.model_copy(update={"precision": None})
        baseline = baseline.model_copy(update={"goals": (), "run": exact})
    return Asked(loaded.scenario, baseline, loaded, Path(path).read_bytes(), changes.quick, compared=compared)


def _compared(loaded: Loaded, changes: Changes) -> Compared:
    if changes.baseline is None:
        return loaded.compared
    if changes.baseline == NONE:
        return Compared(None, NOTHING)
    other = load_scenario(changes.baseline)
    return said(compared_with(loaded.scenario, other.scenario), other.resolved, other.origins, other.remarks)


def compared_with(scenario: Scenario, other: Scenario) -> Scenario:
    """Return the world of `scenario` with the levers of `other`."""
    names = ("id", "title", "title_zh", "tags", "levers")
    return scenario.model_copy(update={"description": "", **{name: getattr(other, name) for name in names}})


def _numbers(changes: Changes) -> list[str]:
    typed = {"replicates": changes.replicates, "seed": changes.seed, "scale": changes.scale}
    return [f"run.{name}={value}" for name, value in typed.items() if value is not None]


def _quick(scenario: Scenario, changes: Changes) -> list[str]:
    fine = scenario.run.scale.regions
    coarser = [f"run.scale.{code}={min(QUICK_SCALE, QUICK_FINER * own)}" for code, own in fine.items()]
    wanted = {
        "replicates": [f"run.replicates={QUICK_REPLICATES}"],
        "scale": [f"run.scale.default={QUICK_SCALE}", *coarser] if fine else [f"run.scale={QUICK_SCALE}"],
    }
    return [text for name, texts in wanted.items() if getattr(changes, name) is None for text in texts]
