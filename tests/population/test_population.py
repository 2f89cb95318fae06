"""The synthetic workers: as many as published, where and who as published, the same people every time."""

import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.house import ROOT

from laborsim.kernels.codes import (
    ACCOMPANYING,
    FEMALE,
    LEFT_BEHIND,
    LOCAL,
    NO_CHILDREN,
    NOWHERE,
    OUT,
    OUTBOUND,
    ZONES,
    month_number,
)
from laborsim.population.margin_report import miss_table, pay_misses, persons_by_place, population_report
from laborsim.population.pay import base_pay
from laborsim.population.population import Assumptions, build_population
from laborsim.population.quota_assignment import Columns
from laborsim.population.sex_age_schooling import Reserve
from laborsim.published.figures import by_zone
from laborsim.published.geography import zone_codes
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR
from laborsim.published.regions import province_table
from laborsim.report.pages.population import population_page

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
REGIONS = province_table()
CODES = [region.code for region in REGIONS]
GANSU = CODES.index("CN-GS")


@pytest.fixture(scope="module")
def people():
    return build_population(2023)


@pytest.fixture(scope="module")
def zoomed():
    scale = np.full(31, 5000)
    scale[GANSU] = 20
    return build_population(2023, scale)


@pytest.mark.parametrize("year", YEARS)
def test_hard_margins_are_met_to_one_worker(year):
    for row in miss_table(build_population(year)):
        if row.kind == "hard" and row.unit == "persons":
            # Columns of the table are met to one worker; flows by zone of origin to one more.
            slack = 2000 if " from " in row.margin else 1000
            assert abs(row.synthetic - row.published) <= slack, row
        elif row.kind == "hard":
            assert row.synthetic == pytest.approx(row.published, abs=5e-4), row


def test_the_years_that_print_whole_thousands_are_met_without_any_miss():
    for row in miss_table(build_population(2017)):
        if row.kind == "hard" and "scaled" not in row.margin:
            assert row.synthetic == row.published, row


@pytest.mark.parametrize("year", YEARS)
def test_soft_margins_are_missed_by_no_more_than_stated(year):
    tolerance = {"years": 0.001, "share": 0.005, "persons": 0.003, "yuan per month": 0.02}
    for row in population_report(year):
        if row.kind == "soft":
            assert abs(row.miss) <= tolerance[row.unit], row


@pytest.mark.parametrize("year", YEARS)
def test_pooled_mean_age_and_women_follow_though_they_are_not_fitted(year):
    rows = {row.margin: row for row in miss_table(build_population(year))}
    assert rows["mean age"].kind == rows["women"].kind == "not fitted"
    assert abs(rows["mean age"].miss) < 0.01
    assert abs(rows["women"].miss) < 0.025


def test_the_miss_table_sees_a_lost_worker(people):
    short = np.delete(np.arange(len(people)), 0)
    columns = {field.name: getattr(people, field.name)[short] for field in fields(Columns)}
    rows = {row.margin: row for row in miss_table(replace(people, **columns))}
    assert rows["migrant workers"].synthetic == rows["migrant workers"].published - 1000
    assert rows["origin East"].miss < 0


def test_the_same_question_gives_the_same_people(people):
    again = build_population(2023, np.full(31, 1000))
    for field in fields(Columns):
        assert np.array_equal(getattr(people, field.name), getattr(again, field.name)), field.name


def test_identity_is_the_place_in_the_population(people):
    assert people.worker_id.dtype == np.uint32
    assert np.array_equal(people.worker_id, np.arange(len(people)))
    assert np.all(np.diff(people.origin.astype(int)) >= 0)


def test_rows_run_by_origin_then_local_outbound_by_destination_out(people):
    place = np.where(people.status == LOCAL, -1, people.destination.astype(int))
    place[people.status == OUT] = 999
    order = people.origin.astype(int) * 2000 + place
    assert np.all(np.diff(order) >= 0)
    assert np.all((people.destination == NOWHERE) == (people.status != OUTBOUND))


def test_the_table_of_the_workers_is_the_table_of_persons_to_rounding(people):
    found = persons_by_place(people)
    assert np.abs(found - people.margins.workers).max() < 2 * 1000
    assert found[:, :-1].sum() == people.margins.workers[:, :-1].sum()
    assert people.weight.sum() == found.sum()


def test_a_zoom_keeps_hard_margins_to_the_coarse_worker(zoomed):
    for row in miss_table(zoomed):
        if row.kind == "hard" and row.unit == "persons":
            assert abs(row.synthetic - row.published) <= (2 if " from " in row.margin else 1) * 5000, row


def test_a_zoom_shows_the_province_finely(zoomed):
    persons = zoomed.margins.workers[GANSU]
    assert persons_by_place(zoomed)[GANSU] == pytest.approx(persons, abs=5000)
    assert np.bincount(zoomed.origin)[GANSU] == pytest.approx(persons.sum() / 20, rel=0.01)
    assert np.unique(zoomed.scale).tolist() == [20, 5000]


def test_a_zoom_leaves_the_mean_ages_alone(zoomed, people):
    for status in (LOCAL, OUTBOUND, OUT):
        means = [
            np.average(each.age_months[each.status == status], weights=each.weight[each.status == status])
            for each in (zoomed, people)
        ]
        assert means[0] == pytest.approx(means[1], rel=0.001)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from([700, 1000, 3000, 20_000]), min_size=31, max_size=31), st.sampled_from(YEARS))
def test_any_scale_keeps_totals_to_one_worker(scale, year):
    population = build_population(year, np.array(scale))
    rows = {row.margin: row for row in miss_table(population)}
    for name in ("migrant workers", "local", *(f"destination {zone}, scaled" for zone in ZONES)):
        assert abs(rows[name].synthetic - rows[name].published) <= max(scale), name
    assert population.weight[population.status == OUT].sum() == pytest.approx(30e6, abs=max(scale))


@pytest.mark.parametrize("code", ["CN-GS", "CN-HA", "CN-GD"])
def test_a_province_is_representative_of_each_status(people, code):
    mine = people.origin == CODES.index(code)
    for status in (LOCAL, OUTBOUND):
        everyone, here = people.status == status, mine & (people.status == status)
        assert people.age_months[here].mean() == pytest.approx(people.age_months[everyone].mean(), rel=0.005)
        assert people.sex[here].mean() == pytest.approx(people.sex[everyone].mean(), abs=0.01)
        college = people.schooling == 4
        assert college[here].mean() == pytest.approx(college[everyone].mean(), abs=0.01)


def test_a_single_flow_is_representative(people):
    flow = (people.origin == CODES.index("CN-HA")) & (people.destination == CODES.index("CN-GD"))
    everyone = people.status == OUTBOUND
    assert flow.sum() > 500
    assert people.age_months[flow].mean() == pytest.approx(people.age_months[everyone].mean(), rel=0.01)
    assert people.trained[flow].mean() == pytest.approx(people.trained[everyone].mean(), abs=0.02)


def test_flows_are_more_alike_than_chance_would_make_them(people):
    """Root mean square of standardized differences over all flows of 30 workers or more; chance gives 1."""
    outbound = np.flatnonzero(people.status == OUTBOUND)
    flow = people.origin[outbound].astype(int) * 256 + people.destination[outbound]
    _, flow, size = np.unique(flow, return_inverse=True, return_counts=True)
    for trait, most in ((people.sex == FEMALE, 0.8), (people.age_months, 0.4), (people.schooling == 4, 0.9)):
        value = trait[outbound].astype(float)
        mean = np.bincount(flow, value) / size
        z = (mean - value.mean()) / (value.std() / np.sqrt(size))
        assert np.sqrt(np.mean(z[size >= 30] ** 2)) < most


def test_traits_dealt_by_age_are_otherwise_independent(people):
    working = people.status != OUT
    traits = np.array([people.sex, people.lifted, people.trained, people.insured], float)[:, working]
    assert np.abs(np.corrcoef(traits) - np.eye(4)).max() < 0.02


def test_birthdays_are_spread_over_the_year(people):
    months = np.bincount(people.birth_month.astype(int) % 12, minlength=12) / len(people)
    assert months == pytest.approx(np.full(12, 1 / 12), rel=0.03)


def test_ages_run_from_16_to_75(people):
    years = people.age_months // 12
    assert years.min() == 16 and years.max() == 75
    assert people.base_month == month_number(2023, 12)


def test_college_takes_years(people):
    assert people.age_months[people.schooling == 4].min() // 12 >= 19


def test_the_reserve_is_older_and_more_often_female_than_local_workers(people):
    home, local = people.status == OUT, people.status == LOCAL
    assert people.age_months[home].mean() / 12 == pytest.approx(people.age_months[local].mean() / 12 + 3, abs=0.02)
    assert people.sex[home].mean() == pytest.approx(0.58, abs=0.001)


def test_the_reserve_is_a_parameter():
    population = build_population(2023, 1000, assumptions=Assumptions(reserve=Reserve(persons=12_345_000)))
    assert np.sum(population.status == OUT) == 12_345
    assert np.sum(population.status != OUT) == 297_530


def test_only_outbound_workers_leave_children_behind(people):
    assert not np.any((people.children == LEFT_BEHIND) & (people.status != OUTBOUND))
    assert np.any((people.children == ACCOMPANYING) & (people.status == OUTBOUND))
    young = people.age_months < 20 * 12
    assert np.mean(people.children[young] != NO_CHILDREN) < 0.01


def test_lifted_out_people_come_from_west_and_central(people):
    zones, working = zone_codes(REGIONS)[people.origin], people.status != OUT
    share = [people.lifted[working & (zones == z)].mean() for z in range(4)]
    east, central, west, northeast = share
    assert west > central > northeast > east


def test_pay_meets_the_national_means_exactly_and_the_zones_nearly():
    for year in YEARS:
        rows = pay_misses(year)
        assert [row.kind for row in rows] == ["hard"] * 2 + ["soft"] * 4 + ["not fitted"]
        assert all(abs(row.miss) < 1e-9 for row in rows[:2])
        assert all(abs(row.miss) < 0.02 for row in rows[2:])


def test_pay_orders_zones_and_provinces_plausibly():
    pay = base_pay(2023)
    zones = zone_codes(REGIONS)
    assert np.all(pay.urban_pay > pay.county_pay)
    means = [pay.urban_pay[zones == z].mean() for z in range(4)]
    assert means[0] > means[1] > means[2] > means[3]
    assert pay.urban_pay[CODES.index("CN-SH")] == pay.urban_pay.max()
    assert any("later information" in note for note in base_pay(2019).notes)


@pytest.mark.parametrize("scale", [0, -5])
def test_a_scale_below_one_is_an_error(scale):
    with pytest.raises(ValueError, match=f"scale {scale}: a worker stands for 1 person or more"):
        build_population(2023, scale)


def test_pay_of_a_year_without_zones_is_an_error():
    with pytest.raises(ValueError, match="base year 2014"):
        base_pay(2014)


def test_a_users_region_table_is_met_too():
    """Gansu split in two, everything else as shipped: zones still add up."""
    gansu = REGIONS[GANSU]
    halves = [
        replace(
            gansu,
            code=code,
            population=gansu.population // 2,
            inflow=gansu.inflow // 2,
            outflow=gansu.outflow // 2,
            area_km2=gansu.area_km2 / 2,
            lon=gansu.lon + shift,
        )
        for code, shift in (("CN-GS-1", -1.0), ("CN-GS-2", 1.0))
    ]
    regions = (*REGIONS[:GANSU], *halves, *REGIONS[GANSU + 1 :])
    population = build_population(2023, 1000, regions)
    rows = [row for row in miss_table(population, regions) if row.kind == "hard"]
    assert len(population.scale) == 32
    assert all(abs(row.miss) < 1e-3 for row in rows)
    zones = zone_codes(regions)
    west = population.weight[(zones[population.origin] == ZONES.index("West")) & (population.status != OUT)].sum()
    assert west == by_zone("origin_total", "West", 2023).persons


def test_what_was_assumed_or_filled_in_is_listed(people):
    text = "\n".join(people.notes)
    assert text.count("ASSUMPTION") >= 5
    assert "nearest" in text and "30 million" in text


def test_building_imports_neither_scipy_nor_numba_nor_mesa():
    code = (
        "import sys, laborsim.population.demography, laborsim.population.margin_report; "
        "print([name for name in ('scipy', 'numba', 'mesa', 'matplotlib') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_page_in_docs_is_what_the_generator_writes():
    page = ROOT / "docs" / "population.md"
    assert page.read_text(encoding="utf-8") == population_page(), "docs/population.md is old: generate the docs again"
