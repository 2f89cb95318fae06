"""How much of the urban unemployment rates is simulated in each place at each base date, as a small table.

Written by `python -m laborsim.model.simulated_shares` when base dates, published levels or the estimate have moved.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from laborsim.kernels.codes import ZONES
from laborsim.model.base_date import seekers_in_towns
from laborsim.parameters.posterior import load_posterior
from laborsim.published.csv_writer import PROGRAM, Cell, csv_table
from laborsim.published.regions import NATION, province_table
from laborsim.published.simulated_share import SIMULATED_SHARES
from laborsim.scenario.horizons import base_years
from laborsim.scenario.text_file import write_named

COLUMNS = ("indicator", "year", *(region.code for region in province_table()), *ZONES, NATION)
"""Of the table: an indicator, a base year, and its simulated share by place."""

RATES = ("unemployment_surveyed", "unemployment_registered")
"""Both divide the same seekers, so their shares are equal."""

DECIMALS = 4


def share_rows() -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table, at the point estimate of the parameters."""
    estimate, regions = load_posterior().estimate, province_table()
    members = [np.array([region.zone == zone for region in regions]) for zone in ZONES]
    for name in RATES:
        for year in base_years("cumulative", inside_total=True):
            seekers = np.array(seekers_in_towns(year, estimate))
            places = [*seekers.T, *(seekers[:, zone].sum(axis=1) for zone in members), seekers.sum(axis=1)]
            shares = (round(float(migrants / (migrants + others)), DECIMALS) for migrants, others in places)
            yield (name, year, *shares)


def write_shares(path: Path = SIMULATED_SHARES) -> None:
    """Write the table. Raises OSError naming the file where the disk does not take it."""
    write_named(path, csv_table(COLUMNS, share_rows(), PROGRAM))


if __name__ == "__main__":
    write_shares()
