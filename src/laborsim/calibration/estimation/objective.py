"""What a search makes small: the misses of the fitted targets, and of the priors, in standard errors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.targets.calibration_file import Calibration, sigma

Floats = NDArray[np.float64]


def errors(calibration: Calibration, luck: Floats) -> Floats:
    """Return the whole error of every steered target: published, discrepancy, luck of a run."""
    own = np.array([sigma(calibration, target) for target in calibration.steered_targets])
    whole: Floats = np.hypot(own, luck)
    return whole


def residuals(calibration: Calibration, moments: Floats, error: Floats) -> Floats:
    """Return the misses of the fitted targets in standard errors [..., target]."""
    targets = calibration.steered_targets
    low = np.array([targets[k].low for k in calibration.fitted])
    high = np.array([targets[k].high for k in calibration.fitted])
    mine = moments[..., list(calibration.fitted)]
    missed: Floats = (mine - np.clip(mine, low, high)) / error[list(calibration.fitted)]
    return missed


@dataclass(frozen=True)
class Ground:
    """What least squares stands on: the errors of the steered targets, and the places of the estimated parameters."""

    calibration: Calibration
    error: Floats
    kept: tuple[int, ...]

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest positions of the estimated parameters."""
        reach = np.array([self.calibration.free[k].reach for k in self.kept]).T
        return reach[0], reach[1]

    def missed(self, position: Floats, moments: Floats) -> Floats:
        """Return the misses of targets and priors at a position, in standard errors."""
        targets = residuals(self.calibration, moments, self.error)
        both: Floats = np.concatenate([targets, position[list(self.kept)]])
        return both

    def height(self, position: Floats, moments: Floats) -> float:
        """Return J, the sum of their squares."""
        missed = self.missed(position, moments)
        return float(missed @ missed)
