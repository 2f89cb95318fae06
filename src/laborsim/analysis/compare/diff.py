"""What scenarios say differently: every value after `extends:` and `--set`, with its unit, its place and its source."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from laborsim.experiment.running.completion import RESOLVED
from laborsim.experiment.store.folder_kinds import refuse_no_run
from laborsim.levers import catalogue
from laborsim.published.indicators import indicators
from laborsim.scenario.load import Loaded, as_written, flat_values, load_scenario

OWN_WORDS = ("laborsim", "id", "title", "title_zh", "description", "tags", "extends", "compared_with")
"""What a file says about itself: two files always differ in it. What it is compared with is told by name."""

COMPARED = "compared with"
"""Key of the baseline's id."""

NOT_A_BASELINE = "nothing"
"""What stands there where a scenario is compared with nothing."""

LEVELS = ("value", "values", "uncertainty")
"""Parts of a lever in its own unit."""

MONEY = ("per_unit", "one_off", "budget")
"""Parts of a lever's cost, in yuan."""


@dataclass(frozen=True)
class Said:
    """What one scenario says: the value as it would be written, and where (`file:line`); None = nothing."""

    value: str | None
    origin: str = ""


@dataclass(frozen=True)
class Difference:
    """A key that scenarios do not say alike. `said`: in the order of the scenarios."""

    key: str
    unit: str
    said: tuple[Said, ...]


def differences(loaded: Sequence[Loaded]) -> list[Difference]:
    """Return every key that scenarios do not say alike, in the order of the first one that says it."""
    said = [_said(one) for one in loaded]
    keys = dict.fromkeys(key for one in said for key in one)
    rows = [Difference(key, unit_of(key), tuple(one.get(key, Said(None)) for one in said)) for key in keys]
    return [row for row in rows if len({found.value for found in row.said}) > 1]


def _said(loaded: Loaded) -> dict[str, Said]:
    found = {}
    for key, value in flat_values(loaded.resolved):
        if key.partition(".")[0] not in OWN_WORDS:
            found[key] = Said(_written(value), loaded.origins.get(key, ""))
    found[COMPARED] = Said(NOT_A_BASELINE if loaded.baseline is None else loaded.baseline.id)
    return found


def _written(value: Any) -> str:
    """Return a value as text; numbers that are equal are written alike (2200 and 2200.0)."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def unit_of(key: str) -> str:
    """Return the unit of a key of a scenario; empty where the value is no quantity."""
    block, _, rest = key.partition(".")
    if block == "levers":
        return _unit_of_lever(rest)
    if block == "context":
        return "percent a year"
    if block == "goals" and rest.rpartition(".")[2] in ("min", "max", "value", "adds", "tolerance"):
        indicator = indicators().get(rest.partition(".")[0])
        return "" if indicator is None else indicator.unit
    return "persons per worker" if key.startswith("run.scale") else ""


def _unit_of_lever(rest: str) -> str:
    name, *parts = rest.split(".")
    lever = catalogue().get(name)
    if lever is None or not parts:
        return ""
    if any(part in LEVELS for part in parts) and parts[-1] != "dist":
        return lever.DECLARATION.unit
    if parts[-1] in MONEY or parts[-2:-1] == ["budget"]:
        return "CNY"
    field = lever.model_fields.get(parts[-1])
    extra = field.json_schema_extra if field is not None else None
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def loaded_from(path: Path) -> Loaded:
    """Return a scenario from its file, or from the folder of its run, with the places that its values had then.

    Raises ScenarioProblems, CannotRead; NoRun for another folder, FileNotFoundError for a run that keeps no scenario.
    """
    file = path / RESOLVED if path.is_dir() else path
    if path.is_dir() and not file.exists():
        refuse_no_run(path)
        raise FileNotFoundError(f"{path} holds no {RESOLVED}: a baseline that was run for another scenario keeps none")
    loaded = load_scenario(file)
    if file.name != RESOLVED:
        return loaded
    # A resolved file names the place of a value in its comments; that place is meant, not the copy. A value without a
    # comment stands in the copy alone, whose folder may have another name by now.
    origins = {key: f"{RESOLVED}:{origin.rpartition(':')[2]}" for key, origin in loaded.origins.items()}
    return as_written(replace(loaded, origins=origins))


def diff(*paths: Path | str) -> list[Difference]:
    """Return what scenario files, or the scenarios of run folders, say differently; see `loaded_from` for errors."""
    return differences([loaded_from(Path(path)) for path in paths])
