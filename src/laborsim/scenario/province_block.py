"""What one province knows of itself at a base date: its own stocks, ages and pay, and the constants that keep them."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from laborsim.published.regions import nearest, region_codes
from laborsim.scenario.value_types import fault

WIDEST = 5.0


def check_code(value: str) -> str:
    """Return the code of one province."""
    if value not in region_codes():
        close = " or ".join(f"'{name}'" for name in nearest(value))
        fault("E307", "not the code of a province", f"did you mean {close}?" if close else "such as CN-GS")
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


def province_faults(known: ProvinceBlock, year: int) -> Iterator[tuple[str, str, str]]:
    """Yield (key, what is wrong, hint) of a province's block that no base date can meet."""
    if known.base_year != year:
        hint = f"start the horizon in {known.base_year}-12, or fit the province for {year}"
        yield "base_year", f"fitted for {known.base_year}, but the horizon starts in {year}", hint
    if known.interprovince >= known.outbound:
        yield "interprovince", f"not fewer than all outbound ({known.outbound:,})", "it is a part of them"
