"""A calibration's result folder becomes figures: every target and parameter in it, with its real prior."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.integrate import trapezoid
from scipy.stats import norm
from tests.house import ROOT

from laborsim.calibration.targets.calibration_file import Calibration, load_calibration
from laborsim.calibration.targets.free_parameters import values_at
from laborsim.report.albums.calibration import (
    backtest_fans,
    draw_calibration,
    draw_evidence,
    prior_curve,
    profile,
    target_dot,
)
from laborsim.report.text.provenance import Calibrated

N_DRAWS = 40


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return load_calibration(ROOT / "calibration" / "national-2023.yaml")


def target_row(**changes: Any) -> dict[str, Any]:
    """One row of estimate.json as `calibration.estimation.result_folder` writes it."""
    row = {"id": "age_gap", "moment": "mean_age", "selection": "status=local minus=outbound", "use": "fit"}
    row |= {"published": 7.7, "low": 7.7, "high": 7.7, "unit": "years", "model": 8.1, "miss": 0.5, "solved": False}
    return {**row, **changes}


@pytest.fixture
def results(tmp_path: Path, calibration: Calibration) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    rows = [target_row(), target_row(use="holdout", miss=2.5, model=9.7)]
    parameters = [{"name": free.name, "verdict": ""} for free in calibration.free]
    estimate = {"targets": rows, "parameters": parameters, "evaluations": 321}
    (folder / "estimate.json").write_text(json.dumps(estimate), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"seed": 7, "laborsim": "0.1.0"}), encoding="utf-8")
    positions = np.random.default_rng(1).normal(0.0, 0.4, (N_DRAWS, len(calibration.free)))
    with (folder / "posterior.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([free.name for free in calibration.free])
        writer.writerows(values_at(calibration.free, position).tolist() for position in positions)
    return folder


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_results_become_two_figures_with_their_numbers(calibration: Calibration, results: Path) -> None:
    made = draw_calibration(calibration, results, "en")
    stems = ("01-targets", "02-parameters")
    assert [path.as_posix() for path in made] == [
        f"figures/{s}.{kind}" for s in stems for kind in ("png", "svg", "csv")
    ]
    targets = read(results / "figures" / "01-targets.csv")
    assert [(row["use"], row["missed"]) for row in targets] == [("fit", "no"), ("holdout", "yes")]
    parameters = read(results / "figures" / "02-parameters.csv")
    assert [row["parameter"] for row in parameters] == [free.name for free in calibration.free]
    assert {row["draws"] for row in parameters} == {str(N_DRAWS)}


def test_an_open_end_of_an_interval_stays_open() -> None:
    dot = target_dot(target_row(low=33.0, high=None))
    assert (dot.low, dot.high) == (33.0, np.inf)
    assert target_dot(target_row(low=None, high=33.0)).low == -np.inf


def test_what_the_inversion_solves_is_told_apart_from_what_the_search_fits() -> None:
    assert target_dot(target_row(solved=True)).use == "solved"
    assert target_dot(target_row(solved=True, use="holdout")).use == "holdout"


def test_a_prior_is_drawn_as_it_is_defined(calibration: Calibration) -> None:
    for free in calibration.free:
        values, density = prior_curve(free)
        low, high = free.reach
        assert trapezoid(density, values) == pytest.approx(1.0)
        below = values <= free.center
        mass = (norm.cdf(0.0) - norm.cdf(low)) / (norm.cdf(high) - norm.cdf(low))
        assert trapezoid(density[below], values[below]) == pytest.approx(mass, abs=0.01), free.name


def test_a_profile_rises_from_its_lowest_point_whatever_the_order_of_its_points() -> None:
    found = profile("network", [[0.3, 14.0], [0.1, 12.0], [0.2, 10.0]])
    assert found.values.tolist() == [0.1, 0.2, 0.3]
    assert found.rises.tolist() == [2.0, 0.0, 4.0]
    assert found.estimate == 0.2


def opened() -> dict[str, Any]:
    """One start of `backtest.json` as `calibration.evidence.studies` writes it."""
    row = {
        "series": "total",
        "unit": "million",
        "years": [2020, 2021],
        "seen": [285.6, 292.5],
        "middle": [287.0, 290.0],
    }
    row |= {"low": [283.0, 285.0], "high": [290.0, 294.0], "error": 0.7, "best_rival": "drift"}
    row["rivals"] = {"random walk": 1.6, "drift": 2.1, "trend": 2.4}
    return {"base_year": 2017, "last": 2023, "known_to": 2019, "series": [row]}


def test_a_backtest_shows_only_what_was_known_before_it() -> None:
    [panel] = backtest_fans(opened(), Calibrated("backtest-2017", 1, 1, "0.1.0")).panels
    assert max(panel.known) == 2019
    assert panel.rival_error == 2.1
    assert panel.inside == (True, True)


def test_evidence_becomes_figures_as_far_as_there_is_any(
    calibration: Calibration, results: Path, tmp_path: Path
) -> None:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    assert draw_evidence(calibration, results, evidence) == []
    points = [[value, 10.0 + (value - 0.2) ** 2 * 900] for value in np.linspace(0.05, 0.4, 9)]
    (evidence / "national-2023.json").write_text(json.dumps({"profiles": {"network": points}}), encoding="utf-8")
    (evidence / "backtest.json").write_text(json.dumps({"opened": [opened()]}), encoding="utf-8")
    names = [path.name for path in draw_evidence(calibration, results, evidence)]
    assert names == ["01-profiles.png", "01-profiles.svg", "01-profiles.csv"]  # the backtest is another calibration's
    backtest = load_calibration(ROOT / "calibration" / "backtest-2017.yaml")
    names = [path.name for path in draw_evidence(backtest, results, evidence)]
    assert names[0] == "01-backtest-2017.png"
