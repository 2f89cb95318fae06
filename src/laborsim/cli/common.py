"""What every command has in common: its options, how it talks, and which failure is which exit code."""

import json as json_module
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click
from click.core import ParameterSource

from laborsim.experiment.run_errors import Stop, Terminated, TerminateSignal
from laborsim.published.data_tables import BadTable
from laborsim.published.system_errors import reason_and_file
from laborsim.published.words import Language, Words
from laborsim.report.text import failures
from laborsim.scenario.input_errors import CannotRead, Problem, ScenarioProblems, json_data

if TYPE_CHECKING:
    from laborsim.experiment.running.question import Asked, Changes

DEFECT, WRONG_INPUT, CANNOT_READ, INTERRUPTED = 1, 3, 6, 130
"""Exit codes: a defect of laborsim; an invalid file; a file that cannot be read or written; Ctrl-C. 2 is click's."""

LANGUAGE_VARIABLE = "LABORSIM_LANG"
"""Environment variable with the language of all commands; `--lang` overrules it."""

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class OutputStyle:
    """How to talk to the user: set by the options that every command has."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False
    no_color: bool = False
    language: Language = "en"

    def color(self, stream: Any) -> bool:
        """Return whether to color what goes to a stream."""
        plain = self.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not plain and is_terminal(stream)


def is_terminal(stream: Any) -> bool:
    """Return whether a person looks at a stream."""
    return bool(stream.isatty())


def common_options(command: Command) -> Command:
    """Add the options that every command has; the command finds them in its `OutputStyle` (`click.pass_obj`)."""
    command = click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "zh"]),
        envvar=LANGUAGE_VARIABLE,
        expose_value=False,
        callback=_remember,
        help=f"Language of everything printed, drawn and told; default: {LANGUAGE_VARIABLE}, else en.",
    )(command)
    for flags, name, words in (
        (("--no-color",), "no_color", "No colors, as with NO_COLOR."),
        (("--json",), "json", "One JSON object and nothing else."),
        (("-v", "--verbose"), "verbose", "More detail; a traceback if laborsim fails."),
        (("-q", "--quiet"), "quiet", "Only what a script needs."),
    ):
        command = click.option(*flags, name, is_flag=True, expose_value=False, callback=_remember, help=words)(command)
    return command


def _remember(ctx: click.Context, param: click.Parameter, value: bool | Language | None) -> None:
    # The group is asked first and hears the environment; below it only what was typed counts, or it would overrule.
    is_typed = ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE
    if value and param.name and (is_typed or ctx.parent is None):
        setattr(ctx.ensure_object(OutputStyle), param.name, value)


@contextmanager
def warnings_for_users(output: OutputStyle | None = None) -> Iterator[None]:
    """Show laborsim's own warnings in one line without a place in the code, in this process and for a while.

    Those of libraries speak of laborsim's arithmetic, not of what the user did: only `-v` shows them.
    """
    before = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if category.__module__.startswith("laborsim."):
            language = "en" if output is None else output.language
            click.echo(failures.WARNING.filled(language, text=message), err=True)
        elif output is not None and output.verbose:
            before(message, category, filename, lineno, file, line)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = before


class WrongUse(click.UsageError):
    """A command line that cannot be meant; click says it, in the language that was asked for."""

    def __init__(self, words: Words) -> None:
        context = click.get_current_context(silent=True)
        style = context and context.find_object(OutputStyle)
        super().__init__(words.said(style.language if style else "en"))


class CommandGroup(click.Group):
    """A group of commands in which every failure has its exit code and no user sees a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn failures into a message and an exit code."""
        output = ctx.ensure_object(OutputStyle)
        try:
            with warnings_for_users(output):
                return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except ScenarioProblems as error:
            _show_refusal(error, output)
            ctx.exit(WRONG_INPUT)
        except BadTable as error:
            show_failure(failures.BAD_TABLE.holding(text=error), output)
            ctx.exit(WRONG_INPUT)
        except Stop as stop:
            show_failure(stop.words, output)
            ctx.exit(stop.exit_code)
        except (KeyboardInterrupt, TerminateSignal) as heard:
            is_ctrl_c = isinstance(heard, KeyboardInterrupt)
            click.echo((failures.INTERRUPTED if is_ctrl_c else failures.TERMINATED).said(output.language), err=True)
            ctx.exit(INTERRUPTED if is_ctrl_c else Terminated.exit_code)
        except CannotRead as error:
            show_failure(error.words, output)
            ctx.exit(CANNOT_READ)
        except OSError as error:
            show_failure(reason_and_file(error), output)
            ctx.exit(CANNOT_READ)
        except Exception as error:
            if output.verbose:
                raise
            _show_defect(error, output)
            ctx.exit(DEFECT)


def show_failure(text: Words, output: OutputStyle) -> None:
    """Say why a command has no answer."""
    click.echo(failures.failure_text(text, output.language), err=True)


def _show_defect(error: Exception, output: OutputStyle) -> None:
    text = f"{type(error).__name__}: {error}"
    show_failure(failures.DEFECT.holding(text=text), output)
    hint = failures.REPORT_IT.said(output.language)
    click.echo(f"    {failures.HINT.filled(output.language, text=hint)}", err=True)


def _show_refusal(error: ScenarioProblems, output: OutputStyle) -> None:
    show_problems(error.problems, error.sources, output, sys.stderr)
    if error.more_may_follow and not output.json:
        from laborsim.report.text.problems import MORE_MAY_FOLLOW

        click.echo(MORE_MAY_FOLLOW.said(output.language), err=True)


def show_problems(problems: Sequence[Problem], sources: Any, output: OutputStyle, stream: Any) -> None:
    """Show problems as JSON, with excerpts on a terminal, or one line each in a pipe."""
    if output.json:
        click.echo(json_module.dumps({"problems": [json_data(p) for p in problems]}, ensure_ascii=False))
        return
    from laborsim.report.text.problems import pipe_text, terminal_text

    for problem in problems:
        if is_terminal(stream):
            text = terminal_text(problem, sources, output.color(stream), output.language)
            click.echo(f"{text}\n", file=stream, color=True)
        else:
            click.echo(pipe_text(problem, output.language), file=stream)


def asked_aloud(output: OutputStyle, path: Path, changes: "Changes", unheard: Sequence[str] = ()) -> "Asked":
    """Return the question of a scenario file; what its file is warned of is told first, but for the codes `unheard`.

    Raises what `ask` raises.
    """
    from laborsim.experiment.running.question import ask

    asked = ask(path, changes)
    warnings = [problem for problem in asked.loaded.warnings if problem.code not in unheard]
    shown_warnings(warnings, output, asked.loaded.sources)
    return asked


def around_on(page: Path, name: str) -> tuple[str, str]:
    """Return what stands before and after what a command writes on a page. Raises WrongUse without its markers."""
    from laborsim.report.pages.pages import around

    try:
        return around(name, page.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WrongUse(Words(f"{page}: {error}", f"{page}：没有 {name} 的位置（{error}）")) from error


Option = Callable[[Callable[..., Any]], Callable[..., Any]]

OVERRIDES = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a value of the scenario: levers.workshops.value=3000.",
)
REPLICATES = click.option(
    "--replicates", type=click.IntRange(min=1), help="Runs of a scenario file, each with its own luck and draw."
)
SEED = click.option("--seed", type=click.IntRange(min=0), help="Where all luck of a scenario file comes from.")
SCALE = click.option(
    "--scale", type=click.IntRange(min=1), help="Persons per worker, of a scenario file; 1 = everybody."
)
QUICK = click.option(
    "--quick",
    is_flag=True,
    help="Small and fast, but for what is typed: few pairs, many persons a worker. All of it says DRAFT.",
)
ON = click.option(
    "--on",
    metavar="PERIOD",
    help="When effects are read: a month 2025-06, a quarter 2025Q2, a year 2025; default: while a measure is in force.",
)
BY = click.option(
    "--by",
    type=click.Choice(["month", "quarter", "year", "region", "group", "age"]),
    help="What splits tables, maps and plots of effects: time, province, age groups of the survey, five-year ages.",
)
BASELINE = click.option("--baseline", metavar="FILE", help="What to compare with, instead of what the file extends.")
JOBS = click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; default: one per core.")
OUT = click.option("-o", "--output", "out", default="runs", type=click.Path(path_type=Path), help="Folder of all runs.")


def shown_warnings(problems: Sequence[Problem], output: OutputStyle, sources: Any = None) -> None:
    """Show what is to be known about what is asked; `--quiet` and `--json` hear of errors alone.

    `sources`: the lines of the files that they are about, by file.
    """
    if problems and not output.quiet and not output.json:
        show_problems(problems, sources or {}, output, sys.stderr)


def pairs_option(of: str, default: str, least: int = 1) -> Option:
    """Return `--pairs`: pairs of worlds that a study looks at; None = the study's default, or a quick run's."""
    words = f"Pairs of runs {of}; default: {default}; with --quick as many as a quick run has."
    return click.option("--pairs", type=click.IntRange(least, 200), help=words)


def coarser_option(default: int = 1) -> Option:
    """Return `--coarser`: None = the study's default, or 1 where a scale is typed or the run is quick."""
    otherwise = "" if default == 1 else ", 1 beside --scale and --quick"
    words = f"Times more persons a worker than the scenario says; default: {default}{otherwise}."
    return click.option("--coarser", type=click.IntRange(1, 1000), help=words)
