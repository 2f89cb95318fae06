"""The command that turns next year's survey report into a base year."""

import json as json_module
from pathlib import Path

import click

from laborsim.cli.common import OutputStyle, common_options
from laborsim.published.words import Words

VALID = Words(
    "{report}: valid: {count} numbers of {year}; carried over: {carried}",
    "{report}：通过：{year}年的{count}个数；沿用：{carried}",
)
SOLVING = Words("solving the constants of {year} (a minute or two)", "正在求解{year}年的常数（一两分钟）")
BASELINE = Words("baseline: {scenario}", "基准情景：{scenario}")


@click.command("new-year")
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Folder; default: base-year-YEAR.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Where the luck comes from.")
@click.option("--check", "is_check", is_flag=True, help="Only check the report.")
@common_options
@click.pass_obj
def new_year(output: OutputStyle, *, report: Path, out: Path | None, seed: int, is_check: bool) -> None:
    """Turn a new annual survey report into a base year: tables, fit, baseline and a page that says what moved."""
    from laborsim.calibration.base_year.new_year import build_year, carried_over
    from laborsim.calibration.base_year.new_year_report import load_report
    from laborsim.cli.run import command_line
    from laborsim.experiment.store.atomic_files import write_whole
    from laborsim.report.answers.scorecard import LAST_FORECAST, verdict_lines
    from laborsim.report.pages.new_year import bands_line, number_table, page
    from laborsim.report.tables.calibration import tab_lines

    found = load_report(report)
    if is_check:
        if output.json:
            click.echo(json_module.dumps({"year": found.year, "numbers": len(found.entries)}))
            return
        carried = Words(", ".join(entry.key for entry in carried_over(found))) or Words("nothing", "无")
        told = {"report": report, "count": len(found.entries), "year": found.year, "carried": carried}
        click.echo(VALID.filled(output.language, **told))
        return
    folder = out or Path(f"base-year-{found.year}")
    if not (output.quiet or output.json):
        click.echo(SOLVING.filled(output.language, year=found.year), err=True)
    made = build_year(found, folder, seed)
    written = folder / f"base-year-{found.year}.md"
    write_whole(written, page(made, command_line()).encode())
    if output.json:
        paths = {"page": written, "scenario": made.scenario, "data": made.data}
        click.echo(json_module.dumps({name: str(path) for name, path in paths.items()}))
        return
    if not output.quiet:
        click.echo("\n".join(tab_lines(*number_table(made))))
        forecast = LAST_FORECAST.filled(output.language, year=found.year - 1)
        for line in (forecast, *verdict_lines(made.forecast, output.language), bands_line(made, output.language)):
            click.echo(line, err=True)
        click.echo(BASELINE.filled(output.language, scenario=made.scenario), err=True)
    click.echo(str(written))
