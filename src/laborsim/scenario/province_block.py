"""What one province knows of itself at a base date: its own stocks, ages and pay, and the constants that keep them."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from laborsim.published.regions import nearest, region_codes
from laborsim.published.words import Words
from laborsim.scenario.value_types import did_you_mean, fault

WIDEST = 5.0


def check_code(value: str) -> str:
    """Return the code of one province."""
    if value not in region_codes():
        such = Words("such as CN-GS", "例如 CN-GS")
        fault("E307", Words("not the code of a province", "不是省份代码"), did_you_mean(*nearest(value)) or such)
    return value


Code = Annotated[str, AfterValidator(check_code), WithJsonSchema({"type": "string", "enum": list(region_codes())})]


class ProvinceBlock(BaseModel):
    """One province as `laborsim calibrate` fitted it. Everything else about it is borrowed from the nation."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    region: Code = Field(description="The province.")
    base_year: int = Field(ge=2008, le=2100, description="The base year it was fitted for.")
    local: int = Field(gt=0, description="Its people who work locally [persons].")
    outbound: int = Field(gt=0, description="Its people who work outbound [persons].")
    interprovince: int = Field(gt=0, description="Of them, outside the province [persons].")
    mean_age: float | None = Field(None, ge=16, le=75, description="Mean age of its workers [years]; absent = as all.")
    over_50_share: float | None = Field(None, gt=0, lt=1, description="Share of its workers above 50; absent = as all.")
    pay_local: float | None = Field(None, gt=0, description="Mean pay of local jobs there [yuan a month].")
    constant_local: float = Field(description="Added to the nation's constant of local work [utility].")
    constant_inside: float = Field(description="Added to that of outbound work inside the province [utility].")
    constant_outside: float = Field(description="Added to that of outbound work outside the province [utility].")
    constant_out: float = Field(description="Added to that of being at home without a job [utility].")
    spread: float = Field(ge=1, le=WIDEST, description="Draws lie this many times as far from the estimate.")


def province_faults(known: ProvinceBlock, year: int) -> Iterator[tuple[str, Words, Words]]:
    """Yield (key, what is wrong, hint) of a province's block that no base date can meet."""
    if known.base_year != year:
        message = Words(
            f"fitted for {known.base_year}, but the horizon starts in {year}",
            f"按{known.base_year}年校准，而模拟期从{year}年开始",
        )
        hint = Words(
            f"start the horizon in {known.base_year}-12, or fit the province for {year}",
            f"模拟期请从 {known.base_year}-12 开始，或为{year}年校准该省",
        )
        yield "base_year", message, hint
    if known.interprovince >= known.outbound:
        message = Words(
            f"not fewer than all outbound ({known.outbound:,})", f"应少于全部外出农民工（{known.outbound:,}人）"
        )
        yield "interprovince", message, Words("it is a part of them", "它是其中的一部分")
