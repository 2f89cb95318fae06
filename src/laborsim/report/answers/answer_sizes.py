"""How coarse and how many the worlds behind each file of answers are: none stands silently beside a coarser one."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby

from laborsim.analysis.answer_files import FOLDER, AnswerPart, Leaf, csv_leaf
from laborsim.analysis.counterfactuals import sized
from laborsim.analysis.ledger.pairs import WHOLE_PLAN
from laborsim.experiment.finished_run import Run
from laborsim.published.csv_writer import AS_IT_STANDS, WORLDS, csv_table
from laborsim.published.words import Language, Words
from laborsim.report.text.phrases import joined
from laborsim.scenario.scenario import Scale, persons_per_worker

NAME = "sizes.csv"
"""Below the folder of answers: one row a file."""

COLUMNS = ("file", "persons_per_worker", "pairs", "sets_of_assumptions")


@dataclass(frozen=True)
class AnswerSize:
    """What an answer rests on: persons per worker, pairs of runs, and sets of assumptions where it tries such."""

    scale: Scale
    pairs: int
    sets: int | None = None

    @property
    def cells(self) -> tuple[str, str, str]:
        """Its columns in the table of sizes."""
        return persons_per_worker(self.scale), str(self.pairs), "" if self.sets is None else str(self.sets)


SCALE = Words("{persons} persons per agent", "每个模拟个体代表{persons}人")
PAIRS = Words("{pairs} pairs of runs", "{pairs}对模拟")
ONE_PAIR = Words("one pair of runs", "1对模拟")
BARS = Words("{pairs} pairs of runs a bar, {sets} sets of assumptions", "每点{pairs}对模拟，{sets}组假设")
BESIDE = Words(
    "Simulated with {made}; the run itself (part 1) with {whole}: these numbers stand beside those of part 1, not for "
    "them.",
    "本部分：{made}；原模拟（第一部分）：{whole}。本部分数字与第一部分并列，不可互相替代。",
)
OTHERS = Words(
    "Beside it in {folder}/, with {persons} persons per agent and {pairs} pairs of runs: {files}",
    "{folder}/中另有（每个模拟个体代表{persons}人，{pairs}对模拟）：{files}",
)


def made_words(made: AnswerSize, language: Language) -> str:
    """Return what an answer rests on in words: "20,000 persons per agent, 4 pairs of runs"."""
    persons = persons_per_worker(made.scale)
    scale = SCALE.filled(language, persons=persons.replace(",", "") if language == "zh" else persons)
    if made.sets is not None:
        return joined((scale, BARS.filled(language, pairs=made.pairs, sets=made.sets)), language)
    pairs = ONE_PAIR.said(language) if made.pairs == 1 else PAIRS.filled(language, pairs=made.pairs)
    return joined((scale, pairs), language)


def made_with(run: Run, coarser: int = 1, pairs: int | None = None, sets: int | None = None) -> AnswerSize:
    """Return what an answer rests on. `coarser`: times more persons a worker than in the run; `pairs`: None = all."""
    scale = sized(run.scenario, coarser).run.scale
    return AnswerSize(scale, len(run.manifest["replicates"]) if pairs is None else pairs, sets)


def sized_part(part: AnswerPart, run: Run, made: AnswerSize, language: Language = "en") -> AnswerPart:
    """Return an answer that says in its first line where it was simulated otherwise than the run, and in a table."""
    whole = made_with(run)
    part = AnswerPart(part.title, part.lines, [with_worlds(leaf, run) for leaf in part.leaves])
    lines = [*part.lines] if made == whole else [_beside(made, whole, language), *part.lines]
    names = {leaf.name for leaf in part.leaves}
    rows = {name: cells for name, cells in _on_disk(run) if (run.path / FOLDER / name).exists()}
    rows |= dict.fromkeys(sorted(names), made.cells)
    table = csv_leaf(NAME, COLUMNS, [(name, *cells) for name, cells in sorted(rows.items())])
    return AnswerPart(part.title, lines, [*part.leaves, table])


BY_LEVER = ("ledger.csv", "ledger-yuan-per-job-year.csv", "ledger-bought.csv", "cost-effectiveness.csv")
"""Files whose first column names an account: that of a lever is against the plan without it."""

OF_NO_EFFECT = ("differences.csv", "goal-paths.csv")
"""Files of one world, or of both side by side."""


def with_worlds(leaf: Leaf, run: Run) -> Leaf:
    """Return a table of effects with the columns WORLDS; a file that is no such table, or has them, as it is."""
    is_table = leaf.name.endswith(".csv") and not leaf.name.startswith("figures/") and leaf.name not in OF_NO_EFFECT
    if not is_table or run.baseline is None:
        return leaf
    head, *rows = csv.reader(StringIO(leaf.content.decode("utf-8-sig"), newline=""))
    if set(WORLDS) & set(head):
        return leaf
    ours, theirs = run.scenario.id, run.baseline.scenario.id

    def against(account: str) -> str:
        return f"{ours} without {account}" if leaf.name in BY_LEVER and account != WHOLE_PLAN else theirs

    named = [(*row, ours, against(row[0])) for row in rows]
    return Leaf(leaf.name, csv_table((*head, *WORLDS), named, AS_IT_STANDS))


def others_lines(run: Run, leaves: Iterable[Leaf], made: AnswerSize, language: Language = "en") -> list[str]:
    """Return which other answers in the run's folder rest on other sizes than an answer that is told alone."""
    mine = {leaf.name for leaf in leaves}
    known = sorted((cells, name) for name, cells in _on_disk(run) if name not in mine and name.endswith(".csv"))
    same = made.cells, made_with(run).cells
    return [
        OTHERS.filled(
            language,
            folder=FOLDER,
            persons=cells[0],
            pairs=cells[1],
            files=", ".join(name for _, name in files if not name.startswith("figures/")),
        )
        for cells, files in groupby(known, key=lambda row: row[0])
        if cells not in same
    ]


def _beside(made: AnswerSize, whole: AnswerSize, language: Language) -> str:
    return BESIDE.filled(language, made=made_words(made, language), whole=made_words(whole, language))


def _on_disk(run: Run) -> Sequence[tuple[str, tuple[str, str, str]]]:
    """Return (file, its size) of the answers that are there."""
    path = run.path / FOLDER / NAME
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        _, *rows = csv.reader(lines)
    return tuple((name, (scale, pairs, sets)) for name, scale, pairs, sets in rows)
