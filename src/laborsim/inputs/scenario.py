"""A scenario as the rest of laborsim sees it: load a file, get frozen objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laborsim.inputs.build import build_scenario
from laborsim.inputs.compose import Source, read_chain
from laborsim.inputs.lever_blocks import read_levers
from laborsim.inputs.overrides import SET, apply_overrides
from laborsim.inputs.problems import CannotRead, Notes, Problem, ScenarioProblems
from laborsim.inputs.question import Context, Goal, Horizon, RunSettings, Scale, Scenario, Shock
from laborsim.inputs.reading import join
from laborsim.inputs.tree import Mapping, Scalar, to_data

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

BASELINE = "baseline"
NOTHING_NEW = "nothing-new"


@dataclass(frozen=True)
class Loaded:
    """A scenario, what it is compared with, and where every value comes from.

    `resolved`: plain data after `extends:` and `--set`. `origins`: key path → `file:line`. `remarks`:
    key path → comment beside the value. `files`: (name, SHA-256) of every file that was read, nearest first.
    `sources`: the lines of each file.
    """

    scenario: Scenario
    baseline: Scenario | None
    resolved: dict[str, Any]
    origins: dict[str, str]
    files: tuple[tuple[str, str], ...]
    remarks: dict[str, str]
    warnings: tuple[Problem, ...]
    sources: dict[str, list[str]]


def load_scenario(path: Path | str, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario file, what it extends, and the `--set` overrides.

    Raises ScenarioProblems with everything that is wrong, CannotRead if the file cannot be opened.
    """
    notes = Notes()
    source = read_chain(Path(path), notes)
    tree = apply_overrides(source.merged, overrides, notes)
    scenario = build_scenario(tree, notes)
    baseline = None if scenario is None else _baseline(scenario, source, notes)
    notes.stop_on_errors()
    assert scenario is not None
    origins: dict[str, str] = {}
    remarks: dict[str, str] = {}
    _collect(tree, "", origins, remarks)
    resolved = to_data(tree)
    assert isinstance(resolved, dict)
    files = tuple((found.shown, found.sha256) for found in source.chain())
    return Loaded(scenario, baseline, resolved, origins, files, remarks, tuple(notes.warnings()), notes.sources)


def flat_values(data: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (key path, value) of everything in a resolved scenario. A list is one value."""
    for key, value in data.items():
        below = join(path, key)
        if isinstance(value, dict):
            yield from flat_values(value, below)
        else:
            yield below, value


def _baseline(scenario: Scenario, source: Source, notes: Notes) -> Scenario | None:
    """Return the same question with the levers of the nearest ancestor tagged `baseline`, or with none."""
    if BASELINE in scenario.tags:
        return None
    ancestor = next((found for found in source.chain()[1:] if BASELINE in found.tags), None)
    names: dict[str, Any] = {
        "id": NOTHING_NEW,
        "title": "Nothing new",
        "title_zh": "无新增政策",
        "tags": (),
        "levers": (),
    }
    if ancestor is not None:
        tree = ancestor.merged
        names = {key: _text(tree, key) for key in ("id", "title", "title_zh")}
        levers = read_levers(tree.entries["levers"].node, scenario.horizon, notes) if "levers" in tree.entries else ()
        names.update(tags=(BASELINE,), levers=levers)
    return Scenario.model_validate({**dict(scenario), "description": "", **names})


def _text(tree: Mapping, key: str) -> str:
    entry = tree.entries.get(key)
    return entry.node.raw if entry is not None and isinstance(entry.node, Scalar) else ""


def _collect(mapping: Mapping, path: str, origins: dict[str, str], remarks: dict[str, str]) -> None:
    """Note the origin of every value, and the comment beside it. A list is one value."""
    for key, entry in mapping.entries.items():
        below = join(path, key)
        if isinstance(entry.node, Mapping):
            _collect(entry.node, below, origins, remarks)
            continue
        origins[below] = SET if entry.node.place.file == SET else str(entry.node.place)
        if isinstance(entry.node, Scalar) and entry.node.remark:
            remarks[below] = entry.node.remark
