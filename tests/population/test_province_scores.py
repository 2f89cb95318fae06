"""Counts of survey offices against the base years' provinces, and what soft margins would do."""

import math

import numpy as np
import pytest

from laborsim.population import province_scores as scores
from laborsim.population.carried_counts import (
    ERROR_WITHOUT,
    SOFT,
    SoftMargin,
    add_soft_margins,
    carried,
    entering_provinces,
    nearest_counts,
    soft_margins,
)
from laborsim.population.flows import persons_table, zone_table
from laborsim.population.maximum_entropy import Conditions, closest_table
from laborsim.population.population import Assumptions, build_margins
from laborsim.population.province_scores import (
    all_scores,
    counted_provinces,
    each_left_out,
    gansu_readings,
    held_out_provinces,
    rank_correlation,
    soft_scores,
    stock,
    summary,
    table_of,
)
from laborsim.published.figures import annual
from laborsim.published.geography import zone_codes
from laborsim.published.margins import FIRST_YEAR, LAST_YEAR, published
from laborsim.published.province_counts import survey_counts
from laborsim.published.regions import province_table

REGIONS = province_table()
CODES = [region.code for region in REGIONS]
ALL = frozenset(counted_provinces())


def count_of(code: str, as_of: str, what: str):
    (found,) = [one for one in survey_counts() if (one.code, one.as_of, one.what) == (code, as_of, what)]
    return found


def test_a_count_of_the_base_year_stays_and_another_moves_with_the_nation():
    count = count_of("CN-SC", "2018", "local")
    assert carried(count, 2018) == count.value == 6_103_000
    grown = annual("local", 2020).persons / annual("local", 2018).persons
    assert carried(count, 2020) == pytest.approx(6_103_000 * grown)


def test_a_share_moves_with_the_share_of_the_nation():
    share = count_of("CN-AH", "2016", "outside_share")

    def nation(year: int) -> float:
        return annual("outbound_interprovince", year).number / annual("outbound", year).number

    assert carried(share, 2023) == pytest.approx(0.714 * nation(2023) / nation(2016))


def test_every_count_of_the_survey_is_scored_and_no_administrative_one():
    found = all_scores()
    assert [one.count for one in found] == list(survey_counts())
    assert all(one.model > 0 and one.carried > 0 for one in found)
    assert all(one.carried < 1 for one in found if one.count.is_share)


def test_the_scored_province_is_that_of_a_population_that_knows_no_count():
    workers = build_margins(2018, REGIONS, Assumptions(counted=frozenset(), gansu="")).workers
    (one,) = [one for one in all_scores() if one.count == count_of("CN-SC", "2018", "workers")]
    assert one.model == workers[CODES.index("CN-SC"), :-1].sum()


def test_the_parts_of_a_province_add_up():
    table = table_of(2020)
    found = {what: stock(table, "CN-GS", what) for what in ("workers", "local", "outbound", "works_inside")}
    inside, outside = stock(table, "CN-GS", "outbound_inside"), stock(table, "CN-GS", "outbound_outside")
    assert found["workers"] == found["local"] + found["outbound"] == found["works_inside"] + outside
    assert found["outbound"] == inside + outside
    assert stock(table, "CN-GS", "outside_share") == 1 - stock(table, "CN-GS", "inside_share")


def test_each_province_counts_once_by_its_nearest_count_and_a_year_goes_before_a_quarter():
    for measure in scores.MEASURES:
        codes = [count.code for count in nearest_counts(measure, 2018)]
        assert codes == sorted(set(codes))
    (anhui,) = [count for count in nearest_counts("outside_share", 2016) if count.code == "CN-AH"]
    assert (anhui.as_of, anhui.value) == ("2016", pytest.approx(0.714))
    (shandong,) = [count for count in nearest_counts("workers", 2023) if count.code == "CN-SD"]
    assert shandong.as_of == "2017-06"
    (yunnan,) = [count for count in nearest_counts("outbound", 2021) if count.code == "CN-YN"]
    assert yunnan.as_of == "2021-06", "of two quarters as near the later one"


def test_a_share_inside_and_the_parts_of_outbound_are_read_as_the_share_outside():
    found = {count.code: count for count in nearest_counts("outside_share", 2018)}
    assert found["CN-SC"].value == pytest.approx(1 - 0.515)
    assert found["CN-JX"].value == pytest.approx(545.1 / 743.9)


def test_ranks_of_two_lists_are_compared_and_not_their_sizes():
    assert rank_correlation(np.array([1.0, 2, 30]), np.array([5.0, 6, 7])) == pytest.approx(1)
    assert rank_correlation(np.array([1.0, 2, 30]), np.array([7.0, 6, 5])) == pytest.approx(-1)
    assert math.isnan(rank_correlation(np.array([1.0, 2]), np.array([1.0, 2])))


def test_the_summary_is_the_median_of_each_provinces_miss():
    counts = nearest_counts("local", 2020)
    misses = [abs(math.log(stock(table_of(2020), one.code, "local") / carried(one, 2020))) for one in counts]
    found = summary("local", 2020)
    assert (found.provinces, found.error) == (len(counts), pytest.approx(float(np.median(misses))))


def test_counts_of_all_provinces_but_those_held_out_move_every_base_year():
    plain = persons_table(published(2019), REGIONS)
    none = Assumptions(counted=frozenset(), gansu="")
    assert np.array_equal(build_margins(2019, REGIONS, none).workers[:, :-1], plain)
    assert entering_provinces() == ALL - set(held_out_provinces())
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        held = build_margins(year, REGIONS, Assumptions()).workers[:, :-1]
        assert np.array_equal(held, table_of(year, entering_provinces(), "workers"))
        assert (held.sum(axis=1) > 0.75 * table_of(year).sum(axis=1)).all()


def test_the_default_reading_of_gansu_is_the_one_nearer_to_provinces_held_out():
    errors = {
        reading: scores.median_error(one.with_others for one in soft_scores(held_out_provinces(), reading))
        for reading in ("workers", "outbound")
    }
    assert Assumptions().gansu == min(errors, key=lambda reading: errors[reading])


def test_soft_margins_of_several_provinces_keep_every_total_of_the_zones():
    table, zones = table_of(2018, ALL), zone_codes(REGIONS)
    by_zone = zone_table(published(2018))
    n = len(REGIONS)
    for z in range(len(by_zone.leaving)):
        local, intra = table[zones == z, n].sum(), table[:, :n].diagonal()[zones == z].sum()
        inter = table[zones == z, :n].sum() - intra
        assert [local, intra, inter] == by_zone.leaving[z].tolist()


def test_a_soft_margin_brings_a_province_nearer_to_its_count():
    for code in ("CN-SC", "CN-CQ", "CN-NM", "CN-SD"):
        count = next(one for one in nearest_counts("outbound", 2018) if one.code == code)
        before, after = (scores.score(count, 2018, table_of(2018, counted)) for counted in (frozenset(), ALL))
        assert abs(after.log_ratio) < abs(before.log_ratio) / 1.5, code


@pytest.mark.parametrize("error", [0.05, 0.1, 0.2, 0.4])
@pytest.mark.parametrize("what", [*SOFT, "workers"])
def test_a_province_alone_goes_to_the_mean_of_what_is_assumed_and_counted_by_their_errors(what, error):
    prior = table_of(2018).astype(np.float64)
    held, asked = stock(prior, "CN-GS", what), 1.02
    wanted = Conditions(prior.shape)
    add_soft_margins(wanted, [SoftMargin("CN-GS", what, held * asked, error)], REGIONS, prior)
    moved = stock(closest_table(prior, wanted), "CN-GS", what) / held - 1
    weight = 1 / (1 + (error / ERROR_WITHOUT) ** 2)
    assert moved == pytest.approx((asked - 1) * weight, rel=0.03)


def test_a_count_carried_far_is_less_sure_than_one_of_the_year():
    (near,) = [one for one in soft_margins({"CN-SC"}, 2018) if one.what == "local"]
    (far,) = [one for one in soft_margins({"CN-SC"}, 2023) if one.what == "local"]
    assert near.error == 0.05 and far.error == pytest.approx(math.hypot(0.05, 0.10))


def test_what_is_held_out_is_in_no_margin_it_is_scored_by(monkeypatch):
    asked = []
    monkeypatch.setattr(scores, "table_of", lambda year, counted=frozenset(), gansu="": asked.append(counted) or TABLE)
    assert soft_scores(held_out_provinces()) and each_left_out()
    with_counts = [counted for counted in asked if counted]
    others = ALL - set(held_out_provinces())
    assert set(with_counts) == {others, *(ALL - {code} for code in ALL)}


TABLE = table_of(2018)


def test_provinces_held_out_are_scored_before_and_after():
    rows = soft_scores(held_out_provinces())
    assert {one.without.count.code for one in rows} == set(held_out_provinces())
    for one in rows:
        assert one.without.count == one.with_others.count and one.without.carried == one.with_others.carried
        assert one.without.model != one.with_others.model


def test_both_readings_of_gansus_five_million_are_shown():
    found = gansu_readings()
    assert [(one.measure, one.base_year) for one in found] == [
        ("workers", 2020),
        ("workers", 2016),
        ("outbound", 2020),
        ("outbound", 2016),
    ]
    assert found[0].published == 5_000_000
    assert found[1].published == pytest.approx(5e6 * annual("total", 2016).number / annual("total", 2009).number)
    for reading in ("workers", "outbound"):
        (margin,) = soft_margins((), 2020, reading)
        assert (margin.code, margin.what, margin.value) == ("CN-GS", reading, 5_000_000)
