"""Golden results: a few exact numbers of the shipped scenarios, so that a change that moves them is seen."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from laborsim.experiment.running.replicate import Task, simulate
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import month_name
from laborsim.published.csv_writer import PROGRAM, Cell, csv_table
from laborsim.scenario.load import Scale, Scenario, load_scenario

GOLDEN_SCALE = 20_000  # persons per worker: quick, and coarse enough that nobody reads it as a result
GOLDEN_MONTHS = 24
EVERY = 6  # months between the rows


def golden_text(scenario: Scenario) -> str:
    """Return the national counts of one run at the point estimate: a row for each half-year and variable."""
    end = min(scenario.horizon.end, scenario.horizon.start + GOLDEN_MONTHS)
    horizon = scenario.horizon.model_copy(update={"end": end})
    run = scenario.run.model_copy(update={"scale": Scale(default=GOLDEN_SCALE), "draws": 0})
    short = scenario.model_copy(update={"horizon": horizon, "run": run})
    return _table(simulate(Task(short, 0, Path())))


def _table(results: Results) -> str:
    from laborsim.kernels.counts import VARIABLES  # noqa: PLC0415 - pulls in numba

    rows: list[tuple[Cell, ...]] = []
    for t in range(0, len(results.months), EVERY):
        month, totals = month_name(int(results.months[t])), results.series[t].sum(axis=0)
        rows += [(month, name, int(total)) for name, total in zip(VARIABLES, totals, strict=True)]
    return csv_table(("month", "variable", "national"), rows, PROGRAM).decode()


def differences(folder: Path, scenarios: Iterable[Path], update: bool) -> list[str]:
    """Compare scenarios with their golden files in `folder`; return a readable diff, empty where nothing moved.

    `update` writes the files instead, and still returns what moved.
    """
    moved: list[str] = []
    for path in scenarios:
        scenario = load_scenario(path).scenario
        golden, text = folder / f"{scenario.id}.csv", golden_text(scenario)
        before = golden.read_text(encoding="utf-8") if golden.exists() else ""
        moved += difflib.unified_diff(
            before.splitlines(), text.splitlines(), f"{golden.name} (golden)", f"{golden.name} (now)", lineterm="", n=0
        )
        if update:
            make_folder(folder)
            write_whole(golden, text.encode())
    return moved
