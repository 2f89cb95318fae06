"""`--set key.path=value`: a small patch typed on the command line, checked like a file."""

from collections.abc import Sequence

from laborsim.inputs.compose import merge
from laborsim.inputs.problems import Notes, Place, Problem, echo
from laborsim.inputs.source_text import LONGEST_LINE, bad_characters
from laborsim.inputs.tree import Entry, Mapping, Node, Scalar
from laborsim.inputs.yaml_source import parse_text

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
