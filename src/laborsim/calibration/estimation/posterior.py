"""The posterior: what targets and priors leave open, drawn by emcee from the emulator around the estimate."""

from dataclasses import dataclass

import emcee
import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.estimation.objective import errors, residuals
from laborsim.calibration.estimation.search import Search
from laborsim.calibration.targets.free_parameters import Free, positions_of, rounded, values_at
from laborsim.experiment.design.emulator import Emulator

Floats = NDArray[np.float64]

NEAR = 1.5  # prior standard deviations: how far around the estimate runs shape the local emulator
WALKERS_PER_PARAMETER, STEPS, BURN_IN = 6, 3000, 1000
ENOUGH = 50  # autocorrelation times that a chain should be long, by the rule of emcee
MOST_STEPS = 15_000  # of a chain that is not long enough; ASSUMPTION: patience
N_DRAWS = 240
SPREAD_OF_START = 0.1  # prior standard deviations


@dataclass(frozen=True)
class PosteriorDraws:
    """Draws of the free parameters in random order, in their units, and where they come from."""

    draws: Floats  # [draw, parameter]
    positions: Floats  # [draw, parameter] in prior standard deviations
    local: Emulator  # weighted towards the estimate
    autocorrelation: float  # steps; of the slowest parameter
    steps: int  # kept of the chain

    def caution(self) -> str:
        """Return in a sentence that the chain is too short; empty where it is long enough."""
        times = self.steps / self.autocorrelation
        if times >= ENOUGH:
            return ""
        return f"the chain is {times:.0f} autocorrelation times long, {ENOUGH} are wanted: its spread is less sure"


def local_emulator(search: Search) -> Emulator:
    """Return the emulator that is best around the estimate: near runs weigh more."""
    calibration, kept = search.calibration, search.emulator.quadratic.curved
    positions = np.array([positions_of(calibration.free, one.theta) for one in search.evaluations])
    away = ((positions - search.best)[:, list(kept)] ** 2).sum(axis=1) / len(kept)
    weights = np.exp(-away / (2 * NEAR**2))
    moments = np.array([one.moments for one in search.evaluations])
    return Emulator.fit(search.emulator.quadratic, positions, moments, weights)


def draw_posterior(search: Search, seed: int) -> PosteriorDraws:
    """Return draws: emcee over the parameters that move the targets, the priors for all others.

    A parameter of the role `prior` keeps its center as the point estimate, but targets narrow its draws too.
    """
    calibration = search.calibration
    kept = list(search.screened.strong)
    emulator = local_emulator(search)
    shift = _center(search, emulator)
    whole = np.hypot(errors(calibration, search.luck), emulator.error)
    reach = np.array([calibration.free[k].reach for k in kept]).T

    def log_density(x: Floats) -> Floats:
        inside = ((x >= reach[0]) & (x <= reach[1])).all(axis=1)
        positions = np.repeat(search.best[None], len(x), axis=0)
        positions[:, kept] = x
        missed = residuals(calibration, emulator.at(positions) + shift, whole)
        return np.where(inside, -0.5 * ((missed**2).sum(axis=1) + (x**2).sum(axis=1)), -np.inf)

    luck = np.random.RandomState(seed)  # emcee takes no other generator
    walkers = WALKERS_PER_PARAMETER * len(kept)
    around = search.best[kept] + SPREAD_OF_START * luck.standard_normal((walkers, len(kept)))
    start = np.clip(around, reach[0] + 1e-6, reach[1] - 1e-6)
    sampler = emcee.EnsembleSampler(walkers, len(kept), log_density, vectorize=True)
    sampler.random_state = luck.get_state()
    sampler.run_mcmc(start, BURN_IN + STEPS)
    while (slowest := _slowest(sampler)) * ENOUGH > (steps := sampler.iteration - BURN_IN) and steps < MOST_STEPS:
        sampler.run_mcmc(None, STEPS)
    chain = sampler.get_chain(discard=BURN_IN, flat=True)
    chosen = luck.permutation(len(chain))[:N_DRAWS]
    positions = np.array([[_prior(free, luck) for free in calibration.free] for _ in chosen])
    positions[:, kept] = chain[chosen]
    # Rounded as they are written, so that runs draw exactly the points whose constants were solved.
    draws = np.array([rounded(values_at(calibration.free, position)) for position in positions])
    return PosteriorDraws(draws, positions, emulator, slowest, steps)


def _slowest(sampler: emcee.EnsembleSampler) -> float:
    """Return the autocorrelation time of the slowest parameter [steps]."""
    return float(np.max(sampler.get_autocorr_time(discard=BURN_IN, quiet=True, tol=0)))


def _center(search: Search, emulator: Emulator) -> Floats:
    """Return what the emulator misses at the estimate itself, where several lucks were run."""
    if not search.point:
        return np.zeros(len(emulator.error))
    made: Floats = np.mean([one.moments for one in search.point], axis=0)
    return made - emulator.at(search.best)


def _prior(free: Free, luck: np.random.RandomState) -> float:
    return free.quantile(float(luck.random_sample()))
