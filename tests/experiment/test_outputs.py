"""The files of a run, opened by what other people open them with."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.conftest import BASELINE, SCENARIO
from tests.experiment.stand_in import fake_simulate

from laborsim.experiment.finished_run import Run, find_runs, open_run
from laborsim.experiment.indicators.indicator_table import summary_dates, summary_places
from laborsim.experiment.indicators.summary import met_in_words
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.model.ledger import STAGES
from laborsim.published.indicators import indicators
from laborsim.published.regions import region_codes
from laborsim.scenario.load import load_scenario

REPLICATES = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("made")
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "subsidy.yaml").write_text(SCENARIO, encoding="utf-8")
    options = Options(out=folder / "runs", engine=Engine(simulate=fake_simulate))
    return run(ask(folder / "subsidy.yaml", Changes()), options)


def test_the_series_hold_every_variable_of_both_worlds(made: Run) -> None:
    series = pd.read_parquet(made.path / "series.parquet")
    assert list(series.columns) == ["world", "replicate", "draw", "month", "region", "variable", "value"]
    assert set(series.world) == {"scenario", "baseline"}
    _, results = next(made.results())
    one = series[(series.world == "scenario") & (series.replicate == 0) & (series.variable == "founder")]
    assert one.pivot(index="month", columns="region", values="value")[list(results.regions)].to_numpy().tolist() == (
        results.count("founder").tolist()
    )
    spent = series[(series.variable == "startup_subsidy: spent_fen") & (series.replicate == 0)]
    assert set(spent.world) == {"scenario"}
    subsidy = results.service_names.index("startup_subsidy")
    assert spent.value.sum() == results.services[:, subsidy, :, STAGES.index("spent_fen")].sum()


def test_the_flows_hold_origin_and_destination_by_year(made: Run) -> None:
    flows = pd.read_parquet(made.path / "flows.parquet")
    assert sorted(flows.year.unique()) == [2023, 2024]
    _, results = next(made.results())
    mine = flows[(flows.world == "scenario") & (flows.replicate == 0) & (flows.year == 2023)]
    assert mine.persons.sum() == results.od[0].sum()
    found = mine[(mine.origin == "CN-GS") & (mine.destination == "CN-BJ")].persons.item()
    assert found == results.od[0][results.regions.index("CN-GS"), results.regions.index("CN-BJ")]


def test_open_businesses_have_no_end_and_places_have_their_code(made: Run) -> None:
    spells = pd.read_parquet(made.path / "spells.parquet")
    assert spells.end.isna().all()
    assert set(spells.start) == {"2023-05"}
    assert set(spells.region) == {"CN-BJ"}


def test_the_same_people_are_followed_in_both_worlds(made: Run) -> None:
    sample = pd.read_parquet(made.path / "sample.parquet")
    people = [set(sample[sample.world == world].worker_id) for world in ("scenario", "baseline")]
    assert people[0] == people[1] == {0, 249, 499}
    assert set(sample.status) == {"local"}
    assert set(sample.replicate) == {0}


def test_the_summary_is_one_row_per_indicator_place_and_date(made: Run) -> None:
    text = json.loads((made.path / "summary.json").read_text(encoding="utf-8"))
    assert (text["schema"], text["scenario"], text["run"]) == ("laborsim/summary/2", "subsidy", made.run_id)
    keys = [(row["indicator"], row["region"], row["date"], row["group"]) for row in text["rows"]]
    assert len(keys) == len(set(keys))
    assert ("pay_all", "East", "2024-12", "all") in keys
    assert not any(key[0] == "return_moves" and key[2] == "2023-12" for key in keys)  # no year is over yet


def test_a_goal_is_judged_run_by_run(made: Run) -> None:
    (row,) = [row for row in made.summary if row["goal"]]
    founders = made.series("founders_in_business")[:, made.months.index(1499)]
    assert row["goal"]["met_share"] == (founders >= 2_000_000).mean()
    assert row["scenario"]["median"] == np.median(founders)
    assert row["goal"]["is_met"] is False


def test_effects_are_paired_replicate_by_replicate(made: Run) -> None:
    (row,) = [row for row in made.summary if row["goal"]]
    pairs = made.series("founders_in_business") - made.series("founders_in_business", world="baseline")
    assert row["effect"]["median"] == np.median(pairs[:, made.months.index(1499)]) == 31 * 10_000
    before = made.months.index(1488)
    assert (pairs[:, :before] == 0).all()  # not yet in force
    at_start = [row for row in made.summary if row["date"] == "2023-12" and row["indicator"] != "cost"]
    assert {row["effect"]["verdict"] for row in at_start} == {"no effect"}


def test_a_world_compared_with_itself_has_the_same_numbers_and_no_effect_to_show(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    twin = BASELINE.replace("id: plain", "id: twin").replace("tags: [baseline]", "")
    (tmp_path / "twin.yaml").write_text(twin, encoding="utf-8")
    options = Options(out=tmp_path / "runs", engine=Engine(simulate=fake_simulate))
    asked = ask(tmp_path / "twin.yaml", Changes(baseline=tmp_path / "plain.yaml"))
    rows = run(asked, options).summary
    assert rows and all(row["scenario"] == row["baseline"] and row["effect"] is None for row in rows)


def test_the_csv_opens_in_a_spreadsheet_and_holds_no_formula(made: Run) -> None:
    data = (made.path / "summary.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == len(made.summary)
    (goal,) = [row for row in rows if row["goal_min"]]
    assert goal["goal_source"] == "'=1+1"


def test_the_summary_says_which_two_worlds_its_effects_subtract(made: Run) -> None:
    with (made.path / "summary.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {(row["scenario"], row["against"]) for row in csv.DictReader(lines)} == {("subsidy", "plain")}
    head = json.loads((made.path / "summary.json").read_text(encoding="utf-8"))
    assert (head["scenario"], head["against"]) == ("subsidy", "plain")


def test_the_iamc_file_has_one_line_per_world_place_and_variable(made: Run) -> None:
    table = pd.read_csv(made.path / "iamc.csv")
    assert list(table.columns) == ["Model", "Scenario", "Region", "Variable", "Unit", "2023", "2024"]
    assert not table.duplicated(["Scenario", "Region", "Variable"]).any()
    assert set(table.Scenario) == {"subsidy", "plain"}
    mine = table[(table.Scenario == "subsidy") & (table.Region == "CN")].set_index("Variable")
    over_50 = mine.loc["Share|Migrant Workers|Above 50"]
    assert over_50.Unit == "%"
    assert over_50["2024"] == pytest.approx(100 * np.mean(made.series("share_over_50")[:, made.months.index(1499)]))


def test_provinces_and_zones_of_the_iamc_file_add_up_to_the_nation(made: Run) -> None:
    table = pd.read_csv(made.path / "iamc.csv").set_index(["Scenario", "Variable", "Region"]).sort_index()
    zones = {"East", "Central", "West", "Northeast"}
    for scenario in ("subsidy", "plain"):
        for indicator in (found for found in indicators().values() if found.adds_up):
            parts = table.loc[scenario, indicator.iamc]
            for year in ("2023", "2024"):
                nation = parts.loc["CN", year]
                for some in ([*region_codes()], [*zones]):
                    assert parts.loc[some, year].sum(skipna=False) == pytest.approx(nation, rel=1e-12, nan_ok=True), (
                        indicator.name
                    )


def test_the_resolved_scenario_asks_the_same_and_says_where_its_values_stand(made: Run) -> None:
    path = made.path / "scenario.resolved.yaml"
    assert load_scenario(path).scenario == made.scenario.model_copy(update={"run": load_scenario(path).scenario.run})
    assert "value: 96.7  # plain.yaml:8" in path.read_text(encoding="utf-8")


def test_an_opened_run_gives_back_scenario_worlds_and_series(made: Run) -> None:
    again = open_run(made.path)
    assert again.scenario.id == "subsidy"
    assert [replicate for replicate, _ in again.results("baseline")] == [0, 1, 2]
    assert again.series("founder", "CN-GS").shape == (REPLICATES, len(again.months))
    assert find_runs(made.path.parents[1]) == [open_run(made.path).baseline, again]


def test_where_an_indicator_and_a_variable_share_a_name_the_indicator_is_meant(made: Run) -> None:
    starts = made.series("business_starts")
    assert np.isnan(starts[:, :12]).all()
    _, results = next(made.results())
    assert starts[0, 12] == results.count("business_starts")[1:13].sum()


def test_a_baseline_that_is_gone_is_named(made: Run, tmp_path: Path) -> None:
    moved = tmp_path / "subsidy" / made.path.name
    moved.parent.mkdir()
    moved.symlink_to(made.path)
    with pytest.raises(FileNotFoundError, match="run the scenario again"):
        open_run(moved).world("baseline")


def test_a_folder_without_a_manifest_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_run(tmp_path)


def test_a_province_question_reports_its_province_and_the_nation(scenario_file: Path) -> None:
    province = ask(scenario_file, Changes(overrides=["regions=[CN-GS]"])).scenario
    assert summary_places(province) == ("CN-GS", "CN")
    assert len(summary_places(ask(scenario_file).scenario)) == len(region_codes()) + 5
    assert [month - province.horizon.start for month in summary_dates(province)] == [0, 12, 14]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "in every run"),
        (0.95, "almost surely"),
        (0.5, "more likely than not"),
        (0.1, "unlikely"),
        (0, "in no run"),
    ],
)
def test_the_share_of_runs_that_meet_a_goal_is_said_in_words(share: float, words: str) -> None:
    assert met_in_words(share) == words
