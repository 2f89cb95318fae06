"""Questions as work: the worlds that answer them, each with its place on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from laborsim.experiment import manifest as manifests
from laborsim.experiment import replicates
from laborsim.experiment.asking import Asked
from laborsim.experiment.ensemble import Failure
from laborsim.experiment.folder import RunFolder, run_folder
from laborsim.experiment.precision import planned_looks
from laborsim.experiment.run_id import WRITING, Question, code_hash, question, run_hash, words_of
from laborsim.experiment.simulate import Task
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
        same &= known["written_by"] == code_hash(WRITING)
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
            work.wanted = range(max(self.looks[look], len(work.wanted)))


def cases_of(questions: Sequence[Asked], out: Path) -> list[Case]:
    """Return questions as work below the folder `out`; a world that several of them need is there once."""
    works: dict[Path, Work] = {}

    def once(work: Work) -> Work:
        return works.setdefault(work.folder.final, work)

    owns = [once(_work(asked, asked.scenario, asked.baseline, out, asked)) for asked in questions]
    bases = [
        None if asked.baseline is None else once(_work(asked, asked.baseline, None, out, None)) for asked in questions
    ]
    cases = [Case(asked, own, base) for asked, own, base in zip(questions, owns, bases, strict=True)]
    for case in cases:
        case.want(0)
    return cases


def _work(asked: Asked, world: Scenario, baseline: Scenario | None, out: Path, source: Asked | None) -> Work:
    answered = question(world, baseline, asked.parameters)
    folder = run_folder(out, world.id, run_hash(answered))
    return Work(world, answered, folder, source, asked.is_draft, asked.parameters)
