"""What levers turn this month, how far their services reach, and what they cost, in whole fen."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
from tests.twin.money import in_fen, shared
from tests.twin.words import ACCOMPANYING, AWAY, LOAN, POSTS, SUBSIDY

from laborsim.kernels.codes import month_name
from laborsim.levers.dials import Dials
from laborsim.model.policy import with_luck

TERMS = {POSTS: (), SUBSIDY: (), LOAN: ("interest_rate", "interest_subsidy_share", "years")}


def terms_of(lever):
    """Return what a block's program is, whatever the block is called: for whom, and on which terms."""
    return lever.who.model_dump_json(), tuple(getattr(lever, name) for name in TERMS[lever.NAME])


def whole_fen(yuan):
    """Return an amount in whole fen, None for none; what is less than a fen is not spent."""
    return None if yuan is None else math.floor(round(yuan * 100, 3))


class Policy:
    """The levers of one world with their budgets. `page[lever, region, stage]` is the month's ledger."""

    def __init__(self, model, levers):
        self.model = model
        self.levers = [with_luck(lever, model.run, model.replicate) for lever in levers]
        codes = list(model.setting.codes)
        self.regions = {lever.key: [codes.index(code) for code in lever.regions] for lever in self.levers}
        self.left = {lever.key: whole_fen(lever.cost.budget) for lever in self.levers if not lever.cost.by_year}
        self.left |= {lever.key: 0 for lever in self.levers if lever.cost.by_year}
        self.later = {lever.key: 0 for lever in self.levers if lever.cost.by_year}  # of this year, not yet released
        self.year = None
        self.set_aside = Counter()
        self.base_date, self.began = None, set()
        self.offers_of_month = {}
        self.page = Counter()

    def number(self, lever, place):
        """Return the number of a block's program in a region: they are counted from 1 by group and terms."""
        here = [one for one in self.levers if lever.NAME == one.NAME and place in self.regions[one.key]]
        return 1 + sorted({terms_of(one) for one in here}).index(terms_of(lever))

    def turn(self, month):
        """Return this month's dials, built afresh from the levers in force, as far as their budgets pay for them."""
        self.base_date = month if self.base_date is None else self.base_date
        self.page = Counter()
        self.release(max(month, self.base_date + 1))
        dials = Dials(self.model.setting.dials, self.model.setting.weights)
        self.in_force = {}
        for lever in self.levers:
            level = lever.level(month, self.neutral(lever))
            if level is None or not self.begins(lever, month):
                continue
            level = self.paid_level(lever, level)
            if level is not None:
                self.in_force[lever] = level
                lever.turn(dials, level, self.regions[lever.key])
        by_key = {lever.key: lever for lever in self.levers}
        numbers = range(len(self.model.setting.codes))
        for k, offer in enumerate(dials.offers):
            lever = by_key[offer.instance]
            known = lever.NAME in TERMS
            mine = [self.number(lever, n) if known and n in self.regions[lever.key] else 0 for n in numbers]
            dials.offers[k] = replace(offer, program=np.array(mine))
        self.offers_of_month[month] = dials.offers
        return dials

    def release(self, month):
        """Release of every budget by year what is left ÷ the months left in its year or until its lever ends."""
        year, number = divmod(month, 12)
        for lever in self.levers:
            if lever.cost.by_year:
                key, calendar_year = lever.key, int(month_name(month)[:4])
                money = self.left[key] + self.later[key]
                if year != self.year:
                    money = money if lever.cost.unspent == "carries over" else 0
                    money += whole_fen(lever.cost.by_year.get(calendar_year, 0.0))
                months = 12 - number
                if lever.schedule.end is not None and lever.schedule.end >= month:
                    months = min(months, lever.schedule.end - month + 1)
                self.left[key] = money // months
                self.later[key] = money - self.left[key]
        self.year = year

    def begins(self, lever, month):
        """Book the one-off cost in the first month after the base date; without money for it nothing begins."""
        one_off, left = in_fen(lever.cost.one_off), self.left[lever.key]
        if lever.key not in self.began:
            if left is not None and one_off > left + self.later.get(lever.key, 0):
                return False
            if lever.cost.by_year:
                at_once = min(one_off, self.later[lever.key])
                self.left[lever.key] += at_once
                self.later[lever.key] -= at_once
            if month > self.base_date:
                weights = self.model.setting.weights["workers"]
                self.spend(lever.key, shared(one_off, {k: float(weights[k]) for k in self.regions[lever.key]}))
                self.began.add(lever.key)
        return self.left[lever.key] != 0

    def paid_level(self, lever, wanted):
        """Return the level that the budget reaches, None where it reaches nothing new; what it does not is unmet."""
        neutral, left = self.neutral(lever), self.left[lever.key]
        if left is None or wanted <= neutral:
            return wanted
        if lever.DECLARATION.held == "school place":
            return self.paid_places(lever, wanted)
        if lever.DECLARATION.held == "work away":
            return self.paid_settlers(lever, wanted)
        return self.paid_units(lever, wanted) if lever.DECLARATION.units else wanted

    def more_units(self, lever, level):
        """Return the units above the base date's by region."""
        weights, regions = self.model.setting.weights[lever.DECLARATION.units], self.regions[lever.key]
        more = max(0.0, level - self.neutral(lever))
        return {k: more * (float(weights[k]) / float(np.sum(weights[regions]))) for k in regions}

    def bill(self, lever, level):
        """Return what a number of units costs this month, by region [fen]."""
        return {k: in_fen(units * (lever.unit_cost_yuan / 12)) for k, units in self.more_units(lever, level).items()}

    def paid_units(self, lever, wanted):
        """Return the level with as many whole units as the budget pays for."""
        neutral, left = self.neutral(lever), self.left[lever.key]
        if sum(self.bill(lever, wanted).values()) <= left:
            return wanted
        units = math.floor(left / (lever.unit_cost_yuan / 12 * 100))
        while units > 0 and sum(self.bill(lever, neutral + units).values()) > left:
            units -= 1
        given, all_of_it = self.more_units(lever, neutral + units), self.more_units(lever, wanted)
        for k in self.regions[lever.key]:
            self.page[lever.key, k, "unmet"] += math.floor(all_of_it[k] - given[k])
        return neutral + units if units > 0 else None

    def paid_places(self, lever, wanted):
        """Return the share of children with a place that the budget pays for, by last month's children."""
        if not hasattr(self.model, "people_at_start"):  # the base date, when nobody is there yet
            return wanted
        neutral, left, unit = self.neutral(lever), self.left[lever.key], in_fen(lever.unit_cost_yuan / 12)
        children = dict.fromkeys(self.regions[lever.key], 0.0)
        for worker in self.model.workers:
            if worker.status in AWAY and worker.children == ACCOMPANYING and worker.destination in children:
                children[worker.destination] += worker.persons
        added = sum(math.floor(number * (1 - neutral / wanted)) for number in children.values())
        if added * unit <= left:
            return wanted
        places = left // unit
        for k, lacking in shared(added - places, children).items():
            self.page[lever.key, k, "unmet"] += lacking
        return min(wanted, neutral / (1 - places / sum(children.values()))) if places else None

    def paid_settlers(self, lever, wanted):
        """Return the share of the bar that the budget takes down, by last month's people away."""
        if not hasattr(self.model, "people_at_start"):  # the base date, when nobody is there yet
            return wanted
        left, unit = self.left[lever.key], in_fen(lever.unit_cost_yuan / 12)
        barred = {region.place: float(region.barred()) for region in self.regions_of(lever)}
        let_in = sum(math.floor(number * wanted) for number in barred.values())
        if let_in * unit <= left:
            return wanted
        persons = left // unit
        for k, lacking in shared(let_in - persons, barred).items():
            self.page[lever.key, k, "unmet"] += lacking
        return min(wanted, persons / sum(barred.values())) if persons else None

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

    def set_money_aside(self, lever, fen):
        """Set part of a budget aside for losses that may come."""
        if self.left[lever] is not None:
            self.left[lever] -= fen
            self.set_aside[lever] += fen

    def lose(self, lever, fen_by_region):
        """Book losses; of a budget, out of what is set aside for them."""
        for region in sorted(fen_by_region):
            fen = fen_by_region[region]
            if self.left[lever] is not None:
                fen = min(fen, self.set_aside[lever])
                self.set_aside[lever] -= fen
            self.page[lever, region, "spent_fen"] += fen

    def charge_units(self):
        """Charge levers that cost by the unit kept in force above the base date: parks, workshops."""
        for lever, level in self.in_force.items():
            if lever.DECLARATION.units:
                self.spend(lever.key, self.bill(lever, level))
