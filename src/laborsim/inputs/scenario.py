"""A scenario as the rest of laborsim sees it: load a file, get frozen objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laborsim.inputs.build import build_scenario, check_horizon, check_replicates
from laborsim.inputs.compared import Compared, compared
from laborsim.inputs.compose import read_chain
from laborsim.inputs.origins import origins_of, remarks_of
from laborsim.inputs.overrides import apply_overrides
from laborsim.inputs.problems import CannotRead, Notes, Problem, ScenarioProblems
from laborsim.inputs.question import Context, Goal, Horizon, RunSettings, Scale, Scenario, Shock
from laborsim.inputs.reading import join
from laborsim.inputs.tree import to_data

__all__ = [
    "CannotRead",
    "Context",
    "Goal",
    "Horizon",
    "Loaded",
    "Problem",
    "RunSettings",
    "Scale",
    "Scenario",
    "ScenarioProblems",
    "Shock",
    "flat_values",
    "load_scenario",
]


@dataclass(frozen=True)
class Loaded:
    """A scenario, what it is compared with, and where every value comes from.

    `resolved`: plain data after `extends:` and `--set`. `origins`: key path → `file:line`. `remarks`:
    key path → comment beside the value. `files`: (name, SHA-256) of every file that was read, nearest first.
    `sources`: the lines of each file.
    """

    scenario: Scenario
    compared: Compared
    resolved: dict[str, Any]
    origins: dict[str, str]
    files: tuple[tuple[str, str], ...]
    remarks: dict[str, str]
    warnings: tuple[Problem, ...]
    sources: dict[str, list[str]]

    @property
    def baseline(self) -> Scenario | None:
        """Return the world that the scenario is compared with, or None."""
        return self.compared.world


def load_scenario(path: Path | str, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario file, what it extends, and the `--set` overrides.

    Raises ScenarioProblems with everything that is wrong, CannotRead if the file cannot be opened.
    """
    notes = Notes()
    source = read_chain(Path(path), notes)
    tree = apply_overrides(source.merged, overrides, notes)
    scenario, file = build_scenario(tree, notes)
    other = None if scenario is None else compared(scenario, source, tree, notes)
    notes.stop_on_errors()
    assert scenario is not None and other is not None
    check_horizon(scenario, file)
    check_replicates(scenario, file)
    notes.stop_on_errors()
    resolved = to_data(tree)
    assert isinstance(resolved, dict)
    files = tuple((found.shown, found.sha256) for found in source.chain())
    return Loaded(
        scenario=scenario,
        compared=other,
        resolved=resolved,
        origins=origins_of(tree),
        files=files,
        remarks=remarks_of(tree),
        warnings=tuple(notes.warnings()),
        sources=notes.sources,
    )


def flat_values(data: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (key path, value) of everything in a resolved scenario. A list is one value."""
    for key, value in data.items():
        below = join(path, key)
        if isinstance(value, dict):
            yield from flat_values(value, below)
        else:
            yield below, value
