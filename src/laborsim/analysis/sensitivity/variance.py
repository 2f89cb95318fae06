"""Sobol indices of the effect, by SALib on an emulator of the sample, with intervals that cover both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from laborsim.analysis.sensitivity.sample import CHOICES, Basis, Codes, Numbers, Sample
from laborsim.experiment.design.emulator import Emulator

GROUPS_LEFT_OUT = 20
"""Blocks of the jackknife (Efron & Tibshirani 1993, chapter 11): no point is in two of them."""

LUCK, TOGETHER, REST = "luck", "together", "not attributed"
SOURCE_OF_KIND = {"parameter": "parameters", "lever": "lever strengths", "level": "lever strengths"}
SOURCE_OF_CHOICE = {"closure": "structure", "reading": "structure", "future": "shocks"}
SOURCES = (LUCK, "parameters", "lever strengths", "structure", "shocks", TOGETHER, REST)


@dataclass(frozen=True)
class VarianceShare:
    """A share of the variance of one pair's effect, with its 95 % interval; the shares of a split add up to one."""

    name: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Split:
    """The variance of the effect of one pair under unknown assumptions, by source and by grade of evidence.

    `predicted_share`: what the emulator behind the split predicts at points left out.
    """

    deviation: float  # standard deviation of a pair's effect, in its unit
    sources: tuple[VarianceShare, ...]
    grades: tuple[VarianceShare, ...]
    predicted_share: float


def split_variance(sample: Sample, basis: Basis) -> Split | None:
    """Return the split; None where fewer than three points, or less than two pairs a point, can say nothing.

    Luck is what differs inside a point. What differs between points is attributed by the emulator as far as it
    predicts points left out; products of factors of two groups are `together`; the rest is `not attributed`: small
    factors that the emulator does not see, and bends that it misses.
    """
    rows = sample.whole
    if len(rows) < 3 or sample.effects.shape[1] < 2:
        return None
    sources = [_source(sample, basis, place) for place in range(len(basis.factors) + len(CHOICES))]
    grades = [_grade(sample, basis, place) for place in range(len(basis.factors) + len(CHOICES))]
    by_grade = (LUCK, *dict.fromkeys(sorted(grades)), TOGETHER, REST)
    return Split(
        float(np.sqrt(sum(variances(sample, rows)))),
        _parts(SOURCES, lambda kept: _shares(sample, basis, kept, sources), rows),
        _parts(by_grade, lambda kept: _shares(sample, basis, kept, grades), rows),
        float(basis.emulator(sample, rows).predicted_share[0]),
    )


def variances(sample: Sample, rows: Codes) -> tuple[float, float]:
    """Return the variance of one pair by luck, and of the expected effect by assumptions, both without bias."""
    effects = sample.effects[rows]
    luck = float(effects.var(axis=1, ddof=1).mean())
    between = float(effects.mean(axis=1).var(ddof=1)) - luck / effects.shape[1]
    return luck, max(0.0, between)


def _shares(sample: Sample, basis: Basis, rows: Codes, groups: Sequence[str]) -> dict[str, float]:
    """Return the share of each group, of luck, of products, and of what nobody explains."""
    luck, between = variances(sample, rows)
    total = luck + between
    if total == 0.0:
        return {LUCK: 1.0}
    emulator = basis.emulator(sample, rows)
    explained = min(max(0.0, float(emulator.spread[0] ** 2 - emulator.error[0] ** 2)), between)
    found = {LUCK: luck / total, REST: (between - explained) / total}
    for name, share in _attributed(emulator.parts(basis.of(sample, rows)), basis.members(), groups).items():
        found[name] = share * explained / total
    return found


def _attributed(parts: Numbers, members: Sequence[tuple[int, ...]], groups: Sequence[str]) -> dict[str, float]:
    """Return each group's share of the predicted variance: covariance of its part [points, terms] with the whole."""
    whole = parts.sum(axis=1)
    variance = float(whole.var())
    found: dict[str, float] = {}
    for column, mine in enumerate(members):
        names = {groups[place] for place in mine}
        name = names.pop() if len(names) == 1 else TOGETHER
        share = float(np.mean(parts[:, column] * (whole - whole.mean()))) / variance if variance > 0 else 0.0
        found[name] = found.get(name, 0.0) + share
    return found


def _parts(names: Sequence[str], shares: Callable[[Codes], dict[str, float]], rows: Codes) -> tuple[VarianceShare, ...]:
    whole = shares(rows)
    errors = jackknife(lambda kept: [shares(kept).get(name, 0.0) for name in names], rows)
    parts = []
    for name, half_width in zip(names, errors, strict=True):
        share = whole.get(name, 0.0)
        parts.append(VarianceShare(name, share, max(0.0, share - half_width), min(1.0, share + half_width)))
    return tuple(parts)


def jackknife(statistic: Callable[[Codes], Sequence[float]], rows: Codes) -> list[float]:
    """Return the half-widths of 95 % intervals of some statistics of the points, by leaving out block after block."""
    blocks = min(GROUPS_LEFT_OUT, len(rows) // 2)
    if blocks < 2:
        return [float("nan")] * len(statistic(rows))
    kept = [np.delete(rows, np.arange(block, len(rows), blocks)) for block in range(blocks)]
    found = np.array([statistic(some) for some in kept])
    errors = np.sqrt((blocks - 1) / blocks * ((found - found.mean(axis=0)) ** 2).sum(axis=0))
    quantile = float(student.ppf(0.975, blocks - 1))
    return [quantile * float(error) for error in errors]


def _source(sample: Sample, basis: Basis, place: int) -> str:
    count = len(basis.factors)
    if place >= count:
        return SOURCE_OF_CHOICE[CHOICES[place - count]]
    return SOURCE_OF_KIND[sample.factors[basis.factors[place]].kind]


def _grade(sample: Sample, basis: Basis, place: int) -> str:
    count = len(basis.factors)
    if place >= count:
        return SOURCE_OF_CHOICE[CHOICES[place - count]]
    return f"grade {sample.factors[basis.factors[place]].grade}"


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
