"""An indicator of which nothing is simulated and nothing is background is nothing: no share of it can be told."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from tests.experiment import stand_in

from laborsim.experiment.indicators.aggregation import median_share
from laborsim.experiment.indicators.indicator_table import Gathered, IndicatorTable, World
from laborsim.experiment.indicators.indicators import Parts
from laborsim.experiment.indicators.summary import summarize, to_csv, to_json
from laborsim.experiment.running.replicate import Task
from laborsim.experiment.store.results import to_bytes
from laborsim.published.simulated_share import simulated_share

NOTHING = np.zeros((2, 1))


@pytest.fixture
def table(asked, tmp_path) -> IndicatorTable:
    path = tmp_path / "0.npz"
    results = stand_in.fake_simulate(Task(asked.scenario, 0, tmp_path))
    path.write_bytes(to_bytes(results))
    gathered = Gathered(asked.scenario)
    gathered.add(World("scenario", asked.scenario, {0: path}), 0, results)
    return gathered.table()


def test_the_simulated_share_of_nothing_is_undefined_and_no_number():
    assert np.isnan(Parts(NOTHING, NOTHING).simulated_share).all()
    assert (Parts(NOTHING + 1, NOTHING).simulated_share == 1).all()


def test_a_summary_in_which_no_share_can_be_told_is_written_with_empty_places(table, asked):
    rows = summarize(replace(table, simulated_in_runs=np.full_like(table.simulated_in_runs, np.nan)), asked.scenario)
    names = {"scenario": "subsidy"}
    found = json.loads(to_json(names, "0", rows))["rows"]
    assert {row["simulated_in_runs"] for row in found} == {None}
    assert all(row["simulated_share"] == simulated_share(row["indicator"], row["region"], 2023) for row in found)
    assert b"nan" not in to_csv(names, rows).lower()
    (goal,) = [row["goal"] for row in found if row["goal"]]
    assert goal["mostly_background"] is False


def test_a_share_that_some_runs_do_not_define_is_that_of_the_others():
    shares = np.array([[0.2, np.nan, np.nan], [0.4, 0.6, np.nan], [0.9, np.nan, np.nan]])
    assert np.array_equal(median_share(shares), [0.4, 0.6, np.nan], equal_nan=True)
    assert float(median_share(np.array([np.nan, 0.3]))) == 0.3
    assert math.isnan(float(median_share(np.array([np.nan]))))
