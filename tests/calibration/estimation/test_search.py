"""The search on laws that are known, and what it leaves behind."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.scenario.files import ROOT

from laborsim.calibration.estimation import evaluator as evaluation
from laborsim.calibration.estimation import result_folder
from laborsim.calibration.estimation import search as exploring
from laborsim.calibration.estimation.draws import SolvedDraws
from laborsim.calibration.estimation.evaluation_log import Evaluation, EvaluationLog
from laborsim.calibration.estimation.evaluator import Evaluator, evaluating_code, evaluating_data
from laborsim.calibration.estimation.objective import Ground, errors, residuals
from laborsim.calibration.estimation.outcome import Outcome, parameter_rows, target_rows
from laborsim.calibration.estimation.posterior import draw_posterior
from laborsim.calibration.estimation.response import Solved, regress
from laborsim.calibration.estimation.search import descend, emulator_minimum, search
from laborsim.calibration.targets.calibration_file import Calibration, load_calibration
from laborsim.calibration.targets.free_parameters import positions_of, values_at
from laborsim.experiment.design.emulator import Emulator, Quadratic
from laborsim.experiment.run_errors import WrongInput
from laborsim.parameters.constants import constants_of
from laborsim.parameters.fit import load_fit
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.response import load_response, respond, response_bytes

Floats = NDArray[np.float64]

SHIPPED = ROOT / "calibration" / "national-2023.yaml"
NOISE = 1e-3  # of a moment, in its standard errors
N_CONSTANTS = 5


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return load_calibration(SHIPPED)


def law(calibration: Calibration, slopes: Floats, truth: Floats) -> Floats:
    """Positions at which every fitted target is met, and how the misses grow away from it [target, parameter]."""
    return slopes[:, list(calibration.estimated)] @ (np.zeros(len(calibration.estimated)) - truth)


class Toy:
    """A stand-in for simulation: moments are a known quadratic of the parameters, met at a known place."""

    def __init__(self, calibration: Calibration) -> None:
        luck = np.random.default_rng(1)
        self.calibration = calibration
        n, p = len(calibration.steered_targets), len(calibration.free)
        self.slopes = np.zeros((n, p))
        self.slopes[:, list(calibration.estimated)] = luck.normal(size=(n, len(calibration.estimated)))
        self.truth = np.zeros(p)
        self.truth[list(calibration.estimated)] = luck.uniform(-0.5, 0.5, len(calibration.estimated))
        self.middle = np.array([target.value for target in calibration.steered_targets])
        self.scale = errors(calibration, np.zeros(n))
        self.runs = 0

    def __call__(
        self, calibration: Calibration, theta: Floats, replicate: int = 0, warm: Path | None = None
    ) -> Evaluation:
        self.runs += 1
        away = positions_of(calibration.free, theta) - self.truth
        miss = self.slopes @ away + 0.05 * (self.slopes @ away) ** 2
        noise = np.random.default_rng(replicate).normal(size=len(miss)) * NOISE
        moments = self.middle + (miss + noise) * self.scale
        constants = np.arange(N_CONSTANTS) + away[:N_CONSTANTS]
        return Evaluation(theta, replicate, moments, constants, 0.0)


@pytest.fixture
def toy(calibration: Calibration, monkeypatch: pytest.MonkeyPatch) -> Toy:
    found = Toy(calibration)
    monkeypatch.setattr(evaluation, "evaluate", found)
    return found


def evaluator(calibration: Calibration, folder: Path, budget: int | None = None) -> Evaluator:
    log = EvaluationLog(folder / result_folder.LOG, [free.name for free in calibration.free])
    return Evaluator(calibration, log, folder, budget=None if budget is None else [budget])


def test_known_parameters_come_back(calibration: Calibration, toy: Toy, tmp_path: Path) -> None:
    found = search(calibration, evaluator(calibration, tmp_path), lambda line: None)
    posterior = draw_posterior(found, seed=1)
    kept = list(found.screened.kept)
    assert set(kept) == set(calibration.estimated)
    spread = posterior.positions[:, kept].std(axis=0)
    assert (np.abs(found.best - toy.truth)[kept] < 2 * spread).mean() >= 0.9
    assert (spread < 0.9).all()


def test_a_parameter_that_moves_nothing_is_drawn_from_its_prior(
    calibration: Calibration, toy: Toy, tmp_path: Path
) -> None:
    toy.slopes[:, calibration.estimated[0]] = 0.0
    found = search(calibration, evaluator(calibration, tmp_path), lambda line: None)
    assert calibration.estimated[0] not in found.screened.kept
    posterior = draw_posterior(found, seed=1)
    solved = {target.id: target.value for target in calibration.targets if target.solved}
    response = regress(calibration.free, found.evaluations, range(len(calibration.free)))
    outcome = Outcome(calibration, found, posterior, SolvedDraws((), response, (), ()), solved, ())
    rows = {row.name: row for row in parameter_rows(outcome)}
    assert rows[calibration.free[calibration.estimated[0]].name].verdict == "prior only"
    assert rows[calibration.free[calibration.estimated[1]].name].verdict == ""
    assert posterior.positions[:, calibration.estimated[0]].std() > 0.8
    shown = target_rows(outcome)
    assert [row.id for row in shown] == [target.id for target in calibration.targets]
    files = result_folder.write_results(outcome, tmp_path, "laborsim calibrate")
    assert {path.name for path in files} >= {"estimate.json", "posterior.csv", "weighting.csv", "manifest.json"}
    written = json.loads((tmp_path / "estimate.json").read_text(encoding="utf-8"))
    assert written["draws"] == len(posterior.draws) >= 200
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["code"], manifest["data"]) == (evaluating_code(), evaluating_data())


def test_a_killed_calibration_goes_on_where_it_stopped(calibration: Calibration, toy: Toy, tmp_path: Path) -> None:
    whole = search(calibration, evaluator(calibration, tmp_path), lambda line: None)
    log = tmp_path / result_folder.LOG
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join(lines[:50]) + "\n" + lines[50][:100], encoding="utf-8")  # the last line half written
    toy.runs = 0
    again = search(calibration, evaluator(calibration, tmp_path), lambda line: None)
    assert toy.runs == len(lines) - 50
    assert np.allclose(again.best, whole.best, atol=1e-6)


def test_a_budget_is_kept(calibration: Calibration, toy: Toy, tmp_path: Path) -> None:
    search(calibration, evaluator(calibration, tmp_path, 120), lambda line: None)
    assert toy.runs <= 120 + 16  # and the lucks at the four ends, without which there is no estimate


def test_a_budget_too_small_to_fit_anything_is_refused(calibration: Calibration, toy: Toy, tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="screening"):
        search(calibration, evaluator(calibration, tmp_path, 10), lambda line: None)
    with pytest.raises(WrongInput, match="at least"):
        search(calibration, evaluator(calibration, tmp_path, 45), lambda line: None)


def test_least_squares_finds_the_place_from_any_start(calibration: Calibration, toy: Toy) -> None:
    ground = Ground(calibration, toy.scale * 0.01, calibration.estimated)  # priors hardly count
    for sign in (-1.0, 1.0):
        start = np.zeros(len(calibration.free))
        start[list(calibration.estimated)] = sign
        end, taken = descend(
            ground, lambda rows: [toy(calibration, values_at(calibration.free, row)) for row in rows], start
        )
        assert np.allclose(end, toy.truth, atol=0.05)
        assert len(taken) == 3 * (1 + len(calibration.estimated))


def test_the_minimum_of_an_emulator_lies_inside_the_bounds(calibration: Calibration, toy: Toy) -> None:
    positions = exploring.design(calibration, 200)
    moments = np.array([toy(calibration, values_at(calibration.free, row)).moments for row in positions])
    ground = Ground(calibration, toy.scale, calibration.estimated)
    best = emulator_minimum(ground, Emulator.fit(Quadratic(calibration.estimated), positions, moments))
    low, high = ground.bounds
    assert (best[list(ground.kept)] >= low).all()
    assert (best[list(ground.kept)] <= high).all()


def test_a_design_covers_every_prior_evenly(calibration: Calibration) -> None:
    positions = exploring.design(calibration, 256)
    for k, free in enumerate(calibration.free):
        quarters = [free.quantile(share) for share in (0.25, 0.5, 0.75)]
        counts = np.bincount(np.searchsorted(quarters, positions[:, k]), minlength=4)
        assert (np.abs(counts - 64) <= 2).all(), free.name


def test_nothing_is_missed_inside_an_interval(calibration: Calibration) -> None:
    moments = np.array([target.value for target in calibration.steered_targets])
    error = errors(calibration, np.zeros(len(moments)))
    assert np.allclose(residuals(calibration, moments, error), 0.0)


def test_a_draw_carries_the_constants_that_were_solved_for_it(calibration: Calibration, tmp_path: Path) -> None:
    fit = load_fit(2023, "cumulative", True)
    base = constants_of(fit)
    luck = np.random.default_rng(3)
    names = [free.name for free in calibration.free]
    thetas = [values_at(calibration.free, row) for row in exploring.design(calibration, 64)]
    offsets = luck.normal(scale=0.1, size=(64, len(base)))
    made = [Evaluation(t, 0, np.zeros(0), base + d, 0.0) for t, d in zip(thetas, offsets, strict=True)]
    response = regress(calibration.free, made, range(len(names)), Solved(made[:8], base))
    (tmp_path / "response.npz").write_bytes(response_bytes(response))
    response = load_response(tmp_path / "response.npz")
    parameters = Parameters(**dict(zip(names, thetas[3].tolist(), strict=True)))
    carried = respond(fit, response, parameters)
    assert np.allclose(carried.local, np.array(fit.local) + offsets[3, :31], atol=2e-3)
    assert respond(carried, response, parameters) is carried
    assert respond(fit, response, Parameters()) is fit


def test_a_parameter_that_the_constants_do_not_know_leaves_them_alone(calibration: Calibration) -> None:
    fit = load_fit(2023, "cumulative", True)
    base = constants_of(fit)
    thetas = [values_at(calibration.free, row) for row in exploring.design(calibration, 64)]
    usual = getattr(Parameters(), calibration.free[0].name)
    made = [Evaluation(theta, 0, np.zeros(0), base + theta[0] - usual, 0.0) for theta in thetas]
    response = regress(calibration.free, made, [0])
    assert response.names == (calibration.free[0].name,)
    assert respond(fit, response, Parameters(wage_curve=-0.05)) is fit
    there = respond(fit, response, Parameters(**{calibration.free[0].name: usual + 0.1}))
    assert there.local[0] == pytest.approx(fit.local[0] + 0.1, abs=0.02)


def test_an_old_evaluation_without_a_new_target_is_made_again(
    calibration: Calibration, toy: Toy, tmp_path: Path
) -> None:
    theta = values_at(calibration.free, np.zeros(len(calibration.free)))
    short = replace(calibration, targets=calibration.targets[1:])
    toy.middle, toy.scale, toy.slopes = toy.middle[1:], toy.scale[1:], toy.slopes[1:]
    evaluator(short, tmp_path).many([theta])
    toy.middle, toy.scale, toy.slopes = (
        np.append(toy.middle, 1.0),
        np.append(toy.scale, 1.0),
        np.vstack([toy.slopes, toy.slopes[:1]]),
    )
    evaluator(calibration, tmp_path).many([theta])
    assert toy.runs == 2
    evaluator(calibration, tmp_path).many([theta])
    assert toy.runs == 2
