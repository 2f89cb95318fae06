"""Commands that answer: what caused an effect, which dose meets a goal, and everything at once."""

import json as json_module
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, reduce, update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from laborsim.cli.common import (
    BASELINE,
    BY,
    JOBS,
    ON,
    OUT,
    OVERRIDES,
    QUICK,
    REPLICATES,
    SCALE,
    OutputStyle,
    WrongUse,
    asked_aloud,
    coarser_option,
    common_options,
    is_terminal,
    pairs_option,
)
from laborsim.cli.progress_line import Tell
from laborsim.cli.sensitivity_and_optimize import Desk, at_work, desk, heard_at_work
from laborsim.experiment.run_errors import WrongInput
from laborsim.published.words import Language, Words
from laborsim.report.text.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from laborsim.analysis.answer_files import AnswerPart
    from laborsim.analysis.counterfactuals import Sizes
    from laborsim.experiment.finished_run import Run
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.extra_worlds import Bench
    from laborsim.experiment.running.question import Changes
    from laborsim.scenario.scenario import Scenario

GIVEN = click.argument("given", type=click.Path(path_type=Path), metavar="SCENARIO|RUN")
COARSER = coarser_option()
SPLIT = click.option(
    "--split",
    type=click.Choice(["levers", "plan", "none"]),
    help="Of whom the response of markets is told apart; default: every lever's, up to three levers.",
)
OF_RUN = pairs_option("to look at, of those that the run has", "10, or all it has")


@dataclass(frozen=True)
class AboutRun:
    """What every question about a run takes: which run, how many pairs of it, and how to make it if it is not."""

    given: Path
    pairs: int | None
    coarser: int | None
    split: Literal["levers", "plan", "none"] | None
    replicates: int | None
    scale: int | None
    overrides: tuple[str, ...]
    baseline: str | None
    quick: bool
    on: str | None
    by: str | None
    jobs: int | None
    out: Path

    @cached_property
    def when(self) -> "When":
        """When effects are read, and by what they are split. Raises ScenarioProblems."""
        from laborsim.experiment.indicators.when import When

        return When.of(self.on, self.by)

    @property
    def sizes(self) -> "Sizes":
        """How many pairs are looked at, and how coarsely."""
        from laborsim.analysis.counterfactuals import PAIRS, Sizes

        return Sizes(self.pairs or PAIRS, self.coarser or 1, self.split)

    def made(self, output: OutputStyle) -> "tuple[Desk, Run]":
        """Return where the question is answered, and the run, which is made first if it is not on disk.

        Raises WrongInput where more pairs are asked for than the run has.
        """
        from laborsim.experiment.running.question import Changes

        here = desk(output, self.out, self.jobs)
        # A quick run has few pairs, but as many as are asked for.
        replicates = self.replicates or (self.pairs if self.quick else None)
        changes = Changes(replicates, None, self.scale, self.overrides, self.baseline, self.quick)
        run = run_of(here, self.given, changes, self.when)
        has = len(run.manifest["replicates"])
        if self.pairs is not None and self.pairs > has:
            raise WrongInput(
                Words(
                    f"{run.path} has {has} pairs, {self.pairs} are asked for: give its scenario more replicates",
                    f"{run.path} 有{has}对模拟，而要求{self.pairs}对：请增加其情景的模拟次数",
                )
            )
        return here, run


def about_a_run(command: Callable[[OutputStyle, AboutRun], None]) -> Callable[..., None]:
    """Give a command the options of `AboutRun`, and hand them to it as one."""

    def with_options(output: OutputStyle, /, **options: Any) -> None:
        command(output, AboutRun(**options))

    named: Callable[..., None] = update_wrapper(click.pass_obj(with_options), command)
    options = (GIVEN, OF_RUN, COARSER, SPLIT, REPLICATES, SCALE, OVERRIDES, BASELINE, QUICK, ON, BY, JOBS, OUT)
    return reduce(lambda inner, option: option(inner), reversed(options), common_options(named))


@click.command()
@about_a_run
def answer(output: OutputStyle, about: AboutRun) -> None:
    """Answer everything: what changes, who switches, why, for whom, at what cost, how surely. Keep it in the run."""
    from laborsim.report.answers.questions import answer as answer_all
    from laborsim.report.answers.questions import asking_of

    here, run = about.made(output)
    with bench_for(here, run) as (bench, tell):
        asking = asking_of(run, bench, about.sizes, output.language, about.when)
        asks = (lambda line: None) if output.quiet else tell
        parts = [
            shown_part(output, number, part, tell) for number, part in enumerate(answer_all(asking, asks), start=1)
        ]
    show_end(output, run, parts)


@click.command()
@about_a_run
def attribute(output: OutputStyle, about: AboutRun) -> None:
    """Say how much of every effect each lever causes, while markets stand still and by way of them."""
    from laborsim.analysis.answer_files import check_can_be_kept, keep
    from laborsim.analysis.attribution.attribution import attribute as causes_of
    from laborsim.analysis.attribution.tables import CAUSES, cause_rows
    from laborsim.report.answers.answer_sizes import others_lines
    from laborsim.report.answers.questions import causes_made, causes_part
    from laborsim.report.tables.run import caution_lines

    here, run = about.made(output)
    with bench_for(here, run) as (bench, _):
        check_can_be_kept(run)
        causes = causes_of(run, bench, about.sizes, about.when)
    part = causes_part(causes, run, output.language, about.when)
    others = others_lines(run, part.leaves, causes_made(causes, run), output.language)
    keep(run, part.leaves)
    told = replace(part, lines=[*caution_lines(run, output.language), *part.lines, *others])
    show(output, run, told, (CAUSES, *cause_rows(causes)))


@click.command()
@GIVEN
@click.option(
    "--per", multiple=True, metavar="UNIT", help="Also of this unit: an indicator, job_year, person_settled, …"
)
@click.option(
    "--discount",
    type=click.FloatRange(0, 50),
    default=8.0,
    show_default=True,
    help="Real discount rate [percent a year]; 0 = undiscounted.",
)
@click.option(
    "--region",
    metavar="PLACE",
    default="",
    help="Where, or in which group, units are counted; default: what the run is about.",
)
@REPLICATES
@SCALE
@OVERRIDES
@BASELINE
@QUICK
@ON
@BY
@JOBS
@OUT
@common_options
@click.pass_obj
def price(
    output: OutputStyle,
    *,
    given: Path,
    per: tuple[str, ...],
    discount: float,
    region: str,
    replicates: int | None,
    scale: int | None,
    overrides: tuple[str, ...],
    baseline: str | None,
    quick: bool,
    on: str | None,
    by: str | None,
    jobs: int | None,
    out: Path,
) -> None:
    """Say what measures cost by year, what of it is used up, what a unit of anything costs, and when it pays."""
    from laborsim.analysis.answer_files import check_can_be_kept, keep
    from laborsim.analysis.price.price import Prices
    from laborsim.analysis.price.streams import streams_of
    from laborsim.analysis.price.tables import UNITS, refuse_ages, refuse_unknown, unit_rows
    from laborsim.experiment.indicators.indicator_table import group_names
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes, ask
    from laborsim.report.answers.answer_sizes import made_with, sized_part
    from laborsim.report.answers.price import price_part
    from laborsim.report.tables.run import caution_lines

    changes, when = Changes(replicates, None, scale, overrides, baseline, quick), When.of(on, by)
    refuse_ages(when)
    asked = made_run(given, changes) if given.is_dir() else ask(given, changes)
    refuse_unknown(per, region, group_names(asked.scenario))
    here = desk(output, out, jobs)
    run = run_of(here, given, changes, when)
    check_can_be_kept(run)
    found = Prices(streams_of(run, region, when.on), discount / 100, when)
    part = price_part(found, per, output.language)
    keep(run, sized_part(part, run, made_with(run), output.language).leaves)
    told = replace(part, lines=[*caution_lines(run, output.language), *part.lines])
    show(output, run, told, (UNITS, *unit_rows(found)))


@click.command()
@GIVEN
@click.option("--goal", required=True, metavar="INDICATOR", help="Which goal of the scenario is to be met.")
@click.option("--lever", required=True, metavar="KEY", help="Which of its levers is to meet it.")
@click.option(
    "--probability", type=click.FloatRange(0, 1, min_open=True), default=0.8, show_default=True, help="Share of runs."
)
@click.option("--least", metavar="DOSE", help="Smallest dose to try: 3000, +800 or x1.1; default: nothing new.")
@click.option("--most", metavar="DOSE", help="Greatest dose to try, typed alike; default: the lever's ceiling.")
@pairs_option("to look at", "10")
@COARSER
@SCALE
@OVERRIDES
@BASELINE
@QUICK
@ON
@BY
@JOBS
@OUT
@common_options
@click.pass_obj
def solve(
    output: OutputStyle,
    *,
    given: Path,
    goal: str,
    lever: str,
    probability: float,
    least: str | None,
    most: str | None,
    pairs: int | None,
    coarser: int | None,
    scale: int | None,
    overrides: tuple[str, ...],
    baseline: str | None,
    quick: bool,
    on: str | None,
    by: str | None,
    jobs: int | None,
    out: Path,
) -> None:
    """Find the dose of a lever that meets a goal, or the best that can be had and what binds."""
    from laborsim.analysis.answer_files import check_can_be_kept, keep
    from laborsim.analysis.attribution.tables import DOSES, dose_rows
    from laborsim.analysis.counterfactuals import PAIRS, Sizes, lever_of
    from laborsim.analysis.goals.solve import Wish
    from laborsim.analysis.goals.solve import solve as solved
    from laborsim.analysis.sweep.doses import level_typed
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes
    from laborsim.experiment.running.replicate import check_can_be_simulated
    from laborsim.report.answers.answer_sizes import made_with, sized_part
    from laborsim.report.answers.solve import solution_part
    from laborsim.report.tables.run import is_draft

    when = When.of(on, by)
    here = desk(output, out, jobs)
    changes = Changes(scale=scale, overrides=overrides, baseline=baseline, quick=quick)
    sizes = Sizes(changes.pairs(pairs, PAIRS), coarser or 1)
    run = made_run(given, changes) if given.is_dir() else None
    if run is None:
        asked = asked_aloud(output, given, changes)
        worlds = asked.scenario, asked.baseline
    else:
        run.refuse_damaged()
        check_can_be_kept(run)
        worlds = run.scenario, None if run.baseline is None else run.baseline.scenario
    check_can_be_simulated(worlds[0])
    own, horizon = lever_of(worlds[0], lever), worlds[0].horizon
    low, high = (None if typed is None else level_typed(typed, own, worlds[1], horizon) for typed in (least, most))
    wish = Wish(goal, lever, probability, low, high, when)
    with at_work(here, worlds[0].id) as bench:
        found = solved(*worlds, wish, bench, sizes)
    part = solution_part(found, output.language)
    if run is not None:
        part = sized_part(part, run, made_with(run, sizes.coarser, sizes.pairs), output.language)
        keep(run, part.leaves)
    told = under_cautions(part, worlds[0], quick or (run is not None and is_draft(run)), output.language)
    show(output, run, told, (DOSES, *dose_rows(found)))


@click.command()
@GIVEN
@REPLICATES
@SCALE
@OVERRIDES
@BASELINE
@QUICK
@ON
@BY
@JOBS
@OUT
@common_options
@click.pass_obj
def shock(
    output: OutputStyle,
    *,
    given: Path,
    replicates: int | None,
    scale: int | None,
    overrides: tuple[str, ...],
    baseline: str | None,
    quick: bool,
    on: str | None,
    by: str | None,
    jobs: int | None,
    out: Path,
) -> None:
    """Set a scenario against its unshocked world: what its shocks do, with and without the measures."""
    from laborsim.analysis.answer_files import keep
    from laborsim.analysis.compare.four_worlds import four_worlds
    from laborsim.experiment.indicators.when import When
    from laborsim.experiment.running.question import Changes
    from laborsim.report.answers.answer_sizes import made_with, sized_part
    from laborsim.report.answers.shock import COLUMNS, shock_part, shock_rows
    from laborsim.scenario.slips import SHOCK_ALONE

    when, here = When.of(on, by), desk(output, out, jobs)
    run = run_of(here, given, Changes(replicates, None, scale, overrides, baseline, quick), when, (SHOCK_ALONE,))
    with bench_for(here, run) as (bench, _):
        found = four_worlds(run, bench, when)
    part = shock_part(found, run, output.language, when, detailed=output.verbose)
    keep(run, sized_part(part, run, made_with(run, pairs=found.pairs), output.language).leaves)
    show(output, run, part, (COLUMNS, *shock_rows(found)))


def run_of(
    here: Desk, given: Path, changes: "Changes", when: "When | None" = None, unheard: tuple[str, ...] = ()
) -> "Run":
    """Return the run that is meant: a folder's, or a scenario's, which is run first if it is not on disk.

    `unheard`: codes of warnings of the file that are not told. Raises ScenarioProblems where effects cannot be read as
    `when` asks, before anything is simulated.
    """
    from laborsim.analysis.compare.compare import compared_with
    from laborsim.cli.run import How, refuse_early
    from laborsim.cli.run import answer as run_scenario
    from laborsim.experiment.running.question import ask

    run = made_run(given, changes) if given.is_dir() else None
    if when is not None and not when.is_default:
        one = ask(given, changes) if run is None else run
        refuse_early(here.output, one.scenario, compared_with(one), when)
    if run is not None:
        return run
    return run_scenario(here.output, given, changes, How(here.out, here.jobs, False, unheard=unheard))


def made_run(given: Path, changes: "Changes") -> "Run":
    """Return the run of a folder; wishes to change anything about it are a usage error."""
    from laborsim.experiment.finished_run import open_run
    from laborsim.experiment.running.question import Changes

    run = open_run(given)
    if changes != Changes():
        raise WrongUse(
            Words(
                f"{given} is a run that is made: give its scenario to change anything about it",
                f"{given} 是已完成的模拟：要作更改，请给出其情景",
            )
        )
    return run


@contextmanager
def bench_for(here: Desk, run: "Run") -> "Iterator[tuple[Bench, Tell]]":
    """Yield a run's bench with a line of progress, and what writes lines above it."""
    from laborsim.experiment.running.extra_worlds import bench_of

    with heard_at_work(here, run.scenario.id) as (bench, tell):
        yield replace(bench_of(run), engine=bench.engine), tell


def under_cautions(part: "AnswerPart", scenario: "Scenario", draft: bool, language: Language) -> "AnswerPart":
    """Return an answer, below the lines that a draft and a what-if begin with where it is one."""
    from laborsim.report.text.what_if import what_if_lines

    drafted = [phrases(language).draft] if draft else []
    return replace(part, lines=[*drafted, *what_if_lines(scenario, language), *part.lines])


def show(
    output: OutputStyle,
    run: "Run | None",
    part: "AnswerPart",
    table: Iterable[Sequence[Any]],
    study: Path | None = None,
) -> None:
    """Show one answer: as JSON, as the path of its folder, as lines for a person, or as a table for a program.

    The folder is the run's, or that of a `study`.
    """
    path = study if run is None else run.path
    if output.json:
        header, *rows = table
        data = {"lines": list(part.lines), "rows": [dict(zip(header, row, strict=True)) for row in rows]}
        where = {} if path is None else {"folder": str(path)}
        click.echo(json_module.dumps({**where, **data}, ensure_ascii=False))
        return
    if output.quiet:
        for line in part.lines if path is None else (str(path),):
            click.echo(line)
        return
    is_pipe = not is_terminal(sys.stdout)
    for line in part.lines:
        click.echo(line, err=is_pipe)
    for row in in_words(table, output.language) if is_pipe else ():
        click.echo("\t".join("" if cell is None else str(cell) for cell in row))
    if path is not None:
        click.echo(phrases(output.language).run_folder.format(path=path), err=is_pipe)


def in_words(table: Iterable[Sequence[Any]], language: Language) -> "Iterator[Sequence[Any]]":
    """Yield a table for a pipe: its verdicts as on a terminal, where files and --json have their codes."""
    from laborsim.report.text.labels import quantity
    from laborsim.report.text.verdicts import short_verdict

    header, *rows = table
    yield header
    names = {name: place for place, name in enumerate(header)}
    for row in rows:
        cells = list(row)
        if "verdict" in names and cells[names["verdict"]]:
            shown = quantity(cells[names["indicator"]], is_share=True)
            cells[names["verdict"]] = short_verdict(cells[names["verdict"]], shown, language)
        yield cells


def shown_part(output: OutputStyle, number: int, part: "AnswerPart", tell: Tell) -> "AnswerPart":
    """Show one of several answers as soon as it is known: a person reads while the next is simulated; return it.

    On a terminal as a page, in a pipe as number, question, line; nothing where only the whole is wanted.
    """
    if output.json or output.quiet:
        return part
    is_pipe = not is_terminal(sys.stdout)
    head = [] if is_pipe else [f"\n{number}. {part.title}" if number > 1 else f"{number}. {part.title}"]
    lines = [f"{number}\t{part.title}\t{line}" if is_pipe else f"   {line}" for line in part.lines]
    tell("\n".join([*head, *lines]), err=False)
    return part


def show_end(output: OutputStyle, run: "Run", parts: "Sequence[AnswerPart]") -> None:
    """Show what comes after all answers: where they are, or all of them as one JSON object."""
    if output.json:
        said = [
            {"question": part.title, "lines": list(part.lines), "files": [f.name for f in part.leaves]}
            for part in parts
        ]
        click.echo(json_module.dumps({"folder": str(run.path), "answers": said}, ensure_ascii=False))
    elif output.quiet:
        click.echo(str(run.path))
    else:
        folder = phrases(output.language).answers_folder.format(path=run.path)
        is_pipe = not is_terminal(sys.stdout)
        click.echo(folder if is_pipe else f"\n{folder}", err=is_pipe)
