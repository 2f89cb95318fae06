"""Destinations are as far for an origin as its people behave, so that observed flows stay what they are."""

import numpy as np
from tests.model.test_base_date import long_run

from laborsim.kernels.codes import OUTBOUND
from laborsim.model.base_markets import felt_distances
from laborsim.population.pair_ties import prior_shares
from laborsim.published.geography import distances_km
from laborsim.published.regions import province_table

REGIONS = province_table()
AWAY = ~np.eye(len(REGIONS), dtype=bool)


def place(code: str) -> int:
    return [region.code for region in REGIONS].index(code)


def test_the_way_inside_a_province_is_that_of_the_map_and_none_is_without_length() -> None:
    felt, on_map = felt_distances(REGIONS), distances_km(REGIONS)
    assert np.allclose(np.diag(felt), np.diag(on_map))
    assert felt.min() > 10.0 and felt[AWAY].max() < 10_000.0


def test_what_all_of_an_origin_or_all_who_go_to_a_destination_share_stays_that_of_the_map() -> None:
    felt, on_map = (np.where(AWAY, np.log(table), 0.0) for table in (felt_distances(REGIONS), distances_km(REGIONS)))
    assert np.allclose(felt.sum(axis=0), on_map.sum(axis=0), atol=1e-6)
    assert np.allclose(felt.sum(axis=1), on_map.sum(axis=1), atol=1e-6)


def test_where_more_go_than_the_map_says_it_is_nearer() -> None:
    felt, on_map, shares = felt_distances(REGIONS), distances_km(REGIONS), prior_shares(REGIONS)
    sichuan, henan, guangdong, xinjiang = (place(code) for code in ("CN-SC", "CN-HA", "CN-GD", "CN-XJ"))
    for origin in (sichuan, henan):
        order = np.corrcoef(np.log(shares[origin][AWAY[origin]] + 1e-5), -np.log(felt[origin][AWAY[origin]]))[0, 1]
        plain = np.corrcoef(np.log(shares[origin][AWAY[origin]] + 1e-5), -np.log(on_map[origin][AWAY[origin]]))[0, 1]
        assert order > plain
    assert felt[sichuan, guangdong] < felt[sichuan, xinjiang]


def test_small_flows_last_as_long_as_large_ones() -> None:
    run = long_run()
    before, after = (_flows(columns) for columns in (run.model.setting.columns, run.model.workers.columns))
    order = np.argsort(-before[AWAY])
    large, small = order[:40], order[100:]
    kept = [after[AWAY][some].sum() / before[AWAY][some].sum() for some in (large, small)]
    assert 0.8 < kept[1] / kept[0] < 1.2


def _flows(columns) -> np.ndarray:  # type: ignore[no-untyped-def]
    n, rows = len(REGIONS), columns.status == OUTBOUND
    cell = columns.origin[rows].astype(np.int64) * n + columns.destination[rows]
    return np.bincount(cell, minlength=n * n).reshape(n, n).astype(float)
