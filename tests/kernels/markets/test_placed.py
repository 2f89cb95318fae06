"""Whoever leaves a post or a workshop place goes back to what he was taken from."""

import numpy as np
import pytest
from tests.kernels.crowd import plain_month, seekers, set_utilities
from tests.model.small_worlds import FINE, finished, lever, scenario, world

from laborsim.kernels.applications import SEPARATED
from laborsim.kernels.codes import FOUNDER, LOCAL, OUT, PLACED, SEEKING
from laborsim.kernels.markets.separations import lose_post
from laborsim.kernels.services.eligibility import dismiss_all
from laborsim.kernels.state import WorkerColumns
from laborsim.kernels.traits import WORKSHOP_BIT

QUIET = {"local": 0.0, "stay": 2.0, "inside": -9.0, "rest": 0.0, "wait": -9.0, "founding": -9.0, "places": [-9.0] * 31}


def holders(month, taken_from: int, workshop: bool) -> WorkerColumns:
    columns = seekers(200, month)
    columns.status[:], columns.jobs[:] = PLACED, taken_from
    columns.traits[:] = WORKSHOP_BIT if workshop else 0
    columns.served[:] = 0 if workshop else 1
    return columns


def after_the_end(taken_from: int, local: float, workshop: bool = False) -> WorkerColumns:
    """Return holders of places that have all ended, where local work is worth so much and rest nothing."""
    month = plain_month()
    set_utilities(month, {**QUIET, "local": local})
    month.work.post_end[:], month.work.workshop_end[:] = 1.0, 1.0
    columns = holders(month, taken_from, workshop)
    for row in range(len(columns)):
        lose_post(columns[row], month, (np.uint32(0),) * 4)
    return columns


@pytest.mark.parametrize("workshop", [False, True], ids=["post", "workshop place"])
def test_whoever_was_taken_out_of_rest_rests_again(workshop):
    columns = after_the_end(OUT, local=0.0, workshop=workshop)
    assert (columns.status == OUT).all() and ((columns.events & SEPARATED) > 0).all()


def test_he_seeks_if_that_is_worth_more_than_rest():
    stay = float(plain_month().choice.stay[0])
    assert (after_the_end(OUT, local=stay - 0.01).status == OUT).all()
    assert (after_the_end(OUT, local=stay + 0.01).status == SEEKING).all()


@pytest.mark.parametrize("before", [SEEKING, LOCAL])
def test_whoever_sought_or_gave_a_job_up_seeks(before):
    assert (after_the_end(before, local=0.0).status == SEEKING).all()


def test_a_post_that_cannot_be_paid_leads_back_as_well():
    month = plain_month()
    set_utilities(month, QUIET)
    columns = holders(month, OUT, workshop=False)
    dismiss_all(columns, np.arange(len(columns)), month)
    assert (columns.status == OUT).all() and (columns.served == 0).all() and (columns.jobs == 0).all()


def test_only_placed_people_remember_what_they_were_taken_from():
    posts = lever("public_welfare_posts", 5_000_000, months=3)
    model = world(scenario(18, scale=FINE, levers=(posts,)))
    finished(model)
    columns = model.workers.columns
    placed, business = columns.status == PLACED, columns.status == FOUNDER
    assert set(columns.jobs[placed].tolist()) == {LOCAL, SEEKING, OUT}
    assert not columns.jobs[~placed & ~business].any()
