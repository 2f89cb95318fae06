"""Every command is asked when, and split by what; one scenario has one number; an answer comes part by part."""

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.analysis.known_model import BASELINE, MIX, SCENARIO, simulate_known

from laborsim.analysis.answer_files import AnswerPart
from laborsim.cli import main
from laborsim.cli.common import INTERRUPTED, WRONG_INPUT
from laborsim.experiment.design.trials import Trial, run_trials
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.running import pool
from laborsim.experiment.running.extra_worlds import Bench
from laborsim.experiment.running.question import Changes, ask
from laborsim.experiment.running.replicate import OnMonth, Task
from laborsim.experiment.store.manifest import verify
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import AGE_BANDS, month_number
from laborsim.parameters.parameters import Parameters
from laborsim.parameters.posterior import parameters_of, posterior_of
from laborsim.report.answers import questions
from laborsim.report.answers.questions import Asking

GOALS = """
goals:
  founders_in_business: {adds: 20000, unit: persons, by: 2025-12, source: ASSUMPTION}
  new_urban_jobs: {min: 1000000, unit: persons/year, by: 2025-12, background: accepted, source: ASSUMPTION}
"""

PLAN = """
laborsim: 1
id: best-mix
scenario: aimed.yaml
objective: {indicator: founders_in_business, by: 2025-12}
levers:
  startup_subsidy: {min: 0, max: 20000, unit: CNY/founder, source: ASSUMPTION}
budget: {all: 12000000}
"""
QUARTERS = [f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]


def simulate_drawn(task: Task, on_month: OnMonth = lambda month: None) -> Results:
    """Return the known model, whose effect differs from pair to pair by a parameter that a run draws for it."""
    posterior = posterior_of(task.world)
    assert posterior is not None
    drawn, name = task.parameters or parameters_of(task.world, task.replicate), posterior.names[0]
    beyond = getattr(drawn, name) / getattr(posterior.estimate, name) - 1.0
    return simulate_known(replace(task, parameters=Parameters(returnee_odds=1.6 + beyond)), on_month)


class Drawn(pool.Engine):
    """An engine in which the known model stands in for the real one."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(1, simulate_drawn)


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Engine", Drawn)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    plain = SCENARIO.replace("    uncertainty: {dist: uniform, low: 5000, high: 15000}\n", "")
    aimed = plain.replace("id: subsidy", "id: aimed") + GOALS
    for name, text in (("plain", BASELINE), ("mix", MIX), ("subsidy", plain), ("aimed", aimed), ("plan", PLAN)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def asked(desk: Path, command: str, file: str, *words: str) -> Result:
    return CliRunner().invoke(main, [command, str(desk / f"{file}.yaml"), *words, "--quick", "-o", str(desk / "runs")])


def data(desk: Path, command: str, file: str, *words: str) -> dict[str, Any]:
    done = asked(desk, command, file, *words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


STUDY = ("--samples", "8", "--bars", "1")
SOLVE = ("--goal", "founders_in_business", "--lever", "startup_subsidy", "--most", "20000")


def test_one_scenario_has_one_number_in_every_command(desk: Path) -> None:
    at = ("--indicator", "founders_in_business")
    run = Path(data(desk, "run", "aimed")["runs"][0]["folder"])
    [row] = [
        row
        for row in json.loads((run / "summary.json").read_text(encoding="utf-8"))["rows"]
        if (row["indicator"], row["region"], row["date"]) == ("founders_in_business", "CN", "2025-12")
    ]
    told = row["effect"]["mean"]
    compared = [
        one["mean"]
        for one in data(desk, "compare", "aimed")["effects"]
        if (one["indicator"], one["date"]) == ("founders_in_business", "2025-12")
    ]
    swept = data(desk, "sweep", "aimed", "startup_subsidy=10000", *at)["rows"][0]["mean"]
    study = data(desk, "sensitivity", "aimed", *at, *STUDY)
    mixes = table(Path(data(desk, "optimize", "plan", "--samples", "8")["folder"]) / "mixes.csv")
    stated = [float(mix["effect"]) for mix in mixes if mix["mix"] == "as the scenario states it"]
    tried = data(desk, "solve", "aimed", *SOLVE)["rows"]
    solved = [float(one["mean_effect"]) for one in tried if float(one["dose"]) == 10000]
    assert [*compared, swept, study["effect_with_draws"]["mean"], *stated, *solved] == [told] * 5
    assert study["effect"]["mean"] != told, "draws that do not move the effect would prove nothing"
    assert study["effect_is"] == "with every parameter at its estimate"


def test_a_study_of_sensitivity_says_both_numbers_and_which_statistic_each_is(desk: Path) -> None:
    words = ("--indicator", "founders_in_business", *STUDY)
    english = asked(desk, "sensitivity", "aimed", *words).stderr
    assert "every parameter at its estimate, 4 pairs of runs" in english
    assert "With a draw of the parameters for each of the 4 pairs, as laborsim run has it at this scale" in english
    chinese = asked(desk, "sensitivity", "aimed", *words, "--lang", "zh").stderr
    assert "参数取点估计" in chinese and "每对模拟各用一组参数抽样" in chinese


@pytest.mark.parametrize(
    ("command", "file", "words"),
    [
        ("sweep", "aimed", ("startup_subsidy=5000,10000",)),
        ("solve", "aimed", SOLVE),
        ("optimize", "plan", ("--samples", "8")),
        ("price", "aimed", ()),
    ],
)
def test_every_study_says_which_statistic_its_effects_are(
    desk: Path, command: str, file: str, words: tuple[str, ...]
) -> None:
    assert "each with its own draw of the parameters, as in laborsim run" in asked(desk, command, file, *words).stderr
    assert "参数抽样" in asked(desk, command, file, *words, "--lang", "zh").stderr


def test_a_sweep_by_quarter_is_a_table_of_quarters_and_doses(desk: Path) -> None:
    doses = "startup_subsidy=5000,10000,20000"
    done = asked(desk, "sweep", "subsidy", doses, "--by", "quarter", "--indicator", "founders_in_business")
    lines = done.stderr.splitlines()
    [head] = [k for k, line in enumerate(lines) if line.split()[:1] == ["Quarter"]]
    assert lines[head].count("yuan") == 3
    assert [" ".join(line.split()[:2]) for line in lines[head + 1 : head + 9]] == [
        f"Q{name[-1]} {name[:4]}" for name in QUARTERS
    ]
    found = data(desk, "sweep", "subsidy", doses, "--by", "quarter", "--indicator", "founders_in_business")
    assert [(row["date"], row["startup_subsidy"]) for row in found["rows"]] == [
        (quarter, dose) for quarter in QUARTERS for dose in (5000.0, 10000.0, 20000.0)
    ]
    drawn = table(Path(found["folder"]) / "figures" / "sweep-by-quarter-founders-in-business.csv")
    assert len({row["scenario"] for row in drawn}) == 3
    assert "季度" in asked(desk, "sweep", "subsidy", doses, "--by", "quarter", "--lang", "zh").stderr


def test_a_sweep_by_province_is_a_map_for_each_dose(desk: Path) -> None:
    found = data(desk, "sweep", "subsidy", "startup_subsidy=5000,10000", "--by", "region")
    assert len(found["rows"]) == 2 * 31
    maps = {path.name for path in (Path(found["folder"]) / "figures").glob("*.png")}
    assert {"sweep-by-region-founders-in-business-5000.png", "sweep-by-region-founders-in-business-10000.png"} <= maps


@pytest.mark.parametrize("command", ["run", "compare", "sweep"])
def test_no_period_and_no_split_hides_a_goal(desk: Path, command: str) -> None:
    more = ("startup_subsidy=5000,10000",) if command == "sweep" else ()
    for words in (("--by", "quarter"), ("--on", "2025-06")):
        told = asked(desk, command, "aimed", *more, *words)
        assert told.exit_code == 0, told.output
        assert "new_urban_jobs\tpersons/year\tCN\t2025-12" in told.stdout
        assert "founders_in_business\tpersons\tCN\t2025-12" in told.stdout
    if command != "compare":
        assert "of whole years only, and so not read over less: new urban jobs" in told.stderr
        assert "goals, first, when they are due" in told.stderr


def test_a_goal_stands_with_its_verdict_beside_a_split(desk: Path) -> None:
    header, *rows = [line.split("\t") for line in asked(desk, "run", "aimed", "--by", "quarter").stdout.splitlines()]
    met = [row[header.index("met")] for row in rows if row[header.index("date")] == "2025-12"]
    assert met == ["yes", "yes"]


def test_a_dose_is_solved_for_a_goal_over_the_period_that_is_asked(desk: Path) -> None:
    due, over = (data(desk, "solve", "aimed", *SOLVE, *words) for words in ((), ("--on", "2024Q2")))
    assert any(line.startswith("The goal is read over Q2 2024, as asked") for line in over["lines"])
    assert [row["dose"] for row in due["rows"]] and any("Jun 2024" in line for line in over["lines"])


def test_what_the_dose_does_is_split_until_the_goal_is_read(desk: Path) -> None:
    run = data(desk, "run", "aimed")["runs"][0]["folder"]
    done = CliRunner().invoke(main, ["solve", run, *SOLVE, "--by", "quarter", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["lines"]
    assert [" ".join(line.split()[:2]) for line in told[-8:]] == [f"Q{name[-1]} {name[:4]}" for name in QUARTERS]
    rows = table(Path(run) / "answers" / "solve-effects-by-quarter.csv")
    assert [row["date"] for row in rows] == QUARTERS and verify(Path(run)) == []


def test_the_best_mix_is_sought_for_the_period_that_is_asked_and_told_by_province(desk: Path) -> None:
    found = data(desk, "optimize", "plan", "--samples", "8", "--on", "2024Q3", "--by", "region")
    assert found["month"] == "2024Q3"
    rows = table(Path(found["folder"]) / "effects.csv")
    assert len(rows) == 31 and {row["date"] for row in rows} == {"2024Q3"}
    assert sum(float(row["mean"]) for row in rows) == pytest.approx(found["effect"]["mean"])


def test_a_price_is_that_of_the_period_and_its_parts_add_up(desk: Path) -> None:
    folder = Path(data(desk, "price", "aimed")["folder"]) / "answers"
    whole = {row["year"]: float(row["booked_cny"]) for row in table(folder / "price-by-year.csv")}
    data(desk, "price", "aimed", "--on", "2025", "--by", "quarter")
    quarters = table(folder / "price-by-quarter-2025.csv")
    assert [row["quarter"] for row in quarters] == [*QUARTERS[4:], "all"]
    assert float(quarters[-1]["booked_cny"]) == pytest.approx(whole["2025"])
    assert whole["2025"] < whole["all"]
    data(desk, "price", "aimed", "--by", "region")
    provinces = table(folder / "price-by-region.csv")
    assert len(provinces) == 31
    assert sum(float(row["booked_cny"]) for row in provinces) == pytest.approx(whole["all"])
    assert {row["unit"]: row["undefined"] for row in table(folder / "price-per-unit.csv")}["job_year"] is not None


def test_a_study_of_sensitivity_is_split_in_the_same_worlds(desk: Path) -> None:
    words = ("--indicator", "founders_in_business", *STUDY)
    found = data(desk, "sensitivity", "subsidy", *words, "--on", "2025", "--by", "quarter")
    assert [one["month"] for one in found["asked"]] == QUARTERS[4:]
    rows = table(Path(found["folder"]) / "sensitivity.csv")
    assert list(dict.fromkeys(row["date"] for row in rows)) == QUARTERS[4:]
    assert list((Path(found["folder"]) / "figures").glob("tornado-founders-in-business-cn-2025q1.png"))


def test_a_study_over_a_quarter_reads_the_quarter(desk: Path, tmp_path: Path) -> None:
    question = ask(desk / "subsidy.yaml", Changes(quick=True))
    assert question.baseline is not None
    whole = Point("business_starts", "CN", month_number(2025, 6))
    quarter, aged = replace(whole, months=3), Point("migrant_workers", "CN", whole.month, 0, AGE_BANDS[0])
    trial = Trial(question.scenario, question.baseline, 0, asked=(quarter, aged))
    [pair] = run_trials([trial], Bench(tmp_path, Drawn()))
    readout = Readout(simulate_drawn(Task(question.scenario, 0, Path())), question.scenario)
    assert pair is not None and readout.at(quarter) != readout.at(whole)
    assert pair.scenario.at(quarter) == readout.at(quarter) and pair.scenario.at(aged) == readout.at(aged)


@pytest.mark.parametrize(
    ("command", "file", "words", "code"),
    [
        ("price", "aimed", ("--by", "group"), "E705"),
        ("price", "aimed", ("--by", "age"), "E705"),
        ("solve", "aimed", (*SOLVE, "--by", "group"), "E705"),
        ("optimize", "plan", ("--by", "group"), "E705"),
        ("sweep", "subsidy", ("startup_subsidy=5000", "--by", "group"), "E705"),
        ("sensitivity", "subsidy", ("--by", "group"), "E705"),
        ("solve", "aimed", ("--goal", "new_urban_jobs", "--lever", "startup_subsidy", "--on", "2025-06"), "E704"),
        ("price", "aimed", ("--on", "2031"), "E702"),
        ("optimize", "plan", ("--on", "2031"), "E702"),
        ("solve", "aimed", (*SOLVE, "--on", "2031"), "E702"),
        ("sweep", "subsidy", ("startup_subsidy=5000", "--on", "2031"), "E702"),
    ],
)
def test_what_has_no_meaning_is_refused_with_the_reason_before_anything_runs(
    desk: Path, tmp_path: Path, command: str, file: str, words: tuple[str, ...], code: str
) -> None:
    given = str(desk / f"{file}.yaml")
    refused = CliRunner().invoke(main, [command, given, *words, "--quick", "-o", str(tmp_path)])
    assert refused.exit_code == WRONG_INPUT and code in refused.output, refused.output
    assert list(tmp_path.rglob("*.npz")) == []


@pytest.mark.parametrize(("words", "code"), [(("--on", "2025Q2"), "E704"), (("--by", "region"), "E705")])
def test_a_scorecard_is_of_whole_years_and_says_so(desk: Path, words: tuple[str, ...], code: str) -> None:
    run = data(desk, "run", "subsidy")["runs"][0]["folder"]
    refused = CliRunner().invoke(main, ["scorecard", run, *words])
    assert refused.exit_code == WRONG_INPUT and code in refused.output
    told = {
        CliRunner().invoke(main, ["scorecard", run, *more]).output
        for more in (("--on", "2024"), ("--year", "2024"), ("--on", "2024", "--by", "year"))
    }
    assert told == {"error: nothing is published of 2024: the figures are of 2008 to 2023\n"}


def shown() -> str:
    """Return what has reached standard output so far, flushed."""
    return sys.stdout.buffer.getvalue().decode()  # type: ignore[attr-defined]  # what the runner of click puts there


def probe(answer: Callable[[], None]) -> Callable[[Asking], AnswerPart]:
    def question(asking: Asking) -> AnswerPart:
        answer()
        return AnswerPart("Probe", ["the end"])

    return question


def test_each_part_of_an_answer_is_read_while_the_next_is_sought(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parts = (questions.QUESTIONS[0], probe(lambda: read.append(shown())), questions.QUESTIONS[6])
    monkeypatch.setattr(questions, "QUESTIONS", parts)
    done = asked(desk, "answer", "aimed")
    assert done.exit_code == 0, done.output
    assert "1\tWhat changes?\tReturnee entrepreneurs in business" in read[0] and "Probe" not in read[0]
    assert done.stdout.startswith(read[0]) and "2\tProbe\tthe end" in done.stdout
    whole = json.loads(asked(desk, "answer", "aimed", "--json").stdout)
    assert [one["question"] for one in whole["answers"]][1] == "Probe" and read[1] == ""


def test_an_interrupted_answer_has_shown_what_was_known_and_goes_on(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    first = questions.QUESTIONS[0]
    monkeypatch.setattr(questions, "QUESTIONS", (first, probe(interrupt)))
    stopped = asked(desk, "answer", "subsidy")
    assert stopped.exit_code == INTERRUPTED and "to go on" in stopped.stderr
    assert "1\tWhat changes?\t" in stopped.stdout
    folder = Path(data(desk, "run", "subsidy")["runs"][0]["folder"])
    assert (folder / "answers" / "effects.csv").exists() and verify(folder) == []
    monkeypatch.setattr(questions, "QUESTIONS", (first, probe(lambda: None)))
    there = sorted(desk.rglob("*.npz"))
    done = asked(desk, "answer", "subsidy")
    assert done.exit_code == 0 and "2\tProbe\tthe end" in done.stdout
    assert sorted(desk.rglob("*.npz")) == there


def test_an_answer_over_a_period_leaves_the_plain_answer_as_it_is(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_effects = (questions.QUESTIONS[0], questions.QUESTIONS[3])  # what changes, what caused it
    monkeypatch.setattr(questions, "QUESTIONS", of_effects)
    plain = asked(desk, "answer", "aimed")
    assert plain.exit_code == 0, plain.output
    folder = Path(data(desk, "run", "aimed")["runs"][0]["folder"])
    before = {
        path: path.read_bytes()
        for path in (folder / "answers").rglob("*")
        if path.is_file() and path.name != "sizes.csv"
    }
    done = asked(desk, "answer", "aimed", "--on", "2025Q3")
    assert done.exit_code == 0, done.output
    assert {path: path.read_bytes() for path in before} == before and verify(folder) == []
    made = {path.name for path in (folder / "answers").glob("*-2025q3.csv")}
    assert made == {"effects-2025q3.csv", "causes-2025q3.csv", "interactions-2025q3.csv"}
    assert {row["date"] for row in table(folder / "answers" / "effects-2025q3.csv")} == {"2025Q3", "2025-12"}
