from pathlib import Path

import pytest

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
