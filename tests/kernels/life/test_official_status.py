"""The packed year answers like a plain list of twelve months."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborsim.kernels.codes import NOT_MIGRANT, OFFICIAL_LOCAL, OUTBOUND_INSIDE, OUTBOUND_OUTSIDE
from laborsim.kernels.life.official_status import full_year, latest, official_status, remember

HOME, AT_LOCAL, INSIDE, OUTSIDE = range(4)
codes = st.lists(st.integers(0, 3), max_size=30)


def plain_status(months: list[int]) -> int:
    """Say the annual status in words: six months or more off the farm; six of them away make an outbound worker."""
    away = months.count(INSIDE) + months.count(OUTSIDE)
    if away + months.count(AT_LOCAL) < 6:
        return NOT_MIGRANT
    if away < 6:
        return OFFICIAL_LOCAL
    return OUTBOUND_OUTSIDE if months.count(OUTSIDE) > months.count(INSIDE) else OUTBOUND_INSIDE


@given(start=st.integers(0, 3), codes=codes)
def test_a_history_is_the_list_of_the_last_twelve_months(start, codes):
    history, plain = full_year(start), [start] * 12
    for code in codes:
        history, plain = np.uint32(remember(history, code)), [*plain[1:], code]
        assert latest(history) == code
        assert official_status(history) == plain_status(plain)
    assert int(history) < 2**24, "nothing but the twelve months may stand in the word"


@pytest.mark.parametrize(
    ("months", "status"),
    [
        ([HOME] * 7 + [OUTSIDE] * 5, NOT_MIGRANT),
        ([HOME] * 6 + [OUTSIDE] * 6, OUTBOUND_OUTSIDE),
        ([AT_LOCAL] * 7 + [INSIDE] * 5, OFFICIAL_LOCAL),
        ([AT_LOCAL] * 6 + [INSIDE] * 6, OUTBOUND_INSIDE),
        ([INSIDE] * 3 + [OUTSIDE] * 3 + [HOME] * 6, OUTBOUND_INSIDE),
    ],
)
def test_six_months_away_make_an_outbound_worker(months, status):
    history = full_year(HOME)
    for code in months:
        history = np.uint32(remember(history, code))
    assert official_status(history) == status
