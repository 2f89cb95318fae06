"""Whoever is trained counts for more than one applicant: in the queue by chance, in the matching law by number."""

import numpy as np
import pytest
from tests.kernels.crowd import ORIGIN, plain_month, seekers
from tests.model.small_worlds import scenario, setting, world

from laborsim.kernels.markets.queue import admit
from laborsim.kernels.markets.trained_applicants import ONE, apply_as_many, ticket_of_many
from laborsim.kernels.random import decision
from laborsim.kernels.services.eligibility import tickets_of

LOTTERY = decision("market.lottery")


def test_one_applicant_keeps_his_ticket_and_several_draw_the_lowest_of_as_many():
    tickets = np.random.default_rng(1).integers(0, 2**32, 20_000, dtype=np.uint32)
    assert [ticket_of_many(ticket, ONE) for ticket in tickets[:100]] == tickets[:100].tolist()
    of_three = np.array([ticket_of_many(ticket, 3 * ONE) for ticket in tickets]) / 2.0**32
    assert (of_three <= tickets / 2.0**32).all()
    assert of_three.mean() == pytest.approx(1 / 4, abs=0.005), "the lowest of three"
    assert ticket_of_many(np.uint32(2**32 - 1), 3 * ONE) < 2**32


def test_the_trained_are_hired_before_others_by_what_they_count_for_and_the_gain_fades():
    month, n = plain_month(), 40_000
    month.trained_applications[:] = ONE
    month.trained_applications[:2] = 2 * ONE, 3 * ONE // 2
    crowd = seekers(n, month)
    trained = np.arange(n) % 4
    for kind, months_ago in ((1, 3), (2, 13), (3, 30)):
        crowd.training_end[trained == kind] = month.step - months_ago
    rows = np.arange(n)
    tickets = tickets_of(crowd, rows, month, LOTTERY)
    counting_for = apply_as_many(crowd, rows, np.ones(n, np.bool_), tickets, month)
    assert [set(counting_for[trained == kind]) for kind in range(4)] == [{1000}, {2000}, {1500}, {1000}]
    queue, weights, places = np.zeros(n, np.int64), np.ones(n, np.int64), np.array([n // 50])
    admitted = admit(queue, tickets, crowd.worker_id, weights, places, month.stream, month.step)
    shares = np.array([admitted[trained == kind].mean() for kind in range(4)])
    assert shares[1:] / shares[0] == pytest.approx([2.0, 1.5, 1.0], abs=0.3)


def test_who_asks_for_a_placed_job_or_sits_in_class_counts_as_one():
    month = plain_month()
    crowd = seekers(10, month)
    crowd.training_end[:5] = month.step - 1
    crowd.training_end[5:] = month.step + 1
    rows = np.arange(10)
    before = tickets_of(crowd, rows, month, LOTTERY)
    tickets = before.copy()
    on_market = np.arange(10) >= 5
    assert apply_as_many(crowd, rows, on_market, tickets, month).tolist() == [ONE] * 10
    assert tickets.tolist() == before.tolist()


def test_a_market_with_more_applications_hires_more_but_less_than_in_proportion():
    base, hires = setting(), []
    for each in (1.0, 1.5):
        model = world(scenario(1), base=base)
        applicants = np.full((2, len(model.regions)), 50_000.0)
        model.markets.vacancies[:] = 50_000.0  # so many that the law decides
        hires.append(model.markets.match(applicants, each * applicants, np.zeros_like(applicants))[0, ORIGIN])
        assert (model.markets.hired <= applicants).all(), "nobody is hired who did not apply"
    assert hires[1] / hires[0] == pytest.approx(1.5**base.parameters.matching_elasticity, rel=0.001)
