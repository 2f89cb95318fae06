"""The real model behind the unit of work, in a country of a few hundred workers."""

from pathlib import Path

import numpy as np
import pytest
from tests.house import ROOT

from laborsim.experiment.indicators.indicators import indicator_parts
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running import replicate as unit
from laborsim.experiment.running.pool import Engine, run_tasks
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import FOLLOWED, Task, simulate
from laborsim.experiment.store.results import to_bytes
from laborsim.kernels.codes import month_number
from laborsim.published.indicators import indicators
from laborsim.scenario.load import Horizon, Scenario

SCENARIO = ROOT / "scenarios" / "return-home-2025.yaml"


def tiny_world(name: str, scale: int) -> Scenario:
    asked = ask(SCENARIO, Changes(scale=scale))
    world = asked.baseline if name == "baseline" else asked.scenario
    assert world is not None
    horizon = world.horizon.model_copy(update={"end": world.horizon.start + 3})
    return world.model_copy(update={"horizon": horizon})


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return tiny_world("scenario", 500_000)


def test_the_model_leaves_whole_results(tiny: Scenario) -> None:
    told: list[int] = []
    results = simulate(Task(tiny, 0, Path()), told.append)
    assert told == [1, 2, 3]
    assert list(results.months) == [1487, 1488, 1489, 1490]
    assert results.service_names == tuple(lever.key for lever in tiny.levers)
    assert results.groups[0].sum() == results.series[0, :, :7].sum()
    assert len(results.sample) == FOLLOWED * 4


def test_every_indicator_can_be_computed_from_the_model(tiny: Scenario) -> None:
    results = simulate(Task(tiny, 1, Path()))
    for name in indicators():
        assert indicator_parts(results, tiny, name).total.shape == (4, 36)
    assert indicator_parts(results, tiny, "migrant_workers").total[0, -1] == pytest.approx(297.53e6, rel=0.01)
    assert len(results.sample) == 0


def test_a_shared_base_date_changes_no_bit(tiny: Scenario) -> None:
    task = Task(tiny, 1, Path())
    unit._SETTINGS.clear()
    fresh = to_bytes(simulate(task))
    simulate(Task(tiny_world("baseline", 500_000), 2, Path()))
    assert len(unit._SETTINGS) == 1
    assert to_bytes(simulate(task)) == fresh


def test_another_process_gives_the_same_bits(tiny: Scenario, tmp_path: Path) -> None:
    names = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        assert not run_tasks([Task(tiny, replicate, folder) for replicate in range(2)], Engine(jobs))
        names.append(sorted(path.name for path in folder.iterdir()))
    assert names[0] == names[1]


def test_another_scale_has_a_base_date_of_its_own(tiny: Scenario) -> None:
    coarse = tiny_world("scenario", 1_000_000)
    simulate(Task(tiny, 1, Path()))
    assert not np.array_equal(simulate(Task(coarse, 1, Path())).series[0], simulate(Task(tiny, 1, Path())).series[0])


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (month_number(2023, 6), month_number(2024, 12), "2023-12"),
        (month_number(2023, 12), month_number(2100, 6), "2100"),
    ],
)
def test_a_base_date_or_an_end_that_no_figure_reaches_is_refused_before_the_run(tiny, start, end, said):
    world = tiny.model_copy(update={"horizon": Horizon(start=start, end=end)})
    with pytest.raises(WrongInput, match=said):
        unit.check_can_be_simulated(world)


def test_a_shrinking_pool_leaves_no_negative_urban_background() -> None:
    results = simulate(Task(tiny_world("baseline", 1_000_000), 0, Path()))
    assert (results.level("background_seeking") >= 0).all()
