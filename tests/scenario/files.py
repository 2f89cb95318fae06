"""Scenario files for tests: written to a folder, loaded, and what is wrong with them."""

from pathlib import Path

from tests.house import ROOT

from laborsim.scenario.load import Loaded, Problem, ScenarioProblems, load_scenario

SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))

HEAD = "laborsim: 1\nid: test\nhorizon: {start: 2023-12, end: 2025-12}\n"
"""Three lines that are a whole scenario: whatever follows begins in line 4."""


def write(folder: Path, text: str | bytes, name: str = "test.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(folder: Path, text: str | bytes, *overrides: str) -> Loaded:
    return load_scenario(write(folder, text), overrides)


def problems(folder: Path, text: str | bytes, *overrides: str) -> list[Problem]:
    return problems_of(write(folder, text), *overrides)


def problems_of(path: Path, *overrides: str) -> list[Problem]:
    try:
        load_scenario(path, overrides)
    except ScenarioProblems as error:
        return error.problems
    return []


def only(found: list[Problem]) -> Problem:
    assert len(found) == 1, [(problem.code, problem.key, problem.text.en) for problem in found]
    return found[0]


def where(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.column
