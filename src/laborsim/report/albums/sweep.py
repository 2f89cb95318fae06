"""From a sweep to its figures: dose and response of one lever, a grid of two."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from laborsim import __version__
from laborsim.analysis.counterfactuals import with_doses
from laborsim.analysis.sweep.sweep import DoseTable, Sweep
from laborsim.experiment.finished_run import Readings
from laborsim.experiment.indicators.when import LENGTHS
from laborsim.published.words import Language
from laborsim.report.albums.run import assumptions_of
from laborsim.report.albums.split import (
    Picture,
    SplitWorlds,
    drawn_splits,
    each_figure,
    figure_name,
    over_time_title,
    split_quantity,
)
from laborsim.report.answers.sweep import doses_words, sweep_title
from laborsim.report.canvas.figure_files import Table
from laborsim.report.figures.compare_lines import MOST_LINES, LinesData, lines_figure, lines_table
from laborsim.report.figures.dose_grid import GridData, grid_figure, grid_table
from laborsim.report.figures.dose_response import DoseData, dose_figure, dose_table
from laborsim.report.text.labels import lever_words, located, point_quantity, region_words
from laborsim.report.text.provenance import Provenance
from laborsim.report.text.what_if import what_if_both


def sweep_figures(
    found: Sweep, run_id: str, language: Language, *, is_draft: bool = False
) -> list[tuple[str, Figure, Table]]:
    """Return (name, figure, numbers drawn) for every number of a sweep; `is_draft`: it asks about a quick run."""
    provenance = Provenance(
        scenario=found.scenario.id,
        baseline=found.baseline.id,
        seed=found.scenario.run.seed,
        version=__version__,
        run_id=run_id,
        assumptions=assumptions_of(found.scenario, found.baseline),
        is_draft=is_draft,
        what_if=what_if_both(found.scenario),
    )
    whole = [table for table in found.tables if table not in found.split]
    drawn = [_figure(found, table, provenance, language) for table in whole]
    return [*drawn, *split_pictures(found, provenance, language)]


def split_pictures(found: Sweep, provenance: Provenance, language: Language) -> list[Picture]:
    """Return the figures of what is split: over time all doses on one axis, else a figure a dose."""
    pictures: list[Picture] = []
    by_point = {table.point: table for table in found.split}
    for points in each_figure(list(by_point), found.when):
        tables = [by_point[point] for point in points]
        theirs = np.array([table.baseline for table in tables]).T
        doses = [doses_words(found, cell.doses, language) for cell in tables[0].cells]
        ours = [np.array([table.cells[k].level for table in tables]).T for k in range(len(doses))]
        if found.when.by not in LENGTHS:
            pictures += [one for k in range(len(doses)) for one in _of_dose(found, tables, k, provenance, language)]
        elif len(points) > 1 and len(doses) <= MOST_LINES:
            lines = LinesData(
                title=over_time_title(points[0], doses, language),
                quantity=split_quantity(points[0], found.when),
                region=located(points[0].indicator, points[0].region),
                months=np.array([point.month for point in points]),
                lines=tuple(zip(doses, ours, strict=True)),
                baseline=None,
                provenance=provenance,
                against=(theirs,) * len(doses),
                period=found.when.length,
            )
            name = f"sweep-{figure_name(points[0], found.when)}"
            pictures.append((name, lines_figure(lines, language), lines_table(lines)))
    return pictures


def _of_dose(
    found: Sweep, tables: Sequence[DoseTable], k: int, provenance: Provenance, language: Language
) -> list[Picture]:
    """Return the map, or the age groups, of one dose."""
    ours = {table.point: table.cells[k].level for table in tables}
    doses_of = zip(found.axes, tables[0].cells[k].doses, strict=True)
    world = with_doses(found.scenario, {axis.lever.key: dose for axis, dose in doses_of})
    readings = Readings(ours, {table.point: table.baseline for table in tables}, (world, found.baseline), 1)
    split = SplitWorlds(found.scenario, found.baseline, provenance, found.when, language, readings)
    doses = "".join(f"-{dose:g}" for dose in tables[0].cells[k].doses)
    return [(f"sweep-{name}", figure, drawn) for name, figure, drawn in drawn_splits(split, list(ours), doses)]


def _figure(found: Sweep, table: DoseTable, provenance: Provenance, language: Language) -> tuple[str, Figure, Table]:
    stem = f"sweep-{table.point.indicator}-{table.point.region}".replace("_", "-").lower()
    if len(found.axes) == 1:
        doses = dose_data(found, table, provenance, language)
        return stem, dose_figure(doses, language), dose_table(doses)
    grid = grid_data(found, table, provenance, language)
    return stem, grid_figure(grid, language), grid_table(grid)


def dose_data(found: Sweep, table: DoseTable, provenance: Provenance, language: Language) -> DoseData:
    """Return what the figure of one lever shows."""
    [axis], point = found.axes, table.point
    return DoseData(
        title=sweep_title(found, table, language),
        quantity=point_quantity(point, is_share=True),
        region=region_words(point.region),
        month=point.month,
        months=point.months,
        lever=lever_words(axis.lever),
        of=axis.lever.DECLARATION.unit,
        effects=tuple((cell.doses[0], cell.effect) for cell in table.cells),
        stands=axis.stands,
        provenance=provenance,
    )


def grid_data(found: Sweep, table: DoseTable, provenance: Provenance, language: Language) -> GridData:
    """Return what the figure of two levers shows, the one with more doses down the page."""
    point = table.point
    down, across = sorted((0, 1), key=lambda k: -len(found.axes[k].doses))
    levers = found.axes[down].lever, found.axes[across].lever
    return GridData(
        title=sweep_title(found, table, language),
        quantity=point_quantity(point, is_share=True),
        region=region_words(point.region),
        month=point.month,
        months=point.months,
        levers=(lever_words(levers[0]), lever_words(levers[1])),
        of=(levers[0].DECLARATION.unit, levers[1].DECLARATION.unit),
        effects={(cell.doses[down], cell.doses[across]): cell.effect for cell in table.cells},
        provenance=provenance,
    )
