"""Every place that a question, a measure or a goal names has its rows; a zone is told as a zone."""

from pathlib import Path

import pytest
from tests.conftest import BASELINE
from tests.experiment import stand_in

from laborsim.experiment.indicators.headline import headline, home
from laborsim.experiment.indicators.indicator_table import summary_places
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Asked, ask
from laborsim.experiment.running.run import Options, run
from laborsim.published.regions import expand, region_codes
from laborsim.report.tables.run import summary_rows

TEXT = """
laborsim: 1
id: places
extends: plain.yaml
regions: {regions}
levers:
  startup_subsidy: {{value: 10000, unit: CNY/founder, start: 2024-06, regions: {measure}, source: ASSUMPTION}}
"""


def asked(folder: Path, regions: str, measure: str) -> Asked:
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "places.yaml").write_text(TEXT.format(regions=regions, measure=measure), encoding="utf-8")
    return ask(folder / "places.yaml")


NORTHEAST = {"CN-LN", "CN-JL", "CN-HL", "Northeast"}


@pytest.mark.parametrize(
    ("regions", "measure", "places", "where"),
    [
        ("[West]", "[West]", {*expand("West"), "West"}, "West"),
        ("[CN-HL, CN-LN, CN-JL]", "[CN]", NORTHEAST, "Northeast"),
        ("[CN-GS]", "[Northeast]", {"CN-GS", *NORTHEAST}, "CN-GS"),
        ("[CN-GS, CN-HA]", "[CN-SC]", {"CN-GS", "CN-HA", "CN-SC"}, "CN"),
        ("[Northeast, CN-GS]", "[CN]", {"CN-GS", *NORTHEAST}, "CN"),
        ("[CN]", "[West]", {*region_codes(), "East", "Central", "West", "Northeast"}, "CN"),
    ],
)
def test_places_that_are_named_have_rows_and_a_zone_is_what_the_question_is_about(
    tmp_path: Path, regions: str, measure: str, places: set[str], where: str
) -> None:
    question = asked(tmp_path, regions, measure)
    assert set(summary_places(question.scenario)) == places | {"CN"}
    assert home(question.scenario) == where
    assert {point.region for point in headline(question.scenario, question.baseline)} == {where}


def test_a_zone_is_in_the_files_and_in_the_table_of_its_run(tmp_path: Path) -> None:
    made = run(asked(tmp_path, "[West]", "[West]"), Options(tmp_path / "runs", Engine(simulate=stand_in.fake_simulate)))
    assert {row.region for row in summary_rows(made)} == {"West"}
    for name in ("summary.csv", "iamc.csv"):
        lines = (made.path / name).read_text("utf-8-sig").splitlines()
        assert any(",West," in line for line in lines)
    of_zone = {row["region"]: row for row in made.summary if row["indicator"] == "local_workers"}
    members = sum(of_zone[code]["scenario"]["mean"] for code in expand("West"))
    assert of_zone["West"]["scenario"]["mean"] == pytest.approx(members)
