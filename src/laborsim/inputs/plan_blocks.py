"""The shape of a plan file, block by block: what may be chosen, what it may cost, what must hold."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from laborsim.inputs.blocks import Block, GoalBlock
from laborsim.inputs.fields import Apart, Id, Line, Month, PlaceName, Prose


class ObjectiveBlock(Block):
    """What the plan is for."""

    indicator: str = Field(description="Indicator of the code list; its paired effect is what counts.")
    aim: Literal["highest", "lowest"] = Field("highest", description="Whether more of it is better.")
    region: PlaceName | None = Field(None, description="Where; absent = the region of the scenario, or CN.")
    by: Month | None = Field(None, description="When (YYYY-MM); absent = the last month.")


class DoseBlock(Block):
    """How far one lever of the scenario may be turned: its last level, in the lever's unit."""

    ASCENDING: ClassVar = ("min", "max")

    min: float = Field(description="Lowest level.")
    max: float = Field(description="Highest level.")
    unit: str | None = Field(None, description="Unit of the levels, checked against the catalogue.")
    most_per_year: float | None = Field(None, gt=0, description="Greatest rise of the level in twelve months.")
    source: Line | None = Field(None, description="The text that names the range, or ASSUMPTION.")


class EquityBlock(Block):
    """A floor under the effect in every place: nobody is left behind."""

    indicator: str = Field(description="Indicator of the code list.")
    least: float = Field(0.0, description="Smallest effect (scenario − baseline) in any of the places.")
    among: Literal["zones"] | tuple[PlaceName, ...] = Field("zones", description="The places: zones, or a list.")
    by: Month | None = Field(None, description="When (YYYY-MM); absent = the last month.")


class PlanFile(Block):
    """A plan file."""

    laborsim: Literal[1] = Field(description="Version of the plan format.")
    id: Id = Field(description="Short name.")
    title: Line | None = Field(None, description="Title in English.")
    title_zh: Line | None = Field(None, description="Title in Chinese.")
    description: Prose | None = Field(None, description="What the plan asks, for a reader in a hurry.")
    scenario: str = Field(description="Scenario file whose levers are turned, relative to this one.")
    objective: ObjectiveBlock = Field(description="What the plan is for.")
    levers: dict[str, DoseBlock] = Field(description="Ranges of levers of the scenario, by their keys there.")
    budget: Annotated[dict[str, Any] | None, Apart()] = Field(
        None, description="Yuan a year by payer, or `all`: a number for every year, or a map of years."
    )
    goals: dict[str, GoalBlock] | None = Field(None, description="Floors and ceilings of indicators, written as goals.")
    equity: EquityBlock | None = Field(None, description="A floor under the effect in every place.")
