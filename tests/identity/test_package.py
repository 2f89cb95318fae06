"""What decides results in laborsim itself: edits of a copy of the package, and a run that is watched."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.scenario.files import ROOT

from laborsim.calibration.estimation.evaluator import evaluate
from laborsim.experiment.running.replicate import simulate
from laborsim.experiment.store.run_id import WRITING
from laborsim.identity import code
from laborsim.identity.code import PACKAGE, Root, code_hash, reached
from laborsim.identity.modules import Definition

Edit = Callable[..., None]

SIMULATING = (simulate, "levers")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copied") / PACKAGE.name
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("data", "__pycache__"))
    return folder


@pytest.fixture
def edit(copied: Path) -> Iterator[Edit]:
    """Replaces a text in a file of the copy, or in all of them; it is as before after the test."""
    kept: dict[Path, bytes] = {}
    made: list[Path] = []

    def edit(name: str, old: str, new: str) -> None:
        found = list(copied.rglob("*.py")) if name == "*" else [copied / name]
        texts = {path: path.read_text(encoding="utf-8") for path in found}
        assert any(old in text for text in texts.values()), f"{old!r} is not in {name}"
        for path, text in texts.items():
            if old in text:
                kept.setdefault(path, path.read_bytes())
                path.write_text(text.replace(old, new), encoding="utf-8")

    def rename(name: str, new: str) -> None:
        kept.setdefault(copied / name, (copied / name).read_bytes())
        made.append((copied / name).rename(copied / new))

    edit.rename = rename  # type: ignore[attr-defined]  # one fixture for both
    yield edit
    for path in made:
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)


ROOTS: dict[str, tuple[Root, ...]] = {
    "simulating": SIMULATING,
    "evaluating": (evaluate,),
    "studying": ("laborsim.calibration.evidence.natural_experiments:_effect",),
}


@pytest.fixture(scope="module")
def before(copied: Path) -> dict[str, str]:
    return {name: code_hash(*roots, package=copied) for name, roots in ROOTS.items()}


def changed(package: Path, before: dict[str, str], among: Iterable[str] = ROOTS) -> set[str]:
    """Which of them an edit has changed."""
    code_hash.cache_clear()  # which no process needs whose code stays as it is
    return {name for name in among if code_hash(*ROOTS[name], package=package) != before[name]}


def test_a_tidy_up_asks_for_nothing_anew(edit: Any, copied: Path, before: dict[str, str]) -> None:
    edit("model/base_dials.py", "_own_level", "_its_own")  # a private helper
    edit("model/base_dials.py", "earlier", "not_after")  # a local
    edit("kernels/state.py", "neighboring bytes", "bytes side by side")  # a docstring
    edit("kernels/state.py", "def empty_columns(n_rows: int)", "# All free.\ndef empty_columns(n_rows: int)")
    edit("model/base_dials.py", "school_share: Regional =", "school_share =")
    edit.rename("kernels/applications.py", "kernels/requests.py")
    edit("*", "kernels.applications import", "kernels.requests import")
    edit("*", "kernels import applications", "kernels import requests as applications")
    text = (copied / "model/base_dials.py").read_text(encoding="utf-8")
    start, end = text.index("def nearest_year"), text.index("@cache  # a level")
    edit("model/base_dials.py", text[start:end], "")
    edit("model/base_dials.py", "NATION = ", "from laborsim.population.rounding import nearest_year\n\nNATION = ")
    moved = 'from laborsim.published.figures import level_path\n\nNATION = "CN"\n\n' + text[start:end]
    edit("population/rounding.py", "import numpy as np\n", f"import numpy as np\n{moved}")
    assert changed(copied, before) == set()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("kernels/state.py", "origin: Annotated[NDArray[np.uint8]", "origin: Annotated[NDArray[np.uint16]"),
        ("parameters/parameters.py", "3.0, 0.8, 5.0,", "3.0, 0.9, 5.0,"),
        ("kernels/codes.py", "NOWHERE = 255", "NOWHERE = 254"),
        (
            "kernels/counts.py",
            "counts.moves[origin, before, status] += weight",
            "counts.moves[origin, before, status] -= weight",
        ),
        ("kernels/compilation.py", 'error_model="numpy"', 'error_model="python"'),
        ("model/base_dials.py", "left = max(0.0, total - sum", "left = max(0.0, total + sum"),
    ],
)
def test_an_edited_rule_is_other_code(
    edit: Edit, copied: Path, before: dict[str, str], name: str, old: str, new: str
) -> None:
    edit(name, old, new)
    assert changed(copied, before, {"evaluating"}) == {"evaluating"}


def test_an_edited_lever_is_simulated_anew_and_nothing_is_calibrated_for_it(
    edit: Edit, copied: Path, before: dict[str, str]
) -> None:
    edit(
        "levers/training/training_places.py",
        "class TrainingPlaces(Lever):",
        "class TrainingPlaces(Lever):\n    more: int = 1\n",
    )
    assert changed(copied, before) == {"simulating", "studying"}


def test_what_a_steered_run_is_read_for_is_evaluated_anew(edit: Edit, copied: Path, before: dict[str, str]) -> None:
    edit("calibration/targets/worker_habits.py", "CHANGED_WITHIN = 21.6", "CHANGED_WITHIN = 21.7")
    assert changed(copied, before, {"evaluating", "simulating"}) == {"evaluating"}


def test_a_study_that_is_edited_is_made_anew_and_nothing_else(edit: Edit, copied: Path, before: dict[str, str]) -> None:
    edit("calibration/evidence/reenactments.py", "LEAN_MONTHS = 4", "LEAN_MONTHS = 5")
    edit("report/pages/validation.py", '"yes"', '"indeed"')
    edit("report/text/phrases.py", "Scenario", "The scenario")
    assert changed(copied, before) == {"studying"}


def test_everything_that_writes_about_a_run_reaches_pictures_answers_and_words() -> None:
    writing = {one.module.removeprefix("laborsim.") for one in reached(*WRITING)}
    assert writing >= {
        "report.text.phrases",
        "analysis.attribution.attribution",
        "experiment.indicators.summary",
        "published.indicators",
    }
    assert "cli.run" not in writing


def test_every_function_that_a_run_calls_is_in_its_identity() -> None:
    from laborsim.experiment.running.question import ask
    from laborsim.experiment.running.replicate import _SETTINGS, Task
    from laborsim.scenario.scenario import Scale

    asked = ask(ROOT / "scenarios" / "parks-3000.yaml").scenario
    run = asked.run.model_copy(update={"scale": Scale(default=200_000)})
    horizon = asked.horizon.model_copy(update={"end": asked.horizon.start + 2})
    task = Task(asked.model_copy(update={"run": run, "horizon": horizon}), 0, Path())
    simulate(task)  # compiles, which takes for ever when it is watched
    _SETTINGS.clear()
    called = called_by(lambda: simulate(task))
    assert len(called) > 100
    assert called - reached(*SIMULATING) == set()


def called_by(work: Callable[[], object]) -> set[Definition]:
    """The functions and classes of the package of which some code was run."""
    called: set[Definition] = set()

    def watch(frame: FrameType, event: str, about: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(PACKAGE):
            name = frame.f_code.co_qualname.partition(".")[0]  # type: ignore[attr-defined]  # since Python 3.11
            if not name.startswith("<"):
                called.add(
                    Definition(
                        f"{PACKAGE.name}.{'.'.join(path.relative_to(PACKAGE).with_suffix('').parts)}".removesuffix(
                            ".__init__"
                        ),
                        name,
                    )
                )

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return called


def test_what_is_known_of_the_code_is_remembered_until_a_byte_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    code_hash.cache_clear()
    first = code_hash("levers")
    code_hash.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(code, "_hash_of", lambda *_: "worked out again")
        assert code_hash("levers") == first
        code_hash.cache_clear()
        patched.setattr(code, "_as_written", lambda: "edited")
        assert code_hash("levers") == "worked out again"
    unknown = json.dumps({"written": code._as_written(), "levers": ["no hash"]})
    for damaged in ("", "[]", '{"written": 1}', "[" * 100_000, unknown):
        (tmp_path / "laborsim" / "identity.json").write_text(damaged, encoding="utf-8")
        code_hash.cache_clear()
        assert code_hash("levers") == first
