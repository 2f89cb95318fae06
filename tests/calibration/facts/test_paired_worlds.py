"""What paired worlds are asked for: their arithmetic on small tables, and the hooks on a coarse world."""

import numpy as np
import pytest

from laborsim.calibration.evidence.orders import OrderBook, Orders
from laborsim.calibration.facts import pay_and_posts, programs
from laborsim.calibration.facts.crises import EXPORT, NATION, of_places
from laborsim.calibration.facts.demography import slope, women
from laborsim.calibration.facts.lives import LifeRecorder
from laborsim.calibration.facts.worlds import Deviation, FactTrial, base_of, followed, lasting, lived, scenario
from laborsim.kernels.codes import GONE, OUTBOUND
from laborsim.model.labor_model import LaborModel
from laborsim.model.market import URBAN
from laborsim.parameters.parameters import Parameters

COARSE = FactTrial(Parameters(), 0, 100_000)
GD = NATION.index("CN-GD")


def test_an_elasticity_is_one_where_both_rise_alike():
    assert pay_and_posts.elasticity(1.1, 1.0) == pytest.approx(1) and pay_and_posts.elasticity(
        1.0, 1.1
    ) == pytest.approx(-1)


def flows(there, home):
    found = pay_and_posts.JobFlows((60,))
    found.there[60], found.at_home[60] = np.array(there, float), np.array(home, float)
    return found


def test_the_share_elasticity_is_weighted_by_base_flow_and_counts_who_stays_at_home():
    control = flows([[10, 0], [30, 5]], [100, 100])
    treated = flows([[11, 0], [30, 5]], [100, 100 / 1.1])
    assert pay_and_posts.share_elasticity(treated, control, 60, 0) == pytest.approx(1)
    treated = flows([[11, 0], [30, 5]], [100, 100])
    assert pay_and_posts.share_elasticity(treated, control, 60, 0) == pytest.approx(10 / 40)


def test_an_origin_that_sends_nobody_has_no_logarithm():
    control, treated = flows([[10, 0], [0, 5]], [100, 100]), flows([[11, 0], [3, 5]], [100, 100])
    assert pay_and_posts.share_elasticity(treated, control, 60, 0) == pytest.approx(1)


def test_a_slope_is_that_of_the_line_through_uneven_years():
    assert slope([2017, 2018, 2023], [1.0, 1.5, 4.0]) == pytest.approx(0.5)


def test_women_are_counted_among_local_and_outbound():
    groups = np.zeros((1, 4, 2, 1, 1), np.int64)
    groups[0, 0, :, 0, 0] = 50, 50  # no migrant workers
    groups[0, 1, :, 0, 0] = 6, 4
    groups[0, 2, :, 0, 0], groups[0, 3, :, 0, 0] = (7, 1), (1, 1)
    assert women(groups) == {"local": pytest.approx(40), "outbound": pytest.approx(20)}


def test_a_recorder_changes_nothing_and_follows_everybody():
    months = 14
    lives, watched = followed(COARSE, months)
    alone = lived(COARSE, months)
    assert (watched.of("outbound") == alone.of("outbound")).all()
    weight = COARSE.persons_per_worker
    assert (weight * (lives.status == OUTBOUND).sum(axis=1) == alone.nation("outbound")).all()
    assert (weight * lives.here.sum(axis=1) == sum(alone.nation(name) for name in ALL)).all()
    assert len(np.unique(lives.identity)) == len(lives.identity) and (lives.months, lives.start) == (months + 1, 1487)


ALL = ("local", "outbound", "founder", "placed", "seeking_home", "seeking_away", "out")


def test_somebody_who_takes_the_row_of_one_who_left_is_another_person():
    model = LaborModel(scenario(COARSE, 30), 0, setting=base_of(COARSE, 2023))
    recorder = LifeRecorder(model.observed)
    while model.running:
        model.step()
        recorder.look(model.observed)
    lives = recorder.lives()
    entered = lives.first > 0
    assert entered.any() and (lives.identity[entered] >= 2**31).all()
    back = np.diff(lives.here.astype(int), axis=0) > 0
    assert (back.sum(axis=0) <= 1).all() and (lives.status[-1] == GONE).any(), "nobody comes back as another"


def test_orders_are_posts_in_their_months_and_places_only():
    book = OrderBook((Orders((2, 3), of_places(EXPORT, 0.5), np.zeros(len(NATION))),))
    usual, less = lived(COARSE, 4), lived(COARSE, 4, made=book)
    factor = less.level("posts_urban")[1:] / usual.level("posts_urban")[1:]
    assert factor[0] == pytest.approx(np.ones(len(NATION)))
    assert factor[1] == pytest.approx(of_places(EXPORT, 0.5))
    assert factor[3] == pytest.approx(np.ones(len(NATION)), abs=0.05), "pay has answered a little"
    vacant = less.level("vacancies_urban")[2][GD] / usual.level("vacancies_urban")[2][GD]
    assert vacant < 0.2 and URBAN == 1, "nothing but what churn leaves"


def test_jobs_for_customers_elsewhere_bring_the_multiplier():
    added = of_places(("CN-HA",), 1000.0, 0.0)
    book = OrderBook((Orders((1, 9), np.ones(len(NATION)), added),))
    usual, more = lived(COARSE, 1), lived(COARSE, 1, made=book)
    posts = (more.level("posts_county") - usual.level("posts_county"))[1]
    assert posts == pytest.approx(added * (1 + Parameters().local_multiplier))


def test_an_empty_book_of_orders_is_the_usual_world():
    usual, same = lived(COARSE, 5), lived(COARSE, 5, made=OrderBook(()))
    assert (usual.of("outbound") == same.of("outbound")).all() and (
        usual.level("posts_urban") == same.level("posts_urban")
    ).all()


def test_where_prices_are_held_nothing_but_the_raised_pay_moves():
    raised = Deviation(shocks=(lasting("pay", "urban", 1.1, ("CN-GD",)),), closure="fixed")
    pay = (
        lived(COARSE, 2, raised).level("pay_urban")[2]
        / lived(COARSE, 2, Deviation(closure="fixed")).level("pay_urban")[2]
    )
    assert pay == pytest.approx(of_places(("CN-GD",), 1.1))


def test_as_many_of_each_hundred_numbers_are_helped_as_the_market_says():
    ids, origin = np.arange(1000, dtype=np.uint32), np.repeat([0, 1], 500).astype(np.uint8)
    helped = programs.is_helped(ids, origin, np.array([0.25, 1.0]))
    assert helped[:500].sum() == 125 and helped[500:].all()


def test_an_agency_that_helps_nobody_changes_nothing():
    share = np.zeros(len(NATION))
    usual = lived(COARSE, 5)
    same = lived(COARSE, 5, made=lambda asked, luck, setting: programs.HelpedMarkets(asked, luck, setting, share))
    assert (usual.of("seeking_home") == same.of("seeking_home")).all()
