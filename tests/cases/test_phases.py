"""Phases of one lever: each is paid for what it adds, in its own months, by its own payer."""

import numpy as np
import pytest
from tests.cases.worlds import block, case, run, written

from laborsim.levers import Schedule
from laborsim.model.ledger import SPENT


def test_two_phases_cost_what_one_does_and_each_payer_pays_its_own():
    whole, phases = case("04-one-phase-reference"), case("04-two-phases-cost-doubled")
    assert phases.people == whole.people
    months = 24  # the first ends 2025-12
    first, second = (block(phases, f"workshops/{name}", SPENT) for name in ("first", "second"))
    assert np.array_equal(first + second, block(whole, "workshops", SPENT))
    assert first[1 : months + 1].any() and not first[months + 1 :].any()
    assert second[months + 1 :].any() and not second[: months + 1].any()


def test_three_phases_with_a_gap_cost_nothing_in_the_gap(tmp_path):
    blocks = """  entrepreneurship_parks:
    a: {value: 4000, end: 2024-03, source: "ASSUMPTION"}
    b: {value: 5000, start: 2024-05, end: 2024-08, regions: [West], source: "ASSUMPTION"}
    c: {value: 4000, start: 2024-09, source: "ASSUMPTION"}
"""
    spent = run(written(tmp_path, blocks, "2024-12")).services[..., SPENT].sum(axis=(1, 2))
    assert spent[4] == 0 and (spent[[1, 2, 3, *range(5, 13)]] > 0).all()


def test_a_nation_and_a_province_one_after_another_are_charged_apart(tmp_path):
    blocks = """  workshops:
    nation: {value: 60000, end: 2024-06, source: "ASSUMPTION"}
    gansu: {value: 9000, start: 2024-07, regions: [CN-GS], source: "ASSUMPTION"}
"""
    found = run(written(tmp_path, blocks, "2024-12"))
    gansu, nation = (block(found, f"workshops/{name}", SPENT) for name in ("gansu", "nation"))
    assert not nation[7:].any() and not gansu[:7].any()
    assert np.count_nonzero(gansu[7:].sum(axis=0)) == 1


@pytest.mark.parametrize(("before", "level"), [(96.7, 9.2797), (0.1, 0.3), (2200.000000000002, 3000.1), (1e7, 1.1)])
def test_a_level_at_full_strength_is_the_stated_one_whatever_was_before(before, level):
    """A block that goes on where another ended has no ramp: by way of what was before, they differed in a bit."""
    start = 1489
    ramp = Schedule(points=((start, level),), start=start, ramp=2, before=Schedule(points=((start - 9, before),)))
    plain = Schedule(points=((start, level),), start=start)
    assert {ramp.level(start + 2, before), ramp.level(start + 20, 5.0), plain.level(start, before)} == {level}
    assert ramp.level(start, before) != level
