"""What each region holds at each base date, as a small table: the model begins with it, `validate` says it.

Written by `python -m laborsim.model.held_levels` when base dates, published levels or the estimate have moved.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from laborsim.model.base_date import held_by_region
from laborsim.parameters.posterior import load_posterior
from laborsim.published.csv_writer import PROGRAM, Cell, csv_table
from laborsim.published.regions import province_table
from laborsim.scenario.held import HELD_LEVELS
from laborsim.scenario.horizons import base_years
from laborsim.scenario.text_file import write_named

COLUMNS = ("year", "held", *(region.code for region in province_table()))
"""Of the table: a base year, what is held, and how much of it by region."""


def held_rows() -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table, at the point estimate of the parameters."""
    estimate = load_posterior().estimate
    for year in base_years("cumulative", inside_total=True):
        for held in held_by_region(year, estimate):
            for name, by_region in held.items():
                yield (year, name, *(int(number) for number in np.rint(by_region)))


def write_held(path: Path = HELD_LEVELS) -> None:
    """Write the table. Raises OSError naming the file where the disk does not take it."""
    write_named(path, csv_table(COLUMNS, held_rows(), PROGRAM))


if __name__ == "__main__":
    write_held()
