"""The measurements: each returns rows of (what, value, unit, goal)."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from laborsim.kernels.state import ROW
from laborsim.model.labor_model import LaborModel
from laborsim.scenario.load import Scale, Scenario, load_scenario

BASELINE = Path("scenarios/national-baseline.yaml")
PARKS = Path("scenarios/parks-3000.yaml")
RETURN_HOME = Path("scenarios/return-home-2025.yaml")
DOSES = {
    "entrepreneurship_parks": "values: {2024-12: 2200, 2025-12: 3000}, interpolate: linear, unit: parks",
    "startup_subsidy": "value: 10000, unit: CNY/founder, start: 2025-01",
    "guaranteed_loans": "value: 300000, unit: CNY/loan, start: 2025-01",
    "training_places": "value: 3000000, unit: places/year, start: 2025-01",
    "public_welfare_posts": "value: 1000000, unit: posts, start: 2025-01",
}
"""Levels of the size that the documents speak of (ASSUMPTIONs), all over the country."""

PERSONS = 327.53e6  # migrant workers and the reserve at home, end 2023
DEFAULT_WORKERS, DEFAULT_MONTHS = 298_000, 84


class Row(NamedTuple):
    """One line of the table."""

    what: str
    value: str
    goal: str = ""


def baseline(workers: float) -> Scenario:
    """Return the national baseline at about this many workers."""
    scenario = load_scenario(BASELINE).scenario
    scale = Scale(default=max(1, round(PERSONS / workers)))
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"scale": scale})})


def compiled() -> None:
    """Compile everything, so that no measurement pays for it."""
    model = LaborModel(baseline(1e3))
    model.step()


def months(model: LaborModel, number: int) -> float:
    """Return the seconds that some months take."""
    begin = time.perf_counter()
    for _ in range(number):
        model.step()
    return time.perf_counter() - begin


def model_rows(sizes: list[float], number: int) -> tuple[list[Row], dict[float, float]]:
    """Measure the model at several sizes."""
    rows, seconds_each = [], {}
    for workers in sizes:
        begin = time.perf_counter()
        model = LaborModel(baseline(workers))
        building = time.perf_counter() - begin
        model.step()
        n = len(model.workers.columns)
        each = months(model, number) / number / n
        seconds_each[workers] = each
        rows.append(Row(f"laborsim, {n:,} workers", f"{1e9 * each:,.0f} ns a worker-month; built in {building:.2f} s"))
    return rows, seconds_each


def default_rows() -> list[Row]:
    """Measure the default run's unit of work."""
    model = LaborModel(baseline(PERSONS / 1000))
    model.step()
    n = len(model.workers.columns)
    seconds = months(model, DEFAULT_MONTHS - 1) * DEFAULT_MONTHS / (DEFAULT_MONTHS - 1)
    per_298 = seconds * DEFAULT_WORKERS / n
    return [
        Row(f"{n:,} workers × {DEFAULT_MONTHS} months, one process", f"{seconds:.2f} s"),
        Row(f"the same for {DEFAULT_WORKERS:,} workers, in proportion", f"{per_298:.2f} s", "≤ 2.5 s"),
        Row("bytes a worker", f"{ROW.itemsize}", "≤ 40"),
    ]


def mesa_rows(workers: float, number: int) -> list[Row]:
    """Measure plain Mesa on the same law, in the same run."""
    from tests.twin.model import TwinModel

    fast = LaborModel(baseline(workers))
    slow = TwinModel(LaborModel(baseline(workers)))
    fast.step()
    n = len(fast.workers.columns)
    ours = months(fast, 12) / 12 / n
    begin = time.perf_counter()
    for _ in range(number):
        slow.step()
    theirs = (time.perf_counter() - begin) / number / n
    return [
        Row(f"plain Mesa agents (the twin), {n:,} workers", f"{1e9 * theirs:,.0f} ns a worker-month"),
        Row(f"laborsim, {n:,} workers, same run", f"{1e9 * ours:,.0f} ns a worker-month"),
        Row("plain Mesa ÷ laborsim", f"{theirs / ours:,.0f}", "≥ 100"),
    ]


def thread_rows(workers: float) -> list[Row]:
    """Measure one and two threads, and the share of the memory bandwidth used."""
    seconds = {}
    for threads in (1, 2):
        model = LaborModel(baseline(workers), n_threads=threads)
        model.step()
        seconds[threads] = months(model, 3) / 3
    n = len(model.workers.columns)
    column = np.zeros(n * ROW.itemsize // 8)
    begin = time.perf_counter()
    for _ in range(5):
        column += 1.0
    bandwidth = 5 * 2 * column.nbytes / (time.perf_counter() - begin)
    moved = 3 * 2 * n * ROW.itemsize  # three passes, read and written
    return [
        Row(f"1 → 2 threads, {n:,} workers", f"{seconds[1] / seconds[2]:.2f} times faster"),
        Row("share of the memory bandwidth, one thread", f"{100 * moved / seconds[1] / bandwidth:.0f} %"),
    ]


def command_rows() -> list[Row]:
    """Measure commands as a user meets them."""
    rows = []
    for words in (["--help"], ["validate", str(PARKS)]):
        best = min(_command(words) for _ in range(5))
        rows.append(Row(f"laborsim {' '.join(words)}", f"{best:.2f} s", "≤ 0.4 s"))
    with tempfile.TemporaryDirectory() as cache:
        cold = _seconds([sys.executable, "-c", _ONE_MONTH], {"XDG_CACHE_HOME": cache})
        warm = _seconds([sys.executable, "-c", _ONE_MONTH], {"XDG_CACHE_HOME": cache})
    rows.append(Row("first ever start: compile and live a month", f"{cold:.1f} s", "≤ 30 s"))
    rows.append(Row("later start: the same, from the cache", f"{warm:.1f} s"))
    return rows


def run_rows() -> list[Row]:
    """Measure a run of 20 pairs at scale 1,000."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = _command(["run", str(PARKS), "-q", "-o", folder])
    return [Row("laborsim run, 20 pairs at scale 1,000, two processes", f"{seconds:.0f} s", "about 60 s")]


def answer_rows() -> list[Row]:
    """Measure a comparison of three scenarios from nothing and again, and how five levers share an effect."""
    with tempfile.TemporaryDirectory() as folder:
        plan = five_levers(Path(folder) / "five-levers.yaml")
        compare = ["compare", str(PARKS), str(RETURN_HOME), str(plan), "-q", "-o", folder]
        first, again = _command(compare), _command(compare)
        attribute = ["attribute", str(plan), "--pairs", "10", "--replicates", "10", "--split", "none", "-q"]
        shares = _command([*attribute, "-o", folder])
    return [
        Row("laborsim compare, three plans and their baseline, 20 pairs at 1,000", f"{first:.0f} s", "about 120 s"),
        Row("the same again, from disk", f"{again:.1f} s", "seconds"),
        Row("laborsim attribute, five levers, 10 pairs at scale 1,000", f"{shares:.0f} s", "≤ 600 s"),
    ]


def five_levers(path: Path) -> Path:
    """Write a scenario with the five core levers over the national baseline."""
    levers = "\n".join(f"  {key}: {{{dose}, source: ASSUMPTION}}" for key, dose in DOSES.items())
    path.write_text(
        f"laborsim: 1\nid: five-levers\nextends: {BASELINE.name}\ntitle: Five levers\nlevers:\n{levers}\n",
        encoding="utf-8",
    )
    return path


_ONE_MONTH = "from benchmarks.measure import compiled; compiled()"


def _command(words: list[str]) -> float:
    return _seconds([str(Path(sys.executable).with_name("laborsim")), *words], {})


def _seconds(words: list[str], environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, **environment})
    return time.perf_counter() - begin
