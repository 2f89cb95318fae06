"""The `levers:` of a scenario file: from blocks to Lever objects."""

from collections.abc import Iterator
from dataclasses import dataclass

from laborsim.inputs.blocks import LeverBlock
from laborsim.inputs.levels import check_level, schedule
from laborsim.inputs.lever_checks import check_block, warn_about_block
from laborsim.inputs.overlaps import PlacedLever, check_overlaps
from laborsim.inputs.problems import Notes, Place, Problem
from laborsim.inputs.question import Horizon
from laborsim.inputs.reading import (
    Fields,
    check_name_of_block,
    did_you_mean,
    fields_of,
    join,
    read_fields,
    read_map,
)
from laborsim.inputs.regions import NATION, expand_all
from laborsim.inputs.tree import Entry, Mapping, Node
from laborsim.levers import Lever, catalogue

MOST_LEVERS = 200


@dataclass(frozen=True)
class LeverNode:
    """One block of a lever in the tree of a file: where it stands and what it is called."""

    kind: type[Lever]
    instance: str
    path: str
    key_place: Place
    block: Mapping


def read_levers(node: Node, horizon: Horizon | None, notes: Notes, at: str = "levers") -> list[PlacedLever]:
    """Return the levers that stand at a key path; whatever is wrong with any of them is noted."""
    found = []
    blocks = list(lever_nodes(node, notes, at))
    if len(blocks) > MOST_LEVERS:
        notes.add(Problem("E312", at, node.place, f"more than {MOST_LEVERS} levers", str(len(blocks))))
        return []
    for block in blocks:
        lever = _read_lever(block, horizon, notes)
        if lever is not None:
            found.append(lever)
    if horizon is not None:
        check_overlaps(found, horizon, notes)
    return found


def lever_nodes(node: Node, notes: Notes, at: str = "levers") -> Iterator[LeverNode]:
    """Yield every block of every known lever; unknown levers are noted."""
    mapping = read_map(node, at, notes)
    for name, entry in mapping.entries.items() if mapping else ():
        path = join(at, name)
        if name in catalogue():
            yield from _blocks(catalogue()[name], entry, path, notes)
        else:
            close = did_you_mean(name, catalogue())
            hint = f"did you mean '{close}'? 'laborsim levers' lists all" if close else "'laborsim levers' lists all"
            notes.add(Problem("E301", path, entry.key_place, "unknown lever", hint=hint))


def lever_fields(lever: type[Lever]) -> Fields:
    """Return what a block of this lever may hold: the fields of every lever, then its own."""
    own = [name for name in lever.model_fields if name not in Lever.model_fields]
    return {**fields_of(LeverBlock), **dict.fromkeys(own, lever)}


def _blocks(lever: type[Lever], entry: Entry, path: str, notes: Notes) -> Iterator[LeverNode]:
    """Yield one nameless block, or every block of a map of named ones."""
    node, fields = read_map(entry.node, path, notes), lever_fields(lever)
    if node is None:
        return
    named = [isinstance(below.node, Mapping) and name not in fields for name, below in node.entries.items()]
    if not named or not all(named):
        yield LeverNode(lever, "", path, entry.key_place, node)
        return
    for name, below in node.entries.items():
        check_name_of_block(name, below.key_place, join(path, name), notes)
        assert isinstance(below.node, Mapping)
        yield LeverNode(lever, name, join(path, name), below.key_place, below.node)


def _read_lever(found: LeverNode, horizon: Horizon | None, notes: Notes) -> PlacedLever | None:
    lever, before = found.kind, notes.n_errors
    block = read_fields(lever_fields(lever), found.block, found.path, notes)
    values = block.values
    check_level(block, horizon)
    check_block(lever.DECLARATION, block)
    if notes.n_errors > before or horizon is None:
        return None
    warn_about_block(lever, block)
    regions = expand_all(list(values.get("regions", (NATION,))))
    kept = {name: value for name, value in values.items() if name in lever.model_fields and name != "regions"}
    made = lever(instance=found.instance, schedule=schedule(values, horizon), regions=regions, **kept)
    return PlacedLever(made, block, found.key_place)
