"""What two scenarios say differently: values, units, dates, sources, and where each stands."""

import json

import pytest
from click.testing import CliRunner
from tests.house import ROOT

from laborsim.analysis.compare.diff import diff
from laborsim.cli import main

SCENARIOS = ROOT / "scenarios"
PARKS, RETURN = SCENARIOS / "parks-3000.yaml", SCENARIOS / "return-home-2025.yaml"


def test_a_scenario_says_the_same_as_itself():
    assert diff(PARKS, PARKS) == []


def test_values_dates_units_sources_and_places_are_told():
    rows = {row.key: row for row in diff(PARKS, RETURN)}
    subsidy = rows["levers.startup_subsidy.value"]
    assert (subsidy.unit, [said.value for said in subsidy.said]) == ("CNY/founder", [None, "10000"])
    assert subsidy.said[1].origin.startswith(f"{RETURN}:")
    assert rows["levers.startup_subsidy.start"].said[1].value == "2025-01"
    assert rows["levers.entrepreneurship_parks.values.2027-12"].unit == "parks"
    assert "levers.entrepreneurship_parks.source" in rows
    assert "title" not in rows


def test_what_is_inherited_is_compared_as_if_it_were_typed(tmp_path):
    (tmp_path / "a.yaml").write_text("laborsim: 1\nid: a\nextends: national-baseline.yaml\nrun: {seed: 1}\n", "utf-8")
    (tmp_path / "b.yaml").write_text("laborsim: 1\nid: b\nextends: national-baseline.yaml\nrun: {seed: 2}\n", "utf-8")
    (row,) = diff(tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert (row.key, [said.value for said in row.said]) == ("run.seed", ["1", "2"])


def test_another_baseline_is_a_difference(tmp_path):
    text = "laborsim: 1\nid: a\nextends: national-baseline.yaml\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"{text}tags: [baseline]\n", encoding="utf-8")
    (row,) = diff(tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert (row.key, [said.value for said in row.said]) == ("compared with", ["national-baseline", "nothing"])


def test_in_a_pipe_every_difference_is_a_line_with_its_places():
    result = CliRunner().invoke(main, ["diff", str(PARKS), str(RETURN)])
    assert result.exit_code == 0
    header, *lines = result.stdout.splitlines()
    assert header.split("\t")[:3] == ["key", "unit", str(PARKS)]
    assert all(len(line.split("\t")) == 6 for line in lines)
    data = json.loads(CliRunner().invoke(main, ["diff", "--json", str(PARKS), str(RETURN)]).stdout)
    assert len(data["differences"]) == len(lines)


@pytest.mark.parametrize(("words", "code"), [([str(PARKS)], 2), ([str(PARKS), "nowhere.yaml"], 6)])
def test_a_wrong_command_line_is_told(words, code):
    assert CliRunner().invoke(main, ["diff", *words]).exit_code == code


def test_a_folder_without_a_scenario_file_is_told(tmp_path):
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="keeps none"):
        diff(tmp_path, PARKS)
