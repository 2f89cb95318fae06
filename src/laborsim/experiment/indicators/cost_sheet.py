"""The sheet of costs: year × payer × province × lever, in whole fen, as the ledger of every run has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from laborsim.experiment.indicators.indicator_table import World, WorldName
from laborsim.experiment.store.results import Results
from laborsim.kernels.codes import year_and_month
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.published.csv_writer import SPREADSHEET, WHAT_IF, WORLDS, Cell, csv_table, with_columns

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
    _payers: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    _regions: tuple[str, ...] = ()

    def add(self, world: World, replicate: int, results: Results) -> None:
        """Take the costs of one replicate."""
        self._found[world.name][replicate] = fen_by_year(results)
        self._payers |= {lever.key: lever.payers for lever in world.scenario.levers if lever.key not in self._payers}
        self._regions = results.regions

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return the sheet as rows of COLUMNS: cells in which neither world of any pair spent anything are left out.

        Where there is a baseline, pairs are summed: replicates that both worlds have. What several payers share is
        divided in whole fen that add up to it.
        """
        ours, theirs = self._found["scenario"], self._found["baseline"]
        pairs = [k for k in ours if not theirs or k in theirs]
        sums = _summed([ours[k] for k in pairs]), _summed([theirs[k] for k in pairs if theirs])
        keys = {
            (year, payer, lever, k)
            for lever, year in {*sums[0], *sums[1]}
            for k, (payer, _) in enumerate(self._payers[lever])
        }
        found: list[tuple[Cell, ...]] = []
        for year, payer, lever, k in sorted(keys):
            nothing = np.zeros(len(self._regions), np.int64)
            mine, other = (shared_fen(world.get((lever, year), nothing), self._payers[lever])[k] for world in sums)
            for place, region in enumerate(self._regions):
                spent, before = int(mine[place]), int(other[place])
                if spent or before:
                    head = (year, payer, region, lever, len(pairs), spent, before if theirs else None)
                    each = [fen / (FEN_PER_YUAN * len(pairs)) for fen in (spent, before, spent - before)]
                    found.append((*head, each[0], *(each[1:] if theirs else (None, None))))
        return found

    def content(self, names: Mapping[WorldName, str], what_if: str = "") -> bytes:
        """Return the sheet as CSV. `names`: scenario by world; `what_if`: what is not the shipped calibration."""
        told = dict(zip(WORLDS, (names["scenario"], names.get("baseline", "")), strict=True)) | {WHAT_IF: what_if}
        return with_columns(csv_table(COLUMNS, self.rows(), SPREADSHEET), told)


def shared_fen(fen: Fen, payers: Sequence[tuple[str, float]]) -> list[Fen]:
    """Return what each payer pays of an amount [region], whole fen: each region's parts add up to it."""
    until = np.cumsum([share for _, share in payers])
    until[-1] = 1.0
    ends = [np.zeros_like(fen), *(np.rint(fen * share).astype(np.int64) for share in until[:-1]), fen]
    return [after - before for before, after in pairwise(ends)]


def _summed(runs: Sequence[dict[tuple[str, int], Fen]]) -> dict[tuple[str, int], Fen]:
    total: dict[tuple[str, int], Fen] = {}
    for run in runs:
        for key, fen in run.items():
            total[key] = total[key] + fen if key in total else fen.copy()
    return total
