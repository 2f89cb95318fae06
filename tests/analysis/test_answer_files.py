"""Answers in a run's folder: they stand there with their hashes, can be verified, and are printed as asked."""

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.analysis.toy_levers import BASELINE, SCENARIO, simulate_toy
from tests.report.dialects import dialects
from tests.report.figure_check import check

from laborsim.analysis.answer_files import FOLDER, AnswerPart, Leaf, csv_leaf, json_leaf, keep
from laborsim.analysis.attribution.attribution import attribute, attribution_of
from laborsim.analysis.attribution.tables import CAUSES, cause_leaves, cause_rows
from laborsim.analysis.counterfactuals import Sizes
from laborsim.cli import main
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import effect_of
from laborsim.experiment.indicators.summary import EVERYBODY
from laborsim.experiment.run_errors import CannotWrite, Damaged, FolderBusy, OtherRun, WrongInput
from laborsim.experiment.running.extra_worlds import Bench, bench_of
from laborsim.experiment.running.pool import Engine
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.run import Options, run
from laborsim.experiment.store.run_folder import claimed, lock_of
from laborsim.report.albums.attribution import waterfalls
from laborsim.report.answers import questions
from laborsim.report.answers.answer_sizes import with_worlds
from laborsim.report.answers.attribution import cause_lines
from laborsim.report.answers.questions import QUESTIONS, asking_of
from laborsim.report.text.labels import levers_of

TOY = Engine(1, simulate_toy)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("answers")
    (folder / "plain.yaml").write_text(BASELINE, encoding="utf-8")
    (folder / "three.yaml").write_text(SCENARIO, encoding="utf-8")
    return run(ask(folder / "three.yaml"), Options(out=folder / "runs", engine=TOY))


@pytest.fixture(scope="module")
def causes(made):
    return attribute(made, bench_of(made, TOY), Sizes(4))


def test_a_run_with_answers_is_as_whole_as_it_was_and_a_changed_answer_is_found(made):
    keep(made, [csv_leaf("some.csv", ("a",), [(1,)]), Leaf("figures/some.png", b"png")])
    assert made.verify() == []
    assert (made.path / FOLDER / "figures" / "some.png").read_bytes() == b"png"
    (made.path / FOLDER / "some.csv").write_text("changed", encoding="utf-8")
    assert [one.en for one in made.verify()] == ["answers/some.csv: changed"]
    keep(made, [csv_leaf("some.csv", ("a",), [(1,)])])
    assert made.verify() == []


@pytest.fixture
def damaged(made, tmp_path) -> Run:
    shutil.copytree(made.path.parents[1], tmp_path / "runs")
    copy = Run(tmp_path / "runs" / made.path.parent.name / made.path.name)
    path = next((copy.path / "replicates").glob("00000-*"))
    path.write_bytes(path.read_bytes()[:-50])
    return copy


def test_answers_do_not_seal_a_damaged_run_as_whole(damaged):
    before = damaged.verify()
    assert len(before) == 1
    with pytest.raises(Damaged, match=r"replicates/00000-.* is damaged or missing: run its scenario again"):
        keep(damaged, [Leaf("new.csv", b"1")])
    assert damaged.verify() == before
    assert not (damaged.path / FOLDER / "new.csv").exists()


@pytest.mark.parametrize("which", ["scenario", "baseline"])
def test_nothing_is_simulated_for_answers_that_would_stand_on_a_damaged_run(made, tmp_path, which):
    shutil.copytree(made.path.parents[1], tmp_path / "runs")
    copy = Run(tmp_path / "runs" / made.path.parent.name / made.path.name)
    (copy.path if which == "scenario" else copy.baseline.path).joinpath("summary.csv").unlink()
    with pytest.raises(Damaged, match=r"summary.csv is damaged or missing"):
        bench_of(copy, TOY)


def test_solve_does_not_look_for_a_dose_in_a_damaged_run(damaged):
    words = ["solve", str(damaged.path), "--goal", "placed_workers", "--lever", "public_welfare_posts", "--pairs", "2"]
    found = CliRunner().invoke(main, words)
    assert found.exit_code == 6
    assert "is damaged or missing" in found.stderr


def test_the_same_question_is_still_answered_from_disk(made):
    keep(made, [json_leaf("some.json", {"a": 1})])
    told: list[str] = []
    run(ask(made.path.parents[2] / "three.yaml"), Options(out=made.path.parents[1], engine=TOY, tell=told.append))
    assert told == [f"answered from disk: {made.path}"]


def test_nobody_writes_answers_while_somebody_else_works_in_the_folder(made):
    with claimed(lock_of(made.path)), pytest.raises(FolderBusy):
        keep(made, [Leaf("some.csv", b"")])


def test_texts_in_answers_are_harmless_to_a_spreadsheet():
    assert "' =1+1" in csv_leaf("a.csv", ("a",), [(" =1+1",)]).content.decode("utf-8-sig")


def test_a_run_of_other_code_is_not_asked_about_worlds_of_today(made, monkeypatch):
    monkeypatch.setattr("laborsim.experiment.running.extra_worlds.question", lambda *_: {"code": "other"})
    with pytest.raises(WrongInput, match="another version of laborsim"):
        bench_of(made)


def test_every_share_of_the_lines_stands_in_the_table_with_its_interval(causes):
    rows = [dict(zip(CAUSES, row, strict=True)) for row in cause_rows(causes)]
    levers = {"all", "startup_subsidy", "public_welfare_posts", "training_places"}
    assert {(row["lever"], row["response"]) for row in rows} == {
        (lever, response) for lever in levers for response in ("total", "still", "market")
    } | {("all", "clearing")}
    assert all(row["low_95"] <= row["mean"] <= row["high_95"] for row in rows)
    for leaf in cause_leaves(causes):
        assert leaf.content.startswith(b"\xef\xbb\xbf")


def test_lines_say_how_much_each_lever_does_and_which_overlap(made, causes):
    text = "\n".join(cause_lines(causes, levers_of(made), {}))
    assert "contributions: One-off start-up subsidy +" in text
    assert "response of the markets −" in text and "; where pay clears the market " in text
    assert dialects(text.splitlines()) == []
    assert "Rural public-welfare posts and One-off start-up subsidy overlap: −" in text


def test_a_part_of_another_size_has_the_verdict_of_the_run_and_says_whose_numbers_are_whose(made, causes):
    point = causes.found[0].point
    own = effect_of(np.linspace(-7.0, 7.5, 20))
    told = list(cause_lines(causes, levers_of(made), {point: own}, is_apart=True))
    at = next(k for k, line in enumerate(told) if "not statistically significant" in line and "In brackets" not in line)
    assert "in these pairs, simulated beside the run: " in told[at + 1]
    for verdict in ("increases", "decreases", "not statistically significant"):
        assert verdict not in told[at + 1]
    same = "\n".join(cause_lines(causes, levers_of(made), {point: own}))
    assert "simulated beside the run" not in same and told[at] in same


@pytest.mark.parametrize("language", ["en", "zh"])
def test_waterfalls_are_clean_in_both_languages_and_end_where_the_scenario_is(made, causes, language):
    for _, figure, table in waterfalls(causes, made, language):
        assert check(figure) == []
        first, *steps, last = (float(row[1]) for row in table.rows)
        assert first + sum(steps) == pytest.approx(last)


def test_answers_that_need_no_other_world_are_told_and_kept(made):
    asking = asking_of(made, Bench(made.path.parents[1], TOY), Sizes(4))
    for find in (QUESTIONS[0], QUESTIONS[1], QUESTIONS[6]):
        part = find(asking)
        assert part.lines
        assert dialects(part.lines) == []
        assert keep(made, part.leaves)
    assert made.verify() == []


@pytest.fixture
def copied(made, tmp_path) -> Run:
    shutil.copytree(made.path.parents[1], tmp_path / "runs")
    shutil.copytree(made.path.parents[2], tmp_path / "scenarios", ignore=shutil.ignore_patterns("runs"))
    return Run(tmp_path / "runs" / made.path.parent.name / made.path.name)


def sealed_with_fewer(run_: Run) -> None:
    """Another number has another folder, but a folder can be sealed with another by hand or by another version."""
    scenario = run_.path.parents[2] / "scenarios" / "three.yaml"
    fewer = run(ask(scenario, Changes(replicates=2)), Options(out=run_.path.parents[1], engine=TOY))
    shutil.rmtree(run_.path)
    shutil.copytree(fewer.path, run_.path)


def damaged_meanwhile(run_: Run) -> None:
    (run_.path / "summary.csv").write_text("invented", encoding="utf-8")


def taken_meanwhile(run_: Run) -> None:
    lock_of(run_.path).mkdir()


@pytest.mark.parametrize(
    ("happens", "stop", "said"),
    [
        (sealed_with_fewer, OtherRun, "sealed anew meanwhile, no answer is kept: they are about .* the run has 2"),
        (damaged_meanwhile, Damaged, "summary.csv is damaged or missing"),
        (taken_meanwhile, CannotWrite, r"cannot write .*\.lock"),
    ],
)
@pytest.mark.parametrize("when", ["before the first question", "during the first question"])
def test_nothing_more_is_simulated_for_answers_that_could_not_be_kept(
    copied, monkeypatch, happens, stop, said, when
) -> None:
    asked = []

    def question(asking) -> AnswerPart:
        asked.append(asking.run.run_id)
        if when == "during the first question":
            happens(asking.run)
        return AnswerPart("What?", ["this"], [Leaf("kept.csv", b"1")])

    monkeypatch.setattr(questions, "QUESTIONS", (question, question))
    asking = asking_of(copied, Bench(copied.path.parents[1], TOY), Sizes(4))
    if when == "before the first question":
        happens(copied)
    with pytest.raises(stop, match=said):
        list(questions.answer(asking))
    assert len(asked) == (when == "during the first question")
    assert not (copied.path / FOLDER / "kept.csv").exists()


def test_causes_are_looked_for_in_the_pairs_of_the_run_and_in_no_others(made):
    has = made.manifest["replicates"]
    assert list(attribution_of(made, Sizes(len(has) + 5)).pairs) == has
    assert list(attribution_of(made, Sizes(2)).pairs) == has[:2]


def test_more_pairs_than_a_run_has_are_refused_before_anything_is_simulated(made):
    has = len(made.manifest["replicates"])
    typed = [str(made.path), "--pairs", str(has + 1), "-o", str(made.path.parents[1])]
    for command in ("answer", "attribute"):
        result = CliRunner().invoke(main, [command, *typed])
        assert result.exit_code == 3
        assert f"has {has} pairs, {has + 1} are asked for" in result.stderr


def test_a_run_without_a_baseline_cannot_be_asked(made):
    with pytest.raises(WrongInput, match="without a baseline"):
        asking_of(made.baseline, Bench(Path("runs")), Sizes(4))


REAL = """
laborsim: 1
id: tiny
extends: plain.yaml
horizon: {start: 2023-12, end: 2024-12}
levers:
  startup_subsidy: {value: 10000, unit: CNY/founder, source: ASSUMPTION}
  public_welfare_posts: {value: 3000000, unit: posts, source: ASSUMPTION}
goals:
  placed_workers: {min: 2000000, unit: persons, by: 2024-12, region: CN, source: ASSUMPTION}
run: {replicates: 2, scale: 100000}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    plain = BASELINE.replace("2025-02", "2024-12").replace("scale: 20000", "scale: 100000")
    (folder / "plain.yaml").write_text(plain, encoding="utf-8")
    (folder / "tiny.yaml").write_text(REAL, encoding="utf-8")
    return folder


def command(folder: Path, *words: str):
    typed = [words[0], str(folder / "tiny.yaml"), *words[1:], "-j", "1", "-o", str(folder / "runs")]
    found = CliRunner().invoke(main, typed, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found


def test_attribute_runs_a_scenario_that_is_not_on_disk_and_prints_a_table_in_a_pipe(folder):
    found = command(folder, "attribute", "--pairs", "2")
    header, *lines = [line.split("\t") for line in found.stdout.splitlines()]
    assert tuple(header) == CAUSES
    rows = [dict(zip(CAUSES, line, strict=True)) for line in lines]
    of_placed = [row for row in rows if (row["indicator"], row["response"]) == ("placed_workers", "total")]
    totals = {row["lever"]: float(row["mean"]) for row in of_placed}
    assert totals["startup_subsidy"] + totals["public_welfare_posts"] == pytest.approx(totals["all"])
    assert totals["public_welfare_posts"] > 0
    made = Run(Path(command(folder, "attribute", "--pairs", "2", "-q").stdout.strip()))
    assert made.verify() == []
    assert {path.name for path in (made.path / FOLDER).glob("*.csv")} >= {"causes.csv", "interactions.csv"}


def test_solve_finds_the_posts_that_a_goal_needs_with_the_real_model(folder):
    words = ("solve", "--goal", "placed_workers", "--lever", "public_welfare_posts", "--pairs", "2", "--json")
    found = json.loads(command(folder, *words).stdout)
    assert (found["rows"][0]["dose"], found["rows"][0]["met"]) == (0.0, 0)
    assert "is too little" in "\n".join(found["lines"]) or "what binds" in "\n".join(found["lines"])


def test_solve_names_the_goals_and_levers_that_there_are(folder):
    for goal, lever, there in (
        ("placed_workers", "workshops", "its levers: public_welfare_posts"),
        ("pay_all", "public_welfare_posts", "its goals: placed_workers"),
    ):
        found = CliRunner().invoke(main, ["solve", str(folder / "tiny.yaml"), "--goal", goal, "--lever", lever])
        assert found.exit_code == 3 and there in found.stderr, found.stderr


WHOLE = {"lever": "all", "response": "total"}
"""What marks the row of the whole effect in a table that has its parts too."""

SAID = ("unit", "mean", "p10", "p90", "low_95", "high_95", "verdict")


def said_of_effects(run_: Run) -> dict[tuple[str, str, str], dict[str, tuple[str, ...]]]:
    """Return what each file says of an effect, by (indicator, region, date): of the summary and of all answers."""
    found: dict[tuple[str, str, str], dict[str, tuple[str, ...]]] = {}
    for path in [run_.path / "summary.csv", *sorted((run_.path / FOLDER).glob("*.csv"))]:
        prefix = "effect_" if path.name == "summary.csv" else ""
        columns = ["unit", *(f"{prefix}{name}" for name in SAID[1:])]
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()):
            is_whole = all(row.get(name, value) == value for name, value in WHOLE.items())
            is_whole = is_whole and row.get("group", EVERYBODY) == EVERYBODY
            if is_whole and "other_lever" not in row and {"indicator", "region", "date", *columns} <= set(row):
                where = row["indicator"], row["region"], row["date"]
                found.setdefault(where, {})[path.name] = tuple(row[name] for name in columns)
    return found


def agree(run_: Run, parts: dict[int, list[str]]) -> None:
    """Assert that what is said of one effect, in files and in the lines of parts by number, is said alike."""
    files = said_of_effects(run_)
    assert any(len(said) >= 3 for said in files.values())
    for where, said in files.items():
        assert len(set(said.values())) == 1, (where, said)
    told = dict(line.split(": ", 1) for line in parts[1] if "PI" in line and ", " in line.partition(": ")[0])
    assert told
    for point, words in told.items():
        again = [line.split(": ", 1)[1] for line in parts[4] if line.startswith(f"{point}: ")]
        assert again in ([], [words]), (point, words, again)
    assert any(line.startswith(f"{point}: ") for point in told for line in parts[4])
    goals = [line.split(": ", 1)[1] for line in parts[7] if line.startswith("  effect of the measures: ")]
    assert set(goals) <= set(told.values())


def test_what_one_answer_says_of_an_effect_twice_it_says_alike(made):
    pairs = len(made.manifest["replicates"])
    asking = asking_of(made, Bench(made.path.parents[1], TOY), Sizes(pairs))
    parts = {}
    for number in (1, 4, 7):
        part = QUESTIONS[number - 1](asking)
        keep(made, part.leaves)
        parts[number] = list(part.lines)
    agree(made, parts)


def test_every_table_of_answers_says_which_two_worlds_it_subtracts(made):
    asking = asking_of(made, Bench(made.path.parents[1], TOY), Sizes(4))
    for number in (1, 4, 7):
        for leaf in QUESTIONS[number - 1](asking).leaves:
            if leaf.name in ("effects.csv", "causes.csv", "interactions.csv", "goals.csv"):
                rows = list(csv.DictReader(leaf.content.decode("utf-8-sig").splitlines()))
                assert {(row["scenario"], row["against"]) for row in rows} == {("three", "plain")}, leaf.name
    lever = Leaf("ledger.csv", b"account,mean\r\nall levers,-1\r\nworkshops,-2\r\n")
    assert with_worlds(lever, made).content.decode("utf-8-sig").split() == [
        "account,mean,scenario,against",
        *("all", "levers,-1,three,plain", "workshops,-2,three,three", "without", "workshops"),
    ]


@pytest.mark.slow
def test_one_command_answers_all_eight_questions_and_leaves_every_number_in_the_folder(folder):
    found = json.loads(command(folder, "answer", "--pairs", "2", "--json").stdout)
    assert len(found["answers"]) == len(QUESTIONS)
    assert all(part["lines"] for part in found["answers"])
    made = Run(Path(found["folder"]))
    assert made.verify() == []
    agree(made, {number: part["lines"] for number, part in enumerate(found["answers"], start=1)})
    kept = {path.relative_to(made.path / FOLDER).as_posix() for path in (made.path / FOLDER).rglob("*.*")}
    assert kept >= {name for part in found["answers"] for name in part["files"]}
