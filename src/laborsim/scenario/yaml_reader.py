"""From text to a tree with places: YAML 1.2, event by event, so that nothing hostile is ever built."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from laborsim.published.words import UNSAID, Words
from laborsim.scenario.input_errors import READABLE, Notes, Place, Problem, echo
from laborsim.scenario.remarks import Clause, about, clauses, named
from laborsim.scenario.text_file import bad_characters
from laborsim.scenario.yaml_tree import Entry, Items, Mapping, Node, NotANumber, Plain, Scalar, describe, read_plain

KEY_AND_VALUE = Words("every line is 'key: value'", "每行应为“字段: 值”")

# (words of the parser, what they mean, how to fix it, whether the place of the *beginning* helps more)
EXPLANATIONS = (
    ("unexpected end of stream", Words("this quote is never closed", "引号未闭合"),
     Words("close it on the same line", "请在同一行闭合"), True),
    ("got '<stream end>'", Words("this bracket is never closed", "括号未闭合"), Words("close it", "请闭合"), True),
    ("found '<stream end>'", Words("the file ends in the middle of something", "文件内容不完整"), UNSAID, False),
    ("could not find expected ':'", Words("a line without a colon", "此行没有冒号"), KEY_AND_VALUE, True),
    ("mapping values are not allowed", Words("a colon is not possible here", "此处不能有冒号"),
     Words("put a text that holds ': ' in quotes; check the indentation of this line",
           "含有 ': ' 的文本请加引号；请检查此行缩进"), False),
    ("sequence entries are not allowed", Words("a list cannot begin here", "此处不能开始列表"),
     Words("write [a, b] or '- a' lines", "请写 [a, b]，或逐行写 '- a'"), False),
    ("character '\\t'", Words("a tab", "含有制表符"),
     Words("YAML is indented and separated by spaces", "YAML用空格缩进和分隔"), False),
    ("cannot start any token", Words("a character that cannot begin a value", "值不能以此字符开头"),
     Words("put the text in quotes", "请给文本加引号"), False),
    ("expected <block end>", Words("a line that fits no line above", "此行与上文不衔接"),
     Words("lines of one map begin in the same column; nothing follows a closed quote or bracket",
           "同一层各行须从同一列开始；闭合的引号或括号之后不能再有内容"), False),
    ("expected '<document start>'", Words("something that belongs to no key", "此内容不属于任何字段"),
     KEY_AND_VALUE, False),
    ("unknown escape character", Words("an escape that does not exist", "转义字符不存在"),
     Words("use single quotes around \\", "含有 \\ 的文本请用单引号"), False),
)  # fmt: skip


def explain_syntax_error(error: MarkedYAMLError, shown: str, lines: list[str]) -> Problem:
    """Return the problem, at the place where a person would begin to look for it."""
    words = str(error.problem or error.context or "not YAML")
    mark: Any = error.problem_mark or error.context_mark
    if "tag" in words:
        return Problem("E105", "file", _place(mark, shown, lines), Words("tags are refused", "不支持标签"))
    message, hint = Words(f"not YAML: {echo(words)}", f"不是合法的YAML：{echo(words)}"), UNSAID
    for sign, meaning, fix, from_beginning in EXPLANATIONS:
        if sign in words:
            message, hint = meaning, fix
            if from_beginning and error.context_mark is not None:
                mark = error.context_mark
            break
    return Problem("E109", "file", _place(mark, shown, lines), message, hint=hint)


def _place(mark: Any, shown: str, lines: list[str]) -> Place:
    if mark is None:
        return Place(shown, 1, 1)
    if mark.line >= len(lines):  # the end of the file
        return Place(shown, len(lines), len(lines[-1]) + 1)
    return Place(shown, mark.line + 1, mark.column + 1)


MERGE_KEYS = Words("merge keys are not supported", "不支持合并键")
ANCHORS = Words("anchors and aliases are not supported", "不支持锚点和别名")
DEEPEST = 20
MOST_NODES = 20_000
HASH = re.compile(r"(?<!\S)#")  # begins a comment, outside of quotes
LONGEST_REMARK = 500  # characters
NO_KEY = "?"  # stands for a key that has been refused
THREE_DIGITS = re.compile(r"\d{3}")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")


def parse_file(text: str, shown: str, notes: Notes) -> Mapping:
    """Return the top-level map of one file. Raises ScenarioProblems if the text is refused."""
    node = parse_text(text, shown, notes)
    if node is None:
        notes.add(
            Problem(
                "E106",
                "file",
                Place(shown, 1, 1),
                Words("the file is empty", "文件为空"),
                hint=Words("'laborsim new' writes one", "'laborsim new' 可生成情景文件"),
            )
        )
    elif not isinstance(node, Mapping):
        hint = Words(
            "begin with 'laborsim: 1' and one 'key: value' a line", "请以 'laborsim: 1' 开头，每行写一个“字段: 值”"
        )
        notes.add(
            Problem(
                "E108", "file", node.place, Words("the top of the file is not a map", "文件的最外层不是映射"), hint=hint
            )
        )
    notes.stop_on_errors(more_may_follow=True, passing=READABLE)
    assert isinstance(node, Mapping)
    return node


def parse_text(text: str, shown: str, notes: Notes, path: str = "") -> Node | None:
    """Return the tree of a text, None if there is nothing in it; problems go to `notes`.

    `path` is the key path at which the text stands.
    """
    reader = _Reader(text, shown, notes)
    try:
        return reader.document(path)
    except MarkedYAMLError as error:
        notes.add(explain_syntax_error(error, shown, notes.sources[shown]))
    except YAMLError as error:
        notes.add(
            Problem(
                "E109",
                "file",
                Place(shown, 1, 1),
                Words(f"not YAML: {echo(str(error))}", f"不是合法的YAML：{echo(str(error))}"),
            )
        )
    notes.stop_on_errors(more_may_follow=True)
    return None


class _Reader:
    """Walks over the events of one document. Depth and size are checked before anything is built."""

    def __init__(self, text: str, shown: str, notes: Notes) -> None:
        self.events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        self.shown = shown
        self.notes = notes
        self.n_nodes = 0
        self.hashes: dict[int, list[int]] = {}  # by line: columns at which comments may begin
        # By line and comment: what it says, and the numbers that stand before it.
        self.comments: dict[tuple[int, int], tuple[tuple[Clause, ...], frozenset[str]]] = {}

    def document(self, path: str) -> Node | None:
        top: Node | None = None
        n_documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                n_documents += 1
                self._check_document(event, n_documents)
            elif isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent):
                top = self._node(event, depth=1, path=path)
        empty = isinstance(top, Scalar) and top.value is None
        return None if empty else top

    def _check_document(self, event: Any, number: int) -> None:
        if event.tags or event.version not in (None, (1, 2)):
            self._report("E105", "file", event, Words("a directive is refused", "不支持指令"))
        if number > 1:
            self._report(
                "E107",
                "file",
                event,
                Words("a second document begins here", "此处开始了第二份文档"),
                Words("one file, one scenario", "一个文件只能有一个情景"),
            )
            self.notes.stop_on_errors(more_may_follow=True)

    def _node(self, event: Any, depth: int, path: str, is_key: bool = False) -> Node:
        self._check_limits(event, depth, path)
        self._check_decoration(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, depth, path)
        if isinstance(event, SequenceStartEvent):
            return self._items(event, depth, path)
        return self._scalar(event, path, is_key)

    def _mapping(self, start: Any, depth: int, path: str) -> Mapping:
        entries: dict[str, Entry] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key_node = self._node(event, depth + 1, path, is_key=True)
            key = self._key(key_node, path)
            below = f"{path}.{key}" if path else key
            value = self._node(next(self.events), depth + 1, below)
            if THREE_DIGITS.fullmatch(key) and isinstance(value, Scalar) and value.value is None:
                self._thousands(entries, key_node, below)
            elif key in entries and key != NO_KEY:
                first = entries[key].key_place.line
                message = Words(
                    f"the key stands twice: in line {first} and in line {key_node.place.line}",
                    f"字段重复：第{first}行和第{key_node.place.line}行",
                )
                self.notes.add(
                    Problem("E104", below, key_node.place, message, hint=Words("delete one of them", "请删除其中一个"))
                )
            else:
                entries[key] = Entry(key_node.place, value)
        return Mapping(self._place(start), entries)

    def _thousands(self, entries: dict[str, Entry], key: Node, below: str) -> None:
        """Note a number that commas have torn apart: `{value: 1,000,000}` is a value 1 and twice a key 000."""
        message = Words("a comma inside braces ends a value", "花括号内的逗号表示值已结束")
        hint = Words(
            "a number with thousands commas? write the digits without them", "是否为带千分位逗号的数字？请去掉逗号"
        )
        known = next((name for name, entry in reversed(entries.items()) if entry.key_place.line == key.place.line), "")
        at = f"{below.rpartition('.')[0]}.{known}".strip(".") if known else below
        self.notes.add(Problem("E204", at, key.place, message, describe(key), hint))

    def _items(self, start: Any, depth: int, path: str) -> Items:
        items = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event, depth + 1, path))
        return Items(self._place(start), tuple(items))

    def _scalar(self, event: Any, path: str, is_key: bool) -> Scalar:
        raw = getattr(event, "value", "")
        place = self._place(event)
        value: Plain = raw
        for _, code, message in bad_characters(raw.replace("\n", "")):
            escaped = Words("{message}, as an escape", "{message}（以转义形式写出）").holding(message=message)
            self.notes.add(Problem(code, path or "file", place, escaped, hint=Words("delete it", "请删除")))
        if isinstance(event, ScalarEvent) and event.style is None and not is_key:
            value = self._plain(raw, place, path)
        return Scalar(place, raw, value, self._remark(event, raw, path))

    def _plain(self, raw: str, place: Place, path: str) -> Plain:
        if LEADING_ZERO.fullmatch(raw):
            message = Words(f"leading zeros: read as {int(raw[:20])}", f"有前导零：读作{int(raw[:20])}")
            self.notes.add(
                Problem("W001", path, place, message, echo(raw), Words("write it without them", "请去掉前导零"))
            )
        try:
            return read_plain(raw)
        except NotANumber as error:
            self.notes.add(Problem("E113", path, place, error.words, echo(raw)))
            return None

    def _key(self, node: Node, path: str) -> str:
        """Keys are text, whatever they look like: `2019` and `'2019'` are one key, `2025-01` is a month."""
        if not isinstance(node, Scalar) or not node.raw:
            hint = (
                Words("a list or map as a key is not possible", "列表或映射不能作为字段名")
                if not isinstance(node, Scalar)
                else Words("write a name", "请填写字段名")
            )
            self.notes.add(
                Problem(
                    "E116", path or "file", node.place, Words("a key that is not text", "字段名不是文本"), hint=hint
                )
            )
            return NO_KEY
        if unicodedata.normalize("NFC", node.raw) != node.raw:
            message = Words("a name that is not in Unicode normal form NFC", "名称未按Unicode的NFC规范化")
            self.notes.add(
                Problem(
                    "E112", path or "file", node.place, message, echo(node.raw), Words("type it again", "请重新输入")
                )
            )
        return node.raw

    def _check_limits(self, event: Any, depth: int, path: str) -> None:
        self.n_nodes += 1
        if depth > DEEPEST:
            self._report("E103", path, event, Words(f"nested deeper than {DEEPEST} levels", f"嵌套超过{DEEPEST}层"))
            self.notes.stop_on_errors(more_may_follow=True)
        if self.n_nodes > MOST_NODES:
            self._report(
                "E115",
                path,
                event,
                Words(f"more than {MOST_NODES:,} values in one file", f"一个文件中的值超过{MOST_NODES}个"),
            )
            self.notes.stop_on_errors(more_may_follow=True)

    def _check_decoration(self, event: Any, path: str) -> None:
        merge_key = isinstance(event, ScalarEvent) and event.value == "<<" and event.style is None
        if event.anchor is not None or merge_key:
            what = MERGE_KEYS if merge_key else ANCHORS
            self._report(
                "E101",
                path,
                event,
                what,
                Words("files are composed by 'extends:'", "请用 'extends:' 组合文件"),
            )
        if getattr(event, "tag", None) is not None:
            self._report(
                "E105",
                path,
                event,
                Words("tags are refused", "不支持标签"),
                Words("write the value without it", "请去掉标签只写值"),
            )

    def _report(self, code: str, path: str, event: Any, message: Words, hint: Words = UNSAID) -> None:
        self.notes.add(Problem(code, path or "file", self._place(event), message, hint=hint))

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Place(self.shown, start.line + 1, start.column + 1, max(1, length))

    def _remark(self, event: Any, raw: str, path: str) -> str:
        """Return what the comment on a value's line says of this value, not of others on the line."""
        end = event.end_mark
        lines = self.notes.sources[self.shown]
        if event.start_mark.line != end.line or end.line >= len(lines):
            return ""
        line = lines[end.line]
        if end.line not in self.hashes:
            self.hashes[end.line] = [found.end() for found in HASH.finditer(line)]
        begins = self.hashes[end.line]
        first = bisect_right(begins, end.column)
        if first == len(begins):
            return ""
        if (end.line, first) not in self.comments:
            comment = line[begins[first] : begins[first] + LONGEST_REMARK].strip()
            self.comments[end.line, first] = clauses(comment), named(line[: begins[first]])
        said, beside = self.comments[end.line, first]
        own = named(raw) | named(path.rpartition(".")[2])
        return "".join(clause.text for clause in about(said, own, beside - own)).strip(" ,;，；")
