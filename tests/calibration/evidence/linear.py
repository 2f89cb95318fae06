"""An evaluator whose moments are linear in the parameters, so that every study's answer is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laborsim.calibration.estimation.evaluation_log import Evaluation
from laborsim.calibration.evidence.neighborhood import Errors
from laborsim.calibration.targets.calibration_file import Calibration
from laborsim.calibration.targets.free_parameters import positions_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LinearEvaluator:
    """Moments: target values + (slopes @ positions of the estimated parameters + luck) × standard errors."""

    calibration: Calibration
    slopes: Floats  # [fitted target, estimated parameter]
    luck: float = 0.0

    def many(self, thetas: Sequence[Floats], replicates: Sequence[int] | None = None) -> list[Evaluation]:
        replicates = replicates or [0] * len(thetas)
        return [self.one(theta, replicate) for theta, replicate in zip(thetas, replicates, strict=True)]

    def one(self, theta: Floats, replicate: int) -> Evaluation:
        chosen = list(self.calibration.estimated)
        errors = Errors.of(self.calibration)
        x = positions_of(self.calibration.free, theta)[chosen]
        noise = self.luck * np.random.default_rng(replicate).normal(size=len(errors.values))
        moments = np.array([target.value for target in self.calibration.steered_targets])
        moments[list(self.calibration.fitted)] += (self.slopes @ x + noise) * errors.sigmas
        return Evaluation(theta, replicate, moments, np.zeros(1), 0.0)
