"""With --json a command prints one JSON object and nothing else; without it, whole lines."""

import json

import pytest
from click.testing import CliRunner
from tests.scenario.files import ROOT, write

from laborsim.cli import main

COARSE = "laborsim: 1\nid: coarse\nextends: national-baseline.yaml\nrun: {scale: 100000}\n"

QUICK = [
    ["figures", "--search", "founders 2024"],
    ["figures", "--search", "no such words"],
    ["levers"],
    ["levers", "workshops"],
    ["explain", "scenarios/parks-3000.yaml"],
    ["validate", "scenarios/parks-3000.yaml"],
    ["validate", "tests/scenario/bad2.yaml"],
    ["run", "tests/scenario/bad2.yaml"],
    ["run", "scenarios/parks-3000.yaml", "--dry-run"],
    ["runs", "-o", "nowhere"],
]


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_json_is_one_object(words, monkeypatch):
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, [*words, "--json"])
    assert isinstance(json.loads(done.stdout), dict)


@pytest.mark.parametrize("words", [["figures", "--search", "founders 2024"], ["figures", "--search", "xyzzy"]])
def test_what_is_printed_ends_with_a_whole_line(words):
    shown = CliRunner().invoke(main, words).stdout
    assert shown.endswith("\n") and not shown.endswith("\n\n")


def test_the_table_of_a_baseline_is_the_same_numbers_as_json(tmp_path):
    path = write(tmp_path, COARSE)
    as_table = CliRunner().invoke(main, ["base", str(path)])
    as_json = CliRunner().invoke(main, ["base", str(path), "--json"])
    assert (as_table.exit_code, as_json.exit_code) == (0, 0), as_json.output
    found = json.loads(as_json.stdout)
    assert len(found["figures"]) + len(found["flows"]) == as_table.stdout.count("\n| ") - 3
    total = next(row for row in found["figures"] if row["figure"] == "migrant workers")
    assert f"| migrant workers | {total['published']:.2f} million | {total['base_date']:.2f} |" in as_table.stdout
    assert len(total["after"]) == len(total["trend"]) == 2
