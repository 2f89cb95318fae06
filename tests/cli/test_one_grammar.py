"""An option means the same in every command that has it, and what is typed stays whatever stands beside it."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.analysis import known_model
from tests.analysis.known_model import BASELINE, MIX, SCENARIO

from laborsim.cli import main
from laborsim.experiment.running import pool
from laborsim.experiment.running.question import QUICK_REPLICATES, QUICK_SCALE, Changes, ask_plan
from laborsim.scenario.input_errors import ScenarioProblems

ASK = ("run", "compare", "answer", "attribute", "price", "solve", "shock", "sensitivity", "optimize", "sweep")
"""Commands that simulate a scenario and show levels or effects."""

GRAMMAR = ("quick", "overrides", "pairs", "scale", "coarser", "jobs", "language", "on", "by", "out")

REPLICATES = "the pairs of a run are its replicates: --replicates"
WHOLE = "no world is simulated beside the run, so none can be coarser than it"
LACK = {
    ("run", "pairs"): REPLICATES,
    ("compare", "pairs"): REPLICATES,
    ("price", "pairs"): REPLICATES,
    ("shock", "pairs"): REPLICATES,
    ("run", "coarser"): WHOLE,
    ("compare", "coarser"): WHOLE,
    ("price", "coarser"): WHOLE,
    ("shock", "coarser"): "its worlds are those of the run, from which they are subtracted",
}
"""Why a command lacks an option that others have."""

NO_QUESTION = {
    "diff": "reads scenarios as they stand",
    "validate": "reads scenarios as they stand",
    "new": "writes a scenario",
    "levers": "lists what there is",
    "explain": "reads a scenario, or one worker of a run",
    "parameters": "lists what there is",
    "runs": "looks at folders",
    "verify": "looks at a folder",
    "schema": "writes the schema",
    "scorecard": "sets a run beside what was published",
    "why": "tells two runs apart",
    "figures": "lists published figures",
    "base": "simulates the base date",
    "facts": "simulates worlds of its own, at draws of the posterior",
    "fit": "fits the base date",
    "calibrate": "fits the parameters",
    "response": "fits the parameters",
    "region": "fits a province",
    "new-year": "enters a report",
    "golden": "checks the model against itself",
    "docs": "writes pages",
}
"""Commands that simulate no scenario to show its levels or effects, and what they do."""

LOOK_BACK = ("scorecard", "why")
"""Those of them that show levels or effects of finished runs, of which it is asked when and split by what, too."""

HAVE = {name: {command for command in ASK if (command, name) not in LACK} for name in GRAMMAR if name != "language"}
HAVE["out"] |= {"runs"}
HAVE["on"] |= {*LOOK_BACK}
HAVE["by"] |= {*LOOK_BACK}
OWN_DEFAULT = ("pairs", "coarser")
"""Options of which every study says in its help how many it takes by itself."""

PLAN = """
laborsim: 1
id: best-mix
scenario: mix.yaml
objective: {indicator: founders_in_business, by: 2025-12}
levers:
  startup_subsidy: {min: 0, max: 20000, unit: CNY/founder, source: ASSUMPTION}
budget: {all: 12000000}
"""


class Known(pool.Engine):
    """An engine in which the known model stands in for the real one."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(1, known_model.simulate_known)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pool, "Engine", Known)
    for name, text in (("plain", BASELINE), ("mix", MIX), ("subsidy", SCENARIO), ("plan", PLAN)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def options(command: str) -> dict[str, click.Option]:
    return {str(one.name): one for one in main.commands[command].params if isinstance(one, click.Option)}


def test_every_command_has_every_option_or_there_is_a_reason() -> None:
    assert set(main.commands) == {*ASK, *NO_QUESTION}
    lacking = {(command, name) for command in ASK for name in GRAMMAR if name not in options(command)}
    assert lacking == set(LACK)
    for command in NO_QUESTION:
        mine = main.commands[command]
        parts = mine.commands.values() if isinstance(mine, click.Group) else [mine]
        assert all("language" in {one.name for one in part.params} for part in parts)
        assert {"on", "by"} & set(options(command)) == ({"on", "by"} if command in LOOK_BACK else set())


@pytest.mark.parametrize("name", HAVE)
def test_an_option_is_declared_once_for_all_commands_that_have_it(name: str) -> None:
    found = {command: options(command)[name] for command in HAVE[name]}
    one = next(iter(found.values()))
    for option in found.values():
        assert (option.opts, option.is_flag, option.multiple) == (one.opts, one.is_flag, one.multiple)
        if name in OWN_DEFAULT:
            assert "default" in str(option.help)
        else:
            assert (option.help, option.default) == (one.help, one.default)


def made(folder: Path, *words: str) -> dict[str, object]:
    """Return the sizes that a study was made with."""
    done = CliRunner().invoke(main, [*words, "-o", str(folder / "runs"), "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    question = json.loads((Path(said["folder"]) / "manifest.json").read_text(encoding="utf-8"))["question"]
    kind = next(kind for kind in ("sensitivity", "optimize") if kind in question)
    size = question[kind]["size"]
    is_draft = question[kind].get("draft", False)
    assert said.get("draft", False) == is_draft
    return {
        "scale": question["scenario"]["run"]["scale"]["default"],
        "coarser": size["coarser"],
        "pairs": size["pairs"],
        "draft": is_draft,
    }


STUDIES = {
    "sensitivity": ("subsidy.yaml", ["--samples", "8", "--bars", "1"], 10, 4),
    "optimize": ("plan.yaml", ["--samples", "8"], 5, 8),
}


SCALE_OF = {"optimize": 1, "sensitivity": 20_000}
"""Persons a worker of what each asks about: the known model counts single persons."""


@pytest.mark.parametrize("command", STUDIES)
def test_quick_is_the_size_of_a_quick_run_and_leaves_what_is_typed(folder: Path, command: str) -> None:
    name, few, coarser, pairs = STUDIES[command]
    words = [command, str(folder / name), *few]
    plain = {"scale": SCALE_OF[command], "coarser": coarser, "pairs": pairs, "draft": False}
    quick = {"scale": QUICK_SCALE, "coarser": 1, "pairs": QUICK_REPLICATES, "draft": True}
    assert made(folder, *words, "--quick") == quick
    assert made(folder, *words, "--quick", "--pairs", "3", "--scale", "50000") == quick | {"pairs": 3, "scale": 50_000}
    if command == "sensitivity":
        return  # which is slow, and asks the same of its sizes
    assert made(folder, *words) == plain
    assert made(folder, *words, "--quick", "--set", "run.scale=50000") == quick | {"scale": 50_000}
    assert made(folder, *words, "--scale", "50000") == plain | {"scale": 50_000, "coarser": 1}
    assert made(folder, *words, "--coarser", "2") == plain | {"coarser": 2}


@pytest.mark.parametrize(
    ("typed", "pairs"), [((), 4), (("--pairs", "6"), 6), (("--pairs", "2", "--replicates", "5"), 2)]
)
def test_as_many_pairs_as_are_asked_for_are_looked_at_in_a_draft(
    folder: Path, typed: tuple[str, ...], pairs: int
) -> None:
    words = [
        "attribute",
        str(folder / "subsidy.yaml"),
        "--quick",
        "--split",
        "none",
        "-o",
        str(folder / "runs"),
        "--json",
    ]
    done = CliRunner().invoke(main, [*words, *typed])
    assert done.exit_code == 0, done.output
    assert {row["pairs"] for row in json.loads(done.stdout)["rows"]} == {pairs}


def test_solve_looks_at_the_pairs_of_a_quick_run_unless_others_are_typed() -> None:
    assert [Changes(quick=quick).pairs(typed, 10) for quick in (True, False) for typed in (None, 6)] == [4, 6, 10, 6]


def test_what_is_set_reaches_the_scenario_of_a_plan_and_the_command_that_runs_the_mix(folder: Path) -> None:
    typed = "levers.startup_subsidy.aware_share=0.3"
    plan = ask_plan(folder / "plan.yaml", Changes(overrides=[typed]))
    lever = next(lever for lever in plan.scenario.levers if lever.key == "startup_subsidy")
    assert lever.aware_share == 0.3
    words = [
        "optimize",
        str(folder / "plan.yaml"),
        "--quick",
        "--samples",
        "8",
        "--set",
        typed,
        "-o",
        str(folder / "r"),
    ]
    done = CliRunner().invoke(main, [*words, "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert f"--set {typed} --set levers.startup_subsidy.value=" in said["run_it"]
    assert said["lines"][0].startswith("DRAFT")


def test_what_is_wrong_in_set_is_said_with_what_is_wrong_in_the_plan(folder: Path) -> None:
    (folder / "plan.yaml").write_text(PLAN.replace("max: 20000", "max: -5"), encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        ask_plan(folder / "plan.yaml", Changes(overrides=["levers.startup_subsidy.value=ten"]))
    assert {problem.place.file for problem in caught.value.problems} >= {"--set"}
