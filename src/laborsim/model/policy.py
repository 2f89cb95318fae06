"""Levers in one model: drawn once, turned every month, charged to the ledger."""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import month_name
from laborsim.kernels.random import decision, four_words, stream_key, to_uniform
from laborsim.levers import Lever, Uncertainty
from laborsim.levers.base import Held
from laborsim.levers.dials import Dials, Regional
from laborsim.model.base_date import Setting
from laborsim.model.invariants import InvariantError
from laborsim.model.ledger import Ledger, fen_of

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


def with_luck(lever: Lever, seed: int, replicate: int) -> Lever:
    """Return the lever with its last level drawn from a stream of its own; where a path begins is known."""
    if lever.uncertainty is None or lever.uncertainty.dist == "fixed":
        return lever
    word = four_words(stream_key(seed, replicate), 0, 0, decision(f"lever.{lever.key}"), 0)[0]
    declared = lever.DECLARATION
    level = drawn(lever.uncertainty, float(to_uniform(word)), declared.floor, declared.ceiling)
    level = min(max(declared.floor, level), declared.ceiling)  # a dose that is another's than the file's may lie beyond
    return lever.model_copy(update={"schedule": lever.schedule.ending_at(level)})


class Policy:
    """The levers of one world."""

    def __init__(self, setting: Setting, levers: Sequence[Lever], seed: int, replicate: int) -> None:
        self.setting = setting
        self.levers = tuple(with_luck(lever, seed, replicate) for lever in levers)
        places = {code: k for k, code in enumerate(setting.codes)}
        self.regions = {lever.key: np.array([places[code] for code in lever.regions]) for lever in self.levers}
        self.ledger = Ledger(self.levers, len(setting.codes))
        self._one_off_paid: set[str] = set()
        self.in_force: tuple[Lever, ...] = ()

    def neutral(self, lever: Lever) -> float:
        """Return the level at which a lever changes nothing."""
        declared, regions = lever.DECLARATION, self.regions[lever.key]
        if declared.neutral is not None:
            return declared.neutral
        if declared.units:
            return float(np.sum(self.setting.dials[declared.units][regions]))
        usual = self.setting.dials[declared.dials[0]][regions[0]]
        return float(usual * 100 if declared.percent else usual)

    def turn(self, month: int) -> Dials:
        """Return this month's dials, built afresh: nothing a lever did has to be undone."""
        self.ledger.begin_month()
        dials = Dials(self.setting.dials, self.setting.weights)
        levels: dict[str, float] = {}
        for lever in self.levers:
            level = lever.level(month, self.neutral(lever))
            if level is not None and level < 0:
                raise InvariantError(f"{month_name(month)}: the level of {lever.key} is below zero: {level:g}")
            if level is not None and self.ledger.budget[lever.key] != 0:
                levels[lever.key] = level
        self.in_force = tuple(lever for lever in self.levers if lever.key in levels)
        for lever in self.in_force:
            if lever.schedule.is_begun(month):
                self._pay_one_off(lever)
            lever.turn(dials, levels[lever.key], self.regions[lever.key])
        return dials

    def _pay_one_off(self, lever: Lever) -> None:
        if lever.key not in self._one_off_paid and lever.cost.one_off > 0:
            fen = np.zeros(len(self.setting.codes), np.int64)
            fen[self.regions[lever.key][0]] = fen_of(lever.cost.one_off)
            self.ledger.spend(lever.key, fen)
        self._one_off_paid.add(lever.key)

    def charge_units(self, dials: Dials) -> None:
        """Charge levers that cost by the unit kept in force: parks, workshops."""
        for lever in self.levers:
            if dial := lever.DECLARATION.units:
                mine = np.zeros(len(self.setting.codes))
                mine[self.regions[lever.key]] = 1.0
                more: Regional = np.maximum(0.0, dials[dial] - self.setting.dials[dial]) * mine
                unit = lever.unit_cost_yuan / 12
                self.ledger.spend(lever.key, _whole_fen(more * unit))

    def holding(self, held: Held) -> tuple[Lever, ...]:
        """Return the levers in force this month whose people hold one thing."""
        return tuple(lever for lever in self.in_force if lever.DECLARATION.held == held)


def _whole_fen(yuan: Regional) -> NDArray[np.int64]:
    return np.array([fen_of(float(value)) for value in yuan], np.int64)
