"""Scenario files and a stand-in for the model, for comparisons that take no time."""

from pathlib import Path

import numpy as np
from tests.conftest import BASELINE, SCENARIO
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.store.results import Results
from laborsim.kernels.counts import VARIABLES

PLAIN = BASELINE.replace("replicates: 3", "replicates: 8")
SMALL = SCENARIO
LARGE = SCENARIO.replace("id: subsidy", "id: large").replace("10000", "30000")
PEOPLE = 1000


def noisy_simulate(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Simulate the stand-in, with an effect on the founders that differs from pair to pair."""
    results = fake_simulate(task, on_month)
    if any(lever.NAME == "startup_subsidy" for lever in task.world.levers):
        more = np.random.default_rng([7, task.replicate]).integers(-PEOPLE, PEOPLE)
        results.series[:, :, VARIABLES.index("founder")] += more
    return results


def write(folder: Path, **files: str) -> dict[str, Path]:
    """Write scenario files and return their paths by name."""
    texts = {"plain": PLAIN, **files}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.yaml" for name in texts}
