"""Joining and leaving: the pool grows and ages as published, whatever anybody's status is."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborsim.kernels.codes import FEMALE, MALE, OLDEST, month_number
from laborsim.kernels.random import decision, stream_key, uniform
from laborsim.parameters.parameters import Parameters
from laborsim.population.demography import (
    HORIZON,
    NOT_KNOWN,
    Demography,
    ageing_table,
    build_demography,
    pool_of,
    pool_trend,
)
from laborsim.population.life_course import (
    EARLY_YEARS,
    ENTRY_AGES,
    FIT_YEARS,
    life_course,
    project,
    write_all,
    write_life_course,
)
from laborsim.population.population import build_population
from laborsim.population.sex_age_schooling import births
from laborsim.population.traits import parents_by_age
from laborsim.published.data_tables import DATA, read_rows
from laborsim.scenario.what_if import range_of


@pytest.fixture(scope="module")
def people() -> Demography:
    return build_demography(2023)


def test_from_2017_births_and_figures_up_to_2019_say_how_the_pool_ages_and_grows():
    for row in ageing_table(2017, 2023):
        assert row.mean_age == pytest.approx(row.mean_age_published, rel=0.01)
        assert row.over_50 == pytest.approx(row.over_50_published, abs=0.008)
        if row.year != 2020:  # people went home; that is the model's affair, not demography's
            assert row.migrant_workers == pytest.approx(row.migrant_workers_published, rel=0.01)


def outlook(draw: int) -> Parameters:
    """Return a draw of what nobody knows, evenly from its range."""
    found = {}
    for name in NOT_KNOWN:
        low, high = range_of(name)
        found[name] = low + (high - low) * float(uniform(stream_key(7, draw), 0, 0, decision(f"test.{name}")))
    return Parameters(**found)


def test_started_in_2017_the_bands_of_what_is_not_known_hold_the_totals_published_to_2023():
    paths = [[row.migrant_workers for row in ageing_table(2017, 2023, outlook(draw))] for draw in range(100)]
    # In 2020 people went home; that is the model's affair, not demography's.
    rows = [
        (k, row.migrant_workers_published) for k, row in enumerate(ageing_table(2017, 2023)) if k and row.year != 2020
    ]

    def held(low, high):
        ends = np.percentile(paths, (low, high), axis=0)
        return sum(ends[0, k] <= seen <= ends[1, k] for k, seen in rows)

    assert held(2.5, 97.5) == len(rows)
    assert held(10, 90) >= 0.8 * len(rows)
    assert held(25, 75) < len(rows), "and are no wider than they have to be"


def test_the_band_of_2030_is_as_wide_as_what_is_not_known_and_holds_no_growth_for_sure():
    rows = [ageing_table(2023, 2030, outlook(draw)) for draw in range(100)]
    low, high = np.percentile([row[-1].migrant_workers for row in rows], (10, 90)) / 1e6
    assert 270 < low < 285 and 297 < high < 310
    middle = ageing_table(2023, 2030)
    assert 289 < middle[-1].migrant_workers / 1e6 < 292
    assert middle[-1].migrant_workers < middle[-2].migrant_workers, "and falling"


def test_what_is_not_known_changes_nothing_at_the_base_date_and_more_the_further_ahead():
    for draw in range(5):
        trend = pool_trend(2023, 7, outlook(draw)) / pool_trend(2023, 7)
        assert trend[0] == 1 and abs(trend[7] - 1) > abs(trend[1] - 1)


@pytest.mark.parametrize("year", [2016, 2018, 2019, 2022, 2023])
def test_a_base_year_says_what_its_life_course_knows_of_later_years(year):
    told = any("later information" in note for note in build_demography(year).notes)
    assert told == (year not in (2019, 2023))


@given(st.integers(1950, 2014))
def test_a_birth_cohort_sends_births_times_participation(born):
    life = life_course()
    sent = sum(
        life.joiners(born + int(age) + later)[later, place] for place, age in enumerate(ENTRY_AGES) for later in (0, 1)
    )
    assert sent == pytest.approx(births(born) * life.participation)


def test_where_nobody_leaves_each_cohort_of_the_pool_is_births_times_participation():
    nobody = dataclasses.replace(life_course(), leaving_any_age=0.0, leaving_age=1000.0)
    first, last = int(ENTRY_AGES[0]), int(ENTRY_AGES[-1])
    born = 1985
    found = project(np.zeros((2, OLDEST + 1)), born + first - 1, last - first + 3, nobody)
    assert found.years[-1] == born + last + 1, "the year in which the last of them join"
    assert found.pool[-1, :, last + 1].sum() == pytest.approx(births(born) * nobody.participation, rel=1e-6)


def test_the_part_of_a_cohort_that_joins_changes_by_its_growth_every_year():
    start = np.zeros((2, OLDEST + 1))
    steady, growing = (project(start, 2023, 8, life_course(), growth).entrants for growth in (0.0, 0.03))
    assert growing[1:] / steady[1:] == pytest.approx(1.03 ** np.arange(1, 8))


def test_fewer_births_mean_fewer_entrants_a_generation_later():
    entrants = build_demography(2017).entrants_by_age.sum(axis=1)
    assert births(1998) > births(2004) and entrants[5] < entrants[0]


@pytest.mark.parametrize("year", [2017, 2019, 2023])
def test_nothing_explodes_until_2030(year):
    rows = ageing_table(year, 2030)[1:]
    ages = [row.mean_age for row in rows]
    assert all(0 < later - earlier < 0.8 for earlier, later in pairwise(ages))
    assert rows[-1].mean_age < 46 and rows[-1].over_50 < 0.37
    for row in rows:
        assert 0.01 < row.leavers / row.migrant_workers < 0.04
        assert 0.01 < row.entrants / row.migrant_workers < 0.045


def test_the_pool_grows_by_who_joins_less_who_leaves(people):
    pool = pool_of(build_population(2023, 10_000).margins)
    growth = people.entrants_by_age[0].sum() - float((pool[:, :-1] * people.exit_hazard[:, 1:]).sum())
    assert 1 + growth / pool.sum() == pytest.approx(pool_trend(2023, 1)[1], abs=1e-6)


def test_entrants_of_a_year_come_in_twelve_equal_months(people):
    year = sum(people.entrants(month_number(2025, month)).sum() for month in range(1, 13))
    assert year == pytest.approx(people.entrants_by_age[1].sum())
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
    assert not any("status" in field.name or "local" in field.name for field in dataclasses.fields(Demography))


def test_exits_rise_with_age_and_women_leave_earlier(people):
    hazard = people.exit_hazard
    assert hazard.shape == (2, OLDEST + 1)
    assert np.all(np.diff(hazard[:, 16:], axis=1) >= 0)
    assert np.all(hazard[FEMALE, 16:OLDEST] >= hazard[MALE, 16:OLDEST])
    assert np.all((hazard >= 0) & (hazard <= 1)) and np.all(hazard[:, OLDEST] == 1)


def test_shares_of_entrants_are_shares(people):
    for month in (month_number(2024, 1), month_number(2060, 12)):
        assert people.age_shares(month).sum() == pytest.approx(1)
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


@given(st.floats(-0.05, 0.05), st.integers(1, 40))
def test_a_projection_conserves_people(growth, years):
    start = np.zeros((2, OLDEST + 1))
    start[:, 16:76] = 1e6
    found = project(start, 2023, years + 1, life_course(), growth)
    stocks = found.pool.sum(axis=(1, 2))
    assert stocks[1:] == pytest.approx(stocks[:-1] + found.entrants[1:] - found.leavers[1:])
    assert found.pool.min() >= 0


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
