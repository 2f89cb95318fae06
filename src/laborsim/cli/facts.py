"""The command that judges stylised facts."""

import json as json_module
import sys
from dataclasses import asdict
from pathlib import Path

import click

from laborsim.cli.common import OutputStyle, common_options, is_terminal
from laborsim.cli.progress_line import progress_line


@click.command()
@click.argument("table", required=False, type=click.Path(path_type=Path), metavar="[TABLE]")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; default: one per core.")
@click.option("--quick", is_flag=True, help="Two coarse draws and no screening: printed, nothing is written.")
@click.option("--note", default="", help="What this look is for; it stands in the log of looks.")
@click.option("--into", default=".", type=click.Path(path_type=Path, file_okay=False), help="Root of the project.")
@common_options
@click.pass_obj
def facts(output: OutputStyle, *, table: Path | None, jobs: int | None, quick: bool, note: str, into: Path) -> None:
    """Hold stylised facts (of a TABLE, or the shipped ones) against the model, and say which parameters move them."""
    from laborsim.calibration.estimation.evaluator import default_jobs, evaluators
    from laborsim.calibration.facts.declarations import FACTS, read_facts
    from laborsim.calibration.facts.looks import note_look, totals
    from laborsim.calibration.facts.results import NOTEBOOK, QUICK, USUAL, run_facts, write_facts
    from laborsim.calibration.facts.verdicts import is_testable
    from laborsim.calibration.targets.free_parameters import read_free
    from laborsim.experiment.run_errors import sigterm_is_heard
    from laborsim.experiment.store.atomic_files import write_whole
    from laborsim.experiment.store.keyed_log import Log
    from laborsim.identity.canonical_json import rounded
    from laborsim.report.pages.facts import EVIDENCE, LOOKS, PAGE, RESULTS, facts_page, judged_facts
    from laborsim.report.tables.facts import cells, heads, of_core
    from laborsim.report.text.facts import CORE, OTHERS, TOTALS, WRITTEN
    from laborsim.scenario.input_errors import Notes

    notes = Notes()
    declared = read_facts(table or FACTS, notes)
    free_table = into / "calibration/parameters.csv"
    free = read_free(free_table, notes) if free_table.is_file() else ()
    notes.stop_on_errors()
    sizes, log = (QUICK if quick else USUAL), Log(into / NOTEBOOK, ("found",))
    is_shown = is_terminal(sys.stderr) and not output.quiet
    with (
        sigterm_is_heard(),
        evaluators(jobs or default_jobs()) as executor,
        progress_line("facts", is_shown, "studies") as (progress, _),
    ):
        found = run_facts(declared, free, sizes, log, executor, progress)
    judged = judged_facts(declared, found)
    sums = totals(declared, judged, [fact.id for fact in declared if is_testable(fact)])
    written: list[Path] = []
    if not quick and table is None:
        write_facts(found, into / EVIDENCE / RESULTS)
        note_look(into / EVIDENCE / LOOKS, found["code"], found["parameters"], sums, note)
        write_whole(into / PAGE, facts_page(into / EVIDENCE).encode())
        written = [into / EVIDENCE / RESULTS, into / PAGE]
    if output.json:
        plain = rounded({"facts": {name: asdict(one) for name, one in judged.items()}, "totals": sums})
        click.echo(json_module.dumps(plain, ensure_ascii=False))
        return
    if not output.quiet:
        for title, core in ((CORE, True), (OTHERS, False)):
            rows = cells([(fact, judged[fact.id]) for fact in of_core(declared, core)], output.language)
            _show(title.said(output.language), heads(output.language), rows, output)
    click.echo(TOTALS.filled(output.language, **sums))
    for path in written:
        click.echo(WRITTEN.filled(output.language, path=path), err=True)


def _show(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]], output: OutputStyle) -> None:
    """Print a table: on a terminal, or between tabs in a pipe."""
    from laborsim.report.tables.calibration import rich_table, tab_lines

    if is_terminal(sys.stdout):
        from rich.console import Console

        Console(no_color=not output.color(sys.stdout)).print(rich_table(columns, rows, title))
    else:
        click.echo("\n".join([title, *tab_lines(columns, rows)]))
