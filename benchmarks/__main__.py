"""Prints the table. Ratios inside one run are the result; seconds depend on the machine and its other users."""

import click

from benchmarks import measure
from benchmarks.measure import Row


@click.command()
@click.option("--large", is_flag=True, help="10^7 workers too.")
@click.option("--everybody", is_flag=True, help="All 298 million and the reserve: 9 GB.")
@click.option("--runs", is_flag=True, help="A run of 20 pairs too.")
@click.option("--answers", is_flag=True, help="Three scenarios compared and shares of five levers too: 15 minutes.")
@click.option("--small", is_flag=True, help="Only to see that it works.")
def main(large: bool, everybody: bool, runs: bool, answers: bool, small: bool) -> None:
    """Measure laborsim against plain Mesa, in one run."""
    measure.compiled()
    sizes = [1e4] if small else [1e4, 1e5, 1e6]
    sizes += [1e7] if large else []
    sizes += [measure.PERSONS] if everybody else []
    rows, each = measure.model_rows(sizes, 2 if small else 6)
    show(rows)
    if len(each) > 1:
        ratio = each[sizes[-1]] / each[1e5]
        show([Row(f"cost a worker-month, {sizes[-1]:.0e} ÷ 1e+05 workers", f"{ratio:.2f}", "about 1")])
    show(measure.mesa_rows(1e3 if small else 1e5, 1 if small else 2))
    if small:
        return
    show(measure.default_rows())
    show(measure.thread_rows(1e6))
    show(measure.command_rows())
    if runs:
        show(measure.run_rows())
    if answers:
        show(measure.answer_rows())


def show(rows: list[Row]) -> None:
    """Print rows as they come."""
    for row in rows:
        click.echo(f"{row.what:<66} {row.value:>44}  {row.goal}")


if __name__ == "__main__":
    main()
