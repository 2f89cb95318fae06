"""Goes through thousands of random valid scenarios: `python -m tests.relations --count 10000`."""

import json
from pathlib import Path

import click
from tests.relations.study import base_of, logged, look_at, shrunk, study, table


@click.command()
@click.option("--count", default=10_000, help="Scenarios.")
@click.option("--first", default=0, help="Seed of the first.")
@click.option("--processes", default=1, help="Processes; each has one base date at a time.")
@click.option(
    "--log", default=Path("runs/relations.jsonl"), type=Path, help="What is done is kept here, and not done again."
)
@click.option(
    "--shrink", type=int, help="Look at this seed alone, and print the smallest scenario that breaks the same."
)
def main(count: int, first: int, processes: int, log: Path, shrink: int | None) -> None:
    """Try relations on random valid scenarios, and print shares and what is broken."""
    if shrink is not None:
        for name, text in look_at(shrink).broken.items():
            click.echo(
                f"{base_of(shrink)}: {name}: {text}\n{json.dumps(shrunk(shrink, name), ensure_ascii=False, indent=1)}"
            )
        return
    for seen in study(range(first, first + count), log, processes):
        for name, text in seen.broken.items():
            click.echo(f"seed {seen.seed}: {name}: {text}")
    click.echo(table([seen for seen in logged(log) if first <= seen.seed < first + count]))


if __name__ == "__main__":
    main()
