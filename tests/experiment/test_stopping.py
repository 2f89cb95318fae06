"""Signals to a run that works in several processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.experiment.answering import main

from laborsim.experiment.opened import find_runs

PATIENCE = 60.0  # seconds


def answering(scenario: Path, out: Path, simulate: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.experiment.answering", str(scenario), str(out), "2", simulate]
    environment = {**os.environ, "LABORSIM_TEST_TOKEN": str(out)}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[2])


def processes_of(out: Path) -> list[int]:
    """Processes that were started by a run, found by what they inherited."""
    token = f"LABORSIM_TEST_TOKEN={out}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if token in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_for(condition: object, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"waited too long for {what}"
        time.sleep(0.05)


def finished(out: Path) -> list[str]:
    return sorted(path.name for path in out.rglob("replicates/*.npz"))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_stopped_run_keeps_its_replicates_leaves_no_process_and_resumes_to_the_same_bits(
    scenario_file: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "runs"
    run = answering(scenario_file, out, "slow_simulate")
    wait_for(lambda: finished(out), "a finished replicate")
    run.send_signal(number)
    _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == code
    if code > 0:
        assert "finished replicates are kept; to go on: laborsim run --resume" in said
    wait_for(lambda: not processes_of(out), "the end of every process")
    kept = finished(out)
    assert kept
    assert find_runs(out) == []
    assert main(str(scenario_file), str(out), "1", "fake_simulate") == 0
    assert main(str(scenario_file), str(tmp_path / "at-once"), "1", "fake_simulate") == 0
    assert set(kept) <= set(finished(out))
    assert finished(out) == finished(tmp_path / "at-once")
