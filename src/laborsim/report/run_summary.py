"""The rows of a run's summary table: its goals, then what its measures aim at and the main indicators."""

from dataclasses import replace
from typing import Any

from laborsim.experiment.draws import Varies
from laborsim.experiment.effect import Effect
from laborsim.experiment.headline import headline
from laborsim.experiment.opened import Run
from laborsim.inputs.scenario import Goal
from laborsim.kernels.codes import month_name, month_number
from laborsim.report.summary_table import SummaryRow
from laborsim.report.text.findings import Met
from laborsim.report.text.goal import goal_said
from laborsim.report.text.phrases import NO_WORDS, Language, Words, phrases

BACKGROUND = Words("mostly extrapolated, not simulated", "多为外推部分，非模型模拟结果")


def summary_rows(run: Run) -> list[SummaryRow]:
    """Return the rows that a person wants to see first, goals on top. All others are in summary.csv."""
    rows = {(row["indicator"], row["region"], row["date"]): row for row in run.summary}
    goals = {(goal.indicator, goal.region, month_name(goal.by)): goal for goal in run.scenario.goals}
    compared = None if run.baseline is None else run.baseline.scenario
    wanted = [(point.indicator, point.region, month_name(point.month)) for point in headline(run.scenario, compared)]
    found = [_row(rows[key], goals.get(key), run.varies) for key in wanted if key in rows]
    return [replace(row, is_draft=is_draft(run)) for row in found]


def is_draft(run: Run) -> bool:
    """Return whether a run is a quick one, not for decisions."""
    return bool(run.manifest["draft"])


def draft_lines(run: Run, language: Language = "en") -> list[str]:
    """Return what stands above anything told about a draft; nothing for another run."""
    return [phrases(language).draft] if is_draft(run) else []


def _row(row: dict[str, Any], goal: Goal | None, varies: Varies) -> SummaryRow:
    ours, theirs = row["scenario"], row["baseline"]
    year, month = row["date"].split("-")
    numbers = SummaryRow(
        indicator=row["indicator"],
        region=row["region"],
        date=month_number(int(year), int(month)),
        baseline=None if theirs is None else theirs["median"],
        scenario=ours["median"],
        low=ours["p10"],
        high=ours["p90"],
        effect=None if row["effect"] is None else Effect(**row["effect"]),
        varies=varies,
    )
    if goal is None or row["goal"] is None:
        return numbers
    runs = ours["runs"]
    return replace(
        numbers,
        goal=Words(goal_said(goal, "en"), goal_said(goal, "zh")),
        is_met=row["goal"]["is_met"],
        met=Met(round(row["goal"]["met_share"] * runs), runs),
        note=BACKGROUND if row["goal"]["mostly_background"] else NO_WORDS,
    )
