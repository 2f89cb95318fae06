"""Commands that lay scenarios side by side."""

import json as json_module
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
    common_options,
    is_terminal,
    shown_warnings,
)
from laborsim.cli.run import How, options_for
from laborsim.published.words import Language, Words

if TYPE_CHECKING:
    from laborsim.analysis.compare.compare import Comparison
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes
    from laborsim.experiment.running.run import Options


@click.command()
@click.argument("given", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN|SCENARIO...")
@REPLICATES
@SEED
@SCALE
@OVERRIDES
@QUICK
@ON
@BY
@click.option("--equal-cost", is_flag=True, help="Scale all files but the first to cost as much as it.")
@JOBS
@OUT
@common_options
@click.pass_obj
def compare(
    output: OutputStyle,
    *,
    given: tuple[Path, ...],
    replicates: int | None,
    seed: int | None,
    scale: int | None,
    overrides: tuple[str, ...],
    quick: bool,
    on: str | None,
    by: str | None,
    equal_cost: bool,
    jobs: int | None,
    out: Path,
) -> None:
    """Compare runs, or scenario files that are run first: effects, differences, and which is best how surely."""
    from laborsim.analysis.compare.compare import compare as compared_with_each_other
    from laborsim.analysis.compare.files import write_comparison
    from laborsim.analysis.compare.workbook import NAME, workbook
    from laborsim.experiment.indicators.when import When, check
    from laborsim.experiment.running.question import Changes
    from laborsim.experiment.store.atomic_files import write_whole
    from laborsim.report.albums.compare import draw_comparison
    from laborsim.report.text.heads import head_words

    changes, when = Changes(replicates, seed, scale, overrides, None, quick), When.of(on, by)
    how = How(out, jobs or len(os.sched_getaffinity(0)), False)
    if equal_cost and len(given) < 2:
        raise WrongUse(
            Words(
                "--equal-cost scales rivals to the first scenario: give two or more scenario files",
                "--equal-cost 将其他情景缩放至与第一个情景等成本：请给出两个以上情景文件",
            )
        )
    told: list[str] = []
    with options_for(output, "compare", how) as options:
        if equal_cost:
            folder, compared, told = at_equal_cost(output.language, given, (changes, when), options)
        else:
            compared = compared_with_each_other(*given, changes=changes, options=options, when=when)
            folder = write_comparison(compared, out)
    write_whole(folder / NAME, workbook(compared, partial(head_words, language=output.language)))
    draw_comparison(compared, folder, output.language)
    for one in compared.runs:
        assert one.baseline is not None  # a run without one is refused
        shown_warnings(check(one.scenario, one.baseline.scenario, when), output)
    show_comparison(output, compared, folder, told)


def at_equal_cost(
    language: Language, given: Sequence[Path], asked: "tuple[Changes, When]", options: "Options"
) -> "tuple[Path, Comparison, list[str]]":
    """Scale all scenarios but the first to its cost and compare them; return folder, comparison and what is to say."""
    from laborsim.analysis.compare.compare import compare as compared_with_each_other
    from laborsim.analysis.compare.equal_cost import equal_cost, equal_cost_leaves
    from laborsim.analysis.compare.files import write_comparison
    from laborsim.experiment.running.extra_worlds import Bench
    from laborsim.published.words import Words
    from laborsim.report.answers.equal_cost import equal_cost_lines

    changes, when = asked
    scaled = equal_cost(given, changes, Bench(options.out, options.engine))
    compared = compared_with_each_other(*(one.asked for one in scaled.all), options=options, when=when)
    both = zip(*(equal_cost_lines(scaled, known) for known in ("en", "zh")), strict=True)
    compared = replace(compared, remarks=(*compared.remarks, *(Words(*lines) for lines in both)))
    folder = write_comparison(compared, options.out, equal_cost_leaves(scaled))
    return folder, compared, equal_cost_lines(scaled, language)


def show_comparison(output: OutputStyle, compared: "Comparison", folder: Path, told: Sequence[str] = ()) -> None:
    """Show a comparison as one JSON object, as its path, as tables on a terminal, or as lines in a pipe.

    `told`: what is said first, in the language of the output, instead of the last of its remarks.
    """
    from laborsim.analysis.compare.files import comparison_data
    from laborsim.report.albums.compare import called
    from laborsim.report.tables.compare import (
        aim_table,
        bought_lines,
        comparison_lines,
        effects_table,
        others_table,
        places_lines,
        why_lines,
    )
    from laborsim.report.text.phrases import phrases

    if output.json:
        data = {**comparison_data(compared), "folder": str(folder)}
        click.echo(json_module.dumps(data, ensure_ascii=False))
        return
    if output.quiet:
        click.echo(str(folder))
        return
    for line in told:
        click.echo(line, err=not is_terminal(sys.stdout))
    shown = called(compared, output.language)
    if is_terminal(sys.stdout):
        from rich.console import Console

        console = Console(no_color=not output.color(sys.stdout))
        tables = [aim_table(shown, point, output.language) for point in shown.aims]
        split = effects_table(shown, shown.split, output.language) if shown.split else None
        for table in (*tables, split, others_table(shown, output.language)):
            if table is not None:
                console.print(table)
                console.print()
    else:
        for line in comparison_lines(compared, output.language):
            click.echo(line)
    for line in (line for tell in (bought_lines, why_lines, places_lines) for line in tell(shown, output.language)):
        click.echo(line, err=not is_terminal(sys.stdout))
    for remark in compared.remarks[: len(compared.remarks) - len(told)]:
        click.echo(phrases(output.language).note.format(text=remark.said(output.language)), err=True)
    click.echo(phrases(output.language).comparison_folder.format(path=folder), err=not is_terminal(sys.stdout))


@click.command()
@click.argument("given", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCENARIO|RUN...")
@common_options
@click.pass_obj
def diff(output: OutputStyle, given: tuple[Path, ...]) -> None:
    """Show what scenarios say differently: values with units, dates, sources, and where each stands."""
    from laborsim.analysis.compare.diff import diff as differences_of

    if len(given) < 2:
        raise WrongUse(Words("give two or more scenario files or run folders", "请给出两个以上情景文件或结果文件夹"))
    rows, names = differences_of(*given), [str(path) for path in given]
    if output.json:
        click.echo(json_module.dumps({"differences": [asdict(row) for row in rows]}, ensure_ascii=False))
        return
    from laborsim.report.tables.compare import SAME, diff_lines, diff_table

    if not rows:
        click.echo(SAME.said(output.language), err=not is_terminal(sys.stdout))
    elif is_terminal(sys.stdout):
        from rich.console import Console

        Console(no_color=not output.color(sys.stdout)).print(diff_table(names, rows, output.language))
    else:
        for line in diff_lines(names, rows, output.language):
            click.echo(line)
