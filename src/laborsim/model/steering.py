"""Steering: the model with no new policy, its constants moved until every stock stays on its trend.

While it runs, the constants of the choice answer to the gap between the jobs held and the jobs there were at the
base date, by origin and destination (Berry inversion by simulation); matching answers to how many seek, the taste
for founding to how many found. People age, leave and enter as they do in every run.
"""

import math

import numpy as np
from numpy.typing import NDArray

from laborsim.kernels.codes import OUTBOUND
from laborsim.kernels.counts import AT
from laborsim.levers.dials import Regional
from laborsim.model.base_date import Setting
from laborsim.model.labor_model import LaborModel
from laborsim.model.market import COUNTY
from laborsim.scenario.load import Scenario
from laborsim.scenario.scenario import Context

# Gains of the controller: ASSUMPTION, all of them. So strong that from constants of an earlier run national stocks
# of jobs stay within about 1 percent of their trend (end 2023, 20,000 persons per worker); from the first guess one run
# is not enough, which is why a fit has five. They decide how soon a constant is at rest; where, its gap of 0 decides.
PROPORTIONAL = 12.0  # utility per log gap; a constant's answer at once
INTEGRAL = 0.25  # utility per log gap and month; what stays of it
GAP = 0.3  # log; a gap counts at most this much, so that no constant runs away while people are still on the move
MATCHING_GAIN = 0.1  # log efficiency per log gap of seekers and month
MATCHING = (0.01, 2.0)  # 1/month; efficiency is looked for between these two
FOUNDING_GAIN = 0.08  # utility per log gap of starts and month
MEMORY = 1 / 12  # 1/month; starts, few in a month, are felt as their mean over about a year
LEAST_PERSONS = 1.0  # persons, or starts a month; an empty stock has no logarithm
STILL = Context(gdp_growth=5.0, wage_growth_urban=0.0, wage_growth_county=0.0)  # percent a year

Matrix = NDArray[np.float64]


def undisturbed(scenario: Scenario) -> Scenario:
    """Return a scenario without levers, shocks and growth of pay."""
    return scenario.model_copy(update={"context": STILL, "levers": (), "shocks": (), "goals": (), "closure": "curve"})


class Constant:
    """One set of constants, its answer to a gap, and its mean since the people settled."""

    def __init__(self, start: Regional, target: Regional) -> None:
        self.base, self.target = start.copy(), np.maximum(target, LEAST_PERSONS)
        self.mean, self.months = np.zeros_like(start), 0

    def answer(self, stock: Regional, trend: float, settled: bool, room: Regional | float = math.inf) -> Regional:
        """Return the constants for the next month; `room`: the most that there can be [persons]."""
        # Where there are fewer posts than jobs are wanted a constant would only wind up, and people queue without end.
        wanted = np.maximum(np.minimum(self.target * trend, room), LEAST_PERSONS)
        gap = np.log(wanted / np.maximum(stock, LEAST_PERSONS)).clip(-GAP, GAP)
        self.base = self.base + INTEGRAL * gap
        value = self.base + PROPORTIONAL * gap
        if settled:
            self.months += 1
            self.mean = self.mean + (value - self.mean) / self.months
        return value


class Steered(LaborModel):
    """The model with its constants at the wheel."""

    def __init__(self, scenario: Scenario, setting: Setting, replicate: int = 0) -> None:
        super().__init__(undisturbed(scenario), replicate, setting=setting)
        constants = self.opening.constants
        jobs = self.jobs()
        inside, outside = np.diag(jobs).copy(), jobs - np.diag(np.diag(jobs))
        self.steering = {
            "local": Constant(constants["local"], setting.employed_county),
            "inside": Constant(constants["inside"], inside),
            "outside": Constant(constants["outside"], outside.sum(axis=1)),
            "amenity": Constant(constants["amenity"], outside.sum(axis=0)),
        }
        self.out_steering = Constant(self.opening.out, self.stock("out"))
        self.seeking_target = self.seeking()
        self.wanted_starts = setting.history.starts_per_year / 12
        self.starts = self.wanted_starts
        efficiency = self.markets.matching
        if not (efficiency > 0).all():
            raise ValueError(f"matching efficiency has to be positive to be steered, got {efficiency.tolist()}")
        self.log_matching = np.log(efficiency)
        self.log_matching_mean, self.taste_mean, self.settled_months = np.zeros(2), 0.0, 0

    @property
    def matching_mean(self) -> NDArray[np.float64]:
        """Matching efficiency since the people settled [market], 1/month: its geometric mean, as it is steered."""
        mean: NDArray[np.float64] = np.exp(self.log_matching_mean)
        return mean

    def stock(self, name: str) -> Regional:
        """Return one of the month's counts by region [persons]."""
        return self.counts.series[:, AT[name]].astype(np.float64)

    def jobs(self) -> Matrix:
        """Return outbound jobs by origin and destination [persons]."""
        columns = self.workers.columns
        rows = columns.status == OUTBOUND
        n = len(self.persons)
        cell = columns.origin[rows].astype(np.int64) * n + columns.destination[rows]
        table: Matrix = np.bincount(cell, minlength=n * n).reshape(n, n).astype(np.float64) * self.persons[:, None]
        return table

    def seeking(self) -> NDArray[np.float64]:
        """Return people who seek at home and away [market]."""
        return np.array([self.stock("seeking_home").sum(), self.stock("seeking_away").sum()])

    def step(self) -> None:
        """Live through a month in which pay does not answer and the urban background follows the trend."""
        self.markets.feel_the_usual()
        super().step()
        trend = self.people / self.people_at_start
        self.markets.keep_background(trend)
        self.starts += MEMORY * (float(self.stock("returnee_starts").sum()) - self.starts)

    def steer(self, settled: bool) -> None:
        """Move the constants towards what keeps the stocks on the trend of the pool."""
        trend = self.people / self.people_at_start
        jobs = self.jobs()
        inside, outside = np.diag(jobs).copy(), jobs - np.diag(np.diag(jobs))
        stocks: dict[str, Regional] = {
            "local": self.stock("local"),
            "inside": inside,
            "outside": outside.sum(axis=1),
            "amenity": outside.sum(axis=0),
        }
        room = {"local": self.markets.posts[COUNTY]}
        constants = {
            name: constant.answer(stocks[name], trend, settled, room.get(name, math.inf))
            for name, constant in self.steering.items()
        }
        out = self.out_steering.answer(self.stock("out"), trend, settled)
        gap = np.log(np.maximum(self.seeking(), LEAST_PERSONS) / (self.seeking_target * trend)).clip(-GAP, GAP)
        # Where vacancies decide and not the law, a better law hires nobody: it would only wind up.
        felt = np.where(gap > 0, gap * self.markets.by_law, gap)
        self.log_matching = (self.log_matching + MATCHING_GAIN * felt).clip(*np.log(MATCHING))
        self.markets.match_by(np.exp(self.log_matching))
        lack = float(np.log(self.wanted_starts / max(self.starts, LEAST_PERSONS)).clip(-GAP, GAP))
        self.opening.move(constants, out, self.opening.taste_for_founding + FOUNDING_GAIN * lack)
        if settled:
            self.settled_months += 1
            self.log_matching_mean += (self.log_matching - self.log_matching_mean) / self.settled_months
            taste = self.opening.taste_for_founding
            self.taste_mean += (taste - self.taste_mean) / self.settled_months
