"""The summary of a run: a table for a terminal, tab-separated lines for a pipe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from laborsim.experiment.finished_run import Readings, Run
from laborsim.experiment.indicators.effect import Effect, spread
from laborsim.experiment.indicators.headline import Point, differ, headline
from laborsim.experiment.indicators.predictive import ahead_of
from laborsim.experiment.indicators.summary import EVERYBODY, unit_of
from laborsim.experiment.indicators.when import AGES, AS_USUAL, By, When, asked, goals_due, split_points
from laborsim.experiment.store.parameter_draws import Varies
from laborsim.kernels.codes import month_name, month_number, year_and_month
from laborsim.published.indicators import indicators
from laborsim.published.simulated_share import is_mostly_background, simulated_share
from laborsim.published.words import Language, Words
from laborsim.report.text.effects import effect_numbers, effect_printer, verdict_rule, verdict_short, verdict_words
from laborsim.report.text.findings import Met
from laborsim.report.text.goal import goal_said, simulated_words
from laborsim.report.text.in_work import is_about, why_both_rise
from laborsim.report.text.labels import (
    located_apart,
    point_date,
    point_places,
    point_quantity,
    point_unit,
)
from laborsim.report.text.numbers import Printer, joined_unit, printer_for
from laborsim.report.text.phrases import NO_WORDS, capitalized, joined, phrases
from laborsim.report.text.priors import prior_words
from laborsim.report.text.provenance import what_runs_vary
from laborsim.report.text.what_if import what_if_lines
from laborsim.report.text.when import SPLIT_BY, split_name, when_words
from laborsim.report.text.worlds import subtracted
from laborsim.scenario.load import Goal


@dataclass(frozen=True)
class SummaryRow:
    """One indicator in one place on one date.

    `indicator`, `region`: code names. `date`: running month number; `months`: of the period that ends then, 0 = as
    summaries have it; `group`: an age band, "" = everybody. The numbers are as in summary files:
    means of the runs, whose difference is the mean effect, `low` and `high` the scenario's 10th and 90th percentile,
    percentages as shares in [0, 1], None where unknown. `effect`: scenario − baseline with the intervals of its mean.
    `goal`: the goal in words. `is_met`: whether at least half of the runs meet it, None without a goal; `met`: in how
    many of the runs. `note`: a remark on the goal ("mostly background"). `simulated`: share of the indicator that is
    simulated, as it is known before a run; `in_runs`: as the runs have it, None where undefined. `varies`: what differs
    from run to run. `is_draft`: from a quick run.
    """

    indicator: str
    region: str
    date: int
    baseline: float | None = None
    scenario: float | None = None
    low: float | None = None
    high: float | None = None
    effect: Effect | None = None
    goal: Words = NO_WORDS
    is_met: bool | None = None
    met: Met | None = None
    note: Words = NO_WORDS
    simulated: float | None = None
    in_runs: float | None = None
    varies: Varies = "luck"
    is_draft: bool = False
    months: int = 0
    group: str = ""

    @property
    def point(self) -> Point:
        """The number that it is about."""
        return Point(self.indicator, self.region, self.date, self.months, self.group)


NUMBERS = ("baseline", "scenario", "low", "high")
EFFECT = ("mean", "p10", "p90", "low_95", "high_95")
EFFECT_COLUMNS = ("effect", "effect_p10", "effect_p90", "effect_low_95", "effect_high_95", "verdict")
PLAIN, LAST = (
    ("indicator", "unit", "region", "date"),
    ("goal", "met", "runs_met", "runs", "varies", "draft", "simulated_share", "simulated_in_runs", "group"),
)
COLUMNS = (*PLAIN, *NUMBERS, *EFFECT_COLUMNS, *LAST)


def summary_table(rows: Sequence[SummaryRow], language: Language = "en", worlds: Sequence[str] = ()) -> Table:
    """Return the rows as a table for a terminal of 80 columns or more; no interval is "n/a", a draft says so.

    `worlds`: what `world_lines` says of them.
    """
    words = phrases(language)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(Text(words.column_indicator), overflow="fold", ratio=3)
    is_compared = any(row.baseline is not None for row in rows)
    name = words.with_measures if is_compared else words.alone
    comma = "，" if language == "zh" else ", "
    with_interval = f"{name},\n{words.column_mean}{comma}{words.column_runs_80}"
    for name in (f"{words.baseline},\n{words.column_mean}", with_interval, words.column_effect):
        table.add_column(Text(name), justify="right", no_wrap=True)
    table.add_column(Text(words.column_goal), overflow="fold", ratio=2)
    for row in rows:
        table.add_row(*_cells(row, language))
    remarks = [*([words.draft] if any(row.is_draft for row in rows) else []), *worlds]
    if any(row.low is not None for row in rows):
        held = what_runs_vary(rows[0].varies, language)
        remarks.append(words.value.format(name=words.column_runs_80, value=held))
    if any(row.effect is not None for row in rows):
        remarks += [verdict_rule(language), prior_words(language)]
    table.caption = Text("\n".join(remarks)) if remarks else None
    return table


def split_tables(
    rows: Sequence[SummaryRow], by: By, language: Language = "en", worlds: Sequence[str] = ()
) -> list[Table]:
    """Return a table for each indicator of rows that are split, what splits them in its first column.

    Goals, which are read when they are due, have one of their own before the others.
    """
    together: dict[tuple[str, str], list[SummaryRow]] = {}
    for row in rows:
        if row.goal == NO_WORDS:
            together.setdefault((row.indicator, "" if by == "region" else row.region), []).append(row)
    goals = [row for row in rows if row.goal != NO_WORDS]
    tables = [summary_table(goals, language)] if goals else []
    tables += [_split_table(some, by, language) for some in together.values()]
    last = tables[-1] if tables else None
    if last is not None:
        remarks = [*([phrases(language).draft] if rows[0].is_draft else []), *worlds]
        remarks += [verdict_rule(language), prior_words(language)]
        last.caption, last.caption_justify = Text("\n".join(remarks)), "left"
    return tables


def _split_table(rows: Sequence[SummaryRow], by: By, language: Language) -> Table:
    words, first = phrases(language), rows[0]
    fine = effect_printer([row.effect for row in rows if row.effect is not None], point_unit(first.point), language)
    levels = [number for row in rows for number in (row.baseline, row.scenario) if number is not None]
    printer = printer_for(levels, point_unit(first.point), language)
    title = [point_quantity(first.point).described(language)]
    if by != "region":
        title.append(located_apart(first.indicator, first.region, language))
    if by in ("region", *AGES):
        title.append(point_date(first.point, language))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.title, table.title_justify = Text(joined([*title, printer.axis_name], language), "bold"), "left"
    table.add_column(Text(SPLIT_BY[by].said(language)), overflow="fold", ratio=1)
    for name in (words.baseline, words.with_measures if first.baseline is not None else words.alone):
        table.add_column(Text(name), justify="right", no_wrap=True)
    table.add_column(Text(f"{words.column_effect}\n{fine.axis_name}"), justify="right", no_wrap=True)
    table.add_column(Text(words.column_verdict), overflow="fold", ratio=1)
    for row in rows:
        told = "" if row.effect is None else " ".join(part for part in _told_short(row.effect, fine) if part)
        verdict = (
            "" if row.effect is None else verdict_short(row.effect, point_quantity(row.point), fine.unit, language)
        )
        numbers = ["" if number is None else printer.number(number) for number in (row.baseline, row.scenario)]
        table.add_row(*map(Text, (split_name(row.point, by, language), *numbers, told, verdict)))
    return table


def _told_short(effect: Effect, printer: Printer) -> tuple[str, str]:
    mean, interval = effect_numbers(effect, printer)
    return mean, f"({interval})" if interval else ""


def _cells(row: SummaryRow, language: Language) -> tuple[Text, ...]:
    # Text, not markup: a "[red]" in a scenario's goal is shown, not obeyed.
    printer, shown = _printer(row, language), point_quantity(row.point, is_share=True)
    comma = "，" if language == "zh" else ", "
    place, *others = point_places(row.point, language)
    indicator = Text(shown.name.said(language))
    about = comma.join((capitalized(place), *others, printer.axis_name))
    indicator.append(f"\n{about}", style="dim")
    verdict = "" if row.effect is None else verdict_words(row.effect, shown, printer.unit, language)
    last = "\n".join(part for part in (verdict, row.goal.said(language), _goal_verdict(row, language)) if part)
    baseline, scenario = ("" if number is None else printer.number(number) for number in (row.baseline, row.scenario))
    with_interval = f"{scenario}\n{_interval(row, printer)}"
    return indicator, *(Text(cell) for cell in (baseline, with_interval, _effect(row, printer), last))


def _effect(row: SummaryRow, printer: Printer) -> str:
    """Return the mean with its unit, which can be another one than that of the levels, above its interval."""
    if row.effect is None:
        return ""
    own = effect_printer([row.effect], printer.unit, printer.language, on_axis=False)
    mean, interval = effect_numbers(row.effect, own)
    return f"{joined_unit(mean, own)}\n{interval}".rstrip()


def _printer(row: SummaryRow, language: Language) -> Printer:
    numbers = [number for number in _numbers(row) if number is not None]
    gaps = [0.0]
    if row.baseline is not None and row.scenario is not None:
        gaps.append(abs(row.scenario - row.baseline))
    if row.low is not None and row.high is not None:
        gaps.append(row.high - row.low)
    # Effects are written as finely as they need; levels only so that they differ where the means do.
    smallest = min((gap for gap in gaps if gap > 0.0), default=0.0)
    return printer_for(numbers, point_unit(row.point), language, gap=smallest)


def _numbers(row: SummaryRow) -> tuple[float | None, ...]:
    return row.baseline, row.scenario, row.low, row.high


def _interval(row: SummaryRow, printer: Printer) -> str:
    words = phrases(printer.language)
    if row.low is None or row.high is None:
        return words.unknown
    template = words.between_signed if row.low < 0.0 else words.between
    return template.format(low=printer.number(row.low), high=printer.number(row.high))


def _goal_verdict(row: SummaryRow, language: Language) -> str:
    """Return mark, word, and in how many runs: "✓ met (264 of 400 runs meet it)"."""
    words = phrases(language)
    if row.is_met is None:
        return ""
    verdict = words.goal_reached if row.is_met else words.goal_missed
    if row.met is not None:
        verdict += words.met_runs.format(met=row.met.count, runs=row.met.runs)
    note = row.note.said(language)
    return f"{verdict}{words.clause}{note}" if note else verdict


def summary_lines(rows: Sequence[SummaryRow], language: Language = "en") -> list[str]:
    """Return a header and one line per row, cells separated by tabs, for other programs.

    Code names, numbers with every digit in the unit of summary files, the verdict as on a terminal, "yes" or "no" for a
    met goal; a tab or line break in a user's text becomes a space, so that every line has the same cells.
    """
    return ["\t".join(COLUMNS), *("\t".join(_plain_cells(row, language)) for row in rows)]


def _plain_cells(row: SummaryRow, language: Language) -> tuple[str, ...]:
    verdict = "" if row.is_met is None else "yes" if row.is_met else "no"
    counts = ("", "") if row.met is None else (str(row.met.count), str(row.met.runs))
    return (
        row.indicator,
        unit_of(indicators()[row.indicator], row.months),
        row.region,
        row.point.date,
        *("" if number is None else repr(float(number)) for number in _numbers(row)),
        *_plain_effect(row, language),
        " ".join(row.goal.en.split()),
        verdict,
        *counts,
        row.varies,
        "yes" if row.is_draft else "no",
        *("" if share is None else repr(float(share)) for share in (row.simulated, row.in_runs)),
        row.group or EVERYBODY,
    )


def _plain_effect(row: SummaryRow, language: Language) -> tuple[str, ...]:
    effect = row.effect
    if effect is None:
        return ("",) * len(EFFECT_COLUMNS)
    found = (getattr(effect, name) for name in EFFECT)
    numbers = ("" if cell is None else repr(float(cell)) for cell in found)
    return *numbers, verdict_short(effect, point_quantity(row.point), point_unit(row.point), language)


BACKGROUND = Words("mostly extrapolated: {simulated}", "多为外推部分：{simulated}")


def background(share: float, in_runs: float | None) -> Words:
    """Return the remark on a goal of which only this share is simulated."""
    english, chinese = simulated_words(share, in_runs, "en"), simulated_words(share, in_runs, "zh")
    return Words(BACKGROUND.filled("en", simulated=english), BACKGROUND.filled("zh", simulated=chinese))


def summary_rows(run: Run, when: When = AS_USUAL) -> list[SummaryRow]:
    """Return the rows that a person wants to see first, goals on top, or those that are asked by `when`.

    All others are in summary.csv.
    """
    if not when.is_default:
        return asked_rows(run, when)
    return _summary_rows(run, headline(run.scenario, None if run.baseline is None else run.baseline.scenario))


def _summary_rows(run: Run, points: Sequence[Point]) -> list[SummaryRow]:
    """Return the rows of some numbers as the summary has them, with their goals."""
    rows = {(row["indicator"], row["region"], row["date"]): row for row in run.summary}
    goals = {(goal.indicator, goal.region, month_name(goal.by)): goal for goal in run.scenario.goals}
    wanted = [(point.indicator, point.region, month_name(point.month)) for point in points]
    year = year_and_month(run.scenario.horizon.start)[0]
    found = [_row(rows[key], goals.get(key), run.varies, year) for key in wanted if key in rows]
    return [replace(row, is_draft=is_draft(run)) for row in found]


def asked_rows(run: Run, when: When) -> list[SummaryRow]:
    """Return a row for every goal when it is due, then for every number that is asked.

    Raises ScenarioProblems where there is none.
    """
    points = split_points(run.scenario, None if run.baseline is None else run.baseline.scenario, when)
    found = run.readings(points)
    return [
        *_summary_rows(run, goals_due(run.scenario, when)),
        *(row for point in points if (row := _asked_row(run, point, found)) is not None),
    ]


def _asked_row(run: Run, point: Point, found: Readings) -> SummaryRow | None:
    ours = spread(found.scenario[point])
    theirs = spread(found.baseline[point]) if point in found.baseline else None
    if ours is None:
        return None
    ahead = None if run.manifest["posterior"] is None or point.months or point.group else ahead_of(run.scenario)
    if ahead is not None:
        ours = ahead.spread(ours, found.scenario[point], point.indicator, point.region, point.month) or ours
    return SummaryRow(
        indicator=point.indicator,
        region=point.region,
        date=point.month,
        baseline=None if theirs is None else theirs.mean,
        scenario=ours.mean,
        low=ours.p10,
        high=ours.p90,
        effect=found.effect(point),
        simulated=simulated_share(point.indicator, point.region, year_and_month(run.scenario.horizon.start)[0]),
        varies=run.varies,
        is_draft=is_draft(run),
        months=point.months,
        group=point.group,
    )


def is_draft(run: Run) -> bool:
    """Return whether a run is a quick one, not for decisions."""
    return bool(run.manifest["draft"])


def caution_lines(run: Run, language: Language = "en") -> list[str]:
    """Return what stands above anything told about a draft or a what-if; nothing for another run."""
    return [*([phrases(language).draft] if is_draft(run) else []), *what_if_lines(run.scenario, language)]


NO_DRAWS = Words(
    "No interval here carries what is not known about the parameters: base year {year} has no draws of them yet "
    "(laborsim response {year}).",
    "本表区间均不含参数不确定性：基期{year}年尚无参数抽样（laborsim response {year}）。",
)


def world_lines(run: Run, language: Language = "en", when: When = AS_USUAL) -> list[str]:
    """Return which two worlds the effects of a run subtract, when and why then, and whether intervals lack parameters.

    A run without a baseline subtracts nothing.
    """
    lines = []
    if run.baseline is not None:
        lines = [subtracted(run.scenario, run.baseline.scenario, language)]
        if differ(run.scenario, run.baseline.scenario):
            lines.append(when_words(run.scenario, run.baseline.scenario, when, language))
            lines += why_lines(run, language, when)
    is_given = run.manifest["question"]["parameters"] is not None
    if run.manifest["posterior"] is None and run.scenario.run.draws != 0 and not is_given:
        lines.append(NO_DRAWS.filled(language, year=year_and_month(run.scenario.horizon.start)[0]))
    return lines


def why_lines(run: Run, language: Language, when: When = AS_USUAL) -> list[str]:
    """Return why unemployment rises although more people are in work, where it does and nothing is split."""
    if run.baseline is None or when.by is not None:
        return []
    points = [point for point in asked(run.scenario, run.baseline.scenario, when) if is_about(point)]
    if when.is_default:
        return why_both_rise(run.effect, points, language)
    return why_both_rise(lambda point: run.readings([point]).effect(point), points, language)


def _row(row: dict[str, Any], goal: Goal | None, varies: Varies, base_year: int) -> SummaryRow:
    share = simulated_share(row["indicator"], row["region"], base_year)
    in_runs = row.get("simulated_in_runs")  # a run of before does not say
    ours, theirs = row["scenario"], row["baseline"]
    year, month = row["date"].split("-")
    numbers = SummaryRow(
        indicator=row["indicator"],
        region=row["region"],
        date=month_number(int(year), int(month)),
        baseline=None if theirs is None else theirs["mean"],
        scenario=ours["mean"],
        low=ours["p10"],
        high=ours["p90"],
        effect=None if row["effect"] is None else Effect(**row["effect"]),
        simulated=share,
        in_runs=in_runs,
        varies=varies,
    )
    if goal is None or row["goal"] is None:
        return numbers
    runs = ours["runs"] if goal.adds is None else row["effect"]["pairs"]
    return replace(
        numbers,
        goal=Words(goal_said(goal, "en"), goal_said(goal, "zh")),
        is_met=row["goal"]["is_met"],
        met=Met(round(row["goal"]["met_share"] * runs), runs),
        note=background(share, in_runs) if is_mostly_background(share) else NO_WORDS,
    )
