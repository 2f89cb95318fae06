"""Public-welfare posts and workshops: a term, orders that come and go, who may have one, and what it displaces."""

from functools import cache

import numpy as np
import pytest
from tests.model.small_worlds import (
    BASE,
    COARSE,
    FINE,
    Run,
    finished,
    lever,
    nothing_new,
    scenario,
    setting,
    with_parameters,
    world,
)

from laborsim.kernels.applications import CLOSED, SEPARATED
from laborsim.kernels.codes import FOUNDER, OUTBOUND, PLACED
from laborsim.kernels.counts import AT
from laborsim.kernels.traits import LIFTED_BIT, WORKSHOP_BIT
from laborsim.levers import Cost, Who
from laborsim.model.ledger import SERVED, SPENT

MONTHS = 8


@cache
def with_posts(level: float = 3_000_000, *fields: tuple[str, object], end: int | None = None) -> Run:
    asked = lever("public_welfare_posts", level, end=end, **dict(fields))
    return finished(world(scenario(MONTHS, scale=FINE, levers=(asked,))))


@cache
def with_workshops(level: float = 100_000, *fields: tuple[str, object]) -> Run:
    asked = lever("workshops", level, **dict(fields))
    return finished(world(scenario(MONTHS, scale=FINE, levers=(asked,))))


def in_posts(run: Run) -> np.ndarray:
    """Return persons in posts [month, region]."""
    return run.series[:, :, AT["placed"]] - run.series[:, :, AT["in_workshop"]]


def test_posts_are_filled_up_to_their_number_and_no_further():
    run = with_posts(1_000_000.0)
    held, places = in_posts(run)[1:], run.level("post_places")[1:]
    assert (held < places + FINE).all()
    assert held[-1].sum() == pytest.approx(1_000_000, rel=0.15)


def test_coarse_workers_fill_most_of_the_posts_that_fine_ones_do():
    """Of 20 lucks: a province's posts are less than one coarse worker, so some have one and some none.

    Not quite all: it takes longer until a coarse worker comes by who asks for the only post there is.
    """
    spent = {}
    for scale, replicates in ((COARSE, 20), (FINE, 4)):
        asked = scenario(MONTHS, scale=scale, levers=(lever("public_welfare_posts", 400_000.0),))
        runs = [finished(world(asked, replicate=replicate)) for replicate in range(replicates)]
        spent[scale] = np.mean([run.services[-3:, 0, :, SPENT].sum() for run in runs])
    assert 0.65 < spent[COARSE] / spent[FINE] < 1.1


def test_a_post_ends_with_its_term():
    short, long = with_posts(3_000_000.0, ("months", 1)), with_posts(3_000_000.0, ("months", 120))

    def left(run: Run) -> float:
        return float((run.nation("separations") - nothing_new(MONTHS, FINE).nation("separations"))[2:].sum())

    assert left(short) > left(long) + 0.5 * in_posts(short)[1:-1].sum()
    assert in_posts(long)[-1].sum() > 1.3 * in_posts(short)[-1].sum()


def test_when_posts_are_abolished_nobody_holds_one():
    run = with_posts(1_000_000.0, end=BASE + 4)
    held = in_posts(run).sum(axis=1)
    assert held[4] > 500_000 and not held[5:].any()


def test_the_cost_of_a_post_beyond_its_wage_is_paid_to_nobody():
    pay = {}
    for name, cost in (("usual", Cost()), ("wage", Cost(per_unit=7_200.0)), ("whole", Cost(per_unit=7_680.0))):
        run = with_posts(1_000_000.0, ("cost", cost))
        pay[name] = in_posts(run)[1:]
        assert np.array_equal(run.services[1:, 0, :, SPENT] > 0, pay[name] > 0)
    assert np.array_equal(pay["usual"], pay["wage"]) and not np.array_equal(pay["usual"], pay["whole"])


def test_a_filled_post_costs_a_twelfth_of_a_year_each_month():
    run = with_posts(1_000_000.0, ("cost", Cost(per_unit=6_000.0)))
    assert np.array_equal(run.services[1:, 0, :, SPENT], in_posts(run)[1:] * 50_000)
    assert np.array_equal(run.services[1:, 0, :, SERVED], in_posts(run)[1:])


def test_posts_for_lifted_out_households_go_to_them_only():
    run = with_posts(1_000_000.0, ("who", Who(lifted_out=True)))
    columns = run.model.workers.columns
    holders = (columns.status == PLACED) & ((columns.traits & WORKSHOP_BIT) == 0)
    assert holders.sum() > 30 and (columns.traits[holders] & LIFTED_BIT).all()


@pytest.mark.parametrize("stage", ["aware_share", "apply_share"])
def test_nobody_gets_a_post_he_does_not_know_of_or_ask_for(stage):
    assert with_posts(3_000_000.0, (stage, 0.0)).people == nothing_new(MONTHS, FINE).people


def test_nobody_leaves_work_away_or_a_business_straight_for_a_post():
    model = world(scenario(3, scale=FINE, levers=(lever("public_welfare_posts", 5_000_000),)))
    while model.running:
        before = model.workers.columns.copy()
        model.step()
        now = model.workers.columns[: len(before)]
        took = (now.status == PLACED) & (before.status != PLACED) & (now.worker_id == before.worker_id)
        took &= (now.events & (CLOSED | SEPARATED)) == 0  # whose work ended this month seeks, and may seek a post
        assert took.any() and not np.isin(before.status[took], (OUTBOUND, FOUNDER)).any()


def test_better_paid_posts_find_more_takers():
    poor, rich = (with_posts(10_000_000.0, ("cost", Cost(per_unit=pay))) for pay in (1_000.0, 40_000.0))
    assert in_posts(rich)[-1].sum() > 1.1 * in_posts(poor)[-1].sum()


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_posts_crowd_out_private_jobs_by_the_stated_share(share):
    # The same people in both: crowding out acts on vacancies one month after the first posts are filled.
    runs = [with_posts(5_000_000.0, ("crowding_out", value)) for value in (0.0, share)]
    held = in_posts(runs[0])[1]
    gap = runs[1].level("posts_county")[2] - runs[0].level("posts_county")[2]
    assert gap == pytest.approx(-share * held, abs=1e-3)


def test_workshops_stand_partly_idle_as_orders_come_and_go():
    busy, idle = (with_workshops(100_000.0, ("idle_share", share)) for share in (0.0, 0.5))
    full = np.floor(busy.level("workshops")[1:] * 13.2)
    usual = setting(FINE).dials["workshops"] / busy.level("workshops")[1:]  # which keep their orders
    assert (busy.level("workshop_places")[1:] >= np.floor((1 - 2 * 0.1 * usual) * full) - 1).all()
    share = idle.level("workshop_places")[1:] / np.maximum(full, 1)
    mean_idle = usual * 0.1 + (1 - usual) * 0.5
    assert (share <= 1).all() and (share < 1.1 - 2 * mean_idle).any() and share.max() > 0.9
    assert share.mean() == pytest.approx(1 - mean_idle.mean(), abs=0.06)
    assert idle.nation("in_workshop")[-1] < 0.9 * busy.nation("in_workshop")[-1]


def test_workshop_holders_beyond_the_orders_leave():
    run = with_workshops(0.0)
    assert run.nation("in_workshop")[0] > 300_000 and not run.nation("in_workshop")[1:].any()


def test_workshops_hold_no_more_than_their_places_however_many_ask():
    run = with_workshops(40_000.0, ("idle_share", 0.0))
    held, places = run.series[1:, :, AT["in_workshop"]], run.level("workshop_places")[1:]
    assert (held < np.maximum(places, run.series[:-1, :, AT["in_workshop"]]) + FINE).all()
    applied = run.services[1:, 0, :, 2].sum(axis=0)
    assert applied.sum() >= run.services[1:, 0, :, SERVED].sum()


def test_lifted_out_households_are_served_first():
    base = with_parameters(setting(FINE), workshop_ask=1.0)
    run = finished(world(scenario(2, scale=FINE, levers=(lever("workshops", 60_000, idle_share=0.0),)), base=base))
    columns = run.model.workers.columns
    new = (columns.status == PLACED) & ((columns.traits & WORKSHOP_BIT) > 0) & (columns.spell_start > BASE)
    lifted = (columns.traits & LIFTED_BIT) > 0
    assert new.sum() > 20
    assert lifted[new].mean() > 0.6 > 3 * lifted.mean()


def test_better_piece_pay_and_care_bring_people_into_workshops():
    poor, rich = (with_workshops(200_000.0, ("pay_ratio", ratio)) for ratio in (0.3, 1.0))
    assert rich.nation("in_workshop")[-1] > 1.1 * poor.nation("in_workshop")[-1]
    base = with_parameters(setting(FINE), care_bonus=2.0)
    asked = scenario(MONTHS, scale=FINE, levers=(lever("workshops", 200_000),))
    caring = finished(world(asked, base=base))
    assert caring.nation("in_workshop")[-1] > with_workshops(200_000.0).nation("in_workshop")[-1]


def test_workshops_cost_what_stands_above_the_base_year():
    run = with_workshops(100_000.0)
    more = run.level("workshops")[1:] - setting(FINE).dials["workshops"]
    assert np.array_equal(run.services[1:, 0, :, SPENT], np.rint(more * 57_000 / 12 * 100).astype(np.int64))
    assert with_workshops(10_000.0).services[:, 0, :, SPENT].sum() == 0, "fewer than there were cost nothing new"
