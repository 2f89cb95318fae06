"""A random valid scenario, as plain data: all levers, regions, groups, paths, shocks, closures."""

import random
from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from tests.levers.doses import DOSES

from laborsim.kernels.codes import SCHOOLING, ZONES, month_name, month_number
from laborsim.levers import Lever, catalogue
from laborsim.published.regions import NATION, expand_all, region_codes
from laborsim.scenario.goals_and_shocks import SHOCK_RANGES
from laborsim.scenario.held import held

MONTHS = 24
SCALE = 100_000
"""Persons a worker: some 3,000 workers, fast and coarse; a relation that holds to the bit holds at any scale."""

Data = dict[str, Any]


class Base(NamedTuple):
    """A base date, how its founders are read, and how fine it is: scenarios of one base share its people."""

    year: int
    reading: str = "cumulative"
    inside: bool = True
    finer: tuple[str, ...] = ()  # regions and zones with a fifth of the persons a worker

    @property
    def name(self) -> str:
        """What people call it."""
        return " ".join([str(self.year), self.reading, *([] if self.inside else ["apart"]), *self.finer])

    @property
    def scale(self) -> Data | int:
        """Persons a worker, as a file says it."""
        return {"default": SCALE} | dict.fromkeys(self.finer, SCALE // 5) if self.finer else SCALE


BASES = (
    Base(2023), Base(2019), Base(2023, "stock"), Base(2017), Base(2023, "cumulative", False), Base(2018), Base(2022),
    Base(2023, "cumulative", True, ("CN-GS", "Northeast")),
)  # fmt: skip


class Cell(NamedTuple):
    """Where, for whom and when a block is; blocks of one lever lie in cells that share nobody in any month.

    `first`, `last`: months after the base date; None = since ever, for ever.
    """

    regions: tuple[str, ...]
    who: Data
    first: int | None = None
    last: int | None = None


GROUPS: tuple[tuple[Data, Data], ...] = (
    ({"sex": "male"}, {"sex": "female"}),
    *(({name: True}, {name: False}) for name in ("returnee", "lifted_out", "trained", "children")),
    ({"max_age": 39}, {"min_age": 40}),
    ({"schooling": list(SCHOOLING[:3])}, {"schooling": list(SCHOOLING[3:])}),
)
"""Conditions that nobody fulfils both of."""

NAMES = ("first", "then", "a", "z", "north", "women", "县", "2nd", "phase 1", *(f"block {k}" for k in range(40)))


@dataclass(frozen=True)
class Draft:
    """A scenario as plain data in one file."""

    seed: int
    base: Base
    data: Data


def draft(seed: int, base: Base) -> Draft:
    """Return the scenario that a seed draws at a base date."""
    return Draft(seed, base, _Drawing(random.Random(f"{seed} {base}"), base).scenario())


class _Drawing:
    """Draws the parts of one scenario."""

    def __init__(self, luck: random.Random, base: Base) -> None:
        self.luck, self.base = luck, base
        self.start = month_number(base.year, 12)

    def month(self, after: int) -> str:
        return month_name(self.start + after)

    def often(self, share: float) -> bool:
        return self.luck.random() < share

    def amount(self, low: float, high: float) -> float:
        """Return an amount of any order of magnitude between two, with few digits."""
        found = low * (high / low) ** self.luck.random()
        return float(f"{found:.3g}")

    def between(self, low: float, high: float) -> float:
        """Return a number between two bounds, sometimes one of them."""
        if self.often(0.1):
            return self.luck.choice((low, high))
        return min(max(round(self.luck.uniform(low, high), 4), low), high)

    def scenario(self) -> Data:
        """Return a whole scenario file."""
        data: Data = {
            "laborsim": 1,
            "id": "drawn",
            "title": "Drawn",
            "horizon": {"start": self.month(0), "end": self.month(MONTHS)},
            "run": {"replicates": 1, "draws": 0, "seed": self.luck.randrange(2**31), "scale": self.base.scale},
            "closure": self.luck.choice(("curve", "curve", "fixed", "clearing")),
            "founders_observed_as": self.base.reading,
            "founders_inside_total": self.base.inside,
            "levers": {},
        }
        if self.often(0.3):
            data["regions"] = self.places()
        if self.often(0.6):
            data["context"] = self.context()
        names = sorted(catalogue())
        for name in self.luck.sample(names, self.luck.choice((1, 2, 2, 3, 4))):
            data["levers"][name] = self.blocks(catalogue()[name])
        if self.often(0.4):
            drawn = self.luck.sample(NAMES, self.luck.choice((1, 2, 3, 5)))
            data["shocks"] = {name: self.shock() for name in drawn}
        return data

    def places(self) -> list[str]:
        kind = self.luck.random()
        if kind < 0.15:
            return [NATION]
        zones = self.luck.sample(ZONES, self.luck.randint(1, 2)) if kind < 0.55 else []
        return zones + (self.luck.sample(region_codes(), self.luck.randint(1, 8)) if kind > 0.45 else [])

    def context(self) -> Data:
        wide = self.often(0.2)
        context: Data = {"gdp_growth": self.between(-30, 30) if wide else self.between(0, 8)}
        context["wage_growth_urban"] = self.between(-30, 50) if wide else self.between(1, 9)
        if self.often(0.4):
            context["wage_growth_county"] = self.between(-30, 50) if wide else self.between(1, 9)
        if self.often(0.3):
            zones = self.luck.sample(ZONES, 2)
            context["jobs_growth_by_zone"] = {zone.lower(): self.between(-20, 20) for zone in zones}
        return context

    def shock(self) -> Data:
        kind = self.luck.choice(sorted(SHOCK_RANGES))
        low, high = SHOCK_RANGES[kind]
        if self.often(0.7):  # of the size of real ones
            low, high = (0.6, 1.4) if high > 1 else (0.0, 0.2)
        block = self.level_over_time(Cell((), {}), lambda: self.between(low, high))
        block |= {"kind": kind, "source": "ASSUMPTION"}
        if self.often(0.5):
            block["market"] = self.luck.choice(("county", "urban", "both"))
        if self.often(0.5):
            block["regions"] = self.places()
        return block

    def blocks(self, lever: type[Lever]) -> Data:
        """Return one nameless block of a lever, or several named ones."""
        cells = self.cells(lever)
        if len(cells) == 1 and self.often(0.5):
            return self.block(lever, cells[0])
        return {
            name: self.block(lever, cell) for name, cell in zip(self.luck.sample(NAMES, len(cells)), cells, strict=True)
        }

    def cells(self, lever: type[Lever]) -> list[Cell]:
        """Return cells that share nobody: everything, divided again and again by region, group or month."""
        regions = region_codes() if self.often(0.5) else expand_all(self.places())
        cells = [Cell(regions, self.luck.choice(self.luck.choice(GROUPS)) if self.often(0.3) else {})]
        if "groups" not in lever.DECLARATION.aimed_at:
            cells = [Cell(regions, {})]
        for _ in range(30 if self.often(0.04) else self.luck.choice((0, 1, 1, 2, 2, 3))):
            chosen = self.luck.randrange(len(cells))
            cells[chosen : chosen + 1] = self.divided(lever, cells[chosen])
        kept = [cell for cell in cells if self.often(0.9)]
        return kept or cells[:1]

    def divided(self, lever: type[Lever], cell: Cell) -> list[Cell]:
        ways = [self.by_month]
        ways += [self.by_region] * 2 if len(cell.regions) > 1 else []
        ways += [self.by_group] * 3 if "groups" in lever.DECLARATION.aimed_at else []
        return self.luck.choice(ways)(cell)

    def by_region(self, cell: Cell) -> list[Cell]:
        chosen = set(self.luck.sample(cell.regions, self.luck.randint(1, len(cell.regions) - 1)))
        parts = [tuple(code for code in cell.regions if (code in chosen) == here) for here in (True, False)]
        return [cell._replace(regions=part) for part in parts]

    def by_group(self, cell: Cell) -> list[Cell]:
        free = [pair for pair in GROUPS if not (set(pair[0]) | set(pair[1])) & set(cell.who)]
        return [cell._replace(who={**cell.who, **one}) for one in self.luck.choice(free)] if free else [cell]

    def by_month(self, cell: Cell) -> list[Cell]:
        first, last = cell.first or 1, cell.last or MONTHS
        if first >= last:
            return [cell]
        begins = self.luck.randint(first + 1, last)
        return [cell._replace(last=begins - 1), cell._replace(first=begins)]

    def block(self, lever: type[Lever], cell: Cell) -> Data:
        """Return one block of a lever in a cell."""
        block = self.level_over_time(cell, lambda: self.level(lever, cell.regions))
        block["source"] = "ASSUMPTION"
        if cell.regions != region_codes():
            block["regions"] = list(cell.regions)
        if cell.who:
            block["who"] = cell.who
        if self.often(0.4):
            block["cost"] = self.cost(lever)
        if self.often(0.15):
            block["uncertainty"] = self.uncertainty(lever, _last_level(block))
        if self.often(0.5):
            block["unit"] = lever.DECLARATION.unit
        for name, field in lever.model_fields.items():
            if name not in Lever.model_fields and self.often(0.25):
                block[name] = self.side(field)
        return block

    def level_over_time(self, cell: Cell, level: Any) -> Data:
        """Return a level with its dates inside a cell: flat, with a ramp, by steps, along lines, or after another."""
        first, last = cell.first or 1, cell.last or MONTHS
        kinds = ["flat", "ramp", "after"] + (["steps", "lines"] if cell.last is None else [])
        kind = self.luck.choice(kinds)
        if kind in ("steps", "lines"):
            earliest = -6 if cell.first is None else first
            months = sorted(
                self.luck.sample(range(earliest, last + 1), min(self.luck.randint(1, 4), last - earliest + 1))
            )
            how = {"interpolate": "linear"} if kind == "lines" else {}
            return {"values": {self.month(after): level() for after in months}, **how}
        block: Data = {"value": level()}
        begins = self.luck.randint(first, last)
        if cell.first is not None or kind != "flat" or self.often(0.6):
            block["start"] = self.month(begins)
        if kind == "ramp":
            block["ramp"] = self.luck.choice((1, 2, 5, 11, "6 months", "1 year"))
        if kind == "after" and cell.first is None:
            block["before"] = {"value": level()} | ({"start": self.month(begins - 3)} if self.often(0.5) else {})
        if cell.last is not None or self.often(0.25):
            block["end"] = self.month(self.luck.randint(begins if "start" in block else 1, last))
        return block

    def level(self, lever: type[Lever], regions: tuple[str, ...]) -> float:
        """Return a level in a lever's range: a bound, an extreme dose, what is there, near it, or of any size."""
        declared, there = lever.DECLARATION, held(lever, self.base.year, regions)
        low, high = declared.floor, declared.ceiling
        extreme = [dose.level for dose in DOSES.get(lever.NAME, ())]
        kind = self.luck.random()
        if kind < 0.1:
            return float(self.luck.choice((low, high, *extreme)))
        if kind < 0.2 and there is not None:
            return there
        if kind < 0.5 and there:
            return min(max(float(f"{there * self.luck.uniform(0.5, 2):.4g}"), low), high)
        if declared.percent or declared.unit == "share":
            return self.between(low, high)
        return min(max(self.amount(high / 10_000, high), low), high)

    def cost(self, lever: type[Lever]) -> Data:
        declared, cost = lever.DECLARATION, {}
        usual = max(1.0, declared.unit_cost_yuan)
        if self.often(0.6):
            cost["per_unit"] = 0.0 if self.often(0.1) else self.amount(usual / 10, usual * 10)
        if self.often(0.3):
            cost["one_off"] = self.amount(1e3, 1e10)
        if self.often(0.4):
            cost["budget"] = 0.0 if self.often(0.1) else self.amount(1e3, 1e12)
        if self.often(0.4):
            cost["payer"] = self.luck.choice(("county", "province", "central", "中央"))
        return cost

    def uncertainty(self, lever: type[Lever], level: float) -> Data:
        low, high = lever.DECLARATION.floor, lever.DECLARATION.ceiling
        around = [max(low, level * 0.8), min(high, level * 1.2)]
        dist = self.luck.choice(("uniform", "triangular", "normal", "fixed"))
        if dist == "fixed" or around[0] >= around[1]:
            return {"dist": "fixed"}
        if dist == "normal":
            return {"dist": dist, "mean": level, "sd": (around[1] - around[0]) / 2}
        return {"dist": dist, "low": around[0], "high": around[1]} | ({"mode": level} if dist == "triangular" else {})

    def side(self, field: Any) -> Any:
        """Return a value of a lever's own field, inside its declared range."""
        kinds = get_args(field.annotation) if get_origin(field.annotation) is not None else (field.annotation,)
        if get_origin(field.annotation) is Literal:
            return self.luck.choice(kinds)
        (kind,) = [one for one in kinds if one is not NoneType]
        if kind is bool:
            return self.often(0.5)
        bounds = {
            name: getattr(mark, name) for mark in field.metadata for name in ("ge", "gt", "le") if hasattr(mark, name)
        }
        low, high = bounds.get("ge", bounds.get("gt", 0)), bounds.get("le")
        if kind is int:
            return self.luck.randint(low, high)
        if high is None:
            return self.amount(100, 1e6)
        return self.between(low if "ge" in bounds else high / 100, high)


def _last_level(block: Data) -> float:
    level: float = max(block["values"].items())[1] if "values" in block else block["value"]
    return level
