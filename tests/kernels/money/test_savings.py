"""Savings and debt fit into one byte, and rounding by chance keeps their means."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from laborsim.kernels.money.savings import GRID_YUAN, on_grid

yuan = st.floats(0, 0.999 * float(GRID_YUAN[-1]), allow_nan=False)


@given(yuan=yuan, luck=st.floats(1e-9, 1 - 1e-9))
def test_an_amount_is_rounded_to_a_neighbor_on_the_grid(yuan, luck):
    byte = int(on_grid(yuan, luck))
    assert GRID_YUAN[max(byte - 1, 0)] <= yuan * (1 + 1e-12) and yuan <= GRID_YUAN[min(byte + 1, 255)] * (1 + 1e-12)


@given(yuan=yuan)
def test_the_mean_over_all_luck_is_the_amount(yuan):
    n = 2_000
    lucks = (np.arange(n) + 0.5) / n  # every luck once: no sampling error but the grid of lucks
    mean = np.mean([GRID_YUAN[on_grid(yuan, luck)] for luck in lucks])
    width = max(1.0, 0.04 * (yuan + 1_000))
    assert abs(mean - yuan) <= width / n + 1e-6


def test_an_amount_on_the_grid_stays_where_it_is():
    assert [int(on_grid(float(yuan) * (1 + 1e-13), 0.5)) for yuan in GRID_YUAN] == list(range(256))


def test_nothing_and_debts_below_nothing_are_zero_and_a_fortune_is_the_last_step():
    assert on_grid(0.0, 0.5) == 0 and on_grid(-1.0, 0.5) == 0 and on_grid(1e12, 0.5) == 255
    assert GRID_YUAN[0] == 0.0 and np.all(np.diff(GRID_YUAN) > 0)
