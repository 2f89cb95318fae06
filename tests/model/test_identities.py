"""Identities suffice for everybody who enters in a hundred years, one worker for every person."""

import numpy as np
import pytest

from laborsim.kernels.codes import month_number
from laborsim.kernels.life.entrants import FIRST_ENTRANT, MONTHS, entrant_ids
from laborsim.population.demography import build_demography


@pytest.mark.parametrize("year", [2019, 2023])
def test_the_finest_scale_has_an_identity_for_every_entrant(year):
    demography = build_demography(year)
    for ahead in (1, 10, 50, 99, 100):
        month = month_number(year + ahead, 12)
        expected = demography.entrants(month)
        numbers = expected.astype(np.int64) + 1
        assert len(entrant_ids(month, demography.entrant_origin, numbers)) == numbers.sum()


def test_no_two_cohorts_share_an_identity():
    shares = np.array([0.5, 0.3, 0.15, 0.05])
    last = FIRST_ENTRANT - 1
    for month in range(1_000, 1_000 + MONTHS, 1):
        if month < 1_003:
            ids = entrant_ids(month, shares, np.array([800_000, 500_000, 250_000, 80_000])).astype(np.int64)
            assert ids[0] >= FIRST_ENTRANT and len(np.unique(ids)) == len(ids) == 1_630_000
    edges = []
    for month in range(1_200, 1_200 + MONTHS):
        edges += entrant_ids(month, shares, np.ones(4, np.int64)).astype(np.int64).tolist()
    assert len(set(edges)) == len(edges) and edges == sorted(edges)
    assert edges[0] > last and max(edges) < 2**32


def test_a_cohort_without_room_is_refused_with_the_way_out():
    with pytest.raises(OverflowError, match="use a coarser scale"):
        entrant_ids(1_489, np.array([0.5, 0.5]), np.array([2**31, 0]))
