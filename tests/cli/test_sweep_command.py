"""`laborsim sweep`: a table for a person, the same numbers for a program, a folder that verifies, or a refusal."""

import csv
import json
import shutil

import pytest
from click.testing import CliRunner
from tests.scenario.files import ROOT

from laborsim.cli import main

SMALL = ["--pairs", "2", "-j", "1", "--set", "run.scale=200000", "--set", "horizon.end=2024-12"]
PARKS = "levers.entrepreneurship_parks={values: null, interpolate: null, value: 3000, start: 2024-03}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a folder with the shipped scenarios."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    return folder


def ask(desk, *words: str, file: str = "parks-3000"):
    path = str(desk / "scenarios" / f"{file}.yaml")
    return CliRunner().invoke(main, ["sweep", path, *words, "-o", str(desk / "runs")])


def test_one_lever_is_answered_in_both_languages_and_leaves_a_folder_that_verifies(desk):
    words = ["entrepreneurship_parks=2200,9000", "--set", PARKS, *SMALL]
    told = ask(desk, *words)
    assert told.exit_code == 0, told.output
    assert "2,200 parks: the level that stands" in told.stderr and "yuan/1 a year" in told.stderr
    chinese = ask(desk, *words, "--lang", "zh")
    assert "现有力度" in chinese.stderr
    shown = json.loads(ask(desk, *words, "--json").stdout)
    assert [row["entrepreneurship_parks"] for row in shown["rows"]] == [2200.0, 9000.0]
    assert shown["rows"][0]["verdict"] == "no effect"
    folder = ask(desk, *words, "-q").stdout.strip()
    assert folder == shown["folder"]
    names = {path.name for path in (desk / folder).rglob("*") if path.is_file()}
    assert {"sweep.csv", "sweep-steps.csv", "manifest.json", "sweep-founders-in-business-cn.png"} <= names
    assert CliRunner().invoke(main, ["verify", folder]).exit_code == 0
    with (desk / folder / "sweep.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [float(row["mean"]) for row in rows] == [row["mean"] for row in shown["rows"]]


def test_two_levers_make_a_grid_at_a_number_of_ones_own_choice(desk):
    posts = "levers.workshops={value: 50000, source: ASSUMPTION}"
    words = ["entrepreneurship_parks=3000,9000", "workshops=30000,60000,90000", "--set", PARKS, "--set", posts, *SMALL]
    told = ask(desk, *words, "--indicator", "local_workers", "--region", "CN-GS", "--on", "2024-10")
    assert told.exit_code == 0, told.output
    header, *rows = [line.split("\t") for line in told.stdout.splitlines()]
    assert len(rows) == 6
    assert {tuple(row[:4]) for row in rows} == {("local_workers", "persons", "CN-GS", "2024-10")}
    assert header[4:6] == ["entrepreneurship_parks", "workshops"]
    assert any((desk / "runs").rglob("sweep-local-workers-cn-gs.png"))


def test_the_shipped_goals_under_a_shock_are_answered_at_every_dose(desk):
    small = ["--pairs", "1", "-j", "1", "--set", "run.scale=200000"]
    told = ask(desk, "public_welfare_posts=700000,2000000", *small, file="posts-against-slump")
    assert told.exit_code == 0, told.output
    assert "both have the shock exports" in told.stderr
    assert "goal: at least 100,000 persons more than without the measures by Dec 2026" in told.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["entrepreneurship_parks=99999"], 3, "lies outside 0 … 20,000 parks"),
        (["entrepreneurship_park=3000"], 3, "did you mean entrepreneurship_parks?"),
        (["entrepreneurship_parks=" + ",".join(str(3000 + k) for k in range(1000))], 3, "a sweep of 1,000 cells"),
        (["entrepreneurship_parks=3000", "--indicator", "happiness"], 3, "unknown indicator 'happiness'"),
        (["entrepreneurship_parks=3000", "--on", "soon"], 3, "E701"),
        (["entrepreneurship_parks=3000", "--baseline", "none"], 2, "compared with nothing"),
        ([], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_answered_is_refused_before_anything_is_simulated(desk, words, code, said):
    before = sorted(desk.rglob("*.npz"))
    refused = ask(desk, *words)
    assert (refused.exit_code, said in refused.output) == (code, True), refused.output
    assert sorted(desk.rglob("*.npz")) == before
