"""The search: screen, explore by emulator in waves, least squares from several starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from laborsim.calibration.estimation.evaluation_log import Evaluation
from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.estimation.objective import Ground, errors, residuals
from laborsim.calibration.estimation.response import regress
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.calibration.targets.free_parameters import positions_of, rounded, values_at
from laborsim.experiment.design.emulator import RUNS_PER_COEFFICIENT, Emulator, Quadratic, n_coefficients, r_squared
from laborsim.experiment.design.sobol import sobol_points
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.store.atomic_files import write_whole
from laborsim.parameters.response import response_bytes
from laborsim.published.words import Words

Floats = NDArray[np.float64]

STARTS, ROUNDS = 3, 3
STEP = 0.25  # prior standard deviations: 5 % of a prior that reaches free.COVERED to both sides
FARTHEST = 1.0  # prior standard deviations that the linear model of a round is trusted
APART = 1.0  # prior standard deviations between two starts
OPEN = 1e-9  # least_squares wants its start strictly inside the bounds

Run = Callable[[Floats], list[Evaluation]]
"""Evaluates positions [run, parameter] with the common luck; fewer come back where the budget ends."""


def emulator_minimum(ground: Ground, emulator: Emulator) -> Floats:
    """Return the position at which the emulator misses least."""
    kept = list(ground.kept)
    low, high = ground.bounds

    def missed(x: Floats) -> Floats:
        position = np.zeros(len(ground.calibration.free))
        position[kept] = x
        return ground.missed(position, emulator.at(position))

    best = np.zeros(len(ground.calibration.free))
    best[kept] = np.clip(least_squares(missed, np.zeros(len(kept)), bounds=(low - OPEN, high + OPEN)).x, low, high)
    return best


def starting_points(ground: Ground, emulator: Emulator, evaluations: Sequence[Evaluation]) -> list[Floats]:
    """Return the emulator's minimum, and the best runs that are well apart from it and each other."""
    places = np.array([positions_of(ground.calibration.free, one.theta) for one in evaluations])
    places[:, [k for k in range(places.shape[1]) if k not in ground.kept]] = 0.0
    heights = [ground.height(place, one.moments) for place, one in zip(places, evaluations, strict=True)]
    found = [emulator_minimum(ground, emulator)]
    for k in np.argsort(heights, kind="stable"):
        far = all(((places[k] - other) ** 2).sum() >= APART**2 for other in found)
        if far and len(found) < STARTS:
            found.append(places[k])
    return found


def descend(ground: Ground, run: Run, start: Floats) -> tuple[Floats, list[Evaluation]]:
    """Return where ROUNDS of Gauss-Newton end, and the runs they took."""
    position, taken = start.copy(), []
    for _ in range(ROUNDS):
        steps = _steps(ground, position)
        made = run(steps)
        if len(made) < len(steps):
            break
        taken += made
        position = _gauss_newton(ground, steps, made)
    return position, taken


def _steps(ground: Ground, position: Floats) -> Floats:
    """Return the position, and one step from it for each parameter, towards the inside of the bounds."""
    steps = np.repeat(position[None], 1 + len(ground.kept), axis=0)
    for row, (k, high) in enumerate(zip(ground.kept, ground.bounds[1], strict=True), 1):
        steps[row, k] += STEP if position[k] + STEP <= high else -STEP
    return steps


def _gauss_newton(ground: Ground, steps: Floats, made: list[Evaluation]) -> Floats:
    """Return where the linear model of the last runs misses least, at most FARTHEST away."""
    kept, position, middle = list(ground.kept), steps[0], made[0].moments
    moved = np.array([steps[row, k] - position[k] for row, k in enumerate(kept, 1)])
    slopes = np.array([(one.moments - middle) / by for one, by in zip(made[1:], moved, strict=True)]).T

    def missed(by: Floats) -> Floats:
        there = position.copy()
        there[kept] += by
        return ground.missed(there, middle + slopes @ by)

    low = np.maximum(ground.bounds[0] - position[kept], -FARTHEST)
    high = np.minimum(ground.bounds[1] - position[kept], FARTHEST)
    by = least_squares(missed, np.zeros(len(kept)), bounds=(low - OPEN, high + OPEN)).x
    there: Floats = position.copy()
    there[kept] = np.clip(position[kept] + by, *ground.bounds)
    return there


SCREEN_STEP = 1.0  # prior standard deviations
MOVES_NOTHING = 0.1  # standard errors of every fitted target, for SCREEN_STEP: below it the data cannot say anything
IMPLAUSIBLE = 3.0  # standard errors, the emulator's own included
CANDIDATES = 2**12  # a power of two, as Sobol sequences want


@dataclass(frozen=True)
class Screened:
    """What one step of each parameter moves, in standard errors of the fitted targets [parameter, target]."""

    effects: Floats
    strong: tuple[int, ...]  # parameters that move a fitted target
    kept: tuple[int, ...]  # those of them that are estimated
    answered: tuple[int, ...]  # parameters to which the constants answer


def screening_steps(calibration: Calibration) -> Floats:
    """Return a step up, then a step down, for each parameter [2 × parameter, parameter]."""
    ups = np.array([min(SCREEN_STEP, free.reach[1]) for free in calibration.free])
    downs = np.array([max(-SCREEN_STEP, free.reach[0]) for free in calibration.free])
    steps: Floats = np.concatenate([np.diag(ups), np.diag(downs)])
    return steps


def screened(calibration: Calibration, error: Floats, middle: Evaluation, made: list[Evaluation]) -> Screened:
    """Return what the steps of `screening_steps` moved; who moves no fitted target is not estimated."""
    n = len(calibration.free)
    moments = np.array([one.moments for one in made])
    effects = (moments[:n] - moments[n:])[:, list(calibration.fitted)] / 2 / error[list(calibration.fitted)]
    strong = tuple(int(k) for k in np.flatnonzero(np.abs(effects).max(axis=1) >= MOVES_NOTHING))
    kept = tuple(k for k in strong if k in calibration.estimated)
    constants = np.array([one.constants for one in made])
    answered = tuple(k for k in range(n) if np.any(constants[[k, n + k]] != middle.constants))
    return Screened(effects, strong, kept, answered)


def design(calibration: Calibration, size: int, salt: int = 0) -> Floats:
    """Return positions that cover the priors evenly: scrambled Sobol points of their quantiles [run, parameter]."""
    points = sobol_points(len(calibration.free), size, calibration.run.seed + salt)
    quantiles = [[free.quantile(u) for free, u in zip(calibration.free, point, strict=True)] for point in points]
    return np.array(quantiles).reshape(size, len(calibration.free))


def next_wave(ground: Ground, emulator: Emulator, wave: int, size: int) -> tuple[Floats, float]:
    """Return runs spread over the plausible part of the priors, and how large a part that is."""
    candidates = design(ground.calibration, CANDIDATES, salt=wave)
    whole = np.hypot(ground.error, emulator.error)
    worst = np.abs(residuals(ground.calibration, emulator.at(candidates), whole)).max(axis=1)
    order = np.argsort(worst, kind="stable")
    plausible = int((worst < IMPLAUSIBLE).sum())
    pool = candidates[order[: max(plausible, 4 * size)]]
    chosen = [pool[0]]
    gaps = np.full(len(pool), np.inf)
    while len(chosen) < size:  # the candidate farthest from those chosen, in what is estimated
        gaps = np.minimum(gaps, ((pool - chosen[-1])[:, list(ground.kept)] ** 2).sum(axis=1))
        chosen.append(pool[int(np.argmax(gaps))])
    return np.array(chosen[:size]).reshape(size, len(ground.calibration.free)), plausible / CANDIDATES


__all__ = ["Search", "errors", "residuals", "search"]


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


def search(calibration: Calibration, evaluator: Evaluator, say: Callable[[str], None]) -> Search:
    """Return the estimate of a calibration. Raises WrongInput where the budget is too small to fit anything."""
    n = len(calibration.free)
    say(f"luck: {LUCKS} replicates at the center of the priors")
    lucks = evaluator.many([values_at(calibration.free, np.zeros(n))] * LUCKS, list(range(LUCKS)))
    say(f"screen: {n} parameters, one at a time")
    made = _run(evaluator, screening_steps(calibration))
    if len(made) < 2 * n:
        raise WrongInput(
            Words(
                f"the budget ended in the screening, which takes {LUCKS + 2 * n} evaluations",
                f"评估预算在筛选阶段已用完，筛选需{LUCKS + 2 * n}次评估",
            )
        )
    luck = np.std([one.moments for one in lucks], axis=0, ddof=1)
    found = screened(calibration, errors(calibration, luck), lucks[0], made)
    ground = Ground(calibration, errors(calibration, luck), found.kept)
    # A run that begins with the constants of other parameters is a year of people moving to and fro.
    warm = evaluator.folder / WARM_START
    write_whole(warm, response_bytes(regress(calibration.free, [lucks[0], *made], found.answered)))
    evaluator = replace(evaluator, warm=warm)
    evaluations = _explore(ground, evaluator, say)
    starts = starting_points(ground, _emulate(ground, evaluations), evaluations)
    say(f"least squares from {len(starts)} starts")
    ends = []
    for start in starts:
        end, taken = descend(ground, lambda positions: _run(evaluator, positions), start)
        evaluations += taken
        ends.append(end)
    emulator = _emulate(ground, evaluations)
    checked = r_squared(emulator.quadratic, *_positions_and_moments(ground, evaluations))
    ends.append(emulator_minimum(ground, emulator))
    say(f"point: {LUCKS} replicates where each of them, and the emulator of all runs, ended")
    points = [_lucks(evaluator, end) for end in ends]
    heights = [ground.height(end, _mean(made)) for end, made in zip(ends, points, strict=True)]
    say(f"J = {', '.join(f'{height:.2f}' for height in heights)}")
    best = int(np.argmin(heights))
    both = tuple(zip(ends, heights, strict=True))
    return Search(calibration, luck, found, tuple(evaluations), emulator, checked, both, ends[best], points[best], warm)


def _explore(ground: Ground, evaluator: Evaluator, say: Callable[[str], None]) -> list[Evaluation]:
    """Return the runs of an even design and of the waves that follow it."""
    wanted = round(RUNS_PER_COEFFICIENT * n_coefficients(len(ground.kept)))
    size = wanted if evaluator.left is None else min(wanted, round(SHARES["design"] * evaluator.left))
    say(f"design: {size} runs over the priors; {len(ground.kept)} estimated parameters move the fitted targets")
    evaluations = _run(evaluator, design(ground.calibration, size))
    for wave in range(1, WAVES + 1):
        runs = WAVE_RUNS if evaluator.left is None else min(WAVE_RUNS, round(SHARES["waves"] * evaluator.left))
        if runs > 0:
            chosen, plausible = next_wave(ground, _emulate(ground, evaluations), wave, runs)
            say(f"wave {wave}: {runs} runs where nothing is implausible ({plausible:.1%} of the priors)")
            evaluations += _run(evaluator, chosen)
    return evaluations


def _run(evaluator: Evaluator, positions: Floats) -> list[Evaluation]:
    return evaluator.many([values_at(evaluator.calibration.free, position) for position in positions])


def _lucks(evaluator: Evaluator, position: Floats) -> tuple[Evaluation, ...]:
    """Return the replicates at a position; the budget does not count them, or there would be no estimate."""
    theta = rounded(values_at(evaluator.calibration.free, position))
    return tuple(replace(evaluator, budget=None).many([theta] * LUCKS, list(range(LUCKS))))


def _mean(evaluations: Sequence[Evaluation]) -> Floats:
    mean: Floats = np.mean([one.moments for one in evaluations], axis=0)
    return mean


def _emulate(ground: Ground, evaluations: Sequence[Evaluation]) -> Emulator:
    least = 1 + len(ground.calibration.free) + len(ground.kept)
    if len(evaluations) < least:
        raise WrongInput(
            Words(
                f"the budget left {len(evaluations)} evaluations; a fit needs at least {least}",
                f"评估预算只剩{len(evaluations)}次；拟合至少需{least}次",
            )
        )
    others = tuple(k for k in range(len(ground.calibration.free)) if k not in ground.kept)
    quadratic = Quadratic(tuple(ground.kept), straight=others)
    return Emulator.fit(quadratic, *_positions_and_moments(ground, evaluations))


def _positions_and_moments(ground: Ground, evaluations: Sequence[Evaluation]) -> tuple[Floats, Floats]:
    positions = np.array([positions_of(ground.calibration.free, one.theta) for one in evaluations])
    return positions, np.array([one.moments for one in evaluations])
