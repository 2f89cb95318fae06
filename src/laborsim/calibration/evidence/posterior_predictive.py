"""Posterior-predictive check: real runs at draws of the posterior, set against every target, held-out ones apart."""

import numpy as np

from laborsim.calibration.estimation.evaluator import Evaluator
from laborsim.calibration.evidence.neighborhood import Floats
from laborsim.calibration.targets.calibration_file import sigma
from laborsim.calibration.targets.targets import FIT, HOLDOUT
from laborsim.experiment.store.keyed_log import Plain

BAND = (0.05, 0.95)
FIRST_LUCK = 200  # replicates that no estimate uses
SEED = 41  # of the targets' own errors; any number
COPIES = 50  # errors drawn for each run


def predictive(evaluator: Evaluator, draws: Floats) -> Plain:
    """Return the 90 % band of each steered target over runs at `draws` [n, free], the target's error included."""
    calibration = evaluator.calibration
    found = evaluator.many(list(draws), [FIRST_LUCK + k for k in range(len(draws))])
    moments = np.array([one.moments for one in found])
    generator = np.random.default_rng(SEED)
    rows = []
    for k, target in enumerate(calibration.steered_targets):
        noise = generator.normal(size=(COPIES, len(moments))) * sigma(calibration, target)
        low, high = np.quantile(moments[:, k] + noise, BAND)
        bare = np.quantile(moments[:, k], (*BAND, 0.5))
        rows.append(
            {
                "target": target.id,
                "use": target.use,
                "unit": target.unit,
                "published": target.value,
                "low": float(low),
                "high": float(high),
                "model": float(bare[2]),
                "inside": bool(low <= target.value <= high or target.distance(float(bare[2])) == 0.0),
            }
        )
    return {
        "draws": len(draws),
        "targets": rows,
        "coverage": {use: _share(rows, use) for use in (FIT, HOLDOUT)},
    }


def _share(rows: list[Plain], use: str) -> list[int]:
    mine = [row["inside"] for row in rows if row["use"] == use]
    return [sum(mine), len(mine)]
