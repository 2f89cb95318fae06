"""The emulator: outputs of a run as quadratics of its inputs, with the error that it makes on runs it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RUNS_PER_COEFFICIENT = 2.5
"""Runs of a design for each coefficient of a quadratic, at least (calibration protocol, 3)."""

RIDGE = 1e-3  # keeps a quadratic through few runs finite; small beside the sum of squares of a design
RIDGES_PER_RUN = tuple(10.0**power for power in range(-6, 5))
"""Tried in turn where runs are few for their terms."""

CHECK_EVERY = 5  # every fifth run is a check: 20 %
LEAST_RUNS = 3
"""Two runs leave nothing to judge a slope by."""

MOST_LEVERAGE = 0.95  # of a run on itself; beyond it, its leave-one-out error is a division by nearly nothing
ALL_BUT_WHOLE = 1 - 1e-6  # where ridges are chosen: a run that is merely repeated must not look predicted


def n_coefficients(curved: int, straight: int = 0) -> int:
    """Return the number of coefficients of a quadratic in so many inputs, and a slope of others."""
    return 1 + curved + curved * (curved + 1) // 2 + straight


def ridges(runs: int) -> tuple[float, ...]:
    """Return the penalties that are tried where so many runs are few for their terms."""
    return tuple(runs * ridge for ridge in RIDGES_PER_RUN)


@dataclass(frozen=True)
class Quadratic:
    """Terms of inputs: those `curved` bend and interact, those `bent` only bend, those `straight` only have a slope."""

    curved: tuple[int, ...]
    bent: tuple[int, ...] = ()
    straight: tuple[int, ...] = ()

    @cached_property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """The inputs in each term but the constant, in the order of the columns."""
        places = range(len(self.curved))
        products = [(self.curved[one], self.curved[other]) for one in places for other in places[one:]]
        crossed = [tuple(dict.fromkeys(both)) for both in products]
        return (*((k,) for k in self.curved), *crossed, *((k,) for k in (*self.bent, *self.bent, *self.straight)))

    def columns(self, x: Floats) -> Floats:
        """Return the constant and the terms [run, coefficient] of inputs [run, input]."""
        curved = x[:, list(self.curved)]
        rows, others = np.triu_indices(len(self.curved))
        products = curved[:, rows] * curved[:, others]
        bent = [x[:, [k]] ** power for power in (1, 2) for k in self.bent]  # none: as if nobody had asked, to the bit
        return np.column_stack([np.ones(len(x)), curved, products, *bent, x[:, list(self.straight)]])


@dataclass(frozen=True)
class Emulator:
    """Quadratics around the mean of the inputs. [input] and [output] as they were given to `fit`."""

    quadratic: Quadratic
    center: Floats  # [input]
    coefficients: Floats  # [coefficient, output]
    error: Floats  # [output] leave-one-out standard deviation, the luck of a single run in it
    spread: Floats  # [output] standard deviation over the runs

    @classmethod
    def fit(
        cls,
        quadratic: Quadratic,
        inputs: Floats,
        outputs: Floats,
        weights: Floats | None = None,
        penalties: Sequence[float] = (RIDGE,),
    ) -> "Emulator":
        """Return the emulator of runs with `inputs` [run, input] and `outputs` [run, output].

        `penalties`: of several, the one that misses least where each run is left out. Raises ValueError for fewer
        than three runs.
        """
        if len(inputs) < LEAST_RUNS:
            raise ValueError(f"{len(inputs)} runs are too few for an emulator")
        weight = np.ones(len(inputs)) if weights is None else weights
        center = np.average(inputs, axis=0, weights=weight)
        columns = quadratic.columns(inputs - center)
        fits = [_Ridge.of(columns, outputs, weight, ridge) for ridge in penalties]
        best = min(fits, key=lambda one: float((one.error(ALL_BUT_WHOLE) ** 2).sum()))
        return cls(quadratic, center, best.coefficients, best.error(MOST_LEVERAGE), outputs.std(axis=0))

    def at(self, inputs: Floats) -> Floats:
        """Return the outputs at inputs [..., input] as [..., output]."""
        flat = np.atleast_2d(inputs) - self.center
        values: Floats = self.quadratic.columns(flat) @ self.coefficients
        return values[0] if inputs.ndim == 1 else values

    def parts(self, inputs: Floats, output: int = 0) -> Floats:
        """Return what each term but the constant adds to an output at inputs [run, input] as [run, term]."""
        parts: Floats = (self.quadratic.columns(inputs - self.center) * self.coefficients[:, output])[:, 1:]
        return parts

    @property
    def predicted_share(self) -> Floats:
        """Share of the variance that is predicted at runs left out (Q²) [output]; negative = worse than the mean."""
        varies = self.spread > 0
        return np.where(varies, 1.0 - (self.error / np.where(varies, self.spread, 1.0)) ** 2, 1.0)


def r_squared(quadratic: Quadratic, inputs: Floats, outputs: Floats) -> Floats:
    """Return the R² [output] of an emulator of four fifths of the runs on the fifth that it has not seen."""
    weight = np.ones(len(inputs))
    columns = quadratic.columns(inputs - np.average(inputs, axis=0, weights=weight))
    check = np.arange(len(inputs)) % CHECK_EVERY == 0
    trained = _Ridge.of(columns[~check], outputs[~check], weight[~check], RIDGE).coefficients
    missed = ((outputs[check] - columns[check] @ trained) ** 2).sum(axis=0)
    spread = ((outputs[check] - outputs[check].mean(axis=0)) ** 2).sum(axis=0)
    return np.asarray(1 - missed / np.maximum(spread, np.finfo(float).tiny))


@dataclass(frozen=True)
class _Ridge:
    """A ridge regression, and what it misses where each run is left out (Golub, Heath & Wahba 1979)."""

    coefficients: Floats  # [coefficient, output]
    misses: Floats  # [run, output] with the run itself
    leverage: Floats  # [run]
    weights: Floats  # [run]

    @classmethod
    def of(cls, x: Floats, outputs: Floats, weights: Floats, ridge: float) -> "_Ridge":
        scaled = x * weights[:, None]
        gram = scaled.T @ x + ridge * np.diag([0.0, *np.ones(x.shape[1] - 1)])
        inverse = np.linalg.pinv(gram, hermitian=True)
        coefficients = inverse @ (scaled.T @ outputs)
        leverage = np.einsum("ij,jk,ik->i", x, inverse, scaled)
        return cls(coefficients, outputs - x @ coefficients, leverage, weights)

    def error(self, most_leverage: float) -> Floats:
        """Return the leave-one-out standard deviation [output]."""
        left_out = self.misses / (1 - self.leverage.clip(0.0, most_leverage))[:, None]
        error: Floats = np.sqrt((self.weights[:, None] * left_out**2).sum(axis=0) / self.weights.sum())
        return error
