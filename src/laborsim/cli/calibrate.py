"""Commands for economists: estimate the free parameters, and measure how constants answer to them."""

import json as json_module
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from laborsim.cli.common import OutputStyle, WrongUse, common_options, is_terminal
from laborsim.cli.progress_line import progress_line
from laborsim.cli.region import calibrate_province, refuse_long
from laborsim.published.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from laborsim.calibration.estimation.evaluator import Evaluator
    from laborsim.calibration.estimation.outcome import Outcome


RESULTS = Words("results: {folder}", "结果：{folder}")
SHIPPED = Words("shipped: {path}", "已发布：{path}")
EVIDENCE = Words("evidence: {path}", "依据：{path}")


@click.command()
@click.argument("question", type=click.Path(path_type=Path), metavar="FILE")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; default: one per core.")
@click.option(
    "--budget", type=click.IntRange(min=1), metavar="N", help="At most N evaluations that are not in the log."
)
@click.option("--resume", is_flag=True, help="Go on with an interrupted calibration; a plain one does so too.")
@click.option("--force", is_flag=True, help="Evaluate again what is in the log.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Folder of the results.")
@click.option("--ship", "is_shipped", is_flag=True, help="Let every run use the posterior from now on.")
@click.option("--evidence", is_flag=True, help="Identification, recovery, backtest, experiments too.")
@common_options
@click.pass_obj
def calibrate(
    output: OutputStyle,
    *,
    question: Path,
    jobs: int | None,
    budget: int | None,
    resume: bool,
    force: bool,
    out: Path | None,
    is_shipped: bool,
    evidence: bool,
) -> None:
    """Estimate the free parameters of a calibration from its targets, or fit a province to what it has."""
    from laborsim.calibration.estimation.evaluation_log import EvaluationLog
    from laborsim.calibration.estimation.evaluator import Evaluator, default_jobs, evaluators
    from laborsim.calibration.estimation.outcome import estimate
    from laborsim.calibration.estimation.result_folder import LOG, ship, write_results
    from laborsim.calibration.province.file import is_about_a_province
    from laborsim.calibration.targets.calibration_file import load_calibration
    from laborsim.cli.run import command_line
    from laborsim.experiment.run_errors import sigterm_is_heard
    from laborsim.experiment.store.atomic_files import make_folder
    from laborsim.report.albums.calibration import draw_calibration

    if resume and force:
        raise WrongUse(
            Words(
                "--resume goes on with what is in the log, --force throws it away: give one of them",
                "--resume 从日志继续，--force 弃置日志：只能选其一",
            )
        )
    if is_about_a_province(question):
        refuse_long(any((budget, resume, force, is_shipped, evidence)))
        calibrate_province(output, question, out)
        return
    calibration = load_calibration(question)
    folder = out or calibration.folder
    make_folder(folder)
    if force:
        (folder / LOG).unlink(missing_ok=True)
    log = EvaluationLog(folder / LOG, [free.name for free in calibration.free])
    is_shown = is_terminal(sys.stderr) and not output.quiet
    with sigterm_is_heard(), evaluators(jobs or default_jobs()) as executor:
        with progress_line(calibration.name, is_shown, "evaluations") as (progress, tell):
            say: Callable[[str], None] = (lambda line: None) if output.quiet else tell
            evaluator = Evaluator(calibration, log, folder, executor, progress, None if budget is None else [budget])
            outcome = estimate(evaluator, say)
        write_results(outcome, folder, command_line())
        draw_calibration(calibration, folder, output.language)
        shipped = ship(outcome, folder) if is_shipped else []
        written: list[Path] = []
        if evidence:
            with progress_line(f"{calibration.name}, evidence", is_shown, "evaluations") as (progress, tell):
                say = (lambda line: None) if output.quiet else tell
                written = show_evidence(outcome, replace(evaluator, tell=progress, budget=None), say, output.language)
    show(output, outcome, folder)
    if not output.json:
        for path in shipped:
            click.echo(SHIPPED.filled(output.language, path=path), err=True)
        for path in written:
            click.echo(EVIDENCE.filled(output.language, path=path), err=True)


def show_evidence(
    outcome: "Outcome", evaluator: "Evaluator", say: "Callable[[str], None]", language: Language
) -> list[Path]:
    """Make the evidence of a calibration and the page that shows it; return what was written."""
    from dataclasses import asdict

    from laborsim.calibration.estimation.outcome import target_rows
    from laborsim.calibration.evidence.studies import Estimated, run_evidence
    from laborsim.report.albums.calibration import draw_evidence
    from laborsim.report.pages.validation import EVIDENCE, PAGE, write_validation

    root = outcome.calibration.path.parent.parent
    found = Estimated(outcome.estimate, outcome.draws, tuple(asdict(row) for row in target_rows(outcome)))
    written = run_evidence(evaluator, found, root / EVIDENCE, say=say)
    draw_evidence(outcome.calibration, evaluator.folder, root / EVIDENCE, language)
    write_validation(root / EVIDENCE, root / PAGE)
    return [*written, root / PAGE]


def show(output: OutputStyle, outcome: "Outcome", folder: Path) -> None:
    """Print both tables: on a terminal, between tabs in a pipe, as JSON, or only the folder."""
    from laborsim.calibration.estimation.outcome import parameter_rows, target_rows
    from laborsim.calibration.estimation.result_folder import ESTIMATE
    from laborsim.report.tables import calibration as tables

    if output.quiet:
        click.echo(str(folder))
        return
    if output.json:
        data = json_module.loads((folder / ESTIMATE).read_text(encoding="utf-8"))
        click.echo(json_module.dumps({"folder": str(folder), **data}, ensure_ascii=False))
        return
    groups = {title: tables.target_cells(rows) for title, rows in tables.grouped(target_rows(outcome)).items()}
    parts: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
        "Parameters": (tables.PARAMETER_COLUMNS, tables.parameter_cells(parameter_rows(outcome)))
    }
    parts |= {title: (tables.TARGET_COLUMNS, cells) for title, cells in groups.items()}
    if is_terminal(sys.stdout):
        from rich.console import Console

        console = Console(no_color=not output.color(sys.stdout))
        for title, (columns, cells) in parts.items():
            console.print(tables.rich_table(columns, cells, title))
    else:
        for title, (columns, cells) in parts.items():
            click.echo("\n".join([title, *tables.tab_lines(columns, cells)]))
    click.echo(RESULTS.filled(output.language, folder=folder), err=not is_terminal(sys.stdout))


@click.command()
@click.argument("years", nargs=-1, required=True, type=int, metavar="YEAR...")
@click.option("--parameters", required=True, type=click.Path(path_type=Path), help="Table of the free parameters.")
@click.option(
    "--founders", "reading", type=click.Choice(["cumulative", "stock"]), default="cumulative", help="Reading."
)
@click.option("--founders-apart", "apart", is_flag=True, help="Founders are not among the local workers.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; default: one per core.")
@common_options
@click.pass_obj
def response(
    output: OutputStyle,
    *,
    years: tuple[int, ...],
    parameters: Path,
    reading: Literal["cumulative", "stock"],
    apart: bool,
    jobs: int | None,
) -> None:
    """Measure how the constants of shipped fits answer to the free parameters, so that runs can draw them."""
    from laborsim.calibration.estimation.evaluator import default_jobs, evaluators
    from laborsim.calibration.estimation.response_design import measure_response

    is_shown = is_terminal(sys.stderr) and not output.quiet
    with evaluators(jobs or default_jobs()) as executor:
        for year in years:
            with progress_line(f"base year {year}", is_shown, "runs") as (progress, _):
                path = measure_response((year, reading, not apart), parameters, executor, progress)
            click.echo(str(path))
