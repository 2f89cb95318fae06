"""Rivals at equal cost: the dose of each that costs what the first scenario costs, found by simulation."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from laborsim.analysis.answer_files import Leaf, csv_leaf
from laborsim.analysis.compare.comparability import refuse_scenarios
from laborsim.analysis.compare.year_doses import WhyNot, YearDose, hopeless, year_doses
from laborsim.analysis.counterfactuals import nothing_new
from laborsim.experiment.indicators.cost_sheet import fen_by_year
from laborsim.experiment.indicators.headline import new_levers
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.experiment.running.question import Asked, Changes, ask
from laborsim.experiment.store.folder_kinds import refuse_no_run
from laborsim.kernels.codes import month_name, year_and_month
from laborsim.levers import Lever, Uncertainty
from laborsim.levers.base import FEN_PER_YUAN
from laborsim.published.csv_writer import Cell
from laborsim.published.words import Words
from laborsim.scenario.levels import RELATIVE
from laborsim.scenario.load import flat_values
from laborsim.scenario.value_types import parse_month

TOLERANCE = 0.01
"""Part of the first scenario's cost by which a rival's may differ. ASSUMPTION: unit costs are known less well."""

MOST_TRIES = 16

STEP = 1.5
"""A factor grows at least so much while a rival costs too little. ASSUMPTION."""

LEAST_POWER = 0.3
"""A cost grows with at least this power of a dose, and at most with one over it. ASSUMPTION, of the search only."""

LEAP = 10.0
"""What costs nothing at a factor is tried at so many times that, at least so much. ASSUMPTION, of the search only."""

DIGITS = 5
"""Of a factor: all that is kept."""


@dataclass(frozen=True)
class Added:
    """What a lever adds to what is there: as the file has it, times a factor, and what stands there then.

    `year`: of a path by year; None = one factor in all years.
    """

    lever: Lever
    year: int | None
    stated: float
    factor: float
    level: float

    @property
    def now(self) -> float:
        """What it adds at equal cost."""
        return self.factor * self.stated


@dataclass(frozen=True)
class Scaled:
    """A rival and what was found: `factor` on what its measures add to what is there, its cost by year [yuan, mean over
    the pairs], the values of what it adds, and the lever whose ceiling stops it; "" = none does. `is_sated`: the
    greatest dose costs no more than a smaller one, so that no ceiling is what stops it.

    `factors`: a factor for every calendar year, in the place of one. `why`: why years cannot be matched.
    """

    name: str
    asked: Asked
    factor: float
    cost: dict[int, float]
    doses: tuple[tuple[str, float, float], ...]  # key path, from, to
    is_equal: bool
    stopped_by: str = ""
    is_sated: bool = False
    factors: dict[int, float] = field(default_factory=dict)
    added: tuple[Added, ...] = ()
    why: dict[int, WhyNot] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Cost of all years [yuan]."""
        return math.fsum(self.cost.values())


@dataclass(frozen=True)
class EqualCost:
    """The first scenario as it is, and its rivals scaled to its cost."""

    first: Scaled
    rivals: tuple[Scaled, ...]
    pairs: int
    tries: int

    @property
    def all(self) -> tuple[Scaled, ...]:
        """All scenarios, the first one first."""
        return (self.first, *self.rivals)

    def off(self, rival: Scaled) -> float:
        """Return by what part of the first scenario's cost a rival's differs."""
        return rival.total / self.first.total - 1.0

    def apart(self, rival: Scaled) -> dict[int, WhyNot]:
        """Return the years whose cost is not the first scenario's within the tolerance, and why."""
        return {
            year: rival.why.get(year, "steps")
            for year, yuan in self.first.cost.items()
            if not is_near(rival.cost[year], yuan)
        }


def is_near(yuan: float, target: float) -> bool:
    """Return whether a cost is a target's within the tolerance."""
    return abs(yuan - target) <= TOLERANCE * target


def equal_cost(paths: Sequence[Path], changes: Changes, bench: Bench) -> EqualCost:
    """Return the scenarios of some files, each after the first with its doses scaled so that it costs as much.

    Cost is what all measures cost more than in the baseline over the run, mean over the pairs that are compared. Raises
    WrongInput where that cannot be asked, before anything is simulated where the files alone show it.
    """
    asked = [_file(path, changes) for path in paths]
    names = [one.scenario.id for one in asked]
    refuse_scenarios([(one.scenario, one.baseline) for one in asked], names)
    pairs = range(min(one.scenario.run.replicates for one in asked))
    for one, path in zip(asked, paths, strict=True):
        if not new_levers(one.scenario, one.baseline):
            raise WrongInput(
                Words(
                    f"{path} has no measure beyond its baseline: there is no dose to scale",
                    f"{path} 除基准情景外没有措施：没有可缩放的力度",
                )
            )
    meter = _Meter(pairs, bench)
    first = _as_it_is(asked[0], meter)
    if first.total <= 0.0:
        raise WrongInput(
            Words(
                f"{paths[0]} costs nothing beyond its baseline: name a scenario first that costs something",
                f"{paths[0]} 除基准情景外没有支出：请把有支出的情景放在首位",
            )
        )
    rivals = tuple(_scaled(path, changes, one, first, meter) for path, one in zip(paths[1:], asked[1:], strict=True))
    return EqualCost(first, rivals, len(pairs), meter.tries)


def _scaled(path: Path, changes: Changes, asked: Asked, first: Scaled, meter: "_Meter") -> Scaled:
    """Return a rival that costs the same in every year; where no path by year does, over the whole run."""
    doses = year_doses(asked)
    why = hopeless(doses, first.cost)
    if doses and not why:
        by_year = _YearSearch(path, changes, doses, first.cost, meter).found()
        if is_near(by_year.total, first.total):
            return by_year
        why = by_year.why
    return replace(_Search(path, changes, asked, first.total, meter).found(), why=why)


def _file(path: Path, changes: Changes) -> Asked:
    if path.is_dir():
        refuse_no_run(path)
        raise WrongInput(
            Words(
                f"{path} is a run that is made: doses can be scaled in scenario files only",
                f"{path} 是已完成的模拟：只有情景文件可以缩放力度",
            )
        )
    asked = ask(path, changes)
    if asked.baseline is None:
        raise WrongInput(
            Words(
                f"{path} is compared with nothing: there is no cost beyond a baseline",
                f"{path} 没有对比的基准情景：没有超出基准情景的支出",
            )
        )
    return asked


@dataclass
class _Meter:
    """Measures what a question costs beyond its baseline, by year."""

    pairs: range
    bench: Bench
    tries: int = 0

    def cost(self, asked: Asked) -> dict[int, float]:
        """Return the extra cost by calendar year [yuan], mean over the pairs."""
        assert asked.baseline is not None  # `_file` refuses others
        self.tries += 1
        worlds = simulated([asked.scenario, asked.baseline], self.pairs, self.bench)
        horizon = asked.scenario.horizon
        years = range(year_and_month(horizon.start + 1)[0], year_and_month(horizon.end)[0] + 1)
        total = dict.fromkeys(years, 0)
        for world, sign in zip(worlds, (1, -1), strict=True):
            for _, results in world.each():
                for (_, year), fen in fen_by_year(results).items():
                    total[year] += sign * int(fen.sum())
        return {year: fen / (FEN_PER_YUAN * len(self.pairs)) for year, fen in total.items()}


def _as_it_is(asked: Asked, meter: _Meter) -> Scaled:
    return Scaled(asked.scenario.id, asked, 1.0, meter.cost(asked), (), is_equal=True)


@dataclass
class _Search:
    """The factors of one rival that were tried; what it costs grows with the factor."""

    path: Path
    changes: Changes
    asked: Asked
    target: float
    meter: _Meter
    seen: dict[float, Scaled] = field(default_factory=dict)

    def found(self) -> Scaled:
        """Return the factor at which the rival costs what it should, or the nearest that was found."""
        most, ceiling = self._most()
        low, high, factor = 0.0, math.inf, min(1.0, most)
        while len(self.seen) < MOST_TRIES and factor not in self.seen:
            tried = self._try(factor)
            if tried.is_equal:
                return tried
            low, high = (factor, high) if tried.total < self.target else (low, factor)
            if math.isinf(high) and factor == most:
                is_sated = self._is_sated(tried)
                return replace(self._nearest(), stopped_by="" if is_sated else ceiling, is_sated=is_sated)
            factor = self._next(low, high, most)
        return self._nearest()

    def _is_sated(self, greatest: Scaled) -> bool:
        """Return whether a dose smaller by a step at least costs as much as the greatest, within the tolerance."""
        smaller = (one.total for factor, one in self.seen.items() if factor * STEP <= greatest.factor)
        return any(is_near(yuan, greatest.total) for yuan in smaller)

    def _nearest(self) -> Scaled:
        """Return what comes closest. Raises WrongInput where nothing that was tried costs anything."""
        if not any(one.total > 0.0 for one in self.seen.values()):
            raise WrongInput(
                Words(
                    f"{self.path} costs nothing at any dose that was tried: there is no equal cost",
                    f"{self.path} 在所试各力度下都没有支出：无法达到等成本",
                )
            )
        return min(self.seen.values(), key=lambda one: abs(one.total - self.target))

    def _try(self, factor: float) -> Scaled:
        set_to = tuple(_scaled_values(self.asked, factor))
        overrides = [*self.changes.overrides, *(f"{key}={value!r}" for key, _, value in set_to)]
        doses = set_to or tuple((one.key, one.value, one.value) for one in _levels(self.asked))
        asked = ask(self.path, replace(self.changes, overrides=overrides))
        cost = self.meter.cost(asked)
        is_equal = is_near(math.fsum(cost.values()), self.target)
        added = tuple(_added(self.asked, factor))
        self.seen[factor] = Scaled(asked.scenario.id, asked, factor, cost, doses, is_equal, added=added)
        return self.seen[factor]

    def _next(self, low: float, high: float, most: float) -> float:
        """Return the factor by a straight line between too little and too much, or in the middle every third time."""
        below = 0.0 if low == 0.0 else self.seen[low].total
        if math.isinf(high):
            grown = low * max(STEP, self.target / below) if below > 0 else low * 10
            return min(_rounded(grown), most)
        above = self.seen[high].total
        line = low + (high - low) * (self.target - below) / (above - below)
        factor = (low + high) / 2 if len(self.seen) % 3 == 2 else line
        return _rounded(min(max(factor, low + (high - low) / 100), high - (high - low) / 100))

    def _most(self) -> tuple[float, str]:
        """Return the greatest factor within all floors and ceilings, and whose it is."""
        rooms = [
            (_room(one.lever, one.nothing, one.value), one.lever.key)
            for one in _levels(self.asked)
            if not one.is_spread and one.value != one.nothing
        ]
        if not rooms:
            raise WrongInput(
                Words(
                    f"{self.path}: no measure of it has a level above what is there, so no dose can be scaled",
                    f"{self.path}：没有一项措施的力度高于现有水平，无法缩放力度",
                )
            )
        return min(rooms)


@dataclass
class _YearSearch:
    """Factors by year that were tried; what a year costs grows with its factor, and hangs on earlier years only."""

    path: Path
    changes: Changes
    doses: tuple[YearDose, ...]
    target: dict[int, float]
    meter: _Meter
    seen: list[Scaled] = field(default_factory=list)

    def found(self) -> Scaled:
        """Return the path whose years cost what they should, or the one whose worst year is nearest."""
        years = sorted({year for one in self.doses for year in one.years})
        factors = dict.fromkeys(years, 1.0)
        while len(self.seen) < MOST_TRIES and all(factors != one.factors for one in self.seen):
            tried = self._try(factors)
            left = [year for year in factors if not is_near(tried.cost[year], self.target[year])]
            if all(is_near(tried.cost[year], yuan) for year, yuan in self.target.items()):
                return tried
            if all(year in tried.why for year in left):
                break
            factors = {year: self._next(year) if year in left else factors[year] for year in factors}
        return min(self.seen, key=lambda one: max(abs(one.cost[y] - yuan) for y, yuan in self.target.items()))

    def _next(self, year: int) -> float:
        """Return a year's next factor: along the power that the last two tries show."""
        now, target = self.seen[-1], self.target[year]
        factor, cost = now.factors[year], now.cost[year]
        if target <= 0.0:
            return 0.0
        if cost <= 0.0 or factor <= 0.0:
            return _rounded(max(factor, 1.0) * LEAP)
        power = 1.0
        if len(self.seen) > 1:
            before = self.seen[-2]
            grown, dearer = factor / (before.factors[year] or factor), cost / (before.cost[year] or cost)
            if grown > 0 and grown != 1.0 and dearer > 0:
                power = min(max(math.log(dearer) / math.log(grown), LEAST_POWER), 1 / LEAST_POWER)
        return _rounded(factor * (target / cost) ** (1 / power))

    def _try(self, factors: dict[int, float]) -> Scaled:
        paths = [one.typed(factors) for one in self.doses]
        asked = ask(self.path, replace(self.changes, overrides=[*self.changes.overrides, *paths]))
        cost = self.meter.cost(asked)
        why: dict[int, WhyNot] = {}
        for one in self.doses:
            why |= one.stopped(factors)
        found = Scaled(
            asked.scenario.id,
            asked,
            math.nan,
            cost,
            tuple(
                (f"{one.block}.values.{month_name(month)}", one.nothing + one.stated[month], level)
                for one in self.doses
                for month, level in one.levels(factors).items()
            ),
            is_equal=is_near(math.fsum(cost.values()), math.fsum(self.target.values())),
            factors=dict(factors),
            added=tuple(
                Added(one.lever, year_and_month(max(month, one.start + 1))[0], added, *_of_it(one, month, factors))
                for one in self.doses
                for month, added in one.stated.items()
            ),
            why=why,
        )
        self.seen.append(found)
        return found


def _of_it(dose: YearDose, month: int, factors: dict[int, float]) -> tuple[float, float]:
    """Return by what factor a dose of a month is another than the file's, and the level."""
    level, stated = dose.levels(factors)[month], dose.stated[month]
    return ((level - dose.nothing) / stated if stated else 1.0), level


@dataclass(frozen=True)
class _Level:
    """A level of a new lever as the file has it; `is_spread`: a standard deviation, not a level; `is_counted`: the file
    adds or multiplies.
    """

    lever: Lever
    key: str
    value: float
    nothing: float
    is_spread: bool = False
    is_counted: bool = False

    def at(self, factor: float) -> float:
        """Return the value at a factor on what the lever adds to what is there."""
        if self.is_spread:
            return self.value * factor
        ends = self.lever.DECLARATION.floor, self.lever.DECLARATION.ceiling
        return min(max(self.nothing + factor * (self.value - self.nothing), ends[0]), ends[1])


def _levels(asked: Asked) -> Iterator[_Level]:
    """Yield every level of the new levers of a question, where the file states it; `add` and `times` as they become.

    The key is that of the level, which displaces what the file adds or multiplies; so what is not known about it has to
    be set in levels too, as the lever has it.
    """
    year = year_and_month(asked.scenario.horizon.start)[0]
    for lever in new_levers(asked.scenario, asked.baseline):
        block = f"levers.{lever.key.replace('/', '.')}"
        nothing, dated = nothing_new(lever, asked.baseline, year), dict(lever.schedule.points)
        for key, value in flat_values(asked.loaded.resolved):
            part = key.removeprefix(f"{block}.")
            if part == key or not isinstance(value, int | float) or isinstance(value, bool):
                continue
            head, _, rest = part.partition(".")
            if part in ("value", *RELATIVE):
                yield _Level(lever, f"{block}.value", lever.schedule.final, nothing, is_counted=part in RELATIVE)
            elif head == "values":
                month, _, how = rest.partition(".")
                level = dated[parse_month(month)]
                yield _Level(lever, f"{block}.values.{month}", level, nothing, is_counted=how in RELATIVE)
            elif head == "uncertainty" and rest in SPREAD:
                yield _Level(lever, key, getattr(lever.uncertainty, rest), nothing, is_spread=rest == "sd")


SPREAD = (*Uncertainty.LEVELS, "sd")
"""The parts of what is not known about a level that are in its unit."""


def _room(lever: Lever, nothing: float, level: float) -> float:
    """Return by what what a level adds may be multiplied until it meets the lever's ceiling, or its floor."""
    end = lever.DECLARATION.ceiling if level > nothing else lever.DECLARATION.floor
    return max(0.0, (end - nothing) / (level - nothing))


def _scaled_values(asked: Asked, factor: float) -> Iterator[tuple[str, float, float]]:
    for one in _levels(asked):
        value = one.at(factor)
        if value != one.value or (one.is_counted and factor != 1.0):  # one that still adds would count the rest so
            yield one.key, one.value, value


def _added(asked: Asked, factor: float) -> Iterator[Added]:
    """Yield what every new lever adds in the end, at one factor."""
    for one in year_doses(asked):
        stated = one.lever.schedule.final - one.nothing
        if stated:
            yield Added(one.lever, None, stated, factor, one.nothing + factor * stated)


def _rounded(factor: float) -> float:
    return float(f"{factor:.{DIGITS - 1}e}")


COSTS = (
    "scenario", "year", "cost_cny", "first_scenario_cny", "difference", "pairs", "is_equal", "tolerance",
    "why_the_year_differs",
)  # fmt: skip
DOSES = ("scenario", "key", "as_written", "at_equal_cost", "factor", "stopped_by", "is_sated")
ALL_YEARS = "all"


def cost_rows(found: EqualCost) -> Iterator[tuple[Cell, ...]]:
    """Yield what every scenario costs in every year beside the first one, as rows of COSTS; then their sums."""
    for one in found.all:
        apart = found.apart(one)
        rows: list[tuple[int | str, float, float]] = [(y, yuan, found.first.cost[y]) for y, yuan in one.cost.items()]
        for year, yuan, target in (*rows, (ALL_YEARS, one.total, found.first.total)):
            part = None if target == 0.0 else yuan / target - 1.0
            note = apart.get(year, "") if isinstance(year, int) else ""
            yield (one.name, year, yuan, target, part, found.pairs, one.is_equal, TOLERANCE, note)


def dose_rows(found: EqualCost) -> Iterator[tuple[Cell, ...]]:
    """Yield every value that was set, as rows of DOSES; all that a rival adds where it costs least apart as written."""
    for one in found.rivals:
        for key, before, now in one.doses:
            factor = None if one.factors else one.factor
            yield (one.name, key, before, now, factor, one.stopped_by, one.is_sated)


def equal_cost_leaves(found: EqualCost) -> tuple[Leaf, ...]:
    """Return what was found as files."""
    return (
        csv_leaf("equal-cost.csv", COSTS, cost_rows(found)),
        csv_leaf("equal-cost-doses.csv", DOSES, dose_rows(found)),
    )
