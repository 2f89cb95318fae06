"""Where every value of a scenario comes from: its file and line, and the comment beside it."""

from collections.abc import Iterator

from laborsim.inputs.overrides import SET
from laborsim.inputs.reading import join
from laborsim.inputs.tree import Mapping, Node, Scalar


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
