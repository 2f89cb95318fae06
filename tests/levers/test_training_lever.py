"""Training keeps people from searching, raises pay for a while, and seats no more than there are seats."""

from functools import cache

import numpy as np
import pytest
from tests.kernels.crowd import WAITS, choices, plain_month, seekers
from tests.model.small_worlds import BASE, FINE, Run, finished, lever, nothing_new, scenario, setting, world

from laborsim.kernels.applications import NOTHING
from laborsim.kernels.codes import GONE, LOCAL
from laborsim.kernels.life.entrants import FIRST_ENTRANT
from laborsim.kernels.money.pay import local_pay
from laborsim.levers import Cost, Who
from laborsim.model.ledger import SERVED, SPENT

MONTHS = 6
MANY = 50_000_000


@cache
def trained(level: float = MANY, *fields: tuple[str, object], months: int = MONTHS) -> Run:
    return finished(world(scenario(months, scale=FINE, levers=(lever("training_places", level, **dict(fields)),))))


def of_base_date(run: Run) -> np.ndarray:
    """Say who was there from the first; some entrants have been trained before they enter."""
    return run.model.workers.columns.worker_id < FIRST_ENTRANT


def test_whoever_sits_in_class_neither_searches_nor_moves():
    month = plain_month()
    crowd = seekers(2_000, month)
    assert not (choices(crowd, month) == WAITS).all()
    crowd.training_end[:] = month.step + 1
    assert (choices(crowd, month) == WAITS).all()
    crowd.training_end[:] = month.step
    assert not (choices(crowd, month) == WAITS).all()


def test_long_courses_lock_people_in():
    short, long = (trained(MANY, ("months", months)) for months in (0, 24))
    assert long.nation("moves_out")[2:].sum() < 0.99 * short.nation("moves_out")[2:].sum()
    assert long.nation("in_training")[-1] > 5_000_000 and short.nation("in_training").sum() == 0
    columns = long.model.workers.columns
    now = long.model.months
    in_class = (columns.status != GONE) & (columns.training_end > now) & (columns.training_end < now + 24)
    assert (columns.applied[in_class] == NOTHING).all()


def test_training_raises_pay_by_its_gain_and_fades_year_by_year():
    month = plain_month()
    gain, fade = setting().parameters.training_gain, setting().parameters.training_fade
    crowd = seekers(2, month)
    crowd.status[:] = LOCAL
    month.pay.profile[:] = 1.3
    plain = local_pay(crowd[0], month)
    for months, years in ((0, 0), (11, 0), (12, 1), (36, 3), (120, 10)):
        crowd.training_end[1] = month.step - months
        assert local_pay(crowd[1], month) / plain == pytest.approx(np.exp(gain * (1 - fade) ** years), rel=1e-12)
    crowd.training_end[1] = month.step + 3
    assert local_pay(crowd[1], month) == plain, "no gain before the course ends"


def test_the_gain_of_a_whole_country_trained_shows_in_its_pay():
    run, without = (
        trained(MANY, ("months", 0), ("apply_share", 1.0), ("completion_share", 1.0)),
        nothing_new(MONTHS, FINE),
    )

    def pay(one: Run) -> float:
        return float(one.nation("pay_local_fen")[-1] / one.nation("paid_local")[-1])

    share = run.services[1:, 0, :, SERVED].sum() / run.nation("local")[-1]
    assert 1 < pay(run) / pay(without) < np.exp(setting().parameters.training_gain * min(1.0, share)) * 1.002


def test_seats_are_places_divided_by_twelve_and_a_lottery_fills_them():
    run = trained(1_200_000.0)
    weights = setting(FINE).weights["workers"]
    seats = 100_000 * weights / weights.sum()
    served = run.services[1:, 0, :, SERVED]
    assert (served < seats + 1 + FINE).all()
    assert served.sum() == pytest.approx(100_000 * MONTHS, rel=0.12)
    assert (run.services[1:, 0, :, 2].sum(axis=0) > served.sum(axis=0)).all(), "more ask than there are seats"


def test_a_place_costs_what_it_costs_whether_or_not_the_course_is_completed():
    run = trained(1_200_000.0, ("cost", Cost(per_unit=2_500.0)), ("completion_share", 0.5))
    assert np.array_equal(run.services[1:, 0, :, SPENT], run.services[1:, 0, :, SERVED] * 250_000)
    completed = of_base_date(run) & (run.model.workers.columns.training_end > BASE)
    share = completed.sum() * FINE / run.services[1:, 0, :, SERVED].sum()
    assert share == pytest.approx(0.5, abs=0.12)


def test_nobody_is_trained_twice_within_five_years():
    model = world(scenario(MONTHS, scale=FINE, levers=(lever("training_places", MANY, apply_share=1.0),)))
    while model.running:
        before = model.workers.columns.copy()
        model.step()
        now = model.workers.columns[: len(before)]
        same = (now.worker_id == before.worker_id) & (before.status != GONE) & (now.status != GONE)
        again = same & (now.training_end != before.training_end) & (before.training_end > 0)
        assert (model.months - before.training_end[again].astype(int) >= 60).all()


def test_a_course_for_a_group_is_attended_by_the_group():
    who = Who(sex="female", min_age=30, max_age=40)
    run = trained(MANY, ("who", who), ("apply_share", 1.0))
    columns = run.model.workers.columns
    began = of_base_date(run) & (columns.training_end > BASE)
    ages = (run.model.months - columns.birth_month[began].astype(int)) // 12
    assert began.sum() > 100
    assert (columns.traits[began] & 1).all() and ages.min() >= 30 and ages.max() <= 41
