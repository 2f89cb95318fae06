"""A what-if in a run: another identity, a stamp on every output, and refused before anything is simulated."""

import csv
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from tests.experiment import stand_in
from tests.house import ROOT

from laborsim.analysis.answer_files import csv_leaf, keep
from laborsim.analysis.compare.comparability import refuse_scenarios
from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running import base_dates
from laborsim.experiment.running.planned_runs import case_of
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import Task, _base_key
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.manifest import what_ifs
from laborsim.parameters.parameters import Parameters
from laborsim.report.albums.run import Pictures
from laborsim.report.tables.run import caution_lines
from laborsim.report.text.phrases import NO_WORDS
from laborsim.report.text.provenance import Provenance, footnote, stamp
from laborsim.report.text.what_if import what_if_both, what_if_lines

SET = ("parameters.income_elasticity=2.2", "parameters.wage_curve={dist: uniform, low: -0.15, high: -0.05}")
WORDS = "income_elasticity 2.2, wage_curve uniform low -0.15, high -0.05"


@pytest.fixture
def answer(scenario_file, tmp_path):
    def answer(*overrides):
        options = Options(out=tmp_path / "runs", engine=Engine(simulate=stand_in.fake_simulate))
        return run(ask(scenario_file, Changes(overrides=overrides)), options)

    return answer


def test_the_what_if_is_part_of_what_a_run_is(answer):
    plain, other = answer(), answer("parameters.stay=4")
    assert plain.run_id != other.run_id
    assert plain.manifest["baseline"]["run"] != other.manifest["baseline"]["run"]
    assert other.scenario.parameters == other.baseline.scenario.parameters != ()
    assert answer("parameters.stay=4.0").run_id == other.run_id


def test_every_file_that_names_its_run_says_so(answer):
    made = answer("parameters.stay=4")
    assert what_ifs(made.manifest) == what_ifs(made.baseline.manifest) == {"stay": "4"}
    rows = list(csv.DictReader((made.path / "summary.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["what_if"] for row in rows} == {"stay 4"}
    assert json.loads((made.path / "summary.json").read_bytes())["what_if"] == "stay 4"
    table = list(csv.DictReader((made.path / "iamc.csv").read_text(encoding="utf-8").splitlines()))
    assert all(row["Model"].endswith(", what if stay 4") for row in table)
    [path] = keep(made, [csv_leaf("prices.csv", ("a", "b"), [("x", 1), ("=y", 2)])])
    for name in ("costs.csv", path.relative_to(made.path)):
        head, *rows = csv.reader((made.path / name).read_text(encoding="utf-8-sig").splitlines())
        assert head[-1] == "what_if" and all(row[-1] == "stay 4" for row in rows)
    for name in ("series", "flows", "spells", "sample"):
        table = made.path / f"{name}.parquet"
        if table.exists():
            told = pq.read_schema(table).metadata
            assert told[b"what_if"] == b"stay 4" and told[b"scenario"] == made.scenario.id.encode()
            assert told[b"baseline"] == made.baseline.scenario.id.encode()
    assert pq.read_schema(made.path / "series.parquet").metadata
    assert caution_lines(made) == what_if_lines(made.scenario, "en")
    assert Pictures(made).provenance(None).what_if == what_if_both(made.scenario)


def test_a_run_of_the_shipped_calibration_says_nothing(answer):
    made = answer()
    assert what_ifs(made.manifest) == {} and caution_lines(made) == []
    assert {row["what_if"] for row in csv.DictReader((made.path / "summary.csv").read_text().splitlines())} == {""}
    assert json.loads((made.path / "summary.json").read_bytes())["what_if"] is None
    assert "what if" not in (made.path / "iamc.csv").read_text(encoding="utf-8")
    assert Pictures(made).provenance(None).what_if == NO_WORDS


def test_a_run_from_before_there_were_what_ifs_has_none(answer):
    made = answer()
    manifest = {key: value for key, value in made.manifest.items() if key != "what_if"}
    assert what_ifs(manifest) == {}


def test_a_figure_is_stamped_beside_draft_and_explained_below(answer):
    made = answer("parameters.stay=4")
    told = Provenance("x", 1, "0", "id", is_draft=True, what_if=what_if_both(made.scenario))
    assert stamp(told, "en") == "DRAFT · WHAT IF" and stamp(told, "zh") == "试算 · 假设参数"
    assert "not the shipped calibration: value of staying put 4 (shipped: 2.4)" in footnote(told, "en").lower()
    assert "非模型校准值" in footnote(told, "zh") and "（校准值2.4）" in footnote(told, "zh")


def test_given_parameters_do_not_stand_beside_those_that_a_scenario_sets(scenario_file, tmp_path):
    asked = ask(scenario_file, Changes(overrides=("parameters.stay=4",)))
    with pytest.raises(WrongInput, match="sets parameters, and others are given with it: give one of them"):
        case_of(replace(asked, parameters=Parameters()), tmp_path)


def test_runs_with_other_parameters_are_not_compared(answer):
    worlds = [(made.scenario, made.baseline.scenario) for made in (answer(), answer("parameters.stay=4"))]
    with pytest.raises(WrongInput, match="what if: a has the shipped parameters, b has stay 4"):
        refuse_scenarios(worlds, ["a", "b"])


def test_a_base_date_with_drawn_parameters_is_not_another_pairs(scenario_file, tmp_path):
    asked = ask(scenario_file, Changes(overrides=("run.draws=0", *SET))).scenario
    keys = {_base_key(Task(asked, replicate, tmp_path)) for replicate in range(3)}
    assert len(keys) == 3
    number = ask(scenario_file, Changes(overrides=("run.draws=0", SET[0]))).scenario
    assert len({_base_key(Task(number, replicate, tmp_path)) for replicate in range(3)}) == 1


def test_a_draw_that_cannot_be_held_is_named_before_anything_is_simulated(scenario_file, tmp_path):
    asked = ask(
        scenario_file, Changes(replicates=2, overrides=("parameters.slow_finders=0.8", "parameters.slow_finding=0.05"))
    )
    with pytest.raises(
        WrongInput,
        match=r"(?s)E319: .*replicate 1, draw 1: with slow_finders 0.8, slow_finding 0.05: .*hint: go less far",
    ):
        run(asked, Options(out=tmp_path / "runs", engine=Engine(jobs=1)))
    assert not list(tmp_path.glob("runs/*/*"))


def test_the_ends_of_a_distribution_are_looked_at(scenario_file, monkeypatch):
    looked = []

    def not_held(scenario, replicate, which):
        looked.append((which, {one.name: one.value for one in scenario.parameters}))
        value = looked[-1][1]["stay"]
        return base_dates.NotHeld(which, "with too much", "go back") if value > 3 else None

    monkeypatch.setattr(base_dates, "_not_held", not_held)
    spread = "parameters.stay={dist: uniform, low: 2, high: 4}"
    asked = ask(scenario_file, Changes(overrides=(spread, "parameters.wait=0"))).scenario
    found = list(base_dates.corners_not_held(asked))
    assert [(name, fault.which.en) for name, fault in found] == [("stay", "the high end at the point estimate")]
    assert [values for _, values in looked] == [{"stay": s, "wait": 0} for s in (3, 2, 4)]


def test_a_run_opened_again_is_the_same_question(answer):
    made = answer(*SET)
    assert Run(made.path).scenario.parameters == made.scenario.parameters
    assert {row["what_if"] for row in csv.DictReader((made.path / "summary.csv").read_text().splitlines())} == {WORDS}


def test_the_shipped_example_runs(tmp_path):
    changes = Changes(replicates=1, scale=100_000, overrides=("horizon.end=2025-02",))
    made = run(ask(ROOT / "scenarios" / "what-if-mobile.yaml", changes), Options(out=tmp_path, engine=Engine(jobs=1)))
    assert what_ifs(made.manifest) == {
        "income_elasticity": "4",
        "wage_curve": "triangular low -0.15, mode -0.1, high -0.05",
    }
    assert made.summary and made.verify() == []
