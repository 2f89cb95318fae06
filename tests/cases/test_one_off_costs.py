"""A one-off cost is booked once, in the first month in force, and shared by the places by their size."""

import numpy as np
from tests.cases.worlds import block, case, run, written
from tests.model.small_worlds import CODES, setting

from laborsim.model.ledger import SPENT

ONE_OFF = 10_000_000_000  # fen
RUNNING = "levers.public_welfare_posts.cost.one_off=0"
END = "horizon.end=2024-12"


def one_off(name):
    """Return what a case's one-off cost adds to its books [month, region]."""
    with_it, without = case(name, END), case(name, END, RUNNING)
    assert with_it.people == without.people
    return block(with_it, "public_welfare_posts", SPENT) - block(without, "public_welfare_posts", SPENT)


def test_it_falls_on_the_first_month_after_the_base_date_not_on_the_base_date():
    booked = one_off("05-one-off-at-base-date")
    assert booked.sum(axis=1).tolist() == [0, ONE_OFF, *[0] * 11]


def test_it_is_shared_by_the_places_by_their_size_and_the_parts_add_up():
    booked = one_off("06-one-off-in-first-region")[1]
    places = [CODES.index(code) for code in ("CN-GS", "CN-HA")]
    size = setting().weights["workers"][places]
    assert booked.sum() == ONE_OFF and not np.delete(booked, places).any()
    assert np.abs(booked[places] - ONE_OFF * size / size.sum()).max() <= 1


def test_each_phase_has_its_own(tmp_path):
    blocks = """  school_places:
    a: {value: 98, end: 2024-06, cost: {per_unit: 0, one_off: 1000}, source: "ASSUMPTION"}
    b: {value: 99, start: 2024-07, cost: {per_unit: 0, one_off: 3000}, source: "ASSUMPTION"}
"""
    spent = run(written(tmp_path, blocks, "2024-12")).services[..., SPENT].sum(axis=(1, 2))
    assert spent.nonzero()[0].tolist() == [1, 7] and spent[[1, 7]].tolist() == [100_000, 300_000]


def test_without_the_money_for_it_nothing_begins(tmp_path):
    poor = '  workshops: {value: 100000, cost: {one_off: 5000, budget: 4999}, source: "ASSUMPTION"}\n'
    plain = '  workshops: {value: 38074, source: "ASSUMPTION"}\n'
    found, nothing = (run(written(tmp_path, blocks, "2024-06")) for blocks in (poor, plain))
    assert found.people == nothing.people and not found.services.any()
