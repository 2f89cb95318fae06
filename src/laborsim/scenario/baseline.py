"""What a scenario is compared with: what it says itself, the nearest ancestor tagged `baseline`, or nothing new."""

from dataclasses import dataclass, field
from typing import Any

from laborsim.scenario.block_reader import fields_of, read_fields, read_map
from laborsim.scenario.blocks import ComparedBlock
from laborsim.scenario.extends import ChainFile, merged, origins_of, remarks_of
from laborsim.scenario.input_errors import Notes
from laborsim.scenario.levers import read_levers
from laborsim.scenario.scenario import Scenario
from laborsim.scenario.yaml_tree import Mapping, Node, Scalar, to_data

BASELINE = "baseline"
"""The tag of what others are compared with; such a scenario is compared with nothing."""

COMPARED = "compared_with"
NOTHING = "none"
"""The value of `compared_with:` where nothing is compared."""

NOTHING_NEW: dict[str, Any] = {"id": "nothing-new", "title": "Nothing new", "title_zh": "无新增政策", "levers": ()}
BLOCK = tuple(ComparedBlock.model_fields)


@dataclass(frozen=True)
class Compared:
    """The other world, and how a resolved file says it: `block` as plain data, with origins and remarks of its values.

    `block` is None where the file need not say it: a baseline, or a comparison with no lever at all.
    """

    world: Scenario | None
    block: dict[str, Any] | str | None = None
    origins: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)


def compared(scenario: Scenario, source: ChainFile, tree: Mapping, notes: Notes) -> Compared:
    """Return what a scenario is compared with; what is wrong with it is noted."""
    if COMPARED in tree.entries:
        return _declared(scenario, tree.entries[COMPARED].node, notes)
    if BASELINE in scenario.tags:
        return Compared(None)
    ancestor = next((found for found in source.chain()[1:] if BASELINE in found.tags), None)
    if ancestor is None:
        return Compared(_with(scenario, NOTHING_NEW, ()))
    whole = merged(ancestor, notes)
    entries = {name: entry for name, entry in whole.entries.items() if name in BLOCK}
    return _as_in(scenario, Mapping(whole.place, entries), "levers", notes)


def said(world: Scenario, data: dict[str, Any], origins: dict[str, str], remarks: dict[str, str]) -> Compared:
    """Return the comparison with a world whose file holds `data`, and whose values have these origins and remarks."""

    def below(by_path: dict[str, str]) -> dict[str, str]:
        return {f"{COMPARED}.{path}": text for path, text in by_path.items() if path.split(".")[0] in BLOCK}

    return Compared(world, {name: data[name] for name in BLOCK if name in data}, below(origins), below(remarks))


def _declared(scenario: Scenario, node: Node, notes: Notes) -> Compared:
    if isinstance(node, Scalar) and node.raw == NOTHING:
        return Compared(None, NOTHING)
    block = read_map(node, COMPARED, notes)
    before = notes.n_errors
    if block is not None:
        read_fields(fields_of(ComparedBlock), block, COMPARED, notes)
    if block is None or notes.n_errors > before:
        return Compared(None)
    return _as_in(scenario, block, f"{COMPARED}.levers", notes)


def _as_in(scenario: Scenario, block: Mapping, path: str, notes: Notes) -> Compared:
    """Return the comparison with the levers of a block, which stand at a key path."""
    there = block.entries.get("levers")
    placed = [] if there is None else read_levers(there.node, scenario.horizon, notes, path)
    levers = tuple(found.lever for found in placed)
    plain = to_data(block)
    assert isinstance(plain, dict)
    names = {name: str(plain.get(name, "")) for name in ("id", "title", "title_zh")}
    return said(_with(scenario, names, levers, (BASELINE,)), plain, origins_of(block), remarks_of(block))


def _with(scenario: Scenario, names: dict[str, Any], levers: Any, tags: tuple[str, ...] = ()) -> Scenario:
    """Return the same question with other levers and another name."""
    return Scenario.model_validate({**dict(scenario), "description": "", **names, "levers": levers, "tags": tags})
