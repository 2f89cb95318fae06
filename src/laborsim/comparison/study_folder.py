"""Where a study beside the runs leaves its files: a folder with a manifest of its own, which `verify` checks."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laborsim.comparison.answers import Leaf
from laborsim.experiment import manifest as manifests
from laborsim.experiment.lock import claimed
from laborsim.experiment.run_id import question, run_id, words_of
from laborsim.experiment.stops import CannotWrite
from laborsim.experiment.storage import write_whole
from laborsim.inputs.scenario import Scenario


@dataclass(frozen=True)
class StudyFolder:
    """`<out>/<scenario>/<kind>/<id>`; the id is a hash of the worlds and of what is `asked` about them."""

    out: Path
    kind: str  # "sensitivity", "optimize"
    scenario: Scenario
    baseline: Scenario
    asked: dict[str, Any]

    @property
    def question(self) -> dict[str, Any]:
        """Everything that the study's numbers depend on."""
        return {**question(self.scenario, self.baseline, None), self.kind: self.asked}

    @property
    def id(self) -> str:
        """Eight digits that name the study."""
        return run_id(self.question)

    @property
    def path(self) -> Path:
        """The folder."""
        return self.out / self.scenario.id / self.kind / self.id

    def write(
        self,
        leaves: Sequence[Leaf],
        made: manifests.Made,
        files: tuple[tuple[str, str], ...] = (),
        decorate: Callable[[Path], object] = lambda folder: None,
    ) -> Path:
        """Write the files of a finished study, then its figures, then its manifest. Raises CannotWrite, FolderBusy."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with claimed(self.path.with_name(f"{self.id}.lock")):
                for old in self.path.iterdir():
                    shutil.rmtree(old) if old.is_dir() else old.unlink()
                for leaf in leaves:
                    write_whole(self.path / leaf.name, leaf.content)
                decorate(self.path)
                contents = manifests.Contents(
                    question=self.question,
                    words=words_of(self.scenario),
                    baseline={"scenario": self.baseline.id, "run": run_id(question(self.baseline, None, None))},
                    files=files,
                    replicates=(),
                    made=made,
                )
                manifests.write_manifest(self.path, contents)
        except OSError as error:
            raise CannotWrite(f"cannot write in {self.path}: {error.strerror or error}") from error
        return self.path
