"""The `budget:` of a plan: yuan a year by payer."""

from dataclasses import dataclass

from pydantic import Field

from laborsim.inputs.blocks import Block
from laborsim.inputs.problems import Notes, Problem, echo
from laborsim.inputs.question import Scenario
from laborsim.inputs.reading import did_you_mean, join, read_field, read_map
from laborsim.inputs.tree import Entry, Mapping, Node
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever

ALL = "all"
"""Whose budget holds for all payers together."""


class YearBlock(Block):
    """One amount of a budget."""

    yuan: float = Field(ge=0, description="Yuan a year.")


@dataclass(frozen=True)
class Budget:
    """What one payer, or `all` together, may spend in each year [yuan]; a year that is not named is free."""

    payer: str
    years: tuple[tuple[int, float], ...]


def payer_of(lever: Lever) -> str:
    """Return who pays for a lever: as the scenario says, else as the catalogue says."""
    return lever.cost.payer or lever.DECLARATION.payer


def read_budgets(node: Node, scenario: Scenario, notes: Notes) -> tuple[Budget, ...]:
    """Return the budgets of a plan; whatever is wrong with any of them is noted."""
    payers = (ALL, *dict.fromkeys(payer_of(lever) for lever in scenario.levers))
    mapping = read_map(node, "budget", notes)
    budgets = []
    for payer, entry in mapping.entries.items() if mapping else ():
        path = join("budget", payer)
        if payer not in payers:
            close = did_you_mean(payer, payers)
            hint = f"did you mean '{close}'?" if close else f"known here: {', '.join(payers)}"
            notes.add(Problem("E602", path, entry.key_place, "pays for no lever of the scenario", hint=hint))
            continue
        budgets.append(Budget(payer, tuple(_years(entry, path, simulated_years(scenario), notes))))
    return tuple(budgets)


def simulated_years(scenario: Scenario) -> range:
    """Return the calendar years in which months are simulated."""
    first, _ = year_and_month(scenario.horizon.start + 1)
    last, _ = year_and_month(scenario.horizon.end)
    return range(first, last + 1)


def _years(entry: Entry, path: str, known: range, notes: Notes) -> list[tuple[int, float]]:
    if not isinstance(entry.node, Mapping):
        yuan = read_field(YearBlock, "yuan", entry.node, path, notes)
        return [] if yuan is None else [(year, yuan) for year in known]
    found = []
    for name, below in entry.node.entries.items():
        yuan = read_field(YearBlock, "yuan", below.node, join(path, name), notes)
        if not name.isdecimal() or int(name) not in known:
            message = f"not a simulated year ({known[0]} … {known[-1]})"
            notes.add(Problem("E603", join(path, name), below.key_place, message, echo(name)))
        elif yuan is not None:
            found.append((int(name), yuan))
    return sorted(found)
