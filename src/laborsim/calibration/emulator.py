"""The emulator: every moment as a quadratic of the parameters, with the error that it makes on runs it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE = 1e-3  # keeps a quadratic through few runs finite; small beside the sum of squares of a design
CHECK_EVERY = 5  # every fifth run is a check: 20 %


def n_coefficients(n_parameters: int) -> int:
    """Return the number of coefficients of a quadratic in so many parameters."""
    return 1 + n_parameters + n_parameters * (n_parameters + 1) // 2


@dataclass(frozen=True)
class Emulator:
    """Quadratics in positions (prior standard deviations); the parameters in `linear` only have a slope."""

    quadratic: tuple[int, ...]  # parameters with curvature and interactions
    linear: tuple[int, ...]
    center: Floats  # [parameter]
    coefficients: Floats  # [coefficient, moment]
    error: Floats  # [moment] leave-one-out standard deviation, the luck of a single run in it
    r_squared: Floats  # [moment] on a check of a fifth of the runs

    @classmethod
    def fit(
        cls, positions: Floats, moments: Floats, quadratic: Sequence[int], weights: Floats | None = None
    ) -> "Emulator":
        """Return the emulator of runs at `positions` [run, parameter] with `moments` [run, moment]."""
        rest = tuple(k for k in range(positions.shape[1]) if k not in quadratic)
        weight = np.ones(len(positions)) if weights is None else weights
        center = np.average(positions, axis=0, weights=weight)
        x = _features(positions - center, tuple(quadratic), rest)
        coefficients, error = _solve(x, moments, weight)
        check = np.arange(len(positions)) % CHECK_EVERY == 0
        trained, _ = _solve(x[~check], moments[~check], weight[~check])
        missed = ((moments[check] - x[check] @ trained) ** 2 * weight[check, None]).sum(axis=0)
        spread = ((moments[check] - moments[check].mean(axis=0)) ** 2 * weight[check, None]).sum(axis=0)
        r_squared = 1 - missed / np.maximum(spread, np.finfo(float).tiny)
        return cls(tuple(quadratic), rest, center, coefficients, error, r_squared)

    def mean(self, positions: Floats) -> Floats:
        """Return the moments at positions [..., parameter] as [..., moment]."""
        flat = np.atleast_2d(positions) - self.center
        values: Floats = _features(flat, self.quadratic, self.linear) @ self.coefficients
        return values[0] if positions.ndim == 1 else values


def _features(x: Floats, quadratic: tuple[int, ...], linear: tuple[int, ...]) -> Floats:
    curved = x[:, list(quadratic)]
    rows, columns = np.triu_indices(len(quadratic))
    return np.column_stack([np.ones(len(x)), curved, curved[:, rows] * curved[:, columns], x[:, list(linear)]])


def _solve(x: Floats, moments: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return ridge coefficients and the leave-one-out error of every moment."""
    scaled = x * weights[:, None]
    gram = scaled.T @ x + RIDGE * np.diag([0.0, *np.ones(x.shape[1] - 1)])
    inverse = np.linalg.pinv(gram, hermitian=True)
    coefficients = inverse @ (scaled.T @ moments)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, scaled).clip(0.0, 0.95)
    left_out = (moments - x @ coefficients) / (1 - leverage)[:, None]
    error = np.sqrt((weights[:, None] * left_out**2).sum(axis=0) / weights.sum())
    return coefficients, error
