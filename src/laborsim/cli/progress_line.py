"""One line of progress on a terminal, gone at the end; plain lines in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

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


class Tell(Protocol):
    """Writes a line for the user, above a bar where there is one; `err`: not on standard output."""

    def __call__(self, line: str, *, err: bool = True) -> None:
        """Write a line."""


def _told(line: str, *, err: bool = True) -> None:
    click.echo(line, err=err)


@contextmanager
def progress_line(
    name: str, is_shown: bool, counted: str = "months", *, in_parts: bool = False
) -> Iterator[tuple[Callable[[int, int], None], Tell]]:
    """Yield (progress, tell): the first hears how many are done of all, the second writes a line for the user.

    `in_parts`: a job of several parts, each of which begins at none done; they are added up.
    """
    if not is_shown:
        yield (lambda done, total: None), _told
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
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        def tell(line: str, *, err: bool = True) -> None:
            # click writes past the bar, which has to be off the line meanwhile; what is told goes where it is meant to.
            bar.stop()
            click.echo(line, err=err)
            bar.start()

        yield (Whole(show) if in_parts else show), tell
