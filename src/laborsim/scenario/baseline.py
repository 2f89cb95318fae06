"""What a scenario is compared with: what it says itself, the nearest ancestor tagged `baseline`, or nothing new."""

from dataclasses import dataclass, field
from typing import Any

from laborsim.levers import Lever
from laborsim.published.words import Words
from laborsim.scenario.block_reader import fields_of, join, read_fields, read_map
from laborsim.scenario.blocks import ComparedBlock
from laborsim.scenario.extends import ChainFile, merged, origins_of, remarks_of
from laborsim.scenario.goals_and_shocks import read_shocks
from laborsim.scenario.groups import declared_by
from laborsim.scenario.input_errors import Notes, Problem
from laborsim.scenario.levers import read_levers
from laborsim.scenario.scenario import Context, Scenario, Shock
from laborsim.scenario.yaml_tree import Entry, Mapping, Node, Scalar, to_data

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

    `world` has the scenario's shocks and context, `unshocked` those that its own file states. `block` is None where the
    file need not say it: a baseline, or a comparison with no lever at all.
    """

    world: Scenario | None
    unshocked: Scenario | None = None
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
        world = _with(scenario, NOTHING_NEW, ())
        return Compared(world, world.model_copy(update={"shocks": ()}))
    whole = merged(ancestor, notes)
    _tell_of_other_parameters(whole, tree, notes)
    entries = {name: entry for name, entry in whole.entries.items() if name in BLOCK}
    # Where the ancestor states no context it has the default one, not that of the scenario.
    entries.setdefault("context", Entry(whole.place, Mapping(whole.place)))
    return _as_in(scenario, Mapping(whole.place, entries), "", notes)


PARAMETERS = "parameters"


def _tell_of_other_parameters(baseline: Mapping, tree: Mapping, notes: Notes) -> None:
    """Warn where a baseline sets parameters otherwise: an effect is that of levers, so both worlds have the scenario's.

    One that sets none differs in nothing: what the scenario sets is then the only what-if there is.
    """
    theirs, ours = (found.entries.get(PARAMETERS) for found in (baseline, tree))
    if theirs is None or (ours is not None and to_data(theirs.node) == to_data(ours.node)):
        return
    place = theirs.key_place if ours is None else ours.key_place
    message = Words(
        f"the baseline sets other parameters ({theirs.key_place}), and both worlds have those of this file",
        f"基准情景设定了其他参数（{theirs.key_place}），两种情景均采用本文件的参数",
    )
    hint = Words(
        "an effect is that of the levers: run the baseline's what-if by itself to see what the parameters do",
        "效应是措施的效应：要了解参数的作用，请单独运行基准情景的假设情形",
    )
    notes.add(Problem("W013", PARAMETERS, place, message, hint=hint))


def said(
    worlds: tuple[Scenario, Scenario], data: dict[str, Any], origins: dict[str, str], remarks: dict[str, str]
) -> Compared:
    """Return the comparison with a world whose file holds `data`, and whose values have these origins and remarks.

    `worlds`: with the scenario's shocks and context, and with its own.
    """

    def below(by_path: dict[str, str]) -> dict[str, str]:
        return {f"{COMPARED}.{path}": text for path, text in by_path.items() if path.split(".")[0] in BLOCK}

    return Compared(*worlds, {name: data[name] for name in BLOCK if name in data}, below(origins), below(remarks))


def _declared(scenario: Scenario, node: Node, notes: Notes) -> Compared:
    if isinstance(node, Scalar) and node.raw == NOTHING:
        return Compared(None, block=NOTHING)
    block = read_map(node, COMPARED, notes)
    before = notes.n_errors
    if block is not None:
        read_fields(fields_of(ComparedBlock), block, COMPARED, notes)
    if block is None or notes.n_errors > before:
        return Compared(None)
    return _as_in(scenario, block, COMPARED, notes)


def _as_in(scenario: Scenario, block: Mapping, path: str, notes: Notes) -> Compared:
    """Return the comparison with the levers, shocks and context of a block, which stands at a key path."""
    there = {name: entry.node for name, entry in block.entries.items()}
    levers: tuple[Lever, ...] = ()
    shocks: tuple[Shock, ...] = ()
    context = scenario.context
    declared = declared_by(scenario)
    if "levers" in there:
        placed = read_levers(there["levers"], scenario.horizon, notes, join(path, "levers"), declared, scenario.budgets)
        levers = tuple(found.lever for found in placed)
    if "shocks" in there:
        shocks = read_shocks(there["shocks"], scenario.horizon, notes, join(path, "shocks"))
    if "context" in there and (typed := read_map(there["context"], join(path, "context"), notes)) is not None:
        context = Context(**read_fields(fields_of(Context), typed, join(path, "context"), notes).values)
    plain = to_data(block)
    assert isinstance(plain, dict)
    names = {name: str(plain.get(name, "")) for name in ("id", "title", "title_zh")}
    world = _with(scenario, names, levers, (BASELINE,))
    worlds = world, world.model_copy(update={"shocks": shocks, "context": context})
    return said(worlds, plain, origins_of(block), remarks_of(block))


def _with(scenario: Scenario, names: dict[str, Any], levers: Any, tags: tuple[str, ...] = ()) -> Scenario:
    """Return the same question with other levers and another name."""
    return Scenario.model_validate({**dict(scenario), "description": "", **names, "levers": levers, "tags": tags})
