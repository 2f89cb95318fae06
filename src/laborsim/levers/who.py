"""The group of workers a lever is aimed at, or that a scenario names as a group of its own."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from laborsim.kernels.codes import SCHOOLING

SchoolingLevel = Literal["no_school", "primary", "junior_secondary", "senior_secondary", "college_plus"]


class WorkerTraits(BaseModel):
    """What a worker is; he has the traits if every stated condition holds; nothing stated = everyone."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    ASCENDING: ClassVar = ("min_age", "max_age")

    returnee: bool | None = Field(None, description="Has at least 6 months of outbound experience.")
    lifted_out: bool | None = Field(None, description="From a household lifted out of poverty.")
    trained: bool | None = Field(None, description="Has had vocational training.")
    children: bool | None = Field(None, description="Has children of school age.")
    sex: Literal["male", "female"] | None = Field(None, description="Sex.")
    min_age: int | None = Field(None, ge=16, le=100, description="Youngest age [years].")
    max_age: int | None = Field(None, ge=16, le=100, description="Oldest age [years].")
    schooling: tuple[SchoolingLevel, ...] | None = Field(None, description="Levels of schooling.")

    LASTING: ClassVar = ("lifted_out", "sex", "min_age", "max_age", "schooling")
    """Traits that nothing a worker does changes: whether somebody had them at the base date can be told for ever."""

    @property
    def schooling_codes(self) -> tuple[int, ...]:
        """Codes of the levels that qualify."""
        levels = SCHOOLING if self.schooling is None else self.schooling
        return tuple(SCHOOLING.index(level) for level in levels)


class Who(WorkerTraits):
    """Whom a lever is for: the members of a group of the scenario, if it names one, who have every stated trait."""

    group: str | None = Field(None, description="A group of the scenario's own, by its name under `groups:`.")
