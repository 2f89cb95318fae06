"""The one queue of the model admits whom a plain sort would admit, whatever the order of the rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laborsim.kernels.markets.queue import MARGINAL, admit
from laborsim.kernels.random import stream_key, uniform

STREAM = stream_key(1, 0)
STEP = 1489


def arrays(people):
    queue, tickets, workers, weights = (list(column) for column in zip(*people, strict=True)) if people else [[]] * 4
    return (
        np.array(queue, np.int64),
        np.array(tickets, np.uint32),
        np.array(workers, np.uint32),
        np.array(weights, np.int64),
    )


def plainly(people, places):
    """Return the identities admitted, by sorting everybody."""
    left, admitted = list(places), set()
    for queue, ticket, worker, weight in sorted(people, key=lambda person: (person[0], person[1], person[2])):
        del ticket
        if weight <= left[queue]:
            admitted.add(worker)
            left[queue] -= weight
        elif left[queue] > 0:
            if uniform(STREAM, worker, STEP, MARGINAL) * weight < left[queue]:
                admitted.add(worker)
            left[queue] = 0
    return admitted


@st.composite
def queues(draw):
    """Return applicants (queue, ticket, worker, weight) and places; tickets are often equal or in one bin."""
    n_queues = draw(st.integers(1, 4))
    n = draw(st.integers(0, 60))
    ticket = draw(st.sampled_from([st.integers(0, 2**32 - 1), st.integers(0, 3), st.integers(2**31, 2**31 + 2**22)]))
    workers = draw(st.lists(st.integers(0, 2**32 - 1), min_size=n, max_size=n, unique=True))
    people = [
        (draw(st.integers(0, n_queues - 1)), draw(ticket), worker, draw(st.sampled_from([1, 1, 7, 1000])))
        for worker in workers
    ]
    places = draw(st.lists(st.sampled_from([0, 1, 6, 50, 999, 3000, 10**9]), min_size=n_queues, max_size=n_queues))
    return people, places


@settings(max_examples=150)
@given(case=queues(), seed=st.integers(0, 10))
def test_the_queue_admits_whom_a_plain_sort_admits_in_any_order_of_rows(case, seed):
    people, places = case
    expected = plainly(people, places)
    shuffled = [people[k] for k in np.random.default_rng(seed).permutation(len(people))]
    for order in (people, shuffled):
        queue, tickets, workers, weights = arrays(order)
        admitted = admit(queue, tickets, workers, weights, np.array(places, np.int64), STREAM, STEP)
        assert set(workers[admitted].tolist()) == expected


@settings(max_examples=150)
@given(case=queues())
def test_never_more_than_the_places_and_one_worker_are_admitted(case):
    people, places = case
    queue, tickets, workers, weights = arrays(people)
    admitted = admit(queue, tickets, workers, weights, np.array(places, np.int64), STREAM, STEP)
    for q, room in enumerate(places):
        mine = admitted & (queue == q)
        heaviest = weights[mine].max(initial=0)
        assert weights[mine].sum() < room + max(heaviest, 1)
        waiting = ~admitted & (queue == q)
        if waiting.any() and (weights[queue == q] == 1).all():
            assert weights[mine].sum() == room, "a place stays empty only because the next in the queue is too heavy"


def test_equal_tickets_fall_back_on_identity():
    workers = np.array([9, 3, 7, 1], np.uint32)
    one = np.ones(4, np.int64)
    admitted = admit(np.zeros(4, np.int64), np.full(4, 5, np.uint32), workers, one, np.array([2]), STREAM, STEP)
    assert sorted(workers[admitted].tolist()) == [1, 3]


@pytest.mark.parametrize("left", [1, 250, 500, 900])
def test_a_worker_heavier_than_the_places_left_gets_one_as_often_as_places_and_weight_say(left):
    n, weight = 4_000, 1_000
    queue = np.arange(n, dtype=np.int64)  # everybody alone in a queue of his own
    workers = np.arange(n, dtype=np.uint32) + np.uint32(17)
    tickets = np.zeros(n, np.uint32)
    places = np.full(n, left, np.int64)
    admitted = admit(queue, tickets, workers, np.full(n, weight, np.int64), places, STREAM, STEP)
    share = left / weight
    assert abs(admitted.mean() - share) < 4 * (share * (1 - share) / n) ** 0.5
