"""What the observed flows of 2010 teach: scored on origins left out, and drawn upon where they are seen."""

from dataclasses import replace

import numpy as np
import pytest

from laborsim.population.flows import persons_table
from laborsim.population.pair_ties import predicted_shares, prior_shares, row_scores
from laborsim.published.margins import published
from laborsim.published.observed_flows import ObservedFlows, observed_flows
from laborsim.published.regions import province_table

REGIONS = province_table()
CODES = [region.code for region in REGIONS]


def test_origins_left_out_are_foretold_by_the_others():
    scores = row_scores(REGIONS)
    assert len(scores) == 21
    assert np.mean([score.log_correlation for score in scores]) >= 0.88
    assert np.mean([score.common_part for score in scores]) >= 0.75


def test_an_origin_left_out_teaches_nothing():
    seen = observed_flows()
    turned = {
        (origin, to): (1_000_000 if to == "CN-XZ" else 1) if origin == "CN-SC" else n
        for (origin, to), n in seen.workers.items()
    }
    other = ObservedFlows(seen.year, seen.origins, turned)
    assert np.array_equal(predicted_shares(REGIONS, seen, {"CN-SC"}), predicted_shares(REGIONS, other, {"CN-SC"}))
    assert not np.allclose(predicted_shares(REGIONS, seen), predicted_shares(REGIONS, other))


def test_every_pair_has_a_share_and_nobody_leaves_for_home():
    shares = prior_shares(REGIONS)
    off = ~np.eye(len(REGIONS), dtype=bool)
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert np.all(shares[off] > 0)
    assert np.all(shares.diagonal() == 0)


def test_an_observed_row_comes_nearer_to_what_was_seen_than_ties_alone():
    seen = observed_flows()
    row = CODES.index("CN-XZ")
    counted = np.array([seen.workers.get(("CN-XZ", to), 0) for to in CODES], dtype=np.float64)
    counted /= counted.sum()
    common = [
        np.minimum(shares[row], counted).sum() for shares in (predicted_shares(REGIONS, seen), prior_shares(REGIONS))
    ]
    assert common[1] > 0.9 > common[0]


def test_regions_that_were_never_observed_have_gravity():
    places = [replace(region, code=f"XX-{n}") for n, region in enumerate(REGIONS)]
    near, far = CODES.index("CN-TJ"), CODES.index("CN-XJ")
    shares = prior_shares(places)[CODES.index("CN-BJ")]
    inflow = [REGIONS[r].inflow for r in (near, far)]
    assert shares[near] / inflow[0] > 5 * shares[far] / inflow[1]


def test_small_cells_keep_their_people():
    table = persons_table(published(2023), REGIONS)[:, :-1]
    assert np.mean(table[~np.eye(len(REGIONS), dtype=bool)] > 0) > 0.98
