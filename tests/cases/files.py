"""The cases: small scenario files, each one example of a kind of wrong answer."""

from pathlib import Path

from tests.scenario.files import load_scenario, problems_of

from laborsim.levers import Lever
from laborsim.scenario.input_errors import Problem
from laborsim.scenario.load import Loaded

CASES = Path(__file__).parent


def case(name: str, *overrides: str) -> Loaded:
    return load_scenario(CASES / f"{name}.yaml", overrides)


def lever_of(loaded: Loaded, key: str) -> Lever:
    return next(lever for lever in loaded.scenario.levers if lever.key == key)


def refused(name: str, *overrides: str) -> list[Problem]:
    return problems_of(CASES / f"{name}.yaml", *overrides)


def warned(name: str, *overrides: str) -> list[tuple[str, str]]:
    return [(found.code, found.key) for found in case(name, *overrides).warnings]
