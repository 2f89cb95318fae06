"""Questions as work: the worlds that answer them, each with its place on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from laborsim.experiment import manifest as manifests
from laborsim.experiment import replicates
from laborsim.experiment.asking import Asked
from laborsim.experiment.folder import RunFolder, run_folder
from laborsim.experiment.precision import planned_looks
from laborsim.experiment.run_id import Question, question, run_hash, words_of, writing_code
from laborsim.experiment.simulate import Task
from laborsim.experiment.stops import Failure
from laborsim.inputs.parameters import Parameters
from laborsim.inputs.scenario import Scenario


@dataclass(eq=False)
class Work:
    """One world to be answered, and its place on disk.

    `source`: None for a baseline that nobody gave as a file. `wanted`: replicates. `parameters`: None = as fitted.
    """

    scenario: Scenario
    asked: Question
    folder: RunFolder
    source: Asked | None = None
    is_draft: bool = False
    parameters: Parameters | None = None
    wanted: range = range(0)
    failures: list[Failure] = field(default_factory=list)

    def is_whole(self, pictures: str = "") -> bool:
        """Return whether the answer stands on disk, unchanged, with every replicate, word and picture."""
        try:
            known = manifests.read_manifest(self.folder.final)
        except (OSError, ValueError):
            return False
        worlds = [known["replicates"]]
        if self.asked["baseline"] is not None:
            worlds.append((known["baseline"] or {"replicates": []})["replicates"])
        same = known["hash"] == run_hash(self.asked) and pictures in ("", known["pictures"])
        same &= all(set(self.wanted) <= set(finished) for finished in worlds) and not known["failed"]
        same &= known["written_by"] == writing_code()
        if self.source is not None:
            files = [{"name": name, "sha256": digest} for name, digest in self.source.files]
            words = words_of(self.scenario)
            same &= files == known["scenario_files"] and all(known[name] == words[name] for name in words)
        return same and not manifests.verify(self.folder.final)

    def tasks(self) -> list[Task]:
        """Return what is wanted and not on disk."""
        done = self.finished()
        work = self.folder.partial / replicates.FOLDER
        return [Task(self.scenario, k, work, self.parameters) for k in self.wanted if k not in done]

    def want(self, count: int) -> None:
        """Ask for at least this many replicates."""
        self.wanted = range(max(count, len(self.wanted)))

    def finished(self) -> dict[int, Path]:
        """Return the replicates in the folder that is being made."""
        return replicates.verified(self.folder.partial / replicates.FOLDER)


@dataclass(frozen=True)
class Case:
    """One question: the world that is asked about, and the one it is compared with, if any."""

    asked: Asked
    own: Work
    base: Work | None

    @property
    def worlds(self) -> tuple[Work, ...]:
        """Both worlds, or the only one."""
        return (self.own,) if self.base is None else (self.base, self.own)

    @property
    def looks(self) -> tuple[int, ...]:
        """Numbers of replicates at which the run may stop."""
        return planned_looks(self.asked)

    def want(self, look: int) -> None:
        """Ask for the replicates of a look."""
        for work in self.worlds:
            work.want(self.looks[look])

    def failures(self, look: int) -> list[Failure]:
        """Return the replicates of a look that could not be finished; others may have wanted more of the baseline."""
        return [failure for work in self.worlds for failure in work.failures if failure.replicate < self.looks[look]]


def case_of(asked: Asked, out: Path) -> Case:
    """Return a question as work below the folder `out`, with the replicates of its first look wanted."""
    base = None if asked.baseline is None else _work(asked, asked.baseline, None, out)
    case = Case(asked, replace(_work(asked, asked.scenario, asked.baseline, out), source=asked), base)
    case.want(0)
    return case


def joined(cases: Sequence[Case]) -> list[Case]:
    """Return cases, each with another answer, in which a world that several of them need is there once."""
    works = {case.own.folder.final: case.own for case in cases}
    for case in cases:
        if case.base is not None:
            works.setdefault(case.base.folder.final, case.base).want(len(case.base.wanted))
    return [replace(case, base=None if case.base is None else works[case.base.folder.final]) for case in cases]


def _work(asked: Asked, world: Scenario, baseline: Scenario | None, out: Path) -> Work:
    answered = question(world, baseline, asked.parameters)
    folder = run_folder(out, world.id, run_hash(answered))
    return Work(world, answered, folder, is_draft=asked.is_draft, parameters=asked.parameters)
