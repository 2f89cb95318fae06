"""A sweep: one question at every dose of a table or grid, beside one baseline, with the same pairs in every cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from laborsim.analysis.counterfactuals import Sizes, dosed, sized, with_doses, world_with
from laborsim.analysis.goals.filled import Filled, filled_of
from laborsim.analysis.goals.goals import Probability, distance, goal_of, limits
from laborsim.analysis.ratio import Ratio, ratio_of
from laborsim.analysis.sweep.doses import Axis, cells_of
from laborsim.analysis.sweep.returns import Dosed, DoseStep, steps_of
from laborsim.experiment.indicators.beside_pairs import NEITHER, BesidePairs, Countable, counted
from laborsim.experiment.indicators.effect import Effect, effect_of, paired_effect
from laborsim.experiment.indicators.headline import Point, aims, differ, in_force
from laborsim.experiment.indicators.indicator_table import World
from laborsim.experiment.indicators.possible import bounded
from laborsim.experiment.indicators.readout import Readout
from laborsim.experiment.indicators.when import AS_USUAL, When, goals_due
from laborsim.experiment.run_errors import WrongInput
from laborsim.experiment.running.extra_worlds import Bench, simulated
from laborsim.experiment.store.results import Results
from laborsim.levers import Lever
from laborsim.levers.base import cost_ends_of
from laborsim.published.words import Words
from laborsim.scenario.held import same_place
from laborsim.scenario.load import Goal, Scenario

Numbers = NDArray[np.float64]

FEN_A_YUAN = 100
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class SweepWish:
    """The doses of a sweep, and the numbers to look at; none = what the question is about.

    `when`: as the numbers were asked for: over which period, and by what they are split.
    """

    axes: tuple[Axis, ...]
    points: tuple[Point, ...] = ()
    when: When = AS_USUAL


@dataclass(frozen=True)
class DoseCell:
    """One cell: the doses of all swept levers, and what the scenario does then against its baseline.

    `effect`: in the unit of summary files. `cost`: extra yuan from the base date till the number is read;
    `cost_ends`: the least and the most that its mean may be by the ranges of unit costs. `price`: extra yuan for one
    more unit of the indicator for a year, and `bought` the unit-years that it is of, which say whether it holds (None
    where the months do not add up). `met`: in how many pairs the goal on that number is met, None without one.
    `stands`: the levers are all at the level that stands. `level`: the number itself [pairs].
    """

    doses: tuple[float, ...]
    effect: Effect
    cost: Effect
    cost_ends: tuple[float, float]
    price: Ratio | None
    bought: Effect | None
    met: Probability | None
    stands: bool
    level: Numbers = field(compare=False, repr=False)


@dataclass(frozen=True)
class DoseLine:
    """The steps of one lever with the other at one dose (None where it is the only one)."""

    lever: str
    other: float | None
    steps: tuple[DoseStep, ...]


@dataclass(frozen=True)
class DoseTable:
    """A number, its goal if it has one, and what every cell does to it; `cells` in the order of `cells_of`.

    `baseline`: the number without the measures [pairs].
    """

    point: Point
    goal: Goal | None
    cells: tuple[DoseCell, ...]
    lines: tuple[DoseLine, ...]
    baseline: Numbers = field(compare=False, repr=False)

    @property
    def falls(self) -> tuple[tuple[DoseLine, DoseStep], ...]:
        """The first step of each line at which returns fall, told apart from luck."""
        firsts = ((line, next((step for step in line.steps if step.is_falling), None)) for line in self.lines)
        return tuple((line, step) for line, step in firsts if step is not None)


@dataclass(frozen=True)
class Sweep:
    """What was swept, and a table for every number that the question is about.

    `places`: of the swept levers, cell by cell in the order of `cells_of`: how many are there, and how many are filled
    when the last number is read.
    """

    scenario: Scenario
    baseline: Scenario
    axes: tuple[Axis, ...]
    sizes: Sizes
    tables: tuple[DoseTable, ...]
    places: tuple[tuple[Filled, ...], ...]
    when: When = AS_USUAL

    @property
    def split(self) -> tuple[DoseTable, ...]:
        """The tables of what is split; none where nothing is. A goal stands beside them, read when it is due."""
        due = goals_due(self.scenario, self.when)
        return tuple(table for table in self.tables if table.point not in due) if self.when.by else ()


@dataclass(frozen=True)
class _Read:
    """What one world says of one number: its level when read [pairs], its unit-years, and what its levers spent."""

    level: Numbers
    unit_years: Numbers
    spent: dict[str, Numbers]  # by lever [pairs, yuan]


def sweep(
    scenario: Scenario,
    baseline: Scenario,
    wish: SweepWish,
    bench: Bench,
    sizes: Sizes | None = None,
) -> Sweep:
    """Return what the scenario does at every dose; all its other levers are as they stand in it.

    The baseline is one world for all cells, and
    all worlds of a pair share its base date and the months before anything differs. Raises WrongInput where
    a number is not defined when it is read, and what `simulated` raises.
    """
    sizes, axes = sizes or Sizes(), wish.axes
    cells = cells_of(axes)
    worlds = [with_doses(scenario, _by_key(axes, cell)) for cell in cells]
    numbers = wish.points or aims(max(worlds, key=lambda world: differ(world, baseline)), baseline)
    without = scenario.model_copy(update={"levers": baseline.levers})
    everything = [world_with(scenario, without, ()), *worlds]
    found = simulated([sized(world, sizes.coarser) for world in everything], range(sizes.pairs), bench)
    read = [_read(world, numbers) for world in found]
    tables = []
    for k, point in enumerate(numbers):
        theirs, *ours = (of_world[k] for of_world in read)
        gains = [_gain(point, (one, theirs), (world, everything[0])) for one, world in zip(ours, worlds, strict=True)]
        goal = goal_of(scenario, point)
        each = zip(cells, worlds, gains, strict=True)
        rows = tuple(_cell(axes, doses, world.levers, gain, goal) for doses, world, gain in each)
        lines = tuple(_lines(axes, dict(zip(cells, gains, strict=True)), nothing_changes(scenario, baseline, axes)))
        tables.append(DoseTable(point, goal, rows, lines, theirs.level))
    read_last = max(point.month for point in numbers)
    places = tuple(_places(world, axes, read_last) for world in found[1:])
    return Sweep(scenario, baseline, axes, sizes, tuple(tables), places, wish.when)


def _places(world: World, axes: Sequence[Axis], month: int) -> tuple[Filled, ...]:
    keys = {axis.lever.key for axis in axes}
    return tuple(filled_of(world, [lever for lever in world.scenario.levers if lever.key in keys], month))


def nothing_changes(scenario: Scenario, baseline: Scenario, axes: Sequence[Axis]) -> bool:
    """Return whether the scenario is its baseline where all swept levers are at the level that stands.

    Then their effect there is zero in every pair, to the bit, and need not be simulated.
    """
    keys = {axis.lever.key for axis in axes}
    ours, theirs = in_force(scenario), in_force(baseline)
    if {k: v for k, v in ours.items() if k not in keys} != {k: v for k, v in theirs.items() if k not in keys}:
        return False
    return all(_stands_still(axis, scenario, baseline) for axis in axes)


def _stands_still(axis: Axis, scenario: Scenario, baseline: Scenario) -> bool:
    if axis.stands is None or axis.lever.uncertainty is not None:
        return False
    lever, months = dosed(axis.lever, axis.stands), range(scenario.horizon.start + 1, scenario.horizon.end + 1)
    levels = [lever.schedule.level(month, axis.stands) for month in months]
    other = same_place(lever, baseline.levers)
    if other is None:
        has_it = any(one.key == lever.key for one in baseline.levers)
        return not has_it and all(level in (None, axis.stands) for level in levels)
    if levels != [other.schedule.level(month, axis.stands) for month in months]:
        return False
    return lever.model_copy(update={"schedule": other.schedule, "cost": other.cost, "source": other.source}) == other


@dataclass(frozen=True)
class _Gain:
    """What a world does against the baseline, pair by pair [pairs]."""

    effect: Effect
    effects: Numbers
    level: Numbers
    unit_years: Numbers | None
    bought: Effect | None  # the unit-years
    spent: dict[str, Numbers]
    number: Countable  # what the effects are of
    of_years: Countable  # what the unit-years are of

    @property
    def cost(self) -> Numbers:
        """Extra yuan [pairs]."""
        total: Numbers = np.sum([np.zeros(len(self.effects)), *self.spent.values()], axis=0)
        return total


def _gain(point: Point, read: tuple[_Read, _Read], worlds: tuple[Scenario, Scenario]) -> _Gain:
    """Return what the first world does against the second."""
    ours, theirs = read
    number = counted(point, worlds[0])
    effect = bounded(paired_effect(ours.level, theirs.level, number=number), point, *worlds)
    assert effect is not None  # what is not defined was refused
    nothing = np.zeros(len(ours.level))
    keys = sorted({*ours.spent, *theirs.spent})
    spent = {key: ours.spent.get(key, nothing) - theirs.spent.get(key, nothing) for key in keys}
    years = ours.unit_years - theirs.unit_years
    of_years = number.over((point.month - worlds[0].horizon.start) / MONTHS_A_YEAR)
    bought = paired_effect(ours.unit_years, theirs.unit_years, number=of_years)
    is_known = bool(np.isfinite(years).all())
    return _Gain(
        effect=effect,
        effects=ours.level - theirs.level,
        level=ours.level,
        unit_years=years if is_known else None,
        bought=bought if is_known else None,
        spent=spent,
        number=number,
        of_years=of_years,
    )


def _read(world: World, points: Sequence[Point]) -> list[_Read]:
    """Return what a world says of every number."""
    levels, years, spent = [], [], []
    for _, results in world.each():
        readout = Readout(results, world.scenario)
        levels.append([readout.at(point) for point in points])
        years.append([_unit_years(readout, point, world.scenario) for point in points])
        spent.append([_spent(results, point.month - world.scenario.horizon.start) for point in points])
    if not np.isfinite(levels).all():
        missing = points[int(np.argmin(np.isfinite(levels).all(axis=0)))]
        raise WrongInput(
            Words(
                f"{missing.indicator} is not defined when it is read: ask for a later month",
                f"{missing.indicator} 在读取时尚无定义：请改问较后的月份",
            )
        )
    return [
        _Read(
            np.array([of_pair[k] for of_pair in levels]),
            np.array([of_pair[k] for of_pair in years]),
            {key: np.array([of_pair[k][key] for of_pair in spent]) for key in spent[0][k]},
        )
        for k in range(len(points))
    ]


def _unit_years(readout: Readout, point: Point, world: Scenario) -> float:
    """Return the indicator summed over the months till it is read, in years; NaN where a month does not define it.

    So it is of an age group, whose months are not added up.
    """
    if point.group:
        return float("nan")
    months = readout.path(point.indicator, point.region)[1 : point.month - world.horizon.start + 1]
    return float(months.sum()) / MONTHS_A_YEAR


def _spent(results: Results, months: int) -> dict[str, float]:
    """Return what each lever spent in the first so many months [yuan]."""
    yuan = results.cost_fen[: months + 1].sum(axis=(0, 2)) / FEN_A_YUAN
    return {name: float(yuan[k]) for k, name in enumerate(results.service_names)}


def _cell(
    axes: Sequence[Axis], doses: tuple[float, ...], levers: Sequence[Lever], gain: _Gain, goal: Goal | None
) -> DoseCell:
    cost = effect_of(gain.cost, beside=BesidePairs(1 if (gain.cost >= 0).all() else NEITHER))
    assert cost is not None
    spent = [(lever, float(gain.spent[lever.key].mean())) for lever in levers if lever.key in gain.spent]
    low, high = cost_ends_of(spent)
    rest = cost.mean - sum(yuan for _, yuan in spent)
    return DoseCell(
        doses=doses,
        effect=gain.effect,
        cost=cost,
        cost_ends=(rest + low, rest + high),
        price=None if gain.unit_years is None else ratio_of(gain.cost, gain.unit_years, gain.of_years),
        bought=gain.bought,
        met=None if goal is None else _met(goal, gain),
        stands=all(dose == axis.stands for dose, axis in zip(doses, axes, strict=True)),
        level=gain.level,
    )


def _met(goal: Goal, gain: _Gain) -> Probability:
    inside = distance(gain.level if goal.adds is None else gain.effects, *limits(goal))
    return Probability(int(np.count_nonzero(inside >= 0)), len(inside))


def _lines(axes: Sequence[Axis], gains: dict[tuple[float, ...], _Gain], is_nothing_there: bool) -> Iterator[DoseLine]:
    """Yield the steps of every lever, with the other at each of its doses.

    `is_nothing_there`: the effect is zero where all levers are at the level that stands.
    """
    known = next(iter(gains.values()))
    for k, axis in enumerate(axes):
        others = dict.fromkeys((*doses[:k], *doses[k + 1 :]) for doses in gains)
        for other in others:
            line = [
                Dosed(dose, gain.effects, gain.cost, gain.unit_years, gain.effect)
                for dose in axis.doses
                for gain in [gains[(*other[:k], dose, *other[k:])]]
            ]
            rest = [one.stands for one in (*axes[:k], *axes[k + 1 :])]
            if is_nothing_there and axis.stands is not None and axis.stands not in axis.doses and list(other) == rest:
                nothing = np.zeros(len(line[0].effect))
                line = sorted([*line, Dosed(axis.stands, nothing, nothing, nothing)], key=lambda one: one.dose)
            yield DoseLine(
                axis.lever.key, other[0] if other else None, steps_of(line, axis.stands, known.number, known.of_years)
            )


def _by_key(axes: Sequence[Axis], doses: Sequence[float]) -> dict[str, float]:
    return {axis.lever.key: dose for axis, dose in zip(axes, doses, strict=True)}
