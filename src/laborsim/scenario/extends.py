"""One scenario out of several files: `extends:` is followed and merged, and every value keeps its place."""

import hashlib
import stat
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from laborsim.scenario.block_reader import join
from laborsim.scenario.blocks import LevelBlock
from laborsim.scenario.input_errors import READABLE, CannotRead, Notes, Place, Problem, echo
from laborsim.scenario.text_file import LONGEST_LINE, bad_characters, read_bytes, read_text
from laborsim.scenario.yaml_reader import parse_file, parse_text
from laborsim.scenario.yaml_tree import Entry, Items, Mapping, Node, Scalar, describe

DEEPEST_CHAIN = 8


def _shipped() -> Path:
    """Return the folder of the shipped scenarios: that of the checkout, or where a wheel puts them."""
    checkout = Path(__file__).resolve().parents[3] / "scenarios"
    return checkout if checkout.is_dir() else Path(sysconfig.get_path("data")) / "share" / "laborsim" / "scenarios"


SHIPPED = _shipped()

UNREACHABLE = (OSError, RuntimeError, ValueError)
"""What a path raises that leads nowhere: too long, a circle of links, a NUL."""

OWN_KEYS = ("laborsim", "id", "title", "title_zh", "description", "tags", "extends", "compared_with")
"""What a file says about itself; never inherited."""

LEVEL_KEYS = (set(LevelBlock.PLAIN), set(LevelBlock.DATED))
"""Two ways to write a level over time. A child that writes one displaces what it inherits of the other."""


@dataclass(frozen=True)
class ChainFile:
    """One file of a chain: what it says itself, what it says with its ancestors, and who they are."""

    path: Path
    shown: str
    sha256: str
    own: Mapping
    parents: tuple["ChainFile", ...]
    merged: Mapping
    height: int  # files in the longest chain above, this one included

    def chain(self) -> tuple["ChainFile", ...]:
        """Return this file and its ancestors, nearest first, each once. The last parent is nearest."""
        found: dict[Path, ChainFile] = {}
        waiting = [self]
        while waiting:
            source = waiting.pop(0)
            if source.path not in found:
                found[source.path] = source
                waiting.extend(reversed(source.parents))
        return tuple(found.values())

    @property
    def tags(self) -> list[str]:
        """Return the tags that this file itself gives."""
        entry = self.own.entries.get("tags")
        if entry is None or not isinstance(entry.node, Items):
            return []
        return [item.raw for item in entry.node.items if isinstance(item, Scalar)]


def read_chain(path: Path, notes: Notes) -> ChainFile:
    """Read a scenario file and everything it extends.

    Raises CannotRead if the file itself cannot be opened, ScenarioProblems if any of the files is refused.
    """
    try:
        root = path.absolute().parent.resolve()
        path.resolve()
    except UNREACHABLE as error:
        raise CannotRead(f"cannot read {path}: {error}") from error
    return _ChainReader(root, notes).read(path, str(path), ())


class _ChainReader:
    """Reads each file once, however often the chain comes past it."""

    def __init__(self, root: Path, notes: Notes) -> None:
        self.root = root
        self.notes = notes
        self.known: dict[Path, ChainFile] = {}

    def read(self, path: Path, shown: str, above: tuple[Path, ...]) -> ChainFile:
        real = path.resolve()
        if real not in self.known:
            self.known[real] = self._read_new(path, shown, above)
        return self.known[real]

    def _read_new(self, path: Path, shown: str, above: tuple[Path, ...]) -> ChainFile:
        content = read_bytes(path, shown, self.notes)
        own = parse_file(read_text(content, shown, self.notes), shown, self.notes)
        above = (*above, path.resolve())
        names = _parent_names(own, self.notes)
        parents = tuple(parent for name in names if (parent := self._parent(name, path, above)) is not None)
        self.notes.stop_on_errors(more_may_follow=True, passing=READABLE)
        merged = Mapping(own.place)
        for parent in parents:
            merged = merge(merged, _without(parent.merged, OWN_KEYS), self.notes)
        merged = merge(merged, _without(own, ("extends",)), self.notes)
        sha256 = hashlib.sha256(content).hexdigest()
        height = 1 + max((parent.height for parent in parents), default=0)
        return ChainFile(path.resolve(), shown, sha256, own, parents, merged, height)

    def _parent(self, name: Scalar, child: Path, above: tuple[Path, ...]) -> ChainFile | None:
        target = _parent_path(name, child, self.root, self.notes)
        if target is None:
            return None
        chain = " → ".join(path.name for path in (*above, target.resolve()))
        if target.resolve() in above:
            message = f"a circle: {chain}"
            self.notes.add(Problem("E151", "extends", name.place, message, hint="remove one 'extends:'"))
            return None
        height = 1 if target.resolve() not in self.known else self.known[target.resolve()].height
        if len(above) + height > DEEPEST_CHAIN:
            message = f"more than {DEEPEST_CHAIN} files deep: {chain}"
            self.notes.add(Problem("E151", "extends", name.place, message, hint="merge some of the files"))
            return None
        try:
            return self.read(target, _shown(name, target), above)
        except CannotRead as error:
            self.notes.add(Problem("E152", "extends", name.place, str(error), echo(name.raw)))
            return None


def _parent_names(own: Mapping, notes: Notes) -> list[Scalar]:
    entry = own.entries.get("extends")
    if entry is None:
        return []
    items = entry.node.items if isinstance(entry.node, Items) else (entry.node,)
    names = []
    for item in items:
        if isinstance(item, Scalar) and isinstance(item.value, str) and item.raw.strip():
            names.append(item)
        else:
            hint = "write the path of a file, relative to this one"
            notes.add(Problem("E203", "extends", item.place, "not the name of a file", describe(item), hint))
    return names


def _parent_path(name: Scalar, child: Path, root: Path, notes: Notes) -> Path | None:
    """Return the file that `extends:` names, without opening it; None if it may not be opened."""
    raw = name.raw
    if raw.startswith(("/", "~")) or ":" in raw or "\\" in raw:
        _refuse_path(name, "only relative paths with '/' are followed", notes)
        return None
    try:
        target = _beside_or_shipped(child.parent / raw, raw)
        real = target.resolve()
        mode = real.stat().st_mode if real.exists() else None
    except UNREACHABLE as error:
        notes.add(Problem("E152", "extends", name.place, f"cannot be read: {error}", echo(raw)))
        return None
    if not real.is_relative_to(root) and not real.is_relative_to(SHIPPED):
        _refuse_path(name, "outside the folder of the scenario", notes)
    elif mode is None:
        notes.add(Problem("E152", "extends", name.place, "no such file", echo(raw), _name_hint(target)))
    elif not stat.S_ISREG(mode):
        _refuse_path(name, "not a regular file", notes)
    else:
        return target
    return None


def _beside_or_shipped(beside: Path, raw: str) -> Path:
    shipped = SHIPPED / raw
    return shipped if "/" not in raw and not beside.exists() and shipped.exists() else beside


def _name_hint(target: Path) -> str:
    folder = target.parent
    siblings = sorted(file.name for file in folder.glob("*.yaml")) if folder.is_dir() else []
    shipped = sorted(file.name for file in SHIPPED.glob("*.yaml"))
    close = get_close_matches(target.name, [*siblings, *shipped], n=1)
    return f"did you mean '{close[0]}'?" if close else "the path is relative to the file that extends"


def _refuse_path(name: Scalar, why: str, notes: Notes) -> None:
    hint = "put the file beside the scenario, or in a folder below it"
    notes.add(Problem("E150", "extends", name.place, why, echo(name.raw), hint))


def _shown(name: Scalar, target: Path) -> str:
    """Return a parent's name as the user would write it: beside the child's own name."""
    if target.parent == SHIPPED:
        return f"{SHIPPED.name}/{target.name}"
    return str(Path(name.place.file).parent / name.raw)


def _without(mapping: Mapping, keys: tuple[str, ...]) -> Mapping:
    return replace(mapping, entries={key: entry for key, entry in mapping.entries.items() if key not in keys})


def merge(inherited: Mapping, patch: Mapping, notes: Notes, path: str = "") -> Mapping:
    """Return what is inherited changed as JSON Merge Patch does: maps merge, null removes, others replace."""
    entries = dict(inherited.entries)
    for one, other in (LEVEL_KEYS, LEVEL_KEYS[::-1]):
        if one & patch.entries.keys():
            entries = {key: entry for key, entry in entries.items() if key not in other}
    for key, entry in patch.entries.items():
        below = f"{path}.{key}" if path else key
        if isinstance(entry.node, Scalar) and entry.node.value is None:
            if inherited.entries.get(key) is None:
                hint = "write a value, or delete the line"
                notes.add(Problem("E211", below, entry.key_place, "an empty value", hint=hint))
            entries.pop(key, None)
            continue
        entries[key] = Entry(entry.key_place, _merged_node(entries.get(key), entry.node, notes, below))
    return Mapping(patch.place, entries)


def _merged_node(inherited: Entry | None, node: Node, notes: Notes, path: str) -> Node:
    if not isinstance(node, Mapping):
        return node
    if inherited is not None and isinstance(inherited.node, Mapping):
        return merge(inherited.node, node, notes, path)
    return merge(Mapping(node.place), node, notes, path)


SET = "--set"
"""What stands for the file name where a value was typed on the command line."""


def apply_overrides(merged: Mapping, overrides: Sequence[str], notes: Notes) -> Mapping:
    """Return the tree changed by each `--set`, in order. Lines of the "file" `--set` are the overrides."""
    if overrides:
        notes.sources[SET] = list(overrides)
    for line, text in enumerate(overrides, start=1):
        patch = _patch(text, line, notes)
        if patch is not None:
            merged = merge(merged, patch, notes)
    return merged


def _patch(text: str, line: int, notes: Notes) -> Mapping | None:
    key, equals, value = text.partition("=")
    place = Place(SET, line, 1, max(1, len(key)))
    for offset, code, message in bad_characters(text.replace("\n", "\0")):
        notes.add(Problem(code, "--set", Place(SET, line, offset + 1), message, hint="delete it"))
        return None
    parts = key.split(".")
    if not equals or not all(parts) or not value.strip() or len(text) > LONGEST_LINE or parts[0] == "extends":
        hint = "for example --set levers.entrepreneurship_parks.value=3000"
        notes.add(Problem("E153", "--set", place, "not of the form key.path=value", echo(text), hint))
        return None
    # Blank lines and blanks before the value give it the line and column that it has on the command line.
    before = notes.n_errors
    node = parse_text("\n" * (line - 1) + " " * (len(key) + 1) + value, SET, notes, key)
    return _nested(parts, node or Scalar(place, "null", None), place) if notes.n_errors == before else None


def _nested(parts: list[str], node: Node, place: Place) -> Mapping:
    column = place.column + sum(len(part) + 1 for part in parts)
    for part in reversed(parts):
        column -= len(part) + 1
        node = Mapping(place, {part: Entry(Place(SET, place.line, column, len(part)), node)})
    assert isinstance(node, Mapping)
    return node


def origins_of(mapping: Mapping) -> dict[str, str]:
    """Return `file:line`, or `--set`, by key path. A list is one value."""
    return {path: SET if node.place.file == SET else str(node.place) for path, node in _values(mapping)}


def remarks_of(mapping: Mapping) -> dict[str, str]:
    """Return the comments that stand beside values, by key path."""
    return {path: node.remark for path, node in _values(mapping) if isinstance(node, Scalar) and node.remark}


def _values(mapping: Mapping, path: str = "") -> Iterator[tuple[str, Node]]:
    for key, entry in mapping.entries.items():
        below = join(path, key)
        if isinstance(entry.node, Mapping):
            yield from _values(entry.node, below)
        else:
            yield below, entry.node
