"""Fixtures for all tests: a small world without levers, a scenario file, examples that are the same every time."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from laborsim.experiment.running.question import Asked, Changes, ask

BASELINE = """
laborsim: 1
id: plain
title: Plain
horizon: {start: 2023-12, end: 2025-02}
regions: [CN]
levers:
  school_places: {value: 96.7, unit: "%", source: ASSUMPTION}
run: {replicates: 3, seed: 5, scale: 20000}
tags: [baseline]
"""

SCENARIO = """
laborsim: 1
id: subsidy
title: "=HYPERLINK(1) 创业补贴"
extends: plain.yaml
levers:
  startup_subsidy: {value: 10000, unit: CNY/founder, start: 2024-06, source: ASSUMPTION}
goals:
  founders_in_business: {min: 2000000, unit: persons, by: 2024-12, region: CN, source: "=1+1"}
"""

settings.register_profile(
    "laborsim", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("laborsim")


@pytest.fixture
def small_model() -> Any:
    """Return a model of some 5,500 workers at the base date, free to be changed."""
    from tests.model.small_worlds import scenario, world

    return world(scenario(months=12))


@pytest.fixture(scope="session")
def baseline() -> Any:
    """Return the finished year of a world without levers; not to be changed."""
    from tests.model.small_worlds import nothing_new

    return nothing_new(12)


@pytest.fixture
def scenario_file(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    path = folder / "subsidy.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.fixture
def asked(scenario_file: Path) -> Asked:
    return ask(scenario_file, Changes())
