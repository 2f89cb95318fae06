"""Answers at several sizes: none stands silently beside a coarser one, and drafts are drafts."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.analysis.toy_levers import BASELINE, SCENARIO, simulate_toy
from tests.scenario.files import ROOT

from laborsim.analysis.answer_files import FOLDER, AnswerPart, csv_leaf, keep
from laborsim.cli import main
from laborsim.experiment.finished_run import Run
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.report.answers.answer_sizes import made_with, others_lines, sized_part
from laborsim.report.text.what_if import what_if_lines
from laborsim.scenario.load import load_scenario


@pytest.fixture
def scenario_file(tmp_path: Path) -> Path:
    (tmp_path / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (tmp_path / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    return tmp_path / "three.yaml"


@pytest.fixture
def made(scenario_file: Path) -> Run:
    return run(ask(scenario_file), Options(out=scenario_file.parent / "runs", engine=Engine(1, simulate_toy)))


def part(name: str) -> AnswerPart:
    return AnswerPart("Was it additional?", ["net +1"], [csv_leaf(name, ("a",), [(1,)])])


def sizes_of(made: Run) -> dict[str, list[str]]:
    with (made.path / FOLDER / "sizes.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {name: cells for name, *cells in csv.reader(lines)}


def test_an_answer_from_coarser_worlds_says_so_in_its_first_line_and_that_it_stands_beside_part_1(made: Run) -> None:
    persons, runs = made.scenario.run.scale.default, len(made.manifest["replicates"])
    told = sized_part(part("ledger.csv"), made, made_with(made, coarser=10, pairs=2)).lines
    assert told[0] == (
        f"Simulated with {10 * persons:,} persons per agent, 2 pairs of runs; the run itself (part 1) with {persons:,} "
        f"persons per agent, {runs} pairs of runs: these numbers stand beside those of part 1, not for them."
    )
    assert told[1:] == ["net +1"]


def test_an_answer_of_the_whole_run_needs_no_such_line(made: Run) -> None:
    assert sized_part(part("effects.csv"), made, made_with(made)).lines == ["net +1"]


def test_every_file_of_answers_stands_in_one_table_with_its_own_size(made: Run) -> None:
    persons = made.scenario.run.scale.default
    for name, coarser in (("ledger.csv", 10), ("causes.csv", 1), ("ledger.csv", 5)):
        keep(made, sized_part(part(name), made, made_with(made, coarser, 2)).leaves)
    assert sizes_of(made) == {
        "file": ["persons_per_worker", "pairs", "sets_of_assumptions"],
        "causes.csv": [f"{persons:,}", "2", ""],
        "ledger.csv": [f"{5 * persons:,}", "2", ""],
    }
    assert made.verify() == []


def test_an_answer_told_alone_names_the_files_of_another_size_beside_it(made: Run) -> None:
    keep(made, sized_part(part("ledger.csv"), made, made_with(made, 10, 2)).leaves)
    leaves, size = part("causes.csv").leaves, made_with(made, 1, 2)
    [line] = others_lines(made, leaves, size)
    assert line.endswith("and 2 pairs of runs: ledger.csv")
    assert f"{10 * made.scenario.run.scale.default:,} persons per agent" in line
    assert others_lines(made, leaves, made_with(made, 10, 2)) == []


@pytest.mark.parametrize("command", ["answer", "attribute", "solve"])
def test_a_scenario_can_be_asked_quickly(command: str) -> None:
    assert "--quick" in CliRunner().invoke(main, [command, "--help"]).output


def test_a_quick_question_is_a_small_run_and_a_draft(scenario_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Changes] = []

    def stop(look: object, given: Path, changes: Changes, how: object) -> None:
        asked.append(changes)
        raise SystemExit(0)

    monkeypatch.setattr("laborsim.cli.run.answer", stop)
    for command in ("answer", "attribute"):
        CliRunner().invoke(main, [command, str(scenario_file), "--quick"])
    assert [changes.quick for changes in asked] == [True, True]


@pytest.mark.parametrize("command", ["answer", "attribute", "solve"])
@pytest.mark.parametrize("change", [["--quick"], ["--set", "run.seed=2"]])
def test_a_run_that_is_made_is_not_changed(made: Run, command: str, change: list[str]) -> None:
    more = ["--goal", "founders_in_business", "--lever", "workshops"] if command == "solve" else []
    refused = CliRunner().invoke(main, [command, str(made.path), *more, *change])
    assert refused.exit_code == 2
    assert "is a run that is made: give its scenario" in refused.output


def test_what_is_told_of_a_draft_says_so_first(scenario_file: Path) -> None:
    from laborsim.cli.answer import under_cautions

    plain = load_scenario(scenario_file).scenario
    what_if = load_scenario(ROOT / "scenarios" / "what-if-mobile.yaml").scenario
    draft = "DRAFT: a trial run, not for decisions"
    assert under_cautions(part("causes.csv"), plain, True, "en").lines == [draft, "net +1"]
    assert under_cautions(part("causes.csv"), plain, False, "en").lines == ["net +1"]
    first, *assumed, last = under_cautions(part("causes.csv"), what_if, True, "en").lines
    assert (first, last) == (draft, "net +1") and assumed == list(what_if_lines(what_if, "en")) != []
