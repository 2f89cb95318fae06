"""`laborsim compare`, with a stand-in for the model."""

import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.analysis.worlds_of_luck import LARGE, SMALL, noisy_simulate, write

from laborsim.cli import main
from laborsim.experiment.running import pool
from laborsim.report.albums import run as run_figures


@pytest.fixture(scope="module")
def laborsim(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared")
    files = write(
        folder,
        subsidy=SMALL,
        large=LARGE,
        longer=LARGE.replace("id: large", "id: longer\nhorizon: {start: 2023-12, end: 2025-03}"),
    )
    engine = pool.Engine

    def call(*words):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(run_figures, "draw_figures", lambda run, language: None)
            patched.setattr(pool, "Engine", partial(engine, simulate=noisy_simulate))
            typed = [str(files.get(word, word)) for word in words]
            return CliRunner().invoke(
                main, ["compare", *typed, "-j1", "-o", str(folder / "runs")], prog_name="laborsim"
            )

    return call


def test_in_a_pipe_there_is_a_line_for_every_effect_and_difference(laborsim):
    result = laborsim("subsidy", "large")
    assert result.exit_code == 0, result.output
    header, *lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert all(len(line) == len(header) for line in lines)
    founders = [dict(zip(header, line, strict=True)) for line in lines if line[0] == "founders_in_business"]
    assert [(row["scenario"], row["against"]) for row in founders] == [
        ("subsidy", "plain"), ("large", "plain"), ("large", "subsidy"),
    ]  # fmt: skip
    assert founders[1]["verdict"] == "increases" and float(founders[1]["p_best"]) > 0.99
    assert founders[2]["p_best"] == ""
    assert "comparison folder: " in result.stderr


def test_quiet_says_the_folder_which_holds_tables_figures_and_a_workbook(laborsim):
    folder = Path(laborsim("subsidy", "large", "-q").stdout.strip())
    assert {path.name for path in folder.iterdir()} == {
        "comparison.json", "effects.csv", "differences.csv", "ranking.csv", "inputs.csv", "iamc.csv", "bought.csv",
        "prices.csv", "workbook.xlsx", "figures",
    }  # fmt: skip
    assert {path.stem for path in (folder / "figures").glob("*.png")} == {
        "01-effects-founders-in-business", "02-effects-by-month-founders-in-business",
        "03-levels-by-month-founders-in-business",
    }  # fmt: skip


def test_json_is_one_object_and_runs_can_be_given_by_their_folders(laborsim):
    data = json.loads(laborsim("subsidy", "large", "--json").stdout)
    runs = [Path(data["folder"]).parents[1] / run["scenario"] / run["run"] for run in data["runs"]]
    again = json.loads(laborsim(*runs, "--json").stdout)
    assert again == data
    assert {row["verdict"] for row in data["effects"] if row["indicator"] == "founders_in_business"} == {"raises"}


def test_what_cannot_be_compared_is_refused_with_exit_code_3(laborsim):
    result = laborsim("large", "longer")
    assert result.exit_code == 3
    assert "horizon: large has 2023-12 to 2025-02, longer has 2023-12 to 2025-03" in result.stderr
