"""What levers turn this month, how far their services reach, and what they cost, in whole fen."""

import math
from collections import Counter

from tests.twin.money import in_fen

from laborsim.levers.dials import Dials
from laborsim.model.policy import with_luck


class Policy:
    """The levers of one world with their budgets. `page[lever, region, stage]` is the month's ledger."""

    def __init__(self, model, levers):
        self.model = model
        self.levers = [with_luck(lever, model.seed, model.replicate) for lever in levers]
        codes = list(model.setting.codes)
        self.regions = {lever.key: [codes.index(code) for code in lever.regions] for lever in self.levers}
        budgets = {lever.key: lever.cost.budget for lever in self.levers}
        self.left = {key: None if yuan is None else math.floor(yuan * 100) for key, yuan in budgets.items()}
        self.began = set()
        self.page = Counter()

    def turn(self, month):
        """Return this month's dials, built afresh from the levers in force."""
        self.page = Counter()
        dials = Dials(self.model.setting.dials, self.model.setting.weights)
        self.in_force = {}
        for lever in self.levers:
            level = lever.level(month, self.neutral(lever))
            if level is not None and self.left[lever.key] != 0:
                self.in_force[lever] = level
        for lever, level in self.in_force.items():
            if lever.key not in self.began:
                self.spend(lever.key, {self.regions[lever.key][0]: in_fen(lever.cost.one_off)})
                self.began.add(lever.key)
            lever.turn(dials, level, self.regions[lever.key])
        return dials

    def neutral(self, lever):
        """Return the level at which a lever changes nothing: declared, or that of the base date."""
        if lever.DECLARATION.neutral is not None:
            return lever.DECLARATION.neutral
        dials, regions = self.model.setting.dials, self.regions[lever.key]
        if lever.DECLARATION.units:
            return float(dials[lever.DECLARATION.units][regions].sum())
        usual = float(dials[lever.DECLARATION.dials[0]][regions[0]])
        return usual * 100 if lever.DECLARATION.percent else usual

    def count(self, lever, stage, workers):
        """Count the persons for whom some workers stand at one stage of a lever's funnel."""
        for worker in workers:
            self.page[lever, worker.origin, stage] += worker.persons

    def holding(self, held):
        """Return the levers in force this month whose people hold one thing."""
        return [lever for lever in self.in_force if lever.DECLARATION.held == held]

    def regions_of(self, lever):
        """Return the regions in which a lever acts."""
        return [self.model.regions[k] for k in self.regions[lever.key]]

    def reach(self, lever, region, stages, persons):
        """Count persons of a region at some stages of a lever's funnel, if it acts there."""
        if region.place in self.regions[lever.key]:
            for stage in stages:
                self.page[lever.key, region.place, stage] += persons

    def affordable(self, lever, unit_fen):
        """Return how many units the budget still pays for; None = no budget stated."""
        left = self.left[lever]
        return None if left is None or unit_fen <= 0 else left // unit_fen

    def spend(self, lever, fen_by_region):
        """Book costs up to the budget, in the order of the regions."""
        for region in sorted(fen_by_region):
            fen = fen_by_region[region]
            if self.left[lever] is not None:
                fen = min(fen, self.left[lever])
                self.left[lever] -= fen
            self.page[lever, region, "spent_fen"] += fen

    def charge_units(self):
        """Charge levers that cost by the unit kept in force above the base date: parks, workshops."""
        for lever in self.levers:
            if lever.DECLARATION.units:
                dial, unit = lever.DECLARATION.units, lever.unit_cost_yuan / 12
                now, usual = self.model.dial[dial], self.model.setting.dials[dial].tolist()
                more = {k: max(0.0, now[k] - usual[k]) for k in self.regions[lever.key]}
                self.spend(lever.key, {k: in_fen(units * unit) for k, units in more.items()})
