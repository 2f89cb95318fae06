"""Joining and leaving: the pool grows and ages as published, whatever anybody's status is."""

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborsim.kernels.codes import FEMALE, MALE, OLDEST, month_number
from laborsim.population.demography import HORIZON, Demography, ageing_table, build_demography, pool_of
from laborsim.population.life_course import (
    EARLY_YEARS,
    FIT_YEARS,
    TREND,
    life_course,
    project,
    write_all,
    write_life_course,
)
from laborsim.population.population import build_population
from laborsim.population.sex_age_schooling import births
from laborsim.population.traits import parents_by_age
from laborsim.published.data_tables import DATA, read_rows


@pytest.fixture(scope="module")
def people() -> Demography:
    return build_demography(2023)


def test_from_2017_births_and_figures_up_to_2019_say_how_the_pool_ages_and_grows():
    for row in ageing_table(2017, 2023):
        assert row.mean_age == pytest.approx(row.mean_age_published, rel=0.01)
        assert row.over_50 == pytest.approx(row.over_50_published, abs=0.008)
        if row.year != 2020:  # people went home; that is the model's affair, not demography's
            assert row.migrant_workers == pytest.approx(row.migrant_workers_published, rel=0.01)


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_a_base_year_before_2020_knows_no_growth_of_later_years(year, monkeypatch):
    def later(year):
        raise AssertionError("later information")

    monkeypatch.setattr("laborsim.population.demography.growth", later)
    assert build_demography(year).base_year == year
    assert not any("later information" in note for note in build_demography(year).notes)


def test_fewer_births_mean_fewer_entrants_a_generation_later():
    entrants = build_demography(2017).entrants_by_year
    assert births(1998) > births(2004) and entrants[5] < entrants[0]


@pytest.mark.parametrize("year", [2017, 2019, 2023])
def test_nothing_explodes_until_2030(year):
    rows = ageing_table(year, 2030)[1:]
    ages = [row.mean_age for row in rows]
    assert all(0 < later - earlier < 0.8 for earlier, later in pairwise(ages))
    assert rows[-1].mean_age < 46 and rows[-1].over_50 < 0.36
    for row in rows:
        assert 0.01 < row.leavers / row.migrant_workers < 0.04
        assert 0.01 < row.entrants / row.migrant_workers < 0.045


def test_after_2023_the_pool_grows_by_the_declared_trend(people):
    population = build_population(2023, 10_000).margins
    pool = pool_of(population)
    growth = people.entrants_by_year[0] - float((pool[:, :-1] * people.exit_hazard[:, 1:]).sum())
    assert growth / pool.sum() == pytest.approx(TREND, abs=1e-6)


def test_entrants_of_a_year_come_in_twelve_equal_months(people):
    year = sum(people.entrants(month_number(2025, month)).sum() for month in range(1, 13))
    assert year == pytest.approx(people.entrants_by_year[1])
    assert people.entrants(month_number(2024, 1)).shape == (31,)


def test_entrants_come_from_origins_as_the_pool_does(people):
    workers = build_population(2023, 10_000).margins.workers.sum(axis=1)
    assert people.entrant_origin == pytest.approx(workers / workers.sum())


def test_entrants_are_counted_in_workers_of_each_origins_scale(people):
    scale = np.full(31, 1000)
    scale[3] = 20
    month = month_number(2026, 3)
    assert people.entrant_workers(month, scale) * scale == pytest.approx(people.entrants(month))


@pytest.mark.parametrize("year", [2023, 2023 + HORIZON])
def test_entrants_outside_the_projection_are_an_error(people, year):
    with pytest.raises(ValueError, match=f"entrants of {year}: known from 2024 to {2022 + HORIZON}"):
        people.entrants(month_number(year, 12))


def test_nothing_in_the_demography_speaks_of_status():
    assert not any("status" in field.name or "local" in field.name for field in fields(Demography))


def test_exits_rise_with_age_and_women_leave_earlier(people):
    hazard = people.exit_hazard
    assert hazard.shape == (2, OLDEST + 1)
    assert np.all(np.diff(hazard[:, 16:], axis=1) >= 0)
    assert np.all(hazard[FEMALE, 16:OLDEST] >= hazard[MALE, 16:OLDEST])
    assert np.all((hazard >= 0) & (hazard <= 1)) and np.all(hazard[:, OLDEST] == 1)


def test_shares_of_entrants_are_shares(people):
    assert people.entrant_age_share.sum() == pytest.approx(1)
    assert people.entrant_schooling.sum(axis=1) == pytest.approx(np.ones(len(people.entrant_ages)))
    for share in (people.entrant_parents, people.entrant_trained, people.entrant_lifted, people.entrant_schooling):
        assert np.all((share >= 0) & (share <= 1))


def test_young_entrants_have_more_schooling_than_the_pool(people):
    young = (people.entrant_ages >= 20) & (people.entrant_ages <= 25)
    pool = build_population(2023, 10_000)
    assert people.entrant_schooling[young, 4].mean() > 2 * np.mean(pool.schooling == 4)
    assert people.entrant_schooling[people.entrant_ages < 19, 4].max() == 0


def test_under_the_childrens_hazards_the_share_of_parents_stays_as_assumed(people):
    share = float(parents_by_age(np.array([15.0]))[0])
    for age in range(16, 76):
        share += (1 - share) * people.children_start[age] - share * people.children_end[age]
        assert share == pytest.approx(float(parents_by_age(np.array([float(age)]))[0]), abs=1e-9)


def test_childrens_hazards_are_probabilities(people):
    for hazard in (people.children_start, people.children_end):
        assert np.all((hazard >= 0) & (hazard <= 1)) and np.all(np.isfinite(hazard))


def test_one_year_of_birthdays_removes_whom_the_projection_removes():
    """Expected exits of the actual workers equal the cohort table's, age by age taken together."""
    population = build_population(2023)
    hazard = life_course().exit_hazard()
    next_age = population.age_months // 12 + 1  # everybody has one birthday in a year
    expected = float((hazard[population.sex, next_age] * population.weight).sum())
    assert expected == pytest.approx(ageing_table(2023, 2024)[1].leavers, rel=0.001)


@given(st.floats(0, 3), st.integers(1, 40))
def test_a_projection_conserves_people(factor, years):
    start = np.zeros((2, OLDEST + 1))
    start[:, 16:76] = 1e6
    totals = start.sum() * np.linspace(1, factor, years + 1)
    found = project(start, 2023, totals, life_course())
    stocks = found.pool.sum(axis=(1, 2))
    assert stocks[1:] == pytest.approx(stocks[:-1] + found.entrants[1:] - found.leavers[1:])
    assert found.pool.min() >= 0
    assert np.all(stocks[1:] >= totals[1:] * (1 - 1e-9))


def test_the_stored_life_courses_are_what_the_fit_finds(tmp_path):
    write_all(tmp_path)
    assert {path.name for path in DATA.glob("life_course*.csv")} == {path.name for path in tmp_path.iterdir()}
    for path in tmp_path.iterdir():
        found, stored = ({row["parameter"]: row for row in read_rows(at)} for at in (path, DATA / path.name))
        assert list(found) == list(stored)
        for name, row in found.items():
            assert float(row["value"]) == pytest.approx(float(stored[name]["value"]), rel=0.01), name


@pytest.mark.parametrize(
    ("name", "base_year", "years"), [("life_course.csv", 2023, FIT_YEARS), ("life_course_2019.csv", 2017, EARLY_YEARS)]
)
def test_a_written_life_course_is_the_shipped_file(tmp_path, name, base_year, years):
    path = tmp_path / name
    write_life_course(path, life_course(base_year), years)
    assert path.read_text(encoding="utf-8") == (DATA / name).read_text(encoding="utf-8")
