"""One way to read a number off a run: an indicator in a place at the end of a month."""

from pathlib import Path

import numpy as np
import pytest
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.indicators.aggregation import View, places
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicators import indicator_parts
from laborsim.experiment.indicators.readout import Axes, Readout, path_of
from laborsim.experiment.running.question import Asked
from laborsim.experiment.running.replicate import Task
from laborsim.published.indicators import indicators
from laborsim.published.regions import region_codes

GANSU = 27


@pytest.fixture
def readout(asked: Asked) -> Readout:
    return Readout(fake_simulate(Task(asked.scenario, 0, Path())), asked.scenario)


@pytest.mark.parametrize("name", ["returnee_founders", "new_urban_jobs", "pay_all"])
def test_a_number_is_the_same_however_it_is_read(readout: Readout, asked: Asked, name: str) -> None:
    start = asked.scenario.horizon.start
    parts = indicator_parts(readout.results, asked.scenario, name)
    for month, place, column in ((start, "CN", -1), (start + 2, "CN-GS", GANSU), (start + 3, "East", 31)):
        expected = parts.total[month - start, column]
        point = Point(name, place, month)
        axes = Axes(tuple(indicators()), (start + 1, month), places(region_codes()))
        read = [
            readout.at(point),
            readout.path(name, place)[month - start],
            readout.on(axes.months)[axes.cell(point)],
            path_of(name, place, unit=10.0)(View(readout.results, asked.scenario))[month - start] * 10,
        ]
        assert np.allclose(read, expected, equal_nan=True)
        assert np.allclose(readout.simulated_share(point), parts.simulated_share[month - start, column], equal_nan=True)


def test_shares_of_all_indicators_are_read_like_their_values(readout: Readout, asked: Asked) -> None:
    end = asked.scenario.horizon.end
    shares = readout.on([end], lambda parts: parts.simulated_share)
    row = list(indicators()).index("new_urban_jobs")
    assert shares.shape == (len(indicators()), 1, 36)
    assert shares[row, 0, -1] == pytest.approx(readout.simulated_share(Point("new_urban_jobs", "CN", end)), nan_ok=True)


def test_what_a_run_does_not_hold_is_refused(readout: Readout, asked: Asked) -> None:
    with pytest.raises(LookupError, match="unknown indicator 'happiness'"):
        readout.path("happiness")
    with pytest.raises(ValueError):
        readout.path("pay_all", "Mars")
    with pytest.raises(ValueError):
        Axes(("pay_all",), (1488,), ("CN",)).cell(Point("pay_all", "CN", 1489))
