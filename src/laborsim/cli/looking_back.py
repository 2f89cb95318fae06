"""Commands that look back: how a run did against what was published since, and why a newer run says something else."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from laborsim.cli.answer import show
from laborsim.cli.common import BY, JOBS, ON, OutputStyle, common_options, is_terminal
from laborsim.cli.sensitivity_and_optimize import at_work, desk

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.argument("given", type=FOLDER, metavar="RUN")
@click.option("--year", "years", type=int, multiple=True, metavar="YEAR", help="Only this year; may be repeated.")
@click.option(
    "--world",
    type=click.Choice(["scenario", "baseline"]),
    default="scenario",
    show_default=True,
    help="Which world of the run.",
)
@ON
@BY
@common_options
@click.pass_obj
def scorecard(
    output: OutputStyle,
    *,
    given: Path,
    years: tuple[int, ...],
    world: Literal["scenario", "baseline"],
    on: str | None,
    by: str | None,
) -> None:
    """Set a run, year by year, beside every published figure of those years: misses, rivals, what was fitted."""
    from laborsim.analysis.answer_files import check_can_be_kept, keep
    from laborsim.calibration.scores.scorecard import scorecard as scored
    from laborsim.calibration.scores.scorecard import years_asked
    from laborsim.cli.answer import under_cautions
    from laborsim.experiment.finished_run import open_run
    from laborsim.experiment.indicators.when import When
    from laborsim.report.answers.scorecard import COLUMNS, score_rows, scorecard_part, year_tables
    from laborsim.report.tables.calibration import rich_table
    from laborsim.report.tables.run import is_draft

    run = open_run(given)
    check_can_be_kept(run)
    card = scored(run, (*years, *years_asked(When.of(on, by))), world)
    part = scorecard_part(card, output.language)
    keep(run, part.leaves)
    if is_terminal(sys.stdout) and not (output.quiet or output.json):
        from rich.console import Console

        for title, heads, rows in year_tables(card, output.language):
            Console(no_color=not output.color(sys.stdout)).print(rich_table(heads, rows, title), "")
    show(output, run, under_cautions(part, run.scenario, is_draft(run), output.language), (COLUMNS, *score_rows(card)))


@click.command()
@click.argument("earlier", type=FOLDER, metavar="RUN")
@click.argument("later", type=FOLDER, metavar="RUN")
@click.option(
    "--data",
    "tables",
    type=FOLDER,
    multiple=True,
    metavar="FOLDER",
    help="Tables that one of the runs was made with.",
)
@ON
@BY
@JOBS
@common_options
@click.pass_obj
def why(
    output: OutputStyle,
    *,
    earlier: Path,
    later: Path,
    tables: tuple[Path, ...],
    on: str | None,
    by: str | None,
    jobs: int | None,
) -> None:
    """Say why two runs of one question differ: data, parameters, rules, scale, luck. What is missing is simulated."""
    from laborsim.analysis.answer_files import check_can_be_kept, keep
    from laborsim.analysis.revision.revision import why as revised
    from laborsim.analysis.revision.tables import COLUMNS, revision_rows
    from laborsim.cli.answer import under_cautions
    from laborsim.experiment.finished_run import open_run
    from laborsim.experiment.indicators.when import When
    from laborsim.report.answers.revision import revision_part
    from laborsim.report.tables.run import is_draft

    before, after, when = open_run(earlier), open_run(later), When.of(on, by)
    check_can_be_kept(after)
    here = desk(output, after.path.parent.parent, jobs)
    with at_work(here, after.scenario.id) as bench:
        found = revised(before, after, bench.engine, tables, when)
    part = revision_part(found, output.language)
    keep(after, [replace(leaf, name=when.named(leaf.name)) for leaf in part.leaves])
    told = under_cautions(part, after.scenario, is_draft(before) or is_draft(after), output.language)
    show(output, after, told, (COLUMNS, *revision_rows(found)))
