"""Budgets: one amount, or amounts by calendar year."""

from pydantic import Field

from laborsim.kernels.codes import year_and_month
from laborsim.levers.base import MOST_YUAN
from laborsim.scenario.block_reader import join, read_field
from laborsim.scenario.blocks import Block
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.scenario import Horizon
from laborsim.scenario.yaml_tree import Mapping, Node

TOTAL = ("total", "all", "sum")
"""What people write beside years; one number is already the total."""


class AmountBlock(Block):
    """One amount of a budget."""

    yuan: float = Field(ge=0, le=MOST_YUAN, description="Yuan.")


def simulated_years(horizon: Horizon) -> range:
    """Return the calendar years in which months are simulated."""
    first, _ = year_and_month(horizon.start + 1)
    last, _ = year_and_month(horizon.end)
    return range(first, last + 1)


def read_budget(
    node: Node, path: str, known: range | None, notes: Notes
) -> float | tuple[tuple[int, float], ...] | None:
    """Return one amount, or amounts by year in their order; whatever is wrong with any of them is noted.

    `known`: the simulated years; None where the horizon cannot be read. None where nothing is right.
    """
    if not isinstance(node, Mapping):
        yuan: float | None = read_field(AmountBlock, "yuan", node, path, notes)
        return None if yuan is None else float(yuan)
    found = []
    for name, below in node.entries.items():
        if name in TOTAL:
            hint = "write one number for the whole run, or amounts by year whose sum is the total"
            notes.add(Problem("E207", join(path, name), below.key_place, "a total beside amounts by year", hint=hint))
            continue
        yuan = read_field(AmountBlock, "yuan", below.node, join(path, name), notes)
        is_year = name.isascii() and name.isdecimal()
        if not is_year or (known is not None and int(name) not in known):
            among = "" if known is None else f" ({known[0]} … {known[-1]})"
            notes.add(Problem("E603", join(path, name), below.key_place, f"not a simulated year{among}", echo(name)))
        elif yuan is not None:
            found.append((int(name), float(yuan)))
    if not node.entries:
        notes.add(Problem("E603", path, node.place, "a budget that names no year", hint="write {2025: 200000000}"))
    return tuple(sorted(found))
