"""Every command that takes the folder of a run says in one sentence what anything else is, and what to give."""

import json
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.experiment.stand_in import fake_simulate

from laborsim.cli import main
from laborsim.experiment.running import pool

EXAMPLE = str(Path(__file__).parents[2] / "scenarios" / "export-slump.yaml")

TAKE_A_RUN: dict[str, tuple[str, ...]] = {
    "verify": (),
    "compare": (),
    "diff": (EXAMPLE,),
    "answer": (),
    "attribute": (),
    "price": (),
    "solve": ("--goal", "placed_workers", "--lever", "public_welfare_posts"),
    "shock": (),
    "explain": (),
    "scorecard": (),
    "why": (EXAMPLE,),
}
"""Commands that take the folder of a run, and what else they have to be given."""

SAID = {
    "comparison": "is the folder of a comparison, which has no runs of its own: give ",
    "answers": "holds the answers about a run: give the run itself, ",
    "inside": "lies inside the folder of a run: give that, ",
    "sweep": "is the folder of a sweep, which has no runs of its own: give the folder of a run, or the scenario",
    "empty": "is empty: `laborsim runs` lists the runs there are",
    "of runs": "runs and is none itself: give one of them, ",
    "unfinished": "is a run that is not finished: run its scenario again, which goes on with it",
    "other": "is no run, it has no manifest.json: `laborsim runs` lists the runs there are",
}


class StandIn(pool.Engine):
    """An engine in which the stand-in is simulated instead of the model."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(1, fake_simulate)


def asked(*words: str) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "Engine", StandIn)
        small = ("--quick", "-o", str(out), "--json")
        run = Path(json.loads(asked("run", EXAMPLE, "--by", "group", *small).stdout)["runs"][0]["folder"])
        comparison = Path(json.loads(asked("compare", EXAMPLE, *small).stdout)["folder"])
        sweep = Path(json.loads(asked("sweep", EXAMPLE, "public_welfare_posts=500000", *small).stdout)["folder"])
    for name in ("empty", "other", "export-slump/0123abcd.partial"):
        (out / name).mkdir()
    (out / "other" / "notes.txt").write_text("mine", encoding="utf-8")
    return {
        "run": run, "comparison": comparison, "answers": run / "answers", "inside": run / "replicates", "sweep": sweep,
        "empty": out / "empty", "of runs": out, "unfinished": out / "export-slump" / "0123abcd.partial",
        "other": out / "other",
    }  # fmt: skip


def sentence(told: str) -> str:
    """Return the one line that is neither about how a command is used nor a hint below it."""
    lines = [line for line in told.splitlines() if line and not line.startswith(("Usage:", "Try ", "    hint:"))]
    [line] = [line for line in lines if "more may follow" not in line]
    return line


REFUSED = [pair for pair in product(TAKE_A_RUN, SAID) if pair != ("verify", "sweep")]
"""The files of a study are verified like those of a run."""


@pytest.mark.parametrize(("command", "kind"), REFUSED)
def test_what_is_no_run_is_refused_in_one_sentence(folders: dict[str, Path], command: str, kind: str) -> None:
    given = str(folders[kind])
    more = (str(folders["run"]),) if command == "why" else TAKE_A_RUN[command]
    refused = asked(command, given, *more)
    assert refused.exit_code == 3, refused.output
    told = sentence(refused.output)
    assert SAID[kind] in told and given in told and "Errno" not in told


@pytest.mark.parametrize("command", TAKE_A_RUN)
@pytest.mark.parametrize("kind", ["missing", "file"])
def test_what_is_no_folder_is_refused_in_one_sentence(
    folders: dict[str, Path], tmp_path: Path, command: str, kind: str
) -> None:
    path = tmp_path / kind
    if kind == "file":
        path.write_text("just text\n", encoding="utf-8")
    more = (str(folders["run"]),) if command == "why" else TAKE_A_RUN[command]
    refused = asked(command, str(path), *more)
    assert refused.exit_code in (2, 3, 6), refused.output
    assert "Errno" not in refused.output and "Traceback" not in refused.output
    assert kind in sentence(refused.output)


def test_a_comparison_names_the_runs_it_is_of(folders: dict[str, Path]) -> None:
    assert str(folders["run"]) in asked("verify", str(folders["comparison"])).output


@pytest.mark.parametrize("command", ["run", "sensitivity", "sweep", "optimize", "validate"])
def test_who_asks_for_a_file_says_that_a_folder_is_none(folders: dict[str, Path], command: str) -> None:
    more = ("public_welfare_posts=1",) if command == "sweep" else ()
    refused = asked(command, str(folders["run"]), *more)
    assert refused.exit_code == 3 and "folder" in sentence(refused.output)


def test_everything_beside_the_runs_of_a_scenario_is_verified_together(folders: dict[str, Path]) -> None:
    beside = [str(path) for path in folders["run"].parent.iterdir() if not path.suffix]
    done = asked("verify", *beside)
    assert done.exit_code == 0, done.output
    assert str(folders["sweep"]) in done.output
