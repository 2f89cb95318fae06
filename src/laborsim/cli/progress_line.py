"""One line of progress on a terminal, gone at the end; plain lines in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress_line(
    name: str, is_shown: bool, counted: str = "months"
) -> Iterator[tuple[Callable[[int, int], None], Callable[[str], None]]]:
    """Yield (progress, tell): the first hears how many are done of all, the second writes a line for the user."""
    if not is_shown:
        yield (lambda done, total: None), (lambda line: click.echo(line, err=True))
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(f"{{task.completed:,.0f}} of {{task.total:,.0f}} {counted}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield show, bar.console.print
