"""The sample: many whole sets of assumptions, drawn together, each tried with lucks of its own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from laborsim.analysis.sensitivity.factors import Factor, Structure, structures
from laborsim.analysis.sensitivity.screening import Study, effects_of
from laborsim.experiment.design.emulator import Emulator, Quadratic, ridges
from laborsim.experiment.design.sobol import sobol_points
from laborsim.experiment.design.trials import Pair, run_trials
from laborsim.parameters.posterior import posterior_of

CHOICES = ("closure", "reading", "future")
"""Assumptions that are no numbers: fields of `factors.Structure`."""

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]

CROSSED = 3
"""Leading factors whose products are in the emulator too."""


@dataclass(frozen=True)
class Sample:
    """Sets of assumptions and what became of them.

    `shares` [points, factors]: quantile of each factor. `codes` [points, choices]: position among `options`.
    `effects`, `levels` [points, pairs]: scenario − baseline, and the scenario itself; NaN where not simulated.
    """

    factors: tuple[Factor, ...]
    options: tuple[tuple[str, ...], ...]
    shares: Numbers
    codes: Codes
    effects: Numbers
    levels: Numbers
    pairs: tuple[tuple[Pair | None, ...], ...]

    @property
    def whole(self) -> Codes:
        """Points of which every pair was simulated."""
        return np.flatnonzero(np.isfinite(self.effects).all(axis=1))

    def values(self, factor: int) -> Numbers:
        """Return the values of one factor over the points, in its unit."""
        return np.array([self.factors[factor].at(share) for share in self.shares[:, factor]])


def draw_sample(study: Study, points: int, pairs: int, seed: int) -> Sample:
    """Return Sobol points over all factors and choices, simulated; each point has `pairs` lucks of its own.

    Estimated parameters keep their correlation: a point has one draw of the posterior for all of them.
    """
    options = tuple(structures(study.scenario)[name] for name in CHOICES)
    count = len(study.factors)
    cube = sobol_points(count + len(CHOICES) + 1, points, seed)
    shares = _with_draws(study, cube[:, :count], cube[:, -1])
    codes = np.column_stack([(cube[:, count + k] * len(names)).astype(np.int64) for k, names in enumerate(options)])
    trials = []
    for point in range(points):
        chosen = dict(zip(study.factors, shares[point].tolist(), strict=True))
        structure = Structure(*(names[code] for names, code in zip(options, codes[point], strict=True)))
        trials += [study.trial(chosen, point * pairs + k, structure) for k in range(pairs)]
    found = run_trials(trials, study.bench)
    levels = np.array([np.nan if pair is None else pair.scenario.at(study.aim) for pair in found])
    return Sample(
        study.factors,
        options,
        shares,
        codes,
        effects_of(found, study.aim).reshape(points, pairs),
        levels.reshape(points, pairs),
        tuple(tuple(found[k : k + pairs]) for k in range(0, len(found), pairs)),
    )


def _with_draws(study: Study, shares: Numbers, luck: Numbers) -> Numbers:
    posterior = posterior_of(study.scenario)
    if posterior is None:
        return shares
    names = [factor.name if factor.kind == "parameter" else "" for factor in study.factors]
    ranks = (rankdata(posterior.draws, method="ordinal", axis=0) - 1) / max(1, len(posterior) - 1)
    chosen = (luck * len(posterior)).astype(np.int64)
    shares = shares.copy()
    set_apart = {one.name for one in study.scenario.parameters}
    for column, name in enumerate(posterior.names):
        if name not in set_apart:
            shares[:, names.index(name)] = ranks[chosen, column]
    return shares


@dataclass(frozen=True)
class Basis:
    """Which factors and choices an emulator of a sample sees, and as what terms."""

    factors: tuple[int, ...]  # positions in the sample, the leading one first
    options: tuple[tuple[str, ...], ...]

    @property
    def quadratic(self) -> Quadratic:
        """The leading factors bend and interact, the others bend, and each option of a choice lies where it lies."""
        count, crossed = len(self.factors), min(CROSSED, len(self.factors))
        flags = sum(len(names) - 1 for names in self.options)
        return Quadratic(tuple(range(crossed)), tuple(range(crossed, count)), tuple(range(count, count + flags)))

    def inputs(self, shares: Numbers, codes: Codes) -> Numbers:
        """Return inputs [points, input] of shares [points, chosen factors] and codes [points, choices]."""
        flags = [codes[:, k] == code for k, names in enumerate(self.options) for code in range(1, len(names))]
        return np.column_stack([2.0 * shares - 1.0, *(flag.astype(np.float64) for flag in flags)])

    def members(self) -> list[tuple[int, ...]]:
        """Return who is in each term: places in `factors`, and after them the choices."""
        count = len(self.factors)
        owners = [*range(count), *(count + k for k, names in enumerate(self.options) for _ in range(1, len(names)))]
        return [tuple(owners[k] for k in members) for members in self.quadratic.members]

    def of(self, sample: Sample, rows: Codes) -> Numbers:
        """Return the inputs of some points of a sample."""
        return self.inputs(sample.shares[rows][:, list(self.factors)], sample.codes[rows])

    def emulator(self, sample: Sample, rows: Codes) -> Emulator:
        """Return the emulator of the mean effect over some points of a sample."""
        means = sample.effects[rows].mean(axis=1)
        return Emulator.fit(self.quadratic, self.of(sample, rows), means[:, None], penalties=ridges(len(rows)))
