"""Eligible is who could be served this month: never more than there are people, and fewer as people are served."""

import numpy as np
import pytest
from tests.cases.worlds import block, case
from tests.model.small_worlds import COARSE, CODES, finished, lever, scenario, world

from laborsim.kernels.codes import LOCAL, OUT, PLACED, SEEKING, STATUSES
from laborsim.kernels.traits import WORKSHOP_BIT

ELIGIBLE, SERVED = 0, 4


def test_the_eligible_for_training_fall_as_people_are_trained():
    found = case("03-training-eligible")
    here = CODES.index("CN-GS")
    eligible, served = (block(found, "training_places", stage)[1:, here] for stage in (ELIGIBLE, SERVED))
    people = found.series[1:, here, : len(STATUSES)].sum(axis=1)
    assert (eligible <= people).all() and eligible[0] > 0.85 * people[0] and served[0] > 0.6 * eligible[0]
    assert abs(eligible[1] - (eligible[0] - served[0])) < 0.2 * people[0]
    assert (eligible[3:] < 0.05 * people[0]).all()


def test_who_sits_in_class_is_eligible_for_no_post():
    levers = (
        lever("training_places", 50_000_000, aware_share=1.0, apply_share=1.0, months=24),
        lever("public_welfare_posts", 1_000_000, aware_share=1.0, apply_share=1.0),
    )
    found = finished(world(scenario(6, levers=levers)))
    columns, month = found.model.workers.columns, found.model.months
    at_home = np.isin(columns.status, (LOCAL, SEEKING, OUT)) | (columns.status == PLACED)
    in_class = columns.training_end > month
    assert (at_home & in_class).any()
    free = at_home & ~in_class & ((columns.traits & WORKSHOP_BIT) == 0)
    posts = found.model.service_names.index("public_welfare_posts")
    eligible = found.services[-1, posts, :, ELIGIBLE].sum()
    assert eligible <= (at_home & ~in_class).sum() * COARSE + found.services[-1, posts, :, SERVED].sum()
    assert eligible == pytest.approx(free.sum() * COARSE, rel=0.1)


def test_the_funnel_narrows_for_every_offer():
    levers = (lever("training_places", 9_000_000), lever("public_welfare_posts", 900_000))
    stages = finished(world(scenario(6, levers=levers))).services[1:, :, :, : SERVED + 1]
    assert (stages[..., :-1] >= stages[..., 1:]).all()
