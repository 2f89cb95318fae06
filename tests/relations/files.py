"""A draft as files that `validate` reads: in one, or divided over a chain with two parents."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

from tests.relations.doses import dose, ground_of
from tests.relations.draft import Base, Data, Draft

from laborsim.levers import catalogue
from laborsim.scenario.load import Loaded, load_scenario

CHILD = "drawn.yaml"
OWN = ("laborsim", "id", "title")
"""What each file says of itself."""


def loaded(folder: Path, data: Data) -> Loaded:
    """Write a scenario in one file and read it. Raises ScenarioProblems where it is refused."""
    return _written(folder, {CHILD: data})


def loaded_from_chain(folder: Path, draft: Draft) -> Loaded:
    """Write a scenario as a file that extends two, which share a parent of their own, and read it."""
    return _written(folder, chain(draft))


def _written(folder: Path, files: dict[str, Data]) -> Loaded:
    for name, data in files.items():
        (folder / name).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")  # JSON is YAML
    return load_scenario(folder / CHILD)


def chain(draft: Draft) -> dict[str, Data]:
    """Return a scenario's files by name: what each says falls to it by luck, in any order of keys.

    What a level follows (`before`) is a parent's level, and some plain levels are another in a parent: the child
    changes both.
    """
    luck = random.Random(f"{draft.seed} files")
    names = ("grand.yaml", "left.yaml", "right.yaml", CHILD)
    files: dict[str, Data] = {name: {"laborsim": 1, "id": name.partition(".")[0]} for name in names}
    files["left.yaml"]["extends"] = files["right.yaml"]["extends"] = "grand.yaml"
    files[CHILD] |= {"extends": ["left.yaml", "right.yaml"], **{key: draft.data[key] for key in OWN}}
    for path, value in _parts(draft.data):
        if isinstance(value, dict) and ("value" in value) and path[0] in ("levers", "shocks"):
            _inherit(files, path, value, luck, draft.base)
        else:
            _put(files[luck.choice(names)], path, value)
    return {name: _shuffled(data, luck) for name, data in files.items()}


def _parts(data: Data) -> Sequence[tuple[tuple[str, ...], object]]:
    """Return what may fall to any file, by its key path: every block of a lever, every shock, every other key."""
    parts: list[tuple[tuple[str, ...], object]] = []
    for key, value in data.items():
        if key == "levers":
            for name, lever in value.items():
                named = lever and not set(lever) & {"value", "values"}
                parts += [((key, name, block), lever[block]) for block in lever] if named else [((key, name), lever)]
        elif key == "shocks":
            parts += [((key, name), shock) for name, shock in value.items()]
        elif key not in OWN:
            parts.append(((key,), value))
    return parts


def _inherit(files: dict[str, Data], path: tuple[str, ...], block: Data, luck: random.Random, base: Base) -> None:
    parent, child = luck.choice(("grand.yaml", "left.yaml", "right.yaml")), dict(block)
    if "before" in block:
        later = {key: child.pop(key) for key in ("before", "value", "start", "ramp", "end") if key in child}
        _put(files[parent], path, {**child, **later.pop("before")})
        if path[0] == "levers":
            later |= _said(later.pop("value"), path, block, luck, base)
        _put(files[CHILD], path, later)
    elif luck.random() < 0.3:
        lowest = catalogue()[path[1]].DECLARATION.floor if path[0] == "levers" else 1.0
        _put(files[parent], path, {**child, "value": lowest})
        own = _said(child["value"], path, block, luck, base) if path[0] == "levers" else {"value": child["value"]}
        _put(files[CHILD], path, own)
    else:
        _put(files[parent], path, child)


def _said(level: float, path: tuple[str, ...], block: Data, luck: random.Random, base: Base) -> Data:
    """Return the level of a child in one of three ways; one whose spread is said as levels is a level."""
    if "uncertainty" in block:
        return {"value": level}
    return dose(level, ground_of(catalogue()[path[1]], block, base), luck)


def _put(data: Data, path: tuple[str, ...], value: object) -> None:
    for key in path[:-1]:
        data = data.setdefault(key, {})
    data[path[-1]] = value


def _shuffled(data: Data, luck: random.Random) -> Data:
    keys = luck.sample(list(data), len(data))
    return {key: _shuffled(data[key], luck) if isinstance(data[key], dict) else data[key] for key in keys}
