"""Do intervals hold what they say? Experiments on the real model whose true effect is known, counted.

python -m benchmarks.coverage           # 300 pairs at 20,000 persons per worker, 200 experiments a row: five minutes

The true effect has to be known. So many pairs are simulated once; they are the world, and the mean of its pairs is
the truth. An experiment draws its pairs from that world with replacement, as a run draws its replicates from all luck.
"""

import time

import click
import numpy as np

from benchmarks.__main__ import show
from benchmarks.measure import Row
from benchmarks.pairing import INDICATORS, values_of, world
from laborsim.experiment.indicators.effect import Effect, Numbers, effect_of
from laborsim.experiment.running.precision import is_precise
from laborsim.scenario.scenario import Precision

EXPERIMENTS = 200
WANTED = "92–98 %"


@click.command()
@click.option("--pairs", type=int, default=300, help="Pairs of the world.")
@click.option("--scale", type=int, default=20_000, help="Persons per worker.")
@click.option("--lever", default="startup_subsidy", help="Of the levers in benchmarks.pairing.")
def main(pairs: int, scale: int, lever: str) -> None:
    """Print how often 95 and 80 % intervals hold the true effect, at 20 pairs and where `precision:` stops."""
    begin = time.perf_counter()
    end = "2025-12"
    differences = values_of(world(lever, scale, end), pairs) - values_of(world("", scale, end), pairs)
    for k, indicator in enumerate(INDICATORS):
        column = differences[:, k]
        differing = np.count_nonzero(column) / len(column)
        fixed = [effect_of(drawn) for drawn in _experiments(column, 20)]
        stopped = [_stopped(drawn) for drawn in _experiments(column, 200)]
        name = f"{lever}: {indicator} ({differing:.0%} of pairs differ)"
        show([Row(f"{name}, 20 pairs", _held(fixed, column.mean()), WANTED)])
        show([Row(f"{name}, stopped by precision", _held(stopped, column.mean()), "at least 95 %")])
    show([Row(f"{pairs} pairs, {EXPERIMENTS} experiments", f"{time.perf_counter() - begin:,.0f} s")])


def _experiments(column: Numbers, pairs: int) -> list[Numbers]:
    luck = np.random.default_rng(20)
    return [luck.choice(column, pairs) for _ in range(EXPERIMENTS)]


def _stopped(drawn: Numbers) -> Effect | None:
    """Return the effect at the first look that is precise enough: half-width ≤ 30 % of it."""
    precision = Precision(relative=30, absolute=0)
    for count in precision.looks:
        effect = effect_of(drawn[:count], len(precision.looks))
        if effect is not None and is_precise(effect, 1.0, precision):
            break
    return effect


def _held(effects: list[Effect | None], truth: float) -> str:
    known = [effect for effect in effects if effect is not None and effect.low_95 is not None]
    held_95 = np.mean([effect.low_95 <= truth <= effect.high_95 for effect in known])
    held_80 = np.mean([effect.low_80 <= truth <= effect.high_80 for effect in known])
    pairs = np.mean([effect.pairs for effect in known])
    return f"95 %: {held_95:.1%}, 80 %: {held_80:.1%} ({pairs:.0f} pairs)"


if __name__ == "__main__":
    main()
