"""The command that runs scenarios, and how runs are made and shown by others."""

import json as json_module
import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laborsim.cli.common import (
    BY,
    JOBS,
    ON,
    OUT,
    OVERRIDES,
    QUICK,
    REPLICATES,
    SCALE,
    SEED,
    OutputStyle,
    WrongUse,
    around_on,
    asked_aloud,
    common_options,
    is_terminal,
    show_failure,
    shown_warnings,
    warnings_for_users,
)
from laborsim.cli.progress_line import progress_line
from laborsim.experiment.run_errors import SomeFailed
from laborsim.published.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from laborsim.experiment.finished_run import Run
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes
    from laborsim.experiment.running.run import Options
    from laborsim.scenario.load import Scenario

GOAL_MISSED = 4
"""Exit code of --check."""


@dataclass(frozen=True)
class How:
    """How the runs of one command are made and shown; `resume`: what to type to go on, where it is not the same.

    `unheard`: codes of warnings that the command itself is the remedy of.
    """

    out: Path
    jobs: int
    force: bool
    resume: str = ""
    unheard: tuple[str, ...] = ()


@click.command()
@click.argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCENARIO...")
@REPLICATES
@SEED
@SCALE
@OVERRIDES
@click.option("--baseline", metavar="FILE|none", help="What to compare with, instead of what the file extends.")
@QUICK
@ON
@BY
@JOBS
@OUT
@click.option("--resume", is_flag=True, help="Go on with an interrupted run; a plain run does so too.")
@click.option("--force", is_flag=True, help="Simulate again what is on disk.")
@click.option("--dry-run", is_flag=True, help="Only say what would be simulated, how long, how much memory.")
@click.option("--check", is_flag=True, help="Exit 4 if a goal is missed.")
@click.option(
    "--write", "page", type=click.Path(path_type=Path), help="Put its first answer between the markers of a page."
)
@common_options
@click.pass_obj
def run(
    output: OutputStyle,
    *,
    scenarios: tuple[Path, ...],
    replicates: int | None,
    seed: int | None,
    scale: int | None,
    overrides: tuple[str, ...],
    baseline: str | None,
    quick: bool,
    on: str | None,
    by: str | None,
    jobs: int | None,
    out: Path,
    resume: bool,
    force: bool,
    dry_run: bool,
    check: bool,
    page: Path | None,
) -> None:
    """Simulate scenarios with their baseline; write a run folder each."""
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes

    if resume and force:
        raise WrongUse(
            Words(
                "--resume goes on with what is on disk, --force throws it away: give one of them",
                "--resume 从磁盘上已有部分继续，--force 将其弃置：只能选其一",
            )
        )
    if page is not None and (dry_run or len(scenarios) > 1):
        raise WrongUse(
            Words(
                "--write puts the answer of one run on a page: give one scenario, without --dry-run",
                "--write 将一次模拟的答案写入页面：请只给一个情景，且不加 --dry-run",
            )
        )
    page_around = ("", "") if page is None else _around_first_answer(page)  # before minutes of simulation
    changes = Changes(replicates, seed, scale, overrides, baseline, quick)
    when = When.of(on, by)
    how = How(out, jobs or len(os.sched_getaffinity(0)), force, f"{command_line()} --resume")
    _refuse_all_early(output, scenarios, changes, when)
    if dry_run:
        show_estimates(output, scenarios, changes, how)
        return
    made: list[Run] = []
    failed: SomeFailed | None = None
    for scenario in scenarios:
        try:
            made.append(answer(output, scenario, changes, how))
        except SomeFailed as stopped:
            show_failure(stopped.words, output)
            failed = stopped
    keep_split(output, made, when)
    show_runs(output, made, when)
    if failed is not None:
        raise click.exceptions.Exit(failed.exit_code)
    if page is not None:
        _write_first_answer(made[0], page, page_around, output.language)
    if check and any(not is_reached for run in made for is_reached in goals_reached(run, output.language)):
        raise click.exceptions.Exit(GOAL_MISSED)


def _around_first_answer(page: Path) -> tuple[str, str]:
    """Return what stands on a page around its first answer. Raises WrongUse where it has no place for one."""
    from laborsim.report.pages.pages import FIRST_ANSWER  # pulls in whatever any page is written from

    return around_on(page, FIRST_ANSWER)


def _write_first_answer(run: "Run", page: Path, page_around: tuple[str, str], language: Language) -> None:
    """Put the first answer of a run on a page, its picture beside it; nothing where the run shows no effect."""
    from laborsim.experiment.store.atomic_files import make_folder, write_whole
    from laborsim.report.pages.first_answer import first_answer

    try:
        answer = first_answer(run, language)
    except ValueError as error:
        raise WrongUse(
            Words(f"nothing to write on {page}: {error}", f"{page} 没有可写入的内容：该模拟没有可显示的效应")
        ) from error
    for name, content in answer.files.items():
        make_folder((page.parent / name).parent)
        write_whole(page.parent / name, content)
    write_whole(page, answer.text.join(page_around).encode())


def refuse_early(output: OutputStyle, scenario: "Scenario", baseline: "Scenario | None", when: "When") -> None:
    """Show what is to be known about when effects are read. Raises ScenarioProblems before anything is simulated."""
    from laborsim.experiment.indicators.when import asked, check

    asked(scenario, baseline, when)
    shown_warnings(check(scenario, baseline, when), output)


def _refuse_all_early(output: OutputStyle, scenarios: Sequence[Path], changes: "Changes", when: "When") -> None:
    from laborsim.experiment.running.question import ask

    for path in scenarios if not when.is_default else ():
        question = ask(path, changes)
        refuse_early(output, question.scenario, question.baseline, when)


def keep_split(output: OutputStyle, made: "list[Run]", when: "When") -> None:
    """Leave what is asked of runs in their folders, with its figures; nothing where nothing is."""
    if when.is_default:  # what a split is made with pulls in the model
        return
    from laborsim.analysis.answer_files import keep
    from laborsim.report.answers.split import split_part

    for run in made:
        keep(run, split_part(run, when, output.language).leaves)


NO_FIGURE = Words(
    "error: the goal on {indicator} in {region} has no figure and cannot be judged",
    "错误：{region} 的 {indicator} 目标没有数值，无法评判",
)


def goals_reached(run: "Run", language: Language) -> list[bool]:
    """Return for every goal of a scenario whether it is met; a goal without a figure is not, and is named."""
    met = {(row["indicator"], row["region"]): row["goal"]["is_met"] for row in run.goals}
    goals = [(goal.indicator, goal.region) for goal in run.scenario.goals]
    for indicator, region in goals:
        if (indicator, region) not in met:
            click.echo(NO_FIGURE.filled(language, indicator=indicator, region=region), err=True)
    return [bool(met.get(goal)) for goal in goals]


def answer(output: OutputStyle, scenario: Path, changes: "Changes", how: How) -> "Run":
    """Run one scenario with a line of progress."""
    from laborsim.experiment.running.run import run as run_question

    asked = asked_aloud(output, scenario, changes, how.unheard)
    with options_for(output, asked.scenario.id, how) as options:
        return run_question(asked, options)


@contextmanager
def options_for(output: OutputStyle, title: str, how: How) -> "Iterator[Options]":
    """Yield the options of a command's runs: figures and a workbook in every folder, a line of progress meanwhile."""
    from laborsim.experiment.run_errors import sigterm_is_heard
    from laborsim.experiment.running.pool import Engine
    from laborsim.experiment.running.run import Options

    is_shown = is_terminal(sys.stderr) and not output.quiet
    with sigterm_is_heard(), progress_line(title, is_shown, in_parts=True) as (progress, tell):
        yield Options(
            out=how.out,
            engine=Engine(how.jobs, on_progress=progress),
            force=how.force,
            command=command_line(),
            resume=how.resume,
            tell=(lambda line: None) if output.quiet else tell,
            decorate=partial(furnish, language=output.language),
            pictures=output.language,
        )


def furnish(run: "Run", language: Language) -> None:
    """Add figures and a workbook to the folder of a run, perhaps in a process of its own."""
    from laborsim.analysis.compare.workbook import write_workbook
    from laborsim.report.albums.run import draw_figures

    with warnings_for_users():
        draw_figures(run, language)
    write_workbook(run)


def command_line() -> str:
    """Return what the user typed, fit to be typed again."""
    typed = [word for word in sys.argv[1:] if word not in ("--resume", "--force")]
    return shlex.join(["laborsim", *typed])


def show_runs(output: OutputStyle, made: "list[Run]", when: "When") -> None:
    """Show runs as one JSON object, as paths, as a table on a terminal, or as lines in a pipe."""
    if output.json:
        click.echo(json_module.dumps({"runs": [asked_data(run, when) for run in made]}, ensure_ascii=False))
        return
    if output.quiet:
        for run in made:
            click.echo(str(run.path))
        return
    from laborsim.report.answers.places import run_places_lines
    from laborsim.report.tables.run import (
        caution_lines,
        split_tables,
        summary_lines,
        summary_rows,
        summary_table,
        world_lines,
    )
    from laborsim.report.text.phrases import phrases
    from laborsim.report.text.what_if import what_if_lines

    for run in made:
        rows = summary_rows(run, when)
        told = (*world_lines(run, output.language, when), *run_places_lines(run, output.language, when))
        if is_terminal(sys.stdout):
            from rich.console import Console

            console = Console(no_color=not output.color(sys.stdout))
            worlds = (*what_if_lines(run.scenario, output.language), *told)
            if when.by is None:
                console.print(summary_table(rows, output.language, worlds))
            for table in split_tables(rows, when.by, output.language, worlds) if when.by else ():
                console.print(table)
                console.print()
        else:
            for line in summary_lines(rows, output.language):
                click.echo(line)
            for line in (*caution_lines(run, output.language), *told):
                click.echo(phrases(output.language).note.format(text=line), err=True)
        click.echo(phrases(output.language).run_folder.format(path=run.path), err=not is_terminal(sys.stdout))


def asked_data(run: "Run", when: "When") -> dict[str, Any]:
    """Return a run for --json with what is asked of its effects."""
    from laborsim.report.answers.split import split_data

    return run_data(run) if when.is_default else {**run_data(run), "asked": split_data(run, when)}


def run_data(run: "Run") -> dict[str, Any]:
    """Return a run for --json: where it is, and its goals."""
    from laborsim.experiment.store.manifest import what_ifs

    return {
        "scenario": run.manifest["id"],
        "run": run.run_id,
        "folder": str(run.path),
        "replicates": len(run.manifest["replicates"]),
        "failed": run.manifest["failed"],
        "draft": run.manifest["draft"],
        "what_if": what_ifs(run.manifest),
        "goals": run.goals,
    }


def show_estimates(output: OutputStyle, scenarios: tuple[Path, ...], changes: "Changes", how: How) -> None:
    """Say what runs would take; nothing is written."""
    from laborsim.experiment.running.planned_runs import estimate_words, estimates
    from laborsim.experiment.running.question import ask
    from laborsim.experiment.running.replicate import check_can_be_simulated

    questions = [ask(path, changes) for path in scenarios]
    for asked in questions:
        check_can_be_simulated(asked.scenario)
    found = estimates(questions, how.out, how.jobs, force=how.force, pictures=output.language)
    told = dict(zip(map(str, scenarios), found, strict=True))
    if output.json:
        click.echo(json_module.dumps({path: vars(expected) for path, expected in told.items()}, ensure_ascii=False))
        return
    for asked, (path, expected) in zip(questions, told.items(), strict=True):
        if asked.unheeded and not output.quiet:
            click.echo(f"{path}: {asked.unheeded.said(output.language)}", err=True)
        click.echo(f"{path}: {estimate_words(expected).said(output.language)}")
