"""What every command has in common: its options, how it talks, and which failure is which exit code."""

import json as json_module
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO, TypeVar

import click

from laborsim.experiment.run_errors import Stop, Terminated, TerminateSignal
from laborsim.published.data_tables import BadTable
from laborsim.scenario.input_errors import MORE_MAY_FOLLOW, Problem, ScenarioProblems

DEFECT, WRONG_INPUT, CANNOT_READ, INTERRUPTED = 1, 3, 6, 130
"""Exit codes: a defect of laborsim; an invalid file; a file that cannot be read or written; Ctrl-C. 2 is click's."""

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class OutputStyle:
    """How to talk to the user: set by the options that every command has."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False
    no_color: bool = False

    def color(self, stream: Any) -> bool:
        """Return whether to color what goes to a stream."""
        plain = self.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not plain and is_terminal(stream)


def is_terminal(stream: Any) -> bool:
    """Return whether a person looks at a stream."""
    return bool(stream.isatty())


def common_options(command: Command) -> Command:
    """Add the options that every command has; the command finds them in its `OutputStyle` (`click.pass_obj`)."""
    for flags, name, words in (
        (("--no-color",), "no_color", "No colors, as with NO_COLOR."),
        (("--json",), "json", "One JSON object and nothing else."),
        (("-v", "--verbose"), "verbose", "More detail; a traceback if laborsim fails."),
        (("-q", "--quiet"), "quiet", "Only what a script needs."),
    ):
        command = click.option(*flags, name, is_flag=True, expose_value=False, callback=_remember, help=words)(command)
    return command


def _remember(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and param.name:
        setattr(ctx.ensure_object(OutputStyle), param.name, True)


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
            click.echo(f"warning: {message}", err=True)
        elif output is not None and output.verbose:
            before(message, category, filename, lineno, file, line)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = before


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
            click.echo(f"error: {error}", err=True)
            ctx.exit(WRONG_INPUT)
        except Stop as stop:
            click.echo(f"error: {stop}", err=True)
            ctx.exit(stop.exit_code)
        except (KeyboardInterrupt, TerminateSignal) as heard:
            is_ctrl_c = isinstance(heard, KeyboardInterrupt)
            click.echo("interrupted" if is_ctrl_c else "terminated", err=True)
            ctx.exit(INTERRUPTED if is_ctrl_c else Terminated.exit_code)
        except OSError as error:
            click.echo(f"error: {_reason(error)}", err=True)
            ctx.exit(CANNOT_READ)
        except Exception as error:
            if output.verbose:
                raise
            click.echo(f"error: a defect in laborsim: {type(error).__name__}: {error}", err=True)
            click.echo("    hint: run it again with -v and report what is printed", err=True)
            ctx.exit(DEFECT)


def _reason(error: OSError) -> str:
    return f"{error.strerror}: {error.filename}" if error.strerror and error.filename else str(error)


def _show_refusal(error: ScenarioProblems, output: OutputStyle) -> None:
    show_problems(error.problems, error.sources, output, sys.stderr)
    if error.more_may_follow and not output.json:
        click.echo(MORE_MAY_FOLLOW, err=True)


def show_problems(problems: Sequence[Problem], sources: Any, output: OutputStyle, stream: Any) -> None:
    """Show problems as JSON, with excerpts on a terminal, or one line each in a pipe."""
    from laborsim.scenario import input_errors as render

    if output.json:
        click.echo(json_module.dumps({"problems": [render.json_data(p) for p in problems]}, ensure_ascii=False))
        return
    for problem in problems:
        if is_terminal(stream):
            click.echo(render.terminal_text(problem, sources, output.color(stream)) + "\n", file=stream, color=True)
        else:
            click.echo(render.pipe_text(problem), file=stream)


OVERRIDES = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a value: levers.workshops.value=3000.",
)
