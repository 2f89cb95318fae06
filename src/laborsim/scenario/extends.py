"""One scenario out of several files: `extends:` is followed and merged, and every value keeps its place."""

import hashlib
import stat
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from laborsim.published.regions import NATION
from laborsim.published.system_errors import reason
from laborsim.published.words import Words
from laborsim.scenario.block_reader import join
from laborsim.scenario.blocks import BEFORE, LevelBlock
from laborsim.scenario.input_errors import READABLE, CannotRead, Notes, Place, Problem, echo
from laborsim.scenario.text_file import LONGEST_LINE, bad_characters, read_bytes, read_text
from laborsim.scenario.value_types import MONTH, did_you_mean
from laborsim.scenario.yaml_reader import parse_file, parse_text
from laborsim.scenario.yaml_tree import Entry, Items, Mapping, Node, Scalar, describe, to_data

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

STATING = {*LevelBlock.DOSE, "values"}
"""The keys of which one says how much."""

LEVEL_KEYS = (set(LevelBlock.PLAIN), set(LevelBlock.DATED))
"""Two ways to write a level over time. A child that writes one displaces what it inherits of the other."""


@dataclass(frozen=True)
class ChainFile:
    """One file of a chain: what it says itself, and what it extends."""

    path: Path
    shown: str
    sha256: str
    own: Mapping
    parents: tuple["ChainFile", ...]
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

    def oldest_first(self, found: "dict[Path, ChainFile] | None" = None) -> tuple["ChainFile", ...]:
        """Return the ancestors and this file, each once and after all that it extends; parents as they are listed."""
        found = {} if found is None else found
        for parent in self.parents:
            if parent.path not in found:
                parent.oldest_first(found)
        found[self.path] = self
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
        raise CannotRead(
            Words(f"cannot read {path}: {error}", f"无法读取 {path}：{reason(error).said('zh')}")
        ) from error
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
        sha256 = hashlib.sha256(content).hexdigest()
        height = 1 + max((parent.height for parent in parents), default=0)
        return ChainFile(path.resolve(), shown, sha256, own, parents, height)

    def _parent(self, name: Scalar, child: Path, above: tuple[Path, ...]) -> ChainFile | None:
        target = _parent_path(name, child, self.root, self.notes)
        if target is None:
            return None
        chain = " → ".join(path.name for path in (*above, target.resolve()))
        if target.resolve() in above:
            message = Words(f"a circle: {chain}", f"循环引用：{chain}")
            self.notes.add(
                Problem(
                    "E151",
                    "extends",
                    name.place,
                    message,
                    hint=Words("remove one 'extends:'", "请删除其中一个 'extends:'"),
                )
            )
            return None
        height = 1 if target.resolve() not in self.known else self.known[target.resolve()].height
        if len(above) + height > DEEPEST_CHAIN:
            message = Words(f"more than {DEEPEST_CHAIN} files deep: {chain}", f"引用超过{DEEPEST_CHAIN}层：{chain}")
            self.notes.add(
                Problem("E151", "extends", name.place, message, hint=Words("merge some of the files", "请合并部分文件"))
            )
            return None
        try:
            return self.read(target, _shown(name, target), above)
        except CannotRead as error:
            self.notes.add(Problem("E152", "extends", name.place, error.words, echo(name.raw)))
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
            hint = Words("write the path of a file, relative to this one", "请写文件路径（相对于本文件）")
            notes.add(
                Problem(
                    "E203", "extends", item.place, Words("not the name of a file", "不是文件名"), describe(item), hint
                )
            )
    return names


def _parent_path(name: Scalar, child: Path, root: Path, notes: Notes) -> Path | None:
    """Return the file that `extends:` names, without opening it; None if it may not be opened."""
    raw = name.raw
    if raw.startswith(("/", "~")) or ":" in raw or "\\" in raw:
        _refuse_path(name, Words("only relative paths with '/' are followed", "只支持用 '/' 书写的相对路径"), notes)
        return None
    try:
        target = _beside_or_shipped(child.parent / raw, raw)
        real = target.resolve()
        mode = real.stat().st_mode if real.exists() else None
    except UNREACHABLE as error:
        notes.add(
            Problem(
                "E152",
                "extends",
                name.place,
                Words(f"cannot be read: {error}", f"无法读取：{reason(error).said('zh')}"),
                echo(raw),
            )
        )
        return None
    if not real.is_relative_to(root) and not real.is_relative_to(SHIPPED):
        _refuse_path(name, Words("outside the folder of the scenario", "在情景所在文件夹以外"), notes)
    elif mode is None:
        notes.add(
            Problem("E152", "extends", name.place, Words("no such file", "文件不存在"), echo(raw), _name_hint(target))
        )
    elif not stat.S_ISREG(mode):
        _refuse_path(name, Words("not a regular file", "不是普通文件"), notes)
    else:
        return target
    return None


def _beside_or_shipped(beside: Path, raw: str) -> Path:
    shipped = SHIPPED / raw
    return shipped if "/" not in raw and not beside.exists() and shipped.exists() else beside


def _name_hint(target: Path) -> Words:
    folder = target.parent
    siblings = sorted(file.name for file in folder.glob("*.yaml")) if folder.is_dir() else []
    shipped = sorted(file.name for file in SHIPPED.glob("*.yaml"))
    close = get_close_matches(target.name, [*siblings, *shipped], n=1)
    relative = Words("the path is relative to the file that extends", "路径相对于引用它的文件")
    return did_you_mean(*close) or relative


def _refuse_path(name: Scalar, why: Words, notes: Notes) -> None:
    hint = Words(
        "put the file beside the scenario, or in a folder below it", "请将文件放在情景所在文件夹或其下级文件夹"
    )
    notes.add(Problem("E150", "extends", name.place, why, echo(name.raw), hint))


def _shown(name: Scalar, target: Path) -> str:
    """Return where a parent is: beside the child's own name, or where laborsim keeps what it ships."""
    if target.parent == SHIPPED:
        here = Path.cwd()
        return str(target.relative_to(here) if target.is_relative_to(here) else target)
    return str(Path(name.place.file).parent / name.raw)


def _without(mapping: Mapping, keys: tuple[str, ...]) -> Mapping:
    return replace(mapping, entries={key: entry for key, entry in mapping.entries.items() if key not in keys})


def merged(source: ChainFile, notes: Notes) -> Mapping:
    """Return what a file says with all that it extends: each file of the chain changes, once, what came before it."""
    whole = Mapping(source.own.place)
    merging = _Merging(notes)
    for file in source.oldest_first():
        merging.known = frozenset(ancestor.shown for ancestor in file.chain())
        own = _without(file.own, ("extends",) if file is source else OWN_KEYS)
        whole = merging.merge(whole, own)
    merging.warn_of_disputes(whole)
    return whole


BLOCKS_OF_LEVELS = ("levers.", "shocks.", "compared_with.levers.")
"""Where a block holds a level over time."""


@dataclass(frozen=True)
class _Dispute:
    """Two parents that say different things at one key path: the later stands, unless the child says its own."""

    path: str
    earlier: Place
    later: Place


class _Merging:
    """JSON Merge Patch: maps merge, null removes, others replace. A level that begins later leaves earlier years alone.

    `known`: the files whose words the patch changes knowingly, its own chain; None = all. What it changes of another
    file is a dispute between two parents.
    """

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.known: frozenset[str] | None = None
        self.removed: dict[str, Place] = {}
        self.disputes: list[_Dispute] = []

    def merge(self, inherited: Mapping, patch: Mapping, path: str = "") -> Mapping:
        """Return what is inherited changed by a patch."""
        entries = dict(inherited.entries)
        earlier = _earlier(inherited, patch) if path.startswith(BLOCKS_OF_LEVELS) else None
        if earlier is not None:
            entries = _with_earlier(inherited, patch, earlier)
        for one, other in (LEVEL_KEYS, LEVEL_KEYS[::-1]):
            if one & patch.entries.keys():
                for key in other & entries.keys():
                    self._displaces(join(path, key), entries.pop(key).node, patch.place)
        if path.startswith(BLOCKS_OF_LEVELS) and (doses := {key for key in LevelBlock.DOSE if _says(patch, key)}):
            for key in set(LevelBlock.DOSE) & entries.keys() - doses:
                self._displaces(join(path, key), entries.pop(key).node, patch.place)
        for key, entry in patch.entries.items():
            self._take(entries, inherited, key, entry, join(path, key))
        return Mapping(patch.place, entries)

    def _take(self, entries: dict[str, Entry], inherited: Mapping, key: str, entry: Entry, below: str) -> None:
        node, old = entry.node, entries.get(key)
        if isinstance(node, Scalar) and node.value is None:
            self._remove(entries, inherited, key, entry, below)
        elif isinstance(node, Mapping):
            of_a_map = old is not None and isinstance(old.node, Mapping)
            if old is not None and not of_a_map:
                self._displaces(below, old.node, node.place)
            ground = old.node if old is not None and isinstance(old.node, Mapping) else Mapping(node.place)
            entries[key] = Entry(entry.key_place, self.merge(ground, node, below))
        else:
            if old is not None and to_data(old.node) != to_data(node):
                self._displaces(below, old.node, node.place)
            elif old is None and (gone := self._removed_by_another(below)) is not None:
                self.disputes.append(_Dispute(below, gone, node.place))
            entries[key] = Entry(entry.key_place, node)

    def _remove(self, entries: dict[str, Entry], inherited: Mapping, key: str, entry: Entry, below: str) -> None:
        old = inherited.entries.get(key)
        if old is not None and isinstance(entry.node, Scalar) and not entry.node.raw.strip():
            hint = Words(
                "write null to remove what is inherited, or delete the line to keep it",
                "写 null 表示删除继承的设定，删除此行则予以保留",
            )
            if isinstance(old.node, Mapping):
                hint = Words(
                    f"'{key}: {{}}' keeps what is inherited, '{key}: null' removes it all",
                    f"'{key}: {{}}' 保留继承的设定，'{key}: null' 全部删除",
                )
            message = Words("left blank: keep what is inherited, or remove it?", "字段留空：是保留还是删除继承的设定？")
            self.notes.add(Problem("E212", below, entry.key_place, message, hint=hint))
        elif old is None and key != BEFORE and not any(_is_at(below, gone) for gone in self.removed):
            hint = Words("write a value, or delete the line", "请填写值，或删除此行")
            self.notes.add(Problem("E211", below, entry.key_place, Words("an empty value", "空值"), hint=hint))
        elif old is not None:
            self._displaces(below, old.node, entry.key_place)
            self.removed[below] = entry.key_place
        entries.pop(key, None)

    def _displaces(self, path: str, node: Node, by: Place) -> None:
        """Note that a patch changes what another parent says."""
        leaves = [leaf for _, leaf in _values(node, path)] if isinstance(node, Mapping) else [node]
        foreign = next((leaf.place for leaf in leaves if self.known and leaf.place.file not in self.known), None)
        if foreign is not None:
            self.disputes.append(_Dispute(path, foreign, by))

    def _removed_by_another(self, path: str) -> Place | None:
        by = (place for gone, place in self.removed.items() if _is_at(path, gone))
        return next((place for place in by if self.known and place.file not in self.known), None)

    def warn_of_disputes(self, whole: Mapping) -> None:
        """Warn where two parents say different things and the file that extends both does not decide."""
        stands = {path: node.place for path, node in _values(whole)}
        for dispute in self.disputes:
            at = [place for path, place in stands.items() if _is_at(path, dispute.path)]
            if dispute.path.endswith(".source") or (at and all(place.file != dispute.later.file for place in at)):
                continue
            message = Words(
                f"two parents say different things: this one stands, not {dispute.earlier}",
                f"两个上级文件设定不同：采用此处，而非 {dispute.earlier}",
            )
            hint = Words(
                "write the value that is meant in the file that extends both", "请在同时引用两者的文件中写明所要的值"
            )
            self.notes.add(Problem("W005", dispute.path, dispute.later, message, hint=hint))


def _is_at(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _earlier(inherited: Mapping, patch: Mapping) -> Mapping | None:
    """Return the inherited levels that begin before the level of a patch, as an empty map where none does.

    None: the patch has no level of its own, or says itself what is before it.
    """
    if not STATING & patch.entries.keys() or BEFORE in patch.entries:
        return None
    if "values" in patch.entries and "values" in inherited.entries:
        return None  # dated levels are a map, which merges date by date
    begins = _first_month(patch)
    doses = set(LevelBlock.DOSE)
    if doses & patch.entries.keys() and "start" not in patch.entries and doses & inherited.entries.keys():
        begins = _first_month(inherited)  # another level from the same month
    phase: Node | None = inherited
    while isinstance(phase, Mapping) and not _is_earlier(phase, begins):
        phase = phase.entries[BEFORE].node if BEFORE in phase.entries else None
    return phase if isinstance(phase, Mapping) else Mapping(patch.place)


def _is_earlier(phase: Mapping, begins: str | None) -> bool:
    if begins is None or not STATING & phase.entries.keys():
        return False
    began = _first_month(phase)
    return began is None or began < begins


def _says(block: Mapping, key: str) -> bool:
    """Return whether a block says something under a key, and does not remove it."""
    node = block.entries[key].node if key in block.entries else None
    return node is not None and not (isinstance(node, Scalar) and node.value is None)


def _first_month(block: Mapping) -> str | None:
    """Return the first month of a level as it is written; None = since ever, or nothing that is a month."""
    dated = block.entries["values"].node if "values" in block.entries else None
    start = block.entries["start"].node if "start" in block.entries else None
    written = list(dated.entries) if isinstance(dated, Mapping) else [start.raw] if isinstance(start, Scalar) else []
    return min((month for month in written if MONTH.fullmatch(month)), default=None)


def _with_earlier(inherited: Mapping, patch: Mapping, earlier: Mapping) -> dict[str, Entry]:
    """Return what is inherited with its level moved to `before`, for as long as it goes on."""
    kept = {key: entry for key, entry in inherited.entries.items() if key != BEFORE}
    if not earlier.entries:
        return kept
    moved = {key: entry for key, entry in earlier.entries.items() if key in EARLIER_KEYS}
    if earlier is inherited:
        moved |= {key: entry for key in AIMS if (entry := _aimed_before(key, inherited, patch)) is not None}
        if "source" in patch.entries and "source" in inherited.entries:
            moved["source"] = inherited.entries["source"]
    else:
        moved = dict(earlier.entries)
    end, begins = kept.get("end"), _first_month(patch)
    if end is not None and isinstance(end.node, Scalar) and begins is not None and end.node.raw < begins:
        del kept["end"]  # it was the end of the earlier level
    return {**kept, BEFORE: Entry(patch.place, Mapping(earlier.place, moved))}


EARLIER_KEYS = (*LevelBlock.PLAIN, *LevelBlock.DATED, BEFORE)

AIMS: dict[str, object] = {"regions": [NATION], "who": {}}
"""Where and for whom a level is, and what a block means that does not say."""


def _aimed_before(key: str, inherited: Mapping, patch: Mapping) -> Entry | None:
    """Return where, or for whom, an inherited level is, if the patch aims the block elsewhere; None if it does not."""
    if key not in patch.entries:
        return None
    old, new = inherited.entries.get(key), to_data(patch.entries[key].node)
    before = AIMS[key] if old is None else to_data(old.node)
    if isinstance(before, dict) and isinstance(new, dict):
        new = {**before, **new}
    if (AIMS[key] if new is None else new) == before:
        return None
    at = patch.entries[key].key_place
    everybody: Node = Items(at, (Scalar(at, NATION, NATION),)) if key == "regions" else Mapping(at)
    return Entry(at, everybody) if old is None else old


SET = "--set"
"""What stands for the file name where a value was typed on the command line."""


def apply_overrides(merged: Mapping, overrides: Sequence[str], notes: Notes) -> Mapping:
    """Return the tree changed by each `--set`, in order. Lines of the "file" `--set` are the overrides."""
    if overrides:
        notes.sources[SET] = list(overrides)
    for line, text in enumerate(overrides, start=1):
        patch = _patch(text, line, notes)
        if patch is not None:
            merged = _Merging(notes).merge(merged, patch)
    return merged


def _patch(text: str, line: int, notes: Notes) -> Mapping | None:
    key, equals, value = text.partition("=")
    place = Place(SET, line, 1, max(1, len(key)))
    for offset, code, message in bad_characters(text.replace("\n", "\0")):
        notes.add(Problem(code, "--set", Place(SET, line, offset + 1), message, hint=Words("delete it", "请删除")))
        return None
    parts = key.split(".")
    if not equals or not all(parts) or not value.strip() or len(text) > LONGEST_LINE or parts[0] == "extends":
        hint = Words(
            "for example --set levers.entrepreneurship_parks.value=3000",
            "例如 --set levers.entrepreneurship_parks.value=3000",
        )
        if len(text) > LONGEST_LINE:
            message = Words(
                f"longer than {LONGEST_LINE:,} characters ({len(text):,})", f"超过{LONGEST_LINE}个字符（{len(text)}个）"
            )
            hint = Words("write long values into a file that extends the scenario", "较长的值请写入引用该情景的文件")
            notes.add(Problem("E153", "--set", place, message, echo(text), hint))
            return None
        notes.add(
            Problem(
                "E153",
                "--set",
                place,
                Words("not of the form key.path=value", "格式应为“字段路径=值”"),
                echo(text),
                hint,
            )
        )
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
