"""Identities suffice for everybody who enters in a hundred years, one worker for every person."""

import numpy as np
import pytest
from tests.model.small_worlds import CODES

from laborsim.inputs.demography import build_demography
from laborsim.kernels.codes import month_number
from laborsim.kernels.entering import FIRST_ENTRANT, MONTHS, entrant_ids


@pytest.mark.parametrize("year", [2019, 2023])
def test_the_finest_scale_has_an_identity_for_every_entrant(year):
    demography = build_demography(year)
    for ahead in (1, 10, 50, 99, 100):
        month = month_number(year + ahead, 12)
        expected = demography.entrants(month)
        for origin in range(len(CODES)):
            assert len(entrant_ids(month, origin, demography.entrant_origin, int(expected[origin]) + 1)) > 0


def test_no_two_cohorts_share_an_identity():
    shares = np.array([0.5, 0.3, 0.15, 0.05])
    last = FIRST_ENTRANT - 1
    for month in range(1_000, 1_000 + MONTHS, 1):
        for origin, number in enumerate((800_000, 500_000, 250_000, 80_000)):
            if month < 1_003:
                ids = entrant_ids(month, origin, shares, number).astype(np.int64)
                assert ids[0] >= FIRST_ENTRANT and np.all(np.diff(ids) == 1)
    edges = []
    for month in range(1_200, 1_200 + MONTHS):
        for origin in range(4):
            ids = entrant_ids(month, origin, shares, 1).astype(np.int64)
            edges.append(int(ids[0]))
    assert len(set(edges)) == len(edges) and edges == sorted(edges)
    assert edges[0] > last and max(edges) < 2**32


def test_a_cohort_without_room_is_refused_with_the_way_out():
    with pytest.raises(OverflowError, match="use a coarser scale"):
        entrant_ids(1_489, 0, np.array([0.5, 0.5]), 2**31)
