"""What is in the log is found again exactly when it would come out the same."""

import json
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from laborsim.calibration.estimation import evaluator as evaluating
from laborsim.calibration.estimation.evaluation_log import Evaluation, EvaluationLog
from laborsim.calibration.estimation.evaluator import Evaluator, default_jobs, key_of, reading_of
from laborsim.calibration.evidence import study_log
from laborsim.calibration.evidence.backtest import forecast
from laborsim.calibration.evidence.parameter_recovery import recover
from laborsim.calibration.targets.calibration_file import Calibration, load_calibration
from laborsim.calibration.targets.free_parameters import values_at
from laborsim.experiment.run_errors import SomeFailed

Floats = NDArray[np.float64]


@pytest.fixture
def calibration(copied: Path) -> Calibration:
    return load_calibration(copied)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Floats]:
    """The vectors that were run: moments are lengths of what is read, so that another selection is another moment."""
    made: list[Floats] = []

    def evaluate(calibration: Calibration, theta: Floats, replicate: int = 0, warm: Path | None = None) -> Evaluation:
        made.append(theta)
        moments = np.array([float(len(reading_of(target))) for target in calibration.steered_targets])
        return Evaluation(theta, replicate, moments, np.zeros(1), 0.0)

    monkeypatch.setattr(evaluating, "evaluate", evaluate)
    return made


def evaluator(calibration: Calibration, path: Path | None, **more: Any) -> Evaluator:
    log = EvaluationLog(path, [free.name for free in calibration.free])
    return Evaluator(calibration, log, Path(), **more)


def points(calibration: Calibration, *positions: float) -> list[Floats]:
    return [values_at(calibration.free, np.full(len(calibration.free), position)) for position in positions]


def test_an_edited_selection_does_not_find_the_moment_of_the_old_one(
    calibration: Calibration, runs: list[Floats], tmp_path: Path
) -> None:
    theta = points(calibration, 0.0)
    place = next(k for k, target in enumerate(calibration.targets) if target.id == "women_local")
    old = calibration.targets[place]
    edited = replace(old, selection={"status": "outbound"})
    targets = (*calibration.targets[:place], edited, *calibration.targets[place + 1 :])
    evaluator(calibration, tmp_path / "log").many(theta)
    (found,) = evaluator(replace(calibration, targets=targets), tmp_path / "log").many(theta)
    where = [target.id for target in calibration.steered_targets].index("women_local")
    assert found.moments[where] == len(reading_of(edited)) != len(reading_of(old))


def test_a_target_of_another_name_finds_what_was_read_already(
    calibration: Calibration, runs: list[Floats], tmp_path: Path
) -> None:
    named = tuple(replace(target, id=f"{target.id}_again") for target in calibration.targets)
    evaluator(calibration, tmp_path / "log").many(points(calibration, 0.0))
    evaluator(replace(calibration, targets=named), tmp_path / "log").many(points(calibration, 0.0))
    assert len(runs) == 1


@pytest.mark.parametrize("what", ["evaluating_code", "evaluating_data"])
def test_code_and_tables_are_in_the_key(calibration: Calibration, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    (theta,) = points(calibration, 0.0)
    before = key_of(calibration, theta)
    monkeypatch.setattr(evaluating, what, lambda: "edited")
    assert key_of(calibration, theta) != before


def test_what_is_found_by_a_study_hangs_on_the_code_that_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = study_log.key_of({"study": "any"}, forecast), study_log.key_of({"study": "any"}, recover)
    monkeypatch.setattr(study_log, "code_hash", lambda *_: "edited")
    assert len({first, second, study_log.key_of({"study": "any"}, forecast)}) == 3


@pytest.mark.parametrize(
    "spoilt",
    [{"moments": []}, {"theta": 3}, {"constants": "?"}, {"replicate": None}, {"seconds": "long"}, {"dtype": "none"}],
    ids=lambda spoilt: next(iter(spoilt)),
)
def test_a_damaged_entry_is_evaluated_again_and_spoils_no_other(
    calibration: Calibration, runs: list[Floats], tmp_path: Path, spoilt: dict[str, object]
) -> None:
    path, thetas = tmp_path / "log", points(calibration, 0.0, 1.0)
    before = evaluator(calibration, path).many(thetas)
    first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text(json.dumps({**json.loads(first), **spoilt}) + f"\n{second}\n", encoding="utf-8")
    again = evaluator(calibration, path).many(thetas)
    assert len(runs) == 3
    assert [one.moments.tolist() for one in again] == [one.moments.tolist() for one in before]


def test_a_log_of_the_version_before_is_kept_and_added_to(
    calibration: Calibration, runs: list[Floats], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, theta = tmp_path / "log", points(calibration, 0.0)
    with monkeypatch.context() as before:
        before.setattr(evaluating, "evaluating_code", lambda: "the hash of the bytes of the code")
        evaluator(calibration, path).many(theta)
    old = path.read_bytes()
    evaluator(calibration, path).many(theta)
    assert len(runs) == 2
    assert path.read_bytes().startswith(old)
    assert len(EvaluationLog(path, [free.name for free in calibration.free])) == 2


def test_spaces_and_made_up_digits_in_the_fit_ask_for_nothing_anew(
    calibration: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (theta,) = points(calibration, 0.0)
    before, text = key_of(calibration, theta), evaluating.fit_path(2023, "cumulative", True).read_text(encoding="utf-8")
    path = tmp_path / "fit.json"
    monkeypatch.setattr(evaluating, "fit_path", lambda *_: path)
    path.write_text(json.dumps(json.loads(text)), encoding="utf-8")
    assert key_of(calibration, theta) == before
    path.write_text(text.replace('"base_year": 2023', '"base_year": 2024'), encoding="utf-8")
    assert key_of(calibration, theta) != before


def test_a_changed_table_is_other_data_and_a_shipped_posterior_is_not(tmp_path: Path) -> None:
    def tables(name: str, table: str = "1", draws: str = "1") -> Path:
        for file, text in (
            ("births.csv", table),
            ("posteriors/national.csv", draws),
            ("fits/2023.response.npz", draws),
        ):
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text(text, encoding="utf-8")
        return tmp_path / name

    before = evaluating.evaluating_data(tables("before"))
    assert before == evaluating.evaluating_data(tables("shipped", draws="2"))
    assert before != evaluating.evaluating_data(tables("changed", table="2"))
    assert "provinces.csv" in evaluating.evaluating_data()


def test_equal_vectors_are_run_and_paid_for_once(calibration: Calibration, runs: list[Floats]) -> None:
    heard: list[tuple[int, int]] = []
    budget = [5]
    desk = evaluator(calibration, None, budget=budget, tell=lambda done, of: heard.append((done, of)))
    first, other = points(calibration, 0.0, 0.5)
    found = desk.many([first, other, first, first], [0, 0, 0, 1])
    assert len(runs) == 3
    assert budget == [2]
    assert heard[-1] == (3, 3)
    assert [one.theta.tolist() for one in found] == [one.tolist() for one in (first, other, first, first)]
    assert [one.replicate for one in found] == [0, 0, 0, 1]


def test_a_budget_that_ends_leaves_out_every_copy_of_what_was_not_run(
    calibration: Calibration, runs: list[Floats]
) -> None:
    first, other = points(calibration, 0.0, 0.5)
    found = evaluator(calibration, None, budget=[1]).many([first, other, first, other])
    assert [one.theta.tolist() for one in found] == [first.tolist()] * 2


class Dying(Executor):
    """Processes that die: one of so many evaluations is killed, 0: dead before the first."""

    def __init__(self, alive: int) -> None:
        self.alive = alive

    def submit(self, work: Callable[..., Any], /, *asked: Any, **more: Any) -> "Future[Any]":
        if self.alive == 0:
            raise BrokenProcessPool("dead")
        future: Future[Any] = Future()
        if self.alive == 1:
            future.set_exception(BrokenProcessPool("killed"))
        else:
            self.alive -= 1
            future.set_result(work(*asked))
        return future


def test_a_process_that_dies_keeps_what_is_done_and_says_how_to_go_on(
    calibration: Calibration, runs: list[Floats], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    thetas = points(calibration, *np.linspace(-1, 1, 20))
    with pytest.raises(
        SomeFailed, match=r"a process died: .*; 19 evaluations are kept in .*log: run the command again"
    ):
        evaluator(calibration, log, executor=Dying(20)).many(thetas)
    runs.clear()
    evaluator(calibration, log).many(thetas)
    assert len(runs) == 1


def test_where_no_log_is_kept_nobody_is_told_of_one(calibration: Calibration, runs: list[Floats]) -> None:
    with pytest.raises(SomeFailed, match=r"^a process died: killed from outside, or out of memory; run the command"):
        evaluator(calibration, None, executor=Dying(0)).many(points(calibration, 0.0))


def test_cores_are_counted_on_systems_that_do_not_say_which_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert default_jobs() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert default_jobs() == 1
