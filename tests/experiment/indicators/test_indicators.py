from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.indicators.aggregation import View, averaged, places, ratio, summed
from laborsim.experiment.indicators.indicators import RECORDED_STARTS, base_year_jobs, indicator_parts, national_jobs
from laborsim.experiment.running.question import Asked
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import OFFICIAL_LOCAL, OUTBOUND_INSIDE
from laborsim.model.ledger import STAGES
from laborsim.published.figures import annual, figure, province_table
from laborsim.published.indicators import indicators

CN, GANSU = -1, 27
YEAR = 12


@pytest.fixture
def results(asked: Asked) -> Results:
    return fake_simulate(Task(asked.scenario, 0, Path()))


def with_counts(results: Results, outbound_there: int = 0, **counts: int) -> Results:
    """Counts of the same size in every region and month; nobody is anything else."""
    series = np.zeros_like(results.series)
    od = np.zeros_like(results.od)
    od[:, np.arange(31), np.arange(31)] = outbound_there
    for name, number in counts.items():
        series[:, :, results.variables.index(name)] = number
    return replace(results, series=series, od=od)


def with_levels(results: Results, **levels: object) -> Results:
    regional = results.regional.copy()
    for name, level in levels.items():
        regional[:, :, results.levels.index(name)] = level
    return replace(results, regional=regional)


@pytest.mark.parametrize("name", indicators())
def test_every_indicator_of_the_code_list_can_be_computed_for_every_place(
    results: Results, asked: Asked, name: str
) -> None:
    values = indicator_parts(results, asked.scenario, name).total
    assert values.shape == (len(results.months), len(places(results.regions)))
    assert np.isfinite(values[YEAR:]).all()


def test_an_unknown_indicator_is_named_with_the_known_ones(results: Results, asked: Asked) -> None:
    with pytest.raises(LookupError, match="migrant_workers"):
        indicator_parts(results, asked.scenario, "migrants")


@pytest.mark.parametrize("name", [name for name, known in indicators().items() if known.adds_up])
def test_what_adds_up_over_regions_adds_up_over_zones_and_the_nation(results: Results, asked: Asked, name: str) -> None:
    values = indicator_parts(results, asked.scenario, name).total[YEAR:]
    assert np.allclose(values[:, :31].sum(axis=1), values[:, CN])
    assert np.allclose(values[:, 31:35].sum(axis=1), values[:, CN])


def test_migrant_workers_are_the_official_local_and_outbound_ones(results: Results, asked: Asked) -> None:
    counted = with_counts(results, official_local=3, official_outbound_inside=2, official_outbound_outside=1, out=9)
    assert indicator_parts(counted, asked.scenario, "migrant_workers").total[0, CN] == 31 * 6
    assert indicator_parts(counted, asked.scenario, "outbound_workers").total[0, CN] == 31 * 3


def test_flows_of_a_year_are_not_defined_before_the_first_year_is_over(results: Results, asked: Asked) -> None:
    counted = with_counts(results, moves_home=1)
    moves = indicator_parts(counted, asked.scenario, "return_moves").total
    assert np.isnan(moves[: YEAR - 0]).all()
    assert (moves[YEAR:, GANSU] == 12).all()


def test_pay_is_in_yuan_and_pooled_by_the_documented_weights(results: Results, asked: Asked) -> None:
    counted = with_counts(
        results, paid_local=2, pay_local_fen=2 * 400_000, paid_outbound=3, pay_outbound_fen=3 * 500_000
    )
    assert indicator_parts(counted, asked.scenario, "pay_local").total[0, CN] == 4000
    assert indicator_parts(counted, asked.scenario, "pay_all").total[0, CN] == pytest.approx(0.52 * 4000 + 0.48 * 5000)


def test_mean_age_is_in_years_and_pooled_alike(results: Results, asked: Asked) -> None:
    counted = with_counts(
        results, official_local=2, age_months_local=2 * 45 * 12, official_outbound_inside=1, age_months_outbound=480
    )
    assert indicator_parts(counted, asked.scenario, "mean_age").total[0, CN] == pytest.approx(0.52 * 45 + 0.48 * 40)


def test_the_share_over_50_is_pooled_like_the_other_means(results: Results, asked: Asked) -> None:
    groups = np.zeros_like(results.groups)
    groups[:, :, OFFICIAL_LOCAL, 0, 4, 0], groups[:, :, OUTBOUND_INSIDE, 0, 4, 0] = 5, 1
    counted = replace(with_counts(results, official_local=10, official_outbound_inside=10), groups=groups)
    share = indicator_parts(counted, asked.scenario, "share_over_50").total[0, CN]
    assert share == pytest.approx(0.52 * 0.5 + 0.48 * 0.1)


def test_a_mean_of_nobody_is_not_defined_rather_than_zero(results: Results, asked: Asked) -> None:
    assert np.isnan(indicator_parts(with_counts(results), asked.scenario, "pay_local").total).all()


def test_unemployment_of_migrants_counts_those_who_live_in_towns(results: Results, asked: Asked) -> None:
    share = annual("urban_resident_yearend", 2023).number / annual("outbound", 2023).number
    counted = with_counts(results, seeking_there=50, outbound_there=1000, official_local=7)
    expected = 50 / (1000 * share + 50)
    assert indicator_parts(counted, asked.scenario, "unemployment_migrants").total[-1, CN] == pytest.approx(expected)


def test_founders_are_counted_as_the_scenario_reads_the_published_number(results: Results, asked: Asked) -> None:
    counted = with_levels(with_counts(results, founder=5), founders_ever=8.0)
    as_stock = asked.scenario.model_copy(update={"founders_observed_as": "stock"})
    assert indicator_parts(counted, asked.scenario, "returnee_founders").total[0, GANSU] == 8
    assert indicator_parts(counted, as_stock, "returnee_founders").total[0, GANSU] == 5


def test_cost_is_the_money_of_all_levers_since_the_base_date_in_yuan(results: Results, asked: Asked) -> None:
    services = np.zeros_like(results.services)
    services[1:, :, GANSU, STAGES.index("spent_fen")] = 100
    cost = indicator_parts(replace(results, services=services), asked.scenario, "cost").total
    assert list(cost[:4, GANSU]) == [0, 2, 4, 6]  # two levers, one yuan each a month
    assert cost[-1, CN] == cost[-1, GANSU]


def test_park_occupancy_is_what_is_held_of_all_places(results: Results, asked: Asked) -> None:
    counted = with_levels(with_counts(results, in_park=30), park_places=40.0)
    assert indicator_parts(counted, asked.scenario, "park_occupancy").total[0, CN] == 0.75


def test_the_parts_of_a_mixed_indicator_add_up_and_say_how_much_is_simulated(results: Results, asked: Asked) -> None:
    counted = with_levels(with_counts(results, seeking_there=50), background_employed=880.0, background_seeking=70.0)
    parts = indicator_parts(counted, asked.scenario, "unemployment_surveyed")
    assert parts.total[-1, CN] == pytest.approx(0.12)
    assert parts.simulated_share[-1, CN] == pytest.approx(50 / 120)
    registered = indicator_parts(counted, asked.scenario, "unemployment_registered").total[-1, CN]
    assert registered == pytest.approx(0.7 * 0.12)


def test_new_urban_jobs_are_the_recorded_starts_of_a_year_beside_half_of_the_base_years_figure(
    results: Results, asked: Asked
) -> None:
    still = with_levels(with_counts(results, newly_employed=100), background_employed=1000.0)
    parts = indicator_parts(still, asked.scenario, "new_urban_jobs")
    assert parts.simulated[YEAR, GANSU] == pytest.approx(YEAR * 100 * RECORDED_STARTS)
    assert parts.background is not None
    assert parts.background[-1, CN] == pytest.approx(national_jobs(2023) / 2)


def test_new_urban_jobs_are_gross_and_do_not_fall_with_the_stock_of_jobs(results: Results, asked: Asked) -> None:
    lost = with_levels(with_counts(results, newly_employed=100, working_away=900), background_employed=1000.0)
    lost.series[YEAR:, GANSU, lost.variables.index("working_away")] -= 800
    parts = indicator_parts(lost, asked.scenario, "new_urban_jobs")
    assert parts.simulated[-1, GANSU] == pytest.approx(YEAR * 100 * RECORDED_STARTS)
    assert (parts.total[YEAR:] >= 0).all()


def test_provinces_have_new_urban_jobs_by_urban_residents_and_gansu_is_no_exception(
    results: Results, asked: Asked
) -> None:
    horizon = asked.scenario.horizon.model_copy(update={"start": 1451})
    in_2020 = View(results, asked.scenario.model_copy(update={"horizon": horizon}))
    jobs, codes = base_year_jobs(in_2020), in_2020.results.regions
    residents = {province.code: province.population * province.urban_share for province in province_table()}
    assert jobs / [residents[code] for code in codes] == pytest.approx(
        np.full(len(codes), jobs[GANSU] / residents["CN-GS"])
    )
    assert jobs.sum() == pytest.approx(national_jobs(2020))


def test_the_record_of_gansu_is_as_far_beyond_its_target_as_was_told_and_is_marked_as_not_read() -> None:
    record = figure("outcome/new urban jobs/2020/Gansu")
    assert record.persons / figure("document/doc003_jobs_target").number == pytest.approx(1.049, abs=0.0005)
    assert record.confidence == "recalled"


def test_urban_income_grows_with_pay_and_more_where_pay_beats_its_trend(results: Results, asked: Asked) -> None:
    same = with_levels(results, pay_urban=2.0, trend_pay_urban=1.0, background_employed=1.0)
    income = indicator_parts(same, asked.scenario, "income_growth_urban").total
    assert income[-1, CN] == pytest.approx(asked.scenario.context.wage_growth_urban / 100)
    same.regional[YEAR:, :, same.levels.index("pay_urban")] *= 1.02
    assert indicator_parts(same, asked.scenario, "income_growth_urban").total[YEAR, CN] == pytest.approx(
        asked.scenario.context.wage_growth_urban / 100 + 0.02
    )


def test_means_of_a_year_use_the_months_there_are() -> None:
    rate = np.arange(14.0)[:, None]
    assert list(averaged(rate, 12)[[0, 1, 11, 13], 0]) == [0, 0.5, 5.5, 7.5]
    assert list(summed(rate, 12)[12:, 0]) == [78, 90]
    assert np.isnan(ratio(np.zeros(1), np.zeros(1))).all()
