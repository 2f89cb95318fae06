"""Sobol indices of the effect, by SALib on an emulator of the sample, with intervals that cover both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from laborsim.comparison.sensitivity_sample import CHOICES, Basis, Codes, Numbers, Sample
from laborsim.comparison.variance_sources import jackknife
from laborsim.experiment.design.emulator import Emulator

BASE_SAMPLE = 512
"""Base sample of Saltelli's design: a power of two, as SALib asks."""


@dataclass(frozen=True)
class Index:
    """What one factor or choice explains of the predicted variance, alone and in all its combinations.

    `first`, `total`: Sobol indices; `first_half_width`, `total_half_width`: of their 95 % intervals, from SALib's
    resampling and from refitting the emulator without some of the points.
    """

    name: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float


def sobol_indices(sample: Sample, basis: Basis, seed: int) -> list[Index]:
    """Return the indices, the largest total first; empty where there are too few points or nothing varies.

    They split what the emulator predicts; `variance_sources` says how much of the whole that is.
    """
    rows = sample.whole
    if len(rows) < 3:
        return []
    design = _Design(sample, basis, seed)
    emulator = basis.emulator(sample, rows)
    if not emulator.at(design.inputs).std() > 1e-9 * max(1.0, abs(sample.effects[rows].mean())):
        return []
    whole = design.indices(emulator)

    def refitted(kept: Codes) -> Sequence[float]:
        found = design.indices(basis.emulator(sample, kept))
        return [*found["S1"], *found["ST"]]

    errors = np.array(jackknife(refitted, rows)).reshape(2, -1)
    first = np.hypot(whole["S1_conf"], errors[0])
    total = np.hypot(whole["ST_conf"], errors[1])
    found = [
        Index(name, *(float(number) for number in numbers))
        for name, *numbers in zip(design.names, whole["S1"], first, whole["ST"], total, strict=True)
    ]
    return sorted(found, key=lambda index: (-index.total, index.name))


class _Design:
    """Saltelli's points over the chosen factors and choices, and SALib's analysis of any emulator at them."""

    def __init__(self, sample: Sample, basis: Basis, seed: int) -> None:
        from SALib.sample import sobol as design  # noqa: PLC0415 - pandas takes a second to import

        factors = [sample.factors[k].label for k in basis.factors]
        open_choices = [k for k, names in enumerate(basis.options) if len(names) > 1]
        self.names = [*factors, *(CHOICES[k] for k in open_choices)]
        self.problem = {"num_vars": len(self.names), "names": self.names, "bounds": [[0.0, 1.0]] * len(self.names)}
        self.seed = seed
        points = design.sample(self.problem, BASE_SAMPLE, calc_second_order=False, seed=seed)
        codes = np.zeros((len(points), len(CHOICES)), np.int64)
        for place, k in enumerate(open_choices):
            codes[:, k] = points[:, len(factors) + place] * len(basis.options[k])
        self.inputs = basis.inputs(points[:, : len(factors)], codes)

    def indices(self, emulator: Emulator) -> dict[str, Numbers]:
        from SALib.analyze import sobol as analysis  # noqa: PLC0415

        values = emulator.at(self.inputs)[:, 0]
        # SALib divides by the variance: a constant has no indices.
        if not values.std() > 0:
            return {name: np.zeros(len(self.names)) for name in ("S1", "ST", "S1_conf", "ST_conf")}
        # SALib takes a seed of 0 for no seed at all; a generator is always heard, and gives the numbers of its seed.
        found = analysis.analyze(self.problem, values, calc_second_order=False, seed=np.random.default_rng(self.seed))
        return {name: np.asarray(found[name]) for name in ("S1", "ST", "S1_conf", "ST_conf")}
