"""One line of progress on a terminal, gone at the end; plain lines in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


class Whole:
    """Adds up the parts of a job that are simulated one after the other: a bar of the whole never goes back.

    A study learns from each part what the next one is, so that the whole is what is known so far.
    """

    def __init__(self, show: Callable[[int, int], None]) -> None:
        self._show = show
        self._before = 0  # in parts that are done
        self._part = (0, 0)

    def __call__(self, done: int, total: int) -> None:
        """Hear how much is done of the present part; one that begins anew, or is of another size, is the next."""
        if done < self._part[0] or total != self._part[1]:
            self._before += self._part[0]
        self._part = done, total
        self._show(self._before + done, self._before + total)


@contextmanager
def progress_line(
    name: str, is_shown: bool, counted: str = "months", *, in_parts: bool = False
) -> Iterator[tuple[Callable[[int, int], None], Callable[[str], None]]]:
    """Yield (progress, tell): the first hears how many are done of all, the second writes a line for the user.

    `in_parts`: a job of several parts, each of which begins at none done; they are added up.
    """
    if not is_shown:
        yield (lambda done, total: None), (lambda line: click.echo(line, err=True))
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(f"{{task.completed:,.0f}} of {{task.total:,.0f}} {counted}{' so far' if in_parts else ''}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    # What is printed meanwhile stands above the line; in a pipe it goes where it is meant to, and not to the terminal.
    console, to_terminal = Console(stderr=True), sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=to_terminal) as bar:
        task = bar.add_task(name, total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield (Whole(show) if in_parts else show), bar.console.print
