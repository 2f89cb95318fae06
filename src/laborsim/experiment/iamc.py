"""The annual table in the layout of the integrated-assessment community, which pyam reads."""

import numpy as np

from laborsim import __version__
from laborsim.experiment.gather import DECEMBER, IndicatorTable, Numbers, WorldName
from laborsim.inputs.csv_table import PYAM, Cell, csv_table
from laborsim.inputs.indicators import indicators
from laborsim.kernels.codes import year_and_month

MODEL = f"laborsim {__version__}"
IDENTIFIERS = ("Model", "Scenario", "Region", "Variable", "Unit")
"""Columns that say whose numbers the years after them hold."""


def to_iamc(table: IndicatorTable, names: dict[WorldName, str], places: tuple[str, ...]) -> bytes:
    """Return medians over the runs at the end of every year, one line a world, place and indicator.

    `names`: scenario name by world. Shares are in percent here, as their unit says.
    """
    at = [k for k, month in enumerate(table.dates) if year_and_month(month)[1] == DECEMBER]
    years = [year_and_month(table.dates[k])[0] for k in at]
    rows: list[tuple[Cell, ...]] = []
    worlds: dict[WorldName, Numbers | None] = {"scenario": table.scenario, "baseline": table.baseline}
    for world, values in worlds.items():
        if values is None:
            continue
        medians = np.median(values, axis=0)
        for i, name in enumerate(table.indicators):
            indicator = indicators()[name]
            for place in places:
                figures = medians[i, at, table.places.index(place)] / indicator.scale
                if not np.isnan(figures).all():
                    cells = (None if np.isnan(figure) else float(figure) for figure in figures)
                    rows.append((MODEL, names[world], place, indicator.iamc, indicator.unit, *cells))
    return csv_table([*IDENTIFIERS, *map(str, years)], rows, PYAM)
