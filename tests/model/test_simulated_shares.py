"""How much of an indicator is simulated: one number for a place and a base date, which is what a run begins with."""

from pathlib import Path

import pytest
from tests.model.small_worlds import scenario

from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.kernels.codes import month_number
from laborsim.model.simulated_shares import COLUMNS, RATES, share_rows
from laborsim.parameters.posterior import load_posterior
from laborsim.published.csv_writer import PROGRAM, csv_table
from laborsim.published.indicators import indicators
from laborsim.published.simulated_share import SIMULATED_SHARES, share_years, simulated_share
from laborsim.scenario.scenario import Horizon


def test_the_shipped_table_is_what_the_base_dates_say():
    assert SIMULATED_SHARES.read_bytes() == csv_table(COLUMNS, share_rows(), PROGRAM)


@pytest.mark.parametrize("year", [2019, 2023])
def test_a_run_begins_with_the_share_that_is_known_before(year):
    start = month_number(year, 12)
    world = scenario(scale=6_000, horizon=Horizon(start=start, end=start + 1))
    run = Readout(simulate(Task(world, 0, Path(), load_posterior().estimate)), world)
    for name in RATES:
        for place in ("CN", "East", "Central", "West", "CN-GD", "CN-SC", "CN-HA", "CN-GS"):
            begins = run.simulated_share(Point(name, place, start))
            assert begins == pytest.approx(simulated_share(name, place, year), abs=0.01), (name, place)


def test_a_share_is_that_of_the_nearest_base_year_and_by_itself_of_the_last():
    first, *_, last = share_years()
    assert simulated_share("unemployment_surveyed", "CN-GS", first - 3) == simulated_share(
        "unemployment_surveyed", "CN-GS", first
    )
    assert simulated_share("unemployment_surveyed") == simulated_share("unemployment_surveyed", "CN", last)
    assert simulated_share("unemployment_surveyed", "CN", first) != simulated_share("unemployment_surveyed")


def test_what_has_no_background_is_simulated_and_what_is_beyond_a_trend_is_not():
    shares = {name: simulated_share(name, "CN-GS", 2020) for name in indicators() if name not in RATES}
    assert {name for name, share in shares.items() if share != 1.0} == {"new_urban_jobs", "income_growth_urban"}
    assert (shares["new_urban_jobs"], shares["income_growth_urban"]) == (0.5, 0.0)
    with pytest.raises(LookupError):
        simulated_share("happiness")
    with pytest.raises(LookupError):
        simulated_share("unemployment_surveyed", "Mars")
