"""The numbers of the map of squares: one quantity per region in one month."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from laborsim.inputs.provinces import province_table
from laborsim.inputs.tables import DATA, read_rows
from laborsim.kernels.codes import month_name
from laborsim.report.bands import (
    MAIN_BAND,
    Bands,
    Numbers,
    checked_runs,
    includes_zero,
    paired_difference,
    summarized,
)
from laborsim.report.numbers import Printer, decimals_for, printer_for
from laborsim.report.phrases import Language, Words
from laborsim.report.provenance import Provenance
from laborsim.report.saving import Cell, Table
from laborsim.report.units import Quantity, unit


@dataclass(frozen=True)
class Tile:
    """A region's square: its row and column, its full name and a name that fits the square."""

    code: str
    row: int
    col: int
    name: Words
    short: Words


@cache
def tile_grid() -> tuple[Tile, ...]:
    """Return the squares of the 31 regions from data/tile_grid.csv (layout: house figure `tilegrid`)."""
    names = {province.code: Words(province.name, province.name_zh) for province in province_table()}
    return tuple(
        Tile(
            code=row["code"],
            row=int(row["row"]),
            col=int(row["col"]),
            name=names[row["code"]],
            short=Words(row["short_en"], row["short_zh"]),
        )
        for row in read_rows(DATA / "tile_grid.csv")
    )


@dataclass(frozen=True)
class TileData:
    """What the map of squares shows.

    `codes` [R]: ISO 3166-2 codes of the columns. `scenario`, `baseline` [runs, R]: values in `month`, in the
    quantity's stored unit; row k of both is the same luck. With both the map shows scenario − baseline, with
    one of them its level. `aimed_at`: codes of the regions that the scenario aims at.
    """

    quantity: Quantity
    month: int
    codes: tuple[str, ...]
    scenario: Numbers | None
    baseline: Numbers | None
    provenance: Provenance
    aimed_at: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be drawn; each message says which."""
        known = {tile.code for tile in tile_grid()}
        unknown = [code for code in (*self.codes, *self.aimed_at) if code not in known]
        if unknown or len(set(self.codes)) != len(self.codes) or not self.codes:
            raise ValueError(f"codes: each a region of data/tile_grid.csv, once; not so: {unknown or self.codes}")
        if self.scenario is None and self.baseline is None:
            raise ValueError("a map needs the runs of a scenario, of a baseline, or of both")
        for name, values in (("scenario", self.scenario), ("baseline", self.baseline)):
            if values is not None:
                checked_runs(values, len(self.codes), name)
        if self.scenario is not None and self.baseline is not None:
            paired_difference(self.scenario, self.baseline)

    @property
    def is_difference(self) -> bool:
        """Whether the map shows scenario − baseline rather than a level."""
        return self.scenario is not None and self.baseline is not None

    @property
    def values(self) -> Numbers:
        """The values drawn, [runs, R]."""
        if self.scenario is not None and self.baseline is not None:
            return paired_difference(self.scenario, self.baseline)
        level = self.baseline if self.scenario is None else self.scenario
        assert level is not None  # refused above
        return level


def unclear_regions(data: TileData, bands: Bands) -> frozenset[str] | None:
    """Return the codes whose 80 % interval includes zero; None if so few runs cannot say, or for a level."""
    holds_zero = includes_zero(bands)
    if holds_zero is None or not data.is_difference:
        return None
    return frozenset(code for code, unclear in zip(data.codes, holds_zero, strict=True) if unclear)


def tile_table(data: TileData) -> Table:
    """Return the numbers drawn: one row per region, in the stored unit, blank without an interval."""
    bands = summarized(data.values)
    band = bands.band(MAIN_BAND)
    rows: list[tuple[Cell, ...]] = []
    for k, code in enumerate(data.codes):
        ends = (None, None) if band is None else (float(band.low[k]), float(band.high[k]))
        is_aimed = "yes" if code in data.aimed_at else "no"
        rows.append((code, month_name(data.month), bands.runs, float(bands.median[k]), *ends, is_aimed))
    kind = "difference" if data.is_difference else "level"
    return Table(("region", "month", "runs", f"{kind}_median", "p10", "p90", "aimed_at"), tuple(rows))


def tile_printer(data: TileData, bands: Bands, language: Language) -> Printer:
    """Return how the squares' numbers are written: short, all with as many decimals."""
    medians = [float(median) for median in bands.median]
    printer = printer_for(medians, unit(data.quantity.unit), language, change=data.is_difference)
    largest = float(np.max(np.abs(bands.median)))
    # Two digits for the largest, but a square of "12.3" still tells "0.4" from nothing.
    shown = abs(printer.shown(largest))
    return replace(printer, decimals=decimals_for(shown, significant=3 if shown >= 10.0 else 2))
