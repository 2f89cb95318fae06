"""A YAML file as a tree in which every key and every value knows where it stands."""

import math
import re
from dataclasses import dataclass, field
from typing import TypeAlias

from laborsim.published.words import ErrorInWords, Words
from laborsim.scenario.input_errors import Place, echo

INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NULLS = ("", "~", "null", "Null", "NULL")
MOST_DIGITS = 18  # every whole number up to here fits 64 bits

Plain: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class Scalar:
    """One value: as typed (`raw`), as read (`value`), and the comment that follows on its line."""

    place: Place
    raw: str
    value: Plain
    remark: str = ""


@dataclass(frozen=True)
class Items:
    """A list."""

    place: Place
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Entry:
    """A key's place, and its value."""

    key_place: Place
    node: "Node"


@dataclass(frozen=True)
class Mapping:
    """A map of text keys."""

    place: Place
    entries: dict[str, Entry] = field(default_factory=dict)


Node: TypeAlias = Scalar | Items | Mapping


class NotANumber(ErrorInWords, ValueError):  # noqa: N818 - as the sentence says it
    """What is written like a number is none that could be used."""


def read_plain(raw: str) -> Plain:
    """Return an unquoted word as the YAML 1.2 core schema reads it: `no` is text, `012` is 12.

    Raises NotANumber for numbers that are not finite or that have more digits than any quantity needs.
    """
    if raw in NULLS:
        return None
    if raw in WORDS:
        return WORDS[raw]
    if NOT_FINITE.fullmatch(raw):
        raise NotANumber(Words("not a finite number", "不是有限的数"))
    if INTEGER.fullmatch(raw) or OCTAL_OR_HEX.fullmatch(raw):
        if len(raw.lstrip("+-0xo")) > MOST_DIGITS:
            raise NotANumber(Words(f"a number of more than {MOST_DIGITS} digits", f"数字超过{MOST_DIGITS}位"))
        return int(raw, 0) if OCTAL_OR_HEX.fullmatch(raw) else int(raw)
    if FLOAT.fullmatch(raw):
        number = float(raw)
        if not math.isfinite(number):
            raise NotANumber(Words("too large to be a number", "数值过大"))
        return number
    return raw


def is_number_text(text: str) -> bool:
    """Return whether a text would be a number if it stood without quotes."""
    return bool(INTEGER.fullmatch(text.strip()) or FLOAT.fullmatch(text.strip()))


def to_data(node: Node) -> object:
    """Return the tree as plain Python data: dict, list, text, numbers."""
    if isinstance(node, Mapping):
        return {key: to_data(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, Items):
        return [to_data(item) for item in node.items]
    return node.value


def is_number(node: Node) -> bool:
    """Return whether a value is a number; `true` is none."""
    return isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def describe(node: Node) -> str | Words:
    """Return a value as it was typed, for a message, or what stands there where it is more or less than a value."""
    if isinstance(node, Mapping):
        return Words("a map", "映射")
    if isinstance(node, Items):
        return Words("a list", "列表")
    return echo(node.raw) if node.raw.strip() else Words("nothing", "空白")
