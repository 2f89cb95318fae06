"""What a policy lever is: declared once, in one file; everything else is derived from the declaration."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from laborsim.levers.costs import CostComponent, CostKind, CostRange, total_range
from laborsim.levers.schedule import Schedule
from laborsim.levers.who import Who

if TYPE_CHECKING:  # numpy would take half of the time that `validate` has
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials

FEN_PER_YUAN = 100

Held = Literal["post", "workshop place", "park place", "work away", "school place"]
"""What a worker can hold on account of a lever, so that his state shows whom it serves."""

Spread = Literal["", "workers", "lifted_out"]
"""Migrant workers by the region that they come from, or those among them lifted out of poverty."""

PRICE_ROOM = 100
"""How many times the catalogue's unit cost a scenario may state, 1 yuan at least. Below it, all of a lever's range
costs less in a hundred years than 2^63 fen."""

MOST_UNKNOWN_YUAN = 1e6
"""Yuan per unit that a scenario may state where the catalogue states none: a hundred years of a hundred million units
cost less than 2^63 fen."""

MOST_YUAN = 1e15
"""Largest sum that a scenario may state: eight times China's GDP of 2023, and far from what whole fen can count."""

UNIT_COST = "unit_cost"
"""The field of a lever that holds its unit cost where a pair of runs draws it."""

Yuan = Annotated[float, Field(ge=0, le=MOST_YUAN)]


@dataclass(frozen=True)
class Declaration:
    """What is known of a measure before anybody uses it. The docs page and the schema come from here."""

    title: str
    title_zh: str
    measure: str  # row of the catalogue, e.g. LE1
    quote: str  # words of the text that names the measure
    document: str  # source_id of that text
    unit: str
    floor: float
    ceiling: float
    baseline: str  # what "nothing new" means, in words
    neutral: float | None  # the value that changes nothing; None = the level of the base year (data/lever_levels.csv)
    aimed_at: tuple[Literal["regions", "groups"], ...]
    dials: tuple[str, ...]
    funnel: str  # who is eligible, aware, applies, is approved, is served
    capacity: str
    cost_unit: str  # what one unit of cost pays for, e.g. "filled post and year"
    costs: tuple[CostComponent, ...]  # at least one of every kind, all paid by one payer
    grade: Literal["A", "B", "C", "D", "E"]
    indicator: str  # of the code list: what is bought, or the nearest to it; its cost-effectiveness is judged by it
    buys: str  # what is bought, in words, and how near the indicator is to it
    cannot: str
    held: Held | None = None  # what those served hold; None = it hands something out, and its offers count whom to
    units: str = ""  # the dial of its units, where the level is a number of units that are kept and cost by the year
    spread_by: Spread = ""  # whom a total over several regions is spread by; "" = the level holds in each of them
    percent: bool = False  # a share written in percent: an out-of-range value hints at a lost decimal point

    @property
    def offers(self) -> frozenset[str]:
        """What is offered to one person at a time, by the kind of `dials.Offer`; nobody is offered it twice a month."""
        return frozenset(dial for dial in self.dials if dial.startswith("offer: "))

    @property
    def cost_range(self) -> CostRange | None:
        """Yuan per unit of the components that have an amount; None where no cost can be stated at all."""
        return total_range(self.costs)

    @property
    def unit_cost_yuan(self) -> float:
        """Central yuan per unit; 0 where no cost can be stated."""
        return 0.0 if self.cost_range is None else self.cost_range.central

    @property
    def unstated(self) -> tuple[CostKind, ...]:
        """Kinds of cost that no amount can be stated for: they come on top of every total."""
        return tuple(dict.fromkeys(component.kind for component in self.costs if component.amount is None))

    @property
    def payer(self) -> str:
        """Who pays all components."""
        return self.costs[0].payer

    @property
    def most_unit_cost_yuan(self) -> float:
        """Yuan per unit above which the costs of a hundred years could pass what whole fen can count."""
        return MOST_UNKNOWN_YUAN if self.cost_range is None else PRICE_ROOM * max(1.0, self.unit_cost_yuan)


def effect(  # noqa: PLR0913 - a parameter and its provenance, spelled out where it is declared
    default: float, low: float, high: float, description: str, *, unit: str, grade: str, source: str
) -> Any:
    """Declare an effect parameter of a lever: its value, prior range, unit, evidence grade and source."""
    extra: dict[str, Any] = {"prior": [low, high], "unit": unit, "grade": grade, "source": source}
    return Field(default, ge=low, le=high, description=description, json_schema_extra=extra)


class Uncertainty(BaseModel):
    """What is not known about a lever's level; drawn once per replicate from a stream of the lever's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    PARTS: ClassVar = {
        "uniform": ("low", "high"),
        "triangular": ("low", "mode", "high"),
        "normal": ("mean", "sd"),
        "fixed": (),
    }
    """The parts that each distribution has."""

    LEVELS: ClassVar = ("low", "mode", "high", "mean")
    """The parts that are levels of the lever."""

    ASCENDING: ClassVar = ("low", "mode", "high")

    dist: Literal["uniform", "triangular", "normal", "fixed"]
    low: float | None = Field(None, description="Lowest level (uniform, triangular).")
    mode: float | None = Field(None, description="Most likely level (triangular).")
    high: float | None = Field(None, description="Highest level (uniform, triangular).")
    mean: float | None = Field(None, description="Mean level (normal).")
    sd: float | None = Field(None, gt=0, description="Standard deviation (normal).")


class Cost(BaseModel):
    """What the lever costs; each part that is not given is the catalogue's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    per_unit: float | None = Field(None, ge=0, description="Yuan per unit (see the lever's cost unit).")
    one_off: float = Field(0.0, ge=0, le=MOST_YUAN, description="Yuan, once, in the first month in force.")
    budget: Yuan | tuple[tuple[int, Yuan], ...] | None = Field(
        None,
        description="Yuan that are never exceeded: one number over the whole run, or a map of years, released month by "
        "month (what is left ÷ the months left); a year that it does not name has none.",
    )
    unspent: Literal["lapses", "carries over"] = Field(
        "lapses",
        description="What becomes of what a budget by year leaves at the end of a year; lapses is an ASSUMPTION.",
    )
    payer: str | None = Field(None, description="Who pays.")
    shares: tuple[tuple[str, float], ...] | None = Field(
        None, description="Who pays which share, instead of `payer`: {central: 0.6, county: 0.4}; the sum is 1."
    )
    source: str | None = Field(None, description="Where the unit cost comes from.")

    @property
    def total_budget(self) -> float | None:
        """Yuan over the whole run, of all years together; None = no budget stated."""
        return math.fsum(yuan for _, yuan in self.budget) if isinstance(self.budget, tuple) else self.budget

    @property
    def by_year(self) -> dict[int, float] | None:
        """Yuan by calendar year; None where no budget by year is stated."""
        return dict(self.budget) if isinstance(self.budget, tuple) else None


class Lever(BaseModel):
    """One policy instrument in one scenario. Subclass it in its own file: declare, and override `turn`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    NAME: ClassVar[str]
    DECLARATION: ClassVar[Declaration]

    instance: str = Field("", description="Name of this block, where a lever is given as a map of blocks.")
    schedule: Schedule
    regions: tuple[str, ...] = Field(description="Region codes it acts in, in the order of the region table.")
    who: Who = Who()
    uncertainty: Uncertainty | None = None
    cost: Cost = Cost()
    purse: str = Field(
        "", description="Name of the budget that it shares with other levers; its amounts are in `cost`."
    )
    source: str = ""
    drawn: tuple[str, ...] = Field(
        (),
        description="Effect parameters and `unit_cost` where the scenario is silent: every pair of runs draws them.",
    )
    unit_cost: float | None = Field(
        None, description="Yuan per unit that a pair of runs has drawn; None = the catalogue's central amount."
    )

    @classmethod
    def effects(cls) -> dict[str, tuple[float, float]]:
        """Return the bounds of the prior of every effect parameter, by its name, in its unit."""
        extras = ((name, field.json_schema_extra) for name, field in cls.model_fields.items())
        return {name: tuple(extra["prior"]) for name, extra in extras if isinstance(extra, dict) and "prior" in extra}  # type: ignore[misc,arg-type]  # a pair of numbers, written by `effect`

    @property
    def key(self) -> str:
        """Unique name inside a scenario: `lever` or `lever/instance`."""
        return f"{self.NAME}/{self.instance}" if self.instance else self.NAME

    @property
    def unit_cost_yuan(self) -> float:
        """Yuan per unit: from the scenario, or else as drawn, or else the central amount of the catalogue."""
        if self.cost.per_unit is not None:
            return self.cost.per_unit
        return self.DECLARATION.unit_cost_yuan if self.unit_cost is None else self.unit_cost

    @property
    def paid_out_yuan(self) -> float:
        """Yuan per unit that reach people as pay, cash or interest; all of a unit cost that the scenario states."""
        if self.cost.per_unit is not None:
            return self.cost.per_unit
        benefits = total_range(part for part in self.DECLARATION.costs if part.kind == "wages or benefits")
        if benefits is None:
            return 0.0
        whole = self.DECLARATION.cost_range
        if self.unit_cost is None or whole is None:
            return benefits.central
        return benefits.beside(whole, self.unit_cost)

    @property
    def cost_range(self) -> CostRange | None:
        """Yuan per unit: the scenario's one number, or else the catalogue's range; None where neither states a cost."""
        own = self.cost.per_unit
        if own is None:
            return self.DECLARATION.cost_range
        return CostRange(own, own, own) if own > 0 else None

    def cost_ends(self, yuan: float) -> tuple[float, float]:
        """Return the least and the most that what the books say it cost [yuan] may be, by the range of a unit.

        For the same units: a one-off cost is what it is, and a budget is never exceeded. Where pairs draw the unit
        cost, the books are a mean over pairs, and the central amount is the mean that is drawn.
        """
        found = self.cost_range
        if found is None or yuan <= 0:
            return yuan, yuan
        by_unit = max(0.0, yuan - self.cost.one_off)
        low, high = (yuan + by_unit * (end / found.central - 1) for end in (found.low, found.high))
        most = self.cost.total_budget
        return low, high if most is None else max(yuan, min(high, most))

    @property
    def unstated(self) -> tuple[CostKind, ...]:
        """Kinds of cost that come on top of every total; none where the scenario says what a unit costs."""
        return self.DECLARATION.unstated if self.cost.per_unit is None else ()

    @property
    def payer(self) -> str:
        """Who pays: as the scenario says, else as the catalogue says; where several do, all their names."""
        return " + ".join(name for name, _ in self.payers)

    @property
    def payers(self) -> tuple[tuple[str, float], ...]:
        """Who pays which share of the cost; one payer pays all of it."""
        return self.cost.shares or ((self.cost.payer or self.DECLARATION.payer, 1.0),)

    @property
    def shared_purse(self) -> str:
        """The name of what pays it: the budget that it shares, else its own key."""
        return self.purse or self.key

    def level(self, month: int, neutral: float) -> float | None:
        """Return the level in this month, or None while not in force. A ramp starts from what was before it."""
        return self.schedule.level(month, neutral)

    def places(self, level: float) -> float | None:
        """Return how many people a level has places for, at one time or in a month; None if it is no number of them.

        Of levers whose level is a number of units the run counts the places.
        """
        del level
        return None

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """Turn this month's dials to `level` in `regions` (positions). Called while the lever is in force."""
        raise TypeError(f"lever {self.NAME} declares no `turn`")


def cost_ends_of(spent: Iterable[tuple[Lever, float]]) -> tuple[float, float]:
    """Return the least and the most that what the books say some levers cost [yuan] may be, by the ranges of units.

    Levers that share a budget do not exceed it together, as one does not exceed its own.
    """
    purses: dict[str, list[tuple[Lever, float]]] = {}
    for lever, yuan in spent:
        purses.setdefault(lever.shared_purse, []).append((lever, yuan))
    low, high = 0.0, 0.0
    for those in purses.values():
        ends = [lever.cost_ends(yuan) for lever, yuan in those]
        booked, most = sum(yuan for _, yuan in those), those[0][0].cost.total_budget
        up_to = sum(end for _, end in ends)
        low += sum(end for end, _ in ends)
        high += up_to if most is None else max(booked, min(up_to, most))
    return low, high
