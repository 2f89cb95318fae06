"""A base date has a year behind it as the model lives one: nobody's official status is another for it."""

import numpy as np
import pytest
from tests.model.small_worlds import BASE, FINE, finished, scenario, setting, world

from laborsim.kernels.codes import GONE, LOCAL, OUTBOUND, SEEKING, SEEKING_AWAY
from laborsim.kernels.life.official_status import (
    FULL_YEARS,
    MONTHS,
    latest,
    latest_months,
    months_alike,
    official_status,
    official_statuses,
    remember,
)
from laborsim.kernels.markets.search import finds_slowly
from laborsim.model.past_year import EVERYBODY_ALIKE, YearBefore, find_slowly, lived
from laborsim.model.picking import lowest, weighted
from laborsim.parameters.fit import PastYear, Years, load_fit
from laborsim.parameters.parameters import Parameters


def test_many_histories_say_what_each_says():
    luck = np.random.default_rng(1)
    histories = np.zeros(300, np.uint32)
    for k in range(len(histories)):
        for _ in range(MONTHS):
            histories[k] = remember(histories[k], latest(histories[k]) if luck.random() < 0.8 else luck.integers(4))
    assert official_statuses(histories).tolist() == [official_status(history) for history in histories]
    assert latest_months(histories).tolist() == [latest(history) for history in histories]
    for history, months in zip(histories, months_alike(histories), strict=True):
        codes = [((int(history) >> k) & 1) + 2 * ((int(history) >> (12 + k)) & 1) for k in range(MONTHS)]
        assert set(codes[:months]) == {codes[0]} and (months == MONTHS or codes[months] != codes[0])


def test_who_finds_slowly_is_the_same_at_the_base_date_and_in_every_replicate_s_months():
    people = setting().columns.worker_id
    said = find_slowly(people, Parameters().slow_finders)
    for replicate in (0, 3):
        model = world(scenario(1), replicate=replicate)
        now = [finds_slowly(worker, model.month) for worker in model.workers.columns[:400]]
        assert now == said[:400].tolist()


def test_slow_finders_are_as_frequent_among_seekers_as_two_years_on():
    def share(columns, status):
        rows = columns.status == status
        return find_slowly(columns.worker_id[rows], Parameters().slow_finders).mean()

    model = world(scenario(24, scale=FINE))
    first = {status: share(model.workers.columns, status) for status in (SEEKING, SEEKING_AWAY)}
    finished(model)
    for status, was in first.items():
        assert was > 1.7 * Parameters().slow_finders
        assert share(model.workers.columns, status) == pytest.approx(was, abs=0.06)


def test_as_many_are_away_from_their_official_status_as_two_years_on():
    def elsewhere(columns):
        here = columns[columns.status != GONE]
        official = official_statuses(here.history.copy())
        return [(latest_months(here.history[official == code].copy()) != code).mean() for code in range(4)]

    model = world(scenario(24, scale=FINE))
    first = elsewhere(model.workers.columns)
    finished(model)
    assert elsewhere(model.workers.columns) == pytest.approx(first, rel=0.25)


def test_nobody_has_held_his_job_for_longer_than_he_has_been_there():
    columns = setting(FINE).columns
    alike = months_alike(columns.history)
    rows = (alike < MONTHS) & np.isin(columns.status, (LOCAL, OUTBOUND))
    assert rows.sum() > 1000
    assert (BASE - columns.spell_start[rows].astype(int) < alike[rows]).all()


def test_in_no_origin_more_people_come_to_a_place_than_leave_it():
    there = np.repeat([2, 3, 2, 3], [9000, 1000, 1000, 9000]).astype(np.uint8)  # official, origin by origin
    origin = np.repeat([0, 1], 10_000).astype(np.uint8)
    away, back = (int(h) for h in (remember(FULL_YEARS[2], 3), remember(FULL_YEARS[3], 2)))
    none = Years(changed=0.0, histories=())
    past = PastYear(
        years=(none, none, Years(changed=0.04, histories=(away,)), Years(changed=0.04, histories=(back,))),
        searches=EVERYBODY_ALIKE.searches,
    )
    now = latest_months(lived(past, there, origin, np.random.default_rng(2).random(20_000)))
    assert (now != there).sum() == 800
    for k in range(2):
        assert (now[origin == k] == 3).sum() == pytest.approx((there[origin == k] == 3).sum(), abs=60)
    assert (lived(EVERYBODY_ALIKE, there, origin, np.full(20_000, 0.5)) == FULL_YEARS[there]).all()


def test_a_quota_is_filled_exactly_and_the_likelier_are_chosen_more_often():
    luck, likelier = np.random.default_rng(3).random(20_000), np.arange(20_000) % 2 == 0
    chosen = lowest(np.arange(20_000), 1_000, weighted(luck, np.where(likelier, 4.0, 1.0)))
    assert len(chosen) == 1_000
    assert likelier[chosen].mean() == pytest.approx(0.8, abs=0.04)


def test_a_year_without_people_who_seek_says_nothing_about_them():
    seen = YearBefore(0.4)
    assert seen.known() is None
    columns = setting().columns[setting().columns.status == LOCAL]
    seen.add(columns, BASE)
    assert seen.known().searches == EVERYBODY_ALIKE.searches


def test_a_fit_of_another_laborsim_is_refused_with_the_command_that_makes_it(tmp_path, monkeypatch):
    old = tmp_path / "2023-cumulative.json"
    old.write_text(load_fit(2023, "cumulative", True).model_dump_json(exclude={"past_year"}), encoding="utf-8")
    monkeypatch.setattr("laborsim.parameters.fit.fit_path", lambda *base: old)
    with pytest.raises(LookupError, match=r"past_year.*laborsim fit 2023 --founders cumulative"):
        load_fit(2023, "cumulative", True)
