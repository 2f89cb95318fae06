"""`laborsim run` and `laborsim runs`, with a stand-in for the model and for the figures."""

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click import Command
from click.testing import CliRunner, Result
from scipy.stats import DegenerateDataWarning
from tests.experiment import stand_in

from laborsim.analysis.compare import workbook
from laborsim.cli import main
from laborsim.cli.common import CommandGroup, common_options
from laborsim.cli.run import furnish
from laborsim.experiment.finished_run import Run
from laborsim.experiment.running import pool
from laborsim.experiment.running.pool import processes
from laborsim.report.albums import run as run_figures
from laborsim.report.canvas.style import MissingGlyphWarning

Laborsim = Callable[..., Result]


@pytest.fixture
def laborsim(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Laborsim:
    drawn: list[str] = []

    def draw(run: Run, language: str) -> None:
        drawn.append(language)

    monkeypatch.setattr(run_figures, "draw_figures", draw)

    def call(*words: object, simulate: Any = stand_in.fake_simulate) -> Result:
        monkeypatch.setattr(pool, "Engine", partial(ensemble_engine, simulate=simulate))
        typed = [str(word) for word in words]
        return CliRunner().invoke(main, [*typed, "-o", str(tmp_path / "runs")], prog_name="laborsim")

    ensemble_engine = pool.Engine
    return call


def folders(tmp_path: Path, scenario: str = "subsidy") -> list[Path]:
    return sorted(path.parent for path in (tmp_path / "runs" / scenario).glob("*/manifest.json"))


def test_in_a_pipe_the_table_is_on_stdout_and_the_rest_on_stderr(
    laborsim: Laborsim, scenario_file: Path, tmp_path: Path
) -> None:
    result = laborsim("run", scenario_file, "-j1")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("indicator\tunit\tregion")
    assert lines[1].startswith("founders_in_business\tpersons\tCN\t2024-12")
    assert "no" in lines[1].split("\t")
    assert result.stderr.splitlines()[-1] == f"run folder: {folders(tmp_path)[0]}"


def test_a_draft_says_so_in_a_pipe(laborsim: Laborsim, scenario_file: Path) -> None:
    result = laborsim("run", scenario_file, "-j1", "--quick")
    header, first = (line.split("\t") for line in result.stdout.splitlines()[:2])
    assert first[header.index("draft")] == "yes"
    assert "note: DRAFT: a trial run, not for decisions" in result.stderr
    assert "DRAFT" not in laborsim("run", scenario_file, "-j1", "--replicates", "5").stderr


def test_quiet_says_the_folder_only(laborsim: Laborsim, scenario_file: Path, tmp_path: Path) -> None:
    result = laborsim("run", scenario_file, "-q", "-j1")
    assert (result.stdout.strip(), result.stderr) == (str(folders(tmp_path)[0]), "")


def test_json_is_one_object_and_nothing_else(laborsim: Laborsim, scenario_file: Path) -> None:
    result = laborsim("run", scenario_file, "--json", "-j1", "--quick")
    (found,) = json.loads(result.stdout)["runs"]
    assert (found["scenario"], found["replicates"], found["draft"]) == ("subsidy", 4, True)
    assert [goal["goal"]["is_met"] for goal in found["goals"]] == [False]


def test_check_exits_4_if_a_goal_is_missed(laborsim: Laborsim, scenario_file: Path) -> None:
    assert laborsim("run", scenario_file, "--check", "-j1").exit_code == 4
    assert laborsim("run", scenario_file.parent / "plain.yaml", "--check", "-j1").exit_code == 0


def test_the_same_question_says_that_it_comes_from_disk(laborsim: Laborsim, scenario_file: Path) -> None:
    laborsim("run", scenario_file, "-j1")
    assert "answered from disk" in laborsim("run", scenario_file, "-j1").stderr


def test_numbers_on_the_command_line_are_checked_like_the_file(laborsim: Laborsim, scenario_file: Path) -> None:
    assert laborsim("run", scenario_file, "--replicates", "0").exit_code == 2
    assert laborsim("run", scenario_file, "--set", "levers.startup_subsidy.value=-1").exit_code == 3
    assert laborsim("run", scenario_file, "--scale", "10000000").exit_code == 3
    assert laborsim("run", scenario_file.parent / "missing.yaml").exit_code == 6
    assert laborsim("run", scenario_file, "--resume", "--force").exit_code == 2


def test_a_failed_replicate_is_named_with_exit_code_7(laborsim: Laborsim, scenario_file: Path) -> None:
    result = laborsim("run", scenario_file, "-j1", simulate=stand_in.simulate_but_2_raises)
    assert result.exit_code == 7
    assert "subsidy, replicate 2, seed 5: RuntimeError: no luck" in result.stderr


def test_a_broken_invariant_is_told_with_exit_code_5(laborsim: Laborsim, scenario_file: Path) -> None:
    result = laborsim("run", scenario_file, "-j1", simulate=stand_in.simulate_but_1_loses_workers)
    assert result.exit_code == 5
    assert "people are lost" in result.stderr


def test_ctrl_c_gives_the_command_to_go_on(laborsim: Laborsim, scenario_file: Path) -> None:
    def stop(task: object, on_month: object) -> None:
        raise KeyboardInterrupt

    result = laborsim("run", scenario_file, "-j1", simulate=stop)
    assert result.exit_code == 130
    assert "to go on: laborsim" in result.stderr
    assert result.stderr.strip().endswith("--resume")


def test_an_output_that_cannot_be_written_exits_6(scenario_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = CliRunner().invoke(main, ["run", str(scenario_file), "-o", str(tmp_path / "file" / "runs")])
    assert result.exit_code == 6
    assert "cannot write" in result.stderr


def test_a_base_year_that_nobody_fitted_exits_3_before_anything_is_written(scenario_file: Path, tmp_path: Path) -> None:
    words = ["run", str(scenario_file), "-o", str(tmp_path / "runs"), "--set", "horizon.start=2013-12"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 3
    assert not (tmp_path / "runs").exists()


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(
    laborsim: Laborsim, scenario_file: Path, tmp_path: Path
) -> None:
    result = laborsim("run", scenario_file, "--dry-run", "--scale", "20000")
    assert "3 replicates each of scenario and baseline: 6 to simulate, 16,3" in result.stdout
    assert "workers × 14 months each: about" in result.stdout
    assert not (tmp_path / "runs").exists()
    laborsim("run", scenario_file, "--scale", "20000", "-j1")
    (folder,) = folders(tmp_path)
    again = laborsim("run", scenario_file, "--dry-run", "--scale", "20000").stdout
    assert again == f"{scenario_file}: nothing to do, the answer stands on disk: {folder}\n"


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--replicates", "5"),
        ("--quick",),
        ("--force",),
        ("--set", "run.precision={first: 3, most: 3}"),
        ("--baseline", "none"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("before", [(), ("--replicates", "2"), ("--replicates", "6")], ids=" ".join)
def test_a_dry_run_says_how_many_replicates_the_run_then_simulates(
    laborsim: Laborsim, scenario_file: Path, tmp_path: Path, before: tuple[str, ...], more: tuple[str, ...]
) -> None:
    simulated: list[str] = []

    def simulate(task: Any, on_month: Any) -> Any:
        simulated.append(task.world.id)
        return stand_in.fake_simulate(task, on_month)

    files = [scenario_file, scenario_file.with_name("other.yaml")]
    files[1].write_text(scenario_file.read_text().replace("id: subsidy", "id: other"))
    if before:
        laborsim("run", scenario_file, "-j1", *before)
    said = json.loads(laborsim("run", *files, *more, "--dry-run", "--json").stdout)
    for path in files:
        simulated.clear()
        ran = json.loads(laborsim("run", path, "-j1", *more, "--json", simulate=simulate).stdout)["runs"][0]
        told = said[str(path)]
        assert len(simulated) == told["replicates"]
        assert ran["folder"] == told["folder"]
        assert ran["replicates"] in told["looks"]
        assert told["worlds"] * ran["replicates"] == told["replicates"] + told["on_disk"]


def test_runs_lists_finished_and_unfinished_runs(laborsim: Laborsim, scenario_file: Path, tmp_path: Path) -> None:
    laborsim("run", scenario_file, "-j1")
    (tmp_path / "runs" / "other" / "01234567.partial" / "replicates").mkdir(parents=True)
    lines = laborsim("runs").stdout.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["3 replicates", "3 replicates", "unfinished, 0 replicates"]
    assert len(json.loads(laborsim("runs", "--json").stdout)["runs"]) == 2


def test_a_damaged_run_is_listed_as_such_and_hides_no_other(
    laborsim: Laborsim, scenario_file: Path, tmp_path: Path
) -> None:
    laborsim("run", scenario_file, "-j1")
    (folder,) = folders(tmp_path, "plain")
    (folder / "manifest.json").write_text("{")
    result = laborsim("runs")
    sound, damaged = result.stdout.splitlines()
    assert sound.startswith(f"{folders(tmp_path)[0]}\t3 replicates")
    assert damaged.startswith(f"{folder}\tdamaged\t{folder / 'manifest.json'}: cut short or overwritten")
    found = json.loads(laborsim("runs", "--json").stdout)
    assert ([run["scenario"] for run in found["runs"]], list(found["damaged"])) == (["subsidy"], [str(folder)])


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", "NaN", "3"], ids=["brackets", "a list", "NaN", "a number"])
@pytest.mark.parametrize("name", ["manifest.json", "summary.json"])
def test_a_file_of_anything_in_one_folder_is_named_and_hides_no_other_run(
    laborsim: Laborsim, scenario_file: Path, tmp_path: Path, name: str, text: str
) -> None:
    laborsim("run", scenario_file, "-j1")
    (folder,) = folders(tmp_path, "plain")
    (folder / name).write_text(text)
    (tmp_path / "runs" / "a file.partial").write_text(text)
    (tmp_path / "runs" / "plain" / "01234567.partial").write_text(text)
    result = laborsim("runs", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert ([run["scenario"] for run in found["runs"]], list(found["damaged"])) == (["subsidy"], [str(folder)])
    assert laborsim("run", scenario_file, "-j1").exit_code == 0  # and it is made good
    assert json.loads(laborsim("runs", "--json").stdout)["damaged"] == {}


def test_a_damaged_replicate_is_an_error_of_reading_with_the_remedy(
    laborsim: Laborsim, scenario_file: Path, tmp_path: Path
) -> None:
    laborsim("run", scenario_file, "-j1")
    (folder,) = folders(tmp_path)
    damaged = next((folder / "replicates").glob("00000-*"))
    damaged.write_bytes(b"")
    result = laborsim("compare", folder)
    assert result.exit_code == 6
    assert result.stderr.startswith(f"error: {damaged} is damaged or missing: run its scenario again")


def test_verify_names_the_file_that_was_changed(laborsim: Laborsim, scenario_file: Path, tmp_path: Path) -> None:
    laborsim("run", scenario_file, "-j1")
    (folder,) = folders(tmp_path)
    assert CliRunner().invoke(main, ["verify", str(folder)]).stdout == f"{folder}: whole\n"
    (folder / "summary.csv").write_text("other")
    result = CliRunner().invoke(main, ["verify", str(folder)])
    assert result.exit_code == 3
    assert result.stdout == f"{folder}: summary.csv: changed\n"


@pytest.mark.parametrize("words", [["run", "--help"], ["runs"]])
def test_help_and_lists_import_neither_model_nor_figures(words: list[str], tmp_path: Path) -> None:
    program = (
        "import sys, laborsim.cli\n"
        "try: laborsim.cli.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "assert not {'numba', 'mesa', 'matplotlib'} & set(sys.modules), sorted(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program, *words], check=True, cwd=tmp_path, capture_output=True)


def test_a_plain_run_loads_what_pages_and_splits_are_made_with_nowhere() -> None:
    program = (
        "import sys\n"
        "from laborsim.cli.common import OutputStyle\n"
        "from laborsim.cli.run import keep_split\n"
        "from laborsim.cli import main\n"
        "from laborsim.experiment.indicators.when import When\n"
        "keep_split(OutputStyle(), [], When.of(None, None))\n"
        "main(['run', 'scenarios/parks-3000.yaml', '--dry-run', '-q'], standalone_mode=False)\n"
        "assert not {'mesa', 'rich', 'laborsim.report.pages.pages'} & set(sys.modules), sorted(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2], capture_output=True)


def test_importing_laborsim_imports_nothing_heavy() -> None:
    program = "import sys, laborsim; assert not {'numpy', 'pydantic', 'numba'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


LIBRARIES = (RuntimeWarning, DegenerateDataWarning, DeprecationWarning, UserWarning, FutureWarning)


def draw_with_warnings() -> None:
    warnings.simplefilter("always")
    for category in (MissingGlyphWarning, *LIBRARIES):
        warnings.warn_explicit("a box", category, "figure.py", 7)


@pytest.mark.filterwarnings("always")
@pytest.mark.parametrize("verbose", [False, True])
def test_a_warning_of_laborsim_is_one_line_and_those_of_libraries_only_come_with_v(verbose: bool) -> None:
    with warnings.catch_warnings(record=True) as raw:
        before = warnings.showwarning
        draw = common_options(Command("draw", callback=draw_with_warnings))
        result = CliRunner().invoke(CommandGroup(commands={"draw": draw}), ["draw", *(["-v"] if verbose else [])])
        assert warnings.showwarning is before
    assert result.stderr == "warning: a box\n"
    assert [one.category for one in raw] == (list(LIBRARIES) if verbose else [])


@pytest.mark.filterwarnings("always")
def test_figures_that_another_process_draws_warn_in_the_same_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_figures, "draw_figures", lambda run, language: draw_with_warnings())
    monkeypatch.setattr(workbook, "write_workbook", lambda run: None)
    furnish(None, "zh")  # type: ignore[arg-type] # nothing reads the run
    assert capsys.readouterr().err == "warning: a box\n"


def test_arithmetic_in_a_process_of_the_pool_tells_the_user_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with processes(1) as pool:
        assert str(pool.submit(nothing_by_nothing).result()) == "nan"
    assert capfd.readouterr().err == ""


def nothing_by_nothing() -> float:
    return float((np.zeros(1) / np.zeros(1))[0])
