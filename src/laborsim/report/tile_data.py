"""The numbers of the map of squares: one quantity per region in one month."""

from dataclasses import dataclass, replace
from functools import cache

from laborsim.experiment.effect import PAIRS_FOR_INTERVAL, Effect, effect_of
from laborsim.inputs.csv_table import Cell
from laborsim.inputs.provinces import province_table
from laborsim.inputs.tables import DATA, read_rows
from laborsim.kernels.codes import month_name
from laborsim.report.bands import Numbers, checked_runs, paired_difference
from laborsim.report.saving import Table
from laborsim.report.text.numbers import Printer, Quantity, decimals_for, printer_for, unit
from laborsim.report.text.phrases import Language, Words
from laborsim.report.text.provenance import Provenance


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
    one of them its level. `aimed_at`: codes of the regions that the scenario aims at. `n_looks`: planned looks at
    the runs, at all of which intervals hold.
    """

    quantity: Quantity
    month: int
    codes: tuple[str, ...]
    scenario: Numbers | None
    baseline: Numbers | None
    provenance: Provenance
    aimed_at: tuple[str, ...] = ()
    n_looks: int = 1

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


def region_effects(data: TileData) -> tuple[Effect, ...]:
    """Return the mean of each region's values over the runs with its interval, in the order of `codes`."""
    found = [effect_of(data.values[:, k], data.n_looks) for k in range(len(data.codes))]
    return tuple(effect for effect in found if effect is not None)  # finite numbers: none is missing


def unclear_regions(data: TileData, effects: tuple[Effect, ...]) -> frozenset[str] | None:
    """Return the codes whose change is not sure by the rule of `experiment.effect`: the 95 % interval of the mean
    holds zero, or too few pairs differ at all. None if one run cannot say, or for a level.
    """
    if not data.is_difference or len(data.values) < PAIRS_FOR_INTERVAL:
        return None
    told = zip(data.codes, effects, strict=True)
    return frozenset(code for code, effect in told if effect.verdict not in ("raises", "lowers"))


def tile_table(data: TileData) -> Table:
    """Return the numbers drawn: one row per region, in the stored unit, blank without an interval."""
    rows: list[tuple[Cell, ...]] = []
    for code, effect in zip(data.codes, region_effects(data), strict=True):
        of_mean, of_runs = (effect.low_95, effect.high_95), (effect.p10, effect.p90)
        is_aimed = "yes" if code in data.aimed_at else "no"
        rows.append((code, month_name(data.month), effect.pairs, effect.mean, *of_mean, *of_runs, is_aimed))
    kind = "difference" if data.is_difference else "level"
    columns = ("region", "month", "runs", f"{kind}_mean", "low_95", "high_95", "p10", "p90", "aimed_at")
    return Table(columns, tuple(rows))


def tile_printer(data: TileData, effects: tuple[Effect, ...], language: Language) -> Printer:
    """Return how the squares' numbers are written: short, all with as many decimals."""
    means = [effect.mean for effect in effects]
    printer = printer_for(means, unit(data.quantity.unit), language, change=data.is_difference)
    largest = max(abs(mean) for mean in means)
    # Two digits for the largest, but a square of "12.3" still tells "0.4" from nothing.
    shown = abs(printer.shown(largest))
    return replace(printer, decimals=decimals_for(shown, significant=3 if shown >= 10.0 else 2))
