"""The table nearest to what is assumed that agrees with what is published: maximum entropy, smooth ages."""

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

TOLERANCE = 1e-14  # of the table's total: 3 millionths of a person in 3 × 10^8
MET = 1e-9  # of the table's total: a third of a person; missed by more, hard conditions contradict each other
FLOOR = 0.05  # of the prior: no age empties

LIMIT = 100  # Newton steps; 5 to 20 are usual


class Conditions:
    """Linear conditions on a table of a given shape, each with weights, a value and a slack.

    Slack 0 is hard. A positive slack [share of the table's total] lets the value give way where the others
    strain against it: 1e-6 moves it by about a millionth of the total per unit of log odds.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self.names: list[str] = []
        self._rows: list[Real] = []
        self._values: list[float] = []
        self._slacks: list[float] = []

    def add(self, name: str, weights: Real | NDArray[np.bool_], value: float, slack: float = 0.0) -> None:
        """Ask that Σ weights × table = value; `weights` is broadcast to the table's shape."""
        self.names.append(name)
        self._rows.append(np.broadcast_to(weights, self.shape).astype(np.float64).ravel())
        self._values.append(value)
        self._slacks.append(slack)

    def arrays(self) -> tuple[Real, Real, Real]:
        """Return matrix [K, N], values [K] and slacks [K]."""
        return np.array(self._rows), np.array(self._values), np.array(self._slacks)


def closest_table(prior: Real, conditions: Conditions) -> Real:
    """Return the table nearest to `prior` in relative entropy that meets the conditions (shape of prior).

    Newton's method on the dual; iterative proportional fitting finds the same table in many more steps.
    Cells that are 0 in the prior stay 0. Raises ValueError where hard conditions contradict each other.
    """
    total = float(prior.sum())
    dual = _Dual(prior.ravel() / total, conditions, total)
    multipliers = np.zeros(len(dual.value))
    for _ in range(LIMIT):
        x = dual.table(multipliers)
        miss = dual.value - dual.matrix @ x - dual.slack * multipliers
        if np.max(np.abs(miss)) < TOLERANCE:
            break
        curvature = (dual.matrix * x) @ dual.matrix.T + np.diag(dual.slack)
        step = np.linalg.lstsq(curvature, miss, rcond=1e-13)[0]
        multipliers = dual.descend(multipliers, step)
    x = dual.table(multipliers)
    missed = np.abs(dual.value - dual.matrix @ x) * (dual.slack == 0)
    worst = int(np.argmax(missed))
    if not missed[worst] < MET:
        raise ValueError(
            f"margins contradict each other: {conditions.names[worst]!r} is missed by "
            f"{missed[worst] * total * dual.size[worst]:,.6g}; make it soft or correct the figure"
        )
    return (x * total).reshape(prior.shape)


class _Dual:
    """The convex function of the multipliers whose lowest point gives the table."""

    def __init__(self, start: Real, conditions: Conditions, total: float) -> None:
        matrix, value, self.slack = conditions.arrays()
        # Rows of one size (a mean age beside head counts) keep the Newton system well conditioned.
        self.size: Real = np.max(np.abs(matrix), axis=1)
        self.start, self.matrix, self.value = start, matrix / self.size[:, None], value / self.size / total

    def table(self, multipliers: Real) -> Real:
        with np.errstate(over="ignore", invalid="ignore"):  # a step too far is told by its height
            x: Real = self.start * np.exp(multipliers @ self.matrix)
        return x

    def height(self, multipliers: Real) -> float:
        mass = float(np.sum(self.table(multipliers)))
        return mass - float(self.value @ multipliers) + 0.5 * float(self.slack @ multipliers**2)

    def descend(self, at: Real, step: Real) -> Real:
        """Return the end of the first of the steps 1, 1/2, 1/4 … that does not climb."""
        here = self.height(at)
        for halving in range(30):
            there = at + step * 0.5**halving
            # Near the end all heights agree to the last bits: equal is good enough.
            if self.height(there) <= here + 1e-15 * abs(here):
                return there
        return at


def smooth_correction(prior: Real, matrix: Real, value: Real, stiffness: float) -> Real:
    """Return `prior` [B, A] times a factor that varies smoothly along A, so that matrix · x = value [K].

    The factor 1 + r has the least Σ prior·r² + stiffness·Σ(second difference of r)², without regard to sign;
    below FLOOR it is cut off, so where the prior is far from the value the conditions are met only nearly.
    """
    blocks, length = prior.shape
    second = np.diff(np.eye(length), n=2, axis=0)
    cost = np.diag(prior.ravel()) + stiffness * np.kron(np.eye(blocks), second.T @ second)
    slope = matrix * prior.ravel()
    reach = np.linalg.solve(cost, slope.T)
    factor = reach @ np.linalg.lstsq(slope @ reach, value - matrix @ prior.ravel(), rcond=1e-12)[0]
    corrected: Real = prior * np.maximum(1 + factor.reshape(prior.shape), FLOOR)
    return corrected
