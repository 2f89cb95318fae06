"""What if: parameters that a scenario sets, which are not the shipped calibration, in both of its worlds."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field, model_validator

from laborsim.levers import Uncertainty
from laborsim.parameters.parameters import Parameters


class WhatIf(BaseModel):
    """One parameter as a scenario sets it: one number, or a distribution from which every pair of runs draws."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    name: str = Field(description="Field of `parameters.parameters.Parameters`, which says its unit.")
    value: float | None = None
    uncertainty: Uncertainty | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "WhatIf":
        if (self.value is None) == (self.uncertainty is None):
            raise ValueError(f"parameter {self.name}: a number or a distribution")
        return self

    @property
    def words(self) -> str:
        """Return what it is set to: a number, or a distribution with its parts, as in the file."""
        if self.uncertainty is None:
            return f"{self.value:g}"
        parts = (f"{name} {getattr(self.uncertainty, name):g}" for name in Uncertainty.PARTS[self.uncertainty.dist])
        return f"{self.uncertainty.dist} {', '.join(parts)}"


def set_words(what_ifs: Iterable[WhatIf]) -> str:
    """Return what is set in one line of code names: "income_elasticity 2.25, wage_curve uniform low -0.15, high 0"."""
    return ", ".join(f"{one.name} {one.words}" for one in what_ifs)


def range_words(name: str) -> str:
    """Return the range of a parameter with its unit: "0.8 … 3.2", "15 … 90 days"."""
    low, high = range_of(name)
    unit = unit_of_parameter(name)
    return f"{low:g} … {high:g}{'' if unit == '1' else f' {unit}'}"


def range_of(name: str) -> tuple[float, float]:
    """Return the lowest and the highest value of a parameter [its unit]. Raises KeyError for a name that is none."""
    low, high = _declared(name)["prior"]
    return float(low), float(high)


def unit_of_parameter(name: str) -> str:
    """Return the unit of a parameter. Raises KeyError for a name that is none."""
    return str(_declared(name)["unit"])


def _declared(name: str) -> dict[str, list[float]]:
    extra = Parameters.model_fields[name].json_schema_extra
    assert isinstance(extra, dict)
    return extra  # type: ignore[return-value]  # declared by levers.base.effect
