"""What can happen to the process of a run: signals, a full disk, another machine's settings."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.experiment.folders import content
from tests.experiment.process import main
from tests.house import ROOT

from laborsim.experiment.finished_run import find_runs
from laborsim.experiment.store.run_id import data_hashes
from laborsim.identity.code import code_hash

PATIENCE = 60.0  # seconds


@pytest.fixture(autouse=True)
def _look_at_the_code_again() -> None:
    code_hash.cache_clear()  # other processes do so when they start; somebody may be editing meanwhile
    data_hashes.cache_clear()


def answering(scenario: Path, out: Path, simulate: str, jobs: int = 2, **settings: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.experiment.process", str(scenario), str(out), str(jobs), simulate]
    environment = {**os.environ, "LABORSIM_TEST_TOKEN": str(out), **settings}
    return subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
        # Started in the background of a shell, tests ignore Ctrl-C, and what they start would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )


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


def test_a_full_disk_stops_with_the_bytes_that_are_needed_and_the_run_goes_on_later(
    scenario_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "runs"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # inherited; less than one replicate needs
    try:
        run = answering(scenario_file, out, "fake_simulate")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode == 6
    assert "bytes" in said
    assert finished(out) == []
    assert main(str(scenario_file), str(out), "1", "fake_simulate") == 0


def test_locale_time_zone_and_hash_seed_of_a_machine_change_nothing(scenario_file: Path, tmp_path: Path) -> None:
    here = {"LC_ALL": "C", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}
    there = {"LC_ALL": "C.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "2"}
    folders = [tmp_path / "one", tmp_path / "two 甘肃"]
    runs = [
        answering(scenario_file, out, "fake_simulate", 1, **settings)
        for out, settings in zip(folders, (here, there), strict=True)
    ]
    assert [run.wait(PATIENCE) for run in runs] == [0, 0]
    assert content(folders[0]) == content(folders[1])
