"""What a path is that is given as the folder of a run and is none: said in one sentence, with what to give instead."""

import json
from pathlib import Path

from laborsim.experiment.run_errors import Stop

MANIFEST = "manifest.json"
ANSWERS = "answers"
COMPARISON = "comparison.json"
SIMULATED = "simulated"
UNFINISHED = ".partial"

LISTED = "`laborsim runs` lists the runs there are"
STUDIES = {
    "sensitivity": "of a study of sensitivity",
    "optimize": "of the best mix of a plan",
    "sweep": "of a sweep",
}
"""Folders with a manifest that are no run, by what their question has besides the worlds."""


class NoRun(Stop, FileNotFoundError):  # noqa: N818 - as the sentence says it
    """What was given as the folder of a run is something else. The message says what, and what to give."""

    exit_code = 3


def refuse_no_run(path: Path) -> None:
    """Raise NoRun for a path that is no folder of a finished run, whole or not."""
    if why := why_no_run(path):
        raise NoRun(f"{path} {why}")


def why_no_run(path: Path) -> str:
    """Return what a path is instead of the folder of a finished run, "" where it is one, whole or not."""
    if (path / MANIFEST).exists():
        return _study(path)
    return _no_manifest(path)


def _study(path: Path) -> str:
    """Return whose folder a study is; a manifest that cannot be read is a damaged run's."""
    try:
        question = json.loads((path / MANIFEST).read_bytes())["question"]
        kind = next((kind for kind in STUDIES if kind in question), None)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    if kind is None:
        return ""
    return f"is the folder {STUDIES[kind]}, which has no runs of its own: give the folder of a run, or the scenario"


def _no_manifest(path: Path) -> str:
    """Return what a path without a manifest is."""
    inside = next((folder for folder in path.absolute().parents if (folder / MANIFEST).is_file()), None)
    if not path.exists():
        return f"is not there: {LISTED}"
    if path.is_file():
        return f"is a file and not the folder of a run: {LISTED}"
    if (path / COMPARISON).is_file():
        return f"is the folder of a comparison, which has no runs of its own: give {_compared(path)}"
    if path.name == ANSWERS and inside is not None:
        return f"holds the answers about a run: give the run itself, {path.parent}"
    if inside is not None:
        return f"lies inside the folder of a run: give that, {inside}"
    if path.suffix == UNFINISHED:
        return "is a run that is not finished: run its scenario again, which goes on with it"
    if path.name == SIMULATED:
        return "holds worlds that were simulated beside runs, each checked when it is read: give the folder of a run"
    runs = sorted(path.glob(f"*/{MANIFEST}")) or sorted(path.glob(f"*/*/{MANIFEST}"))
    if runs:
        return f"holds {len(runs)} runs and is none itself: give one of them, {runs[0].parent} for example"
    if not any(path.iterdir()):
        return f"is empty: {LISTED}"
    return f"is no run, it has no {MANIFEST}: {LISTED}"


def _compared(path: Path) -> str:
    """Return the folders of the runs that a comparison has laid side by side."""
    try:
        runs = json.loads((path / COMPARISON).read_bytes())["runs"]
        known = sorted(str(one) for run in runs for one in path.parent.parent.glob(f"*/{run['run']}"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "one of the runs that it compares"
    return " or ".join(known) if known else "one of the runs that it compares"
