"""The cases as worlds: small inputs that once gave a wrong answer, run on a setting that is built once."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.model.small_worlds import COARSE, Run, finished, setting, world

from laborsim.scenario.load import load_scenario

CASES = Path(__file__).parent
BASELINE = Path(__file__).parents[2] / "scenarios" / "national-baseline.yaml"


def run(path: Path, *overrides: str, scale: int = COARSE, replicate: int = 0) -> Run:
    """Return the finished world of a scenario file."""
    asked = load_scenario(path, [f"run.scale={scale}", "run.draws=0", *overrides]).scenario
    return finished(world(asked, replicate=replicate, base=setting(scale)))


def case(name: str, *overrides: str, scale: int = COARSE, replicate: int = 0) -> Run:
    """Return the finished world of a case."""
    return run(CASES / f"{name}.yaml", *overrides, scale=scale, replicate=replicate)


def block(found: Run, key: str, stage: int) -> NDArray[np.int64]:
    """Return a stage of one block's ledger [month, region]."""
    return found.services[:, found.model.service_names.index(key), :, stage]


def written(folder: Path, levers: str, end: str = "2025-06") -> Path:
    """Write a scenario with some levers and return its file."""
    path = folder / "case.yaml"
    path.write_text(
        f"laborsim: 1\nid: case\ntitle: t\nhorizon: {{start: 2023-12, end: {end}}}\nlevers:\n{levers}", encoding="utf-8"
    )
    return path
