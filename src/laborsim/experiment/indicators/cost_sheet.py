"""The sheet of costs: year × payer × province × lever, in whole fen, as the ledger of every run has them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.indicator_table import World, WorldName
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import year_and_month
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.published.csv_writer import SPREADSHEET, Cell, csv_table

NAME = "costs.csv"

COLUMNS = (
    "year", "payer", "region", "lever", "runs", "scenario_fen_of_all_runs", "baseline_fen_of_all_runs",
    "scenario_cny_per_run", "baseline_cny_per_run", "extra_cny_per_run",
)  # fmt: skip

Fen = NDArray[np.int64]


def fen_by_year(results: Results) -> dict[tuple[str, int], Fen]:
    """Return what each lever cost in each simulated calendar year by region, by (lever, year) [R], fen."""
    years = np.array([year_and_month(int(month))[0] for month in results.months])
    cost = results.cost_fen
    return {
        (lever, year): cost[years == year, k].sum(axis=0)
        for year in dict.fromkeys(years[1:].tolist())
        for k, lever in enumerate(results.service_names)
    }


@dataclass
class CostSheet:
    """Collects what every lever cost in the replicates that it is shown; a replicate's number ties the two worlds."""

    _found: dict[WorldName, dict[int, dict[tuple[str, int], Fen]]] = field(
        default_factory=lambda: {"scenario": {}, "baseline": {}}
    )
    _payers: dict[str, str] = field(default_factory=dict)
    _regions: tuple[str, ...] = ()

    def add(self, world: World, replicate: int, results: Results) -> None:
        """Take the costs of one replicate."""
        self._found[world.name][replicate] = fen_by_year(results)
        self._payers |= {lever.key: lever.payer for lever in world.scenario.levers if lever.key not in self._payers}
        self._regions = results.regions

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return the sheet as rows of COLUMNS: cells in which neither world of any pair spent anything are left out.

        Where there is a baseline, pairs are summed: replicates that both worlds have.
        """
        ours, theirs = self._found["scenario"], self._found["baseline"]
        pairs = [k for k in ours if not theirs or k in theirs]
        sums = _summed([ours[k] for k in pairs]), _summed([theirs[k] for k in pairs if theirs])
        keys = sorted({*sums[0], *sums[1]}, key=lambda key: (key[1], self._payers[key[0]], key[0]))
        found: list[tuple[Cell, ...]] = []
        for lever, year in keys:
            nothing = np.zeros(len(self._regions), np.int64)
            mine, other = (world.get((lever, year), nothing) for world in sums)
            for place, region in enumerate(self._regions):
                spent, before = int(mine[place]), int(other[place])
                if spent or before:
                    head = (year, self._payers[lever], region, lever, len(pairs), spent, before if theirs else None)
                    each = [fen / (FEN_PER_YUAN * len(pairs)) for fen in (spent, before, spent - before)]
                    found.append((*head, each[0], *(each[1:] if theirs else (None, None))))
        return found

    def content(self) -> bytes:
        """Return the sheet as CSV."""
        return csv_table(COLUMNS, self.rows(), SPREADSHEET)


def _summed(runs: Sequence[dict[tuple[str, int], Fen]]) -> dict[tuple[str, int], Fen]:
    total: dict[tuple[str, int], Fen] = {}
    for run in runs:
        for key, fen in run.items():
            total[key] = total[key] + fen if key in total else fen.copy()
    return total
