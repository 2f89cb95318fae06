"""The gate: no draw is shipped whose baseline hires nobody or misses migrants' unemployment."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.calibration.estimation.test_search import SHIPPED, Toy, evaluator
from tests.parameters.test_response import BASES, Base

from laborsim.calibration.estimation import draws as solving
from laborsim.calibration.estimation import evaluator as evaluation
from laborsim.calibration.estimation import result_folder
from laborsim.calibration.estimation.draws import SolvedDraws, solve_draws
from laborsim.calibration.estimation.evaluation_log import Evaluation
from laborsim.calibration.estimation.gate import Gate, judge
from laborsim.calibration.estimation.outcome import Outcome
from laborsim.calibration.estimation.posterior import PosteriorDraws, draw_posterior
from laborsim.calibration.estimation.response import Solved, regress
from laborsim.calibration.estimation.search import design, search
from laborsim.calibration.targets.calibration_file import Calibration, load_calibration
from laborsim.calibration.targets.free_parameters import values_at
from laborsim.experiment.run_errors import WrongInput
from laborsim.parameters.constants import constants_of
from laborsim.parameters.fit import Fit, load_fit
from laborsim.parameters.posterior import load_posterior
from laborsim.parameters.response import GATE, Response, fitted_for

Floats = NDArray[np.float64]

GOOD = Gate(matching=0.2, hires=4e6, unemployment=0.049, home_seekers=1.0, is_finite=True)


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return load_calibration(SHIPPED)


@pytest.fixture(scope="module")
def fit() -> Fit:
    return load_fit(2023, "cumulative", True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"matching": -0.14}, "matching efficiency -0.14"),
        ({"matching": 0.0}, "matching efficiency 0"),
        ({"hires": 0.0}, "without hires"),
        ({"unemployment": 0.0615}, "6.2%, published 4.9%"),
        ({"unemployment": 0.0366}, "3.7%, published 4.9%"),
        ({"unemployment": float("nan")}, "unemployment nan"),
        ({"is_finite": False}, "not a number"),
    ],
)
def test_the_gate_refuses_what_is_wrong_and_says_it(change: dict[str, float], words: str) -> None:
    (fault,) = replace(GOOD, **change).faults()
    assert words in fault
    assert replace(GOOD, **change).row()[GATE.index("passed")] == 0.0


def test_the_gate_lets_through_what_is_within_a_quarter_of_the_published_figure() -> None:
    for unemployment in (0.0368, 0.049, 0.0612):
        assert replace(GOOD, unemployment=unemployment).faults() == ()
    assert GOOD.row()[GATE.index("passed")] == 1.0


def test_a_baseline_that_hires_nobody_at_home_fails(calibration: Calibration, fit: Fit) -> None:
    theta = values_at(calibration.free, np.zeros(len(calibration.free)))
    assert judge(calibration, theta, fitted_for(fit, _parameters(calibration, theta)), 0).faults() == ()
    nobody = judge(calibration, theta, fit.model_copy(update={"matching_county": -0.1}), 0)
    assert len(nobody.faults()) >= 2


def _parameters(calibration: Calibration, theta: Floats) -> object:
    from laborsim.calibration.targets.free_parameters import parameters_at

    return parameters_at(calibration.free, theta)


class Bad:
    """A stand-in for steered runs: draw k comes out useless until it has been solved some times."""

    def __init__(self, fit: Fit, calibration: Calibration, useless: dict[int, int]) -> None:
        self.fit, self.useless = fit, useless  # draw → times
        self.thetas = [values_at(calibration.free, row) for row in design(calibration, 8)]
        self.tried: list[tuple[int, Path | None]] = []

    def __call__(
        self, calibration: Calibration, theta: Floats, replicate: int = 0, warm: Path | None = None
    ) -> Evaluation:
        draw = next(k for k, one in enumerate(self.thetas) if np.array_equal(one, theta))
        before = sum(one == draw for one, _ in self.tried)
        self.tried.append((draw, warm))
        efficiency = 0.01 if before < self.useless.get(draw, 0) else 0.1 + draw / 100
        row = constants_of(self.fit.model_copy(update={"matching_county": efficiency}))
        return Evaluation(theta, replicate, np.zeros(len(calibration.steered_targets)), row, 0.0)


Solve = Callable[[dict[int, int]], tuple[SolvedDraws, Bad]]


@pytest.fixture
def solve(fit: Fit, calibration: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Solve:
    def seen(calibration: Calibration, theta: Floats, there: Fit, draw: int) -> Gate:
        return replace(GOOD, matching=there.matching_county, hires=0.0 if there.matching_county < 0.05 else 1.0)

    def solve(useless: dict[int, int]) -> tuple[SolvedDraws, Bad]:
        runs = Bad(fit, calibration, useless)
        monkeypatch.setattr(evaluation, "evaluate", runs)
        monkeypatch.setattr(solving, "judge", seen)

        def learn(made: list[Evaluation]) -> Response:
            return regress(calibration.free, made, range(len(calibration.free)), Solved(made, constants_of(fit)))

        (tmp_path / "warm.npz").write_bytes(b"")
        warmed = replace(evaluator(calibration, tmp_path), warm=tmp_path / "warm.npz")
        return solve_draws(warmed, runs.thetas, learn), runs  # type: ignore[arg-type]  # a list is a sequence

    return solve


def test_a_draw_that_fails_is_solved_anew_from_the_shipped_fit_then_from_what_that_left(solve: Solve) -> None:
    found, runs = solve({2: 1, 5: 2})
    assert found.anew == (2, 5)
    assert found.refusal() == ""
    assert [draw for draw, _ in runs.tried] == [*range(8), 2, 5, 5]
    assert [warm is None for _, warm in runs.tried] == [*[False] * 8, True, True, False]
    assert found.response.gate[:, GATE.index("passed")].tolist() == [1.0] * 8
    assert found.response.gate[5, GATE.index("matching")] == pytest.approx(0.15, rel=2e-3)


def test_draws_that_fail_anew_are_named_and_never_dropped(solve: Solve) -> None:
    found, _ = solve({3: 99})
    assert len(found.evaluations) == len(found.gates) == len(found.response.points) == 8
    assert found.refusal().startswith("1 of 8 draws fail the gate, solved anew too: draw 3 (a year without hires")
    assert "the fit is wrong and is not shipped" in found.refusal()  # one in eight is more than 2 percent
    few = replace(found, gates=(*found.gates, *[GOOD] * 92))
    assert "the posterior would be another" in few.refusal()


def test_nothing_is_shipped_where_a_draw_fails(
    solve: Solve, calibration: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = solve({3: 99})
    monkeypatch.setattr(evaluation, "evaluate", Toy(calibration))
    explored = search(calibration, evaluator(calibration, tmp_path), lambda line: None)
    posterior = draw_posterior(explored, seed=1)
    solved = {target.id: target.value for target in calibration.targets if target.solved}
    outcome = Outcome(calibration, explored, posterior, found, solved, ())
    result_folder.write_results(outcome, tmp_path, "laborsim calibrate")
    written = json.loads((tmp_path / result_folder.ESTIMATE).read_text(encoding="utf-8"))
    assert written["cautions"] == list(outcome.cautions())
    assert any("fail the gate" in words for words in written["cautions"])
    assert written["solved_anew"] == [3]
    monkeypatch.setattr(result_folder, "posterior_path", lambda name: tmp_path / "shipped" / "posterior.csv")
    monkeypatch.setattr(result_folder, "_fit", lambda calibration: tmp_path / "shipped" / "fit.json")
    with pytest.raises(WrongInput, match="1 of 8 draws fail the gate"):
        result_folder.ship(outcome, tmp_path)
    assert not (tmp_path / "shipped").exists()
    good = replace(outcome, predictive=replace(found, gates=(GOOD,) * 8))
    assert [path.name for path in result_folder.ship(good, tmp_path)] == [
        "posterior.csv",
        "posterior.json",
        "fit.response.npz",
    ]


def test_a_chain_goes_on_until_it_is_long_enough_or_says_that_it_is_not(
    calibration: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from laborsim.calibration.estimation import posterior as drawing

    monkeypatch.setattr(evaluation, "evaluate", Toy(calibration))
    explored = search(calibration, evaluator(calibration, tmp_path), lambda line: None)
    monkeypatch.setattr(drawing, "STEPS", 300)
    found = draw_posterior(explored, seed=1)
    assert found.steps >= 50 * found.autocorrelation
    assert found.steps > 300
    assert found.caution() == ""
    monkeypatch.setattr(drawing, "MOST_STEPS", 300)
    short = draw_posterior(explored, seed=1)
    assert short.steps == 300
    assert "autocorrelation times long, 50 are wanted" in short.caution()


def test_a_chain_of_twenty_autocorrelation_times_is_cautioned() -> None:
    chain = PosteriorDraws(np.zeros((0, 1)), np.zeros((0, 1)), None, 149.0, 3000)  # type: ignore[arg-type]  # no emulator
    assert chain.caution().startswith("the chain is 20 autocorrelation times long")


@pytest.mark.slow
@pytest.mark.parametrize("base", BASES)
def test_draws_chosen_by_luck_pass_the_gate_as_runs_have_them(calibration: Calibration, base: Base) -> None:
    year, reading, inside = base
    asked = replace(calibration, base_year=year, reading=reading, inside_total=inside)
    posterior, fit = load_posterior(), load_fit(*base)
    columns = [posterior.names.index(free.name) for free in calibration.free]
    chosen = {19, 203, *np.random.default_rng(7).choice(len(posterior), 20, replace=False).tolist()}
    for draw in sorted(chosen):
        found = judge(asked, posterior.draws[draw, columns], fitted_for(fit, posterior.parameters(draw)), draw)
        assert found.faults() == (), f"draw {draw}"
