"""Commands that ask what a result rests on, and what the best mix of measures is."""

import json as json_module
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laborsim.cli.common import (
    BASELINE,
    BY,
    JOBS,
    ON,
    OUT,
    OVERRIDES,
    QUICK,
    SCALE,
    OutputStyle,
    WrongUse,
    asked_aloud,
    coarser_option,
    common_options,
    is_terminal,
    pairs_option,
    show_problems,
    shown_warnings,
)
from laborsim.cli.progress_line import Tell, progress_line
from laborsim.cli.run import command_line
from laborsim.published.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from laborsim.analysis.optimize.optimize import Optimum
    from laborsim.analysis.sensitivity.study import Sensitivity, Size
    from laborsim.experiment.indicators.headline import Point
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.extra_worlds import Bench
    from laborsim.experiment.store.manifest import Made
    from laborsim.scenario.load import Scenario

INDICATOR = click.option(
    "--indicator", metavar="INDICATOR", help="The number in question; else what the plan is about."
)
REGION = click.option("--region", metavar="CODE", help="Where; default: the region of the scenario, or CN.")


@dataclass(frozen=True)
class Desk:
    """Where a study works, how it talks, and when it began."""

    output: OutputStyle
    out: Path
    jobs: int
    began: float

    def made(self) -> "Made":
        """Return how the study came to be."""
        from laborsim.experiment.store.manifest import Made, peak_memory_mb

        return Made(
            command=command_line(),
            seconds=round(time.monotonic() - self.began, 3),
            peak_memory_mb=peak_memory_mb(),
            jobs=self.jobs,
            finished=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        )


def desk(output: OutputStyle, out: Path, jobs: int | None) -> Desk:
    """Return a desk for a command that begins now."""
    return Desk(output, out, jobs or len(os.sched_getaffinity(0)), time.monotonic())


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@INDICATOR
@REGION
@ON
@BY
@SCALE
@coarser_option(10)
@click.option("--trajectories", type=click.IntRange(2, 100), default=2, show_default=True, help="Of the screening.")
@click.option(
    "--bars", type=click.IntRange(1, 200), default=8, show_default=True, help="Assumptions tested one at a time."
)
@click.option("--samples", type=click.IntRange(8, 10_000), default=48, show_default=True, help="Sets of assumptions.")
@pairs_option("at a bar's end", "4", least=2)
@OVERRIDES
@BASELINE
@QUICK
@JOBS
@OUT
@common_options
@click.pass_obj
def sensitivity(
    output: OutputStyle,
    *,
    scenario: Path,
    indicator: str | None,
    region: str | None,
    on: str | None,
    by: str | None,
    scale: int | None,
    coarser: int | None,
    trajectories: int,
    bars: int,
    samples: int,
    pairs: int | None,
    overrides: tuple[str, ...],
    baseline: str | None,
    quick: bool,
    jobs: int | None,
    out: Path,
) -> None:
    """Say which assumptions an effect depends on, and when the plan fails."""
    from laborsim.analysis.answer_files import StudyFolder
    from laborsim.analysis.sensitivity.study import COARSER, PAIRS, Size
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes
    from laborsim.report.albums.sensitivity import sensitivity_figures, split_tornados
    from laborsim.report.answers.sensitivity import leaves, split_leaves

    changes = Changes(scale=scale, overrides=overrides, baseline=baseline, quick=quick)
    asked = asked_aloud(output, scenario, changes)
    if asked.baseline is None:
        raise WrongUse(
            Words(
                f"{scenario} is compared with nothing: there is no effect; give --baseline FILE",
                f"{scenario} 没有对比的基准情景，没有效应；请给出 --baseline FILE",
            )
        )
    aims = aims_typed(output, (asked.scenario, asked.baseline), (indicator, region, When.of(on, by)))
    size = Size(changes.coarser(coarser, COARSER), trajectories, bars, samples, changes.pairs(pairs, PAIRS))
    here = desk(output, out, jobs)
    studies = _studied(here, (asked.scenario, asked.baseline), size, aims)
    about = {"aims": [list(vars(aim).values()) for aim in aims], "size": vars(size), **draft_mark(quick)}
    folder = StudyFolder(out, "sensitivity", asked.scenario, asked.baseline, about)
    if by is None:
        drawn = sensitivity_figures(studies[0], folder.id, output.language, is_draft=quick)
        made = leaves(studies[0], output.language)
    else:
        drawn = split_tornados(studies, folder.id, output.language, is_draft=quick)
        made = split_leaves(studies, output.language)
    path = folder.write(made, here.made(), asked.files, lambda into: save_figures(drawn, into))
    _show(output, studies, path, is_draft=quick, is_split=by is not None)


def draft_mark(is_draft: bool) -> dict[str, bool]:
    """Return what a draft of a study adds to what names its folder: nobody takes it for the study itself."""
    return {"draft": True} if is_draft else {}


def aims_typed(
    output: OutputStyle,
    worlds: "tuple[Scenario, Scenario]",
    typed: "tuple[str | None, str | None, When]",
    *,
    every: bool = False,
) -> "tuple[Point, ...]":
    """Return the number in question as it is split: what was typed, the rest as the scenario is about it.

    `every`: for a command that looks at several: everything that the question is about where no indicator and no place
    is typed, goals first; none where nothing is typed at all.
    """
    from laborsim.analysis.sensitivity.study import check_aim
    from laborsim.experiment.indicators.headline import Point, aims, home, read_at
    from laborsim.experiment.indicators.when import check, goals_due, points_of

    (scenario, baseline), (indicator, region, when) = worlds, typed
    known = aims(scenario, baseline)
    if every and indicator is None and region is None:
        if when.is_default:
            return ()
        shown_warnings(check(scenario, baseline, when), output)
        return tuple(dict.fromkeys([*goals_due(scenario, when), *points_of(known, scenario, when)]))
    first = next((aim for aim in known if indicator in (None, aim.indicator)), None)
    if first is None:
        first = Point(indicator or known[0].indicator, home(scenario), read_at(scenario, baseline).month)
    aim = Point(first.indicator, region or first.region, first.month)
    check_aim(aim, scenario)
    shown_warnings(check(scenario, baseline, when), output)
    return points_of((aim,), scenario, when)


def _studied(
    here: Desk, worlds: "tuple[Scenario, Scenario]", size: "Size", aims: "Sequence[Point]"
) -> "list[Sensitivity]":
    from laborsim.analysis.sensitivity.study import study_each

    with at_work(here, worlds[0].id) as bench:
        return study_each(*worlds, size, bench, aims)


@contextmanager
def at_work(here: Desk, name: str) -> "Iterator[Bench]":
    """Yield a bench with a line of progress; see `heard_at_work`."""
    with heard_at_work(here, name) as (bench, _):
        yield bench


@contextmanager
def heard_at_work(here: Desk, name: str) -> "Iterator[tuple[Bench, Tell]]":
    """Yield a bench with a line of progress, and what writes lines above it.

    SIGTERM and Ctrl-C keep what is finished, and say how to go on.
    """
    from laborsim.experiment.run_errors import Interrupted, Terminated, TerminateSignal, sigterm_is_heard
    from laborsim.experiment.running.extra_worlds import Bench
    from laborsim.experiment.running.pool import Engine

    is_shown = is_terminal(sys.stderr) and not here.output.quiet
    with sigterm_is_heard(), progress_line(name, is_shown, in_parts=True) as (progress, tell):
        try:
            yield Bench(here.out, Engine(here.jobs, on_progress=progress)), tell
        except (KeyboardInterrupt, TerminateSignal) as heard:
            stop = Interrupted if isinstance(heard, KeyboardInterrupt) else Terminated
            command = command_line()
            told = Words(
                f"stopped: what is simulated is kept; to go on: {command}",
                f"已停止：已模拟的部分均已保存；继续运行：{command}",
            )
            raise stop(told) from None


def save_figures(drawn: Any, into: Path) -> None:
    """Save the figures of a study, (name, figure, numbers drawn) each, in its folder."""
    from laborsim.report.canvas.figure_files import save

    for stem, figure, table in drawn:
        save(figure, into / "figures", stem, table)


def _show(output: OutputStyle, studies: "Sequence[Sensitivity]", path: Path, *, is_draft: bool, is_split: bool) -> None:
    """Show a study: one JSON object, the path only, lines for a reader, or a table for a program."""
    from laborsim.report.answers.sensitivity import split_rows, split_told, summary, table_rows, told
    from laborsim.report.text.phrases import phrases

    found = studies[0]
    if output.json:
        each = [summary(one, output.language) for one in studies]
        data = {**({"asked": each} if is_split else each[0]), **draft_mark(is_draft), "folder": str(path)}
        click.echo(json_module.dumps(data, ensure_ascii=False))
    elif output.quiet:
        click.echo(str(path))
    else:
        is_pipe = not is_terminal(sys.stdout)
        lines = split_told(studies, output.language) if is_split else told(found, output.language)
        for line in ([phrases(output.language).draft] if is_draft else []) + lines:
            click.echo(line, err=is_pipe)
        if is_pipe:
            for row in split_rows(studies) if is_split else table_rows(found):
                click.echo("\t".join("" if cell is None else str(cell) for cell in row))
        click.echo(phrases(output.language).study_folder.format(path=path), err=is_pipe)


@click.command()
@click.argument("plan", type=click.Path(path_type=Path))
@SCALE
@coarser_option(5)
@click.option("--samples", type=click.IntRange(4, 5000), help="Mixes of the design; default: by the number of levers.")
@pairs_option("of each final mix", "8", least=2)
@OVERRIDES
@QUICK
@ON
@BY
@click.option("--dry-run", is_flag=True, help="Only check the plan; say what may be chosen and what must hold.")
@JOBS
@OUT
@common_options
@click.pass_obj
def optimize(
    output: OutputStyle,
    *,
    plan: Path,
    scale: int | None,
    coarser: int | None,
    samples: int | None,
    pairs: int | None,
    overrides: tuple[str, ...],
    quick: bool,
    on: str | None,
    by: str | None,
    dry_run: bool,
    jobs: int | None,
    out: Path,
) -> None:
    """Find the mix of measures that does most within budgets and limits."""
    from laborsim.analysis.answer_files import StudyFolder
    from laborsim.analysis.optimize.limits import plan_over
    from laborsim.analysis.optimize.optimize import COARSER, PAIRS, OptimumSize
    from laborsim.analysis.optimize.optimize import optimize as best_mix
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes, ask_plan
    from laborsim.experiment.running.replicate import check_can_be_simulated
    from laborsim.report.answers.optimize import leaves, plan_lines

    changes = Changes(scale=scale, overrides=overrides, quick=quick)
    when = When.of(on, by)
    asked = plan_over(ask_plan(plan, changes), when)
    if not output.quiet and not output.json:
        show_problems(asked.warnings, {}, output, sys.stderr)
    check_can_be_simulated(asked.scenario)
    if dry_run:
        for line in plan_lines(asked, output.language):
            click.echo(line)
        return
    here = desk(output, out, jobs)
    size = OptimumSize(changes.coarser(coarser, COARSER), samples, changes.pairs(pairs, PAIRS))
    with at_work(here, asked.id) as bench:
        found = best_mix(asked, bench, size, when)
    about = {
        "plan": asked.id,
        **({} if when.is_default else {"when": when.name}),
        "files": [digest for _, digest in asked.files],
        "size": vars(size),
    }
    folder = StudyFolder(out, "optimize", asked.scenario, asked.baseline, {**about, **draft_mark(quick)})
    path = folder.write(
        leaves(found, output.language), here.made(), tuple((Path(name).name, digest) for name, digest in asked.files)
    )
    _show_optimum(output, found, path)


def _show_optimum(output: OutputStyle, found: "Optimum", path: Path) -> None:
    from laborsim.report.answers.optimize import run_it, summary, table_rows, told
    from laborsim.report.text.phrases import phrases

    if output.json:
        click.echo(json_module.dumps({**summary(found, output.language), "folder": str(path)}, ensure_ascii=False))
    elif output.quiet:
        click.echo(str(path))
    else:
        is_pipe = not is_terminal(sys.stdout)
        for line in (*told(found, output.language), run_it(found, output.language)):
            click.echo(line, err=is_pipe)
        if is_pipe:
            for row in table_rows(found):
                click.echo("\t".join("" if cell is None else str(cell) for cell in row))
        click.echo(phrases(output.language).study_folder.format(path=path), err=is_pipe)
