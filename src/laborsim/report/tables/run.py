"""The summary of a run: a table for a terminal, tab-separated lines for a pipe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import headline
from laborsim.experiment.indicators.summary import unit_of
from laborsim.experiment.store.parameter_draws import Varies
from laborsim.kernels.codes import month_name, month_number, year_and_month
from laborsim.published.indicators import indicators
from laborsim.published.simulated_share import is_mostly_background, simulated_share
from laborsim.report.text.dates import dated
from laborsim.report.text.effects import effect_numbers, effect_printer, verdict_rule, verdict_short, verdict_words
from laborsim.report.text.findings import Met
from laborsim.report.text.goal import goal_said, simulated_words
from laborsim.report.text.labels import located_apart, quantity
from laborsim.report.text.numbers import Printer, joined_unit, printer_for, unit
from laborsim.report.text.phrases import NO_WORDS, Language, Words, capitalized, phrases
from laborsim.report.text.provenance import what_runs_vary
from laborsim.report.text.what_if import what_if_lines
from laborsim.report.text.worlds import subtracted
from laborsim.scenario.load import Goal


@dataclass(frozen=True)
class SummaryRow:
    """One indicator in one place on one date.

    `indicator`, `region`: code names. `date`: running month number. The numbers are as in summary files:
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


NUMBERS = ("baseline", "scenario", "low", "high")
EFFECT = ("mean", "low_95", "high_95")
EFFECT_COLUMNS = ("effect", "effect_low_95", "effect_high_95", "verdict")
PLAIN, LAST = (
    ("indicator", "unit", "region", "date"),
    ("goal", "met", "runs_met", "runs", "varies", "draft", "simulated_share", "simulated_in_runs"),
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
        remarks.append(verdict_rule(language))
    table.caption = Text("\n".join(remarks)) if remarks else None
    return table


def _cells(row: SummaryRow, language: Language) -> tuple[Text, ...]:
    # Text, not markup: a "[red]" in a scenario's goal is shown, not obeyed.
    printer, shown = _printer(row, language), quantity(row.indicator, is_share=True)
    comma = "，" if language == "zh" else ", "
    place = capitalized(located_apart(row.indicator, row.region, language))
    indicator = Text(shown.name.said(language))
    about = comma.join((place, dated(row.date, indicators()[row.indicator].unit, language), printer.axis_name))
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
    return printer_for(numbers, unit(quantity(row.indicator, is_share=True).unit), language, gap=smallest)


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
        unit_of(indicators()[row.indicator]),
        row.region,
        month_name(row.date),
        *("" if number is None else repr(float(number)) for number in _numbers(row)),
        *_plain_effect(row, language),
        " ".join(row.goal.en.split()),
        verdict,
        *counts,
        row.varies,
        "yes" if row.is_draft else "no",
        *("" if share is None else repr(float(share)) for share in (row.simulated, row.in_runs)),
    )


def _plain_effect(row: SummaryRow, language: Language) -> tuple[str, ...]:
    effect = row.effect
    if effect is None:
        return ("",) * len(EFFECT_COLUMNS)
    found = (getattr(effect, name) for name in EFFECT)
    numbers = ("" if cell is None else repr(float(cell)) for cell in found)
    return *numbers, verdict_short(effect, quantity(row.indicator, is_share=True), language)


BACKGROUND = Words("mostly extrapolated: {simulated}", "多为外推部分：{simulated}")


def background(share: float, in_runs: float | None) -> Words:
    """Return the remark on a goal of which only this share is simulated."""
    english, chinese = simulated_words(share, in_runs, "en"), simulated_words(share, in_runs, "zh")
    return Words(BACKGROUND.filled("en", simulated=english), BACKGROUND.filled("zh", simulated=chinese))


def summary_rows(run: Run) -> list[SummaryRow]:
    """Return the rows that a person wants to see first, goals on top. All others are in summary.csv."""
    rows = {(row["indicator"], row["region"], row["date"]): row for row in run.summary}
    goals = {(goal.indicator, goal.region, month_name(goal.by)): goal for goal in run.scenario.goals}
    compared = None if run.baseline is None else run.baseline.scenario
    wanted = [(point.indicator, point.region, month_name(point.month)) for point in headline(run.scenario, compared)]
    year = year_and_month(run.scenario.horizon.start)[0]
    found = [_row(rows[key], goals.get(key), run.varies, year) for key in wanted if key in rows]
    return [replace(row, is_draft=is_draft(run)) for row in found]


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


def world_lines(run: Run, language: Language = "en") -> list[str]:
    """Return which two worlds the effects of a run subtract, and that its intervals lack the parameters where they do.

    A run without a baseline subtracts nothing.
    """
    lines = [] if run.baseline is None else [subtracted(run.scenario, run.baseline.scenario, language)]
    is_given = run.manifest["question"]["parameters"] is not None
    if run.manifest["posterior"] is None and run.scenario.run.draws != 0 and not is_given:
        lines.append(NO_DRAWS.filled(language, year=year_and_month(run.scenario.horizon.start)[0]))
    return lines


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
