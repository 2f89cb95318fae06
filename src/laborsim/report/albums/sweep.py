"""From a sweep to its figures: dose and response of one lever, a grid of two."""

from matplotlib.figure import Figure

from laborsim import __version__
from laborsim.analysis.sweep.sweep import DoseTable, Sweep
from laborsim.report.albums.run import assumptions_of
from laborsim.report.answers.sweep import sweep_title
from laborsim.report.canvas.figure_files import Table
from laborsim.report.figures.dose_grid import GridData, grid_figure, grid_table
from laborsim.report.figures.dose_response import DoseData, dose_figure, dose_table
from laborsim.report.text.labels import lever_words, point_quantity, region_words
from laborsim.report.text.phrases import Language
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
    return [_figure(found, table, provenance, language) for table in found.tables]


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
