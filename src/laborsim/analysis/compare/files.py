"""The files of a comparison: every effect, difference and order as CSV and JSON, and the means for pyam."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from laborsim.analysis.answer_files import Leaf, csv_leaf, json_leaf, stamped, what_if_columns
from laborsim.analysis.compare.bought import BOUGHT, bought, bought_rows
from laborsim.analysis.compare.compare import Comparison, Measured, is_own_baseline
from laborsim.analysis.compare.diff import Difference, differences, loaded_from
from laborsim.analysis.compare.ranking import Ranking
from laborsim.analysis.price.price import Prices
from laborsim.analysis.price.streams import streams_of
from laborsim.analysis.price.tables import UNITS, unit_rows
from laborsim.experiment.indicators.effect import Effect
from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.summary import EVERYBODY, IDENTIFIERS, unit_of
from laborsim.experiment.store.atomic_files import make_folder, write_whole
from laborsim.published.csv_writer import PYAM, Cell, csv_table, guarded
from laborsim.published.indicators import indicators

SCHEMA = "laborsim/comparison/1"
FOLDER = "comparisons"
"""Below the folder of all runs."""

EFFECT = tuple(field.name for field in fields(Effect))
PLACED = ("indicator", "unit", "region", "date", "group")


def folder_of(comparison: Comparison, out: Path) -> Path:
    """Return the folder of a comparison: the same runs and pairs have the same."""
    return out / FOLDER / comparison.id


def write_comparison(comparison: Comparison, out: Path, more: Sequence[Leaf] = ()) -> Path:
    """Write every table of a comparison, and `more` files; return its folder. Raises CannotWrite, OSError."""
    folder = folder_of(comparison, out)
    shutil.rmtree(folder, ignore_errors=True)  # what an earlier version wrote must not lie beside it
    make_folder(folder)
    told = what_if_columns(comparison.runs[0].scenario)  # the same in all of them: else they are not compared
    for leaf in (*leaves(comparison), *more):
        write_whole(folder / leaf.name, stamped(leaf, told).content)
    return folder


def leaves(comparison: Comparison) -> list[Leaf]:
    """Return the tables of a comparison as files."""
    rankings = found_rankings(comparison)
    return [
        json_leaf("comparison.json", comparison_data(comparison)),
        csv_leaf("effects.csv", MEASURED, measured_rows(comparison.effects(comparison.every_point()))),
        csv_leaf("differences.csv", MEASURED, measured_rows(comparison.between(comparison.headline))),
        csv_leaf("ranking.csv", RANKED, ranking_rows(rankings)),
        csv_leaf("bought.csv", BOUGHT, bought_rows(bought(comparison))),
        csv_leaf("prices.csv", ("scenario", *UNITS), price_rows(comparison)),
        csv_leaf("inputs.csv", *input_table(comparison)),
        Leaf("iamc.csv", to_iamc(comparison)),
    ]


def price_rows(comparison: Comparison) -> list[tuple[Cell, ...]]:
    """Return what a unit of everything costs in every scenario, in its own place, discounted at the default rate."""
    return [
        (name, *row)
        for name, run in zip(comparison.names, comparison.runs, strict=True)
        if not is_own_baseline(run)
        for row in unit_rows(Prices(streams_of(run)))
    ]


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data: headline effects, differences, orders, inputs; everything is in the files."""
    points = [*comparison.headline, *comparison.split]
    effects, between = comparison.effects(points), comparison.between(points)
    return {
        "schema": SCHEMA,
        "comparison": comparison.id,
        "pairs": len(comparison.pairs),
        "varies": comparison.runs[0].varies,
        "runs": [
            {"scenario": name, "run": run.run_id, "baseline": run.manifest["baseline"]}
            for name, run in zip(comparison.names, comparison.runs, strict=True)
        ],
        "remarks": [remark.en for remark in comparison.remarks],
        "effects": [{**placed(one.point), **_named(one), **asdict(one.effect)} for one in effects],
        "differences": [{**placed(one.point), **_named(one), **asdict(one.effect)} for one in between],
        "rankings": [{**placed(point), **asdict(ranking)} for point, ranking in found_rankings(comparison)],
        "bought": [dict(zip(BOUGHT, row, strict=True)) for row in bought_rows(bought(comparison))],
        "inputs": [asdict(row) for row in input_differences(comparison)],
    }


def placed(point: Point) -> dict[str, str]:
    """Return a point as summary files name it."""
    unit = unit_of(indicators()[point.indicator], point.months)
    return dict(zip(PLACED, (point.indicator, unit, point.region, point.date, point.group or EVERYBODY), strict=True))


def _named(one: Measured) -> dict[str, str]:
    return dict(zip(("scenario", "against"), one.subtracted, strict=True))


MEASURED = (*PLACED, "scenario", "against", *EFFECT)


def measured_rows(measured: Sequence[Measured]) -> list[tuple[Cell, ...]]:
    """Return effects as rows of MEASURED."""
    return [(*placed(one.point).values(), *one.subtracted, *vars(one.effect).values()) for one in measured]


RANKED = (*PLACED, "best", "rank", "scenario", "mean_effect", "p_best", "p_order", "is_settled", "pairs_needed")


def found_rankings(comparison: Comparison) -> list[tuple[Point, Ranking]]:
    """Return the order of the scenarios at every headline point where there is one."""
    found = [(point, comparison.ranking(point)) for point in comparison.headline]
    return [(point, ranking) for point, ranking in found if ranking is not None]


def ranking_rows(rankings: Sequence[tuple[Point, Ranking]]) -> list[tuple[Cell, ...]]:
    """Return orders as rows of RANKED, best first."""
    return [
        (
            *placed(point).values(), ranking.best, place, ranked.name, ranked.mean, ranked.p_best,
            ranking.p_order, ranking.is_settled, ranking.pairs_needed,
        )
        for point, ranking in rankings
        for place, ranked in enumerate(ranking.ranked, start=1)
    ]  # fmt: skip


def input_differences(comparison: Comparison) -> list[Difference]:
    """Return what the scenarios of the runs say differently."""
    return differences([loaded_from(run.path) for run in comparison.runs])


def input_table(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Return columns and rows of what the scenarios say differently: values, then places."""
    places = tuple(f"{name}: where" for name in comparison.names)
    rows = input_differences(comparison)
    columns = ("key", "unit", *comparison.names, *places)
    return columns, [(row.key, row.unit, *(s.value for s in row.said), *(s.origin for s in row.said)) for row in rows]


def to_iamc(comparison: Comparison) -> bytes:
    """Return the yearly means of all worlds in the IAMC layout: each run's own file, equal lines once.

    A world whose scenario id another one has too is told apart by its run id.
    """
    header: list[str] = []
    lines: dict[tuple[Cell, ...], None] = {}
    for name, baseline, run in zip(comparison.names, comparison.baselines, comparison.runs, strict=True):
        header, *rows = csv.reader((run.path / "iamc.csv").read_text(encoding="utf-8").splitlines())
        for row in rows:
            model, scenario, *where = row[: len(IDENTIFIERS)]
            shown = name if scenario == guarded(run.scenario.id) else baseline
            numbers = (float(cell) if cell else None for cell in row[len(IDENTIFIERS) :])
            lines[model, shown, *where, *numbers] = None
    return csv_table(header, lines, PYAM)
