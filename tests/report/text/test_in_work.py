"""Why more people seek work although more people are in work is told by rule, and adds up."""

import re

import numpy as np
import pytest

from laborsim.experiment.indicators.effect import Effect, effect_of
from laborsim.experiment.indicators.headline import Point
from laborsim.report.text.in_work import why_both_rise

AT = Point("seeking_workers", "CN", 1499)
MORE, FEWER, SAME = (170_400.0, 169_000.0, 171_300.0, 169_900.0), (-90e3, -91e3, -92e3, -89e3), (0.0,) * 4
UNSURE = (200e3, -190e3, 180e3, -170e3)


def effects(employed: tuple[float, ...], seeking: tuple[float, ...]) -> dict[str, Effect | None]:
    return {"employed_workers": effect_of(np.array(employed)), "seeking_workers": effect_of(np.array(seeking))}


def told(employed: tuple[float, ...], seeking: tuple[float, ...], language: str = "en") -> list[str]:
    known = effects(employed, seeking)
    return why_both_rise(lambda point: known[point.indicator], [AT, AT], language)


def test_who_came_into_the_labor_market_is_told_once_where_both_rise() -> None:
    [line] = told(MORE, tuple(0.33 * one for one in MORE))
    assert "farmed or did not work" in line and "China, Dec 2024" in line
    came, employed, seeking = (int(number.replace(",", "")) for number in re.findall(r"[\d,]{5,}", line))
    assert came == employed + seeking and employed == pytest.approx(170_000, abs=1000)


def test_the_printed_parts_add_up_in_chinese_too() -> None:
    [line] = told(MORE, tuple(0.333 * one for one in MORE), "zh")
    came, employed, seeking = (float(number) for number in re.findall(r"[\d.]+(?=万)", line))
    assert came == pytest.approx(employed + seeking, abs=1e-9)


@pytest.mark.parametrize("both", [(FEWER, MORE), (MORE, FEWER), (MORE, SAME), (UNSURE, MORE), (MORE, UNSURE)])
def test_nothing_is_told_where_one_of_both_does_not_rise(both: tuple[tuple[float, ...], tuple[float, ...]]) -> None:
    assert told(*both) == []


def test_a_number_of_an_age_group_has_no_such_line() -> None:
    known = effects(MORE, MORE)
    groups = [Point("employed_workers", "CN", 1499, group="16-20"), Point("pay_all", "CN", 1499)]
    assert why_both_rise(lambda point: known[point.indicator], groups, "en") == []
