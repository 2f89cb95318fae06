"""What is asked of a run by a period or a split: every number with both worlds, as a file, as data and drawn."""

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

from laborsim.analysis.answer_files import AnswerPart, Leaf, csv_leaf
from laborsim.analysis.attribution.tables import EFFECT, POINT, point_cells
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.summary import EVERYBODY
from laborsim.experiment.indicators.when import When
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators
from laborsim.report.albums.split import split_figures
from laborsim.report.answers.answer_sizes import made_with, sized_part
from laborsim.report.canvas.figure_files import contents
from laborsim.report.tables.run import asked_rows
from laborsim.report.text.phrases import Language, Words

TITLE = Words("When?", "按时间读取")
AS_SUMMARIES = "summary"
"""How a number is read that is asked over no period: as summary files have it."""

COLUMNS = (*POINT, "group", "read_as", "baseline_mean", "scenario_mean", *EFFECT)


def split_part(run: Run, when: When, language: Language = "en") -> AnswerPart:
    """Return the table and the figures of what is asked. Raises ScenarioProblems where nothing can be read so."""
    drawn = [
        Leaf(f"figures/{stem}{suffix}", content)
        for stem, figure, table in split_figures(run, when, language)
        for suffix, content in contents(figure, table).items()
    ]
    part = AnswerPart(TITLE.said(language), [], [split_leaf(run, when), *drawn])
    return sized_part(part, run, made_with(run), language)


def split_leaf(run: Run, when: When) -> Leaf:
    """Return what is asked as a table: the same file whichever command was asked."""
    return csv_leaf(when.named("effects.csv"), COLUMNS, _rows(run, when))


def split_data(run: Run, when: When) -> list[dict[str, Any]]:
    """Return what is asked as plain data, a row a number."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in _rows(run, when)]


def _rows(run: Run, when: When) -> Iterator[tuple[Cell, ...]]:
    for row in asked_rows(run, when):
        rule = indicators()[row.indicator].over if row.months else AS_SUMMARIES
        effect = (None,) * len(EFFECT) if row.effect is None else astuple(row.effect)
        yield (*point_cells(row.point), row.group or EVERYBODY, rule, row.baseline, row.scenario, *effect)
