"""What is published of a base year, what was filled in, and the table of persons made from it."""

import numpy as np
import pytest

from laborsim.kernels.codes import AGE_BANDS, ZONES
from laborsim.population.flows import census_flows, persons_table, zone_table
from laborsim.published.figures import annual, by_zone
from laborsim.published.geography import distances_km, zone_codes
from laborsim.published.margins import CLUSTERS, FIRST_YEAR, LAST_YEAR, published
from laborsim.published.regions import province_table

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
REGIONS = province_table()
CODES = [region.code for region in REGIONS]


@pytest.fixture(scope="module")
def tables():
    return {year: persons_table(published(year), REGIONS) for year in YEARS}


def inter_of(table):
    return table[:, :-1].sum(axis=1) - table[:, :-1].diagonal()


@pytest.mark.parametrize("year", YEARS)
def test_national_margins_are_exact_in_persons(tables, year):
    table = tables[year]
    assert table[:, -1].sum() == annual("local", year).persons
    assert table[:, :-1].sum() == annual("outbound", year).persons
    assert inter_of(table).sum() == annual("outbound_interprovince", year).persons
    assert table[:, :-1].diagonal().sum() == annual("outbound_intraprovince", year).persons


@pytest.mark.parametrize("year", YEARS)
def test_zones_of_origin_and_destination_are_exact_in_persons(tables, year):
    table, zones = tables[year], zone_codes(REGIONS)
    here = table[:, -1] + table[:, :-1].sum(axis=0)
    arriving = zone_table(published(year)).arriving
    for z, zone in enumerate(ZONES):
        assert table[zones == z].sum() == by_zone("origin_total", zone, year).persons
        assert here[zones == z].sum() == arriving[z]
        printed = by_zone("destination_total", zone, year).persons
        assert 1.002 < arriving[z] / printed < 1.003  # those who work outside the 31 regions are spread


@pytest.mark.parametrize("year", [2017, 2018, 2022])
def test_outbound_by_zone_is_exact_where_it_is_printed(tables, year):
    table, zones = tables[year], zone_codes(REGIONS)
    for z, zone in enumerate(ZONES):
        assert table[zones == z, :-1].sum() == by_zone("outbound_total", zone, year).persons
        assert inter_of(table)[zones == z].sum() == by_zone("outbound_interprovince", zone, year).persons


@pytest.mark.parametrize("year", [2021, 2023])
def test_inter_province_shares_are_exact_where_only_they_are_printed(tables, year):
    table, zones = tables[year], zone_codes(REGIONS)
    for z, zone in enumerate(ZONES):
        share = inter_of(table)[zones == z].sum() / table[zones == z, :-1].sum()
        printed = by_zone("interprovince_share_of_outbound", zone, year).number / 100
        assert share == pytest.approx(printed, abs=1e-6)


@pytest.mark.parametrize("year", YEARS)
def test_printed_groups_of_destination_provinces_are_met_nearly(tables, year):
    table = tables[year]
    here = table[:, -1] + table[:, :-1].sum(axis=0)
    for name, codes in CLUSTERS.items():
        found = sum(here[CODES.index(code)] for code in codes)
        assert found == pytest.approx(published(year).value(f"destination {name}"), rel=1e-3)


def test_nobody_is_negative_and_nobody_leaves_for_his_own_province(tables):
    assert all(table.min() >= 0 for table in tables.values())
    assert np.all(census_flows(REGIONS).diagonal() == 0)


def test_the_start_returns_the_flows_of_the_census():
    flows = census_flows(REGIONS)
    outflow = np.array([region.outflow for region in REGIONS])
    assert flows.sum(axis=1) == pytest.approx(outflow, rel=1e-4)


def test_distances_are_those_of_the_map():
    km = distances_km(REGIONS)
    assert km[CODES.index("CN-BJ"), CODES.index("CN-SH")] == pytest.approx(1068, rel=0.01)
    assert np.allclose(km, km.T)
    gansu = REGIONS[CODES.index("CN-GS")]
    assert km.diagonal()[CODES.index("CN-GS")] == pytest.approx(0.66 * (gansu.area_km2 / np.pi) ** 0.5)


def test_every_filled_in_figure_says_how_and_from_which_years():
    for year in YEARS:
        for margin in published(year).margins.values():
            assert margin.filled == (margin.confidence in ("interpolated", "nearest", "followed"))
            if margin.filled:
                assert not margin.hard
                assert margin.note.startswith(("between ", "as in "))


def test_a_figure_made_from_later_years_says_so():
    margins = published(2019).margins
    assert "later information" in margins["college, local"].note
    assert "later information" in margins["outbound from East"].note
    assert "later information" not in published(2023).margins["college, local"].note


def test_age_bands_sum_to_one_and_to_the_printed_share_of_the_young():
    figures = published(2023)
    shares = [figures.value(f"age {band}") for band in AGE_BANDS]
    assert sum(shares) == pytest.approx(1.0, abs=0.0011)
    assert sum(shares[:3]) == pytest.approx(figures.value("age 40 or under"))


def test_mean_ages_that_a_year_lacks_move_with_everybodys():
    figures = published(2017)
    pooled = 0.52 * figures.value("mean age, local") + 0.48 * figures.value("mean age, outbound")
    assert pooled == pytest.approx(figures.value("mean age"), rel=0.01)


@pytest.mark.parametrize("year", [2015, 2024, 1999])
def test_a_base_year_without_margins_is_an_error_that_names_the_years(year):
    with pytest.raises(ValueError, match=f"base year {year}: .* 2016 to 2023"):
        published(year)


def test_a_region_table_without_a_zone_is_an_error():
    without = [region for region in REGIONS if region.zone != "Northeast"]
    with pytest.raises(ValueError, match="no region lies in Northeast"):
        zone_codes(without)
