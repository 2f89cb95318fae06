"""Several scenario files checked one after the other, and what to say about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from laborsim.inputs.problems import MORE_MAY_FOLLOW, CannotRead, Problem, ScenarioProblems
from laborsim.inputs.render import file_name, json_data, summary_text
from laborsim.inputs.scenario import Scenario, load_scenario


@dataclass(frozen=True)
class Checked:
    """One file: what is wrong with it, or what it holds, or why it cannot be read."""

    path: Path
    problems: tuple[Problem, ...] = ()
    sources: dict[str, list[str]] = field(default_factory=dict)
    scenario: Scenario | None = None
    unreadable: str = ""
    more_may_follow: bool = False  # a part of the file was not read because of what is wrong

    @property
    def is_invalid(self) -> bool:
        """Return whether the file was read and refused."""
        return self.scenario is None and not self.unreadable


def check_files(paths: Sequence[Path], overrides: Sequence[str] = ()) -> list[Checked]:
    """Return the result for every file, in the order given; never raises for what is in a file."""
    return [_check(path, overrides) for path in paths]


def report_lines(checked: Checked) -> Iterator[str]:
    """Yield the line that sums up a file."""
    errors = sum(problem.severity == "error" for problem in checked.problems)
    warnings = len(checked.problems) - errors
    if checked.unreadable:
        yield f"error: {file_name(checked.unreadable)}"
    elif checked.scenario is None:
        more = f"; {MORE_MAY_FOLLOW}" if checked.more_may_follow else ""
        yield f"{file_name(str(checked.path))}: invalid: {summary_text(errors, warnings)}{more}"
    else:
        scenario = checked.scenario
        content = f"{len(scenario.levers)} levers, {len(scenario.goals)} goals, {scenario.horizon.months} months"
        yield f"{file_name(str(checked.path))}: valid: {content}{f'; {summary_text(0, warnings)}' if warnings else ''}"


def report_as_data(checked: Sequence[Checked]) -> dict[str, Any]:
    """Return the results as plain data for `--json`."""
    return {
        "files": [
            {
                "file": str(found.path),
                "valid": found.scenario is not None,
                "unreadable": found.unreadable or None,
                "more_may_follow": found.more_may_follow,
                "problems": [json_data(problem) for problem in found.problems],
            }
            for found in checked
        ]
    }


def _check(path: Path, overrides: Sequence[str]) -> Checked:
    try:
        loaded = load_scenario(path, overrides)
    except ScenarioProblems as error:
        return Checked(path, tuple(error.problems), dict(error.sources), more_may_follow=error.more_may_follow)
    except CannotRead as error:
        return Checked(path, unreadable=str(error))
    return Checked(path, loaded.warnings, loaded.sources, loaded.scenario)
