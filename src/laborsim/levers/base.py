"""What a policy lever is: declared once, in one file; everything else is derived from the declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from laborsim.levers.schedule import Schedule
from laborsim.levers.who import Who

if TYPE_CHECKING:  # numpy would take half of the time that `validate` has
    import numpy as np
    from numpy.typing import NDArray

    from laborsim.levers.dials import Dials

FEN_PER_YUAN = 100

Held = Literal["post", "workshop place", "park place", "work away", "school place"]
"""What a worker can hold on account of a lever, so that his state shows whom it serves."""

PRICE_ROOM = 100
"""How many times the catalogue's unit cost a scenario may state, 1 yuan where there is none. Below it, all of a
lever's range costs less in a hundred years than 2^63 fen."""

MOST_YUAN = 1e15
"""Largest sum that a scenario may state: eight times China's GDP of 2023, and far from what whole fen can count."""


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
    unit_cost_yuan: float
    cost_unit: str  # what one unit of cost buys, e.g. "park, once" or "post and year"
    cost_source: str
    payer: str
    grade: Literal["A", "B", "C", "D", "E"]
    indicator: str
    cannot: str
    held: Held | None = None  # what those served hold; None = it hands something out, and its offers count whom to
    units: str = ""  # the dial of its units, where the level is a number of units that are kept and cost by the year
    percent: bool = False  # a share written in percent: an out-of-range value hints at a lost decimal point

    @property
    def offers(self) -> frozenset[str]:
        """What is offered to one person at a time, by the kind of `dials.Offer`; nobody is offered it twice a month."""
        return frozenset(dial for dial in self.dials if dial.startswith("offer: "))

    @property
    def most_unit_cost_yuan(self) -> float:
        """Yuan per unit above which the costs of a hundred years could pass what whole fen can count."""
        return PRICE_ROOM * max(1.0, self.unit_cost_yuan)


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
    """What the lever costs; each part that is not given is the catalogue's, an ASSUMPTION."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    per_unit: float | None = Field(None, ge=0, description="Yuan per unit (see the lever's cost unit).")
    one_off: float = Field(0.0, ge=0, le=MOST_YUAN, description="Yuan, once, in the first month in force.")
    budget: float | None = Field(None, ge=0, le=MOST_YUAN, description="Yuan over the whole run; never exceeded.")
    payer: str | None = Field(None, description="Who pays.")
    source: str | None = Field(None, description="Where the unit cost comes from.")


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
    source: str = ""

    @property
    def key(self) -> str:
        """Unique name inside a scenario: `lever` or `lever/instance`."""
        return f"{self.NAME}/{self.instance}" if self.instance else self.NAME

    @property
    def unit_cost_yuan(self) -> float:
        """Yuan per unit, from the scenario or else from the catalogue."""
        return self.DECLARATION.unit_cost_yuan if self.cost.per_unit is None else self.cost.per_unit

    def level(self, month: int, neutral: float) -> float | None:
        """Return the level in this month, or None while not in force. A ramp starts from what was before it."""
        return self.schedule.level(month, neutral)

    def turn(self, dials: Dials, level: float, regions: NDArray[np.int64]) -> None:
        """Turn this month's dials to `level` in `regions` (positions). Called while the lever is in force."""
        raise TypeError(f"lever {self.NAME} declares no `turn`")
