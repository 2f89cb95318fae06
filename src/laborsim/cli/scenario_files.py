"""Commands about scenario files and the catalogue: validate, new, levers, parameters, schema, explain, docs."""

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laborsim.cli.common import (
    CANNOT_READ,
    OVERRIDES,
    WRONG_INPUT,
    OutputStyle,
    WrongUse,
    common_options,
    is_terminal,
    show_problems,
)
from laborsim.published.words import UnknownName, Words

if TYPE_CHECKING:
    from laborsim.scenario.load import Loaded, Problem


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@OVERRIDES
@common_options
@click.pass_obj
def validate(output: OutputStyle, files: tuple[Path, ...], overrides: tuple[str, ...]) -> None:
    """Check scenario files and plans; show everything that is wrong at once."""
    from laborsim.report.text.problems import report_lines
    from laborsim.scenario.check import NoValuesToSet, check_files, report_as_data

    try:
        checked = check_files(files, overrides, _too_large)
    except NoValuesToSet as error:
        raise WrongUse(error.words) from error
    if any(found.scenario is not None and found.scenario.parameters for found in checked):
        from laborsim.experiment.running.base_dates import with_base_dates

        checked = [with_base_dates(found) for found in checked]
    if output.json:
        click.echo(json_module.dumps(report_as_data(checked), ensure_ascii=False, indent=1))
    for found in () if output.json else checked:
        shown = [p for p in found.problems if p.severity == "error" or not output.quiet]
        show_problems(shown, found.sources, output, sys.stdout)
        for line in () if output.quiet else report_lines(found, output.language):
            click.echo(line, err=bool(found.unreadable))
    if any(found.is_invalid for found in checked):
        raise click.exceptions.Exit(WRONG_INPUT)
    if any(found.unreadable for found in checked):
        raise click.exceptions.Exit(CANNOT_READ)


def _too_large(loaded: "Loaded") -> "list[Problem]":
    """Return the groups of more people than there are; whoever states no number waits for no table of people."""
    if all(group.persons is None for group in loaded.scenario.groups):
        return []
    from laborsim.population.group_sizes import size_problems

    return size_problems(loaded)


@click.command()
@click.argument("name")
@click.option("--from", "parent", default=None, metavar="SCENARIO", help="What to extend: a file, or a shipped id.")
@click.option("--into", default=".", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@common_options
@click.pass_obj
def new(output: OutputStyle, name: str, parent: str | None, into: Path) -> None:
    """Write a new scenario file NAME.yaml to edit. Never overwrites."""
    from laborsim.scenario.new_file import DEFAULT_PARENT, NotToBeWritten, write_new

    try:
        written = write_new(name, parent or DEFAULT_PARENT, into)
    except NotToBeWritten as error:
        raise WrongUse(error.words) from error
    if output.json:
        click.echo(json_module.dumps({"written": [str(path) for path in written]}))
        return
    for path in written:
        click.echo(str(path))


@click.command()
@click.argument("name", required=False)
@click.option(
    "--region", "place", default=None, metavar="PLACE", help="What a place holds of it: CN, a zone or a code."
)
@common_options
@click.pass_obj
def levers(output: OutputStyle, name: str | None, place: str | None) -> None:
    """List the policy levers, or explain one; with --region what a place holds, and on whose word."""
    from laborsim.report.pages import levers as lever_pages

    if place is not None:
        _levers_of(output, name, place)
        return
    if name is not None:
        try:
            lever = lever_pages.find_lever(name)
        except UnknownName as error:
            raise WrongUse(error.words) from error
        if output.json:
            click.echo(json_module.dumps(lever_pages.lever_data(lever), ensure_ascii=False))
        else:
            click.echo(lever_pages.lever_page(lever, output.language))
    elif output.json:
        rows = [dict(zip(lever_pages.COLUMNS, row, strict=True)) for row in lever_pages.lever_rows()]
        click.echo(json_module.dumps({"levers": rows}, ensure_ascii=False))
    elif is_terminal(sys.stdout):
        lever_pages.print_table(output.color(sys.stdout), output.language)
    else:
        for row in (lever_pages.lever_heads(output.language), *lever_pages.lever_rows(output.language)):
            click.echo("\t".join(row))


NO_REGION = Words("no such region {place}; {hint}", "未识别的地区 {place}；{hint}")


def _levers_of(output: OutputStyle, name: str | None, place: str) -> None:
    """Print what a place holds of one lever, or of all."""
    from laborsim.levers import catalogue
    from laborsim.published.regions import nearest, place_names
    from laborsim.report.pages.levers import find_lever
    from laborsim.report.text import standing

    if place not in place_names():
        close = " or ".join(nearest(place))
        such = Words(
            "write CN, a zone (East, Central, West, Northeast) or a code such as CN-GS",
            "请写 CN、地区（East、Central、West、Northeast）或 CN-GS 之类的代码",
        )
        hint = Words(f"did you mean {close}?", f"是否应为 {close}？") if close else such
        raise WrongUse(NO_REGION.holding(place=repr(place), hint=hint))
    try:
        chosen = None if name is None else find_lever(name)
    except UnknownName as error:
        raise WrongUse(error.words) from error
    if output.json:
        kinds = [chosen] if chosen is not None else list(catalogue().values())
        click.echo(json_module.dumps([standing.place_data(kind, place) for kind in kinds], ensure_ascii=False))
    elif chosen is not None:
        click.echo(standing.place_page(chosen, place, output.language))
    else:
        click.echo(standing.place_table(place, output.language))


@click.command()
@click.argument("name", required=False)
@common_options
@click.pass_obj
def parameters(output: OutputStyle, name: str | None) -> None:
    """List the parameters that a scenario may set as a what-if, or explain one."""
    from laborsim.report.pages import parameters as pages

    if name is not None:
        try:
            known = pages.find_parameter(name)
        except UnknownName as error:
            raise WrongUse(error.words) from error
        if output.json:
            click.echo(json_module.dumps(pages.parameter_data(known), ensure_ascii=False))
        else:
            click.echo(pages.parameter_page(known, output.language))
    elif output.json:
        rows = [dict(zip(pages.COLUMNS, row, strict=True)) for row in pages.parameter_rows()]
        click.echo(json_module.dumps({"parameters": rows}, ensure_ascii=False))
    elif is_terminal(sys.stdout):
        pages.print_parameters(output.language, output.color(sys.stdout))
    else:
        for row in (pages.COLUMNS, *pages.parameter_rows()):
            click.echo("\t".join(row))


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@common_options
def schema(output: Path | None) -> None:
    """Write the JSON Schema of scenario files, for editors."""
    from laborsim.experiment.store.atomic_files import write_whole
    from laborsim.scenario.json_schema import schema_text

    if output is None:
        click.echo(schema_text(), nl=False)
    else:
        write_whole(output, schema_text().encode())


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path), metavar="SCENARIO|RUN")
@click.option("--worker", "workers", type=int, multiple=True, metavar="ID", help="Of a run: this worker's story.")
@click.option("--sample", default="", help="Of a run: stories of people who returned, left, founded, gained, lost …")
@click.option("--number", type=click.IntRange(min=1), default=3, help="How many people of a sample.")
@click.option("--pair", type=click.IntRange(min=0), help="Pair of runs in which they live; default: the first.")
@OVERRIDES
@common_options
@click.pass_obj
def explain(
    output: OutputStyle,
    *,
    scenario: Path,
    workers: tuple[int, ...],
    sample: str,
    number: int,
    pair: int | None,
    overrides: tuple[str, ...],
) -> None:
    """Say in words what a scenario changes, when, and on whose word; or why a worker of a run did what he did."""
    from laborsim.cli.stories import Wanted, tell_stories
    from laborsim.experiment.store.folder_kinds import refuse_no_run
    from laborsim.report.text.standing import TITLE, standing_rows
    from laborsim.scenario.explanation import explanation, explanation_text
    from laborsim.scenario.load import load_scenario

    if scenario.is_dir():
        wanted = Wanted(workers, sample, number, pair)
        if wanted.is_anybody:
            tell_stories(output, scenario, wanted)
            return
        refuse_no_run(scenario)
        scenario /= "scenario.resolved.yaml"
    elif workers or sample:
        raise WrongUse(
            Words(
                "--worker and --sample look into a run: give its folder instead of a scenario file",
                "--worker 和 --sample 查看模拟结果：请给出结果文件夹而非情景文件",
            )
        )
    loaded = load_scenario(scenario, overrides)
    there = (TITLE.said(output.language), standing_rows(loaded.scenario, output.language))
    if output.json:
        click.echo(json_module.dumps(dict(explanation(loaded, there)), ensure_ascii=False, indent=1))
    elif output.language == "zh":
        from laborsim.report.text.explanation import chinese_explanation

        click.echo(chinese_explanation(loaded, there))
    else:
        click.echo(explanation_text(loaded, there))


@click.command()
@click.option("--into", default=".", type=click.Path(path_type=Path, file_okay=False), help="Root of the project.")
@click.option("--check", is_flag=True, help="Write nothing; exit 3 if a page is not current.")
@common_options
@click.pass_obj
def docs(output: OutputStyle, into: Path, check: bool) -> None:
    """Write the pages of docs/ that come from the code, and the schema."""
    from laborsim.report.pages.calibration import calibration_pages
    from laborsim.report.pages.facts import facts_pages
    from laborsim.report.pages.pages import MODEL_PAGES, stale_pages, write_pages
    from laborsim.report.pages.validation import evidence_pages

    more = {**MODEL_PAGES, **evidence_pages(into), **calibration_pages(into), **facts_pages(into)}
    stale = (stale_pages if check else write_pages)(into, more)
    said = "not current" if check else "written"
    if output.json:
        click.echo(json_module.dumps({said: [str(path) for path in stale]}))
    for path in () if output.json else stale:
        click.echo(f"{path}: {said}")
    if check and stale:
        raise click.exceptions.Exit(WRONG_INPUT)
