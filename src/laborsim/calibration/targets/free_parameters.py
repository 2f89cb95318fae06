"""Free parameters: which are estimated or drawn, with their priors; a row each in a table. All others are fixed.

A row of the role `fixed` states a prior for whoever frees its parameter; it is checked, and changes nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from laborsim.calibration.targets.csv_reader import Row, read_csv
from laborsim.parameters.parameters import Parameters
from laborsim.published.words import UNSAID, Words
from laborsim.scenario.block_reader import nearest_to
from laborsim.scenario.input_errors import Notes, Problem, echo
from laborsim.scenario.value_types import did_you_mean

Floats = NDArray[np.float64]

COLUMNS = ("name", "role", "transform", "center", "spread", "low", "high", "grade", "source", "note")
NEEDED = ("name", "role", "transform", "center", "spread", "low", "high", "grade", "source")
FIXED = "fixed"
ROLES = ("estimate", "prior", FIXED)
TRANSFORMS = ("none", "log", "logit")
MOST_ESTIMATED = 12
LEAST_MOMENTS = 1.5  # fitted moments for each estimated parameter (design/calibration.md, protocol 2)
DIGITS = 6  # significant, of a draw
COVERED = 2.5  # standard deviations of the prior that a design covers

Role = Literal["estimate", "prior", "fixed"]


@dataclass(frozen=True)
class Free:
    """One free parameter. Its prior is a normal distribution of the transformed value, cut off at the bounds."""

    name: str
    role: Role  # estimate: the data may move it; prior: drawn from its prior; fixed: keeps its default
    transform: str
    center: float  # median of the prior before it is cut, in the parameter's unit
    spread: float  # standard deviation after the transformation
    low: float
    high: float
    grade: str
    source: str

    def inner(self, value: float) -> float:
        """Return the transformed value."""
        if self.transform == "log":
            return math.log(value)
        return math.log(value / (1 - value)) if self.transform == "logit" else value

    def outer(self, inner: float) -> float:
        """Return the value in the parameter's unit, inside its bounds."""
        if self.transform == "log":
            value = math.exp(inner)
        else:
            value = 1 / (1 + math.exp(-inner)) if self.transform == "logit" else inner
        return min(max(value, self.low), self.high)

    @property
    def reach(self) -> tuple[float, float]:
        """Lowest and highest value in prior standard deviations from the center, at most COVERED away."""
        low, high = (self.position(bound) for bound in (self.low, self.high))
        return max(low, -COVERED), min(high, COVERED)

    def position(self, value: float) -> float:
        """Return where a value lies: prior standard deviations from the center."""
        return (self.inner(value) - self.inner(self.center)) / self.spread

    def value(self, position: float) -> float:
        """Return the value that lies at a position."""
        return self.outer(self.inner(self.center) + position * self.spread)

    def quantile(self, share: float) -> float:
        """Return the position below which a share of the prior lies."""
        low, high = self.reach
        below, above = ndtr(low), ndtr(high)
        return float(ndtri(below + share * (above - below)))


def values_at(free: Sequence[Free], positions: Floats) -> Floats:
    """Return parameter values at positions in prior standard deviations [p]."""
    return np.array([one.value(position) for one, position in zip(free, positions, strict=True)])


def rounded(values: Floats) -> Floats:
    """Return values with the digits with which draws are written: runs draw exactly what was solved."""
    return np.array([float(f"{value:.{DIGITS}g}") for value in values])


def positions_of(free: Sequence[Free], values: Floats) -> Floats:
    """Return the positions of parameter values [p]."""
    return np.array([one.position(value) for one, value in zip(free, values, strict=True)])


def parameters_at(free: Sequence[Free], theta: Floats, base: Parameters | None = None) -> Parameters:
    """Return all parameters with the free ones at `theta`, in their units."""
    values = {one.name: float(value) for one, value in zip(free, theta, strict=True)}
    return Parameters.model_validate({**(base or Parameters()).model_dump(), **values})


def read_free(path: Path, notes: Notes) -> tuple[Free, ...]:
    """Return the free parameters of a table; everything that is wrong goes to `notes`."""
    rows = read_csv(path, COLUMNS, NEEDED, notes)
    found = [free for row in rows if (free := _free(row, notes)) is not None]
    for k, row in enumerate(rows):
        if row["name"] in [other["name"] for other in rows[:k]]:
            notes.add(Problem("E504", row["name"], row.at("name"), Words("the parameter stands twice", "该参数重复")))
    return tuple(free for free in found if free.role != FIXED)


def _free(row: Row, notes: Notes) -> Free | None:
    before = notes.n_errors
    name = row["name"]
    if name not in Parameters.model_fields:
        near = nearest_to(name, Parameters.model_fields)
        message = Words("not a parameter of the model", "不是模型参数")
        hint = did_you_mean(near) if near else UNSAID
        notes.add(Problem("E507", name or "parameter", row.at("name"), message, echo(name), hint))
    for column, allowed in (("role", ROLES), ("transform", TRANSFORMS)):
        if row[column] not in allowed:
            message = Words(f"not one of {', '.join(allowed)}", f"应为下列之一：{'、'.join(allowed)}")
            notes.add(Problem("E206", name, row.at(column), message, echo(row[column])))
    for column in ("grade", "source"):
        if not row[column]:
            notes.add(
                Problem("E501", name, row.at(column), Words(f"the parameter has no {column}", f"该参数缺少 {column}"))
            )
    numbers = {column: _number(row, column, notes) for column in ("center", "spread", "low", "high")}
    if notes.n_errors > before:
        return None
    free = Free(name, row["role"], row["transform"], **numbers, grade=row["grade"], source=row["source"])  # type: ignore[arg-type]  # a role
    _check_bounds(free, row, notes)
    return free if notes.n_errors == before else None


def _number(row: Row, column: str, notes: Notes) -> float:
    if row.cells.get(column) is not None and row.cells[column].is_number:
        return float(row[column])
    code, message = "E204", Words("not a number", "不是数字")
    if not row[column]:
        code, message = "E501", Words(f"the prior has no {column}", f"先验分布缺少 {column}")
    notes.add(Problem(code, row["name"], row.at(column), message, echo(row[column]) or None))
    return math.nan


def _check_bounds(free: Free, row: Row, notes: Notes) -> None:
    declared = Parameters.model_fields[free.name]
    extra = declared.json_schema_extra
    assert isinstance(extra, dict)
    lowest, highest = cast(tuple[float, float], extra["prior"])  # written by levers.base.effect
    if free.low >= free.high:
        message = Words(
            f"the bounds are the wrong way round: {free.low:g} is not below {free.high:g}",
            f"上下限颠倒：{free.low:g} 不低于 {free.high:g}",
        )
        notes.add(
            Problem("E505", free.name, row.at("low"), message, hint=Words("exchange low and high", "请将两者对调"))
        )
    elif not free.low <= free.center <= free.high:
        message = Words(
            f"the center lies outside {free.low:g} … {free.high:g}", f"中心值不在 {free.low:g} … {free.high:g} 以内"
        )
        notes.add(Problem("E505", free.name, row.at("center"), message, row["center"]))
    if free.low < lowest or free.high > highest:
        message = Words(f"the model allows {lowest:g} … {highest:g}", f"模型允许的范围为 {lowest:g} … {highest:g}")
        notes.add(Problem("E304", free.name, row.at("low"), message, f"{free.low:g} … {free.high:g}"))
    if not free.spread > 0:
        notes.add(
            Problem(
                "E304", free.name, row.at("spread"), Words("a spread is more than 0", "spread 应大于0"), row["spread"]
            )
        )
    edges = {"log": (0.0, math.inf), "logit": (0.0, 1.0)}.get(free.transform, (-math.inf, math.inf))
    if free.low <= edges[0] or free.high >= edges[1]:
        message = Words(
            f"with the transformation {free.transform} the bounds lie inside {edges[0]:g} … {edges[1]:g}",
            f"采用变换 {free.transform} 时，上下限须在 {edges[0]:g} … {edges[1]:g} 以内",
        )
        notes.add(Problem("E505", free.name, row.at("transform"), message))
