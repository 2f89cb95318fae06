"""A job held while at home: who keeps one, how long, and that nobody else counts it."""

import numpy as np
import pytest
from tests.kernels.crowd import plain_month, seekers
from tests.model.small_worlds import BASE, CODES, finished, scenario, setting, with_parameters, world

from laborsim.kernels.applications import RETURNED
from laborsim.kernels.codes import GONE, OUTBOUND, SEEKING, month_number
from laborsim.kernels.markets.held_jobs import visit_home
from laborsim.kernels.traits import AT_HOME_BIT
from laborsim.levers import Schedule
from laborsim.scenario.scenario import Shock

FEBRUARY = month_number(2024, 2)  # the Spring Festival of 2024 is on its 10th
CALM = {"separation_rate": 0.0, "reconsider_rate": 0.0, "festival_visits": 0.7, "held_job_lost": 0.0}
"""Nobody leaves a job, so that only visits move people."""


def shock(kind: str, level: float, first: int, last: int) -> Shock:
    schedule = Schedule(points=((first, level),), start=first, end=last)
    return Shock(name=kind, kind=kind, market="urban", regions=CODES, schedule=schedule)


def at_home(columns) -> np.ndarray:
    return (columns.traits & AT_HOME_BIT) > 0


def visits(months: int, shocks: tuple[Shock, ...] = (), **parameters: float) -> list[float]:
    """Return the part of people with a job away who are at home [month]."""
    asked = scenario(months, closure="fixed", shocks=shocks)
    model = world(asked, base=with_parameters(setting(), **{**CALM, **parameters}))
    found = []
    while model.running:
        model.step()
        columns = model.workers.columns
        assert set(columns.status[at_home(columns)].tolist()) <= {OUTBOUND, GONE}
        found.append(float(at_home(columns)[columns.status == OUTBOUND].mean()))
    return found


def test_as_many_as_asked_are_home_in_the_month_of_the_festival_and_go_back_month_by_month():
    january, february, march, april = visits(4, back_to_job=0.6)
    assert january == 0.0 and february == pytest.approx(0.7, abs=0.02)
    assert march == pytest.approx(0.7 * 0.4, abs=0.02) and april == pytest.approx(0.7 * 0.4**2, abs=0.02)


def test_nobody_goes_back_where_no_travel_is_allowed_and_half_as_many_where_half_of_it_is():
    stopped = shock("travel", 0.0, FEBRUARY + 1, FEBRUARY + 1)
    halved = shock("travel", 0.5, FEBRUARY + 1, FEBRUARY + 1)
    february, march = visits(3, (stopped,), back_to_job=0.8)[1:]
    assert march == pytest.approx(february, abs=0.005) and february > 0.6
    assert visits(3, (halved,), back_to_job=0.8)[2] == pytest.approx(0.7 * 0.6, abs=0.02)


def test_visits_change_nothing_that_is_counted():
    runs = [
        finished(world(scenario(8, closure="fixed"), base=with_parameters(setting(), **{**CALM, "festival_visits": v})))
        for v in (0.0, 0.7)
    ]
    assert (runs[0].series == runs[1].series).all()


def test_a_job_that_is_not_gone_back_to_is_lost_and_its_holder_seeks_at_home():
    month = plain_month()
    crowd = seekers(10_000, month)
    crowd.status[:], crowd.destination[:] = OUTBOUND, 20
    crowd.traits[:5_000] |= AT_HOME_BIT
    month.work.held.visits, month.work.held.back[:], month.work.held.lost = 0.0, 0.0, 0.1
    for worker in crowd:
        visit_home(worker, month)
    assert (crowd.status[:5_000] == SEEKING).mean() == pytest.approx(0.1, abs=0.015)
    assert (crowd.status[5_000:] == OUTBOUND).all()
    lost = crowd.status == SEEKING
    assert not at_home(crowd)[lost].any() and (crowd.spell_start[lost] == month.step).all()


@pytest.mark.parametrize("kept", [0.0, 1.0])
def test_whose_job_is_held_does_not_seek_when_a_shock_sends_him_home(kept):
    sent = (shock("returns", 0.5, BASE + 1, BASE + 1),)
    base = with_parameters(setting(), **{**CALM, "festival_visits": 0.0, "job_kept": kept})
    model = world(scenario(1, closure="fixed", shocks=sent), base=base)
    before = model.workers.columns.status.copy()
    model.step()
    columns = model.workers.columns[: len(before)][before == OUTBOUND]
    visitors, returned = at_home(columns) & (columns.status == OUTBOUND), (columns.events & RETURNED) > 0
    assert visitors.mean() == pytest.approx(0.5 * kept, abs=0.03)
    assert returned.mean() == pytest.approx(0.5 * (1 - kept), abs=0.03)
