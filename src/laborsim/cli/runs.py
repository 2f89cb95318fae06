"""Commands about what was run: list it, check it, remove it."""

import json as json_module
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laborsim.cli.common import OUT, WRONG_INPUT, OutputStyle, WrongUse, common_options, is_terminal
from laborsim.cli.run import run_data
from laborsim.experiment.run_errors import Stop
from laborsim.published.words import Language, Words
from laborsim.report.text import kept_runs as words
from laborsim.report.text.phrases import joined

if TYPE_CHECKING:
    from laborsim.experiment.finished_run import Run
    from laborsim.experiment.kept_runs import Removal


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN...")
@common_options
@click.pass_obj
def verify(output: OutputStyle, folders: tuple[Path, ...]) -> None:
    """Check every file of a run against its manifest."""
    from laborsim.experiment.running.simulation_store import FOLDER as BESIDE
    from laborsim.experiment.store.manifest import verify as faults_of
    from laborsim.report.text.kept_runs import WHOLE

    # What is simulated beside runs has no manifest: each of its files is checked where it is read.
    checked = [one for folder in folders if folder.name != BESIDE for one in _each_study(folder)]
    faults = {str(folder): faults_of(folder) for folder in checked}
    if output.json:
        plain = {folder: [line.en for line in found] for folder, found in faults.items()}
        click.echo(json_module.dumps(plain, ensure_ascii=False))
    else:
        for folder, found in faults.items():
            for line in found or ([] if output.quiet else [WHOLE]):
                click.echo(f"{folder}: {line.said(output.language)}")
    if any(faults.values()):
        raise click.exceptions.Exit(WRONG_INPUT)


def _each_study(folder: Path) -> Sequence[Path]:
    """Return the folders of a kind of study that lie in one, so that `verify runs/SCENARIO/*` checks them too."""
    from laborsim.experiment.store.folder_kinds import STUDIES
    from laborsim.experiment.store.manifest import NAME

    if folder.name not in STUDIES or (folder / NAME).exists():
        return (folder,)
    return sorted(path.parent for path in folder.glob(f"*/{NAME}")) or (folder,)


@click.group(invoke_without_command=True)
@OUT
@common_options
@click.pass_context
def runs(ctx: click.Context, out: Path) -> None:
    """List the runs on disk with what they take; `runs remove` removes some."""
    if ctx.invoked_subcommand is None:
        show_kept(ctx.obj, out)


def show_kept(output: OutputStyle, out: Path) -> None:
    """Show what lies in a folder of runs: finished runs, damaged and unfinished ones, and what it takes in all."""
    from laborsim.experiment.finished_run import find_runs, find_unfinished
    from laborsim.experiment.kept_runs import bytes_of

    told: list[Any] = []
    damaged = {}
    for run in find_runs(out):
        try:
            size = bytes_of([run.path])
            told.append({**run_data(run), "bytes": size} if output.json else _line(run, size, output.language))
        except Stop as stop:  # one bad folder must not hide the others
            damaged[str(run.path)] = stop.words
    total = bytes_of([out])
    if output.json:
        data = {"runs": told, "damaged": {folder: reason.en for folder, reason in damaged.items()}, "bytes": total}
        click.echo(json_module.dumps(data, ensure_ascii=False))
        return
    for line in told:
        click.echo(line)
    if output.quiet:
        return
    for folder, reason in damaged.items():
        click.echo(f"{folder}\t{words.DAMAGED.said(output.language)}\t{reason.said(output.language)}")
    for path, count in find_unfinished(out):
        said = words.UNFINISHED.filled(output.language, count=str(count))
        click.echo(f"{path}\t{said}\t{words.size_words(bytes_of([path]))}")
    for path in sorted(out.glob(f"*/{_beside()}")):
        click.echo(f"{path}\t{words.SIMULATED.said(output.language)}\t{words.size_words(bytes_of([path]))}")
    line = words.TOTAL.filled(output.language, size=words.size_words(total), runs=str(len(told) + len(damaged)))
    click.echo(line, err=not is_terminal(sys.stdout))


def _beside() -> str:
    from laborsim.experiment.running.simulation_store import FOLDER

    return FOLDER


def _line(run: "Run", size: int, language: Language) -> str:
    """Return a run in one line: folder, replicates, size on disk, date, title."""
    title = (run.scenario.title_zh if language == "zh" else "") or run.manifest["title"]
    return "\t".join((str(run.path), _count(run, language), words.size_words(size), _date(run), title))


def _count(run: "Run", language: Language) -> str:
    from laborsim.experiment.store.manifest import what_ifs
    from laborsim.report.text.what_if import STAMP

    count = words.REPLICATES.filled(language, count=str(len(run.manifest["replicates"])))
    set_to = ", ".join(f"{name} {value}" for name, value in what_ifs(run.manifest).items())
    told = [words.DRAFT.said(language)] if run.manifest["draft"] else []
    told += [f"{STAMP.said(language)}: {set_to}"] if set_to else []
    return joined([count, *told], language)


def _date(run: "Run") -> str:
    return str(run.manifest["made"].get("finished", ""))[: len("2026-01-01")]


@runs.command("remove")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[RUN]...")
@click.option("--older-than", "days", type=click.IntRange(min=0), metavar="DAYS", help="Runs made so many days ago.")
@click.option("--all-quick", is_flag=True, help="All drafts (--quick).")
@click.option("--yes", is_flag=True, help="Do not ask.")
@OUT
@common_options
@click.pass_obj
def remove_runs(
    output: OutputStyle, *, folders: tuple[Path, ...], days: int | None, all_quick: bool, yes: bool, out: Path
) -> None:
    """Remove runs, unfinished ones, or `simulated` folders; says first what would be lost, and asks.

    What another finished run needs stays, and nothing outside the folder of runs is touched. --older-than and
    --all-quick together mean runs that are both.
    """
    from laborsim.experiment.kept_runs import bytes_freed, plan_removal, remove

    if not folders and days is None and not all_quick:
        raise WrongUse(
            Words(
                "name runs, or give --older-than DAYS or --all-quick",
                "请写明模拟，或给出 --older-than DAYS 或 --all-quick",
            )
        )
    wanted = [*folders, *(_found(out, days, is_quick=all_quick) if days is not None or all_quick else ())]
    plan = plan_removal(out, wanted)
    freed = bytes_freed(plan.folders)
    if not output.json and not output.quiet:
        _tell_plan(output, plan)
        what = words.FREED.filled(output.language, count=str(len(plan.folders)), size=words.size_words(freed))
        click.echo(what if plan.folders else words.NOTHING.said(output.language))
    if not plan.folders:
        removed = False
    elif yes:
        removed = True
    elif is_terminal(sys.stdin):
        removed = click.confirm(words.SURE.said(output.language), err=True)
    else:
        raise WrongUse(Words("nobody is there to be asked: give --yes", "无法询问确认：请给出 --yes"))
    if removed:
        remove(plan)
    if output.json:
        data = {
            "removed": [str(path) for path in plan.folders if removed],
            "kept": {str(path): reason.en for path, reason in plan.kept.items()},
            "bytes": freed if removed else 0,
        }
        click.echo(json_module.dumps(data, ensure_ascii=False))
        return
    for path in plan.folders if removed else ():
        click.echo(str(path) if output.quiet else words.REMOVED.filled(output.language, path=str(path)))


def _found(out: Path, days: int | None, *, is_quick: bool) -> list[Path]:
    """Return the runs that are old enough and, where wanted, drafts; of a damaged one neither is known."""
    from laborsim.experiment.finished_run import find_runs

    since = None if days is None else f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d %H:%M:%S} UTC"
    found = []
    for run in find_runs(out):
        try:
            manifest = run.manifest
        except (Stop, OSError):
            continue
        is_old = since is None or "" < manifest["made"].get("finished", "") <= since
        if is_old and (manifest["draft"] or not is_quick):
            found.append(run.path)
    return found


def _tell_plan(output: OutputStyle, plan: "Removal") -> None:
    """Say of every folder what would be lost with it, and which stay and why."""
    for folders, said in ((plan.chosen, words.GOES), (plan.along, words.ALONG)):
        for path in folders:
            click.echo(said.filled(output.language, what=", ".join(_lost(path, output.language))))
    for path, reason in plan.kept.items():
        click.echo(words.STAYS.filled(output.language, path=str(path), reason=reason.said(output.language)))


def _lost(path: Path, language: Language) -> Sequence[str]:
    """Return what is lost with a folder: what it takes, which scenario, how many pairs, what they took to simulate."""
    from laborsim.experiment.finished_run import Run
    from laborsim.experiment.kept_runs import bytes_of

    said = [str(path), words.size_words(bytes_of([path]))]
    if path.name == _beside():
        return [*said, words.SIMULATED.said(language)]
    try:
        manifest = Run(path).manifest
    except (Stop, OSError):  # unfinished, or damaged
        return said
    count, compared = str(len(manifest["replicates"])), manifest["baseline"]
    if compared is None:
        said.append(words.REPLICATES.filled(language, count=count))
    else:
        said.append(words.PAIRED.filled(language, count=count, baseline=str(compared["scenario"])))
    if manifest["draft"]:
        said.append(words.DRAFT.said(language))
    return [*said, words.TOOK.filled(language, seconds=f"{manifest['made'].get('seconds', 0):,.0f}")]
