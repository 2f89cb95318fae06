"""Commands about single provinces: a new one to fit, and the fit of one that has figures of its own."""

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laborsim.cli.common import OutputStyle, common_options, is_terminal
from laborsim.cli.progress_line import progress_line

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
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if output.json:
        click.echo(json_module.dumps({"written": [str(path) for path in written]}))
        return
    for path in written:
        click.echo(str(path))
    if not output.quiet:
        click.echo(f"next: fill in {written[1].name}, then: laborsim calibrate {written[0]}", err=True)


def refuse_long(is_asked: bool) -> None:
    """Raise UsageError where options of a long calibration are given for a province."""
    if is_asked:
        raise click.UsageError("the calibration of a province takes seconds; of these options it has only -o")


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
            click.echo("warning: the table has no rows: everything is borrowed from the nation", err=True)
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
