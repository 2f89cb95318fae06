"""Stories, a part of `explain`: why a worker of a run did what he did, in both worlds."""

import json as json_module
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from laborsim.cli.common import OutputStyle, WrongUse
from laborsim.published.words import UnknownName, Words

if TYPE_CHECKING:
    from laborsim.analysis.stories.story import Story
    from laborsim.experiment.finished_run import Run


@dataclass(frozen=True)
class Wanted:
    """Whose story is asked for: some workers, or up to `number` of a sample; in one pair of a run."""

    workers: tuple[int, ...] = ()
    sample: str = ""
    number: int = 3
    pair: int | None = None

    @property
    def is_anybody(self) -> bool:
        """Whether any worker is asked for."""
        return bool(self.workers or self.sample)


def tell_stories(output: OutputStyle, path: Path, wanted: Wanted) -> None:
    """Simulate a pair of a run again and print the stories of some of its workers."""
    from laborsim.experiment.finished_run import open_run
    from laborsim.report.answers.stories import NOBODY, story_data, story_lines

    if wanted.workers and wanted.sample:
        raise WrongUse(
            Words(
                "--worker names people, --sample looks for them: give one of them",
                "--worker 指定个体，--sample 抽取个体：只能选其一",
            )
        )
    told = stories_of(open_run(path), wanted)
    if output.json:
        click.echo(json_module.dumps({"workers": [story_data(story) for story in told]}, ensure_ascii=False))
        return
    if not told:
        click.echo(NOBODY.filled(output.language, sample=wanted.sample))
    for k, story in enumerate(told):
        click.echo(("\n" if k else "") + "\n".join(story_lines(story, output.language)))


def stories_of(run: "Run", wanted: Wanted) -> "Sequence[Story]":
    """Return the stories; a wrong name or number is a usage error."""
    from laborsim.analysis.ledger.pairs import pair_of
    from laborsim.analysis.stories.story import sampled, stories

    pairs: list[int] = run.manifest["replicates"]
    k = pairs[0] if wanted.pair is None else wanted.pair
    if k not in pairs:
        raise WrongUse(
            Words(
                f"the run has no pair {k}; it has {pairs[0]} to {pairs[-1]}",
                f"该模拟没有第{k}对；现有第{pairs[0]}至{pairs[-1]}对",
            )
        )
    try:
        workers = wanted.workers or tuple(sampled(pair_of(run, k), wanted.sample, wanted.number))
        return stories(pair_of(run, k), workers) if workers else ()
    except UnknownName as error:
        raise WrongUse(error.words) from error
