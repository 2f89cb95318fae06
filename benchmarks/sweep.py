"""What a sweep of five doses costs against one pair: CPU, side by side, each in a process that has nothing built yet.

python -m benchmarks.sweep              # five rounds at 20,000 persons per worker: a minute
python -m benchmarks.sweep --scale 1000 --rounds 3
"""

import multiprocessing
import statistics
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import click

from benchmarks.__main__ import show
from benchmarks.measure import PARKS, Row, compiled
from laborsim.analysis.counterfactuals import Sizes
from laborsim.analysis.sweep.doses import axes_of, wanted
from laborsim.analysis.sweep.sweep import SweepWish, sweep
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.question import Changes, ask

LEVER = "entrepreneurship_parks"
FIVE, ONE = "2600,3000,5000,9000,20000", "3000"
MOST = 3.5
"""Times one pair: five doses and one baseline are six worlds, a pair is two, and both build one base date a pair."""

ALL_ALONG = f"levers.{LEVER}={{value: 3000, unit: parks, source: ASSUMPTION}}"
"""In force from the first month: worlds share the base date and no month after it, which is the dearest case."""


@click.command()
@click.option("--rounds", type=int, default=5, help="Times that both are measured.")
@click.option("--pairs", type=int, default=2, help="Pairs of each.")
@click.option("--scale", type=int, default=20_000, help="Persons per worker.")
@click.option("--end", default="2026-12", help="Last month.")
def main(rounds: int, pairs: int, scale: int, end: str) -> None:
    """Print the ratio of every round, and their median."""
    compiled()
    begin = time.perf_counter()
    for name, overrides in (
        ("as shipped, from 2024-12 on", ()),
        ("in force all along", (f"levers.{LEVER}=null", ALL_ALONG)),
    ):
        ratios = []
        for _ in range(rounds):
            five, one = (cpu((doses, pairs, scale, end, overrides)) for doses in (FIVE, ONE))
            ratios.append(five / one)
            show([Row(f"{name}: five doses {five:.2f} s, one pair {one:.2f} s", f"{five / one:.2f} times")])
        show([Row(f"{name}: median", f"{statistics.median(ratios):.2f} times", f"≤ {MOST:g}")])
    size = f"{rounds} rounds of {pairs} pairs, {scale:,} persons per worker, to {end}"
    show([Row(size, f"{time.perf_counter() - begin:,.0f} s")])


Job = tuple[str, int, int, str, tuple[str, ...]]
"""Doses, pairs, persons per worker, last month, other overrides."""


def cpu(job: Job) -> float:
    """Return the CPU seconds of a sweep in a process of its own, which has compiled code and nothing else."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measured, args=(job, theirs))
    process.start()
    seconds = float(ours.recv())
    process.join()
    return seconds


def _measured(job: Job, told: Connection) -> None:
    doses, pairs, scale, end, overrides = job
    asked = ask(PARKS, Changes(scale=scale, overrides=[f"horizon.end={end}", *overrides]))
    axes = axes_of(asked.scenario, asked.baseline, [wanted(f"{LEVER}={doses}")])
    assert asked.baseline is not None
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        sweep(asked.scenario, asked.baseline, SweepWish(axes), Bench(Path(folder)), Sizes(pairs))
        told.send(time.process_time() - begin)


if __name__ == "__main__":
    main()
