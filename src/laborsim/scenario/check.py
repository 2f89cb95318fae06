"""Files of any kind that a user asks with, checked: scenarios and plans, what is wrong with each or what it holds."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from laborsim.published.words import UNSAID, ErrorInWords, Words
from laborsim.scenario.input_errors import CannotRead, Notes, Problem, ScenarioProblems, json_data
from laborsim.scenario.load import Loaded, Scenario, load_scenario
from laborsim.scenario.text_file import read_bytes

ONLY_IN_PLANS = re.compile(rb"^(objective|scenario)[ \t]*:", re.MULTILINE)
"""Keys at the top of a plan, which no scenario has."""


class NoValuesToSet(ErrorInWords, ValueError):  # noqa: N818 - as the sentence says it
    """Values are overridden, and a file is a plan, which has none of a scenario's."""


@dataclass(frozen=True)
class Checked:
    """One file: what is wrong with it, or what it holds, or why it cannot be read.

    `scenario`: what was read; of a plan the one whose levers it turns. `chosen`: of a plan, how many levers.
    `origins`: of a scenario, where its values stand.
    """

    path: Path
    problems: tuple[Problem, ...] = ()
    sources: dict[str, list[str]] = field(default_factory=dict)
    scenario: Scenario | None = None
    unreadable: Words = UNSAID
    more_may_follow: bool = False  # a part of the file was not read because of what is wrong
    chosen: int | None = None
    origins: dict[str, str] = field(default_factory=dict)

    @property
    def is_invalid(self) -> bool:
        """Return whether the file was read and refused."""
        return self.scenario is None and not self.unreadable


Look = Callable[[Loaded], list[Problem]]
"""What only somebody further on can see in a scenario that is right so far: `population.group_sizes.size_problems`."""


def check_files(paths: Sequence[Path], overrides: Sequence[str] = (), last: Look = lambda loaded: []) -> list[Checked]:
    """Return the result for every file, in the order given; never raises for what is in a file.

    last: looks at a scenario in which nothing else is wrong.

    Raises NoValuesToSet where values are overridden and a file is a plan.
    """
    return [_check(path, overrides, last) for path in paths]


def report_as_data(checked: Sequence[Checked]) -> dict[str, Any]:
    """Return the results as plain data for `--json`."""
    return {
        "files": [
            {
                "file": str(found.path),
                "valid": found.scenario is not None,
                "unreadable": found.unreadable.en or None,
                "more_may_follow": found.more_may_follow,
                "what_if": {} if found.scenario is None else {one.name: one.words for one in found.scenario.parameters},
                "problems": [json_data(problem) for problem in found.problems],
            }
            for found in checked
        ]
    }


def _check(path: Path, overrides: Sequence[str], last: Look) -> Checked:
    try:
        if _is_plan(path):
            return _checked_plan(path, overrides)
        loaded = load_scenario(path, overrides)
        if problems := last(loaded):
            return Checked(path, tuple(problems), loaded.sources)
    except ScenarioProblems as error:
        return Checked(path, tuple(error.problems), dict(error.sources), more_may_follow=error.more_may_follow)
    except CannotRead as error:
        return Checked(path, unreadable=error.words)
    return Checked(path, loaded.warnings, loaded.sources, loaded.scenario, origins=loaded.origins)


def _is_plan(path: Path) -> bool:
    """Return whether a file has a key that only plans have. Raises what `read_bytes` does."""
    return ONLY_IN_PLANS.search(read_bytes(path, str(path), Notes())) is not None


def _checked_plan(path: Path, overrides: Sequence[str]) -> Checked:
    from laborsim.scenario.plan import load_plan  # noqa: PLC0415 - most files are scenarios, and 'validate' is quick

    if overrides:
        raise NoValuesToSet(
            Words(f"{path} is a plan: --set changes values of scenarios", f"{path} 是规划：--set 只更改情景的值")
        )
    plan = load_plan(path)
    return Checked(path, plan.warnings, {}, plan.scenario, chosen=len(plan.doses))
