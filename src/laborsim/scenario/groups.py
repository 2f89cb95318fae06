"""The `groups:` of a scenario file: people that the user names, and whether who uses a group names one."""

from collections.abc import Iterable
from dataclasses import dataclass

from laborsim.kernels.codes import AGE_BANDS, FIVE_YEAR_BANDS, MOST_GROUPS
from laborsim.levers import Lever, WorkerTraits
from laborsim.published.regions import NATION, expand, place_names
from laborsim.published.words import Words
from laborsim.scenario.block_reader import (
    ReadBlock,
    check_name_of_block,
    fields_of,
    join,
    nearest_to,
    read_fields,
    read_map,
)
from laborsim.scenario.blocks import GroupBlock
from laborsim.scenario.input_errors import Notes, Place, Problem, echo
from laborsim.scenario.levels import bounds_in_order
from laborsim.scenario.scenario import Group, Scenario
from laborsim.scenario.value_types import did_you_mean
from laborsim.scenario.yaml_tree import Mapping, Node

SAYS_WHO = ("region", "persons", "traits")
"""Keys of a group, of which one at least is needed."""

BUILT_IN = (
    "all",
    "everybody",
    "everyone",
    "default",
    "none",
    "male",
    "female",
    *place_names(),
    *AGE_BANDS,
    *FIVE_YEAR_BANDS,
    *WorkerTraits.model_fields,
)
"""Names that tables give to people already."""


@dataclass(frozen=True)
class NamedGroups:
    """The groups of a scenario as others may use them.

    `names`: all that are declared, those with a fault of their own too, so that one fault is not two. `groups`:
    the right ones.
    """

    names: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    def named(self, name: str | None) -> Group | None:
        """Return a group by its name; None where there is none, or a wrong one."""
        return next((group for group in self.groups if group.name == name), None)


def declared_by(scenario: Scenario) -> NamedGroups:
    """Return the groups of a scenario that is right, as whoever else uses them sees them."""
    return NamedGroups(tuple(group.name for group in scenario.groups), tuple(scenario.groups))


def read_groups(node: Node, notes: Notes) -> NamedGroups:
    """Return the groups of a scenario; whatever is wrong with any of them is noted."""
    mapping = read_map(node, "groups", notes) or Mapping(node.place)
    if len(mapping.entries) > MOST_GROUPS:
        message = Words(f"more than {MOST_GROUPS} groups of one's own", f"自定义人群超过{MOST_GROUPS}组")
        notes.add(
            Problem(
                "E312",
                "groups",
                node.place,
                message,
                str(len(mapping.entries)),
                Words("ask two questions", "请分为两个问题"),
            )
        )
    found = []
    for name, entry in mapping.entries.items():
        path = join("groups", name)
        check_name_of_block(name, entry.key_place, path, notes)
        if name in BUILT_IN or name.startswith("CN-"):
            message = Words("laborsim calls other people so already", "laborsim已用此名称指其他人群")
            notes.add(
                Problem(
                    "E209",
                    path,
                    entry.key_place,
                    message,
                    echo(name),
                    Words("call the group by another name", "请换一个人群名称"),
                )
            )
        block = read_map(entry.node, path, notes)
        group = block and _read_group(name, block, notes)
        if group:
            found.append(group)
    return NamedGroups(tuple(mapping.entries), tuple(found))


def _read_group(name: str, node: Mapping, notes: Notes) -> Group | None:
    path, before = join("groups", name), notes.n_errors
    read = read_fields(fields_of(GroupBlock), node, path, notes)
    values = read.values
    if "traits" in read.inside:
        bounds_in_order(read.inside["traits"], WorkerTraits.ASCENDING)
        _check_lasting(read)
    if not any(key in read for key in SAYS_WHO):
        hint = Words(
            "write 'region:', 'traits:', 'persons:' or several of them",
            "请写 'region:'、'traits:'、'persons:' 中的一项或几项",
        )
        problem = Problem(
            "E202",
            path,
            node.place,
            Words("the group says nothing of who is in it", "人群未说明由哪些人组成"),
            hint=hint,
        )
        notes.add_missing(problem, map(read.at, SAYS_WHO))
    if notes.n_errors > before:
        return None
    place = values.get("region", NATION)
    return Group(
        name=name,
        place=place,
        regions=expand(place),
        persons=values.get("persons"),
        traits=WorkerTraits(**values["traits"].model_dump()) if "traits" in values else WorkerTraits(),
        source=values["source"],
    )


def _check_lasting(read: ReadBlock) -> None:
    """Note traits that people gain and lose in a group that is a number of people: it is drawn once."""
    if "persons" not in read:
        return
    inside = read.inside["traits"]
    for trait in inside.node.entries:
        if trait in WorkerTraits.model_fields and trait not in WorkerTraits.LASTING:
            message = Words(
                f"a number of people is drawn once, and '{trait}' comes and goes",
                f"按人数设定的人群只抽取一次，而 '{trait}' 会变化",
            )
            lasting = ", ".join(WorkerTraits.LASTING)
            hint = Words(
                f"leave out 'persons' (all who have the trait at the time), or draw by what lasts: {lasting}",
                f"请去掉 'persons'（即当时具有该特征的所有人），或按不变的特征抽取：{lasting}",
            )
            read.notes.add(Problem("E207", inside.at(trait), inside.key_place(trait), message, hint=hint))


def check_use(name: str | None, used: tuple[str, Place], declared: NamedGroups, notes: Notes) -> None:
    """Note a group that nobody declares; `used`: key path and place of its name."""
    if name is None or name in declared.names:
        return
    path, place = used
    close = nearest_to(name, declared.names)
    known = (
        Words(f"declared: {', '.join(declared.names)}", f"已声明：{', '.join(declared.names)}")
        if declared.names
        else Words("declare it under 'groups:'", "请在 'groups:' 下声明")
    )
    hint = did_you_mean(close) if close else known
    notes.add(
        Problem(
            "E320",
            path,
            place,
            Words("no group of the scenario has this name", "情景中没有这个名称的人群"),
            echo(name),
            hint,
        )
    )


def check_levers(found: Iterable[tuple[Lever, ReadBlock]], declared: NamedGroups) -> None:
    """Note levers for a group that nobody declares, or of which nobody lives where the lever acts."""
    for lever, block in found:
        inside = block.inside.get("who")
        if inside is None or lever.who.group is None:
            continue
        check_use(lever.who.group, (inside.at("group"), inside.place("group")), declared, block.notes)
        group = declared.named(lever.who.group)
        if group is not None and not set(group.regions) & set(lever.regions):
            message = Words(
                f"nobody of the group lives where the lever acts: its home is {group.place}",
                f"该人群不居住在措施实施地区：其所在地区为 {group.place}",
            )
            hint = Words(f"write 'regions: [{group.place}]'", f"请写 'regions: [{group.place}]'")
            problem = Problem("E320", inside.at("group"), inside.place("group"), message, echo(group.name), hint)
            block.notes.add(problem)
