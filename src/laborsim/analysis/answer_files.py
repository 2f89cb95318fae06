"""Answers in a run's folder: the one place that writes there after a run, and keeps the manifest true."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from laborsim.experiment.finished_run import Run
from laborsim.experiment.run_errors import OtherRun
from laborsim.experiment.store import manifest as manifests
from laborsim.experiment.store.atomic_files import make_folder, write_whole, writing
from laborsim.experiment.store.run_folder import claimed, lock_of
from laborsim.experiment.store.run_id import question, run_id, words_of
from laborsim.published.csv_writer import SPREADSHEET, WHAT_IF, Cell, csv_table, with_columns
from laborsim.published.words import Words
from laborsim.scenario.load import Scenario
from laborsim.scenario.what_if import set_words

FOLDER = manifests.ANSWERS
"""Below a run's folder."""


@dataclass(frozen=True)
class Leaf:
    """A file of answers: its name ("causes.csv", "figures/waterfall.png") and its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class AnswerPart:
    """An answer to one question: a title, a few lines to be read, and the files that hold every number."""

    title: str
    lines: Sequence[str]
    leaves: Sequence[Leaf] = field(default_factory=tuple)


def csv_leaf(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Leaf:
    """Return a table as CSV for a spreadsheet; None is an empty cell."""
    return Leaf(name, csv_table(columns, rows, SPREADSHEET))


def what_if_columns(scenario: Scenario) -> dict[str, str]:
    """Return the column that every table of a what-if has; none for the shipped calibration."""
    return {WHAT_IF: set_words(scenario.parameters)} if scenario.parameters else {}


def stamped(leaf: Leaf, told: Mapping[str, str]) -> Leaf:
    """Return a table with columns that are the same in every row; any other file as it is."""
    is_table = leaf.name.endswith(".csv") and told
    return Leaf(leaf.name, with_columns(leaf.content, told)) if is_table else leaf


def plain_cells(rows: Iterable[Sequence[object]]) -> list[Sequence[Cell]]:
    """Return rows whose numbers are Python's own, as a table of text wants them."""
    return [
        tuple(cell if cell is None or isinstance(cell, str | int) else float(str(cell)) for cell in row) for row in rows
    ]


def json_leaf(name: str, data: Mapping[str, object]) -> Leaf:
    """Return plain data as JSON. Raises ValueError for NaN and infinities."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    return Leaf(name, f"{text}\n".encode())


SEALED_ANEW = Words(
    "{run} was sealed anew meanwhile, no answer is kept: {why}; ask again",
    "{run} 期间已重新封存，未保留任何回答：{why}；请重新提问",
)


def keep(run: Run, leaves: Iterable[Leaf]) -> list[Path]:
    """Write files of answers into a run's folder, so that `laborsim verify` passes; return their paths.

    Files of the same name are replaced, others stay. Raises Damaged where a file of the run is not what the manifest
    says (nothing is written then: answers would stand on it), OtherRun where the folder was sealed anew since the run
    was opened, with other replicates for instance, FolderBusy where somebody else works in the folder, CannotWrite.
    """
    folder = run.path / FOLDER
    written = []
    opened, told = run.manifest, what_if_columns(run.scenario)
    with claimed(lock_of(run.path)):
        manifests.refuse_damaged(run.path)
        if why := manifests.outdated(opened, manifests.read_manifest(run.path)):
            raise OtherRun(SEALED_ANEW.holding(run=run.path, why=why))
        for leaf in leaves:
            path = folder / leaf.name
            make_folder(path.parent)
            write_whole(path, stamped(leaf, told).content)
            written.append(path)
        manifests.add_files(run.path, [path.relative_to(run.path).as_posix() for path in written])
    return written


def check_can_be_kept(run: Run) -> None:
    """Raise what `keep` would, before anything is simulated for an answer about a run."""
    keep(run, ())


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
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            with claimed(self.path.with_name(f"{self.id}.lock")):
                for old in self.path.iterdir():
                    shutil.rmtree(old) if old.is_dir() else old.unlink()
                for leaf in leaves:
                    write_whole(self.path / leaf.name, stamped(leaf, what_if_columns(self.scenario)).content)
                decorate(self.path)
                contents = manifests.Contents(
                    run=self.id,
                    question=self.question,
                    words=words_of(self.scenario),
                    baseline={"scenario": self.baseline.id, "run": run_id(question(self.baseline, None, None))},
                    files=files,
                    replicates=(),
                    made=made,
                )
                manifests.write_manifest(self.path, contents)
        return self.path
