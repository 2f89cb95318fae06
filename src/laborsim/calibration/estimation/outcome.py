"""The outcome of a calibration: the estimate, the posterior, the response, and the rows of its two tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.base_year.checks import FINE, StockMiss, baseline_run, stock_miss
from laborsim.calibration.estimation.draws import SolvedDraws, solve_draws
from laborsim.calibration.estimation.evaluation_log import Evaluation
from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.estimation.objective import errors
from laborsim.calibration.estimation.posterior import PosteriorDraws, draw_posterior
from laborsim.calibration.estimation.response import Solved, regress
from laborsim.calibration.estimation.search import Search, search
from laborsim.calibration.targets.calibration_file import Calibration, sigma
from laborsim.calibration.targets.free_parameters import parameters_at, rounded, values_at
from laborsim.calibration.targets.moments import read_moment
from laborsim.calibration.targets.targets import Use
from laborsim.parameters.constants import constants_of
from laborsim.parameters.fit import Fit, load_fit
from laborsim.parameters.response import Response, respond

Floats = NDArray[np.float64]

CHECKED_DRAWS = 10  # simulated as every run is
PRIOR_ONLY, WEAK = 0.1, 0.3  # of a prior's standard deviation taken away by the data

Verdict = Literal["", "weak", "prior only"]


def verdict(moved: float) -> Verdict:
    """Return what the share of a prior's spread that the data took away means; empty = identified.

    The one definition: tables, figures and the evidence call a parameter by it.
    """
    return "prior only" if moved < PRIOR_ONLY else "weak" if moved < WEAK else ""


@dataclass(frozen=True)
class ParameterRow:
    """One free parameter before and after; values in its unit."""

    name: str
    start: float
    estimate: float
    se: float
    prior_low: float  # 5 % and 95 % of the prior
    prior_high: float
    moved: float  # 1 − posterior s.d. ÷ prior s.d.
    shift: float  # (estimate − start) in prior standard deviations
    verdict: Verdict


@dataclass(frozen=True)
class TargetRow:
    """One target beside what the model shows at the estimate; values in its unit."""

    id: str
    moment: str
    selection: str
    use: Use
    published: float
    low: float
    high: float
    unit: str
    model: float
    error: float  # whole: published, discrepancy, luck
    miss: float  # in errors; 0 inside an interval
    solved: bool  # by the inversion, not by the search
    mark: str
    source: str


@dataclass(frozen=True)
class Outcome:
    """Everything that a calibration found."""

    calibration: Calibration
    search: Search
    posterior: PosteriorDraws
    predictive: SolvedDraws  # a steered run at every draw: its own constants, what they show, the predictive check
    solved: dict[str, float]  # moments of the solved targets at the estimate
    checks: tuple[StockMiss, ...]

    @property
    def start(self) -> Floats:
        """Centers of the priors."""
        return values_at(self.calibration.free, np.zeros(len(self.calibration.free)))

    @property
    def estimate(self) -> Floats:
        """The point estimate."""
        return rounded(values_at(self.calibration.free, self.search.best))

    @property
    def standard_error(self) -> Floats:
        """Standard deviation of the draws."""
        spread: Floats = self.posterior.draws.std(axis=0, ddof=1)
        return spread

    @property
    def draws(self) -> Floats:
        """Draws of the posterior [draw, parameter]."""
        return self.posterior.draws

    @property
    def response(self) -> Response:
        """How constants answer to the parameters."""
        return self.predictive.response

    def cautions(self) -> tuple[str, ...]:
        """Return in sentences what a reader has to know before the draws are trusted; empty = nothing."""
        return tuple(words for words in (self.posterior.caution(), self.predictive.refusal()) if words)

    @property
    def point(self) -> Evaluation:
        """The evaluation at the estimate, with the common luck."""
        return self.search.point[0]

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """All evaluations with the common luck and a warm start."""
        return self.search.evaluations


def estimate(evaluator: Evaluator, say: Callable[[str], None]) -> Outcome:
    """Return the outcome of a calibration: protocol steps 1 to 4 and 7 of docs/calibration.md."""
    calibration = evaluator.calibration
    found = search(calibration, evaluator, say)
    say("posterior: emcee on the emulator around the estimate")
    posterior = draw_posterior(found, calibration.run.seed)
    say(f"draws: the constants of each of {len(posterior.draws)}")
    fit = load_fit(calibration.base_year, calibration.reading, calibration.inside_total)
    point = _average(found.point)

    def learn(at_draws: Sequence[Evaluation]) -> Response:
        solved_at = Solved([*at_draws, point], constants_of(fit))
        return regress(calibration.free, [*found.evaluations, *at_draws], found.screened.answered, solved_at)

    predictive = solve_draws(replace(evaluator, warm=found.warm, budget=None), list(posterior.draws), learn)
    say(f"gate: {len(predictive.anew)} draws solved anew")
    say(f"check: the baseline at the estimate and at {CHECKED_DRAWS} draws, with the constants of the response")
    theta = rounded(values_at(calibration.free, found.best))

    def fit_at(draw: Floats) -> Fit:
        return respond(fit, predictive.response, parameters_at(calibration.free, draw))

    watched = baseline_run(calibration, theta, fit_at(theta), FINE)
    solved = {t.id: read_moment(t.moment, t.selection, watched) for t in calibration.targets if t.solved}
    checks = [stock_miss(calibration, k, posterior.draws[k], fit_at(posterior.draws[k])) for k in range(CHECKED_DRAWS)]
    outcome = Outcome(calibration, found, posterior, predictive, solved, tuple(checks))
    for words in outcome.cautions():
        say(words)
    return outcome


def parameter_rows(outcome: Outcome) -> list[ParameterRow]:
    """Return a row for each free parameter, in file order."""
    rows = []
    estimated, spread = outcome.estimate, outcome.standard_error
    for k, free in enumerate(outcome.calibration.free):
        prior = np.array([free.quantile((i + 0.5) / 1000) for i in range(1000)])
        strong = k in outcome.search.screened.strong
        moved = 1 - float(outcome.posterior.positions[:, k].std() / prior.std()) if strong else 0.0
        rows.append(
            ParameterRow(
                name=free.name,
                start=free.center,
                estimate=float(estimated[k]),
                se=float(spread[k]),
                prior_low=free.value(free.quantile(0.05)),
                prior_high=free.value(free.quantile(0.95)),
                moved=moved,
                shift=float(outcome.search.best[k]),
                verdict=verdict(moved),
            )
        )
    return rows


def target_rows(outcome: Outcome) -> list[TargetRow]:
    """Return a row for each target, in file order."""
    calibration = outcome.calibration
    luck = dict(zip((t.id for t in calibration.steered_targets), outcome.search.luck.tolist(), strict=True))
    whole = dict(
        zip((t.id for t in calibration.steered_targets), errors(calibration, outcome.search.luck).tolist(), strict=True)
    )
    shown = dict(zip(luck, mean_moments(outcome.search.point).tolist(), strict=True)) | outcome.solved
    rows = []
    for target in calibration.targets:
        error = whole.get(target.id, sigma(calibration, target))
        model = shown[target.id]
        rows.append(
            TargetRow(
                id=target.id,
                moment=target.moment,
                selection=" ".join(f"{k}={v}" for k, v in target.selection.items()),
                use=target.use,
                published=target.value,
                low=target.low,
                high=target.high,
                unit=target.unit,
                model=model,
                error=error,
                miss=target.distance(model) / error,
                solved=target.solved,
                mark=target.mark,
                source=target.source,
            )
        )
    return rows


def _average(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Return the evaluations of several lucks at one parameter vector as one."""
    constants = np.mean([one.constants for one in evaluations], axis=0)
    return replace(evaluations[0], moments=mean_moments(evaluations), constants=constants)


def mean_moments(evaluations: Sequence[Evaluation]) -> Floats:
    """Return the moments of several lucks at one parameter vector, on average."""
    mean: Floats = np.mean([one.moments for one in evaluations], axis=0)
    return mean
