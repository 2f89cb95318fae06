"""How much luck the pairs cancel: variance of a paired effect against that of two independent runs.

python -m benchmarks.pairing            # five levers, seven indicators, 20 pairs: a few minutes
python -m benchmarks.pairing --scale 5000 --pairs 40
"""

import tempfile
import time
from pathlib import Path

import click
import numpy as np

from benchmarks.__main__ import show
from benchmarks.measure import BASELINE, DOSES, Row
from laborsim.experiment.indicators.effect import Numbers
from laborsim.experiment.indicators.indicators import indicator_values
from laborsim.experiment.running.replicate import Task, simulate
from laborsim.scenario.load import Scenario, load_scenario

INDICATORS = (
    "founders_in_business", "returnee_founders", "local_workers", "outbound_workers", "migrant_workers",
    "unemployment_migrants", "pay_all",
)  # fmt: skip
LEAST, MEDIAN = 4.0, 10.0
"""What the issue asks for: every ratio, and their median."""


@click.command()
@click.option("--pairs", type=int, default=20, help="Pairs of runs.")
@click.option("--scale", type=int, default=20_000, help="Persons per worker.")
@click.option("--end", default="2026-12", help="Last month.")
def main(pairs: int, scale: int, end: str) -> None:
    """Print every ratio of variances, then the least and their median."""
    begin = time.perf_counter()
    worlds = {"": world("", scale, end), **{name: world(name, scale, end) for name in DOSES}}
    values = {name: values_of(asked, pairs) for name, asked in worlds.items()}
    ratios = []
    for name in DOSES:
        paired = np.var(values[name] - values[""], axis=0, ddof=1)
        independent = np.var(values[name], axis=0, ddof=1) + np.var(values[""], axis=0, ddof=1)
        for indicator, below, above in zip(INDICATORS, paired, independent, strict=True):
            ratio = above / below if below > 0 else np.inf
            ratios.append(ratio)
            show([Row(f"{name}: {indicator}", f"{ratio:,.1f} times smaller", f"≥ {LEAST:g}")])
    show([Row("least of all", f"{min(ratios):,.1f}", f"≥ {LEAST:g}")])
    show([Row("median of all", f"{np.median(ratios):,.1f}", f"≥ {MEDIAN:g}")])
    show([Row(f"{pairs} pairs, {scale:,} persons per worker, to {end}", f"{time.perf_counter() - begin:,.0f} s")])


def world(lever: str, scale: int, end: str) -> Scenario:
    """Return the national baseline, with one lever or ("") with none, at the point estimate of the parameters."""
    # Luck alone: draws of the parameters are the same in both worlds whatever the luck is.
    own = f"levers:\n  {lever}: {{{DOSES[lever]}, source: ASSUMPTION}}\n" if lever else ""
    text = (
        f"laborsim: 1\nid: {lever or 'nothing'}\nextends: {BASELINE.name}\n{own}"
        f"run: {{draws: 0, scale: {scale}}}\nhorizon: {{start: 2023-12, end: {end}}}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path).scenario


def values_of(asked: Scenario, pairs: int) -> Numbers:
    """Return the indicators of the nation in the last month [pairs, indicators]."""
    runs = (simulate(Task(asked, k, Path())) for k in range(pairs))
    return np.array([[indicator_values(run, asked, name)[-1, -1] for name in INDICATORS] for run in runs])


if __name__ == "__main__":
    main()
