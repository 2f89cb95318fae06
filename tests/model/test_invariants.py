"""A law of accounting that breaks stops the run, and the error names month, province and numbers."""

import re

import numpy as np
import pytest
from tests.model.small_worlds import COARSE, CODES, lever, scenario, world

from laborsim.kernels.codes import FOUNDER, GONE, LOCAL, OUTBOUND
from laborsim.kernels.counts import AT
from laborsim.kernels.traits import PARK_BIT
from laborsim.levers import Cost
from laborsim.model.invariants import InvariantError
from laborsim.model.market import LEVELS

GANSU = CODES.index("CN-GS")


def broken(model, tamper):
    """Return the error of a month in which `tamper` changed the counts before they were checked."""
    model.step()
    before = model.counts
    model.step()
    model.check(before)  # nothing is wrong yet
    tamper(model)
    with pytest.raises(InvariantError) as caught:
        model.check(before)
    return str(caught.value)


def bump(name, by=COARSE):
    def tamper(model):
        model.counts.series[GANSU, AT[name]] += by

    return tamper


def bump_array(name, index, by=COARSE):
    def tamper(model):
        getattr(model.counts, name)[index] += by

    return tamper


def raise_level(name, value):
    def tamper(model):
        model.levels[GANSU, LEVELS.index(name)] = value

    return tamper


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        *((bump(name), "people are not last month's") for name in ("local", "outbound", "seeking_home", "out")),
        (bump("entrants"), "people are not last month's"),
        (bump("leavers"), "people are not last month's"),
        (bump_array("moves", (GANSU, LOCAL, OUTBOUND)), "last month's stock is not where people came from"),
        (bump_array("moves", (GANSU, GONE, LOCAL)), "entrants are not what came in"),
        (bump("business_starts"), "businesses are not last month's"),
        (bump("business_closures"), "businesses are not last month's"),
        (bump("official_local"), "count different people"),
        (bump_array("groups", (GANSU, 1, 0, 2, 2)), "groups count different people"),
        (bump_array("od", (GANSU, 3)), "destinations count different people"),
        (bump("in_park", 10**7), "park holders exceed the places"),
        (bump("hired_local", 10**8), "hires in the county market exceed its vacancies"),
        (bump("hired_outbound", 10**8), "hires in the urban market exceed its vacancies"),
        (raise_level("pay_county", np.nan), "is not a number"),
        (raise_level("vacancies_urban", np.inf), "is not a number"),
        (bump("pay_local_fen", -(10**18)), "negative"),
        (bump_array("od", (GANSU, GANSU), 0), None),
    ],
)  # fmt: skip
def test_a_planted_breach_is_found_and_named(small_model, tamper, says):
    if says is None:
        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            broken(small_model, tamper)
        return
    message = broken(small_model, tamper)
    assert says in message and "CN-GS" in message and "2024-02" in message
    assert len(re.findall(r"[-\d.]+|nan|inf", message.split(":", 1)[1])) >= 1


def test_two_who_change_places_unseen_are_found(small_model):
    """A pair of errors that cancels in the sum of a region is still a breach of each status."""

    def swap(model):
        model.counts.series[GANSU, AT["local"]] += COARSE
        model.counts.series[GANSU, AT["out"]] -= COARSE

    assert "local" in broken(small_model, swap)


def test_people_newly_employed_are_those_who_came_to_work_in_towns():
    """They are counted where they work, the moves at home: only the sums of all regions agree."""
    model = world(scenario(3))
    model.step()
    assert model.counts.series[:, AT["newly_employed"]].sum() > 0
    assert "people newly employed" in broken(model, bump("newly_employed"))


def test_an_overspent_budget_is_found():
    asked = lever("training_places", 1e6, cost=Cost(budget=1e9))
    model = world(scenario(3, levers=(asked,)))

    def overspend(model):
        model.policy.ledger.budget["training_places"] = -1

    assert "training_places overspent its budget" in broken(model, overspend)


def test_a_breach_stops_the_step_in_which_it_happens(small_model, monkeypatch):
    take_stock = small_model.workers.take_stock

    def miscounted():
        counts = take_stock()
        counts.series[GANSU, AT["local"]] += 1
        return counts

    small_model.step()
    monkeypatch.setattr(small_model.workers, "take_stock", miscounted)
    with pytest.raises(InvariantError, match="2024-02, CN-GS"):
        small_model.step()


def test_a_worker_changed_behind_the_back_of_the_model_is_found(small_model):
    small_model.step()
    columns = small_model.workers.columns
    row = int(np.flatnonzero(columns.status == LOCAL)[0])
    columns.status[row] = FOUNDER  # a business that nobody started
    with pytest.raises(InvariantError):
        small_model.step()


def test_a_worker_who_vanishes_is_found(small_model):
    small_model.step()
    columns = small_model.workers.columns
    columns.status[int(np.flatnonzero(columns.status == LOCAL)[0])] = GONE
    with pytest.raises(InvariantError):
        small_model.step()


def test_park_bits_given_away_are_found(small_model):
    small_model.step()

    def crowd(model):
        columns = model.workers.columns
        columns.traits[columns.status == FOUNDER] |= PARK_BIT
        model.counts = model.workers.take_stock()

    before = small_model.counts
    small_model.step()
    crowd(small_model)
    with pytest.raises(InvariantError):
        small_model.check(before)
