"""The doses of a sweep: read as typed, held against their levers, with the level that stands."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from laborsim.analysis.counterfactuals import lever_of
from laborsim.experiment.run_errors import WrongInput, hinted
from laborsim.kernels.codes import year_and_month
from laborsim.levers import Lever
from laborsim.published.words import Words
from laborsim.scenario.doses import as_typed
from laborsim.scenario.held import stands
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import Horizon

MOST_CELLS = 100
"""Cells of a sweep. ASSUMPTION: ten doses of two levers show a curve; more cells tell no more and take hours."""

MOST_LEVERS = 2
"""Levers of a sweep: what a page can show."""


DOSE = re.compile(r"([-+x×]?)(\d+(?:\.\d*)?(?:[eE]\d{1,2})?)")
"""A number that may have a sign, which adds to what stands, or an x, which multiplies it."""


@dataclass(frozen=True)
class Axis:
    """A lever and its doses in ascending order, in the lever's unit.

    `stands`: the level that changes nothing; None where nobody knows it.
    """

    lever: Lever
    doses: tuple[float, ...]
    stands: float | None


@dataclass(frozen=True)
class TypedDose:
    """One dose as it was typed: a level (`value`), what is added to the level that stands, or a multiple of it."""

    typed: str
    how: Literal["value", "add", "times"]
    number: float

    def level(self, key: str, stands: float | None) -> float:
        """Return the level that it becomes. Raises WrongInput where there is nothing to count from."""
        if self.how == "value":
            return self.number
        if stands is None:
            told = Words(
                f"{key}: {self.typed} is counted from a level that nobody knows",
                f"{key}：{self.typed} 以未知的水平为起点",
            )
            hint = Words("give the level, the total that there is then: 3000", "请填写力度本身，即届时的总量：3000")
            raise WrongInput(hinted(told, hint))
        if self.how == "times" and stands == 0:
            told = Words(f"{key}: {self.typed} is a multiple of what is zero", f"{key}：{self.typed} 是零的倍数")
            hint = Words(
                "there is nothing yet: write what is added, +500, or the level, 500",
                "目前为零：请填写增量 +500，或力度本身 500",
            )
            raise WrongInput(hinted(told, hint))
        return as_typed(stands + self.number if self.how == "add" else stands * self.number)


@dataclass(frozen=True)
class TypedDoses:
    """The doses of a lever as they were typed: its key, and each of them."""

    key: str
    doses: tuple[TypedDose, ...]


def wanted(typed: str) -> TypedDoses:
    """Return what LEVER=DOSE,DOSE,… asks for. Raises WrongInput where it is not of that form."""
    key, equals, doses = typed.partition("=")
    if not equals or not key or not doses:
        raise WrongInput(
            Words(
                f"{typed!r} names no doses\n    hint: write LEVER=DOSE,DOSE, such as workshops=40000,50000",
                f"{typed!r} 未列出力度\n    建议：请写 LEVER=DOSE,DOSE，例如 workshops=40000,50000",
            )
        )
    return TypedDoses(key.strip(), tuple(typed_dose(key, one.strip()) for one in doses.split(",")))


def level_typed(typed: str, lever: Lever, baseline: Scenario | None, horizon: Horizon) -> float:
    """Return the level that one typed dose of a lever becomes. Raises WrongInput where it is none."""
    there = stands(lever, baseline.levers if baseline else (), year_and_month(horizon.start)[0])
    return typed_dose(lever.key, typed).level(lever.key, there)


def typed_dose(key: str, typed: str) -> TypedDose:
    """Return a dose as it was typed: 3000, +800 or x1.1. Raises WrongInput where it is not of that form."""
    found = DOSE.fullmatch(typed)
    if found is None:
        hint = Words(
            "a level is a number, 3000; what is added to what stands has a sign, +800; a multiple of it an x, x1.1",
            "力度是数字 3000；在现有基础上的增量带符号 +800；现有的倍数带x，如 x1.1",
        )
        raise WrongInput(hinted(Words(f"{key}: {typed!r} is not a dose", f"{key}：{typed!r} 不是力度"), hint))
    sign, number = found.groups()
    if sign in ("x", "×"):
        return TypedDose(typed, "times", float(number))
    return TypedDose(typed, "add" if sign else "value", float(sign + number))


def axes_of(scenario: Scenario, baseline: Scenario | None, asked: Sequence[TypedDoses]) -> tuple[Axis, ...]:
    """Return the axes of a sweep. Raises WrongInput for levers and doses that cannot be simulated, and for too many."""
    keys = [one.key for one in asked]
    if len(set(keys)) < len(keys):
        raise WrongInput(
            Words(
                f"a lever is given twice: {', '.join(keys)}\n    hint: give all its doses at once",
                f"同一措施给出了两次：{', '.join(keys)}\n    建议：请一次给出其全部力度",
            )
        )
    if len(asked) > MOST_LEVERS:
        told = Words(
            f"{len(asked)} levers are given, a sweep takes one or two", f"给出了{len(asked)}项措施，扫描只取一项或两项"
        )
        hint = Words(
            "'laborsim optimize' looks for the best mix of more levers", "'laborsim optimize' 可寻找更多措施的最优组合"
        )
        raise WrongInput(hinted(told, hint))
    _check_size(asked)
    year = year_and_month(scenario.horizon.start)[0]
    return tuple(_axis(lever_of(scenario, one.key), one, baseline, year) for one in asked)


def cells_of(axes: Sequence[Axis]) -> list[tuple[float, ...]]:
    """Return the doses of every cell, the last lever's changing fastest."""
    return list(product(*(axis.doses for axis in axes)))


def _check_size(asked: Sequence[TypedDoses]) -> None:
    cells = math.prod(len(one.doses) for one in asked)
    if cells <= MOST_CELLS:
        return
    each, in_chinese = (" each", "每项措施") if len(asked) > 1 else ("", "")
    told = Words(
        f"a sweep of {cells:,} cells; at most {MOST_CELLS} are simulated",
        f"扫描有{cells:,}个组合，最多模拟{MOST_CELLS}个",
    )
    hint = Words(
        f"ten doses{each} would do, and ten finer ones where the effect bends; 'laborsim solve' finds one dose",
        f"{in_chinese}取十个力度即可，再在效应变化处细分十个；'laborsim solve' 求解单个力度",
    )
    raise WrongInput(hinted(told, hint))


def _axis(lever: Lever, asked: TypedDoses, baseline: Scenario | None, year: int) -> Axis:
    declared, there = lever.DECLARATION, stands(lever, baseline.levers if baseline else (), year)
    doses = tuple(sorted(one.level(lever.key, there) for one in asked.doses))
    twice = next((dose for k, dose in enumerate(doses[1:]) if dose == doses[k]), None)
    if twice is not None:
        raise WrongInput(
            Words(f"{lever.key}: the dose {twice:,.10g} is given twice", f"{lever.key}：力度 {twice:,.10g} 给出了两次")
        )
    outside = next((dose for dose in doses if not declared.floor <= dose <= declared.ceiling), None)
    if outside is not None:
        allowed = f"{declared.floor:,.10g} … {declared.ceiling:,.10g} {declared.unit}"
        raise WrongInput(
            Words(
                f"{lever.key}: the dose {outside:,.10g} lies outside {allowed}\n    hint: give doses within",
                f"{lever.key}：力度 {outside:,.10g} 不在 {allowed} 以内\n    建议：请给出范围以内的力度",
            )
        )
    return Axis(lever, doses, there)
