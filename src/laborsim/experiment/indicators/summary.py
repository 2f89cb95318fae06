"""The summary of a run: every indicator, place and date with its spread, its effect and its goal."""

import json
import math
from operator import itemgetter
from typing import Any

import numpy as np

from laborsim import __version__
from laborsim.experiment.indicators.aggregation import parts_by_age
from laborsim.experiment.indicators.beside_pairs import counted
from laborsim.experiment.indicators.effect import Effect, Spread, paired_effect, spread
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.indicator_table import (
    DECEMBER,
    IndicatorTable,
    Numbers,
    WorldName,
    aged_places,
    summary_places,
)
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.predictive import Ahead, ahead_of
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.published.csv_writer import PYAM, SPREADSHEET, Cell, csv_table
from laborsim.published.indicators import Indicator, indicators
from laborsim.published.simulated_share import is_mostly_background, simulated_share
from laborsim.scenario.load import Goal, Scenario

MODEL = f"laborsim {__version__}"
IDENTIFIERS = ("Model", "Scenario", "Region", "Variable", "Unit")
"""Columns that say whose numbers the years after them hold."""


def to_iamc(table: IndicatorTable, names: dict[WorldName, str], places: tuple[str, ...], what_if: str = "") -> bytes:
    """Return means over the runs at the end of every year, one line a world, place and indicator.

    Means, because those of provinces add up to that of the nation, as medians would not. `names`: scenario name by
    world. `what_if`: the parameters that are not the shipped calibration: they make it another model. Shares are in
    percent here, as their unit says.
    """
    at = [k for k, month in enumerate(table.dates) if year_and_month(month)[1] == DECEMBER]
    years = [year_and_month(table.dates[k])[0] for k in at]
    rows: list[tuple[Cell, ...]] = []
    model = f"{MODEL}, what if {what_if}" if what_if else MODEL
    worlds: dict[WorldName, Numbers | None] = {"scenario": table.scenario, "baseline": table.baseline}
    for world, values in worlds.items():
        if values is None:
            continue
        means = values.mean(axis=0)
        for i, name in enumerate(table.indicators):
            indicator = indicators()[name]
            for place in places:
                figures = means[i, at, table.places.index(place)] / indicator.scale
                if not np.isnan(figures).all():
                    cells = (None if np.isnan(figure) else float(figure) for figure in figures)
                    rows.append((model, names[world], place, indicator.iamc, indicator.unit, *cells))
    return csv_table([*IDENTIFIERS, *map(str, years)], rows, PYAM)


SCHEMA = "laborsim/summary/2"
EVERYBODY = "all"
"""The group of rows about everybody; those of an age band have its name, and those of a group of the scenario's own
the group's, and its age band."""

Row = dict[str, Any]
MET_IN_WORDS = ((1.0, "in every run"), (0.9, "almost surely"), (0.5, "more likely than not"))
"""Share of runs that meet a goal, at least → in words."""


def unit_of(indicator: Indicator, months: int = 0) -> str:
    """Return the unit of an indicator in files, where shares lie in [0, 1], as summaries have it or over a period."""
    return "share" if indicator.unit == "%" else indicator.unit_over(months)


def summarize(table: IndicatorTable, scenario: Scenario, baseline: Scenario | None = None) -> list[Row]:
    """Return the rows of the summary, indicator by indicator; what is defined in no run has no row."""
    ahead = ahead_of(scenario)
    names = (*summary_places(scenario), *parts_by_age(aged_places(scenario)))
    wanted = [table.places.index(place) for place in names]
    cells = ((i, d, p) for i in range(len(table.indicators)) for p in wanted for d in range(len(table.dates)))
    return [row for cell in cells if (row := _row(table, (scenario, baseline), cell, ahead)) is not None]


def _row(
    table: IndicatorTable, worlds: tuple[Scenario, Scenario | None], cell: tuple[int, int, int], ahead: Ahead | None
) -> Row | None:
    (i, d, p), (scenario, against) = cell, worlds
    at = (slice(None), i, d, p)
    ours = spread(table.scenario[at])
    if ours is None:
        return None
    indicator = indicators()[table.indicators[i]]
    theirs = None if table.baseline is None else spread(table.baseline[at])
    if ahead is not None:
        where = (indicator.name, table.places[p], table.dates[d])
        ours = ahead.spread(ours, table.scenario[at], *where)
        theirs = None if table.baseline is None else ahead.spread(theirs, table.baseline[at], *where)
    n_looks = scenario.run.n_looks
    point = Point(indicator.name, table.places[p], table.dates[d])
    effect = (
        None
        if table.paired is None
        else paired_effect(table.paired[0][at], table.paired[1][at], n_looks, counted(point, scenario))
    )
    if against is not None:
        effect = bounded(effect, point, scenario, against)
    whole, _, band = table.places[p].partition("/")
    share = simulated_share(indicator.name, whole, year_and_month(scenario.horizon.start)[0])
    in_runs = float(table.simulated_in_runs[cell])
    here = (indicator.name, table.places[p], table.dates[d])
    goal = next((goal for goal in scenario.goals if (goal.indicator, goal.region, goal.by) == here), None)
    own = home_of(table.places[p], scenario)
    group, home = (table.places[p], own) if own is not None else (band, whole) if band else (EVERYBODY, None)
    return {
        "indicator": indicator.name,
        "unit": unit_of(indicator),
        "region": table.places[p],
        "date": month_name(table.dates[d]),
        "group": group,
        **({} if home is None else {"home": home}),
        "baseline": None if theirs is None else vars(theirs),
        "scenario": vars(ours),
        "effect": None if effect is None else vars(effect),
        "goal": None if goal is None else _goal(goal, indicator, _judged(goal, table, at), share),
        "simulated_share": share,
        "simulated_in_runs": in_runs if math.isfinite(in_runs) else None,
    }


def home_of(place: str, scenario: Scenario) -> str | None:
    """Return the home of a group of the scenario's own, or of its part by age; None for a place."""
    return next((group.place for group in scenario.groups if group.name == place.partition("/")[0]), None)


def _at_home(row: Row) -> Row:
    """Return a row whose region is the home of its group."""
    return row | {"region": row["home"]} if "home" in row else row


def _judged(goal: Goal, table: IndicatorTable, at: tuple[slice, int, int, int]) -> Numbers | None:
    """Return the numbers that a goal is about: levels [runs], or effects [pairs], which a run alone does not have."""
    if goal.adds is None:
        return table.scenario[at]
    return None if table.paired is None else table.paired[0][at] - table.paired[1][at]


def _goal(goal: Goal, indicator: Indicator, values: Numbers | None, share: float) -> Row | None:
    """Return a goal in the summary's unit with the share of the runs that meet it; None where nothing can judge it.

    A level is met by the median run; an effect where its mean is, which is the number that is told as the effect.
    """
    if values is None:
        return None
    scale = indicator.scale
    low, high = (bound * scale for bound in bounds(goal))
    met = float(((values >= low) & (values <= high)).mean())
    return {
        "min": _scaled(goal.minimum, scale),
        "max": _scaled(goal.maximum, scale),
        "value": _scaled(goal.value, scale),
        "adds": _scaled(goal.adds, scale),
        "tolerance": goal.tolerance * scale,
        "met_share": met,
        "met": met_in_words(met),
        "is_met": met >= 0.5 if goal.adds is None else bool(low <= math.fsum(values) / len(values) <= high),
        "mostly_background": is_mostly_background(share),
        "source": goal.source,
    }


def bounds(goal: Goal) -> tuple[float, float]:
    """Return the least and the greatest figure that meet a goal, in the indicator's unit; of an effect if it `adds`."""
    if goal.adds is not None:
        return (goal.adds, np.inf) if goal.adds > 0 else (-np.inf, goal.adds)
    if goal.value is not None:
        return goal.value - goal.tolerance, goal.value + goal.tolerance
    low = -np.inf if goal.minimum is None else goal.minimum
    return low, np.inf if goal.maximum is None else goal.maximum


def _scaled(bound: float | None, scale: float) -> float | None:
    return None if bound is None else bound * scale


def met_in_words(share: float) -> str:
    """Return the share of runs that meet a goal in words."""
    return next((words for least, words in MET_IN_WORDS if share >= least), "unlikely" if share > 0 else "in no run")


def to_json(names: dict[WorldName, str], run: str, rows: list[Row], what_if: str = "") -> bytes:
    """Return the summary as JSON of the schema laborsim/summary/2, one row a line; `names`: scenario name by world.

    `what_if`: the parameters that are not the shipped calibration.
    """
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    told = {"schema": SCHEMA, "scenario": names["scenario"], "run": run, "against": names.get("baseline")}
    told["what_if"] = what_if or None
    head = json.dumps(told, ensure_ascii=False)
    return f'{head[:-1]}, "rows": [\n{lines}\n]}}\n'.encode()


SPREAD = tuple(Spread.__dataclass_fields__)
EFFECT = tuple(Effect.__dataclass_fields__)
GOAL = ("min", "max", "value", "adds", "tolerance", "met_share", "met", "source")
PLAIN = ("indicator", "unit", "region", "date", "group", "simulated_share", "simulated_in_runs")


def to_csv(names: dict[WorldName, str], rows: list[Row], what_if: str = "") -> bytes:
    """Return the summary as CSV for a spreadsheet; effects are `scenario` minus `against`.

    `what_if`: the parameters that are not the shipped calibration; empty in every row of another run.
    The region of a group is its home.
    """
    parts = {"baseline": SPREAD, "scenario": SPREAD, "effect": EFFECT, "goal": GOAL}
    numbers = (f"{part}_{name}" for part, columns in parts.items() for name in columns)
    header = [*PLAIN, *numbers, "scenario", "against", "what_if"]
    plain, last = itemgetter(*PLAIN), (names["scenario"], names.get("baseline"), what_if)
    told = [(part, dict.fromkeys(columns), itemgetter(*columns)) for part, columns in parts.items()]
    cells = (
        [*plain(_at_home(row)), *(cell for part, no, of in told for cell in of({**no, **(row[part] or {})})), *last]
        for row in rows
    )
    return csv_table(header, cells, SPREADSHEET)
