"""School places act on parents only; settlement access acts only where registration is still barred."""

from dataclasses import replace

import numpy as np
import pytest
from tests.levers.test_contract import same
from tests.model.small_worlds import (
    BASE,
    CODES,
    FINE,
    finished,
    lever,
    nothing_new,
    scenario,
    setting,
    with_parameters,
    world,
)

from laborsim.kernels.codes import ACCOMPANYING, NO_CHILDREN, OUTBOUND, SEEKING_AWAY
from laborsim.kernels.traits import CHILDREN_MASK, CHILDREN_SHIFT
from laborsim.levers import Cost, catalogue
from laborsim.model.ledger import SERVED, SPENT, STAGES, fen_of

EVERY = slice(None)
PLACE_FEN, SETTLED_FEN = (
    fen_of(catalogue()[name].DECLARATION.unit_cost_yuan / 12) for name in ("school_places", "settlement_access")
)
"""What an added place, and somebody for whom the bar has fallen, cost a month."""


def children_of(columns):
    return (columns.traits >> CHILDREN_SHIFT) & CHILDREN_MASK


def decided(level):
    """Return the columns after the first month's decisions, before any market has answered."""
    model = world(scenario(1, scale=FINE, levers=(lever("school_places", level),)))
    before = model.workers.columns.copy()
    model.open_month()
    model.workers.do("decide")
    return before, model.workers.columns


def test_school_places_act_on_workers_with_children_only():
    (before, none), (_, all_places) = decided(0.0), decided(100.0)
    other = (none.applied != all_places.applied) | (none.status != all_places.status)
    assert other.any()
    assert (np.maximum(children_of(before), children_of(none))[other] != NO_CHILDREN).all()


def test_school_places_draw_parents_out_and_let_them_take_their_children_along():
    few, many = (
        finished(world(scenario(6, scale=FINE, levers=(lever("school_places", level),)))) for level in (0.0, 100.0)
    )
    assert many.nation("working_away")[-1] > few.nation("working_away")[-1]
    along = []
    for run in (few, many):
        columns = run.model.workers.columns
        moved = np.isin(columns.status, (OUTBOUND, SEEKING_AWAY)) & (children_of(columns) != NO_CHILDREN)
        moved &= columns.spell_start > BASE
        along.append(int((children_of(columns)[moved] == ACCOMPANYING).sum()))
    assert along[1] > 1.2 * along[0]


def test_additional_school_places_are_paid_for_and_the_usual_ones_are_not():
    run = finished(world(scenario(3, scale=FINE, levers=(lever("school_places", 100.0),))))
    served, spent = run.services[1:, 0, :, SERVED], run.services[1:, 0, :, SPENT]
    expected = np.floor(served * (1 - 0.967) + 1e-6) * PLACE_FEN
    assert spent.sum() > 0 and np.allclose(spent, expected, atol=PLACE_FEN)
    fewer = finished(world(scenario(3, scale=FINE, levers=(lever("school_places", 50.0),))))
    assert fewer.services[:, :, :, SPENT].sum() == 0


def test_settling_is_paid_for_whom_the_bar_has_fallen_and_nobody_else():
    closed = 1 - setting(FINE).access
    for level in (0.5, 1.0):
        run = finished(world(scenario(3, scale=FINE, levers=(lever("settlement_access", level),))))
        let_in = np.floor(np.floor(run.services[1:, 0, :, SERVED] * closed) * level)
        assert let_in.sum() > 0 and np.array_equal(run.services[1:, 0, :, SPENT], let_in * SETTLED_FEN)


def test_a_budget_takes_down_the_bar_as_far_as_it_pays():
    run = finished(world(scenario(3, scale=FINE, levers=(lever("settlement_access", 1.0, cost=Cost(budget=4e9)),))))
    plain = nothing_new(3, FINE)
    gap = run.model.dials["settlement_gap_closed"]
    assert run.services[..., SPENT].sum() == pytest.approx(4e11, rel=0.01) and (gap < 1).all()
    assert run.services[1:, 0, :, STAGES.index("unmet")].sum() > 0
    assert not same(run, plain, range(4))


def opened(base, regions=CODES, level=1.0):
    return finished(
        world(scenario(3, scale=FINE, levers=(lever("settlement_access", level, regions=regions),)), base=base)
    )


def test_access_changes_nothing_where_registration_is_open_already():
    open_everywhere = replace(setting(FINE), access=np.ones(len(CODES)))
    without = finished(world(scenario(3, scale=FINE), base=open_everywhere))
    assert opened(open_everywhere).people == without.people


def test_access_matters_more_where_more_is_barred():
    without = nothing_new(3, FINE)

    def gain(code):
        with_it, plain = (run.of("working_away", code)[-1] for run in (opened(setting(FINE), (code,)), without))
        return with_it / plain - 1

    shanghai, guangdong, henan = gain("CN-SH"), gain("CN-GD"), gain("CN-HA")
    assert shanghai > 1.4 * guangdong > 0 and guangdong > 2 * henan


def test_without_a_barrier_access_is_worth_nothing():
    free = with_parameters(setting(FINE), registration_barrier=0.2)
    free = replace(free, barrier=np.zeros(len(CODES)))
    assert opened(free).people == finished(world(scenario(3, scale=FINE), base=free)).people


@pytest.mark.parametrize("level", [0.25, 1.0])
def test_access_lowers_the_barrier_by_the_stated_share(level):
    model = world(scenario(2, levers=(lever("settlement_access", level),)))
    plain = world(scenario(2))
    for one in (model, plain):
        one.step()
    gain = model.month.choice.inside[:, 0] - plain.month.choice.inside[:, 0]
    base = model.setting
    # Pay has not answered yet in the first month, so the whole difference is the barrier.
    assert np.allclose(gain, base.barrier * (1 - base.access) * level, rtol=1e-9, atol=1e-12)
