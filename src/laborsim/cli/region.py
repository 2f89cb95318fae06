"""Commands about single provinces: a new one to fit, and the fit of one that has figures of its own."""

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laborsim.cli.common import OutputStyle, WrongUse, common_options, is_terminal
from laborsim.cli.progress_line import progress_line
from laborsim.published.words import UnknownName, Words

if TYPE_CHECKING:
    from laborsim.report.tables.province import Parts


@click.group()
def region() -> None:
    """Single provinces: give one its own figures."""


@region.command("new")
@click.argument("code", metavar="CN-XX")
@click.option("--base-year", "year", type=int, default=2023, show_default=True, help="Base year that it borrows from.")
@click.option("--into", default="calibration", type=click.Path(path_type=Path, file_okay=False), help="Folder.")
@common_options
@click.pass_obj
def new_region(output: OutputStyle, code: str, year: int, into: Path) -> None:
    """Write the two files of a province's calibration to fill in. Never overwrites."""
    from laborsim.calibration.province.file import write_region

    try:
        written = write_region(code, year, into)
    except UnknownName as error:
        raise WrongUse(error.words) from error
    if output.json:
        click.echo(json_module.dumps({"written": [str(path) for path in written]}))
        return
    for path in written:
        click.echo(str(path))
    if not output.quiet:
        click.echo(NEXT.filled(output.language, table=written[1].name, question=written[0]), err=True)


NEXT = Words(
    "next: fill in {table}, then: laborsim calibrate {question}",
    "下一步：填写 {table}，然后运行：laborsim calibrate {question}",
)
NO_ROWS = Words(
    "warning: the table has no rows: everything is borrowed from the nation", "警告：数据表没有内容：全部借用全国数据"
)


def refuse_long(is_asked: bool) -> None:
    """Raise WrongUse where options of a long calibration are given for a province."""
    if is_asked:
        raise WrongUse(
            Words(
                "the calibration of a province takes seconds; of these options it has only -o",
                "省级校准只需数秒，这些选项中只有 -o 可用",
            )
        )


def calibrate_province(output: OutputStyle, question: Path, out: Path | None) -> None:
    """Fit a province to what it has; print the tables and where the baseline is that scenarios extend."""
    from laborsim.calibration.province.file import load_province
    from laborsim.calibration.province.province import fit_province
    from laborsim.calibration.province.results import ESTIMATE, write_province
    from laborsim.cli.run import command_line
    from laborsim.report.tables.province import page, parts_of

    asked = load_province(question)
    folder = out or asked.folder
    with progress_line(asked.file.calibration, is_terminal(sys.stderr) and not output.quiet, "runs") as (progress, _):
        outcome = fit_province(asked, progress)
    written = write_province(outcome, page(outcome, command_line()), folder)
    if output.json:
        data = json_module.loads((folder / ESTIMATE).read_text(encoding="utf-8"))
        click.echo(json_module.dumps({"scenario": str(written), **data}, ensure_ascii=False))
        return
    if not output.quiet:
        _show(output, parts_of(outcome))
        if not asked.published:
            click.echo(NO_ROWS.said(output.language), err=True)
    click.echo(str(written))


def _show(output: OutputStyle, parts: "Parts") -> None:
    from laborsim.report.tables import calibration as tables

    if is_terminal(sys.stdout):
        from rich.console import Console

        console = Console(no_color=not output.color(sys.stdout))
        for title, (columns, cells) in parts.items():
            console.print(tables.rich_table(columns, cells, title))
        return
    for title, (columns, cells) in parts.items():
        click.echo("\n".join([title, *tables.tab_lines(columns, cells)]) + "\n")
