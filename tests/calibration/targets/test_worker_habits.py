"""What is seen of single workers, by hand on a few rows and on a real small run."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.scenario.files import ROOT

from laborsim.calibration.estimation.evaluator import steered
from laborsim.calibration.targets.calibration_file import Calibration, load_calibration
from laborsim.calibration.targets.free_parameters import values_at
from laborsim.calibration.targets.moments import MOMENTS, is_solved, read_moment
from laborsim.calibration.targets.worker_habits import Watched
from laborsim.cli import main
from laborsim.parameters.fit import SteeredRun
from laborsim.report.pages.calibration import filled

SHIPPED = ROOT / "calibration" / "national-2023.yaml"
COARSE = SteeredRun(persons_per_worker=60_000, months=30, settled_from=6, seed=1)


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return replace(load_calibration(SHIPPED), run=COARSE)


@pytest.fixture(scope="module")
def watched(calibration: Calibration) -> Watched:
    return steered(calibration, values_at(calibration.free, np.zeros(len(calibration.free))))[1]


def test_every_steered_target_is_read_off_a_run(calibration: Calibration, watched: Watched) -> None:
    for target in calibration.steered_targets:
        value = read_moment(target.moment, target.selection, watched)
        assert np.isfinite(value), target.id


def test_shares_are_percentages_and_times_are_years(watched: Watched) -> None:
    for name, moment in MOMENTS.items():
        if moment.habit is None:
            continue
        value = moment.habit(watched)
        assert 0 <= value <= (100 if moment.unit == "percent" else 80), name


def test_habits_agree_with_the_counts(watched: Watched) -> None:
    settled = slice(watched.settled, -1)
    jobs = watched.view.count("local", "outbound")[settled, -1].sum()
    assert watched.habits.job_months == pytest.approx(jobs, rel=0.02)  # who leaves for good is not counted
    ended = watched.view.count("separations", "job_changes")[watched.settled + 1 :, -1].sum()
    assert watched.habits.jobs_ended >= 0.8 * ended
    assert watched.habits.gaps > 0


def test_stocks_stay_on_the_trend_while_the_run_is_steered(watched: Watched) -> None:
    for names in (("official_local",), ("official_outbound_inside", "official_outbound_outside")):
        path = watched.view.count(*names)[:, -1]
        assert abs(path[-1] / path[0] - 1) < 0.06  # the pool itself grows by about 1 % a year


def test_a_change_is_counted_a_year(calibration: Calibration, watched: Watched) -> None:
    level = [read_moment("mean_age", {"status": "local", "months": str(k)}, watched) for k in (0, 24)]
    change = read_moment("mean_age", {"status": "local", "change": "yearly"}, watched)
    assert change == pytest.approx((level[1] - level[0]) / 2)
    assert is_solved({"months": "0"})


def test_a_wrong_calibration_file_ends_with_code_3_before_anything_runs(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("laborsim: 1\ncalibration: wrong\nbase_year: 2023\nuntil: yes\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["calibrate", str(path)])
    assert result.exit_code == 3
    assert "targets" in result.stderr
    assert f"{path}:4" in result.stderr
    assert not (tmp_path / "results").exists()


def test_the_page_is_what_the_program_says() -> None:
    page = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert filled(page) == page
    with pytest.raises(ValueError, match="put them back"):
        filled(page.replace("<!-- end -->", ""))
