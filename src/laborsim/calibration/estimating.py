"""The search: screen, explore by emulator in waves, least squares from several starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.descending import descend, emulator_minimum, starting_points
from laborsim.calibration.evaluating import Evaluator
from laborsim.calibration.exploring import Screened, design, next_wave, screened, screening_steps
from laborsim.calibration.free import positions_of, rounded, values_at
from laborsim.calibration.objective import Ground, errors, residuals
from laborsim.calibration.question import Calibration
from laborsim.calibration.record import Evaluation
from laborsim.calibration.responding import regress
from laborsim.experiment.design.emulator import RUNS_PER_COEFFICIENT, Emulator, Quadratic, n_coefficients, r_squared
from laborsim.experiment.stops import WrongInput
from laborsim.inputs.response import save_response

__all__ = ["Search", "errors", "residuals", "search"]

Floats = NDArray[np.float64]

WAVES, WAVE_RUNS = 2, 40
LUCKS = 4  # replicates at the center, which say how much of a moment is luck, and at the estimate
SHARES = {"design": 0.5, "waves": 0.2}  # of what a budget leaves
WARM_START = "warm-start.npz"


@dataclass(frozen=True)
class Search:
    """Everything that the search has found; positions are in prior standard deviations."""

    calibration: Calibration
    luck: Floats  # [steered target] standard deviation of a moment over luck
    screened: Screened
    evaluations: tuple[Evaluation, ...]  # all with the common luck and a warm start
    emulator: Emulator  # of all of them
    r_squared: Floats  # [steered target] of an emulator of four fifths of them, on the rest
    starts: tuple[tuple[Floats, float], ...]  # where least squares ended from each start, and its J over the lucks
    best: Floats  # [parameter]
    point: tuple[Evaluation, ...]  # the lucks at the estimate
    warm: Path  # response with which all runs but the screening begin


def search(calibration: Calibration, bench: Evaluator, say: Callable[[str], None]) -> Search:
    """Return the estimate of a calibration. Raises WrongInput where the budget is too small to fit anything."""
    n = len(calibration.free)
    say(f"luck: {LUCKS} replicates at the center of the priors")
    lucks = bench.many([values_at(calibration.free, np.zeros(n))] * LUCKS, list(range(LUCKS)))
    say(f"screen: {n} parameters, one at a time")
    made = _run(bench, screening_steps(calibration))
    if len(made) < 2 * n:
        raise WrongInput(f"the budget ended in the screening, which takes {LUCKS + 2 * n} evaluations")
    luck = np.std([one.moments for one in lucks], axis=0, ddof=1)
    found = screened(calibration, errors(calibration, luck), lucks[0], made)
    ground = Ground(calibration, errors(calibration, luck), found.kept)
    # A run that begins with the constants of other parameters is a year of people moving to and fro.
    warm = bench.folder / WARM_START
    save_response(regress(calibration.free, [lucks[0], *made], found.answered), warm)
    bench = replace(bench, warm=warm)
    evaluations = _explore(ground, bench, say)
    starts = starting_points(ground, _emulate(ground, evaluations), evaluations)
    say(f"least squares from {len(starts)} starts")
    ends = []
    for start in starts:
        end, taken = descend(ground, lambda positions: _run(bench, positions), start)
        evaluations += taken
        ends.append(end)
    emulator = _emulate(ground, evaluations)
    checked = r_squared(emulator.quadratic, *_positions_and_moments(ground, evaluations))
    ends.append(emulator_minimum(ground, emulator))
    say(f"point: {LUCKS} replicates where each of them, and the emulator of all runs, ended")
    points = [_lucks(bench, end) for end in ends]
    heights = [ground.height(end, _mean(made)) for end, made in zip(ends, points, strict=True)]
    say(f"J = {', '.join(f'{height:.2f}' for height in heights)}")
    best = int(np.argmin(heights))
    both = tuple(zip(ends, heights, strict=True))
    return Search(calibration, luck, found, tuple(evaluations), emulator, checked, both, ends[best], points[best], warm)


def _explore(ground: Ground, bench: Evaluator, say: Callable[[str], None]) -> list[Evaluation]:
    """Return the runs of an even design and of the waves that follow it."""
    wanted = round(RUNS_PER_COEFFICIENT * n_coefficients(len(ground.kept)))
    size = wanted if bench.left is None else min(wanted, round(SHARES["design"] * bench.left))
    say(f"design: {size} runs over the priors; {len(ground.kept)} estimated parameters move the fitted targets")
    evaluations = _run(bench, design(ground.calibration, size))
    for wave in range(1, WAVES + 1):
        runs = WAVE_RUNS if bench.left is None else min(WAVE_RUNS, round(SHARES["waves"] * bench.left))
        if runs > 0:
            chosen, plausible = next_wave(ground, _emulate(ground, evaluations), wave, runs)
            say(f"wave {wave}: {runs} runs where nothing is implausible ({plausible:.1%} of the priors)")
            evaluations += _run(bench, chosen)
    return evaluations


def _run(bench: Evaluator, positions: Floats) -> list[Evaluation]:
    return bench.many([values_at(bench.calibration.free, position) for position in positions])


def _lucks(bench: Evaluator, position: Floats) -> tuple[Evaluation, ...]:
    """Return the replicates at a position; the budget does not count them, or there would be no estimate."""
    theta = rounded(values_at(bench.calibration.free, position))
    return tuple(replace(bench, budget=None).many([theta] * LUCKS, list(range(LUCKS))))


def _mean(evaluations: Sequence[Evaluation]) -> Floats:
    mean: Floats = np.mean([one.moments for one in evaluations], axis=0)
    return mean


def _emulate(ground: Ground, evaluations: Sequence[Evaluation]) -> Emulator:
    least = 1 + len(ground.calibration.free) + len(ground.kept)
    if len(evaluations) < least:
        raise WrongInput(f"the budget left {len(evaluations)} evaluations; a fit needs at least {least}")
    others = tuple(k for k in range(len(ground.calibration.free)) if k not in ground.kept)
    quadratic = Quadratic(tuple(ground.kept), straight=others)
    return Emulator.fit(quadratic, *_positions_and_moments(ground, evaluations))


def _positions_and_moments(ground: Ground, evaluations: Sequence[Evaluation]) -> tuple[Floats, Floats]:
    positions = np.array([positions_of(ground.calibration.free, one.theta) for one in evaluations])
    return positions, np.array([one.moments for one in evaluations])
