"""Levers in one model: drawn once, turned every month, charged to the ledger."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import month_name
from laborsim.kernels.random import decision, four_words, stream_key, to_uniform
from laborsim.levers import Lever, Uncertainty
from laborsim.levers.base import FEN_PER_YUAN, UNIT_COST, Held
from laborsim.levers.dials import Dials, Regional
from laborsim.model.base_date import Setting
from laborsim.model.invariants import InvariantError
from laborsim.model.ledger import Ledger, fen_of, shared
from laborsim.model.programs import Granted, numbered
from laborsim.parameters.priors import around, share_of
from laborsim.scenario.scenario import RunSettings

Persons = NDArray[np.int64]

Reached = Mapping[Held, Callable[[], Persons]]
"""What counts whom levers of a kind pay for, where all that they hold costs by the head: persons [destination]."""

MONTHS_A_YEAR = 12

NEVER = 1e-12
"""A probability as good as none: where floor or ceiling is beyond it, the bound itself is drawn."""


def drawn(uncertainty: Uncertainty, luck: float, floor: float, ceiling: float) -> float:
    """Return the level that `luck` in (0, 1) draws from a distribution; a normal one is cut off at both bounds."""
    low, mode, high = uncertainty.low, uncertainty.mode, uncertainty.high
    if uncertainty.dist == "normal":
        normal = NormalDist(uncertainty.mean or 0.0, uncertainty.sd or 1.0)
        below, above = normal.cdf(floor), normal.cdf(ceiling)
        share = below + (above - below) * luck
        return normal.inv_cdf(min(max(share, NEVER), 1 - NEVER))
    assert low is not None and high is not None  # the scenario file was checked
    if uncertainty.dist == "uniform":
        return low + (high - low) * luck
    assert mode is not None
    if luck < (mode - low) / (high - low):
        return low + math.sqrt(luck * (high - low) * (mode - low))
    return high - math.sqrt((1 - luck) * (high - low) * (high - mode))


def with_luck(lever: Lever, run: RunSettings, replicate: int) -> Lever:
    """Return the lever as a pair of runs has it: its last level, and the effects and costs that nobody states, drawn.

    Where a path begins is known. Effects and costs are drawn where the parameters are.
    """
    found = _with_level(lever, run.seed, replicate)
    return found if run.draws == 0 else _with_effects(found, run.seed, replicate)


def _luck(seed: int, replicate: int, name: str) -> float:
    return float(to_uniform(four_words(stream_key(seed, replicate), 0, 0, decision(f"lever.{name}"), 0)[0]))


def _with_effects(lever: Lever, seed: int, replicate: int) -> Lever:
    """Return the lever with its unstated effects and unit cost drawn: alike for all blocks of a lever.

    All parts of a cost lie alike in their ranges; costs of pairs are spread evenly, so that few have their mean.
    """
    priors, costs = lever.effects(), lever.DECLARATION.cost_range
    found = {
        name: around(priors[name][0], getattr(lever, name), priors[name][1])(
            _luck(seed, replicate, f"{lever.NAME}.{name}")
        )
        for name in lever.drawn
        if name != UNIT_COST
    }
    if UNIT_COST in lever.drawn and costs is not None:
        found[UNIT_COST] = costs.at(share_of(replicate, f"{seed} {lever.NAME}.{UNIT_COST}"))
    return lever.model_copy(update=found) if found else lever


def _with_level(lever: Lever, seed: int, replicate: int) -> Lever:
    if lever.uncertainty is None or lever.uncertainty.dist == "fixed":
        return lever
    declared = lever.DECLARATION
    level = drawn(lever.uncertainty, _luck(seed, replicate, lever.key), declared.floor, declared.ceiling)
    level = min(max(declared.floor, level), declared.ceiling)  # a dose that is another's than the file's may lie beyond
    return lever.model_copy(update={"schedule": lever.schedule.ending_at(level)})


class Policy:
    """The levers of one world."""

    def __init__(self, setting: Setting, levers: Sequence[Lever], run: RunSettings, replicate: int) -> None:
        self.setting = setting
        self.levers = tuple(with_luck(lever, run, replicate) for lever in levers)
        places = {code: k for k, code in enumerate(setting.codes)}
        self.regions = {lever.key: np.array([places[code] for code in lever.regions]) for lever in self.levers}
        self.ledger = Ledger(self.levers, len(setting.codes))
        self._neutral = {lever.key: self._neutral_of(lever) for lever in self.levers}
        self.programs = numbered(self.levers, self.regions, len(setting.codes))
        self.granted = Granted()
        self._base = Dials(setting.dials, setting.weights)
        self._base_date: int | None = None
        self._begun: set[str] = set()
        self.in_force: tuple[Lever, ...] = ()
        self._units: dict[str, Regional] = {}  # of this month, above the base date's

    @property
    def most_post_programs(self) -> int:
        """Return the most programs of public-welfare posts that any region has."""
        return max(
            (int(self.programs[lever.key].max()) for lever in self.levers if lever.DECLARATION.held == "post"),
            default=0,
        )

    def neutral(self, lever: Lever) -> float:
        """Return the level at which a lever changes nothing."""
        return self._neutral[lever.key]

    def _neutral_of(self, lever: Lever) -> float:
        declared, regions = lever.DECLARATION, self.regions[lever.key]
        if declared.neutral is not None:
            return declared.neutral
        if declared.units:
            return float(np.sum(self.setting.dials[declared.units][regions]))
        usual = self.setting.dials[declared.dials[0]][regions[0]]
        return float(usual * 100 if declared.percent else usual)

    def turn(self, month: int, reached: Reached | None = None) -> Dials:
        """Return this month's dials, built afresh: nothing a lever did has to be undone.

        A level stands as far as its budget pays for it. `reached`: counts whom levers of a kind pay for at the end of
        last month [destination]; asked only where they have a budget.
        """
        self._base_date = month if self._base_date is None else self._base_date
        self.ledger.begin_month(max(month, self._base_date + 1))  # the base date spends nothing of its own year
        self._units = {}
        dials = Dials(self.setting.dials, self.setting.weights)
        in_force = []
        for lever in self.levers:
            wanted = lever.level(month, self.neutral(lever))
            if wanted is not None and wanted < 0:
                raise InvariantError(f"{month_name(month)}: the level of {lever.key} is below zero: {wanted:g}")
            level = None if wanted is None or not self._begins(lever, month) else self._paid(lever, wanted, reached)
            if level is not None:
                lever.turn(dials, level, self.regions[lever.key])
                in_force.append(lever)
        self.in_force = tuple(in_force)
        dials.offers = [replace(offer, program=self.programs[offer.instance]) for offer in dials.offers]
        self.granted.note(month, dials.offers)
        return dials

    def _begins(self, lever: Lever, month: int) -> bool:
        """Return whether a lever can be in force; its one-off cost is booked in the first month after the base date."""
        if lever.key not in self._begun and lever.schedule.is_begun(month):
            one_off = fen_of(lever.cost.one_off)
            if not self.ledger.release(lever.key, one_off):
                return False
            if month != self._base_date:
                self._begun.add(lever.key)
                size = self._in_its_regions(lever, self.setting.weights["workers"])
                self.ledger.spend(lever.key, shared(one_off, size))
        return self.ledger.left(lever.key) != 0

    def _paid(self, lever: Lever, wanted: float, reached: Reached | None) -> float | None:
        """Return the level that money reaches this month, None if it reaches nothing new; the rest is unmet."""
        neutral, held = self.neutral(lever), lever.DECLARATION.held
        if lever.DECLARATION.units:
            return self._paid_units(lever, wanted, neutral)
        left = self.ledger.left(lever.key)
        if left is None or wanted <= neutral or reached is None or held is None or held not in reached:
            return wanted
        unit = fen_of(lever.unit_cost_yuan / MONTHS_A_YEAR)
        mine = self._in_its_regions(lever, reached[held]().astype(np.float64))
        is_share = held == "work away"  # of those barred who are let in; else: of all along, who have an added place
        share = wanted if is_share else 1 - neutral / wanted
        added = np.floor(mine * share).astype(np.int64)
        self.ledger.put_by(lever.key, min(int(added.sum()) * unit, left))
        if int(added.sum()) * unit <= left:
            return wanted
        places = left // unit
        self.ledger.count(lever.key, "unmet", shared(int(added.sum()) - places, mine))
        share = places / float(mine.sum())
        return None if places == 0 else min(wanted, share if is_share else neutral / (1 - share))

    def _paid_units(self, lever: Lever, wanted: float, neutral: float) -> float | None:
        """Return the same for levers that cost by the unit kept in force: whole units, as many as the budget pays."""
        left, unit = self.ledger.left(lever.key), lever.unit_cost_yuan / MONTHS_A_YEAR
        level = wanted
        if left is not None and self._bill(lever, wanted) > left:
            units = math.floor(left / (unit * FEN_PER_YUAN))
            while units > 0 and self._bill(lever, neutral + units) > left:  # by the rounding of a region
                units -= 1
            level = neutral + units
            lacking = self._more(lever, wanted) - self._more(lever, level)
            self.ledger.count(lever.key, "unmet", np.floor(lacking).astype(np.int64))
            if units == 0:
                return None
        self._units[lever.key] = self._more(lever, level)
        self.ledger.put_by(lever.key, self._bill(lever, level))
        return level

    def _more(self, lever: Lever, level: float) -> Regional:
        return self._base.more_units(lever.DECLARATION.units, level, self.regions[lever.key])

    def _bill(self, lever: Lever, level: float) -> int:
        return int(_whole_fen(self._more(lever, level) * (lever.unit_cost_yuan / MONTHS_A_YEAR)).sum())

    def _in_its_regions(self, lever: Lever, amount: Regional) -> Regional:
        mine = np.zeros_like(amount)
        mine[self.regions[lever.key]] = amount[self.regions[lever.key]]
        return mine

    def charge_units(self) -> None:
        """Charge levers that cost by the unit kept in force: parks, workshops; each block for what it adds."""
        for lever in self.in_force:
            if lever.key in self._units:
                unit = lever.unit_cost_yuan / MONTHS_A_YEAR
                self.ledger.spend(lever.key, _whole_fen(self._units[lever.key] * unit))

    def holding(self, held: Held) -> tuple[Lever, ...]:
        """Return the levers in force this month whose people hold one thing."""
        return tuple(lever for lever in self.in_force if lever.DECLARATION.held == held)


def _whole_fen(yuan: Regional) -> NDArray[np.int64]:
    return np.array([fen_of(float(value)) for value in yuan], np.int64)
