"""What is asked of a run by a period or a split: every number with both worlds, as a file, as data and drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from math import isfinite
from typing import Any

from laborsim.analysis.answer_files import AnswerPart, Leaf, csv_leaf
from laborsim.analysis.attribution.tables import EFFECT, POINT, point_cells
from laborsim.experiment.finished_run import Readings, Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.summary import EVERYBODY
from laborsim.experiment.indicators.when import AGES, LENGTHS, By, When
from laborsim.published.csv_writer import Cell
from laborsim.published.indicators import indicators
from laborsim.published.words import Language, Words
from laborsim.report.albums.split import split_figures, split_quantity
from laborsim.report.answers.answer_sizes import made_with, sized_part
from laborsim.report.canvas.figure_files import contents
from laborsim.report.tables.run import asked_rows
from laborsim.report.text.effects import effect_numbers, effect_printer, verdict_short
from laborsim.report.text.labels import located_apart, point_date, point_quantity, point_unit
from laborsim.report.text.numbers import Printer, printer_for
from laborsim.report.text.phrases import aligned, joined, phrases
from laborsim.report.text.when import SPLIT_BY, split_name

TITLE = Words("When?", "按时间读取")
UNITS = Words("levels in {levels}, effect in {effect}", "水平单位：{levels}，效应单位：{effect}")
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


def readings_rows(found: Readings, points: Sequence[Point]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row COLUMNS for every number of two worlds."""
    for point in points:
        rule = indicators()[point.indicator].over if point.months else AS_SUMMARIES
        effect, theirs = found.effect(point), found.baseline.get(point)
        numbers = (None,) * len(EFFECT) if effect is None else astuple(effect)
        means = None if theirs is None else float(theirs.mean()), float(found.scenario[point].mean())
        yield (*point_cells(point), point.group or EVERYBODY, rule, *means, *numbers)


def readings_lines(found: Readings, points: Sequence[Point], by: By, language: Language) -> Iterator[str]:
    """Yield a table for each number that is split: levels of both worlds, effect, verdict."""
    together: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        together.setdefault((point.indicator, "" if by == "region" else point.region), []).append(point)
    words = phrases(language)
    for some in together.values():
        effects = [found.effect(point) for point in some]
        levels = [float(worlds[point].mean()) for worlds in (found.baseline, found.scenario) for point in some]
        printer = printer_for([number for number in levels if isfinite(number)], point_unit(some[0]), language)
        fine = effect_printer([one for one in effects if one is not None], point_unit(some[0]), language)
        heads = [SPLIT_BY[by].said(language), words.baseline, words.with_measures, words.column_effect]
        rows = [[*(" ".join(head.split()) for head in heads), words.column_verdict]]
        for point, effect in zip(some, effects, strict=True):
            means = [printer.number(float(worlds[point].mean())) for worlds in (found.baseline, found.scenario)]
            told = (
                ["", ""]
                if effect is None
                else [
                    " ".join(part for part in _mean_and_interval(effect, fine) if part),
                    verdict_short(effect, point_quantity(point), point_unit(point), language),
                ]
            )
            rows.append([split_name(point, by, language), *means, *told])
        place = [] if by == "region" else [located_apart(some[0].indicator, some[0].region, language)]
        date = [point_date(some[0], language)] if by in ("region", *AGES) else []
        shown = split_quantity(some[0], When(by=by)) if by in LENGTHS else point_quantity(some[0])
        units = UNITS.filled(language, levels=printer.axis_name, effect=fine.axis_name)
        yield f"  {joined([shown.name.said(language), *place, *date, units], language)}"
        yield from (f"    {line}" for line in aligned(rows))


def _mean_and_interval(effect: Effect, printer: Printer) -> tuple[str, str]:
    mean, interval = effect_numbers(effect, printer)
    return mean, f"({interval})" if interval else ""


def split_data(run: Run, when: When) -> list[dict[str, Any]]:
    """Return what is asked as plain data, a row a number."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in _rows(run, when)]


def _rows(run: Run, when: When) -> Iterator[tuple[Cell, ...]]:
    for row in asked_rows(run, when):
        rule = indicators()[row.indicator].over if row.months else AS_SUMMARIES
        effect = (None,) * len(EFFECT) if row.effect is None else astuple(row.effect)
        yield (*point_cells(row.point), row.group or EVERYBODY, rule, row.baseline, row.scenario, *effect)
