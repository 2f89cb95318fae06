"""One workbook with everything a reader opens in a spreadsheet: seven sheets, the same bytes for the same answer."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

from laborsim.analysis.compare.compare import Comparison, compare_runs, is_own_baseline
from laborsim.analysis.compare.diff import loaded_from
from laborsim.analysis.compare.files import MEASURED, RANKED, found_rankings, measured_rows, placed, ranking_rows
from laborsim.experiment.finished_run import Run
from laborsim.experiment.indicators.cost_sheet import COLUMNS as COSTS
from laborsim.experiment.indicators.cost_sheet import NAME as COST_FILE
from laborsim.experiment.indicators.effect import Numbers, paired_effect, spread
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.summary import bounds
from laborsim.experiment.store.atomic_files import write_whole
from laborsim.experiment.store.manifest import what_ifs
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import Lever
from laborsim.published.csv_writer import Cell, guarded
from laborsim.scenario.explanation import assumptions, goal_in_words, in_words, places
from laborsim.scenario.standing import Standing, split, standing

NAME = "workbook.xlsx"

CREATED = datetime(2000, 1, 1)
"""What the file says about when it was made."""

WIDEST = 60
"""Characters of a column, beyond which its text runs on."""

ROWS_LOOKED_AT = 200
"""Rows that decide how wide a column is."""

FORMATS = {"whole": "#,##0", "fraction": "#,##0.0000", "percent": "0.0000%"}


@dataclass(frozen=True)
class TableSheet:
    """A table of a workbook. A row whose `unit` cell says "share" shows its numbers as percentages."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def workbook_bytes(sheets: Sequence[TableSheet], said: Callable[[str], str] = str) -> bytes:
    """Return sheets as XLSX: header frozen and filtered, numbers formatted, no text that acts as a formula.

    `said`: how the names of sheets and columns are written.
    """
    buffer = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, plain)
    book.set_properties({"created": CREATED, "author": "laborsim"})
    formats = {name: book.add_format({"num_format": text}) for name, text in FORMATS.items()}
    formats["bold"] = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        _fill(book.add_worksheet(said(sheet.name)), sheet, formats, said)
    book.close()
    return buffer.getvalue()


def _fill(
    page: "xlsxwriter.worksheet.Worksheet",
    sheet: TableSheet,
    formats: "dict[str, xlsxwriter.format.Format]",
    said: Callable[[str], str],
) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, guarded(said(name)), formats["bold"])
        texts = [said(name), *(str(row[column]) for row in sheet.rows[:ROWS_LOOKED_AT] if isinstance(row[column], str))]
        page.set_column(column, column, min(max(map(len, texts)) + 2, WIDEST))
    unit = sheet.columns.index("unit") if "unit" in sheet.columns else None
    for number, row in enumerate(sheet.rows, start=1):
        is_share = unit is not None and row[unit] == "share"
        for column, cell in enumerate(row):
            if isinstance(cell, bool):
                page.write_boolean(number, column, cell)
            elif isinstance(cell, int | float):
                page.write_number(number, column, cell, formats[_format_name(cell, is_share, sheet.columns[column])])
            elif cell is not None:
                page.write_string(number, column, guarded(cell))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)


COUNTED = ("pairs", "rank", "pairs_needed", "runs")
"""Columns that count, or are probabilities, whatever the unit of their row is."""

PROBABILITIES = ("p_sign", "p_best", "p_order", "met_share")


def _format_name(number: float, is_share: bool, column: str) -> str:
    if column in COUNTED:
        return "whole"
    if is_share and column not in PROBABILITIES:
        return "percent"
    return "whole" if abs(number) >= 1000 or float(number).is_integer() else "fraction"


def workbook(comparison: Comparison, said: Callable[[str], str] = str) -> bytes:
    """Return the workbook of a comparison, or of a single run (a comparison of one).

    `said`: how the names of sheets and columns are written.
    """
    between = comparison.between(comparison.headline)
    summary = measured_rows([*comparison.effects([*comparison.headline, *comparison.split]), *between])
    sheets = [
        TableSheet("Summary", MEASURED, summary),
        TableSheet("Series", SERIES, list(_series(comparison))),
        TableSheet("Costs", ("scenario", *COSTS), [row for pair in _runs(comparison) for row in _costs(*pair)]),
        TableSheet("Levers", LEVERS, [row for pair in _runs(comparison) for row in _levers(*pair)]),
        TableSheet("Goals", GOALS, [row for pair in _runs(comparison) for row in _goals(*pair)]),
        TableSheet("Assumptions", ASSUMED, [row for pair in _runs(comparison) for row in _assumptions(*pair)]),
        TableSheet(
            "Provenance", ("scenario", "what", "value"), [row for p in _runs(comparison) for row in _made_of(*p)]
        ),
    ]
    if len(comparison.runs) > 1:
        sheets.insert(1, TableSheet("Ranking", RANKED, ranking_rows(found_rankings(comparison))))
    return workbook_bytes(sheets, said)


def write_workbook(run: Run) -> None:
    """Write the workbook of a run into its folder; a baseline by itself has nothing to compare and gets none.

    Raises CannotWrite.
    """
    if run.baseline is not None:
        write_whole(run.path / NAME, workbook(compare_runs([run])))


def _runs(comparison: Comparison) -> Iterator[tuple[str, Run]]:
    return zip(comparison.names, comparison.runs, strict=True)


SERIES = (
    "indicator", "unit", "region", "date", "group", "scenario", "runs", "mean_level", "p10", "p90", "against",
    "mean_effect",
    "low_95", "high_95",
)  # fmt: skip


def _series(comparison: Comparison) -> Iterator[tuple[Cell, ...]]:
    """Yield the headline series month by month, of every scenario and of every baseline."""
    against = comparison.baselines
    for name, place in dict.fromkeys((point.indicator, point.region) for point in comparison.headline):
        for k, scenario in enumerate(comparison.names):
            theirs = None if is_own_baseline(comparison.runs[k]) else comparison.baseline[k].monthly[name, place]
            pair = (comparison.scenario[k].monthly[name, place], theirs)
            yield from _months(comparison, Point(name, place, 0), (scenario, against[k]), pair)
        for k in sorted({against.index(one) for one in against}):
            world = comparison.baseline[k].monthly[name, place]
            yield from _months(comparison, Point(name, place, 0), (against[k], None), (world, None))


def _months(
    comparison: Comparison, point: Point, names: tuple[str, str | None], pair: tuple[Numbers, Numbers | None]
) -> Iterator[tuple[Cell, ...]]:
    (scenario, against), (ours, theirs) = names, pair
    for at, month in enumerate(comparison.months):
        found = spread(ours[:, at])
        if found is None:
            continue
        effect = (
            None
            if theirs is None
            else paired_effect(ours[:, at], theirs[:, at], comparison.n_looks, comparison.counted(point))
        )
        mean = (None, None, None) if effect is None else (effect.mean, effect.low_95, effect.high_95)
        where = placed(Point(point.indicator, point.region, month)).values()
        yield (*where, scenario, found.runs, found.mean, found.p10, found.p90, against if effect else None, *mean)


def _costs(name: str, run: Run) -> Iterator[tuple[Cell, ...]]:
    """Yield the sheet of costs of a run's folder; numbers are numbers again, to the last fen and bit."""
    path = run.path / COST_FILE
    if not path.exists():  # a run of an earlier version
        return
    _, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    for row in rows:
        year, payer, region, lever, *numbers = row[: len(COSTS)]  # the worlds and the what-if after it stand elsewhere
        fen = [int(cell) if cell else None for cell in numbers[:3]]
        yield (name, int(year), payer, region, lever, *fen, *(float(cell) if cell else None for cell in numbers[3:]))


UNIT_COST = ("unit cost in CNY", "lowest unit cost", "highest unit cost", "cost that cannot be stated")
THERE = ("there", "becomes", "there on the word of", "ceiling", "change by province")
LEVERS = ("scenario", "lever", "unit", "level over time", *THERE, "where", "who", *UNIT_COST, "payer", "source")


def _levers(name: str, run: Run) -> Iterator[tuple[Cell, ...]]:
    for lever in run.scenario.levers:
        declared = lever.DECLARATION
        group = ", ".join(f"{key}={value}" for key, value in lever.who.model_dump(exclude_none=True).items())
        ends = (None, None) if lever.cost_range is None else (lever.cost_range.low, lever.cost_range.high)
        cost = (lever.unit_cost_yuan, *ends, ", ".join(lever.unstated))
        level = in_words(lever.schedule, declared.unit)
        who = (places(lever.regions), group or "everyone")
        found = standing(type(lever), year_and_month(run.scenario.horizon.start)[0], lever.regions)
        by = ": ".join(filter(None, (found.word, found.figure.source_id if found.figure else "")))
        there = (found.level, lever.schedule.final, by, declared.ceiling, split_said(lever, found))
        yield (name, lever.key, declared.unit, level, *there, *who, *cost, lever.payer, lever.source)


def split_said(lever: Lever, found: Standing) -> str:
    """Return how a change of a level is spread over the provinces of a measure: "CN-HA 97.9, CN-GD 84.6"."""
    parts = split(type(lever), lever.schedule.final - (found.level or 0.0), found.year, lever.regions)
    if len(lever.regions) == 1 or not any(parts.values()):
        return ""
    ordered = sorted(parts, key=lambda code: -abs(parts[code]))
    return ", ".join(f"{code} {parts[code]:.10g}" for code in ordered)


GOALS = (
    "scenario",
    "indicator",
    "unit",
    "goal",
    "region",
    "date",
    "at least",
    "at most",
    "met_share",
    "met",
    "simulated_share",
    "simulated_in_runs",
    "source",
)


def _goals(name: str, run: Run) -> Iterator[tuple[Cell, ...]]:
    known = {(row["indicator"], row["region"], row["date"]): row for row in run.goals}
    for goal in run.scenario.goals:
        found = known.get((goal.indicator, goal.region, month_name(goal.by)))
        low, high = (None if abs(end) == float("inf") else float(end) for end in bounds(goal))
        judged = None if found is None else found["goal"]
        met = (None, None) if judged is None else (judged["met_share"], judged["met"])
        simulated = (None, None) if found is None else (found["simulated_share"], found.get("simulated_in_runs"))
        where = (goal.indicator, goal.unit, goal_in_words(goal), goal.region, month_name(goal.by))
        yield (name, *where, low, high, *met, *simulated, goal.source)


ASSUMED = ("scenario", "what", "value", "unit", "where", "note")


def _assumptions(name: str, run: Run) -> Iterator[tuple[Cell, ...]]:
    for found in assumptions(loaded_from(run.path)):
        yield name, found.key, found.value, found.unit, found.origin, found.note


def _made_of(name: str, run: Run) -> Iterator[tuple[Cell, ...]]:
    manifest = run.manifest
    compared = manifest["baseline"] or {"scenario": "nothing", "run": ""}
    facts: dict[str, object] = {
        "run": run.run_id,
        "hash": manifest["hash"],
        "compared with": f"{compared['scenario']} {compared['run']}".strip(),
        "replicates": len(manifest["replicates"]),
        "seed": manifest["seed"],
        "seed scheme": manifest["seed_scheme"],
        "what differs from run to run": run.varies,
        "draft": manifest["draft"],
        "what if": ", ".join(f"{name} {value}" for name, value in what_ifs(manifest).items()) or "none",
        **{f"version of {library}": version for library, version in manifest["versions"].items()},
        **{f"file {file['name']}": file["sha256"] for file in manifest["scenario_files"]},
        **{f"data {file}": digest for file, digest in manifest["question"]["data"].items()},
    }
    for what, value in facts.items():
        yield name, what, str(value)
