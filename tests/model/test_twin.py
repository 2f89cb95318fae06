"""The compiled columns live the same lives as the plain Mesa twin, bit for bit."""

from collections import Counter

import numpy as np
import pytest
from tests.house import ROOT
from tests.twin import TwinModel, reading, worlds
from tests.twin.counting import TwinCounts
from tests.twin.money import GRID_YUAN, on_grid
from tests.twin.words import FOUNDER, GONE

from laborsim.kernels.codes import AGE_BANDS, FIVE_YEAR_BANDS, SCHOOLING, STATUSES, month_name
from laborsim.kernels.counts import AT, BY_AGE, VARIABLES
from laborsim.kernels.money import savings
from laborsim.levers import catalogue
from laborsim.model.labor_model import LaborModel
from laborsim.model.ledger import STAGES
from laborsim.model.market import LEVELS
from laborsim.scenario.load import load_scenario

BASELINE = ROOT / "scenarios" / "national-baseline.yaml"

EVERY_MONTH = tuple(name for name in VARIABLES if name not in ("placed", "in_workshop", "in_training"))
"""Counts that must be more than nothing in any world, or a rule was not tried."""


def mechanism(lever):
    """Return what a lever does to people, by its name: one mechanism tried is tried for all levers that share it."""
    declared = catalogue()[lever].DECLARATION
    return declared.held or declared.dials[0]


WITH_LEVERS = (
    *("placed", "in_workshop", "in_training", "sent out of a park"),
    *(f"{mechanism(lever)}: {stage}" for lever in catalogue() for stage in (*STAGES[:5],)),
    *(f"{mechanism(lever)}: {STAGES[5]}" for lever, kind in catalogue().items() if kind.DECLARATION.unit_cost_yuan > 0),
    *(f"{mechanism(lever)}: unmet" for lever in catalogue() if lever not in ("workshops", "guaranteed_loans")),
)
"""The same where levers of all mechanisms are in force: people at every stage of the funnel, and a price."""

MOVES = (*STATUSES, GONE)
OFFICIAL = VARIABLES[AT["not_migrant"] : AT["not_migrant"] + 4]


def assert_same_people(fast, slow):
    found = {person["worker_id"]: person for person in reading.people(fast.workers.columns)}
    wanted = {worker.worker_id: worker for worker in slow.workers}
    assert found.keys() == wanted.keys(), f"{month_name(fast.months)}: other people live"
    for worker_id, person in found.items():
        for name, value in person.items():
            twin = getattr(wanted[worker_id], name)
            assert value == twin, f"{month_name(fast.months)}, worker {worker_id}, {name}: {value}, the twin has {twin}"


def assert_same_pay(fast, slow):
    workers = [worker for worker in slow.workers if worker.worker_id % 5 == fast.months % 5]  # everybody in five months
    followed = fast.follow(worker.worker_id for worker in workers)
    for worker, pay in zip(workers, followed["pay_yuan"].tolist(), strict=True):
        assert pay == worker.income() * slow.money_unit, f"{month_name(fast.months)}, worker {worker.worker_id}, pay"


def assert_same_counts(fast, slow):
    regions = range(len(slow.regions))
    series = [[slow.counts.series[k, name] for name in VARIABLES] for k in regions]
    ages = [[[slow.counts.ages[k, name, band] for name in BY_AGE] for band in FIVE_YEAR_BANDS] for k in regions]
    od = [[slow.counts.od[o, d] for d in regions] for o in regions]
    moves = [[[slow.counts.moves[k, a, b] for b in MOVES] for a in MOVES] for k in regions]
    sexes = ("male", "female")
    groups = [
        slow.counts.groups[k, official, sex, band, school]
        for k in regions
        for official in OFFICIAL
        for sex in sexes
        for band in AGE_BANDS
        for school in SCHOOLING
    ]
    for place, column in np.argwhere(fast.counts.series != np.array(series)):
        pytest.fail(
            f"{month_name(fast.months)}, {fast.region_codes[place]}, {VARIABLES[column]}: "
            f"{fast.counts.series[place, column]}, the twin counts {series[place][column]}"
        )
    assert fast.counts.ages.tolist() == ages
    assert fast.counts.od.tolist() == od
    assert fast.counts.moves.tolist() == moves
    assert fast.counts.groups.ravel().tolist() == groups


def assert_same_groups(fast, slow):
    for g, group in enumerate(slow.world.groups):
        members, leavers = ([w for w in people if w.is_in(group)] for people in (slow.workers, slow.leavers))
        for k, band in enumerate(FIVE_YEAR_BANDS):
            young, _, old = band.partition("-")
            first, last = int(young.rstrip("+")), int(old) if old else 200
            parts = [[w for w in people if first <= w.age_months // 12 <= last] for people in (members, leavers)]
            found = TwinCounts(*parts).series
            for column, name in enumerate(VARIABLES):
                wanted = sum(number for (_, variable), number in found.items() if variable == name)
                assert fast.counts.own[g, k, column] == wanted, (month_name(fast.months), group.name, band, name)
    assert not fast.counts.own[len(slow.world.groups) :].any()


def assert_same_levels(fast, slow):
    for region in slow.regions:
        wanted = {
            **{f"{name}_county": vars(region.county)[name] for name in ("pay", "posts", "vacancies", "applicants")},
            **{f"{name}_urban": vars(region.urban)[name] for name in ("pay", "posts", "vacancies", "applicants")},
            "unemployment_county": region.county.unemployment,
            "unemployment_urban": region.urban.unemployment,
            "background_employed": region.background_employed,
            "background_seeking": region.background_seeking,
            "trend_pay_county": slow.trend["county"],
            "trend_pay_urban": slow.trend["urban"],
            "parks": region.dial("parks"),
            "park_chance": region.park_chance,
            "workshops": region.dial("workshops"),
            "workshop_places": region.workshop_places,
            "post_places": sum(region.post_places.values()),
            "school_share": region.dial("school_share"),
            "founders_ever": slow.founders_ever[region.place],
        }
        for name, value in wanted.items():
            level = fast.levels[region.place, LEVELS.index(name)]
            assert level == value, f"{month_name(fast.months)}, {fast.region_codes[region.place]}, {name}"
        assert fast.markets.found[:, region.place].tolist() == [region.county.found, region.urban.found]


def assert_same_services(fast, slow):
    wanted = [
        [[slow.policy.page[lever, k, stage] for stage in STAGES] for k in range(len(slow.regions))]
        for lever in fast.service_names
    ]
    for lever, place, stage in np.argwhere(fast.services != np.array(wanted).reshape(fast.services.shape)):
        pytest.fail(
            f"{month_name(fast.months)}, {fast.service_names[lever]}, {fast.region_codes[place]}, {STAGES[stage]}: "
            f"{fast.services[lever, place, stage]}, the twin has {wanted[lever][place][stage]}"
        )
    assert fast.policy.ledger.budget == slow.policy.left
    assert sorted(fast.closed_businesses.tolist()) == sorted(slow.closed_businesses)


def live_together(fast):
    """Let the model and its twin live through the horizon; return how often what happened, by name."""
    slow = TwinModel(fast)
    assert_same_counts(fast, slow)
    happened = Counter()
    while fast.running:
        holders = {worker: worker.spell_start for worker in slow.workers if worker.in_park}
        fast.step()
        slow.step()
        assert_same_people(fast, slow)
        assert_same_pay(fast, slow)
        assert_same_levels(fast, slow)
        assert_same_counts(fast, slow)
        assert_same_groups(fast, slow)
        assert_same_services(fast, slow)
        for (_, name), number in slow.counts.series.items():
            happened[name] += number
        for (lever, _, stage), number in slow.policy.page.items():
            happened[f"{mechanism(lever.partition('/')[0])}: {stage}"] += number
        in_business = [worker for worker, start in holders.items() if worker.spell_start == start]
        happened["sent out of a park"] += sum(worker.status == FOUNDER and not worker.in_park for worker in in_business)
    return happened


def test_the_twin_rounds_money_as_the_columns_do():
    amounts = [-1.0, 0.0, 0.5, 999.0, 1e5, 3e7, *GRID_YUAN]
    assert [on_grid(yuan, 0.3) for yuan in amounts] == [savings.on_grid(yuan, 0.3) for yuan in amounts]


def test_the_twin_agrees_on_the_national_baseline():
    asked = load_scenario(BASELINE, ["run.scale=100000", "horizon.end=2025-12"]).scenario
    happened = live_together(LaborModel(asked))
    assert not set(EVERY_MONTH) - {name for name, number in happened.items() if number > 0}


def test_the_twin_agrees_with_every_lever_and_shock_in_force():
    happened = live_together(LaborModel(worlds.with_everything(24)))
    assert not {*EVERY_MONTH, *WITH_LEVERS} - {name for name, number in happened.items() if number > 0}


def test_the_twin_agrees_on_who_is_in_a_group_of_ones_own_and_is_served_for_it():
    fast = LaborModel(worlds.with_groups(14))
    happened = live_together(fast)
    assert happened["placed"] > 0 and happened["in_training"] > 0
    assert fast.counts.own[: len(fast.world.groups), :, : len(STATUSES)].sum(axis=(1, 2)).all()


@pytest.mark.parametrize("closure", ["fixed", "clearing"])
def test_the_twin_agrees_however_markets_close(closure):
    live_together(LaborModel(worlds.with_everything(5, closure)))


def test_the_twin_agrees_where_people_are_restless_on_any_number_of_threads():
    asked = worlds.with_everything(12, founders_inside_total=False)
    happened = live_together(LaborModel(asked, n_threads=2, setting=worlds.restless(asked)))
    assert not {*EVERY_MONTH, *WITH_LEVERS} - {name for name, number in happened.items() if number > 0}
    assert happened[f"{mechanism('guaranteed_loans')}: unmet"] > 0
    assert happened[f"{mechanism('startup_subsidy')}: returned_fen"] > 0
