"""The bar of a job of several parts counts all of them and never goes back."""

from pathlib import Path

from tests.experiment import stand_in

from laborsim.cli.progress_line import Whole
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import ask


def test_parts_of_the_same_and_of_another_size_are_added_up() -> None:
    shown: list[tuple[int, int]] = []
    whole = Whole(lambda done, total: shown.append((done, total)))
    for done, total in ((0, 3), (2, 3), (3, 3), (0, 3), (3, 3), (5, 8), (8, 8)):
        whole(done, total)
    assert shown == [(0, 3), (2, 3), (3, 3), (3, 6), (6, 6), (11, 14), (14, 14)]


def test_a_study_that_simulates_twice_ends_at_all_it_has_simulated(scenario_file: Path, tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []
    engine = Engine(simulate=stand_in.fake_simulate, on_progress=Whole(lambda done, total: shown.append((done, total))))
    asked = ask(scenario_file)
    bench = Bench(tmp_path / "runs", engine)
    assert asked.baseline is not None
    simulated([asked.scenario], range(2), bench)
    simulated([asked.scenario, asked.baseline], range(3), bench)
    worlds = 2 + 4  # of the six that are asked for then two are on disk
    months = asked.scenario.horizon.months
    assert shown[-1] == (worlds * months, worlds * months)
    assert [done for done, _ in shown] == sorted(done for done, _ in shown)
