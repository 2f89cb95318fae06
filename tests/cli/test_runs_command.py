"""`laborsim runs` shows what lies on disk and removes what nobody needs, after saying what would be lost."""

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.experiment import stand_in

from laborsim.cli import main
from laborsim.experiment.finished_run import Run
from laborsim.experiment.kept_runs import bytes_freed, bytes_of, plan_removal
from laborsim.experiment.running import extra_worlds, pool
from laborsim.report.albums import run as run_figures

Laborsim = Callable[..., Result]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def laborsim(monkeypatch: pytest.MonkeyPatch, out: Path) -> Laborsim:
    monkeypatch.setattr(run_figures, "draw_figures", lambda run, language: None)
    assert extra_worlds.Engine is pool.Engine  # what names it in a signature is loaded before it is replaced
    monkeypatch.setattr(pool, "Engine", partial(pool.Engine, simulate=stand_in.fake_simulate))

    def call(*words: object, typed: str | None = None) -> Result:
        result = CliRunner().invoke(main, [*map(str, words), "-o", str(out)], prog_name="laborsim", input=typed)
        assert result.exit_code in (0, 2, 3, 6), result.output
        return result

    return call


@pytest.fixture
def made(laborsim: Laborsim, scenario_file: Path) -> dict[str, Path]:
    """A run of three replicates, and one of two at another scale that is a draft, each beside its baseline."""
    laborsim("run", scenario_file, "-j1")
    laborsim("run", scenario_file, "-j1", "--quick", "--replicates", "2")
    found = {("quick" if run["draft"] else "full", run["scenario"]): Path(run["folder"]) for run in listed(laborsim)}
    return {f"{size} {scenario}": path for (size, scenario), path in found.items()}


def listed(laborsim: Laborsim) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = json.loads(laborsim("runs", "--json").stdout)["runs"]
    return runs


def standing(laborsim: Laborsim) -> set[Path]:
    return {Path(run["folder"]) for run in listed(laborsim)}


def test_the_list_has_what_each_run_takes_and_all_of_them_together(
    laborsim: Laborsim, made: dict[str, Path], out: Path
) -> None:
    shown = laborsim("runs")
    lines = [line.split("\t") for line in shown.stdout.splitlines()]
    assert {line[0]: line[1] for line in lines}[str(made["quick subsidy"])] == "2 replicates, DRAFT"
    files = (path.stat() for path in out.rglob("*") if path.is_file())
    everything = sum({found.st_ino: found.st_size for found in files}.values())
    assert json.loads(laborsim("runs", "--json").stdout)["bytes"] == everything
    assert sum(run["bytes"] for run in listed(laborsim)) > everything, "two replicates have a name in two folders"
    assert shown.stderr == f"total: {everything / 1e6:,.1f} MB in 4 runs and what lies beside them\n"
    assert "合计" in laborsim("runs", "--lang", "zh").stderr


def test_a_replicate_that_two_folders_share_takes_its_place_once(
    laborsim: Laborsim, scenario_file: Path, out: Path
) -> None:
    laborsim("run", scenario_file, "-j1")
    laborsim("run", scenario_file, "-j1", "--replicates", "2")
    three, two = sorted((Run(path) for path in out.glob("subsidy/*-*")), key=lambda run: -len(run.draws))
    assert bytes_of([three.path, two.path]) < bytes_of([three.path]) + bytes_of([two.path])
    shared = bytes_of([two.path / "replicates"])
    assert bytes_freed([two.path]) == bytes_of([two.path]) - shared
    laborsim("runs", "remove", two.path, "--yes")
    assert Run(three.path).verify() == []


def test_what_would_be_lost_is_said_before_anybody_is_asked(
    laborsim: Laborsim, made: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laborsim.cli.runs.is_terminal", lambda stream: True)
    run = made["full subsidy"]
    refused = laborsim("runs", "remove", run, typed="n\n")
    said = refused.stdout.splitlines()
    size = f"{bytes_of([run]) / 1e6:,.1f} MB"
    assert said[0].startswith(f"would be lost: {run}, {size}, 3 replicates compared with plain, its command took ")
    assert said[1].startswith(f"and with it, as nobody else needs it: {made['full plain']}, ")
    assert made["full subsidy"] in standing(laborsim)
    laborsim("runs", "remove", run, typed="y\n")
    assert standing(laborsim) == {made["quick subsidy"], made["quick plain"]}


def test_where_nobody_can_be_asked_nothing_goes_without_yes(laborsim: Laborsim, made: dict[str, Path]) -> None:
    result = laborsim("runs", "remove", made["full subsidy"])
    assert result.exit_code == 2 and "give --yes" in result.stderr
    assert len(listed(laborsim)) == 4


def test_a_baseline_that_a_finished_run_is_compared_with_stays_and_the_run_is_named(
    laborsim: Laborsim, made: dict[str, Path]
) -> None:
    result = laborsim("runs", "remove", made["full plain"], "--yes")
    assert f"stays: {made['full plain']}: {made['full subsidy']} is compared with it" in result.stdout
    assert "nothing to remove" in result.stdout
    assert len(listed(laborsim)) == 4


def test_a_baseline_that_was_run_from_its_own_file_does_not_go_along(
    laborsim: Laborsim, made: dict[str, Path], scenario_file: Path
) -> None:
    laborsim("run", scenario_file.with_name("plain.yaml"), "-j1")
    laborsim("runs", "remove", made["full subsidy"], "--yes")
    assert made["full plain"] in standing(laborsim)


def test_while_a_damaged_run_may_need_a_baseline_it_stays(laborsim: Laborsim, made: dict[str, Path]) -> None:
    (made["quick subsidy"] / "manifest.json").write_text("{")
    said = laborsim("runs", "remove", made["full plain"], made["full subsidy"], "--yes").stdout
    assert f"{made['full plain']}: {made['quick subsidy']} is damaged and may be compared with it" in said
    assert standing(laborsim) == {made["full plain"], made["quick plain"]}
    laborsim("runs", "remove", made["quick subsidy"], "--yes")  # a damaged run can go itself
    assert not made["quick subsidy"].exists()


def test_drafts_and_old_runs_are_found(laborsim: Laborsim, made: dict[str, Path], out: Path) -> None:
    assert "nothing to remove" in laborsim("runs", "remove", "--older-than", "1", "--yes").stdout
    laborsim("runs", "remove", "--all-quick", "--yes")
    assert standing(laborsim) == {made["full subsidy"], made["full plain"]}
    laborsim("runs", "remove", "--older-than", "0", "--yes")
    assert list(out.rglob("*")) == []


def test_worlds_for_answers_stay_while_a_run_is_left_and_go_with_the_last(
    laborsim: Laborsim, made: dict[str, Path], out: Path
) -> None:
    cache = out / "subsidy" / "simulated"
    cache.mkdir()
    (cache / "world.npz").write_bytes(b"1")
    stays = laborsim("runs", "remove", cache, "--yes").stdout
    assert f"stays: {cache}: " in stays and "finds its worlds there" in stays
    laborsim("runs", "remove", made["full subsidy"], "--yes")
    assert cache.exists()
    laborsim("runs", "remove", made["quick subsidy"], "--yes")
    assert not cache.exists()


def test_what_is_no_run_outside_or_a_link_is_refused_before_anything_goes(
    laborsim: Laborsim, made: dict[str, Path], out: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "precious" / "folder"
    aside.mkdir(parents=True)
    (aside / "manifest.json").write_text("{}")
    (out / "linked").symlink_to(aside.parent)
    (out / "subsidy" / "12345678-9").symlink_to(aside)
    (out / "subsidy" / "notes").mkdir()
    for path in (
        aside, out, out / "subsidy", out / "subsidy" / ".." / ".." / "precious" / "folder", out / "linked" / "folder",
        out / "subsidy" / "12345678-9", out / "subsidy" / "notes", out / "gone" / "1234",
    ):  # fmt: skip
        result = laborsim("runs", "remove", made["quick subsidy"], path, "--yes")
        assert result.exit_code == 3 and str(path) in result.stderr, path
    assert made["quick subsidy"].exists() and (aside / "manifest.json").exists()


def test_a_link_inside_a_run_goes_and_what_it_leads_to_stays(
    laborsim: Laborsim, made: dict[str, Path], tmp_path: Path
) -> None:
    aside = tmp_path / "precious"
    aside.mkdir()
    (aside / "thesis.txt").write_text("all of it")
    (made["quick subsidy"] / "link").symlink_to(aside)
    before = bytes_of([made["quick subsidy"]])
    (aside / "more.txt").write_text("x" * 1000)
    assert bytes_of([made["quick subsidy"]]) == before
    laborsim("runs", "remove", made["quick subsidy"], "--yes")
    assert not made["quick subsidy"].exists() and (aside / "thesis.txt").exists()


def test_a_run_that_somebody_works_on_is_not_removed(laborsim: Laborsim, made: dict[str, Path]) -> None:
    from laborsim.experiment.store.run_folder import claimed

    lock = made["full subsidy"].with_name(f"{made['full subsidy'].name.partition('-')[0]}.lock")
    with claimed(lock):
        result = laborsim("runs", "remove", made["full subsidy"], "--yes")
    assert result.exit_code == 6 and str(os.getpid()) in result.stderr
    assert Run(made["full subsidy"]).verify() == []


def test_an_unfinished_run_can_be_removed(laborsim: Laborsim, out: Path) -> None:
    bench = out / "other" / "01234567.partial"
    (bench / "replicates").mkdir(parents=True)
    assert plan_removal(out, [bench]).chosen == (bench,)
    laborsim("runs", "remove", bench, "--yes")
    assert not bench.exists()


def test_nothing_named_is_a_usage_error(laborsim: Laborsim) -> None:
    assert laborsim("runs", "remove").exit_code == 2
